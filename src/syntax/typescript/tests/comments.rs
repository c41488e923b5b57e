//! Which comment belongs to what. Cases 77 to 84 of TypeScript's behaviour, and plain comments.

use super::clean;
use crate::domain::surface::notice::{Notes, Source, Strength};

fn notes(text: &str, name: &str) -> Notes {
    let file = clean(text);
    let declarations: Vec<_> = file
        .body
        .declarations
        .iter()
        .map(|one| &one.declaration)
        .collect();
    let members = declarations.iter().flat_map(|one| &one.members);
    members
        .map(|one| (&one.name, &one.notes))
        .chain(declarations.iter().map(|one| (&one.name, &one.notes)))
        .chain(file.body.exports.iter().map(|one| (&one.name, &one.notes)))
        .find(|(one, _)| *one == name)
        .map(|(_, notes)| notes.clone())
        .unwrap()
}

fn is_deprecated(text: &str, name: &str) -> bool {
    notes(text, name).deprecated().is_some()
}

#[test]
fn blocks_before_a_declaration_count() {
    assert!(is_deprecated("/** @deprecated */\ninterface A {}", "A"));
    assert!(is_deprecated(
        "/** @deprecated */\n\n\n// other\nexport declare class A {}",
        "A"
    ));
    assert!(is_deprecated(
        "/** @deprecated */ /** text */\nclass A {}",
        "A"
    ));
    assert!(is_deprecated(
        "type X = 1;\n/** @deprecated */ /** text */\ndeclare function A(): void;",
        "A"
    ));
    assert!(is_deprecated(
        "interface A {\n /** @deprecated */\n b: string;\n}",
        "b"
    ));
    assert!(is_deprecated(
        "declare class A {\n /** @deprecated */\n private static b: string;\n}",
        "b"
    ));
    assert!(is_deprecated(
        "enum A {\n /** @deprecated */\n b = 1\n}",
        "b"
    ));
    assert!(is_deprecated(
        "interface A {\n c: string; // other\n /** @deprecated */ b: string;\n}",
        "b"
    ));
}

#[test]
fn a_block_on_the_line_of_the_token_before_is_suspect() {
    let notes = notes("interface A { /** @deprecated */ b: string }", "b");
    assert_eq!(notes.deprecated(), None);
    assert_eq!(notes.notices[0].strength, Strength::Suspect);
    assert!(!is_deprecated(
        "type X = 1; /** @deprecated */ type A = 1;",
        "A"
    ));
}

#[test]
fn a_block_marks_all_variables_of_a_statement() {
    let text = "/** @deprecated */\nexport declare const a: 1, b: 2;";
    assert!(is_deprecated(text, "a") && is_deprecated(text, "b"));
    let text = "export declare const /** @deprecated */ a: 1, b: 2;";
    assert!(is_deprecated(text, "a") && !is_deprecated(text, "b"));
}

#[test]
fn a_block_on_an_export_marks_the_alias_only() {
    let text = "declare const h: 1;\nexport { /** @deprecated */ h as shown, h as other };";
    assert!(is_deprecated(text, "shown"));
    assert!(!is_deprecated(text, "other") && !is_deprecated(text, "h"));
}

#[test]
fn a_block_on_a_parameter_marks_nothing() {
    let text = "declare function f(/** @deprecated */ a: string): void;";
    assert!(!is_deprecated(text, "f"));
}

#[test]
fn members_and_signatures_are_marked_one_by_one() {
    let file = clean(
        "interface A {\n /** @deprecated */\n (a: 1): void;\n (a: 2): void;\n /** @deprecated */\n [k: string]: any;\n}",
    );
    let marked: Vec<bool> = file.body.declarations[0]
        .declaration
        .members
        .iter()
        .map(|one| one.notes.deprecated().is_some())
        .collect();
    assert_eq!(marked, [true, false, true]);
}

#[test]
fn plain_comments_are_soft() {
    for text in [
        "// @deprecated\ntype A = 1;",
        "/* @deprecated */\ntype A = 1;",
        "// deprecated in 2.0\ntype A = 1;",
        "interface X { b: 1;\n A: string; // deprecated\n}",
    ] {
        let notes = notes(text, "A");
        assert_eq!(
            notes.soft().map(|one| one.source),
            Some(Source::Comment),
            "{text}"
        );
    }
    assert!(notes("// deprecated things\n\n\ntype A = 1;", "A").is_empty());
}

#[test]
fn a_comment_behind_a_comma_means_the_name_before_it() {
    let text =
        "export { A, // deprecated in 2.0\nB, // other\nC, D // deprecated in 3.0\n} from './x';";
    assert_eq!(
        notes(text, "A").soft().unwrap().since.as_deref(),
        Some("2.0")
    );
    assert!(notes(text, "B").is_empty());
    assert!(notes(text, "C").is_empty());
    assert_eq!(
        notes(text, "D").soft().unwrap().since.as_deref(),
        Some("3.0")
    );
    let text = "export {\n // deprecated in 2.0\n A,\n B } from './x';";
    assert!(notes(text, "A").soft().is_some());
    assert!(notes(text, "B").is_empty());
}

#[test]
fn properties_are_marked_by_their_container() {
    for text in [
        "/**\n * @property {string} x - Deprecated: use y\n */\ninterface A { x: string; y: string }",
        "/**\n * @property {string} x - Deprecated: use y\n */\ntype A = B & { x: string; y: string };",
    ] {
        let file = clean(text);
        let declaration = &file.body.declarations[0].declaration;
        let text = format!("{declaration:?}");
        assert!(text.contains("Prose"), "{text}");
        assert!(declaration.notes.is_empty());
    }
}
