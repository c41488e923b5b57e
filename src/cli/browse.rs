//! `forewarn`, `forewarn show`, `forewarn search`, `forewarn log`.

use clap::Args;

use crate::app;
use crate::app::edit::Subject;
use crate::cli::edit::HowArgs;
use crate::cli::{Context, Format, editor};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, text};
use crate::system::System;
use crate::tui::{self, Doors};

/// One thing in full: an entry, a release, a setting, a feature, a symbol
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn show enforce-logout\n  forewarn show ui/2.14.0\n  \
                        forewarn show flex.offline-threshold\n  forewarn show citrix-vdi"
)]
pub(super) struct ShowArgs {
    /// An id, a release as STREAM/VERSION or VERSION, or a symbol
    id: String,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn show(ctx: &Context<'_>, args: &ShowArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let record = app::show::show(&history, &args.id)?;
    if let Some(day) = record.day().filter(|day| *day > history.as_of) {
        ctx.notice(&format!("not out yet on {}: it is of {day}", history.as_of));
    }
    ctx.print(|out| match args.format {
        Format::Text => text::record::write(&record, ctx.width(), out),
        Format::Json => json::record::write(&record, out),
    })?;
    Ok(Exit::Fine)
}

/// Find entries, releases and features by their words
///
/// All words must be there; each matches from its start on. Words between quotation marks match as they stand together.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn search enforce logout\n  forewarn search '\"voice sdk\"' --limit 50\n  \
                        forewarn search chatClient --format json"
)]
pub(super) struct SearchArgs {
    /// The words
    #[arg(required = true)]
    query: Vec<String>,
    /// At most so many results
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn search(ctx: &Context<'_>, args: &SearchArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let document = app::search::search(&history, &args.query.join(" "), args.limit)?;
    ctx.print(|out| match args.format {
        Format::Text => text::found::search(&document, ctx.width(), out),
        Format::Json => json::record::search(&document, out),
    })?;
    Ok(Exit::Fine)
}

/// What was changed, by whom, when and why
///
/// The newest first: the audit chain of the database, then the corrections that the changelog itself tells of.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn log\n  forewarn log enforce-logout\n  forewarn log --limit 100 --format json"
)]
pub(super) struct LogArgs {
    /// Only what concerns this entry, release, feature or stream
    id: Option<String>,
    /// At most so many changes
    #[arg(long, default_value_t = 30, value_name = "N")]
    limit: usize,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn log(ctx: &Context<'_>, args: &LogArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let document = app::log::log(&history, args.id.as_deref(), args.limit)?;
    ctx.print(|out| match args.format {
        Format::Text => text::found::log(&document, ctx.width(), out),
        Format::Json => json::record::log(&document, out),
    })?;
    Ok(Exit::Fine)
}

/// The terminal app; where nobody looks at a terminal, where things stand.
pub(super) fn start(ctx: &Context<'_>) -> Result<Exit, Error> {
    let terminal = ctx.system.terminal();
    let is_dumb = ctx.system.var("TERM").is_none_or(|term| term == "dumb");
    if !terminal.stdin || !terminal.stdout || is_dumb {
        return overview(ctx);
    }
    // What cannot be opened is said before the terminal is taken over.
    let history = ctx.history()?;
    let (place, watched) = (
        history.source.describe(),
        history.source.watched(ctx.system),
    );
    drop(history);
    let edit = |id: &str, is_release: bool| {
        let subject = if is_release {
            Subject::Release(id.to_owned())
        } else {
            Subject::Entry(id.to_owned())
        };
        editor::run(ctx, &subject, &HowArgs::usual()).map(drop)
    };
    let doors = Doors {
        edit: &edit,
        watched,
        colour: ctx.output().wants_colour(),
    };
    tui::run(System::real()?, &ctx.whereabouts(), &place, &doors)?;
    Ok(Exit::Fine)
}

/// Where things stand: newest of each stream, what ends soon, what changed last, what to run next.
pub(super) fn overview(ctx: &Context<'_>) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let overview = app::overview::overview(&history)?;
    ctx.print(|out| text::overview::write(&overview, ctx.width(), out))?;
    Ok(Exit::Fine)
}
