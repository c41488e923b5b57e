//! `forewarn release` and `forewarn next`.

mod asked;

use clap::{Args, Subcommand};

use crate::app::edit::{self, NewRelease, ReleaseFields, Step, StepQuery, Subject};
use crate::cli::ask::{self, Question};
use crate::cli::edit::{HowArgs, print};
use crate::cli::{Context, Format, editor};
use crate::domain::date::{Date, DateKind};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::json;

/// Write the record of a release and bring it to its readers
///
/// A release is a draft, is submitted for review, approved, and then scheduled or published; an edit takes an approval back. Of a
/// published one the entries change by `forewarn entry correct`. A workspace's edits go into its files, of which only the lines
/// change that the edit is about; every change is in the audit chain with who made it and why.
#[derive(Debug, Args)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  forewarn release new ui/2.18.0 --from-unreleased --summary \"Faster queues.\"\n  \
                  forewarn release submit ui/2.18.0\n  forewarn release approve ui/2.18.0 --reason \"read it twice\"\n  \
                  forewarn release schedule ui/2.18.0 --at 2026-06-01T08:00:00Z\n  forewarn release publish ui/2.18.0\n  \
                  forewarn release withdraw ui/2.18.0 --reason \"does not start\""
)]
pub(super) struct ReleaseArgs {
    #[command(subcommand)]
    command: ReleaseCommand,
}

#[derive(Debug, Subcommand)]
enum ReleaseCommand {
    /// Begin a draft
    New {
        /// STREAM/VERSION
        #[arg(value_name = "RELEASE")]
        release: Option<String>,
        /// Take up the entries of all fragments of the stream
        #[arg(long)]
        from_unreleased: bool,
        #[command(flatten)]
        fields: FieldArgs,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Change what a release says of itself, before its readers have it; without any field in your editor
    Edit {
        #[arg(value_name = "RELEASE")]
        release: Option<String>,
        #[command(flatten)]
        fields: FieldArgs,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Give a release another version, before its readers have it
    Rename {
        #[arg(value_name = "RELEASE")]
        release: Option<String>,
        /// STREAM/VERSION
        #[arg(value_name = "TO")]
        to: Option<String>,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Ask for a review of a draft
    Submit(StepArgs),
    /// Say that a release in review is right as it stands
    Approve(StepArgs),
    /// Publish an approved release at a time: until then no answer holds it
    Schedule {
        /// When, with an offset: 2026-06-01T08:00:00Z
        #[arg(long, value_name = "TIME")]
        at: Option<String>,
        #[command(flatten)]
        step: StepArgs,
    },
    /// Publish an approved or scheduled release now
    Publish(StepArgs),
    /// Take a published release back, with a reason; take one in review or scheduled back to a draft
    Withdraw(StepArgs),
}

#[derive(Debug, Args)]
struct StepArgs {
    /// STREAM/VERSION
    #[arg(value_name = "RELEASE")]
    release: Option<String>,
    #[command(flatten)]
    how: HowArgs,
}

/// What can be said of a release. An empty text takes it out.
#[derive(Debug, Args)]
struct FieldArgs {
    /// The day of the release
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// What the date says [default: exact]
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(DateKind::WORDS))]
    date_kind: Option<String>,
    /// A name that it goes by
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// One or two sentences
    #[arg(long, value_name = "TEXT")]
    summary: Option<String>,
    /// Where its facts come from; may be given many times
    #[arg(long, value_name = "TEXT")]
    source: Vec<String>,
    /// Who may read its entries, separated by commas [default: public]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    audience: Vec<String>,
}

impl FieldArgs {
    fn fields(&self) -> ReleaseFields {
        ReleaseFields {
            date: self.date,
            // The parser lets only words through.
            date_kind: self.date_kind.as_ref().and_then(|kind| kind.parse().ok()),
            title: self.title.clone(),
            summary: self.summary.clone(),
            sources: self.source.clone(),
            audience: self.audience.clone(),
        }
    }
}

pub(super) fn run(ctx: &Context<'_>, args: &ReleaseArgs) -> Result<Exit, Error> {
    let (system, place) = (ctx.system, ctx.whereabouts());
    let (document, how) = match &args.command {
        ReleaseCommand::New {
            release,
            from_unreleased,
            fields,
            how,
        } => {
            let mut asked = NewRelease {
                release: release.clone().unwrap_or_default(),
                fields: fields.fields(),
                from_unreleased: *from_unreleased,
            };
            if release.is_none() {
                asked::new(ctx, &mut asked)?;
            }
            (edit::new_release(system, &place, &how.how(), &asked)?, how)
        }
        ReleaseCommand::Edit {
            release,
            fields,
            how,
        } => {
            let release = asked::release(ctx, None, release.as_ref())?;
            let fields = fields.fields();
            if fields == ReleaseFields::default() && ask::can(ctx) {
                return editor::run(ctx, &Subject::Release(release), how);
            }
            (
                edit::edit_release(system, &place, &how.how(), &release, &fields)?,
                how,
            )
        }
        ReleaseCommand::Rename { release, to, how } => {
            let release = asked::release(ctx, None, release.as_ref())?;
            let to = match to {
                Some(to) => to.clone(),
                None => ask::text(
                    ctx,
                    Question::new("TO", "Which version is it?"),
                    Some(&release),
                )?,
            };
            (
                edit::rename(system, &place, &how.how(), &release, &to)?,
                how,
            )
        }
        ReleaseCommand::Submit(args) => return step(ctx, Step::Submit, None, args),
        ReleaseCommand::Approve(args) => return step(ctx, Step::Approve, None, args),
        ReleaseCommand::Schedule { at, step: args } => {
            return step(ctx, Step::Schedule, at.as_ref(), args);
        }
        ReleaseCommand::Publish(args) => return step(ctx, Step::Publish, None, args),
        ReleaseCommand::Withdraw(args) => return step(ctx, Step::Withdraw, None, args),
    };
    print(ctx, &document, how.format)
}

fn step(
    ctx: &Context<'_>,
    step: Step,
    at: Option<&String>,
    args: &StepArgs,
) -> Result<Exit, Error> {
    let (mut how, mut at) = (args.how.how(), at.cloned());
    let release = asked::release(ctx, Some(step), args.release.as_ref())?;
    if step == Step::Schedule && at.is_none() {
        at = Some(asked::time(ctx)?);
    }
    // Whoever named the release in full knows what they do; whoever chose it from a list is asked once more.
    if args.release.is_none() && matches!(step, Step::Publish | Step::Withdraw) {
        asked::sure(ctx, step, &release)?;
    }
    if step == Step::Withdraw && how.reason.is_none() && ask::can(ctx) {
        let question = Question::new("--reason", "Why is it taken back?")
            .help("readers of a published release are told");
        how.reason = Some(ask::text(ctx, question, None)?).filter(|reason| !reason.is_empty());
    }
    let asked = StepQuery { release, step, at };
    let document = edit::step(ctx.system, &ctx.whereabouts(), &how, &asked)?;
    print(ctx, &document, args.how.format)
}

/// Which version comes next, by what the unreleased entries say
///
/// A breaking entry or a removal asks for a major, something added, changed or deprecated for a minor, everything else for a patch.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn next\n  forewarn next --stream ui\n  forewarn release new ui/$(forewarn next --stream ui --plain)"
)]
pub(super) struct NextArgs {
    /// Only these streams, separated by commas [default: those with semantic versions]
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    stream: Vec<String>,
    /// Only the version, for scripts
    #[arg(long, conflicts_with = "format")]
    plain: bool,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn next(ctx: &Context<'_>, args: &NextArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let document = edit::next(&history, &args.stream)?;
    ctx.print(|out| {
        if args.plain {
            for one in &document.streams {
                writeln!(out, "{}", one.next)?;
            }
            return Ok(());
        }
        match args.format {
            Format::Text => crate::report::text::edit::next(&document, ctx.width(), out),
            Format::Json => json::write(&document, out),
        }
    })?;
    Ok(Exit::Fine)
}
