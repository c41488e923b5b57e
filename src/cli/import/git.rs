//! `forewarn import git A..B`.

use crate::app::import::git::{GitRequest, import_git};
use crate::cli::import::ImportArgs;
use crate::cli::{Context, Format};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, text};

/// `range` is the one of the source itself, `git:A..B`.
pub(super) fn run(
    ctx: &Context<'_>,
    args: &ImportArgs,
    range: Option<&str>,
) -> Result<Exit, Error> {
    if let (Some(one), Some(other)) = (range, &args.range) {
        return Err(
            Error::new(format!("two ranges are given: {one} and {other}"))
                .hint("write either git:A..B or git A..B"),
        );
    }
    let request = GitRequest {
        range: range.map(str::to_owned).or_else(|| args.range.clone()),
        stream: args.stream.clone(),
        dry_run: args.dry_run,
    };
    let document = import_git(ctx.system, &ctx.whereabouts(), &request)?;
    ctx.print(|out| match args.format {
        Format::Text => text::git::write(&document, args.verbose, ctx.width(), out),
        Format::Json => json::write(&document, out),
    })?;
    Ok(Exit::Fine)
}
