//! Changes of the changelog, by the functions that the commands call.

use crate::app::edit::{
    self, Correct, EntryFields, How, NewEntry, NewRelease, ReleaseFields, Step, StepQuery,
};
use crate::app::history::History;
use crate::error::Error;
use crate::tui::msg::Act;
use crate::tui::worker::Worker;

impl Worker {
    /// Does it, and says what was done.
    pub(super) fn act(&mut self, act: &Act) -> Result<String, Error> {
        let how = |reason: Option<&String>| How {
            reason: reason.cloned(),
            ..How::default()
        };
        let (system, place) = (&self.system, &self.whereabouts);
        let document = match act {
            Act::NewEntry {
                release,
                kind,
                text,
                breaking,
            } => {
                let asked = NewEntry {
                    release: release.clone(),
                    id: None,
                    fields: EntryFields {
                        kind: kind.parse().ok(),
                        text: Some(text.clone()),
                        breaking: Some(*breaking),
                        ..EntryFields::default()
                    },
                };
                edit::new(system, place, &how(None), &asked)?
            }
            Act::NewRelease { release, summary } => {
                let stream = release.split('/').next().unwrap_or_default().to_owned();
                let history = History::open(system, place)?;
                let fragments = edit::fragments(&history)?;
                drop(history);
                let asked = NewRelease {
                    release: release.clone(),
                    fields: ReleaseFields {
                        summary: (!summary.is_empty()).then(|| summary.clone()),
                        ..ReleaseFields::default()
                    },
                    from_unreleased: fragments
                        .iter()
                        .any(|one| one.id.starts_with(&format!("{stream}/"))),
                };
                edit::new_release(system, place, &how(None), &asked)?
            }
            Act::Correct { id, text, reason } => {
                let asked = Correct {
                    id: id.clone(),
                    text: text.clone(),
                    ..Correct::default()
                };
                edit::correct(system, place, &how(Some(reason)), &asked)?
            }
            Act::Step {
                release,
                step,
                at,
                reason,
            } => {
                let step: Step = step
                    .parse()
                    .map_err(|_word| Error::new(format!("`{step}` is no step")))?;
                let asked = StepQuery {
                    release: release.clone(),
                    step,
                    at: at.clone(),
                };
                edit::step(system, place, &how(reason.as_ref()), &asked)?
            }
            Act::Delete(id) => edit::delete(system, place, &how(None), id)?,
            Act::Undo => edit::undo(system, place, &how(None))?,
        };
        let mut told = document.done.for_terminal_line();
        for remark in &document.remarks {
            told = format!("{told}; {}", remark.for_terminal_line());
        }
        Ok(told)
    }
}
