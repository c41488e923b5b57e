//! Questions on a terminal: what a command needs and was not told. Elsewhere nothing is asked, and what is missing is an error that
//! names its flag.

use std::fmt;

use inquire::{Confirm, InquireError, Select, Text};

use crate::app::edit::Offer;
use crate::cli::Context;
use crate::error::Error;

/// A question for one value.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
    /// The flag or argument that would have said it.
    pub(super) flag: &'a str,
    /// The question, or what is to be named.
    pub(super) what: &'a str,
    /// Shown below it.
    pub(super) help: Option<&'a str>,
}

impl<'a> Question<'a> {
    pub(super) const fn new(flag: &'a str, what: &'a str) -> Self {
        Self {
            flag,
            what,
            help: None,
        }
    }

    pub(super) const fn help(self, help: &'a str) -> Self {
        Self {
            help: Some(help),
            ..self
        }
    }
}

/// Whether there is somebody to ask.
pub(super) fn can(ctx: &Context<'_>) -> bool {
    let terminal = ctx.system.terminal();
    let is_dumb = ctx.system.var("TERM").is_none_or(|term| term == "dumb");
    terminal.stdin && terminal.stderr && !is_dumb && !ctx.common.no_input
}

/// A line of text; the default is what is taken if nothing is typed.
///
/// # Errors
/// If there is nobody to ask, or they leave.
pub(super) fn text(
    ctx: &Context<'_>,
    question: Question<'_>,
    default: Option<&str>,
) -> Result<String, Error> {
    somebody(ctx, question)?;
    let mut prompt = Text::new(question.what);
    prompt.default = default.filter(|text| !text.is_empty());
    prompt.help_message = question.help;
    prompt
        .prompt()
        .map(|text| text.trim().to_owned())
        .map_err(left)
}

/// One of what is offered, by typing a part of it.
///
/// # Errors
/// If nothing is offered (`none` says what to do then), there is nobody to ask, or they leave.
pub(super) fn choose(
    ctx: &Context<'_>,
    question: Question<'_>,
    offers: Vec<Offer>,
    none: &str,
) -> Result<String, Error> {
    somebody(ctx, question)?;
    if offers.is_empty() {
        return Err(
            Error::new(format!("there is nothing to choose: {}", question.what)).hint(none),
        );
    }
    let shown: Vec<Shown> = offers.into_iter().map(Shown).collect();
    let mut prompt = Select::new(question.what, shown);
    prompt.help_message = question
        .help
        .or(Some("arrows, or type a part of it; Esc leaves"));
    prompt.page_size = 12;
    prompt.prompt().map(|Shown(offer)| offer.id).map_err(left)
}

/// One of a closed list of words.
///
/// # Errors
/// As [`choose`].
pub(super) fn word(
    ctx: &Context<'_>,
    question: Question<'_>,
    words: &[&str],
) -> Result<String, Error> {
    let offers = words.iter().map(|word| Offer {
        id: (*word).to_owned(),
        what: String::new().into(),
    });
    choose(ctx, question, offers.collect(), "")
}

/// # Errors
/// If there is nobody to ask, or they leave.
pub(super) fn yes(ctx: &Context<'_>, question: Question<'_>, default: bool) -> Result<bool, Error> {
    somebody(ctx, question)?;
    let mut prompt = Confirm::new(question.what).with_default(default);
    prompt.help_message = question.help;
    prompt.prompt().map_err(left)
}

/// # Errors
/// If there is nobody: names the flag that would have answered.
fn somebody(ctx: &Context<'_>, question: Question<'_>) -> Result<(), Error> {
    if can(ctx) {
        return Ok(());
    }
    Err(Error::new(format!("{} is missing", question.flag))
        .hint("it is asked for on a terminal; elsewhere every value has to be given"))
}

fn left(error: InquireError) -> Error {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => {
            Error::new("left; nothing was changed")
        }
        other => Error::new("the terminal cannot be asked")
            .because(other)
            .hint("--no-input asks nothing; every value is a flag then"),
    }
}

struct Shown(Offer);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", crate::domain::text::neutralise(&self.0.id))?;
        if self.0.what.raw().is_empty() {
            return Ok(());
        }
        write!(f, "  {}", self.0.what.for_terminal_line())
    }
}
