//! Refuses sources so deeply nested that walking their syntax would overflow a stack.

/// The stack that parsing, lowering and weaving need, for the deepest source that is let through.
pub const STACK_BYTES: usize = 512 * 1024 * 1024;
