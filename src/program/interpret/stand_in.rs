//! What stands in for the value of a transparent concurrent function: where it comes from, and where it is used as that value, which
//! waits.
//!
//! ```python
//! page = load(url)      # nothing waits: `page` stands in for a page
//! pages[url] = page     # nor here
//! size = page.size + 1  # here
//! ```
//! In doubt a value may stand in for another one. Must not know what is made of a wait.

use std::sync::Arc;

use super::Walk;
use super::call::Given;
use crate::diagnostics::{Step, Why};
use crate::program::facts::{Misfit, Wait};
use crate::program::futures::Futures;
use crate::program::library::{self, LibraryCall};
use crate::program::location::FunctionKey;
use crate::program::value::{StandIns, Type, Value};
use crate::summary::{
    Argument, ArgumentKind, Choice, Constant, Event, Name, Op, Operator, StatementId, StatementKind, ValueId,
};

/// How the builtin that `wait_for` of ours is for the analysis is called.
const WAIT_FOR: &str = "wait_for";

/// Builtins that look at what they are given, but not into its class or value.
const LOOKS_AT_NOTHING: [&str; 4] = ["callable", "id", "staticmethod", "type"];

/// Builtins that hand on the elements of what they are given.
const HANDS_ON: [&str; 13] = [
    "enumerate",
    "getattr",
    "isinstance",
    "iter",
    "len",
    "list",
    "map",
    "next",
    "reversed",
    "setattr",
    "tuple",
    "vars",
    "zip",
];

/// Builtins that surely ask what they are given.
const ASKS: [&str; 16] = [
    "abs", "all", "any", "bool", "bytes", "float", "hash", "int", "iter", "len", "list", "repr", "set",
    "sorted", "str", "sum",
];

/// Methods of containers that keep what they are given and don't look at it.
const KEEPS: [&str; 5] = ["append", "appendleft", "extend", "extendleft", "insert"];

/// Methods of text that take nothing but text.
const TAKES_TEXT: [&str; 15] = [
    "count",
    "endswith",
    "find",
    "index",
    "join",
    "lstrip",
    "partition",
    "replace",
    "rfind",
    "rpartition",
    "rsplit",
    "rstrip",
    "split",
    "startswith",
    "strip",
];

/// Functions of Python and its library, written in C, that look at the exact class of what they are given.
const TAKES_EXACTLY: [&str; 15] = [
    "datetime.timedelta",
    "decimal.Decimal",
    "exec",
    "json.dump",
    "json.dumps",
    "memoryview",
    "ord",
    "re.findall",
    "re.fullmatch",
    "re.match",
    "re.search",
    "re.split",
    "re.sub",
    "sys.intern",
    "time.sleep",
];

/// How a call uses what it is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It is bound, kept or handed on.
    No,
    /// Its value is needed.
    Itself,
    /// So are those of what it holds.
    Deep,
}

impl Walk<'_, '_> {
    /// What a call of the transparent function `key` gives, whose body gives `result`.
    pub(super) fn stand_in(&self, key: FunctionKey, result: Value) -> Value {
        let mut value = self.declared_by(key, result);
        value.depends.clear();
        value.stand_ins.it = true;
        value
    }

    /// Whether the event at hand names `wait_for` of ours.
    pub(super) fn names_wait_for(&self, event: &Event) -> bool {
        matches!(event.op, Op::Load(_) | Op::Attribute(..))
            && self.knowledge.summary(self.key.module).markers.waits.contains(&event.span)
    }

    /// Whether `event` is `wait_for(argument)`.
    pub(super) fn is_wait_for(&self, event: &Event, argument: ValueId) -> bool {
        let Op::Call(callee, arguments) = &event.op else { return false };
        let statement = self.function.statements.get(self.statement.0 as usize);
        let callee = statement.and_then(|statement| statement.events.get(callee.0 as usize));
        let [only] = arguments.as_slice() else { return false };
        callee.is_some_and(|callee| self.names_wait_for(callee))
            && only.value == argument
            && only.kind == ArgumentKind::Positional
    }

    /// `wait_for` as a value.
    pub(super) fn wait_for() -> Value {
        Value::of(Type::Builtin(WAIT_FOR.to_owned()))
    }

    /// `wait_for(x)`
    pub(super) fn waited_for(&mut self, given: &[Given]) -> Value {
        let Some(first) = given.first() else { return Value::unknown() };
        if first.value.stand_ins.waits() {
            self.waits_here(&format!("{WAIT_FOR}()"));
        }
        let mut value = first.value.clone();
        value.is_waited_for();
        value
    }

    /// What of `value` may stand in for something.
    pub(super) fn stand_ins_of(&self, value: &Value) -> StandIns {
        // Numbers and text hold nothing.
        let held = value.stand_ins.held && !value.is_only(|kind| *kind == Type::Immutable);
        StandIns { held, ..value.stand_ins }
    }

    /// A value that nobody knows may stand in for another one as soon as some such thing has gone where nobody can follow it.
    pub(super) fn may_stand_in(&self, value: &mut Value) {
        let is_lost = self.knowledge.state.loses_stand_ins && value.types.contains(&Type::Unknown);
        if is_lost && !value.stand_ins.is_settled {
            value.stand_ins = StandIns::ANY;
        }
    }

    /// Notes where `event`, the one at hand, waits for what its operands stand in for.
    pub(super) fn uses_stand_ins(&mut self, event: &Event) {
        match &event.op {
            Op::Operate(operator, operands) => self.operates_on_stand_ins(operator, operands),
            Op::InPlace(_, left, right) | Op::Item(left, Some(right)) | Op::DeleteItem(left, right) => {
                self.asks(*left);
                self.needs_value(*right);
            }
            Op::SetItem(object, index, _) => {
                self.asks(*object);
                self.needs_value(*index);
            }
            Op::Item(value, None) => {
                self.matched(*value);
                self.asks(*value);
            }
            // `f(x).result()` that runs in place asks no future.
            Op::Attribute(value, _) if self.runs_in_place(*value) => {}
            // It may tell its class without waiting.
            Op::Attribute(value, name) if name == "__class__" => self.needs_value(*value),
            Op::Iterate(value)
            | Op::Enter(value)
            | Op::Await(value)
            | Op::Attribute(value, _)
            | Op::SetAttribute(value, ..)
            | Op::DeleteAttribute(value, _) => self.asks(*value),
            Op::Choose(Choice::Truth, options) => {
                for (place, option) in options.iter().enumerate() {
                    if place + 1 < options.len() {
                        self.needs_value(*option);
                        self.is_waited_for(*option);
                    }
                }
            }
            Op::Call(callee, arguments) => self.calls_with_stand_ins(*callee, arguments),
            _ => {}
        }
    }

    /// What a statement needs of values that no event of it takes: tests, mostly.
    pub(super) fn tests_stand_ins(&mut self, id: StatementId, events: &[Event]) {
        let function = self.function;
        let statement = &function.statements[id.0 as usize];
        if matches!(statement.kind, StatementKind::Def(_) | StatementKind::Class(_)) {
            return;
        }
        let taken: Vec<ValueId> = match self.values.iter().any(|value| value.stand_ins.waits()) {
            true => events.iter().flat_map(|event| event.op.operands()).collect(),
            false => return,
        };
        for (index, event) in events.iter().enumerate() {
            let at = ValueId(index as u32);
            let is_statement =
                matches!(event.op, Op::Store(..) | Op::SetItem(..) | Op::SetAttribute(..) | Op::Yield(_));
            let is_given = statement.kind == (StatementKind::Return { value: Some(at) })
                || (statement.kind == StatementKind::Simple && statement.span == event.span);
            if !is_statement && !is_given && !taken.contains(&at) {
                if statement.kind == StatementKind::Raise
                    || matches!(statement.kind, StatementKind::Try { .. })
                {
                    self.misfits(at, Misfit::Raised);
                }
                self.needs_value(at);
                self.is_waited_for(at);
            }
        }
    }

    fn operates_on_stand_ins(&mut self, operator: &Operator, operands: &[ValueId]) {
        match operator.0.as_str() {
            "is" | "is_not" => {
                let kind = if operands.len() == 1 { Misfit::Pattern } else { Misfit::Identity };
                operands.iter().for_each(|operand| self.misfits(*operand, kind.clone()));
                return;
            }
            "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "format" => {
                operands.iter().for_each(|operand| self.needs_elements(*operand));
            }
            "contains" => {
                if let [item, container] = operands {
                    if self.is_text(*container) {
                        self.misfits(*item, Misfit::Exact("in".to_owned()));
                    }
                    // What is in a set, or a key of a dict, was waited for when it was put there.
                    if !self.value(*container).is_only(|kind| matches!(kind, Type::Dict | Type::Set)) {
                        self.needs_elements(*container);
                    }
                }
            }
            "mod" => {
                if let [text, given] = operands
                    && self.is_text(*text)
                {
                    self.needs_elements(*given);
                }
            }
            _ => {}
        }
        // A method of the other operand's class is given the object as it is, and need not ask it.
        let is_plain = |kind: &Type| is_container(kind) || matches!(kind, Type::Immutable | Type::Tuple);
        let surely_asks = !matches!(operator.0.as_str(), "contains" | "instancecheck")
            && operands.iter().all(|operand| self.value(*operand).is_only(is_plain));
        for operand in operands {
            self.needs_value(*operand);
            if surely_asks {
                self.is_waited_for(*operand);
            }
        }
    }

    fn calls_with_stand_ins(&mut self, callee: ValueId, arguments: &[Argument]) {
        self.asks(callee);
        let concerns = |argument: &Argument| self.stand_ins_of(self.value(argument.value)).any();
        if !arguments.iter().any(concerns) && !self.stand_ins_of(self.value(callee)).any() {
            return;
        }
        let target = self.value(callee).clone();
        if target == Self::wait_for() {
            arguments.iter().for_each(|argument| self.is_waited_for(argument.value));
            return;
        }
        self.exactly_taken(callee, &target, arguments);
        let surely_asks =
            target.is_only(|kind| matches!(kind, Type::Builtin(name) if ASKS.contains(&name.as_str())));
        for argument in arguments {
            let uses = match argument.kind {
                ArgumentKind::Rest | ArgumentKind::KeywordRest => Use::Itself,
                _ => used_by(&target),
            };
            let value = self.value(argument.value).clone();
            if self.stand_ins_of(&value).any() && keeps(&target) {
                self.loses_stand_ins();
            }
            if uses != Use::No {
                self.needs_value(argument.value);
                if surely_asks {
                    self.is_waited_for(argument.value);
                }
            }
            if uses == Use::Deep {
                self.needs_elements(argument.value);
            }
        }
        let mut receivers = target.bound.iter();
        if receivers.any(|(name, receiver)| looks_into(name) && self.stand_ins_of(receiver).held) {
            self.waits_here("the values of what it holds");
        }
    }

    /// Notes what is given to functions that look at exact classes.
    fn exactly_taken(&mut self, callee: ValueId, target: &Value, arguments: &[Argument]) {
        let exact = target.types.iter().find_map(|kind| match kind {
            Type::Builtin(name) | Type::LibraryName(name) if TAKES_EXACTLY.contains(&name.as_str()) => {
                Some(format!("{name}()"))
            }
            _ => None,
        });
        let of_text = target.bound.keys().find(|name| TAKES_TEXT.contains(&name.as_str()));
        let of_text = of_text.filter(|_| self.is_method_of_text(callee)).map(|name| format!("str.{name}()"));
        if target.is_only(|kind| *kind == Type::Builtin("type".to_owned())) && arguments.len() == 1 {
            self.misfits(arguments[0].value, Misfit::TypeOf);
        }
        let Some(taker) = exact.or(of_text) else { return };
        for argument in arguments {
            if taker != "str.join()" {
                self.misfits(argument.value, Misfit::Exact(taker.clone()));
            }
            let value = self.value(argument.value);
            if value.iterated_futures() == Futures::StandIn && value.stand_ins.held {
                let at = (self.statement, argument.value);
                self.facts.misfits.entry(at).or_insert(Misfit::Elements(taker.clone()));
            }
        }
    }

    fn is_text(&self, id: ValueId) -> bool {
        matches!(self.op_of(id), Some(Op::Constant(Constant::Text) | Op::Word(_)))
    }

    fn is_method_of_text(&self, callee: ValueId) -> bool {
        matches!(self.op_of(callee), Some(Op::Attribute(object, _)) if self.is_text(*object))
    }

    /// A pattern for a sequence takes nothing that only stands in for one.
    fn matched(&mut self, subject: ValueId) {
        let statement = &self.function.statements[self.statement.0 as usize];
        if matches!(statement.kind, StatementKind::Match { subject: of, .. } if of == subject) {
            self.misfits(subject, Misfit::Pattern);
        }
    }

    /// Notes a use that only a value itself is fit for, if `operand` surely stands in for one.
    fn misfits(&mut self, operand: ValueId, kind: Misfit) {
        let value = self.value(operand);
        if value.futures == Futures::StandIn && value.stand_ins.it {
            self.facts.misfits.entry((self.statement, operand)).or_insert(kind);
        }
    }

    /// Asks the value of `operand`: what stands in for it asks that one.
    fn asks(&mut self, operand: ValueId) {
        self.needs_value(operand);
        self.is_waited_for(operand);
        if let Some(value) = self.values.get_mut(operand.0 as usize)
            && value.stand_ins.it
        {
            value.is_waited_for();
            // What the program has a name for is another object.
            value.itself = None;
        }
    }

    /// The value of `operand` is needed: if something may stand in for it, that waits.
    fn needs_value(&mut self, operand: ValueId) {
        if !self.values.get(operand.0 as usize).is_some_and(|value| value.stand_ins.waits()) {
            return;
        }
        let place = self.knowledge.place(self.key.module, self.event_span(operand));
        let why = Why { steps: vec![Step::end(place, "waits here for the value that this stands in for")] };
        self.effects.waits.get_or_insert_with(|| why.clone());
        let at = (self.statement, operand);
        self.facts.waits.entry(at).or_insert(Wait { statement: at.0, event: at.1, why });
        self.facts.stand_ins.insert(at);
    }

    /// The value of `operand` is there: where it is that of a variable, whoever reads that later doesn't wait.
    fn is_waited_for(&mut self, operand: ValueId) {
        let statement = &self.function.statements[self.statement.0 as usize];
        let Some(event) = statement.events.get(operand.0 as usize) else { return };
        if let Op::Load(Name::Local(local)) = event.op
            && !event.conditional
            && !statement.events.get(self.event.0 as usize).is_some_and(|event| event.conditional)
            && let Some(slot) = self.env.get_mut(local.0 as usize)
        {
            Arc::make_mut(slot).stand_ins.is_settled = true;
        }
    }

    /// What a builtin or a library makes of what it is given may hold what stands in for something there, or is made by a call.
    pub(super) fn holds_stand_ins_of(&self, given: &[Given], result: &mut Value) {
        for argument in given {
            result.stand_ins = result.stand_ins.or(argument.value.stand_ins.in_a_container());
            result.stand_ins.held |= self.makes_stand_ins(&argument.value);
        }
    }

    /// What an unknown function of a library gives may be what it is given, or come out of that.
    pub(super) fn gives_stand_ins_of(&self, given: &[Given], result: &mut Value) {
        if given.iter().any(|argument| self.stand_ins_of(&argument.value).any()) {
            result.stand_ins.it = true;
        }
    }

    /// Whether a call of `value` may give what stands in for something.
    pub(super) fn makes_stand_ins(&self, value: &Value) -> bool {
        let (candidates, _) = self.candidates(value);
        candidates.iter().any(|(function, _)| self.knowledge.function(*function).gives_stand_in())
    }

    /// The function `given`, named by the event `named`, is given away: whoever calls it gets what stands in for its value.
    pub(super) fn gives_away_stand_ins(&mut self, given: FunctionKey, named: ValueId) {
        let function = self.function;
        let events = &function.statements[self.statement.0 as usize].events;
        let is_builtin =
            |callee: ValueId| self.value(callee).is_only(|kind| matches!(kind, Type::Builtin(_)));
        let is_seen = events.iter().any(|event| match &event.op {
            Op::Call(callee, arguments) => {
                arguments.iter().any(|argument| argument.value == named) && is_builtin(*callee)
            }
            _ => false,
        });
        if self.knowledge.function(given).gives_stand_in() && !is_seen {
            self.loses_stand_ins();
        }
    }

    /// The values of what `operand` holds are needed.
    fn needs_elements(&mut self, operand: ValueId) {
        if self.values.get(operand.0 as usize).is_some_and(|value| self.stand_ins_of(value).held) {
            self.waits_here("the values of what it holds");
        }
    }

    /// What stands in for something goes where nobody can follow it.
    pub(super) fn loses_stand_ins(&mut self) {
        let lost = &mut self.knowledge.state.loses_stand_ins;
        self.knowledge.changed |= !*lost;
        *lost = true;
    }
}

/// How a call of `target` uses its arguments.
fn used_by(target: &Value) -> Use {
    let by_type = target.types.iter().map(|kind| match kind {
        Type::Function(_) | Type::ClassObject(_) | Type::Own(_) | Type::Parent(_) => Use::No,
        Type::Builtin(name) if LOOKS_AT_NOTHING.contains(&name.as_str()) => Use::No,
        Type::Builtin(name) if HANDS_ON.contains(&name.as_str()) => Use::Itself,
        Type::LibraryName(path) => match library::library(path) {
            Some(LibraryCall::KeepsFunctions) => Use::No,
            Some(LibraryCall::Views | LibraryCall::CopiesFirst) => Use::Itself,
            _ if library::constructed(path).is_some_and(|made| is_container(&made)) => Use::Itself,
            _ => Use::Deep,
        },
        _ => Use::Deep,
    });
    let by_receiver = target.bound.iter().flat_map(|(name, receiver)| {
        receiver.types.iter().map(move |kind| match kind {
            Type::Own(_) | Type::ClassObject(_) | Type::Parent(_) | Type::Function(_) => Use::No,
            _ if name == super::call::PARTIAL => Use::No,
            _ if KEEPS.contains(&name.as_str()) && is_container(kind) => {
                if name.starts_with("extend") {
                    Use::Itself
                } else {
                    Use::No
                }
            }
            Type::Queue | Type::OpenQueue | Type::Executor(_) | Type::Thread | Type::Future => Use::No,
            kind if is_container(kind) => Use::Itself,
            _ => Use::Deep,
        })
    });
    by_type.chain(by_receiver).fold(Use::No, |all, one| match (all, one) {
        (Use::Deep, _) | (_, Use::Deep) => Use::Deep,
        (Use::Itself, _) | (_, Use::Itself) => Use::Itself,
        _ => Use::No,
    })
}

/// Whether a method of a container looks at what that holds.
fn looks_into(name: &str) -> bool {
    !matches!(name, "get" | "pop") && !library::element_methods(name).is_empty()
}

fn is_container(kind: &Type) -> bool {
    matches!(kind, Type::List | Type::Dict | Type::DefaultDict | Type::Set | Type::Deque)
}

/// Whether `target` may keep what it is given, for somebody else.
fn keeps(target: &Value) -> bool {
    let by_type = |kind: &Type| match kind {
        Type::Unknown => true,
        Type::LibraryName(path) => library::library(path) == Some(LibraryCall::KeepsFunctions),
        _ => false,
    };
    let by_receiver = |kind: &Type| {
        matches!(kind, Type::Unknown | Type::Queue | Type::OpenQueue | Type::Executor(_) | Type::Safe)
    };
    let mut receivers = target.bound.values().flat_map(|receiver| &receiver.types);
    (target.bound.is_empty() && target.types.iter().any(by_type)) || receivers.any(by_receiver)
}
