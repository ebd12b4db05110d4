//! Where the signature of a function stands, and its parameters as the body has them and as a call forwards them.
//!
//! ```python
//! def f(a, /, b: int = 1, *args, k=None, **kwargs): ...     # the wrapper
//! def _f_body(a, /, b: int, *args, k, **kwargs): ...        # the body: defaults are evaluated once, by the wrapper
//! _executor.submit(_f_body, a, b, *args, k=k, **kwargs)     # the call
//! ```

use super::Weaver;
use crate::python::ast::token::TokenKind;
use crate::python::ast::{self, Expr};
use crate::python::{Module, Ranged, span_of};

/// The places of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Signature {
    /// Offset of `def`.
    pub(super) start: u32,
    /// Offset behind the colon.
    pub(super) end: u32,
}

impl Signature {
    /// Finds the signature of `def`.
    pub(super) fn of(module: &Module, def: &ast::StmtFunctionDef) -> Signature {
        let tokens = module.tokens();
        let name = tokens.partition_point(|token| token.start() < def.name.start());
        let keyword = tokens[..name].iter().rev().find(|token| token.kind() == TokenKind::Def);
        let behind = def.returns.as_ref().map_or(def.parameters.end(), |returns| returns.end());
        let after = tokens.partition_point(|token| token.start() < behind);
        let colon = tokens[after..].iter().find(|token| token.kind() == TokenKind::Colon);
        Signature {
            start: keyword.map_or(def.start(), |token| token.start()).into(),
            end: colon.map_or(behind, |token| token.end()).into(),
        }
    }
}

/// How a parameter is left out of what is written: by none, or the first one, which is bound already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Receiver {
    /// All are forwarded.
    Forwarded,
    /// The first one is bound by the attribute access.
    Bound,
}

/// Whether the parameters of a body have defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Defaults {
    /// They are left to the wrapper, which passes every argument.
    Dropped,
    /// The body is called as the function was.
    Kept,
}

/// The parameters of the body: as written, with or without defaults.
pub(super) fn parameters(weaver: &Weaver<'_>, parameters: &ast::Parameters, defaults: Defaults) -> String {
    let mut items = Vec::new();
    let plain = |parameter: &ast::ParameterWithDefault| {
        let written = written(weaver, "", &parameter.parameter);
        match &parameter.default {
            Some(default) if defaults == Defaults::Kept => {
                let equals = if parameter.parameter.annotation.is_some() { " = " } else { "=" };
                format!("{written}{equals}{}", expression(weaver, default))
            }
            _ => written,
        }
    };
    items.extend(parameters.posonlyargs.iter().map(plain));
    if !parameters.posonlyargs.is_empty() {
        items.push("/".to_owned());
    }
    items.extend(parameters.args.iter().map(plain));
    match &parameters.vararg {
        Some(rest) => items.push(written(weaver, "*", rest)),
        None if !parameters.kwonlyargs.is_empty() => items.push("*".to_owned()),
        None => {}
    }
    items.extend(parameters.kwonlyargs.iter().map(plain));
    items.extend(parameters.kwarg.iter().map(|rest| written(weaver, "**", rest)));
    items.join(", ")
}

fn written(weaver: &Weaver<'_>, stars: &str, parameter: &ast::Parameter) -> String {
    let name = &parameter.name;
    match &parameter.annotation {
        Some(annotation) => format!("{stars}{name}: {}", expression(weaver, annotation)),
        None => format!("{stars}{name}"),
    }
}

/// The text of an annotation, in parentheses where it needs them, its line ends as `\n`.
pub(super) fn expression(weaver: &Weaver<'_>, annotation: &Expr) -> String {
    let text = weaver.slice(annotation).replace("\r\n", "\n").replace('\r', "\n");
    match annotation {
        Expr::Named(_) | Expr::Yield(_) | Expr::YieldFrom(_) => format!("({text})"),
        _ if text.contains('\n') && span_is_open(annotation) => format!("({text})"),
        _ => text,
    }
}

/// Whether a line end in `annotation` may stand outside its own brackets.
fn span_is_open(annotation: &Expr) -> bool {
    matches!(
        annotation,
        Expr::BinOp(_)
            | Expr::BoolOp(_)
            | Expr::Compare(_)
            | Expr::If(_)
            | Expr::Attribute(_)
            | Expr::StringLiteral(_)
    )
}

/// The arguments that forward `parameters` in code inside `class`, whose private names Python spells otherwise.
pub(super) fn arguments(parameters: &ast::Parameters, receiver: Receiver, class: Option<&str>) -> String {
    let skipped = usize::from(receiver == Receiver::Bound);
    let positional = parameters.posonlyargs.iter().chain(&parameters.args);
    let mut items: Vec<String> =
        positional.clone().skip(skipped).map(|parameter| parameter.parameter.name.to_string()).collect();
    let rest_is_receiver = skipped == 1 && positional.count() == 0;
    if let Some(rest) = &parameters.vararg {
        items.push(format!("*{}{}", rest.name, if rest_is_receiver { "[1:]" } else { "" }));
    }
    let keywords = parameters.kwonlyargs.iter().map(|parameter| parameter.parameter.name.as_str());
    items.extend(keywords.map(|name| format!("{}={name}", mangled(name, class))));
    items.extend(parameters.kwarg.iter().map(|rest| format!("**{}", rest.name)));
    items.join(", ")
}

/// What Python makes of the parameter `name` in `class`. It does so for variables, but not for the keywords of a call.
fn mangled(name: &str, class: Option<&str>) -> String {
    let class = class.map(|class| class.trim_start_matches('_')).filter(|class| !class.is_empty());
    match class {
        Some(class) if name.starts_with("__") && !name.ends_with("__") => format!("_{class}{name}"),
        _ => name.to_owned(),
    }
}

/// The expression for what a method is bound to: its first parameter.
pub(super) fn receiver(parameters: &ast::Parameters) -> Option<String> {
    let first = parameters.posonlyargs.first().or(parameters.args.first());
    match (first, &parameters.vararg) {
        (Some(first), _) => Some(first.parameter.name.to_string()),
        (None, Some(rest)) => Some(format!("{}[0]", rest.name)),
        (None, None) => None,
    }
}

/// Where a node stands.
pub(super) fn starts(node: &impl Ranged) -> u32 {
    span_of(node.range()).start
}
/// Whether the types of `*args` are many at once: `*args: P.args`, `*args: *Ts`, `*args: Unpack[Ts]`. mypy can't infer what a
/// function gives that takes another one's parameters, and is generic in them, when that is itself handed on.
pub(super) fn has_variadic_types(parameters: &ast::Parameters) -> bool {
    let annotation = parameters.vararg.as_ref().and_then(|vararg| vararg.annotation.as_deref());
    match annotation {
        Some(Expr::Starred(_)) => true,
        Some(Expr::Attribute(attribute)) => attribute.attr.as_str() == "args",
        Some(Expr::Subscript(subscript)) => match &*subscript.value {
            Expr::Name(name) => name.id.as_str() == "Unpack",
            Expr::Attribute(attribute) => attribute.attr.as_str() == "Unpack",
            _ => false,
        },
        _ => false,
    }
}
