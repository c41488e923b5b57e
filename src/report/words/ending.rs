//! What is said below an answer: entries that do not count, and how far the data reaches. As in [`super::api`] nothing is
//! neutralised here.

use crate::domain::document::notes::{Coverage, Excluded};

/// One line for each reason, with the ids that it holds for; in the order of the reasons' words.
pub(crate) fn left_out(excluded: &[Excluded]) -> Vec<String> {
    let mut reasons: Vec<&str> = excluded.iter().map(|one| one.why.as_str()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons
        .into_iter()
        .map(|why| {
            let ids: Vec<&str> = excluded
                .iter()
                .filter(|one| one.why == why)
                .map(|one| one.id.as_str())
                .collect();
            format!("{}: {why}", ids.join(", "))
        })
        .collect()
}

/// One sentence for each stream that the answer comes from.
pub(crate) fn coverage(streams: &[Coverage]) -> Vec<String> {
    streams.iter().map(reaches).collect()
}

fn reaches(stream: &Coverage) -> String {
    let span = match (stream.from, stream.until) {
        (Some(from), Some(until)) => format!("covered {from} to {until}"),
        (None, Some(until)) => format!("covered until {until}"),
        (Some(from), None) => format!("covered from {from}"),
        (None, None) => "how far the data reaches is not known".to_owned(),
    };
    let gaps = if stream.complete == Some(false) {
        ", with gaps"
    } else {
        ""
    };
    format!("Data: {}, {span}{gaps}.", stream.name.raw())
}
