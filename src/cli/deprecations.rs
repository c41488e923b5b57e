//! `forewarn deprecations`.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::app::deprecations::{DeprecationsQuery, deprecations};
use crate::cli::{Context, TableFormat};
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::version::Version;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{csv, json, markdown, text};

/// What is deprecated, moved, changed or gone, and what to use instead
///
/// The record's own words, joined with what the published declarations of every version show: tags, notices in prose, and
/// what went without notice. Statuses are those at the newest version on the day, or at --at. A removal that no source states is that of the policy: the
/// major after the one that declared the deprecation. As CSV each symbol is a row; what is not shown, and how far the data
/// reaches, then goes to standard error.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn deprecations --status scheduled\n  \
                        forewarn deprecations --at 1.34.6 --kind member\n  \
                        forewarn deprecations --removed-in 2.0.0 --no-replacement\n  \
                        forewarn deprecations ErrorManager.processError\n  \
                        forewarn deprecations --status removed,scheduled --format markdown\n  \
                        forewarn deprecations --stream backend --as-of 2025-02-01 --format json"
)]
pub(super) struct DeprecationsArgs {
    /// A symbol's path, or its last part: shows everything that is said of it
    symbol: Option<String>,
    /// Only these streams
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    stream: Vec<String>,
    /// Statuses at this version instead of the newest; for a stream of days a day
    #[arg(long, value_name = "VERSION")]
    at: Option<String>,
    /// Only these kinds of symbols, for example action or component-prop
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kinds(), hide_possible_values = true)]
    kind: Vec<SymbolKind>,
    /// Only what has become of symbols so
    #[arg(long, value_name = "STATUSES", value_delimiter = ',', value_parser = statuses())]
    status: Vec<SymbolStatus>,
    /// Only what went or is to go in this version, or on this day
    #[arg(long, value_name = "VERSION", value_parser = version)]
    removed_in: Option<Version>,
    /// Only symbols of which no replacement is known
    #[arg(long)]
    no_replacement: bool,
    /// Also what went in an earlier major without ever having been declared deprecated, and what only deep imports reach
    #[arg(long)]
    all: bool,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text, value_name = "FORMAT")]
    format: TableFormat,
}

fn kinds() -> impl TypedValueParser {
    PossibleValuesParser::new(SymbolKind::WORDS).try_map(|word| word.parse::<SymbolKind>())
}

fn statuses() -> impl TypedValueParser {
    PossibleValuesParser::new(SymbolStatus::WORDS).try_map(|word| word.parse::<SymbolStatus>())
}

fn version(text: &str) -> Result<Version, String> {
    Version::parse_any(text).map_err(|error| error.to_string())
}

pub(super) fn run(ctx: &Context<'_>, args: &DeprecationsArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let query = DeprecationsQuery {
        symbol: args.symbol.clone(),
        streams: args.stream.clone(),
        at: args.at.clone(),
        kinds: args.kind.clone(),
        statuses: args.status.clone(),
        removed_in: args.removed_in.clone(),
        no_replacement: args.no_replacement,
        all: args.all,
    };
    let document = deprecations(&history, &query)?;
    ctx.print(|out| match args.format {
        TableFormat::Text => text::deprecations::write(&document, ctx.width(), out),
        TableFormat::Json => json::deprecations::write(&document, out),
        TableFormat::Markdown => markdown::deprecations::write(&document, out),
        TableFormat::Csv => csv::deprecations::write(&document, out),
    })?;
    // Rows have no place for what is not shown, nor for how far the data reaches.
    if args.format == TableFormat::Csv {
        for line in text::deprecations::beside(&document) {
            ctx.notice(&line);
        }
    }
    Ok(Exit::Fine)
}
