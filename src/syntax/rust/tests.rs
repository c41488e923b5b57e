//! Every construct once, and what is made to break a reader.

use super::record::{ItemKind, Visibility as V};
use super::*;
use crate::domain::surface::DeclarationKind as K;
use crate::domain::surface::notice::{Source, Strength};
use crate::domain::surface::types::Type;

fn read(text: &str) -> Vec<Item> {
    file(text.as_bytes()).unwrap().items
}

fn names(items: &[Item]) -> Vec<&str> {
    items.iter().map(|one| one.name.as_str()).collect()
}

fn notice(text: &str) -> crate::domain::surface::notice::Notice {
    let items = read(text);
    items[0].notes.notices[0].clone()
}

fn refused(text: &str) -> String {
    let text = text.to_owned();
    let refusal = Reader::new().within(move || file(text.as_bytes()).unwrap_err());
    refusal.message
}

#[test]
fn every_kind_of_item_is_read() {
    let items = read(
        "pub struct S { pub a: u8, b: u8 } pub struct T(pub u8, u16); pub union U { pub a: u8 }
         pub enum E { A, B(u8), C { x: u8 } } pub trait Tr: Clone { type I: Copy; const N: u8; fn m(&self); }
         pub trait Al = Clone; pub type Y = u8; pub const C: u8 = 1; pub static ST: u8 = 1; pub fn f(a: u8) -> u8 { a }
         pub mod m { pub fn g() {} } mod file; pub use a::b; pub extern crate x as y; impl S { pub fn new() -> Self { S } }
         extern \"C\" { pub fn c(); pub static D: u8; pub type O; } #[macro_export] macro_rules! mac { () => {} } other!{}",
    );
    let kinds: Vec<K> = items
        .iter()
        .filter_map(|one| match &one.kind {
            ItemKind::Declared { declaration, .. } => Some(declaration.kind),
            _ => None,
        })
        .collect();
    assert_eq!(
        kinds,
        [
            K::Struct,
            K::Struct,
            K::Union,
            K::Enum,
            K::Trait,
            K::TraitAlias,
            K::Alias,
            K::Constant,
            K::Variable,
            K::Function,
            K::Function,
            K::Variable,
            K::Struct
        ]
    );
    assert_eq!(
        names(&items),
        [
            "S", "T", "U", "E", "Tr", "Al", "Y", "C", "ST", "f", "m", "file", "", "y", "", "c",
            "D", "O", "mac", ""
        ]
    );
}

#[test]
fn private_fields_are_left_out_and_tuples_keep_their_numbers() {
    let items =
        read("pub struct T(u8, pub u16); pub struct S { a: u8, pub r#b: u8, pub(crate) c: u8 }");
    let fields: Vec<Vec<String>> = items
        .iter()
        .map(|one| match &one.kind {
            ItemKind::Declared { declaration, .. } => declaration
                .members
                .iter()
                .map(|one| one.name.clone())
                .collect(),
            _ => Vec::new(),
        })
        .collect();
    assert_eq!(fields, [vec!["1".to_owned()], vec!["b".to_owned()]]);
}

#[test]
fn visibility_is_public_restricted_or_private() {
    let items = read(
        "pub fn a() {} pub(crate) fn b() {} pub(in crate::x) fn c() {} fn d() {} pub(super) fn e() {}",
    );
    let seen: Vec<V> = items.iter().map(|one| one.visibility).collect();
    assert_eq!(
        seen,
        [
            V::Public,
            V::Restricted,
            V::Restricted,
            V::Private,
            V::Restricted
        ]
    );
}

#[test]
fn deprecation_is_read_in_every_form() {
    assert_eq!(notice("#[deprecated] fn f() {}").text, None);
    assert_eq!(
        notice("#[deprecated = \"no\"] fn f() {}").text.as_deref(),
        Some("no")
    );
    let full = notice(
        "#[deprecated(since = \"1.2\", note = \"use `g` instead\", suggestion = \"h\")] fn f() {}",
    );
    assert_eq!(
        (full.since.as_deref(), full.strength),
        (Some("1.2"), Strength::Declared)
    );
    assert_eq!(full.replacements, ["h", "g"]);
    let conditional =
        notice("#[cfg_attr(feature = \"d\", deprecated(since = \"3\", note = \"x\"))] fn f() {}");
    assert_eq!(conditional.cfg.as_deref(), Some("feature = \"d\""));
    assert_eq!(conditional.strength, Strength::Declared);
    let nested = notice("#[cfg_attr(all(a, b), cfg_attr(not(c), deprecated))] fn f() {}");
    assert_eq!(nested.cfg.as_deref(), Some("all(all(a, b), not(c))"));
    let inherited = read("#[deprecated] extern \"C\" { pub fn c(); }");
    assert_eq!(inherited[0].notes.notices[0].source, Source::Inherited);
    let module = file(b"#![deprecated = \"m\"] fn f() {}").unwrap();
    assert!(module.marks.notes.deprecated().is_some());
}

#[test]
fn replacements_are_what_the_words_offer_and_nothing_else() {
    for (text, names) in [
        ("use `foo` instead", vec!["foo"]),
        (
            "Use [`Foo::bar`] or `baz()` instead.",
            vec!["Foo::bar", "baz"],
        ),
        (
            "Renamed to `random` to avoid conflict with the new `gen` keyword",
            vec!["random"],
        ),
        (
            "Replaced by `Arg::value_parser`; see `docs`",
            vec!["Arg::value_parser", "docs"],
        ),
        ("Use Engine::encode", vec!["Engine::encode"]),
        ("use bar instead", vec!["bar"]),
        ("Use something else", vec![]),
        ("No longer needed", vec![]),
        ("This is of no use", vec![]),
        ("`x` does nothing", vec![]),
    ] {
        assert_eq!(prose::replacements(text), names, "{text}");
    }
}

#[test]
fn a_removal_is_told_where_the_words_name_a_version() {
    assert_eq!(
        prose::removal("will be removed in 0.5"),
        Some("0.5".to_owned())
    );
    assert_eq!(
        prose::removal("Will be removed in v3."),
        Some("3".to_owned())
    );
    assert_eq!(prose::removal("removed in a future release"), None);
    assert_eq!(prose::removal("since 0.5"), None);
}

#[test]
fn prose_that_begins_so_is_a_soft_notice() {
    let soft = notice("/// Does it.\n///\n/// Deprecated: use `g` instead.\nfn f() {}");
    assert_eq!(
        (soft.strength, soft.source),
        (Strength::Soft, Source::Prose)
    );
    assert_eq!(soft.replacements, ["g"]);
    assert!(read("/// Not deprecated.\nfn f() {}")[0].notes.is_empty());
}

#[test]
fn conditions_are_kept_and_tests_are_left_out() {
    let items = read(
        "#[cfg(all(unix, feature = \"std\"))] fn a() {} #[cfg(test)] fn b() {} #[test] fn c() {} #[cfg(all(test, unix))] mod d;",
    );
    assert_eq!(names(&items), ["a"]);
    assert_eq!(
        items[0].cfg.as_deref(),
        Some("all(unix, feature = \"std\")")
    );
    let either = read("#[cfg(any(test, unix))] fn a() {} #[cfg(unix)] #[cfg(a)] fn b() {}");
    assert_eq!(either[1].cfg.as_deref(), Some("all(unix, a)"));
}

#[test]
fn uses_are_trees() {
    let items = read("pub use ::a::{self as s, b::{self, C as D, *}, r#gen}; use e as _;");
    let ItemKind::Use(imports) = &items[0].kind else {
        panic!()
    };
    let seen: Vec<(String, Option<&str>)> = imports
        .iter()
        .map(|one| (one.path.join("::"), one.name.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [
            ("a".to_owned(), Some("s")),
            ("a::b".to_owned(), Some("b")),
            ("a::b::C".to_owned(), Some("D")),
            ("a::b".to_owned(), None),
            ("a::gen".to_owned(), Some("gen")),
        ]
    );
    assert!(imports[0].absolute);
}

#[test]
fn an_implementation_keeps_what_the_trait_is_given() {
    let items = read(
        "impl<T> Deref for S<T> { type Target = Vec<T>; fn deref(&self) -> &Vec<T> { x } } impl !Send for S {}",
    );
    assert_eq!(items.len(), 1);
    let ItemKind::Implementation(one) = &items[0].kind else {
        panic!()
    };
    let Some(Type::Named(of)) = &one.of else {
        panic!()
    };
    assert!(matches!(&of.arguments[0], Type::Binding { name, .. } if name == "Target"));
}

#[test]
fn byte_order_marks_hash_bangs_and_carriage_returns_are_no_hindrance() {
    let items = read("\u{feff}#!/usr/bin/env run\r\n\r\nfn f() {}\r\n");
    assert_eq!((names(&items), items[0].line), (vec!["f"], 3));
    assert_eq!(names(&read("#![no_std]\nfn f() {}")), ["f"]);
}

#[test]
fn what_is_no_rust_is_refused() {
    assert_eq!(file(b"\xff\xfe").unwrap_err().message, "it is not UTF-8");
    for text in [
        "fn f( {",
        "\"never closed",
        "garbage garbage",
        "/* open",
        "fn f() { ' }",
        "r#\"open",
    ] {
        assert!(refused(text).contains("parse"), "{text}");
    }
    assert!(file(b"").unwrap().items.is_empty());
}

#[test]
fn what_is_nested_too_deep_is_refused_before_it_is_parsed() {
    let many = 100_000;
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("!", ""),
        ("-", ""),
        ("&", ""),
        ("&mut ", ""),
        ("*", ""),
        ("return ", ""),
        ("|x| ", ""),
        ("a = ", ""),
        ("if x { 1 } else { ", "}"),
        ("..", ""),
        ("move || ", ""),
    ] {
        let text = format!(
            "fn f() {{ let x = {}1{}; }}",
            open.repeat(many),
            close.repeat(many)
        );
        assert!(refused(&text).contains("nested"), "{open}");
    }
    for (open, close) in [
        ("Vec<", ">"),
        ("&'a ", ""),
        ("fn() -> ", ""),
        ("*const ", ""),
        ("<", "as T>::A"),
    ] {
        let text = format!("type X = {}u8{};", open.repeat(many), close.repeat(many));
        assert!(refused(&text).contains("nested"), "{open}");
    }
    let modules = format!("{}{}", "mod m {".repeat(many), "}".repeat(many));
    assert!(refused(&modules).contains("nested"));
}

#[test]
fn what_is_long_and_not_deep_is_read() {
    let table = format!("const X: &[i8] = &[{}];", "-1, 'x' as i8, ".repeat(4_000));
    let chain = format!("fn f() {{ let x = 1{}; }}", " + 1".repeat(3_000));
    let arms = format!("fn f() {{ match x {{ {} }} }}", "A => { -1 }".repeat(3_000));
    let quoted = format!(
        "const S: &str = r##\"{}\"##; const T: &str = \"{}\"; // {}",
        "(".repeat(9_000),
        "[".repeat(9_000),
        "{".repeat(9_000)
    );
    let less = format!("fn f() {{ {} }}", "if a < b { x(); }".repeat(2_500));
    for text in [table, chain, arms, quoted, less] {
        let read = Reader::new().within(|| file(text.as_bytes()).map(|file| file.items.len()));
        assert!(read.is_ok(), "{}: {read:?}", text.get(..40).unwrap());
    }
}

#[test]
fn types_nested_deeper_than_anybody_writes_are_kept_as_text() {
    let text = format!("pub type X = {}u8{};", "Vec<".repeat(500), ">".repeat(500));
    let items = Reader::new().within(|| read(&text));
    let ItemKind::Declared { declaration, .. } = &items[0].kind else {
        panic!()
    };
    let mut ty = declaration.ty.as_ref().unwrap();
    let mut depth = 0;
    while let Type::Named(named) = ty {
        ty = &named.arguments[0];
        depth += 1;
    }
    assert!(depth < 100 && matches!(ty, Type::Unread(_)));
}

#[test]
fn macros_by_example_are_expanded() {
    let rules = "($(#[$m:meta])* $v:vis $name:ident : $($t:ty),+ $(,)?) => { $(#[$m])* $v struct $name($(pub $t),+); impl $name { pub fn n(self) -> u8 { (1 as u32) << 2 } } };
                 ($($name:ident = $e:expr;)*) => { $(pub const $name: u8 = $e;)* }";
    let expand = |argument: &str| {
        expand::call(rules, argument, 7, None).map(|items| {
            let names: Vec<String> = items.iter().map(|one| one.name.clone()).collect();
            names.join(" ")
        })
    };
    assert_eq!(
        expand("/// Doc.\n pub S: u8, Vec<u8>,").as_deref(),
        Ok("S ")
    );
    assert_eq!(expand("A = 1 + 2; B = 3;").as_deref(), Ok("A B"));
    assert_eq!(expand("").as_deref(), Ok(""));
    assert!(expand("1 2 3").is_err());
    // A raw name in a body that nothing binds stays as it is.
    assert!(expand::call("() => { pub fn $r#type() {} }", "", 1, None).is_err());
    let shift = expand::call(
        "($t:ty) => { pub fn f() { 1 as $t << 2; } }",
        "u32",
        1,
        None,
    );
    assert_eq!(shift.unwrap()[0].name, "f");
    let wrapped = expand::call(
        "($n:ident) => { pub fn $n(&self) {} }",
        "m",
        1,
        Some("impl T"),
    );
    assert!(
        matches!(&wrapped.unwrap()[0].kind, ItemKind::Implementation(one) if one.members[0].name == "m")
    );
}

#[test]
fn a_macro_that_grows_forever_is_refused() {
    let many = "x ".repeat(2_000);
    let rules = "($($a:tt)*) => { m! { $($($a $a)*)* } }";
    assert!(expand::call(rules, &many, 1, None).is_err());
    let rules = format!("($($a:tt)*) => {{ {} }}", "$($a)* ".repeat(1_000));
    assert!(expand::call(&rules, &many, 1, None).is_err());
}

#[test]
fn known_macros_are_read_without_their_rules() {
    let names_of = |name: &str, text: &str| -> Vec<String> {
        let items = known::items(name, text, 1, false).unwrap().unwrap();
        items.into_iter().map(|one| one.name).collect()
    };
    assert_eq!(
        names_of(
            "lazy_static",
            "pub static ref A: u8 = 1; static ref B: u8 = 2;"
        ),
        ["A", "B"]
    );
    assert_eq!(names_of("thread_local", "pub static A: u8 = 1"), ["A"]);
    assert_eq!(
        names_of("cfg_if", "if #[cfg(a)] { fn a() {} } else { fn b() {} }"),
        ["a", "b"]
    );
    assert_eq!(
        names_of(
            "bitflags",
            "pub struct F: u8 { /// D\n const A = 1; const _ = !0; }"
        ),
        ["F", ""]
    );
    assert!(known::items("other", "", 1, false).is_none());
}
