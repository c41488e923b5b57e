//! Scans, on threads of their own: everything else is answered meanwhile.

use std::sync::Arc;

use crate::app;
use crate::app::fleet::{FleetScan, scan_members};
use crate::app::history::{History, Whereabouts};
use crate::app::scan::ScanRequest;
use crate::domain::date::Date;
use crate::domain::document::progress::ProgressDocument;
use crate::domain::document::scan::{Confidence, ScannedPlugin, Status, Threshold};
use crate::domain::recorded::Since;
use crate::report::text::counted;
use crate::tui::msg::{Answer, Msg, Question};
use crate::tui::worker::{Worker, pages};

impl Worker {
    /// Looks at the plugins as of a day.
    pub(super) fn scan(&mut self, day: Date, folders: &[String]) {
        let question = Question::Scan(day, folders.to_vec());
        let members = match self.members(folders) {
            Ok(members) => members,
            Err(error) => {
                let why = error.render().trim_start_matches("error: ").to_owned();
                drop(self.replies.send(Msg::Answer(question, Err(why))));
                return;
            }
        };
        let (system, replies) = (Arc::clone(&self.system), self.replies.clone());
        let (scanned, told) = (Arc::clone(&self.scanned), self.told());
        let whereabouts = Whereabouts {
            as_of: Some(day),
            ..self.whereabouts.clone()
        };
        std::thread::spawn(move || {
            let request = ScanRequest {
                paths: members.iter().map(|one| one.path.clone()).collect(),
                packages: Vec::new(),
                from: None,
                to: None,
                min_confidence: Some(Confidence::Medium),
                only: Status::ALL.to_vec(),
                fail_on: Some(Threshold::Never),
                baseline: None,
                update_baseline: false,
                changed_since: None,
                show_unresolved: false,
                cache: true,
                upgrade: None,
            };
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
                Err(error) => Err(error.render().trim_start_matches("error: ").to_owned()),
            };
            drop(replies.send(Msg::Answer(question, answer)));
        });
    }

    /// Looks at the plugins as of today, and records what is found.
    pub(super) fn record(&self, folders: &[String]) {
        let question = Question::Record(folders.to_vec());
        let members = match self.members(folders) {
            Ok(members) => members,
            Err(error) => {
                let why = error.render().trim_start_matches("error: ").to_owned();
                drop(self.replies.send(Msg::Answer(question, Err(why))));
                return;
            }
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
                .map_err(|error| error.render().trim_start_matches("error: ").to_owned());
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
