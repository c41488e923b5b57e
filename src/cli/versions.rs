//! `forewarn versions`.

use clap::Args;

use crate::app::versions::versions;
use crate::cli::{Context, Format};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, text};

/// Which versions are supported, maintained or at end-of-life on a day
///
/// Computed from the releases and the platform's policy, never stored. Where a release has no date, its status is given if it
/// follows from the order of versions, else it is unknown, with the reason.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn versions\n  forewarn versions --as-of 2025-12-01\n  \
                        forewarn versions --stream backend\n  forewarn versions --all --format json"
)]
pub(super) struct VersionsArgs {
    /// The stream; without it the platform's first
    #[arg(long, value_name = "ID")]
    stream: Option<String>,
    /// Also what ended long ago
    #[arg(long)]
    all: bool,
    /// The format of the answer; json always holds everything
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn run(ctx: &Context<'_>, args: &VersionsArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let document = versions(&history, args.stream.as_deref())?;
    ctx.print(|out| match args.format {
        Format::Text => text::versions::write(&document, args.all, ctx.width(), out),
        Format::Json => json::write(&document, out),
    })?;
    Ok(Exit::Fine)
}
