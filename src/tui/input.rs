//! A line that is typed.

use ratatui::crossterm::event::KeyCode;

use crate::tui::keys::Key;

/// A line of text with a cursor, in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    text: Vec<char>,
    cursor: usize,
}

/// No line that is typed is longer, in characters.
const LONGEST: usize = 10_000;

impl Input {
    pub fn with(text: &str) -> Self {
        let text: Vec<char> = text.chars().collect();
        Self {
            cursor: text.len(),
            text,
        }
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
        for one in text.chars().filter(|one| !one.is_control()) {
            self.put(one);
        }
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
            (KeyCode::Char('u'), true) => {
                self.text.drain(..self.cursor);
                self.cursor = 0;
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
            (KeyCode::Char('a'), true) | (KeyCode::Home, _) => self.cursor = 0,
            (KeyCode::Char('e'), true) | (KeyCode::End, _) => self.cursor = self.text.len(),
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
        input.paste("a\nb\u{7}");
        assert_eq!(input.parts(), ("ab".to_owned(), String::new()));
    }
}
