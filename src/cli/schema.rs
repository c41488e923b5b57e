//! `forewarn schema`: the JSON Schemas of everything that forewarn writes as JSON.

use clap::Args;
use serde_json::Value;

use crate::cli::Context;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::exit::Exit;

/// A committed schema.
struct Schema {
    /// What people call it.
    name: &'static str,
    /// The format and its version, as documents or their specification name it.
    format: &'static str,
    /// The command that writes such documents, where it goes by another name.
    command: Option<&'static str>,
    text: &'static str,
}

macro_rules! schema {
    ($name:literal, $format:literal, $command:expr, $file:literal) => {
        Schema {
            name: $name,
            format: $format,
            command: $command,
            text: include_str!(concat!("../../assets/schemas/", $file, ".schema.json")),
        }
    };
}

/// All of them, in the order of the commands.
const SCHEMAS: &[Schema] = &[
    schema!("notes", "forewarn/notes/v1", None, "notes-v1"),
    schema!("versions", "forewarn/versions/v1", None, "versions-v1"),
    schema!("accounts", "forewarn/accounts/v1", None, "accounts-v1"),
    schema!("check", "forewarn/check/v1", None, "check-v1"),
    schema!(
        "fragment",
        "forewarn/fragment/v1",
        Some("check --fragment"),
        "fragment-v1"
    ),
    schema!("checkup", "forewarn/checkup/v1", None, "checkup-v1"),
    schema!("defaults", "forewarn/defaults/v1", None, "defaults-v1"),
    schema!("features", "forewarn/features/v1", None, "features-v1"),
    schema!(
        "deprecations",
        "forewarn/deprecations/v1",
        None,
        "deprecations-v1"
    ),
    schema!("api-show", "forewarn/api-show/v1", None, "api-show-v1"),
    schema!("api-diff", "forewarn/api-diff/v1", None, "api-diff-v1"),
    schema!(
        "api-history",
        "forewarn/api-history/v1",
        None,
        "api-history-v1"
    ),
    schema!("explain", "forewarn/explain/v1", None, "explain-v1"),
    schema!("impact", "forewarn/impact/v1", None, "impact-v1"),
    schema!("progress", "forewarn/progress/v1", None, "progress-v1"),
    schema!("scan", "forewarn/scan/v1", None, "scan-v1"),
    schema!("lint", "forewarn/lint/v1", None, "lint-v1"),
    schema!("evidence", "forewarn/evidence/v1", None, "evidence-v1"),
    schema!("baseline", "forewarn/baseline/v1", None, "baseline-v1"),
    schema!("diff", "forewarn/diff/v1", None, "diff-v1"),
    schema!("edit", "forewarn/edit/v1", None, "edit-v1"),
    schema!(
        "git-import",
        "forewarn/git-import/v1",
        None,
        "git-import-v1"
    ),
    schema!("next", "forewarn/next/v1", None, "next-v1"),
    schema!("record", "forewarn/record/v1", Some("show"), "record-v1"),
    schema!("search", "forewarn/search/v1", None, "search-v1"),
    schema!("log", "forewarn/log/v1", None, "log-v1"),
    schema!("jsonfeed", "jsonfeed-1.1", None, "jsonfeed-1.1"),
    schema!(
        "endoflife",
        "endoflife-product-v1",
        None,
        "endoflife-product-v1"
    ),
];

/// The JSON Schema of a format, or the formats that have one
///
/// Documents name their format under the key `schema`; schemas are of draft 2020-12. Keys may be added to a format within its
/// version, so a schema allows keys that it does not name.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn schema\n  forewarn schema notes > notes.schema.json\n  \
                        forewarn schema forewarn/versions/v1"
)]
pub(super) struct SchemaArgs {
    /// A format, as the list or a document names it; without it all are listed
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(ctx: &Context<'_>, args: &SchemaArgs) -> Result<Exit, Error> {
    match &args.name {
        Some(name) => {
            let schema = find(name)?;
            ctx.print(|out| out.write_all(schema.text.as_bytes()))?;
        }
        None => ctx.print(|out| {
            for schema in SCHEMAS {
                writeln!(
                    out,
                    "{:14}{:26}{}",
                    schema.name,
                    schema.format,
                    title(schema)
                )?;
            }
            Ok(())
        })?,
    }
    Ok(Exit::Fine)
}

/// By its name, its format, its command, its file or its `$id`, in any case.
fn find(name: &str) -> Result<&'static Schema, Error> {
    let asked = name.to_lowercase();
    let asked = asked
        .strip_prefix("urn:forewarn:schema:")
        .unwrap_or(&asked)
        .trim_end_matches(".json")
        .trim_end_matches(".schema");
    let found = SCHEMAS
        .iter()
        .find(|schema| names(schema).any(|name| name == asked) || file(schema) == asked);
    found.ok_or_else(|| {
        let known = SCHEMAS.iter().flat_map(names);
        let near = nearest(asked, known, 3);
        Error::new(format!("no format has the name `{name}`"))
            .hints(nearest_in_words(&near))
            .hint("`forewarn schema` lists them")
    })
}

fn names(schema: &'static Schema) -> impl Iterator<Item = &'static str> {
    [schema.name, schema.format]
        .into_iter()
        .chain(schema.command)
}

/// `notes-v1` for `forewarn/notes/v1`.
fn file(schema: &Schema) -> String {
    schema.format.replace("forewarn/", "").replace('/', "-")
}

fn title(schema: &Schema) -> String {
    let document: Value =
        serde_json::from_str(schema.text).expect("a committed schema is JSON, which a test checks");
    document["title"].as_str().unwrap_or_default().to_owned()
}
