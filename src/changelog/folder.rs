//! A whole `changelog/` folder: texts in, a changelog and its problems out, and back.

use std::collections::{BTreeMap, BTreeSet};

use crate::changelog::{catalogue, cursor, patch, release_file, writer};
use crate::domain::changelog::Changelog;
use crate::domain::document::diff::LineChange;
use crate::domain::problem::{LineIndex, Position, Problem, Severity};
use crate::domain::release::{Place, Release, Stream};
use crate::domain::text::Untrusted;
use crate::domain::tree::{Found, TextFile};
use crate::domain::version::Version;

pub const STREAMS: &str = "streams.toml";
pub const FEATURES: &str = "features.toml";
pub const LIFECYCLE: &str = "lifecycle.toml";
pub const LEFTOVERS: &str = "leftovers.toml";
pub const COMMITS: &str = "commits.toml";
const REFERENCE: &str = "README.md";

/// Reads a folder, given as paths below it (with `/` between) and what is there.
///
/// `root` is put before paths in problems. A platform without `streams.toml` is an error, and its
/// changelog is empty.
pub fn read(root: &str, found: &BTreeMap<String, Found>) -> (Changelog, Vec<Problem>) {
    let mut reading = Reading {
        root,
        found,
        problems: Vec::new(),
    };
    let mut changelog = Changelog::new("");
    let Some(text) = found
        .get(STREAMS)
        .and_then(|found| reading.text(STREAMS, found))
    else {
        if !found.contains_key(STREAMS) {
            reading.problem(
                Severity::Error,
                STREAMS,
                "there is no streams.toml, so this is not a changelog folder",
                Some("`forewarn init` writes one".to_owned()),
            );
        }
        return (changelog, reading.problems);
    };
    let (streams, problems) = catalogue::read_streams(&text, &reading.path(STREAMS));
    reading.problems.extend(problems);
    if let Some(platform) = streams.platform {
        changelog.platform = platform;
    }
    changelog.streams = streams.streams;
    for (path, found) in found {
        reading.file(path, found, &mut changelog);
    }
    changelog.sort();
    reading.cross_check(&changelog);
    let mut problems = reading.problems;
    problems.sort_by(|a, b| (&a.file, a.at, a.severity).cmp(&(&b.file, b.at, b.severity)));
    (changelog, problems)
}

/// Where a release file stands.
struct Spot<'a> {
    path: &'a str,
    stream: &'a str,
    file: &'a str,
    is_fragment: bool,
}

struct Reading<'a> {
    root: &'a str,
    found: &'a BTreeMap<String, Found>,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn path(&self, path: &str) -> String {
        if self.root.is_empty() {
            path.to_owned()
        } else {
            format!("{}/{path}", self.root.trim_end_matches('/'))
        }
    }

    fn problem(
        &mut self,
        severity: Severity,
        path: &str,
        message: impl Into<Untrusted>,
        hint: Option<String>,
    ) {
        self.problem_at(severity, path, None, message, hint);
    }

    fn problem_at(
        &mut self,
        severity: Severity,
        path: &str,
        at: Option<Position>,
        message: impl Into<Untrusted>,
        hint: Option<String>,
    ) {
        let file = self.path(path);
        self.problems.push(Problem {
            severity,
            file,
            at,
            message: message.into(),
            hint,
        });
    }

    /// Where `words` first stand in a file that was read.
    fn position_of(&self, path: &str, words: &str) -> Option<Position> {
        let Some(Found::File(bytes)) = self.found.get(path) else {
            return None;
        };
        let text = std::str::from_utf8(bytes).ok()?;
        text.find(words).map(|at| LineIndex::new(text).position(at))
    }

    /// The text of a file that is expected here: UTF-8, with `\n` line ends and no byte order mark.
    fn text(&mut self, path: &str, found: &Found) -> Option<String> {
        match found {
            Found::File(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => {
                    let text = text.trim_start_matches('\u{feff}');
                    // Tools that end lines twice over leave several before a line feed; all of them are its end.
                    let lines: Vec<&str> = text
                        .split('\n')
                        .map(|line| line.trim_end_matches('\r'))
                        .collect();
                    Some(lines.join("\n"))
                }
                Err(error) => {
                    let before = String::from_utf8_lossy(
                        bytes.get(..error.valid_up_to()).unwrap_or_default(),
                    );
                    let at = LineIndex::new(&before).position(before.len());
                    self.problem_at(
                        Severity::Error,
                        path,
                        Some(at),
                        "this byte is not UTF-8",
                        Some("save the file as UTF-8".to_owned()),
                    );
                    None
                }
            },
            Found::Folder => {
                self.problem(
                    Severity::Error,
                    path,
                    "this is a folder; a file was expected",
                    None,
                );
                None
            }
            Found::Unreadable(why) => {
                self.problem(
                    Severity::Error,
                    path,
                    format!("cannot be read: {why}"),
                    None,
                );
                None
            }
        }
    }

    fn file(&mut self, path: &str, found: &Found, changelog: &mut Changelog) {
        match path.split('/').collect::<Vec<_>>()[..] {
            [STREAMS | REFERENCE] => {}
            [FEATURES] => {
                let Some(text) = self.text(path, found) else {
                    return;
                };
                let (features, toggles, problems) =
                    catalogue::read_features(&text, &self.path(path), &changelog.streams);
                (changelog.features, changelog.toggles) = (features, toggles);
                self.problems.extend(problems);
            }
            [LIFECYCLE] => {
                let Some(text) = self.text(path, found) else {
                    return;
                };
                let (ends, problems) =
                    catalogue::read_lifecycle(&text, &self.path(path), &changelog.streams);
                changelog.ends = ends;
                self.problems.extend(problems);
            }
            [LEFTOVERS] => {
                let Some(text) = self.text(path, found) else {
                    return;
                };
                let (leftovers, problems) = catalogue::read_leftovers(&text, &self.path(path));
                changelog.leftovers = leftovers;
                self.problems.extend(problems);
            }
            [COMMITS] => {
                let Some(text) = self.text(path, found) else {
                    return;
                };
                let (commits, problems) = catalogue::read_commits(&text, &self.path(path));
                changelog.commits = commits;
                self.problems.extend(problems);
            }
            [stream] if *found == Found::Folder => {
                if changelog.stream(stream).is_none() {
                    self.unknown_stream(path, stream, changelog);
                }
            }
            [_, "unreleased"] if *found == Found::Folder => {}
            // Said once, for the stream's folder.
            [stream, _] | [stream, "unreleased", _] if changelog.stream(stream).is_none() => {}
            [stream, file] => {
                let spot = Spot {
                    path,
                    stream,
                    file,
                    is_fragment: false,
                };
                self.release(&spot, found, changelog);
            }
            [stream, "unreleased", file] => {
                let spot = Spot {
                    path,
                    stream,
                    file,
                    is_fragment: true,
                };
                self.release(&spot, found, changelog);
            }
            _ => self.problem(
                Severity::Warning,
                path,
                "this fits nowhere in a changelog folder; it is not read",
                None,
            ),
        }
    }

    fn unknown_stream(&mut self, path: &str, stream: &str, changelog: &Changelog) {
        let hint = cursor::did_you_mean(
            stream,
            changelog.streams.iter().map(|stream| stream.id.as_str()),
        )
        .or_else(|| {
            Some(format!(
                "add a [[stream]] with id = \"{stream}\" to {STREAMS}"
            ))
        });
        self.problem(
            Severity::Error,
            path,
            format!("`{stream}` is not a stream of {STREAMS}; its files are not read"),
            hint,
        );
    }

    fn release(&mut self, spot: &Spot<'_>, found: &Found, changelog: &mut Changelog) {
        let Spot {
            path,
            stream: stream_id,
            file,
            is_fragment,
        } = *spot;
        let Some(stream) = changelog.stream(stream_id).cloned() else {
            return;
        };
        let Some(stem) = file
            .strip_suffix(".md")
            .filter(|_| *found != Found::Folder || !is_fragment)
        else {
            self.problem(
                Severity::Warning,
                path,
                "this fits nowhere in a stream's folder; it is not read",
                Some("releases are files named VERSION.md".to_owned()),
            );
            return;
        };
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let place = if is_fragment && !stem.chars().all(is_plain) {
            self.problem(
                Severity::Error,
                path,
                format!("`{stem}` is not the name of a fragment"),
                Some("use lower-case letters, digits and `-`".to_owned()),
            );
            return;
        } else if is_fragment {
            Place::Unreleased(stem.to_owned())
        } else {
            match Version::parse(stream.scheme, stem) {
                Ok(version) => Place::Version(version),
                Err(error) => {
                    self.problem(
                        Severity::Error,
                        path,
                        error.to_string(),
                        Some(format!(
                            "files of the stream `{stream_id}` are named after its {} versions",
                            stream.scheme
                        )),
                    );
                    return;
                }
            }
        };
        let Some(text) = self.text(path, found) else {
            return;
        };
        let (release, problems) =
            release_file::read(&text, &self.path(path), &stream, place, &changelog.streams);
        self.problems.extend(problems);
        changelog.releases.push(release);
    }

    /// What only shows across files: ids that stand twice, links to nothing.
    fn cross_check(&mut self, changelog: &Changelog) {
        let ids = self.unique_ids(changelog);
        let releases: BTreeSet<String> = changelog.releases.iter().map(Release::id).collect();
        let features: BTreeSet<&str> = changelog.features.iter().map(|f| f.id.as_str()).collect();
        let mut missing = Missing {
            reading: self,
            ids: &ids,
            releases: &releases,
            features: &features,
        };
        for release in &changelog.releases {
            missing.of_release(release);
        }
        for event in changelog
            .features
            .iter()
            .flat_map(|feature| &feature.events)
        {
            if let Some(id) = &event.release {
                missing.release(FEATURES, "in", id);
            }
            if let Some(id) = &event.entry {
                missing.entry(FEATURES, "entry", id);
            }
        }
    }

    /// Where each entry id stands first; a second place is an error.
    fn unique_ids<'c>(&mut self, changelog: &'c Changelog) -> BTreeMap<&'c str, &'c Release> {
        let mut ids: BTreeMap<&str, &Release> = BTreeMap::new();
        for (release, entry) in changelog.entries() {
            let first = *ids.entry(entry.id.as_str()).or_insert(release);
            if std::ptr::eq(first, release) {
                continue;
            }
            let path = path_of(release);
            let at = self.position_of(&path, &format!("{{#{}}}", entry.id));
            let taken = path_of(first);
            let message = format!(
                "the id `{}` is already taken by an entry of {taken}",
                entry.id
            );
            let hint = "ids are unique in the whole platform; give the newer entry another";
            self.problem_at(Severity::Error, &path, at, message, Some(hint.to_owned()));
        }
        ids
    }
}

/// Reports links to what is not there. Warnings, since another part of the history may hold it.
struct Missing<'r, 'a, 'x> {
    reading: &'r mut Reading<'a>,
    ids: &'x BTreeMap<&'x str, &'x Release>,
    releases: &'x BTreeSet<String>,
    features: &'x BTreeSet<&'x str>,
}

impl Missing<'_, '_, '_> {
    fn of_release(&mut self, release: &Release) {
        let path = path_of(release);
        for id in &release.includes {
            self.entry(&path, "includes", id);
        }
        for entry in &release.entries {
            for id in &entry.related {
                self.entry(&path, "related", id);
            }
            if let Some(id) = &entry.reverts {
                self.entry(&path, "reverts", id);
            }
            if let Some(id) = &entry.fixed_in {
                self.release(&path, "fixed-in", id);
            }
            if let Some(id) = &entry.feature {
                self.feature(&path, id);
            }
            for id in entry
                .corrections
                .iter()
                .filter_map(|one| one.announced_in.as_ref())
            {
                self.release(&path, "announced-in", id);
            }
        }
    }

    fn entry(&mut self, path: &str, key: &str, id: &str) {
        if !self.ids.contains_key(id) {
            let hint = cursor::did_you_mean(id, self.ids.keys().copied());
            let message = format!("`{key}`: no entry has the id `{id}`");
            self.warn(path, id, message, hint);
        }
    }

    /// At the first place in the file where the id stands as a value.
    fn warn(&mut self, path: &str, id: &str, message: String, hint: Option<String>) {
        let at = self.reading.position_of(path, &format!("\"{id}\""));
        self.reading
            .problem_at(Severity::Warning, path, at, message, hint);
    }

    fn release(&mut self, path: &str, key: &str, id: &str) {
        if !self.releases.contains(id) {
            let hint = cursor::did_you_mean(id, self.releases.iter().map(String::as_str));
            let message = format!("`{key}`: there is no release `{id}`");
            self.warn(path, id, message, hint);
        }
    }

    fn feature(&mut self, path: &str, id: &str) {
        if !self.features.contains(id) {
            let hint = cursor::did_you_mean(id, self.features.iter().copied());
            let message = format!("`feature`: there is no feature `{id}`");
            self.warn(path, id, message, hint);
        }
    }
}

/// Where a release's file stands below the folder.
pub fn path_of(release: &Release) -> String {
    format!("{}/{}.md", release.stream, release.place)
}

/// Where the entries of a release stand in the text of its file: each id with the bytes of its bullet.
pub fn places(text: &str, release: &Release) -> Vec<(String, std::ops::Range<usize>)> {
    release_file::places(text, release)
}

/// The one file of a release, as the formatter writes it.
pub fn write_release(release: &Release) -> TextFile {
    TextFile {
        path: path_of(release),
        text: writer::release(release),
    }
}

/// The text of a release's file after an edit, of which only the lines of what was edited differ from `text`, the file as it
/// stands. `None` if that cannot be done so that the file reads as `after`.
pub fn patch_release(
    text: &str,
    before: &Release,
    after: &Release,
    streams: &[Stream],
) -> Option<String> {
    patch::patched(text, before, after, streams)
}

/// Reads the text of one release's file. Never fails: what cannot be read is in the problems.
pub fn read_release(
    text: &str,
    stream: &Stream,
    place: Place,
    streams: &[Stream],
) -> (Release, Vec<Problem>) {
    release_file::read(text, "", stream, place, streams)
}

/// The text of `features.toml` after an edit, of which only the keys differ from `text` that the edit is about. `None` if that
/// cannot be done so that the file reads as `after`.
pub fn patch_features(text: &str, before: &Changelog, after: &Changelog) -> Option<String> {
    patch::features(text, before, after)
}

/// Two texts that came from one, merged line by line; whether no lines meet that both changed. Those that do stand between marks.
pub fn merged(base: &str, mine: &str, theirs: &str) -> (String, bool) {
    patch::merged(base, mine, theirs)
}

/// All lines of two texts, those that differ marked, in the order of the new one.
pub fn differences(old: &str, new: &str) -> Vec<(LineChange, String)> {
    patch::differences(old, new)
}

/// The id of a release of which the formatter's text would not read as what it is: a text that cannot stand in a file. `None` if
/// there is none.
pub fn unwritable(releases: &[Release], streams: &[Stream]) -> Option<String> {
    releases
        .iter()
        .find(|release| !patch::reads_as(&writer::release(release), release, streams))
        .map(Release::id)
}

/// Every file of a changelog, as the formatter writes it, in order of paths.
pub fn write(changelog: &Changelog) -> Vec<TextFile> {
    let mut files = vec![TextFile {
        path: STREAMS.to_owned(),
        text: writer::streams(&changelog.platform, &changelog.streams),
    }];
    if !changelog.features.is_empty() || !changelog.toggles.is_empty() {
        let text = writer::features(&changelog.features, &changelog.toggles);
        files.push(TextFile {
            path: FEATURES.to_owned(),
            text,
        });
    }
    if !changelog.ends.is_empty() {
        files.push(TextFile {
            path: LIFECYCLE.to_owned(),
            text: writer::lifecycle(&changelog.ends),
        });
    }
    if !changelog.leftovers.is_empty() {
        files.push(TextFile {
            path: LEFTOVERS.to_owned(),
            text: writer::leftovers(&changelog.leftovers),
        });
    }
    if !changelog.commits.is_empty() {
        files.push(TextFile {
            path: COMMITS.to_owned(),
            text: writer::commits(&changelog.commits),
        });
    }
    files.extend(changelog.releases.iter().map(write_release));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
