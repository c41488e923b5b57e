//! What the app knows. A frame is a function of it; only `update` changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ratatui::text::Line;

use crate::app::browse::{Choices, EntryLine, Filter, Timeline};
use crate::domain::date::Date;
use crate::domain::document::record::SearchDocument;
use crate::domain::document::versions::VersionsDocument;
use crate::tui::form::Form;
use crate::tui::input::Input;
use crate::tui::keys::Keymap;
use crate::tui::page::Page;
use crate::tui::theme::ThemeName;

crate::domain::words::closed_words! {
    /// The screens, in the order of their numbers.
    pub enum Screen {
        Changelog = "changelog",
        Versions = "versions",
        Deprecations = "deprecations",
        Impact = "impact",
        Plugins = "plugins",
        Defaults = "defaults",
        Drafts = "drafts",
    }
}

impl Screen {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Changelog => "Changelog",
            Self::Versions => "Versions",
            Self::Deprecations => "Deprecations",
            Self::Impact => "Impact",
            Self::Plugins => "Plugins",
            Self::Defaults => "Defaults",
            Self::Drafts => "Drafts",
        }
    }
}

/// What the arrow keys move in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    #[default]
    List,
    Detail,
}

/// Something that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Loaded<T> {
    #[default]
    Nothing,
    /// With how far it is, in words.
    Waiting(String),
    Here(T),
    /// Why not, and what to do.
    Failed(String),
    Cancelled,
}

impl<T> Loaded<T> {
    pub fn here(&self) -> Option<&T> {
        match self {
            Self::Here(value) => Some(value),
            _ => None,
        }
    }

    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting(_))
    }
}

/// A finding, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Among the plugins of the impact, not of the screen of plugins.
    pub in_impact: bool,
    pub plugin: usize,
    pub finding: usize,
}

/// What the detail beside a list shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// An entry, release, setting, feature or symbol, as `forewarn show` takes it.
    Show(String),
    /// A symbol in sentences.
    Explain(String),
    /// The changes of a setting.
    Setting(String),
    Feature(String),
    /// A line of versions.
    Line(String),
    /// The revisions of something, with how the last ones differ.
    History(String),
    /// What recorded scans of the plugins found, one after the other.
    Progress,
    /// Accounts, what they run and when that ends.
    Accounts,
    /// The lines of versions in words, with what is to be expected.
    Forecast,
    /// What the rules say of a release.
    Lint(String),
    /// A place in a plugin's source, with what is to be said of it.
    Source(Use),
    /// A plugin, by its place among those that were scanned.
    Plugin(usize),
}

/// Lines that are laid out for a width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Laid {
    pub width: u16,
    pub lines: Vec<Line<'static>>,
    /// Addresses in it, http and https only.
    pub links: Vec<String>,
    /// Where a terminal is told of links.
    pub spots: Vec<Spot>,
}

/// A part of a line that is a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    pub line: usize,
    pub column: u16,
    pub width: u16,
    pub target: String,
}

/// The pane beside a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    pub of: Option<Wanted>,
    pub shown: Loaded<Arc<Laid>>,
    pub scroll: usize,
}

/// A place in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub cursor: usize,
    /// The first row that is shown.
    pub top: usize,
}

impl Place {
    /// Moves the cursor, within `rows`, and what is shown with it.
    pub fn go(&mut self, to: usize, rows: usize, height: usize) {
        self.cursor = to.min(rows.saturating_sub(1));
        if self.cursor < self.top {
            self.top = self.cursor;
        }
        if height > 0 && self.cursor >= self.top + height {
            self.top = self.cursor + 1 - height;
        }
        self.top = self.top.min(rows.saturating_sub(height.min(rows)));
    }
}

/// The first screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangelogState {
    pub timeline: Loaded<Arc<Timeline>>,
    /// The row at which each release begins; one more than there are releases.
    pub starts: Vec<usize>,
    /// Entries of the releases around what is shown.
    pub entries: BTreeMap<String, Arc<Vec<EntryLine>>>,
    /// Releases that were asked for.
    pub asked: BTreeSet<String>,
    pub place: Place,
    pub filter: Filter,
    /// What a filter may choose from, once it was asked for.
    pub choices: Option<Arc<Choices>>,
    /// An entry or release to go to once its row is known.
    pub wanted: Option<String>,
}

/// What stands in a row of the changelog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangelogRow {
    /// A release, by its place in the timeline.
    Release(usize),
    /// A release's entry, by its place in it.
    Entry(usize, usize),
}

impl ChangelogState {
    pub fn rows(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    pub fn row(&self, at: usize) -> Option<ChangelogRow> {
        if at >= self.rows() {
            return None;
        }
        let release = self.starts.partition_point(|start| *start <= at) - 1;
        Some(match at - self.starts[release] {
            0 => ChangelogRow::Release(release),
            entry => ChangelogRow::Entry(release, entry - 1),
        })
    }

    /// What a row is called, if that is known by now.
    pub fn id(&self, at: usize) -> Option<String> {
        let timeline = self.timeline.here()?;
        match self.row(at)? {
            ChangelogRow::Release(release) => Some(timeline.releases.get(release)?.id.clone()),
            ChangelogRow::Entry(release, entry) => {
                let entries = self.entries.get(&timeline.releases.get(release)?.id)?;
                Some(entries.get(entry)?.id.clone())
            }
        }
    }
}

/// A screen whose list is a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableState {
    pub page: Loaded<Arc<Page>>,
    /// Which rows are shown, in which order.
    pub order: Vec<usize>,
    pub place: Place,
    /// The column that is sorted by; `None`: as it came.
    pub sort: Option<usize>,
    pub grouped: bool,
    /// Rows hold these letters.
    pub narrow: String,
}

impl TableState {
    /// The row under the cursor, by its place in the page.
    pub fn chosen(&self) -> Option<usize> {
        self.order.get(self.place.cursor).copied()
    }
}

/// The screen of versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VersionsState {
    pub document: Loaded<Arc<VersionsDocument>>,
    /// How many accounts run each line on the date; `None` if the file of accounts cannot be read.
    pub accounts: Option<BTreeMap<crate::domain::version::Line, usize>>,
    pub place: Place,
}

/// The screen of impact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImpactState {
    pub from: Option<String>,
    pub to: Option<String>,
    pub without: Option<String>,
    pub with_plugins: bool,
    pub table: TableState,
    /// The versions on the way, with what they bring.
    pub heat: Vec<Heat>,
}

/// A version on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heat {
    pub version: String,
    pub entries: usize,
    pub breaking: usize,
    pub removed: usize,
    pub findings: usize,
    /// Marks: the frontier of a plugin, a stop on the way.
    pub mark: Option<&'static str>,
}

/// What lies over the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    Help {
        scroll: usize,
    },
    /// Commands by name.
    Palette {
        input: Input,
        place: Place,
    },
    Search {
        input: Input,
        found: Loaded<Arc<SearchDocument>>,
        place: Place,
    },
    /// A table is narrowed to rows that hold what is typed.
    Narrow {
        input: Input,
    },
    /// Streams and kinds to choose.
    Filter {
        filter: Filter,
        place: Place,
    },
    /// One of several things.
    Choice(Choice),
    Form(Box<Form>),
    /// Something that has to be read, such as a refusal or a history.
    Text {
        title: String,
        laid: Loaded<Arc<Laid>>,
        scroll: usize,
    },
}

/// A question with answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub title: String,
    pub options: Vec<ChoiceOption>,
    pub place: Place,
    pub of: ChoiceOf,
    pub input: Input,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    pub id: String,
    pub what: String,
}

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceOf {
    From,
    To,
    Export,
    Step,
}

/// A word at the foot of the screen, for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub text: String,
    pub is_bad: bool,
}

/// What goes on in the background and can be stopped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub what: String,
    pub done: usize,
    pub total: usize,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    pub today: Date,
    pub as_of: Date,
    /// Columns and rows.
    pub size: (u16, u16),
    pub screen: Screen,
    pub focus: Focus,
    pub overlay: Option<Overlay>,
    pub theme: ThemeName,
    pub keymap: Keymap,
    pub toast: Option<Toast>,
    pub work: Option<Work>,
    pub detail: Detail,
    pub changelog: ChangelogState,
    pub versions: VersionsState,
    pub deprecations: TableState,
    pub impact: ImpactState,
    pub plugins: TableState,
    pub defaults: TableState,
    pub drafts: TableState,
    /// Entries that were looked at.
    pub read: BTreeSet<String>,
    /// Folders with plugins that were added here.
    pub folders: Vec<String>,
    /// Grows with everything that is asked; answers to older questions of the same kind are dropped.
    pub generation: u64,
    pub is_leaving: bool,
}

/// No screen is smaller.
pub const SMALLEST: (u16, u16) = (60, 20);

impl Model {
    pub fn new(today: Date, as_of: Date, size: (u16, u16)) -> Self {
        Self {
            today,
            as_of,
            size,
            screen: Screen::Changelog,
            focus: Focus::List,
            overlay: None,
            theme: ThemeName::Dark,
            keymap: Keymap::default(),
            toast: None,
            work: None,
            detail: Detail::default(),
            changelog: ChangelogState::default(),
            versions: VersionsState::default(),
            deprecations: TableState::default(),
            impact: ImpactState::default(),
            plugins: TableState::default(),
            defaults: TableState::default(),
            drafts: TableState::default(),
            read: BTreeSet::new(),
            folders: Vec::new(),
            generation: 0,
            is_leaving: false,
        }
    }

    pub fn is_too_small(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// The table of a screen that is one.
    pub fn table(&self) -> Option<&TableState> {
        match self.screen {
            Screen::Deprecations => Some(&self.deprecations),
            Screen::Impact => Some(&self.impact.table),
            Screen::Plugins => Some(&self.plugins),
            Screen::Defaults => Some(&self.defaults),
            Screen::Drafts => Some(&self.drafts),
            Screen::Changelog | Screen::Versions => None,
        }
    }

    pub fn table_mut(&mut self) -> Option<&mut TableState> {
        match self.screen {
            Screen::Deprecations => Some(&mut self.deprecations),
            Screen::Impact => Some(&mut self.impact.table),
            Screen::Plugins => Some(&mut self.plugins),
            Screen::Defaults => Some(&mut self.defaults),
            Screen::Drafts => Some(&mut self.drafts),
            Screen::Changelog | Screen::Versions => None,
        }
    }

    /// Where the cursor of the screen stands.
    pub fn place(&self) -> Place {
        match self.screen {
            Screen::Changelog => self.changelog.place,
            Screen::Versions => self.versions.place,
            _ => self
                .table()
                .map_or_else(Place::default, |table| table.place),
        }
    }

    pub fn rows(&self) -> usize {
        match self.screen {
            Screen::Changelog => self.changelog.rows(),
            Screen::Versions => self
                .versions
                .document
                .here()
                .map_or(0, |one| one.lines.len()),
            _ => self.table().map_or(0, |table| table.order.len()),
        }
    }

    /// What the row under the cursor is about.
    pub fn wanted(&self) -> Option<Wanted> {
        match self.screen {
            Screen::Changelog => {
                let id = self.changelog.id(self.changelog.place.cursor)?;
                let kind = match self.changelog.row(self.changelog.place.cursor)? {
                    ChangelogRow::Release(_) => "release",
                    ChangelogRow::Entry(..) => "entry",
                };
                Some(Wanted::Show(format!("{kind}:{id}")))
            }
            Screen::Versions => {
                let document = self.versions.document.here()?;
                let line = document.lines.get(self.versions.place.cursor)?;
                Some(Wanted::Line(line.line.to_string()))
            }
            _ => {
                let table = self.table()?;
                let page = table.page.here()?;
                page.rows.get(table.chosen()?)?.wanted.clone()
            }
        }
    }
}
