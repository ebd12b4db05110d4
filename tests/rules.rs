//! Rule pages: the example of each page raises what the page is about.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use lockweave::Project;
use lockweave::diagnostics::Code;
use lockweave::options::Options;

/// Codes whose example can't be a short program: it would be thousands of brackets long, or needs files or libraries that are not given.
const TOO_LONG: &[Code] = &[Code::LW002, Code::LW210, Code::LW211];

#[test]
fn examples_raise_their_code() {
    let mut faults = Vec::new();
    for code in Code::ALL {
        let Some(example) = code.page().and_then(python_of) else { continue };
        let files = files_of(example);
        let raised = Project::in_memory(files, Options::default()).analyze().diagnostics;
        let does = raised.iter().any(|diagnostic| diagnostic.code == *code);
        let should = !TOO_LONG.contains(code);
        if does != should {
            let raised: Vec<_> = raised.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
            faults.push(format!("{code}: its example raises {raised:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_page_of_a_program_has_a_python_example() {
    let without: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !code.as_str().starts_with("LW9") && code.page().and_then(python_of).is_none())
        .collect();
    assert!(without.is_empty(), "{without:?}");
}

/// The files of a program: each of several starts with its name in a comment.
fn files_of(program: &str) -> Vec<(String, Vec<u8>)> {
    let name = |line: &str| line.strip_prefix("# ").filter(|name| name.ends_with(".py")).map(str::to_owned);
    let mut files: Vec<(String, String)> = Vec::new();
    for line in program.lines() {
        match name(line) {
            Some(name) => files.push((name, String::new())),
            None if files.is_empty() => files.push(("example.py".to_owned(), format!("{line}\n"))),
            None => files.last_mut().unwrap().1.extend([line, "\n"]),
        }
    }
    files.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

/// The first Python program of a page.
fn python_of(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("```python\n")?;
    rest.split_once("```").map(|(program, _)| program)
}
