//! Editing in the user's own editor: the text of a file with help in it, put back until it can be read or is left. What cannot be written is
//! kept.

use crate::app::edit::{self, Draft, Kept, Offer, Subject, Taken};
use crate::cli::Context;
use crate::cli::ask::{self, Question};
use crate::cli::edit::{HowArgs, print};
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::exit::Exit;
use crate::system::Edited;

/// Lines of help begin with this, and are no part of the text.
const HELP: &str = "#: ";

/// Edits an entry or a release that nobody reads yet.
///
/// # Errors
/// If it is not there, its readers have it, no editor can be started, or it is left with a text that cannot be written.
pub(super) fn run(ctx: &Context<'_>, subject: &Subject, how: &HowArgs) -> Result<Exit, Error> {
    let (system, place) = (ctx.system, ctx.whereabouts());
    let history = ctx.history()?;
    let mut draft = edit::draft(&history, system, subject)?;
    let name = match subject {
        Subject::Entry(id) | Subject::Release(id) => id.clone(),
    };
    let kept = edit::kept_text(&history, system, &name);
    drop(history);
    let mut text = draft.base.clone();
    if let Some(kept) = &kept
        && let Some((base, left)) = kept.read(system)?
    {
        let question = Question::new(
            "--no-input",
            "A text that could not be written was kept. Go on with it?",
        );
        if ask::yes(ctx, question, true)? {
            draft.base = base;
            text = left;
        }
    }
    let mut session = Session {
        ctx,
        how,
        kept,
        name,
        draft,
    };
    loop {
        let Some(edited) = session.shown(&text)? else {
            return Err(Error::new("the editor was left; nothing was changed"));
        };
        text = edited;
        let taken = edit::take(system, &place, &how.how(), (&session.draft, &text), false);
        match taken.map_err(|error| session.keep(&text, error))? {
            Taken::Done(document) => {
                session.forget()?;
                return print(ctx, &document, how.format);
            }
            Taken::Unchanged => {
                session.forget()?;
                ctx.notice("nothing was changed");
                return Ok(Exit::Fine);
            }
            Taken::Refused(problems) => {
                for problem in &problems {
                    ctx.notice(problem.to_string().trim_start_matches(": "));
                }
                let question =
                    Question::new("--text", "It cannot be written like this. Edit it again?");
                if !session.asked(question, &text)? {
                    return Err(session.keep(&text, Error::new("the text was not written")));
                }
            }
            Taken::Collided {
                theirs,
                merged,
                is_clean,
            } => match session.settled(&text, theirs, merged, is_clean)? {
                Settled::Again(next) => text = next,
                Settled::Done(exit) => return Ok(exit),
            },
        }
    }
}

struct Session<'a> {
    ctx: &'a Context<'a>,
    how: &'a HowArgs,
    /// `None` where there is no place to keep anything.
    kept: Option<Kept>,
    name: String,
    draft: Draft,
}

enum Settled {
    Again(String),
    Done(Exit),
}

impl Session<'_> {
    /// The text as the editor left it, without help. `None` if it was left without one.
    fn shown(&self, text: &str) -> Result<Option<String>, Error> {
        let file = format!("{}.md", self.name.replace('/', "-"));
        let edited = self
            .ctx
            .system
            .edit(&file, &with_help(text, &self.draft.subject));
        let edited = edited.map_err(|error| {
            self.keep(
                text,
                Error::from(error)
                    .hint("$VISUAL or $EDITOR names the editor; flags do without one"),
            )
        })?;
        Ok(match edited {
            Edited::Text(text) if !text.trim().is_empty() => Some(without_help(&text)),
            Edited::Text(_) | Edited::Left => None,
        })
    }

    /// A question; who leaves it leaves the text behind, which is kept.
    fn asked(&self, question: Question<'_>, text: &str) -> Result<bool, Error> {
        ask::yes(self.ctx, question, true).map_err(|error| self.keep(text, error))
    }

    /// Keeps a text that could not be written, and tells where.
    fn keep(&self, text: &str, error: Error) -> Error {
        let Some(kept) = &self.kept else {
            return error;
        };
        match kept.keep(self.ctx.system, &self.draft.base, text) {
            Ok(()) => error.hint(format!(
                "your text is kept in {}; the same command goes on with it",
                kept.text.display()
            )),
            Err(failed) => error.hint(format!("your text could not be kept: {failed}")),
        }
    }

    fn forget(&self) -> Result<(), Error> {
        self.kept
            .as_ref()
            .map_or(Ok(()), |kept| kept.forget(self.ctx.system))
    }

    /// It was changed meanwhile: whoever edits chooses.
    fn settled(
        &mut self,
        mine: &str,
        theirs: String,
        merged: String,
        is_clean: bool,
    ) -> Result<Settled, Error> {
        let both = if is_clean {
            "both changes, put together; look at it first"
        } else {
            "both changes, with marks where they meet; settle them in the editor"
        };
        let offer = |id: &str, what: &str| Offer {
            id: id.to_owned(),
            what: Untrusted::from(what),
        };
        let offers = vec![
            offer("both", both),
            offer("mine", "what you wrote, over what was written meanwhile"),
            offer(
                "theirs",
                "what was written meanwhile; your text is kept aside",
            ),
        ];
        let question = Question::new("--text", "It was changed meanwhile. Which is it to be?");
        let chosen =
            ask::choose(self.ctx, question, offers, "").map_err(|error| self.keep(mine, error))?;
        match chosen.as_str() {
            "both" => {
                self.draft.base = theirs;
                Ok(Settled::Again(merged))
            }
            "mine" => {
                let place = self.ctx.whereabouts();
                self.draft.base = theirs;
                let taken = edit::take(
                    self.ctx.system,
                    &place,
                    &self.how.how(),
                    (&self.draft, mine),
                    false,
                );
                match taken.map_err(|error| self.keep(mine, error))? {
                    Taken::Done(document) => {
                        self.forget()?;
                        print(self.ctx, &document, self.how.format).map(Settled::Done)
                    }
                    // It says the same, cannot be read, or was changed once more.
                    _ => Ok(Settled::Again(mine.to_owned())),
                }
            }
            _ => {
                let mut told = "what was written meanwhile stands".to_owned();
                if let Some(kept) = &self.kept {
                    kept.keep(self.ctx.system, &self.draft.base, mine)?;
                    told = format!("{told}; your text is kept in {}", kept.text.display());
                }
                self.ctx.notice(&told);
                Ok(Settled::Done(Exit::Fine))
            }
        }
    }
}

fn with_help(text: &str, subject: &Subject) -> String {
    let lines: &[&str] = match subject {
        Subject::Entry(_) => &[
            "One entry, as its file holds it. Save and leave to write it; an empty text changes nothing.",
            "Its heading is its kind: Added, Changed, Deprecated, Removed, Fixed, Security, Defaults,",
            "Configuration, Notes, Known issues. **Breaking:** at the beginning makes it breaking.",
            "Keys of the entry stand in [entry.ID]: impact, action, applies-to, effective, feature, related,",
            "audience, note, source; settings in [[setting]], symbols in [[deprecation]].",
            "`forewarn export --reference` prints the whole grammar. Lines like these are left out.",
        ],
        Subject::Release(_) => &[
            "What a release says of itself. Save and leave to write it; an empty text changes nothing.",
            "Keys: date, date-kind, title, summary, source, audience, includes; a description stands below.",
            "How far it is changes by steps: forewarn release submit, approve, schedule, publish.",
            "`forewarn export --reference` prints the whole grammar. Lines like these are left out.",
        ],
    };
    let mut help = String::new();
    for line in lines {
        help.extend([HELP, line, "\n"]);
    }
    match text.strip_prefix("+++\n") {
        Some(rest) => format!("+++\n{help}{rest}"),
        None => format!("+++\n{help}+++\n\n{text}"),
    }
}

fn without_help(text: &str) -> String {
    let kept = |line: &&str| !line.starts_with(HELP);
    let text: String = text.split_inclusive('\n').filter(kept).collect();
    let text = match text.strip_prefix("+++\n+++\n") {
        Some(rest) => rest.trim_start_matches('\n'),
        None => &text,
    };
    format!("{}\n", text.trim_end())
}

/// Above this line stands the text, below it help.
const SCISSORS: &str = "<!-- ------------------------ 8< ------------------------ -->";

/// The words of an entry in the editor, with what helps below them. `None` if they were left empty.
///
/// # Errors
/// If no editor can be started.
pub(super) fn words(
    ctx: &Context<'_>,
    name: &str,
    text: &str,
    help: &str,
) -> Result<Option<String>, Error> {
    let shown =
        format!("{text}\n{SCISSORS}\n<!--\n{help}\nThis line and all below are left out.\n-->\n");
    let edited = ctx
        .system
        .edit(&format!("{}.md", name.replace('/', "-")), &shown)
        .map_err(|error| {
            Error::from(error).hint("$VISUAL or $EDITOR names the editor; --text does without one")
        })?;
    Ok(match edited {
        Edited::Left => None,
        Edited::Text(text) => {
            let text = text
                .split_once(SCISSORS)
                .map_or(text.as_str(), |(above, _)| above);
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_goes_as_it_came() {
        for text in [
            "## Added\n\n- One. {#one}\n",
            "+++\nsummary = \"S\"\n+++\n\nText.\n",
        ] {
            for subject in [
                Subject::Entry("one".to_owned()),
                Subject::Release("ui/1.0.0".to_owned()),
            ] {
                let shown = with_help(text, &subject);
                assert!(shown.contains("#: "), "{shown}");
                assert_eq!(without_help(&shown), text);
            }
        }
    }
}
