//! `forewarn check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::app::check::fragment::check_fragment;
use crate::app::check::{CheckQuery, check};
use crate::cli::Context;
use crate::domain::within::{Unit, Within};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{github, json, text};

/// A gate for a pipeline: does anything end too soon, does a change lack its fragment?
///
/// Checks the versions, plugins and accounts that are named, or every account of the accounts
/// file (`forewarn accounts --help` describes it). What has ended, ends within the time, was
/// withdrawn, is not on offer or matches no version is a finding, and makes the exit code 1. An
/// end that is not known is told, and fails only with --fail-on-unknown. A plugin whose manifest
/// names no versions is told, the others are answered, and the exit code is 3. The answer says
/// how old its data is.
///
/// A waiver lets findings pass until a day. Waivers are TOML: `schema = 1`, then one `[[waiver]]`
/// for each:
///
///   subject   required: account:NAME, plugin:NAME, plugin:PATH or version:2.14
///   reason    required
///   expires   required: its last day. An expired waiver suppresses nothing, and is told
///   owner     who to ask
///
/// The file is that of --waivers, else the one that `waivers = "PATH"` in forewarn.toml names,
/// else waivers.toml beside forewarn.toml, or here.
///
/// --fragment is the gate of a pull request: what differs from the commit that HEAD and the main
/// branch have in common, committed or not, has to come with a fragment (STREAM/unreleased/NAME.md),
/// or with an entry of a release that is not out. Files that need none are patterns in forewarn.toml,
/// `[fragment] ignore = ["docs/**"]`; a commit with the trailer `Changelog: none` needs none either.
/// Fragments of the change that cannot be read, say nothing or say the same as another are problems.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  forewarn check\n  forewarn check --eol-within 6m --version 2.16\n  \
                  forewarn check --plugin plugins/queue --fail-on-unknown\n  \
                  forewarn check --account contoso --waivers waivers.toml --format github\n  \
                  forewarn check --fragment --since origin/main"
)]
pub(super) struct CheckArgs {
    /// The time in which an end of life is a finding: 90d, 12w, 6m, 1y
    #[arg(long, value_name = "TIME", default_value_t = Within { count: 90, unit: Unit::Days })]
    eol_within: Within,
    /// Check this account of the accounts file; can be given more than once
    #[arg(long, value_name = "NAME")]
    account: Vec<String>,
    /// The accounts file
    #[arg(long, value_name = "FILE")]
    accounts_file: Option<PathBuf>,
    /// Check a plugin by the range in its package.json, or in the one of that folder; can be given more than once
    #[arg(long, value_name = "PATH")]
    plugin: Vec<PathBuf>,
    /// Check a version, 2.14.0, or the newest patch of a minor, 2.14; can be given more than once
    #[arg(long = "version", value_name = "VERSION")]
    versions: Vec<String>,
    /// The file of waivers
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// Fail also if it is not known whether something ends in that time
    #[arg(long)]
    fail_on_unknown: bool,
    /// The stream whose versions are checked; without it the first that the policy covers
    #[arg(long, value_name = "ID")]
    stream: Option<String>,
    /// Check that the change at hand brings a fragment
    #[arg(long, conflicts_with_all = [
        "eol_within", "account", "accounts_file", "plugin", "versions", "waivers", "fail_on_unknown", "stream",
    ])]
    fragment: bool,
    /// What the change is held against: the commit that it has in common with this revision [default: the main branch of
    /// origin, else main or master]
    #[arg(long, value_name = "REV", requires = "fragment")]
    since: Option<String>,
    /// The format of the answer; github marks lines in a workflow's annotations
    #[arg(long, value_enum, default_value_t = CheckFormat::Text, value_name = "FORMAT")]
    format: CheckFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    Text,
    Json,
    Github,
}

impl std::fmt::Display for CheckFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Github => "github",
        })
    }
}

fn run_fragment(ctx: &Context<'_>, args: &CheckArgs) -> Result<Exit, Error> {
    let document = check_fragment(ctx.system, args.since.as_deref())?;
    ctx.print(|out| match args.format {
        CheckFormat::Text => text::fragment::write(&document, ctx.width(), out),
        CheckFormat::Json => json::write(&document, out),
        CheckFormat::Github => github::fragment::write(&document, out),
    })?;
    Ok(if document.passed {
        Exit::Fine
    } else {
        Exit::Findings
    })
}

pub(super) fn run(ctx: &Context<'_>, args: &CheckArgs) -> Result<Exit, Error> {
    if args.fragment {
        return run_fragment(ctx, args);
    }
    let history = ctx.history()?;
    let query = CheckQuery {
        stream: args.stream.clone(),
        eol_within: args.eol_within,
        fail_on_unknown: args.fail_on_unknown,
        accounts: args.account.clone(),
        accounts_file: args.accounts_file.clone(),
        plugins: args.plugin.clone(),
        versions: args.versions.clone(),
        waivers: args.waivers.clone(),
    };
    let (document, problems) = check(ctx.system, &history, &query)?;
    for problem in &problems {
        ctx.notice(&problem.to_string());
    }
    ctx.print(|out| match args.format {
        CheckFormat::Text => text::check::write(&document, ctx.width(), out),
        CheckFormat::Json => json::write(&document, out),
        CheckFormat::Github => github::write(&document, out),
    })?;
    let found = if document.findings.iter().any(|finding| finding.fails) {
        Exit::Findings
    } else {
        Exit::Fine
    };
    let read = if document.unread.is_empty() {
        Exit::Fine
    } else {
        Exit::Incomplete
    };
    Ok(found.and(read))
}
