//! `forewarn export`, `forewarn init`, `forewarn db`, and the hidden `forewarn dev`.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::app::init::{InitRequest, NewStream, init as set_up, platform_of};
use crate::app::{care as database, export as exporting, generate};
use crate::changelog::REFERENCE;
use crate::cli::Context;
use crate::cli::progress::Bar;
use crate::error::Error;
use crate::exit::Exit;
use crate::report::text::care::{self, Line, Look};
use crate::report::text::counted;

fn print(ctx: &Context<'_>, lines: &[Line]) -> Result<(), Error> {
    ctx.print(|out| care::write(lines, ctx.width(), out))
}

/// Write the whole history as changelog files
///
/// One file for each release, streams, features and published ends of life. Reading them back gives the same history.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn export changelog\n  forewarn export --reference | less"
)]
pub(super) struct ExportArgs {
    /// The folder to write into
    #[arg(required_unless_present = "reference")]
    folder: Option<PathBuf>,
    /// Replace files that say something else
    #[arg(long)]
    overwrite: bool,
    /// Print the page that describes the format instead
    #[arg(long)]
    reference: bool,
}

pub(super) fn export(ctx: &Context<'_>, args: &ExportArgs) -> Result<Exit, Error> {
    let Some(folder) = args.folder.as_deref().filter(|_| !args.reference) else {
        ctx.print(|out| out.write_all(REFERENCE.as_bytes()))?;
        return Ok(Exit::Fine);
    };
    let history = ctx.history()?;
    let exported = exporting::export(ctx.system, &history, folder, args.overwrite)?;
    let counts = exported.counts;
    print(
        ctx,
        &[
            Line::new(
                Look::Title,
                format!(
                    "wrote {} to {}",
                    counted(exported.files, "file", "files"),
                    exported.folder.display()
                ),
            ),
            Line::new(
                Look::Plain,
                format!(
                    "{} said the same already",
                    counted(exported.unchanged, "file", "files")
                ),
            ),
            Line::new(
                Look::Plain,
                format!(
                    "{}, {}, {}, {}, {}",
                    counted(counts.releases, "release", "releases"),
                    counted(counts.entries, "entry", "entries"),
                    counted(counts.settings, "setting change", "setting changes"),
                    counted(counts.deprecations, "deprecation", "deprecations"),
                    counted(counts.features, "feature", "features"),
                ),
            ),
        ],
    )?;
    Ok(Exit::Fine)
}

/// Set up a changelog for a platform of your own
///
/// Writes forewarn.toml, a release policy to change, and a changelog folder with the page that describes its format.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn init\n  forewarn init acme --name 'Acme Desk' \\\n      --new-stream app:semver:npm:@acme/app \
                        --new-stream service:date"
)]
pub(super) struct InitArgs {
    /// The platform's id; without it the folder's name
    id: Option<String>,
    /// The folder; without it the working directory
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// The platform's name as people write it
    #[arg(long)]
    name: Option<String>,
    /// A stream: ID, ID:semver, ID:date, ID:semver:npm:PACKAGE
    #[arg(long = "new-stream", value_name = "STREAM")]
    streams: Vec<NewStream>,
}

pub(super) fn init(ctx: &Context<'_>, args: &InitArgs) -> Result<Exit, Error> {
    let root = ctx
        .system
        .absolute(args.dir.as_deref().unwrap_or(ctx.system.cwd()));
    let Some(platform) = args.id.clone().or_else(|| platform_of(&root)) else {
        return Err(
            Error::new("the folder's name makes no id").hint("name the platform: forewarn init ID")
        );
    };
    let request = InitRequest {
        root: root.clone(),
        platform,
        name: args.name.clone(),
        streams: args.streams.clone(),
    };
    let written = set_up(ctx.system, &request)?;
    let mut lines = vec![Line::new(
        Look::Title,
        format!("set up {} in {}", request.platform, root.display()),
    )];
    for path in &written {
        lines.push(Line::new(
            Look::Plain,
            path.strip_prefix(&root)
                .unwrap_or(path)
                .display()
                .to_string(),
        ));
    }
    lines.push(Line::new(
        Look::Good,
        "next: describe a release in changelog/STREAM/VERSION.md, or forewarn import CHANGELOG.md",
    ));
    lines.push(Line::new(
        Look::Plain,
        "later: configuration.toml for `checkup`, evidence.toml for `evidence`, conventions.toml for `scan`",
    ));
    print(ctx, &lines)?;
    Ok(Exit::Fine)
}

/// Look after the database
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn db path\n  forewarn db verify\n  forewarn db backup before-the-import.db\n  forewarn db restore"
)]
pub(super) struct DbArgs {
    #[command(subcommand)]
    command: DbCommand,
}

#[derive(Debug, Subcommand)]
enum DbCommand {
    /// Where it is, and why that one
    Path,
    /// Check structure, references, search index and audit chain
    Verify,
    /// Copy it, beside itself unless a file is named
    Backup {
        /// Must not exist yet
        file: Option<PathBuf>,
    },
    /// Put a backup, the newest unless one is named, in its place; what stood there is kept
    Restore {
        /// A backup
        file: Option<PathBuf>,
    },
    /// Texts of imported files that fit nowhere
    Leftovers,
}

pub(super) fn db(ctx: &Context<'_>, args: &DbArgs) -> Result<Exit, Error> {
    match &args.command {
        DbCommand::Path => path(ctx),
        DbCommand::Verify => verify(ctx),
        DbCommand::Backup { file } => {
            let target = database::backup(ctx.system, &ctx.whereabouts(), file.as_deref())?;
            let text = format!("copied to {}", target.display());
            print(ctx, &[Line::new(Look::Title, text)])?;
            Ok(Exit::Fine)
        }
        DbCommand::Restore { file } => {
            let restored = database::restore(ctx.system, &ctx.whereabouts(), file.as_deref())?;
            let text = format!(
                "{} is back, from {}",
                restored.to.display(),
                restored.from.display()
            );
            let mut lines = vec![Line::new(Look::Title, text)];
            if let Some(former) = &restored.former {
                let text = format!("what stood there is now {}", former.display());
                lines.push(Line::new(Look::Plain, text));
            }
            print(ctx, &lines)?;
            Ok(Exit::Fine)
        }
        DbCommand::Leftovers => leftovers(ctx),
    }
}

fn path(ctx: &Context<'_>) -> Result<Exit, Error> {
    let location = database::locate(ctx.system, &ctx.whereabouts())?;
    let place = location
        .path
        .as_ref()
        .map_or_else(|| "built in".to_owned(), |path| path.display().to_string());
    let mut lines = vec![
        Line::new(Look::Title, place),
        Line::new(Look::Plain, location.why),
    ];
    if !location.exists {
        let text = "it is not there yet; the first command that needs it makes it";
        lines.push(Line::new(Look::Caution, text));
    }
    if let Some(would_be) = &location.would_be {
        let text = format!("the first import creates {}", would_be.display());
        lines.push(Line::new(Look::Dim, text));
    }
    for path in &location.backups {
        lines.push(Line::new(Look::Dim, format!("backup {}", path.display())));
    }
    print(ctx, &lines)?;
    Ok(Exit::Fine)
}

fn leftovers(ctx: &Context<'_>) -> Result<Exit, Error> {
    let leftovers = database::leftovers(&ctx.history()?)?;
    let title = counted(leftovers.len(), "text fits nowhere", "texts fit nowhere");
    let mut lines = vec![Line::new(Look::Title, title)];
    for one in leftovers {
        let heading = one.heading.map_or_else(String::new, |heading| {
            format!(" below {}", heading.for_terminal_line())
        });
        let source = one.source.for_terminal_line();
        let text = format!("{source}:{}{heading}: {}", one.line, one.why);
        lines.push(Line::new(Look::Plain, text));
        for line in one.text.for_terminal().lines() {
            lines.push(Line::new(Look::Dim, format!("  {line}")));
        }
    }
    print(ctx, &lines)?;
    Ok(Exit::Fine)
}

fn verify(ctx: &Context<'_>) -> Result<Exit, Error> {
    let verified = database::verify(ctx.system, &ctx.whereabouts())?;
    let mut lines = vec![Line::new(Look::Title, verified.place)];
    let mut exit = Exit::Fine;
    for check in verified.checks {
        if check.problems.is_empty() {
            lines.push(Line::new(Look::Good, format!("{}: sound", check.name)));
            continue;
        }
        exit = exit.and(Exit::Findings);
        lines.push(Line::new(
            Look::Bad,
            format!(
                "{}: {}",
                check.name,
                counted(check.problems.len(), "problem", "problems")
            ),
        ));
        lines.extend(
            check
                .problems
                .into_iter()
                .map(|problem| Line::new(Look::Plain, format!("- {problem}"))),
        );
    }
    if exit != Exit::Fine {
        lines.push(Line::new(
            Look::Caution,
            "`forewarn db restore` puts the newest backup in its place",
        ));
    }
    print(ctx, &lines)?;
    Ok(exit)
}

/// For forewarn's own repository.
#[derive(Debug, Args)]
pub(super) struct DevArgs {
    #[command(subcommand)]
    command: DevCommand,
}

#[derive(Debug, Subcommand)]
enum DevCommand {
    /// Make what the binary embeds from the repository's files
    Generate {
        /// The repository
        #[arg(default_value = ".")]
        root: PathBuf,
    },
    /// Make the API surfaces that the binary embeds, from the registry or from a folder of archives
    Surfaces {
        /// The package: npm:NAME; or the folder of its archives and its members'
        source: String,
        /// The file to write
        #[arg(default_value = "assets/flex-api.bin")]
        file: PathBuf,
    },
}

pub(super) fn dev(ctx: &Context<'_>, args: &DevArgs) -> Result<Exit, Error> {
    let root = match &args.command {
        DevCommand::Generate { root } => root,
        DevCommand::Surfaces { source, file } => return surfaces(ctx, source, file),
    };
    let changelog = generate::bundled_changelog(ctx.system, &root.join("changelog"))?;
    let image = generate::image(&changelog)?;
    let target = root.join("assets").join("flex.db");
    ctx.system.write_atomically(&target, &image)?;
    let counts = changelog.counts();
    print(
        ctx,
        &[Line::new(
            Look::Title,
            format!(
                "{}: {} with {}, {} bytes",
                target.display(),
                counted(counts.releases, "release", "releases"),
                counted(counts.entries, "entry", "entries"),
                image.len()
            ),
        )],
    )?;
    Ok(Exit::Fine)
}

fn surfaces(ctx: &Context<'_>, source: &str, file: &Path) -> Result<Exit, Error> {
    let bar = Bar::new(ctx.system);
    let made = generate::surfaces(ctx.system, source, &bar)?;
    ctx.system.write_atomically(file, &made.file)?;
    let mut lines = vec![Line::new(
        Look::Title,
        format!(
            "{}: {} of {}, {} symbols, {} bytes",
            file.display(),
            counted(made.versions, "version", "versions"),
            made.package,
            made.symbols,
            made.file.len()
        ),
    )];
    lines.extend(
        made.failed
            .iter()
            .map(|one| Line::new(Look::Bad, one.clone())),
    );
    print(ctx, &lines)?;
    Ok(if made.failed.is_empty() {
        Exit::Fine
    } else {
        Exit::Incomplete
    })
}
