//! Markdown made at random, for the places where the files hold it.

use forewarn::domain::entry::EntryKind;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Words with everything in them that Markdown, TOML or ids might take for their own.
///
/// Kept out everywhere: `\r`, because the reader makes line ends one.
fn word() -> impl Strategy<Value = String> {
    let plain = select(vec![
        "Plugins",
        "gain",
        "a",
        "\"quoted\"",
        "it's",
        "back\\slash",
        "日本語",
        "naïve",
        "🙂",
        "C#",
        "{curly}",
        "{#x}",
        "**Breaking:**",
        "}",
        "<b>",
        "&amp;",
        "100%",
        "_em_",
        "~~gone~~",
        "**strong**",
        "*",
        "`code`",
        "[link](https://example.org/a_b)",
        "[ref]",
        "e.g.",
        "|",
        "+++",
        "\u{202e}",
        "\u{a0}x",
        "==",
        "#5",
        "!",
        "\\",
        "`",
        "<!--",
    ]);
    prop_oneof![6 => plain.prop_map(str::to_owned), 1 => "[a-z]{1,8}"]
}

/// Some words on one line, the first of which begins no other block than a paragraph.
fn line() -> impl Strategy<Value = String> {
    let first = select(vec![
        "The",
        "Flex",
        "Ünïcode",
        "`useFlex`",
        "**Strong**",
        "It's",
        "\"All\"",
        "[A](https://example.org)",
        "日",
    ]);
    (first, vec(word(), 0..5)).prop_map(|(first, rest)| {
        let mut words = vec![first.to_owned()];
        words.extend(rest);
        words.join(" ")
    })
}

fn paragraph() -> impl Strategy<Value = String> {
    let end = select(vec!["\n", "\n", "  \n", "\\\n"]);
    (vec((line(), end), 0..3), line()).prop_map(|(lines, last)| {
        let before: String = lines.into_iter().map(|(line, end)| line + end).collect();
        before + &last
    })
}

/// Code in its fence. What stands within may be anything but another fence.
fn code() -> impl Strategy<Value = String> {
    let lines = select(vec![
        "a();",
        "",
        "  indented",
        "\ttabbed",
        "## Added",
        "- bullet",
        "+++",
        "   ",
        "{#x}",
        "**Breaking:**",
    ]);
    (
        select(vec!["```", "~~~~"]),
        select(vec!["", "js", "rust ignore"]),
        vec(lines, 0..5),
    )
        .prop_map(|(fence, language, lines)| {
            let mut block = format!("{fence}{language}\n");
            for line in lines {
                block.push_str(line);
                block.push('\n');
            }
            block + fence
        })
}

fn indented(text: &str, by: usize) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.is_empty() {
                String::new()
            } else {
                format!("{:by$}{line}", "")
            }
        })
        .collect();
    lines.join("\n")
}

fn list() -> impl Strategy<Value = String> {
    let item = prop_oneof![3 => line(), 1 => paragraph(), 1 => (line(), code()).prop_map(|(line, code)| format!("{line}\n\n{code}"))];
    let flat =
        (select(vec!["- ", "* ", "1. ", "10) "]), vec(item, 1..4)).prop_map(|(marker, items)| {
            let items: Vec<String> = items
                .iter()
                .map(|item| format!("{marker}{}", indented(item, marker.len()).trim_start()))
                .collect();
            items.join("\n")
        });
    flat.prop_recursive(2, 6, 2, |inner| {
        (line(), inner).prop_map(|(line, nested)| format!("- {line}\n{}", indented(&nested, 2)))
    })
}

fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => paragraph(),
        2 => list(),
        2 => code(),
        1 => line().prop_map(|line| format!("> {line}\n> more")),
        1 => (line(), line()).prop_map(|(a, b)| format!("| {} |\n| --- |\n| {} |", a.replace('|', ""), b.replace('|', ""))),
        1 => line().prop_map(|line| format!("### {line}")),
        1 => Just("---".to_owned()),
        1 => Just("<div>\nraw\n</div>".to_owned()),
        1 => Just("[ref]: https://example.org/x \"Title\"".to_owned()),
        1 => line().prop_map(|line| format!("{line}\n===")),
    ]
}

/// Blocks one below the other. Fenced code is always closed: what comes after an open fence belongs to it.
fn blocks() -> impl Strategy<Value = String> {
    vec(block(), 1..4).prop_map(|blocks| blocks.join("\n\n"))
}

/// The text of an entry: blocks, a list that follows its paragraph directly, nothing at all, or any lines whatever.
/// Without white space around it: that is not kept.
pub(crate) fn entry_text() -> impl Strategy<Value = String> {
    let wild_line = vec(
        prop_oneof![
            4 => word(),
            1 => select(vec!["-", "1.", ">", "    ", "\t", "#", "##", "```", "~~~", "| a |", "---", "===", "+", ""]).prop_map(str::to_owned),
        ],
        0..4,
    )
    .prop_map(|words| words.join(" "));
    let wild = vec(wild_line, 1..6).prop_map(|lines| lines.join("\n"));
    prop_oneof![
        4 => paragraph(),
        4 => blocks(),
        2 => (line(), list()).prop_map(|(line, list)| format!("{line}:\n{list}")),
        2 => wild,
        1 => Just(String::new()),
    ]
    .prop_map(|text| text.trim().to_owned())
}

/// The description of a release: blocks without a heading of the second level, which would begin a section.
pub(crate) fn description() -> impl Strategy<Value = String> {
    blocks().prop_map(|text| text.trim().to_owned())
}

/// Text below a heading of the grammar that is no bullet: there a list would be entries.
pub(crate) fn leftover() -> impl Strategy<Value = String> {
    let block = prop_oneof![3 => paragraph(), 1 => code(), 1 => line().prop_map(|line| format!("### {line}"))];
    vec(block, 1..3).prop_map(|blocks| blocks.join("\n\n").trim().to_owned())
}

/// Text below another heading: anything, or nothing.
pub(crate) fn section() -> impl Strategy<Value = String> {
    prop_oneof![4 => blocks().prop_map(|text| text.trim().to_owned()), 1 => Just(String::new())]
}

/// A heading that the grammar does not know. White space around it is no part of it.
pub(crate) fn heading() -> impl Strategy<Value = String> {
    line()
        .prop_map(|line| line.trim().to_owned())
        .prop_filter("a heading of the grammar", |heading| {
            EntryKind::of_heading(heading).is_none()
        })
}
