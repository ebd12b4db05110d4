//! One file from its bytes to its syntax. Must not know other files.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Output;
use super::serial::Spelled;
use crate::diagnostics::{Code, Diagnostic};
use crate::files::{Content, Input, Kind, Origin, SourceEncoding, Wanted, decode, read};
use crate::python::{Module, parse};
use crate::text::{FileId, LineMap, Place, Span};

/// Syntax errors of a file that are told.
const SYNTAX_ERRORS: usize = 10;

/// A file that holds none of these can hold no marker.
const TRACES: [&[u8]; 3] = [b"concurrent", b"atomic", b"lockweave"];

/// How far a file has come.
pub(super) enum Loaded {
    /// There is nothing to analyse in it.
    Finished(Finished),
    /// Python without a trace of a marker: it matters only to a program around it.
    Plain(Vec<u8>),
    /// Parsed.
    Parsed(Box<Parsed>),
}

/// A file parsed.
pub(super) struct Parsed {
    pub(super) module: Module,
    pub(super) encoding: SourceEncoding,
    /// Its source, where the module at hand is that spelled out.
    pub(super) spelled: Option<Box<Spelled>>,
}

/// A file done with.
pub(super) struct Finished {
    pub(super) output: Output,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Warnings that comments in it silence.
    pub(super) silenced: Vec<Diagnostic>,
    /// The decoded text, where there is one.
    pub(super) text: Option<String>,
}

impl Finished {
    pub(super) fn new(input: &Input, content: Content, diagnostics: Vec<Diagnostic>) -> Finished {
        let like = match &input.origin {
            Origin::Disk(path) => Some(path.clone()),
            Origin::Memory(_) => None,
        };
        let wanted = Wanted { path: input.output.clone(), content, like };
        let output = Output { wanted, line_map: None, planned: None, lock_module: None };
        Finished { output, diagnostics, silenced: Vec::new(), text: None }
    }

    pub(super) fn woven(
        input: &Input,
        bytes: Vec<u8>,
        line_map: LineMap,
        diagnostics: Vec<Diagnostic>,
    ) -> Finished {
        let mut finished = Finished::new(input, Content::Bytes(bytes), diagnostics);
        finished.output.line_map = Some(line_map);
        finished
    }

    pub(super) fn unchanged(input: &Input) -> Finished {
        let content = match &input.origin {
            Origin::Disk(path) => Content::CopyOf(path.clone()),
            Origin::Memory(bytes) => Content::Bytes(bytes.clone()),
        };
        Finished::new(input, content, Vec::new())
    }
}

/// A diagnostic about a file as a whole.
pub(super) fn at_file(file: FileId, code: Code, message: String) -> Diagnostic {
    Diagnostic::new(code, message, Place { file, span: Span::at(0) }, "")
}

/// Runs `work` on one file: a defect of ours in it must not take the others with it.
pub(super) fn guarded<T>(
    file: FileId,
    input: &Input,
    work: impl FnOnce() -> T,
    failed: impl FnOnce(Finished) -> T,
) -> T {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = format!("Lockweave failed on this file: {}", said(panic.as_ref()));
        failed(Finished::new(input, Content::Kept, vec![at_file(file, Code::LW906, message)]))
    })
}

/// What a panic said.
pub(super) fn said(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no reason given")
}

/// Reads a file, and parses it if it may hold a marker.
pub(super) fn load(file: FileId, input: &Input) -> Loaded {
    if input.kind == Kind::Other {
        return Loaded::Finished(Finished::unchanged(input));
    }
    match read(&input.origin) {
        Ok(bytes) if may_hold_marker(&bytes) => parsed(file, input, &bytes),
        Ok(bytes) => Loaded::Plain(bytes.into_owned()),
        Err(error) => Loaded::Finished(Finished::new(input, Content::Kept, vec![error.into_diagnostic()])),
    }
}

/// Parses the bytes of a file.
pub(super) fn parsed(file: FileId, input: &Input, bytes: &[u8]) -> Loaded {
    let decoded = match decode(bytes) {
        Ok(decoded) => decoded,
        Err(error) => {
            let diagnostic = at_file(file, Code::LW003, format!("{} can't be read: {error}", input.name));
            return Loaded::Finished(Finished::new(input, Content::Kept, vec![diagnostic]));
        }
    };
    match parse(file, decoded.text.clone()) {
        Ok(module) => Loaded::Parsed(Box::new(Parsed { module, encoding: decoded.encoding, spelled: None })),
        Err(mut diagnostics) => {
            // What follows the first few is mostly their consequence.
            diagnostics.truncate(SYNTAX_ERRORS);
            let finished = Finished::new(input, Content::Kept, diagnostics);
            Loaded::Finished(Finished { text: Some(decoded.text), ..finished })
        }
    }
}

pub(super) fn may_hold_marker(bytes: &[u8]) -> bool {
    TRACES.iter().any(|trace| contains(bytes, trace))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let Some((first, _)) = wanted.split_first() else { return true };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        if rest[at..].starts_with(wanted) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}
