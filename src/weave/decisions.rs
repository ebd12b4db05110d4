//! The plan's decisions of one module, by the offset of the statement that they are about. Must not know how any is written.

use std::collections::{BTreeMap, BTreeSet};

use super::{Weaver, local_locks, lock_import};
use crate::plan::{Form, Hoist, InPlaceCall, Launch, Lock, Point, Section};
use crate::python::{MarkerImport, Marking, Ranged, span_of};
use crate::summary::{FunctionId, ModuleSummary, StatementId};
use crate::text::Span;

/// A part of the statement that starts at `offset`: see `Point`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) offset: u32,
    pub(super) part: u32,
}

/// A section, its places as offsets.
#[derive(Clone, Debug)]
pub(super) struct Guard<'a> {
    pub(super) section: &'a Section,
    pub(super) last: At,
    pub(super) releases: Vec<At>,
}

impl Guard<'_> {
    /// Whether it is only about what is evaluated before the statement at `offset`, which has so many hoists.
    pub(super) fn is_before(&self, offset: u32, hoists: usize) -> bool {
        self.last.offset == offset && (self.last.part as usize) < hoists
    }
}

/// All decisions; made once for a region, never changed.
#[derive(Debug, Default)]
pub(super) struct Decisions<'a> {
    /// Sections that are written around statements, by their first part.
    guards: BTreeMap<At, Guard<'a>>,
    /// Sections that are forms of one compound statement, by its offset.
    own_forms: BTreeMap<u32, &'a Section>,
    splits: BTreeMap<u32, &'a [Hoist]>,
    /// Sorted by start, outer ones first.
    in_place: Vec<&'a InPlaceCall>,
    markings: BTreeMap<u32, (&'a Marking, Option<&'a Launch>)>,
    imports: BTreeMap<u32, &'a MarkerImport>,
    atomic_blocks: BTreeSet<u32>,
    released: BTreeSet<At>,
    /// Locks that are made above a statement.
    local_locks: BTreeMap<u32, Vec<&'a Lock>>,
    /// Where something changes, sorted.
    touched: BTreeSet<u32>,
}

impl<'a> Decisions<'a> {
    /// Reads the plan. A decision about a statement that the module does not have is dropped.
    pub(super) fn of(weaver: &Weaver<'a>) -> Decisions<'a> {
        let offsets = Offsets(weaver.summary);
        let mut decisions = Decisions::default();
        for section in &weaver.plan.sections {
            decisions.add_section(section, &offsets);
        }
        for split in &weaver.plan.splits {
            if let Some(offset) = offsets.get(split.function, split.statement) {
                decisions.splits.insert(offset, &split.hoists);
            }
        }
        decisions.in_place = weaver.plan.in_place.iter().collect();
        decisions.in_place.sort_by_key(|call| (call.expression.start, u32::MAX - call.expression.end));
        decisions.local_locks = local_locks::by_statement(weaver);
        decisions.add_markers(weaver);
        decisions.touched = weaver.plan.body_imports.iter().map(|import| import.alias.start).collect();
        decisions.touched.extend(lock_import::late(weaver).map(|import| span_of(import.range()).start));
        decisions.touch();
        decisions
    }

    fn add_section(&mut self, section: &'a Section, offsets: &Offsets<'_>) {
        let at = |point: &Point| {
            let offset = offsets.get(section.function, point.statement)?;
            Some(At { offset, part: point.part })
        };
        let (Some(first), Some(last)) = (at(&section.first), at(&section.last)) else { return };
        match section.form {
            Form::Explicit | Form::With => {
                let releases: Vec<At> = section.releases.iter().filter_map(at).collect();
                self.released.extend(&releases);
                self.guards.insert(first, Guard { section, last, releases });
            }
            Form::WhileTest | Form::AtomicWith | Form::AtomicExplicit => {
                self.own_forms.insert(first.offset, section);
            }
        }
    }

    fn add_markers(&mut self, weaver: &Weaver<'a>) {
        let markers = &weaver.summary.markers;
        let launches: BTreeMap<u32, &Launch> = weaver
            .plan
            .launches
            .iter()
            .filter_map(|launch| {
                let function = weaver.summary.functions.get(launch.function.0 as usize)?;
                Some((function.span.start, launch))
            })
            .collect();
        for marking in &markers.functions {
            self.markings.insert(marking.def, (marking, launches.get(&marking.def).copied()));
        }
        self.imports = markers.imports.iter().map(|import| (import.statement.start, import)).collect();
        self.atomic_blocks = markers.atomic_blocks.iter().map(|block| block.with).collect();
    }

    fn touch(&mut self) {
        self.touched.extend(self.guards.iter().flat_map(|(first, guard)| [first.offset, guard.last.offset]));
        self.touched.extend(self.released.iter().map(|at| at.offset));
        self.touched.extend(self.own_forms.keys());
        self.touched.extend(self.splits.keys());
        self.touched.extend(self.in_place.iter().map(|call| call.expression.start));
        self.touched.extend(self.markings.keys());
        self.touched.extend(self.imports.keys());
        self.touched.extend(&self.atomic_blocks);
        self.touched.extend(self.local_locks.keys());
    }

    /// Whether nothing changes in `span`.
    pub(super) fn leaves(&self, span: Span) -> bool {
        self.touched.range(span.start..span.end.max(span.start)).next().is_none()
    }

    /// Whether something in `span` changes beside expressions: then its statements need lines of their own.
    pub(super) fn needs_lines(&self, span: Span) -> bool {
        self.touched.range(span.start..span.end).any(|at| {
            !self.in_place.iter().any(|call| call.expression.start == *at) || self.is_statement_changed(*at)
        })
    }

    /// Whether a decision other than one about an expression names the statement at `offset`.
    fn is_statement_changed(&self, offset: u32) -> bool {
        self.is_cut(offset)
            || self.guards.values().any(|guard| guard.last.offset == offset)
            || self.own_forms.contains_key(&offset)
            || self.markings.contains_key(&offset)
            || self.imports.contains_key(&offset)
    }

    /// Whether something stands in front of the statement at `offset`, or of its last part: then an `elif` can't stay one,
    /// and a statement can't share a line with the one before it.
    pub(super) fn is_cut(&self, offset: u32) -> bool {
        let parts = At { offset, part: 0 }..=At { offset, part: u32::MAX };
        self.local_locks.contains_key(&offset)
            || self.guards.range(parts.clone()).next().is_some()
            || self.released.range(parts).next().is_some()
            || self.splits.get(&offset).is_some_and(|hoists| !hoists.is_empty())
    }

    /// The section that starts with this part.
    pub(super) fn guard_at(&self, at: At) -> Option<&Guard<'a>> {
        self.guards.get(&at)
    }

    /// The section that is a form of the statement itself.
    pub(super) fn own_form(&self, offset: u32) -> Option<&'a Section> {
        self.own_forms.get(&offset).copied()
    }

    /// What is evaluated before the statement.
    pub(super) fn hoists(&self, offset: u32) -> &'a [Hoist] {
        self.splits.get(&offset).copied().unwrap_or(&[])
    }

    /// The first in-place call that starts in `span` and ends in it; the outermost of those that start there.
    pub(super) fn in_place(&self, span: Span) -> Option<&'a InPlaceCall> {
        let from = self.in_place.partition_point(|call| call.expression.start < span.start);
        self.in_place[from..]
            .iter()
            .take_while(|call| call.expression.start < span.end)
            .find(|call| call.expression.end <= span.end)
            .copied()
    }

    /// The locks that are made above the statement.
    pub(super) fn local_locks(&self, offset: u32) -> Vec<&'a Lock> {
        self.local_locks.get(&offset).cloned().unwrap_or_default()
    }

    /// Our marker on the function whose statement starts at `offset`, and how it starts its body.
    pub(super) fn marking(&self, offset: u32) -> Option<(&'a Marking, Option<&'a Launch>)> {
        self.markings.get(&offset).copied()
    }

    /// Whether a `with atomic:` of ours starts at `offset`.
    pub(super) fn is_atomic_block(&self, offset: u32) -> bool {
        self.atomic_blocks.contains(&offset)
    }
}

/// Where statements start.
struct Offsets<'a>(&'a ModuleSummary);

impl Offsets<'_> {
    fn get(&self, function: FunctionId, statement: StatementId) -> Option<u32> {
        let facts = self.0.functions.get(function.0 as usize)?;
        Some(facts.statements.get(statement.0 as usize)?.span.start)
    }
}
