//! Rust source to records: what a file declares, imports, implements and calls, with no name bound yet.
//!
//! [`Reader`] is the way in. It refuses what is nested too deep before the parser sees it, because the parser ends the
//! process when its stack is used up; it parses on threads with a large stack; and it forgets the spans of a file once
//! the file is read. Macros by example are expanded here ([`expand`]), because that is work on tokens; which
//! definition a call means is for the caller to say.

mod attributes;
mod bodies;
mod branches;
pub mod code;
pub mod expand;
mod guard;
mod items;
pub mod known;
mod members;
pub mod prelude;
mod prose;
pub mod record;
mod text;
mod types;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::syntax::rust::record::{File, Item, Refusal};

/// Bytes of stack for each parsing thread: enough for what [`guard`] lets through.
const STACK: usize = 256 << 20;

/// Parses source on threads of its own.
pub struct Reader {
    pool: Option<rayon::ThreadPool>,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// A reader with as many threads as the machine has cores. Where none can be started it parses on the caller's.
    pub fn new() -> Self {
        let pool = rayon::ThreadPoolBuilder::new()
            .stack_size(STACK)
            .thread_name(|number| format!("rust-{number}"))
            .build()
            .ok();
        Self { pool }
    }

    /// Runs `work` on a thread with a large stack.
    pub fn within<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.pool {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }

    /// Reads files, each by its path; the answers have the same keys.
    pub fn files<'a>(
        &self,
        files: &BTreeMap<&'a str, &[u8]>,
    ) -> BTreeMap<&'a str, Result<File, Refusal>> {
        self.within(|| {
            files
                .par_iter()
                .map(|(path, content)| (*path, file(content)))
                .collect()
        })
    }
}

/// Reads one file on this thread. What is no UTF-8, is nested too deep or does not parse is refused as a whole.
pub fn file(content: &[u8]) -> Result<File, Refusal> {
    let Ok(text) = std::str::from_utf8(content) else {
        return Err(Refusal::new(0, "it is not UTF-8"));
    };
    parse(&text::without_head(text), None)
}

/// Reads text that a macro made, or was given: items, all of which stand in `line`.
pub fn fragment(text: &str, line: u32) -> Result<Vec<Item>, Refusal> {
    parse(text, Some(line)).map(|file| file.items)
}

fn parse(text: &str, line: Option<u32>) -> Result<File, Refusal> {
    let text = &*bodies::without(text)?;
    let parsed = syn::parse_file(text);
    let found = match &parsed {
        Ok(file) => Ok(items::file(
            file,
            text::Source {
                text: Some(text),
                line,
            },
        )),
        Err(error) => Err(Refusal::new(
            line.unwrap_or_else(|| text::line(error.span())),
            &format!("it does not parse: {error}"),
        )),
    };
    drop(parsed);
    proc_macro2::extra::invalidate_current_thread_spans();
    found
}

#[cfg(test)]
mod tests;
