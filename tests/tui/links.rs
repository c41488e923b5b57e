//! Links of frames: cells that say where they lead.

use forewarn::tui::view::{Link, links};

use crate::harness::App;
use crate::screens::STREAMS;

const LONG: &str = "https://example.org/a/page/whose/address/is/longer/than/any/pane/of/a/small/terminal/can/be/wide?and=more";

fn entry(text: &str) -> App {
    let file = format!("+++\ndate = 2026-01-10\n+++\n\n## Added\n\n- {text} {{#one}}\n");
    let mut app = App::with(
        (60, 20),
        &[
            ("forewarn.toml", "schema = 1\n"),
            ("changelog/streams.toml", STREAMS),
            ("changelog/app/1.0.0.md", &file),
        ],
    );
    app.press("j");
    app
}

/// The text of the cells of a link.
fn text(app: &App, link: &Link) -> String {
    let frame = app.frame();
    let cells = (link.x..link.x + link.width).map(|x| frame[(x, link.y)].symbol().to_owned());
    cells.collect()
}

#[test]
fn an_address_in_a_pane_is_whole_and_one_link() {
    let app = entry(&format!("See [the page]({LONG})."));
    let links = links(&app.model);
    assert!(links.iter().all(|link| link.target == LONG), "{links:?}");
    let shown: String = links.iter().map(|link| text(&app, link)).collect();
    assert_eq!(shown.replace(' ', ""), format!("thepage<{LONG}>"));
    insta::assert_snapshot!("long_address", app.text());
}

#[test]
fn nothing_else_than_the_web_and_mail_is_a_link() {
    let app = entry(
        "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](mailto:c@example.org) <https://d.example>",
    );
    let links = links(&app.model);
    let found: Vec<(String, &str)> = links
        .iter()
        .map(|link| (text(&app, link), link.target.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            // A link that goes on in the next line is one in each.
            ("c".to_owned(), "mailto:c@example.org"),
            ("<mailto:c@example.org>".to_owned(), "mailto:c@example.org"),
            ("https://d.example".to_owned(), "https://d.example"),
        ]
    );
}

#[test]
fn links_scroll_with_their_text_and_end_beneath_what_lies_over_it() {
    let mut app = entry(&format!(
        "One.\n\n  See <https://d.example>.{}",
        "\n\n  More.".repeat(9)
    ));
    let before = links(&app.model);
    assert_eq!(before.len(), 1);
    app.press("?");
    assert_eq!(links(&app.model), []);
    app.press("Esc Tab j");
    let after = links(&app.model);
    assert_eq!(text(&app, &after[0]), "https://d.example");
    assert_eq!(after[0].y + 1, before[0].y);
    app.press("End");
    assert_eq!(links(&app.model), []);
}
