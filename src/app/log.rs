//! What was changed, by whom, when and why.

use crate::app::history::{History, Source};
use crate::domain::document::record::{LogDocument, LogItem};
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::store::Revision;

/// The newest changes first, at most `limit`: the audit chain of the database, then the corrections that the
/// changelog itself tells of. With `id` only what concerns it.
pub fn log(history: &History, id: Option<&str>, limit: usize) -> Result<LogDocument, Error> {
    let subjects = id.map(|id| {
        ["entry", "release", "feature", "stream", "toggle", "end"]
            .map(|kind| format!("{kind} {id}"))
    });
    let mut revisions = Vec::new();
    match &subjects {
        None => {
            revisions = history
                .store
                .revisions(&history.platform, None, limit + 1)?;
        }
        Some(subjects) => {
            for subject in subjects {
                revisions.extend(history.store.revisions(
                    &history.platform,
                    Some(subject),
                    limit + 1,
                )?);
            }
        }
    }
    let mut items: Vec<LogItem> = revisions.into_iter().map(from_revision).collect();
    items.extend(corrections(history, id)?);
    if items.is_empty()
        && let Some(id) = id
    {
        // Says that the id is unknown, with the nearest; an id without changes is an answer.
        crate::app::show::show(history, id)?;
    }
    let is_cut = items.len() > limit;
    items.truncate(limit);
    let chain = match &history.source {
        Source::BuiltIn => {
            "the built-in history is read-only; its changes are in forewarn's own repository"
                .to_owned()
        }
        Source::Database(path) => format!("audit chain of {}", path.display()),
        Source::Workspace(path) => {
            format!(
                "this machine's audit chain of {}; git has the history that the team shares",
                path.display()
            )
        }
    };
    Ok(LogDocument {
        items,
        chain,
        is_cut,
    })
}

fn from_revision(revision: Revision) -> LogItem {
    let action = match revision.action.as_str() {
        "create" => "create",
        "remove" => "remove",
        "bundle" => "bundle",
        _ => "change",
    };
    LogItem {
        // The time of a bundle is a property of its release, not of this machine.
        at: (action != "bundle").then_some(revision.at),
        day: None,
        who: Untrusted::from(revision.actor),
        action,
        subject: Untrusted::from(revision.subject),
        reason: revision.reason.map(Untrusted::from),
        former: None,
        revision: Some(revision.seq),
        hash: Some(revision.hash),
    }
}

/// Corrections of published entries, dated ones first and newest first.
pub(crate) fn corrections(history: &History, id: Option<&str>) -> Result<Vec<LogItem>, Error> {
    let corrected = history.store.corrections(&history.platform)?;
    let mut items: Vec<LogItem> = corrected
        .into_iter()
        .filter(|corrected| id.is_none_or(|id| corrected.entry == id))
        .filter(|corrected| {
            let day = corrected.correction.date;
            day.is_none_or(|day| day.on <= history.as_of)
        })
        .map(|corrected| LogItem {
            at: corrected.correction.date.map(|dated| dated.to_string()),
            day: corrected.correction.date,
            who: corrected
                .correction
                .sources
                .into_iter()
                .chain(corrected.release_sources)
                .next()
                .unwrap_or_default(),
            action: "correct",
            subject: Untrusted::from(format!("entry {}", corrected.entry)),
            reason: corrected.correction.reason,
            former: Some(corrected.correction.former),
            revision: None,
            hash: None,
        })
        .collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.day.map(|day| day.on)));
    Ok(items)
}
