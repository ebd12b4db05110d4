//! Which locks are surely held where: by the statement's own function, and by all callers of it.
//!
//! A function is entered with a lock held if every call of it holds the lock and nobody else can call it. The greatest solution over
//! the call graph, so that recursion doesn't break it.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Run, Tree};
use super::view::{Classes, FunctionDraft};
use super::{Form, Inputs};
use crate::program::{Duty, FunctionKey, Program};
use crate::summary::{FunctionKind, StatementId, Suspends};

/// What is held at a statement, by its own function.
pub(super) type HeldAt<'a, L> = dyn Fn(FunctionKey, StatementId) -> BTreeSet<L> + 'a;

/// The locks that each function is surely entered with; none for one that is not in it.
pub(super) fn entered_with<L: Copy + Ord>(
    program: &Program,
    inputs: &Inputs<'_>,
    held_at: &HeldAt<'_, L>,
) -> BTreeMap<FunctionKey, BTreeSet<L>> {
    let mut calls: BTreeMap<FunctionKey, Vec<(FunctionKey, BTreeSet<L>)>> = BTreeMap::new();
    for (caller, facts) in &program.functions {
        for (statement, callee) in &facts.calls {
            if is_private(program, inputs, *callee) {
                calls.entry(*callee).or_default().push((*caller, held_at(*caller, *statement)));
            }
        }
    }
    // `None`: every lock, until a call says otherwise.
    let mut entered: BTreeMap<FunctionKey, Option<BTreeSet<L>>> =
        calls.keys().map(|key| (*key, None)).collect();
    let nothing = Some(BTreeSet::new());
    loop {
        let mut changed = false;
        for (callee, sites) in &calls {
            let mut common: Option<BTreeSet<L>> = None;
            for (caller, held) in sites {
                let Some(around) = entered.get(caller).unwrap_or(&nothing) else { continue };
                let all: BTreeSet<L> = held.union(around).copied().collect();
                common = Some(match common {
                    Some(common) => common.intersection(&all).copied().collect(),
                    None => all,
                });
            }
            changed |= entered.get(callee) != Some(&common);
            entered.insert(*callee, common);
        }
        if !changed {
            break;
        }
    }
    entered.into_iter().filter_map(|(key, locks)| Some((key, locks?))).collect()
}

/// Takes the guards out of helpers whose every caller holds their locks.
pub(super) fn relieve(
    program: &Program,
    inputs: &Inputs<'_>,
    drafts: &mut BTreeMap<FunctionKey, FunctionDraft>,
) {
    let mut held: BTreeMap<(FunctionKey, StatementId), Classes> = BTreeMap::new();
    // A library was woven without this program: it holds none of the locks that this program's callbacks need.
    for (key, draft) in drafts.iter().filter(|(key, _)| inputs.library(key.module).is_none()) {
        let tree = Tree::new(inputs.function(*key));
        let is_split = |id: StatementId| draft.splits.iter().any(|split| split.statement == id);
        for section in &draft.sections {
            if section.form == Form::WhileTest || !section.releases.is_empty() {
                continue;
            }
            let (first, last) = (section.first.statement, section.last.statement);
            for id in tree.within(Run { first, last }) {
                // Of a statement that is taken apart only a part may lie in the section.
                let is_part = is_split(id) || (first == last && is_split(first));
                if !is_part {
                    held.entry((*key, id)).or_default().extend(&section.locks);
                }
            }
        }
    }
    let entered = entered_with(program, inputs, &|key: FunctionKey, statement: StatementId| {
        held.get(&(key, statement)).cloned().unwrap_or_default()
    });
    for (key, locks) in &entered {
        let Some(draft) = drafts.get_mut(key).filter(|_| !locks.is_empty()) else { continue };
        let splits: BTreeSet<StatementId> = draft.splits.iter().map(|split| split.statement).collect();
        draft.sections.retain(|section| {
            let whole =
                !splits.contains(&section.first.statement) && !splits.contains(&section.last.statement);
            section.form != Form::With || !whole || !section.locks.is_subset(locks)
        });
    }
}

/// Whether nobody calls the function but code of the program that is seen to.
pub(super) fn is_private(program: &Program, inputs: &Inputs<'_>, key: FunctionKey) -> bool {
    let function = inputs.function(key);
    let is_nested = function.parent.is_some_and(|parent| {
        inputs.summary(key.module).functions[parent.0 as usize].kind == FunctionKind::Def
    });
    let is_hidden = function.name.starts_with('_') && !function.name.ends_with("__");
    function.kind == FunctionKind::Def
        && function.suspends == Suspends::Never
        && program.functions[&key].duty == Duty::Ordinary
        && (is_nested || is_hidden)
        && !program.outside.contains(&key)
        && !program.threaded.contains(&key)
}
