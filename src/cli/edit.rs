//! What all commands have in common that change the changelog, and `forewarn undo`.

use clap::Args;

use crate::app::edit::{self, How};
use crate::cli::{Context, Format};
use crate::domain::document::edit::EditDocument;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, text};

/// Who edits, why, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Editing")]
pub(super) struct HowArgs {
    /// Who does it [default: as git is configured, else the user of this machine]
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Why; kept in the audit chain
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Let forewarn rewrite a file that was formatted by hand
    #[arg(long)]
    reformat: bool,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(super) format: Format,
}

impl HowArgs {
    /// Without any flag.
    pub(super) fn usual() -> Self {
        Self {
            author: None,
            reason: None,
            dry_run: false,
            reformat: false,
            format: Format::Text,
        }
    }

    pub(super) fn how(&self) -> How {
        How {
            author: self.author.clone(),
            reason: self.reason.clone(),
            dry_run: self.dry_run,
            reformat: self.reformat,
        }
    }
}

pub(super) fn print(
    ctx: &Context<'_>,
    document: &EditDocument,
    format: Format,
) -> Result<Exit, Error> {
    ctx.print(|out| match format {
        Format::Text => text::edit::write(document, ctx.width(), out),
        Format::Json => json::write(document, out),
    })?;
    Ok(Exit::Fine)
}

/// Take the last change of the changelog back
///
/// What it made is removed, what it changed is as before; that is a change itself, so that undo again does it anew. What was edited
/// in the files by hand is git's to restore.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  forewarn undo\n  forewarn undo --dry-run")]
pub(super) struct UndoArgs {
    #[command(flatten)]
    how: HowArgs,
}

pub(super) fn undo(ctx: &Context<'_>, args: &UndoArgs) -> Result<Exit, Error> {
    let document = edit::undo(ctx.system, &ctx.whereabouts(), &args.how.how())?;
    print(ctx, &document, args.how.format)
}

/// How an entry, a release or a feature differs between two of its revisions
///
/// `forewarn log ID` numbers them. Without numbers its last change is shown, with one all that changed since.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn diff queue-filter\n  forewarn diff queue-filter 12\n  forewarn diff ui/2.18.0 12 15 --format json"
)]
pub(super) struct DiffArgs {
    /// An entry, release or feature
    #[arg(value_name = "ID")]
    id: String,
    /// The number of the older revision [default: the one before the newer]
    #[arg(value_name = "REV")]
    from: Option<i64>,
    /// The number of the newer one [default: its last]
    #[arg(value_name = "REV")]
    to: Option<i64>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn diff(ctx: &Context<'_>, args: &DiffArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let document = crate::app::diff::diff(&history, &args.id, args.from, args.to)?;
    ctx.print(|out| match args.format {
        Format::Text => text::edit::diff(&document, ctx.width(), out),
        Format::Json => json::write(&document, out),
    })?;
    Ok(Exit::Fine)
}
