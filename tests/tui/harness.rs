//! The app without a terminal: keys in, text out, every question answered before the next key.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use forewarn::app::history::Whereabouts;
use forewarn::system::System;
use forewarn::tui::Answers;
use forewarn::tui::keys::Key;
use forewarn::tui::model::Model;
use forewarn::tui::msg::{Answer, Effect, Msg, Question};
use forewarn::tui::update::update;
use forewarn::tui::view::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// The moment at which every test runs.
pub(crate) const NOW: &str = "2026-06-15T08:00:00Z";

/// The app in a folder of its own, with an empty home.
pub(crate) struct App {
    pub(crate) model: Model,
    answers: Answers,
    folder: tempfile::TempDir,
    /// What was asked and has no answer yet.
    pub(crate) asked: VecDeque<Question>,
    /// What else was to be done: copied, opened, kept.
    pub(crate) done: Vec<Effect>,
}

impl App {
    /// With the built-in history.
    pub(crate) fn bundled(size: (u16, u16)) -> Self {
        Self::with(size, &[])
    }

    /// With files in the folder that it works in.
    pub(crate) fn with(size: (u16, u16), files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (home, desk) = (folder.path().join("home"), folder.path().join("desk"));
        std::fs::create_dir(&home).unwrap();
        std::fs::create_dir(&desk).unwrap();
        for (path, text) in files {
            write(&desk.join(path), text);
        }
        let environment = [("HOME", home.to_str().unwrap()), ("USER", "tester")];
        let system = Arc::new(System::made(NOW, &environment, &desk));
        let today = system.today();
        let mut app = Self {
            model: Model::new(today, today, size),
            answers: Answers::new(system, Whereabouts::default()),
            folder,
            asked: VecDeque::new(),
            done: Vec::new(),
        };
        app.happens(Msg::Start);
        app
    }

    /// Imports a log of a browser's console, as `forewarn evidence import` does.
    pub(crate) fn brings_in_evidence(&self, file: &str) {
        let request = forewarn::app::evidence::ImportRequest {
            files: vec![self.desk().join(file)],
            dry_run: false,
            patterns: None,
            day: Some("2026-05-02".parse().unwrap()),
        };
        let home = self.folder.path().join("home");
        let environment = [("HOME", home.to_str().unwrap()), ("USER", "tester")];
        let system = System::made(NOW, &environment, &self.desk());
        let (done, _) =
            forewarn::app::evidence::import(&system, &Whereabouts::default(), &request).unwrap();
        assert_eq!(done.files.len(), 1);
    }

    /// The folder that everything is in.
    pub(crate) fn root(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    pub(crate) fn desk(&self) -> PathBuf {
        self.folder.path().join("desk")
    }

    /// Something happens, and nothing is answered.
    pub(crate) fn happens(&mut self, msg: Msg) {
        for effect in update(&mut self.model, msg) {
            match effect {
                Effect::Ask(question) => self.asked.push_back(question),
                other => self.done.push(other),
            }
        }
    }

    pub(crate) fn answer(&mut self, question: &Question) -> Result<Answer, String> {
        self.answers.answer(question)
    }

    /// Answers what was asked, and what is asked because of that.
    pub(crate) fn settles(&mut self) {
        while let Some(question) = self.asked.pop_front() {
            let answer = self.answer(&question);
            self.happens(Msg::Answer(question, answer));
        }
    }

    /// Presses keys; see `keys`.
    pub(crate) fn press(&mut self, script: &str) {
        self.settles();
        for key in keys(script) {
            self.press_key(key);
        }
    }

    pub(crate) fn press_key(&mut self, key: Key) {
        self.settles();
        self.happens(Msg::Key(key));
        self.settles();
    }

    pub(crate) fn frame(&self) -> Buffer {
        let (width, height) = self.model.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view(&self.model, frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// What is on the screen, without blanks at the ends of lines and without the names of folders made for the test.
    pub(crate) fn text(&self) -> String {
        let text = text(&self.frame());
        text.replace(self.root(), "[folder]")
    }
}

/// The text of a frame.
pub(crate) fn text(buffer: &Buffer) -> String {
    use unicode_width::UnicodeWidthStr as _;
    let mut out = String::new();
    for row in 0..buffer.area.height {
        let mut line = String::new();
        let mut column = 0;
        while column < buffer.area.width {
            let symbol = buffer[(column, row)].symbol();
            line.push_str(symbol);
            column += u16::try_from(symbol.width().max(1)).unwrap();
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Keys as they are written in a script: `j`, `Enter`, `ctrl-s`, `PageDown`, words to be typed, and `"words with blanks"`.
pub(crate) fn keys(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script.trim();
    while !rest.is_empty() {
        if let Some((typed, after)) = rest.strip_prefix('"').and_then(|text| text.split_once('"')) {
            keys.extend(typed.chars().map(Key::char));
            rest = after.trim_start();
            continue;
        }
        let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
        keys.extend(named(word));
        rest = after.trim_start();
    }
    keys
}

fn named(word: &str) -> Vec<Key> {
    let mut chars = word.chars();
    let (first, more) = (chars.next(), chars.next());
    if let (Some(one), None) = (first, more) {
        return vec![Key::char(one)];
    }
    let name = match word {
        "PageDown" => "page-down".to_owned(),
        "PageUp" => "page-up".to_owned(),
        _ => word.to_lowercase(),
    };
    match Key::parse(&name) {
        Some(key) => vec![key],
        None => word.chars().map(Key::char).collect(),
    }
}

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
pub(crate) fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}
