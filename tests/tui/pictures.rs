//! Pictures of the screens for the page of the project: drawn from frames, so that they show what there is.
//!
//! `cargo test --test tui pictures -- --ignored` draws them again.

use std::path::{Path, PathBuf};

use forewarn::tui::svg::picture;

use crate::harness::{App, read, write};
use crate::screens::{PLUGIN, WORKSPACE};

const SIZE: (u16, u16) = (110, 34);

/// Files with their texts.
type Files = &'static [(&'static str, &'static str)];

/// What is on each picture: the history, and the keys that lead there.
const PICTURES: [(&str, Files, &str); 7] = [
    ("changelog", &[], "j j j"),
    ("versions", &[], "2 j j"),
    ("deprecations", &[], "3 j j j j"),
    ("impact", &[], "4 f 2.13.3 Enter j j"),
    ("plugins", PLUGIN, "5 a plugins Enter j j"),
    ("defaults", &[], "6 j j"),
    ("drafts", WORKSPACE, "7 j"),
];

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/screens/{name}.svg"))
}

fn drawn(files: &[(&str, &str)], keys: &str, name: &str) -> String {
    let mut app = App::with(SIZE, files);
    app.press(keys);
    // A word that goes by itself is no part of the screen.
    app.happens(forewarn::tui::msg::Msg::Quiet);
    let title = format!("forewarn, the screen of {name}");
    let picture = picture(&app.frame(), &title);
    assert!(
        !picture.contains(app.root()),
        "{name} shows where it was made"
    );
    picture
}

#[test]
fn the_pictures_are_current() {
    for (name, files, keys) in PICTURES {
        assert!(
            read(&file(name)) == drawn(files, keys, name),
            "{name}.svg is stale: `cargo test --test tui pictures -- --ignored` draws it again"
        );
    }
}

#[test]
#[ignore = "writes the pictures"]
fn the_pictures_are_drawn() {
    for (name, files, keys) in PICTURES {
        write(&file(name), &drawn(files, keys, name));
    }
}
