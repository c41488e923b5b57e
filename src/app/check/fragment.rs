//! The gate of a change: does it tell its readers what it changes?
//!
//! The change is what differs from the commit that it has in common with another revision, committed or not. It passes if it brings
//! a fragment, edits what is not released, or touches nothing that readers would notice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::app::workspace::git::GitSettings;
use crate::app::workspace::{CONFIG, Workspace};
use crate::cancel::Cancel;
use crate::changelog::commits::Message;
use crate::changelog::commits::draft::{Types, is_no};
use crate::changelog::{folder, ids};
use crate::domain::changelog::Changelog;
use crate::domain::document::fragment::{
    ChangedFragment, FragmentDocument, FragmentFault, FragmentProblem, SCHEMA, Verdict,
};
use crate::domain::entry::Entry;
use crate::domain::problem::{LineIndex, Problem, Severity};
use crate::domain::release::{Place, Release, State};
use crate::domain::text::Untrusted;
use crate::domain::tree::Found;
use crate::domain::version::Scheme;
use crate::error::Error;
use crate::scan::changed;
use crate::scan::commits::Repository;
use crate::scan::ignored::Patterns;
use crate::system::System;

const WITHOUT: &str = "`forewarn lint` looks at drafts without git";

/// Branches that changes are made for, where nobody says which.
const MAIN: [&str; 4] = ["origin/main", "origin/master", "main", "master"];

/// Checks the change of the workspace that the current folder lies in. `since` is what it is held against; `None`: the main branch
/// of `origin`, else `main` or `master`.
///
/// # Errors
/// No workspace, no repository, no such revision, or nothing in common with it.
pub fn check_fragment(system: &System, since: Option<&str>) -> Result<FragmentDocument, Error> {
    let workspace = Workspace::find(system, system.cwd())?.ok_or_else(|| {
        Error::new("this folder is in no workspace, so no fragments are kept here")
            .hint("`forewarn init NAME` makes one")
    })?;
    let settings = GitSettings::of(system, &workspace.root)?;
    let ignored = Patterns::new(&settings.ignore, &format!("{CONFIG}: [fragment] ignore"))?;
    let never = Cancel::default();
    let repository = Repository::at(system, &workspace.root, &never, WITHOUT)?;
    let (since, against) = against(&repository, since)?;
    let head = repository.resolve("HEAD")?;
    let base = repository.merge_base(&head, &against)?.ok_or_else(|| {
        Error::new(format!("HEAD and {since} have no commit in common here"))
            .hint("a shallow clone has only its newest commits: fetch all of them (fetch-depth: 0)")
    })?;
    let touched = Touched::find(system, &workspace, &repository, &base, &ignored, &never)?;
    let (changelog, problems, texts) = read(system, &workspace)?;
    let looking = Looking {
        changelog: &changelog,
        problems: &problems,
        texts: &texts,
        folder: shown_folder(system, &workspace),
        new: repository.absent(&base, &touched.changelog_paths)?,
    };
    let (fragments, problems) = looking.look(&touched.changelog);
    let mut waived_by = None;
    let is_told = fragments.iter().any(|fragment| fragment.entries > 0);
    if !is_told && !touched.files.is_empty() {
        let commits = repository.log(Some(&base), &head)?;
        let says_no = |text: &Untrusted| {
            let message = Message::read(text.raw(), &Types::default());
            message.changelog.as_deref().is_some_and(is_no)
        };
        let commit = commits.into_iter().find(|commit| says_no(&commit.message));
        waived_by = commit.map(|commit| commit.id);
    }
    let verdict = if is_told {
        Verdict::Told
    } else if touched.files.is_empty() && touched.count == 0 {
        Verdict::Nothing
    } else if touched.files.is_empty() {
        Verdict::Ignored
    } else if waived_by.is_some() {
        Verdict::Waived
    } else {
        Verdict::Missing
    };
    let next_step = (verdict == Verdict::Missing)
        .then(|| next_step(&repository, &changelog))
        .transpose()?;
    Ok(FragmentDocument {
        schema: SCHEMA,
        since: Untrusted::from(since),
        base,
        verdict,
        passed: verdict != Verdict::Missing && problems.is_empty(),
        files: touched.files.into_iter().map(Untrusted::from).collect(),
        ignored: touched.ignored,
        fragments,
        waived_by,
        problems,
        next_step,
    })
}

/// The revision that a change is held against, and its commit.
fn against(repository: &Repository<'_>, since: Option<&str>) -> Result<(String, String), Error> {
    if let Some(since) = since {
        return Ok((since.to_owned(), repository.resolve(since)?));
    }
    let upstream = repository.upstream()?;
    let names = upstream
        .into_iter()
        .chain(MAIN.iter().map(|name| (*name).to_owned()));
    for name in names {
        if let Some(commit) = repository.find(&name)? {
            return Ok((name, commit));
        }
    }
    Err(
        Error::new("there is no branch main or master to hold the change against")
            .hint("name what it is made for: --since origin/develop"),
    )
}

/// The files of a change below the workspace, sorted by whose concern they are.
struct Touched {
    /// How many there are.
    count: usize,
    /// Those that readers may notice, relative to the workspace.
    files: BTreeSet<String>,
    ignored: usize,
    /// Those of the changelog that are still there, relative to its folder.
    changelog: BTreeSet<String>,
    /// The same, relative to the repository.
    changelog_paths: BTreeMap<String, String>,
}

impl Touched {
    fn find(
        system: &System,
        workspace: &Workspace,
        repository: &Repository<'_>,
        base: &str,
        ignored: &Patterns,
        cancel: &Cancel,
    ) -> Result<Self, Error> {
        let changed = changed::from_commit(system, &repository.top, base, WITHOUT, cancel)?;
        let root = system.real_path(&workspace.root)?;
        let home = if system.is_dir(&workspace.changelog) {
            system.real_path(&workspace.changelog)?
        } else {
            workspace.changelog.clone()
        };
        let mut touched = Self {
            count: 0,
            files: BTreeSet::new(),
            ignored: 0,
            changelog: BTreeSet::new(),
            changelog_paths: BTreeMap::new(),
        };
        for path in changed.files.iter().chain(&changed.removed) {
            let Ok(below) = path.strip_prefix(&root) else {
                continue;
            };
            touched.count += 1;
            if let Ok(file) = path.strip_prefix(&home) {
                if changed.holds(path) {
                    let file = slashed(file);
                    let of_top = path.strip_prefix(&repository.top).unwrap_or(path);
                    touched
                        .changelog_paths
                        .insert(slashed(of_top), file.clone());
                    touched.changelog.insert(file);
                }
                continue;
            }
            let below = slashed(below);
            if below == CONFIG || ignored.holds(&below) {
                touched.ignored += 1;
            } else {
                touched.files.insert(below);
            }
        }
        Ok(touched)
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn shown_folder(system: &System, workspace: &Workspace) -> String {
    let below = workspace.changelog.strip_prefix(system.cwd());
    slashed(below.unwrap_or(&workspace.changelog))
}

type Texts = BTreeMap<String, String>;

/// The changelog as far as it can be read, with what cannot, and its texts.
fn read(system: &System, workspace: &Workspace) -> Result<(Changelog, Vec<Problem>, Texts), Error> {
    let files = workspace.files(system)?;
    let (changelog, problems) = folder::read(&shown_folder(system, workspace), &files);
    let text = |(path, found): (String, Found)| match found {
        // As the reader has them.
        Found::File(bytes) => {
            let text = String::from_utf8(bytes).ok()?;
            let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
            Some((path, text.replace("\r\n", "\n")))
        }
        _ => None,
    };
    let texts = files.into_iter().filter_map(text).collect();
    Ok((changelog, problems, texts))
}

struct Looking<'a> {
    changelog: &'a Changelog,
    problems: &'a [Problem],
    texts: &'a Texts,
    /// The changelog's folder, as it is shown.
    folder: String,
    /// Files of the changelog that the change adds, relative to its folder.
    new: BTreeSet<String>,
}

impl Looking<'_> {
    /// The files among `paths` that tell of the change, and what is wrong with them.
    fn look(&self, paths: &BTreeSet<String>) -> (Vec<ChangedFragment>, Vec<FragmentProblem>) {
        let (mut fragments, mut problems) = (Vec::new(), Vec::new());
        for path in paths.iter().filter(|path| is_release_file(path)) {
            let mut releases = self.changelog.releases.iter();
            let release = releases.find(|one| folder::path_of(one) == *path);
            let tells = match release {
                // A release that its readers have tells of this change only if it comes with it.
                Some(release) => {
                    matches!(release.place, Place::Unreleased(_))
                        || release.state != State::Published
                        || self.new.contains(path)
                }
                None => true,
            };
            if !tells {
                continue;
            }
            fragments.push(ChangedFragment {
                file: Untrusted::from(self.shown(path)),
                entries: release.map_or(0, |release| release.entries.len()),
            });
            problems.extend(self.of_file(path, release));
        }
        (fragments, problems)
    }

    fn shown(&self, path: &str) -> String {
        format!("{}/{path}", self.folder)
    }

    fn of_file(&self, path: &str, release: Option<&Release>) -> Vec<FragmentProblem> {
        let shown = self.shown(path);
        let problem = |kind, line, entry: Option<&Entry>, message: String| FragmentProblem {
            kind,
            file: Untrusted::from(shown.as_str()),
            line,
            entry: entry.map(|entry| entry.id.clone()),
            message: Untrusted::from(message),
        };
        let said = self.problems.iter().filter(|one| one.file == shown);
        let mut problems: Vec<FragmentProblem> = said
            .filter(|one| one.severity > Severity::Note)
            .map(|one| {
                let line = one.at.map(|at| at.line);
                let kind = FragmentFault::Unreadable;
                problem(kind, line, None, one.message.raw().to_owned())
            })
            .collect();
        let Some(release) = release else {
            if problems.is_empty() {
                let message = "this file is not read as a part of the changelog".to_owned();
                problems.push(problem(FragmentFault::Unreadable, None, None, message));
            }
            return problems;
        };
        if release.entries.is_empty() && matches!(release.place, Place::Unreleased(_)) {
            let message =
                "this fragment holds no entry: a heading such as `## Added`, and a bullet below it";
            let kind = FragmentFault::Empty;
            problems.push(problem(kind, None, None, message.to_owned()));
        }
        let text = self.texts.get(path).map_or("", String::as_str);
        let index = LineIndex::new(text);
        let places: BTreeMap<String, usize> = folder::places(text, release)
            .into_iter()
            .map(|(id, span)| (id, index.position(span.start).line))
            .collect();
        for entry in &release.entries {
            let line = places.get(&entry.id).copied();
            if gist(entry).is_empty() {
                let message = format!("`{}` says nothing", entry.id);
                problems.push(problem(FragmentFault::NoText, line, Some(entry), message));
            } else if let Some((other, twin)) = self.twin(release, entry) {
                let message = format!(
                    "`{}` says the same as `{}` of {}",
                    entry.id,
                    twin.id,
                    other.id()
                );
                problems.push(problem(
                    FragmentFault::Duplicate,
                    line,
                    Some(entry),
                    message,
                ));
            }
        }
        problems
    }

    /// Another entry of the stream's that readers do not have yet and that says the same.
    fn twin(&self, release: &Release, entry: &Entry) -> Option<(&Release, &Entry)> {
        let said = gist(entry);
        self.changelog
            .entries()
            .filter(|(other, _)| other.stream == release.stream)
            .filter(|(other, _)| {
                matches!(other.place, Place::Unreleased(_)) || other.state != State::Published
            })
            .find(|(_, other)| other.id != entry.id && gist(other) == said)
    }
}

/// `ui/2.0.0.md` or `ui/unreleased/x.md`.
fn is_release_file(path: &str) -> bool {
    path.contains('/') && path.to_ascii_lowercase().ends_with(".md")
}

/// What an entry says, whatever its case and signs.
fn gist(entry: &Entry) -> String {
    let text = entry.text.raw().chars().filter(|c| c.is_alphanumeric());
    text.flat_map(char::to_lowercase).collect()
}

/// The command that writes the fragment that is missing, named after the branch.
fn next_step(repository: &Repository<'_>, changelog: &Changelog) -> Result<String, Error> {
    let semantic = changelog
        .streams
        .iter()
        .find(|stream| stream.scheme == Scheme::Semver);
    let stream = semantic
        .or(changelog.streams.first())
        .map_or("STREAM", |stream| stream.id.as_str());
    let branch = repository.branch()?;
    let name = branch.map_or_else(|| "change".to_owned(), |branch| ids::slug(&branch, 60));
    let is_taken = changelog
        .release(stream, &format!("unreleased/{name}"))
        .is_some();
    let name = if is_taken { format!("{name}-2") } else { name };
    Ok(format!(
        "forewarn entry new --in {stream}/unreleased/{name} --kind changed --text \"What readers should know.\""
    ))
}
