//! A module and a plan written by hand, for the tests of forms. All statements are the module's own.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::{Indent, Weaver, block};
use crate::options::Options;
use crate::plan::{
    Form, Hoist, InPlaceCall, InPlaceSpelling, Lock, LockId, LockSource, ModulePlan, Point, Section, Split,
};
use crate::python::ast::Stmt;
use crate::python::ast::token::TokenKind;
use crate::python::ast::visitor::{self, Visitor};
use crate::python::{AtomicBlock, Module, Ranged, parse, span_of};
use crate::summary::{
    Block, Function, FunctionId, FunctionKind, MethodKind, ModuleSummary, Statement, StatementId,
    StatementKind, Suspends,
};
use crate::text::{Edits, FileId, Span};

pub(super) struct Fixture {
    module: Module,
    summary: ModuleSummary,
    plan: ModulePlan,
}

impl Fixture {
    pub(super) fn new(source: &str) -> Fixture {
        let module = parse(FileId(0), source.to_owned()).unwrap();
        let mut starts = Starts(Vec::new());
        starts.visit_body(module.body());
        let statements = starts
            .0
            .into_iter()
            .map(|span| Statement { span, kind: StatementKind::Simple, events: Vec::new() })
            .collect();
        let names = module.tokens().iter().filter(|token| token.kind() == TokenKind::Name);
        let mut identifiers: Vec<String> =
            names.map(|token| module.slice(span_of(token.range())).to_owned()).collect();
        identifiers.sort();
        let summary =
            ModuleSummary { functions: vec![code(statements)], identifiers, ..ModuleSummary::default() };
        Fixture { module, summary, plan: ModulePlan::default() }
    }

    /// A section over the parts `first` to `last`, each the start of a statement's text and a part of it.
    pub(super) fn section(
        mut self,
        form: Form,
        first: (&str, u32),
        last: (&str, u32),
        locks: &[&str],
    ) -> Fixture {
        let locks = locks.iter().map(|name| self.lock(name)).collect();
        let section = Section {
            function: FunctionId(0),
            first: self.point(first),
            last: self.point(last),
            locks,
            objects: Default::default(),
            form,
            releases: Vec::new(),
        };
        self.plan.sections.push(section);
        self
    }

    /// A section over one whole statement.
    pub(super) fn around(self, form: Form, statement: &str, locks: &[&str]) -> Fixture {
        self.section(form, (statement, 0), (statement, 0), locks)
    }

    /// A release in the last section.
    pub(super) fn release(mut self, statement: &str, part: u32) -> Fixture {
        let point = self.point((statement, part));
        self.plan.sections.last_mut().unwrap().releases.push(point);
        self
    }

    /// The hoists of a statement: expression and name.
    pub(super) fn split(mut self, statement: &str, hoists: &[(&str, &str)]) -> Fixture {
        let id = self.point((statement, 0)).statement;
        let start = self.summary.functions[0].statements[id.0 as usize].span.start;
        let hoists = hoists
            .iter()
            .map(|(text, name)| Hoist {
                expression: self.find(text, start),
                name: (*name).to_owned(),
                form: Default::default(),
            })
            .collect();
        self.plan.splits.push(Split { function: FunctionId(0), statement: id, hoists });
        self
    }

    /// Takes the parentheses, by which the hoists of the last split were found, off them.
    pub(super) fn inner_hoists(mut self) -> Fixture {
        for hoist in &mut self.plan.splits.last_mut().unwrap().hoists {
            hoist.expression = Span::new(hoist.expression.start + 1, hoist.expression.end - 1);
        }
        self
    }

    /// `g(x).result()`, its call, its callee and the body's name.
    pub(super) fn in_place(mut self, expression: &str, call: &str, callee: &str, body: &str) -> Fixture {
        let expression = self.find(expression, 0);
        let call = self.find(call, expression.start);
        let callee = self.find(callee, call.start);
        self.plan.in_place.push(InPlaceCall {
            expression,
            call,
            callee,
            body_name: body.to_owned(),
            spelling: InPlaceSpelling::Waited,
        });
        self
    }

    /// Makes a lock the user's.
    pub(super) fn user_lock(mut self, name: &str) -> Fixture {
        let lock = self.plan.locks.iter_mut().find(|lock| lock.name == name).unwrap();
        lock.source = LockSource::User(Span::default());
        self
    }

    /// Makes a lock a table of locks, of which the last section takes those of `objects`.
    pub(super) fn of_objects(mut self, name: &str, objects: &[&str]) -> Fixture {
        let id = self.lock(name);
        self.plan.locks[id.0 as usize].source = LockSource::PerObject;
        let objects = objects.iter().map(|object| (*object).to_owned()).collect();
        self.plan.sections.last_mut().unwrap().objects.insert(id, objects);
        self
    }

    /// Makes a lock a local variable of the function whose text starts so.
    pub(super) fn local_lock(mut self, name: &str, function: &str) -> Fixture {
        let span = self.find(function, 0);
        let facts = Function { span, ..code(Vec::new()) };
        self.summary.functions.push(facts);
        let function = FunctionId(self.summary.functions.len() as u32 - 1);
        let lock = self.lock(name);
        self.plan.locks[lock.0 as usize].source = LockSource::Local(function);
        self
    }

    /// Makes the statement one of our `with atomic:` blocks.
    pub(super) fn atomic_block(mut self, statement: &str) -> Fixture {
        let id = self.point((statement, 0)).statement;
        let with = self.summary.functions[0].statements[id.0 as usize].span.start;
        self.summary.markers.atomic_blocks.push(AtomicBlock { with });
        self
    }

    /// Where each statement starts.
    pub(super) fn starts(&self) -> Vec<u32> {
        self.summary.functions[0].statements.iter().map(|at| at.span.start).collect()
    }

    /// A section from the statement that starts at `first` to the one that starts at `last`.
    pub(super) fn section_at(mut self, form: Form, first: u32, last: u32, lock: &str) -> Fixture {
        let starts = self.starts();
        let point = |offset| {
            let statement = starts.iter().position(|start| *start == offset).unwrap();
            Point { statement: StatementId(statement as u32), part: 0 }
        };
        let (first, last) = (point(first), point(last));
        let (locks, function) = (vec![self.lock(lock)], FunctionId(0));
        self.plan.sections.push(Section {
            function,
            first,
            last,
            locks,
            objects: Default::default(),
            form,
            releases: Vec::new(),
        });
        self
    }

    /// The module woven; it must parse.
    pub(super) fn woven(&self) -> String {
        let text = &self.module.text;
        let options = Options::default();
        let weaver = Weaver::new(&self.module, &self.summary, &self.plan, &options);
        let span = Span::new(0, text.len() as u32);
        let indent = Indent { from: String::new(), to: String::new() };
        let mut edits = Edits::new(self.module.string_spans());
        edits.push(span, block::suite(&weaver, self.module.body(), &indent, span));
        let woven = edits.apply(text, self.module.style.newline).unwrap().text;
        let parsed = parse(FileId(0), woven.clone());
        assert!(parsed.is_ok(), "{woven}\n{:?}", parsed.err());
        woven
    }

    fn lock(&mut self, name: &str) -> LockId {
        let known = self.plan.locks.iter().position(|lock| lock.name == name);
        let at = known.unwrap_or_else(|| {
            self.plan.locks.push(Lock { name: name.to_owned(), guards: Vec::new(), source: LockSource::Own });
            self.plan.locks.len() - 1
        });
        LockId(at as u32)
    }

    fn point(&self, (text, part): (&str, u32)) -> Point {
        let statements = &self.summary.functions[0].statements;
        let found = statements.iter().position(|at| self.module.slice(at.span).starts_with(text));
        Point { statement: StatementId(found.unwrap_or_else(|| panic!("no statement {text}")) as u32), part }
    }

    fn find(&self, text: &str, from: u32) -> Span {
        let at = self.module.text[from as usize..].find(text).unwrap() as u32 + from;
        Span::new(at, at + text.len() as u32)
    }
}

/// Statements, an `elif` as its own.
struct Starts(Vec<Span>);

impl<'a> Visitor<'a> for Starts {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.0.push(span_of(stmt.range()));
        if let Stmt::If(stmt) = stmt {
            let elifs = stmt.elif_else_clauses.iter().filter(|clause| clause.test.is_some());
            self.0.extend(elifs.map(|clause| span_of(clause.range)));
        }
        visitor::walk_stmt(self, stmt);
    }
}

fn code(statements: Vec<Statement>) -> Function {
    Function {
        name: "<module>".to_owned(),
        qualname: String::new(),
        span: Span::default(),
        name_span: Span::default(),
        kind: FunctionKind::Module,
        parent: None,
        class: None,
        method: MethodKind::None,
        suspends: Suspends::Never,
        params: Vec::new(),
        returns: None,
        decorators: Vec::new(),
        marker: None,
        serial: crate::options::Switch::Off,
        locals: Vec::new(),
        statements,
        body: Block::default(),
    }
}
