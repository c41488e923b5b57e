//! What there is to choose from when somebody is asked, and texts that were refused, kept until they are wanted again.

use std::path::PathBuf;

use crate::app::edit::{Step, stand};
use crate::app::history::{History, Source};
use crate::domain::feature::FeatureStage;
use crate::domain::release::{Place, Release, State};
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::policy::workflow;
use crate::system::System;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What commands call it.
    pub id: String,
    /// What it is, in a few words.
    pub what: Untrusted,
}

/// Releases that a step can be taken with; without a step those that are being written. Newest first, no fragments.
///
/// # Errors
/// If the history cannot be read.
pub fn releases(
    history: &History,
    system: &System,
    step: Option<Step>,
) -> Result<Vec<Offer>, Error> {
    let (changelog, now) = (history.changelog()?, system.now());
    let fits = |release: &&Release| {
        let stand = stand(release, &now);
        release.place.version().is_some()
            && match step {
                Some(step) => workflow::taken(step, stand).is_ok(),
                None => workflow::edited(stand).is_ok(),
            }
    };
    let offered = changelog.releases.iter().rev().filter(fits);
    Ok(offered
        .map(|release| {
            let stand = stand(release, &now);
            let state = if stand.approved && stand.state == State::Review {
                "approved".to_owned()
            } else {
                stand.state.to_string()
            };
            let entries = match release.entries.len() {
                1 => "1 entry".to_owned(),
                more => format!("{more} entries"),
            };
            Offer {
                id: release.id(),
                what: Untrusted::from(format!("{state}, {entries}")),
            }
        })
        .collect())
}

/// The platform's streams.
///
/// # Errors
/// If the history cannot be read.
pub fn streams(history: &History) -> Result<Vec<Offer>, Error> {
    let streams = history.headers()?.streams;
    Ok(streams
        .into_iter()
        .map(|stream| Offer {
            id: stream.id,
            what: stream.name.unwrap_or_default(),
        })
        .collect())
}

/// What the file of a fragment could be called, by the first words of its text.
pub fn fragment_of(text: &str) -> String {
    const WORDS: usize = 4;
    let is_short = |word: &&str| !word.is_empty();
    let kept = |one: char| {
        if one.is_ascii_alphanumeric() {
            one.to_ascii_lowercase()
        } else {
            ' '
        }
    };
    let plain: String = text.chars().map(kept).collect();
    let words: Vec<&str> = plain.split(' ').filter(is_short).take(WORDS).collect();
    words.join("-")
}

/// The fragments that there are.
///
/// # Errors
/// If the history cannot be read.
pub fn fragments(history: &History) -> Result<Vec<Offer>, Error> {
    let changelog = history.changelog()?;
    let is_fragment = |one: &&Release| matches!(one.place, Place::Unreleased(_));
    let fragments = changelog.releases.iter().filter(is_fragment);
    Ok(fragments
        .map(|release| Offer {
            id: release.id(),
            what: release.entries.first().map(first_words).unwrap_or_default(),
        })
        .collect())
}

/// The features that there are, with how far they are.
///
/// # Errors
/// If the history cannot be read.
pub fn features(history: &History) -> Result<Vec<Offer>, Error> {
    let features = history.changelog()?.features;
    Ok(features
        .into_iter()
        .map(|feature| {
            let stage = feature.events.iter().rev().find_map(|one| one.stage);
            let stage = stage.map_or("no stage yet", FeatureStage::as_str);
            Offer {
                id: feature.id,
                what: Untrusted::from(format!("{}, {stage}", feature.name.raw())),
            }
        })
        .collect())
}

/// Entries that their readers have, or those that nobody reads yet; newest first.
///
/// # Errors
/// If the history cannot be read.
pub fn entries(history: &History, system: &System, published: bool) -> Result<Vec<Offer>, Error> {
    let (changelog, now) = (history.changelog()?, system.now());
    let fits = |release: &&Release| {
        let is_fragment = matches!(release.place, Place::Unreleased(_));
        let stand = stand(release, &now);
        if published {
            !is_fragment && stand.state == State::Published
        } else {
            is_fragment || workflow::edited(stand).is_ok()
        }
    };
    let releases = changelog.releases.iter().rev().filter(fits);
    Ok(releases
        .flat_map(|release| release.entries.iter().map(move |entry| (release, entry)))
        .map(|(release, entry)| Offer {
            id: entry.id.clone(),
            what: Untrusted::from(format!("{}: {}", release.id(), first_words(entry).raw())),
        })
        .collect())
}

/// The beginning of an entry's text, in one line.
fn first_words(entry: &crate::domain::entry::Entry) -> Untrusted {
    const LONGEST: usize = 60;
    let words: Vec<&str> = entry.text.raw().split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= LONGEST {
        return Untrusted::from(line);
    }
    let cut: String = line.chars().take(LONGEST - 1).collect();
    Untrusted::from(format!("{}…", cut.trim_end()))
}

/// Where texts are kept that could not be written.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The text as it was left.
    pub text: PathBuf,
    /// What it was made from.
    base: PathBuf,
}

/// Where the text of a subject is kept: beside the index of a workspace, else in the user's data folder. `None` without a place.
pub fn kept_text(history: &History, system: &System, name: &str) -> Option<Kept> {
    let folder = match &history.source {
        Source::Workspace(root) => root.join(".forewarn"),
        Source::Database(_) | Source::BuiltIn => system.data_home()?.join("forewarn"),
    };
    let name: String = name
        .chars()
        .map(|one| {
            if one.is_ascii_alphanumeric() || "-.".contains(one) {
                one
            } else {
                '-'
            }
        })
        .collect();
    let folder = folder.join("kept");
    Some(Kept {
        text: folder.join(format!("{name}.md")),
        base: folder.join(format!("{name}.base.md")),
    })
}

/// No text of an editor is longer, in bytes.
const LONGEST: u64 = 4 * 1024 * 1024;

impl Kept {
    /// # Errors
    /// If it cannot be written.
    pub fn keep(&self, system: &System, base: &str, text: &str) -> Result<(), Error> {
        if let Some(folder) = self.text.parent() {
            system.create_dir(folder)?;
        }
        system.write_atomically(&self.base, base.as_bytes())?;
        Ok(system.write_atomically(&self.text, text.as_bytes())?)
    }

    /// What is kept there: what it was made from, and the text.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub fn read(&self, system: &System) -> Result<Option<(String, String)>, Error> {
        if !system.is_file(&self.text) || !system.is_file(&self.base) {
            return Ok(None);
        }
        let read = |path: &PathBuf| -> Result<String, Error> {
            let bytes = system.read_regular(path, LONGEST)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        Ok(Some((read(&self.base)?, read(&self.text)?)))
    }

    /// # Errors
    /// If it cannot be removed.
    pub fn forget(&self, system: &System) -> Result<(), Error> {
        system.remove_file(&self.text)?;
        Ok(system.remove_file(&self.base)?)
    }
}
