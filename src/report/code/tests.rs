//! What each language looks like, in tables.

use super::*;

/// Parts of lines as marks around them: `«comment»`, `"text"` between `‹›`, `[number]`, `{word}`.
fn marked(language: Language, text: &str) -> String {
    let mut reader = Reader::new(language);
    let mut out = Vec::new();
    for line in text.lines() {
        let parts = reader.line(line);
        let whole: String = parts.iter().map(|(_, text)| *text).collect();
        assert_eq!(whole, line);
        let shown = parts.into_iter().map(|(part, text)| match part {
            Part::Plain => text.to_owned(),
            Part::Comment => format!("«{text}»"),
            Part::Text => format!("‹{text}›"),
            Part::Number => format!("[{text}]"),
            Part::Word => format!("{{{text}}}"),
        });
        out.push(shown.collect::<String>());
    }
    out.join("\n")
}

#[test]
fn each_language_has_its_parts() {
    use Language::{Json, Rust, Script, Shell, Toml, Yaml};
    for (language, text, expected) in [
        (
            Script,
            "const a = 'it\\'s' + 12.5; // why",
            "{const} a = ‹'it\\'s'› + [12.5]; «// why»",
        ),
        (
            Script,
            "x.default = `a\n${b}` + c",
            "x.default = ‹`a›\n‹${b}`› + c",
        ),
        (
            Script,
            "/* one\ntwo */ return b2",
            "«/* one»\n«two */» {return} b2",
        ),
        (Script, "<p>don't</p>", "<p>don't</p>"),
        (Script, "f(...this.a)", "f(...{this}.a)"),
        (Script, "'open\nlet x", "‹'open›\n{let} x"),
        (
            Json,
            "{\"a\" : \"b\", \"c\": [1, true]}",
            "{{\"a\"} : ‹\"b\"›, {\"c\"}: [[1], {true}]}",
        ),
        (
            Rust,
            "fn f<'a>(x: &'a str) -> char { '\\'' }",
            "{fn} f<'a>(x: &'a str) -> char { ‹'\\''› }",
        ),
        (Rust, "r#\"a \" b\"# 0..10", "‹r#\"a \" b\"#› [0]..[10]"),
        (Rust, "/* /* */ x */ 1u8", "«/* /* */ x */» [1u8]"),
        (Rust, "b'\"' ..self", "b‹'\"'› ..{self}"),
        (Rust, "\"a\nb\" c", "‹\"a›\n‹b\"› c"),
        (
            Shell,
            "if [ $# -gt 0 ]; then # more\necho 'a # b'; fi",
            "{if} [ $# -gt [0] ]; {then} «# more»\necho ‹'a # b'›; {fi}",
        ),
        (
            Toml,
            "[a.b] # x\nkey-a = \"v\" # y\nb = '''\nc = 1\n''' \nd = [true, 2]",
            "{[a.b] }«# x»\n{key-a} = ‹\"v\"› «# y»\n{b} = ‹'''›\n‹c = 1›\n‹'''› \n{d} = [{true}, [2]]",
        ),
        (
            Yaml,
            "- name: it's #1 # no\n  on: true\nurl: http://x#y\n---",
            "- {name}: it's «#1 # no»\n  {on}: {true}\n{url}: http://x#y\n---",
        ),
    ] {
        assert_eq!(marked(language, text), expected, "{text}");
    }
}

#[test]
fn languages_are_known_by_their_names() {
    for (name, language) in [
        ("tsx", Some(Language::Script)),
        ("JSON", Some(Language::Json)),
        ("rust,ignore", Some(Language::Rust)),
        ("bash {1}", Some(Language::Shell)),
        ("", None),
        ("haskell", None),
    ] {
        assert_eq!(Language::named(name), language, "{name}");
    }
    assert_eq!(Language::of_file("src/a.test.ts"), Some(Language::Script));
    assert_eq!(Language::of_file("Makefile"), None);
}

#[test]
fn whatever_is_written_is_its_parts() {
    let odd = [
        "'", "\"", "`", "\\", "/*", "*/", "r#\"", "'''", "#", "漢", "é", "0.", "[", "- ", ":",
        "\u{1b}", "b'", "\t",
    ];
    for a in odd {
        for b in odd {
            for c in odd {
                let text = format!("{a}{b}{c}\n{c}{a}");
                for language in [
                    Language::Script,
                    Language::Json,
                    Language::Rust,
                    Language::Shell,
                    Language::Toml,
                    Language::Yaml,
                ] {
                    marked(language, &text);
                }
            }
        }
    }
}
