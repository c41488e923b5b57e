//! Finding entries, releases and features by their words.

use std::collections::BTreeSet;

use crate::app::history::History;
use crate::domain::document::record::{Found, SearchDocument};
use crate::domain::release::Release;
use crate::domain::text::Untrusted;
use crate::domain::words::nearest;
use crate::error::Error;
use crate::store::{Hit, Hits, MARK_END, MARK_START};

/// Finds what holds all words of `query`, best first (the newest first, if there are very many), at most `limit`.
///
/// # Errors
/// If the query has no word, or the store fails.
pub fn search(history: &History, query: &str, limit: usize) -> Result<SearchDocument, Error> {
    if !query.chars().any(char::is_alphanumeric) {
        return Err(Error::new("there is no word to search for")
            .hint("for example: forewarn search enforce logout"));
    }
    // What is not out yet on the day is not found; usually nothing is younger than the day.
    let future: BTreeSet<String> = history
        .store
        .not_out(&history.platform, history.as_of)?
        .iter()
        .map(Release::id)
        .collect();
    let Hits {
        hits,
        total,
        is_ranked,
    } = history
        .store
        .search(&history.platform, query, &future, limit)?;
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
        is_ranked,
        nearest,
    })
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
