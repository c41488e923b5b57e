//! Changes of the changelog, by the functions that the commands call.

use std::sync::Arc;

use crate::app::edit::{self, How, NewRelease, Planned, ReleaseFields, Step, StepQuery};
use crate::app::history::History;
use crate::app::lint;
use crate::domain::date::Date;
use crate::domain::document::edit::EditDocument;
use crate::domain::document::lint::LintProblem;
use crate::error::Error;
use crate::tui::form::Remark;
use crate::tui::msg::Act;
use crate::tui::worker::Worker;

/// What was done, in one line.
fn told(document: &EditDocument) -> String {
    let mut told = document.done.for_terminal_line();
    for remark in &document.remarks {
        told = format!("{told}; {}", remark.for_terminal_line());
    }
    told
}

impl Worker {
    /// Does it, and says what was done.
    pub(super) fn act(&mut self, act: &Act) -> Result<String, Error> {
        let how = |reason: Option<&String>| How {
            reason: reason.cloned(),
            ..How::default()
        };
        let (system, place) = (&self.system, &self.whereabouts);
        let document = match act {
            Act::Write(planned) => match planned.as_ref() {
                Planned::New(asked) => edit::new(system, place, &how(None), asked)?,
                Planned::Correct(asked, reason) => {
                    edit::correct(system, place, &how(Some(reason)), asked)?
                }
            },
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
        Ok(told(&document))
    }

    /// What the rules say of an entry as it stands, or why it would be refused.
    pub(super) fn check(&mut self, day: Date, what: &Planned) -> Vec<Remark> {
        let (system, place) = (Arc::clone(&self.system), self.whereabouts.clone());
        let problems = self
            .on(day)
            .and_then(|history| lint::planned(&system, &place, history, what));
        match problems {
            Ok(problems) => problems.iter().map(remark).collect(),
            Err(error) => vec![Remark {
                severity: None,
                text: error.in_one_line(),
                advice: None,
            }],
        }
    }
}

fn remark(problem: &LintProblem) -> Remark {
    let message = problem.message.for_terminal_line();
    Remark {
        severity: Some(problem.severity),
        text: format!("{}: {message}", problem.rule),
        advice: Some(problem.advice.for_terminal_line()),
    }
}
