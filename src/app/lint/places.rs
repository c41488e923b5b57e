//! Where releases, entries and waivers stand in the files of a workspace.

use std::collections::BTreeMap;

use crate::app::history::{History, Source};
use crate::app::workspace::Workspace;
use crate::changelog::folder;
use crate::domain::lint::comment::LEAD;
use crate::domain::problem::LineIndex;
use crate::domain::release::Release;
use crate::domain::tree::Found;
use crate::error::Error;
use crate::policy::lint::waivers::Waiver;
use crate::system::System;

/// The files of a workspace, or none.
pub(super) struct Places {
    /// The changelog folder, as paths are shown.
    shown: String,
    /// By path below the folder.
    texts: BTreeMap<String, String>,
}

impl Places {
    /// # Errors
    /// If the files of the workspace cannot be listed.
    pub(super) fn open(system: &System, history: &History) -> Result<Self, Error> {
        let mut places = Self {
            shown: String::new(),
            texts: BTreeMap::new(),
        };
        let Source::Workspace(root) = &history.source else {
            return Ok(places);
        };
        let Some(workspace) = Workspace::find(system, root)? else {
            return Ok(places);
        };
        let shown = workspace.changelog.strip_prefix(system.cwd());
        let shown = shown.unwrap_or(&workspace.changelog);
        places.shown = shown.to_string_lossy().replace('\\', "/");
        for (path, found) in workspace.files(system)? {
            if let Found::File(bytes) = found
                && let Ok(text) = String::from_utf8(bytes)
            {
                places.texts.insert(path, text);
            }
        }
        Ok(places)
    }

    fn text(&self, release: &Release) -> Option<(String, &str)> {
        let path = folder::path_of(release);
        let text = self.texts.get(&path)?;
        let shown = if self.shown.is_empty() {
            path
        } else {
            format!("{}/{path}", self.shown)
        };
        Some((shown, text))
    }

    /// The file of a release, and the line of one of its entries; without an entry the first line.
    pub(super) fn of(
        &self,
        release: Option<&Release>,
        entry: Option<&str>,
    ) -> (Option<String>, Option<usize>) {
        let Some((file, text)) = release.and_then(|release| self.text(release)) else {
            return (None, None);
        };
        let line = release
            .zip(entry)
            .and_then(|(release, entry)| Self::line(text, release, entry));
        (Some(file), Some(line.unwrap_or(1)))
    }

    fn line(text: &str, release: &Release, entry: &str) -> Option<usize> {
        let places = folder::places(text, release);
        let (_, span) = places.into_iter().find(|(id, _)| id == entry)?;
        Some(LineIndex::new(text).position(span.start).line)
    }

    /// The line of a waiver's comment: within its entry, or just before it, or above all entries.
    pub(super) fn of_comment(
        &self,
        release: Option<&Release>,
        waiver: &Waiver,
    ) -> (Option<String>, Option<usize>) {
        let Some(release) = release else {
            return (None, None);
        };
        let Some((file, text)) = self.text(release) else {
            return (None, None);
        };
        let span = waiver.entry.as_ref().and_then(|entry| {
            let mut places = folder::places(text, release).into_iter();
            places.find(|(id, _)| id == entry).map(|(_, span)| span)
        });
        let comment = |text: &str| text.find(&format!("{LEAD} {}", waiver.rule));
        let at = match &span {
            Some(span) => text
                .get(span.clone())
                .and_then(comment)
                .map(|at| span.start + at)
                .or_else(|| {
                    let before = text.get(..span.start)?;
                    before.rfind(LEAD)
                }),
            None => comment(text),
        };
        let at = at.or(span.map(|span| span.start)).unwrap_or(0);
        (Some(file), Some(LineIndex::new(text).position(at).line))
    }
}
