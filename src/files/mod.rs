//! The only room that touches the disk: discovery, decoding, module names, configuration, manifest, atomic writes.
//!
//! Must not know Python's grammar.
