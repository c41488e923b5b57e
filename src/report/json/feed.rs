//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).
//!
//! Ids and days are those of the Atom feed. `_forewarn` is forewarn's own extension: what the notes
//! and the feed left out, and the day they are as of. Keys are only added.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;

use crate::domain::document::notes::{Excluded, NotesDocument, NotesRelease};
use crate::domain::text::neutralise;
use crate::report::feed::{self, Addresses};
use crate::report::{template, words};

const VERSION: &str = "https://jsonfeed.org/version/1.1";

#[derive(Serialize)]
struct Feed<'a> {
    version: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<&'a str>,
    #[serde(rename = "feed_url", skip_serializing_if = "Option::is_none")]
    own_url: Option<&'a str>,
    description: String,
    language: &'static str,
    authors: Vec<Author>,
    items: Vec<Item>,
    #[serde(rename = "_forewarn")]
    forewarn: Extension,
}

#[derive(Serialize)]
struct Author {
    name: String,
}

#[derive(Serialize)]
struct Item {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    title: String,
    content_html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    date_published: String,
    date_modified: String,
    authors: Vec<Author>,
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Extension {
    about: &'static str,
    as_of: String,
    feed_id: String,
    excluded: Vec<Left>,
}

#[derive(Serialize)]
struct Left {
    id: String,
    why: String,
}

/// Writes the feed.
pub fn write(
    document: &Arc<NotesDocument>,
    addresses: &Addresses,
    out: &mut dyn Write,
) -> io::Result<()> {
    let contents = template::feed_items(document)?;
    let items = feed::dated(document)
        .zip(contents)
        .filter_map(|(release, html)| item(document, release, html, addresses))
        .collect();
    let mut excluded: Vec<Left> = document.excluded.iter().map(left).collect();
    excluded.extend(feed::left_out(document).iter().map(left));
    let shown = Feed {
        version: VERSION,
        title: title(document),
        home_page_url: addresses.site.as_deref(),
        own_url: addresses.feed.as_deref(),
        description: words::subject(document),
        language: "en",
        authors: vec![author(document)],
        items,
        forewarn: Extension {
            about: "what the feed leaves out, with the reason",
            as_of: document.as_of.to_string(),
            feed_id: feed::feed_id(document),
            excluded,
        },
    };
    super::write(&shown, out)
}

fn left(excluded: &Excluded) -> Left {
    Left {
        id: neutralise(&excluded.id),
        why: neutralise(&excluded.why),
    }
}

fn title(document: &NotesDocument) -> String {
    format!("{} releases", document.platform.for_terminal_line())
}

fn author(document: &NotesDocument) -> Author {
    Author {
        name: document.platform.for_terminal_line(),
    }
}

fn item(
    document: &NotesDocument,
    release: &NotesRelease,
    content_html: String,
    addresses: &Addresses,
) -> Option<Item> {
    let id = format!("{}/{}", release.stream, release.place);
    let mut tags = BTreeSet::from([release.stream.clone(), release.stage.as_str().to_owned()]);
    for entry in &release.entries {
        tags.insert(entry.entry.kind.as_str().to_owned());
        if entry.entry.breaking {
            tags.insert("breaking".to_owned());
        }
    }
    Some(Item {
        id: feed::id(document, release),
        url: addresses
            .site
            .as_ref()
            .map(|site| format!("{site}#{}", template::release_anchor(&id))),
        title: words::full_title(release),
        content_html,
        summary: release
            .summary
            .as_ref()
            .map(crate::domain::text::Untrusted::for_terminal_line),
        date_published: feed::midnight(release.date?.on),
        date_modified: feed::midnight(feed::updated(document, release)?),
        authors: vec![author(document)],
        tags: tags.into_iter().map(|tag| neutralise(&tag)).collect(),
    })
}
