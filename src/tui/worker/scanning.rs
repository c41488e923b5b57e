//! Scans, on threads of their own: everything else is answered meanwhile.

use std::sync::Arc;

use crate::app;
use crate::app::fleet::{FleetScan, scan_members};
use crate::app::history::{History, Whereabouts};
use crate::app::impact::Member;
use crate::app::scan::ScanRequest;
use crate::domain::date::Date;
use crate::domain::document::progress::ProgressDocument;
use crate::domain::document::scan::ScannedPlugin;
use crate::domain::recorded::Since;
use crate::report::text::counted;
use crate::tui::msg::{Answer, Msg, Question};
use crate::tui::worker::{Worker, pages, words};

impl Worker {
    /// The plugins to look at; where there are none, the question is answered with that.
    fn members_or_refuse(&self, question: &Question, folders: &[String]) -> Option<Vec<Member>> {
        let members = self.members(folders).map_err(|error| words(&error));
        match members {
            Ok(members) => Some(members),
            Err(why) => {
                drop(self.replies.send(Msg::Answer(question.clone(), Err(why))));
                None
            }
        }
    }

    /// Looks at the plugins as of a day.
    pub(super) fn scan(&mut self, day: Date, folders: &[String]) {
        let question = Question::Scan(day, folders.to_vec());
        let Some(members) = self.members_or_refuse(&question, folders) else {
            return;
        };
        let (system, replies) = (Arc::clone(&self.system), self.replies.clone());
        let (scanned, told) = (Arc::clone(&self.scanned), self.told());
        let whereabouts = Whereabouts {
            as_of: Some(day),
            ..self.whereabouts.clone()
        };
        std::thread::spawn(move || {
            let paths = members.iter().map(|one| one.path.clone());
            let request = ScanRequest::whole(paths.collect());
            let outcome = History::open(&system, &whereabouts)
                .and_then(|history| app::scan::scan(&system, &history, &request, &told));
            let answer = match outcome {
                Ok(document) => {
                    let plugins: Arc<[ScannedPlugin]> = Arc::from(document.plugins);
                    let page = Arc::new(pages::plugins(&plugins));
                    let was_cancelled = told.cancel.is_raised();
                    let is_empty = plugins.is_empty();
                    if let Ok(mut kept) = scanned.lock() {
                        kept.plugins = Some(plugins);
                    }
                    if was_cancelled {
                        Ok(Answer::Cancelled((!is_empty).then_some(page)))
                    } else {
                        Ok(Answer::Table(page))
                    }
                }
                Err(error) => Err(words(&error)),
            };
            drop(replies.send(Msg::Answer(question, answer)));
        });
    }

    /// Looks at the plugins as of today, and records what is found.
    pub(super) fn record(&self, folders: &[String]) {
        let question = Question::Record(folders.to_vec());
        let Some(members) = self.members_or_refuse(&question, folders) else {
            return;
        };
        let (system, replies) = (Arc::clone(&self.system), self.replies.clone());
        let (whereabouts, told) = (self.whereabouts.clone(), self.told());
        std::thread::spawn(move || {
            let asked = FleetScan {
                cache: true,
                ..FleetScan::default()
            };
            let answer = scan_members(&system, &whereabouts, &members, &asked, &told);
            let answer = answer
                .map(|document| Answer::Done(recorded(&document)))
                .map_err(|error| words(&error));
            drop(replies.send(Msg::Answer(question, answer)));
        });
    }
}

/// What was recorded, in a line.
fn recorded(document: &ProgressDocument) -> String {
    let last = || document.plugins.iter().filter_map(|one| one.steps.last());
    let open: usize = last().map(|step| step.open).sum();
    let since: Vec<&Since> = last().filter_map(|step| step.since.as_ref()).collect();
    let moved = if since.is_empty() {
        String::new()
    } else {
        let opened: usize = since.iter().map(|one| one.opened.len()).sum();
        let fixed: usize = since.iter().map(|one| one.fixed.len()).sum();
        format!(", {opened} opened and {fixed} fixed since the last time")
    };
    let missing = match document.problems.as_slice() {
        [] => String::new(),
        [one] => format!("; not everything: {one}"),
        [first, more @ ..] => format!("; not everything: {first}, and {} more", more.len()),
    };
    let plugins = counted(document.plugins.len(), "plugin", "plugins");
    format!("recorded: {plugins}, {open} open{moved}{missing}")
}
