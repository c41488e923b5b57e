//! `forewarn notes`.

use clap::{Args, ValueEnum};

use crate::app::notes::{Layout, NotesQuery, notes};
use crate::cli::Context;
use crate::domain::date::Date;
use crate::error::Error;
use crate::exit::Exit;

mod form;

use form::FormArgs;

/// Release notes of a release, a range, a time, or what is not released yet
///
/// A range A..B means everything after A up to and including B; A.. everything after A, ..B everything up to B. A line
/// such as 2.14 stands for all its patches, and as an end of a range for its newest. Without a range: the whole history.
///
/// The whole history, or a time, is told as it happened. A range, a line or a release is told as what it brings in the end:
/// pre-releases are part of the stable release that they led up to, entries that took each other back are folded, a
/// back-port is told once, and patches of maintenance lines that the end of the range does not descend from are left out.
/// What is not told is listed with the reason.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  forewarn notes 2.14.0\n  forewarn notes 2.13..2.14 --stream ui,backend\n  \
                        forewarn notes --since 2025-01-01 --until 2025-06-30 --format text\n  \
                        forewarn notes backend/2019-07-17 --format json\n  forewarn notes --unreleased\n  \
                        forewarn notes --stream ui --format keepachangelog > CHANGELOG.md\n  \
                        forewarn notes --format html > notes.html\n  \
                        forewarn notes --print-template github > mine.md.jinja\n  \
                        forewarn notes 2.14.0 --template mine.md.jinja\n  \
                        forewarn notes 2.13..2.14 --format github --more https://example.org/notes"
)]
pub(super) struct NotesArgs {
    /// RANGE or RELEASE: 2.14.0, 2.14, 2.13.0..2.14.0, backend/2019-07-17
    #[arg(value_name = "RANGE or RELEASE")]
    choice: Option<String>,
    /// Only these streams, separated by commas; beside a range of another stream, what they did in the same time
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    stream: Vec<String>,
    /// Entries that no release has yet
    #[arg(long)]
    unreleased: bool,
    /// Only releases of this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only releases of this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Entries for this audience, besides public ones
    #[arg(long, value_name = "NAME")]
    audience: Option<String>,
    /// Each release as it was published: pre-releases apart, reverted entries shown, maintenance lines included
    #[arg(long)]
    as_published: bool,
    /// How several streams are put together
    #[arg(long, value_enum, default_value_t = Group::Date, value_name = "HOW")]
    group: Group,
    #[command(flatten)]
    form: FormArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Group {
    /// One list, newest day first
    Date,
    /// One stream after the other, newest version first
    Stream,
}

pub(super) fn run(ctx: &Context<'_>, args: &NotesArgs) -> Result<Exit, Error> {
    if let Some(name) = &args.form.print_template {
        return form::print_template(ctx, name);
    }
    let history = ctx.history()?;
    let query = NotesQuery {
        choice: args.choice.clone(),
        streams: args.stream.clone(),
        unreleased: args.unreleased,
        since: args.since,
        until: args.until,
        audience: args.audience.clone(),
        layout: match args.group {
            Group::Date => Layout::ByDate,
            Group::Stream => Layout::ByStream,
        },
        as_published: args.as_published,
        with_blocks: args.form.needs_blocks(),
    };
    let document = notes(&history, &query)?;
    form::print(ctx, &args.form, document, &args.whole())
}

impl NotesArgs {
    /// The command that tells all of what was asked for.
    fn whole(&self) -> String {
        let mut words = vec!["forewarn notes".to_owned()];
        words.extend(self.choice.clone());
        if !self.stream.is_empty() {
            words.push(format!("--stream {}", self.stream.join(",")));
        }
        for (flag, is_set) in [
            ("--unreleased", self.unreleased),
            ("--as-published", self.as_published),
        ] {
            words.extend(is_set.then(|| flag.to_owned()));
        }
        for (flag, day) in [("--since", self.since), ("--until", self.until)] {
            words.extend(day.map(|day| format!("{flag} {day}")));
        }
        words.extend(
            self.audience
                .as_ref()
                .map(|name| format!("--audience {name}")),
        );
        words.join(" ")
    }
}
