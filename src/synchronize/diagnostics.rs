//! LW110: calls in serial text whose value can't be told.

use crate::diagnostics::{Code, Diagnostic};
use crate::text::Place;

pub(super) fn open(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::LW110,
        "it can't be told whether this gives a future, in a `@synchronized` function",
        place,
        "a call of a concurrent function, or of something else",
    )
    .with_help(
        "call the concurrent function by its name, and annotate the object that a method is called on; \
         where it is given away (`map`, `partial`), write the call in a comprehension",
    )
}

pub(super) fn waits_already(place: Place, call: Place) -> Diagnostic {
    Diagnostic::new(
        Code::LW110,
        "`.result()` of a value, in a `@synchronized` function",
        place,
        "there is no future to wait for",
    )
    .with_label(call, "in serial text this call gives the value")
    .with_help("leave `.result()` out, or the `@synchronized`")
}
