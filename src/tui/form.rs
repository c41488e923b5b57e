//! Forms: a few fields, one of them a text of several lines, and what is done with them.

use ratatui::crossterm::event::KeyCode;

use crate::domain::problem::Severity;
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

/// What is to be said of what was filled in so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// How grave a breach is; `None`: it would be refused.
    pub severity: Option<Severity>,
    pub text: String,
    /// What to do about it.
    pub advice: Option<String>,
}

/// One line to fill in, or a text.
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

    /// For a text of several lines.
    pub fn lines(label: &'static str, text: &str, help: &'static str) -> Self {
        Self {
            input: Input::with_lines(text),
            ..Self::new(label, "", help)
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
    /// What the rules say of it as it stands.
    pub remarks: Vec<Remark>,
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
            remarks: Vec::new(),
        }
    }

    pub fn value(&self, label: &str) -> String {
        let field = self.fields.iter().find(|field| field.label == label);
        field
            .map(|field| field.input.text().trim().to_owned())
            .unwrap_or_default()
    }

    /// # Errors
    /// If nothing was filled in, in words.
    pub fn needed(&self, label: &str) -> Result<String, String> {
        let value = self.value(label);
        if value.is_empty() {
            Err(format!("{label} is needed"))
        } else {
            Ok(value)
        }
    }

    pub fn take(&mut self, key: Key) -> Outcome {
        let count = self.fields.len();
        match (key.code, key.control) {
            (KeyCode::Esc, _) | (KeyCode::Char('c'), true) => return Outcome::Left,
            (KeyCode::Enter, _) if self.at + 1 == count => return Outcome::Done,
            (KeyCode::Char('s'), true) => return Outcome::Done,
            (KeyCode::Up, _) if self.within(Input::up) => {}
            (KeyCode::Down, _) if self.within(Input::down) => {}
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

    /// Moves within a text of several lines; whether there was a line to move to.
    fn within(&mut self, go: impl Fn(&mut Input) -> bool) -> bool {
        let field = self.fields.get_mut(self.at);
        field.is_some_and(|field| field.input.has_lines() && go(&mut field.input))
    }

    /// Whether a text of several lines is being typed.
    pub fn has_lines(&self) -> bool {
        let field = self.fields.get(self.at);
        field.is_some_and(|field| field.input.has_lines())
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

    #[test]
    fn arrows_leave_a_text_at_its_ends() {
        let fields = vec![
            Field::new("a", "", ""),
            Field::lines("text", "one\ntwo", ""),
        ];
        let mut form = Form::new("New", FormOf::NewEntry, fields);
        let mut places = Vec::new();
        for code in [
            KeyCode::Down,
            KeyCode::Up,
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Down,
        ] {
            form.take(Key::of(code));
            places.push(form.at);
        }
        // Into the text at its end, a line up, out of it, into it again at its first line, and to its last.
        assert_eq!(places, [1, 1, 0, 1, 1]);
        form.take(Key::control('j'));
        form.take(Key::char('x'));
        assert_eq!(form.value("text"), "one\ntwo\nx");
    }
}
