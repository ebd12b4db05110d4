//! What runs in this process alone, what only in those of executors, and what in all of them: when a module is imported.
//!
//! ```python
//! limit = 10                    # in every process: each imports the module
//!
//! if __name__ == "__main__":
//!     limit = 20                # in this process alone
//! ```
//! With `fork` a child has what its parent had by then; no program should count on it. Must not know what that means for a body.

use std::collections::{BTreeMap, BTreeSet};

use super::Inputs;
use super::sharing::{LockClass, Sharing};
use super::tree::Tree;
use crate::program::{Access, Duty, FunctionKey, Level, Program, Reach, Touch};
use crate::summary::{FunctionKind, StatementId};
use crate::text::Place;

/// Accesses, and whose they are, by the part of a location that they touch.
type ByPart<'r> = BTreeMap<(LockClass, Level), Vec<(FunctionKey, &'r Touch)>>;

/// Who runs where.
pub(super) struct Processes<'r, 'a> {
    program: &'r Program,
    inputs: &'r Inputs<'a>,
    sharing: &'r Sharing,
    /// All accesses, by what they touch.
    touches: ByPart<'r>,
    /// Functions that run in this process.
    here: BTreeSet<FunctionKey>,
    /// Of these, those that do so at other times than while a module is imported.
    after_start: BTreeSet<FunctionKey>,
    /// Statements of modules that only a script runs.
    for_scripts: BTreeSet<(FunctionKey, StatementId)>,
}

/// Who writes a part of a location.
#[derive(Default)]
pub(super) struct Written {
    /// Code of this process writes it when modules have been imported.
    pub(super) after_start: Option<Place>,
    /// The same, when bodies may run.
    pub(super) late: Option<Place>,
    /// Code writes it that may run beside bodies, bodies among it.
    pub(super) beside: bool,
    /// Code writes it that runs in the processes of executors only.
    pub(super) elsewhere: bool,
}

impl<'r, 'a> Processes<'r, 'a> {
    pub(super) fn new(
        program: &'r Program,
        inputs: &'r Inputs<'a>,
        sharing: &'r Sharing,
    ) -> Processes<'r, 'a> {
        let mut calls: BTreeMap<FunctionKey, BTreeSet<FunctionKey>> = BTreeMap::new();
        let mut imported = BTreeSet::new();
        let mut started = BTreeSet::new();
        let mut for_scripts = BTreeSet::new();
        let mut called = BTreeSet::new();
        let is_for_executor = |key: &FunctionKey| program.executors.contains_key(key);
        for (key, facts) in &program.functions {
            let function = inputs.function(*key);
            let is_module = function.kind == FunctionKind::Module;
            if is_module {
                let tree = Tree::new(function);
                let guards = (0..).map(StatementId).take(function.statements.len());
                let guards = guards.filter(|id| tree.statement(*id).is_for_scripts());
                for_scripts.extend(guards.flat_map(|id| tree.inside(id)).map(|id| (*key, id)));
            }
            let here = facts.calls_here.iter();
            let here = here
                .flat_map(|((statement, _), call)| call.functions.keys().map(move |body| (statement, body)));
            // A body for an executor that is called is called there, unless by `call_here`.
            let direct = facts.calls.iter().filter(|(_, callee)| !is_for_executor(callee));
            for (statement, callee) in direct.map(|(statement, callee)| (statement, callee)).chain(here) {
                called.insert(*callee);
                match (is_module, for_scripts.contains(&(*key, *statement))) {
                    (true, true) => started.insert(*callee),
                    (true, false) => imported.insert(*callee),
                    (false, _) => calls.entry(*key).or_default().insert(*callee),
                };
            }
        }
        // What nobody calls, others may; what stands inside of something runs where that does.
        let alone = program.functions.iter().filter(|(key, facts)| {
            let kind = inputs.function(**key).kind;
            let is_top = inputs.function(**key).parent.is_none_or(|parent| {
                let parent = inputs.function(FunctionKey { module: key.module, function: parent });
                !matches!(parent.kind, FunctionKind::Def | FunctionKind::Lambda)
            });
            let is_started = facts.duty == Duty::Body
                || program.threaded.contains(*key)
                || (!called.contains(*key) && is_top);
            is_started && kind != FunctionKind::Module && !is_for_executor(key)
        });
        started.extend(alone.map(|(key, _)| *key).filter(|key| !program.initializers.contains(key)));
        let after_start = reachable(&calls, started);
        let here = &after_start | &reachable(&calls, imported);
        let touches = by_part(program, sharing);
        Processes { program, inputs, sharing, touches, here, after_start, for_scripts }
    }

    /// Whether a statement runs in this process, later than while modules are imported.
    fn runs_after_start(&self, key: FunctionKey, statement: StatementId) -> bool {
        self.after_start.contains(&key) || self.for_scripts.contains(&(key, statement))
    }

    /// The accesses of any code to what `touch` touches, each where it is made or brought about.
    fn others(&self, touch: &Touch) -> impl Iterator<Item = (FunctionKey, &'r Touch)> + '_ {
        let part = (self.sharing.class(touch.location), touch.level);
        self.touches.get(&part).into_iter().flatten().copied()
    }

    /// Who writes what `touch` touches.
    pub(super) fn written(&self, touch: &Touch) -> Written {
        let mut written = Written::default();
        for (key, other) in self.others(touch).filter(|(_, other)| other.access == Access::Write) {
            let facts = &self.program.functions[&key];
            if self.program.initializers.contains(&key) {
                // It runs in the process of the bodies, before them.
                continue;
            }
            let is_late = facts.late.contains(&other.statement) || facts.duty != Duty::Ordinary;
            written.beside |= is_late;
            if other.reach != Reach::Direct {
                continue;
            }
            let place = self
                .inputs
                .place(key.module, self.inputs.function(key).statements[other.statement.0 as usize].span);
            if self.runs_after_start(key, other.statement) {
                written.after_start.get_or_insert(place);
                if is_late {
                    written.late.get_or_insert(place);
                }
            }
            let is_module = self.inputs.function(key).kind == FunctionKind::Module;
            written.elsewhere |= !self.here.contains(&key) && !is_module;
        }
        written
    }

    /// Where this process reads what `touch` touches when modules have been imported.
    pub(super) fn read_here(&self, touch: &Touch) -> Option<Place> {
        let mut others = self.others(touch);
        let (key, other) = others.find(|(key, other)| {
            other.reach == Reach::Direct
                && other.access == Access::Read
                && self.runs_after_start(*key, other.statement)
        })?;
        let statement = &self.inputs.function(key).statements[other.statement.0 as usize];
        Some(self.inputs.place(key.module, statement.span))
    }
}

fn by_part<'r>(program: &'r Program, sharing: &Sharing) -> ByPart<'r> {
    let mut touches = ByPart::new();
    for (key, facts) in &program.functions {
        for touch in &facts.touches {
            touches.entry((sharing.class(touch.location), touch.level)).or_default().push((*key, touch));
        }
    }
    touches
}

/// `from` and all that they call, directly or not.
fn reachable(
    calls: &BTreeMap<FunctionKey, BTreeSet<FunctionKey>>,
    from: BTreeSet<FunctionKey>,
) -> BTreeSet<FunctionKey> {
    let mut open: Vec<FunctionKey> = from.iter().copied().collect();
    let mut reached = from;
    while let Some(caller) = open.pop() {
        let callees = calls.get(&caller).into_iter().flatten();
        open.extend(callees.filter(|callee| reached.insert(**callee)));
    }
    reached
}
