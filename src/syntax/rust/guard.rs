//! Refuses source that is nested too deep, before the parser sees it.
//!
//! The parser recurses for every bracket, type argument and prefix operator, has no limit of its own, and a used-up
//! stack ends the process. This is one pass over the bytes, which counts what is open at once. It knows comments, strings and
//! characters, and errs to the side of refusing.

use std::borrow::Cow;

use crate::syntax::rust::record::Refusal;

/// How deep source may be nested: brackets, `<` and prefix operators that are open at once.
const DEEPEST: usize = 2_000;

/// Words after which an expression or type begins, each a level of its own.
const OPENING: &[&str] = &[
    "as", "async", "await", "break", "dyn", "else", "for", "if", "impl", "in", "let", "match",
    "move", "return", "static", "try", "unsafe", "where", "while", "yield", "box",
];

/// Words that change nothing between two prefix operators: `&mut &mut T`.
const NEUTRAL: &[&str] = &["mut", "const", "raw"];

/// What is open within one pair of brackets.
#[derive(Default)]
struct Level {
    angles: usize,
    prefixes: usize,
}

struct Count {
    levels: Vec<Level>,
    /// All that is open, over all levels.
    open: usize,
    /// Whether an operator that comes now would be a prefix.
    prefix: bool,
}

impl Count {
    fn push(&mut self) {
        self.levels.push(Level::default());
        self.open += 1;
        self.prefix = true;
    }

    fn pop(&mut self, brace: bool) {
        if self.levels.len() > 1 {
            self.clear();
            self.levels.pop();
            self.open -= 1;
        }
        if brace {
            self.clear();
        }
        self.prefix = brace;
    }

    /// A statement or item ends here.
    fn clear(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            self.open -= level.angles + level.prefixes;
            *level = Level::default();
        }
    }

    fn comma(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            self.open -= level.prefixes;
            level.prefixes = 0;
        }
        self.prefix = true;
    }

    fn angle(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.angles += 1;
            self.open += 1;
        }
        self.prefix = true;
    }

    fn unangle(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            self.open -= level.angles.min(1);
            level.angles = level.angles.saturating_sub(1);
        }
        self.prefix = true;
    }

    fn level(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.prefixes += 1;
            self.open += 1;
        }
        self.prefix = true;
    }

    fn word(&mut self, word: &[u8]) {
        let is = |words: &[&str]| words.iter().any(|one| one.as_bytes() == word);
        if is(OPENING) {
            self.level();
        } else if !is(NEUTRAL) {
            self.prefix = false;
        }
    }
}

/// Refuses a text that is nested deeper than [`DEEPEST`].
pub(super) fn check(text: &str) -> Result<(), Refusal> {
    walk(text, |_, _| {})
}

/// As [`check`]; gives the text without a mark that makes documentation of a comment, for who has no use for it: to the
/// parser each line of documentation is an attribute with a literal. All places stay as they are.
pub(super) fn check_without_docs(text: &str) -> Result<Cow<'_, str>, Refusal> {
    let mut marks = Vec::new();
    walk(text, |at, end| {
        let rest = text.as_bytes().get(at..end).unwrap_or_default();
        let is_doc = match rest {
            [b'/', b'/' | b'*', b'!', ..] => true,
            [b'/', b'/', b'/', rest @ ..] => rest.first() != Some(&b'/'),
            [b'/', b'*', b'*', rest @ ..] => !matches!(rest.first(), None | Some(b'*' | b'/')),
            _ => false,
        };
        if is_doc {
            marks.push(at + 2);
        }
    })?;
    if marks.is_empty() {
        return Ok(Cow::Borrowed(text));
    }
    let mut bytes = text.as_bytes().to_vec();
    for at in marks {
        if let Some(mark) = bytes.get_mut(at) {
            *mark = b' ';
        }
    }
    Ok(String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned))
}

/// Goes over a text; `met` is told where each of its parts begins and ends: words, texts, comments, signs.
pub(super) fn walk(text: &str, mut met: impl FnMut(usize, usize)) -> Result<(), Refusal> {
    let bytes = text.as_bytes();
    let mut count = Count {
        levels: vec![Level::default()],
        open: 0,
        prefix: true,
    };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let end = step(bytes, at, byte, &mut count).min(bytes.len());
        met(at, end);
        at = end;
        if count.open > DEEPEST {
            let line = 1 + bytes.iter().take(at).filter(|one| **one == b'\n').count();
            return Err(Refusal::new(
                u32::try_from(line).unwrap_or(0),
                &format!("it is nested deeper than {DEEPEST}"),
            ));
        }
    }
    Ok(())
}

/// Counts what begins at `at`; returns where the next begins.
fn step(bytes: &[u8], at: usize, byte: u8, count: &mut Count) -> usize {
    let next = bytes.get(at + 1).copied();
    match byte {
        b'/' if next == Some(b'/') => return line_end(bytes, at),
        b'/' if next == Some(b'*') => return comment_end(bytes, at + 2),
        b'"' => {
            count.prefix = false;
            return string_end(bytes, at + 1);
        }
        b'\'' => return quote_end(bytes, at, count),
        b'(' | b'[' | b'{' => count.push(),
        b')' | b']' | b'}' => count.pop(byte == b'}'),
        b';' => {
            count.clear();
            count.prefix = true;
        }
        b',' => count.comma(),
        b'<' => count.angle(),
        b'-' | b'=' if next == Some(b'>') => {
            count.level();
            return at + 2;
        }
        b'>' => count.unangle(),
        b'!' | b'-' | b'*' | b'&' | b'.' if count.prefix => count.level(),
        b'=' | b'|' => count.level(),
        b'.' => count.prefix = next == Some(b'.'),
        _ if byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80 => {
            return word_end(bytes, at, count);
        }
        _ if byte.is_ascii_whitespace() => {}
        _ => count.prefix = true,
    }
    at + 1
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest
        .iter()
        .position(|one| *one == b'\n')
        .unwrap_or(rest.len())
}

/// Block comments nest.
fn comment_end(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 1_usize;
    while depth > 0 {
        match (bytes.get(at), bytes.get(at + 1)) {
            (None, _) => return at,
            (Some(b'*'), Some(b'/')) => (depth, at) = (depth - 1, at + 2),
            (Some(b'/'), Some(b'*')) => (depth, at) = (depth + 1, at + 2),
            _ => at += 1,
        }
    }
    at
}

fn string_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            None => return at,
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// A character, or a lifetime, which is neutral.
fn quote_end(bytes: &[u8], at: usize, count: &mut Count) -> usize {
    if bytes.get(at + 1) == Some(&b'\\') {
        count.prefix = false;
        let rest = bytes.get(at + 3..).unwrap_or_default();
        return at
            + 4
            + rest
                .iter()
                .position(|one| *one == b'\'')
                .unwrap_or(rest.len());
    }
    let wide = bytes.get(at + 1).map_or(1, |first| match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    });
    if bytes.get(at + 1 + wide) == Some(&b'\'') {
        count.prefix = false;
        return at + 2 + wide;
    }
    let name = |one: &u8| *one == b'_' || one.is_ascii_alphanumeric() || *one >= 0x80;
    at + 1
        + bytes
            .get(at + 1..)
            .unwrap_or_default()
            .iter()
            .take_while(|one| name(one))
            .count()
}

fn word_end(bytes: &[u8], at: usize, count: &mut Count) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    let length = rest
        .iter()
        .take_while(|one| **one == b'_' || one.is_ascii_alphanumeric() || **one >= 0x80)
        .count();
    let word = rest.get(..length).unwrap_or_default();
    let end = at + length;
    if matches!(word, b"r" | b"br" | b"cr")
        && matches!(bytes.get(end), Some(b'"' | b'#'))
        && let Some(end) = raw_end(bytes, end)
    {
        count.prefix = false;
        return end;
    }
    count.word(word);
    end
}

/// The end of a raw string whose hashes begin at `at`; `None` for a raw identifier.
fn raw_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    let hashes = rest.iter().take_while(|one| **one == b'#').count();
    if rest.get(hashes) != Some(&b'"') {
        return None;
    }
    let mut end = at + hashes + 1;
    loop {
        let quote = bytes.get(end..)?.iter().position(|one| *one == b'"');
        let Some(quote) = quote else {
            return Some(bytes.len());
        };
        end += quote + 1;
        let closing = bytes
            .get(end..)?
            .iter()
            .take_while(|one| **one == b'#')
            .count();
        if closing >= hashes {
            return Some(end + hashes);
        }
    }
}

/// Where comments stand, their delimiters included; of what is nested too deep those up to there.
pub(super) fn comments(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let result = walk(text, |at, end| {
        if matches!(bytes.get(at..end), Some([b'/', b'/' | b'*', ..])) {
            found.push(at..end);
        }
    });
    drop(result);
    found
}
