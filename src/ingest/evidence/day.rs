//! Which day a moment of a log is, in UTC. A time without an offset is taken as UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use serde_json::Value;

use crate::domain::date::Date;

/// Of a value: a text, or a number of seconds or milliseconds since 1970.
pub(super) fn of(value: &Value) -> Option<Date> {
    match value {
        Value::String(text) => of_text(text),
        Value::Number(number) => of_number(number.as_f64()?),
        _ => None,
    }
}

/// `2026-05-01T10:00:00Z`, `2026-05-01 10:00:00.123`, `Fri, 01 May 2026 10:00:00 +0000`, a number.
pub(super) fn of_text(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(of_timestamp(at));
    }
    if let Ok(at) = text.parse::<DateTime>() {
        return Some(Date::from_civil(at.date()));
    }
    if let Ok(at) = jiff::fmt::rfc2822::parse(text) {
        return Some(of_timestamp(at.timestamp()));
    }
    of_number(text.parse().ok()?)
}

/// From 1e11 on it is milliseconds: as seconds that would be the year 5138.
fn of_number(number: f64) -> Option<Date> {
    const MILLISECONDS: f64 = 1e11;
    const LAST: f64 = 1e14;
    if !(1e8..LAST).contains(&number) {
        return None;
    }
    let millis = if number < MILLISECONDS {
        number * 1000.0
    } else {
        number
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is below 1e14, and parts of a millisecond do not count"
    )]
    let millis = millis as i64;
    Timestamp::from_millisecond(millis).ok().map(of_timestamp)
}

fn of_timestamp(at: Timestamp) -> Date {
    Date::from_civil(Offset::UTC.to_datetime(at).date())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn days_are_those_of_utc() {
        let day = |value: Value| of(&value).map(|day| day.to_string());
        for (value, expected) in [
            (json!("2026-05-01T23:30:00-02:00"), Some("2026-05-02")),
            (json!("2026-05-01T10:00:00Z"), Some("2026-05-01")),
            (json!("2026-05-01 10:00:00.123"), Some("2026-05-01")),
            (json!("Fri, 01 May 2026 10:00:00 +0000"), Some("2026-05-01")),
            (json!(1_777_629_600_000_u64), Some("2026-05-01")),
            (json!(1_777_629_600.25), Some("2026-05-01")),
            (json!("1777629600000"), Some("2026-05-01")),
            (json!(12), None),
            (json!(1e300), None),
            (json!("yesterday"), None),
            (json!(null), None),
        ] {
            assert_eq!(day(value.clone()).as_deref(), expected, "{value}");
        }
    }
}
