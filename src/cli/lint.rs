//! `forewarn lint`.

use clap::{Args, ValueEnum};

use crate::app::history::History;
use crate::app::lint::{LintQuery, fix, lint, with_fixes};
use crate::cli::Context;
use crate::domain::lint::FailOn;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{github, json, sarif, text};

/// Where the changelog breaches the platform's policy, or is not whole
///
/// Looks at the record and at the API surfaces of the versions: removals and breaking changes
/// outside of majors, removals that nobody announced, features in patches, deprecations without an
/// alternative, toggles and symbols that should be gone, entries without text, source, impact or
/// action, and more. --list lists the rules, `forewarn explain RULE` shows the page on one.
///
/// A problem is waived with a comment in the release file, below the entry that it is about or,
/// for the whole release, above the first heading. It names the rule and, as needed, `symbol=NAME`
/// and `until=`, a day or a version; a reason is required:
///
///   <!-- forewarn-lint-ignore removal-unannounced until=3.0.0 -- it was in a pilot -->
///
/// or with [[lint.ignore]] in forewarn.toml, where [lint.rules] gives a rule another severity or
/// switches it off. Waivers that expired, give no reason or meet nothing are problems themselves.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  forewarn lint\n  forewarn lint 2.10.0\n  \
                  forewarn lint 2.8.3..2.17.1 --rule removal-in-non-major --fail-on never\n  \
                  forewarn lint --fix --dry-run\n  forewarn lint --format sarif > lint.sarif"
)]
pub(super) struct LintArgs {
    /// A range, A..B, or a release; without it everything, with what is not released yet
    #[arg(value_name = "RANGE or RELEASE")]
    what: Option<String>,
    /// Only these streams
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    stream: Vec<String>,
    /// Only these rules; can be given more than once
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    rule: Vec<String>,
    /// From which severity on problems make the exit code 1: error, warning, note or never; without it what forewarn.toml says, else error
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<FailOn>,
    /// Take entries that repeat another one, or hold no word, out of drafts and fragments
    #[arg(long)]
    fix: bool,
    /// With --fix: say what would be done, and do nothing
    #[arg(long, requires = "fix")]
    dry_run: bool,
    /// List the rules
    #[arg(long, conflicts_with_all = ["what", "fix"])]
    list: bool,
    /// The format of the answer; github marks lines in a workflow's annotations
    #[arg(long, value_enum, default_value_t = LintFormat::Text, value_name = "FORMAT")]
    format: LintFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LintFormat {
    Text,
    Json,
    Sarif,
    Github,
}

impl std::fmt::Display for LintFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
        })
    }
}

pub(super) fn run(ctx: &Context<'_>, args: &LintArgs) -> Result<Exit, Error> {
    if args.list {
        ctx.print(|out| text::lint::list(ctx.width(), out))?;
        return Ok(Exit::Fine);
    }
    let mut history = ctx.history()?;
    let fixed = if args.fix {
        fix(ctx.system, &history, args.dry_run)?
    } else {
        Vec::new()
    };
    if !fixed.is_empty() && !args.dry_run {
        // What was mended is no problem any more.
        history = History::open(ctx.system, &ctx.whereabouts())?;
    }
    let query = LintQuery {
        what: args.what.clone(),
        streams: args.stream.clone(),
        rules: args.rule.clone(),
        fail_on: args.fail_on,
    };
    let document = lint(ctx.system, &history, &query)?;
    let document = with_fixes(document, fixed, args.dry_run);
    ctx.print(|out| match args.format {
        LintFormat::Text => text::lint::write(&document, ctx.width(), out),
        LintFormat::Json => json::write(&document, out),
        LintFormat::Sarif => sarif::lint::write(&document, out),
        LintFormat::Github => github::lint::write(&document, out),
    })?;
    let found = if document.passed {
        Exit::Fine
    } else {
        Exit::Findings
    };
    let read = if document.complete {
        Exit::Fine
    } else {
        Exit::Incomplete
    };
    Ok(found.and(read))
}
