//! The arguments of `@concurrent(...)`, read and checked. Must not know whether the locations that they name exist.

use rustpython_ast::{Expr, ExprCall, Keyword};
use rustpython_text_size::Ranged;

use super::diagnostics::{listed, nearest};
use super::marker::{ConcurrentArguments, HeldFor, NamedLocation, NamedLock};
use super::module::{Module, span_of};
use crate::diagnostics::{Code, Diagnostic};
use crate::options::Switch;
use crate::text::{Place, Span};

/// The keywords that there are.
const KEYWORDS: [&str; 11] = [
    "globals",
    "locks",
    "unlocked",
    "scope",
    "workers",
    "name",
    "daemon",
    "executor",
    "context",
    "on_error",
    "transparent",
];

/// Reads the arguments of `call`; what is wrong with them goes to `diagnostics`.
pub(super) fn concurrent_arguments(
    module: &Module,
    call: &ExprCall,
    diagnostics: &mut Vec<Diagnostic>,
) -> ConcurrentArguments {
    let mut reader = Reader { module, diagnostics, read: ConcurrentArguments::default(), given: Vec::new() };
    reader.positional(&call.arguments.args);
    for keyword in &call.arguments.keywords {
        reader.keyword(keyword);
    }
    reader.exclusions();
    reader.read
}

struct Reader<'a> {
    module: &'a Module,
    diagnostics: &'a mut Vec<Diagnostic>,
    read: ConcurrentArguments,
    /// What was given and where; positional names under the empty name.
    given: Vec<(String, Span)>,
}

impl Reader<'_> {
    fn place(&self, node: &impl Ranged) -> Place {
        self.module.place(span_of(node.range()))
    }

    fn wrong(&mut self, node: &impl Ranged, message: &str, label: &str, help: &str) {
        let place = self.place(node);
        self.diagnostics.push(Diagnostic::new(Code::LW102, message, place, label).with_help(help));
    }

    fn positional(&mut self, arguments: &[Expr]) {
        let Some(first) = arguments.first() else { return };
        self.given.push((String::new(), span_of(first.range())));
        let names = arguments.iter().filter_map(|argument| self.location(argument)).collect();
        self.read.globals = Some(names);
    }

    fn keyword(&mut self, keyword: &Keyword) {
        let Some(name) = &keyword.arg else {
            return self.wrong(
                keyword,
                "`**` in the arguments of `@concurrent`",
                "can't be read before the program runs",
                "write the arguments out, each by its name",
            );
        };
        self.given.push((name.to_string(), span_of(keyword.range())));
        let value = &keyword.value;
        match name.as_str() {
            "globals" => self.read.globals = Some(self.locations("globals", value)),
            "unlocked" => self.read.unlocked = self.locations("unlocked", value),
            "locks" => self.locks(value),
            "scope" => self.scope(value),
            "workers" => self.workers(value),
            "name" => self.read.name = self.thread_name(value),
            "daemon" => self.read.daemon = self.daemon(value),
            "executor" => self.read.executor = self.executor(value),
            "context" => self.read.context = self.context(value),
            "on_error" => self.read.log_errors = self.on_error(value),
            "transparent" => self.read.transparent = self.transparent(value),
            _ => self.unknown(keyword, name.as_str()),
        }
    }

    fn unknown(&mut self, keyword: &Keyword, name: &str) {
        let help = match name {
            "at_exit" => {
                "it is a setting of the project: `at-exit = \"cancel\"` under `[tool.lockweave]`".to_owned()
            }
            _ => match nearest(name, &KEYWORDS) {
                Some(near) => format!("did you mean `{near}=`?"),
                None => format!("there are {}", listed(&KEYWORDS)),
            },
        };
        let place = match &keyword.arg {
            Some(name) => self.place(name),
            None => self.place(keyword),
        };
        let message = format!("`@concurrent` has no argument `{name}`");
        self.diagnostics
            .push(Diagnostic::new(Code::LW101, message, place, "unknown argument").with_help(help));
    }

    /// A string that names a location.
    fn location(&mut self, expr: &Expr) -> Option<NamedLocation> {
        let Expr::StringLiteral(string) = expr else {
            let help = match expr {
                Expr::Name(name) => format!("write the name as a string: `\"{}\"`", name.id),
                Expr::Attribute(_) => {
                    format!("write the name as a string: `\"{}\"`", self.module.slice(span_of(expr.range())))
                }
                _ => "write each name as a string: `@concurrent(\"hits\", \"Stats.count\")`".to_owned(),
            };
            self.wrong(expr, "a location is named by a string", "not a string", &help);
            return None;
        };
        let name = string.value.to_str();
        if !is_dotted_name(name) {
            self.wrong(
                expr,
                &format!("`{name}` is not the name of a location"),
                "not a name",
                "name a global (`\"hits\"`), a global of a module (`\"state.total\"`) or a class attribute (`\"Stats.count\"`)",
            );
            return None;
        }
        Some(NamedLocation { name: name.to_owned(), span: span_of(expr.range()) })
    }

    /// `("a", "b")`
    fn locations(&mut self, argument: &str, value: &Expr) -> Vec<NamedLocation> {
        let elements = match value {
            Expr::Tuple(tuple) => &tuple.elts[..],
            Expr::List(list) => &list.elts[..],
            Expr::Set(set) => &set.elts[..],
            Expr::StringLiteral(_) => {
                let written = self.module.slice(span_of(value.range()));
                self.wrong(
                    value,
                    &format!("`{argument}=` is a tuple of names"),
                    "a string: each of its letters would be a name",
                    &format!("add a comma: `{argument}=({written},)`"),
                );
                return Vec::new();
            }
            _ => {
                self.wrong(
                    value,
                    &format!("`{argument}=` is a tuple of names"),
                    "must be written out: it is read before the program runs",
                    &format!("write `{argument}=(\"hits\", \"total\")`"),
                );
                return Vec::new();
            }
        };
        elements.iter().filter_map(|element| self.location(element)).collect()
    }

    fn locks(&mut self, value: &Expr) {
        let Expr::Dict(dict) = value else {
            return self.wrong(
                value,
                "`locks=` is a dict from names to locks",
                "must be written out: it is read before the program runs",
                "write `locks={\"hits\": my_lock}`",
            );
        };
        for item in &dict.items {
            let Some(key) = &item.key else {
                self.wrong(
                    &item.value,
                    "`**` in `locks=`",
                    "can't be read before the program runs",
                    "write the entries out, each with its name",
                );
                continue;
            };
            if let Some(location) = self.location(key) {
                self.read.locks.push(NamedLock {
                    location,
                    expression: span_of(item.value.range()),
                    text: self.module.slice(span_of(item.value.range())).to_owned(),
                });
            }
        }
    }

    fn scope(&mut self, value: &Expr) {
        match value {
            Expr::StringLiteral(string) if string.value.to_str() == "body" => self.read.held_for = HeldFor::Body,
            _ => self.wrong(
                value,
                "`scope=` can only be \"body\"",
                "no such scope",
                "write `scope=\"body\"` to hold the locks for the whole body; leave it out to hold them from first access to last",
            ),
        }
    }

    fn workers(&mut self, value: &Expr) {
        let whole = match value {
            Expr::NumberLiteral(number) => match &number.value {
                rustpython_ast::Number::Int(int) => int.as_u32().is_some_and(|count| count > 0),
                _ => false,
            },
            Expr::NoneLiteral(_) => return,
            other => !is_literal(other) && !matches!(other, Expr::UnaryOp(_)),
        };
        if whole {
            self.read.workers = Some(span_of(value.range()));
            return;
        }
        self.wrong(
            value,
            "`workers=` is a number of threads",
            "not a whole number above zero",
            "write `workers=4`, or an expression that gives the number; leave it out for one that is safe by proof",
        );
    }

    fn thread_name(&mut self, value: &Expr) -> Option<Span> {
        if is_literal(value) && !matches!(value, Expr::StringLiteral(_) | Expr::FString(_)) {
            self.wrong(value, "`name=` is a thread's name", "not a string", "write `name=\"loader\"`");
            return None;
        }
        Some(span_of(value.range()))
    }

    fn daemon(&mut self, value: &Expr) -> Option<Span> {
        if is_literal(value) && !matches!(value, Expr::BooleanLiteral(_)) {
            self.wrong(value, "`daemon=` is a flag", "neither `True` nor `False`", "write `daemon=True`");
            return None;
        }
        Some(span_of(value.range()))
    }

    fn executor(&mut self, value: &Expr) -> Option<Span> {
        if is_literal(value) {
            self.wrong(
                value,
                "`executor=` is an executor",
                "has no `submit`",
                "give an object with `submit`, such as `executor=my_pool` with `my_pool = ThreadPoolExecutor()`",
            );
            return None;
        }
        Some(span_of(value.range()))
    }

    fn context(&mut self, value: &Expr) -> Option<Switch> {
        self.flag("context", value, "write `context=True` to carry contextvars over to the thread")
    }

    fn transparent(&mut self, value: &Expr) -> Switch {
        let help = "write `transparent=True` for calls that give what stands in for the value";
        self.flag("transparent", value, help).unwrap_or_default()
    }

    /// `True` or `False`, written out.
    fn flag(&mut self, argument: &str, value: &Expr, help: &str) -> Option<Switch> {
        if let Expr::BooleanLiteral(flag) = value {
            return Some(if flag.value { Switch::On } else { Switch::Off });
        }
        let message = format!("`{argument}=` is `True` or `False`");
        self.wrong(value, &message, "must be written out: it is read before the program runs", help);
        None
    }

    fn on_error(&mut self, value: &Expr) -> Option<Switch> {
        match value {
            Expr::StringLiteral(string) if string.value.to_str() == "log" => Some(Switch::On),
            Expr::NoneLiteral(_) => Some(Switch::Off),
            _ => {
                self.wrong(
                    value,
                    "`on_error=` can only be \"log\"",
                    "no such way",
                    "write `on_error=\"log\"` to log exceptions that nobody asks a future for",
                );
                None
            }
        }
    }

    fn exclusions(&mut self) {
        self.exclude("", "globals", "give the names once: by position or as `globals=`");
        for other in ["workers", "name", "daemon"] {
            self.exclude("executor", other, "the executor has its own threads: set that up where it is made");
        }
        for other in ["name", "daemon"] {
            let help = "`workers=` shares a pool of threads, `name=` and `daemon=` give each call a thread of its own: choose one";
            self.exclude("workers", other, help);
        }
        self.locked_and_unlocked();
    }

    fn exclude(&mut self, one: &str, other: &str, help: &str) {
        let span_of_given = |name: &str| self.given.iter().find(|given| given.0 == name).map(|given| given.1);
        let (Some(first), Some(second)) = (span_of_given(one), span_of_given(other)) else { return };
        let shown = if one.is_empty() { "names by position".to_owned() } else { format!("`{one}=`") };
        let message = format!("{shown} and `{other}=` exclude each other");
        let diagnostic = Diagnostic::new(Code::LW109, message, self.module.place(second), "both are given")
            .with_label(self.module.place(first), "the other one")
            .with_help(help);
        self.diagnostics.push(diagnostic);
    }

    fn locked_and_unlocked(&mut self) {
        let locks = self.read.locks.iter().map(|lock| &lock.location);
        for location in self.read.globals.iter().flatten().chain(locks) {
            let Some(free) = self.read.unlocked.iter().find(|free| free.name == location.name) else {
                continue;
            };
            let message = format!("`{}` is to be locked and unlocked", location.name);
            let diagnostic =
                Diagnostic::new(Code::LW109, message, self.module.place(free.span), "not to be locked")
                    .with_label(self.module.place(location.span), "to be locked")
                    .with_help("take it out of one of the two");
            self.diagnostics.push(diagnostic);
        }
    }
}

/// Whether `expr` is a literal: its type is plain to see.
fn is_literal(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::NoneLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::FString(_)
            | Expr::Tuple(_)
            | Expr::List(_)
            | Expr::Set(_)
            | Expr::Dict(_)
    )
}

/// `a`, `a.b`, `a.b.c`
fn is_dotted_name(text: &str) -> bool {
    let starts = |c: char| c.is_alphabetic() || c == '_';
    text.split('.')
        .all(|part| part.starts_with(starts) && part.chars().all(|c| c.is_alphanumeric() || c == '_'))
}
