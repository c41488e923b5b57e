//! `forewarn features`.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::app::features::{FeaturesQuery, features};
use crate::cli::{Context, Format};
use crate::domain::date::Date;
use crate::domain::document::features::StageOn;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, text};

/// How far features are, whom they have reached, and whether an account has them
///
/// A stage tells what support there is: the service level agreement and the support plans do not cover pilot and beta. With
/// --account-created, --ui-version and --opted-in the answer is for that account.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn features --as-of 2024-05-01\n  forewarn features --stage beta\n  \
                        forewarn features --since 2025-01-01\n  forewarn features citrix-vdi\n  \
                        forewarn features --account-created 2019-07-17 --ui-version 2.5.0 --format json"
)]
pub(super) struct FeaturesArgs {
    /// A feature's id: shows its whole history
    id: Option<String>,
    /// Only features of this stage
    #[arg(long, value_name = "STAGE", value_parser = stages())]
    stage: Option<StageOn>,
    /// What moved on this day or later, the newest first
    #[arg(long, value_name = "DATE", conflicts_with = "id")]
    since: Option<Date>,
    /// The day the account was created
    #[arg(long, value_name = "DATE")]
    account_created: Option<Date>,
    /// The version that the account runs, of the platform's first stream of versions
    #[arg(long, value_name = "VERSION")]
    ui_version: Option<String>,
    /// A feature that the account opted in to; may be given several times
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    opted_in: Vec<String>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

fn stages() -> impl TypedValueParser {
    PossibleValuesParser::new(StageOn::WORDS).try_map(|word| word.parse::<StageOn>())
}

pub(super) fn run(ctx: &Context<'_>, args: &FeaturesArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let query = FeaturesQuery {
        id: args.id.clone(),
        stage: args.stage,
        since: args.since,
        created: args.account_created,
        ui_version: args.ui_version.clone(),
        opted_in: args.opted_in.clone(),
    };
    let document = features(&history, &query)?;
    ctx.print(|out| match args.format {
        Format::Text => text::features::write(&document, ctx.width(), out),
        Format::Json => json::features::write(&document, out),
    })?;
    Ok(Exit::Fine)
}
