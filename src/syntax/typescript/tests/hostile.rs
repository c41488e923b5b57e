//! Input that is made to hurt. All of it must end in a record, most of it with a gap.

use super::file as read_file;
use crate::domain::surface::GapKind;
use crate::syntax::guard::TOO_DEEP;
use crate::syntax::on_deep_stacks;
use crate::syntax::typescript::{Arena, FileDeclarations, read};

const MANY: usize = 100_000;

fn file(text: &str) -> FileDeclarations {
    on_deep_stacks(|| read_file(text))
}

fn nested(open: &str, close: &str) -> String {
    format!(
        "type X = {}string{};",
        open.repeat(MANY),
        close.repeat(MANY)
    )
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    for text in [
        nested("(", ")"),
        nested("{ a: ", " }"),
        nested("[", "]"),
        nested("keyof ", ""),
        nested("keyof\n", ""),
        nested("() => ", ""),
        nested("A extends B ? C : ", ""),
        nested("A extends B ? C\n : ", ""),
        nested("", "[]"),
        nested("`${", "}`"),
        nested("typeof import(\"x\", { with: ", "})"),
        format!("namespace A{} {{}}", ".B".repeat(MANY)),
        format!("{}{}", "namespace A { ".repeat(MANY), "}".repeat(MANY)),
        format!("enum E {{ A = {}1 }}", "- ".repeat(MANY)),
        format!(
            "/'/; type X = {}string{};",
            "(".repeat(MANY),
            ")".repeat(MANY)
        ),
        format!(
            "/`/; type X = {}string{};",
            "(".repeat(MANY),
            ")".repeat(MANY)
        ),
        format!(
            "/[/*]/; type X = {}string{};",
            "(".repeat(MANY),
            ")".repeat(MANY)
        ),
        format!("enum E {{ A = {}1 }}", "a ? void\nb : void\n".repeat(MANY)),
    ] {
        let file = file(&text);
        assert_eq!(file.gaps.len(), 1, "{}", text.get(..40).unwrap());
        assert_eq!(
            file.gaps[0].message,
            TOO_DEEP,
            "{}",
            text.get(..40).unwrap()
        );
        assert_eq!(file.gaps[0].kind, GapKind::Unreadable);
    }
}

#[test]
fn what_opens_and_never_ends_is_one_gap() {
    for open in [
        "namespace A { ",
        "if (a)\n",
        "do\n",
        "a:\n",
        "void\n",
        "((((",
        "typeof import(",
        "type X = `${",
    ] {
        let file = file(&open.repeat(MANY));
        assert_eq!(file.gaps.len(), 1, "{open}");
        assert_eq!(file.gaps[0].kind, GapKind::Unreadable, "{open}");
    }
}

#[test]
fn what_takes_too_long_to_tell_apart_is_refused() {
    for text in [nested("Array<", ">"), "<".repeat(MANY)] {
        let file = file(&text);
        assert_eq!(file.gaps.len(), 1, "{}", text.get(..40).unwrap());
        assert_eq!(file.gaps[0].message, crate::syntax::speculation::TOO_MANY);
    }
}

#[test]
fn what_is_only_long_is_read() {
    for text in [
        format!("interface X {{ {} }}", "a: Array<string>; ".repeat(MANY)),
        format!("interface X {{\n{}}}", "a: Array<string>\n".repeat(MANY)),
        format!(
            "interface X {{\n{}}}",
            "readonly a?: (b: string) => void\n".repeat(MANY)
        ),
        format!("type X = {};", "| \"a\" ".repeat(MANY)),
        format!("type X = {}A;", "A[\"b\"]\n | ".repeat(MANY)),
        format!("type X = {}A;", "A & ".repeat(MANY)),
        format!("export {{ {} }} from 'x';", "a as b, ".repeat(MANY)),
        format!("/* {} */ type X = 1;", "(".repeat(MANY)),
        format!("// {}\ntype X = 1;", "(".repeat(MANY)),
        format!("type X = '{}';", "(".repeat(MANY)),
        format!("type X = `{}`;", "(".repeat(MANY)),
        "type X = 1\n".repeat(MANY),
        "interface A {} ".repeat(MANY),
        "declare namespace A { interface B {} }\n".repeat(10_000),
        format!("enum E {{ {} }}", "A = 1, ".repeat(MANY)),
        "declare function f(a: string): void\n".repeat(MANY),
    ] {
        let file = file(&text);
        assert_eq!(file.gaps, [], "{}", text.get(..60).unwrap());
    }
}

#[test]
fn a_real_depth_below_the_limit_is_read() {
    let depth = 600;
    let text = format!(
        "type X = {}string{};",
        "Array<".repeat(depth),
        ">".repeat(depth)
    );
    let file = file(&text);
    let record = (file.gaps.len(), file.body.declarations.len());
    assert_eq!(record, (0, 1));
}

#[test]
fn what_does_not_parse_is_a_gap() {
    for text in [
        "interface A {",
        "export { a from 'x'",
        "/* never closed",
        "/** @deprecated never closed",
        "type X = `${",
        "type X = \"never closed",
        "\u{0}\u{1}\u{2}",
        "interface A { a: }",
        "}}}}))))>>>>",
    ] {
        let file = file(text);
        assert!(!file.gaps.is_empty(), "{text}");
        assert_eq!(file.gaps[0].kind, GapKind::Unreadable, "{text}");
    }
}

#[test]
fn what_can_be_read_beside_an_error_is_kept() {
    let file = file("export interface A { a: string }\nexport declare const b = 1 + ;\n");
    assert!(!file.gaps.is_empty());
}

#[test]
fn what_is_no_text_or_too_large_is_a_gap() {
    for content in [
        vec![0xff, 0xfe, 0x00, 0x41],
        vec![b' '; 16 * 1024 * 1024 + 1],
    ] {
        let file = read("a.d.ts", &content, &mut Arena::default());
        assert_eq!(file.gaps.len(), 1);
        assert_eq!(file.gaps[0].at, "a.d.ts");
    }
}

#[test]
fn an_empty_file_declares_nothing() {
    for text in ["", "\u{feff}", "// only a comment", "export {};"] {
        let file = file(text);
        assert_eq!(file.gaps, []);
        assert!(file.body.declarations.is_empty());
    }
}
