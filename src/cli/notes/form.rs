//! The form of notes: which format or template, and what only some formats need.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::app::notes::shorten::fit;
use crate::cli::Context;
use crate::domain::document::notes::{Excluded, NotesDocument};
use crate::domain::text::{Untrusted, is_safe_link};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::feed::{self, Addresses};
use crate::report::template::{self, OwnTemplate};
use crate::report::{json, markdown, text};

/// The longest body of a release that GitHub takes, in characters.
const GITHUB_LIMIT: usize = 125_000;
/// A template longer than this is a mistake.
const LARGEST_TEMPLATE: u64 = 4 << 20;

#[derive(Debug, Args)]
pub(super) struct FormArgs {
    /// The format of the answer
    #[arg(long, value_enum, default_value_t = NotesFormat::Markdown, value_name = "FORMAT")]
    format: NotesFormat,
    /// Write by this template of yours; what its name ends in (.html, .xml) decides what is escaped
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    template: Option<PathBuf>,
    /// Print a built-in template to start from, or `reference`: what a template can use
    #[arg(long, value_name = "NAME", exclusive = true)]
    pub(super) print_template: Option<String>,
    /// At most so many characters: whole entries, breaking and security first, the rest counted [github: 125000]
    #[arg(long, value_name = "N")]
    max_chars: Option<usize>,
    /// Where all of it is, for notes that are cut; else the command that tells it
    #[arg(long, value_name = "URL")]
    more: Option<String>,
    /// Where the feed will be read from, for atom and jsonfeed
    #[arg(long, value_name = "URL")]
    feed_url: Option<String>,
    /// Where the notes can be read as a page, for atom and jsonfeed
    #[arg(long, value_name = "URL")]
    site_url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum NotesFormat {
    /// Keep a Changelog, with further headings for defaults and configuration
    Markdown,
    /// The body of a release on GitHub
    Github,
    /// One page that needs nothing else
    Html,
    Text,
    /// forewarn/notes/v1
    Json,
    /// A feed of releases (RFC 4287)
    Atom,
    /// A feed of releases (JSON Feed 1.1)
    Jsonfeed,
    /// One stream as a strict Keep a Changelog file, for tools that parse such files
    Keepachangelog,
}

impl FormArgs {
    /// Whether entries are needed as block trees too.
    pub(super) fn needs_blocks(&self) -> bool {
        self.template.is_some()
            || !matches!(
                self.format,
                NotesFormat::Markdown | NotesFormat::Github | NotesFormat::Json
            )
    }

    fn form(&self, ctx: &Context<'_>) -> Result<Form, Error> {
        let Some(path) = &self.template else {
            return Ok(Form::BuiltIn(self.format));
        };
        let shown = path.display().to_string();
        let bytes = ctx
            .system
            .read(&ctx.system.absolute(path), LARGEST_TEMPLATE)
            .map_err(|error| {
                Error::from(error)
                    .hint("`forewarn notes --print-template github` prints one to start from")
            })?;
        let text = String::from_utf8(bytes)
            .map_err(|error| Error::new(format!("{shown} is not UTF-8")).because(error))?;
        Ok(Form::Own { path: shown, text })
    }

    /// How long the answer may be, in characters.
    fn limit(&self) -> Result<Option<usize>, Error> {
        let is_own = self.template.is_some();
        let of_format = match self.format {
            NotesFormat::Github if !is_own => Some(GITHUB_LIMIT),
            _ => None,
        };
        let is_data = matches!(
            self.format,
            NotesFormat::Json
                | NotesFormat::Atom
                | NotesFormat::Jsonfeed
                | NotesFormat::Keepachangelog
        );
        if self.max_chars.is_some() && is_data && !is_own {
            return Err(Error::new(
                "--max-chars is for notes that people read, not for feeds, JSON and files that are parsed",
            )
            .hint("--since or a range makes those shorter"));
        }
        Ok(self.max_chars.or(of_format))
    }

    fn addresses(&self) -> Result<Addresses, Error> {
        for (flag, url) in [
            ("--more", &self.more),
            ("--feed-url", &self.feed_url),
            ("--site-url", &self.site_url),
        ] {
            if let Some(url) = url.as_ref().filter(|url| !is_safe_link(url)) {
                return Err(Error::new(format!("{flag} {url} is not a web address"))
                    .hint("it begins with https:// or http:// and holds no spaces"));
            }
        }
        Ok(Addresses {
            feed: self.feed_url.clone(),
            site: self.site_url.clone(),
        })
    }
}

/// Prints a built-in template or the page about templates.
pub(super) fn print_template(ctx: &Context<'_>, name: &str) -> Result<Exit, Error> {
    let text = if name == "reference" {
        Some(template::REFERENCE)
    } else {
        template::built_in(name)
    };
    let Some(text) = text else {
        let names: Vec<&str> = template::names().collect();
        return Err(
            Error::new(format!("there is no template {name}")).hint(format!(
                "there are {}; reference lists what they can use",
                names.join(", ")
            )),
        );
    };
    ctx.print(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Fine)
}

/// Prints the notes in the form that was asked for. `whole` is the command that tells all of it.
pub(super) fn print(
    ctx: &Context<'_>,
    args: &FormArgs,
    document: NotesDocument,
    whole: &str,
) -> Result<Exit, Error> {
    let addresses = args.addresses()?;
    let form = args.form(ctx)?;
    if !document.withheld.is_empty() && args.format != NotesFormat::Json {
        let (is, them) = if document.withheld.len() == 1 {
            ("is", "it")
        } else {
            ("are", "them")
        };
        ctx.notice(&format!(
            "{} {is} for other readers or not published yet, and not told; --format json names {them}",
            document.withheld.len()
        ));
    }
    let mut document = Arc::new(document);
    match args.format {
        NotesFormat::Atom | NotesFormat::Jsonfeed => {
            told(ctx, &document, &feed::left_out(&document), "the feed");
        }
        NotesFormat::Keepachangelog => {
            one_stream(&document)?;
            let out = template::left_out_of_keepachangelog(&document);
            told(ctx, &document, &out, "the file");
        }
        _ => {}
    }
    let write = |document: &Arc<NotesDocument>| {
        let mut answer = Vec::new();
        form.write(ctx, document, &addresses, &mut answer)?;
        Ok::<_, Error>(answer)
    };
    if let Some(max_chars) = args.limit()? {
        let whole = Untrusted::from(args.more.as_deref().unwrap_or(whole));
        document = fit(document, max_chars, &whole, |document| {
            Ok(String::from_utf8_lossy(&write(document)?).chars().count())
        })?;
    }
    if let Form::BuiltIn(format) = form {
        ctx.print(|out| built_in(ctx, format, &document, &addresses, out))?;
    } else {
        // Nothing is printed of an answer that fails half way.
        ctx.print_bytes(&write(&document)?)?;
    }
    Ok(Exit::Fine)
}

/// How notes are written.
enum Form {
    BuiltIn(NotesFormat),
    Own { path: String, text: String },
}

impl Form {
    fn write(
        &self,
        ctx: &Context<'_>,
        document: &Arc<NotesDocument>,
        addresses: &Addresses,
        out: &mut dyn io::Write,
    ) -> Result<(), Error> {
        match self {
            Self::BuiltIn(format) => built_in(ctx, *format, document, addresses, out)
                .map_err(|error| Error::new("the answer could not be laid out").because(error)),
            Self::Own { path, text } => {
                template::write_own(&OwnTemplate { path, text }, document, addresses, out)?;
                Ok(())
            }
        }
    }
}

fn built_in(
    ctx: &Context<'_>,
    format: NotesFormat,
    document: &Arc<NotesDocument>,
    addresses: &Addresses,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        NotesFormat::Markdown => markdown::notes(document, out),
        NotesFormat::Text => text::notes::write(document, ctx.width(), out),
        NotesFormat::Json => json::notes::write(document, out),
        NotesFormat::Jsonfeed => json::feed::write(document, addresses, out),
        NotesFormat::Github => template::write("github", document, addresses, out),
        NotesFormat::Html => template::write("html", document, addresses, out),
        NotesFormat::Atom => template::write("atom", document, addresses, out),
        NotesFormat::Keepachangelog => template::write("keepachangelog", document, addresses, out),
    }
}

/// What such a file cannot hold is said on standard error, where it does not get into the file.
fn told(ctx: &Context<'_>, document: &NotesDocument, left_out: &[Excluded], what: &str) {
    let all: Vec<&Excluded> = document.excluded.iter().chain(left_out).collect();
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in all {
        match reasons.iter_mut().find(|(why, _)| *why == one.why) {
            Some((_, ids)) => ids.push(&one.id),
            None => reasons.push((&one.why, vec![&one.id])),
        }
    }
    for (why, ids) in reasons {
        ctx.notice(&format!(
            "left out of {what}, {why} ({}): {}",
            ids.len(),
            ids.join(", ")
        ));
    }
}

fn one_stream(document: &NotesDocument) -> Result<(), Error> {
    let streams = template::streams_of_keepachangelog(document);
    if streams.len() < 2 {
        return Ok(());
    }
    let hints = streams
        .iter()
        .map(|stream| format!("name one: --stream {stream}"));
    Err(Error::new(format!(
        "a Keep a Changelog file holds one stream, and these notes are of {}",
        streams.len()
    ))
    .hints(hints))
}
