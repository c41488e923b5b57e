//! `forewarn notes`.

use std::io;

use clap::{Args, ValueEnum};

use crate::app::notes::shorten::fit;
use crate::app::notes::{Layout, NotesQuery, notes};
use crate::cli::Context;
use crate::domain::date::Date;
use crate::domain::document::notes::NotesDocument;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, markdown, text};

/// Release notes of a release, a range, a time, or what is not released yet
///
/// A range A..B means everything after A up to and including B; A.. everything after A, ..B everything up to B. A line
/// such as 2.14 stands for all its patches, and as an end of a range for its newest. Without a range: the whole history.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn notes 2.14.0\n  forewarn notes 2.13..2.14 --stream ui,backend\n  \
                        forewarn notes --since 2025-01-01 --until 2025-06-30 --format text\n  \
                        forewarn notes backend/2019-07-17 --format json\n  forewarn notes --unreleased"
)]
pub(super) struct NotesArgs {
    /// RANGE or RELEASE: 2.14.0, 2.14, 2.13.0..2.14.0, backend/2019-07-17
    #[arg(value_name = "RANGE or RELEASE")]
    choice: Option<String>,
    /// Only these streams, separated by commas; beside a range of another stream, what they did in the same time
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    stream: Vec<String>,
    /// Entries that no release has yet
    #[arg(long)]
    unreleased: bool,
    /// Only releases of this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only releases of this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Entries for this audience, besides public ones
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// Each release as it was published: pre-releases apart, reverted entries shown, maintenance lines included
    #[arg(long)]
    as_published: bool,
    /// At most so many characters: whole entries, breaking and security first; the rest is counted
    #[arg(long, value_name = "N")]
    max_chars: Option<usize>,
    /// Where all of it is, for notes that --max-chars cut
    #[arg(long, value_name = "URL", requires = "max_chars")]
    more: Option<String>,
    /// How several streams are put together
    #[arg(long, value_enum, default_value_t = Group::Date, value_name = "HOW")]
    group: Group,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = NotesFormat::Markdown, value_name = "FORMAT")]
    format: NotesFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// One list, newest day first
    Date,
    /// One stream after the other, newest version first
    Stream,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum NotesFormat {
    /// Keep a Changelog
    Markdown,
    Text,
    /// forewarn/notes/v1
    Json,
}

pub(super) fn run(ctx: &Context<'_>, args: &NotesArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let query = NotesQuery {
        choice: args.choice.clone(),
        streams: args.stream.clone(),
        unreleased: args.unreleased,
        since: args.since,
        until: args.until,
        audience: args.audience.clone(),
        layout: match args.group {
            Group::Date => Layout::ByDate,
            Group::Stream => Layout::ByStream,
        },
        as_published: args.as_published,
        with_blocks: args.format == NotesFormat::Text,
    };
    let mut document = notes(&history, &query)?;
    let write = |document: &NotesDocument, out: &mut dyn io::Write| match args.format {
        NotesFormat::Markdown => markdown::notes(document, out),
        NotesFormat::Text => text::notes::write(document, ctx.width(), out),
        NotesFormat::Json => json::notes::write(document, out),
    };
    if let Some(max_chars) = args.max_chars {
        let whole = args.more.clone().unwrap_or_else(|| {
            let choice = args.choice.as_deref().unwrap_or_default();
            format!("forewarn notes {choice}").trim_end().to_owned()
        });
        document = fit(document, max_chars, &Untrusted::from(whole), |document| {
            let mut text = Vec::new();
            write(document, &mut text)?;
            Ok(String::from_utf8_lossy(&text).chars().count())
        })?;
    }
    ctx.print(|out| write(&document, out))?;
    Ok(Exit::Fine)
}
