//! `forewarn defaults`.

use clap::Args;

use crate::app::defaults::{DefaultsQuery, defaults};
use crate::cli::{Context, Format};
use crate::domain::date::Date;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, text};

/// What the defaults of an account are, and what changed in them
///
/// Without an argument: the defaults of an account created on the day of --as-of. With --created: those of an older account,
/// with the changes that reached it since. What is not published is said to be unknown; what depends on the version that
/// the account runs says on which.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  forewarn defaults --as-of 2019-07-17\n  \
                        forewarn defaults --created 2019-05-01 --as-of 2019-06-30\n  \
                        forewarn defaults 2019-02-10..2019-07-17\n  \
                        forewarn defaults --since 2019-05-01 --until 2019-05-31\n  \
                        forewarn defaults chat.deployment-roles --format json")]
pub(super) struct DefaultsArgs {
    /// A setting's id, or two days: D1..D2 is what changed after D1 up to D2
    #[arg(value_name = "SETTING|D1..D2")]
    what: Option<String>,
    /// The day the account was created; without it the day of --as-of
    #[arg(long, value_name = "DATE", conflicts_with_all = ["since", "until"])]
    created: Option<Date>,
    /// The version that the account runs, of the platform's first stream of versions
    #[arg(long, value_name = "VERSION", conflicts_with_all = ["since", "until"])]
    ui_version: Option<String>,
    /// What changed on this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// What changed on this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn run(ctx: &Context<'_>, args: &DefaultsArgs) -> Result<Exit, Error> {
    let mut query = DefaultsQuery {
        setting: None,
        created: args.created,
        ui_version: args.ui_version.clone(),
        from: args.since.map(|since| since.plus_days(-1)),
        until: args.until,
    };
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        return Err(
            Error::new(format!("--since {since} is after --until {until}"))
                .hint(format!("did you mean --since {until} --until {since}?")),
        );
    }
    if let Some(what) = &args.what {
        let has_time = query.from.is_some() || query.until.is_some();
        match what.split_once("..") {
            _ if has_time => {
                return Err(
                    Error::new(format!("`{what}` and --since or --until together")).hint(
                        "a setting is shown with all of its changes; for a time leave it out",
                    ),
                );
            }
            Some(ends) => (query.from, query.until) = time(what, ends)?,
            None => query.setting = Some(what.clone()),
        }
    }
    let history = ctx.history()?;
    let document = defaults(&history, &query)?;
    ctx.print(|out| match args.format {
        Format::Text => text::defaults::write(&document, ctx.width(), out),
        Format::Json => json::defaults::write(&document, out),
    })?;
    Ok(Exit::Fine)
}

/// The two ends of `D1..D2`; either may be left out.
fn time(text: &str, (from, until): (&str, &str)) -> Result<(Option<Date>, Option<Date>), Error> {
    let end = |end: &str| {
        let end = end.trim();
        if end.is_empty() {
            return Ok(None);
        }
        end.parse()
            .map(Some)
            .map_err(|error: crate::domain::date::DateError| {
                Error::new(error.to_string())
                    .hint("a time is two days, for example 2019-02-10..2019-07-17")
            })
    };
    let ends = (end(from)?, end(until)?);
    if ends == (None, None) {
        return Err(Error::new(format!("`{text}` needs at least one end"))
            .hint("for example 2019-02-10..2019-07-17"));
    }
    Ok(ends)
}
