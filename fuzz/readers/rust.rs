//! What plugins in Rust hold: files by themselves, macros by example, and what their places mean.

use forewarn::domain::conventions::Helper;
use forewarn::domain::surface::{Language, Surface};
use forewarn::scan::rust::info::Ends;
use forewarn::scan::rust::uses::uses;
use forewarn::scan::rust::{File, Package, read_source};
use forewarn::scan::suppress::comments::Comments;
use forewarn::syntax::on_deep_stacks;
use forewarn::syntax::rust::code::{self as items, Code};

use super::chance::Chance;
use super::held;
use super::parts::{part, parts};
use super::{woven as weave, written};

/// One file.
pub(super) fn code(bytes: &[u8]) {
    if let Some(text) = held::text(bytes) {
        drop(check(text));
    }
}

/// Reads a file; what is in it lies in the text. `None` if it is no Rust.
fn check(text: &str) -> Option<Code> {
    match held::same(|| read_source(text)) {
        Err(problem) => {
            assert!(!problem.why.is_empty(), "unread without a reason");
            assert!(
                problem.at.is_none_or(|at| at as usize <= text.len()),
                "{problem:?}"
            );
            None
        }
        Ok(code) => {
            for comment in &code.comments {
                held::span(comment.at.start, comment.at.end, text, || {
                    format!("{comment:?}")
                });
            }
            for item in &code.items {
                let at = item.name.at;
                held::span(at.start, at.end, text, || format!("{:?}", item.name));
            }
            for (at, name) in &code.scopes {
                held::span(at.start, at.end, text, || name.clone());
            }
            drop(Comments::of(text, &code.comments));
            Some(code)
        }
    }
}

/// The rules of a macro and what it is given, with a line `@@ given` between.
pub(super) fn expanded(bytes: &[u8]) {
    let parts = parts(bytes);
    let text = |name| part(&parts, name).and_then(held::text);
    if let Some(rules) = text("") {
        let given = text("given").unwrap_or_default();
        let expanded = || on_deep_stacks(|| items::expanded(rules, given));
        drop(held::same(expanded));
    }
}

/// A plugin, and the source of its platform as both versions have it: `before` and `after`. Without them the platform is
/// the made-up one.
pub(super) fn typed(bytes: &[u8]) {
    let parts = parts(bytes);
    let declared = |name| part(&parts, name).map(made);
    let (before, after) = (declared("before"), declared("after"));
    let usual = written::ends(Language::Rust);
    let ends = (
        before.as_ref().unwrap_or(&usual.0),
        after.as_ref().unwrap_or(&usual.1),
    );
    let files: Vec<(String, &[u8])> = parts
        .iter()
        .filter(|(path, _)| !matches!(path.as_str(), "before" | "after"))
        .map(|(path, text)| (path.clone(), *text))
        .collect();
    judge(&files, ends);
}

fn made(text: &[u8]) -> Surface {
    written::surface(Language::Rust, written::CRATE, text)
}

/// A plugin that speaks of nothing but the made-up platform, in every way that its author may.
pub(super) fn woven(bytes: &[u8]) {
    let text = weave::rust(&mut Chance::new(bytes));
    let ends = written::ends(Language::Rust);
    judge(&[(String::new(), text.as_bytes())], (&ends.0, &ends.1));
}

/// What a plugin uses: every place of it lies in its file, and is the same each time.
fn judge(files: &[(String, &[u8])], (before, after): (&Surface, &Surface)) {
    let mut texts = Vec::new();
    let mut read = Vec::new();
    for (path, bytes) in files {
        let Some(text) = held::text(bytes) else {
            continue;
        };
        let path = if path.is_empty() { "src/lib.rs" } else { path };
        if let Some(code) = check(text) {
            read.push(File {
                path: path.to_owned(),
                code,
                is_test: path.starts_with("tests/"),
            });
            texts.push(text);
        }
    }
    let package = Package {
        library: Some("own".to_owned()),
        dependencies: vec![
            (written::CRATE.to_owned(), written::CRATE.to_owned()),
            ("other".to_owned(), "other-crate".to_owned()),
        ],
        ..Package::default()
    };
    let helper = Helper {
        package: format!("crate:{}", written::CRATE),
        names: vec![written::CRATE.to_owned()],
        field: vec!["Builder".to_owned()],
        variant: vec!["E".to_owned()],
        item: vec!["S".to_owned()],
        ..Helper::default()
    };
    let ends = [Ends {
        from: before,
        to: after,
    }];
    let standard = written::library(Language::Rust);
    let helpers = [helper];
    let first = uses(&read, &package, &ends, standard, &helpers);
    for one in &first.uses {
        let text = texts.get(one.file).expect("a use in a file that is there");
        held::span(one.at.start, one.at.end, text, || format!("{one:?}"));
        assert!(!one.symbol.is_empty(), "a use of nothing: {one:?}");
    }
    for one in &first.undecided {
        let text = texts
            .get(one.file)
            .expect("a place in a file that is there");
        held::span(one.at.start, one.at.end, text, || format!("{one:?}"));
    }
    let second = uses(&read, &package, &ends, standard, &helpers);
    assert_eq!(
        format!("{first:?}"),
        format!("{second:?}"),
        "two runs differ"
    );
}
