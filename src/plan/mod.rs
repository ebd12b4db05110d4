//! The decisions: which locations are shared, lock classes and their order, sections, waits against held locks.
//!
//! Must not know syntax or text. `weave` only renders what is decided here.

mod account;
mod asked;
mod body;
mod call_here;
mod decision;
mod diagnostics;
mod dropped;
mod elsewhere;
mod futures;
mod held;
mod launch;
mod lock_module;
mod local_locks;
mod locks;
mod named;
mod names;
mod narrowed;
mod objects;
mod order;
mod ordinary;
mod overrides;
mod overwritten;
mod own_locks;
mod plain_use;
mod processes;
mod proof;
mod reentry;
mod report;
mod serial;
mod sharing;
mod split;
mod stale;
mod tree;
mod view;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic};
use crate::options::{LockStyle, Options, Switch};
use crate::program::{Duty, FunctionKey, KnownLock, LocationId, ModuleInput, Modules, Program, Touch};
use crate::python::{HeldFor, Marker};
use crate::summary::{
    Function, FunctionId, FunctionKind, ImportRef, ModuleSummary, Op, StatementId, ValueId,
};
use crate::text::{Place, Span};

pub use account::{
    Account, Assumption, AssumptionKind, FreeReason, FreeVariable, FunctionAccount, FunctionName, Guarded,
    HeldCall, Hop, JoinAccount, LaunchAccount, LaunchedIn, LockAccount, LockOrigin, ModuleAccount, Need,
    Reached, Role, SectionAccount, Variable, Way,
};
use body::BodyStyle;
pub use decision::{
    BodyImport, BodyImportPlacing, Form, GivenLock, Hoist, HoistForm, InPlaceCall, InPlaceSpelling, Launch,
    LaunchKind, Lock, LockId, LockImport, LockModule, LockPlan, LockSource, ModulePlan, Point, Pool, PoolId,
    Section, Split,
};
pub use launch::LaunchReason;
use locks::{Locks, ModuleLocks};
use named::Named;
use names::Names;
use objects::Objects;
use ordinary::GuardStyle;
pub use serial::{SerialCall, SerialModule, Touched, serial};
use sharing::{LockClass, Sharing};
use view::{Classes, FunctionDraft, View};

/// The summaries behind a program, by module.
pub(crate) struct Inputs<'a> {
    modules: &'a [ModuleInput<'a>],
}

impl<'a> Inputs<'a> {
    fn summary(&self, module: u32) -> &'a ModuleSummary {
        self.modules[module as usize].summary
    }

    fn function(&self, key: FunctionKey) -> &'a Function {
        &self.summary(key.module).functions[key.function.0 as usize]
    }

    /// All functions, module by module.
    fn functions(&self) -> impl Iterator<Item = (FunctionKey, &'a Function)> + '_ {
        self.modules.iter().zip(0..).flat_map(|(input, module)| {
            let functions = input.summary.functions.iter().zip(0..);
            functions.map(move |(function, id)| (FunctionKey { module, function: FunctionId(id) }, function))
        })
    }

    /// The locks of all libraries, if the module is one of a library.
    fn library(&self, module: u32) -> Option<&'a [KnownLock]> {
        self.modules[module as usize].library
    }

    /// Whether a module of the program imports `module` or something from it.
    fn imports_from(&self, module: u32) -> bool {
        let resolver = Modules::new(self.modules);
        let named = |from: usize, import: &ImportRef| {
            let written = format!("{}{}", ".".repeat(import.level as usize), import.module);
            let inside = import.name.as_ref().map(|name| match written.ends_with('.') {
                true => format!("{written}{name}"),
                false => format!("{written}.{name}"),
            });
            [Some(written), inside]
                .into_iter()
                .flatten()
                .any(|path| resolver.written(from, &path) == Some(module as usize))
        };
        self.functions().any(|(key, function)| {
            let mut events = function.statements.iter().flat_map(|statement| &statement.events);
            events.any(|event| match &event.op {
                Op::Import(import) => named(key.module as usize, import),
                _ => false,
            })
        })
    }

    fn place(&self, module: u32, span: Span) -> Place {
        self.modules[module as usize].place(span)
    }
}

/// Plans the locks of `program`, which was linked from `modules`: one slice a module, in their order, and what there is to
/// say about it.
pub fn plan(
    program: &Program,
    modules: &[ModuleInput<'_>],
    options: &Options,
) -> (LockPlan, Vec<Diagnostic>) {
    let (plan, diagnostics, _) = plan_and(program, modules, options, &|_| ());
    (plan, diagnostics)
}

/// As `plan`, with the reasons of all that was decided.
pub fn plan_with_account(
    program: &Program,
    modules: &[ModuleInput<'_>],
    options: &Options,
) -> (LockPlan, Vec<Diagnostic>, Account) {
    plan_and(program, modules, options, &account::account)
}

/// Plans, and makes something of what was decided on the way.
fn plan_and<T>(
    program: &Program,
    modules: &[ModuleInput<'_>],
    options: &Options,
    made_of: &dyn Fn(&account::Decided<'_, '_>) -> T,
) -> (LockPlan, Vec<Diagnostic>, T) {
    let inputs = Inputs { modules };
    let (named, mut diagnostics) = named::named(program, &inputs);
    diagnostics.extend(report::given_up(program, &inputs));
    let sharing = sharing::sharing(program, &inputs, &named);
    let (lifted, drafts) = settled(program, &inputs, &sharing, &named, options);
    let mut names = free_names(modules);
    let (here, wrong) = call_here::calls_here(program, &inputs, &mut names);
    diagnostics.extend(wrong);
    let (mut slices, launches) = launched(program, &inputs, &here, &mut names, options);
    let taken: Vec<locks::Taken> = drafts.iter().flat_map(taken_by).collect();
    let view_of = |key| view(program, &inputs, &sharing, &named, key, &lifted);
    let objects = objects::objects(program, &inputs, &sharing, &named, &drafts, &view_of);
    let mut locks = locks::locks(program, &inputs, &sharing, (&named, &objects), &taken, &mut names, options);
    let whole = if objects.takes_whole(&drafts) { Switch::On } else { Switch::Off };
    if whole == Switch::On {
        locks.give_back_tables();
    }
    diagnostics.extend(locks.unreachable(program, &inputs, &named));
    diagnostics
        .extend(locks.missing(&inputs, program, &|lock| first_section(&inputs, &drafts, &locks, lock)));
    let mut report = report::Report {
        program,
        inputs: &inputs,
        sharing: &sharing,
        named: &named,
        in_place: BTreeSet::new(),
    };
    report.in_place = report.slow_in_place(&drafts);
    for (key, draft) in &drafts {
        diagnostics.extend(report.function(*key, draft));
    }
    let order = order_of(program, &inputs, &sharing, &named, &lifted, &drafts, &locks);
    diagnostics.extend(order.cycles(program, &locks));
    diagnostics.extend(order::import_waits(program, &inputs));
    diagnostics.extend(reentry::reentries(program, &inputs, (&sharing, &named), &drafts));
    diagnostics.extend(futures::futures(program, &inputs, &slices, &drafts));
    diagnostics.extend(overrides::overrides(program, &inputs));
    diagnostics.extend(elsewhere::elsewhere(program, &inputs, &sharing, &named, options));
    if !program.is_complete {
        // What else was found rests on half of the facts.
        diagnostics.retain(|diagnostic| diagnostic.code == Code::LW906);
    }
    diagnostics.extend(stale::stale(program, &inputs));
    for (module, slice) in slices.iter_mut().enumerate() {
        let module = module as u32;
        if inputs.library(module).is_some() {
            // It is woven already.
            *slice = ModulePlan::default();
            continue;
        }
        let seen = locks.seen_from(module, &mut names[module as usize]);
        // Temporaries are locals: two functions may use one name.
        let around = Arc::new(names[module as usize].clone());
        for (key, draft) in drafts.iter().filter(|(key, _)| key.module == module) {
            let views = &program.functions[key].views;
            let taken = (&locks, &seen, &objects);
            render(&inputs, *key, draft, views, taken, Names::inside(&around), slice);
            call_here::waited_in_place(program, &inputs, *key, slice);
        }
        (slice.locks, slice.lock_import) = (seen.locks, seen.import);
    }
    let plan = LockPlan {
        modules: slices,
        lock_module: locks.lock_module(program, whole),
        locks: locks.known(program),
    };
    let (sharing, named, locks, launches) = (&sharing, &named, &locks, &launches);
    let decided = account::Decided { program, inputs: &inputs, sharing, named, locks, plan: &plan, launches };
    let made = made_of(&decided);
    (plan, diagnostics, made)
}

/// Slices that say how each body starts, and which are called in the caller's thread; and why each starts so.
fn launched(
    program: &Program,
    inputs: &Inputs<'_>,
    here: &call_here::HereCalls,
    names: &mut [Names],
    options: &Options,
) -> (Vec<ModulePlan>, BTreeMap<FunctionKey, LaunchReason>) {
    let mut slices: Vec<ModulePlan> = Vec::new();
    let mut launches: BTreeMap<FunctionKey, LaunchReason> = BTreeMap::new();
    for (module, names) in names.iter_mut().enumerate() {
        let launched = launch::launches(program, inputs, module as u32, options, here, names);
        launches.extend(launched.reasons);
        slices.push(ModulePlan {
            pools: launched.pools,
            launches: launched.launches,
            forks: program.forks,
            ..ModulePlan::default()
        });
    }
    here.write_into(inputs, &mut slices);
    (slices, launches)
}

/// The sections of all functions, with the blocks of the program's own locks that take ours before theirs.
fn settled(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    named: &Named,
    options: &Options,
) -> (Lifted, BTreeMap<FunctionKey, FunctionDraft>) {
    let mut lifted = Lifted::new();
    // Each round takes at least one more block whole, so there is a last one.
    loop {
        let drafts = drafts(program, inputs, sharing, named, &lifted, options);
        let more = liftable(program, inputs, sharing, named, &lifted, &drafts, options);
        if more.is_subset(&lifted) {
            return (lifted, drafts);
        }
        lifted.extend(more);
    }
}

/// The first place outside of libraries where `lock` is taken.
fn first_section(
    inputs: &Inputs<'_>,
    drafts: &BTreeMap<FunctionKey, FunctionDraft>,
    locks: &Locks,
    lock: LockId,
) -> Option<Place> {
    let own = drafts.iter().filter(|(key, _)| inputs.library(key.module).is_none());
    let mut sections = own.flat_map(|(key, draft)| draft.sections.iter().map(move |section| (*key, section)));
    let (key, section) = sections.find(|(_, section)| locks.of(&section.locks).contains(&lock))?;
    let statement = &inputs.function(key).statements[section.first.statement.0 as usize];
    Some(inputs.place(key.module, statement.span))
}

/// Blocks of the program's own locks that take ours before theirs.
type Lifted = BTreeSet<(FunctionKey, StatementId)>;

/// The blocks of the program's own locks that take part in a cycle with ours only because they take ours inside.
fn liftable(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    named: &Named,
    lifted: &Lifted,
    drafts: &BTreeMap<FunctionKey, FunctionDraft>,
    options: &Options,
) -> Lifted {
    if program.functions.values().all(|facts| facts.acquires.is_empty()) {
        return Lifted::new();
    }
    let taken: Vec<locks::Taken> = drafts.iter().flat_map(taken_by).collect();
    let mut names = free_names(inputs.modules);
    let unknown = Objects::default();
    let locks = locks::locks(program, inputs, sharing, (named, &unknown), &taken, &mut names, options);
    order_of(program, inputs, sharing, named, lifted, drafts, &locks).liftable()
}

/// The names that are free in each module.
fn free_names(modules: &[ModuleInput<'_>]) -> Vec<Names> {
    modules.iter().map(|module| Names::new(&module.summary.identifiers)).collect()
}

/// What each section of a function takes.
fn taken_by((key, draft): (&FunctionKey, &FunctionDraft)) -> Vec<locks::Taken> {
    draft.sections.iter().map(|section| (*key, section.locks.clone())).collect()
}

/// The sections of all functions.
fn drafts(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    named: &Named,
    lifted: &Lifted,
    options: &Options,
) -> BTreeMap<FunctionKey, FunctionDraft> {
    let keys = program.functions.keys();
    let mut drafts =
        keys.map(|key| (*key, draft(program, inputs, sharing, named, *key, lifted, options))).collect();
    held::relieve(program, inputs, &mut drafts);
    drafts
}

/// Our locks and the program's own, as the sections take them.
fn order_of(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    named: &Named,
    lifted: &Lifted,
    drafts: &BTreeMap<FunctionKey, FunctionDraft>,
    locks: &Locks,
) -> order::LockOrder {
    let mut order = order::LockOrder::default();
    for (key, draft) in drafts {
        let entered = program.handlers.get(key).copied();
        order.add(inputs, *key, &view(program, inputs, sharing, named, *key, lifted), draft, locks, entered);
    }
    order
}

/// The sections of one function.
fn draft(
    program: &Program,
    inputs: &Inputs<'_>,
    sharing: &Sharing,
    named: &Named,
    key: FunctionKey,
    lifted: &Lifted,
    options: &Options,
) -> FunctionDraft {
    let function = inputs.function(key);
    if matches!(function.kind, FunctionKind::Lambda | FunctionKind::GeneratorExpression) {
        // Neither has statements to guard: whoever runs one guards it.
        return FunctionDraft::default();
    }
    let view = view(program, inputs, sharing, named, key, lifted);
    let explicit = if options.style == LockStyle::With { Form::With } else { Form::Explicit };
    let atomic = if options.style == LockStyle::With { Form::AtomicWith } else { Form::AtomicExplicit };
    let mut draft = sections(&view, sharing, named, key, program, (explicit, atomic));
    if !ordinary::has_atomic_blocks(&view) {
        narrowed::note_torn(&view, &mut draft);
    }
    split::torn_inside(&view, &mut draft, &|location: LocationId| sharing.class(location));
    let waits = proof::waits_under_locks(&view, &draft);
    let is_news = |wait: &view::Blocked| {
        !draft.blocked.iter().any(|known| (known.statement, known.event) == (wait.statement, wait.event))
    };
    let news: Vec<view::Blocked> = waits.into_iter().filter(is_news).collect();
    draft.blocked.extend(news);
    draft
}

/// The sections of one function, by what it is; `forms` are those of a body's sections and of its atomic blocks.
fn sections(
    view: &View<'_>,
    sharing: &Sharing,
    named: &Named,
    key: FunctionKey,
    program: &Program,
    forms: (Form, Form),
) -> FunctionDraft {
    let (explicit, atomic) = forms;
    let facts = &program.functions[&key];
    let function = view.tree.function;
    let class_of = |location: LocationId| sharing.class(location);
    match facts.duty {
        Duty::Body => {
            let Some(Marker::Concurrent(arguments)) = &function.marker else {
                return FunctionDraft::default();
            };
            if arguments.executor.is_some() {
                return FunctionDraft::default();
            }
            let style = BodyStyle { form: explicit };
            if ordinary::has_atomic_blocks(view) {
                return ordinary::plan_ordinary(view, GuardStyle { form: explicit, atomic }, &class_of);
            }
            let exactly = exactly(sharing, named, key);
            let touched: Classes = facts.touches.iter().filter_map(|touch| sharing.need(touch)).collect();
            let unseen: Classes =
                exactly.iter().flatten().filter(|class| !touched.contains(class)).copied().collect();
            if arguments.held_for == HeldFor::Body || !unseen.is_empty() {
                return body::plan_whole(view, style, &unseen);
            }
            body::plan_body(view, style, &class_of)
        }
        Duty::Atomic => {
            let draft = body::plan_body(view, BodyStyle { form: Form::With }, &class_of);
            held_over_waits(view, draft)
        }
        Duty::Ordinary
            if program.below_bodies.contains(&key)
                && !facts.waits.is_empty()
                && !ordinary::has_atomic_blocks(view) =>
        {
            body::plan_body(view, BodyStyle { form: Form::With }, &class_of)
        }
        Duty::Ordinary => ordinary::plan_ordinary(
            view,
            GuardStyle { form: Form::With, atomic: Form::AtomicWith },
            &class_of,
        ),
    }
}

/// A function with what each of its events needs.
fn view<'a>(
    program: &'a Program,
    inputs: &Inputs<'a>,
    sharing: &Sharing,
    named: &Named,
    key: FunctionKey,
    lifted: &Lifted,
) -> View<'a> {
    let exactly = beneath(sharing, named, key);
    let need = |touch: &Touch| needed(program, sharing, named, exactly.as_ref(), key, touch);
    let lifted = lifted.range((key, StatementId(0))..=(key, StatementId(u32::MAX)));
    View::new(tree::Tree::new(inputs.function(key)), &program.functions[&key], need)
        .lifting(lifted.map(|(_, block)| *block))
}

/// The class whose lock a touch of the function `key` needs, as far as its marker doesn't say otherwise.
fn needed(
    program: &Program,
    sharing: &Sharing,
    named: &Named,
    exactly: Option<&Classes>,
    key: FunctionKey,
    touch: &Touch,
) -> Option<LockClass> {
    let facts = &program.functions[&key];
    if facts.duty == Duty::Ordinary && !program.runs_beside(key, facts, touch) {
        return None;
    }
    let class = sharing.need(touch)?;
    let by_hand = sharing.held_by_hand.get(&(key, touch.statement));
    if by_hand.is_some_and(|classes| classes.contains(&class)) {
        return None;
    }
    let named_here = exactly.is_none_or(|classes| classes.contains(&class));
    (named_here && !named.is_vouched(key, class, sharing)).then_some(class)
}

/// What a body's marker says to lock, if it says so.
fn exactly(sharing: &Sharing, named: &Named, key: FunctionKey) -> Option<Classes> {
    let locations = named.exactly.get(&key)?;
    Some(locations.iter().map(|location| sharing.class(*location)).collect())
}

/// The same, with what is reached through it.
fn beneath(sharing: &Sharing, named: &Named, key: FunctionKey) -> Option<Classes> {
    let locations = named.beneath.get(&key)?;
    Some(locations.iter().map(|location| sharing.class(*location)).collect())
}

/// An `@atomic` function is one section: a wait that would split it is refused.
fn held_over_waits(view: &View<'_>, mut draft: FunctionDraft) -> FunctionDraft {
    let splits_it = draft.sections.len() > 1 || !draft.splits.is_empty();
    let body = &view.tree.function.body.statements;
    if splits_it
        && let Some((statement, event)) = view.first_barrier(body.iter().flat_map(|id| view.tree.inside(*id)))
    {
        let locks = body.iter().flat_map(|id| view.whole(*id)).collect();
        draft.blocked.push(view::Blocked { statement, event, locks });
    }
    draft
}

/// Turns a draft into the module's slice: locks by id, temporaries by name.
fn render(
    inputs: &Inputs<'_>,
    key: FunctionKey,
    draft: &FunctionDraft,
    views: &BTreeSet<(StatementId, ValueId)>,
    (locks, seen, tables): (&Locks, &ModuleLocks, &Objects),
    mut names: Names,
    slice: &mut ModulePlan,
) {
    let function = inputs.function(key);
    let tree = tree::Tree::new(function);
    let is_whole = |point: &Point| draft.splits.iter().all(|split| split.statement != point.statement);
    let own = slice.sections.len();
    let mut sections: Vec<(usize, &view::Draft)> = draft.sections.iter().enumerate().collect();
    sections.sort_by_key(|(_, section)| section.first);
    for (index, section) in sections {
        let named = tables.of(key, index).into_iter();
        let objects: BTreeMap<LockId, Vec<String>> =
            named.filter_map(|(class, names)| Some((seen.one(locks.id(class)?)?, names))).collect();
        let locks = seen.local(&locks.of(&section.locks));
        let run = tree::Run { first: section.first.statement, last: section.last.statement };
        // The hoists of a header alone.
        let is_header = draft.splits.iter().any(|split| {
            let last = Point { statement: split.statement, part: split.hoists.len() as u32 };
            section.first == Point { part: 0, ..last } && section.last < last
        });
        let is_plain = is_whole(&section.first) && is_whole(&section.last);
        if section.form == Form::With && (is_plain || is_header) {
            // Locks that were merged make neighbours of one lock out of neighbours of two.
            let neighbour = slice.sections[own..].iter_mut().find(|earlier| {
                let before = tree::Run { first: earlier.first.statement, last: earlier.last.statement };
                earlier.form == Form::With
                    && earlier.locks == locks
                    && earlier.objects == objects
                    && is_whole(&earlier.first)
                    && is_whole(&earlier.last)
                    && tree.follows(before, run)
            });
            if let Some(earlier) = neighbour {
                earlier.last = section.last;
                continue;
            }
        }
        slice.sections.push(Section {
            function: key.function,
            first: section.first,
            last: section.last,
            locks,
            objects,
            form: section.form,
            releases: section.releases.clone(),
        });
    }
    for split in &draft.splits {
        let hoists = split
            .hoists
            .iter()
            .enumerate()
            .map(|(part, event)| Hoist {
                expression: tree.span(split.statement, *event),
                name: names.fresh(temporary(&tree, split.statement, *event)),
                form: match views.contains(&(split.statement, *event)) {
                    _ if split.waited.contains(&part) => HoistForm::Waited,
                    true => HoistForm::List,
                    false => HoistForm::Value,
                },
            })
            .collect();
        slice.splits.push(Split { function: key.function, statement: split.statement, hoists });
    }
}

/// What a temporary is called: by what it holds.
fn temporary(tree: &tree::Tree<'_>, statement: StatementId, event: ValueId) -> &'static str {
    use crate::summary::{Op, StatementKind};
    match &tree.statement(statement).kind {
        StatementKind::If { test, .. } if *test == event => "_test",
        StatementKind::For { iterable, .. } if *iterable == event => "_items",
        StatementKind::With { items, .. } if items.contains(&event) => "_manager",
        StatementKind::Match { subject, .. } if *subject == event => "_subject",
        _ => match tree.event(statement, event).map(|event| &event.op) {
            Some(Op::Call(callee, _)) => match tree.event(statement, *callee).map(|event| &event.op) {
                Some(Op::Attribute(_, name)) if name == "result" => "_result",
                _ => "_value",
            },
            _ => "_value",
        },
    }
}
