//! A module and its slice of the plan to a woven text: a file a form, templates rendered and laid out with `pretty`.
//!
//! The module is emitted top down as pieces: source spans where nothing changes (a whole statement is one piece then), generated
//! text where something does. Must not know how the plan was found.

use crate::diagnostics::{Code, Diagnostic};
use crate::options::Options;
use crate::plan::ModulePlan;
use crate::python::{Module, Ranged, span_of};
use crate::summary::ModuleSummary;
use crate::text::{Edits, Piece, Shift, Span, Woven};

mod annotation;
mod argument;
mod atomic;
mod block;
mod body;
mod builtin;
mod compound;
mod decisions;
mod decorators;
mod def;
mod erasure;
mod expression;
#[cfg(test)]
mod fixture;
mod flat;
mod form;
#[cfg(test)]
mod forms_fixture;
mod helper;
mod import_block;
mod import_merge;
mod imports;
mod in_place;
mod launch;
mod layout;
mod lines;
mod local_locks;
mod lock_import;
mod lock_module;
mod names;
mod node;
mod needs;
mod object_locks;
mod placement;
mod pragma;
#[cfg(test)]
mod preservation;
mod prelude;
mod renewal;
mod section;
mod signature;
mod stand_in;
mod stdlib;
mod template;
#[cfg(test)]
mod tests;
mod trivia;
mod type_comment;
mod type_variable;
mod while_test;
mod wrapper;

pub use lock_module::lock_module;

pub(crate) use layout::Margin;
use names::{Import, Names};
pub(crate) use template::{SERIAL_COMPLETE, SERIAL_PENDING, SERIAL_TYPING, render};

/// Weaves `module` as `plan` says. A module without a change keeps every byte.
///
/// # Errors
/// LW906 where two edits overlap, which is a defect of ours.
pub fn weave(
    module: &Module,
    summary: &ModuleSummary,
    plan: &ModulePlan,
    options: &Options,
) -> Result<Woven, Vec<Diagnostic>> {
    let mut edits = Edits::new(module.string_spans());
    if needs_weaving(summary, plan) {
        let weaver = Weaver::new(module, summary, plan, options);
        let pieces = stand_in::with_waits_named(&weaver, prelude::module_pieces(&weaver));
        edits.push(Span::new(0, module.text.len() as u32), pieces);
    }
    edits.apply(&module.text, module.style.newline).map_err(|overlap| {
        let place = module.place(overlap.second);
        vec![Diagnostic::new(Code::LW906, overlap.to_string(), place, "woven twice")]
    })
}

/// Whether anything of the module changes.
fn needs_weaving(summary: &ModuleSummary, plan: &ModulePlan) -> bool {
    let markers = &summary.markers;
    let marked =
        !markers.imports.is_empty() || !markers.functions.is_empty() || !markers.atomic_blocks.is_empty();
    marked
        || !plan.launches.is_empty()
        || !plan.sections.is_empty()
        || !plan.splits.is_empty()
        || !plan.in_place.is_empty()
        || !markers.waits.is_empty()
        || !plan.body_imports.is_empty()
        || !plan.locks.is_empty()
        || plan.lock_import.is_some()
}

/// What every form needs to know; never changed while weaving.
pub(crate) struct Weaver<'a> {
    /// The syntax.
    pub(crate) module: &'a Module,
    /// The facts.
    pub(crate) summary: &'a ModuleSummary,
    /// The decisions.
    pub(crate) plan: &'a ModulePlan,
    /// What was asked for.
    pub(crate) options: &'a Options,
    /// What the prelude binds, by the names that it has in this module.
    names: Names,
}

impl<'a> Weaver<'a> {
    /// Gathers what the forms need.
    pub(crate) fn new(
        module: &'a Module,
        summary: &'a ModuleSummary,
        plan: &'a ModulePlan,
        options: &'a Options,
    ) -> Weaver<'a> {
        let needed = needs::of(module, summary, plan, options);
        let names = names::bind(module, summary, plan, needed);
        Weaver { module, summary, plan, options, names }
    }

    /// The name that `import` has in this module.
    fn name(&self, import: Import) -> &str {
        self.names.import(import)
    }

    /// How generated code spells the builtin `name`.
    fn builtin(&self, name: &str) -> String {
        if self.names.shadows(name) {
            return format!("{}.{name}", self.name(Import::BUILTINS));
        }
        name.to_owned()
    }

    /// Where generated lines of a block go whose statements are indented by `indent`.
    fn margin(&self, indent: &str) -> Margin {
        Margin {
            indent: indent.to_owned(),
            unit: self.module.style.indent.clone(),
            width: usize::from(self.options.line_length),
        }
    }

    /// Whether `Future[T]` and `list[T]` must stand in quotes: they can't be subscripted before 3.9, and annotations are evaluated.
    fn quotes_generics(&self) -> bool {
        self.options.target.minor < 9 && !annotation::postponed(self.module)
    }

    /// `Future[inner]` as an annotation.
    fn future_of(&self, inner: &str) -> String {
        let text = format!("{}[{inner}]", self.name(Import::FUTURE));
        if self.quotes_generics() { annotation::quoted(&text) } else { text }
    }

    /// The text of a node.
    fn slice(&self, node: &impl Ranged) -> &'a str {
        self.module.slice(span_of(node.range()))
    }
}

/// The indentation of a block: as it is in the source, and as it will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indent {
    /// In the source; for a suite on its header's line the header's indentation and one unit.
    pub(crate) from: String,
    /// In the output.
    pub(crate) to: String,
}

/// Bytes of the source as they are.
fn kept(span: Span) -> Piece {
    Piece::Source { span, shift: None }
}

/// `pieces` with the lines of their source bytes moved as `indent` says.
fn moved(pieces: Vec<Piece>, indent: &Indent) -> Vec<Piece> {
    if indent.from == indent.to {
        return pieces;
    }
    let shift = Shift { from: indent.from.clone(), to: indent.to.clone() };
    let shifted = |piece| match piece {
        Piece::Source { span, .. } => Piece::Source { span, shift: Some(shift.clone()) },
        generated => generated,
    };
    pieces.into_iter().map(shifted).collect()
}
