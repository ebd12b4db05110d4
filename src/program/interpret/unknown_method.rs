//! Methods of receivers that nobody knows: all that they could be.
//!
//! Must not know types: those are told apart before.

use super::Walk;
use super::call::Given;
use crate::options::Strictness;
use crate::program::common_set::CommonSet;
use crate::program::library;
use crate::program::location::{Access, FunctionKey};
use crate::program::value::{Type, Value};
use crate::summary::{ArgumentKind, Function, MethodKind, ParamKind};

impl Walk<'_, '_> {
    /// A method of an object that nobody knows: its own, or one of that name of any class of the program.
    pub(super) fn unknown_method(&mut self, name: &str, receiver: &Value, given: &[Given]) -> Value {
        let mut result = self.unseen_method(name, receiver, given);
        let mut is_known = library::may_mutate(name);
        for key in self.knowledge.methods_named(self.key.module, name) {
            if self.fits(key, given) {
                let is_static = self.knowledge.function(key).method == MethodKind::Static;
                let value = self.call_function(key, (!is_static).then_some(receiver), given, None);
                result.join(&value);
                is_known = true;
            }
        }
        for method in self.knowledge.loose_methods(name) {
            let value = self.call_function(method, Some(receiver), given, None);
            result.join(&value);
            is_known = true;
        }
        if !is_known {
            self.hands(receiver, self.callee_here());
            self.hands_arguments(given);
        }
        result
    }

    /// Whether a call with these arguments can be one of the method `key`: with others it would only raise.
    fn fits(&self, key: FunctionKey, given: &[Given]) -> bool {
        let function = self.knowledge.function(key);
        if matches!(function.method, MethodKind::Property | MethodKind::Setter) {
            return false;
        }
        let spreads =
            |argument: &Given| matches!(argument.kind, ArgumentKind::Rest | ArgumentKind::KeywordRest);
        // A decorator may change what it takes.
        !function.decorators.is_empty() || given.iter().any(spreads) || takes(function, given)
    }

    /// A method that is none of the program's.
    pub(super) fn unseen_method(&mut self, name: &str, receiver: &Value, given: &[Given]) -> Value {
        self.works(None);
        if library::may_mutate(name) || self.strict == Strictness::Strict {
            let mut parts = CommonSet::new();
            for argument in given {
                parts.join(&self.dependences_of(&argument.value));
            }
            self.mutate(receiver, &parts);
            for argument in given {
                self.put_into(receiver, &argument.value.clone(), &Default::default());
            }
        } else {
            self.read(receiver, Access::Read);
        }
        self.unknown_arguments(given);
        let mut result = match name {
            // Whatever it is, a copy of it is a new object.
            "copy" | "__copy__" => receiver.copied(Type::Unknown),
            _ => receiver.element().joined(&Value::unknown()),
        };
        result.depends.extend(self.dependences_of(receiver));
        result
    }
}

/// Whether a method of an instance takes these arguments.
fn takes(function: &Function, given: &[Given]) -> bool {
    let bound = usize::from(function.method != MethodKind::Static);
    let by_place = |argument: &&Given| argument.kind == ArgumentKind::Positional;
    let positional = bound + given.iter().filter(by_place).count();
    let words: Vec<&str> = given
        .iter()
        .filter_map(|argument| match &argument.kind {
            ArgumentKind::Keyword(word) => Some(word.as_str()),
            _ => None,
        })
        .collect();
    let mut places = 0;
    let (mut any_place, mut any_word) = (false, false);
    for param in &function.params {
        let is_given = match param.kind {
            ParamKind::Rest => {
                any_place = true;
                true
            }
            ParamKind::KeywordRest => {
                any_word = true;
                true
            }
            ParamKind::Positional | ParamKind::PositionalOnly => {
                places += 1;
                places <= positional
            }
            ParamKind::KeywordOnly => false,
        };
        if !is_given && param.default.is_none() && !words.contains(&param.name.as_str()) {
            return false;
        }
    }
    let known = |word: &&str| function.params.iter().any(|param| param.name == *word);
    (any_place || positional <= places) && (any_word || words.iter().all(known))
}
