//! `forewarn versions`.

use clap::{Args, ValueEnum};

use crate::app::versions::versions;
use crate::cli::Context;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{endoflife, ical, json, text};

/// Which versions are supported, maintained or at end-of-life on a day
///
/// Computed from the releases and the platform's policy, never stored. Where a release has no date, its status is given if it
/// follows from the order of versions, else it is unknown, with the reason.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn versions\n  forewarn versions --as-of 2025-12-01\n  \
                        forewarn versions --stream backend\n  forewarn versions --all --format json\n  \
                        forewarn versions --format ical > ends.ics"
)]
pub(super) struct VersionsArgs {
    /// The stream; without it the platform's first
    #[arg(long, value_name = "ID")]
    stream: Option<String>,
    /// Also what ended long ago
    #[arg(long)]
    all: bool,
    /// The format of the answer; all but text always hold everything. What endoflife and ical have no place for is
    /// listed on standard error
    #[arg(long, value_enum, default_value_t = VersionsFormat::Text, value_name = "FORMAT")]
    format: VersionsFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum VersionsFormat {
    Text,
    Json,
    /// A product of the endoflife.date API v1, schema 1.2.1
    Endoflife,
    /// A calendar of the ends that are known (iCalendar, RFC 5545)
    Ical,
}

impl std::fmt::Display for VersionsFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Endoflife => "endoflife",
            Self::Ical => "ical",
        })
    }
}

pub(super) fn run(ctx: &Context<'_>, args: &VersionsArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let document = versions(&history, args.stream.as_deref())?;
    let left_out = match args.format {
        VersionsFormat::Text | VersionsFormat::Json => Vec::new(),
        VersionsFormat::Endoflife => endoflife::left_out(&document),
        VersionsFormat::Ical => ical::left_out(&document),
    };
    let is_by_date = document.lines.is_empty() && !document.releases.is_empty();
    if is_by_date
        && matches!(
            args.format,
            VersionsFormat::Endoflife | VersionsFormat::Ical
        )
    {
        let message = format!(
            "the stream {} is versioned by date: its releases have no lifecycle that {} could hold",
            document.stream, args.format
        );
        return Err(Error::new(message).hint("use --format json, or a stream with versions"));
    }
    for notice in &left_out {
        ctx.notice(notice);
    }
    ctx.print(|out| match args.format {
        VersionsFormat::Text => text::versions::write(&document, args.all, ctx.width(), out),
        VersionsFormat::Json => json::write(&document, out),
        VersionsFormat::Endoflife => endoflife::write(&document, out),
        VersionsFormat::Ical => ical::write(&document, out),
    })?;
    Ok(Exit::Fine)
}
