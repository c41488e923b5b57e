//! Forms: a few fields, one of them a text of several lines, and what is done with them.

use ratatui::crossterm::event::KeyCode;

use crate::tui::input::Input;
use crate::tui::keys::Key;

/// What a form is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormOf {
    Date,
    /// An entry to be written.
    NewEntry,
    NewRelease,
    /// A correction of the entry.
    Correct(String),
    /// Scheduling a release.
    Schedule(String),
    Withdraw(String),
    /// A symbol that might be removed.
    Without,
    Folder,
    /// A file to write what is shown to, in a format.
    File(String),
}

/// One line to fill in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub label: &'static str,
    pub input: Input,
    /// Words to choose from by arrow keys; empty: free.
    pub words: &'static [&'static str],
    pub help: &'static str,
}

impl Field {
    pub fn new(label: &'static str, text: &str, help: &'static str) -> Self {
        Self {
            label,
            input: Input::with(text),
            words: &[],
            help,
        }
    }

    pub fn of(label: &'static str, words: &'static [&'static str], help: &'static str) -> Self {
        Self {
            label,
            input: Input::with(words.first().copied().unwrap_or_default()),
            words,
            help,
        }
    }

    fn turn(&mut self, by: isize) {
        let text = self.input.text();
        let at = self
            .words
            .iter()
            .position(|word| *word == text)
            .unwrap_or_default();
        let count = self.words.len().cast_signed();
        let next = (at.cast_signed() + by).rem_euclid(count.max(1));
        if let Some(word) = self.words.get(next.cast_unsigned()) {
            self.input = Input::with(word);
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub title: String,
    pub of: FormOf,
    pub fields: Vec<Field>,
    pub at: usize,
    /// Why what was filled in was refused.
    pub refused: Option<String>,
}

/// What became of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Taken,
    Left,
    Done,
}

impl Form {
    pub fn new(title: impl Into<String>, of: FormOf, fields: Vec<Field>) -> Self {
        Self {
            title: title.into(),
            of,
            fields,
            at: 0,
            refused: None,
        }
    }

    pub fn value(&self, label: &str) -> String {
        let field = self.fields.iter().find(|field| field.label == label);
        field
            .map(|field| field.input.text().trim().to_owned())
            .unwrap_or_default()
    }

    pub fn take(&mut self, key: Key) -> Outcome {
        let count = self.fields.len();
        match (key.code, key.control) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Outcome::Left,
            (KeyCode::Enter, _) if self.at + 1 == count => return Outcome::Done,
            (KeyCode::Char('s'), true) => return Outcome::Done,
            (KeyCode::Enter | KeyCode::Tab | KeyCode::Down, _) => {
                self.at = (self.at + 1) % count.max(1);
            }
            (KeyCode::Up, _) => self.at = (self.at + count.max(1) - 1) % count.max(1),
            (code, _) => {
                if let Some(field) = self.fields.get_mut(self.at) {
                    match code {
                        KeyCode::Left if !field.words.is_empty() => field.turn(-1),
                        KeyCode::Right | KeyCode::Char(' ') if !field.words.is_empty() => {
                            field.turn(1);
                        }
                        _ if !field.words.is_empty() => {}
                        _ => {
                            field.input.take(key);
                        }
                    }
                }
            }
        }
        Outcome::Taken
    }

    pub fn paste(&mut self, text: &str) {
        if let Some(field) = self
            .fields
            .get_mut(self.at)
            .filter(|field| field.words.is_empty())
        {
            field.input.paste(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_walked_through() {
        let fields = vec![
            Field::of("kind", &["added", "fixed"], ""),
            Field::new("text", "", ""),
        ];
        let mut form = Form::new("New", FormOf::NewEntry, fields);
        for (key, outcome) in [
            (Key::of(KeyCode::Left), Outcome::Taken),
            (Key::of(KeyCode::Enter), Outcome::Taken),
            (Key::char('A'), Outcome::Taken),
            (Key::of(KeyCode::Enter), Outcome::Done),
        ] {
            assert_eq!(form.take(key), outcome, "{key}");
        }
        assert_eq!(
            (form.value("kind"), form.value("text")),
            ("fixed".to_owned(), "A".to_owned())
        );
        assert_eq!(form.take(Key::of(KeyCode::Esc)), Outcome::Left);
    }
}
