//! What plugins in JavaScript and TypeScript hold: files by themselves, and what their places mean.

use std::collections::BTreeMap;

use forewarn::domain::surface::{Language, Surface};
use forewarn::scan::script::source::{Dialect, Script, read_source};
use forewarn::scan::script::uses::{joined, runs};
use forewarn::scan::script::world::{File, Known, Role};
use forewarn::scan::suppress::comments::{Comments, parse};
use forewarn::scan::text::{self, Kind, SourceFile, Text};
use forewarn::scan::uses::Uses;

use super::chance::Chance;
use super::held;
use super::parts::{part, parts};
use super::{woven as weave, written};

/// One file, in each of the dialects.
pub(super) fn script(bytes: &[u8]) {
    for name in ["a.tsx", "a.ts", "a.js"] {
        if let Some(text) = decoded(name, bytes) {
            check(&text.text, dialect(text.kind));
        }
    }
}

/// A component file, of which only the scripts are read.
pub(super) fn component(bytes: &[u8]) {
    let Some(whole) = decoded("a.ts", bytes) else {
        return;
    };
    for name in ["a.vue", "a.svelte"] {
        let Some(text) = decoded(name, bytes) else {
            panic!("{name} is no text where a.ts is");
        };
        // Lines and columns are those of the file.
        let units = |text: &str| {
            text.split('\n')
                .map(|line| line.encode_utf16().count())
                .collect::<Vec<_>>()
        };
        assert_eq!(units(&text.text), units(&whole.text), "{:?}", text.text);
        assert!(
            !matches!(text.kind, Kind::Vue | Kind::Svelte),
            "{:?}",
            text.kind
        );
        check(&text.text, dialect(text.kind));
    }
}

fn decoded(name: &str, bytes: &[u8]) -> Option<Text> {
    let source = SourceFile {
        file: name.to_owned(),
        kind: Kind::of(name).unwrap(),
        test_code: false,
    };
    match text::of(&source, bytes.to_vec()) {
        Ok(text) => Some(text),
        Err(unreadable) => {
            assert!(!unreadable.why.is_empty(), "unreadable without a reason");
            None
        }
    }
}

const fn dialect(kind: Kind) -> Dialect {
    match kind {
        Kind::Ts | Kind::Mts | Kind::Cts => Dialect::TypeScript,
        Kind::Tsx => Dialect::Tsx,
        _ => Dialect::JavaScript,
    }
}

/// Reads a file; every place in it lies in the text.
fn check(text: &str, dialect: Dialect) -> Script {
    let (script, problem) = held::same(|| read_source(text, dialect));
    if let Some(problem) = problem {
        assert!(!problem.why.is_empty(), "unread without a reason");
        assert!(
            problem.at.is_none_or(|at| at as usize <= text.len()),
            "{problem:?}"
        );
    }
    for name in &script.names {
        held::span(name.at.start, name.at.end, text, || format!("{name:?}"));
    }
    for node in &script.nodes {
        held::span(node.at.start, node.at.end, text, || format!("{node:?}"));
    }
    for import in &script.imports {
        held::span(import.at.start, import.at.end, text, || {
            format!("{import:?}")
        });
    }
    for comment in &script.comments {
        held::span(comment.at.start, comment.at.end, text, || {
            format!("{comment:?}")
        });
    }
    let mut comments = Comments::of(text, &script.comments);
    let lines = u32::try_from(text.lines().count()).unwrap();
    for line in 0..lines.min(64) {
        comments.silence("Manager.oldProp", line, None);
    }
    for (at, why) in comments.stale(true) {
        assert!(!why.is_empty() && at.line >= 1, "{at:?}: {why:?}");
    }
    script
}

/// A comment, as the author of a plugin writes it.
pub(super) fn comment(bytes: &[u8]) {
    let Some(text) = held::text(bytes) else {
        return;
    };
    match held::same(|| parse(text)) {
        Some(Err(why)) => assert!(!why.is_empty(), "no reason why {text:?} counts for nothing"),
        Some(Ok(said)) => assert!(!said.reason.is_empty(), "no reason in {text:?}"),
        None => {}
    }
}

/// A plugin, and declarations of its platform as both versions have them: `before.d.ts` and `after.d.ts`. Without them the
/// platform is the made-up one.
pub(super) fn typed(bytes: &[u8]) {
    let parts = parts(bytes);
    let declared = |name| part(&parts, name).map(made);
    let (before, after) = (declared("before.d.ts"), declared("after.d.ts"));
    let usual = written::ends(Language::TypeScript);
    let ends = (
        before.as_ref().unwrap_or(&usual.0),
        after.as_ref().unwrap_or(&usual.1),
    );
    let files: Vec<(String, &[u8])> = parts
        .iter()
        .filter(|(path, _)| !path.ends_with(".d.ts"))
        .map(|(path, text)| (path.clone(), *text))
        .collect();
    judge(&files, ends);
}

fn made(text: &[u8]) -> Surface {
    written::surface(Language::TypeScript, written::NPM, text)
}

/// A plugin that speaks of nothing but the made-up platform, in every way that its author may.
pub(super) fn woven(bytes: &[u8]) {
    let text = weave::script(&mut Chance::new(bytes));
    let ends = written::ends(Language::TypeScript);
    judge(&[(String::new(), text.as_bytes())], (&ends.0, &ends.1));
}

/// What a plugin uses: every place of it lies in its file, and is the same each time.
fn judge(files: &[(String, &[u8])], (before, after): (&Surface, &Surface)) {
    let mut texts = Vec::new();
    let mut read = Vec::new();
    for (path, bytes) in files {
        let name = if Kind::of(path).is_some_and(|kind| kind != Kind::Rust) {
            path
        } else {
            "main.tsx"
        };
        let Some(text) = decoded(name, bytes) else {
            continue;
        };
        read.push(File {
            path: name.to_owned(),
            script: check(&text.text, dialect(text.kind)).into(),
            links: BTreeMap::new(),
            is_test: false,
            is_generated: false,
        });
        texts.push(text.text);
    }
    let links: BTreeMap<String, usize> = read
        .iter()
        .enumerate()
        .filter_map(|(index, file)| Some((format!("./{}", file.path.rsplit_once('.')?.0), index)))
        .collect();
    for file in &mut read {
        file.links.clone_from(&links);
    }
    let first = uses(&read, before, after);
    for one in &first.uses {
        let text = texts.get(one.file).expect("a use in a file that is there");
        held::span(one.at.start, one.at.end, text, || format!("{one:?}"));
        assert!(!one.symbol.is_empty(), "a use of nothing: {one:?}");
        assert!(one.package < 2, "a use of another package: {one:?}");
    }
    for one in &first.undecided {
        let text = texts
            .get(one.file)
            .expect("a place in a file that is there");
        held::span(one.at.start, one.at.end, text, || format!("{one:?}"));
    }
    let second = uses(&read, before, after);
    assert_eq!(
        format!("{first:?}"),
        format!("{second:?}"),
        "two runs differ"
    );
}

fn uses(files: &[File], before: &Surface, after: &Surface) -> Uses {
    let library = written::library(Language::TypeScript);
    let known = |surface, role| Known { surface, role };
    let from = [known(before, Role::Platform), known(library, Role::Library)];
    let to = [known(after, Role::Platform), known(library, Role::Library)];
    let conventions = written::conventions();
    let (before, after) = runs(files, (&from, Some(&to)), conventions);
    joined(&before, after, conventions)
}
