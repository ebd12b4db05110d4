//! Calls of the program's own functions and methods: arguments bound, effects instantiated, bodies started.

use std::sync::Arc;

use super::Walk;
use crate::diagnostics::{Step, Why};
use crate::options::Switch;
use crate::program::common_set::CommonSet;
use crate::program::facts::{Duty, InPlace, Reach, Wait, Work};
use crate::program::knowledge::Effects;
use crate::program::library;
use crate::program::location::{Access, FunctionKey, Level, Root};
use crate::program::receiver::Receivers;
use crate::program::value::{Depend, Source, Type, Types, Value};
use crate::summary::{Argument, ArgumentKind, Function, FunctionKind, LocalId, ParamKind, Suspends, ValueId};
use crate::text::Place;

/// The longest way that a reason tells.
const LONGEST_WAY: usize = 32;

/// The name under which a value keeps what `functools.partial` bound.
pub(super) const PARTIAL: &str = "<partial>";

/// An argument with its value.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) kind: ArgumentKind,
    pub(super) value: Value,
}

/// A call whose accesses are written down, and all that they rest on.
pub(super) struct Instantiated {
    effects: Arc<Effects>,
    bound: Vec<Value>,
    control: CommonSet<Depend>,
    prepared: CommonSet<Depend>,
}

/// How many functions that call their arguments are followed into one another. No program is known to need more than a few.
const CALLS_BACK_AT_MOST: usize = 3;

impl Walk<'_, '_> {
    pub(super) fn call(&mut self, callee: ValueId, arguments: &[Argument]) -> Value {
        let target = self.value(callee).clone();
        let given: Vec<Given> = arguments.iter().map(|argument| self.argument(argument)).collect();
        if let Some(value) = self.waited_in_place() {
            return value;
        }
        if target == Self::wait_for() {
            return self.waited_for(&given);
        }
        if self.is_call_here() {
            return self.call_here(callee, &target, &given);
        }
        if self.decorates(&target) {
            return self.decorate(&target, &given);
        }
        self.costs_for_each(&target.types, &given);
        let mut result = Value::default();
        for (name, receiver) in &target.bound {
            let value = self.method_call(name, receiver, &given, Some(callee));
            result.join(&value);
        }
        for kind in target.types.clone() {
            let value = match kind {
                Type::Function(function) => self.call_function(function, None, &given, Some(callee)),
                Type::ClassObject(class) => self.construct(class, &given),
                Type::Builtin(name) => self.builtin_call(&name, &given),
                Type::LibraryName(path) => self.library_call(&path, &given),
                Type::Own(class) => {
                    let receiver = target.clone().with_types(Types::from([Type::Own(class)]));
                    self.decorates_with_object(&receiver, &given);
                    self.method_call("__call__", &receiver, &given, None)
                }
                Type::Library(path) if library::refers(&path) => {
                    // `ref()` gives what it refers to.
                    Value {
                        types: target
                            .types
                            .iter()
                            .filter(|kind| !matches!(kind, Type::Library(_)))
                            .cloned()
                            .collect(),
                        ..target.clone()
                    }
                }
                Type::Unknown | Type::Library(_) if target.bound.is_empty() => {
                    self.unknown_call(&target, &given)
                }
                // No container can be called: what was taken out of one was lost on the way.
                Type::List | Type::Tuple | Type::Dict | Type::Set | Type::Deque
                    if target.bound.is_empty() && target.types.iter().all(|kind| !kind.is_callable()) =>
                {
                    self.unknown_call(&target, &given)
                }
                _ => continue,
            };
            result.join(&value);
        }
        self.note_decorated(&result);
        result
    }

    /// Notes what a call costs that looks at what it is given for each of these types of what is called.
    pub(super) fn costs_for_each(&mut self, types: &Types, given: &[Given]) {
        let given: usize = given.iter().map(|given| given.value.size()).sum();
        self.knowledge.costs(types.len() * (1 + given));
    }

    /// An argument as it is given; one that is spread is iterated over.
    fn argument(&mut self, argument: &Argument) -> Given {
        let mut value = self.value(argument.value).clone();
        if argument.kind == ArgumentKind::Rest && value.types.iter().any(Type::is_own) {
            let element = self.iterate(&value);
            value.hold(&element);
        }
        Given { kind: argument.kind.clone(), value }
    }

    /// Calls an own function, or starts it if it is concurrent.
    pub(super) fn call_function(
        &mut self,
        key: FunctionKey,
        receiver: Option<&Value>,
        given: &[Given],
        callee: Option<ValueId>,
    ) -> Value {
        let bound = self.bind_parameters(key, receiver, given);
        if super::duty(self.knowledge.function(key)) != Duty::Body {
            if self.function.serial == Switch::On {
                self.facts.serial_calls.entry((self.statement, self.event)).or_default().is_open = true;
            }
            self.works(None);
            return self.runs(key, &bound);
        }
        if let Some(callee) = callee
            && receiver.is_none()
            && self.is_own_name(callee, key)
            && let Some((wait, call)) = self.in_place_wait(key, given)
        {
            let statement = self.statement;
            self.facts.in_place.insert(InPlace { statement, wait, call, callee, function: key.function });
            return self.runs(key, &bound);
        }
        self.note_kept(key, receiver, given);
        self.spawn(key, &bound)
    }

    /// Parameters of `key` as a call with these arguments fills them.
    pub(super) fn bind_parameters(
        &self,
        key: FunctionKey,
        receiver: Option<&Value>,
        given: &[Given],
    ) -> Vec<Value> {
        let params = &self.knowledge.function(key).params;
        let mut bound = vec![Value::default(); params.len()];
        let mut spread = Value::default();
        let mut positional: Vec<&Value> = receiver.into_iter().collect();
        for argument in given {
            match &argument.kind {
                ArgumentKind::Positional => positional.push(&argument.value),
                ArgumentKind::Rest | ArgumentKind::KeywordRest => spread.join(&argument.value.element()),
                ArgumentKind::Keyword(name) => {
                    let named = params.iter().position(|param| {
                        param.name == *name
                            && matches!(param.kind, ParamKind::Positional | ParamKind::KeywordOnly)
                    });
                    let slot = named
                        .or_else(|| params.iter().position(|param| param.kind == ParamKind::KeywordRest));
                    if let Some(slot) = slot {
                        if named.is_some() {
                            bound[slot].join(&argument.value)
                        } else {
                            bound[slot].hold(&argument.value)
                        }
                    }
                }
            }
        }
        let mut index = 0;
        for value in positional {
            match params.get(index).map(|param| param.kind) {
                Some(ParamKind::PositionalOnly | ParamKind::Positional) => {
                    bound[index].join(value);
                    index += 1;
                }
                Some(ParamKind::Rest) => bound[index].hold(value),
                _ => {}
            }
        }
        if spread != Value::default() {
            for value in &mut bound {
                value.join(&spread);
                value.hold(&spread);
            }
        }
        bound
    }

    /// Runs `key` here with parameters bound to `bound` (what is missing is unknown); gives what it returns.
    pub(super) fn runs(&mut self, key: FunctionKey, bound: &[Value]) -> Value {
        if self.knowledge.is_spent() {
            return Value::default();
        }
        if let Some(known) = self.has_run(key, bound) {
            return known;
        }
        self.knowledge.costs(bound.iter().map(Value::size).sum());
        let late = self.late;
        let gives = self.runs_anew(key, bound);
        self.ran(key, bound, late, &gives);
        gives
    }

    fn runs_anew(&mut self, key: FunctionKey, bound: &[Value]) -> Value {
        self.knowledge.mark_called(self.key, key);
        self.facts.calls.insert((self.statement, key));
        if self.late || self.is_late_import() {
            self.knowledge.make_late(key);
        }
        for (index, value) in bound.iter().enumerate() {
            self.knowledge.captured_holds(key, LocalId(index as u32), value);
            self.knowledge.given_to(key, index as u32, value);
            self.knowledge.passes_stand_ins(key, index as u32, value);
        }
        let effects = self.effects_of(key);
        self.instantiate(key, &effects, bound);
        let around = self.runs_around(key, bound);
        let function = self.knowledge.function(key);
        if function.suspends != Suspends::Never && function.kind != FunctionKind::GeneratorExpression {
            let mut suspended = Value::of(Type::Iterator);
            for value in bound {
                suspended.hold(value);
            }
            suspended.deferred.insert(key);
            suspended.stand_ins.held |= effects.yielded.stand_ins.any();
            suspended.content.insert(Type::Unknown);
            suspended.futures = self.yielded_futures(key);
            return suspended;
        }
        let seen = seen_inside(function, bound);
        let result = self.translated(&effects.result, &seen).joined(&around);
        let result = self.kept_by_cache(key, result);
        self.declared_by(key, result)
    }

    /// What `key` returns, as far as its annotation tells more.
    pub(super) fn declared_by(&self, key: FunctionKey, mut result: Value) -> Value {
        if let Some(annotation) = &self.knowledge.function(key).returns {
            let (types, content) = self.knowledge.annotated(key.module, annotation);
            // What is not known yet is no reason to give up.
            if !types.contains(&Type::Unknown) {
                result.declared(types, content);
            }
            self.keep_declared(&mut result, Some((key.module, annotation.clone())));
        }
        result
    }

    /// A value of the callee's, as seen from the call.
    pub(super) fn translated(&self, value: &Value, bound: &[Value]) -> Value {
        let mut result =
            Value { depends: self.here_instead(&value.depends), itself: None, owner: None, ..value.clone() };
        result.aliases.retain(|alias| !matches!(alias.root, Root::Param(_)));
        for alias in &value.aliases {
            match alias.root {
                Root::Location(_) | Root::Captured(..) | Root::Site(_) => {}
                Root::Param(index) => {
                    let Some(actual) = bound.get(index as usize) else { continue };
                    let mut reached =
                        if alias.level == Level::Object { actual.clone() } else { actual.element() };
                    result.stand_ins = match alias.held {
                        true => result.stand_ins.or(reached.stand_ins.in_a_container()),
                        false => result.stand_ins.or(reached.stand_ins),
                    };
                    if alias.held {
                        reached = reached.held_in(Type::Unknown);
                        result.content.extend(reached.content.iter().filter(|kind| kind.is_own()).cloned());
                    } else {
                        result.deferred.extend(&reached.deferred);
                        for (name, receiver) in &reached.bound {
                            result.bind(name, receiver);
                        }
                        result.types.join(&reached.types);
                        result.content.join(&reached.content);
                    }
                    result.aliases.join(&reached.aliases);
                    result.depends.join(&reached.depends);
                }
            }
        }
        for depend in &value.depends {
            if let Source::Param(index) = depend.source
                && let Some(actual) = bound.get(index as usize)
            {
                result.depends.join(&self.dependences_of(actual));
            }
        }
        result
    }

    /// Dependences on locations of another function, as read by the statement at hand.
    pub(super) fn here_instead(&self, depends: &CommonSet<Depend>) -> CommonSet<Depend> {
        depends
            .iter()
            .filter(|depend| matches!(depend.source, Source::Location(_)))
            .map(|depend| Depend { at: self.statement, ..*depend })
            .collect()
    }

    /// What a run of `key` does, written down for the call at hand.
    pub(super) fn instantiate(&mut self, key: FunctionKey, effects: &Arc<Effects>, bound: &[Value]) {
        let callee = self.knowledge.function(key);
        let seen = seen_inside(callee, bound);
        let bound = seen.as_slice();
        let text = format!("calls {}", callee.name);
        let step = Step { place: self.here(), text, into: Some(callee.qualname.clone()) };
        if !self.is_instantiated(key, effects, bound) {
            self.instantiate_accesses(key, effects, bound, &step);
        }
        self.instantiate_puts(&effects.puts, bound);
        self.instantiate_passes(&effects.passes, bound);
        self.instantiate_changes(&effects.changes, bound, &|why| prefixed(&step, why));
        for index in &effects.calls {
            let Some(actual) = bound.get(*index as usize) else { continue };
            let pair = (key, actual.clone());
            if self.calling_back.len() < CALLS_BACK_AT_MOST && !self.calling_back.contains(&pair) {
                self.calling_back.push(pair);
                self.call_back(actual);
                self.calling_back.pop();
            }
        }
        for index in &effects.iterates {
            if let Some(actual) = bound.get(*index as usize) {
                self.waits_for_iterator(actual);
                self.run_deferred(actual);
            }
        }
        if let Some(why) = &effects.waits
            && (self.effects.waits.is_none() || !self.facts.at_once.contains(&(self.statement, self.event)))
        {
            self.waits_because(prefixed(&step, why));
        }
        for (lock, why) in &effects.acquires {
            self.acquires(*lock, prefixed(&step, why));
        }
        for index in &effects.runs {
            let actual = bound.get(*index as usize).cloned().unwrap_or_default();
            if actual.types.contains(&Type::Unknown) {
                self.runs_argument(&actual);
            }
        }
        for (module, why) in &effects.imports {
            self.imports(*module, prefixed(&step, why));
        }
        if let Some((what, why)) = &effects.slow {
            self.slow(what, prefixed(&step, why));
        }
        if let Some(why) = &effects.calls_unknown {
            self.calls_unknown(prefixed(&step, why));
        }
        for (index, callee) in &effects.handed {
            if let Some(actual) = bound.get(*index as usize) {
                self.hands(actual, *callee);
            }
        }
        if effects.spawns {
            self.effects.spawns = true;
            self.late = true;
        }
    }

    /// Whether the accesses of that callee are written down already, in another round of the loop that the call stands in.
    fn is_instantiated(&mut self, key: FunctionKey, effects: &Arc<Effects>, bound: &[Value]) -> bool {
        let now = Instantiated {
            effects: Arc::clone(effects),
            bound: bound.to_vec(),
            control: self.control.clone(),
            prepared: self.prepared.clone(),
        };
        let place = (self.statement, self.event, key);
        let same = self.instantiated.get(&place).is_some_and(|before| {
            Arc::ptr_eq(&before.effects, effects)
                && before.bound == now.bound
                && before.control == now.control
                && before.prepared == now.prepared
        });
        self.instantiated.insert(place, now);
        same
    }

    fn instantiate_accesses(&mut self, key: FunctionKey, effects: &Effects, bound: &[Value], step: &Step) {
        let transparent = self.knowledge.is_transparent(key);
        let mut parts = CommonSet::new();
        for value in bound {
            parts.extend(self.dependences_of(value));
        }
        for ((root, level, access), why) in &effects.accesses {
            let why = || prefixed(step, why);
            match root {
                Root::Location(location) => {
                    let own = transparent && effects.direct.contains(&(*location, *level));
                    let reach = if own { Reach::Direct } else { Reach::Below };
                    let owners = self.owners(key, effects.receivers.get(&(*location, *level)), bound);
                    self.touch_of(&owners, *root, *level, *access, reach, &why);
                    if *access == Access::Write {
                        self.made_of([*location], &parts);
                    }
                }
                Root::Captured(..) | Root::Site(_) => {
                    self.touch(*root, *level, *access, Reach::Below, &why);
                }
                Root::Param(index) => {
                    let actual = bound.get(*index as usize).cloned().unwrap_or_default();
                    self.touch_argument(&actual, *level, *access, &why, &parts);
                }
            }
        }
    }

    /// An access of a callee to its parameter, which is `actual` here.
    pub(super) fn touch_argument(
        &mut self,
        actual: &Value,
        level: Level,
        access: Access,
        why: &dyn Fn() -> Why,
        parts: &CommonSet<Depend>,
    ) {
        if self.knowledge.is_inert(actual) {
            return;
        }
        for alias in &actual.aliases {
            let reached: &[Level] = match (level, alias.held) {
                (Level::Inner, false) => &[Level::Inner],
                (Level::Inner, true) if alias.level == Level::Object => &[Level::Object, Level::Inner],
                (Level::Inner, true) => &[Level::Inner],
                (_, false) => std::slice::from_ref(&alias.level),
                (_, true) => &[],
            };
            for level in reached {
                let owner = actual.owner.filter(|_| !alias.held);
                let owners = Receivers::from([owner]);
                self.touch_of(&owners, alias.root, *level, access, Reach::Direct, why);
                if access == Access::Write
                    && let Root::Location(location) = alias.root
                {
                    let mut others = parts.clone();
                    others.remove(&Depend { source: Source::Location(location), at: self.statement });
                    self.made_of([location], &others);
                }
            }
        }
    }

    /// Runs the functions that `value` may be, with arguments that nobody knows.
    pub(super) fn call_back(&mut self, value: &Value) {
        if self.is_called_back(value) {
            return;
        }
        for kind in value.types.clone() {
            match kind {
                Type::Function(function) => {
                    self.call_function(function, None, &[], None);
                }
                Type::ClassObject(class) => {
                    self.construct(class, &[]);
                }
                Type::Own(class) => {
                    for method in self.knowledge.methods(class, "__call__") {
                        self.runs(method, std::slice::from_ref(value));
                    }
                }
                _ => {}
            }
        }
        // A method that is called back may come back to the same one.
        let pair = (self.key, value.clone());
        if self.calling_back.len() < CALLS_BACK_AT_MOST && !self.calling_back.contains(&pair) {
            self.calling_back.push(pair);
            for (name, receiver) in value.bound.clone() {
                if !receiver.is_only(|kind| matches!(kind, Type::Library(_) | Type::Immutable)) {
                    self.method_call(&name, &receiver, &[], None);
                }
            }
            self.calling_back.pop();
        }
        for alias in &value.aliases {
            if let Root::Param(index) = alias.root
                && value.types.contains(&Type::Unknown)
            {
                self.effects.calls.insert(index);
            }
        }
    }

    /// A wait at the event at hand.
    pub(super) fn waits_here(&mut self, what: &str) {
        let why = Why { steps: vec![Step::end(self.here(), format!("waits here: {what}"))] };
        self.waits_because(why);
    }

    pub(super) fn waits_because(&mut self, why: Why) {
        let (statement, event) = (self.statement, self.event);
        self.effects.waits.get_or_insert_with(|| why.clone());
        self.facts.at_once.insert((statement, event));
        self.facts.waits.entry((statement, event)).or_insert(Wait { statement, event, why });
    }

    /// Something is called that nobody knows.
    pub(super) fn calls_unknown(&mut self, why: Why) {
        self.effects.calls_unknown.get_or_insert(why);
    }

    /// A slow call at the event at hand.
    pub(super) fn slow(&mut self, what: &str, why: Why) {
        let cause = why.steps.last().map_or(self.here(), |step| step.place);
        self.effects.slow.get_or_insert_with(|| (what.to_owned(), why));
        self.works(Some((what, cause)));
    }

    /// A call of unknown cost at the event at hand.
    pub(super) fn works(&mut self, slow: Option<(&str, Place)>) {
        let (statement, event) = (self.statement, self.event);
        self.facts.work.insert(Work {
            statement,
            event,
            slow: slow.map(|(what, cause)| (what.to_owned(), cause)),
        });
    }
}

/// What the parameters of `callee` stand for in what is known of it: `*args` and `**kwargs` for what they hold, since the containers are
/// made for the call.
fn seen_inside(callee: &Function, bound: &[Value]) -> Vec<Value> {
    let seen = |(index, value): (usize, &Value)| match callee.params.get(index).map(|param| param.kind) {
        Some(ParamKind::Rest | ParamKind::KeywordRest) if *value != Value::default() => {
            let mut element = value.element();
            element.bound.clone_from(&value.bound);
            element
        }
        _ => value.clone(),
    };
    bound.iter().enumerate().map(seen).collect()
}

fn prefixed(step: &Step, why: &Why) -> Why {
    let mut steps = vec![step.clone()];
    steps.extend(why.steps.iter().cloned());
    if steps.len() > LONGEST_WAY {
        // The first step and the last ones tell most.
        steps.drain(1..steps.len() - LONGEST_WAY + 1);
    }
    Why { steps }
}
