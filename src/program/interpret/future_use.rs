//! Uses of futures: where the future of a concurrent call is taken for its value, and where a concurrent function is given to
//! somebody who lets go of the futures that it makes.
//!
//! Only what is surely such a future counts: a value that may be something else too is the program's own business. Must not know
//! what is said about it.

use std::collections::BTreeSet;

use super::Walk;
use super::call_here::Candidate;
use crate::program::facts::{CallbackGiven, Duty, PlainUse, Taker};
use crate::program::location::FunctionKey;
use crate::program::value::{Type, Value};
use crate::summary::{
    Argument, ArgumentKind, Event, Name, Op, Operator, ParamKind, StatementId, StatementKind, Suspends,
    TypeRef, ValueId,
};

/// What futures have.
const ATTRIBUTES: [&str; 10] = [
    "result",
    "exception",
    "done",
    "running",
    "cancel",
    "cancelled",
    "add_done_callback",
    "set_result",
    "set_exception",
    "set_running_or_notify_cancel",
];

/// Builtins that take values, and can do nothing with a future.
const TAKES_VALUES: [&str; 31] = [
    "abs",
    "all",
    "any",
    "bin",
    "bool",
    "bytes",
    "chr",
    "complex",
    "divmod",
    "enumerate",
    "float",
    "frozenset",
    "hex",
    "int",
    "iter",
    "len",
    "list",
    "max",
    "min",
    "next",
    "oct",
    "ord",
    "pow",
    "print",
    "range",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "tuple",
];

/// Those that take the values of what they are given.
const TAKES_ELEMENTS: [&str; 5] = ["all", "any", "max", "min", "sum"];

/// Those that call a `key=`.
const TAKES_KEY: [&str; 3] = ["sorted", "max", "min"];

/// Functions and classes of the library that call what they are given and forget what it returns.
const FORGETS: [&str; 7] = [
    "threading.Thread",
    "threading.Timer",
    "_thread.start_new_thread",
    "atexit.register",
    "signal.signal",
    "weakref.finalize",
    "functools.reduce",
];

/// Methods of an event loop that do so.
const LOOP_FORGETS: [&str; 4] = ["call_soon", "call_soon_threadsafe", "call_later", "call_at"];

/// An argument with its place among all.
type Placed<'e> = (usize, &'e Argument);

impl Walk<'_, '_> {
    /// Notes which operands of `event`, the one at hand, are futures that it takes for values, and whether its `value` is one.
    pub(super) fn note_uses(&mut self, event: &Event, value: &Value) {
        if matches!(event.op, Op::Call(..)) && (value.is_started || is_sequence(value)) {
            self.facts.started.insert((self.statement, self.event));
        }
        match &event.op {
            Op::Operate(operator, operands) => self.operands_used(operator, operands),
            Op::InPlace(_, left, right) => {
                self.used(*left, PlainUse::Arithmetic);
                self.used(*right, PlainUse::Arithmetic);
            }
            Op::Item(object, index) => {
                let kind = if index.is_some() { PlainUse::Subscripted } else { PlainUse::Iterated };
                self.used(*object, kind);
                if let Some(index) = index
                    && self.value(*object).is_only(|kind| matches!(kind, Type::List | Type::Tuple))
                {
                    self.used(*index, PlainUse::Index);
                }
            }
            Op::Iterate(value) => self.used(*value, PlainUse::Iterated),
            Op::Enter(value) => self.used(*value, PlainUse::Entered),
            Op::Await(value) => self.used(*value, PlainUse::Awaited),
            Op::Attribute(object, name) if !ATTRIBUTES.contains(&name.as_str()) && !name.starts_with('_') => {
                self.used(*object, PlainUse::Attribute);
            }
            Op::Store(name, value) => self.bound_to(name, *value),
            Op::Call(callee, arguments) => self.given_to_call(*callee, arguments),
            _ => {}
        }
    }

    /// Notes a test of a future, and one that is returned as something else.
    pub(super) fn note_test(&mut self, id: StatementId) {
        let function = self.function;
        match &function.statements[id.0 as usize].kind {
            StatementKind::If { test, .. } | StatementKind::While { test, .. } => {
                self.used(*test, PlainUse::Tested);
            }
            StatementKind::Return { value: Some(value) } if function.suspends == Suspends::Never => {
                if let Some(returns) = &function.returns
                    && self.is_declared_otherwise(self.key.module, returns)
                {
                    self.used(*value, PlainUse::Declared);
                }
            }
            _ => {}
        }
    }

    fn used(&mut self, operand: ValueId, kind: PlainUse) {
        let is_future = |value: &Value| value.is_started && !value.stand_ins.it;
        if self.values.get(operand.0 as usize).is_some_and(is_future) {
            self.facts.plain_uses.entry((self.statement, operand)).or_insert(kind);
        }
    }

    fn operands_used(&mut self, operator: &Operator, operands: &[ValueId]) {
        let kind = match operator.0.as_str() {
            "is" | "is_not" | "slice" | "concat" | "instancecheck" => return,
            "contains" => {
                if let Some(container) = operands.get(1) {
                    self.used(*container, PlainUse::Iterated);
                }
                return;
            }
            "eq" | "ne" => {
                let may_be_future = |operand: &ValueId| {
                    let types = &self.value(*operand).types;
                    let future = |kind: &Type| matches!(kind, Type::Future | Type::Unknown | Type::Own(_));
                    types.is_empty() || types.iter().any(future)
                };
                if operands.iter().all(may_be_future) {
                    return;
                }
                PlainUse::Compared
            }
            "lt" | "le" | "gt" | "ge" => PlainUse::Compared,
            "bool" | "not" => PlainUse::Tested,
            "format" => PlainUse::Formatted,
            _ => PlainUse::Arithmetic,
        };
        operands.iter().for_each(|operand| self.used(*operand, kind));
    }

    /// A future bound to a name that is declared to be something else.
    fn bound_to(&mut self, name: &Name, value: ValueId) {
        let function = self.function;
        let module = self.key.module;
        let annotation = match name {
            Name::Local(local) => function.locals[local.0 as usize].annotation.as_ref(),
            Name::Global(global) => {
                let location = self.knowledge.global(module, global);
                location.and_then(|location| self.knowledge.annotations.get(&location).copied())
            }
            _ => None,
        };
        if annotation.is_some_and(|annotation| self.is_declared_otherwise(module, annotation)) {
            self.used(value, PlainUse::Declared);
        }
    }

    /// Whether a declaration leaves no room for a future.
    fn is_declared_otherwise(&self, module: u32, annotation: &TypeRef) -> bool {
        let (types, _) = self.knowledge.annotated(module, annotation);
        let is_plain = |kind: &Type| {
            let plain = [Type::Immutable, Type::Tuple, Type::List, Type::Dict, Type::Set, Type::Buffer];
            plain.contains(kind)
        };
        let is_hashable = matches!(annotation, TypeRef::Name(Name::Global(name), path)
            if path.last().unwrap_or(name) == "Hashable");
        !types.is_empty() && types.iter().all(is_plain) && !is_hashable
    }

    fn given_to_call(&mut self, callee: ValueId, arguments: &[Argument]) {
        self.used(callee, PlainUse::Called);
        let concerns = |argument: &Argument| {
            let value = self.value(argument.value);
            let callable = |kind: &Type| matches!(kind, Type::Function(_));
            value.is_started
                || value.holds_started
                || !value.bound.is_empty()
                || value.types.iter().any(callable)
        };
        if !arguments.iter().any(concerns) {
            return;
        }
        let target = self.value(callee).clone();
        let (candidates, is_open) = self.candidates(&target);
        let candidates = if is_open { Vec::new() } else { candidates };
        for placed in arguments.iter().enumerate() {
            let value = self.value(placed.1.value).clone();
            if value.is_started || value.holds_started {
                self.future_given(&target, &candidates, placed);
            } else if let Some(bodies) = self.bodies(&value) {
                let is_used = bodies.iter().all(|body| self.knowledge.function(*body).gives_stand_in());
                let taker = match candidates.is_empty() {
                    true if is_used && uses_results(&target, placed) => None,
                    true => forgetful(&target, placed).map(Taker::Known),
                    false => Some(Taker::Own(self.parameters_given(&candidates, placed))),
                };
                if let Some(taker) = taker {
                    let given = CallbackGiven { bodies, taker };
                    self.facts.callbacks.insert((self.statement, placed.1.value), given);
                }
            }
        }
    }

    /// A future, or a container of some, is an argument.
    fn future_given(&mut self, target: &Value, candidates: &[Candidate], (place, argument): Placed<'_>) {
        let value = self.value(argument.value);
        let is_container = !value.is_started && is_sequence(value);
        if let Some(name) = builtin(target) {
            if argument.kind != ArgumentKind::Positional {
                return;
            }
            if TAKES_VALUES.contains(&name) {
                self.used(argument.value, PlainUse::Builtin);
            }
            let holds_futures = is_container && !self.value(argument.value).stand_ins.held;
            if TAKES_ELEMENTS.contains(&name) && holds_futures && place == 0 && !self.has_key() {
                let at = (self.statement, argument.value);
                self.facts.plain_uses.entry(at).or_insert(PlainUse::Elements);
            }
            return;
        }
        let parameters = self.parameters_given(candidates, (place, argument));
        let is_declared = |(key, index): &(FunctionKey, u32)| {
            let annotation = self.knowledge.function(*key).params[*index as usize].annotation.as_ref();
            annotation.is_some_and(|annotation| self.is_declared_otherwise(key.module, annotation))
        };
        let is_known = !candidates.is_empty() && parameters.len() == candidates.len();
        if is_known && parameters.iter().all(is_declared) {
            self.used(argument.value, PlainUse::Declared);
        }
    }

    /// Whether the call at hand has a `key=`, which may ask the futures.
    fn has_key(&self) -> bool {
        let statement = &self.function.statements[self.statement.0 as usize];
        let is_key = |argument: &Argument| argument.kind == ArgumentKind::Keyword("key".to_owned());
        match statement.events.get(self.event.0 as usize).map(|event| &event.op) {
            Some(Op::Call(_, arguments)) => arguments.iter().any(is_key),
            _ => false,
        }
    }

    /// The parameters that an argument of a call of `candidates` fills.
    fn parameters_given(
        &self,
        candidates: &[Candidate],
        (place, argument): Placed<'_>,
    ) -> BTreeSet<(FunctionKey, u32)> {
        let mut found = BTreeSet::new();
        for (key, receiver) in candidates {
            let params = &self.knowledge.function(*key).params;
            let index = match &argument.kind {
                ArgumentKind::Positional => {
                    let index = place + usize::from(receiver.is_some());
                    let takes = |kind| matches!(kind, ParamKind::PositionalOnly | ParamKind::Positional);
                    params.get(index).filter(|param| takes(param.kind)).map(|_| index)
                }
                ArgumentKind::Keyword(name) => params.iter().position(|param| param.name == *name),
                _ => None,
            };
            found.extend(index.map(|index| (*key, index as u32)));
        }
        found
    }

    /// The concurrent functions that `value` is, if it is nothing else.
    fn bodies(&self, value: &Value) -> Option<BTreeSet<FunctionKey>> {
        let (candidates, is_open) = self.candidates(value);
        let is_body = |(key, _): &Candidate| super::duty(self.knowledge.function(*key)) == Duty::Body;
        (!is_open && !candidates.is_empty() && candidates.iter().all(is_body))
            .then(|| candidates.into_iter().map(|(key, _)| key).collect())
    }
}

/// Who of Python's own is given a function, and forgets what it returns.
fn forgetful(target: &Value, (place, argument): Placed<'_>) -> Option<String> {
    let is_key = matches!(&argument.kind, ArgumentKind::Keyword(name) if name == "key");
    if let Some(name) = builtin(target) {
        let takes = (is_key && TAKES_KEY.contains(&name)) || (name == "filter" && place == 0);
        return takes.then(|| format!("{name}()"));
    }
    let only: Vec<&Type> = target.types.iter().collect();
    if let [Type::LibraryName(path)] = only[..] {
        return FORGETS.contains(&path.as_str()).then(|| format!("{path}()"));
    }
    let mut bound = target.bound.iter();
    let (Some((name, receiver)), None) = (bound.next(), bound.next()) else { return None };
    let takes = match name.as_str() {
        "add_done_callback" => receiver.is_only(|kind| *kind == Type::Future),
        "submit" => receiver.is_only(|kind| *kind == Type::Executor) && place == 0,
        "sort" => receiver.is_only(|kind| *kind == Type::List) && is_key,
        name => LOOP_FORGETS.contains(&name) && receiver.is_only(|kind| matches!(kind, Type::Library(_))),
    };
    takes.then(|| format!(".{name}()"))
}

/// Whether a function that is given there is called for what it returns: what stands in for a value does as well.
fn uses_results(target: &Value, (_, argument): Placed<'_>) -> bool {
    let is_key = matches!(&argument.kind, ArgumentKind::Keyword(name) if name == "key");
    let folds = target.types.contains(&Type::LibraryName("functools.reduce".to_owned()));
    is_key || folds || builtin(target) == Some("filter")
}

/// The builtin function that `target` is.
fn builtin(target: &Value) -> Option<&str> {
    let mut types = target.types.iter();
    match (types.next(), types.next(), target.bound.is_empty()) {
        (Some(Type::Builtin(name)), None, true) => Some(name),
        _ => None,
    }
}

/// Whether it is a sequence of nothing but what concurrent calls give.
pub(super) fn is_sequence(value: &Value) -> bool {
    let sequence =
        |kind: &Type| matches!(kind, Type::List | Type::Tuple | Type::Set | Type::Deque | Type::Immutable);
    value.holds_started && value.is_only(sequence)
}
