//! `forewarn fleet`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::app::fleet::{self, FleetScan, merge};
use crate::cli::impact::{ImpactFormat, exit, print};
use crate::cli::progress::Bar;
use crate::cli::scan::confidences;
use crate::cli::{Context, PageFormat};
use crate::domain::document::progress::ProgressDocument;
use crate::domain::document::scan::Confidence;
use crate::domain::text::neutralise;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::{json, markdown, text};

/// The plugins that a team answers for, and parts of a fleet that were looked at on several machines
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn fleet add plugins/queue-colours --owner contact-centre\n  \
                        forewarn fleet list\n  \
                        forewarn fleet scan\n  \
                        forewarn fleet progress queue-colours\n  \
                        forewarn impact 2.14.0..2.17.1 --fleet\n  \
                        forewarn impact 2.14.0..2.17.1 --fleet --shard 1/4 --format json > part-1.json\n  \
                        forewarn fleet merge part-*.json --format html > impact.html"
)]
pub(super) struct FleetArgs {
    #[command(subcommand)]
    command: FleetCommand,
}

#[derive(Debug, Subcommand)]
enum FleetCommand {
    /// Register a plugin in forewarn.toml
    Add {
        /// The folder of its manifest
        #[arg(value_name = "PATH")]
        path: PathBuf,
        /// What it is called [default: its folder's name]
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Who answers for it
        #[arg(long, value_name = "WHO")]
        owner: Option<String>,
    },
    /// The registered plugins
    List,
    /// Take a plugin out of forewarn.toml
    Remove {
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Scan the registered plugins and record what is found: what came and went since the last time
    Scan {
        /// Only these plugins
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// The target, instead of the newest release
        #[arg(long, value_name = "VERSION")]
        to: Option<String>,
        /// Leave out what is less sure than this [default: medium]
        #[arg(long, value_name = "CONFIDENCE", value_parser = confidences())]
        min_confidence: Option<Confidence>,
        /// Look at everything anew, and keep nothing of it for the next run
        #[arg(long)]
        no_cache: bool,
        /// The format of the answer
        #[arg(long, value_enum, default_value_t = PageFormat::Text, value_name = "FORMAT")]
        format: PageFormat,
    },
    /// How findings came and went, by the scans that were recorded here
    Progress {
        /// Only these plugins
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// The format of the answer
        #[arg(long, value_enum, default_value_t = PageFormat::Text, value_name = "FORMAT")]
        format: PageFormat,
    },
    /// Forget the recorded scans of a plugin
    Forget {
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Put parts together that `impact --shard K/N --format json` wrote: the same answer as of one run
    Merge {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Everything: what no plugin uses, long lists, and what asks nothing of anyone
        #[arg(long)]
        all: bool,
        /// The format of the answer
        #[arg(long, value_enum, default_value_t = ImpactFormat::Text, value_name = "FORMAT")]
        format: ImpactFormat,
    },
}

pub(super) fn run(ctx: &Context<'_>, args: &FleetArgs) -> Result<Exit, Error> {
    match &args.command {
        FleetCommand::Add { path, name, owner } => {
            let (file, name) = fleet::add(ctx.system, path, name.clone(), owner.clone())?;
            ctx.notice(&format!("`{name}` is registered in {}", file.display()));
            Ok(Exit::Fine)
        }
        FleetCommand::List => list(ctx),
        FleetCommand::Remove { name } => {
            let (file, root) = fleet::remove(ctx.system, name)?;
            ctx.notice(&format!(
                "`{name}` is no longer in {}; `forewarn fleet add {root} --name {name}` puts it back",
                file.display()
            ));
            Ok(Exit::Fine)
        }
        FleetCommand::Scan {
            names,
            to,
            min_confidence,
            no_cache,
            format,
        } => {
            let asked = FleetScan {
                plugins: names.clone(),
                to: to.clone(),
                min_confidence: *min_confidence,
                cache: !no_cache,
            };
            let bar = Bar::new(ctx.system);
            let document = fleet::scan_fleet(ctx.system, &ctx.whereabouts(), &asked, &bar)?;
            progress(ctx, &document, *format)
        }
        FleetCommand::Progress { names, format } => {
            let document = fleet::progress(ctx.system, &ctx.whereabouts(), names)?;
            progress(ctx, &document, *format)
        }
        FleetCommand::Forget { name } => {
            let gone = fleet::forget(ctx.system, &ctx.whereabouts(), name)?;
            let scans = if gone == 1 { "scan" } else { "scans" };
            ctx.notice(&format!("{gone} recorded {scans} of `{name}` forgotten"));
            Ok(Exit::Fine)
        }
        FleetCommand::Merge { files, all, format } => {
            let history = ctx.history()?;
            let bar = Bar::new(ctx.system);
            let document = merge(ctx.system, &history, files, &bar)?;
            print(ctx, &document, None, *all, *format)?;
            Ok(exit(&document))
        }
    }
}

fn progress(
    ctx: &Context<'_>,
    document: &ProgressDocument,
    format: PageFormat,
) -> Result<Exit, Error> {
    ctx.print(|out| match format {
        PageFormat::Text => text::progress::write(document, ctx.width(), out),
        PageFormat::Json => json::write(document, out),
        PageFormat::Markdown => markdown::progress::write(document, out),
    })?;
    Ok(if document.is_complete() {
        Exit::Fine
    } else {
        Exit::Incomplete
    })
}

fn list(ctx: &Context<'_>) -> Result<Exit, Error> {
    let Some((file, plugins)) = fleet::list(ctx.system)?.filter(|(_, all)| !all.is_empty()) else {
        ctx.notice("No plugins are registered here; `forewarn fleet add PATH` registers one.");
        return Ok(Exit::Fine);
    };
    ctx.print(|out| {
        for plugin in &plugins {
            let owner = plugin
                .owner
                .as_ref()
                .map_or_else(String::new, |owner| format!(", owner {owner}"));
            let gone = if plugin.is_there {
                ""
            } else {
                ", which is not there"
            };
            let line = format!("{}  {}{gone}{owner}", plugin.name, plugin.root);
            writeln!(out, "{}", neutralise(&line))?;
        }
        Ok(())
    })?;
    let gone = plugins.iter().any(|plugin| !plugin.is_there);
    if gone {
        ctx.notice(&format!(
            "{} names folders that are not there",
            file.display()
        ));
        return Ok(Exit::Incomplete);
    }
    Ok(Exit::Fine)
}
