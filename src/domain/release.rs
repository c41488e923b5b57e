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
    /// A stream of which nothing else is known.
    pub fn new(id: impl Into<String>, scheme: Scheme) -> Self {
        Self {
            id: id.into(),
            name: None,
            scheme,
            package: None,
            covers_from: None,
            covers_until: None,
            complete: None,
            continued_at: None,
            note: None,
            sources: Vec::new(),
            origin: Origin::Local,
        }
    }

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
    /// Who approved it as it stands; an edit takes that back.
    #[serde(default)]
    pub approved: Option<Untrusted>,
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
            approved: None,
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
            State::Scheduled => self.publication().is_some_and(|day| day <= as_of),
        }
    }

    /// The release as its readers have it on `as_of`. What was scheduled for that day or an earlier one is published, and
    /// one without a date came on the (UTC) day of its publication; a version that is a day came on that day.
    #[must_use]
    pub fn seen(mut self, as_of: Date) -> Self {
        if self.state == State::Scheduled && self.is_public(as_of) {
            self.state = State::Published;
            self.date = self.date.or_else(|| self.publication().map(Dated::exact));
        }
        if let (None, Place::Version(Version::Date(version))) = (self.date, &self.place) {
            self.date = Some(Dated::exact(version.day));
        }
        self
    }

    /// The day of `publish_at`.
    pub fn publication(&self) -> Option<Date> {
        self.publish_at.as_deref()?.get(..10)?.parse().ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheduled_release_is_published_from_its_day_on() {
        let mut release = Release::new("ui", Place::Version(Version::parse_any("1.3.1").unwrap()));
        release.state = State::Scheduled;
        release.publish_at = Some("2024-09-01T08:00:00Z".to_owned());
        let day = |text: &str| text.parse::<Date>().unwrap();
        let before = release.clone().seen(day("2024-08-31"));
        assert_eq!((before.state, before.date), (State::Scheduled, None));
        let after = release.seen(day("2024-09-01"));
        assert_eq!(after.state, State::Published);
        assert_eq!(after.date, Some(Dated::exact(day("2024-09-01"))));
    }

    #[test]
    fn a_version_that_is_a_day_came_on_that_day() {
        let day: Date = "2024-03-05".parse().unwrap();
        for (version, expected) in [("2024-03-05.2", Some(Dated::exact(day))), ("1.0.0", None)] {
            let place = Place::Version(Version::parse_any(version).unwrap());
            assert_eq!(Release::new("x", place).seen(day).date, expected);
        }
    }
}
