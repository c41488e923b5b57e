//! By what a finding is known again when the file around it changes: GitHub's hash of a line, and forewarn's own fingerprint.
//!
//! Neither holds a line number. GitHub's depends on the text from the line on, so it changes with the lines that follow; ours
//! depends on what is used, in which file and in which scope, so it stays the same when lines move or are formatted anew.

use std::collections::HashMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::domain::rule::Rule;

/// How many characters from the beginning of a line count.
const BLOCK: usize = 100;
const MULTIPLIER: u64 = 37;
const LINE_END: u16 = 0x0a;
const CARRIAGE_RETURN: u16 = 0x0d;
const SPACE: u16 = 0x20;
const TAB: u16 = 0x09;
/// Stands behind the last character; zeros follow it.
const END_OF_FILE: u16 = 0xffff;

/// The hash by which GitHub follows a result, its `primaryLocationLineHash`, for each line of a file. `text` is the file as it
/// is read from UTF-8, a byte order mark with it; the item at N is of line N + 1.
///
/// The value is that of codeql-action's algorithm, which warns of any other: a polynomial over the first hundred UTF-16 code
/// units from the line's start, those of the following lines with it; blanks do not count, and all line ends are one. Behind it
/// stands which of the lines with that value it is, so that all lines of a file are needed for one.
pub fn line_hashes(text: &str) -> Vec<String> {
    let (units, starts) = normalised(text);
    let mut seen: HashMap<u64, usize> = HashMap::new();
    starts
        .into_iter()
        .map(|start| {
            let value = hash(units.get(start..).unwrap_or_default());
            let count = seen.entry(value).or_default();
            *count += 1;
            format!("{value:x}:{count}")
        })
        .collect()
}

/// The polynomial over the first block of `units`; zeros stand where the file has ended.
fn hash(units: &[u16]) -> u64 {
    let padded = units.iter().copied().chain(std::iter::repeat(0));
    padded.take(BLOCK).fold(0_u64, |value, unit| {
        value.wrapping_mul(MULTIPLIER).wrapping_add(u64::from(unit))
    })
}

/// What counts of a text, with the end of the file, and where in that each line begins.
fn normalised(text: &str) -> (Vec<u16>, Vec<usize>) {
    let mut units = Vec::with_capacity(text.len() + 1);
    let mut starts = Vec::new();
    let mut is_start = true;
    let mut after_return = false;
    for unit in text.encode_utf16().chain([END_OF_FILE]) {
        let is_second_half = after_return && unit == LINE_END;
        after_return = unit == CARRIAGE_RETURN;
        if unit == SPACE || unit == TAB || is_second_half {
            continue;
        }
        let unit = if unit == CARRIAGE_RETURN {
            LINE_END
        } else {
            unit
        };
        if is_start {
            starts.push(units.len());
        }
        is_start = unit == LINE_END;
        units.push(unit);
    }
    (units, starts)
}

/// What makes a use the one that it is.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    pub rule: Rule,
    /// With its registry.
    pub package: &'a str,
    pub symbol: &'a str,
    /// Of the file, relative to the plugin's root, with `/`.
    pub file: &'a str,
    /// The names of the scopes around it, from the outermost; empty at the top of a file.
    pub scope: &'a [&'a str],
    /// How many uses of that symbol stand before it in that scope.
    pub nth: usize,
}

/// forewarn's own fingerprint of a use: 32 hexadecimal digits. It changes with what is used, the file and the scope, not with
/// lines, columns or anything else that the file holds.
pub fn fingerprint(one: &Use<'_>) -> String {
    let mut digest = Sha256::new();
    let nth = one.nth.to_string();
    let parts = [
        one.rule.as_str(),
        one.package,
        one.symbol,
        one.file,
        nth.as_str(),
    ];
    for part in parts.iter().chain(one.scope) {
        // With their lengths, so that no two lists of parts give the same bytes.
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
    let mut shown = String::with_capacity(32);
    for byte in digest.finalize().iter().take(16) {
        write!(shown, "{byte:02x}").expect("a String takes all writes");
    }
    shown
}

/// FNV-1a: the same number for the same text on every machine and in every release of forewarn.
pub fn number_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |number, byte| {
        (number ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values are of another implementation, which rolls the hash over the file with big integers as the published
    /// description has it.
    #[test]
    fn lines_have_the_hashes_that_github_computes() {
        let lorem = "Lorem ipsum dolor sit amet.\n".repeat(10);
        let long = format!("{}\nz", "y".repeat(250));
        let cases: &[(&str, &[&str])] = &[
            ("", &["c129715d7a2bc9a3:1"]),
            (
                " a\nb\n  \t\tc\n d",
                &[
                    "271789c17abda88f:1",
                    "54703d4cd895b18:1",
                    "180aee12dab6264:1",
                    "a23a3dc5e078b07b:1",
                ],
            ),
            (
                " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
                &[
                    "e9496ae3ebfced30:1",
                    "fb7c023a8b9ccb3f:1",
                    "ce8ba1a563dcdaca:1",
                    "e20e36e16fcb0cc8:1",
                    "b3edc88f2938467e:1",
                    "c8e28b0b4002a3a0:1",
                    "c129715d7a2bc9a3:1",
                ],
            ),
            (
                &lorem,
                &[
                    "a7f2ff13bc495cf2:1",
                    "a7f2ff13bc495cf2:2",
                    "a7f2ff13bc495cf2:3",
                    "a7f2ff13bc495cf2:4",
                    "a7f2ff13bc495cf2:5",
                    "a7f2ff13bc495cf2:6",
                    "a7f2ff1481e87703:1",
                    "a9cf91f7bbf1862b:1",
                    "55ec222b86bcae53:1",
                    "cc97dc7b1d7d8f7b:1",
                    "c129715d7a2bc9a3:1",
                ],
            ),
            // Two code units for what is beyond the basic plane; a blank parts a return from a line feed.
            (
                "const a = \"\u{1f600}é\";\n\nx\r \ny\n",
                &[
                    "c4f0ff41da97bd08:1",
                    "835be714feab3540:1",
                    "4284002cf9e1fd6:1",
                    "eb5c369bc8f9bd24:1",
                    "c33be7e0cf7c3ca:1",
                    "c129715d7a2bc9a3:1",
                ],
            ),
            (&long, &["cadd4b5b9d92c51c:1", "76dcabf80cb35c79:1"]),
        ];
        for (text, expected) in cases {
            assert_eq!(line_hashes(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn a_fingerprint_depends_on_each_part_and_on_how_they_are_parted() {
        let one = Use {
            rule: Rule::RemovedApi,
            package: "npm:@acme/app",
            symbol: "Manager.old",
            file: "src/a.ts",
            scope: &["Plugin", "init"],
            nth: 0,
        };
        let first = fingerprint(&one);
        assert_eq!(first.len(), 32);
        assert_eq!(first, fingerprint(&one.clone()));
        let others = [
            Use {
                rule: Rule::MovedApi,
                ..one
            },
            Use {
                package: "npm:@acme/ap",
                symbol: "pManager.old",
                ..one
            },
            Use {
                file: "src/b.ts",
                ..one
            },
            Use {
                scope: &["Plugininit"],
                ..one
            },
            Use { scope: &[], ..one },
            Use { nth: 1, ..one },
        ];
        for other in others {
            assert_ne!(fingerprint(&other), first, "{other:?}");
        }
    }
}
