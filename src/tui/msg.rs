//! What happens to the app, and what it wants done. Both are plain values, so that `update` can be tested without a terminal.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::app::browse::{Choices, EntryLine, Filter, Timeline};
use crate::app::edit::Planned;
use crate::domain::date::Date;
use crate::domain::document::record::SearchDocument;
use crate::domain::document::versions::VersionsDocument;
use crate::domain::version::Line;
use crate::tui::form::Remark;
use crate::tui::keys::Key;
use crate::tui::model::{ChoiceOf, ChoiceOption, Heat, Laid, Screen, Use, Wanted, Work};
use crate::tui::page::Page;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    Start,
    Key(Key),
    Paste(String),
    Click {
        x: u16,
        y: u16,
    },
    Drag {
        x: u16,
        y: u16,
    },
    Wheel {
        x: u16,
        y: u16,
        down: bool,
    },
    Resize(u16, u16),
    /// What was asked, with the answer or why there is none.
    Answer(Question, Result<Answer, String>),
    /// How far long work is; `None`: it has ended.
    Work(Option<Work>),
    /// Something else wrote to what is shown.
    Changed,
    /// Source of the plugins changed since it was scanned.
    SourceChanged,
    /// A while has passed since the last word at the foot of the screen.
    Quiet,
    /// The system wants the app to end.
    Stop,
}

/// What is asked of the history, in the background.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    Timeline(Date, Filter),
    Entries(Date, Vec<String>, Filter),
    /// What a filter may choose from.
    Choices(Date),
    /// The release that an entry stands in.
    Home(String),
    Detail(Date, Wanted, u16),
    /// As a detail, but over the screen.
    Text(Date, Wanted, u16),
    Search(Date, String),
    Versions(Date),
    Table(Screen, Date),
    Impact(ImpactAsked),
    /// Versions to choose from.
    Options(ChoiceOf, Date),
    /// What is shown, as Markdown.
    Copy(Date, Wanted),
    Scan(Date, Vec<String>),
    /// As a scan, but today's, and what is found is recorded.
    Record(Vec<String>),
    /// A change of the changelog.
    Act(Act),
    /// What is to be said of an entry that is being written.
    Check(Date, Box<Planned>),
    Export {
        as_of: Date,
        what: Exported,
        format: String,
        file: String,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactAsked {
    pub as_of: Date,
    pub from: String,
    pub to: String,
    pub without: Option<String>,
    pub plugins: bool,
    pub folders: Vec<String>,
}

/// What is written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exported {
    /// Notes of a release, or of everything.
    Notes(Option<String>),
    Impact(ImpactAsked),
}

/// A change of the changelog, as the commands make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// An entry, or a correction.
    Write(Box<Planned>),
    NewRelease {
        release: String,
        summary: String,
    },
    Step {
        release: String,
        step: String,
        at: Option<String>,
        reason: Option<String>,
    },
    Delete(String),
    Undo,
}

/// An answer.
#[derive(Clone, Debug)]
pub enum Answer {
    Timeline(Arc<Timeline>),
    Entries(BTreeMap<String, Arc<Vec<EntryLine>>>),
    Choices(Arc<Choices>),
    Home(Option<String>),
    Laid(Arc<Laid>),
    Search(Arc<SearchDocument>),
    /// With how many accounts run each line; `None` if the file of accounts cannot be read.
    Versions(Arc<VersionsDocument>, Option<BTreeMap<Line, usize>>),
    Table(Arc<Page>),
    Impact(Arc<Page>, Vec<Heat>),
    Options(Vec<ChoiceOption>),
    /// Text for the clipboard.
    Copied(String),
    /// What was done, in words.
    Done(String),
    Checked(Vec<Remark>),
    /// The work was stopped; what was found until then.
    Cancelled(Option<Arc<Page>>),
}

/// Something to do outside of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Ask(Question),
    /// Stop what is running.
    Cancel,
    /// The clipboard, by OSC 52.
    Copy(String),
    /// An address, by the system's own opener.
    Open(String),
    /// The command line's own editor session, on an entry or release.
    Edit {
        id: String,
        is_release: bool,
    },
    /// The user's editor on a finding of the plugins, at its line.
    EditSource(Use),
    /// Keep what is kept between starts.
    Keep,
    Quit,
}
