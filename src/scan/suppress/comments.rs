//! Comments that silence findings.
//!
//! ```text
//! // forewarn-ignore-next-line Manager.chatClient until=3.0.0 -- the fallback for 1.x
//! old();  // forewarn-ignore oldFn, other -- reason
//! {/* forewarn-ignore-line -- reason */}
//! /* forewarn-ignore-file Actions.* -- reason */
//! ```
//!
//! `forewarn-ignore` is about its own line if there is code before it, else about the next. Symbols are parted by commas; none
//! is every symbol. The reason is demanded: without one a comment silences nothing, and is told of. A comment speaks to
//! forewarn only if it begins with the word; what merely mentions it does not.

use std::collections::BTreeMap;

use crate::domain::document::scan::Point;
use crate::domain::version::SemVersion;
use crate::domain::words::{closed_words, nearest};
use crate::scan::suppress::{Exception, MOST, Pattern, cut, version};
use crate::syntax::script::Comment;
use crate::syntax::script::places::Lines;

closed_words! {
    /// What a comment is about.
    pub enum Form {
        NextLine = "forewarn-ignore-next-line",
        Line = "forewarn-ignore-line",
        Here = "forewarn-ignore",
        File = "forewarn-ignore-file",
    }
}

/// What every word begins with that speaks to forewarn.
const MARK: &str = "forewarn-";

/// What a comment says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub form: Form,
    /// Empty: every symbol.
    pub symbols: Vec<Pattern>,
    pub until: Option<SemVersion>,
    pub reason: String,
}

/// Reads the text of a comment, without its delimiters; `None` if it does not speak to forewarn.
///
/// # Errors
/// Why it counts for nothing, a sentence.
pub fn parse(text: &str) -> Option<Result<Said, String>> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '*');
    if !text.starts_with(MARK) {
        return None;
    }
    let (word, rest) = text
        .find(char::is_whitespace)
        .map_or((text, ""), |at| text.split_at(at));
    let is_word = |c: char| c.is_ascii_lowercase() || c == '-' || c == ':';
    match word.parse::<Form>() {
        Ok(form) => Some(said(form, rest)),
        // A file name or the like, with which a sentence begins.
        Err(_) if !word.chars().all(is_word) => None,
        Err(_) => Some(Err(unknown_form(word))),
    }
}

fn unknown_form(word: &str) -> String {
    let near = nearest(word, Form::WORDS.iter().copied(), 1);
    let near = near.first().unwrap_or(&Form::Here.as_str()).to_owned();
    format!("There is no `{}`; did you mean `{near}`?", cut(word))
}

fn said(form: Form, rest: &str) -> Result<Said, String> {
    let (head, reason) = reason(rest);
    let reason = reason.trim();
    if !reason.contains(char::is_alphanumeric) {
        return Err(format!(
            "It gives no reason, so it silences nothing; write `{form} SYMBOL -- why`."
        ));
    }
    let mut symbols = Vec::new();
    let mut until = None;
    for word in head.split(|c: char| c.is_whitespace() || c == ',') {
        match word.split_once('=') {
            _ if word.is_empty() => {}
            Some(("until", written)) => {
                until = Some(version(written).ok_or_else(|| {
                    format!(
                        "`{}` is no version, so it silences nothing; write `until=2.0.0`.",
                        cut(written)
                    )
                })?);
            }
            Some((key, _)) => {
                return Err(format!(
                    "There is no `{}=`, so it silences nothing; `until=VERSION` is what there is.",
                    cut(key)
                ));
            }
            None => symbols.push(Pattern::read(word)),
        }
    }
    if symbols.len() > MOST {
        return Err(format!(
            "It names more than {MOST} symbols, so it silences nothing; part it in several."
        ));
    }
    Ok(Said {
        form,
        symbols,
        until,
        reason: reason.to_owned(),
    })
}

/// What is before `--` and what is behind it; `--` stands alone, since names may hold one.
fn reason(rest: &str) -> (&str, &str) {
    let alone = |at: usize| {
        let (before, behind) = rest.split_at(at);
        before.is_empty() || before.ends_with(char::is_whitespace) || {
            let behind = behind.trim_start_matches('-');
            behind.is_empty() || behind.starts_with(char::is_whitespace)
        }
    };
    match rest.match_indices("--").find(|(at, _)| alone(*at)) {
        None => (rest, ""),
        Some((at, _)) => {
            let (before, behind) = rest.split_at(at);
            (before, behind.trim_start_matches('-'))
        }
    }
}

/// The comments of one file that silence findings in it.
#[derive(Debug, Default)]
pub struct Comments {
    silencing: Vec<Placed>,
    /// Those about the whole file.
    file: Vec<usize>,
    /// Those about a line.
    lines: BTreeMap<u32, Vec<usize>>,
    /// What counts for nothing, and why.
    wrong: Vec<(Point, String)>,
}

#[derive(Debug)]
struct Placed {
    at: Point,
    /// `None`: the whole file.
    line: Option<u32>,
    exception: Exception,
}

/// A comment that silences, before it is known about which line.
struct Read {
    at: Point,
    first: u32,
    last: u32,
    /// Whether nothing else stands on its lines.
    alone: bool,
    said: Said,
}

impl Comments {
    /// Reads the comments of a file.
    pub fn of(text: &str, comments: &[Comment]) -> Self {
        let mut found = Self::default();
        if comments.is_empty() {
            return found;
        }
        let lines = Lines::new(text);
        let mut read = Vec::new();
        for one in comments {
            let (line, column) = lines.place(one.at.start);
            let at = Point { line, column };
            match parse(&one.text) {
                None => {}
                Some(Err(why)) => found.wrong.push((at, why)),
                Some(Ok(said)) => {
                    let (before, behind) = around(text, one);
                    read.push(Read {
                        at,
                        first: line,
                        last: lines.place(one.at.end.saturating_sub(1)).0,
                        alone: is_bare(before) && is_bare(behind),
                        said,
                    });
                }
            }
        }
        // Comments that stand one below the other are about the line below the last.
        let mut standing: BTreeMap<u32, u32> = read
            .iter()
            .filter(|one| one.alone && one.said.form != Form::File)
            .map(|one| (one.first, one.last))
            .collect();
        standing.retain(|first, last| *last >= *first);
        for one in read {
            found.place(one, &standing);
        }
        found
    }

    fn place(&mut self, one: Read, standing: &BTreeMap<u32, u32>) {
        let line = match one.said.form {
            Form::File => None,
            Form::Line => Some(one.first),
            Form::Here if !one.alone => Some(one.first),
            Form::Here | Form::NextLine => Some(below(one.last, standing)),
        };
        let places = match line {
            None => &mut self.file,
            Some(line) => self.lines.entry(line).or_default(),
        };
        if places.len() >= MOST {
            let why =
                format!("More than {MOST} comments are about this place; this one is not heard.");
            self.wrong.push((one.at, why));
            return;
        }
        places.push(self.silencing.len());
        self.silencing.push(Placed {
            at: one.at,
            line,
            exception: Exception::new(one.said.symbols, one.said.until),
        });
    }

    /// Whether a finding on `line` is silenced.
    pub fn silence(&mut self, symbol: &str, line: u32, to: Option<&SemVersion>) -> bool {
        let here = self.lines.get(&line).into_iter().flatten();
        let mut is_silenced = false;
        // All are asked, so that each knows what it met.
        for index in self.file.iter().chain(here) {
            if let Some(placed) = self.silencing.get_mut(*index) {
                is_silenced |= placed.exception.silences(symbol, to);
            }
        }
        is_silenced
    }

    /// What is to be told of: comments that count for nothing, expired ones, and, if everything was looked at
    /// (`is_whole`), those that met nothing.
    pub fn stale(&self, is_whole: bool) -> Vec<(Point, String)> {
        let mut stale = self.wrong.clone();
        for placed in &self.silencing {
            let place = match placed.line {
                None => "in this file".to_owned(),
                Some(line) => format!("on line {line}"),
            };
            let idle = placed.exception.idle(&place).filter(|_| is_whole);
            for why in placed.exception.expired().into_iter().chain(idle) {
                stale.push((placed.at, why));
            }
        }
        stale.sort();
        stale
    }
}

/// The first line below `last` on which no comment stands alone.
fn below(last: u32, standing: &BTreeMap<u32, u32>) -> u32 {
    let mut line = last + 1;
    while let Some(end) = standing.get(&line) {
        line = end + 1;
    }
    line
}

/// What stands before a comment in its first line, and behind it in its last.
fn around<'t>(text: &'t str, comment: &Comment) -> (&'t str, &'t str) {
    let before = text.get(..comment.at.start as usize).unwrap_or_default();
    let behind = text.get(comment.at.end as usize..).unwrap_or_default();
    let before = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let behind = behind.split(['\n', '\r']).next().unwrap_or_default();
    (before, behind)
}

/// Blanks, or the braces of a comment between elements.
fn is_bare(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || c == '{' || c == '}' || c == '\u{feff}')
}

#[cfg(test)]
mod tests;
