//! Launches: the statement of a wrapper that starts its body and returns the future.
//!
//! ```python
//! return _executor.submit(_record_body, page, n)             # a pool of the module
//! return _spawn(_record_body, page, n)                       # a thread a call
//! return _executor.submit(self.__deposit_body, amount)       # a method, by its private name
//! ```

use super::Weaver;
use super::decorators::{BodySignature, Decorators};
use super::layout::Margin;
use super::signature::{self, Receiver};
use super::template;
use crate::plan::{Launch, LaunchKind};
use crate::python::ast;
use crate::summary::{Function, MethodKind};

/// How a body is named in a call, and with what.
struct Call {
    /// `_record_body`, `self.__deposit_body`
    body: String,
    /// `page, n`
    arguments: String,
}

/// The statement, laid out, with its line end.
pub(super) fn submit(
    weaver: &Weaver<'_>,
    def: &ast::StmtFunctionDef,
    decorators: &Decorators,
    launch: &Launch,
    margin: &Margin,
) -> String {
    let call = call(weaver, def, decorators, launch);
    let (template, starter) = match launch.kind {
        LaunchKind::Pool(pool) => {
            let name = weaver.plan.pools.get(pool.0 as usize).map_or("", |pool| pool.name.as_str());
            (template::WRAPPER_POOL, name.to_owned())
        }
        LaunchKind::Executor(expression) => {
            (template::WRAPPER_POOL, weaver.module.slice(expression).to_owned())
        }
        LaunchKind::Thread { .. } | LaunchKind::Stub => (template::WRAPPER_THREAD, String::new()),
    };
    let holes = [("EXECUTOR", starter.as_str()), ("BODY", &call.body), ("ARGUMENTS", &call.arguments)];
    template::suite(template, &holes, margin)
}

fn call(weaver: &Weaver<'_>, def: &ast::StmtFunctionDef, decorators: &Decorators, launch: &Launch) -> Call {
    let facts = weaver.summary.functions.get(launch.function.0 as usize);
    let method = facts.map_or(MethodKind::None, |facts| facts.method);
    let receiver = signature::receiver(&def.parameters);
    let is_private = launch.body_name.starts_with("__");
    let (owner, bound) = match (method, receiver) {
        (MethodKind::None, _) => (None, Receiver::Forwarded),
        (
            MethodKind::Instance | MethodKind::Class | MethodKind::Property | MethodKind::Setter,
            Some(receiver),
        ) if is_private => (Some(receiver), Receiver::Bound),
        (MethodKind::Class, Some(receiver)) => (Some(receiver), Receiver::Bound),
        _ => (facts.map(|facts| class_path(weaver, facts)), Receiver::Forwarded),
    };
    let body = owner.map_or(launch.body_name.clone(), |owner| format!("{owner}.{}", launch.body_name));
    let arguments = match decorators.body_signature {
        BodySignature::AsWritten => signature::arguments(&def.parameters, bound),
        BodySignature::Unknown => "*args, **kwargs".to_owned(),
    };
    Call { body, arguments }
}

/// The expression for the class of a method, inside that method: `Outer.Inner`.
fn class_path(weaver: &Weaver<'_>, facts: &Function) -> String {
    let class = facts.class.and_then(|class| weaver.summary.classes.get(class.0 as usize));
    let path = class.map_or("", |class| class.qualname.as_str());
    path.rsplit("<locals>.").next().unwrap_or(path).to_owned()
}
