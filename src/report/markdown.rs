//! Keep a Changelog Markdown, with forewarn's further headings: the template of that name.

use std::io::{self, Write};
use std::sync::Arc;

use crate::domain::document::notes::NotesDocument;
use crate::report::feed::Addresses;
use crate::report::template;

/// Writes the notes as one Markdown document.
pub fn notes(document: &Arc<NotesDocument>, out: &mut dyn Write) -> io::Result<()> {
    template::write("markdown", document, &Addresses::default(), out)
}
