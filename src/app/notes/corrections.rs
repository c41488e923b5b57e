//! Corrections of earlier releases, announced where their readers look now.
//!
//! Nobody reads old notes again, so a correction is told in the release that announces it: the one it names, else the
//! stream's first stable release of its day or later. One whose day nobody recorded and that names no release is told at
//! its entry only.

use std::collections::BTreeMap;

use crate::app::history::History;
use crate::app::notes::collect::Collector;
use crate::changelog::markdown;
use crate::domain::changelog::Changelog;
use crate::domain::date::Date;
use crate::domain::document::notes::{AnnouncedCorrection, NotesRelease};
use crate::domain::release::{Place, Release, Stage, State};
use crate::error::Error;
use crate::store::Corrected;

/// What there is to announce.
#[derive(Debug, Default)]
pub(super) struct Announced {
    /// By `stream/version` of the announcing release.
    by_release: BTreeMap<String, Vec<Corrected>>,
    /// Those that the stream's next release is to tell, by stream.
    pub(super) pending: Vec<Corrected>,
}

impl Announced {
    pub(super) fn of(history: &History, as_of: Date, headers: &Changelog) -> Result<Self, Error> {
        let mut announced = Self::default();
        for corrected in history.store.corrections(&history.platform)? {
            let date = corrected.correction.date;
            if date.is_some_and(|dated| dated.on > as_of) {
                continue;
            }
            let is_public = headers
                .releases
                .iter()
                .any(|release| release.id() == corrected.release && release.is_public(as_of));
            if !is_public {
                continue;
            }
            match (&corrected.correction.announced_in, date) {
                (Some(release), _) => {
                    let release = release.clone();
                    announced
                        .by_release
                        .entry(release)
                        .or_default()
                        .push(corrected);
                }
                (None, Some(dated)) => {
                    let next = headers
                        .releases
                        .iter()
                        .filter(|release| {
                            corrected
                                .release
                                .split_once('/')
                                .is_some_and(|(stream, _)| stream == release.stream)
                        })
                        .filter(|release| {
                            release.state == State::Published
                                && release.stage == Stage::Ga
                                && release.id() != corrected.release
                        })
                        .filter_map(|release| Some((release.date?.on, &release.place, release)))
                        .filter(|(day, ..)| *day >= dated.on)
                        .min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
                    match next {
                        Some((.., release)) => announced
                            .by_release
                            .entry(release.id())
                            .or_default()
                            .push(corrected),
                        None => announced.pending.push(corrected),
                    }
                }
                (None, None) => {}
            }
        }
        Ok(announced)
    }

    /// Adds to a release what it announces, as far as it is for the reader.
    pub(super) fn put(
        &self,
        release: &Release,
        notes: &mut NotesRelease,
        collector: &Collector<'_>,
    ) {
        if matches!(release.place, Place::Unreleased(_)) {
            return;
        }
        for corrected in self.by_release.get(&release.id()).into_iter().flatten() {
            if !collector.is_for_reader(&corrected.audience) {
                continue;
            }
            notes.corrections.push(AnnouncedCorrection {
                entry: corrected.entry.clone(),
                release: corrected.release.clone(),
                kind: corrected.kind,
                text: corrected.text.clone(),
                blocks: if collector.with_blocks() {
                    markdown::parse(corrected.text.raw())
                } else {
                    Vec::new()
                },
                correction: corrected.correction.clone(),
            });
        }
    }
}
