//! `forewarn checkup`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::app::checkup::{CheckupQuery, checkup};
use crate::cli::{Context, PageFormat};
use crate::domain::date::Date;
use crate::domain::document::checkup::Threshold;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, markdown, text};

/// Whether an account's configuration is what a version needs, and what the move changes in it
///
/// Takes documents as the platform's API answers them; for Flex the Flex Configuration, and lists of activities,
/// task channels and chat roles. Each is told by its shape. error: the UI would not load; warning: a feature would
/// not work; note: a value only differs. Identifiers and other texts of the documents are not shown unless you ask for it.
///
/// The rules of Flex are built in. Another platform has them in configuration.toml, beside forewarn.toml or where
/// `configuration = "PATH"` there says: `schema = 1`, `stream = "ID"`, then tables
///
///   `[[document]]`     id, name, known-by (keys), list, sid, version and created (pointers), from
///   `[[use]]`          id, name: a feature that --using names
///   `[[requirement]]`  id, document, pointer, op, expected, where, severity, milder, why, action, source;
///                      when it counts: versions, after, using, created-from
///   `[[conflict]]`     entry, what, document, pointer, op, expected, where: who is left out of a change
///   `[[setting]]`      id, document, pointer: where a setting of the changelog stands
///   `[[field]]`        document, pointer, type, nullable, values, sid
///
/// Pointers are written /roles/*/type. op is one of absent, equals, matches, absent-or-in, absent-or-false, contains-all,
/// semver-not-intersecting, absent-or-semver-subset and semver-min.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  forewarn checkup configuration.json --to 2.17.1\n  \
                  forewarn checkup configuration.json activities.json roles.json --to 2.17.1 --using chat-monitoring\n  \
                  forewarn checkup configuration.json --from 1.34.6 --to 2.0.2 --format markdown\n  \
                  forewarn checkup configuration.json --to 2.17.1 --fail-on warning --format json"
)]
pub(super) struct CheckupArgs {
    /// The account's documents, as JSON
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The version that the account is to run
    #[arg(long, value_name = "VERSION")]
    to: String,
    /// The version that it runs, instead of the one that its configuration leads to
    #[arg(long, value_name = "VERSION")]
    from: Option<String>,
    /// The day it was made, instead of the one that its configuration tells
    #[arg(long, value_name = "DATE")]
    created: Option<Date>,
    /// Features that it uses, as the rules call them
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    using: Vec<String>,
    /// Features that it does not use
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    not_using: Vec<String>,
    /// The file of rules
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Exit with 1 from this severity on, or never
    #[arg(long, value_name = "SEVERITY", default_value = "error", value_parser = thresholds())]
    fail_on: Threshold,
    /// Show identifiers and other texts of the documents as they are
    #[arg(long)]
    show_secrets: bool,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = PageFormat::Text, value_name = "FORMAT")]
    format: PageFormat,
}

fn thresholds() -> impl TypedValueParser {
    PossibleValuesParser::new(Threshold::WORDS).try_map(|word| word.parse::<Threshold>())
}

pub(super) fn run(ctx: &Context<'_>, args: &CheckupArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let query = CheckupQuery {
        files: args.files.clone(),
        to: args.to.clone(),
        from: args.from.clone(),
        created: args.created,
        using: args.using.clone(),
        not_using: args.not_using.clone(),
        show_secrets: args.show_secrets,
        rules: args.rules.clone(),
    };
    let checked = checkup(ctx.system, &history, &query)?;
    for problem in &checked.problems {
        ctx.notice(&problem.to_string());
    }
    let document = checked.document;
    ctx.print(|out| match args.format {
        PageFormat::Text => text::checkup::write(&document, ctx.width(), out),
        PageFormat::Json => json::write(&document, out),
        PageFormat::Markdown => markdown::checkup::write(&document, out),
    })?;
    Ok(if document.fails(args.fail_on) {
        Exit::Findings
    } else {
        Exit::Fine
    })
}
