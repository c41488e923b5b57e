//! Platforms, streams and releases.

use serde::{Deserialize, Serialize};

use crate::domain::date::{Date, Dated};
use crate::domain::entry::Entry;
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, Version};

crate::domain::words::closed_words! {
    /// How far a release is on its way to general availability.
    pub enum Stage {
        Alpha = "alpha",
        Beta = "beta",
        Rc = "rc",
        Ga = "ga",
        /// Before general availability; nobody recorded whether alpha or beta.
        PreGa = "pre-ga",
    }
}

crate::domain::words::closed_words! {
    /// How far the *record* of a release is on its way to its readers.
    pub enum State {
        Draft = "draft",
        Review = "review",
        Scheduled = "scheduled",
        Published = "published",
        Withdrawn = "withdrawn",
    }
}

/// A line of releases with one versioning scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    pub id: String,
    pub name: Option<Untrusted>,
    pub scheme: Scheme,
    /// `npm:NAME` or `crate:NAME`.
    pub package: Option<String>,
    /// The interval that the history covers; `None` where it is not known.
    pub covers_from: Option<Date>,
    pub covers_until: Option<Date>,
    /// Whether every release of the interval is in the history; `None` if nobody said.
    pub complete: Option<bool>,
    pub continued_at: Option<Untrusted>,
    pub note: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
    #[serde(skip)]
    pub origin: Origin,
}

impl Stream {
    /// The name as people write it, else the id.
    pub fn display_name(&self) -> Untrusted {
        self.name
            .clone()
            .unwrap_or_else(|| Untrusted::from(self.id.as_str()))
    }
}

/// Which record a row came from. Not part of its content: two rows that differ only here are equal.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub enum Origin {
    /// Written here, by hand or by an edit.
    #[default]
    Local,
    /// Came with forewarn of this version.
    Bundled(String),
    /// Read from this package or file.
    Imported(String),
}

impl PartialEq for Origin {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Origin {}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Local => f.write_str("local"),
            Self::Bundled(version) => write!(f, "bundled:{version}"),
            Self::Imported(source) => write!(f, "imported:{source}"),
        }
    }
}

impl Origin {
    /// Reads what `Display` writes; anything else is local.
    pub fn parse(text: &str) -> Self {
        match text.split_once(':') {
            Some(("bundled", version)) => Self::Bundled(version.to_owned()),
            Some(("imported", source)) => Self::Imported(source.to_owned()),
            _ => Self::Local,
        }
    }
}

/// Where in a stream a record of entries stands: at a version, or still on its way to one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    Version(Version),
    /// A fragment, by its file's name without `.md`. It sorts after all versions: whatever takes it
    /// up will be newer.
    Unreleased(String),
}

impl Place {
    pub fn version(&self) -> Option<&Version> {
        match self {
            Self::Version(version) => Some(version),
            Self::Unreleased(_) => None,
        }
    }
}

/// `2.14.0`, `2019-07-17.2`, or `unreleased/queue-filter`.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Version(version) => version.fmt(f),
            Self::Unreleased(fragment) => f.pad(&format!("unreleased/{fragment}")),
        }
    }
}

/// A further date of a release, with where it is from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherDate {
    #[serde(flatten)]
    pub dated: Dated,
    pub source: Option<Untrusted>,
}

/// Markdown that fits nowhere in the grammar: kept, written back where it stood, and reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unplaced {
    /// The heading it stood under, without `#`; `None` before the first.
    pub heading: Option<Untrusted>,
    pub text: Untrusted,
}

/// One version or day of a stream, with its entries in order; or a fragment that has none yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub stream: String,
    pub place: Place,
    pub date: Option<Dated>,
    pub other_dates: Vec<OtherDate>,
    pub title: Option<Untrusted>,
    pub stage: Stage,
    pub state: State,
    /// UTC, as `YYYY-MM-DDTHH:MM:SSZ`.
    pub publish_at: Option<String>,
    pub withdrawn: Option<Untrusted>,
    pub summary: Option<Untrusted>,
    /// Markdown before the first heading.
    pub description: Option<Untrusted>,
    pub sources: Vec<Untrusted>,
    /// Who may read its entries unless they say otherwise; empty means `public`.
    pub audience: Vec<String>,
    /// Ids of entries whose text stands in another release.
    pub includes: Vec<String>,
    pub entries: Vec<Entry>,
    pub unplaced: Vec<Unplaced>,
    #[serde(skip)]
    pub origin: Origin,
}

impl Release {
    /// An empty published release.
    pub fn new(stream: impl Into<String>, place: Place) -> Self {
        let stage = place.version().map_or(Stage::Ga, Version::stage);
        Self {
            stream: stream.into(),
            place,
            date: None,
            other_dates: Vec::new(),
            title: None,
            stage,
            state: State::Published,
            publish_at: None,
            withdrawn: None,
            summary: None,
            description: None,
            sources: Vec::new(),
            audience: Vec::new(),
            includes: Vec::new(),
            entries: Vec::new(),
            unplaced: Vec::new(),
            origin: Origin::Local,
        }
    }

    /// `ui/2.14.0`: unique in a platform.
    pub fn id(&self) -> String {
        format!("{}/{}", self.stream, self.place)
    }

    pub fn version(&self) -> Option<&Version> {
        self.place.version()
    }

    /// Whether readers may see it on `as_of`: published or withdrawn, or scheduled for that day or
    /// an earlier one.
    pub fn is_public(&self, as_of: Date) -> bool {
        match self.state {
            State::Published | State::Withdrawn => true,
            State::Draft | State::Review => false,
            State::Scheduled => self
                .publish_at
                .as_deref()
                .and_then(|at| at.get(..10))
                .and_then(|day| day.parse::<Date>().ok())
                .is_some_and(|day| day <= as_of),
        }
    }

    /// Whether nothing is known of it but that it exists.
    pub fn is_blank(&self) -> bool {
        self.summary.is_none()
            && self.description.is_none()
            && self.entries.is_empty()
            && self.includes.is_empty()
            && self.unplaced.is_empty()
    }
}
