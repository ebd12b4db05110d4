//! `lockweave init`: a `[tool.lockweave]` that sets nothing and says what can be set.

use super::arguments::{Init, Inputs};
use super::report::{self, Stdout};
use super::session::fail;
use super::{ExitStatus, Stop};
use crate::files::{Began, begin_configuration};

pub(super) fn init(arguments: &Init) -> Result<ExitStatus, Stop> {
    let began = begin_configuration(&arguments.folder)
        .map_err(|error| fail(&Inputs::of(Vec::new()), Stdout::Free, error))?;
    match began {
        Began::Written(path) => {
            report::say(&format!("[tool.lockweave] is in {}, with all settings as comments", path.display()));
            Ok(ExitStatus::Fine)
        }
        Began::Stands(path) => {
            report::say(&format!("error: {} has a [tool.lockweave] already", path.display()));
            Ok(ExitStatus::Failed)
        }
    }
}
