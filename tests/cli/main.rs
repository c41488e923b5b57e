//! The program as a user runs it: what it prints, how it exits, what it leaves behind.

#![expect(
    clippy::unwrap_used,
    reason = "a test states what it expects by unwrapping"
)]

mod accounts;
mod answers;
mod api;
mod authoring;
mod backend_facts;
mod checkup;
mod conventions;
mod crates;
mod dependencies;
mod documents;
mod ends;
mod evidence;
mod failures;
mod foreign;
mod formats;
mod fragment;
mod gate;
mod git_import;
mod hostile;
mod impact;
mod injection;
mod lint;
mod manners;
mod net;
mod packages;
mod progress;
mod reach;
mod run;
mod scan_cache;
mod schemas;
#[cfg(unix)]
#[expect(dead_code, reason = "the terminal app's tests need more of it")]
mod session;
mod settings;
mod shell;
mod surfaces;
#[cfg(unix)]
mod terminal;
