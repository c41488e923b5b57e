//! `forewarn feature`.

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use crate::app::edit::{self, FeatureFields, FeatureMove};
use crate::cli::Context;
use crate::cli::ask::{self, Question};
use crate::cli::edit::{HowArgs, print};
use crate::domain::date::{Date, DateKind};
use crate::domain::feature::{FeatureStage, Phase};
use crate::error::Error;
use crate::exit::Exit;

/// Say how far a feature is, and whom it has reached
///
/// A feature has a history of steps: from pilot to beta to ga, and from selected accounts to all. `forewarn features` answers from it.
#[derive(Debug, Args)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  forewarn feature new queue-filter --name \"Queue filter\" --compatible 'ui=>=2.18.0'\n  \
                  forewarn feature move queue-filter --stage beta --in ui/2.18.0 --date 2026-06-01\n  \
                  forewarn feature move queue-filter --stage ga --phase new-accounts\n  \
                  forewarn feature edit queue-filter --note \"Needs queues with names.\""
)]
pub(super) struct FeatureArgs {
    #[command(subcommand)]
    command: FeatureCommand,
}

#[derive(Debug, Subcommand)]
enum FeatureCommand {
    /// Make a feature
    New {
        /// Its permanent id
        #[arg(value_name = "FEATURE")]
        id: Option<String>,
        #[command(flatten)]
        fields: FieldArgs,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Change what is said of a feature
    Edit {
        #[arg(value_name = "FEATURE")]
        id: String,
        #[command(flatten)]
        fields: FieldArgs,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Say that it moved to another stage, or reached other accounts
    Move {
        #[arg(value_name = "FEATURE")]
        id: Option<String>,
        #[command(flatten)]
        step: Box<MoveArgs>,
        #[command(flatten)]
        how: HowArgs,
    },
}

/// What can be said of a feature. An empty text takes it out.
#[derive(Debug, Args)]
struct FieldArgs {
    /// What people call it
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The stream of its own releases, if it has any
    #[arg(long, value_name = "ID")]
    stream: Option<String>,
    /// Versions that it works with, as STREAM=RANGE; may be given many times
    #[arg(long, value_name = "RANGE")]
    compatible: Vec<String>,
    /// What switches it on, as published
    #[arg(long, value_name = "TEXT")]
    toggle: Option<String>,
    /// A remark
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Where it comes from; may be given many times
    #[arg(long, value_name = "TEXT")]
    source: Vec<String>,
}

/// What a step is.
#[derive(Debug, Args)]
struct MoveArgs {
    /// How far it is now
    #[arg(long, value_name = "STAGE", value_parser = PossibleValuesParser::new(FeatureStage::WORDS))]
    stage: Option<String>,
    /// Whom it has reached
    #[arg(long, value_name = "PHASE", value_parser = PossibleValuesParser::new(Phase::WORDS))]
    phase: Option<String>,
    /// How its publisher calls the stage, where that says more
    #[arg(long, value_name = "TEXT")]
    label: Option<String>,
    /// The release that it came with
    #[arg(long = "in", value_name = "RELEASE")]
    release: Option<String>,
    /// When [default: with its release, else today]
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// What the date says [default: exact]
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(DateKind::WORDS))]
    date_kind: Option<String>,
    /// Who answers questions, where that differs from the platform's plans
    #[arg(long, value_name = "TEXT")]
    support: Option<String>,
    /// The entry that tells of it
    #[arg(long, value_name = "ID")]
    entry: Option<String>,
    /// A remark
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Where it comes from; may be given many times
    #[arg(long, value_name = "TEXT")]
    source: Vec<String>,
}

impl FieldArgs {
    fn fields(&self) -> FeatureFields {
        FeatureFields {
            name: self.name.clone(),
            stream: self.stream.clone(),
            compatible: self.compatible.clone(),
            toggle: self.toggle.clone(),
            note: self.note.clone(),
            sources: self.source.clone(),
        }
    }
}

impl MoveArgs {
    /// The parsers let only words through.
    fn step(&self) -> FeatureMove {
        FeatureMove {
            stage: self.stage.as_ref().and_then(|word| word.parse().ok()),
            phase: self.phase.as_ref().and_then(|word| word.parse().ok()),
            label: self.label.clone(),
            release: self.release.clone(),
            date: self.date,
            date_kind: self.date_kind.as_ref().and_then(|word| word.parse().ok()),
            support: self.support.clone(),
            entry: self.entry.clone(),
            note: self.note.clone(),
            sources: self.source.clone(),
        }
    }
}

pub(super) fn run(ctx: &Context<'_>, args: &FeatureArgs) -> Result<Exit, Error> {
    let (system, place) = (ctx.system, ctx.whereabouts());
    let (document, how) = match &args.command {
        FeatureCommand::New { id, fields, how } => {
            let mut fields = fields.fields();
            let id = match id {
                Some(id) => id.clone(),
                None => ask::text(
                    ctx,
                    Question::new("FEATURE", "Its id:").help("permanent, such as queue-filter"),
                    None,
                )?,
            };
            if fields.name.is_none() && ask::can(ctx) {
                let question = Question::new("--name", "What do people call it?");
                fields.name = Some(ask::text(ctx, question, None)?);
            }
            (
                edit::new_feature(system, &place, &how.how(), &id, &fields)?,
                how,
            )
        }
        FeatureCommand::Edit { id, fields, how } => {
            let fields = fields.fields();
            (
                edit::edit_feature(system, &place, &how.how(), id, &fields)?,
                how,
            )
        }
        FeatureCommand::Move { id, step, how } => {
            let id = if let Some(id) = id {
                id.clone()
            } else {
                let features = edit::offered_features(&ctx.history()?)?;
                let question = Question::new("FEATURE", "Which feature?");
                ask::choose(ctx, question, features, "`forewarn feature new` makes one")?
            };
            let mut step = step.step();
            let is_empty = step.stage.is_none() && step.phase.is_none() && step.label.is_none();
            if is_empty && ask::can(ctx) {
                let question = Question::new("--stage", "How far is it now?");
                step.stage = ask::word(ctx, question, FeatureStage::WORDS)?.parse().ok();
                let question = Question::new("--phase", "Whom has it reached?");
                let mut words = vec!["not said"];
                words.extend(Phase::WORDS);
                step.phase = ask::word(ctx, question, &words)?.parse().ok();
            }
            (
                edit::move_feature(system, &place, &how.how(), &id, &step)?,
                how,
            )
        }
    };
    print(ctx, &document, how.format)
}
