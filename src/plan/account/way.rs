//! Ways from a function to an access, as the touches of the function have kept them.

use super::{Decided, Hop, Way};
use crate::program::{FunctionKey, Touch};

impl Decided<'_, '_> {
    /// The way of a touch.
    pub(super) fn way(&self, key: FunctionKey, touch: &Touch) -> Way {
        let hops = touch
            .why
            .steps
            .iter()
            .filter_map(|step| Some(Hop { place: step.place, into: step.into.clone()? }))
            .collect();
        let place = touch.why.steps.last().map(|step| step.place);
        let place =
            place.unwrap_or_else(|| self.inputs.place(key.module, self.inputs.function(key).name_span));
        Way { from: self.function_name(key), hops, access: touch.access, place }
    }
}

/// The ways that tell different things, the ones that tell most first: writes before reads, short before long.
pub(super) fn distinct(mut ways: Vec<Way>) -> Vec<Way> {
    ways.sort_by(|one, other| rank(one).cmp(&rank(other)).then_with(|| one.cmp(other)));
    ways.dedup();
    ways
}

/// What is told first.
pub(super) fn rank(way: &Way) -> (bool, usize, crate::text::Place) {
    (way.access != crate::program::Access::Write, way.hops.len(), way.place)
}
