//! Texts that are meant to break a reader, and texts that are broken.

use std::fmt::Write;

use proptest::prelude::*;

use crate::syntax::script::Dialect::{self, JavaScript, Tsx, TypeScript};
use crate::syntax::script::tests::{deep, parse, sound, spans};
use crate::syntax::script::{Kind, Script};

const DIALECTS: [Dialect; 3] = [JavaScript, TypeScript, Tsx];

/// What opens a level, what is at the bottom, what closes it, and what stands before all of them.
const NESTED: &[(&str, &str, &str, &str)] = &[
    ("(", "x", ")", ""),
    ("[", "x", "]", ""),
    ("{", "", "}", ""),
    ("({a:", "x", "})", ""),
    ("a=>", "x", "", ""),
    ("(a)=>", "x", "", ""),
    ("a=", "x", "", ""),
    ("a?b:", "x", "", ""),
    ("a?", "x", ":y", ""),
    ("a?(b", "x", "):c=>d", ""),
    ("!", "x", "", ""),
    ("typeof ", "x", "", ""),
    ("new ", "x", "", ""),
    ("a**", "x", "", ""),
    ("if(a)b;else ", "x", "", ""),
    ("a:", "x", "", ""),
    ("do ", "x", " while(1)", ""),
    ("for(;;)", "x", "", ""),
    ("`${", "x", "}`", ""),
    ("a[", "x", "]", ""),
    ("a?.b(", "x", ")", ""),
    ("async(", "x", ")", ""),
    ("a.b.", "x", "", ""),
    ("a?.b.", "x", "", ""),
    ("a().", "x", "", ""),
    ("a as ", "x", "", ""),
    ("[a=", "x", "]=1", ""),
    ("@(", "x", ") class{}", ""),
    ("function f(){", "", "}", ""),
    ("class A{a=", "1", "}", ""),
    ("<a>", "", "</a>", "x="),
    ("<a b={", "1", "}/>", "x="),
    ("<>{", "1", "}</>", "x="),
    ("a.", "b/>", "", "x=<"),
    ("a<", "x", ">", "type X="),
    ("(", "x", ")", "type X="),
    ("()=>", "x", "", "type X="),
    ("a extends b?c:", "x", "", "type X="),
    ("{a:", "x", "}", "type X="),
    ("[a,", "x", "]", "type X="),
    ("keyof ", "x", "", "type X="),
    ("a.", "x", "", "type X="),
    ("a[", "x", "]", "type X="),
    ("", "x", "['k']", "type X="),
    ("a.", "x{}", "", "namespace "),
    ("a.", "b", "", "import x="),
    ("[", "x", "]=1", "let "),
    ("", "x", "", "/** @type {"),
];

#[test]
fn nothing_is_too_deep_to_be_refused() {
    deep(|| {
        for (open, bottom, close, before) in NESTED {
            for levels in [300, 20_000] {
                let open = open.repeat(levels);
                let close = close.repeat(levels);
                let text = format!("{before}{open}{bottom}{close}");
                for dialect in DIALECTS {
                    let (_, unparsed) = parse(&text, dialect);
                    assert!(levels == 300 || unparsed.is_some() || close == "['k']");
                }
            }
        }
    });
}

#[test]
fn more_levels_than_a_stack_holds_are_given_a_larger_one() {
    deep(|| {
        for (open, close) in [
            ("(", ")"),
            ("a?(b", "):c=>d"),
            ("@(", ") class{}"),
            ("[a=", "]=1"),
        ] {
            let text = format!("{}x{}", open.repeat(90_000), close.repeat(90_000));
            let (script, unparsed) = parse(&text, TypeScript);
            assert_eq!(script, Script::default());
            assert_eq!(unparsed.unwrap().why, "nested too deep");
        }
        let (_, unparsed) = parse(&"(".repeat(1_200_000), JavaScript);
        assert!(unparsed.unwrap().why.starts_with("more brackets"));
    });
}

#[test]
fn types_in_comments_are_bounded_too() {
    let text = format!("/** @type {{{}x}} */ let a; let b;", "(".repeat(20_000));
    let script = deep(|| parse(&text, JavaScript).0);
    assert_eq!(script.names.len(), 2);
    let text = "/**\n * @type {\n".repeat(10_000);
    let (script, unparsed) = deep(|| parse(&text, JavaScript));
    assert_eq!(script.types.len(), 0);
    assert!(unparsed.is_some());
}

#[test]
fn a_sum_of_thousands_of_texts_is_read() {
    let mut text = "x = 'a'".to_owned();
    for number in 0..9_000 {
        write!(text, " +\n  'line {number}'").unwrap();
    }
    let script = deep(|| parse(&text, TypeScript));
    assert_eq!(script.1, None);
    let sums = script.0.nodes.iter();
    let sums = sums.filter(|node| matches!(node.kind, Kind::Binary { .. }));
    assert_eq!(sums.count(), 9_000);
    let (_, unparsed) = deep(|| parse(&"a+".repeat(100_000), JavaScript));
    assert!(unparsed.is_some());
}

#[test]
fn code_without_semicolons_is_read() {
    let mut text = String::new();
    for number in 0..20_000 {
        writeln!(
            text,
            "const a{number} = f(x => g({{ y: x }}), /[(]/.test('(')) // it's ("
        )
        .unwrap();
        writeln!(text, "if (a{number}) f()\nelse g()").unwrap();
    }
    let (script, unparsed) = deep(|| parse(&text, JavaScript));
    assert_eq!(unparsed, None);
    assert_eq!(script.body.len(), 40_000);
}

#[test]
fn what_does_not_parse_says_where() {
    for (text, dialect, at) in [
        ("const a = 1;\nconst b = ;", JavaScript, Some(23)),
        ("let a: string = 1;", JavaScript, Some(5)),
        ("type A = {| b: C |};", JavaScript, None),
        ("const a = <T>b;", Tsx, None),
        ("'unterminated", JavaScript, Some(0)),
    ] {
        let (script, unparsed) = parse(text, dialect);
        spans::check(text, &script);
        let unparsed = unparsed.unwrap_or_else(|| panic!("{text} is read"));
        assert!(unparsed.why.starts_with("does not parse"), "{unparsed}");
        if at.is_some() {
            assert_eq!(unparsed.at, at, "{text}: {unparsed}");
        }
    }
    let large = " ".repeat(16 * 1024 * 1024 + 1);
    assert_eq!(
        parse(&large, JavaScript).1.unwrap().why,
        "larger than 16 MiB"
    );
}

#[test]
fn plain_scripts_are_read_as_such() {
    for text in [
        "#!/usr/bin/env node\nwith (a) b; var let_ = 010; return;",
        "<!-- html\nvar await = 1;",
        "await x; import a from 'b';",
        "delete a; arguments = 1; var yield;",
        "",
        "\u{feff}",
        "\u{2028}a",
    ] {
        sound(text, JavaScript);
    }
}

/// Source that has a little of everything.
const SEEDS: &[&str] = &[
    "import a, { b as c } from 'd'; export default class extends E { #f = 1; static { g() } get ['h']() { return this.#f } }",
    "const { i: [j = 1, ...k], ...l } = m?.n!.o[`p${q}`]; for await (const r of s) { if (r) continue; else break }",
    "/** @param {T} t @returns {U.V['w']} */ function x(t) { return () => y`z${t}` } /** @typedef {{a: B}} C */ module.exports = { x, 'y': x };",
    "const A = <B c=\"d\" {...e} f={g}>h {i} <j:k/> {/* forewarn-l */}</B>; A.m = async function* () { yield* n };",
    "namespace O { export enum P { Q = 1, R = Q } export type S<T> = T extends infer U ? typeof import('v').W : X['y' | 'z'] } declare global { interface A extends B.C {} }",
    "switch (d) { case e: try { throw f } catch ({ g }) { } finally { } default: h: while (1) do i++; while (--j) } var k = l as const satisfies M<N>; @o() class P<Q> implements R { constructor(private s?: T) { super() } }",
];

fn mutated() -> impl Strategy<Value = String> {
    let edit = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        0..4_usize,
        ".{0,3}",
    );
    let seeds = prop::sample::select(SEEDS);
    (seeds.clone(), seeds, prop::collection::vec(edit, 0..6)).prop_map(|(text, other, edits)| {
        let mut all: Vec<char> = text.chars().collect();
        let other: Vec<char> = other.chars().collect();
        for (from, to, kind, inserted) in edits {
            if all.is_empty() {
                break;
            }
            let (from, to) = (from.index(all.len()), to.index(all.len()));
            let (from, to) = (from.min(to), from.max(to));
            match kind {
                0 => drop(all.drain(from..to.min(from + 8))),
                1 => drop(all.splice(from..from, inserted.chars())),
                2 => {
                    let part: Vec<char> =
                        other.iter().skip(from).take(to - from).copied().collect();
                    drop(all.splice(from..from, part));
                }
                _ => all.swap(from, to),
            }
        }
        all.into_iter().collect()
    })
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in mutated()) {
        deep(|| {
            for dialect in DIALECTS {
                let (script, _) = parse(&text, dialect);
                spans::check(&text, &script);
            }
        });
    }

    #[test]
    fn no_noise_breaks_the_reader(text in "\\PC{0,60}") {
        deep(|| {
            for dialect in DIALECTS {
                let (script, _) = parse(&text, dialect);
                spans::check(&text, &script);
            }
        });
    }
}
