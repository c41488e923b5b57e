//! The key table: what each key does, where, and how it is called. Footer, help and palette are made from it.

mod table;

use std::collections::BTreeMap;
use std::fmt;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::domain::words::closed_words;
use crate::tui::model::{Focus, Screen};

closed_words! {
    /// Everything that a key can do. The words are those of `[keys]` in the settings of the terminal app.
    pub enum Command {
        Changelog = "changelog",
        Versions = "versions",
        Deprecations = "deprecations",
        Impact = "impact",
        Plugins = "plugins",
        Defaults = "defaults",
        Drafts = "drafts",
        Up = "up",
        Down = "down",
        PageUp = "page-up",
        PageDown = "page-down",
        First = "first",
        Last = "last",
        NextFocus = "next-focus",
        Open = "open",
        Back = "back",
        Search = "search",
        NextMatch = "next-match",
        Filter = "filter",
        Palette = "palette",
        Help = "help",
        DayBack = "day-back",
        DayForward = "day-forward",
        MonthBack = "month-back",
        MonthForward = "month-forward",
        Today = "today",
        Date = "date",
        Copy = "copy",
        Export = "export",
        Link = "link",
        Theme = "theme",
        Reload = "reload",
        Unread = "unread",
        Group = "group",
        Sort = "sort",
        From = "from",
        To = "to",
        Without = "without",
        Scan = "scan",
        Record = "record",
        Cancel = "cancel",
        AddPlugin = "add-plugin",
        Editor = "editor",
        NewEntry = "new-entry",
        NewRelease = "new-release",
        EditEntry = "edit-entry",
        Correct = "correct",
        Accounts = "accounts",
        Forecast = "forecast",
        Step = "step",
        Withdraw = "withdraw",
        History = "history",
        Lint = "lint",
        Delete = "delete",
        Undo = "undo",
        Quit = "quit",
    }
}

pub use table::TABLE;

/// A key with what is held beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub control: bool,
}

impl Key {
    pub const fn of(code: KeyCode) -> Self {
        Self {
            code,
            control: false,
        }
    }

    pub const fn char(one: char) -> Self {
        Self::of(KeyCode::Char(one))
    }

    pub const fn control(one: char) -> Self {
        Self {
            code: KeyCode::Char(one),
            control: true,
        }
    }

    /// `q`, `ctrl-c`, `enter`, `f5`: how settings name keys. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (control, name) = match text.strip_prefix("ctrl-") {
            Some(name) => (true, name),
            None => (false, text),
        };
        let code = match name {
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "page-up" => KeyCode::PageUp,
            "page-down" => KeyCode::PageDown,
            "space" => KeyCode::Char(' '),
            "backspace" => KeyCode::Backspace,
            "delete" => KeyCode::Delete,
            _ => {
                let mut chars = name.chars();
                match (chars.next(), chars.next()) {
                    (Some(one), None) => KeyCode::Char(one),
                    (Some('f'), Some(_)) => KeyCode::F(name.get(1..)?.parse().ok()?),
                    _ => return None,
                }
            }
        };
        Some(Self { code, control })
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        let is_beside =
            |modifiers: KeyModifiers| modifiers.intersects(KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match event.code {
            // Shift is in the letter already.
            KeyCode::BackTab => KeyCode::Tab,
            // A new line within a text, where the terminal tells it from Enter.
            KeyCode::Enter if is_beside(event.modifiers) => return Self::control('j'),
            code => code,
        };
        Self {
            code,
            control: event.modifiers.contains(KeyModifiers::CONTROL),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.control {
            f.write_str("^")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(one) if self.control => write!(f, "{}", one.to_ascii_uppercase()),
            KeyCode::Char(one) => write!(f, "{one}"),
            KeyCode::Enter => f.write_str("Enter"),
            KeyCode::Esc => f.write_str("Esc"),
            KeyCode::Tab => f.write_str("Tab"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::Home => f.write_str("Home"),
            KeyCode::End => f.write_str("End"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Backspace => f.write_str("Backspace"),
            KeyCode::Delete => f.write_str("Del"),
            KeyCode::F(number) => write!(f, "F{number}"),
            _ => f.write_str("?"),
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    pub command: Command,
    /// The first is the one that is shown.
    pub keys: &'static [Key],
    /// What the footer says; empty: only help and palette tell of it.
    pub short: &'static str,
    /// What help and palette say.
    pub long: &'static str,
    /// Where it works; empty: everywhere.
    pub screens: &'static [Screen],
}

/// Keys that the user chose instead of those of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    chosen: BTreeMap<Command, Vec<Key>>,
}

impl Keymap {
    pub fn choose(&mut self, command: Command, keys: Vec<Key>) {
        self.chosen.insert(command, keys);
    }

    /// The keys of a row.
    pub fn keys(&self, binding: &Binding) -> Vec<Key> {
        self.chosen
            .get(&binding.command)
            .map_or_else(|| binding.keys.to_vec(), Clone::clone)
    }

    /// What a key does on a screen. What belongs to the screen comes before what works everywhere.
    pub fn command(&self, key: Key, screen: Screen) -> Option<Command> {
        rows(screen)
            .find(|binding| self.keys(binding).contains(&key))
            .map(|binding| binding.command)
    }

    /// What the footer shows: keys with what they do, those of the screen first.
    pub fn footer(&self, screen: Screen, _focus: Focus) -> Vec<(String, &'static str)> {
        let first = |command: Command| {
            let binding = TABLE.iter().find(|one| one.command == command)?;
            self.keys(binding).first().map(ToString::to_string)
        };
        // How to move is shown first: nothing else works without it.
        let moves = |binding: &&Binding| binding.command == Command::Up;
        rows(screen)
            .filter(moves)
            .chain(rows(screen).filter(|binding| !moves(binding)))
            .filter(|binding| !binding.short.is_empty())
            .filter_map(|binding| {
                let shown = first(binding.command)?;
                let other = match binding.command {
                    Command::Up => first(Command::Down)?,
                    Command::DayBack => first(Command::DayForward)?,
                    _ => String::new(),
                };
                Some((format!("{shown}{other}"), binding.short))
            })
            .collect()
    }
}

/// The rows that work on a screen, its own first.
pub fn rows(screen: Screen) -> impl Iterator<Item = &'static Binding> {
    let own = TABLE
        .iter()
        .filter(move |one| one.screens.contains(&screen));
    let general = TABLE.iter().filter(|one| one.screens.is_empty());
    own.chain(general)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_screen_gives_one_key_to_two_commands() {
        for screen in Screen::ALL.iter().copied() {
            let mut seen: std::collections::HashMap<Key, Command> =
                std::collections::HashMap::new();
            for binding in rows(screen) {
                for key in binding.keys {
                    let other = seen.insert(*key, binding.command);
                    assert_eq!(other, None, "{key} on {screen}");
                }
            }
        }
    }

    #[test]
    fn every_command_has_a_row_and_a_text() {
        for command in Command::ALL {
            let row = TABLE.iter().find(|row| row.command == *command);
            let row = row.unwrap_or_else(|| panic!("{command} has no row"));
            assert!(!row.keys.is_empty() && !row.long.is_empty(), "{command}");
        }
    }

    #[test]
    fn keys_are_named_as_settings_name_them() {
        for (text, key) in [
            ("q", Key::char('q')),
            ("ctrl-c", Key::control('c')),
            ("f5", Key::of(KeyCode::F(5))),
            ("f", Key::char('f')),
            ("space", Key::char(' ')),
            ("page-down", Key::of(KeyCode::PageDown)),
        ] {
            assert_eq!(Key::parse(text), Some(key), "{text}");
        }
        for text in ["", "ctrl-", "nothing", "f99x"] {
            assert_eq!(Key::parse(text), None, "{text}");
        }
    }
}
