//! The Pythons of this machine, and programs run under them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use super::root;

/// How long a program may take. It is there for what hangs, so it is generous.
const LIMIT_IN_SECONDS: u32 = 60;

/// An interpreter, 3.8 or newer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Python {
    /// Where it is.
    pub path: PathBuf,
    /// 11 for 3.11.
    pub minor: u8,
}

impl Python {
    /// The `python3` that a shell would run.
    pub fn on_path() -> Python {
        Python::at(Path::new("python3")).expect("the tests need a python3, 3.8 or newer, on the PATH")
    }

    /// Every version that is on the PATH or that pyenv has, the oldest first.
    pub fn all() -> Vec<Python> {
        let pyenv = std::env::var_os("PYENV_ROOT")
            .map(PathBuf::from)
            .or_else(|| std::env::home_dir().map(|home| home.join(".pyenv")));
        let versions = pyenv.and_then(|pyenv| fs::read_dir(pyenv.join("versions")).ok());
        let mut candidates: Vec<_> =
            versions.into_iter().flatten().map(|entry| entry.unwrap().path().join("bin/python")).collect();
        candidates.sort();
        candidates.extend((8..=14).map(|minor| PathBuf::from(format!("python3.{minor}"))));

        let mut found = BTreeMap::from([(Python::on_path().minor, Python::on_path())]);
        for python in candidates.iter().filter_map(|path| Python::at(path)) {
            found.entry(python.minor).or_insert(python);
        }
        found.into_values().collect()
    }

    fn at(path: &Path) -> Option<Python> {
        let question = "import sys; print(*sys.version_info[:2], sys.executable)";
        let output = Command::new(path).args(["-c", question]).output().ok()?;
        let answer = String::from_utf8(output.stdout).ok()?;
        let mut words = answer.trim_end().splitn(3, ' ');
        let (major, minor, path) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
        (major == "3" && (8..=14).contains(&minor)).then(|| Python { path: path.into(), minor })
    }

    /// A command that runs this interpreter with nothing of the caller's environment in its way.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command
            .args(["-B", "-X", "utf8"])
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONHOME")
            .env_remove("PYTHONSTARTUP")
            .env("PYTHONHASHSEED", "0");
        command
    }

    /// Runs one program in a process of its own: a file, or a package by `python -m`.
    pub fn run(&self, program: &Path, search: Option<&Path>) -> Output {
        let mut command = self.command();
        if let Some(search) = search {
            command.env("PYTHONPATH", search);
        }
        if program.is_dir() {
            command.current_dir(program.parent().unwrap()).arg("-m").arg(program.file_name().unwrap());
        } else {
            command.arg(program);
        }
        command.output().unwrap()
    }

    /// Does all `jobs` in one process, and tells how each went, by its name.
    pub fn batch(&self, jobs: &[Job]) -> BTreeMap<String, Outcome> {
        let folder = tempfile::tempdir().unwrap();
        let (asked, answered) = (folder.path().join("jobs.json"), folder.path().join("results.json"));
        fs::write(&asked, Value::from_iter(jobs.iter().map(Job::as_json)).to_string()).unwrap();
        let script = root().join("tests/support/batch.py");
        let output = self.command().arg(script).arg(&asked).arg(&answered).output().unwrap();
        assert!(output.status.success(), "batch.py: {}", String::from_utf8_lossy(&output.stderr));
        let results: Vec<Value> = serde_json::from_slice(&fs::read(&answered).unwrap()).unwrap();
        results.iter().map(|result| (text(result, "id"), Outcome::from_json(result))).collect()
    }
}

/// Something for an interpreter to do.
#[derive(Clone, Debug)]
pub struct Job {
    /// What it is called in the results.
    pub id: String,
    /// The file.
    pub file: PathBuf,
    /// What to do with it.
    pub task: Task,
}

/// What to do with a file.
#[derive(Clone, Debug)]
pub enum Task {
    /// See whether it compiles.
    Compile,
    /// Run it as `__main__`.
    Run {
        /// Where its imports are found.
        search: Vec<PathBuf>,
        /// A module whose public names it finds bound: the markers, for a source that leaves them unbound.
        bound: Option<&'static str>,
        /// Functions without arguments to call then.
        call: Vec<String>,
    },
}

impl Job {
    fn as_json(&self) -> Value {
        match &self.task {
            Task::Compile => json!({"id": self.id, "compile": self.file}),
            Task::Run { search, bound, call } => {
                json!({"id": self.id, "run": self.file, "search": search, "bound": bound, "call": call, "limit": LIMIT_IN_SECONDS})
            }
        }
    }
}

/// How a job went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// 0 for success.
    pub status: i64,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl Outcome {
    fn from_json(result: &Value) -> Outcome {
        Outcome {
            status: result["status"].as_i64().unwrap(),
            stdout: text(result, "stdout"),
            stderr: text(result, "stderr"),
        }
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap().to_owned()
}
