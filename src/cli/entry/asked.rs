//! What `forewarn entry` asks for on a terminal.

use crate::app::edit::{self, Correct, EntryFields, How, NewEntry, Offer, kept_text};
use crate::cli::ask::{self, Question};
use crate::cli::entry::chosen;
use crate::cli::{Context, editor};
use crate::domain::document::record::Record;
use crate::domain::entry::EntryKind;
use crate::domain::text::Untrusted;
use crate::error::Error;

/// Stands for a fragment that is to be made.
const NEW: &str = "a new fragment";

/// An entry to be written: what was not said is asked for.
///
/// # Errors
/// If there is nobody to ask, or they leave.
pub(super) fn new(
    ctx: &Context<'_>,
    release: Option<&String>,
    id: Option<&String>,
    mut fields: EntryFields,
) -> Result<NewEntry, Error> {
    let is_asked =
        ask::can(ctx) && (release.is_none() || fields.kind.is_none() || fields.text.is_none());
    if !is_asked {
        let Some(release) = release else {
            // Says that it is missing.
            ask::text(ctx, Question::new("--in", "Where does it stand?"), None)?;
            return Err(Error::new("--in is missing"));
        };
        return Ok(NewEntry {
            release: release.clone(),
            id: id.cloned(),
            fields,
        });
    }
    if fields.kind.is_none() {
        let question = Question::new("--kind", "What does it tell of?");
        fields.kind = ask::word(ctx, question, EntryKind::WORDS)?.parse().ok();
    }
    if fields.text.is_none() {
        let question = Question::new("--text", "What does it say?")
            .help("Markdown, in one line; nothing opens your editor");
        let line = ask::text(ctx, question, None)?;
        fields.text = Some(if line.is_empty() {
            let help = "What the entry says, in Markdown. Readers want to know what changed and what it is to them.";
            editor::words(ctx, "entry", "", help)?
                .ok_or_else(|| Error::new("the text was left empty; nothing was written"))?
        } else {
            line
        });
        breaking(ctx, &mut fields)?;
    }
    let release = match release {
        Some(release) => release.clone(),
        None => place(ctx, fields.text.as_deref().unwrap_or_default())?,
    };
    Ok(NewEntry {
        release,
        id: id.cloned(),
        fields,
    })
}

/// Whether it breaks anything, and then what and what to do.
fn breaking(ctx: &Context<'_>, fields: &mut EntryFields) -> Result<(), Error> {
    let may_break = !matches!(
        fields.kind,
        Some(EntryKind::Fixed | EntryKind::Note | EntryKind::KnownIssue)
    );
    if fields.breaking.is_none() && may_break {
        let question = Question::new("--breaking", "Does it break what is built on the platform?");
        fields.breaking = Some(ask::yes(ctx, question, false)?);
    }
    if fields.breaking == Some(true) {
        if fields.impact.is_none() {
            let question = Question::new("--impact", "What does it break, and for whom?");
            fields.impact = Some(ask::text(ctx, question, None)?);
        }
        if fields.action.is_none() {
            let question = Question::new("--action", "What do they have to do?");
            fields.action = Some(ask::text(ctx, question, None)?);
        }
    }
    Ok(())
}

/// Where a new entry stands: a fragment of its own, or a release that is being written.
fn place(ctx: &Context<'_>, text: &str) -> Result<String, Error> {
    let history = ctx.history()?;
    let mut offers = vec![Offer {
        id: NEW.to_owned(),
        what: Untrusted::from("one file for this change, taken up by the next release"),
    }];
    offers.extend(edit::offered_releases(&history, ctx.system, None)?);
    offers.extend(edit::fragments(&history)?);
    let chosen = ask::choose(
        ctx,
        Question::new("--in", "Where does it stand?"),
        offers,
        "",
    )?;
    if chosen != NEW {
        return Ok(chosen);
    }
    let streams = edit::streams(&history)?;
    let stream = match streams.as_slice() {
        [only] => only.id.clone(),
        _ => ask::choose(ctx, Question::new("--in", "Of which stream?"), streams, "")?,
    };
    let question = Question::new("--in", "What is its file called?")
        .help("lower-case letters, digits and -; permanent, as it becomes the entry's id");
    let name = ask::text(ctx, question, Some(&edit::fragment_of(text)))?;
    Ok(format!("{stream}/unreleased/{name}"))
}

/// A release that is being written, or a fragment.
///
/// # Errors
/// If there is nobody to ask, or they leave.
pub(super) fn target(
    ctx: &Context<'_>,
    flag: &str,
    what: &str,
    given: Option<&String>,
) -> Result<String, Error> {
    if let Some(given) = given {
        return Ok(given.clone());
    }
    let mut offers = Vec::new();
    if ask::can(ctx) {
        let history = ctx.history()?;
        offers.extend(edit::offered_releases(&history, ctx.system, None)?);
        offers.extend(edit::fragments(&history)?);
    }
    let none = "`forewarn release new` begins a release";
    ask::choose(ctx, Question::new(flag, what), offers, none)
}

/// A correction: what was not said is asked for, the text in the editor.
///
/// # Errors
/// If there is nobody to ask, they leave, or there is no such entry.
pub(super) fn correct(
    ctx: &Context<'_>,
    id: Option<&String>,
    text: Option<String>,
    mut how: How,
) -> Result<(Correct, How), Error> {
    let id = match id {
        Some(id) => id.clone(),
        None => chosen(ctx, "ID", "Which entry is to be corrected?", true)?,
    };
    let text = match text {
        Some(text) => text,
        None if ask::can(ctx) => edited(ctx, &id)?,
        None => ask::text(ctx, Question::new("--text", "What does it say now?"), None)?,
    };
    if how.reason.is_none() && ask::can(ctx) {
        let question = Question::new("--reason", "Why is it corrected?")
            .help("readers are told; the former text is kept");
        how.reason = Some(ask::text(ctx, question, None)?).filter(|reason| !reason.is_empty());
    }
    let asked = Correct {
        id,
        text,
        ..Correct::default()
    };
    Ok((asked, how))
}

/// The text of an entry as it was left in the editor.
fn edited(ctx: &Context<'_>, id: &str) -> Result<String, Error> {
    let history = ctx.history()?;
    let Record::Entry(record) = crate::app::show::show(&history, &format!("entry:{id}"))? else {
        return Err(Error::new(format!("there is no entry `{id}`")));
    };
    let mut stands = record.entry.text.raw().to_owned();
    if let Some(kept) = kept_text(&history, ctx.system, id)
        && let Some((_, left)) = kept.read(ctx.system)?
    {
        let question = Question::new(
            "--text",
            "A text that could not be written was kept. Go on with it?",
        );
        if ask::yes(ctx, question, true)? {
            stands = left;
        }
        kept.forget(ctx.system)?;
    }
    let help = "What the entry is to say from now on, in Markdown. Its former text is kept, and the stream's next release\ntells readers of the correction.";
    editor::words(ctx, id, &stands, help)?
        .ok_or_else(|| Error::new("the text was left empty; nothing was written"))
}

/// Keeps a corrected text that could not be written.
pub(super) fn keep(ctx: &Context<'_>, asked: &Correct, error: Error) -> Error {
    if !ask::can(ctx) {
        return error;
    }
    let kept = ctx.history().ok().and_then(|history| {
        let kept = kept_text(&history, ctx.system, &asked.id)?;
        kept.keep(ctx.system, "", &asked.text).ok()?;
        Some(kept)
    });
    match kept {
        Some(kept) => error.hint(format!(
            "your text is kept in {}; `forewarn entry correct {}` goes on with it",
            kept.text.display(),
            asked.id
        )),
        None => error,
    }
}
