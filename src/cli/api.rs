//! `forewarn api`.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};

use crate::app::api::{self, ShowQuery};
use crate::cli::{Context, TableFormat};
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::api::{DiffDocument, DiffSection, SurfaceAge};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{csv, json, markdown, text};

/// The API surface of a version, the difference of two, the life of one symbol
///
/// Surfaces are read by `forewarn import npm:NAME` and `forewarn import crate:NAME`. Every answer says how old and how complete its
/// data is.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn api show 2.14.0 --deprecated\n  forewarn api diff 1.34.6..2.14.0\n  \
                        forewarn api history Manager.chatClient"
)]
pub(super) struct ApiArgs {
    #[command(subcommand)]
    command: ApiCommand,
}

#[derive(Debug, Subcommand)]
enum ApiCommand {
    Show(ShowArgs),
    Diff(DiffArgs),
    History(HistoryArgs),
}

/// Every symbol of a version, one line each, fit for comparing files
///
/// A line holds path, kind, type and what is said of the symbol, two spaces apart; an overloaded symbol has a line for each form. What
/// the surface holds in all, the age of the data and its gaps go to standard error, or below the lines on a terminal.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn api show\n  forewarn api show 2.14 --symbol Manager\n  \
                        forewarn api show 1.34.6 --deprecated --format csv\n  \
                        forewarn api show 2.14.0 --kind component-prop --inherited"
)]
struct ShowArgs {
    /// A version, or the newest patch of a minor, 2.14; without it the newest that was read
    version: Option<String>,
    /// The package, with or without its registry; without it the platform's first
    #[arg(long, value_name = "PACKAGE")]
    package: Option<String>,
    /// Only this symbol and what is below it, inherited members included
    #[arg(long, value_name = "PATH")]
    symbol: Option<String>,
    /// Only these kinds of symbols, for example export or component-prop
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = kinds(), hide_possible_values = true)]
    kind: Vec<SymbolKind>,
    /// Only what its authors call deprecated, declared or in prose
    #[arg(long)]
    deprecated: bool,
    /// Also what only the import of a deeper module reaches
    #[arg(long)]
    deep: bool,
    /// Also members that a container only inherits
    #[arg(long)]
    inherited: bool,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text, value_name = "FORMAT")]
    format: TableFormat,
}

/// What a range of versions removes, moves, changes, deprecates and adds
///
/// The first line says which part of the version Semantic Versioning asks to be raised, and which was. A change of type is called
/// breaking only where that is certain.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  forewarn api diff 1.34.6..2.14.0\n  \
                        forewarn api diff 2.13..2.14 --only removed,moved --format markdown\n  \
                        forewarn api diff 2.13.0.. --fail-on semver\n\n\
                        With --fail-on the exit code is 1 if there is what it names, else 0.")]
struct DiffArgs {
    /// Two versions, A..B; without B up to the newest
    range: String,
    /// The package, with or without its registry; without it the platform's first
    #[arg(long, value_name = "PACKAGE")]
    package: Option<String>,
    /// Only these parts of the difference
    #[arg(long, value_name = "PARTS", value_delimiter = ',', value_parser = sections())]
    only: Vec<DiffSection>,
    /// Exit with 1 if something is so or worse; semver: if the step is smaller than what it does needs
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text, value_name = "FORMAT")]
    format: TableFormat,
}

/// When a symbol came, changed, was deprecated and went, and what takes its place
///
/// Where versions between two that were read are not known, bounds are given: after 2.0.3, by 2.1.0.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn api history Manager.chatClient\n  \
                        forewarn api history processError --format json"
)]
struct HistoryArgs {
    /// A symbol's path, or its last part if only one has that
    symbol: String,
    /// The package, with or without its registry; without it the platform's first
    #[arg(long, value_name = "PACKAGE")]
    package: Option<String>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = TableFormat::Text, value_name = "FORMAT")]
    format: TableFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Removed,
    Moved,
    Changed,
    Any,
    Semver,
}

fn kinds() -> impl TypedValueParser {
    PossibleValuesParser::new(SymbolKind::WORDS).try_map(|word| word.parse::<SymbolKind>())
}

fn sections() -> impl TypedValueParser {
    PossibleValuesParser::new(DiffSection::WORDS).try_map(|word| word.parse::<DiffSection>())
}

pub(super) fn run(ctx: &Context<'_>, args: &ApiArgs) -> Result<Exit, Error> {
    match &args.command {
        ApiCommand::Show(args) => show(ctx, args),
        ApiCommand::Diff(args) => diff(ctx, args),
        ApiCommand::History(args) => history(ctx, args),
    }
}

fn show(ctx: &Context<'_>, args: &ShowArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let query = ShowQuery {
        package: args.package.clone(),
        version: args.version.clone(),
        symbol: args.symbol.clone(),
        kinds: args.kind.clone(),
        deprecated: args.deprecated,
        deep: args.deep,
        inherited: args.inherited,
    };
    let document = api::show(&history, &query)?;
    let summary = text::api::summary(&document);
    let is_terminal = ctx.system.terminal().stdout;
    ctx.print(|out| match args.format {
        TableFormat::Text if is_terminal => {
            text::api::show(&document, out)?;
            writeln!(out)?;
            summary.iter().try_for_each(|line| writeln!(out, "{line}"))
        }
        TableFormat::Text => text::api::show(&document, out),
        TableFormat::Json => json::api::show(&document, out),
        TableFormat::Markdown => markdown::api::show(&document, out),
        TableFormat::Csv => csv::api::show(&document, out),
    })?;
    let is_beside = match args.format {
        TableFormat::Text => !is_terminal,
        TableFormat::Csv => true,
        TableFormat::Json | TableFormat::Markdown => false,
    };
    if is_beside {
        for line in &summary {
            ctx.notice(line);
        }
    }
    Ok(Exit::Fine)
}

fn diff(ctx: &Context<'_>, args: &DiffArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let document = api::diff(&history, args.package.as_deref(), &args.range)?;
    let only = &args.only;
    ctx.print(|out| match args.format {
        TableFormat::Text => text::api::diff(&document, only, ctx.width(), out),
        TableFormat::Json => json::api::diff(&document, only, out),
        TableFormat::Markdown => markdown::api::diff(&document, only, out),
        TableFormat::Csv => csv::api::diff(&document, only, out),
    })?;
    beside(ctx, args.format, &document.age);
    Ok(match args.fail_on {
        Some(what) if fails(&document, what) => Exit::Findings,
        _ => Exit::Fine,
    })
}

/// Whether the difference holds what `--fail-on` names, or worse.
fn fails(document: &DiffDocument, what: FailOn) -> bool {
    let grave = match what {
        FailOn::Semver => return !document.is_bump_enough(),
        FailOn::Any => return !document.is_nothing(),
        FailOn::Removed => &DiffSection::ALL[..1],
        FailOn::Moved => &DiffSection::ALL[..2],
        FailOn::Changed => &DiffSection::ALL[..3],
    };
    grave
        .iter()
        .any(|section| !document.section(*section).is_empty())
}

fn history(ctx: &Context<'_>, args: &HistoryArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let document = api::life(&history, args.package.as_deref(), &args.symbol)?;
    ctx.print(|out| match args.format {
        TableFormat::Text => text::api::history(&document, ctx.width(), out),
        TableFormat::Json => json::api::history(&document, out),
        TableFormat::Markdown => markdown::api::history(&document, out),
        TableFormat::Csv => csv::api::history(&document, out),
    })?;
    beside(ctx, args.format, &document.age);
    Ok(Exit::Fine)
}

/// Rows have no place for the age of the data: it goes to standard error.
fn beside(ctx: &Context<'_>, format: TableFormat, age: &SurfaceAge) {
    if format == TableFormat::Csv {
        for line in text::api::age_lines(age) {
            ctx.notice(&line);
        }
    }
}
