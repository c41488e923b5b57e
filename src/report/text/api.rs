//! API surfaces for a terminal: one version's, the difference of two, the life of a symbol.

mod diff;
mod history;
mod show;

pub use diff::write as diff;
pub use history::write as history;
pub use show::{summary, write as show};

use std::io::{self, Write};

use crate::domain::document::api::SurfaceAge;
use crate::domain::text::Untrusted;
use crate::report::text::{Width, role, styled, wrapped};
use crate::report::words;

/// Text of a package on one line, without anything that a terminal would obey.
pub(super) fn line(text: &str) -> String {
    Untrusted::from(text).for_terminal_line()
}

/// The age and the completeness of the data, for answers that have no place for them.
pub fn age_lines(age: &SurfaceAge) -> Vec<String> {
    words::api::age(age).iter().map(|text| line(text)).collect()
}

/// How old and how complete the data is.
pub(super) fn age(age: &SurfaceAge, width: Width, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    for text in age_lines(age) {
        wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
    }
    Ok(())
}
