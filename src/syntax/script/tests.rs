//! What is read of a script, by small ones.

mod constructs;
mod dump;
mod hostile;
mod lines;
mod scopes;
mod spans;

use crate::syntax::script::{Dialect, Script, Unparsed, read};
use crate::syntax::typescript::Arena;

/// What callers give to [`read`].
const STACK: usize = 256 * 1024 * 1024;

fn parse(text: &str, dialect: Dialect) -> (Script, Option<Unparsed>) {
    read(text, dialect, &mut Arena::default())
}

/// A script that is without fault.
fn sound(text: &str, dialect: Dialect) -> Script {
    let (script, unparsed) = parse(text, dialect);
    assert_eq!(unparsed, None, "{text}");
    spans::check(text, &script);
    script
}

/// What runs on as much stack as callers of [`read`] are to have.
fn deep<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work)
            .unwrap()
            .join()
            .unwrap()
    })
}
