//! A product of the endoflife.date API v1, schema 1.2.1 (`/products/NAME`): one release per minor line, newest first.
//!
//! Mapping: the end of active support (`eoas`) is the last day before a newer line took over, from which a line is maintained
//! only; `eol` is its last day. A flag beside a day is true only after that day, as the API has it. Where the day is not
//! known it is null, and the flag follows from the status; a line whose status is unknown counts as ended in neither way,
//! and `custom` says so. A release without a day of its own has the day by which
//! it was there, and `custom` says so; the API has no place for one without either: [`left_out`] lists those. Ends of pre-releases
//! have no place in it either.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::date::{Date, DateKind};
use crate::domain::document::versions::{EndSource, LineStatus, Status, VersionsDocument};
use crate::domain::text::Untrusted;
use crate::report::json;

/// The version of the API's schema that is written.
const SCHEMA_VERSION: &str = "1.2.1";

#[derive(Serialize)]
struct Envelope<'a> {
    schema_version: &'static str,
    generated_at: String,
    last_modified: String,
    result: Product<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Product<'a> {
    name: String,
    aliases: [&'static str; 0],
    label: &'a Untrusted,
    category: &'static str,
    tags: [&'static str; 1],
    version_command: Option<&'static str>,
    identifiers: Vec<Identifier>,
    labels: Labels,
    links: Links,
    releases: Vec<Cycle>,
}

#[derive(Serialize)]
struct Identifier {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
}

/// What the product calls its phases; null for one that it does not have.
#[derive(Serialize)]
struct Labels {
    eoas: Option<&'static str>,
    discontinued: Option<&'static str>,
    eol: &'static str,
    eoes: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Links {
    icon: Option<&'static str>,
    html: String,
    release_policy: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Cycle {
    name: String,
    codename: Option<&'static str>,
    label: String,
    release_date: Date,
    is_lts: bool,
    lts_from: Option<Date>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    active: Option<ActiveSupport>,
    is_eol: bool,
    eol_from: Option<Date>,
    is_maintained: bool,
    latest: Latest,
    custom: Custom,
}

/// Absent for a stream that no policy covers: it has no such phase.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ActiveSupport {
    is_eoas: bool,
    eoas_from: Option<Date>,
}

#[derive(Serialize)]
struct Latest {
    name: String,
    date: Option<Date>,
    link: Option<&'static str>,
}

/// Texts or null, as the API has custom fields.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Custom {
    status: &'static str,
    release_date_kind: Option<&'static str>,
    eol_source: Option<&'static str>,
}

/// Writes the product as of the document's day; it is also when the answer says that it was generated, so that it is
/// the same from run to run.
pub fn write(document: &VersionsDocument, out: &mut dyn Write) -> io::Result<()> {
    let as_of = document.as_of;
    let modified = modified(document).unwrap_or(as_of);
    let has_policy = document.forecast.is_some();
    let category = if document.package.is_some() {
        "framework"
    } else {
        "app"
    };
    let envelope = Envelope {
        schema_version: SCHEMA_VERSION,
        generated_at: instant(as_of),
        last_modified: instant(modified),
        result: Product {
            name: format!("{}-{}", document.platform, document.stream),
            aliases: [],
            label: &document.name,
            category,
            tags: [category],
            version_command: None,
            identifiers: document
                .package
                .as_deref()
                .and_then(purl)
                .into_iter()
                .collect(),
            labels: Labels {
                eoas: has_policy.then_some("Supported"),
                discontinued: None,
                eol: "Maintained",
                eoes: None,
            },
            links: Links {
                icon: None,
                html: page(document),
                release_policy: None,
            },
            releases: document
                .lines
                .iter()
                .filter_map(|line| release(line, as_of, has_policy))
                .collect(),
        },
    };
    json::write(&envelope, out)
}

/// What the format has no place for, in words.
pub fn left_out(document: &VersionsDocument) -> Vec<String> {
    let undated: Vec<String> = document
        .lines
        .iter()
        .filter(|line| released(line, document.as_of).is_none())
        .map(|line| line.line.to_string())
        .collect();
    if undated.is_empty() {
        return Vec::new();
    }
    vec![format!(
        "left out, because the format needs a release date and theirs is not known: {}",
        undated.join(", ")
    )]
}

/// The newest day of the content: a release that came, or a line that ended, by the day.
fn modified(document: &VersionsDocument) -> Option<Date> {
    let lines = document.lines.iter().flat_map(|line| {
        [
            line.released,
            line.latest_released,
            line.superseded_on,
            line.end_of_life,
        ]
    });
    let prereleases = document.prereleases.iter().map(|one| one.released);
    lines
        .chain(prereleases)
        .flatten()
        .filter(|day| *day <= document.as_of)
        .max()
}

/// The day of a line's first release, or one by which it was there; none if it may not be out by the day.
fn released(line: &LineStatus, as_of: Date) -> Option<(Date, Option<DateKind>)> {
    let own = line.released.map(|day| (day, line.date_kind));
    let by = line.out_by().map(|day| (day, Some(DateKind::NoLaterThan)));
    own.or(by).filter(|(day, _)| *day <= as_of)
}

fn instant(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

fn release(line: &LineStatus, as_of: Date, has_policy: bool) -> Option<Cycle> {
    let after = |day: Option<Date>| day.map(|day| as_of > day);
    let is_ended = line.status == Status::EndOfLife;
    let is_eol = after(line.end_of_life).unwrap_or(is_ended);
    let is_past_support = is_ended || line.status == Status::Maintained;
    // The last day of full support is the one before something newer came.
    let last_supported = line.superseded_on.map(|day| day.plus_days(-1));
    let active = has_policy.then(|| ActiveSupport {
        is_eoas: after(last_supported).unwrap_or(is_past_support),
        eoas_from: last_supported,
    });
    let (release_date, kind) = released(line, as_of)?;
    let kind = kind.filter(|kind| *kind != DateKind::Exact);
    Some(Cycle {
        name: line.line.to_string(),
        codename: None,
        label: line.line.to_string(),
        release_date,
        is_lts: false,
        lts_from: None,
        active,
        is_eol,
        eol_from: line.end_of_life,
        is_maintained: !is_eol,
        latest: Latest {
            name: line.latest.to_string(),
            date: line.latest_released,
            link: None,
        },
        custom: Custom {
            status: line.status.as_str(),
            release_date_kind: kind.map(DateKind::as_str),
            eol_source: line.end_of_life_source.map(EndSource::as_str),
        },
    })
}

/// `pkg:npm/%40twilio/flex-ui`
fn purl(package: &str) -> Option<Identifier> {
    let id = match package.split_once(':')? {
        ("npm", name) => format!("pkg:npm/{}", name.replace('@', "%40")),
        ("crate", name) => format!("pkg:cargo/{name}"),
        _ => return None,
    };
    Some(Identifier { id, kind: "purl" })
}

/// The format needs a page of the product: the package's, else a name that is no page.
fn page(document: &VersionsDocument) -> String {
    match document.package.as_deref().and_then(|p| p.split_once(':')) {
        Some(("npm", name)) => format!("https://www.npmjs.com/package/{name}"),
        Some(("crate", name)) => format!("https://crates.io/crates/{name}"),
        _ => format!("urn:forewarn:{}:{}", document.platform, document.stream),
    }
}
