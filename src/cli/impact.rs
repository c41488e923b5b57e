//! `forewarn impact`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::app::fleet;
use crate::app::impact::{ImpactQuery, Member, Plugins, PluginsQuery, impact};
use crate::cli::Context;
use crate::cli::progress::Bar;
use crate::cli::scan::confidences;
use crate::domain::document::fleet::Shard;
use crate::domain::document::impact::ImpactDocument;
use crate::domain::document::scan::Confidence;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::impact::{Detail, html};
use crate::report::{json, markdown, text};
use crate::system::System;

/// What an upgrade does: before it, with it and after it, version by version
///
/// A range A..B means everything after A up to and including B; A.. leads to the newest release. What can be done while A still
/// runs stands under "before", what has to change together with the version under "during", what works in B and is to be
/// cleared there under "after". Everything between A and B is told once, or listed as left out with the reason.
///
/// With plugins every item says how often they use it; each finding says with which version it comes about and how it is fixed:
/// rename (one symbol for another of the same shape), rewrite (there is a replacement, of another shape), unknown.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  forewarn impact 2.14.0..2.17.1\n  \
                        forewarn impact 2.14..\n  \
                        forewarn impact 1.34.6..2.17.1 --plugin ./my-plugin\n  \
                        forewarn impact 1.34.6..2.17.1 --fleet ~/plugins --format html > impact.html\n  \
                        forewarn impact 1.34.6..2.17.1 --plugin . --format checklist > upgrade.md\n  \
                        forewarn impact 2.16.0..2.17.1 --fleet ~/plugins --without Actions.replaceAction\n  \
                        forewarn impact 2.14.0..2.17.1 --reverse")]
pub(super) struct ImpactArgs {
    /// FROM..TO: 2.14.0..2.17.1, 2.14.., backend/2019-01-01..backend/2019-12-31
    #[arg(value_name = "RANGE")]
    range: String,
    /// Which other streams are told of in the same time, separated by commas [default: all that are versioned by day]
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    stream: Vec<String>,
    /// Entries for this audience, besides public ones
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// The way back from B to A: what is lost
    #[arg(long)]
    reverse: bool,
    #[command(flatten)]
    plugins: PluginArgs,
    /// Everything: what no plugin uses, long lists, and what asks nothing of anyone
    #[arg(long)]
    all: bool,
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = ImpactFormat::Text, value_name = "FORMAT")]
    format: ImpactFormat,
}

/// The fleet that the configuration lists.
const REGISTERED: &str = "forewarn.toml";

/// Which plugins are looked at.
#[derive(Debug, Args)]
#[command(next_help_heading = "Plugins")]
pub(super) struct PluginArgs {
    /// A plugin, or a folder with plugins; may be given many times
    #[arg(long, value_name = "PATH")]
    plugin: Vec<PathBuf>,
    /// A folder of which every package that depends on the platform is looked at; without DIR the plugins of forewarn.toml
    #[arg(long, value_name = "DIR", num_args = 0..=1, default_missing_value = REGISTERED)]
    fleet: Vec<PathBuf>,
    /// What would break if this symbol were gone; may be given many times
    #[arg(long, value_name = "SYMBOL")]
    without: Vec<String>,
    /// Only this part of the plugins, K of N, by their names
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
    /// Leave out what is less sure than this [default: medium]
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidences())]
    min_confidence: Option<Confidence>,
    /// Look at everything anew, and keep nothing of it for the next run
    #[arg(long)]
    no_cache: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ImpactFormat {
    Text,
    Markdown,
    Html,
    Json,
    /// Boxes to tick, in Markdown
    Checklist,
}

pub(super) fn run(ctx: &Context<'_>, args: &ImpactArgs) -> Result<Exit, Error> {
    let history = ctx.history()?;
    let query = ImpactQuery {
        range: args.range.clone(),
        streams: args.stream.clone(),
        audience: args.audience.clone(),
        reverse: args.reverse,
        plugins: args.plugins.query(ctx.system)?.map(Plugins::Look),
    };
    let bar = Bar::new(ctx.system);
    let document = impact(ctx.system, &history, &query, &bar)?;
    print(ctx, &document, args.plugins.shard, args.all, args.format)?;
    Ok(exit(&document))
}

impl PluginArgs {
    /// `None` if no plugins are named.
    fn query(&self, system: &System) -> Result<Option<PluginsQuery>, Error> {
        let (registered, folders): (Vec<&PathBuf>, Vec<&PathBuf>) = self
            .fleet
            .iter()
            .partition(|path| path.as_os_str() == REGISTERED);
        let mut members: Vec<Member> = self
            .plugin
            .iter()
            .chain(folders)
            .map(|path| Member {
                name: None,
                owner: None,
                path: path.clone(),
            })
            .collect();
        if !registered.is_empty() {
            members.extend(fleet::members(system)?);
        }
        if members.is_empty() {
            if !self.without.is_empty() || self.shard.is_some() {
                return Err(Error::new("no plugins are named")
                    .hint("--plugin PATH names one, --fleet DIR a folder with many"));
            }
            return Ok(None);
        }
        Ok(Some(PluginsQuery {
            members,
            shard: self.shard,
            without: self.without.clone(),
            min_confidence: self.min_confidence,
            cache: !self.no_cache,
        }))
    }
}

pub(super) fn print(
    ctx: &Context<'_>,
    document: &ImpactDocument,
    shard: Option<Shard>,
    all: bool,
    format: ImpactFormat,
) -> Result<(), Error> {
    let detail = Detail { all };
    ctx.print(|out| match format {
        ImpactFormat::Text => text::impact::write(document, detail, ctx.width(), out),
        ImpactFormat::Markdown => markdown::impact::write(document, detail, out),
        ImpactFormat::Html => html::write(document, detail, out),
        ImpactFormat::Json => json::impact::write(document, shard, out),
        ImpactFormat::Checklist => markdown::impact::checklist(document, out),
    })
}

/// An upgrade that breaks something is no failure: it was asked what it does. What could not be looked at is.
pub(super) fn exit(document: &ImpactDocument) -> Exit {
    if document.is_complete() {
        Exit::Fine
    } else {
        Exit::Incomplete
    }
}
