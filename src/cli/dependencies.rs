//! What `build` leaves for make and ninja: on which files its result depends, and when it was last right.

use std::path::PathBuf;

use super::arguments::Build;
use super::session::Session;
use crate::files::{Error, Origin, stored_snapshots, write_depfile, write_stamp};

/// Writes the dependency file and the stamp that were asked for.
pub(super) fn write(arguments: &Build, session: &Session) -> Result<(), Error> {
    let Some(stamp) = &arguments.stamp else { return Ok(()) };
    if let Some(depfile) = &arguments.depfile {
        write_depfile(depfile, stamp, &dependencies(arguments, session)?)?;
    }
    // The last: it must be newer than everything that the build has read or written.
    write_stamp(stamp)
}

/// The files that were read, the folders where others could appear, the configuration, and the snapshots that it was built from.
fn dependencies(arguments: &Build, session: &Session) -> Result<Vec<PathBuf>, Error> {
    let files = session.project.inputs().iter().filter_map(|input| match &input.origin {
        Origin::Disk(path) => Some(path.clone()),
        Origin::Memory(_) => None,
    });
    let folders = session.project.folders().iter().cloned();
    let mut all: Vec<PathBuf> = files.chain(folders).chain(session.settings.file.clone()).collect();
    if arguments.from_snapshots {
        let accepted = stored_snapshots(&session.snapshots)?;
        all.extend(accepted.into_iter().map(|file| session.snapshots.join(file.path)));
    }
    all.sort();
    all.dedup();
    Ok(all)
}
