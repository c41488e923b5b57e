//! Forms that write the changelog: texts of several lines, and what the rules say while one types.

use forewarn::tui::keys::Key;
use forewarn::tui::msg::{Msg, Question};

use crate::harness::{App, read, write};
use crate::screens::{EMPTY, PLUGIN, WORKSPACE};

#[test]
fn an_entry_is_written_with_the_rules_at_hand() {
    let mut app = App::with((80, 24), WORKSPACE);
    app.press(r#"7 n ctrl-u "app/unreleased/queue""#);
    app.press(r#"Tab Tab "The queue is kept.""#);
    app.press(r#"ctrl-j ctrl-j "- in the `Manager`""#);
    insta::assert_snapshot!("writing_lines", app.text());
    // It breaks something, and nobody is told whom.
    app.press("Tab Right");
    insta::assert_snapshot!("writing_breach", app.text());
    app.press("ctrl-s");
    let written = read(&app.desk().join("changelog/app/unreleased/queue.md"));
    assert!(
        written.contains("The queue is kept. {#queue}\n") && written.contains("- in the `Manager`"),
        "{written}"
    );
}

#[test]
fn what_would_be_refused_is_told_before() {
    let mut app = App::with((80, 24), WORKSPACE);
    app.press("7 n ctrl-u \"app/1.0.0\" Tab Tab \"Too late.\"");
    insta::assert_snapshot!("writing_refused", app.text());
}

#[test]
fn a_long_text_keeps_what_is_typed_in_sight() {
    let mut app = App::with((60, 20), WORKSPACE);
    app.press("7 n ctrl-u \"app/unreleased/queue\" Tab Tab");
    for line in 1..30 {
        app.press(&format!("\"line {line}\" ctrl-j"));
    }
    app.press("\"and the last, which is longer than the form is wide, so that it is folded\"");
    insta::assert_snapshot!("writing_long", app.text());
    app.press("Up Up");
    insta::assert_snapshot!("writing_long_up", app.text());
}

#[test]
fn only_the_newest_words_are_remarked_on() {
    let mut app = App::with((80, 24), WORKSPACE);
    app.press(r#"7 n ctrl-u "app/unreleased/queue""#);
    app.press("Tab Tab");
    app.happens(Msg::Key(Key::char('a')));
    let first = app.asked.pop_back().unwrap();
    assert!(matches!(first, Question::Check(..)), "{first:?}");
    app.happens(Msg::Key(Key::char('b')));
    let late = forewarn::tui::msg::Answer::Checked(vec![forewarn::tui::form::Remark {
        severity: None,
        text: "of what was typed before".to_owned(),
        advice: None,
    }]);
    app.happens(Msg::Answer(first, Ok(late)));
    assert!(!app.text().contains("of what was typed before"));
}

#[test]
fn a_scan_is_recorded_and_told_beside_the_last() {
    let mut app = App::with((80, 24), PLUGIN);
    app.press("5 a \"plugins\" Enter R");
    insta::assert_snapshot!("record_first", app.text());
    let file = app.desk().join("plugins/hello/src/index.ts");
    let less = read(&file).replace("return BlueDarkTheme;", "return null;");
    write(&file, &less.replace("Actions, BlueDarkTheme", "Actions"));
    app.press("R");
    let text = app.text();
    assert!(text.contains("0 opened and 1 fixed"), "{text}");
    app.press("h");
    insta::assert_snapshot!("record_history", app.text());
}

#[test]
fn the_first_entry_has_a_place_to_go() {
    let mut app = App::with((100, 24), EMPTY);
    app.press("1");
    insta::assert_snapshot!("nothing_yet", app.text());
    app.press("7 n");
    insta::assert_snapshot!("first_entry", app.text());
}
