//! LW404: a concurrent method over a plain one, or the other way round. Must not know where either is called.

use super::Inputs;
use crate::diagnostics::{Code, Diagnostic};
use crate::program::{FunctionKey, Override, Program};
use crate::summary::TypeRef;

/// One diagnostic for each pair of which only one gives a future.
pub(super) fn overrides(program: &Program, inputs: &Inputs<'_>) -> Vec<Diagnostic> {
    let gives_future = |key: FunctionKey| {
        let function = inputs.function(key);
        let says_so = function.returns.as_ref().is_some_and(TypeRef::is_future);
        // Without a word of its own, a method may give what it may return.
        let does_so = function.returns.is_none() && program.gives_futures.contains(&key);
        function.gives_its_future() || function.concurrent().is_none() && (says_so || does_so)
    };
    let differs = |pair: &&Override| {
        // Only where bodies are marked there is anything to say: a plain method may well give a future of its own making.
        let is_marked =
            [pair.method, pair.above].into_iter().any(|key| inputs.function(key).concurrent().is_some());
        is_marked && gives_future(pair.method) != gives_future(pair.above)
    };
    program.overrides.iter().filter(differs).map(|pair| differing(inputs, pair)).collect()
}

fn differing(inputs: &Inputs<'_>, pair: &Override) -> Diagnostic {
    let Override { method, above, by } = *pair;
    let name = |key: FunctionKey| inputs.function(key).qualname.as_str();
    let place = |key: FunctionKey| inputs.place(key.module, inputs.function(key).name_span);
    let (one, other) = match inputs.function(method).gives_its_future() {
        true => ("is concurrent", "gives the value itself"),
        false => ("gives the value itself", "is concurrent"),
    };
    let verb = if by.is_some() { "hides" } else { "overrides" };
    let message = format!("`{}` {one} and {verb} `{}`, which {other}", name(method), name(above));
    let diagnostic = match by {
        None => Diagnostic::new(Code::LW404, message, place(method), one),
        Some(class) => {
            let info = &inputs.summary(class.module).classes[class.class.0 as usize];
            let here = inputs.place(class.module, info.name_span);
            Diagnostic::new(Code::LW404, message, here, "inherits both").with_label(place(method), one)
        }
    };
    diagnostic.with_label(place(above), other).with_help(
        "mark both or neither, so that callers know what they get; a plain method that gives a future says so: `-> Future[...]`",
    )
}
