//! Whatever is pressed, clicked, pasted or answered, in whatever order: nothing panics, and Esc leads home.

use forewarn::tui::keys::Key;
use forewarn::tui::model::{Focus, Screen};
use forewarn::tui::msg::{Msg, Question};
use proptest::prelude::*;
use ratatui::crossterm::event::KeyCode;

use crate::harness::App;

#[derive(Clone, Debug)]
enum Step {
    Happens(Msg),
    /// One of the questions that wait is answered, or fails.
    Answer(usize, bool),
}

fn key() -> impl Strategy<Value = Key> {
    let code = prop_oneof![
        6 => "[a-zA-Z0-9]".prop_map(|text| KeyCode::Char(text.chars().next().unwrap_or(' '))),
        2 => proptest::sample::select(vec!['/', ':', '?', '<', '>', '[', ']', '{', '}', ' ', '"', '1', '3', '4', '7']).prop_map(KeyCode::Char),
        6 => proptest::sample::select(vec![
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Left,
            KeyCode::Right,
            KeyCode::Home,
            KeyCode::End,
            KeyCode::PageUp,
            KeyCode::PageDown,
            KeyCode::Enter,
            KeyCode::Esc,
            KeyCode::Tab,
            KeyCode::Backspace,
            KeyCode::Delete,
            KeyCode::F(5),
        ]),
    ];
    (code, proptest::bool::weighted(0.1)).prop_map(|(code, control)| Key { code, control })
}

fn happens() -> impl Strategy<Value = Msg> {
    let spot = || (0..300u16, 0..100u16);
    prop_oneof![
        20 => key().prop_map(Msg::Key),
        2 => spot().prop_map(|(x, y)| Msg::Click { x, y }),
        1 => spot().prop_map(|(x, y)| Msg::Drag { x, y }),
        2 => (spot(), any::<bool>()).prop_map(|((x, y), down)| Msg::Wheel { x, y, down }),
        2 => (1..=300u16, 1..=100u16).prop_map(|(width, height)| Msg::Resize(width, height)),
        1 => (60..=120u16, 20..=40u16).prop_map(|(width, height)| Msg::Resize(width, height)),
        1 => "\\PC{0,12}".prop_map(Msg::Paste),
        1 => Just(Msg::Changed),
        1 => Just(Msg::SourceChanged),
        1 => Just(Msg::Quiet),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => happens().prop_map(Step::Happens),
        2 => (any::<usize>(), proptest::bool::weighted(0.1)).prop_map(|(at, fails)| Step::Answer(at, fails)),
    ]
}

/// What would look at, or write to, a place that was typed at random.
fn leaves_the_folder(question: &Question) -> bool {
    match question {
        Question::Scan(..) | Question::Export { .. } => true,
        Question::Impact(asked) => asked.plugins,
        _ => false,
    }
}

fn answer(app: &mut App, at: usize, fails: bool) {
    if app.asked.is_empty() {
        return;
    }
    let question = app.asked.remove(at % app.asked.len()).unwrap();
    let answer = if fails || leaves_the_folder(&question) {
        Err("it was not to be\nhint: try again".to_owned())
    } else {
        app.answer(&question)
    };
    app.happens(Msg::Answer(question, answer));
}

/// Draws, and looks that nothing in it can reach the terminal but text.
fn draw(app: &App) {
    let frame = app.frame();
    for cell in frame.content() {
        let is_control = |one: char| one.is_control();
        assert!(
            !cell.symbol().chars().any(is_control),
            "{:?}",
            cell.symbol()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_and_esc_leads_home(steps in proptest::collection::vec(step(), 1..60)) {
        let mut app = App::bundled((80, 24));
        for step in steps {
            match step {
                Step::Happens(msg) => {
                    app.happens(msg);
                    draw(&app);
                }
                Step::Answer(at, fails) => answer(&mut app, at, fails),
            }
        }
        while !app.asked.is_empty() {
            answer(&mut app, 0, false);
        }
        draw(&app);
        for _ in 0..12 {
            app.happens(Msg::Key(Key::of(KeyCode::Esc)));
            while !app.asked.is_empty() {
                answer(&mut app, 0, false);
            }
            draw(&app);
        }
        prop_assert_eq!(app.model.screen, Screen::Changelog);
        prop_assert_eq!(&app.model.overlay, &None);
        prop_assert_eq!(app.model.focus, Focus::List);
    }
}
