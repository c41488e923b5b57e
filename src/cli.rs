//! The command line: arguments in, a use case, a writer, an exit code.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::app::history::{History, Whereabouts};
use crate::domain::date::Date;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::text::Width;
use crate::system::System;

mod accounts;
mod api;
mod ask;
mod browse;
mod care;
mod check;
mod checkup;
mod defaults;
mod deprecations;
mod edit;
mod editor;
mod entry;
mod evidence;
mod explain;
mod feature;
mod features;
mod fleet;
mod format;
mod impact;
mod import;
mod lint;
mod notes;
mod output;
mod progress;
mod release;
mod scan;
mod schema;
mod setting;
mod shell;
mod versions;

use format::{Format, PageFormat, TableFormat};
use output::Output;

/// Release notes that know what they will break.
///
/// forewarn keeps the changelog of a platform: backend releases by date, UI releases by semantic version, defaults and
/// configuration changes. It knows which versions are supported on any day. The history of Twilio Flex is built in; `forewarn
/// init` sets it up for any other platform.
#[derive(Debug, Parser)]
#[command(
    name = "forewarn",
    version,
    max_term_width = 100,
    after_help = "Examples:\n  forewarn                              the terminal app\n  \
                  forewarn notes 2.13.0..2.14.0         what a range of versions brings\n  \
                  forewarn impact 2.14.0..2.17.1        what an upgrade does\n  \
                  forewarn versions --as-of 2025-12-01  what was supported on a day\n  \
                  forewarn search enforce logout        find entries by their words\n\n\
                  Exit codes: 0 fine, 1 findings, 2 wrong use or failure, 3 incomplete.",
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Common options")]
struct Common {
    /// Answer as on this day instead of today (UTC)
    #[arg(long, value_name = "DATE", global = true)]
    as_of: Option<Date>,
    /// Use this database instead of the workspace's, your own or the built-in one
    #[arg(long, value_name = "FILE", global = true)]
    db: Option<PathBuf>,
    /// Act on this platform, if the database holds several
    #[arg(long, value_name = "ID", global = true)]
    platform: Option<String>,
    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Colour::Auto, global = true)]
    color: Colour,
    /// Do not show long output in a pager
    #[arg(long, global = true)]
    no_pager: bool,
    /// Ask nothing on the terminal: what is missing is an error
    #[arg(long, global = true)]
    no_input: bool,
    /// Keep notices off standard error
    #[arg(short, long, global = true)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Notes(notes::NotesArgs),
    Versions(versions::VersionsArgs),
    Accounts(accounts::AccountsArgs),
    Check(check::CheckArgs),
    Checkup(checkup::CheckupArgs),
    Defaults(defaults::DefaultsArgs),
    Features(features::FeaturesArgs),
    Impact(impact::ImpactArgs),
    Fleet(fleet::FleetArgs),
    Scan(scan::ScanArgs),
    Evidence(evidence::EvidenceArgs),
    Lint(lint::LintArgs),
    Deprecations(deprecations::DeprecationsArgs),
    Api(api::ApiArgs),
    Explain(explain::ExplainArgs),
    Show(browse::ShowArgs),
    Search(browse::SearchArgs),
    #[command(visible_alias = "history")]
    Log(browse::LogArgs),
    Release(release::ReleaseArgs),
    Entry(entry::EntryArgs),
    Setting(setting::SettingArgs),
    Feature(feature::FeatureArgs),
    Next(release::NextArgs),
    Diff(edit::DiffArgs),
    Undo(edit::UndoArgs),
    Import(import::ImportArgs),
    Export(care::ExportArgs),
    Init(care::InitArgs),
    Db(care::DbArgs),
    Schema(schema::SchemaArgs),
    Completions(shell::CompletionsArgs),
    Man(shell::ManArgs),
    #[command(hide = true)]
    Dev(care::DevArgs),
}

/// What a command works with.
struct Context<'a> {
    system: &'a System,
    common: &'a Common,
}

impl Context<'_> {
    fn whereabouts(&self) -> Whereabouts {
        Whereabouts {
            db: self.common.db.clone(),
            platform: self.common.platform.clone(),
            as_of: self.common.as_of,
        }
    }

    /// Opens the history and says on standard error what a user should know of it.
    fn history(&self) -> Result<History, Error> {
        let history = History::open(self.system, &self.whereabouts())?;
        for notice in &history.notices {
            self.notice(notice);
        }
        for problem in &history.problems {
            self.notice(&problem.to_string());
        }
        Ok(history)
    }

    fn notice(&self, text: &str) {
        if !self.common.quiet {
            output::error_line(&crate::domain::text::neutralise(text));
        }
    }

    /// As wide as the terminal; `COLUMNS` says how wide other output is to be.
    fn width(&self) -> Width {
        let columns = self
            .system
            .var("COLUMNS")
            .and_then(|columns| columns.parse().ok());
        Width::of_terminal(columns.or(self.system.terminal().size.map(|(columns, _)| columns)))
    }

    fn output(&self) -> Output {
        let color = match self.common.color {
            Colour::Always => anstream::ColorChoice::Always,
            Colour::Never => anstream::ColorChoice::Never,
            Colour::Auto => anstream::ColorChoice::Auto,
        };
        Output::new(color, self.common.no_pager)
    }

    /// Writes an answer to standard output.
    fn print(&self, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<(), Error> {
        self.output().write(self.system, write)
    }

    /// Prints an answer that is laid out.
    fn print_bytes(&self, answer: &[u8]) -> Result<(), Error> {
        self.output().print(self.system, answer)
    }
}

/// Runs the program with the real system. Never panics on what it is given; a closed pipe ends quietly.
pub fn main(args: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers; everything else is wrong use.
            let exit = if error.use_stderr() {
                Exit::Failure
            } else {
                Exit::Fine
            };
            drop(error.print());
            return exit;
        }
    };
    let outcome = System::real()
        .map_err(Error::from)
        .and_then(|system| run(&cli, &system));
    match outcome {
        Ok(exit) => exit,
        Err(error) => {
            output::error_line(&error.render());
            Exit::Failure
        }
    }
}

/// Runs a parsed command line.
///
/// # Errors
/// Whatever the command failed with.
pub fn run(cli: &Cli, system: &System) -> Result<Exit, Error> {
    let ctx = Context {
        system,
        common: &cli.common,
    };
    match &cli.command {
        None => browse::start(&ctx),
        Some(Command::Notes(args)) => notes::run(&ctx, args),
        Some(Command::Versions(args)) => versions::run(&ctx, args),
        Some(Command::Accounts(args)) => accounts::run(&ctx, args),
        Some(Command::Check(args)) => check::run(&ctx, args),
        Some(Command::Checkup(args)) => checkup::run(&ctx, args),
        Some(Command::Defaults(args)) => defaults::run(&ctx, args),
        Some(Command::Features(args)) => features::run(&ctx, args),
        Some(Command::Impact(args)) => impact::run(&ctx, args),
        Some(Command::Fleet(args)) => fleet::run(&ctx, args),
        Some(Command::Scan(args)) => scan::run(&ctx, args),
        Some(Command::Evidence(args)) => evidence::run(&ctx, args),
        Some(Command::Lint(args)) => lint::run(&ctx, args),
        Some(Command::Deprecations(args)) => deprecations::run(&ctx, args),
        Some(Command::Api(args)) => api::run(&ctx, args),
        Some(Command::Explain(args)) => explain::run(&ctx, args),
        Some(Command::Show(args)) => browse::show(&ctx, args),
        Some(Command::Search(args)) => browse::search(&ctx, args),
        Some(Command::Log(args)) => browse::log(&ctx, args),
        Some(Command::Release(args)) => release::run(&ctx, args),
        Some(Command::Entry(args)) => entry::run(&ctx, args),
        Some(Command::Setting(args)) => setting::run(&ctx, args),
        Some(Command::Feature(args)) => feature::run(&ctx, args),
        Some(Command::Next(args)) => release::next(&ctx, args),
        Some(Command::Diff(args)) => edit::diff(&ctx, args),
        Some(Command::Undo(args)) => edit::undo(&ctx, args),
        Some(Command::Import(args)) => import::run(&ctx, args),
        Some(Command::Export(args)) => care::export(&ctx, args),
        Some(Command::Init(args)) => care::init(&ctx, args),
        Some(Command::Db(args)) => care::db(&ctx, args),
        Some(Command::Schema(args)) => schema::run(&ctx, args),
        Some(Command::Completions(args)) => shell::completions(&ctx, args),
        Some(Command::Man(args)) => shell::man(&ctx, args),
        Some(Command::Dev(args)) => care::dev(&ctx, args),
    }
}
