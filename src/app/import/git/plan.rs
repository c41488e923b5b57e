//! What becomes of each commit. Every one that was read has exactly one fate.

use std::collections::{BTreeMap, BTreeSet};

use crate::changelog::commits::draft::{Draft, Skipped, Types, draft, plain};
use crate::changelog::commits::{Message, Revert};
use crate::changelog::folder;
use crate::changelog::ids::numbered;
use crate::domain::changelog::{Changelog, Settled};
use crate::domain::document::git::{Drafted, LeftOut, LeftOutReason, TakenOut};
use crate::domain::entry::{Entry, EntryKind};
use crate::domain::release::{Origin, Place, Release, State, Stream};
use crate::domain::text::Untrusted;
use crate::scan::commits::Commit;

/// What became of a commit.
enum Fate {
    Made,
    Already,
    LeftOut(Skipped),
}

/// The outcome, and the history with it.
pub(super) struct Planned {
    pub(super) merged: Changelog,
    pub(super) made: usize,
    pub(super) already: usize,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) parts_left_out: Vec<LeftOut>,
    pub(super) drafts: Vec<Drafted>,
    pub(super) taken_out: Vec<TakenOut>,
}

pub(super) struct Plan<'a> {
    stream: &'a Stream,
    types: &'a Types,
    commits: &'a [Commit],
    messages: Vec<Message>,
    fates: Vec<Option<Fate>>,
    merged: Changelog,
    /// Ids of the entries that each commit has.
    entries_of: BTreeMap<String, Vec<String>>,
    settled: BTreeMap<String, Settled>,
    /// Ids of entries, and names of the stream's fragments.
    taken: BTreeSet<String>,
    parts: Vec<LeftOut>,
    drafts: Vec<Drafted>,
    taken_out: Vec<TakenOut>,
}

fn left(reason: LeftOutReason, why: impl Into<String>) -> Fate {
    Fate::LeftOut(Skipped {
        reason,
        why: why.into(),
    })
}

/// The beginning of a hash, as people write it.
fn short(id: &str) -> &str {
    id.get(..9).unwrap_or(id)
}

impl<'a> Plan<'a> {
    /// `commits` are newest first. What can be said without the messages of other commits is said.
    pub(super) fn new(
        before: &Changelog,
        stream: &'a Stream,
        types: &'a Types,
        commits: &'a [Commit],
    ) -> Self {
        let mut entries_of: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for (_, entry) in before.entries() {
            taken.insert(entry.id.clone());
            if let Some(commit) = &entry.commit {
                let ids = entries_of.entry(commit.clone()).or_default();
                ids.push(entry.id.clone());
            }
        }
        for release in &before.releases {
            if let (true, Place::Unreleased(name)) = (release.stream == stream.id, &release.place) {
                taken.insert(name.clone());
            }
        }
        let mut plan = Self {
            stream,
            types,
            commits,
            messages: commits
                .iter()
                .map(|commit| Message::read(commit.message.raw(), types))
                .collect(),
            fates: commits.iter().map(|_| None).collect(),
            settled: before
                .commits
                .iter()
                .map(|one| (one.id.clone(), one.why))
                .collect(),
            merged: before.clone(),
            entries_of,
            taken,
            parts: Vec::new(),
            drafts: Vec::new(),
            taken_out: Vec::new(),
        };
        plan.known();
        plan.cancel();
        plan
    }

    /// What an earlier import dealt with, and merges.
    fn known(&mut self) {
        for (position, commit) in self.commits.iter().enumerate() {
            self.fates[position] = if self.entries_of.contains_key(&commit.id) {
                Some(Fate::Already)
            } else if self.settled.contains_key(&commit.id) {
                Some(left(
                    LeftOutReason::Settled,
                    "its draft was taken out (commits.toml)",
                ))
            } else {
                None
            };
        }
    }

    /// Commits of the range that a later one takes back, newest first: what takes a revert back lets the first one stand.
    fn cancel(&mut self) {
        let commits = self.commits;
        for position in 0..commits.len() {
            if self.fates[position].is_some() {
                continue;
            }
            let Some(revert) = self.messages[position].revert.clone() else {
                continue;
            };
            let targets = self.targets_in_range(&revert, position);
            if targets.is_empty() || targets.iter().any(|at| self.took_out(*at)) {
                continue;
            }
            let by = &commits[position];
            for target in &targets {
                let why = format!("{} of this range takes it back", short(&by.id));
                self.fates[*target] = Some(left(LeftOutReason::TakenBack, why));
            }
            let names: Vec<&str> = targets
                .iter()
                .filter_map(|at| commits.get(*at))
                .map(|commit| short(&commit.id))
                .collect();
            let why = format!("takes {} of this range back", names.join(", "));
            self.fates[position] = Some(left(LeftOutReason::TakesBack, why));
        }
    }

    /// Older commits of the range, still without a fate, that a revert means: by hash, else by subject. A merge stands for what it
    /// brought. Empty if one of them is not in the range: then nothing is settled here.
    fn targets_in_range(&self, revert: &Revert, position: usize) -> Vec<usize> {
        let older = || position + 1..self.commits.len();
        let mut targets = Vec::new();
        for hash in &revert.commits {
            let Some(found) = older().find(|at| self.commits[*at].id.starts_with(hash.as_str()))
            else {
                return Vec::new();
            };
            targets.push(found);
        }
        if revert.commits.is_empty() {
            let is_meant = |at: &usize| {
                let subject = self.messages[*at].subject.as_str();
                subject == revert.subject
                    || subject
                        .strip_prefix(revert.subject.as_str())
                        .is_some_and(|rest| rest.starts_with(" (#") && !rest.contains("\" "))
            };
            targets.extend(older().find(is_meant));
        }
        let mut all = Vec::new();
        for target in targets {
            let brought = self.brought(target);
            all.extend(brought.into_iter().filter(|at| self.fates[*at].is_none()));
            if self.fates[target].is_none() {
                all.push(target);
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Why a commit, by its hash or the beginning of it, has no entry any more.
    fn settled_as(&self, hash: &str) -> Option<Settled> {
        let mut from = self.settled.range(hash.to_owned()..);
        let found = from.next().filter(|(id, _)| id.starts_with(hash));
        found.map(|(_, why)| *why)
    }

    /// Whether an earlier import took out what a commit takes back: then taking that back has something to bring back.
    fn took_out(&self, position: usize) -> bool {
        let revert = self.messages[position].revert.as_ref();
        let mut commits = revert.iter().flat_map(|revert| &revert.commits);
        commits.any(|hash| self.settled_as(hash) == Some(Settled::Reverted))
    }

    /// The commits of the range that came with a merge: what its first parent does not reach.
    fn brought(&self, merge: usize) -> BTreeSet<usize> {
        let [first, others @ ..] = &self.commits[merge].parents[..] else {
            return BTreeSet::new();
        };
        if others.is_empty() {
            return BTreeSet::new();
        }
        let positions: BTreeMap<&str, usize> = (merge..self.commits.len())
            .map(|at| (self.commits[at].id.as_str(), at))
            .collect();
        let reached = |starts: Vec<&String>| {
            let mut reached = BTreeSet::new();
            let mut open = starts;
            while let Some(id) = open.pop() {
                if let Some(at) = positions.get(id.as_str())
                    && reached.insert(*at)
                {
                    open.extend(&self.commits[*at].parents);
                }
            }
            reached
        };
        let before = reached(vec![first]);
        let brought = reached(others.iter().collect());
        brought.difference(&before).copied().collect()
    }

    /// The commits whose messages have to be known beside those of the range: of drafts that a revert means.
    pub(super) fn wanted(&self) -> Vec<String> {
        let undecided = (0..self.commits.len()).filter(|at| self.fates[*at].is_none());
        let reverts = undecided.filter_map(|at| self.messages[at].revert.as_ref());
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for revert in reverts {
            wanted.extend(self.commits_meant(revert));
        }
        wanted.into_iter().collect()
    }

    /// Commits with an entry that a revert means, in the range or not.
    fn commits_meant(&self, revert: &Revert) -> Vec<String> {
        let mut meant = Vec::new();
        for hash in &revert.commits {
            let mut from = self.entries_of.range(hash.clone()..);
            let found = from.next().filter(|(id, _)| id.starts_with(hash.as_str()));
            meant.extend(found.map(|(id, _)| id.clone()));
        }
        if revert.commits.is_empty() {
            let of_request = |entry: &Entry| {
                let mut sources = entry.sources.iter();
                sources.any(|one| revert.requests.iter().any(|number| is_request(one, number)))
            };
            let entries = self.merged.entries().map(|(_, entry)| entry);
            meant.extend(
                entries
                    .filter(|entry| of_request(entry))
                    .filter_map(|entry| entry.commit.clone()),
            );
        }
        meant.sort();
        meant.dedup();
        meant
    }

    /// Decides on every commit, oldest first, so that names do not depend on what comes later. `others` are those of
    /// [`Self::wanted`]; `now` tells which releases their readers have.
    pub(super) fn carry_out(mut self, others: &[Commit], now: &str) -> Planned {
        let commits = self.commits;
        for position in (0..commits.len()).rev() {
            if self.fates[position].is_some() {
                continue;
            }
            let message = std::mem::take(&mut self.messages[position]);
            let commit = &commits[position];
            let fate = match &message.revert {
                Some(revert) => self.take_back(commit, revert, others, now),
                None if commit.parents.len() > 1 => left(
                    LeftOutReason::Merge,
                    "a merge; its commits are read themselves",
                ),
                None => self.make(commit, &message),
            };
            self.messages[position] = message;
            self.fates[position] = Some(fate);
        }
        self.finish()
    }

    fn finish(mut self) -> Planned {
        let (mut made, mut already, mut left_out) = (0, 0, Vec::new());
        let all = self.fates.into_iter().zip(self.commits).zip(&self.messages);
        for ((fate, commit), message) in all {
            match fate {
                Some(Fate::Made) => made += 1,
                Some(Fate::Already) => already += 1,
                Some(Fate::LeftOut(skipped)) => {
                    left_out.push(listed(&commit.id, &message.subject, skipped));
                }
                None => {}
            }
        }
        self.merged.sort();
        Planned {
            merged: self.merged,
            made,
            already,
            left_out,
            parts_left_out: self.parts,
            drafts: self.drafts,
            taken_out: self.taken_out,
        }
    }

    fn make(&mut self, commit: &Commit, message: &Message) -> Fate {
        match draft(message, &commit.id, self.types) {
            Ok(draft) => self.put(commit, draft),
            Err(skipped) => Fate::LeftOut(skipped),
        }
    }

    /// Puts the entries of one commit into a fragment of their own.
    fn put(&mut self, commit: &Commit, draft: Draft) -> Fate {
        let mut fragment: Option<Release> = None;
        let mut names = Vec::new();
        for (name, mut entry) in draft.entries {
            let id = self.free(&name, &commit.id);
            entry.id.clone_from(&id);
            entry.origin = Origin::Imported("git".to_owned());
            let release = fragment.get_or_insert_with(|| {
                Release::new(self.stream.id.clone(), Place::Unreleased(id.clone()))
            });
            release.entries.push(entry);
            names.push(id);
        }
        let Some(mut release) = fragment else {
            return left(LeftOutReason::NotConventional, "it tells of no change");
        };
        release.entries.sort_by_key(|entry| entry.kind);
        if !self.is_writable(&release) {
            // Words that look like the grammar's own: nothing in them is to be markup.
            for entry in &mut release.entries {
                entry.text = Untrusted::from(plain(entry.text.raw()));
            }
            if !self.is_writable(&release) {
                return left(LeftOutReason::Unwritable, "no file can hold its text");
            }
        }
        self.taken.extend(names);
        for (subject, skipped) in draft.parts {
            self.parts.push(listed(&commit.id, &subject, skipped));
        }
        let fragment = release.id();
        self.drafts
            .extend(release.entries.iter().map(|entry| Drafted {
                entry: entry.id.clone(),
                fragment: fragment.clone(),
                commit: commit.id.clone(),
                kind: entry.kind,
                breaking: entry.breaking,
                text: entry.text.clone(),
                reverts: entry.reverts.clone(),
            }));
        self.merged.releases.push(release);
        Fate::Made
    }

    fn is_writable(&self, release: &Release) -> bool {
        let one = std::slice::from_ref(release);
        folder::unwritable(one, &self.merged.streams).is_none()
    }

    /// A name that neither an entry nor a fragment has. The commit tells equal ones apart, so that branches do not meet.
    fn free(&mut self, name: &str, commit: &str) -> String {
        let hash = commit.get(..7).unwrap_or(commit);
        let with_commit = format!("{name}-{hash}");
        let mut names = [name.to_owned(), with_commit.clone()]
            .into_iter()
            .chain((2..=self.taken.len() + 2).map(|nth| numbered(&with_commit, nth)));
        let free = names.find(|one| !self.taken.contains(one));
        let free = free.unwrap_or(with_commit);
        self.taken.insert(free.clone());
        free
    }

    /// A revert of what is not in the range.
    fn take_back(
        &mut self,
        commit: &Commit,
        revert: &Revert,
        others: &[Commit],
        now: &str,
    ) -> Fate {
        let meant = self.commits_meant(revert);
        if meant.is_empty() {
            let is_settled = |hash: &String| self.settled_as(hash).is_some();
            let all = !revert.commits.is_empty() && revert.commits.iter().all(is_settled);
            return if all {
                left(
                    LeftOutReason::TakesBack,
                    "takes back a commit that has no entry",
                )
            } else if revert.depth.is_multiple_of(2) {
                // Taken back twice it is there again.
                let message = Message::read(&revert.subject, self.types);
                self.make(commit, &message)
            } else {
                left(
                    LeftOutReason::TakesBack,
                    "takes back what has no entry here",
                )
            };
        }
        let mut drafts = Draft::default();
        let mut whys = Vec::new();
        for id in meant {
            match self.standing(&id, others, now) {
                Standing::Read(entries) => {
                    for entry in entries {
                        drafts.entries.push(taking_back(&entry, &commit.id));
                    }
                }
                Standing::Untouched(entries) => {
                    for entry in entries {
                        self.take_out(&entry, &id);
                        self.taken_out.push(TakenOut {
                            entry: entry.clone(),
                            commit: id.clone(),
                            by: commit.id.clone(),
                        });
                        whys.push(format!("took the draft `{entry}` out"));
                    }
                }
                Standing::Kept(entry, why) => whys.push(format!("takes back `{entry}`, {why}")),
            }
        }
        if drafts.entries.is_empty() {
            return left(LeftOutReason::TakesBack, whys.join("; "));
        }
        self.put(commit, drafts)
    }

    /// How the entries of a commit stand that is taken back.
    fn standing(&self, id: &str, others: &[Commit], now: &str) -> Standing {
        let of_commit = |(_, entry): &(&Release, &Entry)| entry.commit.as_deref() == Some(id);
        let found: Vec<(&Release, &Entry)> = self.merged.entries().filter(of_commit).collect();
        let is_read = |release: &Release| {
            let is_out = release.publish_at.as_deref().is_some_and(|at| at <= now);
            !matches!(release.place, Place::Unreleased(_))
                && match release.state {
                    State::Published | State::Withdrawn => true,
                    State::Scheduled => is_out,
                    State::Draft | State::Review => false,
                }
        };
        if found.iter().all(|(release, _)| is_read(release)) {
            let is_back = |id: &str| {
                let mut all = self.merged.entries();
                all.any(|(_, entry)| entry.reverts.as_deref() == Some(id))
            };
            if let Some((_, entry)) = found.iter().find(|(_, entry)| is_back(&entry.id)) {
                return Standing::Kept(
                    entry.id.clone(),
                    "which an entry takes back already".to_owned(),
                );
            }
            let entries = found.iter().map(|(_, entry)| (*entry).clone());
            return Standing::Read(entries.collect());
        }
        let message = others
            .iter()
            .chain(self.commits)
            .find(|commit| commit.id == id)
            .map(|commit| Message::read(commit.message.raw(), self.types));
        let made = message.and_then(|message| draft(&message, id, self.types).ok());
        let is_as_made = |entry: &Entry| {
            if let Some(reverted) = &entry.reverts {
                let mut all = self.merged.entries().map(|(_, one)| one);
                let reverted = all.find(|one| one.id == *reverted);
                return reverted.is_some_and(|one| {
                    let (_, made) = taking_back(one, id);
                    let id = entry.id.clone();
                    Entry { id, ..made } == *entry
                });
            }
            let mut made = made.iter().flat_map(|draft| &draft.entries);
            made.any(|(_, one)| {
                let plain = Untrusted::from(plain(one.text.raw()));
                let one = Entry {
                    id: entry.id.clone(),
                    ..one.clone()
                };
                one == *entry || Entry { text: plain, ..one } == *entry
            })
        };
        let touched = found.iter().find(|(release, entry)| {
            !matches!(release.place, Place::Unreleased(_))
                || !is_as_made(entry)
                || self.is_spoken_of(&entry.id)
        });
        match touched {
            Some((_, entry)) => Standing::Kept(
                entry.id.clone(),
                format!(
                    "a draft that somebody worked on: `forewarn entry delete-draft {}` takes it out",
                    entry.id
                ),
            ),
            None => Standing::Untouched(found.iter().map(|(_, one)| one.id.clone()).collect()),
        }
    }

    fn is_spoken_of(&self, id: &str) -> bool {
        let mut entries = self.merged.entries();
        let carries = |one: &Release| one.includes.iter().any(|one| one == id);
        entries.any(|(_, entry)| {
            entry.related.iter().any(|one| one == id) || entry.reverts.as_deref() == Some(id)
        }) || self.merged.releases.iter().any(carries)
    }

    fn take_out(&mut self, entry: &str, commit: &str) {
        for release in &mut self.merged.releases {
            release.entries.retain(|one| one.id != entry);
        }
        let is_left = |one: &Release| !matches!(one.place, Place::Unreleased(_)) || !one.is_blank();
        self.merged.releases.retain(is_left);
        self.merged.settle(commit, Settled::Reverted, entry);
        self.entries_of.remove(commit);
        self.settled.insert(commit.to_owned(), Settled::Reverted);
    }
}

/// How the entries of a commit stand.
enum Standing {
    /// Readers have them.
    Read(Vec<Entry>),
    /// They are drafts as an import made them, by id.
    Untouched(Vec<String>),
    /// The entry that is to be kept, and why.
    Kept(String, String),
}

fn listed(commit: &str, subject: &str, skipped: Skipped) -> LeftOut {
    LeftOut {
        commit: commit.to_owned(),
        subject: Untrusted::from(subject),
        reason: skipped.reason,
        why: Untrusted::from(skipped.why),
    }
}

/// Whether a source is the pull request of a number: `#12` of `acme/app#12`.
fn is_request(source: &Untrusted, number: &str) -> bool {
    let bare = number.rsplit_once('#').map_or(number, |(_, bare)| bare);
    source
        .raw()
        .rsplit_once('#')
        .is_some_and(|(_, one)| one == bare)
}

/// The entry that takes another one back, and its name.
fn taking_back(entry: &Entry, commit: &str) -> (String, Entry) {
    let text = format!("Reverted: {}", entry.text.raw());
    let mut one = Entry::new("", EntryKind::Changed, text);
    one.reverts = Some(entry.id.clone());
    one.commit = Some(commit.to_owned());
    let name = format!("revert-{}", entry.id);
    let name: String = name
        .chars()
        .map(|c| if c == '.' { '-' } else { c })
        .take(60)
        .collect();
    (name.trim_end_matches('-').to_owned(), one)
}
