//! A line that is typed, or a text of several.

use ratatui::crossterm::event::KeyCode;

use crate::tui::keys::Key;

/// A line of text with a cursor, in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: Vec<char>,
    cursor: usize,
    /// Whether it may have several lines.
    has_lines: bool,
}

/// No text that is typed is longer, in characters.
const LONGEST: usize = 10_000;

impl Input {
    pub fn with(text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        Self {
            cursor: text.len(),
            text,
            has_lines: false,
        }
    }

    /// A text that may have several lines.
    pub fn with_lines(text: &str) -> Self {
        Self {
            has_lines: true,
            ..Self::with(text)
        }
    }

    pub fn has_lines(&self) -> bool {
        self.has_lines
    }

    pub fn text(&self) -> String {
        self.text.iter().collect()
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text before and after the cursor.
    pub fn parts(&self) -> (String, String) {
        let (before, after) = self.text.split_at(self.cursor.min(self.text.len()));
        (before.iter().collect(), after.iter().collect())
    }

    pub fn paste(&mut self, text: &str) {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        for one in text.chars() {
            match one {
                '\n' if self.has_lines => self.put(one),
                '\t' => self.put(' '),
                one if one.is_control() => {}
                one => self.put(one),
            }
        }
    }

    /// Where the line of the cursor begins.
    fn line_start(&self) -> usize {
        let before = &self.text[..self.cursor];
        before
            .iter()
            .rposition(|one| *one == '\n')
            .map_or(0, |at| at + 1)
    }

    /// Where the line of the cursor ends: at its line feed, or at the end.
    fn line_end(&self) -> usize {
        let after = &self.text[self.cursor..];
        let feed = after.iter().position(|one| *one == '\n');
        feed.map_or(self.text.len(), |at| self.cursor + at)
    }

    /// Moves to the line above, in the same column; whether there is one.
    pub fn up(&mut self) -> bool {
        let start = self.line_start();
        let column = self.cursor - start;
        if start == 0 {
            return false;
        }
        self.cursor = start - 1;
        self.cursor = (self.line_start() + column).min(start - 1);
        true
    }

    /// Moves to the line below, in the same column; whether there is one.
    pub fn down(&mut self) -> bool {
        let (column, end) = (self.cursor - self.line_start(), self.line_end());
        if end == self.text.len() {
            return false;
        }
        self.cursor = end + 1;
        self.cursor = (end + 1 + column).min(self.line_end());
        true
    }

    fn put(&mut self, one: char) {
        if self.text.len() < LONGEST {
            self.text.insert(self.cursor, one);
            self.cursor += 1;
        }
    }

    /// Takes a key; whether it was one for a line.
    pub fn take(&mut self, key: Key) -> bool {
        match (key.code, key.control) {
            (KeyCode::Char('j'), true) if self.has_lines => self.put('\n'),
            (KeyCode::Char('u'), true) => {
                let start = self.line_start();
                self.text.drain(start..self.cursor);
                self.cursor = start;
            }
            (KeyCode::Char('w'), true) => {
                let before = &self.text[..self.cursor];
                let trimmed = before.iter().rposition(|one| !one.is_whitespace());
                let word = trimmed.map_or(0, |end| {
                    let start = before[..end].iter().rposition(|one| one.is_whitespace());
                    start.map_or(0, |start| start + 1)
                });
                self.text.drain(word..self.cursor);
                self.cursor = word;
            }
            (KeyCode::Char('a'), true) | (KeyCode::Home, _) => self.cursor = self.line_start(),
            (KeyCode::Char('e'), true) | (KeyCode::End, _) => self.cursor = self.line_end(),
            (KeyCode::Char(one), false) => self.put(one),
            (KeyCode::Backspace, _) => {
                if self.cursor > 0 {
                    self.cursor -= 1;
                    self.text.remove(self.cursor);
                }
            }
            (KeyCode::Delete, _) => {
                if self.cursor < self.text.len() {
                    self.text.remove(self.cursor);
                }
            }
            (KeyCode::Left, _) => self.cursor = self.cursor.saturating_sub(1),
            (KeyCode::Right, _) => self.cursor = (self.cursor + 1).min(self.text.len()),
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_edited_as_everywhere() {
        let mut input = Input::with("one two");
        for (key, text) in [
            (Key::char('!'), "one two!"),
            (Key::of(KeyCode::Backspace), "one two"),
            (Key::control('w'), "one "),
            (Key::of(KeyCode::Home), "one "),
            (Key::char('ü'), "üone "),
            (Key::of(KeyCode::Delete), "üne "),
            (Key::of(KeyCode::Left), "üne "),
            (Key::of(KeyCode::Delete), "ne "),
            (Key::of(KeyCode::End), "ne "),
            (Key::control('u'), ""),
            (Key::of(KeyCode::Backspace), ""),
            (Key::control('w'), ""),
        ] {
            assert!(input.take(key), "{key}");
            assert_eq!(input.text(), text, "after {key}");
        }
        assert!(!input.take(Key::of(KeyCode::Up)));
        assert!(!input.take(Key::control('j')));
        input.paste("a\nb\u{7}");
        assert_eq!(input.parts(), ("ab".to_owned(), String::new()));
    }

    #[test]
    fn a_text_has_lines() {
        let mut input = Input::with_lines("first");
        assert!(input.take(Key::control('j')));
        input.paste("\r\nthe third\tone\u{1b}[2J");
        assert_eq!(input.text(), "first\n\nthe third one[2J");
        let before = |input: &Input| input.parts().0;
        assert!(input.up() && before(&input) == "first\n");
        assert!(input.up() && before(&input).is_empty());
        assert!(!input.up());
        assert!(input.take(Key::of(KeyCode::End)) && before(&input) == "first");
        assert!(input.down() && before(&input) == "first\n");
        assert!(input.down() && before(&input) == "first\n\n");
        assert!(!input.down());
        assert!(input.take(Key::of(KeyCode::End)) && input.take(Key::control('u')));
        assert_eq!(input.text(), "first\n\n");
        assert!(input.take(Key::of(KeyCode::Backspace)));
        assert_eq!(input.text(), "first\n");
    }
}
