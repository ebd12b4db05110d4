//! Installing: the wheel and the sdist, in fresh virtual environments; what runs woven without being built.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use support::environment::{Environment, TOOLS_FOLDER, WHEEL, both, build_wheel, done, only_file, path_with};
use support::python::Python;
use tempfile::TempDir;

mod support;

const STATE: &str = "from lockweave import concurrent

count = 0


@concurrent
def bump(n):
    global count
    old = count
    count = old + n
    return count
";

/// Line 15 divides by zero, in a body that is indented anew when it is woven.
const APP: &str = "import sys
import threading
from lockweave import concurrent
import state

seen = []


@concurrent
def visit(page):
    \"\"\"Note a page.\"\"\"
    seen.append(page)
    if page == 'boom':
        seen.append(
            1 / 0)
    return threading.current_thread() is threading.main_thread()


if __name__ == '__main__':
    print([visit(page).result() for page in sys.argv[1:]])
    print(sum(f.result() > 0 for f in [state.bump(1) for _ in range(50)]), state.count)
    visit('boom').result()
";

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn program(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    folder
}

/// The program, run woven, and the traceback that it ends with.
fn check_run(output: &Output) {
    let text = both(output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("[False, False]\n50 50\n"), "{text}");
    assert!(text.contains("app.py\", line 15, in _visit_body\n    1 / 0)\n"), "{text}");
    assert!(text.contains("app.py\", line 22, in <module>\n    visit('boom').result()\n"), "{text}");
    assert!(text.ends_with("ZeroDivisionError: division by zero\n"), "{text}");
    assert!(!text.contains("lockweave/_run.py"), "the traceback begins in the program: {text}");
}

#[test]
fn the_wheel_works_on_every_python() {
    let app = program(&[("app.py", APP), ("state.py", STATE)]);
    for python in Python::all() {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment::fresh(&python, folder.path(), &[&WHEEL]);
        let version = done(environment.command("lockweave").arg("--version"));
        assert_eq!(version, format!("lockweave {}\n", env!("CARGO_PKG_VERSION")));
        let module = |arguments: &[&str]| {
            let mut command = environment.command("python");
            command.args(["-m", "lockweave"]).args(arguments).current_dir(app.path());
            command
        };
        assert_eq!(done(&mut module(&["--version"])), version);
        assert_eq!(module(&["build"]).output().unwrap().status.code(), Some(2));
        check_run(&module(&["run", "app.py", "a", "b"]).output().unwrap());
        check_run(&module(&["run", "-m", "app", "a", "b"]).output().unwrap());
        let serial =
            environment.command("python").args(["app.py", "a"]).current_dir(app.path()).output().unwrap();
        assert!(both(&serial).starts_with("[True]\n50 50\n"), "{}", both(&serial));
        assert_eq!(fs::read_dir(app.path()).unwrap().count(), 2, "nothing is written");
    }
}

#[test]
fn the_sdist_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    done(
        Command::new(TOOLS_FOLDER.join("maturin"))
            .args(["sdist", "--manifest-path"])
            .arg(support::root().join("Cargo.toml"))
            .arg("--out")
            .arg(folder.path()),
    );
    let wheel = build_wheel(&only_file(folder.path(), ".tar.gz"), &folder.path().join("wheel"), &[]);
    let contents = |wheel: &Path| {
        done(Command::new(TOOLS_FOLDER.join("python")).args(["-m", "zipfile", "-l"]).arg(wheel))
            .lines()
            .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
            .filter(|name| !name.contains("sboms/"))
            .collect::<Vec<_>>()
    };
    assert_eq!(contents(&wheel), contents(&WHEEL));
    let environment = Environment::fresh(&Python::on_path(), &folder.path().join("venv"), &[&wheel]);
    let said = done(environment.command("lockweave").args(["rule", "LW301"]));
    assert!(said.starts_with("# LW301"), "{said}");
}

#[test]
fn a_wrong_module_says_why() {
    let broken = "from lockweave import concurrent\n\n@concurrent(workers=0)\ndef f():\n    pass\n";
    let app = program(&[("main.py", "import broken\n"), ("broken.py", broken)]);
    let output = marker_package()
        .args(["-m", "lockweave", "run", "main.py"])
        .current_dir(app.path())
        .output()
        .unwrap();
    let text = both(&output);
    for words in ["WeaveError", "broken.py can't be transpiled", "error[LW1", "workers=0"] {
        assert!(text.contains(words), "`{words}` is missing: {text}");
    }
}

/// Python with the package of this tree, and the program under test.
fn marker_package() -> Command {
    let mut command = Command::new(TOOLS_FOLDER.join("python"));
    command
        .env("PYTHONPATH", support::root().join("python"))
        .env("PATH", path_with(&TOOLS_FOLDER))
        .env("LOCKWEAVE_PROGRAM", env!("CARGO_BIN_EXE_lockweave"))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

#[test]
fn a_changed_module_is_woven_again() {
    let app = program(&[("state.py", STATE)]);
    let script = "
import importlib, os, sys, lockweave.importer
lockweave.importer.install('.')
import state
assert state.bump(2).result() == 2 and hasattr(state, '_bump_body')
text = open('state.py').read().replace('bump', 'lift')
with open('state.py', 'w') as file:
    file.write(text)
os.utime('state.py', (2e9, 2e9))
importlib.invalidate_caches()
importlib.reload(state)
assert state.lift(2).result() == 2 and hasattr(state, '_lift_body')
import inspect
assert inspect.getsource(state.lift).startswith('def lift(n):'), inspect.getsource(state.lift)
lockweave.importer.uninstall()
importlib.reload(state)
assert state.lift(2).done()
";
    done(marker_package().args(["-c", script]).current_dir(app.path()));
}

#[test]
fn pytest_tests_what_is_woven() {
    let test = "import threading, app, state

def test_threads():
    assert app.visit('a').result() is False
    assert state.bump(1).result() == 1

def test_explained():
    state.bump(41).result()
    assert state.count == 43
";
    let folder = program(&[
        ("src/app.py", APP),
        ("src/state.py", STATE),
        ("tests/test_app.py", test),
        (
            "tests/test_own.py",
            &STATE.replace("count", "own").replace("bump", "raise_own").replace(
                "return own",
                "return own\n\n\ndef test_own():\n    raise_own(3).result()\n    assert own == 4",
            ),
        ),
        (
            "pytest.ini",
            "[pytest]\npythonpath = src\nlockweave = true\nlockweave_sources =\n    src\n    tests\naddopts = -p lockweave.pytest_plugin -p no:cacheprovider -q\n",
        ),
    ]);
    let output = marker_package().args(["-m", "pytest"]).current_dir(folder.path()).output().unwrap();
    let text = both(&output);
    for words in ["assert state.count == 43", "assert 42 == 43", "assert 3 == 4", "2 failed, 1 passed"] {
        assert!(text.contains(words), "`{words}` is missing: {text}");
    }
}

#[test]
fn a_program_may_ask_for_the_hook_itself() {
    let main = "from lockweave.importer import install\n\ninstall('lib')\n";
    let app = program(&[("main.py", main), ("state.py", STATE)]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_lockweave"));
    done(command.args(["build", ".", "-o", "out"]).current_dir(app.path()));
    assert_eq!(fs::read_to_string(app.path().join("out/main.py")).unwrap(), main);
}

#[test]
fn notebooks_weave_imports_and_cells() {
    let app = program(&[("state.py", STATE)]);
    let script = "
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(colors='NoColor')
def cell(text):
    result = shell.run_cell(text)
    result.raise_error()
    return result.result
cell('%load_ext lockweave.importer')
cell('import state, threading')
assert cell('state._bump_body is not None')
cell('''%%concurrent
from lockweave import concurrent
total = 0
@concurrent
def add(n):
    global total
    total += n
    if n == 7:
        1 / 0
    return threading.current_thread() is threading.main_thread()
''')
assert cell('add(1).result()') is False
assert cell('[add(2).result(), total][1]') == 3
shell.run_cell('add(7).result()')
cell('%unload_ext lockweave.importer')
";
    let output = marker_package()
        .args(["-c", script])
        .env("IPYTHONDIR", app.path().join("ipython"))
        .current_dir(app.path())
        .output()
        .unwrap();
    let text = both(&output);
    assert!(output.status.success(), "{text}");
    assert!(text.contains("> 8     1 / 0"), "{text}");
}
