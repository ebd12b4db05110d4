//! What the fields of a dataclass are without an argument: an object of each instance's own, or one for all.
//!
//! ```python
//! moves: list[int] = field(default_factory=list)      # of its own
//! rules: Rules = RULES                                # one for all
//! ```
//! Must not know what happens to it.

use super::library;
use crate::summary::{
    Argument, ArgumentKind, ClassId, Constant, Event, Function, ModuleSummary, Name, Op, Statement,
    StatementKind,
};

/// The attributes of the module's classes whose default may be one object for all instances.
pub(super) fn shared_defaults(summary: &ModuleSummary) -> Vec<(ClassId, &str)> {
    let mut found = Vec::new();
    for (class, index) in summary.classes.iter().zip(0..) {
        let body = &summary.functions[class.body.0 as usize];
        for statement in &body.statements {
            for event in &statement.events {
                if let Op::Store(Name::ClassAttribute(_, name), value) = &event.op
                    && !is_own(summary, statement, value.0)
                {
                    found.push((ClassId(index), name.as_str()));
                }
            }
        }
    }
    found
}

fn op(statement: &Statement, event: u32) -> Option<&Op> {
    statement.events.get(event as usize).map(|event: &Event| &event.op)
}

/// Whether each instance has its own of what the event gives.
fn is_own(summary: &ModuleSummary, statement: &Statement, event: u32) -> bool {
    match op(statement, event) {
        Some(Op::Constant(_) | Op::Word(_)) => true,
        Some(Op::Call(callee, arguments)) => {
            let is_field = match op(statement, callee.0) {
                Some(Op::Load(Name::Global(name)) | Op::Attribute(_, name)) => name == "field",
                _ => false,
            };
            is_field && arguments.iter().all(|argument| is_harmless(summary, statement, argument))
        }
        _ => false,
    }
}

/// Whether an argument of `field` makes no object that instances share.
fn is_harmless(summary: &ModuleSummary, statement: &Statement, argument: &Argument) -> bool {
    match &argument.kind {
        ArgumentKind::Keyword(name) if name == "default" => is_own(summary, statement, argument.value.0),
        ArgumentKind::Keyword(name) if name == "default_factory" => match op(statement, argument.value.0) {
            Some(Op::Load(Name::Global(name))) => {
                library::makes_container(name) && !summary.globals.iter().any(|global| global.name == *name)
            }
            Some(Op::Closure(function, None)) => makes_container(&summary.functions[function.0 as usize]),
            _ => false,
        },
        ArgumentKind::Keyword(_) => true,
        _ => false,
    }
}

/// Whether a lambda gives a new container.
fn makes_container(lambda: &Function) -> bool {
    let [statement] = &lambda.statements[..] else { return false };
    let StatementKind::Return { value: Some(value) } = statement.kind else { return false };
    matches!(op(statement, value.0), Some(Op::Build(kind, _)) if *kind != Constant::Tuple)
}
