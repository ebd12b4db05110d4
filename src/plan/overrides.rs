//! LW404: a concurrent method over a plain one, or the other way round. Must not know where either is called.

use super::Inputs;
use crate::diagnostics::{Code, Diagnostic};
use crate::program::{FunctionKey, Program};
use crate::summary::{Function, TypeRef};

/// One diagnostic for each pair of which only one gives a future.
pub(super) fn overrides(program: &Program, inputs: &Inputs<'_>) -> Vec<Diagnostic> {
    let differs = |(method, above): &&(FunctionKey, FunctionKey)| {
        let (method, above) = (inputs.function(*method), inputs.function(*above));
        // Only where bodies are marked there is anything to say: a plain method may well give a future of its own making.
        let is_marked = method.concurrent().is_some() || above.concurrent().is_some();
        is_marked && gives_future(method) != gives_future(above)
    };
    program
        .overrides
        .iter()
        .filter(differs)
        .map(|(method, above)| differing(inputs, *method, *above))
        .collect()
}

fn gives_future(function: &Function) -> bool {
    function.gives_its_future()
        || function.concurrent().is_none() && function.returns.as_ref().is_some_and(TypeRef::is_future)
}

fn differing(inputs: &Inputs<'_>, method: FunctionKey, above: FunctionKey) -> Diagnostic {
    let name = |key: FunctionKey| inputs.function(key).qualname.as_str();
    let place = |key: FunctionKey| inputs.place(key.module, inputs.function(key).name_span);
    let (one, other) = match inputs.function(method).gives_its_future() {
        true => ("is concurrent", "gives the value itself"),
        false => ("gives the value itself", "is concurrent"),
    };
    let message = format!("`{}` {one} and overrides `{}`, which {other}", name(method), name(above));
    Diagnostic::new(Code::LW404, message, place(method), one)
        .with_label(place(above), other)
        .with_help(
            "mark both or neither, so that callers know what they get; a plain method that gives a future says so: `-> Future[...]`",
        )
}
