//! The document as templates see it. `assets/templates/README.md` lists every name.
//!
//! A view is a place in the shared document; what stands there is made when a template asks.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, Value};

use super::{entry, keep};
use crate::domain::document::notes::{Coverage, NotesDocument, NotesEntry, NotesRelease};
use crate::domain::entry::EntryKind;
use crate::domain::release::{Place, State};
use crate::domain::text::{Untrusted, neutralise};
use crate::report::feed::{self, Addresses};
use crate::report::words;
use crate::report::{flat, html};

/// The document, and what is worked out once for all of it.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) document: Arc<NotesDocument>,
    addresses: Addresses,
    pub(super) is_mixed: bool,
}

/// A place in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Document,
    Release(usize),
    /// Entries of one kind in a release.
    Group(usize, EntryKind),
    Entry(usize, usize),
    Correction(usize, usize),
    /// A section of a strict Keep a Changelog file.
    Keep(usize),
}

#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) shared: Arc<Shared>,
    pub(super) node: Node,
}

/// A list of places.
#[derive(Debug)]
struct List {
    shared: Arc<Shared>,
    nodes: Vec<Node>,
}

impl Object for List {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let node = *self.nodes.get(key.as_usize()?)?;
        Some(view(&self.shared, node))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.nodes.len())
    }
}

impl Object for View {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        let document = &*self.shared.document;
        match self.node {
            Node::Document => self.document(key),
            Node::Release(at) => self.release(at, document.releases.get(at)?, key),
            Node::Group(at, kind) => self.group(at, kind, document.releases.get(at)?, key),
            Node::Entry(at, idx) => {
                let release = document.releases.get(at)?;
                entry::entry(release, release.entries.get(idx)?, key)
            }
            Node::Correction(at, idx) => {
                entry::announced(document.releases.get(at)?.corrections.get(idx)?, key)
            }
            Node::Keep(section) => keep::section(self, section, key),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(match self.node {
            Node::Document => DOCUMENT,
            Node::Release(_) => RELEASE,
            Node::Group(..) => GROUP,
            Node::Entry(..) => entry::ENTRY,
            Node::Correction(..) => entry::ANNOUNCED,
            Node::Keep(_) => keep::SECTION,
        })
    }
}

/// Every name of every kind of view.
pub(super) const NAMES: [&[&str]; 6] = [
    DOCUMENT,
    RELEASE,
    GROUP,
    entry::ENTRY,
    entry::ANNOUNCED,
    keep::SECTION,
];

pub(super) const DOCUMENT: &[&str] = &[
    "as_of",
    "platform",
    "title",
    "subject",
    "is_mixed",
    "span",
    "releases",
    "feed_releases",
    "feed_left_out",
    "standard_sections",
    "standard_left_out",
    "standard_name",
    "excluded",
    "excluded_count",
    "left_out",
    "folded",
    "cut",
    "remarks",
    "coverage",
    "entries_in",
    "entries_out",
    "feed_url",
    "site_url",
    "feed_id",
    "feed_updated",
];

pub(super) const RELEASE: &[&str] = &[
    "id",
    "anchor",
    "stream",
    "stream_name",
    "scheme",
    "version",
    "name",
    "full_name",
    "full_title",
    "heading",
    "is_unreleased",
    "date",
    "date_kind",
    "when",
    "title",
    "stage",
    "state",
    "is_withdrawn",
    "withdrawn",
    "summary",
    "summary_line",
    "description",
    "description_html",
    "description_line",
    "entries",
    "groups",
    "breaking",
    "cut_breaking",
    "corrections",
    "prereleases",
    "unplaced",
    "is_blank",
    "untold",
    "feed_id",
    "published",
    "updated",
    "kinds",
];

pub(super) const GROUP: &[&str] = &["kind", "heading", "entries"];

pub(super) fn root(document: Arc<NotesDocument>, addresses: Addresses) -> Value {
    view(&shared(document, addresses), Node::Document)
}

fn shared(document: Arc<NotesDocument>, addresses: Addresses) -> Arc<Shared> {
    Arc::new(Shared {
        is_mixed: words::is_mixed(&document),
        document,
        addresses,
    })
}

/// A context with `release` for each release that a feed can hold.
pub(super) fn feed_items(document: Arc<NotesDocument>) -> Vec<Value> {
    let shared = shared(document, Addresses::default());
    feed_nodes(&shared.document)
        .into_iter()
        .map(|node| Value::from_pairs([("release", view(&shared, node))]))
        .collect()
}

fn feed_nodes(document: &NotesDocument) -> Vec<Node> {
    document
        .releases
        .iter()
        .enumerate()
        .filter(|(_, release)| feed::why_not(release).is_none())
        .map(|(at, _)| Node::Release(at))
        .collect()
}

pub(super) fn view(shared: &Arc<Shared>, node: Node) -> Value {
    Value::from_object(View {
        shared: Arc::clone(shared),
        node,
    })
}

pub(super) fn list(shared: &Arc<Shared>, nodes: Vec<Node>) -> Value {
    Value::from_object(List {
        shared: Arc::clone(shared),
        nodes,
    })
}

/// Text that a template may print anywhere: on one line, controls made visible; none if absent.
pub(super) fn line(text: Option<&Untrusted>) -> Value {
    text.map_or_else(none, |text| Value::from(text.for_terminal_line()))
}

/// Markdown as it was written, controls made visible; none if absent.
pub(super) fn markdown(text: Option<&Untrusted>) -> Value {
    text.map_or_else(none, |text| Value::from(text.for_markdown()))
}

pub(super) fn plain(text: Option<&str>) -> Value {
    text.map_or_else(none, |text| Value::from(neutralise(text)))
}

pub(super) fn none() -> Value {
    Value::from(())
}

/// What can stand in `id=` and after `#`.
pub(super) fn anchor(id: &str) -> String {
    id.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+') {
                c
            } else {
                '-'
            }
        })
        .collect()
}

/// The anchor of a release, `stream/version`.
pub(crate) fn release_anchor(id: &str) -> String {
    format!("release-{}", anchor(id))
}

impl View {
    fn document(&self, key: &str) -> Option<Value> {
        let document = &*self.shared.document;
        Some(match key {
            "as_of" => Value::from(document.as_of.to_string()),
            "platform" => line(Some(&document.platform)),
            "title" => Value::from(words::title(document)),
            "subject" => Value::from(words::subject(document)),
            "is_mixed" => Value::from(self.shared.is_mixed),
            "span" => span(document),
            "releases" => {
                let all = (0..document.releases.len()).map(Node::Release);
                list(&self.shared, all.collect())
            }
            "feed_releases" => list(&self.shared, feed_nodes(document)),
            "feed_left_out" => exclusions(&feed::left_out(document)),
            "standard_sections" => keep::sections(&self.shared),
            "standard_left_out" => exclusions(&keep::left_out(document)),
            "standard_name" => keep::name(document),
            "excluded" => exclusions(&document.excluded),
            "excluded_count" => Value::from(document.excluded.len()),
            "left_out" => words::by_reason(document)
                .into_iter()
                .map(|(why, ids)| {
                    Value::from_pairs([
                        ("why", Value::from(why)),
                        ("ids", ids.into_iter().map(Value::from).collect()),
                    ])
                })
                .collect(),
            "folded" => Value::from(document.folded),
            "cut" => cut(document),
            "remarks" => document
                .remarks
                .iter()
                .map(|remark| Value::from(neutralise(remark)))
                .collect(),
            "coverage" => document.coverage.iter().map(coverage).collect(),
            "entries_in" => Value::from(document.entries_in),
            "entries_out" => Value::from(document.entries_out()),
            "feed_url" => plain(self.shared.addresses.feed.as_deref()),
            "site_url" => plain(self.shared.addresses.site.as_deref()),
            "feed_id" => Value::from(feed::feed_id(document)),
            "feed_updated" => Value::from(feed::midnight(feed::feed_updated(document))),
            _ => return None,
        })
    }

    fn release(&self, at: usize, release: &NotesRelease, key: &str) -> Option<Value> {
        let document = &*self.shared.document;
        let id = || format!("{}/{}", release.stream, release.place);
        Some(match key {
            "id" => Value::from(neutralise(&id())),
            "anchor" => Value::from(release_anchor(&id())),
            "stream" => Value::from(neutralise(&release.stream)),
            "stream_name" => line(Some(&release.stream_name)),
            "scheme" => Value::from(release.scheme.as_str()),
            "version" => Value::from(neutralise(&release.place.to_string())),
            "name" => Value::from(words::name(release, self.shared.is_mixed)),
            "full_name" => Value::from(words::name(release, true)),
            "full_title" => Value::from(words::full_title(release)),
            "heading" => Value::from(words::heading(release, self.shared.is_mixed)),
            "is_unreleased" => Value::from(matches!(release.place, Place::Unreleased(_))),
            "date" => release
                .date
                .map_or_else(none, |dated| Value::from(dated.on.to_string())),
            "date_kind" => release
                .date
                .map_or_else(none, |dated| Value::from(dated.kind.as_str())),
            "when" => Value::from(words::when(release)),
            "title" => line(release.title.as_ref()),
            "stage" => Value::from(release.stage.as_str()),
            "state" => Value::from(release.state.as_str()),
            "is_withdrawn" => Value::from(release.state == State::Withdrawn),
            "withdrawn" => line(release.withdrawn.as_ref()),
            "summary" => line(release.summary.as_ref()),
            "summary_line" => release
                .summary
                .as_ref()
                .map_or_else(none, |text| Value::from(flat::line(text, &[]))),
            "description" => markdown(release.description.as_ref()),
            "description_html" => release
                .description
                .as_ref()
                .map_or_else(none, |text| html_of(text, &release.description_blocks)),
            "description_line" => release.description.as_ref().map_or_else(none, |text| {
                Value::from(flat::line(text, &release.description_blocks))
            }),
            "entries" => list(&self.shared, entries(at, release, |_| true)),
            "groups" => list(
                &self.shared,
                kinds(release).map(|kind| Node::Group(at, kind)).collect(),
            ),
            "kinds" => kinds(release)
                .map(|kind| Value::from(kind.as_str()))
                .collect(),
            "breaking" => list(&self.shared, entries(at, release, |one| one.entry.breaking)),
            "cut_breaking" => Value::from(release.cut_breaking),
            "corrections" => {
                let all = (0..release.corrections.len()).map(|idx| Node::Correction(at, idx));
                list(&self.shared, all.collect())
            }
            "prereleases" => release
                .prereleases
                .iter()
                .map(|one| Value::from(neutralise(one)))
                .collect(),
            "unplaced" => release.unplaced.iter().map(unplaced).collect(),
            "is_blank" => Value::from(release.is_blank()),
            "untold" => words::untold(release).map_or_else(none, Value::from),
            "feed_id" => Value::from(feed::id(document, release)),
            "published" => release
                .date
                .map_or_else(none, |dated| Value::from(feed::midnight(dated.on))),
            "updated" => feed::updated(document, release)
                .map_or_else(none, |day| Value::from(feed::midnight(day))),
            _ => return None,
        })
    }

    fn group(
        &self,
        at: usize,
        kind: EntryKind,
        release: &NotesRelease,
        key: &str,
    ) -> Option<Value> {
        Some(match key {
            "kind" => Value::from(kind.as_str()),
            "heading" => Value::from(kind.heading()),
            "entries" => list(
                &self.shared,
                entries(at, release, |one| one.entry.kind == kind),
            ),
            _ => return None,
        })
    }
}

pub(super) fn entries(
    at: usize,
    release: &NotesRelease,
    is_meant: impl Fn(&NotesEntry) -> bool,
) -> Vec<Node> {
    release
        .entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| is_meant(entry))
        .map(|(idx, _)| Node::Entry(at, idx))
        .collect()
}

/// The kinds that a release has entries of, in the order of headings.
fn kinds(release: &NotesRelease) -> impl Iterator<Item = EntryKind> {
    EntryKind::ALL
        .iter()
        .copied()
        .filter(|kind| release.entries.iter().any(|one| one.entry.kind == *kind))
}

pub(super) fn html_of(text: &Untrusted, blocks: &[crate::domain::markdown::Block]) -> Value {
    Value::from_safe_string(if blocks.is_empty() {
        html::paragraphs(text)
    } else {
        html::blocks(blocks)
    })
}

fn unplaced((heading, text): &(Option<Untrusted>, Untrusted)) -> Value {
    Value::from_pairs([
        ("heading", line(heading.as_ref())),
        ("text", markdown(Some(text))),
        ("line", Value::from(flat::line(text, &[]))),
    ])
}

fn span(document: &NotesDocument) -> Value {
    let span = &document.span;
    let day = |day: Option<crate::domain::date::Date>| {
        day.map_or_else(none, |day| Value::from(day.to_string()))
    };
    Value::from_pairs([
        ("from", plain(span.from.as_deref())),
        ("to", plain(span.to.as_deref())),
        ("only", plain(span.only.as_deref())),
        ("since", day(span.since)),
        ("until", day(span.until)),
    ])
}

fn exclusions(excluded: &[crate::domain::document::notes::Excluded]) -> Value {
    excluded
        .iter()
        .map(|one| {
            Value::from_pairs([
                ("id", Value::from(neutralise(&one.id))),
                ("why", Value::from(neutralise(&one.why))),
            ])
        })
        .collect()
}

fn cut(document: &NotesDocument) -> Value {
    let Some(cut) = &document.cut else {
        return none();
    };
    let releases: Value = cut
        .releases
        .iter()
        .map(|(id, entries)| {
            Value::from_pairs([
                ("id", Value::from(neutralise(id))),
                ("entries", Value::from(*entries)),
            ])
        })
        .collect();
    Value::from_pairs([
        ("max_chars", Value::from(cut.max_chars)),
        ("entries", Value::from(cut.entries())),
        ("grave", Value::from(cut.grave)),
        ("whole", line(Some(&cut.whole))),
        ("releases", releases),
        ("text", Value::from(words::cut(cut))),
    ])
}

fn coverage(coverage: &Coverage) -> Value {
    let day = |day: Option<crate::domain::date::Date>| {
        day.map_or_else(none, |day| Value::from(day.to_string()))
    };
    Value::from_pairs([
        ("stream", Value::from(neutralise(&coverage.stream))),
        ("name", line(Some(&coverage.name))),
        ("from", day(coverage.from)),
        ("until", day(coverage.until)),
        ("complete", coverage.complete.map_or_else(none, Value::from)),
        ("continued_at", line(coverage.continued_at.as_ref())),
        ("note", line(coverage.note.as_ref())),
        ("text", Value::from(words::covered(coverage))),
    ])
}
