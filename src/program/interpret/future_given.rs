//! What calls do with futures: those that they are given for values, and functions that make some for somebody who lets go of them.
//!
//! ```python
//! print(count(page))             # a future, shown
//! Timer(1, count).start()        # each call makes one, and nobody reads it
//! sorted(pages, key=count)       # it is futures that decide
//! ```
//! Must not know what is said about it.

use std::collections::BTreeSet;

use super::Walk;
use super::call_here::Candidate;
use super::future_declared::Declaration;
use crate::program::facts::{CallbackGiven, PlainUse, Taker};
use crate::program::futures::Futures;
use crate::program::location::FunctionKey;
use crate::program::value::{Type, Value};
use crate::summary::{Argument, ArgumentKind, Constant, FunctionKind, Op, ParamKind, ValueId};

/// Builtins that take values, and can do nothing with a future.
const TAKES_VALUES: [&str; 36] = [
    "abs",
    "all",
    "any",
    "bin",
    "bool",
    "bytes",
    "chr",
    "complex",
    "dict",
    "divmod",
    "enumerate",
    "float",
    "format",
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
    "open",
    "ord",
    "pow",
    "print",
    "range",
    "reversed",
    "round",
    "set",
    "sorted",
    "str",
    "sum",
    "tuple",
    "zip",
];

/// Those that take the values of what they are given.
const TAKES_ELEMENTS: [&str; 6] = ["all", "any", "max", "min", "sorted", "sum"];

/// Keywords of those that take values.
const VALUE_KEYWORDS: [&str; 8] = ["sep", "end", "flush", "start", "reverse", "base", "ndigits", "mode"];

/// Those that call a `key=`.
const TAKES_KEY: [&str; 3] = ["sorted", "max", "min"];

/// Methods of text that take values.
const OF_TEXT: [&str; 12] = [
    "join",
    "format",
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
    "replace",
    "split",
    "partition",
    "center",
    "ljust",
    "rjust",
];

/// Functions of the library that can do nothing with a future.
const OF_LIBRARY: [&str; 4] = ["time.sleep", "json.dumps", "json.dump", "decimal.Decimal"];

/// Functions and classes of the library that call what they are given and forget what it returns.
const FORGETS: [&str; 6] = [
    "threading.Thread",
    "threading.Timer",
    "_thread.start_new_thread",
    "atexit.register",
    "signal.signal",
    "weakref.finalize",
];

/// Those that decide by what it returns.
const DECIDES: [&str; 4] =
    ["functools.reduce", "itertools.takewhile", "itertools.dropwhile", "itertools.filterfalse"];

/// Those that decide by what a `key=` returns.
const DECIDES_BY_KEY: [&str; 4] = ["heapq.nlargest", "heapq.nsmallest", "heapq.merge", "itertools.groupby"];

/// Methods of an event loop that call what they are given.
const LOOP_FORGETS: [&str; 4] = ["call_soon", "call_soon_threadsafe", "call_later", "call_at"];

/// An argument with its place among all.
type Placed<'e> = (usize, &'e Argument);

impl Walk<'_, '_> {
    pub(super) fn given_to_call(&mut self, callee: ValueId, arguments: &[Argument]) {
        self.used(callee, PlainUse::Called);
        let concerns = |argument: &Argument| {
            let value = self.value(argument.value);
            let callable = |kind: &Type| matches!(kind, Type::Function(_));
            let is_noted = self.facts.plain_uses.contains_key(&(self.statement, argument.value));
            is_noted
                || value.futures != Futures::None
                || !value.bound.is_empty()
                || value.types.iter().any(callable)
                || matches!(self.op_of(argument.value), Some(Op::Choose(..) | Op::Build(..)))
        };
        if !arguments.iter().any(concerns) {
            return;
        }
        let target = self.value(callee).clone();
        let (candidates, is_open) = self.candidates(&target);
        let candidates = if is_open { Vec::new() } else { candidates };
        for placed in arguments.iter().enumerate() {
            self.future_given(callee, &target, &candidates, placed);
            self.function_given(&target, &candidates, placed);
        }
    }

    /// A future, or a container of some, may be an argument.
    fn future_given(
        &mut self,
        callee: ValueId,
        target: &Value,
        candidates: &[Candidate],
        (place, argument): Placed<'_>,
    ) {
        match &argument.kind {
            ArgumentKind::Rest | ArgumentKind::KeywordRest => {
                return self.used(argument.value, PlainUse::Iterated);
            }
            ArgumentKind::Positional => self.given_to_library(target, place, argument.value),
            ArgumentKind::Keyword(name) => {
                let takes = builtin(target).is_some_and(|called| TAKES_VALUES.contains(&called));
                if takes && VALUE_KEYWORDS.contains(&name.as_str()) {
                    self.used(argument.value, PlainUse::Builtin);
                }
            }
        }
        if let Some(Op::Attribute(object, name)) = self.op_of(callee).cloned()
            && matches!(name.as_str(), "append" | "appendleft" | "add")
        {
            self.put_into_declared(object, argument.value);
        }
        let mut declared: Vec<Declaration> = Vec::new();
        for candidate in candidates {
            declared.extend(self.declared_by_parameter(candidate, (place, argument)));
        }
        let is_known = !candidates.is_empty() && declared.len() == candidates.len();
        if !is_known {
            let keyword = match &argument.kind {
                ArgumentKind::Keyword(name) => Some(name.as_str()),
                _ => None,
            };
            declared = self.declared_by_class(target, place, keyword).into_iter().collect();
        }
        // Whichever of them it is, there is no room.
        let futures = self.value(argument.value).futures.clone();
        let leaves_none =
            |(module, annotation): &Declaration| !self.knowledge.has_room(*module, annotation, &futures);
        if futures == Futures::None || declared.iter().all(leaves_none) {
            for (module, annotation) in &declared {
                self.goes_to(argument.value, *module, annotation);
            }
        }
    }

    /// What Python's own take for values.
    fn given_to_library(&mut self, target: &Value, place: usize, argument: ValueId) {
        let Some(name) = builtin(target) else {
            if takes_values(target) {
                self.used(argument, PlainUse::Builtin);
                let joins = target.bound.contains_key("join");
                let value = self.value(argument);
                let (knows, holds) = (!value.types.is_empty(), value.iterated_futures() == Futures::Itself);
                self.note(argument, PlainUse::Elements, knows, joins && holds);
                if joins && !holds {
                    self.some_given(argument);
                }
            }
            return;
        };
        let has_key = TAKES_KEY.contains(&name) && self.has_keyword("key");
        let several = self.is_given_several();
        let calls_first = matches!(name, "map" | "filter") && place == 0;
        // Futures are asked by the key.
        let is_asked = has_key && several;
        if (TAKES_VALUES.contains(&name) || matches!(name, "map" | "filter")) && !calls_first && !is_asked {
            self.used(argument, PlainUse::Builtin);
        }
        if TAKES_ELEMENTS.contains(&name) {
            let value = self.value(argument);
            let knows = !value.types.is_empty();
            let holds = value.iterated_futures() == Futures::Itself && !value.is_started();
            let is_whole = place == 0 && !has_key && !several;
            self.note(argument, PlainUse::Elements, knows, holds && is_whole);
            if is_whole && !holds {
                self.some_given(argument);
            }
        }
    }

    /// Some parts of a display are futures, given to what takes values.
    fn some_given(&mut self, display: ValueId) {
        if let Some(Op::Build(Constant::List | Constant::Tuple | Constant::Set, parts)) = self.op_of(display)
        {
            for part in parts.clone() {
                self.used(part, PlainUse::Builtin);
            }
        }
    }

    /// Whether the call at hand has a keyword of that name.
    fn has_keyword(&self, name: &str) -> bool {
        let is_it = |argument: &Argument| argument.kind == ArgumentKind::Keyword(name.to_owned());
        match self.op_of(self.event) {
            Some(Op::Call(_, arguments)) => arguments.iter().any(is_it),
            _ => false,
        }
    }

    /// Whether the call at hand is given several values to compare, and no collection of them.
    fn is_given_several(&self) -> bool {
        match self.op_of(self.event) {
            Some(Op::Call(callee, arguments)) => {
                let compares = matches!(builtin(self.value(*callee)), Some("max" | "min"));
                let positional = arguments.iter().filter(|one| one.kind == ArgumentKind::Positional);
                compares && positional.count() > 1
            }
            _ => false,
        }
    }

    /// A function that makes futures may be an argument.
    fn function_given(&mut self, target: &Value, candidates: &[Candidate], placed: Placed<'_>) {
        let argument = placed.1.value;
        let value = self.value(argument).clone();
        let Some(functions) = self.functions_called(&value) else { return };
        let result = self.result_futures(&value);
        if result == Futures::None {
            return;
        }
        let taker = match candidates.is_empty() {
            true => taker(target, placed),
            false => Some(Taker::Own(self.parameters_given(candidates, placed))),
        };
        let Some(taker) = taker else { return };
        if matches!(taker, Taker::Decides(_)) && result == Futures::StandIn {
            // What stands in for a value does as well there.
            return;
        }
        if matches!(taker, Taker::Decides(_))
            && let Some(Op::Closure(made, _)) = self.op_of(argument)
        {
            // Its own result is what decides.
            let lambda = FunctionKey { module: self.key.module, function: *made };
            if self.knowledge.function(lambda).kind == FunctionKind::Lambda {
                self.knowledge.changed |= self.knowledge.state.deciding.insert(lambda);
                return;
            }
        }
        self.facts.callbacks.insert((self.statement, argument), CallbackGiven { functions, taker });
    }

    /// What a parameter that the argument fills is declared to be.
    fn declared_by_parameter(
        &self,
        (key, receiver): &Candidate,
        (place, argument): Placed<'_>,
    ) -> Option<Declaration> {
        let params = &self.knowledge.function(*key).params;
        let takes = |kind| matches!(kind, ParamKind::PositionalOnly | ParamKind::Positional);
        let of_kind = |kind: ParamKind| params.iter().find(|param| param.kind == kind);
        let param = match &argument.kind {
            ArgumentKind::Positional => {
                let index = place + usize::from(receiver.is_some());
                params.get(index).filter(|param| takes(param.kind)).or_else(|| of_kind(ParamKind::Rest))
            }
            ArgumentKind::Keyword(name) => params
                .iter()
                .find(|param| param.name == *name && param.kind != ParamKind::PositionalOnly)
                .or_else(|| of_kind(ParamKind::KeywordRest)),
            _ => None,
        };
        Some((key.module, param?.annotation.clone()?))
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
}

/// Who of Python's own is given a function, and what comes of what it returns.
fn taker(target: &Value, (place, argument): Placed<'_>) -> Option<Taker> {
    let is_key = matches!(&argument.kind, ArgumentKind::Keyword(name) if name == "key");
    if let Some(name) = builtin(target) {
        let takes = (is_key && TAKES_KEY.contains(&name)) || (name == "filter" && place == 0);
        return takes.then(|| Taker::Decides(format!("{name}()")));
    }
    let only: Vec<&Type> = target.types.iter().collect();
    if let [Type::LibraryName(path)] = only[..] {
        let path = path.as_str();
        let decides = (DECIDES.contains(&path) && place == 0) || (DECIDES_BY_KEY.contains(&path) && is_key);
        return match FORGETS.contains(&path) {
            true => Some(Taker::Known(format!("{path}()"))),
            false => decides.then(|| Taker::Decides(format!("{path}()"))),
        };
    }
    let (name, receiver) = only_method(target)?;
    let forgets = match name {
        "add_done_callback" => receiver.is_only(|kind| *kind == Type::Future),
        "sort" if receiver.is_only(|kind| *kind == Type::List) && is_key => {
            return Some(Taker::Decides(".sort()".to_owned()));
        }
        name => LOOP_FORGETS.contains(&name) && receiver.is_only(|kind| matches!(kind, Type::Library(_))),
    };
    forgets.then(|| Taker::Known(format!(".{name}()")))
}

/// Whether `target` is text's method, or a library's function, that can do nothing with a future.
fn takes_values(target: &Value) -> bool {
    let only: Vec<&Type> = target.types.iter().collect();
    match only[..] {
        [Type::LibraryName(path)] => OF_LIBRARY.contains(&path.as_str()) || path.starts_with("math."),
        _ => only_method(target).is_some_and(|(name, receiver)| {
            OF_TEXT.contains(&name) && receiver.is_only(|kind| *kind == Type::Immutable)
        }),
    }
}

/// The method that `target` is, and its object.
fn only_method(target: &Value) -> Option<(&str, &Value)> {
    let mut bound = target.bound.iter();
    match (bound.next(), bound.next()) {
        (Some((name, receiver)), None) => Some((name, receiver)),
        _ => None,
    }
}

/// The builtin function that `target` is.
fn builtin(target: &Value) -> Option<&str> {
    let mut types = target.types.iter();
    match (types.next(), types.next(), target.bound.is_empty()) {
        (Some(Type::Builtin(name)), None, true) => Some(name),
        _ => None,
    }
}
