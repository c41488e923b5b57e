//! Every screen as its reader sees it, at the smallest size, at the usual one and at a wide one.

use forewarn::tui::model::Work;
use forewarn::tui::msg::{Answer, Msg, Question};

use crate::harness::App;

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (120, 40)];

pub(crate) const STREAMS: &str =
    "format = 1\nplatform = \"acme\"\n\n[[stream]]\nid = \"app\"\nscheme = \"semver\"\n";
const PUBLISHED: &str = "+++\ndate = 2026-01-10\n+++\n\n## Added\n\n- Calls can be put on hold. {#hold}\n- Queues can be filtered. {#filter}\n";
const DRAFT: &str = "+++\nstate = \"draft\"\n+++\n\n## Fixed\n\n- Calls ring as long as they are told to. {#ring}\n";
const FRAGMENT: &str = "## Changed\n\n- **Breaking:** Names of queues are unique. {#unique}\n";

/// A workspace with a published release, a draft and a fragment.
pub(crate) const WORKSPACE: &[(&str, &str)] = &[
    ("forewarn.toml", "schema = 1\n"),
    ("changelog/streams.toml", STREAMS),
    ("changelog/app/1.0.0.md", PUBLISHED),
    ("changelog/app/1.1.0.md", DRAFT),
    ("changelog/app/unreleased/unique.md", FRAGMENT),
];

/// A workspace in which nothing was written yet.
pub(crate) const EMPTY: &[(&str, &str)] = &[
    ("forewarn.toml", "schema = 1\n"),
    ("changelog/streams.toml", STREAMS),
];

/// A plugin that uses what a later version took away.
pub(crate) const PLUGIN: &[(&str, &str)] = &[
    (
        "plugins/hello/package.json",
        "{\n  \"name\": \"plugin-hello\",\n  \"version\": \"1.0.0\",\n  \"dependencies\": {\n    \"@twilio/flex-ui\": \"^1.34.0\"\n  }\n}\n",
    ),
    (
        "plugins/hello/src/index.ts",
        "import { Actions, BlueDarkTheme } from \"@twilio/flex-ui\";\n\nexport function hello() {\n  Actions.replaceAction(\"AcceptTask\", (payload, original) => original(payload));\n  return BlueDarkTheme;\n}\n",
    ),
];

fn wide(app: &mut App, size: (u16, u16)) {
    app.happens(Msg::Resize(size.0, size.1));
    app.settles();
}

#[test]
fn seven_screens_at_three_sizes() {
    let mut app = App::bundled(SIZES[0]);
    for size in SIZES {
        wide(&mut app, size);
        for screen in ["1", "2", "3", "4", "5", "6", "7"] {
            app.press(screen);
            let name = format!("{}_{}x{}", app.model.screen, size.0, size.1);
            insta::assert_snapshot!(name, app.text());
        }
    }
}

#[test]
fn the_drafts_of_a_workspace() {
    let mut app = App::with((80, 24), WORKSPACE);
    app.press("7");
    insta::assert_snapshot!("workspace_drafts", app.text());
    app.press("1 c");
    insta::assert_snapshot!("workspace_no_entry_chosen", app.text());
    app.press("j c");
    insta::assert_snapshot!("workspace_correct", app.text());
    app.press("Enter Enter");
    insta::assert_snapshot!("workspace_correct_refused", app.text());
    app.press("Esc h");
    insta::assert_snapshot!("workspace_history", app.text());
}

#[test]
fn plugins_that_were_scanned() {
    for size in SIZES {
        let mut app = App::with(size, PLUGIN);
        app.press("5 a plugins Enter");
        insta::assert_snapshot!(format!("scanned_{}x{}", size.0, size.1), app.text());
    }
    let mut app = App::with((80, 24), PLUGIN);
    app.press("5 a plugins Enter j Enter");
    insta::assert_snapshot!("scanned_finding", app.text());
    app.press("Esc 4 s");
    insta::assert_snapshot!("impact_with_plugins", app.text());
}

#[test]
fn accounts_stand_on_the_chart_where_the_date_is() {
    let accounts = "schema = 1\n\n[[account]]\nname = \"contoso\"\ncreated = 2023-05-01\n\n[[account]]\nname = \"fabrikam\"\npin = \"2.13\"\n\n[[account]]\nname = \"litware\"\npin = \"2.13\"\n";
    let mut app = App::with((80, 24), &[("accounts.toml", accounts)]);
    app.press("2");
    insta::assert_snapshot!("accounts_today", app.text());
    app.press("{ { { { { {");
    insta::assert_snapshot!("accounts_half_a_year_ago", app.text());
    let mut app = App::with((80, 24), &[("accounts.toml", "schema = 1\n[[account]]\n")]);
    app.press("2");
    assert!(app.text().contains("accounts: not readable, a says why"));
}

#[test]
fn deprecations_tell_what_was_seen_at_run_time() {
    let log = "12:00:01.100 twilio-flex.prod.js:2 Warning! Getter 'chatClient' has been deprecated, please use 'conversationsClient' instead!\n";
    let mut app = App::with((120, 24), &[("console.log", &log.repeat(3))]);
    app.brings_in_evidence("console.log");
    app.press("3 / c h a t C l i e n t Enter");
    insta::assert_snapshot!("deprecations_seen", app.text());
}

#[test]
fn a_history_without_entries() {
    let mut app = App::with((80, 24), EMPTY);
    for screen in ["1", "2", "3", "4", "5", "6", "7"] {
        app.press(screen);
        insta::assert_snapshot!(format!("empty_{}", app.model.screen), app.text());
    }
}

#[test]
fn before_there_is_an_answer() {
    let mut app = App::bundled((80, 24));
    insta::assert_snapshot!("loading_changelog", app.text());
    app.settles();
    for screen in ['2', '3', '4', '6', '7'] {
        app.happens(Msg::Key(forewarn::tui::keys::Key::char(screen)));
        if screen == '4' {
            // The versions come first.
            let question = app.asked.pop_back().unwrap();
            let answer = app.answer(&question);
            app.happens(Msg::Answer(question, answer));
        }
        insta::assert_snapshot!(format!("loading_{}", app.model.screen), app.text());
        app.asked.clear();
    }
}

#[test]
fn when_there_is_no_answer() {
    for screen in ["1", "2", "3", "4", "5", "6", "7"] {
        let mut app = App::bundled((80, 24));
        app.happens(Msg::Key(forewarn::tui::keys::Key::char(
            screen.chars().next().unwrap(),
        )));
        while let Some(question) = app.asked.pop_front() {
            let why = "the database is damaged\nhint: `forewarn db verify` says where";
            app.happens(Msg::Answer(question, Err(why.to_owned())));
        }
        insta::assert_snapshot!(format!("failed_{}", app.model.screen), app.text());
    }
}

#[test]
fn a_scan_that_goes_on_and_is_stopped() {
    let mut app = App::with((80, 24), PLUGIN);
    app.press("5");
    app.happens(Msg::Key(forewarn::tui::keys::Key::char('s')));
    let question = app.asked.pop_back().unwrap();
    assert!(matches!(question, Question::Scan(..)));
    app.happens(Msg::Work(Some(Work {
        what: "scanning".to_owned(),
        done: 3,
        total: 12,
        label: "plugins/hello".to_owned(),
    })));
    insta::assert_snapshot!("scan_running", app.text());
    app.happens(Msg::Key(forewarn::tui::keys::Key::char('c')));
    app.happens(Msg::Answer(question, Ok(Answer::Cancelled(None))));
    insta::assert_snapshot!("scan_stopped", app.text());
    app.happens(Msg::Quiet);
    insta::assert_snapshot!("scan_stopped_quiet", app.text());
}

#[test]
fn what_lies_over_the_screen() {
    let mut app = App::bundled((80, 24));
    for (name, script) in [
        ("help", "?"),
        ("help_end", "PageDown PageDown PageDown PageDown"),
        ("palette", "Esc :"),
        ("palette_typed", "export"),
        ("palette_nothing", "qqqq"),
        ("search", "Esc /"),
        ("search_matches", "\"voice sdk\""),
        ("search_nothing", "xyzzy"),
        ("filter", "Esc f"),
        ("filter_chosen", "Space j j Space"),
        ("filtered", "Enter"),
        ("date", "Esc D"),
        ("date_refused", "ctrl-u yesterday Enter"),
        ("choice_from", "Esc 4 f"),
        ("choice_typed", "1.3"),
        ("export", "Esc Esc x"),
        ("export_file", "Enter"),
        ("without", "Esc 3 w"),
        ("new_entry", "Esc 7 n"),
        (
            "new_entry_preview",
            "Tab Tab C a l l s Space ` h o l d ` Space * n o w * Tab Right",
        ),
    ] {
        app.press(script);
        insta::assert_snapshot!(format!("over_{name}"), app.text());
    }
    wide(&mut app, (60, 20));
    app.press("Esc 1 ?");
    insta::assert_snapshot!("over_help_60x20", app.text());
}

#[test]
fn a_terminal_that_is_too_small() {
    let mut app = App::bundled((50, 10));
    app.settles();
    insta::assert_snapshot!("too_small", app.text());
}
