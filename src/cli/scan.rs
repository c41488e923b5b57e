//! `forewarn scan`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use crate::app::fleet::record;
use crate::app::scan::{ScanRequest, scan};
use crate::cancel::Progress as _;
use crate::cli::Context;
use crate::cli::progress::Bar;
use crate::domain::document::scan::{Confidence, ScanDocument, Status, Threshold};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::text::scan::By;
use crate::report::{github, gitlab, json, junit, markdown, sarif, text};

/// Which symbols a plugin uses that are deprecated, or gone in the version it is moving to
///
/// Reads JavaScript, TypeScript and Rust as it stands: nothing is installed, compiled or executed. The version in use comes
/// from the lockfile, else from the manifest; the target is the newest release unless --to names another.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  forewarn scan .\n  \
                        forewarn scan plugins/ --from 1.34.6 --to 2.17.1\n  \
                        forewarn scan . --package npm:@twilio/flex-ui@1.34.6..2.0.2\n  \
                        forewarn scan . --package crate:clap --to 4.6.7\n  \
                        forewarn scan src/Panel.tsx --format json\n  \
                        forewarn scan . --format sarif --fail-on any > forewarn.sarif\n  \
                        forewarn scan . --changed-since origin/main --format github\n  \
                        forewarn scan . --baseline forewarn-baseline.json --update-baseline\n  \
                        forewarn scan . --record\n\n\
                        Exceptions: `// forewarn-ignore-next-line SYMBOL until=VERSION -- reason`, also forewarn-ignore,\n\
                        forewarn-ignore-line and forewarn-ignore-file; or [[scan.ignore]] in forewarn.toml, with symbol, file,\n\
                        package, until and reason. [scan] there has fail-on, min-confidence, only, baseline and conventions; flags win.\n\n\
                        Conventions, for a platform of your own: `schema = 1`, `package = \"npm:NAME\"`, strings, classes, props, and tables\n  \
                        [[global]]     name, is (PACKAGE#TYPE, or PACKAGE as an object): a global that is a package\n  \
                        [[parameter]]  name (\"*\": any), of, index, is: what a parameter is that nobody annotated\n  \
                        [[member]]     path, is: what a member is whose declaration does not say\n  \
                        [[wrapper]]    of, props: a function that gives back the component that it is given\n  \
                        [[named]]      of, argument, kind, path, affixes, payload, listener: calls that are given a name\n  \
                        [[root]]       is, kind, path: a type whose members are names of the changelog\n  \
                        [[value]]      of, kind: a property whose value is such a name\n  \
                        [[children]]   through, add, remove: how children are added to a component\n  \
                        [contract]     declarations: what the runtime hands to plugins, as TypeScript declares it\n  \
                        [[attribute]]  package, names, own, field, variant, type: attributes that derives of a crate read")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(super) struct ScanArgs {
    /// Folders with plugins, packages, or single files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// What to scan for: NAME, NAME@A..B, crate:NAME, or all of a scope (npm:@scope/*); without it the platform's package
    #[arg(long, value_name = "PACKAGE", value_delimiter = ',')]
    package: Vec<String>,
    /// The version in use, instead of what the lockfile or manifest says
    #[arg(long, value_name = "VERSION")]
    from: Option<String>,
    /// The target, instead of the newest release
    #[arg(long, value_name = "VERSION")]
    to: Option<String>,
    /// Exit with 1 from this status on: a status, any (also exceptions that meet nothing), or never [default: overdue]
    #[arg(long, value_name = "STATUS", value_parser = thresholds())]
    fail_on: Option<Threshold>,
    /// Leave out what is less sure than this [default: medium]
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidences())]
    min_confidence: Option<Confidence>,
    /// Only findings of these statuses
    #[arg(long, value_name = "STATUSES", value_delimiter = ',', value_parser = statuses())]
    only: Vec<Status>,
    /// Hold back the findings of this file, unless they got worse
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Bring the baseline up to what is found: add what is new, drop what is gone, keep what was not looked at
    #[arg(long)]
    update_baseline: bool,
    /// What plugins of the platform look like [default: conventions.toml beside forewarn.toml]
    #[arg(long, value_name = "FILE")]
    conventions: Option<PathBuf>,
    /// Only findings in files that git says changed since this revision, committed or not, and in files that import them
    #[arg(long, value_name = "REVISION")]
    changed_since: Option<String>,
    /// List the places that may name the platform and cannot be decided
    #[arg(long)]
    show_unresolved: bool,
    /// Look at everything anew, and keep nothing of it for the next run
    #[arg(long)]
    no_cache: bool,
    /// Keep what was found, with the source's revision; `forewarn fleet progress` tells what came and went
    #[arg(long, conflicts_with_all = ["only", "changed_since"])]
    record: bool,
    /// What findings stand together by, as text
    #[arg(long, value_enum, default_value_t = Group::File, value_name = "GROUP")]
    by: Group,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = ScanFormat::Text, value_name = "FORMAT")]
    format: ScanFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    File,
    Symbol,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ScanFormat {
    Text,
    Json,
    Sarif,
    Github,
    Gitlab,
    Junit,
    Markdown,
}

fn thresholds() -> impl TypedValueParser {
    PossibleValuesParser::new(Threshold::WORDS).try_map(|word| word.parse::<Threshold>())
}

pub(super) fn confidences() -> impl TypedValueParser {
    PossibleValuesParser::new(Confidence::WORDS).try_map(|word| word.parse::<Confidence>())
}

fn statuses() -> impl TypedValueParser {
    PossibleValuesParser::new(Status::WORDS).try_map(|word| word.parse::<Status>())
}

pub(super) fn run(ctx: &Context<'_>, args: &ScanArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let request = ScanRequest {
        paths: args.paths.clone(),
        packages: args.package.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
        min_confidence: args.min_confidence,
        only: args.only.clone(),
        fail_on: args.fail_on,
        baseline: args.baseline.clone(),
        update_baseline: args.update_baseline,
        changed_since: args.changed_since.clone(),
        conventions: args.conventions.clone(),
        show_unresolved: args.show_unresolved,
        cache: !args.no_cache,
        upgrade: None,
    };
    let bar = Bar::new(ctx.system);
    let document = scan(ctx.system, &history, &request, &bar)?;
    let platform = history.platform.clone();
    drop(history);
    let recorded = args
        .record
        .then(|| {
            record(
                ctx.system,
                &ctx.whereabouts(),
                &platform,
                &document,
                bar.cancel(),
            )
        })
        .transpose()?;
    let by = match args.by {
        Group::File => By::File,
        Group::Symbol => By::Symbol,
    };
    ctx.print(|out| match args.format {
        ScanFormat::Text => text::scan::write(&document, by, ctx.width(), out),
        ScanFormat::Json => json::scan::write(&document, out),
        ScanFormat::Sarif => sarif::write(&document, out),
        ScanFormat::Github => github::scan::write(&document, out),
        ScanFormat::Gitlab => gitlab::write(&document, out),
        ScanFormat::Junit => junit::write(&document, out),
        ScanFormat::Markdown => markdown::scan::write(&document, markdown::scan::COMMENT, out),
    })?;
    for notice in recorded.iter().flat_map(text::progress::notices) {
        ctx.notice(&notice);
    }
    if args.format == ScanFormat::Github {
        summarise(ctx, &document);
    }
    Ok(exit(&document))
}

/// Adds all findings to the summary of a GitHub step, if there is one. Without it the annotations still stand.
fn summarise(ctx: &Context<'_>, document: &ScanDocument) {
    let Some(path) = ctx.system.var("GITHUB_STEP_SUMMARY") else {
        return;
    };
    let mut summary = Vec::new();
    let written = github::scan::summary(document, &mut summary)
        .map_err(|error| error.to_string())
        .and_then(|()| {
            let path = PathBuf::from(path);
            let appended = ctx.system.append(&path, &summary);
            appended.map_err(|error| format!("{error}: {}", error.source))
        });
    if let Err(why) = written {
        ctx.notice(&format!("the step's summary could not be written: {why}"));
    }
}

/// An incomplete answer outweighs findings, whatever was asked for.
fn exit(document: &ScanDocument) -> Exit {
    let findings = if document.fails() {
        Exit::Findings
    } else {
        Exit::Fine
    };
    if document.is_complete() {
        findings
    } else {
        findings.and(Exit::Incomplete)
    }
}
