//! Dates as people write them in headings.

use std::ops::Range;

use crate::domain::date::{Date, DateError};

/// A date within a text; an error for one that is written like a date and does not exist.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) range: Range<usize>,
    pub(super) date: Result<Date, DateError>,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The first date in `text`: `2023-02-08`, `2023/2/8`, `2023.2.8`, `February 8, 2023`, `8 Feb 2023`.
pub(super) fn find(text: &str) -> Option<Found> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| {
        let starts_word =
            at == 0 || !matches!(tokens[at - 1].text, "." | "-" | "+") && !tokens[at - 1].is_word();
        let tokens = tokens.get(at..).filter(|_| starts_word)?;
        numeric(tokens)
            .or_else(|| month_first(tokens))
            .or_else(|| day_first(tokens))
    })
}

/// The date of a text that says nothing else: `_Oct 9, 2026_`, `Released on 2023-02-08.`
pub(super) fn only(text: &str) -> Option<Date> {
    let found = find(text)?;
    let before = text.get(..found.range.start)?;
    let after = text.get(found.range.end..)?;
    let said = without_weekdays(&format!("{before} {after}")).to_ascii_lowercase();
    let is_silent = said.split(|c: char| !c.is_alphanumeric()).all(|word| {
        matches!(
            word,
            "" | "released" | "release" | "date" | "on" | "published"
        )
    });
    if is_silent { found.date.ok() } else { None }
}

/// `text` without names of weekdays, which dates bring along.
pub(super) fn without_weekdays(text: &str) -> String {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| {
            let word = word
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_ascii_lowercase();
            !WEEKDAYS
                .iter()
                .any(|day| word.len() >= 3 && day.starts_with(&word))
        })
        .collect();
    words.join(" ")
}

/// A run of digits, a run of letters, or any other single character.
struct Token<'a> {
    text: &'a str,
    start: usize,
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric)
    }

    fn is_space(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn number(&self, longest: usize) -> Option<i16> {
        let is_number = self.text.len() <= longest && self.text.bytes().all(|b| b.is_ascii_digit());
        self.text.parse().ok().filter(|_| is_number)
    }

    fn year(&self) -> Option<i16> {
        self.number(4).filter(|year| (1000..=9999).contains(year))
    }

    /// `sept` and `Sep` are September; a single letter is nothing.
    fn month(&self) -> Option<i16> {
        let name = self.text.to_ascii_lowercase();
        let found = MONTHS
            .iter()
            .position(|month| name.len() >= 3 && month.starts_with(&name))?;
        i16::try_from(found + 1).ok()
    }
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let class = |c: char| {
        if c.is_ascii_digit() {
            0
        } else if c.is_alphabetic() {
            1
        } else {
            2
        }
    };
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut open: Option<(usize, i32)> = None;
    for (at, c) in text.char_indices() {
        let here = class(c);
        if let Some((start, before)) = open
            && (before != here || here == 2)
        {
            tokens.push(Token {
                text: text.get(start..at).unwrap_or_default(),
                start,
            });
            open = None;
        }
        if open.is_none() {
            open = Some((at, here));
        }
    }
    if let Some((start, _)) = open {
        tokens.push(Token {
            text: text.get(start..).unwrap_or_default(),
            start,
        });
    }
    tokens
}

fn found(year: i16, month: i16, day: i16, range: Range<usize>) -> Found {
    // Out of an i8's range is out of the calendar, too.
    let small = |number: i16| i8::try_from(number).unwrap_or(i8::MAX);
    Found {
        range,
        date: Date::new(year, small(month), small(day)),
    }
}

fn numeric(tokens: &[Token<'_>]) -> Option<Found> {
    let [year, first, month, second, day, rest @ ..] = tokens else {
        return None;
    };
    if first.text != second.text || !matches!(first.text, "-" | "/" | ".") {
        return None;
    }
    let (year_number, month, day_number) = (year.year()?, month.number(2)?, day.number(2)?);
    // A letter behind a date means that it is none, but for the `T` before a time of day.
    let is_time = |at: usize| rest.get(at).is_some_and(|hour| hour.number(2).is_some());
    let end = match rest.first() {
        Some(next) if next.text == "T" && is_time(1) => time_end(rest),
        Some(next) if next.is_word() => return None,
        Some(next)
            if next.is_space()
                && is_time(1)
                && rest.get(2).is_some_and(|colon| colon.text == ":") =>
        {
            time_end(rest)
        }
        _ => None,
    };
    let end = end.unwrap_or(day.end());
    Some(found(year_number, month, day_number, year.start..end))
}

/// The end of a time of day with its zone: `T10:11:12.5Z`, ` 21:10 +07:00`, ` 9:30 PM UTC`.
fn time_end(tokens: &[Token<'_>]) -> Option<usize> {
    tokens
        .iter()
        .take_while(|token| {
            token.is_space()
                || token.number(9).is_some()
                || matches!(token.text, ":" | "." | "+" | "-")
                || matches!(
                    token.text.to_ascii_uppercase().as_str(),
                    "T" | "Z" | "AM" | "PM" | "UTC" | "GMT"
                )
        })
        .filter(|token| token.is_word())
        .last()
        .map(Token::end)
}

/// `February 8, 2023`, `Feb. 8th 2023`.
fn month_first(tokens: &[Token<'_>]) -> Option<Found> {
    let start = tokens.first()?.start;
    let month = tokens.first()?.month()?;
    let rest = skip(tokens.get(1..)?, &[".", "-"]);
    let (day, rest) = day_of(rest)?;
    let rest = skip(rest, &[",", ".", "-"]);
    let year = rest.first()?;
    Some(found(year.year()?, month, day, start..year.end()))
}

/// `8 Feb 2023`, `8th of February, 2023`, `08-Feb-2023`.
fn day_first(tokens: &[Token<'_>]) -> Option<Found> {
    let start = tokens.first()?.start;
    let (day, rest) = day_of(tokens)?;
    let rest = skip(rest, &["-", ".", "of"]);
    let month = rest.first()?.month()?;
    let rest = skip(rest.get(1..)?, &[",", ".", "-"]);
    let year = rest.first()?;
    Some(found(year.year()?, month, day, start..year.end()))
}

fn day_of<'a, 'b>(tokens: &'a [Token<'b>]) -> Option<(i16, &'a [Token<'b>])> {
    let day = tokens.first()?.number(2)?;
    let rest = tokens.get(1..)?;
    let is_ordinal = rest.first().is_some_and(|token| {
        matches!(
            token.text.to_ascii_lowercase().as_str(),
            "st" | "nd" | "rd" | "th"
        )
    });
    Some((day, rest.get(usize::from(is_ordinal)..)?))
}

fn skip<'a, 'b>(tokens: &'a [Token<'b>], texts: &[&str]) -> &'a [Token<'b>] {
    let skipped = tokens
        .iter()
        .take_while(|token| token.is_space() || texts.contains(&token.text))
        .count();
    tokens.get(skipped..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_in_every_form() {
        for text in [
            "2023-02-08",
            "2023/02/08",
            "2023/2/8",
            "2023.2.8",
            "(2023-02-08)",
            "February 8, 2023",
            "Feb 8th, 2023",
            "Feb. 8 2023",
            "8 Feb 2023",
            "8th of February 2023",
            "08-Feb-2023",
            "on 8 February, 2023 or so",
            "2023-02-08T10:11:12Z",
            "2023/02/08 21:10 +07:00",
            "2023-02-08 9:30 PM UTC",
            "Wed, 8 Feb 2023",
        ] {
            let found = find(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found.date, Date::new(2023, 2, 8), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_left_alone() {
        for text in [
            "1.2023.1.2",
            "12023-02-08",
            "2023-02-08x",
            "2023-02",
            "02/08/2023",
            "8 Mayhem 2023",
            "a 2 b",
            "",
            "2023-02/08",
            "1.0.0-2023-01-02",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_errors() {
        for text in [
            "2023-02-30",
            "February 31, 2023",
            "99 Feb 2023",
            "2023/13/01",
        ] {
            assert!(find(text).unwrap().date.is_err(), "{text}");
        }
    }

    #[test]
    fn a_paragraph_can_be_a_date() {
        assert!(only("Oct 9, 2026").is_some());
        assert!(only("Released on Wed, 8 Feb 2023.").is_some());
        assert!(only("Since 8 Feb 2023 it works").is_none());
        assert!(only("Released 2023-02-30").is_none());
    }
}
