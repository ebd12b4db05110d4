//! A module and its slice of the plan to a woven text: a file a form, templates rendered and laid out with `pretty`.
//!
//! The module is emitted top down as pieces: source spans where nothing changes (a whole statement is one piece then), generated
//! text where something does. Must not know how the plan was found.

use std::collections::BTreeMap;

use crate::options::Options;
use crate::plan::ModulePlan;
use crate::python::Module;
use crate::summary::{FunctionId, ModuleSummary, StatementId};

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
    /// Each statement by the offset of its first byte, which no two statements share.
    pub(crate) statements: BTreeMap<u32, (FunctionId, StatementId)>,
}

/// The indentation of a block: as it is in the source, and as it will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indent {
    /// In the source; for a suite on its header's line the header's indentation and one unit.
    pub(crate) from: String,
    /// In the output.
    pub(crate) to: String,
}
