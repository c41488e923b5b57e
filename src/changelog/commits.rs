//! What the message of a commit says: conventional commits, squashed ones, reverts and trailers. Texts in, changes out.
//!
//! Nothing here knows which commits there are. [`draft`] makes entries of changes.

pub mod draft;
mod trailer;

use std::collections::BTreeSet;

use draft::Types;
use trailer::{Trailer, hashes, references};

/// A commit's message, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// The first line, as it is shown in lists.
    pub subject: String,
    /// The type of a subject that is conventional.
    pub word: Option<String>,
    /// What it tells of, in order: the subject's own change, if it is conventional, then those of the body.
    pub changes: Vec<Change>,
    /// What it takes back, if it is a revert.
    pub revert: Option<Revert>,
    /// What the trailer `Changelog:` says, in lower case.
    pub changelog: Option<String>,
}

/// One change that a message tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// In lower case; empty for a breaking change whose subject names no type.
    pub word: String,
    pub scope: Option<String>,
    pub breaking: bool,
    pub text: String,
    /// What footers say that it breaks, each a text of its own.
    pub breaks: Vec<String>,
    /// `#12`, `ABC-3`, `owner/name#4`, as they are written.
    pub references: Vec<String>,
}

/// What a revert takes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revert {
    /// Hashes, maybe shortened, in lower case.
    pub commits: Vec<String>,
    /// Numbers of pull requests: `#12`.
    pub requests: Vec<String>,
    /// The subject of what is taken back in the end, without quotes.
    pub subject: String,
    /// 1 for a revert, 2 for the revert of one, which is no revert any more.
    pub depth: usize,
}

/// The part before the colon, and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Header {
    word: String,
    scope: Option<String>,
    bang: bool,
    text: String,
}

/// `type(scope)!: text`. A type that is known needs no blank behind the colon.
fn header(line: &str, types: &Types) -> Option<Header> {
    let end = line
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .unwrap_or(line.len());
    let (word, mut rest) = line.split_at_checked(end)?;
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut bang = false;
    if let Some(after) = rest.strip_prefix('!') {
        (bang, rest) = (true, after);
    }
    let mut scope = None;
    if let Some(after) = rest.strip_prefix('(') {
        let (inside, after) = after.split_once(')')?;
        let inside = inside.trim();
        scope = (!inside.is_empty()).then(|| inside.to_owned());
        rest = after;
    }
    if let Some(after) = rest.strip_prefix('!') {
        (bang, rest) = (true, after);
    }
    let after = rest.strip_prefix(':')?;
    let word = word.to_ascii_lowercase();
    let is_apart = after.starts_with(char::is_whitespace);
    let text = after.trim();
    (!text.is_empty() && (is_apart || types.knows(&word))).then(|| Header {
        word,
        scope,
        bang,
        text: text.to_owned(),
    })
}

/// A line without the signs and short codes that stand for its kind: `:sparkles:`, or a picture.
fn without_emoji(line: &str) -> &str {
    let line = line.trim();
    if let Some((code, rest)) = line.strip_prefix(':').and_then(|rest| rest.split_once(':'))
        && !code.is_empty()
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+'))
    {
        return rest.trim_start();
    }
    line.trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric())
        .trim_start()
}

/// The text of a bullet: what follows its mark.
fn bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.strip_prefix(['*', '-', '+', '\u{2022}'])?;
    rest.starts_with(char::is_whitespace).then(|| rest.trim())
}

/// Line ends of every system are one; what no file should hold is a blank.
fn cleaned(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\r' => '\n',
            '\n' | '\t' => c,
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

impl Message {
    /// Takes a message apart. Never fails: what is no change is no change.
    pub fn read(text: &str, types: &Types) -> Self {
        let text = cleaned(text);
        let mut lines = text.lines().skip_while(|line| line.trim().is_empty());
        let subject = lines.next().unwrap_or_default().trim().to_owned();
        let mut reading = Reading::new(types);
        reading.subject(&subject);
        for line in lines {
            reading.line(line.trim_end());
        }
        reading.finish(subject)
    }

    /// Whether it was to be squashed into another commit before anybody saw it.
    pub fn is_unfinished(&self) -> bool {
        ["fixup!", "squash!", "amend!"]
            .iter()
            .any(|mark| self.subject.starts_with(mark))
    }
}

/// What the lines that follow belong to.
enum Open {
    Prose,
    /// A footer that says what breaks, of the change at this position; the subject's, which may be none yet.
    Breaks(Option<usize>),
    /// The text of the last change: a footer that is a change of its own.
    Text,
}

struct Reading<'a> {
    types: &'a Types,
    message: Message,
    /// What footers of the subject say that it breaks.
    breaks: Vec<String>,
    references: Vec<String>,
    open: Open,
    note: String,
    /// The change that footers belong to; `None`: the subject's.
    current: Option<usize>,
    seen: BTreeSet<(String, String)>,
    revert_hashes: Vec<String>,
    referred_hashes: Vec<String>,
    requests: Vec<String>,
}

/// By what a change is known again: its type, and its text as far as people repeat it.
fn key(word: &str, text: &str) -> (String, String) {
    let plain = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase);
    (word.to_owned(), plain.collect())
}

impl<'a> Reading<'a> {
    fn new(types: &'a Types) -> Self {
        Self {
            types,
            message: Message::default(),
            breaks: Vec::new(),
            references: Vec::new(),
            open: Open::Prose,
            note: String::new(),
            current: None,
            seen: BTreeSet::new(),
            revert_hashes: Vec::new(),
            referred_hashes: Vec::new(),
            requests: Vec::new(),
        }
    }

    fn subject(&mut self, subject: &str) {
        let (line, numbers) = references::behind(without_emoji(subject));
        if let Some((inner, depth)) = quoted_revert(line) {
            let (inner, requests) = references::behind(inner);
            self.requests = requests;
            self.message.revert = Some(Revert {
                subject: inner.to_owned(),
                depth,
                ..Revert::default()
            });
        } else if let Some(header) = header(line, self.types) {
            self.message.word = Some(header.word.clone());
            if header.word == "revert" {
                let (inner, requests) = references::behind(&header.text);
                self.requests = requests;
                self.message.revert = Some(Revert {
                    subject: inner.to_owned(),
                    depth: 1,
                    ..Revert::default()
                });
            } else {
                self.push(header);
            }
        }
        self.references = numbers;
    }

    /// A change more, unless it is one that was told before: then what follows belongs to that.
    fn push(&mut self, header: Header) {
        let (text, references) = references::behind(&header.text);
        let known = key(&header.word, text);
        if !self.seen.insert(known.clone()) {
            let position = self
                .message
                .changes
                .iter()
                .position(|one| key(&one.word, &one.text) == known);
            if let Some(one) = position.and_then(|at| self.message.changes.get_mut(at)) {
                one.breaking |= header.bang;
                one.references.extend(references);
            }
            self.current = position;
            return;
        }
        self.message.changes.push(Change {
            word: header.word,
            scope: header.scope,
            breaking: header.bang,
            text: text.to_owned(),
            breaks: Vec::new(),
            references,
        });
        self.current = Some(self.message.changes.len() - 1);
    }

    fn line(&mut self, line: &str) {
        if let Some(trailer) = trailer::read(line) {
            self.close();
            self.trailer(trailer);
            return;
        }
        if let Some(header) = self.change_in(line) {
            self.close();
            self.push(header);
            return;
        }
        let trimmed = line.trim();
        if let Some(rest) = trimmed.strip_prefix("This reverts commit") {
            self.close();
            self.revert_hashes.extend(hashes(rest));
        } else if let Some(rest) = trimmed.strip_prefix("Reverts ") {
            self.close();
            self.requests.extend(references::within(rest));
        } else if !matches!(self.open, Open::Prose) {
            // What git and hosts draw between parts of a message ends a footer.
            if trimmed.len() >= 3 && trimmed.chars().all(|c| matches!(c, '-' | '=' | '*')) {
                self.close();
                return;
            }
            self.note.push('\n');
            self.note.push_str(line);
        }
    }

    /// The change that a line of the body tells of: a bullet, or a header of its own as tools write several in one message.
    /// Prose is full of words with a colon, so the type has to be known.
    fn change_in(&self, line: &str) -> Option<Header> {
        let (text, is_bullet) = match bullet(line) {
            Some(text) => (text, true),
            None if line.starts_with("        ") || line.starts_with('\t') => return None,
            None => (line.trim_start(), false),
        };
        let header = header(without_emoji(text), self.types)?;
        let is_lower = text.starts_with(|c: char| !c.is_ascii_uppercase());
        (self.types.knows(&header.word) && (is_bullet || is_lower)).then_some(header)
    }

    fn trailer(&mut self, trailer: Trailer) {
        match trailer {
            Trailer::Breaks(text) => {
                self.open = Open::Breaks(self.current);
                self.note = text;
            }
            Trailer::Change(word, text) => {
                let before = self.message.changes.len();
                self.push(Header {
                    word: word.to_owned(),
                    scope: None,
                    bang: false,
                    text: text.clone(),
                });
                // A text that was told before is not told again.
                if self.message.changes.len() > before {
                    self.open = Open::Text;
                    self.note = text;
                }
            }
            Trailer::Changelog(word) => {
                self.message.changelog.get_or_insert(word);
            }
            Trailer::References(text) => {
                self.referred_hashes.extend(hashes(&text));
                let found = references::within(&text);
                match self.current.and_then(|at| self.message.changes.get_mut(at)) {
                    Some(change) => change.references.extend(found),
                    None => self.references.extend(found),
                }
            }
            Trailer::Other => {}
        }
    }

    /// Ends the footer that is open.
    fn close(&mut self) {
        let note = std::mem::take(&mut self.note);
        let text = outdented(&note);
        match std::mem::replace(&mut self.open, Open::Prose) {
            Open::Prose => {}
            Open::Breaks(at) => match at.and_then(|at| self.message.changes.get_mut(at)) {
                Some(change) => {
                    change.breaking = true;
                    change.breaks.push(text);
                }
                None => self.breaks.push(text),
            },
            Open::Text => {
                if let Some(last) = self.message.changes.last_mut() {
                    last.text = text;
                }
            }
        }
    }

    fn finish(mut self, subject: String) -> Message {
        self.close();
        if let Some(revert) = &mut self.message.revert {
            let named = if self.revert_hashes.is_empty() {
                self.referred_hashes
            } else {
                self.revert_hashes
            };
            revert.commits = named;
            revert.requests = self.requests;
        }
        // What breaks is told, whatever the subject looks like.
        if !self.breaks.is_empty() {
            match self.message.changes.first_mut() {
                Some(first) => {
                    first.breaking = true;
                    first.breaks.append(&mut self.breaks);
                }
                None if self.message.revert.is_none() => {
                    let (text, _) = references::behind(without_emoji(&subject));
                    self.message.changes.push(Change {
                        breaking: true,
                        text: text.to_owned(),
                        breaks: std::mem::take(&mut self.breaks),
                        ..Change::default()
                    });
                }
                None => {}
            }
        }
        if let Some(first) = self.message.changes.first_mut() {
            let own = std::mem::take(&mut first.references);
            first.references = self.references;
            first.references.extend(own);
        }
        for change in &mut self.message.changes {
            change.breaks.retain(|text| !text.is_empty());
            let mut seen = BTreeSet::new();
            change.references.retain(|one| seen.insert(one.clone()));
        }
        self.message
            .changes
            .retain(|change| !change.text.is_empty());
        self.message.subject = subject;
        self.message
    }
}

/// `Revert "Revert "x""` as `x` and how often it is turned; `Reapply "x"` is the revert of a revert.
fn quoted_revert(line: &str) -> Option<(&str, usize)> {
    let mut rest = line.trim();
    let mut depth = 0;
    loop {
        let (inner, turns) = if let Some(inner) = rest.strip_prefix("Revert \"") {
            (inner, 1)
        } else if let Some(inner) = rest.strip_prefix("Reapply \"") {
            (inner, 2)
        } else {
            break;
        };
        depth += turns;
        rest = inner.strip_suffix('"').unwrap_or(inner);
    }
    (depth > 0).then_some((rest, depth))
}

/// The text of a footer: without blank ends, its further lines without what they are indented by.
fn outdented(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let rest: Vec<&str> = lines.collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let filled = rest.iter().copied().filter(|line| !line.trim().is_empty());
    let least = filled.map(|line| indent(&line)).min().unwrap_or_default();
    let mut out = first.trim().to_owned();
    for line in rest {
        out.push('\n');
        out.push_str(line.get(least..).unwrap_or_default().trim_end());
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests;
