//! What of a customer's documents may be shown.
//!
//! A configuration holds identifiers and tokens beside plain values, and nothing in it says which is which. So nothing is
//! shown unless it is plainly no secret: true and false, numbers, version ranges, and words that the platform's rules name.
//! An identifier is shown by its first two letters, everything else by its type and length.

use serde_json::Value;

use crate::domain::text::Untrusted;

/// No shown value is longer, in characters.
const LONGEST: usize = 120;

/// How values are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    /// Everything, because the user asked for it.
    pub show_secrets: bool,
}

impl Mask {
    /// A value, where `is_known` says which texts are words of the rules.
    pub fn value(self, value: &Value, is_known: impl Fn(&str) -> bool) -> Untrusted {
        if self.show_secrets {
            return Untrusted::from(shortened(&value.to_string()));
        }
        Untrusted::from(match value {
            Value::Null => "null".to_owned(),
            Value::Bool(truth) => truth.to_string(),
            Value::Number(number) if number.to_string().len() <= 9 => number.to_string(),
            Value::Number(_) => "a number, not shown".to_owned(),
            Value::String(text) if is_known(text) || is_range(text) => text.clone(),
            Value::String(text) => masked(text),
            Value::Array(items) => format!("an array of {}", items.len()),
            Value::Object(keys) => format!("an object of {}", keys.len()),
        })
    }

    /// A key of a document, which its owner may have made up.
    pub fn key(self, key: &str) -> Untrusted {
        let is_word = key.len() <= 40
            && key
                .split(['_', '-'])
                .all(|part| part.len() <= 24 && is_plain_word(part));
        if self.show_secrets || is_word {
            return Untrusted::from(shortened(key));
        }
        Untrusted::from(format!(
            "a key of {} characters, not shown",
            key.chars().count()
        ))
    }
}

/// Letters in one run, and at most two digits at its end: no token looks like that by chance.
fn is_plain_word(part: &str) -> bool {
    let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
    part.len() - letters.len() <= 2 && letters.chars().all(|c| c.is_ascii_alphabetic())
}

/// Whether a text is a version or range as people write them: numbers of up to six digits, signs, and the usual words for
/// pre-releases; nothing that a secret could be spelt with.
pub fn is_range(text: &str) -> bool {
    let is_sign = |c: char| {
        matches!(
            c,
            '.' | '^' | '~' | '<' | '>' | '=' | '|' | '*' | ' ' | '-' | '+'
        )
    };
    text.chars().count() <= 60
        && text
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '*' | 'x' | 'X'))
        && text
            .split(is_sign)
            .flat_map(|part| part.split_inclusive(|c: char| !c.is_ascii_digit()))
            .all(|part| part.chars().filter(char::is_ascii_digit).count() <= 6)
        && text
            .split(is_sign)
            .filter(|part| !part.is_empty())
            .all(|part| {
                let word = part.trim_matches(|c: char| c.is_ascii_digit());
                matches!(
                    word,
                    "" | "x" | "X" | "v" | "alpha" | "beta" | "rc" | "next" | "canary"
                )
            })
        && text.chars().filter(char::is_ascii_digit).count() <= 24
}

/// `WA…` for an identifier; type and length of anything else.
fn masked(text: &str) -> String {
    let mut chars = text.chars();
    let prefix: String = chars.by_ref().take(2).collect();
    let is_sid = prefix.chars().all(|c| c.is_ascii_uppercase())
        && text.len() == 34
        && chars.all(|c| c.is_ascii_hexdigit());
    if is_sid {
        return format!("{prefix}…");
    }
    match text.chars().count() {
        0 => "an empty text".to_owned(),
        length => format!("a text of {length} characters, not shown"),
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}…")
}

/// A line of a log as it may be shown: identifiers, and whatever is long and has digits among its letters, are cut out.
pub fn redacted(line: &str) -> String {
    let line = shortened_to(line, 300);
    let mut out = String::with_capacity(line.len());
    let mut run = String::new();
    let flush = |run: &mut String, out: &mut String| {
        if is_token(run) {
            let prefix: String = run.chars().take(2).collect();
            let is_sid = run.len() == 34 && prefix.chars().all(|c| c.is_ascii_uppercase());
            if is_sid {
                out.push_str(&prefix);
            }
            out.push('…');
        } else {
            out.push_str(run);
        }
        run.clear();
    };
    for c in line.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '/' | '=') {
            run.push(c);
        } else {
            flush(&mut run, &mut out);
            out.push(c);
        }
    }
    flush(&mut run, &mut out);
    out
}

fn is_token(run: &str) -> bool {
    run.split('/').any(|part| {
        let digits = part.chars().filter(char::is_ascii_digit).count();
        let letters = part.chars().filter(char::is_ascii_alphabetic).count();
        part.len() >= 12 && digits >= 3 && letters >= 1 || part.len() >= 64
    })
}

fn shortened_to(text: &str, most: usize) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() {
        return format!("{start}…");
    }
    start
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SID: &str = "WA0123456789abcdef0123456789abcdef";

    #[test]
    fn only_what_is_plainly_no_secret_is_shown() {
        let mask = Mask::default();
        let shown = |value: &Value| mask.value(value, |word| word == "ok").raw().to_owned();
        for (value, text) in [
            (json!(true), "true"),
            (json!(30), "30"),
            (json!(12_345_678_901_u64), "a number, not shown"),
            (json!("ok"), "ok"),
            (json!("~2.14"), "~2.14"),
            (json!(">=2.0.0-beta.1 <3"), ">=2.0.0-beta.1 <3"),
            (json!(SID), "WA…"),
            (json!("hunter2"), "a text of 7 characters, not shown"),
            (json!(""), "an empty text"),
            (json!("1234567890"), "a text of 10 characters, not shown"),
            (json!("2.0.0-hunter"), "a text of 12 characters, not shown"),
            (json!(["a"]), "an array of 1"),
            (json!({"secret": 1}), "an object of 1"),
        ] {
            assert_eq!(shown(&value), text);
        }
        let all = Mask { show_secrets: true };
        assert_eq!(
            all.value(&json!(SID), |_| false).raw(),
            format!("\"{SID}\"")
        );
    }

    #[test]
    fn keys_are_shown_if_they_are_words() {
        let mask = Mask::default();
        assert_eq!(mask.key("crm_type2").raw(), "crm_type2");
        assert_eq!(mask.key(SID).raw(), "a key of 34 characters, not shown");
        assert_eq!(mask.key("a1b2c3").raw(), "a key of 6 characters, not shown");
    }

    #[test]
    fn lines_lose_what_may_be_a_token() {
        assert_eq!(
            redacted(&format!(
                "task {SID} of https://x.org/v1/ab12cd34ef56gh is deprecated"
            )),
            "task WA… of https://x.… is deprecated"
        );
        assert_eq!(
            redacted("Getter 'x' has been deprecated"),
            "Getter 'x' has been deprecated"
        );
    }
}
