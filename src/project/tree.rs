//! All files as one program: parsed, linked, planned, woven; what is linked by a lock is written all or none.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Output;
use super::finish::{Slice, finish};
use super::load::{Finished, Loaded, Parsed, at_file, guarded, load, parsed, said};
use super::reexport::{Own, spread};
use super::serial::{Spelling, spellings};
use super::stubs;
use super::unseen::unseen;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::files::{Content, Input, Wanted};
use crate::options::Options;
use crate::plan::{Account, LockPlan, ModulePlan, plan, plan_with_account};
use crate::program::{KnownLock, ModuleInput, Modules, Program, connected, link};
use crate::python::{Markers, markers};
use crate::summary::{ModuleSummary, summarize};
use crate::text::{FileId, Origins};
use crate::weave::lock_module;

/// All files done with.
pub(super) struct Woven {
    /// One for each input.
    pub(super) files: Vec<Finished>,
    /// The lock module's.
    pub(super) lock_module: Option<Output>,
    /// Inputs that are kept as they were because of errors in others.
    pub(super) held_back: Vec<usize>,
    /// The locks that other programs may have to take.
    pub(super) locks: Vec<KnownLock>,
    /// Which inputs take part in the program.
    pub(super) in_program: BTreeSet<usize>,
    /// What is about no file.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The reasons, where they are wanted and there is a program.
    pub(super) account: Option<Account>,
}

/// What is made of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Its outputs.
    Outputs,
    /// With them the reasons of all that was decided.
    Reasons,
}

/// A plan, what there is to say about it, and its reasons.
type Planned = (LockPlan, Vec<Diagnostic>, Option<Account>);

/// A module on its way through.
pub(super) struct Member {
    pub(super) index: usize,
    pub(super) parsed: Box<Parsed>,
    pub(super) markers: Markers,
    pub(super) found: Vec<Diagnostic>,
}

/// A module as linking sees it, beside its facts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    /// Its input.
    pub(super) index: usize,
    /// Whether it has a marker.
    pub(super) is_marked: bool,
    /// Where the text that its facts are about came from, if it is not the source.
    pub(super) origins: Option<&'a Origins>,
}

impl Part<'_> {
    pub(super) const fn file(self) -> FileId {
        FileId(self.index as u32)
    }
}

/// Which inputs are modules of libraries that were woven before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'a> {
    /// How many are none: these come first.
    pub(super) own: usize,
    /// The libraries' locks, in the order in which they are acquired.
    pub(super) locks: &'a [KnownLock],
}

/// The modules that are one program, and the plan for them.
#[derive(Default)]
pub(super) struct Linked {
    pub(super) plan: LockPlan,
    account: Option<Account>,
    /// By input: the module's place in the plan.
    places: BTreeMap<usize, usize>,
    pub(super) diagnostics: BTreeMap<Option<FileId>, Vec<Diagnostic>>,
}

/// Takes all `inputs` through the pipeline; `done` is called once a file.
pub(super) fn weave(
    inputs: &[Input],
    given: Given<'_>,
    options: &Options,
    wish: Wish,
    done: &(dyn Fn() + Sync),
) -> Woven {
    let loaded: Vec<Loaded> = inputs
        .par_iter()
        .enumerate()
        .map(|(index, input)| {
            let file = FileId(index as u32);
            let loaded = guarded(file, input, || load(file, input), Loaded::Finished);
            done();
            loaded
        })
        .collect();
    let (mut finished, mut members) = members(inputs, loaded);
    let is_program = members.iter().any(|member| member.markers != Markers::default());
    let mut summaries = vec![ModuleSummary::default(); members.len()];
    if is_program {
        summaries = summarized(inputs, &mut members);
        if spell(inputs, given, &mut members, &summaries, options) {
            summaries = summarized(inputs, &mut members);
        }
    }
    let mut linked = linked(inputs, given, &parts(&members), &summaries, (options, wish));
    let done_with: Vec<(usize, Finished)> = members
        .par_iter()
        .zip(&summaries)
        .map(|(member, summary)| {
            let input = &inputs[member.index];
            if member.index >= given.own {
                return (member.index, of_library(input, member, &linked));
            }
            let slice = linked.slice(member.index, summary, member.parsed.origins());
            let work = || finish(input, &member.parsed, member.found.clone(), slice.as_ref(), options);
            (member.index, guarded(member.parsed.module.file, input, work, |failed| failed))
        })
        .collect();
    finished.extend(done_with);
    finished.extend(stubs::woven(inputs, &members, &summaries, options));
    let mut files: Vec<Finished> = finished.into_values().collect();
    let held_back = hold_back(&linked, &mut files);
    stubs::keep_beside(inputs, &mut files);
    let lock_module = linked.plan.lock_module.as_ref().map(|wanted| {
        let content = match held_back {
            Some(_) => Content::Kept,
            None => Content::Bytes(lock_module(wanted, options).into_bytes()),
        };
        let path = lock_module_path(inputs, &linked, &wanted.name);
        Output {
            wanted: Wanted { path, content, like: None },
            line_map: None,
            planned: None,
            lock_module: Some(Box::new(wanted.clone())),
        }
    });
    let diagnostics = linked.diagnostics.get(&None).cloned().unwrap_or_default();
    let account = linked.account.take();
    Woven {
        files,
        lock_module,
        held_back: held_back.unwrap_or_default(),
        locks: std::mem::take(&mut linked.plan.locks),
        in_program: linked.places.keys().copied().collect(),
        diagnostics,
        account,
    }
}

/// The facts of all members, once names of ours have reached those that get them through others.
fn summarized(inputs: &[Input], members: &mut [Member]) -> Vec<ModuleSummary> {
    let own: Vec<Own> =
        members.par_iter().map(|member| Own::of(&member.parsed.module, &member.markers)).collect();
    let modules = modules(inputs, &parts(members));
    let syntax = |number: usize| members.get(number).map(|member| &member.parsed.module);
    for (number, (markers, found)) in spread(&modules, &own, &syntax) {
        let member = &mut members[number];
        member.markers = markers;
        if member.parsed.spelled.is_none() {
            member.found = found;
        }
    }
    members.par_iter().map(|member| summarize(&member.parsed.module, &member.markers)).collect()
}

/// Spells out the serial text of the members; gives whether there is any.
fn spell(
    inputs: &[Input],
    given: Given<'_>,
    members: &mut [Member],
    summaries: &[ModuleSummary],
    options: &Options,
) -> bool {
    let syntax = |number: usize| members.get(number).map(|member| &member.parsed.module);
    let spellings = spellings(inputs, given, &parts(members), summaries, &syntax, options);
    let is_any = !spellings.is_empty();
    for (number, Spelling { edits, found }) in spellings {
        let member = &mut members[number];
        member.found.extend(found);
        member.found.extend(member.parsed.spell(edits));
        (member.markers, _) = markers(&member.parsed.module);
    }
    is_any
}

/// A module of a library stays as it is; what is wrong with it in this program is told.
fn of_library(input: &Input, member: &Member, linked: &Linked) -> Finished {
    let file = member.parsed.module.file;
    let diagnostics = linked.diagnostics.get(&Some(file)).cloned().unwrap_or_default();
    let text = Some(member.parsed.source().text.clone());
    Finished { diagnostics, text, ..Finished::unchanged(input) }
}

/// Parses what is Python, as far as it can matter: a program needs all modules, but without a marker there is none.
fn members(inputs: &[Input], loaded: Vec<Loaded>) -> (BTreeMap<usize, Finished>, Vec<Member>) {
    let mut finished = BTreeMap::new();
    let mut found: Vec<Member> = Vec::new();
    let mut plain: Vec<(usize, Vec<u8>)> = Vec::new();
    for (index, loaded) in loaded.into_iter().enumerate() {
        match loaded {
            Loaded::Finished(file) => {
                finished.insert(index, file);
            }
            Loaded::Plain(bytes) => plain.push((index, bytes)),
            Loaded::Parsed(parsed) => {
                let (markers, diagnostics) = markers(&parsed.module);
                found.push(Member { index, parsed, markers, found: diagnostics });
            }
        }
    }
    let is_program = found.iter().any(|member| member.markers != Markers::default());
    let parse_plain = |(index, bytes): &(usize, Vec<u8>)| -> Option<Member> {
        let input = &inputs[*index];
        let file = FileId(*index as u32);
        match guarded(file, input, || parsed(file, input, bytes), Loaded::Finished) {
            Loaded::Parsed(parsed) => {
                Some(Member { index: *index, parsed, markers: Markers::default(), found: Vec::new() })
            }
            // Nobody can import what is no Python: it is no part of the program.
            _ => None,
        }
    };
    let more: Vec<Option<Member>> = match is_program {
        true => plain.par_iter().map(parse_plain).collect(),
        false => plain.iter().map(|_| None).collect(),
    };
    for ((index, _), member) in plain.iter().zip(more) {
        match member {
            Some(member) => found.push(member),
            None => {
                finished.insert(*index, Finished::unchanged(&inputs[*index]));
            }
        }
    }
    found.sort_by_key(|member| member.index);
    (finished, found)
}

impl Linked {
    /// What the plan says of a module; `None` if it is no part of the program.
    pub(super) fn slice<'a>(
        &'a self,
        input: usize,
        summary: &'a ModuleSummary,
        origins: Option<&'a Origins>,
    ) -> Option<Slice<'a>> {
        let plan = &self.plan.modules[*self.places.get(&input)?];
        let diagnostics = self.diagnostics.get(&Some(FileId(input as u32)));
        Some(Slice { summary, plan, diagnostics: diagnostics.cloned().unwrap_or_default(), origins })
    }

    /// The inputs that must stay as they were because those that are `wrong` have errors; `None` where none must.
    pub(super) fn held_by(&self, wrong: impl IntoIterator<Item = usize>) -> Option<BTreeSet<usize>> {
        let by_lock = self.by_lock();
        let concerns = |index: usize| by_lock.contains(&index) || !self.places.contains_key(&index);
        let is_held = !by_lock.is_empty() && wrong.into_iter().any(concerns);
        is_held.then_some(by_lock)
    }

    /// The inputs that take locks of the lock module.
    fn by_lock(&self) -> BTreeSet<usize> {
        let linked = self.places.iter().filter(|(_, place)| self.plan.modules[**place].lock_import.is_some());
        linked.map(|(index, _)| *index).collect()
    }
}

fn parts(members: &[Member]) -> Vec<Part<'_>> {
    let part = |member| {
        let Member { index, parsed, markers, .. }: &Member = member;
        Part { index: *index, is_marked: *markers != Markers::default(), origins: parsed.origins() }
    };
    members.iter().map(part).collect()
}

fn names_of(inputs: &[Input], parts: &[Part<'_>]) -> Vec<String> {
    parts.iter().map(|part| name_of(&inputs[part.index])).collect()
}

/// Who is who among the parts, by their numbers.
pub(super) fn modules(inputs: &[Input], parts: &[Part<'_>]) -> Modules {
    let nothing = vec![ModuleSummary::default(); parts.len()];
    let given = Given { own: inputs.len(), locks: &[] };
    Modules::new(&module_inputs(inputs, given, parts, &names_of(inputs, parts), &nothing))
}

/// The parts as modules of a program.
fn module_inputs<'m>(
    inputs: &[Input],
    given: Given<'m>,
    parts: &[Part<'m>],
    names: &'m [String],
    summaries: &'m [ModuleSummary],
) -> Vec<ModuleInput<'m>> {
    let input = |(number, part): (usize, &Part<'m>)| ModuleInput {
        file: part.file(),
        name: &names[number],
        is_package: stem(&inputs[part.index]) == "__init__",
        summary: &summaries[number],
        origin: part.origins,
        library: (part.index >= given.own).then_some(given.locks),
    };
    parts.iter().enumerate().map(input).collect()
}

/// Gives `work` the modules that have to do with a marker: their numbers among the parts, and what linking needs of them.
pub(super) fn linkable<T>(
    inputs: &[Input],
    given: Given<'_>,
    parts: &[Part<'_>],
    summaries: &[ModuleSummary],
    work: impl FnOnce(&[usize], &[ModuleInput<'_>]) -> T,
) -> T {
    let names = names_of(inputs, parts);
    let all = module_inputs(inputs, given, parts, &names, summaries);
    let marked = parts.iter().map(|part| part.is_marked).collect();
    let chosen: Vec<usize> = connected(&all, marked).into_iter().collect();
    let modules: Vec<ModuleInput<'_>> = chosen.iter().map(|number| all[*number]).collect();
    work(&chosen, &modules)
}

/// Links the modules that have to do with a marker, and plans their locks.
pub(super) fn linked(
    inputs: &[Input],
    given: Given<'_>,
    parts: &[Part<'_>],
    summaries: &[ModuleSummary],
    asked: (&Options, Wish),
) -> Linked {
    linkable(inputs, given, parts, summaries, |chosen, modules| {
        linked_modules(inputs, given, parts, (chosen, modules), asked)
    })
}

fn linked_modules(
    inputs: &[Input],
    given: Given<'_>,
    parts: &[Part<'_>],
    (chosen, modules): (&[usize], &[ModuleInput<'_>]),
    (options, wish): (&Options, Wish),
) -> Linked {
    let places: BTreeMap<usize, usize> =
        chosen.iter().enumerate().map(|(place, number)| (parts[*number].index, place)).collect();
    let planned = catch_unwind(AssertUnwindSafe(|| {
        let program = link(modules.to_vec(), options.strictness);
        let (plan, mut found, account) = planned_beside(inputs, &program, modules, options, wish);
        found.extend(unseen(inputs, &program, &plan, modules));
        (plan, found, account)
    }));
    let (plan, found, account) = planned.unwrap_or_else(|panic| {
        let failed = |module: &ModuleInput<'_>| {
            let message =
                format!("Lockweave failed on the program around this file: {}", said(panic.as_ref()));
            at_file(module.file, Code::LW906, message)
        };
        let nothing = vec![ModulePlan::default(); modules.len()];
        (LockPlan { modules: nothing, ..LockPlan::default() }, modules.iter().map(failed).collect(), None)
    });
    let mut diagnostics: BTreeMap<Option<FileId>, Vec<Diagnostic>> = BTreeMap::new();
    for diagnostic in found {
        let in_library = diagnostic.place().is_some_and(|place| place.file.0 as usize >= given.own);
        if in_library && diagnostic.severity() == Severity::Warning {
            // Who wove the library was told.
            continue;
        }
        diagnostics.entry(diagnostic.place().map(|place| place.file)).or_default().push(diagnostic);
    }
    Linked { plan, account, places, diagnostics }
}

/// The plan, with a lock module that takes no file's place.
fn planned_beside(
    inputs: &[Input],
    program: &Program,
    modules: &[ModuleInput<'_>],
    options: &Options,
    wish: Wish,
) -> Planned {
    let plan = |options: &Options| -> Planned {
        match wish {
            Wish::Outputs => {
                let (plan, diagnostics) = plan(program, modules, options);
                (plan, diagnostics, None)
            }
            Wish::Reasons => {
                let (plan, diagnostics, account) = plan_with_account(program, modules, options);
                (plan, diagnostics, Some(account))
            }
        }
    };
    let is_taken = |name: &str| inputs.iter().any(|input| input.module.as_deref() == Some(name));
    let first = plan(options);
    let Some(wanted) = first.0.lock_module.as_ref().map(|module| module.name.clone()) else { return first };
    if !is_taken(&wanted) {
        return first;
    }
    let free = (2_u32..).map(|number| format!("{wanted}_{number}")).find(|name| !is_taken(name));
    plan(&Options { lock_module: free, ..options.clone() })
}

/// The name that a module goes by; one that no import can name goes by its file's.
fn name_of(input: &Input) -> String {
    input.module.clone().unwrap_or_else(|| stem(input).to_owned())
}

fn stem(input: &Input) -> &str {
    input.output.file_stem().and_then(|stem| stem.to_str()).unwrap_or("body")
}

/// Where one of the files that share locks has errors, all of them stay as they were, and the lock module too. What can't be parsed
/// may be one of them.
fn hold_back(linked: &Linked, files: &mut [Finished]) -> Option<Vec<usize>> {
    let has_error = |file: &Finished| is_wrong(&file.diagnostics);
    let wrong = files.iter().enumerate().filter(|(_, file)| has_error(file)).map(|(index, _)| index);
    let mut held_back = Vec::new();
    for index in linked.held_by(wrong)? {
        let output = &mut files[index].output;
        if output.wanted.content != Content::Kept {
            output.wanted.content = Content::Kept;
            (output.line_map, output.planned) = (None, None);
            held_back.push(index);
        }
    }
    Some(held_back)
}

/// Whether an error is among them.
pub(super) fn is_wrong(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
}

/// The file of the lock module `name`, found from a module that takes locks of it.
pub(super) fn lock_module_path(inputs: &[Input], linked: &Linked, name: &str) -> PathBuf {
    let wanted: Vec<&str> = name.split('.').collect();
    let beside = linked.by_lock().into_iter().map(|index| {
        let input = &inputs[index];
        let mut package: Vec<String> = name_of(input).split('.').map(str::to_owned).collect();
        if stem(input) != "__init__" {
            package.pop();
        }
        let common = package.iter().zip(&wanted).take_while(|(one, other)| one == *other).count();
        (common, package.len(), input.output.parent().unwrap_or(Path::new("")))
    });
    let Some((common, depth, folder)) = beside.max_by_key(|(common, ..)| *common) else {
        return PathBuf::from(format!("{}.py", wanted.join("/")));
    };
    let folder = folder.ancestors().nth(depth - common).unwrap_or(Path::new(""));
    let mut path = folder.join(wanted[common..].iter().collect::<PathBuf>());
    path.set_extension("py");
    path
}
