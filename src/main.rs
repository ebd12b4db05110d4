//! The `lockweave` command.

fn main() {}
