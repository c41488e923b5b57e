//! What is listed of declarations, and how their types are written.

use super::read;
use crate::domain::surface::outline::{Conventions, Outline, outline};

fn of(text: &str) -> Outline {
    let conventions = Conventions {
        strings: vec!["Strings".to_owned()],
    };
    outline(&read(&[("index.d.ts", text)]), &conventions)
}

/// `PATH kind`, with the types behind it, `?` for what may be missing, and what declares it elsewhere.
fn listed(text: &str) -> Vec<String> {
    let outline = of(text);
    let one = |(path, symbol): (&String, &crate::domain::surface::outline::Symbol)| {
        let types: Vec<String> = symbol
            .forms
            .iter()
            .map(|form| {
                let ty = form.ty.as_deref().unwrap_or("-");
                format!("{}{ty}", if form.optional { "?" } else { "" })
            })
            .collect();
        let declared_by = symbol.declared_by.as_ref();
        let declared_by = declared_by
            .map(|by| format!(" of {by}"))
            .unwrap_or_default();
        format!("{path} {} {}{declared_by}", symbol.kind, types.join(" or "))
    };
    outline.root.iter().map(one).collect()
}

/// Members of `X`: `name: type`, `name?: type`.
fn members(text: &str) -> String {
    let outline = of(text);
    let members = outline.root.iter().filter_map(|(path, symbol)| {
        let name = path.strip_prefix("X.")?;
        let form = &symbol.forms[0];
        let optional = if form.optional { "?" } else { "" };
        Some(format!(
            "{name}{optional}: {}",
            form.ty.as_deref().unwrap_or("-")
        ))
    });
    members.collect::<Vec<_>>().join("; ")
}

#[test]
fn a_type_is_written_as_its_authors_wrote_it() {
    for text in [
        "A | B",
        "A & B",
        "(A | B) & C",
        "A & B | C",
        "(A & B)[]",
        "(A | B)[]",
        "(() => A)[]",
        "(() => A) | B",
        "A[]",
        "A<B, C>",
        "A[\"b\"]",
        "A[B | C]",
        "(A | B)[\"b\"]",
        "keyof A",
        "keyof (A | B)",
        "(keyof A)[]",
        "keyof A | B",
        "readonly A[]",
        "typeof A",
        "(typeof A)[]",
        "unique symbol",
        "new (a: A) => B",
        "(a: A, b?: B) => C",
        "(...a: A[]) => void",
        "(this: A, b: B) => void",
        "(this: A) => void",
        "<T extends A = B>(t: T) => T",
        "<T, U>(t: T) => U",
        "(a: A) => a is B",
        "(a: A) => asserts a",
        "(a: A) => asserts a is B",
        "A extends B ? C : D",
        "(A extends B ? C : D)[]",
        "A extends B<infer X> ? X : never",
        "A extends infer X extends B ? X : never",
        "{}",
        "{ a: A; b?: B }",
        "{ readonly a: A }",
        "{ (a: A): B }",
        "{ new (a: A): B }",
        "{ [key: string]: A }",
        "{ m(a: A): B }",
        "{ m?(): B }",
        "[]",
        "[A, B]",
        "[a: A, b?: B]",
        "[A?]",
        "[(A | B)?]",
        "[A, ...B[]]",
        "[...rest: A[]]",
        "{ [K in keyof A]: B }",
        "{ readonly [K in A]?: B }",
        "{ -readonly [K in A]-?: B }",
        "{ [K in A as B]: C }",
        "`a${B}c`",
        "\"a\"",
        "1",
        "true",
    ] {
        let outline = of(&format!("export type X = {text}; declare const A: 1;"));
        let written = outline.root["X"].forms[0].ty.as_deref();
        assert_eq!(written, Some(text));
    }
}

#[test]
fn members_are_those_that_a_type_comes_to() {
    const A: &str =
        "interface A { a: 1; b?: 2 } interface B { c: 3; b: 4 } enum E { P = \"p\", Q = \"q\" }";
    for (text, expected) in [
        ("interface X extends A { c: 3 }", "a: 1; b?: 2; c: 3"),
        ("type X = A & { c: 3 }", "a: 1; b?: 2; c: 3"),
        // What all have.
        ("type X = A | B", "b?: 2"),
        ("type X = A | undefined", "a: 1; b?: 2"),
        ("type X = Partial<A>", "a?: 1; b?: 2"),
        ("type X = Required<A>", "a: 1; b: 2"),
        ("type X = Readonly<A>", "a: 1; b?: 2"),
        ("type X = Pick<A, \"a\">", "a: 1"),
        ("type X = Omit<A, \"a\">", "b?: 2"),
        ("type X = Omit<A & B, \"a\" | \"b\">", "c: 3"),
        ("type X = Record<\"p\" | \"q\", 5>", "p: 5; q: 5"),
        ("type X = Record<E, 5>", "p: 5; q: 5"),
        ("type X = Record<E.P, 5>", "p: 5"),
        ("type X = Record<keyof A, 5>", "a: 5; b: 5"),
        ("type X = Record<Exclude<keyof A, \"a\">, 5>", "b: 5"),
        (
            "type X = Record<Extract<keyof A, \"a\" | \"z\">, 5>",
            "a: 5",
        ),
        ("type X = { [K in keyof A]: A[K] }", "a: 1; b?: 2"),
        ("type X = { [K in keyof A]?: A[K] }", "a?: 1; b?: 2"),
        ("type X = { [K in keyof A]-?: A[K] }", "a: 1; b: 2"),
        ("type X = { [K in \"p\" | \"q\"]: 5 }", "p: 5; q: 5"),
        ("type X = { [K in E]?: 5 }", "p?: 5; q?: 5"),
        (
            "type Of<T> = T & { d: 4 }; type X = Of<A>",
            "a: 1; b?: 2; d: 4",
        ),
        ("type Keys = \"a\"; type X = Pick<A, Keys>", "a: 1"),
        ("interface H { in: A } type X = H[\"in\"]", "a: 1; b?: 2"),
        (
            "function f(): A; type X = ReturnType<typeof f>",
            "a: 1; b?: 2",
        ),
        ("type X = Awaited<Promise<A>>", "a: 1; b?: 2"),
        ("const X: A", "a: 1; b?: 2"),
        ("class X { static s: 1; private p: 2; m: 3 }", "m: 3; s: 1"),
        (
            "class C { static s: 1; m: 2 } class X extends C {}",
            "m: 2; s: 1",
        ),
        ("class C { m: 2 } type X = InstanceType<typeof C>", "m: 2"),
        // What every class has is none of its own.
        ("class X { static prototype: X; m: 1 }", "m: 1"),
    ] {
        assert_eq!(members(&format!("{A} export {text};")), expected, "{text}");
    }
}

#[test]
fn objects_within_objects_are_followed_a_few_steps() {
    let text = "export interface X { a: { b: { c: { d: { e: { f: 1 } } } } }; o?: { p: 1 } | undefined; n: string }";
    let outline = of(text);
    let paths: Vec<&str> = outline.root.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "X",
            "X.a",
            "X.a.b",
            "X.a.b.c",
            "X.a.b.c.d",
            "X.a.b.c.d.e",
            "X.n",
            "X.o",
            "X.o.p"
        ]
    );
}

#[test]
fn each_thing_is_listed_once_under_the_name_that_users_write() {
    assert_eq!(
        listed("export interface A { a: 1 } export interface B extends A { b: 2 }"),
        [
            "A export -",
            "A.a member 1",
            "B export extends A",
            "B.a member 1 of A.a",
            "B.b member 2"
        ]
    );
    // Its own name is the better one, else the shorter.
    assert_eq!(
        listed("declare class Own { a: 1 } export { Own, Own as Z }; "),
        [
            "Own export -",
            "Own.a member 1",
            "Z export - of Own",
            "Z.a member 1 of Own.a"
        ]
    );
    assert_eq!(
        listed("declare class Own { a: 1 } export { Own as Longer, Own as Z }; "),
        [
            "Longer export - of Z",
            "Longer.a member 1 of Z.a",
            "Z export -",
            "Z.a member 1"
        ]
    );
}

#[test]
fn what_a_member_is_follows_from_where_it_stands() {
    assert_eq!(
        listed("export interface Strings { Hello: string }"),
        ["Strings export -", "Strings.Hello string-template string"]
    );
    assert_eq!(
        listed("export enum E { A = \"a\" }"),
        ["E export -", "E.A enum-member \"a\""]
    );
    let props = |rest: &str| {
        let text =
            format!("import * as React from \"react\"; export interface P {{ p: 1 }} {rest}");
        listed(&text).contains(&"P.p component-prop 1".to_owned())
    };
    for (text, are_props) in [
        ("export class C extends React.Component<P> {}", true),
        ("export class C extends React.PureComponent<P, {}> {}", true),
        (
            "export class C extends React.Component<Readonly<P>> {}",
            true,
        ),
        (
            "export class C extends React.Component<P & { q: 2 }> {}",
            true,
        ),
        ("export class C extends React.Component<{}, P> {}", false),
        ("export class C extends Other<P> {}", false),
        ("export const C: React.FC<P>;", true),
        (
            "export const C: React.FC<P> & { displayName: string };",
            true,
        ),
        ("export function C(props: P): JSX.Element;", true),
        ("export function C(props: P): React.ReactElement;", true),
        ("export function C(props: P): string;", false),
        (
            "export function C(a: string, props: P): JSX.Element;",
            false,
        ),
    ] {
        assert_eq!(props(text), are_props, "{text}");
    }
}
