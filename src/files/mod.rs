//! The disk: discovery, decoding (BOM, PEP 263), module names, configuration, manifest, atomic writes; and the same in memory.
//!
//! The only room that touches the disk. Must not know Python's grammar.

mod amend;
mod commit;
mod compare;
mod config;
mod config_keys;
mod decode;
mod depfile;
mod discover;
mod encoding;
mod error;
mod journal;
mod library_file;
mod manifest;
mod module_name;
mod neighbour;
mod pattern;
mod place;
mod read;
mod single;
mod snapshot_folder;
mod watch;

pub use amend::amend;
pub use commit::{LOCK_NAME, Locked, STAGING_NAME, Unfinished, unfinished};
pub use compare::{Change, Comparison, Content, Overwrite, Scope, Target, Wanted, compare};
pub use config::{Configuration, Settings, find_configuration};
pub use config_keys::{Began, KEYS, Key, Value, begin_configuration, commented_table};
pub use decode::{DecodeError, Decoded, SourceEncoding, decode};
pub use depfile::{write_depfile, write_stamp};
pub use discover::{Found, Input, Kind, Origin, Request, discover};
pub use error::Error;
pub use library_file::{LIBRARY_NAME, library_file};
pub use manifest::{Hash, MANIFEST_NAME, Manifest};
pub use module_name::module_name;
pub use neighbour::{Neighbour, neighbours};
pub use pattern::Pattern;
pub use place::{Destination, destination, path_below, write_plain};
pub use read::{read, read_file, read_stdin};
pub use single::{input_in_tree, replace_file};
pub use snapshot_folder::{
    FileChange, PENDING_ENDING, SNAPSHOT_ENDING, StoredFile, change_together, settle, stored_snapshots,
};
pub use watch::Watch;
