//! The terminal app: whole screens, keys in any order, tasks from end to end, and a real terminal.

#![expect(
    clippy::unwrap_used,
    reason = "a test states what it expects by unwrapping"
)]

mod any;
mod harness;
mod links;
mod looks;
mod pictures;
#[cfg(unix)]
#[path = "../cli/run.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod run;
mod screens;
#[cfg(unix)]
#[path = "../cli/session.rs"]
#[expect(dead_code, reason = "the tests of the command line need more of it")]
mod session;
mod tasks;
#[cfg(unix)]
mod terminal;
mod writing;
