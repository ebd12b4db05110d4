//! The pipeline in steps that a build system runs one by one: `summarize` a file, `link` all summaries, `weave` each file by its plan.
//!
//! ```text
//! a.py ─summarize─▶ a.summary ┐           ┌▶ a.py.plan ─weave (with a.py)─▶ woven a.py
//! b.py ─summarize─▶ b.summary ┴── link ───┴▶ b.py.plan ─weave (with b.py)─▶ woven b.py
//! ```
//! Each step's result follows from what it is given, so it can run anywhere and be cached. A summary follows from its file's bytes and
//! names. A plan changes only where what is decided for its module changes. What is woven is what `Project::weave` gives. Must not
//! know where the files of the steps are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::finish::{Slice, Told, rewritten, told};
use super::library::{Libraries, Library};
use super::load::{Finished, Loaded, Parsed, guarded, may_hold_marker, parsed};
use super::reexport::{Own, receivers, spread};
use super::serial::{Spelled, Spelling, spelled, spellings};
use super::tree::{Given, Linked, Part, Wish, is_wrong, linked, lock_module_path, modules};
use super::{on_deep_stack, on_deep_stacks};
use crate::diagnostics::{AllowComment, Diagnostic, SourceText, Sources};
use crate::files::{Hash, Input, Kind, Origin};
use crate::options::Options;
use crate::plan::{LockModule, ModulePlan};
use crate::python::{Markers, Module, OwnExports, allow_comments, markers, parse};
use crate::summary::{ModuleSummary, summarize as summary_of};
use crate::text::{Edit, FileId, LineMap};
use crate::weave::lock_module;

/// The version that wrote a file of a step; no other can read it.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What a file says alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    lockweave: String,
    /// The file as it was named.
    source: String,
    /// Its place in the output.
    output: PathBuf,
    /// The name that it is imported by.
    module: Option<String>,
    /// The hash of its bytes.
    hash: String,
    /// `None` where it is no Python, and holds no trace of a marker: nobody can import it.
    facts: Option<Facts>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Facts {
    /// The whole text: diagnostics show it, and it is read again where another module gives it names of ours.
    text: String,
    markers: Markers,
    /// What its markers brought. Places are in `FileId(0)`.
    found: Vec<Diagnostic>,
    allows: Vec<AllowComment>,
    imports: Vec<String>,
    exports: OwnExports,
    summary: ModuleSummary,
}

/// What `weave` is to make of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    lockweave: String,
    output: PathBuf,
    work: Work,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Work {
    /// Its bytes stay.
    Copied,
    Woven(Box<Weave>),
    /// The generated module of the locks that modules share. It has no source.
    Locks {
        options: Options,
        locks: LockModule,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Weave {
    source: String,
    hash: String,
    options: Options,
    markers: Markers,
    plan: ModulePlan,
    /// What is done to the source before: its serial text is spelled out.
    spelled: Vec<Edit>,
}

/// Why a step can't use what it is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// It is no file of a step.
    Unreadable(String),
    /// Another version of Lockweave wrote it.
    Version(String),
    /// The plan is for other bytes than the source has.
    Drifted {
        /// The source that the plan was made for.
        source: String,
    },
    /// A plan that needs a source was given none.
    NoSource,
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Misfit::Unreadable(why) => write!(formatter, "is no file of a step: {why}"),
            Misfit::Version(version) => {
                write!(formatter, "was written by Lockweave {version}, and this is {VERSION}")
            }
            Misfit::Drifted { source } => {
                write!(formatter, "was made for another text of {source}: summarize and link again")
            }
            Misfit::NoSource => formatter.write_str("needs its source beside it"),
        }
    }
}

impl std::error::Error for Misfit {}

#[derive(Deserialize)]
struct Written {
    lockweave: String,
}

fn read<T: for<'d> Deserialize<'d>>(bytes: &[u8]) -> Result<T, Misfit> {
    let unreadable = |error: serde_json::Error| Misfit::Unreadable(error.to_string());
    let Written { lockweave } = serde_json::from_slice(bytes).map_err(unreadable)?;
    if lockweave != VERSION {
        return Err(Misfit::Version(lockweave));
    }
    serde_json::from_slice(bytes).map_err(unreadable)
}

fn written(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).expect("plain data with text keys becomes JSON");
    bytes.push(b'\n');
    bytes
}

impl Summary {
    /// Reads what `to_bytes` gave.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Summary, Misfit> {
        read(bytes)
    }

    /// As a file: the same bytes for the same summary.
    pub fn to_bytes(&self) -> Vec<u8> {
        written(self)
    }

    /// The place of its module in the output.
    pub fn output(&self) -> &Path {
        &self.output
    }

    fn input(&self) -> Input {
        Input {
            name: self.source.clone(),
            output: self.output.clone(),
            origin: Origin::Memory(Vec::new()),
            kind: Kind::Python,
            module: self.module.clone(),
        }
    }
}

impl Plan {
    /// Reads what `to_bytes` gave.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Plan, Misfit> {
        read(bytes)
    }

    /// As a file: the same bytes for the same plan.
    pub fn to_bytes(&self) -> Vec<u8> {
        written(self)
    }

    /// The place of its module in the output.
    pub fn output(&self) -> &Path {
        &self.output
    }

    fn new(output: PathBuf, work: Work) -> Plan {
        Plan { lockweave: VERSION.to_owned(), output, work }
    }
}

/// What a step says beside its result.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// As in `Analysis`.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that they are about.
    pub sources: Sources,
}

impl Said {
    fn about(input: &Input, text: Option<String>, diagnostics: Vec<Diagnostic>) -> Said {
        let sources = Sources { files: vec![SourceText { path: input.name.clone(), text }] };
        Said { diagnostics, sources }
    }
}

/// The first step: what `input`, which holds `bytes`, says alone.
///
/// # Errors
/// Where it can't be read as Python and may hold a marker.
pub fn summarize(input: &Input, bytes: &[u8]) -> Result<Summary, Said> {
    let facts = on_deep_stack(|| match parsed_alone(input, bytes) {
        Loaded::Parsed(parsed) => Ok(Some(facts(&parsed.module))),
        Loaded::Finished(finished) if may_hold_marker(bytes) => {
            Err(Said::about(input, finished.text, finished.diagnostics))
        }
        Loaded::Finished(_) | Loaded::Plain(_) => Ok(None),
    })?;
    Ok(Summary {
        lockweave: VERSION.to_owned(),
        source: input.name.clone(),
        output: input.output.clone(),
        module: input.module.clone(),
        hash: Hash::of(bytes).to_string(),
        facts,
    })
}

fn parsed_alone(input: &Input, bytes: &[u8]) -> Loaded {
    guarded(FileId(0), input, || parsed(FileId(0), input, bytes), Loaded::Finished)
}

fn facts(module: &Module) -> Facts {
    let (markers, found) = markers(module);
    let Own { imports, exports } = Own::of(module, &markers);
    Facts {
        summary: summary_of(module, &markers),
        allows: allow_comments(module),
        imports: imports.into_iter().collect(),
        exports: Arc::unwrap_or_clone(exports),
        text: module.text.clone(),
        markers,
        found,
    }
}

/// What the second step gives.
#[derive(Clone, Debug, Default)]
pub struct Linking {
    /// One for each module that can be woven, and one for the lock module if there is one.
    pub plans: Vec<Plan>,
    /// Places in the output of modules with errors, and of those that share locks with them: their plans stay as they were.
    pub kept: Vec<PathBuf>,
    /// What there is to say about the program.
    pub said: Said,
}

/// The second step: what is to be made of each of the modules, which are one program.
pub fn link(mut summaries: Vec<Summary>, libraries: &[Library], options: &Options) -> Linking {
    summaries.sort_by(|left, right| left.output.cmp(&right.output));
    let mut inputs: Vec<Input> = summaries.iter().map(Summary::input).collect();
    let Libraries { inputs: used, locks } = Libraries::beside(&inputs, libraries);
    let given = Given { own: inputs.len(), locks: &locks };
    for input in used {
        if let Origin::Memory(bytes) = &input.origin
            && let Ok(summary) = summarize(&input, bytes)
        {
            summaries.push(summary);
            inputs.push(input);
        }
    }
    on_deep_stacks(|| {
        let mut members = members(&mut summaries);
        if members.iter().any(|member| member.facts.markers != Markers::default()) {
            receive(&inputs, &mut members);
        }
        if spell(&inputs, given, &mut members, options) {
            receive(&inputs, &mut members);
        }
        let facts: Vec<ModuleSummary> =
            members.iter_mut().map(|member| std::mem::take(&mut member.facts.summary)).collect();
        let parts: Vec<Part<'_>> = members.iter().map(Member::part).collect();
        let linked = linked(&inputs, given, &parts, &facts, (options, Wish::Outputs));
        Joined { inputs: &inputs, own: given.own, summaries: &summaries, linked }
            .linking(members, &facts, options)
    })
}

/// A module of the program.
struct Member {
    index: usize,
    facts: Facts,
    /// The module spelled out, where it has serial text.
    spelled: Option<(Module, Spelled)>,
}

impl Member {
    fn part(&self) -> Part<'_> {
        Part {
            index: self.index,
            is_marked: self.facts.markers != Markers::default(),
            origins: self.spelled.as_ref().map(|(_, spelled)| &spelled.origins),
        }
    }

    /// The text that its facts are about.
    fn text(&self) -> &str {
        self.spelled.as_ref().map_or(&self.facts.text, |(module, _)| &module.text)
    }
}

fn members(summaries: &mut [Summary]) -> Vec<Member> {
    let member = |(index, summary): (usize, &mut Summary)| {
        let mut facts = summary.facts.take()?;
        let labels = facts.found.iter_mut().flat_map(|found| &mut found.labels);
        labels.for_each(|label| label.place.file = FileId(index as u32));
        Some(Member { index, facts, spelled: None })
    };
    summaries.iter_mut().enumerate().filter_map(member).collect()
}

/// Reads those modules again that come by names of ours through others.
fn receive(inputs: &[Input], members: &mut [Member]) {
    let own: Vec<Own> = members
        .iter()
        .map(|member| Own {
            imports: member.facts.imports.iter().cloned().collect(),
            exports: Arc::new(member.facts.exports.clone()),
        })
        .collect();
    let parts: Vec<Part<'_>> = members.iter().map(Member::part).collect();
    let modules = modules(inputs, &parts);
    let receivers = receivers(&modules, &own, &|number| members[number].text());
    let syntax: BTreeMap<usize, Module> = receivers
        .into_par_iter()
        .filter_map(|number| {
            let member = &members[number];
            Some((number, parse(member.part().file(), member.text().to_owned()).ok()?))
        })
        .collect();
    let received = spread(&modules, &own, &|number| syntax.get(&number));
    for (number, (markers, found)) in received {
        let facts = &mut members[number].facts;
        if facts.markers != markers {
            facts.summary = summary_of(&syntax[&number], &markers);
        }
        facts.markers = markers;
        if members[number].spelled.is_none() {
            members[number].facts.found = found;
        }
    }
}

/// Spells out the serial text of the members; gives whether there is any.
fn spell(inputs: &[Input], given: Given<'_>, members: &mut [Member], options: &Options) -> bool {
    let syntax: BTreeMap<usize, Module> = members
        .iter()
        .enumerate()
        .filter(|(_, member)| !member.facts.markers.synchronized.is_empty())
        .filter_map(|(number, member)| {
            Some((number, parse(member.part().file(), member.facts.text.clone()).ok()?))
        })
        .collect();
    if syntax.is_empty() {
        return false;
    }
    let summaries: Vec<ModuleSummary> = members.iter().map(|member| member.facts.summary.clone()).collect();
    let parts: Vec<Part<'_>> = members.iter().map(Member::part).collect();
    let spellings = spellings(inputs, given, &parts, &summaries, &|number| syntax.get(&number), options);
    for (number, module) in syntax {
        let Some(Spelling { edits, found }) = spellings.get(&number) else { continue };
        let Member { facts, spelled: member, .. } = &mut members[number];
        facts.found.extend(found.iter().cloned());
        match spelled(module, edits.clone()) {
            Ok((module, spelled)) => {
                (facts.markers, _) = markers(&module);
                facts.summary = summary_of(&module, &facts.markers);
                *member = Some((module, spelled));
            }
            Err(defect) => facts.found.push(defect),
        }
    }
    true
}

/// The program linked.
struct Joined<'a> {
    inputs: &'a [Input],
    /// How many of them are no modules of libraries.
    own: usize,
    summaries: &'a [Summary],
    linked: Linked,
}

impl Joined<'_> {
    fn linking(self, members: Vec<Member>, facts: &[ModuleSummary], options: &Options) -> Linking {
        let Joined { inputs, own, summaries, linked } = self;
        let mut linking = Linking::default();
        linking.said.diagnostics.extend(linked.diagnostics.get(&None).cloned().unwrap_or_default());
        let mut texts: Vec<Option<String>> = vec![None; inputs.len()];
        let mut works: Vec<Option<Work>> = vec![Some(Work::Copied); inputs.len()];
        let mut wrong = Vec::new();
        for (member, summary) in members.into_iter().zip(facts) {
            let file = member.part().file();
            let Member { index, facts: Facts { text, markers, found, allows, .. }, spelled } = member;
            let spelled = spelled.map(|(_, spelled)| spelled);
            if index >= own {
                let told = linked.diagnostics.get(&Some(file)).cloned().unwrap_or_default();
                wrong.extend(is_wrong(&told).then_some(index));
                linking.said.diagnostics.extend(told);
                texts[index] = Some(text);
                continue;
            }
            let slice = linked.slice(index, summary, spelled.as_ref().map(|spelled| &spelled.origins));
            let Told { diagnostics, .. } = told(file, &text, &allows, found, slice.as_ref());
            if is_wrong(&diagnostics) {
                wrong.push(index);
                works[index] = None;
            } else if let Some(Slice { plan, .. }) = slice {
                let Summary { source, hash, .. } = &summaries[index];
                works[index] = Some(Work::Woven(Box::new(Weave {
                    source: source.clone(),
                    hash: hash.clone(),
                    options: options.clone(),
                    markers,
                    plan: plan.clone(),
                    spelled: spelled.as_ref().map(|spelled| spelled.edits.clone()).unwrap_or_default(),
                })));
            }
            linking.said.diagnostics.extend(diagnostics);
            texts[index] = Some(text);
        }
        let held = linked.held_by(wrong);
        held.iter().flatten().for_each(|index| works[*index] = None);
        for (input, work) in inputs.iter().zip(works).take(own) {
            match work {
                Some(work) => linking.plans.push(Plan::new(input.output.clone(), work)),
                None => linking.kept.push(input.output.clone()),
            }
        }
        if let Some(locks) = &linked.plan.lock_module {
            let path = lock_module_path(inputs, &linked, &locks.name);
            match held {
                Some(_) => linking.kept.push(path),
                None => {
                    let work = Work::Locks { options: options.clone(), locks: locks.clone() };
                    linking.plans.push(Plan::new(path, work));
                }
            }
        }
        linking.said.sort();
        linking.said.sources.files = inputs
            .iter()
            .zip(texts)
            .map(|(input, text)| SourceText { path: input.name.clone(), text })
            .collect();
        linking
    }
}

impl Said {
    fn sort(&mut self) {
        super::sort(&mut self.diagnostics);
    }
}

/// What the third step gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Rewritten {
    /// The output.
    pub bytes: Vec<u8>,
    /// The source as it was named when it was summarized, and where the output's lines come from; `None` where it is unchanged, or has
    /// no source.
    pub origin: Option<(String, LineMap)>,
}

/// Why the third step gives nothing.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The plan and the source don't fit.
    Misfit(Misfit),
    /// The source can't be woven.
    Said(Said),
}

/// The third step: `source` as `plan` has it. A plan of a lock module takes no source.
///
/// # Errors
/// Where the plan is not for this source, or its output would be no Python.
pub fn weave(plan: &Plan, source: Option<&[u8]>) -> Result<Rewritten, Refusal> {
    if let Work::Locks { options, locks } = &plan.work {
        return Ok(Rewritten { bytes: lock_module(locks, options).into_bytes(), origin: None });
    }
    let source = source.ok_or(Refusal::Misfit(Misfit::NoSource))?;
    let Work::Woven(work) = &plan.work else {
        return Ok(Rewritten { bytes: source.to_vec(), origin: None });
    };
    if Hash::of(source).to_string() != work.hash {
        return Err(Refusal::Misfit(Misfit::Drifted { source: work.source.clone() }));
    }
    let input = Input {
        name: work.source.clone(),
        output: plan.output.clone(),
        origin: Origin::Memory(source.to_vec()),
        kind: Kind::Python,
        module: None,
    };
    let refused =
        |Finished { text, diagnostics, .. }: Finished| Refusal::Said(Said::about(&input, text, diagnostics));
    on_deep_stack(|| match parsed_alone(&input, source) {
        Loaded::Parsed(mut parsed) => guarded(
            FileId(0),
            &input,
            || work.rewritten(&input, &mut parsed, source),
            |failed| Err(refused(failed)),
        ),
        Loaded::Finished(finished) => Err(refused(finished)),
        Loaded::Plain(bytes) => Ok(Rewritten { bytes, origin: None }),
    })
}

impl Weave {
    fn rewritten(&self, input: &Input, parsed: &mut Parsed, source: &[u8]) -> Result<Rewritten, Refusal> {
        if !self.spelled.is_empty()
            && let Some(defect) = parsed.spell(self.spelled.clone())
        {
            return Err(Refusal::Said(Said::about(input, Some(parsed.module.text.clone()), vec![defect])));
        }
        let summary = summary_of(&parsed.module, &self.markers);
        match rewritten(input, parsed, &summary, &self.plan, &self.options) {
            Ok(Some((bytes, map))) => Ok(Rewritten { bytes, origin: Some((self.source.clone(), map)) }),
            Ok(None) => Ok(Rewritten { bytes: source.to_vec(), origin: None }),
            Err(defects) => {
                Err(Refusal::Said(Said::about(input, Some(parsed.source().text.clone()), defects)))
            }
        }
    }
}
