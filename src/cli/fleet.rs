//! `forewarn fleet`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::app::fleet::{self, merge};
use crate::cli::Context;
use crate::cli::impact::{ImpactFormat, exit, print};
use crate::cli::progress::Bar;
use crate::domain::text::neutralise;
use crate::error::Error;
use crate::exit::Exit;

/// The plugins that a team answers for, and parts of a fleet that were looked at on several machines
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn fleet add plugins/queue-colours --owner contact-centre\n  \
                        forewarn fleet list\n  \
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
        FleetCommand::Merge { files, all, format } => {
            let history = ctx.history()?;
            let bar = Bar::new(ctx.system);
            let document = merge(ctx.system, &history, files, &bar)?;
            print(ctx, &document, None, *all, *format)?;
            Ok(exit(&document))
        }
    }
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
