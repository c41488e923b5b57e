//! Every construct of a declaration file: text in, record out.

use super::*;
use crate::domain::surface::notice::{Source, Strength};
use crate::domain::surface::types::{Modifier, Target, Type};
use crate::domain::surface::{Access, DeclarationKind, MemberKind};

mod comments;
mod hostile;

pub(super) fn file(text: &str) -> FileDeclarations {
    read("a.d.ts", text.as_bytes(), &mut Arena::default())
}

/// A file that has to be read without gaps.
pub(super) fn clean(text: &str) -> FileDeclarations {
    let file = file(text);
    assert_eq!(file.gaps, [], "{text}");
    file
}

fn only(text: &str) -> Declaration {
    let mut file = clean(text);
    assert_eq!(file.body.declarations.len(), 1, "{text}");
    file.body.declarations.remove(0).declaration
}

fn ty(text: &str) -> Type {
    only(&format!("type X = {text};")).ty.unwrap()
}

fn named(written: &str, arguments: Vec<Type>) -> Type {
    Type::Named(Box::new(crate::domain::surface::types::Named {
        written: written.to_owned(),
        target: Target::Missing,
        arguments,
    }))
}

fn keyword(word: &str) -> Type {
    Type::Keyword(word.to_owned())
}

fn literal(text: &str) -> Type {
    Type::Literal(text.to_owned())
}

#[test]
fn types_are_taken_apart() {
    assert_eq!(ty("string"), keyword("string"));
    assert_eq!(ty("(this)"), keyword("this"));
    assert_eq!(ty("'it\\'s'"), literal("\"it's\""));
    assert_eq!(ty("0x10"), literal("16"));
    assert_eq!(ty("-1"), literal("-1"));
    assert_eq!(ty("10n"), literal("10n"));
    assert_eq!(ty("`plain`"), literal("\"plain\""));
    assert_eq!(ty("A . B<string>"), named("A.B", vec![keyword("string")]));
    assert_eq!(ty("string[]"), Type::Array(Box::new(keyword("string"))));
    assert_eq!(
        ty("| A | B"),
        Type::Union(vec![named("A", vec![]), named("B", vec![])])
    );
    assert_eq!(ty("A & { a: string }").kind_of(), "intersection");
    assert_eq!(
        ty("readonly A[]"),
        Type::Operator {
            operator: "readonly".to_owned(),
            of: Box::new(Type::Array(Box::new(named("A", vec![])))),
        }
    );
    assert_eq!(
        ty("A['b']"),
        Type::Indexed {
            of: Box::new(named("A", vec![])),
            by: Box::new(literal("\"b\"")),
        }
    );
    assert_eq!(
        ty("`a${A}b`"),
        Type::Template {
            texts: vec!["a".to_owned(), "b".to_owned()],
            types: vec![named("A", vec![])],
        }
    );
}

impl Type {
    fn kind_of(&self) -> &'static str {
        match self {
            Self::Intersection(_) => "intersection",
            Self::Conditional(_) => "conditional",
            Self::Mapped(_) => "mapped",
            Self::Tuple(_) => "tuple",
            Self::Function(_) => "function",
            Self::Constructor(_) => "constructor",
            Self::Predicate { .. } => "predicate",
            Self::TypeOf(_) => "typeof",
            _ => "other",
        }
    }
}

#[test]
fn types_that_bind_names_are_taken_apart() {
    let Type::Conditional(one) = ty("T extends (infer U extends string)[] ? U : never") else {
        panic!()
    };
    assert_eq!(
        one.extends,
        Type::Array(Box::new(Type::Infer {
            name: "U".to_owned(),
            bound: Some(Box::new(keyword("string"))),
        }))
    );
    let Type::Mapped(one) = ty("{ -readonly [K in keyof T as `x${K}`]+?: T[K] }") else {
        panic!()
    };
    assert_eq!(
        (one.readonly, one.optional),
        (Modifier::Remove, Modifier::Add)
    );
    assert!(one.rename.is_some());
    let Type::Tuple(items) = ty("[a: A, b?: B, ...rest: C[]]") else {
        panic!()
    };
    let told: Vec<_> = items
        .iter()
        .map(|one| (one.name.as_deref().unwrap(), one.optional, one.rest))
        .collect();
    assert_eq!(
        told,
        [
            ("a", false, false),
            ("b", true, false),
            ("rest", false, true)
        ]
    );
    let Type::Tuple(items) = ty("[A?, ...B[]]") else {
        panic!()
    };
    assert!(items[0].optional && items[1].rest);
}

#[test]
fn signatures_are_taken_apart() {
    let Type::Function(one) =
        ty("<T>(this: A, { a, b }: B, c?: string, ...d: T[]) => asserts c is string")
    else {
        panic!()
    };
    let told: Vec<_> = one
        .parameters
        .iter()
        .map(|one| (one.name.as_str(), one.optional, one.rest))
        .collect();
    assert_eq!(
        told,
        [
            ("{ a, b }", false, false),
            ("c", true, false),
            ("d", false, true)
        ]
    );
    assert_eq!(one.receiver, Some(named("A", vec![])));
    assert_eq!(one.returns.unwrap().kind_of(), "predicate");
    assert_eq!(ty("abstract new () => A").kind_of(), "constructor");
    assert_eq!(ty("typeof a.b").kind_of(), "typeof");
}

#[test]
fn import_types_wait_for_their_module() {
    let Type::Named(one) = ty("import('./x').A.B<string>") else {
        panic!()
    };
    assert_eq!(one.written, "import(\"./x\").A.B");
    assert_eq!(
        one.target,
        Target::Foreign {
            package: "./x".to_owned(),
            path: "A.B".to_owned(),
        }
    );
    assert_eq!(one.arguments, [keyword("string")]);
    assert_eq!(ty("typeof import('./x')").kind_of(), "typeof");
}

#[test]
fn classes_have_all_their_members() {
    use Access::{Private, Protected, Public};
    use MemberKind::{Constructor, Getter, Index, Method, Property, Setter};
    let class = only(
        "declare abstract class A<T extends B = C> extends N.Base<T> implements I, J<T> {\n static s: string;\n private p;\n protected readonly q?: number;\n #r: string;\n constructor(readonly own: string, b?: T);\n get g(): string;\n set g(value: string);\n m<U>(a: U): void;\n m(): void;\n abstract n?(): void;\n static [Symbol.iterator](): void;\n ['quoted']: string;\n [key: string]: any;\n accessor acc: string;\n }",
    );
    assert_eq!(class.kind, DeclarationKind::Class);
    assert_eq!(class.generics[0].bounds, [named("B", vec![])]);
    assert_eq!(class.extends, [named("N.Base", vec![named("T", vec![])])]);
    assert_eq!(class.implements.len(), 2);
    let told: Vec<_> = class
        .members
        .iter()
        .map(|one| {
            (
                one.name.as_str(),
                one.kind,
                one.access,
                one.is_static,
                one.optional,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("s", Property, Public, true, false),
            ("p", Property, Private, false, false),
            ("q", Property, Protected, false, true),
            ("#r", Property, Private, false, false),
            ("own", Property, Public, false, false),
            ("constructor", Constructor, Public, false, false),
            ("g", Getter, Public, false, false),
            ("g", Setter, Public, false, false),
            ("m", Method, Public, false, false),
            ("m", Method, Public, false, false),
            ("n", Method, Public, false, true),
            ("[Symbol.iterator]", Method, Public, true, false),
            ("quoted", Property, Public, false, false),
            ("[]", Index, Public, false, false),
            ("acc", Property, Public, false, false),
        ]
    );
    assert_eq!(class.members[6].ty, Some(keyword("string")));
    assert_eq!(class.members[7].ty, Some(keyword("string")));
}

#[test]
fn interfaces_have_signatures_of_all_kinds() {
    let one = only(
        "interface A extends B, C.D<string> { (a: string): void; new (): A; readonly [k: number]: A; m?(): void; get x(): A; 'a-b': string; 1: string }",
    );
    let told: Vec<_> = one
        .members
        .iter()
        .map(|one| (one.name.as_str(), one.kind))
        .collect();
    assert_eq!(
        told,
        [
            ("()", MemberKind::Call),
            ("new()", MemberKind::New),
            ("[]", MemberKind::Index),
            ("m", MemberKind::Method),
            ("x", MemberKind::Getter),
            ("a-b", MemberKind::Property),
            ("1", MemberKind::Property),
        ]
    );
    assert_eq!(one.extends.len(), 2);
}

#[test]
fn enums_have_the_values_that_are_stated() {
    let values = |text: &str| -> Vec<(String, Option<Type>)> {
        only(text)
            .members
            .into_iter()
            .map(|one| (one.name, one.ty))
            .collect()
    };
    let of = |name: &str, value: &str| (name.to_owned(), Some(literal(value)));
    assert_eq!(
        values("enum E { A = 0, 'b-c' = \"x\", C = -1 }"),
        [of("A", "0"), of("b-c", "\"x\""), of("C", "-1")]
    );
    assert_eq!(
        values("const enum E { A, B, C = 5, D }"),
        [of("A", "0"), of("B", "1"), of("C", "5"), of("D", "6")]
    );
    assert_eq!(values("enum E { A }"), [("A".to_owned(), None)]);
}

#[test]
fn variables_and_functions_have_their_types() {
    let file = clean(
        "declare const a: string, b = \"x\"; declare let c; declare const d = E.A; declare function f(a): void; declare function f(): string;",
    );
    let told: Vec<_> = file
        .body
        .declarations
        .iter()
        .map(|one| (one.declaration.name.as_str(), one.declaration.ty.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("a", true),
            ("b", true),
            ("c", false),
            ("d", true),
            ("f", true),
            ("f", true)
        ]
    );
    assert_eq!(
        file.body.declarations[1].declaration.ty,
        Some(literal("\"x\""))
    );
    assert!(!file.is_module);
    assert_eq!(file.body.exports, []);
}

fn exports(text: &str) -> Vec<(String, Exportable)> {
    clean(text)
        .body
        .exports
        .into_iter()
        .map(|one| (one.name, one.what))
        .collect()
}

fn local(name: &str, path: &str) -> (String, Exportable) {
    (
        name.to_owned(),
        Exportable::Local {
            path: path.to_owned(),
        },
    )
}

#[test]
fn exports_of_every_form_are_told() {
    let specifier = || "./x".to_owned();
    assert_eq!(
        exports(
            "export { a, b as c, type d as 'e f' } from './x'; export * from './x'; export * as n from './x';"
        ),
        [
            (
                "a".to_owned(),
                Exportable::From {
                    specifier: specifier(),
                    name: "a".to_owned()
                }
            ),
            (
                "c".to_owned(),
                Exportable::From {
                    specifier: specifier(),
                    name: "b".to_owned()
                }
            ),
            (
                "e f".to_owned(),
                Exportable::From {
                    specifier: specifier(),
                    name: "d".to_owned()
                }
            ),
            (
                String::new(),
                Exportable::All {
                    specifier: specifier()
                }
            ),
            (
                "n".to_owned(),
                Exportable::Namespace {
                    specifier: specifier()
                }
            ),
        ]
    );
}

#[test]
fn exports_of_the_files_own_names_are_told() {
    assert_eq!(
        exports("declare const a: 1; export { a as default };"),
        [local("default", "a")]
    );
    assert_eq!(
        exports("export default class A {}"),
        [local("default", "A")]
    );
    assert_eq!(
        exports("export default function (): void;"),
        [local("default", "default")]
    );
    assert_eq!(
        exports("declare const a: 1; export default a;"),
        [local("default", "a")]
    );
    assert_eq!(
        exports("declare const a: 1; export = a;"),
        [local("export=", "a")]
    );
    assert_eq!(
        exports("export import a = N.B; import { N } from './x';"),
        [local("a", "a")]
    );
    assert_eq!(
        clean("export as namespace Lib; export {};").umd.as_deref(),
        Some("Lib")
    );
}

#[test]
fn declarations_are_exported_implicitly_unless_an_export_says_otherwise() {
    let names =
        |text: &str| -> Vec<String> { exports(text).into_iter().map(|(name, _)| name).collect() };
    assert_eq!(names("export interface A {} interface B {}"), ["A", "B"]);
    assert_eq!(names("import './x'; interface B {}"), ["B"]);
    assert_eq!(
        names("export interface A {} interface B {} export {};"),
        ["A"]
    );
    assert_eq!(names("export * from './x'; interface B {}"), [""]);
    assert_eq!(names("interface B {} export default B;"), ["default"]);
    assert_eq!(
        names("export default class C {} interface B {}"),
        ["default", "B"]
    );
    assert_eq!(names("interface B {}"), [""; 0]);
}

#[test]
fn imports_of_every_form_are_told() {
    let file = clean(
        "import a, * as b from 'x'; import { c as d, type e } from 'x'; import type f from 'x'; import 'x'; import g = require('x'); import h = N.O.P;",
    );
    let told: Vec<_> = file
        .body
        .imports
        .iter()
        .map(|one| (one.local.as_str(), one.type_only))
        .collect();
    assert_eq!(
        told,
        [
            ("a", false),
            ("b", false),
            ("d", false),
            ("e", true),
            ("f", true),
            ("", false),
            ("g", false),
            ("h", false)
        ]
    );
    assert_eq!(
        file.body.imports[7].what,
        Imported::Alias {
            path: "N.O.P".to_owned()
        }
    );
}

#[test]
fn namespaces_are_flat_and_blocks_are_apart() {
    let file = clean(
        "declare namespace A.B { const x: string; namespace C { type Y = 1 } import S = C.Y; export { S as T }; }\ndeclare global { interface Window { a: string } }\ndeclare module './other' { interface Added {} }\nexport {};",
    );
    let told: Vec<_> = file
        .body
        .declarations
        .iter()
        .map(|one| (one.declaration.name.as_str(), one.exported))
        .collect();
    assert_eq!(
        told,
        [
            ("A", false),
            ("A.B", true),
            ("A.B.x", false),
            ("A.B.C", false),
            ("A.B.C.Y", true)
        ]
    );
    assert_eq!(file.body.imports[0].local, "A.B.S");
    assert_eq!(file.body.exports[0].name, "A.B.T");
    assert_eq!(file.global.declarations[0].declaration.name, "Window");
    assert_eq!(file.ambient[0].specifier, "./other");
    assert_eq!(file.ambient[0].body.exports[0].name, "Added");
}

#[test]
fn lines_count_from_one_whatever_ends_them() {
    let text = "\u{feff}interface A {\r\n    a: string;\r\n    b: string;\r\n}\r\ntype B = 1;\r\n";
    let file = clean(text);
    assert_eq!(file.body.declarations[0].declaration.line, 1);
    assert_eq!(file.body.declarations[0].declaration.members[1].line, 3);
    assert_eq!(file.body.declarations[1].declaration.line, 5);
}

#[test]
fn a_made_tag_is_counted_once_for_each_node() {
    let file =
        clean("/** @deprecated */\ndeclare const a: 1, b: 2;\n/** @deprecated */\nexport { a };\n");
    assert_eq!(file.tagged.len(), 2);
    let soft = &file.body.exports[0].notes;
    assert_eq!(soft.deprecated(), None);
    assert_eq!(
        soft.soft().map(|one| (one.strength, one.source)),
        Some((Strength::Soft, Source::Tag))
    );
}
