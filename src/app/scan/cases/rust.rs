//! What places in Rust mean, case by case: as in `cases`, against two versions of a made-up crate.
//!
//! `soft` marks what the compiler says nothing of.

use crate::app::scan::cases::judge::{check_with, marked, told};
use crate::app::scan::platform;
use crate::domain::conventions::Helper;
use crate::domain::surface::notice::Strength;
use crate::scan::rust::info::Ends;
use crate::scan::rust::uses::uses;
use crate::scan::rust::{File, Package, read_source};
use crate::scan::script::source::Lines;
use crate::scan::uses::Then;

/// What both versions have.
const KEPT: &str = r#"
#[deprecated] pub fn old_fn() -> u8 { 0 }
pub fn fine() {}
pub mod inner {
    #[deprecated] pub fn in_fn() {}
    #[deprecated] pub const K: u8 = 0;
    pub fn kept() {}
}
mod hidden { pub fn silent() {} }
#[deprecated] pub use hidden::silent;
#[deprecated] pub type Alias = Fine;
#[derive(Clone)]
pub struct Fine { pub kept: u8 }
#[deprecated] pub mod old_mod { pub fn within() {} pub struct Within { pub a: u8 } }
pub struct S { #[deprecated] pub f: u8, pub g: u8 }
impl S {
    pub fn new() -> S {}
    #[deprecated] pub fn make() -> S {}
    #[deprecated] pub fn m(&self) -> u8 {}
    pub fn with(&self, f: impl FnOnce(&mut S)) {}
    pub fn next(&self) -> Option<Box<S>> {}
}
pub struct Other;
impl Other { pub fn m(&self) {} }
pub enum E { A, #[deprecated] B, #[deprecated] C { x: u8 }, D(S) }
pub fn get() -> S {}
pub fn all() -> Vec<S> {}
#[deprecated] pub static ST: u8 = 0;
pub trait T { #[deprecated] fn tm(&self) {} #[deprecated] const C: u8 = 0; fn kept(&self) {} }
impl T for S {}
#[deprecated] pub trait OldT {}
#[macro_export] #[deprecated] macro_rules! old_mac { () => {} }
#[macro_export] macro_rules! mac { ($($t:tt)*) => {} }
pub struct Wrap<X> { x: X }
impl<X> Wrap<X> { pub fn get(&self) -> &X {} }
impl<X> std::ops::Deref for Wrap<X> { type Target = X; }
#[deprecated(since = "99.0.0")] pub fn future() {}
#[deprecated = "note"] pub fn noted() {}
pub struct Builder;
impl Builder { #[deprecated] pub fn word(self) -> Self {} pub fn name(self) -> Self {} }
pub trait Ext { #[deprecated] fn ext(&self) {} }
impl Ext for u8 {}
"#;

/// What only the version in use has.
const GONE: &str = r"
pub fn gone() {}
#[deprecated] pub type Went = Fine;
pub struct Lost;
impl Lost { pub fn new() -> Lost {} pub fn m(&self) {} }
pub mod lost_mod { pub fn a() {} pub fn b() {} }
impl Other { pub fn lost(&self) {} }
";

/// The places of a file, and the marks in it.
fn judge(files: &[(&str, &str)], dependencies: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let before = platform::crate_of("dep", &format!("{KEPT}{GONE}"));
    let after = platform::crate_of("dep", KEPT);
    let standard = platform::standard();
    let made: Vec<File> = files
        .iter()
        .map(|(path, text)| File {
            path: (*path).to_owned(),
            code: read_source(text).unwrap(),
            is_test: false,
        })
        .collect();
    let owned = |(name, of): &(&str, &str)| ((*name).to_owned(), (*of).to_owned());
    let package = Package {
        dependencies: dependencies.iter().map(owned).collect(),
        library: Some("own".to_owned()),
        ..Package::default()
    };
    let helper = Helper {
        package: "crate:dep".to_owned(),
        names: vec!["dep".to_owned()],
        field: vec!["Builder".to_owned()],
        ..Helper::default()
    };
    let ends = [Ends {
        from: &before,
        to: &after,
    }];
    let met = uses(&made, &package, &ends, &standard, &[helper]);
    let mut found: Vec<String> = met
        .uses
        .iter()
        .filter_map(|one| {
            let said = match &one.then {
                Then::Gone => "removed",
                Then::There {
                    deprecated: Some(notice),
                } if notice.strength == Strength::Soft => "soft",
                Then::There {
                    deprecated: Some(_),
                } => "deprecated",
                _ => return None,
            };
            let (name, text) = files[one.file];
            let (line, _) = Lines::characters(text).place(one.at.start);
            Some(told(name, line, said, one))
        })
        .collect();
    found.sort();
    (found, marked(files))
}

fn check(cases: &[&str]) {
    check_with(cases, |case| judge(&[("src/lib.rs", case)], &[]));
}

#[test]
fn names_are_followed_through_imports() {
    check(&[
        // 86
        "use dep::old_fn; //= deprecated old_fn\nfn f() { old_fn(); } //= deprecated old_fn\n",
        "fn f() { use dep::old_fn; old_fn(); } //= deprecated old_fn //= deprecated old_fn\nfn g() { old_fn(); }\n",
        // 87
        "use dep::{old_fn as r, inner::{self, in_fn}}; //= deprecated old_fn //= deprecated inner::in_fn\nfn f() { r(); } //= deprecated old_fn\nfn g() { inner::in_fn(); in_fn(); } //= deprecated inner::in_fn //= deprecated inner::in_fn\n",
        // 88
        "use dep::inner::*;\nfn f() -> u8 { K } //= deprecated inner::K\n",
        "use dep::E::*;\nfn f() { A; }\nfn g() { B; } //= deprecated E::B\n",
        // 89
        "extern crate dep as ext;\nfn f() { ext::old_fn(); } //= deprecated old_fn\n",
        // 90
        "use dep::fine;\nfn old_fn() {}\nfn f() { old_fn(); fine(); }\n",
        "fn f(old_fn: fn()) { old_fn(); }\nuse dep::old_fn; //= deprecated old_fn\n",
        // 91
        "mod m { pub use dep::old_fn as again; } //= deprecated old_fn\nfn f() { m::again(); } //= deprecated old_fn\n",
        "mod m { pub use dep::*; }\nfn f() { m::old_fn(); } //= deprecated old_fn\n",
        "fn f() { ::dep::old_fn(); self::g(); } //= deprecated old_fn\nfn g() { crate::f(); }\n",
        "mod a { use super::old_fn; pub fn g() { old_fn(); } } //= deprecated old_fn //= deprecated old_fn\nuse dep::old_fn; //= deprecated old_fn\n",
        "use dep::gone; //= removed gone\nfn f() { gone(); } //= removed gone\n",
        "use dep::lost_mod::{ //= removed lost_mod\n  a, //= removed lost_mod::a\n  b, //= removed lost_mod::b\n};\n",
    ]);
    let renamed = "fn f() { x::old_fn(); } //= deprecated old_fn\nfn g() { dep_y::old_fn(); }\n";
    let (found, expected) = judge(
        &[("src/lib.rs", renamed)],
        &[("x", "dep"), ("dep_y", "dep-y")],
    );
    assert_eq!(found, expected);
}

#[test]
fn what_is_deprecated_is_what_the_compiler_says_and_a_little_more() {
    check(&[
        // 92
        "use dep::silent; //= soft silent\nfn f() { silent(); } //= soft silent\n",
        // 93
        "fn f(a: dep::Alias) {} //= deprecated Alias\nfn g(a: dep::Fine) { a.kept; }\n",
        // 94
        "fn f() { dep::old_mod::within(); } //= deprecated old_mod::within\nfn g(w: dep::old_mod::Within) { //= deprecated old_mod::Within\n  w.a; } //= deprecated old_mod::Within::a\n",
        // 103
        "struct L;\nimpl dep::T for L {\n  fn tm(&self) {} //= soft T::tm\n  fn kept(&self) {}\n}\n",
        // 104
        "struct L;\nimpl dep::OldT for L {} //= deprecated OldT\nfn f<X: dep::OldT>(x: &dyn dep::OldT) {} //= deprecated OldT //= deprecated OldT\n",
        // 105
        "fn f() { dep::old_mac!(); } //= deprecated old_mac\n",
        // 112
        "#[deprecated] fn f() { dep::old_fn(); } //= deprecated old_fn\n",
        // 113
        "fn f() { dep::future(); } //= deprecated future\nfn g() { dep::noted(); } //= deprecated noted\n",
        // Attributes that a derive reads.
        "struct A {\n  #[dep(word, name = \"x\")] //= deprecated Builder::word\n  a: u8,\n}\n",
    ]);
}

#[test]
fn members_are_those_of_what_is_known_of_a_value() {
    check(&[
        // 95
        "use dep::S;\nfn f(s: S) {\n  S { f: 1, g: 2 }; //= deprecated S::f\n  let S { f, g } = s; //= deprecated S::f\n}\nfn g(s: S) { let S { f: _, .. } = s; } //= deprecated S::f\nfn h(s: S) { let S { .. } = s; }\n",
        // 96
        "use dep::E;\nfn f(e: E) {\n  E::B; //= deprecated E::B\n  match e {\n    E::B => {} //= deprecated E::B\n    E::C { .. } => {} //= deprecated E::C\n    E::D(s) => { s.m(); } //= deprecated S::m\n    E::A => {}\n  }\n}\n",
        // 97
        "use dep::S;\nfn f(t: S) {\n  S::make(); //= deprecated S::make\n  S::m(&t); //= deprecated S::m\n  dep::all().iter().for_each(|_| ());\n  dep::all().iter().map(S::m); //= deprecated S::m\n}\n",
        // 98
        "struct A { s: dep::S }\nimpl A {\n  fn f(&self) {\n    let s = dep::get();\n    s.m(); //= deprecated S::m\n    dep::get().m(); //= deprecated S::m\n    self.s.m(); //= deprecated S::m\n    self.own().m(); //= deprecated S::m\n  }\n  fn own(&self) -> &dep::S { &self.s }\n}\n",
        // 99
        "fn f(o: dep::Other) { o.m(); }\nstruct Own;\nimpl Own { fn m(&self) {} }\nfn g(o: Own) { o.m(); }\nfn h(o: dep::Other) { o.lost(); } //= removed Other::lost\n",
        // 100
        "fn f(v: Vec<dep::S>) {\n  let a = |x: &dep::S| x.m(); //= deprecated S::m\n  v.iter().for_each(|x| { x.m(); }); //= deprecated S::m\n  v[0].m(); //= deprecated S::m\n  dep::get().with(|s| { s.m(); }); //= deprecated S::m\n}\n",
        // 101
        "use std::rc::Rc;\nfn f(v: Vec<dep::S>, o: Option<dep::S>, b: Box<dep::S>, r: Rc<&&dep::S>) {\n  for s in &v { s.m(); } //= deprecated S::m\n  if let Some(s) = o { s.m(); } //= deprecated S::m\n  b.m(); //= deprecated S::m\n  r.m(); //= deprecated S::m\n  dep::get().next().unwrap().m(); //= deprecated S::m\n  while let Some(s) = b.next() { s.m(); } //= deprecated S::m\n}\n",
        "fn f(w: dep::Wrap<dep::S>) {\n  w.m(); //= deprecated S::m\n  w.get().m(); //= deprecated S::m\n}\nstruct Own(dep::S);\nimpl std::ops::Deref for Own { type Target = dep::S; fn deref(&self) -> &dep::S { &self.0 } }\nfn g(o: Own) { o.m(); } //= deprecated S::m\n",
        // 102
        "use dep::T;\nstruct L;\nimpl T for L {}\nfn f(x: L) {\n  x.tm(); //= deprecated T::tm\n  <L as T>::tm(&x); //= deprecated T::tm\n  <L as T>::C; //= deprecated T::C\n  L::C; //= deprecated T::C\n}\nfn g<X: T>(x: X, y: impl T, z: &dyn T) {\n  x.tm(); //= deprecated T::tm\n  y.tm(); //= deprecated T::tm\n  z.tm(); //= deprecated T::tm\n}\n",
        "use dep::Ext;\nfn f(x: u8) { x.ext(); } //= deprecated Ext::ext\n",
        "fn f(x: u8) { x.ext(); }\n",
        // What is not known is told of with little confidence.
        "fn f() { unknown().tm(); } //= deprecated~ T::tm\n",
        // Members of what is gone are not told of once more.
        "fn f(l: dep::Lost) { l.m(); } //= removed Lost\n",
    ]);
}

#[test]
fn macros_are_given_code() {
    check(&[
        // 106
        "macro_rules! local { ($x:expr) => {{ dep::old_fn(); $x }}; } //= deprecated old_fn\nfn f() { local!(1); local!(2); }\n",
        // 107
        "macro_rules! local { ($x:expr) => { $x }; }\nfn f() {\n  local!(dep::old_fn()); //= deprecated old_fn\n  local!(dep::old_fn); //= deprecated old_fn\n  format!(\"{:?}\", dep::ST); //= deprecated ST\n  assert_eq!(dep::ST, 1); //= deprecated ST\n  vec![dep::old_fn(); 3]; //= deprecated old_fn\n  dep::mac!(a => dep::old_fn(), b); //= deprecated old_fn\n}\n",
        "fn f() { unknown!(a b dep::old_fn c); } //= deprecated~ old_fn\n",
        "use dep::ST; //= deprecated ST\nfn f() { println!(\"{ST}\"); } //= deprecated ST\n",
        "fn f() { matches!(dep::E::A, dep::E::B); } //= deprecated E::B\n",
        // 108
        "/// See [`dep::old_fn`].\nfn f() { stringify!(dep::old_fn()); }\n",
        // 109
        "fn f() { dep::mac!(); }\n",
        // What a macro declares.
        "thread_local! { static X: dep::S = dep::S::make(); } //= deprecated S::make\n",
    ]);
}

#[test]
fn what_the_author_silences_is_deprecated_never_gone() {
    check(&[
        // 110
        "#[cfg(feature = \"off\")]\nfn f() { dep::old_fn(); } //= deprecated old_fn\n#[cfg(test)]\nmod tests { fn f() { dep::old_fn(); } } //= deprecated old_fn\n",
        // 111
        "#[allow(deprecated)]\nfn f() { dep::old_fn(); dep::gone(); } //= removed gone\nfn g() { dep::old_fn(); } //= deprecated old_fn\n",
        "#![allow(deprecated)]\nfn f() { dep::old_fn(); dep::gone(); } //= removed gone\n",
        "#[expect(deprecated, reason = \"r\")]\nfn f() { dep::old_fn(); }\n#[allow(warnings)]\nfn g() { dep::old_fn(); }\n#[cfg_attr(all(), allow(deprecated))]\nfn h() { dep::old_fn(); }\n",
        "fn f() {\n  #[allow(deprecated)]\n  let a = dep::old_fn();\n  let b = dep::old_fn(); //= deprecated old_fn\n}\n#[allow(deprecated)]\nmod m {\n  #[warn(deprecated)]\n  fn f() { dep::old_fn(); } //= deprecated old_fn\n}\n",
    ]);
    let files = [
        (
            "src/lib.rs",
            "#[allow(deprecated)]\nmod a;\nmod b;\n#[path = \"c.rs\"]\nmod d;\n",
        ),
        ("src/a.rs", "fn f() { dep::old_fn(); }\nmod inner;\n"),
        ("src/a/inner.rs", "fn f() { dep::old_fn(); }\n"),
        (
            "src/b.rs",
            "fn f() { dep::old_fn(); } //= deprecated old_fn\n",
        ),
        (
            "src/c.rs",
            "fn f() { super::b::g(); dep::old_fn(); } //= deprecated old_fn\n",
        ),
        (
            "tests/t.rs",
            "use own::x;\nfn f() { dep::old_fn(); } //= deprecated old_fn\n",
        ),
    ];
    let (found, expected) = judge(&files, &[]);
    assert_eq!(found, expected);
}

#[test]
fn what_a_module_includes_is_part_of_it() {
    let files = [
        (
            "src/lib.rs",
            "mod a;\ninclude!(\"inc/more.rs\");\nfn f(m: More) {\n  m.s.m(); //= deprecated S::m\n  deep();\n}\nuse dep::S;\ninclude!(concat!(env!(\"OUT_DIR\"), \"/made.rs\"));\n",
        ),
        (
            "src/inc/more.rs",
            "struct More { s: S }\nmod inner;\nuse inner::deep;\nfn g(s: S) { s.m(); } //= deprecated S::m\n",
        ),
        (
            "src/inc/inner.rs",
            "pub fn deep() { dep::old_fn(); } //= deprecated old_fn\n",
        ),
        (
            "src/a.rs",
            "fn f(m: crate::More) { m.s.m(); } //= deprecated S::m\n",
        ),
    ];
    let (found, expected) = judge(&files, &[]);
    assert_eq!(found, expected);
}

#[test]
fn what_the_plugins_own_macros_declare_is_known() {
    check(&[
        "macro_rules! wrap { ($n:ident, $t:ty) => { struct $n { s: $t } impl $n { fn get(&self) -> &$t { &self.s } } }; }\nwrap!(A, dep::S);\nfn f(a: A) {\n  a.get().m(); //= deprecated S::m\n  a.s.m(); //= deprecated S::m\n}\n",
        // What it is given is not what it declares.
        "macro_rules! keep { (struct $n:ident { $($f:ident: $t:ty),* }) => { pub struct $n { $($f: Option<$t>),* } impl $n { fn all(&self) -> Vec<$($t)*> { vec![] } } }; }\nkeep! { struct A { s: dep::S } }\nfn f(a: A) {\n  a.s.unwrap().m(); //= deprecated S::m\n  a.all()[0].m(); //= deprecated S::m\n}\n",
        // A macro that calls another, and itself without end.
        "macro_rules! inner { ($n:ident) => { fn $n() -> dep::S { dep::get() } }; }\nmacro_rules! outer { ($($n:ident)*) => { $(inner!($n);)* }; }\nmacro_rules! endless { () => { endless!(); }; }\nouter!(a b);\nendless!();\nfn f() { b().m(); } //= deprecated S::m\n",
        // Nobody knows which of two is meant.
        "mod x { macro_rules! two { () => { pub fn t() -> dep::S {} }; } two!(); }\nmod y { macro_rules! two { () => { pub fn t() -> dep::Other {} }; } two!(); }\nfn f() { x::t().m(); } //= deprecated~ S::m\n",
    ]);
}

#[test]
fn a_change_reaches_what_follows_from_it() {
    let files = [
        (
            "src/lib.rs",
            "#[macro_use] mod m;\nmod a;\n#[path = \"odd.rs\"] mod b;\nmod i;\nmod t;\nmod u;\ninclude!(\"inc.rs\");\n",
        ),
        ("src/m.rs", "macro_rules! mac { () => {}; }\n"),
        ("src/a.rs", "fn f() { mac!(); }\n"),
        ("src/odd.rs", "pub fn g() { crate::t::h(); }\n"),
        ("src/i.rs", "use crate::t::T;\nimpl T { fn x(&self) {} }\n"),
        ("src/t.rs", "pub struct T;\npub fn h() {}\n"),
        ("src/u.rs", "fn f(t: super::t::T) { t.x(); }\n"),
        ("src/inc.rs", "fn i() { a::f(); }\n"),
    ];
    let made: Vec<File> = files
        .iter()
        .map(|(path, text)| File {
            path: (*path).to_owned(),
            code: read_source(text).unwrap(),
            is_test: false,
        })
        .collect();
    let links = crate::scan::rust::links::links(&made, &Package::default());
    let follows = |from: &str, to: &str| {
        let at = |path: &str| files.iter().position(|(one, _)| *one == path).unwrap();
        links[at(from)].values().any(|file| *file == at(to))
    };
    for (from, to, expected) in [
        ("src/a.rs", "src/m.rs", true),
        ("src/a.rs", "src/t.rs", false),
        ("src/lib.rs", "src/odd.rs", true),
        ("src/odd.rs", "src/t.rs", true),
        ("src/u.rs", "src/t.rs", true),
        ("src/t.rs", "src/i.rs", true),
        ("src/lib.rs", "src/inc.rs", true),
        ("src/inc.rs", "src/lib.rs", true),
        ("src/m.rs", "src/a.rs", false),
    ] {
        assert_eq!(follows(from, to), expected, "{from} {to}");
    }
}

#[test]
fn what_is_passed_on_and_gone_is_told_where_that_is() {
    let files = [
        ("src/lib.rs", "mod p;\nmod u;\n"),
        (
            "src/p.rs",
            "pub use dep::gone; //= removed gone\npub use dep::Went; //= removed Went\n",
        ),
        // What was deprecated before the compiler names everywhere.
        (
            "src/u.rs",
            "use crate::p::*;\nfn f(w: Went) { gone(); } //= removed Went\n",
        ),
    ];
    let (found, expected) = judge(&files, &[]);
    assert_eq!(found, expected);
}
