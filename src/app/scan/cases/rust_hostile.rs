//! Source in Rust that is made to break a scan: it is read or it is not, and nothing ends.

use std::time::{Duration, Instant};

use crate::app::scan::platform;
use crate::scan::rust::info::Ends;
use crate::scan::rust::uses::uses;
use crate::scan::rust::{File, Package, read_source};

/// What no text may take longer than, in a build without optimization on a busy machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// Whether a text could be read; it is gone over if so.
fn survives(text: &str) -> bool {
    let begin = Instant::now();
    let dep = platform::crate_of(
        "dep",
        "pub struct S; impl S { pub fn m(&self) -> S {} } pub fn get() -> S {}",
    );
    let standard = platform::crate_of(
        "std",
        "pub mod option { pub enum Option<T> { None, Some(T) } }",
    );
    let read = read_source(text);
    let is_read = read.is_ok();
    if let Ok(code) = read {
        let files = [File {
            path: "src/lib.rs".to_owned(),
            code,
            is_test: false,
        }];
        let ends = [Ends {
            from: &dep,
            to: &dep,
        }];
        uses(&files, &Package::default(), &ends, &standard, &[]);
    }
    assert!(begin.elapsed() < PATIENCE, "{:?}", text.get(..40));
    is_read
}

/// A type that is given to itself twice has a thousand parts after ten steps, and more than there are atoms after a hundred.
#[test]
fn types_that_double_are_given_up() {
    let steps = 200;
    let calls = format!("f({}g(){})", "f(".repeat(60), ")".repeat(60));
    let again = "let a = (a, a);".repeat(steps);
    let methods = format!("x{}", ".twice()".repeat(steps));
    let alias = |at| format!("type A{at} = (A{}, A{});", at + 1, at + 1);
    let aliases: Vec<String> = (0..steps).map(alias).collect();
    let aliases = aliases.concat();
    for text in [
        format!("fn f<T>(t: T) -> (T, T) {{ loop {{}} }} fn h() {{ {calls}; }}"),
        format!("fn h() {{ let a = dep::get(); {again} a.0.m(); }}"),
        format!(
            "trait Twice: Sized {{ fn twice(&self) -> (Self, Self); }} impl<T> Twice for T {{}} fn h(x: dep::S) {{ {methods}.m(); }}"
        ),
        format!(
            "trait Twice: Sized {{ fn twice(&self) -> Option<(Self, Self)> {{ {methods} }} }} fn h(x: impl Twice) {{ {methods}.m(); }}"
        ),
        format!("{aliases} type A{steps} = dep::S; fn h(a: A0) {{ a.0.m(); }}"),
        "struct W<T>(T); type D<T> = W<(T, T)>; fn h(a: D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<dep::S>>>>>>>>>>>>>>>>>>>>>>) { a.0.0.m(); }".to_owned(),
    ] {
        let begin = Instant::now();
        assert!(survives(&text), "{text}");
        assert!(begin.elapsed() < Duration::from_secs(20), "{text}");
    }
}

#[test]
fn what_is_nested_deep_is_not_read() {
    let deep = 100_000;
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("Some(", ")"),
        ("if x {", "}"),
        ("|x| (", ")"),
        ("&", ""),
        ("!", ""),
        ("m!(", ")"),
        ("match x { _ => ", "}"),
    ] {
        let text = format!("fn f() {{ {}1{} }}", open.repeat(deep), close.repeat(deep));
        assert!(!survives(&text), "{open}");
        let cut = format!("fn f() {{ {}", open.repeat(deep));
        assert!(!survives(&cut), "{open}");
    }
    for (open, close) in [
        ("Vec<", ">"),
        ("(", ")"),
        ("&", ""),
        ("fn(", ")"),
        ("impl A<", ">"),
    ] {
        let text = format!("type A = {}u8{};", open.repeat(deep), close.repeat(deep));
        assert!(!survives(&text), "{open}");
    }
    let modules = format!("{}{}", "mod a { ".repeat(deep), "}".repeat(deep));
    assert!(!survives(&modules));
    let tree = format!("use {}a{};", "a::{".repeat(deep), "}".repeat(deep));
    assert!(!survives(&tree));
}

#[test]
fn what_is_nested_to_the_limit_is_gone_over() {
    let most = 600;
    for (open, close) in [
        ("(", ")"),
        ("{", "}"),
        ("m!(", ")"),
        ("dep::get().m2(", ")"),
        ("|x| (", ")"),
        ("vec![", "]"),
    ] {
        let text = format!("fn f() {{ {}1{} }}", open.repeat(most), close.repeat(most));
        assert!(survives(&text), "{open}");
    }
    assert!(survives(&format!(
        "{}{}",
        "mod a { ".repeat(most),
        "}".repeat(most)
    )));
    assert!(survives(&format!(
        "type A = {}u8{};",
        "Vec<".repeat(most),
        ">".repeat(most)
    )));
}

#[test]
fn what_is_long_is_gone_over() {
    let long = 100_000;
    for text in [
        format!("fn f() {{ dep::get(){}; }}", ".m()".repeat(long)),
        format!("fn f() {{ x{}; }}", ".a".repeat(long)),
        format!("fn f() {{ x{}; }}", "?".repeat(long)),
        format!("fn f() {{ 1{}; }}", "+1".repeat(long)),
        format!("fn f() {{ if a {{}}{} }}", " else if b {}".repeat(long / 4)),
        format!("fn f() {{ {} }}", "dep::get();".repeat(long / 10)),
        format!("use a::{{{}}};", "b,".repeat(long / 10)),
        format!("use a{};", "::a".repeat(long / 10)),
        format!("type A = a{};", "::a".repeat(long / 10)),
        format!("fn f() {{ x!({}) }}", "a b, ".repeat(long / 10)),
        format!("const A: u8 = 0 {};", "as u8 ".repeat(1_000)),
    ] {
        assert!(survives(&text), "{:?}", text.get(..40));
    }
}

#[test]
fn what_goes_round_ends() {
    for text in [
        "use self::a as b; use self::b as a; fn f() { a(); }",
        "pub use self::m::*; mod m { pub use super::*; } fn f() { nothing(); }",
        "type A = B; type B = A; fn f(a: A) { a.m(); }",
        "type A<T> = B<A<T>>; type B<T> = A<B<T>>; fn f(a: A<u8>) { a.m(); }",
        "trait A: B {} trait B: A {} fn f<X: A>(x: X) { x.m(); }",
        "struct A; impl std::ops::Deref for A { type Target = A; } fn f(a: A) { a.m(); }",
        "struct A(B); struct B(A); impl std::ops::Deref for A { type Target = B; } impl std::ops::Deref for B { type Target = A; } fn f(a: A) { a.m(); }",
        "trait I { type X: I; } fn f<T: I>(t: T::X) where T: I<X = <T as I>::X> { t.m(); }",
        "fn f<T: Fn(T) -> T>(t: T) { t(t).m(); }",
        "macro_rules! m { () => { m!() } } fn f() { m!(); }",
        "use super::super::super::a; mod self_ { use super::*; } fn f() { super::f(); }",
        "#[path = \"lib.rs\"] mod a; fn f() { a::a::a::f(); }",
        "extern crate self as own; fn f() { own::own::f(); }",
        "impl Self { fn f(self) { self.m(); } } impl<T> T { fn f(t: T) { t.m(); } }",
    ] {
        assert!(survives(text), "{text}");
    }
    for text in [
        "fn f(",
        "}",
        "\u{0}",
        "\"",
        "r#\"",
        "/*",
        "'",
        "fn f() { 'a",
        "#![",
        "macro_rules! m {",
    ] {
        survives(text);
    }
}

/// A crate whose modules all take everything from each other: a name that nobody has is looked for once in each, not once on
/// each way through them.
#[test]
fn modules_that_take_everything_from_each_other_end() {
    let count = 60;
    let module = |at: usize| {
        let others: Vec<String> = (0..count)
            .filter(|other| *other != at)
            .map(|other| format!("pub use crate::m{other}::*; "))
            .collect();
        let others = others.concat();
        format!(
            "pub mod m{at} {{ {others} fn f(s: S) {{ nobody(); missing::has(); s.m(); s.lacking(); }} }}\n"
        )
    };
    let text: String = (0..count).map(module).collect();
    assert!(survives(&format!("{text} pub use dep::S;")));
}
