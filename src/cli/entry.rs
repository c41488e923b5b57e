//! `forewarn entry`.

mod asked;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use crate::app::edit::{self, Correct, EntryFields, NewEntry, Subject};
use crate::cli::ask::{self, Question};
use crate::cli::edit::{HowArgs, print};
use crate::cli::{Context, editor};
use crate::domain::date::Date;
use crate::domain::entry::{AppliesTo, EntryKind};
use crate::error::Error;
use crate::exit::Exit;

/// No text of an entry is longer, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// Write, edit and correct entries
///
/// An entry stands in a release that is being written, or in a fragment, STREAM/unreleased/NAME: one file for each change, so that
/// branches do not collide. Once its readers have it, it changes by correction: the former text is kept, with a reason, and the
/// stream's next release announces it.
#[derive(Debug, Args)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  forewarn entry new --in ui/unreleased/queue-filter --kind added --text \"Queues can be filtered.\"\n  \
                  forewarn entry edit queue-filter --kind changed\n  \
                  forewarn entry correct enforce-logout --text - --reason \"depends on the system\" < text.md\n  \
                  forewarn entry move queue-filter --to ui/2.18.0\n  forewarn entry refer queue-filter --in ui/2.17.2\n  \
                  forewarn entry revert queue-filter --in ui/2.18.0\n  forewarn entry delete-draft queue-filter"
)]
pub(super) struct EntryArgs {
    #[command(subcommand)]
    command: EntryCommand,
}

#[derive(Debug, Subcommand)]
enum EntryCommand {
    /// Write an entry
    New {
        /// A release that is being written, or a fragment, which is made if it is not there
        #[arg(long = "in", value_name = "RELEASE")]
        release: Option<String>,
        /// Its permanent id [default: made from the release and the text]
        #[arg(long, value_name = "ID")]
        id: Option<String>,
        #[command(flatten)]
        fields: FieldArgs,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Change an entry that nobody reads yet; without any field in your editor
    Edit {
        #[arg(value_name = "ID")]
        id: Option<String>,
        #[command(flatten)]
        fields: FieldArgs,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Correct a published entry: its former text is kept, with --reason
    Correct {
        #[arg(value_name = "ID")]
        id: Option<String>,
        /// What it says now, in Markdown; - reads standard input; without it your editor opens
        #[arg(long, value_name = "TEXT")]
        text: Option<String>,
        /// When it was corrected [default: today]
        #[arg(long, value_name = "DATE")]
        date: Option<Date>,
        /// The release that tells readers of it [default: the stream's next]
        #[arg(long, value_name = "RELEASE")]
        announced_in: Option<String>,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Move an entry that nobody reads yet
    Move {
        #[arg(value_name = "ID")]
        id: Option<String>,
        /// A release that is being written, or a fragment
        #[arg(long, value_name = "RELEASE")]
        to: Option<String>,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Say that another release carries it as well: a back-port
    Refer {
        #[arg(value_name = "ID")]
        id: Option<String>,
        /// The release that carries it as well
        #[arg(long = "in", value_name = "RELEASE")]
        release: Option<String>,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Write an entry that takes another one back
    Revert {
        #[arg(value_name = "ID")]
        id: Option<String>,
        /// Where the new entry stands
        #[arg(long = "in", value_name = "RELEASE")]
        release: Option<String>,
        /// The id of the new entry
        #[arg(long, value_name = "ID")]
        new_id: Option<String>,
        #[command(flatten)]
        fields: FieldArgs,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Take out an entry that nobody reads yet
    DeleteDraft {
        #[arg(value_name = "ID")]
        id: Option<String>,
        #[command(flatten)]
        how: HowArgs,
    },
}

/// What can be said of an entry. An empty text takes it out.
#[derive(Debug, Args)]
struct FieldArgs {
    /// What it tells of
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(EntryKind::WORDS))]
    kind: Option<String>,
    /// What it says, in Markdown; - reads standard input
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Whether it breaks what is built on the platform
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    breaking: Option<bool>,
    /// What a breaking change does to whom
    #[arg(long, value_name = "TEXT")]
    impact: Option<String>,
    /// What they have to do
    #[arg(long, value_name = "TEXT")]
    action: Option<String>,
    /// Whom it reaches
    #[arg(long, value_name = "WHOM", value_parser = PossibleValuesParser::new(AppliesTo::WORDS))]
    applies_to: Option<String>,
    /// When it takes effect, if not with its release
    #[arg(long, value_name = "DATE")]
    effective: Option<Date>,
    /// The feature that it belongs to
    #[arg(long, value_name = "ID")]
    feature: Option<String>,
    /// Of a known issue: the release that mends it
    #[arg(long, value_name = "RELEASE")]
    fixed_in: Option<String>,
    /// Entries that it is linked with, separated by commas
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    related: Vec<String>,
    /// Who may read it, separated by commas [default: as its release]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    audience: Vec<String>,
    /// A remark about the record itself
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Where it comes from; may be given many times
    #[arg(long, value_name = "TEXT")]
    source: Vec<String>,
}

impl FieldArgs {
    fn fields(&self, ctx: &Context<'_>) -> Result<EntryFields, Error> {
        Ok(EntryFields {
            // The parsers let only words through.
            kind: self.kind.as_ref().and_then(|kind| kind.parse().ok()),
            text: self
                .text
                .as_deref()
                .map(|text| said(ctx, text))
                .transpose()?,
            breaking: self.breaking,
            impact: self.impact.clone(),
            action: self.action.clone(),
            applies_to: self.applies_to.as_ref().and_then(|whom| whom.parse().ok()),
            effective: self.effective,
            feature: self.feature.clone(),
            fixed_in: self.fixed_in.clone(),
            related: self.related.clone(),
            audience: self.audience.clone(),
            note: self.note.clone(),
            sources: self.source.clone(),
        })
    }
}

/// A text of the command line; `-` stands for standard input.
fn said(ctx: &Context<'_>, text: &str) -> Result<String, Error> {
    if text == "-" {
        Ok(ctx.system.read_stdin(LONGEST)?)
    } else {
        Ok(text.to_owned())
    }
}

pub(super) fn run(ctx: &Context<'_>, args: &EntryArgs) -> Result<Exit, Error> {
    let (system, place) = (ctx.system, ctx.whereabouts());
    let (document, how) = match &args.command {
        EntryCommand::New {
            release,
            id,
            fields,
            how,
        } => {
            let asked = asked::new(ctx, release.as_ref(), id.as_ref(), fields.fields(ctx)?)?;
            (edit::new(system, &place, &how.how(), &asked)?, how)
        }
        EntryCommand::Edit { id, fields, how } => {
            let id = draft(ctx, id.as_ref())?;
            let fields = fields.fields(ctx)?;
            if fields == EntryFields::default() && ask::can(ctx) {
                return editor::run(ctx, &Subject::Entry(id), how);
            }
            (edit::edit(system, &place, &how.how(), &id, &fields)?, how)
        }
        EntryCommand::Correct {
            id,
            text,
            date,
            announced_in,
            how,
        } => {
            let text = text.as_deref().map(|text| said(ctx, text)).transpose()?;
            let (asked, how_asked) = asked::correct(ctx, id.as_ref(), text, how.how())?;
            let asked = Correct {
                date: *date,
                announced_in: announced_in.clone(),
                ..asked
            };
            let corrected = edit::correct(system, &place, &how_asked, &asked);
            let corrected = corrected.map_err(|error| asked::keep(ctx, &asked, error))?;
            (corrected, how)
        }
        EntryCommand::Move { id, to, how } => {
            let id = draft(ctx, id.as_ref())?;
            let to = asked::target(ctx, "--to", "Where is it to stand?", to.as_ref())?;
            (edit::move_to(system, &place, &how.how(), &id, &to)?, how)
        }
        EntryCommand::Refer { id, release, how } => {
            let id = given_or(id.as_ref(), || chosen(ctx, "ID", "Which entry?", true))?;
            let question = "Which release carries it as well?";
            let release = asked::target(ctx, "--in", question, release.as_ref())?;
            (edit::refer(system, &place, &how.how(), &id, &release)?, how)
        }
        EntryCommand::Revert {
            id,
            release,
            new_id,
            fields,
            how,
        } => {
            let question = "Which entry is taken back?";
            let id = given_or(id.as_ref(), || chosen(ctx, "ID", question, true))?;
            let question = "Where does the new entry stand?";
            let into = NewEntry {
                release: asked::target(ctx, "--in", question, release.as_ref())?,
                id: new_id.clone(),
                fields: fields.fields(ctx)?,
            };
            (edit::revert(system, &place, &how.how(), &id, &into)?, how)
        }
        EntryCommand::DeleteDraft { id, how } => {
            let id = draft(ctx, id.as_ref())?;
            (edit::delete(system, &place, &how.how(), &id)?, how)
        }
    };
    print(ctx, &document, how.format)
}

fn given_or(
    given: Option<&String>,
    ask: impl FnOnce() -> Result<String, Error>,
) -> Result<String, Error> {
    given.map_or_else(ask, |given| Ok(given.clone()))
}

/// An entry that nobody reads yet.
fn draft(ctx: &Context<'_>, id: Option<&String>) -> Result<String, Error> {
    given_or(id, || chosen(ctx, "ID", "Which entry?", false))
}

/// An entry, chosen among those that readers have, or among those that nobody reads yet.
///
/// # Errors
/// If there is nobody to ask, or nothing to choose.
pub(super) fn chosen(
    ctx: &Context<'_>,
    flag: &str,
    what: &str,
    published: bool,
) -> Result<String, Error> {
    let offers = if ask::can(ctx) {
        edit::offered_entries(&ctx.history()?, ctx.system, published)?
    } else {
        Vec::new()
    };
    let none = if published {
        "no entry has readers yet"
    } else {
        "`forewarn entry new` writes one"
    };
    ask::choose(ctx, Question::new(flag, what), offers, none)
}
