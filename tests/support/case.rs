//! The cases under `tests/cases/<theme>/<case>/`: Python files, and what is to be known about them.
//!
//! Beside the `.py` files a case may have `options.toml` (what the run is asked for, and `min-python`, the oldest Python that
//! its syntax needs), `codes` (the codes of the diagnostics to come, one a line; an empty file: none) and `nondeterministic` (what
//! it prints may differ from run to run).

use std::fs;
use std::path::{Path, PathBuf};

use lockweave::options::{LockStyle, Options, Strictness, Switch, TargetVersion};
use toml::{Table, Value};

use super::pipeline::Tree;
use super::{files_under, root};

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// `<theme>/<case>`.
    pub name: String,
    /// Its files, by their path inside the case.
    pub sources: Tree,
    /// What the run is asked for.
    pub options: Options,
    /// 9 if the source needs 3.9.
    pub min_python: u8,
    /// Whether what it prints may differ from run to run.
    pub nondeterministic: bool,
    /// The codes to come, sorted; `None` if the case doesn't say.
    pub codes: Option<Vec<String>>,
}

impl Case {
    /// Every case, by name.
    pub fn all() -> Vec<Case> {
        let folder = root().join("tests/cases");
        let mut folders: Vec<_> = files_under(&folder, is_python)
            .iter()
            .map(|file| file.strip_prefix(&folder).unwrap().iter().take(2).collect::<PathBuf>())
            .collect();
        folders.dedup();
        folders.iter().map(|case| Case::read(case, &folder.join(case))).collect()
    }

    fn read(name: &Path, folder: &Path) -> Case {
        let sources = files_under(folder, is_python)
            .into_iter()
            .map(|file| (file.strip_prefix(folder).unwrap().to_owned(), fs::read(&file).unwrap()))
            .collect();
        let mut case = Case {
            name: name.iter().map(|part| part.to_str().unwrap()).collect::<Vec<_>>().join("/"),
            sources,
            options: Options::default(),
            min_python: TargetVersion::OLDEST.minor,
            nondeterministic: folder.join("nondeterministic").exists(),
            codes: fs::read_to_string(folder.join("codes")).ok().map(|text| {
                let mut codes: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
                codes.sort();
                codes
            }),
        };
        if let Ok(text) = fs::read_to_string(folder.join("options.toml")) {
            for (key, value) in text.parse::<Table>().unwrap() {
                case.set(&key, &value);
            }
        }
        case
    }

    fn set(&mut self, key: &str, value: &Value) {
        let options = &mut self.options;
        let version = || TargetVersion::parse(value.as_str().unwrap()).unwrap();
        let switch = |on: bool| if on { Switch::On } else { Switch::Off };
        match key {
            "min-python" => self.min_python = version().minor,
            "target-version" => options.target = version(),
            "strict" if value.as_bool() == Some(true) => options.strictness = Strictness::Strict,
            "style" if value.as_str() == Some("with") => options.style = LockStyle::With,
            "style" if value.as_str() == Some("explicit") => options.style = LockStyle::Explicit,
            "line-length" => options.line_length = value.as_integer().unwrap().try_into().unwrap(),
            "context" => options.context = switch(value.as_bool().unwrap()),
            "on-error" => options.log_errors = switch(value.as_str() == Some("log")),
            "workers" => options.workers = Some(value.as_integer().unwrap().try_into().unwrap()),
            "at-exit" => options.cancel_at_exit = switch(value.as_str() == Some("cancel")),
            _ => panic!("{}: options.toml: {key} = {value}", self.name),
        }
    }
}

fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py" || extension == "pyi")
}
