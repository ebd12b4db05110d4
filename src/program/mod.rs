//! Linking: name and method resolution, call graph, effects to a fixpoint, alias classes, who can run beside whom.
//!
//! Must not know locks or text: it reads summaries only.
