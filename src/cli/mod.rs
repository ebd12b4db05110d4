//! The command line: one file a subcommand, arguments, progress, colour, exit statuses.
//!
//! Must not know how anything is computed.
