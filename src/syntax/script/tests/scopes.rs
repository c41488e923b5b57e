//! What each name is bound to. In the snippets a reference is written `name$n`; the n-th declaration (from 1) in the
//! order of the text is meant, and `name$0` is no name of the file.

use crate::syntax::script::Dialect::{self, JavaScript, TypeScript};
use crate::syntax::script::tests::sound;
use crate::syntax::script::{Kind, NameId, NameKind, Pattern, Script, TypeHead};

/// Each reference's place with the place of its declaration.
fn bound(script: &Script) -> Vec<(u32, Option<u32>)> {
    let of = |id: NameId| Some(script[id].at.start);
    let nodes = script.nodes.iter().filter_map(|node| match &node.kind {
        Kind::Name(id) => Some((node.at.start, of(*id))),
        Kind::Global(_) => Some((node.at.start, None)),
        _ => None,
    });
    let patterns = script.patterns.iter().filter_map(|pattern| match pattern {
        Pattern::Name(id, at) => Some((at.start, of(*id))),
        _ => None,
    });
    let uses = script.type_uses.iter().filter_map(|one| {
        let found = match one.head {
            TypeHead::Name(id) => of(id),
            TypeHead::Global => None,
            TypeHead::Module(..) => return None,
        };
        Some((one.path[0].at.start, found))
    });
    nodes.chain(patterns).chain(uses).collect()
}

/// The text without its marks, and where each marked name begins.
fn unmarked(marked: &str) -> (String, Vec<(u32, usize)>) {
    let mut text = String::new();
    let mut marks = Vec::new();
    for (at, part) in marked.split('$').enumerate() {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        let (number, rest) = if at == 0 {
            ("", part)
        } else {
            part.split_at(digits)
        };
        if let Ok(number) = number.parse() {
            let before = text.rfind(|one: char| !one.is_alphanumeric());
            let start = before.map_or(0, |at| at + 1);
            marks.push((u32::try_from(start).unwrap(), number));
        }
        text.push_str(rest);
    }
    (text, marks)
}

fn binds(marked: &str, dialect: Dialect) {
    let (text, marks) = unmarked(marked);
    let script = sound(&text, dialect);
    let found = bound(&script);
    let mut declared: Vec<u32> = script.names.iter().map(|name| name.at.start).collect();
    declared.sort_unstable();
    assert!(!marks.is_empty(), "nothing is checked in {text}");
    for (start, number) in marks {
        let expected = number.checked_sub(1).map(|at| declared[at]);
        let all: Vec<Option<u32>> = found
            .iter()
            .filter(|(at, _)| *at == start)
            .map(|(_, to)| *to)
            .collect();
        assert!(!all.is_empty(), "nothing at {start} of {text}");
        assert!(
            all.iter().all(|one| *one == expected),
            "at {start} of {text}: {all:?}, not {expected:?}"
        );
    }
}

#[test]
fn names_are_bound_to_where_they_are_declared() {
    for text in [
        // Blocks, shadowing and hoisting.
        "let a; { let a; a$2; } a$1; b$0;",
        "a$1; { var a; } function f() { a$3; var a; } a$1;",
        "f$1(); function f() { return f$1 } ",
        "const a = 1; (a => a$2)(a$1); (function (a, b = a$3) { a$3; b$4 });",
        "const f = function g() { g$2; f$1 }; g$0;",
        "class A { m() { A$1 } } const B = class C { x = C$3 }; C$0; A$1;",
        "let e; try {} catch (e) { e$2 } e$1; try {} catch ({ a: [b] }) { b$3 }",
        "for (let i = 0; i$1 < 1; i$1++) { let i; i$2 } i$0;",
        "for (const x of y$0) x$1; x$0;",
        "switch (1) { case 1: let a; default: a$1 } a$0;",
        "const { a, b: { c = a$1 }, ...d } = e$0; c$2; d$3; b$0;",
        "a$1 = 1; [a$1, b$0] = []; ({ a$1, c: b$0.d, ...a$1 } = {}); var a;",
        "import d, { x as y } from 'm'; import * as n from 'o'; d$1; x$0; y$2; n$3;",
        "(() => { arguments$0; const module = 1; module$1.exports })(); module$0;",
        "var a = 1; var a = 2; a$1; function a2() { a$1 } ",
        "let a; function f(b = a$1) { var a; a$4; b$3 }",
    ] {
        binds(text, JavaScript);
        binds(text, TypeScript);
    }
}

#[test]
fn types_and_values_have_names_of_their_own() {
    for text in [
        "interface A {} let b: A$1; function f<A>(a: A$4, b: typeof a$5): A$4 {}",
        "type A = B$0; { type A = 1; let x: A$2 } let y: A$1;",
        "class A {} enum B { C } import D from 'm'; let x: A$1 | B$2.C | D$4.E; let y: typeof x$5;",
        "const a = 1; let b: a$0; let c: typeof a$1;",
        "interface A {} A$0; new B$2(); class B {}",
        "namespace N { export interface I {} let x: I$2 } let y: N$1.I; let z: I$0;",
        "type F<T> = T$2 extends infer U ? U$3 : U$0; type M = { [K in keyof M$4]: K$5 }; let k: K$0;",
        "import type { T } from 'm'; class C<U> extends B$0<T$1, U$3> implements T$1 { m<V>(v: V$4): U$3 {} }",
        "const a = 1; type a = 2; let b: a$1; a$1;",
        "namespace N { export const a = 1; a$2 } N$1.a; a$0; enum E { A, B = A$4 }",
        "let x = <T,>(a: T$2): T$2 => a$3 as T$2; let y: T$0;",
    ] {
        binds(text, TypeScript);
    }
}

#[test]
fn what_is_assigned_is_known() {
    // Each name with what is said of it: `=` one plain assignment, `!` changes.
    for (text, expected) in [
        ("const a = 1;", ""),
        ("let a; a = 1;", "="),
        ("let a; a = 1; a = 2;", "!"),
        ("let a = 1; a = 2;", "=!"),
        ("let a; a += 1;", ""),
        ("let a; a++; a++;", "!"),
        ("let a; [a] = b;", ""),
        ("let a; function f() { a = 1 }", "="),
        ("var a = 1; var a = 2;", "!"),
        ("var a; for (a of b) ;", "!"),
        ("for (const a of b) ;", ""),
        ("import a from 'm';", ""),
        ("class a {} a = 1;", "=!"),
    ] {
        let script = sound(text, JavaScript);
        let name = script.names.iter().find(|one| one.text == "a").unwrap();
        let said = format!(
            "{}{}",
            if name.assigned.is_some() { "=" } else { "" },
            if name.changes { "!" } else { "" }
        );
        assert_eq!(said, expected, "{text}");
    }
}

#[test]
fn a_name_is_what_its_weightiest_declaration_says() {
    let kind = |text: &str| {
        let script = sound(text, TypeScript);
        script
            .names
            .iter()
            .find(|one| one.text == "A")
            .unwrap()
            .kind
    };
    assert!(matches!(
        kind("interface A {} class A {}"),
        NameKind::Class(_)
    ));
    assert!(matches!(
        kind("namespace A { export const x = 1 } function A() {}"),
        NameKind::Function(_)
    ));
    assert!(matches!(
        kind("enum A { B } namespace A { export const x = 1 }"),
        NameKind::Enum
    ));
    assert!(matches!(
        kind("type A = 1; const A = 2;"),
        NameKind::Variable { .. }
    ));
    assert!(matches!(
        kind("interface A {} namespace A { export const x = 1 }"),
        NameKind::Namespace
    ));
    assert!(matches!(kind("type A = 1;"), NameKind::Type));
    assert!(matches!(kind("import A from 'm';"), NameKind::Import(0)));
}

#[test]
fn names_know_the_function_they_stand_in() {
    let script = sound(
        "let a; function f(b) { let c; if (b) { var d; } class E { m() { let g } } return h => { let i } }",
        JavaScript,
    );
    let said: Vec<String> = script
        .names
        .iter()
        .map(|name| {
            let within = name
                .within
                .map(|id| script[id].name.clone().unwrap_or_default());
            format!("{} {}", name.text, within.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(said.join(", "), "a -, f -, b f, c f, d f, E f, g m, h , i ");
}

#[test]
fn a_module_is_used_where_names_from_it_are() {
    let text = "import D, { x as y } from 'gone';\nimport { z } from 'kept';\nconst a = [D, y.x, z];\nlet t: typeof D;\nfunction f(D) { return D; }\n";
    let script = sound(text, TypeScript);
    let gone = script.imports[0].specifier_at;
    let found = script.uses_of_module(gone);
    let at = |name: &str, after: &str| text.find(after).unwrap() + after.find(name).unwrap();
    let expected = [at("D", "D, y.x"), at("y", "y.x"), at("D", "D;\nfunction")];
    assert_eq!(
        found
            .iter()
            .map(|one| one.start as usize)
            .collect::<Vec<_>>(),
        expected
    );
}
