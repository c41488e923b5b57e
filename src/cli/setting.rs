//! `forewarn setting`.

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};

use crate::app::edit::{self, SettingFields};
use crate::cli::Context;
use crate::cli::ask::{self, Question};
use crate::cli::edit::{HowArgs, print};
use crate::domain::date::Date;
use crate::domain::entry::AppliesTo;
use crate::error::Error;
use crate::exit::Exit;

/// Say what an entry does to a setting
///
/// A change of a setting belongs to the entry that tells readers of it, and is edited as long as nobody reads that. Of a setting
/// that is known its name, service, pointer and unit are taken from its last change, and its former value is what that made it.
#[derive(Debug, Args)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  forewarn setting set flex.offline-threshold --entry offline-threshold-60s --new 60\n  \
                  forewarn setting set flex.theme --entry theme --new '\"dark\"' --pointer /ui_attributes/theme --applies-to new-accounts\n  \
                  forewarn setting remove flex.theme --entry theme"
)]
pub(super) struct SettingArgs {
    #[command(subcommand)]
    command: SettingCommand,
}

#[derive(Debug, Subcommand)]
enum SettingCommand {
    /// Say what a setting becomes with an entry, or change what was said
    Set {
        /// The setting's permanent id
        #[arg(value_name = "SETTING")]
        id: Option<String>,
        /// The entry that tells readers of it
        #[arg(long, value_name = "ID")]
        entry: Option<String>,
        #[command(flatten)]
        fields: Box<FieldArgs>,
        #[command(flatten)]
        how: HowArgs,
    },
    /// Take a setting's change out of an entry
    Remove {
        #[arg(value_name = "SETTING")]
        id: String,
        /// The entry that tells readers of it
        #[arg(long, value_name = "ID")]
        entry: Option<String>,
        #[command(flatten)]
        how: HowArgs,
    },
}

/// What can be said of a setting's change. An empty text takes it out.
#[derive(Debug, Args)]
struct FieldArgs {
    /// What it becomes: JSON, anything else is taken as a text; empty is not known
    #[arg(long, value_name = "VALUE")]
    new: Option<String>,
    /// What it was [default: what its last change made it]
    #[arg(long, value_name = "VALUE")]
    old: Option<String>,
    /// What people call it
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The service whose configuration it stands in
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Where it stands there, as a JSON pointer
    #[arg(long, value_name = "POINTER")]
    pointer: Option<String>,
    /// What its value counts
    #[arg(long, value_name = "UNIT")]
    unit: Option<String>,
    /// Whom the change reaches [default: as its entry]
    #[arg(long, value_name = "WHOM", value_parser = PossibleValuesParser::new(AppliesTo::WORDS))]
    applies_to: Option<String>,
    /// Whether it is applied without the account's doing
    #[arg(long, value_name = "YES", num_args = 0..=1, default_missing_value = "true")]
    automatic: Option<bool>,
    /// Who is left out, and why, as WHO: WHY; may be given many times
    #[arg(long, value_name = "WHO")]
    exclude: Vec<String>,
    /// When it takes effect [default: with its entry]
    #[arg(long, value_name = "DATE")]
    effective: Option<Date>,
    /// A remark about the record itself
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl FieldArgs {
    fn fields(&self) -> SettingFields {
        SettingFields {
            name: self.name.clone(),
            service: self.service.clone(),
            pointer: self.pointer.clone(),
            unit: self.unit.clone(),
            old: self.old.clone(),
            new: self.new.clone(),
            // The parser lets only words through.
            applies_to: self.applies_to.as_ref().and_then(|whom| whom.parse().ok()),
            automatic: self.automatic,
            excluded: self.exclude.clone(),
            effective: self.effective,
            note: self.note.clone(),
        }
    }
}

pub(super) fn run(ctx: &Context<'_>, args: &SettingArgs) -> Result<Exit, Error> {
    let (system, place) = (ctx.system, ctx.whereabouts());
    let (document, how) = match &args.command {
        SettingCommand::Set {
            id,
            entry,
            fields,
            how,
        } => {
            let entry = entry_of(ctx, entry.as_ref())?;
            let mut fields = fields.fields();
            let asked = id.is_none();
            let id = match id {
                Some(id) => id.clone(),
                None => ask::text(
                    ctx,
                    Question::new("SETTING", "Its id:")
                        .help("permanent, such as flex.offline-threshold"),
                    None,
                )?,
            };
            if asked && fields.new.is_none() {
                let question = Question::new("--new", "What does it become?")
                    .help("JSON, anything else is taken as a text; nothing if it is not known");
                fields.new = Some(ask::text(ctx, question, None)?);
            }
            let named = (id.as_str(), entry.as_str());
            (
                edit::set_setting(system, &place, &how.how(), named, &fields)?,
                how,
            )
        }
        SettingCommand::Remove { id, entry, how } => {
            let entry = entry_of(ctx, entry.as_ref())?;
            (
                edit::remove_setting(system, &place, &how.how(), id, &entry)?,
                how,
            )
        }
    };
    print(ctx, &document, how.format)
}

/// The entry that is meant; asked for among those that nobody reads yet.
fn entry_of(ctx: &Context<'_>, entry: Option<&String>) -> Result<String, Error> {
    match entry {
        Some(entry) => Ok(entry.clone()),
        None => crate::cli::entry::chosen(ctx, "--entry", "Which entry tells of it?", false),
    }
}
