//! How something of the changelog differs between two revisions of the audit chain.

use serde::de::DeserializeOwned;

use crate::app::history::History;
use crate::changelog::folder;
use crate::domain::changelog::Changelog;
use crate::domain::document::diff::{DiffDocument, DiffEnd, DiffLine, SCHEMA};
use crate::domain::entry::Entry;
use crate::domain::feature::Feature;
use crate::domain::release::{Place, Release};
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::store::Revision;

/// The kinds of things that revisions speak of, in the order in which a name is looked for.
const KINDS: [&str; 6] = ["entry", "release", "feature", "stream", "toggle", "end"];

/// What `id` was after the revision `from`, held against what it was after `to`; without numbers its last change. `from` alone is
/// held against how it is now.
///
/// # Errors
/// If nothing of that id was ever changed here, or a number is none of the chain's.
pub fn diff(
    history: &History,
    id: &str,
    from: Option<i64>,
    to: Option<i64>,
) -> Result<DiffDocument, Error> {
    let revisions = revisions_of(history, id)?;
    let Some(last) = revisions.last() else {
        // Says that the id is unknown, with the nearest; an id without changes has a next step.
        crate::app::show::show(history, id)?;
        return Err(Error::new(format!("nothing of `{id}` was changed here"))
            .hint(format!("`forewarn show {id}` shows it")));
    };
    let to_end = match to {
        Some(seq) => after(history, &revisions, seq)?.ok_or_else(|| {
            Error::new(format!("`{id}` was not there yet after revision {seq}"))
                .hint(format!("its first is {}", revisions[0].seq))
        })?,
        None => last,
    };
    let from_end = match from {
        Some(seq) => after(history, &revisions, seq)?,
        None => revisions.iter().rfind(|one| one.seq < to_end.seq),
    };
    if let Some(from) = from_end
        && from.seq > to_end.seq
    {
        return Err(
            Error::new(format!("{} is after {}", from.seq, to_end.seq)).hint(format!(
                "turn them round: `forewarn diff {id} {} {}`",
                to_end.seq, from.seq
            )),
        );
    }
    // Without one before it what a revision itself replaced counts: the index may be younger than the files.
    let old = match from_end {
        Some(one) => text(one, one.after.as_ref())?,
        None => text(to_end, to_end.before.as_ref())?,
    };
    let new = text(to_end, to_end.after.as_ref())?;
    let lines = folder::differences(&old, &new);
    Ok(DiffDocument {
        schema: SCHEMA,
        subject: Untrusted::from(to_end.subject.clone()),
        from: from_end.map(end),
        to: end(to_end),
        lines: lines
            .into_iter()
            .map(|(change, text)| DiffLine {
                change,
                text: Untrusted::from(text),
            })
            .collect(),
    })
}

/// All revisions of what the id names, oldest first.
fn revisions_of(history: &History, id: &str) -> Result<Vec<Revision>, Error> {
    const MANY: usize = 10_000;
    for kind in KINDS {
        let subject = format!("{kind} {id}");
        let store = &history.store;
        let mut found = store.revisions(&history.platform, Some(&subject), MANY)?;
        if !found.is_empty() {
            found.reverse();
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

/// The revision that made it what it was after the revision `seq` of the chain. `None`: it was not there yet.
fn after<'a>(
    history: &History,
    revisions: &'a [Revision],
    seq: i64,
) -> Result<Option<&'a Revision>, Error> {
    let newest = history.store.revisions(&history.platform, None, 1)?;
    let newest = newest.first().map_or(0, |one| one.seq);
    if !(1..=newest).contains(&seq) {
        let known: Vec<String> = revisions.iter().map(|one| one.seq.to_string()).collect();
        return Err(Error::new(format!("there is no revision {seq}"))
            .hint(format!("it was changed by {}", known.join(", "))));
    }
    Ok(revisions.iter().rfind(|one| one.seq <= seq))
}

fn end(revision: &Revision) -> DiffEnd {
    DiffEnd {
        revision: revision.seq,
        at: (revision.action != "bundle").then(|| revision.at.clone()),
        who: Untrusted::from(revision.actor.clone()),
        reason: revision.reason.clone().map(Untrusted::from),
        exists: revision.after.is_some(),
    }
}

/// What a revision holds, as the lines of a file; empty where it was not there.
fn text(revision: &Revision, json: Option<&String>) -> Result<String, Error> {
    let Some(json) = json else {
        return Ok(String::new());
    };
    let kind = revision.subject.split(' ').next().unwrap_or_default();
    Ok(match kind {
        "entry" => {
            let entry: Entry = read(revision, json)?;
            let mut release = Release::new("", Place::Unreleased(String::new()));
            release.entries.push(entry);
            folder::write_release(&release).text
        }
        "release" => {
            let (release, ids): (Release, Vec<String>) = read(revision, json)?;
            let mut text = folder::write_release(&release).text;
            for id in ids {
                text.push_str("entry ");
                text.push_str(&id);
                text.push('\n');
            }
            text
        }
        "feature" => {
            let mut changelog = Changelog::new("");
            changelog.features.push(read::<Feature>(revision, json)?);
            let files = folder::write(&changelog);
            let file = files.into_iter().find(|one| one.path == folder::FEATURES);
            file.map(|one| one.text).unwrap_or_default()
        }
        _ => {
            let value: serde_json::Value = read(revision, json)?;
            format!("{value:#}\n")
        }
    })
}

fn read<T: DeserializeOwned>(revision: &Revision, json: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|error| {
        Error::new(format!("revision {} cannot be read", revision.seq)).because(error)
    })
}
