//! Serial text spelled out: what a `@synchronized` function says of values becomes what is said of futures.
//!
//! ```python
//! @synchronized                                    # before
//! def run(pages: list[str]) -> dict[str, int]:
//!     results = {}
//!     for page in pages:
//!         results[page] = score(page)
//!     return results
//!
//! def run(pages: list[str]) -> dict[str, int]:     # after
//!     results = {}
//!     pending = [(page, score(page)) for page in pages]
//!     for page, future in pending:
//!         results[page] = future.result()
//!     return results
//! ```
//! What comes out is a source like any other: it goes through the pipeline from its start. Must not know locks.

mod alias;
mod clash;
mod comprehension;
mod defer;
mod diagnostics;
mod exits;
mod expression;
mod gather;
mod hoist;
mod names;
mod pieces;
mod reading;
mod statement;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Diagnostic;
use crate::options::Options;
use crate::plan::{SerialCall, SerialModule};
use crate::python::ast::visitor::{Visitor, walk_stmt};
use crate::python::ast::{Decorator, Stmt, StmtFunctionDef};
use crate::python::{Module, Ranged, span_of};
use crate::summary::ModuleSummary;
use crate::text::{Edit, Edits, Overlap, Span, Woven};
use crate::weave::Margin;

use names::Names;
use pieces::Changes;
use reading::Reading;

/// The edits that spell the serial text of `module` out, and what stands in their way.
pub fn spell_out(
    module: &Module,
    summary: &ModuleSummary,
    serial: &SerialModule,
    options: &Options,
) -> (Vec<Edit>, Vec<Diagnostic>) {
    let mut speller = Speller {
        module,
        summary,
        serial,
        options,
        calls: serial.calls.iter().map(|call| (call.span, call)).collect(),
        globals: summary.globals.iter().map(|global| global.name.as_str()).collect(),
        names: Names::new(&summary.identifiers),
        done: BTreeSet::new(),
        gathered: BTreeSet::new(),
        any: None,
        changes: Changes::default(),
        diagnostics: Vec::new(),
    };
    speller.visit_body(module.body());
    speller.import_any();
    speller.left_over();
    let Speller { changes, diagnostics, .. } = speller;
    (changes.into_edits(), diagnostics)
}

/// The text of `module` as `edits` have it.
///
/// # Errors
/// Where two edits overlap, which is a defect of ours.
pub fn applied(module: &Module, edits: &[Edit]) -> Result<Woven, Overlap> {
    let mut all = Edits::new(module.string_spans());
    edits.iter().for_each(|edit| all.push(edit.span, edit.pieces.clone()));
    all.apply(&module.text, module.style.newline)
}

/// What spelling out needs to know, and what came of it so far.
struct Speller<'a> {
    module: &'a Module,
    summary: &'a ModuleSummary,
    serial: &'a SerialModule,
    options: &'a Options,
    /// Calls of concurrent functions, by place.
    calls: BTreeMap<Span, &'a SerialCall>,
    globals: BTreeSet<&'a str>,
    names: Names,
    /// Calls that are spelled out.
    done: BTreeSet<Span>,
    /// Statements of loops whose futures are gathered.
    gathered: BTreeSet<Span>,
    /// The name of `typing.Any`, once it is needed.
    any: Option<String>,
    changes: Changes,
    diagnostics: Vec<Diagnostic>,
}

/// A function whose text is serial.
struct Scope<'a> {
    reading: Reading<'a>,
}

impl<'a> Speller<'a> {
    /// The call at `node`, if it is one of a concurrent function.
    fn started(&self, node: &impl Ranged) -> Option<&'a SerialCall> {
        self.calls.get(&span_of(node.range())).copied()
    }

    /// Calls of concurrent functions inside `span`.
    fn started_within(&self, span: Span) -> impl Iterator<Item = &'a SerialCall> + '_ {
        self.serial.calls.iter().filter(move |call| span.contains(call.span))
    }

    /// Takes the marker away, and spells the function out.
    fn synchronized(&mut self, def: &'a StmtFunctionDef) {
        let start = u32::from(def.range().start());
        let markers = &self.summary.markers.synchronized;
        let decorators: Vec<Span> =
            markers.iter().filter(|marked| marked.def == start).map(|marked| marked.decorator).collect();
        decorators.into_iter().for_each(|decorator| self.erase(decorator));
        self.names.begin_function();
        self.function(def);
    }

    /// Takes a decorator away, with its line if nothing else is on it.
    fn erase(&mut self, decorator: Span) {
        let line = self.module.lines.full_line(decorator.end);
        let rest = Span::new(decorator.end, line.end);
        let comment = self.module.slice(rest).find('#');
        let gone = match comment {
            Some(at) => Span::new(decorator.start, decorator.end + at as u32),
            None => Span::new(self.module.lines.line_start(decorator.start), line.end),
        };
        self.changes.replace(gone, Vec::new());
    }

    fn function(&mut self, def: &'a StmtFunctionDef) {
        let started = self.calls.keys().copied().collect();
        let scope = Scope { reading: Reading::of(def, &self.globals, started) };
        self.block(&scope, &def.body);
    }

    /// Brings in `typing.Any` if some list of futures is declared with it.
    fn import_any(&mut self) {
        let Some(name) = self.any.clone() else { return };
        let is_ours = |statement: &&Stmt| {
            let span = span_of(statement.range());
            self.summary.markers.imports.iter().any(|import| span.contains(import.statement))
        };
        let Some(before) = self.module.body().iter().find(is_ours) else { return };
        let spelled = if name == "Any" { name } else { format!("Any as {name}") };
        let margin = self.margin("");
        let line = crate::weave::render(crate::weave::SERIAL_TYPING, &[("ANY", &spelled)], &margin);
        self.changes.insert(before.range().start().into(), line);
    }

    /// The name of `typing.Any` here.
    fn any(&mut self) -> String {
        if let Some(name) = &self.any {
            return name.clone();
        }
        let imported = self.module.body().iter().any(|statement| {
            matches!(statement, Stmt::ImportFrom(import)
                if import.level == 0
                    && import.module.as_deref() == Some("typing")
                    && import.names.iter().any(|alias| alias.name.as_str() == "Any" && alias.asname.is_none()))
        });
        if imported {
            return "Any".to_owned();
        }
        let name = self.names.of_module("Any");
        self.any = Some(name.clone());
        name
    }

    fn margin(&self, indent: &str) -> Margin {
        Margin {
            indent: indent.to_owned(),
            unit: self.module.style.indent.clone(),
            width: usize::from(self.options.line_length),
        }
    }

    /// Calls whose value can't be told, and those that nothing was made of.
    fn left_over(&mut self) {
        for call in &self.serial.calls {
            if call.is_open || !self.done.contains(&call.span) {
                self.diagnostics.push(diagnostics::open(self.module.place(call.span)));
            }
        }
    }

    /// What stands before `offset` on its line, if that is blank.
    fn indent_at(&self, offset: u32) -> Option<&'a str> {
        let before = self.module.slice(Span::new(self.module.lines.line_start(offset), offset));
        before.trim().is_empty().then_some(before)
    }
}

impl<'a> Visitor<'a> for Speller<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(def) => {
                let start = u32::from(def.range().start());
                let markers = &self.summary.markers.synchronized;
                match markers.iter().any(|marked| marked.def == start) {
                    true => self.synchronized(def),
                    false => walk_stmt(self, statement),
                }
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_decorator(&mut self, _: &'a Decorator) {}
}
