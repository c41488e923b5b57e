//! `forewarn accounts`.

use std::path::PathBuf;

use clap::Args;

use crate::app::accounts::{AccountsQuery, accounts, accounts_file};
use crate::cli::{Context, Format};
use crate::domain::within::Within;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, text};

/// What each account runs, when that ends, and what it is moved to next
///
/// An accounts file is TOML. `schema = 1`, then one `[[account]]` for each:
///
///   name        required, once in the file
///   ui-version  what its configuration names: a version (2.14.0) or an npm range (~2.3, 2.x)
///   pin         or a minor (2.14), of which it gets the newest patch
///               neither of the two: it follows the minors of its major automatically
///   major       the major of such an account; without it the newest one on the day of its
///               creation, since nobody is moved to a new major automatically
///   created     the day on which the account was made
///   features    ids of features that it uses
///   owner       who to ask
///
/// The file is that of --file, else the one that `accounts = "PATH"` in forewarn.toml names,
/// else accounts.toml beside forewarn.toml, or here.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  forewarn accounts\n  forewarn accounts --file customers.toml --as-of 2025-12-01\n  \
                  forewarn accounts --ending-within 90d\n  forewarn accounts --format json"
)]
pub(super) struct AccountsArgs {
    /// The accounts file
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Only accounts whose version has ended, ends in that time, or may: 90d, 12w, 6m, 1y
    #[arg(long, value_name = "TIME")]
    ending_within: Option<Within>,
    /// The stream that accounts run a version of; without it the first that the policy covers
    #[arg(long, value_name = "ID")]
    stream: Option<String>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn run(ctx: &Context<'_>, args: &AccountsArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let file = accounts_file(ctx.system, args.file.as_deref())?.ok_or_else(|| {
        Error::new("no accounts file was found").hint(
            "name one with --file, or write accounts.toml here; `forewarn accounts --help` describes it",
        )
    })?;
    for problem in &file.problems {
        ctx.notice(&problem.to_string());
    }
    let query = AccountsQuery {
        stream: args.stream.clone(),
        ending_within: args.ending_within,
    };
    let document = accounts(&history, &file, &query)?;
    ctx.print(|out| match args.format {
        Format::Text => text::accounts::write(&document, ctx.width(), out),
        Format::Json => json::write(&document, out),
    })?;
    Ok(Exit::Fine)
}
