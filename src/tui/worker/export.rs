//! What is shown, as text for the clipboard or a file, by the writers of the command line.

use std::path::Path;
use std::sync::Arc;

use crate::app;
use crate::app::history::History;
use crate::app::notes::NotesQuery;
use crate::domain::date::Date;
use crate::domain::document::notes::NotesDocument;
use crate::domain::document::record::Record;
use crate::error::Error;
use crate::report::feed::Addresses;
use crate::report::impact::{Detail, html};
use crate::report::text::{self, Width};
use crate::report::{json, markdown, template};
use crate::tui::lay::plain;
use crate::tui::model::Wanted;
use crate::tui::msg::Exported;
use crate::tui::worker::Worker;

impl Worker {
    /// As Markdown where there is such a form, else as plain text.
    pub(super) fn copied(&mut self, day: Date, wanted: &Wanted) -> Result<String, Error> {
        let failed = |error| Error::new("this cannot be copied").because(error);
        let mut out = Vec::new();
        match wanted {
            Wanted::Show(id) | Wanted::Line(id) => {
                let history = self.on(day)?;
                match app::show::show(history, id)? {
                    Record::Entry(record) => {
                        return Ok(format!(
                            "- {}\n",
                            record.entry.text.raw().replace('\n', "\n  ")
                        ));
                    }
                    Record::Release { .. } => {
                        let id = id.strip_prefix("release:").unwrap_or(id);
                        let document = notes(history, Some(id))?;
                        markdown::notes(&Arc::new(document), &mut out).map_err(failed)?;
                    }
                    record => {
                        text::record::write(&record, Width::USUAL, &mut out).map_err(failed)?;
                    }
                }
            }
            Wanted::Explain(symbol) => {
                let document = app::explain::explain(self.on(day)?, None, symbol)?;
                markdown::explain::write(&document, &mut out).map_err(failed)?;
            }
            other => {
                let laid = self.detail(day, other, 100)?;
                for line in &laid.lines {
                    out.extend(line.to_string().trim_end().as_bytes());
                    out.push(b'\n');
                }
            }
        }
        Ok(plain(&out))
    }

    /// Writes a file, and says where.
    pub(super) fn export(
        &mut self,
        day: Date,
        what: &Exported,
        format: &str,
        file: &str,
    ) -> Result<String, Error> {
        let mut out = Vec::new();
        let written = match what {
            Exported::Notes(release) => {
                let history = self.on(day)?;
                let document = Arc::new(notes(history, release.as_deref())?);
                match format {
                    "text" => text::notes::write(&document, Width::USUAL, &mut out),
                    "json" => json::notes::write(&document, &mut out),
                    "jsonfeed" => json::feed::write(&document, &Addresses::default(), &mut out),
                    name => template::write(name, &document, &Addresses::default(), &mut out),
                }
            }
            Exported::Impact(asked) => {
                let document = self.impact(asked)?;
                let detail = Detail { all: true };
                match format {
                    "text" => text::impact::write(&document, detail, Width::USUAL, &mut out),
                    "markdown" => markdown::impact::write(&document, detail, &mut out),
                    "html" => html::write(&document, detail, &mut out),
                    "json" => json::impact::write(&document, None, &mut out),
                    _ => markdown::impact::checklist(&document, &mut out),
                }
            }
        };
        written.map_err(|error| Error::new("this cannot be exported").because(error))?;
        // Only text has looks; a page or JSON is written as it is.
        let content = if format == "text" {
            plain(&out).into_bytes()
        } else {
            out
        };
        let path = self.system.absolute(Path::new(file));
        if self.system.exists(&path) {
            return Err(Error::new(format!("{} is there already", path.display()))
                .hint("choose another name"));
        }
        self.system.write_atomically(&path, &content)?;
        Ok(format!("written to {}", path.display()))
    }
}

fn notes(history: &History, release: Option<&str>) -> Result<NotesDocument, Error> {
    let query = NotesQuery {
        choice: release.map(str::to_owned),
        with_blocks: true,
        ..NotesQuery::default()
    };
    app::notes::notes(history, &query)
}
