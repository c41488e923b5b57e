//! `forewarn explain`.

use clap::Args;

use crate::app::explain::explain;
use crate::cli::{Context, PageFormat};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, markdown, text};

/// What a symbol is and what becomes of it, or what a rule means
///
/// The rules are removed-api, moved-api, changed-api, overdue-api, scheduled-removal, deprecated-api, soft-deprecated, deep-import,
/// dependency-range and string-api, and those of `forewarn lint --list`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn explain Manager.chatClient\n  forewarn explain removed-api\n  forewarn explain removal-unannounced\n  \
                        forewarn explain gen --package crate:rand --format json"
)]
pub(super) struct ExplainArgs {
    /// A symbol's path, its last part if only one has that, or a rule
    #[arg(value_name = "SYMBOL or RULE")]
    what: String,
    /// The package, with or without its registry; without it the platform's first
    #[arg(long, value_name = "PACKAGE")]
    package: Option<String>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = PageFormat::Text, value_name = "FORMAT")]
    format: PageFormat,
}

pub(super) fn run(ctx: &Context<'_>, args: &ExplainArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let document = explain(&history, args.package.as_deref(), &args.what)?;
    ctx.print(|out| match args.format {
        PageFormat::Text => text::explain::write(&document, ctx.width(), out),
        PageFormat::Json => json::explain::write(&document, out),
        PageFormat::Markdown => markdown::explain::write(&document, out),
    })?;
    Ok(Exit::Fine)
}
