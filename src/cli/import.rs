//! `forewarn import`.

mod git;
mod packages;

use std::path::PathBuf;

use clap::Args;

use crate::app::import::git::git_source;
use crate::app::import::{ImportRequest, Imported, import, is_package};
use crate::cli::{Context, Format};
use crate::domain::problem::Severity;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::text::care::{self, Line, Look};
use crate::report::text::counted;

/// Bring in packages, changelogs as found in the wild, or the commits of a repository
///
/// npm:NAME and crate:NAME read the API surfaces of all versions that the registry lists, or of those after the `@`; your own
/// npm or cargo fetches them, and nothing of a package is executed. An archive (.tgz, .crate) or a folder with a package.json
/// or Cargo.toml is one version. Member packages, such as @twilio/flex-ui-core, are folded in.
///
/// A changelog goes into the workspace's files, else into your own database, which begins with the built-in history. Importing
/// twice changes nothing. Every line of a CHANGELOG.md is accounted for; text that fits nowhere is kept and listed.
///
/// `git A..B` makes drafts of the conventional commits that B has and A has not: a fragment for each, known again by its commit, so
/// that a draft is made once and is yours from then on. One that `forewarn entry delete-draft` took out does not come back. Which
/// types tell of what is said by `[git] types` in forewarn.toml; every commit that no draft was made of is listed with the reason.
/// Without a range it begins after the last tag that names a version of the stream.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own on the command line"
)]
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn import npm:@twilio/flex-ui\n  forewarn import npm:@twilio/flex-ui@^2.15\n  \
                        forewarn import crate:ratatui@0.28.0..0.29.0\n  \
                        forewarn import ./twilio-flex-ui-2.17.1.tgz --dry-run\n  \
                        forewarn import CHANGELOG.md --stream ui\n  forewarn import ../other/changelog\n  \
                        forewarn import CHANGELOG.md --dry-run\n  \
                        forewarn import git v2.17.1..HEAD --stream ui"
)]
pub(super) struct ImportArgs {
    /// npm:NAME@VERSIONS, crate:NAME@VERSIONS (without versions all), an archive, the folder of a package, a changelog folder, a
    /// CHANGELOG.md, or git
    source: String,
    /// For git: the commits that B has and A has not, A..B; ..B begins with the first commit
    #[arg(value_name = "RANGE")]
    range: Option<String>,
    /// The stream whose releases a CHANGELOG.md tells of, or that drafts are for; without it the platform's first semantic one
    #[arg(long, value_name = "ID")]
    stream: Option<String>,
    /// Say what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Let files that were formatted by hand be reformatted
    #[arg(long)]
    reformat: bool,
    /// Read versions again that are known, and replace those whose content differs
    #[arg(long)]
    replace: bool,
    /// The archive or folder of a member package, for an archive or folder; may be given several times
    #[arg(long, value_name = "PATH")]
    member: Vec<PathBuf>,
    /// Leave the package's CHANGELOG.md alone
    #[arg(long)]
    no_changelog: bool,
    /// List everything that was not added and every text that fits nowhere
    #[arg(long)]
    verbose: bool,
    /// The format of the answer; json for git only
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

pub(super) fn run(ctx: &Context<'_>, args: &ImportArgs) -> Result<Exit, Error> {
    if let Some(range) = git_source(&args.source) {
        return git::run(ctx, args, range);
    }
    if let Some(range) = &args.range {
        return Err(Error::new(format!("{} takes no range", args.source)).hint(format!(
            "`forewarn import git {range}` reads commits; versions of a package stand after its name: npm:NAME@A..B"
        )));
    }
    if args.format != Format::Text {
        return Err(
            Error::new("only `import git` has an answer in JSON").hint("leave --format out")
        );
    }
    if is_package(ctx.system, &args.source) {
        return packages::run(ctx, args);
    }
    let request = ImportRequest {
        source: args.source.clone(),
        stream: args.stream.clone(),
        dry_run: args.dry_run,
        reformat: args.reformat,
    };
    let imported = import(ctx.system, &ctx.whereabouts(), &request)?;
    for notice in &imported.notices {
        ctx.notice(notice);
    }
    for problem in imported
        .problems
        .iter()
        .filter(|problem| args.verbose || problem.severity > Severity::Note)
    {
        ctx.notice(&problem.to_string());
    }
    let lines = summary(&imported, args.verbose);
    ctx.print(|out| care::write(&lines, ctx.width(), out))?;
    Ok(Exit::Fine)
}

/// Listed things beyond this many need --verbose.
const SHOWN: usize = 5;

fn summary(imported: &Imported, verbose: bool) -> Vec<Line> {
    let did = if imported.dry_run {
        "would import"
    } else {
        "imported"
    };
    let stream = imported
        .stream
        .as_ref()
        .map_or_else(String::new, |stream| format!(", stream {stream}"));
    let title = format!("{did} {} into {}{stream}", imported.source, imported.target);
    let mut lines = vec![Line::new(Look::Title, title)];
    lines.extend(counts(imported));
    let not_added = imported
        .not_added
        .iter()
        .map(|one| format!("{}: {}", one.what, one.why))
        .collect();
    listed(&mut lines, "not added", "", not_added, verbose);
    let leftovers = imported
        .leftovers
        .iter()
        .map(|one| {
            let first = one.text.raw().lines().next().unwrap_or_default();
            let first = Untrusted::from(first).for_terminal_line();
            format!("line {}: {first} ({})", one.line, one.why)
        })
        .collect();
    let kept = if imported.dry_run {
        ""
    } else {
        ", kept: `forewarn db leftovers` shows them"
    };
    listed(&mut lines, "fits nowhere", kept, leftovers, verbose);
    let applied = imported.applied;
    lines.push(if applied.is_nothing() {
        Line::new(Look::Good, "nothing changed")
    } else {
        Line::new(
            Look::Good,
            format!(
                "{} new, {} changed, {} gone (releases, entries and other records)",
                applied.created, applied.changed, applied.removed
            ),
        )
    });
    lines
}

/// What came in, and what became of its lines.
fn counts(imported: &Imported) -> Vec<Line> {
    let counts = imported.counts;
    let mut lines = vec![Line::new(
        Look::Plain,
        format!(
            "{} with {}: {} added, {} known already, {} told in other words already",
            counted(counts.releases, "release", "releases"),
            counted(counts.entries, "entry", "entries"),
            imported.entries_added,
            imported.entries_known,
            counts.entries - imported.entries_added - imported.entries_known,
        ),
    )];
    lines.extend(imported.lines.map(|account| {
        Line::new(
            Look::Plain,
            format!(
                "{}: entries {}, headings {}, descriptions {}, links {}, duplicates {}, fits nowhere {}, blank {}",
                counted(account.total, "line", "lines"),
                account.entries,
                account.headings,
                account.descriptions,
                account.links,
                account.duplicates,
                account.unplaced,
                account.blank,
            ),
        )
    }));
    lines
}

fn listed(lines: &mut Vec<Line>, title: &str, more_title: &str, items: Vec<String>, verbose: bool) {
    if items.is_empty() {
        return;
    }
    let title = format!("{title} ({}){more_title}", items.len());
    lines.push(Line::new(Look::Caution, title));
    let shown = if verbose {
        items.len()
    } else {
        items.len().min(SHOWN)
    };
    let more = items.len() - shown;
    let items = items.into_iter().take(shown);
    lines.extend(items.map(|item| Line::new(Look::Dim, format!("- {item}"))));
    if more > 0 {
        lines.push(Line::new(
            Look::Dim,
            format!("- {more} more; --verbose lists them"),
        ));
    }
}
