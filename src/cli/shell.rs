//! `forewarn completions` and `forewarn man`: made from the arguments themselves, so that they are never out of date.

use std::path::PathBuf;

use clap::{Args, Command, CommandFactory as _, ValueEnum};

use crate::cli::{Cli, Context};
use crate::error::Error;
use crate::exit::Exit;

const NAME: &str = "forewarn";

/// Completions for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn completions bash > ~/.local/share/bash-completion/completions/forewarn\n  \
                        forewarn completions zsh > \"${fpath[1]}/_forewarn\"\n  \
                        forewarn completions fish > ~/.config/fish/completions/forewarn.fish\n  \
                        forewarn completions powershell >> $PROFILE"
)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// The shells that there are completions for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    Power,
    Elvish,
}

/// Manual pages: that of forewarn, or one for each command into a folder
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn man | man -l -\n  forewarn man ~/.local/share/man/man1"
)]
pub(super) struct ManArgs {
    /// The folder to write all pages into; it is made if it is not there
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// What users see of the command line: clap's own generators also name hidden commands.
fn visible() -> Command {
    let whole = Cli::command();
    let mut shown = Command::new(NAME)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true);
    if let Some(about) = whole.get_about() {
        shown = shown.about(about.clone());
    }
    if let Some(about) = whole.get_long_about() {
        shown = shown.long_about(about.clone());
    }
    if let Some(text) = whole.get_after_help() {
        shown = shown.after_help(text.clone());
    }
    shown
        .args(whole.get_arguments())
        .subcommands(whole.get_subcommands().filter(|one| !one.is_hide_set()))
}

pub(super) fn completions(ctx: &Context<'_>, args: &CompletionsArgs) -> Result<Exit, Error> {
    use clap_complete::aot;
    let mut command = visible();
    let mut script = Vec::new();
    let out = &mut script;
    match args.shell {
        Shell::Bash => aot::generate(aot::Bash, &mut command, NAME, out),
        Shell::Zsh => aot::generate(aot::Zsh, &mut command, NAME, out),
        Shell::Fish => aot::generate(aot::Fish, &mut command, NAME, out),
        Shell::Power => aot::generate(aot::PowerShell, &mut command, NAME, out),
        Shell::Elvish => aot::generate(aot::Elvish, &mut command, NAME, out),
    }
    ctx.print(|out| out.write_all(&script))?;
    Ok(Exit::Fine)
}

pub(super) fn man(ctx: &Context<'_>, args: &ManArgs) -> Result<Exit, Error> {
    let mut command = visible();
    command.build();
    let Some(folder) = &args.folder else {
        let page = page(command)?;
        ctx.print(|out| out.write_all(&page))?;
        return Ok(Exit::Fine);
    };
    let folder = ctx.system.absolute(folder);
    if !ctx.system.is_dir(&folder) {
        ctx.system.create_dir(&folder)?;
    }
    let mut pages = Vec::new();
    collect(command, NAME, &mut pages);
    let count = pages.len();
    for (name, command) in pages {
        let text = page(command)?;
        ctx.system
            .write_atomically(&folder.join(format!("{name}.1")), &text)?;
    }
    ctx.print(|out| writeln!(out, "wrote {count} pages to {}", folder.display()))?;
    Ok(Exit::Fine)
}

/// A command and all below it, each with the name of its page: `forewarn-db-verify`.
fn collect(command: Command, name: &str, pages: &mut Vec<(String, Command)>) {
    for below in command.get_subcommands().filter(|one| !one.is_hide_set()) {
        collect(
            below.clone(),
            &format!("{name}-{}", below.get_name()),
            pages,
        );
    }
    pages.push((name.to_owned(), command));
}

fn page(command: Command) -> Result<Vec<u8>, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| Error::new("the manual page could not be made").because(error))?;
    Ok(page)
}
