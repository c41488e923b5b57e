//! `forewarn import npm:NAME`, of archives and of folders of packages.

use crate::app::import::packages::{
    ImportedPackages, Outcome, PackageRequest, VersionOutcome, import_packages,
};
use crate::cli::Context;
use crate::cli::import::{ImportArgs, SHOWN, listed, summary};
use crate::cli::progress::Bar;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::text::care::{self, Line, Look};
use crate::report::text::counted;

pub(super) fn run(ctx: &Context<'_>, args: &ImportArgs) -> Result<Exit, Error> {
    let request = PackageRequest {
        source: args.source.clone(),
        members: args.member.clone(),
        replace: args.replace,
        dry_run: args.dry_run,
        changelog: !args.no_changelog,
    };
    let bar = Bar::new(ctx.system);
    let imported = import_packages(ctx.system, &ctx.whereabouts(), &request, &bar)?;
    let lines = told(&imported, args.verbose);
    ctx.print(|out| care::write(&lines, ctx.width(), out))?;
    Ok(exit(&imported))
}

/// A single version that was asked for and not had is a failure; of several, an incomplete answer.
fn exit(imported: &ImportedPackages) -> Exit {
    let failed = |one: &VersionOutcome| matches!(one.outcome, Outcome::Failed(_));
    let single = imported.versions.len() == 1;
    if imported.versions.iter().any(failed) {
        return if single {
            Exit::Failure
        } else {
            Exit::Incomplete
        };
    }
    if imported.versions.iter().any(VersionOutcome::is_incomplete) {
        return Exit::Incomplete;
    }
    Exit::Fine
}

fn told(imported: &ImportedPackages, verbose: bool) -> Vec<Line> {
    let did = if imported.dry_run {
        "would import"
    } else {
        "imported"
    };
    let mut lines = vec![Line::new(
        Look::Title,
        format!("{did} {} into {}", imported.package, imported.target),
    )];
    if let Some(count) = imported.listed {
        let known = match imported.known {
            0 => String::new(),
            known => format!(", {known} known already (--replace reads them again)"),
        };
        lines.push(Line::new(
            Look::Plain,
            format!(
                "the registry lists {}{known}",
                counted(count, "version", "versions")
            ),
        ));
    }
    lines.extend(versions(&imported.versions, verbose));
    lines.extend(gaps(&imported.versions, verbose));
    let unplaced = imported
        .unplaced
        .iter()
        .map(|one| Untrusted::from(one.as_str()).for_terminal_line());
    listed(
        &mut lines,
        "no semantic versions",
        "",
        unplaced.collect(),
        verbose,
    );
    match &imported.changelog {
        Some(Ok(changelog)) => lines.extend(summary(changelog, verbose)),
        Some(Err(why)) => lines.push(Line::new(
            Look::Caution,
            format!("its change log was not imported: {why}"),
        )),
        None => {}
    }
    lines.push(closing(imported));
    lines
}

/// One line a version; of many, the first and the last.
fn versions(versions: &[VersionOutcome], verbose: bool) -> Vec<Line> {
    let shown = |index: usize| {
        verbose || versions.len() <= 2 * SHOWN || index < SHOWN || index + SHOWN >= versions.len()
    };
    let mut lines = Vec::new();
    for (index, one) in versions.iter().enumerate() {
        let failed = matches!(one.outcome, Outcome::Failed(_));
        if !shown(index) && !failed {
            if index == SHOWN {
                let more = versions.len() - 2 * SHOWN;
                lines.push(Line::new(
                    Look::Dim,
                    format!("  {more} more; --verbose lists them"),
                ));
            }
            continue;
        }
        lines.push(version(one));
    }
    lines
}

fn version(one: &VersionOutcome) -> Line {
    let name = Untrusted::from(one.version.as_str()).for_terminal_line();
    let word = match &one.outcome {
        Outcome::New => "",
        Outcome::Known => ", known already",
        Outcome::Replaced => ", replaced",
        Outcome::Read => ", not written",
        Outcome::Failed(why) => {
            let why = Untrusted::from(why.as_str()).for_terminal_line();
            return Line::new(Look::Bad, format!("  {name}  not imported: {why}"));
        }
    };
    let mut facts = vec![counted(one.exports, "export", "exports")];
    facts.push(format!("{} deprecated", one.deprecated));
    if one.suspect > 0 {
        facts.push(format!("{} doubtful", counted(one.suspect, "tag", "tags")));
    }
    facts.extend(one.members.iter().map(|(member, version)| {
        let member = Untrusted::from(member.as_str()).for_terminal_line();
        match version {
            Some(version) => format!(
                "with {member} {}",
                Untrusted::from(version.as_str()).for_terminal_line()
            ),
            None => format!("without {member}"),
        }
    }));
    if !one.gaps.is_empty() {
        facts.push(counted(one.gaps.len(), "gap", "gaps"));
    }
    let look = if one.is_incomplete() {
        Look::Caution
    } else {
        Look::Plain
    };
    Line::new(look, format!("  {name}  {}{word}", facts.join(", ")))
}

/// What could not be read or resolved: of one version each gap, of several what makes an answer incomplete.
fn gaps(versions: &[VersionOutcome], verbose: bool) -> Vec<Line> {
    let single = versions.len() == 1;
    let items: Vec<String> = versions
        .iter()
        .flat_map(|one| {
            let grave = one.is_incomplete();
            one.gaps
                .iter()
                .filter(move |gap| single || verbose || grave && gap.kind.is_grave())
                .map(move |gap| {
                    let version = if single {
                        String::new()
                    } else {
                        format!("{}: ", one.version)
                    };
                    let at = if gap.line == 0 {
                        gap.at.clone()
                    } else {
                        format!("{}:{}", gap.at, gap.line)
                    };
                    Untrusted::from(format!("{version}{at}: {}", gap.message)).for_terminal_line()
                })
        })
        .collect();
    let mut lines = Vec::new();
    listed(&mut lines, "not read or not resolved", "", items, verbose);
    lines
}

fn closing(imported: &ImportedPackages) -> Line {
    let count = |wanted: &dyn Fn(&Outcome) -> bool| {
        imported
            .versions
            .iter()
            .filter(|one| wanted(&one.outcome))
            .count()
    };
    let new = count(&|one| *one == Outcome::New);
    let replaced = count(&|one| *one == Outcome::Replaced);
    let failed = count(&|one| matches!(one, Outcome::Failed(_)));
    let read = count(&|one| *one == Outcome::Read);
    if failed > 0 {
        let text = format!("{new} new, {replaced} replaced, {failed} not imported");
        return Line::new(Look::Bad, text);
    }
    if read > 0 {
        return Line::new(
            Look::Good,
            format!(
                "{} read, nothing written",
                counted(read, "version", "versions")
            ),
        );
    }
    if new + replaced == 0 {
        return Line::new(Look::Good, "nothing changed".to_owned());
    }
    let next = "`forewarn api show` lists what they offer, `forewarn deprecations` what is going";
    Line::new(
        Look::Good,
        format!("{new} new, {replaced} replaced; {next}"),
    )
}
