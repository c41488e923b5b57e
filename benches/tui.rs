//! What one key takes, from the model to the cells of the screen: `update` and `view` at 200 by 60 over a history of 10,000
//! releases with 1,000,000 entries. The bar is 4 ms for the slowest.
//!
//! `cargo bench --bench tui`; `slowest` is what counts. What the store takes to answer is timed on a real one, by
//! `tests/foreign/tui_speed.py`; here only for the first frames, over the built-in history.

use std::collections::BTreeMap;
use std::sync::Arc;

use forewarn::app::browse::{EntryLine, Filter, Lane, ReleaseLine, Timeline};
use forewarn::app::history::Whereabouts;
use forewarn::domain::date::{Date, DateKind, Dated};
use forewarn::domain::entry::EntryKind;
use forewarn::domain::release::{Stage, State};
use forewarn::domain::text::Untrusted;
use forewarn::domain::version::Scheme;
use forewarn::system::System;
use forewarn::tui::Answers;
use forewarn::tui::keys::Key;
use forewarn::tui::model::Model;
use forewarn::tui::msg::{Answer, Effect, Msg, Question};
use forewarn::tui::update::update;
use forewarn::tui::view::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode;

const RELEASES: i32 = 10_000;
const ENTRIES: usize = 100;

fn main() {
    divan::main();
}

fn timeline(as_of: Date) -> Timeline {
    let release = |number: i32| ReleaseLine {
        id: format!("app/1.{number}.0"),
        lane: 0,
        version: format!("1.{number}.0"),
        date: Some(Dated {
            on: as_of.plus_days(number - RELEASES),
            kind: DateKind::Exact,
        }),
        stage: Stage::Ga,
        state: State::Published,
        title: Some(Untrusted::from("What calls sound like, and who hears them")),
        entries: ENTRIES,
    };
    Timeline {
        platform: Untrusted::from("Made"),
        source: "a made history".to_owned(),
        is_ours: true,
        as_of,
        lanes: vec![Lane {
            id: "app".to_owned(),
            name: Untrusted::from("App"),
            scheme: Scheme::Semver,
            covers_until: None,
        }],
        releases: (0..RELEASES).rev().map(release).collect(),
        later: 0,
    }
}

fn entries() -> Vec<EntryLine> {
    (0..ENTRIES)
        .map(|number| EntryLine {
            id: format!("entry-{number}"),
            kind: EntryKind::ALL[number % EntryKind::ALL.len()],
            breaking: number % 17 == 0,
            corrected: number % 23 == 0,
            text: Untrusted::from(
                "The `hold` of a call is kept when the agent's browser tab is opened a second time ✓",
            ),
        })
        .collect()
}

struct App {
    model: Model,
    /// By release, made before anything is timed.
    #[expect(clippy::rc_buffer, reason = "it is what an answer holds")]
    entries: BTreeMap<String, Arc<Vec<EntryLine>>>,
    terminal: Terminal<TestBackend>,
}

impl App {
    fn new() -> Self {
        let day: Date = "2026-06-15".parse().expect("it is a day");
        let mut app = Self {
            model: Model::new(day, day, (200, 60)),
            entries: BTreeMap::new(),
            terminal: Terminal::new(TestBackend::new(200, 60)).expect("memory can be drawn on"),
        };
        app.happens(Msg::Start);
        let question = Question::Timeline(day, Filter::default());
        let timeline = timeline(day);
        let of_each = Arc::new(entries());
        let ids = timeline.releases.iter().map(|release| release.id.clone());
        app.entries = ids.map(|id| (id, Arc::clone(&of_each))).collect();
        let answer = Answer::Timeline(Arc::new(timeline));
        app.happens(Msg::Answer(question, Ok(answer)));
        app
    }

    /// Something happens; what is asked of the list is answered, each answer with a frame as in the app.
    fn happens(&mut self, msg: Msg) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            for effect in update(&mut self.model, msg) {
                if let Effect::Ask(question @ Question::Entries(..)) = effect {
                    waiting.push(self.answered(question));
                }
            }
            self.draw();
        }
    }

    fn answered(&self, question: Question) -> Msg {
        let Question::Entries(_, ids, _) = &question else {
            return Msg::Quiet;
        };
        let entries: BTreeMap<String, Arc<Vec<EntryLine>>> = ids
            .iter()
            .filter_map(|id| Some((id.clone(), Arc::clone(self.entries.get(id)?))))
            .collect();
        Msg::Answer(question, Ok(Answer::Entries(entries)))
    }

    fn draw(&mut self) {
        let model = &self.model;
        self.terminal
            .draw(|frame| view(model, frame))
            .expect("memory can be drawn on");
    }

    fn press(&mut self, code: KeyCode) {
        self.happens(Msg::Key(Key::of(code)));
    }
}

/// A thousand keys in a row, one a sample.
#[divan::bench(sample_count = 1000, sample_size = 1, args = [KeyCode::Down, KeyCode::PageDown, KeyCode::End, KeyCode::Left])]
fn a_key(bencher: divan::Bencher<'_, '_>, code: KeyCode) {
    let mut app = App::new();
    let mut turn = 0_usize;
    bencher.bench_local(|| {
        turn += 1;
        // `End` and `Left` come to an end: back, every second time.
        let back = match code {
            KeyCode::End => KeyCode::Home,
            KeyCode::Left => KeyCode::Right,
            other => other,
        };
        app.press(if turn.is_multiple_of(2) { back } else { code });
    });
}

/// A frame of what is there, with nothing new.
#[divan::bench(sample_count = 1000, sample_size = 1)]
fn a_frame(bencher: divan::Bencher<'_, '_>) {
    let mut app = App::new();
    bencher.bench_local(|| app.draw());
}

/// A start over the built-in history, without a terminal: what is drawn at first, and when all that was asked is answered.
fn start(is_answered: bool) -> Terminal<TestBackend> {
    let home = tempfile::tempdir().expect("there is room for a folder");
    let path = home.path().to_str().expect("the folder's name is Unicode");
    let system = System::made("2026-06-15T08:00:00Z", &[("HOME", path)], home.path());
    let today = system.today();
    let mut model = Model::new(today, today, (200, 60));
    let mut answers = Answers::new(Arc::new(system), Whereabouts::default());
    let mut terminal = Terminal::new(TestBackend::new(200, 60)).expect("memory can be drawn on");
    let mut waiting = vec![Msg::Start];
    while let Some(msg) = waiting.pop() {
        for effect in update(&mut model, msg) {
            if let Effect::Ask(question) = effect
                && is_answered
            {
                let answer = answers.answer(&question);
                waiting.push(Msg::Answer(question, answer));
            }
        }
    }
    terminal
        .draw(|frame| view(&model, frame))
        .expect("memory can be drawn on");
    terminal
}

fn shows(terminal: &Terminal<TestBackend>, word: &str) -> bool {
    let cells = terminal.backend().buffer().content().iter();
    cells
        .map(ratatui::buffer::Cell::symbol)
        .collect::<String>()
        .contains(word)
}

/// The first frame, before the history has answered.
#[divan::bench]
fn the_first_frame(bencher: divan::Bencher<'_, '_>) {
    assert!(shows(&start(false), "quit"));
    bencher.bench_local(|| start(false));
}

/// The first frame with entries: the history is opened, asked and answered until nothing is asked any more.
#[divan::bench]
fn the_first_entries(bencher: divan::Bencher<'_, '_>) {
    assert!(shows(&start(true), "2.17.1"));
    bencher.bench_local(|| start(true));
}
