//! Finding entries, releases and features by their words.

use std::collections::BTreeSet;

use crate::app::history::History;
use crate::domain::changelog::Changelog;
use crate::domain::date::Date;
use crate::domain::document::record::{Found, SearchDocument};
use crate::domain::release::Release;
use crate::domain::text::Untrusted;
use crate::domain::words::nearest;
use crate::error::Error;
use crate::store::{Hit, HitKind, MARK_END, MARK_START};

/// Finds what holds all words of `query`, best first, at most `limit`.
///
/// # Errors
/// If the query has no word, or the store fails.
pub fn search(history: &History, query: &str, limit: usize) -> Result<SearchDocument, Error> {
    if !query.chars().any(char::is_alphanumeric) {
        return Err(Error::new("there is no word to search for")
            .hint("for example: forewarn search enforce logout"));
    }
    // What is not out yet on the day is not found; usually nothing is younger than the day.
    let future = not_out_yet(&history.headers()?, history.as_of);
    let fetched = if future.is_empty() { limit } else { usize::MAX };
    let (mut hits, mut total) = history.store.search(&history.platform, query, fetched)?;
    if !future.is_empty() {
        hits.retain(|hit| {
            let release = hit.title.raw().split(' ').next().unwrap_or_default();
            hit.kind == HitKind::Feature || !future.contains(release)
        });
        total = hits.len();
        hits.truncate(limit);
    }
    let nearest = if hits.is_empty() {
        let known = history.store.known_ids(&history.platform)?;
        nearest(query, known.iter().map(String::as_str), 3)
            .into_iter()
            .map(str::to_owned)
            .collect()
    } else {
        Vec::new()
    };
    let found = hits.into_iter().map(found).collect();
    Ok(SearchDocument {
        query: Untrusted::from(query),
        found,
        total,
        nearest,
    })
}

fn not_out_yet(headers: &Changelog, as_of: Date) -> BTreeSet<String> {
    let is_future = |release: &&Release| {
        release.date.is_some_and(|dated| dated.on > as_of) || !release.is_public(as_of)
    };
    headers
        .releases
        .iter()
        .filter(is_future)
        .map(Release::id)
        .collect()
}

fn found(hit: Hit) -> Found {
    let mut excerpt = Vec::new();
    for piece in hit.excerpt.raw().split(MARK_START) {
        match piece.split_once(MARK_END) {
            Some((marked, rest)) => {
                excerpt.push((Untrusted::from(marked), true));
                excerpt.push((Untrusted::from(rest), false));
            }
            None => excerpt.push((Untrusted::from(piece), false)),
        }
    }
    excerpt.retain(|(text, _)| !text.is_empty());
    Found {
        kind: hit.kind.as_str(),
        id: hit.subject,
        title: hit.title,
        excerpt,
    }
}
