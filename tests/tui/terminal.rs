//! The app on a real terminal: it gives back what it took, however it ends.

use std::time::Duration;

use crate::run::World;
use crate::screens::{STREAMS, WORKSPACE};
use crate::session::Session;

const EVERYTHING: [&str; 4] = [
    "the other screen",
    "the cursor",
    "the mouse",
    "what is pasted",
];

/// The app with the built-in history.
fn app(world: &World) -> Session {
    let session = Session::sized(world, "", &[], (80, 24));
    session.sees("Changelog, 341 releases");
    assert_eq!(session.taken(), EVERYTHING);
    session
}

#[test]
fn it_starts_acts_and_leaves() {
    let world = World::new();
    let mut session = app(&world);
    session.types("2");
    session.sees("2.17 supported");
    session.types("D\u{15}2025-12-01\r");
    session.sees("2.14 maintained");
    session.resize((120, 40));
    session.sees("3 Deprecations");
    session.resize((50, 10));
    session.sees("60x20 is needed.");
    session.resize((60, 20));
    session.sees("2.14 maintained");
    session.types("q");
    assert_eq!(session.code(), 0);
    assert_eq!(session.taken(), [""; 0]);
    assert_eq!(session.text().trim(), "");
}

#[test]
fn links_are_told_to_terminals_that_know_them() {
    let world = World::new();
    let address = "https://twilio.com/docs/flex/release-notes/flex-ui-release-notes-for-v2xx";
    let begin = format!("\u{1b}]8;;{address}\u{1b}\\");
    let session = Session::sized(&world, "", &[], (120, 40));
    session.hears(&begin);
    for environment in [("TERM", "linux"), ("NO_COLOR", "1")] {
        let mut session = Session::sized(&world, "", &[environment], (120, 40));
        session.sees("twilio.com/docs");
        session.types("q");
        assert_eq!(session.code(), 0);
        assert!(!session.is_told("\u{1b}]8;"), "{environment:?}");
    }
    let mut session = Session::sized(&world, "--color never", &[], (120, 40));
    session.sees("twilio.com/docs");
    session.types("q");
    assert_eq!(session.code(), 0);
    assert!(
        !session.is_told("\u{1b}]8;") && !session.is_told("\u{1b}[38;5;"),
        "colours"
    );
    let line = "show ui/2.17.1 --no-pager";
    let session = Session::sized(&world, line, &[], (120, 60));
    session.hears(&begin);
    for environment in [("TERM", "linux"), ("NO_COLOR", "1")] {
        let mut session = Session::sized(&world, line, &[environment], (120, 60));
        assert_eq!(session.code(), 0);
        session.sees("twilio.com/docs");
        assert!(!session.is_told("\u{1b}]8;"), "{environment:?}");
    }
    let ran = world.run(&["show", "ui/2.17.1", "--color", "always"]);
    assert!(ran.stdout.contains("\u{1b}["), "{}", ran.stdout);
    assert!(!ran.stdout.contains("\u{1b}]"), "{}", ran.stdout);
}

#[test]
fn a_signal_ends_it_as_its_own_key_does() {
    let world = World::new();
    for name in ["TERM", "HUP", "INT"] {
        let mut session = app(&world);
        session.signal(name);
        assert_eq!(session.code(), 0, "{name}");
        assert_eq!(session.taken(), [""; 0], "{name}");
    }
}

/// What the next test runs on a terminal of its own.
#[test]
#[ignore = "it panics; another test runs it"]
fn a_panic_with_the_screen_taken() {
    let screen = forewarn::tui::terminal::Screen::take(true).unwrap();
    // As the app's own loop does: another thread may be what panics.
    let other = std::thread::spawn(|| panic!("nothing was expected to go wrong here"));
    assert!(other.join().is_err());
    std::thread::sleep(Duration::from_millis(200));
    drop(screen);
}

#[test]
fn a_panic_gives_the_terminal_back_and_can_be_read() {
    let world = World::new();
    let itself = std::env::current_exe().unwrap();
    let words = [
        "terminal::a_panic_with_the_screen_taken",
        "--exact",
        "--ignored",
        "--nocapture",
    ];
    let mut session = Session::of(&world, (itself.to_str().unwrap(), &words), &[], (80, 24));
    session.sees("nothing was expected to go wrong here");
    assert_eq!(session.taken(), [""; 0]);
    assert_eq!(session.code(), 0);
}

#[test]
fn where_somebody_was_is_there_again() {
    let world = World::new();
    let mut session = app(&world);
    session.types("6");
    session.sees("flex.enforce-logout");
    session.types("q");
    assert_eq!(session.code(), 0);
    let mut session = Session::sized(&world, "", &[], (80, 24));
    session.sees("flex.enforce-logout");
    session.types("q");
    assert_eq!(session.code(), 0);
}

/// The end is as sudden as it gets while an entry is written: what there is then is whole.
#[test]
fn a_kill_while_it_writes_leaves_everything_whole() {
    let world = World::new();
    world.write("forewarn.toml", "schema = 1\n");
    world.write("changelog/streams.toml", STREAMS);
    for (path, text) in WORKSPACE {
        world.write(path, text);
    }
    let mut written = 0;
    for number in 0..6u32 {
        let mut session = Session::sized(&world, "", &[], (80, 24));
        // What was left is there again, if the former one was written.
        session.sees("7 Draf");
        session.types("7");
        session.sees("Drafts, ");
        session.types("n");
        session.sees("Write an entry");
        session.types(&format!("\u{15}app/unreleased/made\r\rEntry {number}.\r"));
        session.sees(&format!("Entry {number}."));
        session.types("\r");
        std::thread::sleep(Duration::from_millis(u64::from(number) * 8));
        session.signal("KILL");
        assert_ne!(session.code(), 0);
        let verified = world.run(&["db", "verify"]);
        assert_eq!(verified.code, 0, "{}{}", verified.stdout, verified.stderr);
        let searched = world.run(&["search", "Entry"]);
        assert_eq!(searched.code, 0, "{}", searched.stderr);
        written += usize::from(searched.stdout.contains(&format!("Entry {number}.")));
    }
    // Fast or slow, some of them came to their end.
    println!("{written} of 6 were written");
}
