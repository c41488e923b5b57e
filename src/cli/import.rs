//! `forewarn import`.

use clap::Args;

use crate::app::import::{ImportRequest, Imported, import};
use crate::cli::Context;
use crate::domain::problem::Severity;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::text::care::{self, Line, Look};
use crate::report::text::counted;

/// Bring in a changelog folder, or a CHANGELOG.md as found in the wild
///
/// Goes into the workspace's files, else into your own database, which begins with the built-in history. Importing
/// twice changes nothing. Every line of a CHANGELOG.md is accounted for; text that fits nowhere is kept and listed.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn import CHANGELOG.md --stream ui\n  forewarn import ../other/changelog\n  \
                        forewarn import CHANGELOG.md --dry-run"
)]
pub(super) struct ImportArgs {
    /// A changelog folder or a CHANGELOG.md
    source: String,
    /// The stream whose releases a CHANGELOG.md tells of; without it the platform's first semantic one
    #[arg(long, value_name = "ID")]
    stream: Option<String>,
    /// Say what would happen, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Let files that were formatted by hand be reformatted
    #[arg(long)]
    reformat: bool,
    /// List everything that was not added and every text that fits nowhere
    #[arg(long)]
    verbose: bool,
}

pub(super) fn run(ctx: &Context<'_>, args: &ImportArgs) -> Result<Exit, Error> {
    let request = ImportRequest {
        source: args.source.clone(),
        stream: args.stream.clone(),
        dry_run: args.dry_run,
        reformat: args.reformat,
    };
    let imported = import(ctx.system, &ctx.whereabouts(), &request)?;
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
    let (did, into) = if imported.dry_run {
        ("would import", "into")
    } else {
        ("imported", "into")
    };
    let stream = imported
        .stream
        .as_ref()
        .map_or_else(String::new, |stream| format!(", stream {stream}"));
    let mut lines = vec![Line::new(
        Look::Title,
        format!(
            "{did} {} {into} {}{stream}",
            imported.source, imported.target
        ),
    )];
    let counts = imported.counts;
    lines.push(Line::new(
        Look::Plain,
        format!(
            "{} with {}: {} added, {} known already, {} told in other words already",
            counted(counts.releases, "release", "releases"),
            counted(counts.entries, "entry", "entries"),
            imported.entries_added,
            imported.entries_known,
            counts.entries - imported.entries_added - imported.entries_known,
        ),
    ));
    if let Some(account) = imported.lines {
        lines.push(Line::new(
            Look::Plain,
            format!(
                "{}: {} entries, {} headings, {} descriptions, {} links, {} duplicates, {} fit nowhere, {} blank",
                counted(account.total, "line", "lines"),
                account.entries,
                account.headings,
                account.descriptions,
                account.links,
                account.duplicates,
                account.unplaced,
                account.blank,
            ),
        ));
    }
    let listed = |lines: &mut Vec<Line>, title: String, items: Vec<String>| {
        if items.is_empty() {
            return;
        }
        lines.push(Line::new(Look::Caution, title));
        let shown = if verbose {
            items.len()
        } else {
            items.len().min(SHOWN)
        };
        let more = items.len() - shown;
        lines.extend(
            items
                .into_iter()
                .take(shown)
                .map(|item| Line::new(Look::Dim, format!("- {item}"))),
        );
        if more > 0 {
            lines.push(Line::new(
                Look::Dim,
                format!("- {more} more; --verbose lists them"),
            ));
        }
    };
    let not_added: Vec<String> = imported
        .not_added
        .iter()
        .map(|one| format!("{}: {}", one.what, one.why))
        .collect();
    listed(
        &mut lines,
        format!("not added ({})", not_added.len()),
        not_added,
    );
    let leftovers: Vec<String> = imported
        .leftovers
        .iter()
        .map(|one| {
            let first = one.text.raw().lines().next().unwrap_or_default();
            format!(
                "line {}: {} ({})",
                one.line,
                Untrusted::from(first).for_terminal_line(),
                one.why
            )
        })
        .collect();
    let kept = if imported.dry_run {
        ""
    } else {
        ", kept: `forewarn db leftovers` shows them"
    };
    listed(
        &mut lines,
        format!("fits nowhere ({}){kept}", leftovers.len()),
        leftovers,
    );
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
