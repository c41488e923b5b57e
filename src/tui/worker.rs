//! Answers what is asked of the history, on a thread of its own. It alone opens stores; the app never waits for it.

mod act;
mod direct;
mod export;
mod pages;
mod scanning;
mod source;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex};

use crate::app::browse;
use crate::app::edit;
use crate::app::history::{History, Source, Whereabouts};
use crate::app::impact::{ImpactQuery, Member, Plugins, PluginsQuery};
use crate::app::{self, defaults, features};
use crate::cancel::{Cancel, Progress};
use crate::domain::date::Date;
use crate::domain::document::impact::ImpactDocument;
use crate::domain::document::scan::ScannedPlugin;
use crate::error::Error;
use crate::report::text::{self, Width};
use crate::system::System;
use crate::tui::lay::laid;
use crate::tui::model::{ChoiceOf, ChoiceOption, Heat, Laid, Screen, Use, Wanted, Work};
use crate::tui::msg::{Answer, ImpactAsked, Msg, Question};

pub use direct::Answers;

/// What was scanned last: details of findings are read from it.
#[derive(Debug, Default)]
pub(super) struct Seen {
    plugins: Option<Arc<[ScannedPlugin]>>,
    impact: Option<Arc<[ScannedPlugin]>>,
}

pub(super) type Scanned = Arc<Mutex<Seen>>;

/// The flag of the work that goes on.
pub(super) type Current = Arc<Mutex<Cancel>>;

pub(super) struct Worker {
    system: Arc<System>,
    whereabouts: Whereabouts,
    /// Open as long as nothing is written: opening reads the files of a workspace.
    history: Option<History>,
    scanned: Scanned,
    cancel: Current,
    replies: Sender<Msg>,
}

/// How long work is told to the app.
struct Told {
    replies: Sender<Msg>,
    cancel: Cancel,
    work: Mutex<Work>,
}

impl Progress for Told {
    fn start(&self, what: &str, total: usize) {
        if let Ok(mut work) = self.work.lock() {
            *work = Work {
                what: what.to_owned(),
                total,
                ..Work::default()
            };
            // Nobody listens any more once the app has ended.
            drop(self.replies.send(Msg::Work(Some(work.clone()))));
        }
    }

    fn step(&self, label: &str) {
        if let Ok(mut work) = self.work.lock() {
            work.done += 1;
            label.clone_into(&mut work.label);
            drop(self.replies.send(Msg::Work(Some(work.clone()))));
        }
    }

    fn done(&self) {
        drop(self.replies.send(Msg::Work(None)));
    }

    fn cancel(&self) -> &Cancel {
        &self.cancel
    }
}

impl Worker {
    pub(super) fn new(
        system: Arc<System>,
        whereabouts: Whereabouts,
        cancel: Current,
        replies: Sender<Msg>,
    ) -> Self {
        Self {
            system,
            whereabouts,
            history: None,
            scanned: Arc::default(),
            cancel,
            replies,
        }
    }

    /// Answers until nobody asks any more. Of several questions of one kind that wait only the last is answered.
    pub(super) fn run(mut self, questions: &Receiver<Question>) {
        while let Ok(first) = questions.recv() {
            let mut waiting = vec![first];
            waiting.extend(questions.try_iter());
            let kinds: Vec<_> = waiting.iter().map(kind).collect();
            for (at, question) in waiting.into_iter().enumerate() {
                let is_newest = kinds[at].is_none() || !kinds[at + 1..].contains(&kinds[at]);
                if is_newest {
                    self.answer(question);
                }
            }
        }
    }

    fn answer(&mut self, question: Question) {
        match question {
            Question::Scan(day, folders) => return self.scan(day, &folders),
            Question::Record(folders) => return self.record(&folders),
            _ => {}
        }
        let answer = self.work(&question).map_err(|error| words(&error));
        if matches!(question, Question::Act(_)) {
            // What was read before is not what is there now.
            self.history = None;
        }
        drop(self.replies.send(Msg::Answer(question, answer)));
    }

    /// The history as of a day.
    fn on(&mut self, day: Date) -> Result<&History, Error> {
        let mut history = match self.history.take() {
            Some(history) => history,
            None => History::open(&self.system, &self.whereabouts)?,
        };
        history.as_of = day;
        Ok(self.history.insert(history))
    }

    fn work(&mut self, question: &Question) -> Result<Answer, Error> {
        Ok(match question {
            Question::Timeline(day, filter) => {
                // Asked for at the start and after changes: the files are looked at again.
                self.history = None;
                Answer::Timeline(Arc::new(browse::timeline(self.on(*day)?, filter)?))
            }
            Question::Entries(day, ids, filter) => {
                let entries = browse::entries(self.on(*day)?, ids, filter)?;
                let entries: BTreeMap<_, _> = entries
                    .into_iter()
                    .map(|(id, lines)| (id, Arc::new(lines)))
                    .collect();
                Answer::Entries(entries)
            }
            Question::Choices(day) => Answer::Choices(Arc::new(browse::choices(self.on(*day)?)?)),
            Question::Home(entry) => {
                let day = self.system.today();
                let history = self.on(day)?;
                let homes = browse::homes(history, &[entry.as_str()])?;
                Answer::Home(homes.get(entry).cloned())
            }
            Question::Detail(day, wanted, width) | Question::Text(day, wanted, width) => {
                Answer::Laid(Arc::new(self.detail(*day, wanted, *width)?))
            }
            Question::Search(day, text) => {
                const MOST: usize = 60;
                Answer::Search(Arc::new(app::search::search(self.on(*day)?, text, MOST)?))
            }
            Question::Versions(day) => {
                let mut document = app::versions::versions(self.on(*day)?, None)?;
                // The newest stands first, as everywhere.
                document
                    .lines
                    .sort_by_key(|line| std::cmp::Reverse(line.line));
                let system = Arc::clone(&self.system);
                let accounts = pages::accounts_by_line(&system, self.on(*day)?);
                Answer::Versions(Arc::new(document), accounts)
            }
            Question::Table(screen, day) => Answer::Table(Arc::new(self.table(*screen, *day)?)),
            Question::Impact(asked) => {
                let document = self.impact(asked)?;
                let (page, heat) = pages::impact(&document);
                let plugins = document.plugins.into_iter().flatten();
                let plugins: Vec<ScannedPlugin> = plugins.filter_map(|one| one.scanned).collect();
                if let Ok(mut seen) = self.scanned.lock() {
                    seen.impact = Some(Arc::from(plugins));
                }
                Answer::Impact(Arc::new(page), heat)
            }
            Question::Options(_, day) => Answer::Options(self.options(*day)?),
            Question::Copy(day, wanted) => Answer::Copied(self.copied(*day, wanted)?),
            Question::Act(act) => Answer::Done(self.act(act)?),
            Question::Check(day, act) => Answer::Checked(self.check(*day, act)),
            Question::Export {
                as_of,
                what,
                format,
                file,
            } => Answer::Done(self.export(*as_of, what, format, file)?),
            // Both have threads of their own.
            Question::Scan(..) | Question::Record(_) => Answer::Cancelled(None),
        })
    }

    fn detail(&mut self, day: Date, wanted: &Wanted, width: u16) -> Result<Laid, Error> {
        let gone = || Error::new("the plugins have to be scanned again");
        match wanted {
            Wanted::Source(place) => {
                let plugins = seen(&self.scanned, place.in_impact).ok_or_else(gone)?;
                return source::laid_out(&self.system, &plugins, *place, width);
            }
            Wanted::Plugin(number) => {
                let plugins = seen(&self.scanned, false).ok_or_else(gone)?;
                return source::summary(plugins.get(*number).ok_or_else(gone)?, width);
            }
            _ => {}
        }
        let mut bytes = Vec::new();
        self.written(day, wanted, Width(usize::from(width).max(20)), &mut bytes)?;
        Ok(laid(&bytes, width))
    }

    /// What the command line would write.
    fn written(
        &mut self,
        day: Date,
        wanted: &Wanted,
        width: Width,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let (system, whereabouts) = (Arc::clone(&self.system), self.whereabouts.clone());
        let history = self.on(day)?;
        let outcome = match wanted {
            Wanted::Show(id) => {
                let record = app::show::show(history, id)?;
                text::record::write(&record, width, out)
            }
            Wanted::Line(line) => {
                let record = app::show::show(history, line)?;
                text::record::write(&record, width, out)
            }
            Wanted::Explain(symbol) => {
                let document = app::explain::explain(history, None, symbol)?;
                text::explain::write(&document, width, out)
            }
            Wanted::Setting(id) => {
                let query = defaults::DefaultsQuery {
                    setting: Some(id.clone()),
                    ..Default::default()
                };
                text::defaults::write(&defaults::defaults(history, &query)?, width, out)
            }
            Wanted::Feature(id) => {
                let query = features::FeaturesQuery {
                    id: Some(id.clone()),
                    ..Default::default()
                };
                text::features::write(&features::features(history, &query)?, width, out)
            }
            Wanted::History(id) => {
                let log = app::log::log(history, Some(id), 50)?;
                text::found::log(&log, width, out).and_then(|()| {
                    match app::diff::diff(history, id, None, None) {
                        Ok(diff) => {
                            out.extend(b"\n");
                            text::edit::diff(&diff, width, out)
                        }
                        // What was never changed here has no last change.
                        Err(_) => Ok(()),
                    }
                })
            }
            Wanted::Progress => {
                let document = app::fleet::progress(&system, &whereabouts, &[])?;
                text::progress::write(&document, width, out)
            }
            Wanted::Accounts => {
                let file = app::accounts::accounts_file(&system, None)?.ok_or_else(|| {
                    Error::new("no accounts file was found").hint(
                        "accounts.toml beside forewarn.toml, or here; `forewarn accounts --help` describes it",
                    )
                })?;
                let query = app::accounts::AccountsQuery {
                    stream: None,
                    ending_within: None,
                };
                let document = app::accounts::accounts(history, &file, &query)?;
                text::accounts::write(&document, width, out)
            }
            Wanted::Forecast => {
                let document = app::versions::versions(history, None)?;
                text::versions::write(&document, true, width, out)
            }
            Wanted::Lint(release) => {
                let query = app::lint::LintQuery {
                    what: Some(release.clone()),
                    ..Default::default()
                };
                text::lint::write(&app::lint::lint(&system, history, &query)?, width, out)
            }
            Wanted::Source(_) | Wanted::Plugin(_) => Ok(()),
        };
        outcome.map_err(|error| Error::new("this cannot be laid out").because(error))
    }

    fn table(&mut self, screen: Screen, day: Date) -> Result<crate::tui::page::Page, Error> {
        let system = Arc::clone(&self.system);
        let scanned = seen(&self.scanned, false);
        let history = self.on(day)?;
        Ok(match screen {
            Screen::Deprecations => {
                let query = app::deprecations::DeprecationsQuery {
                    all: true,
                    ..Default::default()
                };
                let document = app::deprecations::deprecations(history, &query)?;
                let seen = app::evidence::counts(&system, history)?;
                let scanned = scanned.as_deref().unwrap_or_default();
                pages::deprecations(&document, scanned, seen.as_ref())
            }
            Screen::Defaults => {
                let settings = defaults::defaults(history, &defaults::DefaultsQuery::default())?;
                let features = features::features(history, &features::FeaturesQuery::default())?;
                pages::defaults(&settings, &features)
            }
            Screen::Drafts => {
                let releases = edit::offered_releases(history, &system, None)?;
                let mut waiting = releases;
                waiting.extend(edit::fragments(history)?);
                let entries = edit::offered_entries(history, &system, false)?;
                let is_ours = history.source != Source::BuiltIn;
                pages::drafts(&waiting, &entries, is_ours)
            }
            // The others are no tables.
            Screen::Plugins | Screen::Changelog | Screen::Versions | Screen::Impact => {
                match scanned {
                    Some(plugins) => pages::plugins(&plugins),
                    None => pages::no_plugins(
                        app::fleet::list(&system)?.map_or(0, |(_, plugins)| plugins.len()),
                    ),
                }
            }
        })
    }

    fn members(&self, folders: &[String]) -> Result<Vec<Member>, Error> {
        let mut members = match app::fleet::list(&self.system)? {
            Some((_, plugins)) if !plugins.is_empty() => app::fleet::members(&self.system)?,
            _ => Vec::new(),
        };
        members.extend(folders.iter().map(|folder| Member {
            name: None,
            owner: None,
            path: PathBuf::from(folder),
        }));
        if members.is_empty() {
            return Err(Error::new("there are no plugins to look at").hint(
                "a on the screen of plugins adds a folder; `forewarn fleet add PATH` registers one",
            ));
        }
        Ok(members)
    }

    fn impact(&mut self, asked: &ImpactAsked) -> Result<ImpactDocument, Error> {
        let plugins = if asked.plugins {
            Some(Plugins::Look(PluginsQuery {
                members: self.members(&asked.folders)?,
                shard: None,
                without: asked.without.iter().cloned().collect(),
                min_confidence: None,
                cache: true,
            }))
        } else {
            None
        };
        let query = ImpactQuery {
            range: format!("{}..{}", asked.from, asked.to),
            streams: Vec::new(),
            audience: None,
            reverse: false,
            plugins,
        };
        let told = self.told();
        let system = Arc::clone(&self.system);
        let history = self.on(asked.as_of)?;
        app::impact::impact(&system, history, &query, &told)
    }

    fn told(&self) -> Told {
        // A flag that was raised stays raised: each work has its own.
        let cancel = Cancel::default();
        if let Ok(mut current) = self.cancel.lock() {
            *current = cancel.clone();
        }
        Told {
            replies: self.replies.clone(),
            cancel,
            work: Mutex::new(Work::default()),
        }
    }

    /// Versions to choose from, newest first, those of general availability.
    fn options(&mut self, day: Date) -> Result<Vec<ChoiceOption>, Error> {
        let history = self.on(day)?;
        let document = app::versions::versions(history, None)?;
        let mut lines = document.lines;
        lines.sort_by_key(|line| std::cmp::Reverse(line.line));
        Ok(lines
            .into_iter()
            .flat_map(|line| {
                let what = format!("{}, line {}", line.status, line.line);
                let mut patches = vec![(line.latest, what)];
                let older = line.superseded_patches.into_iter().rev();
                patches.extend(older.map(|version| (version, "superseded".to_owned())));
                patches
            })
            .map(|(version, what)| ChoiceOption {
                id: version.to_string(),
                what,
            })
            .collect())
    }

    pub(super) fn scanned(&self) -> Scanned {
        Arc::clone(&self.scanned)
    }
}

/// Why something did not work, with the next step, as a screen says it.
fn words(error: &Error) -> String {
    error.render().trim_start_matches("error: ").to_owned()
}

/// The plugins of a screen, as far as they were scanned.
fn seen(scanned: &Scanned, in_impact: bool) -> Option<Arc<[ScannedPlugin]>> {
    let seen = scanned.lock().ok()?;
    if in_impact {
        seen.impact.clone()
    } else {
        seen.plugins.clone()
    }
}

/// The file and line of a finding, for an editor.
pub(super) fn place_of(scanned: &Scanned, place: Use) -> Option<(PathBuf, u32)> {
    let plugins = seen(scanned, place.in_impact)?;
    let plugin = plugins.get(place.plugin)?;
    let finding = plugin.findings.get(place.finding)?;
    Some((source::path(plugin, &finding.file), finding.start.line))
}

/// The files of which something was found, and the folders of the plugins: what is worth another scan when it changes.
pub(super) fn sources(scanned: &Scanned) -> Vec<PathBuf> {
    let Some(plugins) = seen(scanned, false) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for plugin in plugins.iter() {
        files.push(source::path(plugin, "."));
        files.push(source::path(plugin, "src"));
        files.extend(
            plugin
                .findings
                .iter()
                .map(|one| source::path(plugin, &one.file)),
        );
    }
    files.sort();
    files.dedup();
    files
}

/// Questions of one kind, of which only the newest matters; `None` where each does.
fn kind(question: &Question) -> Option<&'static str> {
    match question {
        Question::Timeline(..) => Some("timeline"),
        Question::Detail(..) => Some("detail"),
        Question::Search(..) => Some("search"),
        Question::Check(..) => Some("check"),
        Question::Versions(_) => Some("versions"),
        Question::Impact(_) => Some("impact"),
        Question::Table(Screen::Deprecations, _) => Some("deprecations"),
        Question::Table(Screen::Defaults, _) => Some("defaults"),
        Question::Table(Screen::Drafts, _) => Some("drafts"),
        Question::Options(ChoiceOf::From, _) => Some("from"),
        _ => None,
    }
}

/// The versions on the way.
pub(super) fn heat(document: &ImpactDocument) -> Vec<Heat> {
    let frontiers: Vec<&str> = document
        .plugins
        .iter()
        .flatten()
        .filter_map(|plugin| plugin.scanned.as_ref())
        .flat_map(|scanned| &scanned.packages)
        .filter_map(|package| package.frontier.as_deref())
        .collect();
    document
        .per_version
        .iter()
        .filter(|one| one.stream == document.stream)
        .map(|one| Heat {
            version: one.version.clone(),
            entries: one.entries,
            breaking: one.breaking,
            removed: one.removed_symbols,
            findings: one.findings,
            mark: if frontiers.contains(&one.version.as_str()) {
                Some("front")
            } else if document
                .stops
                .iter()
                .any(|stop| stop.version == one.version)
            {
                Some("stop")
            } else {
                None
            },
        })
        .collect()
}
