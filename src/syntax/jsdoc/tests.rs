//! Tags, prose and offers, one text each.

use super::*;

fn of(text: &str) -> Notes {
    notes(&[parse(text, 1)], "own")
}

fn strengths(text: &str) -> Vec<Strength> {
    of(text).notices.iter().map(|one| one.strength).collect()
}

#[test]
fn a_tag_deprecates_where_typescript_reads_it() {
    for text in [
        "/** @deprecated */",
        "/**@deprecated*/",
        "/** @private @deprecated both */",
        "/**\n * Text.\n *\n * @deprecated\n * @since 1.0\n */",
        "/**\r\n * @deprecated with CRLF\r\n */",
        "/** @deprecated: with a colon */",
        "/** Text.\n   @deprecated without asterisks\n */",
    ] {
        assert_eq!(strengths(text), [Strength::Declared], "{text}");
    }
}

#[test]
fn what_only_looks_like_the_tag_does_not() {
    for text in [
        "/** {@deprecated x} */",
        "/** `@deprecated` in code */",
        "/** mail@deprecated */",
        "/** @ deprecated */",
        "/** Undeprecated. */",
        "/** @deprecated-ish */",
    ] {
        assert_eq!(strengths(text), [], "{text}");
    }
}

#[test]
fn a_tag_that_is_meant_and_misspelt_is_soft() {
    for text in ["/** @Deprecated */", "/** @deprecatedSince 2.0 */"] {
        assert_eq!(strengths(text), [Strength::Soft], "{text}");
    }
    assert_eq!(
        of("/** @deprecatedSince 2.0 */").notices[0]
            .since
            .as_deref(),
        Some("2.0")
    );
}

#[test]
fn a_tag_within_a_sentence_or_an_example_is_suspect() {
    for text in [
        "/** A text that mentions @deprecated in passing. */",
        "/**\n * @example\n * // @deprecated here\n */",
        "/**\n * ```\n * @deprecated\n * ```\n */",
    ] {
        assert_eq!(strengths(text), [Strength::Suspect], "{text}");
    }
}

#[test]
fn any_of_stacked_blocks_deprecates() {
    let first = [parse("/** @deprecated */", 1), parse("/** text */", 2)];
    let second = [parse("/** text */", 1), parse("/** @deprecated */", 2)];
    for blocks in [first, second] {
        assert!(notes(&blocks, "own").deprecated().is_some());
    }
}

#[test]
fn companion_tags_are_read() {
    let notes = of(
        "/**\n * Text.\n * @since 2.7.0\n * @private\n * @ignore\n * @deprecated It will be removed in 3.0.\n \
         * @deprecatedSince 2.8.0\n * @altRecommendation Use `Other.name` instead.\n \
         * @altRecommendationExample N/A\n * @altRecommendationLink https://example.com/a\n */",
    );
    let notice = notes.deprecated().unwrap();
    assert_eq!(notes.since.as_deref(), Some("2.7.0"));
    assert!(notes.private && notes.ignored);
    assert_eq!(notice.since.as_deref(), Some("2.8.0"));
    assert_eq!(notice.removal.as_deref(), Some("3.0"));
    assert_eq!(notice.replacements, ["Other.name"]);
    assert_eq!(notice.text.as_deref(), Some("It will be removed in 3.0."));
    assert_eq!(notice.advice.as_deref(), Some("Use `Other.name` instead."));
    assert_eq!(notice.example, None);
    assert_eq!(notice.link.as_deref(), Some("https://example.com/a"));
    assert_eq!(notice.line, 6);
}

#[test]
fn an_example_keeps_its_lines() {
    let notes = of(
        "/**\n * @deprecated\n * @altRecommendationExample\n * import { a } from \"@x/y\";\n * a();\n */",
    );
    assert_eq!(
        notes.notices[0].example.as_deref(),
        Some("import { a } from \"@x/y\";\na();")
    );
}

#[test]
fn prose_that_speaks_of_the_thing_itself_is_soft() {
    for (text, replacements) in [
        ("Deprecated: use `other`.", vec!["other"]),
        ("Deprecated", vec![]),
        ("This method is deprecated.", vec![]),
        ("own deprecated but kept for its types", vec![]),
        (
            "Method 'own' is deprecated. Please use Redux connect method",
            vec![],
        ),
        (
            "Returns true. Deprecated, please use `isOther` instead.",
            vec!["isOther"],
        ),
    ] {
        let notes = of(&format!("/** {text} */"));
        let notice = notes.soft().unwrap_or_else(|| panic!("{text}"));
        assert_eq!(notice.source, Source::Prose, "{text}");
        assert_eq!(notice.replacements, replacements, "{text}");
    }
}

#[test]
fn prose_that_speaks_of_something_else_is_silent() {
    for text in [
        "Notification that the current version is deprecated",
        "The library has deprecated the API",
        "Whether it is not deprecated yet, and when",
        "Deprecated types are listed there.",
        "deprecatedGetter",
    ] {
        assert_eq!(strengths(&format!("/** {text} */")), [], "{text}");
    }
}

#[test]
fn properties_are_spoken_of_in_their_container() {
    let block = parse(
        "/**\n * @property {boolean} [a] - Deprecated: use b.isLive.\n * @property {{x: {y: string}}} c - DEPRECATED: use queueFilter instead. More.\n \
         * @property {string} d - The deprecated thing of others\n * @prop {string} [e=\"x\"] Deprecated in 2.0\n */",
        1,
    );
    let said = member_notices(&[block]);
    let names: Vec<&str> = said.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["a", "c", "e"]);
    assert_eq!(said[0].1.replacements, ["b.isLive"]);
    assert_eq!(said[1].1.replacements, ["queueFilter"]);
    assert_eq!(said[2].1.since.as_deref(), Some("2.0"));
    assert_eq!(said[2].1.line, 5);
}

#[test]
fn comments_beside_a_name_tell_since_when() {
    let notice = comment_notice(" deprecated in 2.0", 7, "own").unwrap();
    assert_eq!(
        (notice.strength, notice.source),
        (Strength::Soft, Source::Comment)
    );
    assert_eq!(notice.since.as_deref(), Some("2.0"));
    assert_eq!(notice.line, 7);
    assert!(comment_notice(" eslint-disable-line", 1, "own").is_none());
    assert!(comment_notice(" @deprecated", 1, "own").is_some());
}

#[test]
fn only_names_that_a_text_offers_are_replacements() {
    for (text, offered) in [
        ("Use `items` instead.", vec!["items"]),
        (
            "use ThemeColorsDefinition instead",
            vec!["ThemeColorsDefinition"],
        ),
        (
            "Please use AverageCSATTableHeader instead",
            vec!["AverageCSATTableHeader"],
        ),
        ("validateAndFormatDate", vec!["validateAndFormatDate"]),
        (
            "Use `chat.input.<SID>.text` instead",
            vec!["chat.input.<SID>.text"],
        ),
        ("Use Redux's connect method instead", vec![]),
        ("N/A", vec![]),
        (
            "This is no more programmable. Other things replace this feature.",
            vec![],
        ),
        (
            "Getter 'Helper.last' is deprecated, please use 'other.lastMessage' instead",
            vec!["other.lastMessage"],
        ),
        (
            "Mapped has been replaced by HeaderMapped.  Use HeaderMapped instead.",
            vec!["HeaderMapped"],
        ),
        (
            "Use {@link Other} or {@link Third.part | that}.",
            vec!["Other", "Third.part"],
        ),
        ("Use `a` or `b`", vec!["a", "b"]),
        ("Do not use `bad` here", vec![]),
        ("use own instead", vec![]),
        ("in favor of doIt()", vec!["doIt()"]),
        ("Use this instead", vec![]),
    ] {
        let notes = of(&format!(
            "/**\n * @deprecated\n * @altRecommendation {text}\n */"
        ));
        let found: Vec<&str> = notes.notices[0]
            .replacements
            .iter()
            .map(String::as_str)
            .collect();
        if text.starts_with("Do not") {
            // Without a cue, what an advice marks as code is all that it has.
            assert_eq!(found, ["bad"], "{text}");
        } else {
            assert_eq!(found, offered, "{text}");
        }
    }
}

#[test]
fn removals_are_read_where_they_are_to_come() {
    for (text, removal) in [
        ("Will be removed in 3.0", Some("3.0")),
        ("will be removed in version 4", Some("4")),
        ("scheduled for removal in v5", Some("5")),
        ("to be removed from the API in 3.1.0.", Some("3.1.0")),
        ("was removed in 2.0", None),
        ("will be removed in 2 weeks", None),
        ("Will be removed. Always null", None),
    ] {
        let notes = of(&format!("/** @deprecated {text} */"));
        assert_eq!(notes.notices[0].removal.as_deref(), removal, "{text}");
    }
}

#[test]
fn hostile_blocks_are_read_in_no_time() {
    for text in [
        format!("/** {} */", "@deprecated ".repeat(20_000)),
        format!("/** {} */", "`".repeat(100_000)),
        format!("/** {} */", "{@link ".repeat(20_000)),
        format!("/** @property {} */", "{".repeat(100_000)),
        "/**".to_owned(),
        "/**/".to_owned(),
        "/***/".to_owned(),
    ] {
        let _ = of(&text).is_empty();
    }
}
