//! Code in parts that look different: comments, texts, numbers, words of the language.
//!
//! Line by line and by eye, not by grammar: what a reader takes for a text is one. A wrong guess costs a colour and never a letter, since
//! the parts of a line are the line.

mod language;

pub use language::Language;

use language::{Quote, Syntax};

/// What a part of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Plain,
    Comment,
    /// A text in quotation marks.
    Text,
    Number,
    /// A word of the language, or the name of a field.
    Word,
}

/// What goes on in the next line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    /// Comments within one another, so many.
    Comment(usize),
    Text(Ending),
}

/// How a text ends.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ending {
    with: String,
    has_escapes: bool,
}

/// Reads the lines of a file or a block, from the first on.
#[derive(Clone, Debug)]
pub struct Reader {
    language: Language,
    open: Open,
}

impl Reader {
    pub fn new(language: Language) -> Self {
        Self {
            language,
            open: Open::Nothing,
        }
    }

    /// The parts of the next line, in their order; together they are the line. Neighbours differ.
    pub fn line<'a>(&mut self, line: &'a str) -> Vec<(Part, &'a str)> {
        let mut cursor = Cursor {
            syntax: self.language.syntax(),
            rest: line,
            before: None,
            is_after_dots: false,
            parts: Vec::new(),
        };
        match std::mem::take(&mut self.open) {
            Open::Nothing => cursor.head(self.language),
            Open::Comment(depth) => self.open = cursor.comment(depth),
            Open::Text(ending) => self.open = cursor.text(ending, true),
        }
        while self.open == Open::Nothing && !cursor.rest.is_empty() {
            self.open = cursor.next(self.language);
        }
        cursor.parted(line)
    }
}

struct Cursor<'a> {
    syntax: &'static Syntax,
    rest: &'a str,
    /// The character before the rest.
    before: Option<char>,
    /// Whether the rest follows the dots of a range or a spread.
    is_after_dots: bool,
    /// Bytes of each part.
    parts: Vec<(Part, usize)>,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, part: Part, bytes: usize) {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        let mut back = taken.chars().rev();
        if let Some(last) = back.next() {
            self.is_after_dots = last == '.' && back.next().or(self.before) == Some('.');
            self.before = Some(last);
        }
        self.rest = rest;
        match self.parts.last_mut() {
            Some((last, length)) if *last == part => *length += taken.len(),
            _ if taken.is_empty() => {}
            _ => self.parts.push((part, taken.len())),
        }
    }

    fn parted(&self, line: &'a str) -> Vec<(Part, &'a str)> {
        let mut rest = line;
        let mut parts = Vec::new();
        for (part, length) in &self.parts {
            let (taken, after) = rest.split_at_checked(*length).unwrap_or((rest, ""));
            parts.push((*part, taken));
            rest = after;
        }
        parts
    }

    /// What only stands at the beginning of a line: names of fields, heads of tables.
    fn head(&mut self, language: Language) {
        let mut blanks = leading(self.rest, char::is_whitespace);
        if language == Language::Yaml {
            let item = |c: char| c == '-' || c.is_whitespace();
            let marks = leading(self.rest, item);
            // `---` begins a document.
            if self
                .rest
                .get(..marks)
                .is_some_and(|marks| marks.ends_with(' '))
            {
                blanks = marks;
            }
        }
        let text = self.rest.get(blanks..).unwrap_or_default();
        let name = leading(text, |c| c.is_alphanumeric() || "_-./$@".contains(c));
        let after = text.get(name..).unwrap_or_default();
        let is_field = match language {
            Language::Toml => after.trim_start().starts_with('='),
            Language::Yaml => after
                .strip_prefix(':')
                .is_some_and(|value| value.is_empty() || value.starts_with(' ')),
            _ => false,
        };
        let is_head = language == Language::Toml && text.starts_with('[');
        let bytes = if is_head {
            text.find('#').unwrap_or(text.len())
        } else if is_field {
            name
        } else {
            0
        };
        if bytes > 0 {
            self.take(Part::Plain, blanks);
            self.take(Part::Word, bytes);
        }
    }

    /// Takes one part.
    fn next(&mut self, language: Language) -> Open {
        let syntax = self.syntax;
        let is_after_blank = self.before.is_none_or(char::is_whitespace);
        let is_after_word = self.before.is_some_and(is_of_word);
        if syntax
            .comment
            .iter()
            .any(|mark| self.rest.starts_with(mark))
            && (is_after_blank || !syntax.comments_follow_blanks)
        {
            self.take(Part::Comment, self.rest.len());
            return Open::Nothing;
        }
        if syntax
            .blocks
            .is_some_and(|(begin, _)| self.rest.starts_with(begin))
        {
            return self.comment(0);
        }
        if let Some(open) = self.quoted(language, is_after_word) {
            return open;
        }
        let Some(first) = self.rest.chars().next() else {
            return Open::Nothing;
        };
        if first.is_ascii_digit() && !is_after_word {
            let bytes = number(self.rest);
            self.take(Part::Number, bytes);
        } else if is_of_word(first) {
            let bytes = leading(self.rest, is_of_word);
            let word = self.rest.get(..bytes).unwrap_or_default();
            // A member of something may have any name.
            let is_member = self.before == Some('.') && !self.is_after_dots;
            let part = if syntax.words.contains(&word) && !is_member {
                Part::Word
            } else {
                Part::Plain
            };
            self.take(part, bytes);
        } else {
            self.take(Part::Plain, first.len_utf8());
        }
        Open::Nothing
    }

    /// A text, if one begins here.
    fn quoted(&mut self, language: Language, is_after_word: bool) -> Option<Open> {
        if language == Language::Rust {
            if !is_after_word && let Some((bytes, ending)) = raw(self.rest) {
                self.take(Part::Text, bytes);
                return Some(self.text(ending, true));
            }
            if self.rest.starts_with('\'') {
                let bytes = character(self.rest);
                // Or it is a lifetime.
                let part = if bytes > 1 { Part::Text } else { Part::Plain };
                self.take(part, bytes);
                return Some(Open::Nothing);
            }
        }
        let quote: &Quote = self
            .syntax
            .quotes
            .iter()
            .find(|quote| self.rest.starts_with(quote.mark))?;
        // As in `don't`.
        if is_after_word && quote.mark == "'" {
            return None;
        }
        let ending = Ending {
            with: quote.mark.to_owned(),
            has_escapes: quote.has_escapes,
        };
        let (rest, count) = (self.rest, self.parts.len());
        let length = self.parts.last().map_or(0, |(_, length)| *length);
        self.take(Part::Text, quote.mark.len());
        let open = self.text(ending, quote.has_lines);
        let is_field = language == Language::Json && self.rest.trim_start().starts_with(':');
        if is_field {
            // It was the name of one.
            let bytes = rest.len() - self.rest.len();
            self.rest = rest;
            self.parts.truncate(count);
            if let Some((_, last)) = self.parts.last_mut() {
                *last = length;
            }
            self.take(Part::Word, bytes);
        }
        Some(open)
    }

    /// The rest of a text, with its end.
    fn text(&mut self, ending: Ending, has_lines: bool) -> Open {
        let mut bytes = 0;
        let mut is_escaped = false;
        while let Some(one) = self.rest.get(bytes..).and_then(|rest| rest.chars().next()) {
            let rest = self.rest.get(bytes..).unwrap_or_default();
            if !is_escaped && rest.starts_with(&ending.with) {
                self.take(Part::Text, bytes + ending.with.len());
                return Open::Nothing;
            }
            is_escaped = ending.has_escapes && one == '\\' && !is_escaped;
            bytes += one.len_utf8();
        }
        self.take(Part::Text, bytes);
        // An end of a line can be escaped.
        if has_lines || is_escaped {
            Open::Text(ending)
        } else {
            Open::Nothing
        }
    }

    /// The rest of comments of which `depth` are open.
    fn comment(&mut self, depth: usize) -> Open {
        let Some((begin, end)) = self.syntax.blocks else {
            return Open::Nothing;
        };
        let mut depth = depth;
        while !self.rest.is_empty() {
            if self.rest.starts_with(begin) && (depth == 0 || self.syntax.blocks_nest) {
                depth += 1;
                self.take(Part::Comment, begin.len());
            } else if self.rest.starts_with(end) {
                self.take(Part::Comment, end.len());
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Open::Nothing;
                }
            } else {
                let bytes = self.rest.chars().next().map_or(1, char::len_utf8);
                self.take(Part::Comment, bytes);
            }
        }
        Open::Comment(depth)
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Bytes of the characters at the beginning that are such.
fn leading(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}

/// Bytes of a number; the dots of a range are none of it.
fn number(text: &str) -> usize {
    let whole = leading(text, |c| c.is_alphanumeric() || c == '_');
    let after = text.get(whole..).unwrap_or_default();
    match after.strip_prefix('.') {
        Some(part) if part.starts_with(|c: char| c.is_ascii_digit()) => {
            whole + 1 + leading(part, |c| c.is_alphanumeric() || c == '_')
        }
        _ => whole,
    }
}

/// The beginning of a raw string of Rust, in bytes, with its ending.
fn raw(text: &str) -> Option<(usize, Ending)> {
    let after = text.trim_start_matches(['b', 'c']);
    let prefix = text.len() - after.len();
    let after = after.strip_prefix('r').filter(|_| prefix <= 1)?;
    let marks = leading(after, |c| c == '#');
    after.get(marks..)?.strip_prefix('"')?;
    let ending = Ending {
        with: format!("\"{}", "#".repeat(marks)),
        has_escapes: false,
    };
    Some((prefix + 1 + marks + 1, ending))
}

/// Bytes of a character of Rust that begins here; 1 if it is a lifetime.
fn character(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    let end = match chars.next() {
        Some((_, '\\')) => {
            chars.next();
            // `\u{…}` is longer than the others.
            chars.find(|(_, c)| *c == '\'').map(|(at, _)| at)
        }
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at),
        None => None,
    };
    end.map_or(1, |end| end + 1)
}

#[cfg(test)]
mod tests;
