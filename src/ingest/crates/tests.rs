//! Small crates, and what their users can name.

use std::collections::BTreeMap;

use super::{members, surface};
use crate::domain::surface::notice::Source;
use crate::domain::surface::paths::public_paths;
use crate::domain::surface::symbols::symbols;
use crate::domain::surface::types::{Target, Type};
use crate::domain::surface::{
    Declaration, Exported, GapKind, Language, ModuleId, Requirement, RequirementKind, Surface,
};
use crate::ingest::package::{Entry, Package};

mod types;

fn package(name: &str, files: &[(&str, &str)]) -> Package {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Package {
        language: Language::Rust,
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        requires: Vec::new(),
        entry: Entry {
            root: Some("src/lib.rs".to_owned()),
            ..Entry::default()
        },
        files: files.collect::<BTreeMap<_, _>>(),
        skipped: 0,
        gaps: Vec::new(),
    }
}

fn needs(mut package: Package, names: &[&str]) -> Package {
    package.requires = names
        .iter()
        .map(|name| Requirement {
            name: (*name).to_owned(),
            range: "1".to_owned(),
            kind: RequirementKind::Dependency,
        })
        .collect();
    package
}

fn one(text: &str) -> Surface {
    surface(&package("x", &[("src/lib.rs", text)]), &[])
}

/// `kind path`, with `!` before what is deprecated; hidden ones in brackets.
fn listed(surface: &Surface) -> Vec<String> {
    let symbols = symbols(surface);
    let text = symbols.into_iter().map(|one| {
        let text = format!(
            "{}{} {}",
            if one.deprecated { "!" } else { "" },
            one.kind,
            one.path
        );
        if one.hidden {
            format!("[{text}]")
        } else {
            text
        }
    });
    text.collect()
}

fn declared<'a>(surface: &'a Surface, module: &str, name: &'a str) -> &'a Declaration {
    let module = &surface.modules[&ModuleId(module.to_owned())];
    module
        .named(name)
        .next()
        .unwrap_or_else(|| panic!("{name} is not there"))
}

fn kinds(surface: &Surface) -> Vec<GapKind> {
    surface.gaps.iter().map(|one| one.kind).collect()
}

#[test]
fn public_items_are_listed_with_their_members() {
    let found = one(
        "pub struct S { pub a: u8, b: u8 } impl S { pub const C: u8 = 1; pub fn new() -> Self { S } fn no() {} }
         pub enum E { A, B { x: u8 } } pub trait T { type I; fn m(&self) {} } fn private() {} pub(crate) struct P;",
    );
    assert_eq!(
        listed(&found),
        [
            "assoc_const S::C",
            "assoc_type T::I",
            "enum E",
            "field E::B::x",
            "field S::a",
            "method S::new",
            "method T::m",
            "struct S",
            "trait T",
            "variant E::A",
            "variant E::B",
        ]
    );
    assert!(found.gaps.is_empty(), "{:?}", found.gaps);
}

#[test]
fn modules_stand_in_their_usual_files_and_where_path_says() {
    let found = surface(
        &package(
            "x",
            &[
                (
                    "src/lib.rs",
                    "pub mod a; pub mod b; #[path = \"odd/place.rs\"] pub mod c; pub mod d { pub mod e; }",
                ),
                (
                    "src/a.rs",
                    "pub mod deep; #[path = \"beside.rs\"] pub mod f;",
                ),
                ("src/a/deep.rs", "pub fn one() {}"),
                ("src/b/mod.rs", "pub mod deep;"),
                ("src/b/deep.rs", "pub fn two() {}"),
                ("src/odd/place.rs", "pub fn three() {}"),
                ("src/d/e.rs", "pub fn four() {}"),
                ("src/beside.rs", "pub fn five() {}"),
            ],
        ),
        &[],
    );
    let functions: Vec<String> = listed(&found)
        .into_iter()
        .filter(|one| one.starts_with("fn"))
        .collect();
    assert_eq!(
        functions,
        [
            "fn a::deep::one",
            "fn a::f::five",
            "fn b::deep::two",
            "fn c::three",
            "fn d::e::four"
        ]
    );
    assert!(found.gaps.is_empty(), "{:?}", found.gaps);
}

#[test]
fn re_exports_lead_to_where_things_are_declared() {
    let found = one(
        "mod inner { pub struct S; pub struct Hidden; pub mod deep { pub fn f() {} } pub enum E { A } }
         pub use inner::S as Renamed; pub use self::inner::deep::*; pub use crate::inner::E::*; pub use inner::E::A as B;
         pub mod prelude { pub use super::inner::{S, deep}; }",
    );
    assert_eq!(
        listed(&found),
        [
            "fn f",
            "fn prelude::deep::f",
            "module prelude",
            "module prelude::deep",
            "struct Renamed",
            "struct prelude::S",
            "variant A",
            "variant B",
        ]
    );
    let exports = &found.modules[&ModuleId::default()].exports;
    let from = Exported::From {
        module: ModuleId("inner".to_owned()),
        name: "S".to_owned(),
    };
    assert!(
        exports
            .iter()
            .any(|one| one.name == "Renamed" && one.what == from)
    );
    assert!(
        found.modules[&ModuleId("inner".to_owned())]
            .named("Hidden")
            .next()
            .is_none()
    );
}

#[test]
fn names_written_out_hide_those_of_globs_and_namespaces_are_apart() {
    let found = one(
        "mod a { pub struct X; pub fn both() {} pub struct Only; } mod b { pub enum X { V } }
         pub use a::*; pub use b::X; pub mod both { pub fn g() {} }",
    );
    let found = listed(&found);
    assert!(found.contains(&"enum X".to_owned()) && !found.contains(&"struct X".to_owned()));
    assert!(found.contains(&"fn both".to_owned()) && found.contains(&"module both".to_owned()));
}

#[test]
fn circles_of_exports_end() {
    let found = one(
        "pub mod a { pub use super::b::*; pub fn f() {} } pub mod b { pub use super::a::*; pub use super::*; }
         pub use a::Missing; pub use self::c::d; mod c { pub use super::d; } pub use crate as me;",
    );
    assert!(listed(&found).contains(&"fn b::f".to_owned()));
    assert!(kinds(&found).contains(&GapKind::MissingName));
    assert!(public_paths(&found).len() < 10_000);
}

#[test]
fn every_name_in_a_type_is_bound() {
    let crate_ = needs(
        package(
            "x",
            &[(
                "src/lib.rs",
                "use std::collections::HashMap as Map; use other::thing::Thing; mod p { pub struct Q; } use p::Q;
                 pub fn f<T: Clone>(a: Map<T, Q>, b: &Thing, c: Option<u8>, d: T::Item, e: Box<dyn Fn(Q) -> u8>, g: No) {}",
            )],
        ),
        &["other"],
    );
    let found = surface(&crate_, &[]);
    let Some(Type::Function(signature)) = &declared(&found, "", "f").ty else {
        panic!()
    };
    let types: Vec<&Type> = signature
        .parameters
        .iter()
        .map(|one| one.ty.as_ref().unwrap())
        .collect();
    let foreign = |package: &str, path: &str| Target::Foreign {
        package: package.to_owned(),
        path: path.to_owned(),
    };
    let Type::Named(map) = types[0] else { panic!() };
    assert_eq!(map.target, foreign("std", "collections::HashMap"));
    let Type::Named(q) = &map.arguments[1] else {
        panic!()
    };
    assert!(
        matches!(&q.target, Target::Declared { module, name } if module.0 == "p" && name == "Q")
    );
    let Type::Reference { to, .. } = types[1] else {
        panic!()
    };
    assert!(matches!(&**to, Type::Named(one) if one.target == foreign("other", "thing::Thing")));
    let Type::Named(option) = types[2] else {
        panic!()
    };
    assert_eq!(
        (&option.target, &option.arguments[0]),
        (
            &foreign("std", "option::Option"),
            &Type::Keyword("u8".into())
        )
    );
    assert!(matches!(types[3], Type::Associated { name, .. } if name == "Item"));
    assert!(matches!(types[5], Type::Named(one) if one.target == Target::Missing));
    assert_eq!(kinds(&found), [GapKind::MissingName]);
    // Private, and met in a public type.
    assert_eq!(declared(&found, "p", "Q").name, "Q");
    assert_eq!(listed(&found), ["fn f"]);
}

#[test]
fn implementations_come_to_their_types_from_anywhere() {
    let found = one(
        "pub struct S<T>(T); #[derive(Clone, Debug)] pub struct D; pub trait Ext {} pub trait Base {}
         mod far { use super::S as Other; impl<B> Other<B> { pub fn get(self) -> B { todo!() } }
         impl<B> std::ops::Deref for Other<B> { type Target = B; fn deref(&self) -> &B { todo!() } }
         impl<E: super::Base> super::Ext for E {} const _: () = { impl super::D { pub fn made() -> Self { D } } }; }",
    );
    let s = declared(&found, "", "S");
    let get = s.members.iter().find(|one| one.name == "get").unwrap();
    let Some(Type::Function(signature)) = &get.ty else {
        panic!()
    };
    assert!(
        matches!(&signature.returns, Some(Type::Named(one)) if one.written == "T" && one.target == Target::Parameter)
    );
    let Type::Named(deref) = &s.implements[0] else {
        panic!()
    };
    assert!(matches!(&deref.target, Target::Foreign { path, .. } if path == "ops::Deref"));
    assert!(matches!(&deref.arguments[0], Type::Binding { name, .. } if name == "Target"));
    let derives = &declared(&found, "", "D").implements;
    assert_eq!(derives.len(), 2);
    assert!(
        declared(&found, "", "D")
            .members
            .iter()
            .any(|one| one.name == "made" && one.is_static)
    );
    assert!(
        matches!(&declared(&found, "", "Ext").implements[0], Type::Impl(bounds) if bounds.len() == 1)
    );
}

#[test]
fn deprecation_goes_down_to_what_the_compiler_takes_it_to() {
    let found = one(
        "#[deprecated] pub struct S { pub f: u8 } impl S { pub fn kept() {} }
         #[deprecated] impl S { pub fn old() {} } #[deprecated] pub enum E { V { x: u8 } }
         #[deprecated] pub trait T { fn m(); } #[deprecated = \"m\"] pub mod m { pub fn g() {} pub mod n { pub fn h() {} } pub struct P; impl P { pub fn o() {} } }
         pub mod i { #![deprecated] pub fn j() {} } mod fine { pub fn k() {} } #[deprecated] pub use fine::k;",
    );
    let mut listed = listed(&found);
    listed.sort();
    assert_eq!(
        listed,
        [
            "!enum E",
            "!field E::V::x",
            "!field S::f",
            "!fn i::j",
            "!fn m::g",
            "!fn m::n::h",
            "!method S::old",
            "!method T::m",
            "!method m::P::o",
            "!module i",
            "!module m",
            "!module m::n",
            "!struct S",
            "!struct m::P",
            "!trait T",
            "!variant E::V",
            "fn k",
            "method S::kept",
        ]
    );
    let notice = declared(&found, "m", "g").notes.deprecated().unwrap();
    assert_eq!(
        (notice.source, notice.text.as_deref()),
        (Source::Inherited, Some("m"))
    );
    let of_export = public_paths(&found)
        .into_iter()
        .find(|(path, _)| path.path == "k")
        .unwrap()
        .1;
    assert!(of_export.deprecated);
}

#[test]
fn what_is_hidden_is_hidden_by_its_path() {
    let found = one(
        "#[doc(hidden)] pub mod h { pub fn a() {} } pub use h::a as shown; #[doc(hidden)] pub use h::a as no;",
    );
    assert_eq!(
        listed(&found),
        ["[fn h::a]", "[fn no]", "fn shown", "[module h]"]
    );
}

#[test]
fn macros_stand_at_the_root_and_their_items_where_they_are_called() {
    let found = one(
        "#[macro_use] mod macros { #[macro_export] macro_rules! shown { () => {} } macro_rules! make { ($n:ident) => { pub struct $n; impl $n { pub fn m(&self) {} } } } }
         pub mod made { make!(A); feature! { pub fn wrapped() {} } cfg_if! { if #[cfg(unix)] { pub fn u() {} } else { mod none; } } strange!(1 2); }
         pub struct B; impl B { members!(n); } macro_rules! members { ($n:ident) => { pub fn $n() {} }; (trait $n:ident) => { fn $n(); } }
         pub trait T { members!(trait o); } pub use shown as again;",
    );
    assert_eq!(
        listed(&found),
        [
            "fn made::u",
            "fn made::wrapped",
            "macro again",
            "macro shown",
            "method B::n",
            "method T::o",
            "method made::A::m",
            "module made",
            "struct B",
            "struct made::A",
            "trait T",
        ]
    );
    assert_eq!(kinds(&found), [GapKind::MissingModule, GapKind::Unplaced]);
}

#[test]
fn a_member_package_is_folded_in() {
    let root = needs(
        package(
            "x",
            &[(
                "src/lib.rs",
                "pub use x_core::*; pub use x_core as core_; pub use far::F;",
            )],
        ),
        &["x_core", "far", "x-other"],
    );
    let member = package(
        "x_core",
        &[(
            "src/lib.rs",
            "pub struct S; impl S { pub fn new() -> crate::S { S } }",
        )],
    );
    assert_eq!(
        members(&root),
        [("x_core".to_owned(), "x_core".to_owned(), "1".to_owned())]
    );
    let found = surface(&root, &[("x_core", "1", &member)]);
    assert_eq!(
        listed(&found),
        [
            "foreign F",
            "method S::new",
            "method core_::S::new",
            "module core_",
            "struct S",
            "struct core_::S"
        ]
    );
    assert_eq!(declared(&found, "x_core:", "S").name, "S");
    assert_eq!(found.members[0].root, Some(ModuleId("x_core:".to_owned())));
    let without = surface(&root, &[]);
    assert!(kinds(&without).contains(&GapKind::MissingMember));
}

#[test]
fn procedural_macros_are_known_by_their_attributes() {
    let found = one(
        "#[proc_macro] pub fn a(t: T) -> T { t } #[proc_macro_derive(D, attributes(x))] pub fn e(t: u8) {} #[proc_macro_attribute] pub fn c(t: u8) {}",
    );
    assert_eq!(listed(&found), ["macro D", "macro a", "macro c"]);
}

#[test]
fn paths_that_lead_out_or_in_a_circle_are_gaps() {
    let found = surface(
        &package(
            "x",
            &[
                (
                    "src/lib.rs",
                    "#[path = \"../../etc/x\"] mod out; #[path = \"/etc/y.rs\"] mod root; #[path = \"lib.rs\"] mod me; mod a; mod none; pub mod broken;",
                ),
                ("src/a.rs", "#[path = \"a.rs\"] mod again;"),
                ("src/broken.rs", "pub fn ("),
            ],
        ),
        &[],
    );
    assert_eq!(
        kinds(&found)
            .iter()
            .filter(|one| **one == GapKind::MissingModule)
            .count(),
        5
    );
    assert_eq!(
        kinds(&found)
            .iter()
            .filter(|one| **one == GapKind::Unreadable)
            .count(),
        1
    );
    assert_eq!(listed(&found), ["module broken"]);
}

#[test]
fn sources_made_to_take_forever_do_not() {
    let globs: String = (0..25).fold(String::new(), |text, n| {
        text + &format!(
            "pub mod m{n} {{ pub use super::m{}::*; pub use super::*; }} ",
            (n + 1) % 25
        )
    });
    let macros = "macro_rules! m { ($($t:tt)*) => { m! { $($t)* x } } } m! {}";
    let imports: String = (0..500).fold(String::new(), |text, n| {
        text + &format!("pub use self::n{} as n{n}; ", n + 1)
    });
    for text in [globs.as_str(), macros, &imports] {
        let found = one(text);
        assert!(public_paths(&found).len() <= 100_000);
    }
}

#[test]
fn a_package_without_a_library_has_no_root() {
    let mut crate_ = package("x", &[]);
    crate_.entry.root = None;
    let found = surface(&crate_, &[]);
    assert_eq!(
        (found.root.clone(), kinds(&found)),
        (None, vec![GapKind::NoTypes])
    );
    crate_.entry.root = Some("src/gone.rs".to_owned());
    assert_eq!(kinds(&surface(&crate_, &[])), [GapKind::MissingModule]);
}
