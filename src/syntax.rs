//! Parsing source of other people: one module for each language, both behind the same limits.

use std::sync::OnceLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

mod guard;
pub mod jsdoc;
pub mod rust;
pub mod script;
mod speculation;
pub mod typescript;

/// Parsers, and whatever goes over what they read, descend into it.
const STACK: usize = 256 * 1024 * 1024;

/// Runs work, and what it does side by side, on threads whose stacks are deep enough for any file that is read.
///
/// Where no such threads can be made, it runs on the caller's.
pub fn on_deep_stacks<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    // Made once: a command has several such pieces of work.
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    let pool = POOL.get_or_init(|| ThreadPoolBuilder::new().stack_size(STACK).build().ok());
    match pool {
        Some(pool) => pool.install(work),
        None => work(),
    }
}
