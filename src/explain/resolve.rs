//! From an account to an explanation: places become lines, numbers become names that readers know.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{
    AssumptionEntry, CallEntry, Excerpt, Explanation, FunctionEntry, FunctionKind, GuardEntry, HopEntry,
    JoinEntry, LockEntry, SectionEntry, Spot, TakerEntry, TouchEntry, Touching, VariableEntry, WarningEntry,
    WayEntry,
};
use super::wording;
use crate::diagnostics::{Diagnostic, Severity, Sources};
use crate::plan::{
    Account, Form, FunctionAccount, FunctionName, LockAccount, LockOrigin, Role, SectionAccount, Variable,
    Way,
};
use crate::program::Access;
use crate::text::{LineIndex, Place, Span};

/// The longest excerpt that is shown whole.
const LONGEST_EXCERPT: usize = 48;

/// An account, and what its names and places are for readers.
pub(super) struct Atlas<'a> {
    pub(super) account: &'a Account,
    files: BTreeMap<u32, (&'a str, String, &'a str, LineIndex)>,
    /// The shortest end of each module's name that tells it from the others.
    modules: Vec<String>,
    /// Functions that share their name with one of another module.
    ambiguous: BTreeSet<&'a str>,
    /// The name of each lock.
    locks: Vec<String>,
}

pub(super) fn explanation(
    account: &Account,
    sources: &Sources,
    diagnostics: &[Diagnostic],
    silenced: &[Diagnostic],
) -> Explanation {
    let atlas = Atlas::new(account, sources);
    let entry = |function: &FunctionAccount| atlas.function(function);
    let (bodies, others): (Vec<FunctionEntry>, Vec<FunctionEntry>) =
        account.functions.iter().map(entry).partition(|function| function.kind == FunctionKind::Body);
    let free = account.free.iter().map(|free| VariableEntry {
        name: atlas.variable(&free.variable),
        full: atlas.full(free.variable.module, &free.variable.name),
        at: atlas.spot(free.variable.place),
        reason: wording::free(&atlas, &free.reason),
        last_written: wording::rests_on(&free.reason).map(|place| atlas.spot(place)),
        reached_by: free.reached_by.iter().map(|name| atlas.function_name(name)).collect(),
    });
    let mut explanation = Explanation {
        version: 1,
        locks: account.locks.iter().enumerate().map(|(index, lock)| atlas.lock(index, lock)).collect(),
        bodies,
        others,
        without_lock: free.collect(),
        assumptions: atlas.assumptions(silenced),
        warnings: atlas.warnings(diagnostics),
        selected: false,
    };
    atlas.takers(&mut explanation);
    explanation
}

impl<'a> Atlas<'a> {
    fn new(account: &'a Account, sources: &'a Sources) -> Atlas<'a> {
        let paths: Vec<&str> = sources.files.iter().map(|file| file.path.as_str()).collect();
        let shorts = shortest_ends(&paths, '/');
        let mut files = BTreeMap::new();
        for ((number, file), short) in (0..).zip(&sources.files).zip(shorts) {
            let text = file.text.as_deref().unwrap_or_default();
            files.insert(number, (file.path.as_str(), short, text, LineIndex::new(text)));
        }
        let names: Vec<&str> = account.modules.iter().map(|module| module.name.as_str()).collect();
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        let mut ambiguous = BTreeSet::new();
        for function in &account.functions {
            let name = &function.name;
            if *seen.entry(name.name.as_str()).or_insert(name.module) != name.module {
                ambiguous.insert(name.name.as_str());
            }
        }
        let mut atlas =
            Atlas { account, files, modules: shortest_ends(&names, '.'), ambiguous, locks: Vec::new() };
        atlas.locks = account.locks.iter().map(|lock| atlas.lock_name(lock)).collect();
        atlas
    }

    fn lock_name(&self, lock: &LockAccount) -> String {
        let plain = match &lock.source {
            LockOrigin::LockModule(module) => {
                return format!("{}.{}", module.rsplit('.').next().unwrap_or(module), lock.name);
            }
            _ => lock.spellings.get(&lock.module).unwrap_or(&lock.name),
        };
        let same = self.account.locks.iter().filter(|other| other.name == lock.name).count();
        if same > 1 { self.qualified(lock.module, plain) } else { plain.clone() }
    }

    fn module(&self, module: u32) -> &str {
        self.modules.get(module as usize).map_or("", String::as_str)
    }

    fn qualified(&self, module: u32, name: &str) -> String {
        format!("{}.{name}", self.module(module))
    }

    fn full(&self, module: u32, name: &str) -> String {
        match self.account.modules.get(module as usize) {
            Some(known) => format!("{}.{name}", known.name),
            None => name.to_owned(),
        }
    }

    /// A variable, with its module where there are several.
    pub(super) fn variable(&self, variable: &Variable) -> String {
        if self.account.modules.len() > 1 {
            self.qualified(variable.module, &variable.name)
        } else {
            variable.name.clone()
        }
    }

    pub(super) fn function_name(&self, function: &FunctionName) -> String {
        let many = self.account.modules.len() > 1;
        if self.ambiguous.contains(function.name.as_str()) || (many && function.name == "<module>") {
            self.qualified(function.module, &function.name)
        } else {
            function.name.clone()
        }
    }

    /// The file of a module, as short as can be.
    pub(super) fn file_of(&self, module: u32) -> String {
        let file = self.account.modules.get(module as usize).map(|module| module.file.0);
        file.and_then(|file| self.files.get(&file)).map(|file| file.1.clone()).unwrap_or_default()
    }

    pub(super) fn spot(&self, place: Place) -> Spot {
        let Some((path, short, text, lines)) = self.files.get(&place.file.0) else { return Spot::default() };
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let (start, end) = (place.span.start.min(length), place.span.end.min(length));
        let (start, end) = (lines.line_column(text, start), lines.line_column(text, end));
        Spot {
            file: (*path).to_owned(),
            short: short.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    /// The source at a place, on one line.
    pub(super) fn excerpt(&self, place: Place) -> Excerpt {
        let text = self.files.get(&place.file.0).map_or("", |file| place.span.slice(file.2));
        let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > LONGEST_EXCERPT {
            text = text.chars().take(LONGEST_EXCERPT).chain(['…']).collect();
        }
        Excerpt { text, at: self.spot(place) }
    }

    /// The lines that a place is in, whole.
    fn line_excerpt(&self, place: Place) -> Excerpt {
        let Some((_, _, text, lines)) = self.files.get(&place.file.0) else { return self.excerpt(place) };
        let line = lines.full_line(place.span.start);
        let end = Span::new(line.start, line.end.max(place.span.end)).slice(text).trim_end().len();
        self.excerpt(Place { span: Span::new(line.start, line.start + end as u32), ..place })
    }

    /// A way to a variable.
    pub(super) fn way(&self, way: &Way, variable: &Variable) -> WayEntry {
        let variable = self.variable(variable);
        let mut path = self.function_name(&way.from);
        for hop in &way.hops {
            path.push_str(&format!(" → {}", hop.into));
        }
        path.push_str(&format!(" → {variable}"));
        let hops = way.hops.iter().map(|hop| HopEntry { into: hop.into.clone(), at: self.spot(hop.place) });
        WayEntry {
            path,
            variable,
            access: touching(way.access),
            hops: hops.collect(),
            at: self.spot(way.place),
        }
    }

    fn lock(&self, index: usize, lock: &LockAccount) -> LockEntry {
        let (origin, why) = wording::origin(self, lock);
        let guards = lock.guards.iter().map(|guarded| GuardEntry {
            name: self.variable(&guarded.variable),
            full: self.full(guarded.variable.module, &guarded.variable.name),
            at: self.spot(guarded.variable.place),
            need: wording::need(self, guarded),
            merged_under: guarded.merged_under.as_ref().map(|over| self.variable(over)),
        });
        let joins = lock.joins.iter().map(|join| JoinEntry {
            first: self.variable(&join.first),
            second: self.variable(&join.second),
            statement: self.line_excerpt(join.place),
        });
        let name = self.locks[index].clone();
        let mut spellings: Vec<String> =
            lock.spellings.values().filter(|one| **one != name).cloned().collect();
        spellings.sort();
        spellings.dedup();
        let full = match &lock.source {
            LockOrigin::LockModule(module) => format!("{module}.{}", lock.name),
            _ => self.full(lock.module, &lock.name),
        };
        LockEntry {
            name,
            full,
            origin,
            why,
            spellings,
            guards: guards.collect(),
            joins: joins.collect(),
            takers: Vec::new(),
        }
    }

    fn function(&self, function: &FunctionAccount) -> FunctionEntry {
        let sections: Vec<SectionEntry> =
            function.sections.iter().map(|section| self.section(section)).collect();
        let taken: BTreeSet<usize> =
            function.sections.iter().flat_map(|section| section.locks.iter().copied()).collect();
        let mut reaches = Vec::new();
        for reached in &function.reaches {
            let Some(guarded) = self.account.locks[reached.lock].guards.get(reached.guarded) else {
                continue;
            };
            reaches.extend(reached.ways.iter().map(|way| self.way(way, &guarded.variable)));
        }
        FunctionEntry {
            name: self.function_name(&function.name),
            full: self.full(function.name.module, &function.name.name),
            kind: match function.role {
                Role::Body => FunctionKind::Body,
                Role::Atomic => FunctionKind::Atomic,
                Role::Ordinary => FunctionKind::Ordinary,
                Role::Module => FunctionKind::Module,
            },
            at: self.spot(function.place),
            whole: self.spot(function.whole),
            runs: function.launch.as_ref().map(|launch| wording::launch(self, function, launch)),
            locks: taken.into_iter().map(|lock| self.locks[lock].clone()).collect(),
            sections,
            reaches,
        }
    }

    fn section(&self, section: &SectionAccount) -> SectionEntry {
        let excerpts = |places: &[Place]| places.iter().map(|place| self.excerpt(*place)).collect::<Vec<_>>();
        let calls = section.calls.iter().map(|call| CallEntry {
            callee: self.excerpt(call.callee).text,
            at: self.spot(call.place),
            slow: call.slow.clone(),
        });
        SectionEntry {
            at: self.spot(section.place),
            locks: section.locks.iter().map(|lock| self.locks[*lock].clone()).collect(),
            form: form(section.form),
            only: excerpts(&section.only),
            before: excerpts(&section.before),
            releases: section.releases.iter().map(|place| self.spot(*place)).collect(),
            touches: self.touches(section.touches.iter().copied()),
            calls: calls.collect(),
        }
    }

    fn touches(&self, touches: impl Iterator<Item = (usize, usize, Access)>) -> Vec<TouchEntry> {
        let mut found: BTreeMap<(usize, usize), Touching> = BTreeMap::new();
        for (lock, guarded, access) in touches {
            let touching = touching(access);
            let known = found.entry((lock, guarded)).or_insert(touching);
            if *known != touching {
                *known = Touching::Both;
            }
        }
        found
            .into_iter()
            .filter_map(|((lock, guarded), access)| {
                let guarded = self.account.locks[lock].guards.get(guarded)?;
                Some(TouchEntry { variable: self.variable(&guarded.variable), access })
            })
            .collect()
    }

    /// Writes down with each lock who takes it.
    fn takers(&self, explanation: &mut Explanation) {
        for function in &self.account.functions {
            for section in &function.sections {
                let entry = self.section(section);
                for lock in &section.locks {
                    let own = section.touches.iter().copied().filter(|(other, ..)| other == lock);
                    explanation.locks[*lock].takers.push(TakerEntry {
                        function: self.function_name(&function.name),
                        at: entry.at.clone(),
                        form: entry.form,
                        only: entry.only.clone(),
                        touches: self.touches(own),
                    });
                }
            }
        }
    }

    fn assumptions(&self, silenced: &[Diagnostic]) -> Vec<AssumptionEntry> {
        let mut found: Vec<(Option<Place>, AssumptionEntry)> = Vec::new();
        for assumption in &self.account.assumptions {
            let (kind, text) = wording::assumption(self, assumption);
            let entry = AssumptionEntry {
                kind,
                text,
                at: assumption.place.map(|place| self.spot(place)),
                variable: assumption.variable.as_ref().map(|variable| self.variable(variable)),
                function: assumption.function.as_ref().map(|name| self.function_name(name)),
            };
            found.push((assumption.place, entry));
        }
        for diagnostic in silenced {
            let Some(place) = diagnostic.place() else { continue };
            let entry = AssumptionEntry {
                kind: "silenced",
                text: format!("a comment silences {}: {}", diagnostic.code, diagnostic.message),
                at: Some(self.spot(place)),
                variable: None,
                function: self.around(place),
            };
            found.push((Some(place), entry));
        }
        found.sort_by_key(|(place, _)| *place);
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    fn warnings(&self, diagnostics: &[Diagnostic]) -> Vec<WarningEntry> {
        let warnings = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Warning);
        let mut entries: Vec<WarningEntry> = warnings
            .filter_map(|warning| {
                let place = warning.place()?;
                Some(WarningEntry {
                    code: warning.code.as_str(),
                    message: warning.message.clone(),
                    at: self.spot(place),
                    function: self.around(place),
                })
            })
            .collect();
        entries.dedup();
        entries
    }

    /// The innermost function of the account around a place.
    fn around(&self, place: Place) -> Option<String> {
        let around =
            self.account.functions.iter().filter(|function| {
                function.whole.file == place.file && function.whole.span.contains(place.span)
            });
        around
            .min_by_key(|function| function.whole.span.len())
            .map(|function| self.function_name(&function.name))
    }
}

fn touching(access: Access) -> Touching {
    match access {
        Access::Read => Touching::Read,
        Access::Write => Touching::Written,
    }
}

fn form(form: Form) -> &'static str {
    match form {
        Form::Explicit => "explicit",
        Form::With => "with",
        Form::WhileTest => "while test",
        Form::AtomicWith | Form::AtomicExplicit => "atomic",
    }
}

/// For each name the shortest end, cut at `separator`, that no other name has.
fn shortest_ends(names: &[&str], separator: char) -> Vec<String> {
    let ends_with = |name: &str, end: &str| {
        name.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with(separator))
    };
    let shortest = |name: &&str| {
        let mut cuts: Vec<usize> =
            name.match_indices(separator).map(|(at, found)| at + found.len()).collect();
        cuts.reverse();
        cuts.push(0);
        let unique = |cut: &usize| names.iter().filter(|other| ends_with(other, &name[*cut..])).count() == 1;
        // An `__init__.py` says nothing without its package.
        let tells = |cut: &usize| name[*cut..] != *"__init__.py" || *cut == 0;
        let cut = cuts.into_iter().filter(tells).find(unique).unwrap_or(0);
        name[cut..].to_owned()
    };
    names.iter().map(shortest).collect()
}

#[cfg(test)]
mod tests {
    use super::shortest_ends;

    #[test]
    fn names_are_as_short_as_they_can_be() {
        let paths = ["src/a.py", "src/pkg/b.py", "src/pkg/__init__.py", "src/other/b.py", "x"];
        assert_eq!(shortest_ends(&paths, '/'), ["a.py", "pkg/b.py", "pkg/__init__.py", "other/b.py", "x"]);
    }
}
