//! `forewarn evidence`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::app::evidence::{self, EvidenceQuery, ImportRequest};
use crate::cli::progress::Bar;
use crate::cli::{Context, PageFormat};
use crate::domain::date::Date;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, markdown, text};

/// Which deprecations were seen at run time, from console logs, alerts and Debugger events
///
/// Warnings are known by patterns. Those of Flex are built in; another platform has them in evidence.toml, beside
/// forewarn.toml or where `evidence = "PATH"` there says: `schema = 1`, `stream = "ID"`, then tables
///
///   `[logger]`      name, setting, default, shown-from, note: what prints warnings only if it is told to
///   `[suspicious]`  patterns: what looks like a deprecation, whatever prints it
///   `[[console]]`   id, pattern, subject and replacement ($1 for the first group), symbols, generic, channel (console or
///                   logger), level, seen-first, seen-last, note, source
///   `[[code]]`      code, level, product, what, subject, symbols, replacement, removed-on, source
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  forewarn evidence import console.log alerts.json\n  forewarn evidence list\n  \
                  forewarn evidence list --plugin plugin-queue/\n  forewarn evidence forget console.log"
)]
pub(super) struct EvidenceArgs {
    #[command(subcommand)]
    command: EvidenceCommand,
}

#[derive(Debug, Subcommand)]
enum EvidenceCommand {
    Import(EvidenceImportArgs),
    List(EvidenceListArgs),
    Forget(EvidenceForgetArgs),
}

/// Count the deprecation warnings of logs, by symbol and day
///
/// Takes alerts of the Monitor API and Debugger events (JSON, form-encoded), a browser's console as text or JSON (Selenium,
/// Puppeteer, devtools protocol), and HTTP archives with console messages. Each is told by its content. The same file, or the
/// same event in two files, counts once. Only what is deprecated and how often is kept, none of the lines. Counts go where
/// `forewarn import npm:` puts its surfaces: into the workspace's index, else your own database.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn evidence import console.log\n  forewarn evidence import alerts-*.json --dry-run\n  \
                  forewarn evidence import console.txt --day 2026-05-01"
)]
pub(super) struct EvidenceImportArgs {
    /// Logs, of any form that is known
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The day (UTC) of lines that tell none
    #[arg(long, value_name = "DATE")]
    day: Option<Date>,
    /// Only say what would be counted
    #[arg(long)]
    dry_run: bool,
    /// The file of patterns
    #[arg(long, value_name = "FILE")]
    patterns: Option<PathBuf>,
}

/// What was seen, by symbol, and how that stands to what a scan finds
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn evidence list\n  forewarn evidence list --format markdown\n  \
                  forewarn evidence list --plugin plugin-queue/ --to 2.17.1"
)]
pub(super) struct EvidenceListArgs {
    /// Scan these plugins: what is used and not found, found and seen, never seen
    #[arg(long, value_name = "PATH")]
    plugin: Vec<PathBuf>,
    /// For the scan: the version in use, instead of what the lockfile or manifest says
    #[arg(long, value_name = "VERSION", requires = "plugin")]
    from: Option<String>,
    /// For the scan: the target, instead of the newest release
    #[arg(long, value_name = "VERSION", requires = "plugin")]
    to: Option<String>,
    /// The file of patterns
    #[arg(long, value_name = "FILE")]
    patterns: Option<PathBuf>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = PageFormat::Text, value_name = "FORMAT")]
    format: PageFormat,
}

/// Take imported logs back, with all that they showed
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn evidence forget console.log\n  forewarn evidence forget --all"
)]
pub(super) struct EvidenceForgetArgs {
    /// Sources, by the names that `forewarn evidence list` shows, or by the first letters of their ids
    #[arg(
        required_unless_present = "all",
        conflicts_with = "all",
        value_name = "SOURCE"
    )]
    sources: Vec<String>,
    /// All of them
    #[arg(long)]
    all: bool,
}

pub(super) fn run(ctx: &Context<'_>, args: &EvidenceArgs) -> Result<Exit, Error> {
    match &args.command {
        EvidenceCommand::Import(args) => import(ctx, args),
        EvidenceCommand::List(args) => list(ctx, args),
        EvidenceCommand::Forget(args) => forget(ctx, args),
    }
}

fn import(ctx: &Context<'_>, args: &EvidenceImportArgs) -> Result<Exit, Error> {
    let request = ImportRequest {
        files: args.files.clone(),
        day: args.day,
        dry_run: args.dry_run,
        patterns: args.patterns.clone(),
    };
    let (done, problems) = evidence::import(ctx.system, &ctx.whereabouts(), &request)?;
    for problem in &problems {
        ctx.notice(&problem.to_string());
    }
    ctx.print(|out| text::evidence::imported(&done, ctx.width(), out))?;
    Ok(if done.is_complete() {
        Exit::Fine
    } else {
        Exit::Incomplete
    })
}

fn list(ctx: &Context<'_>, args: &EvidenceListArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let query = EvidenceQuery {
        patterns: args.patterns.clone(),
        plugins: args.plugin.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
    };
    let bar = Bar::new(ctx.system);
    let listed = evidence::list(ctx.system, &history, &query, &bar)?;
    for problem in &listed.problems {
        ctx.notice(&problem.to_string());
    }
    let document = listed.document;
    ctx.print(|out| match args.format {
        PageFormat::Text => text::evidence::write(&document, ctx.width(), out),
        PageFormat::Json => json::write(&document, out),
        PageFormat::Markdown => markdown::evidence::write(&document, out),
    })?;
    Ok(if document.scan_complete == Some(false) {
        Exit::Incomplete
    } else {
        Exit::Fine
    })
}

fn forget(ctx: &Context<'_>, args: &EvidenceForgetArgs) -> Result<Exit, Error> {
    let gone = evidence::forget(ctx.system, &ctx.whereabouts(), &args.sources, args.all)?;
    ctx.print(|out| text::evidence::forgotten(&gone, ctx.width(), out))?;
    Ok(Exit::Fine)
}
