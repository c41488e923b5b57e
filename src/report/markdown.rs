//! Markdown: Keep a Changelog with forewarn's further headings, which is the template of that name; and tables for GitHub.

pub mod api;
pub mod checkup;
pub mod deprecations;
pub mod evidence;
pub mod explain;
pub mod impact;
pub mod progress;
pub mod scan;

mod table;

use std::io::{self, Write};
use std::sync::Arc;

use crate::domain::document::notes::NotesDocument;
use crate::report::feed::Addresses;
use crate::report::template;

/// Writes the notes as one Markdown document.
pub fn notes(document: &Arc<NotesDocument>, out: &mut dyn Write) -> io::Result<()> {
    template::write("markdown", document, &Addresses::default(), out)
}
