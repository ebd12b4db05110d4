//! Decorators of a marked function: ours goes, those above it are the wrapper's, those below it the body's.
//!
//! ```python
//! @app.task            # the wrapper's
//! @staticmethod        # both
//! @concurrent          # gone
//! @retry(3)            # the body's
//! @abstractmethod      # the wrapper's wherever it stands
//! ```

use super::{Weaver, kept};
use crate::python::ast::{self, Expr, Stmt};
use crate::python::{Marking, Module, Ranged, span_of};
use crate::text::{Piece, Span};

/// Which decorators go where, each as the lines that it stands on, with the comments above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Decorators {
    /// The wrapper's.
    pub(super) wrapper: Vec<Span>,
    /// The body's.
    pub(super) body: Vec<Span>,
    /// Those of the body that make a method of it: of no use to a body that is none.
    pub(super) binding: Vec<Span>,
    /// Whether the body can be called with the parameters of the source.
    pub(super) body_signature: BodySignature,
}

/// What a call of the decorated body takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum BodySignature {
    /// What the source says.
    #[default]
    AsWritten,
    /// A decorator of the body may have changed it.
    Unknown,
}

/// Whom a decorator belongs to, whatever its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Wrapper,
    Both,
    ByPlace,
}

impl Decorators {
    /// The same for a body that stands in its wrapper, where it is a plain function.
    pub(super) fn inside_wrapper(&self) -> Decorators {
        let body = self.body.iter().filter(|lines| !self.binding.contains(lines)).copied().collect();
        Decorators { body, ..self.clone() }
    }
}

/// Shares out the decorators of `def`.
pub(super) fn sort(module: &Module, def: &ast::StmtFunctionDef, marking: &Marking) -> Decorators {
    let mut sorted = Decorators::default();
    let mut start = super::signature::starts(def);
    for (at, decorator) in def.decorator_list.iter().enumerate() {
        let end = module.lines.full_line(decorator.end().into()).end;
        let lines = Span::new(start, end);
        start = end;
        if at == marking.position {
            sorted.wrapper.extend(comments_above(module, lines, span_of(decorator.range())));
            sorted.wrapper.extend(comment_behind(module, span_of(decorator.range()).end, lines.end));
            continue;
        }
        let owner = owner(&decorator.expression);
        if owner != Owner::ByPlace || at < marking.position {
            sorted.wrapper.push(lines);
        }
        if owner == Owner::Both || (owner == Owner::ByPlace && at > marking.position) {
            sorted.body.push(lines);
        }
        if owner == Owner::Both {
            sorted.binding.push(lines);
        }
        if owner == Owner::ByPlace && at > marking.position && !keeps_signature(module, &decorator.expression)
        {
            sorted.body_signature = BodySignature::Unknown;
        }
    }
    sorted
}

/// The whole lines between `lines`' start and `decorator`, if there are comments.
fn comments_above(module: &Module, lines: Span, decorator: Span) -> Option<Span> {
    let above = Span::new(lines.start, module.lines.line_start(decorator.start).max(lines.start));
    (!module.slice(above).trim().is_empty()).then_some(above)
}

/// The comment on the marker's line, but one that is for tools and about that line alone.
fn comment_behind(module: &Module, decorator_end: u32, line_end: u32) -> Option<Span> {
    let rest = module.slice(Span::new(decorator_end, line_end));
    let at = rest.find('#')?;
    let said = rest[at..].trim_start_matches('#').trim_start();
    let for_tools = ["type:", "noqa", "pyright:", "lockweave:", "pylint:", "mypy:", "ruff:", "fmt:"];
    let speaks = !for_tools.iter().any(|tool| said.starts_with(tool)) && !said.trim().is_empty();
    speaks.then(|| Span::new(decorator_end + at as u32, line_end))
}

fn owner(decorator: &Expr) -> Owner {
    match last_name(decorator) {
        "staticmethod" | "classmethod" => Owner::Both,
        "abstractmethod" | "override" | "final" | "overload" | "property" | "setter" | "getter"
        | "deleter" | "cached_property" | "abstractproperty" => Owner::Wrapper,
        _ => Owner::ByPlace,
    }
}

fn keeps_signature(module: &Module, decorator: &Expr) -> bool {
    matches!(last_name(decorator), "cache" | "lru_cache" | "no_type_check")
        || promises_signature(module, decorator)
}

/// Whether `decorator` is a function of the module that says to give the type that it takes: `Callable[P, R] -> Callable[P, R]`, or,
/// where it is called itself, `-> Callable[[F], F]`.
fn promises_signature(module: &Module, decorator: &Expr) -> bool {
    let (name, is_called) = match decorator {
        Expr::Name(name) => (name, false),
        Expr::Call(call) => match &*call.func {
            Expr::Name(name) => (name, true),
            _ => return false,
        },
        _ => return false,
    };
    let mut named = module.body().iter().filter_map(|statement| match statement {
        Stmt::FunctionDef(def) if def.name.as_str() == name.id.as_str() => Some(def),
        _ => None,
    });
    let (Some(def), None) = (named.next(), named.next()) else { return false };
    let Some(returns) = &def.returns else { return false };
    let text = |expr: &Expr| module.slice(span_of(expr.range())).to_owned();
    if is_called {
        return takes_what_it_gives(returns, &text);
    }
    let first = def.parameters.posonlyargs.first().or(def.parameters.args.first());
    first.and_then(|first| first.annotation()).is_some_and(|takes| text(takes) == text(returns))
}

/// `Callable[[F], F]`
fn takes_what_it_gives(annotation: &Expr, text: &dyn Fn(&Expr) -> String) -> bool {
    let Expr::Subscript(subscript) = annotation else { return false };
    let Expr::Tuple(parts) = &*subscript.slice else { return false };
    match parts.elts.as_slice() {
        [Expr::List(taken), given] => matches!(taken.elts.as_slice(), [only] if text(only) == text(given)),
        _ => false,
    }
}

/// `b` of `@a.b` and `@a.b(...)`.
fn last_name(decorator: &Expr) -> &str {
    match decorator {
        Expr::Call(call) => last_name(&call.func),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Name(name) => name.id.as_str(),
        _ => "",
    }
}

/// The lines of `decorators`; the first of all starts without its indentation, which stands there already. `next` is the
/// offset of what follows on a line of its own; `indent` is where the lines go.
pub(super) fn pieces(weaver: &Weaver<'_>, decorators: &[Span], next: u32, indent: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for span in decorators {
        let text = weaver.module.slice(*span);
        let start = if pieces.is_empty() { span.start + blank_width(text) } else { span.start };
        // A comment that stood behind the marker has no indentation of its own.
        if !pieces.is_empty() && weaver.module.lines.line_start(start) != start {
            pieces.push(Piece::Generated(indent.to_owned()));
        }
        pieces.push(kept(Span::new(start, span.end)));
    }
    let line = weaver.module.lines.line_start(next);
    // Comments between the last decorator and what follows stand in the lines before it.
    let gap = gap_before(weaver, line);
    if pieces.is_empty() {
        let text = weaver.module.slice(Span::new(gap, next));
        pieces.push(kept(Span::new(gap + blank_width(text), next)));
    } else {
        pieces.push(kept(Span::new(gap, next)));
    }
    pieces
}

/// Start of the run of comment and blank lines right above the line that starts at `line`.
fn gap_before(weaver: &Weaver<'_>, line: u32) -> u32 {
    let lines = &weaver.module.lines;
    let first = lines.line(line);
    let is_gap = |line: &usize| {
        let text =
            Span::new(lines.start(*line), lines.start(line + 1)).slice(&weaver.module.text).trim_start();
        text.is_empty() || text.starts_with('#')
    };
    lines.start(first - (0..first).rev().take_while(is_gap).count())
}

/// Bytes of white space at the start of `text`.
fn blank_width(text: &str) -> u32 {
    (text.len() - text.trim_start().len()) as u32
}
