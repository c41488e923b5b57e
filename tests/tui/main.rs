//! The terminal app: whole screens, keys in any order, tasks from end to end, and a real terminal.

#![expect(
    clippy::unwrap_used,
    reason = "a test states what it expects by unwrapping"
)]

mod harness;
mod screens;
