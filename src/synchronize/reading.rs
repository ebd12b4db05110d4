//! What the text of a serial function mentions and calls, by place, and which of its variables are its own alone.
//!
//! Must not know what becomes of a call.

use std::collections::{BTreeMap, BTreeSet};

use super::alias::Links;
use crate::python::ast::visitor::{Visitor, walk_comprehension, walk_expr, walk_stmt};
use crate::python::ast::{Comprehension, Expr, ExprCall, ExprContext, ExprName, Stmt, StmtFunctionDef};
use crate::python::{Ranged, span_of};
use crate::text::Span;

/// A name in the text.
#[derive(Clone, Debug)]
pub(super) struct Mention<'a> {
    pub(super) name: &'a str,
    pub(super) at: Span,
    /// Whether it is bound or unbound there.
    pub(super) is_bound: bool,
    /// `name.attribute`
    pub(super) attribute: Option<&'a str>,
    /// Whether that is called.
    pub(super) is_method: bool,
    /// Whether the object may get another name there.
    pub(super) escapes: bool,
    /// Whether the object may be changed there, as far as the text tells.
    pub(super) is_changed: bool,
}

/// A call in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Called {
    pub(super) at: Span,
    /// Whether it is one of a builtin function that only looks at what it is given.
    pub(super) is_harmless: bool,
}

/// The text of one function, functions in it included.
#[derive(Debug, Default)]
pub(super) struct Reading<'a> {
    pub(super) mentions: Vec<Mention<'a>>,
    pub(super) calls: Vec<Called>,
    /// Names that functions and classes in it use, or that are not its own.
    pub(super) shared: BTreeSet<&'a str>,
    /// Code in which a variable is bound by the loop around it.
    looped: Vec<(Span, &'a str)>,
    /// Its loops.
    loops: Vec<Span>,
    /// Its parameters.
    parameters: BTreeSet<&'a str>,
    /// Which of its variables may reach one object.
    pub(super) links: Links<'a>,
    /// Values that its names are bound to; `None` for one that is not written there.
    bound: BTreeMap<&'a str, Vec<Option<&'a Expr>>>,
}

/// Methods that give a view of their object.
const VIEWS: [&str; 3] = ["items", "keys", "values"];

/// Builtin functions that only look at what they are given, as far as containers are concerned.
const HARMLESS: [&str; 22] = [
    "abs",
    "all",
    "any",
    "bool",
    "dict",
    "enumerate",
    "float",
    "int",
    "isinstance",
    "len",
    "list",
    "max",
    "min",
    "print",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "tuple",
];

/// Builtin functions that make a new object.
const MAKERS: [&str; 6] = ["dict", "float", "int", "list", "set", "str"];

impl<'a> Reading<'a> {
    /// Reads `def`; `own` are the names of the module, none of which is a builtin's, and `started` the calls of concurrent functions.
    pub(super) fn of(def: &'a StmtFunctionDef, own: &BTreeSet<&str>, started: BTreeSet<Span>) -> Reading<'a> {
        let reading = Reading { links: Links::new(started), ..Reading::default() };
        let mut reader = Reader { reading, own, depth: 0, changed: false };
        for parameter in def.parameters.iter() {
            reader.reading.parameters.insert(parameter.name().as_str());
        }
        reader.visit_body(&def.body);
        let mut reading = reader.reading;
        reading.mentions.sort_by_key(|mention| mention.at);
        reading
    }

    /// The mentions in `span` and in none of `but`.
    pub(super) fn within<'r>(
        &'r self,
        span: Span,
        but: &'r [Span],
    ) -> impl Iterator<Item = &'r Mention<'a>> + 'r {
        let first = self.mentions.partition_point(|mention| mention.at.start < span.start);
        self.mentions[first..]
            .iter()
            .take_while(move |mention| mention.at.start < span.end)
            .filter(move |mention| but.iter().all(|part| !part.contains(mention.at)))
    }

    /// Whether code outside of `span` may see the variable as the code there leaves it.
    pub(super) fn is_seen_outside(&self, name: &str, span: Span) -> bool {
        let is_bound_anew = |at: Span| {
            self.looped
                .iter()
                .any(|(code, bound)| *bound == name && code.contains(at) && !code.contains(span))
        };
        let mut others =
            self.mentions.iter().filter(|mention| mention.name == name && !span.contains(mention.at));
        !self.is_own(name) || others.any(|mention| !mention.is_bound && !is_bound_anew(mention.at))
    }

    /// Where the outermost loop around `span` ends, or `span` starts where there is none: what comes later is done later.
    pub(super) fn end_around(&self, span: Span) -> u32 {
        let around = self.loops.iter().filter(|around| around.contains(span));
        around.map(|around| around.end).max().unwrap_or(span.start)
    }

    /// Whether `name` is a variable of the function alone.
    pub(super) fn is_own(&self, name: &str) -> bool {
        !self.shared.contains(name) && (self.bound.contains_key(name) || self.parameters.contains(name))
    }

    /// Whether what `name` names up to `until` was made here and has no other name.
    pub(super) fn is_fresh(&self, name: &str, until: u32) -> bool {
        let is_made = |value: &Option<&Expr>| value.is_some_and(is_made);
        self.is_own(name)
            && !self.parameters.contains(name)
            && self.bound.get(name).is_some_and(|values| values.iter().all(is_made))
            && !self
                .mentions
                .iter()
                .any(|mention| mention.name == name && mention.at.start < until && mention.escapes)
    }
}

/// Whether an expression makes a new object.
fn is_made(value: &Expr) -> bool {
    match value {
        Expr::List(_)
        | Expr::Dict(_)
        | Expr::Set(_)
        | Expr::ListComp(_)
        | Expr::DictComp(_)
        | Expr::SetComp(_)
        | Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_) => true,
        Expr::UnaryOp(node) => is_made(&node.operand),
        Expr::BinOp(node) => is_made(&node.left) && matches!(*node.left, Expr::List(_)),
        Expr::Call(call) => matches!(&*call.func, Expr::Name(name) if MAKERS.contains(&name.id.as_str())),
        _ => false,
    }
}

struct Reader<'a, 'o> {
    reading: Reading<'a>,
    own: &'o BTreeSet<&'o str>,
    /// How many functions and classes are around, the function itself not counted.
    depth: usize,
    /// Whether the target at hand changes an object.
    changed: bool,
}

impl<'a> Reader<'a, '_> {
    fn mention(&mut self, name: &'a ExprName, escapes: bool) -> &mut Mention<'a> {
        let text = name.id.as_str();
        if self.depth > 0 {
            self.reading.shared.insert(text);
        }
        self.reading.mentions.push(Mention {
            name: text,
            at: span_of(name.range()),
            is_bound: name.ctx != ExprContext::Load,
            attribute: None,
            is_method: false,
            escapes: escapes && name.ctx == ExprContext::Load,
            is_changed: self.changed,
        });
        self.reading.mentions.last_mut().expect("one was put in just now")
    }

    /// An expression whose object gets no other name from where it stands.
    fn looked_at(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => {
                self.mention(name, false);
            }
            _ => self.visit_expr(expr),
        }
    }

    fn binds(&mut self, target: &'a Expr, value: Option<&'a Expr>) {
        match target {
            Expr::Name(name) => self.reading.bound.entry(name.id.as_str()).or_default().push(value),
            Expr::Tuple(node) => node.elts.iter().for_each(|target| self.binds(target, None)),
            Expr::List(node) => node.elts.iter().for_each(|target| self.binds(target, None)),
            Expr::Starred(node) => self.binds(&node.value, None),
            _ => {}
        }
    }

    /// A loop binds `target` in the `code`.
    fn loops_over(&mut self, target: &'a Expr, code: &[Span]) {
        match target {
            Expr::Name(name) => {
                self.reading.looped.extend(code.iter().map(|code| (*code, name.id.as_str())));
            }
            Expr::Tuple(node) => node.elts.iter().for_each(|target| self.loops_over(target, code)),
            Expr::List(node) => node.elts.iter().for_each(|target| self.loops_over(target, code)),
            Expr::Starred(node) => self.loops_over(&node.value, code),
            _ => {}
        }
    }

    /// What stands around the first iterable of a comprehension sees the variables of its loops.
    fn comprehends(&mut self, expr: &'a Expr, generators: &'a [Comprehension]) {
        let Some(first) = generators.first() else { return };
        let (whole, iterable) = (span_of(expr.range()), span_of(first.iter.range()));
        let code = [Span::new(whole.start, iterable.start), Span::new(iterable.end, whole.end)];
        generators.iter().for_each(|generator| self.loops_over(&generator.target, &code));
    }

    fn deeper(&mut self, visit: impl FnOnce(&mut Self)) {
        self.depth += 1;
        visit(self);
        self.depth -= 1;
    }

    fn is_harmless(&self, call: &ExprCall) -> bool {
        match &*call.func {
            Expr::Name(name) => HARMLESS.contains(&name.id.as_str()) && !self.own.contains(name.id.as_str()),
            // A view looks at nothing but its own object; what a class of the program does for it, the facts tell.
            Expr::Attribute(view) => VIEWS.contains(&view.attr.as_str()) && call.arguments.is_empty(),
            _ => false,
        }
    }

    fn call(&mut self, expr: &'a Expr) {
        let Expr::Call(call) = expr else { return };
        let is_harmless = self.is_harmless(call);
        self.reading.calls.push(Called { at: span_of(call.range()), is_harmless });
        match &*call.func {
            Expr::Attribute(attribute) if attribute.value.is_name_expr() => {
                if let Expr::Name(name) = &*attribute.value {
                    let mention = self.mention(name, false);
                    mention.attribute = Some(attribute.attr.as_str());
                    mention.is_method = true;
                    mention.is_changed = true;
                }
            }
            Expr::Attribute(_) => {
                let before = std::mem::replace(&mut self.changed, true);
                self.visit_expr(&call.func);
                self.changed = before;
            }
            function => self.looked_at(function),
        }
        for argument in &call.arguments.args {
            self.argument(argument, is_harmless);
        }
        for keyword in &call.arguments.keywords {
            self.argument(&keyword.value, is_harmless);
        }
    }

    fn argument(&mut self, argument: &'a Expr, is_harmless: bool) {
        let before = std::mem::replace(&mut self.changed, !is_harmless);
        match argument {
            argument if is_harmless => self.looked_at(argument),
            argument => self.visit_expr(argument),
        }
        self.changed = before;
    }
}

impl<'a> Visitor<'a> for Reader<'a, '_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(def) => {
                self.reading.shared.insert(def.name.as_str());
                self.deeper(|reader| walk_stmt(reader, statement));
            }
            Stmt::ClassDef(class) => {
                self.reading.shared.insert(class.name.as_str());
                self.deeper(|reader| walk_stmt(reader, statement));
            }
            Stmt::Global(node) => self.reading.shared.extend(node.names.iter().map(|name| name.as_str())),
            Stmt::Nonlocal(node) => self.reading.shared.extend(node.names.iter().map(|name| name.as_str())),
            Stmt::Assign(node) => {
                let one = (node.targets.len() == 1).then_some(&*node.value);
                for target in &node.targets {
                    self.binds(target, one);
                    self.reading.links.bind(target, &node.value);
                    node.targets.iter().for_each(|other| self.reading.links.bind(target, other));
                }
                walk_stmt(self, statement);
            }
            Stmt::AnnAssign(node) => {
                if let Some(value) = &node.value {
                    self.binds(&node.target, Some(value));
                    self.reading.links.bind(&node.target, value);
                    self.visit_expr(value);
                }
                self.visit_expr(&node.target);
            }
            Stmt::AugAssign(node) => {
                if let Expr::Name(name) = &*node.target {
                    self.mention(name, false).is_changed = true;
                } else {
                    self.visit_expr(&node.target);
                }
                self.looked_at(&node.value);
            }
            Stmt::While(node) => {
                self.reading.loops.push(span_of(node.range()));
                walk_stmt(self, statement);
            }
            Stmt::For(node) => {
                if let (Some(first), Some(last)) = (node.body.first(), node.body.last()) {
                    let code = span_of(first.range()).cover(span_of(last.range()));
                    self.loops_over(&node.target, &[code]);
                }
                self.reading.loops.push(span_of(node.range()));
                self.binds(&node.target, None);
                self.reading.links.bind(&node.target, &node.iter);
                self.looked_at(&node.iter);
                self.visit_expr(&node.target);
                self.visit_body(&node.body);
                self.visit_body(&node.orelse);
            }
            Stmt::With(node) => {
                for item in &node.items {
                    if let Some(target) = item.optional_vars.as_deref() {
                        self.binds(target, None);
                        self.reading.links.bind(target, &item.context_expr);
                    }
                }
                walk_stmt(self, statement);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_comprehension(&mut self, comprehension: &'a Comprehension) {
        if let Expr::Name(name) = &comprehension.iter {
            self.mention(name, false);
            self.visit_expr(&comprehension.target);
            comprehension.ifs.iter().for_each(|test| self.visit_expr(test));
        } else {
            walk_comprehension(self, comprehension);
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::ListComp(node) => self.comprehends(expr, &node.generators),
            Expr::SetComp(node) => self.comprehends(expr, &node.generators),
            Expr::DictComp(node) => self.comprehends(expr, &node.generators),
            Expr::Generator(node) => self.comprehends(expr, &node.generators),
            _ => {}
        }
        match expr {
            Expr::Name(name) => {
                self.mention(name, true);
            }
            Expr::Call(_) => self.call(expr),
            Expr::Attribute(node) => {
                let is_target = node.ctx != ExprContext::Load;
                let before = self.changed;
                self.changed |= is_target;
                match &*node.value {
                    Expr::Name(name) => {
                        self.mention(name, false).attribute = Some(node.attr.as_str());
                    }
                    value => self.visit_expr(value),
                }
                self.changed = before;
            }
            Expr::Subscript(node) => {
                let is_target = node.ctx != ExprContext::Load;
                let before = self.changed;
                self.changed |= is_target;
                self.looked_at(&node.value);
                self.changed = false;
                self.visit_expr(&node.slice);
                self.changed = before;
            }
            Expr::Compare(node) => {
                self.looked_at(&node.left);
                node.comparators.iter().for_each(|operand| self.looked_at(operand));
            }
            Expr::Lambda(_) => self.deeper(|reader| walk_expr(reader, expr)),
            Expr::Named(node) => {
                self.binds(&node.target, Some(&node.value));
                self.reading.links.bind(&node.target, &node.value);
                walk_expr(self, expr);
            }
            _ => walk_expr(self, expr),
        }
    }
}
