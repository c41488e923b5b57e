//! Ids for entries that came without one.
//!
//! An id made here depends on nothing but the stream, the place and the text, so that reading the
//! same entry again, on any machine, finds the same row.

use pulldown_cmark::{Event, Parser, TagEnd};
use sha2::{Digest as _, Sha256};

/// What [`crate::domain::entry::is_valid_id`] allows.
const LONGEST: usize = 80;
/// What a stream and a place may take of it, so that words of the text have room.
const LONGEST_PREFIX: usize = 48;

/// `<stream>-<place>-<first words of the text>`, a valid id of at most 80 characters. Text without
/// a single ASCII letter or digit is named by the start of its SHA-256.
pub fn made_id(stream: &str, place: &str, text: &str) -> String {
    let mut id = prefix(stream, place);
    let room = LONGEST - id.len() - 1;
    let words = words_of(&first_paragraph(text));
    let slug = fitting(&words, room);
    id.push('-');
    id.push_str(&if slug.is_empty() { digest(text) } else { slug });
    id
}

/// The `nth` id of entries that would all be called `id`: `-2`, `-3` and so on, within 80 characters.
pub fn numbered(id: &str, nth: usize) -> String {
    let suffix = format!("-{nth}");
    let kept = id.get(..LONGEST - suffix.len()).unwrap_or(id);
    format!("{}{suffix}", kept.trim_end_matches(['-', '.']))
}

/// The first words of a text as far as there is room: lower-case letters, digits and `-`. Text without a single ASCII letter or
/// digit is named by the start of its SHA-256.
pub fn slug(text: &str, room: usize) -> String {
    let slug = fitting(&words_of(text), room);
    if slug.is_empty() { digest(text) } else { slug }
}

/// Versions keep their dots: `ui-2.14.0`. Whatever else an id cannot hold becomes `-`.
fn prefix(stream: &str, place: &str) -> String {
    let joined = format!("{stream}-{place}").to_ascii_lowercase();
    let mut prefix = String::with_capacity(joined.len());
    for c in joined.chars() {
        match c {
            'a'..='z' | '0'..='9' => prefix.push(c),
            '.' if !prefix.is_empty() => prefix.push('.'),
            _ if prefix.is_empty() || prefix.ends_with('-') => {}
            _ => prefix.push('-'),
        }
    }
    let prefix = prefix.trim_end_matches('-');
    if prefix.is_empty() {
        return "x".to_owned();
    }
    if prefix.len() <= LONGEST_PREFIX {
        return prefix.to_owned();
    }
    // Two long names may share their beginning: the digest keeps their entries apart.
    let digest = digest(&joined);
    let kept = prefix
        .get(..LONGEST_PREFIX - digest.len() - 1)
        .unwrap_or_default();
    format!("{}-{digest}", kept.trim_end_matches(['-', '.']))
}

/// The text that readers see of the first paragraph: no markup, no link targets.
fn first_paragraph(text: &str) -> String {
    let mut plain = String::new();
    for event in Parser::new(text) {
        match event {
            Event::Text(part) | Event::Code(part) => plain.push_str(&part),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) | TagEnd::CodeBlock,
            ) if !plain.trim().is_empty() => {
                break;
            }
            _ => {}
        }
        if plain.len() > 4 * LONGEST {
            break;
        }
    }
    plain
}

fn words_of(plain: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in plain.chars() {
        // An apostrophe stands within a word: `didn't` is one.
        if matches!(c, '\'' | '\u{2019}' | '\u{2018}') {
            continue;
        }
        let folded = folded(c);
        if folded.is_empty() {
            if words.last().is_some_and(|word| !word.is_empty()) {
                words.push(String::new());
            }
        } else if let Some(word) = words.last_mut() {
            word.push_str(&folded);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// As many whole words as fit; of a first word that is too long, its beginning.
fn fitting(words: &[String], room: usize) -> String {
    let mut slug = String::new();
    for word in words {
        if slug.is_empty() {
            slug.push_str(word.get(..room).unwrap_or(word));
        } else if slug.len() + 1 + word.len() <= room {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

/// Lower-case ASCII for a letter or digit, with accents taken off; empty for anything else.
fn folded(c: char) -> String {
    if c.is_ascii_alphanumeric() {
        return c.to_ascii_lowercase().to_string();
    }
    let lower = c.to_lowercase().next().unwrap_or(c);
    match lower {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ì'..='ï' | 'ĩ' | 'ī' | 'į' | 'ı' => "i",
        'ł' | 'ļ' | 'ľ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
    .to_owned()
}

fn digest(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    let start = digest
        .iter()
        .take(5)
        .fold(0_u64, |start, byte| (start << 8) | u64::from(*byte));
    format!("{start:010x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::entry::is_valid_id;
    use proptest::prelude::*;

    #[test]
    fn an_id_says_where_and_what() {
        for (text, id) in [
            (
                "Fixed the handoff timelines.",
                "ui-2.17.1-fixed-the-handoff-timelines",
            ),
            (
                "`Actions.replaceAction` [is](https://x.example/a_b) gone",
                "ui-2.17.1-actions-replaceaction-is-gone",
            ),
            (
                "It didn’t café naïve Straße",
                "ui-2.17.1-it-didnt-cafe-naive-strasse",
            ),
            ("First\n\nsecond paragraph", "ui-2.17.1-first"),
            ("Top:\n- nested", "ui-2.17.1-top"),
            ("```\ncode\n```", "ui-2.17.1-code"),
            ("修复 bug", "ui-2.17.1-bug"),
        ] {
            assert_eq!(made_id("ui", "2.17.1", text), id, "{text}");
        }
    }

    #[test]
    fn text_without_ascii_is_named_by_its_digest() {
        let id = made_id("ui", "2.0.0", "修复错误");
        assert_eq!(id, made_id("ui", "2.0.0", "修复错误"));
        assert_ne!(id, made_id("ui", "2.0.0", "修复"));
        assert_eq!(id.len(), "ui-2.0.0-".len() + 10);
    }

    #[test]
    fn long_texts_are_cut_at_a_word() {
        let id = made_id("ui", "2.0.0", &"seven77 ".repeat(30));
        assert!(id.len() <= 80 && id.ends_with("-seven77"), "{id}");
        assert_eq!(made_id("ui", "2.0.0", &"x".repeat(300)).len(), 80);
        assert_eq!(numbered(&"x".repeat(80), 12).len(), 80);
        assert_eq!(numbered("ui-a", 2), "ui-a-2");
    }

    #[test]
    fn long_prefixes_stay_apart() {
        let a = made_id("ui", &format!("1.0.0-{}a", "x".repeat(60)), "text");
        let b = made_id("ui", &format!("1.0.0-{}b", "x".repeat(60)), "text");
        assert_ne!(a, b);
    }

    proptest! {
        #[test]
        fn every_id_is_valid(stream in "\\PC{0,12}", place in "\\PC{0,90}", text in "(?s).{0,200}", nth in 2usize..4000) {
            let id = made_id(&stream, &place, &text);
            prop_assert!(is_valid_id(&id), "{}", id);
            prop_assert!(is_valid_id(&numbered(&id, nth)));
        }
    }
}
