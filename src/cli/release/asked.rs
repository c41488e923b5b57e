//! What `forewarn release` asks for on a terminal.

use crate::app::edit::{self, NewRelease, Offer, Step};
use crate::cli::Context;
use crate::cli::ask::{self, Question};
use crate::domain::text::Untrusted;
use crate::error::Error;

/// A release to be made: its version by what waits for it, and what it takes up.
///
/// # Errors
/// If there is nobody to ask, or they leave.
pub(super) fn new(ctx: &Context<'_>, asked: &mut NewRelease) -> Result<(), Error> {
    let missing = Question::new("RELEASE", "Of which stream?");
    if !ask::can(ctx) {
        // Says that it is missing.
        return ask::text(ctx, missing, None).map(drop);
    }
    let history = ctx.history()?;
    let streams = edit::streams(&history)?;
    let ids: Vec<String> = streams.iter().map(|one| one.id.clone()).collect();
    let next = edit::next(&history, &ids)?.streams;
    let offers = next.iter().map(|one| Offer {
        id: one.stream.clone(),
        what: Untrusted::from(match one.entries {
            1 => format!("next is {}, 1 entry waits", one.next),
            entries => format!("next is {}, {entries} entries wait", one.next),
        }),
    });
    let stream = match ids.as_slice() {
        [only] => only.clone(),
        _ => ask::choose(ctx, missing, offers.collect(), "")?,
    };
    let next = next.into_iter().find(|one| one.stream == stream);
    let (version, step) = next.map_or((String::new(), ""), |one| (one.next, one.step));
    let help = format!("by what waits for it a {step}");
    let question = Question::new("RELEASE", "Which version is it?").help(&help);
    asked.release = format!("{stream}/{}", ask::text(ctx, question, Some(&version))?);
    let prefix = format!("{stream}/");
    let mut fragments = edit::fragments(&history)?;
    fragments.retain(|one| one.id.starts_with(&prefix));
    if !fragments.is_empty() && !asked.from_unreleased {
        let names: Vec<String> = fragments.iter().map(|one| one.id.clone()).collect();
        let what = format!("Does it take up {}?", counted(names.len()));
        let names = names.join(", ");
        let question = Question::new("--from-unreleased", &what).help(&names);
        asked.from_unreleased = ask::yes(ctx, question, true)?;
    }
    if asked.fields.summary.is_none() {
        let question = Question::new("--summary", "A summary:")
            .help("one or two sentences; nothing leaves it out");
        asked.fields.summary = Some(ask::text(ctx, question, None)?);
    }
    Ok(())
}

fn counted(fragments: usize) -> String {
    match fragments {
        1 => "the fragment".to_owned(),
        more => format!("all {more} fragments"),
    }
}

/// A release: as given, else chosen among those that the step can be taken with.
///
/// # Errors
/// If there is nobody to ask, nothing to choose, or they leave.
pub(super) fn release(
    ctx: &Context<'_>,
    step: Option<Step>,
    given: Option<&String>,
) -> Result<String, Error> {
    if let Some(given) = given {
        return Ok(given.clone());
    }
    let offers = if ask::can(ctx) {
        edit::offered_releases(&ctx.history()?, ctx.system, step)?
    } else {
        Vec::new()
    };
    let none = match step {
        None | Some(Step::Submit) => "`forewarn release new` begins a draft",
        Some(Step::Approve) => "`forewarn release submit` asks for a review",
        Some(Step::Schedule | Step::Publish) => "`forewarn release approve` comes first",
        Some(Step::Withdraw) => "nothing was brought to anyone",
    };
    ask::choose(
        ctx,
        Question::new("RELEASE", "Which release?"),
        offers,
        none,
    )
}

/// When a release is published; by default tomorrow morning, in UTC.
///
/// # Errors
/// If there is nobody to ask, or they leave.
pub(super) fn time(ctx: &Context<'_>) -> Result<String, Error> {
    let today = ctx.common.as_of.unwrap_or_else(|| ctx.system.today());
    let tomorrow = today.plus_days(1);
    let default = format!("{tomorrow}T08:00:00Z");
    let question = Question::new("--at", "When is it published?").help("a time with its offset");
    ask::text(ctx, question, Some(&default))
}

/// # Errors
/// If they are not sure.
pub(super) fn sure(ctx: &Context<'_>, step: Step, release: &str) -> Result<(), Error> {
    let what = match step {
        Step::Publish => format!("Publish {release} now?"),
        _ => format!("Take {release} back?"),
    };
    if ask::yes(ctx, Question::new("RELEASE", &what), false)? {
        return Ok(());
    }
    Err(Error::new("nothing was changed"))
}
