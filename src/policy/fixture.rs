//! Histories written as text, for the tables of the tests.

use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::version::SemVersion;
use crate::policy::lifecycle::ReleaseFacts;

pub(super) fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// One release of each part between commas: `2.1.0`, `2.1.0 2023-02-08`, `2.1.0 by 2023-02-08`,
/// `1.19.0 announced 2020-04-27`; `withdrawn` may follow.
pub(super) fn releases(text: &str) -> Vec<ReleaseFacts> {
    let parts = text
        .split([',', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (mut kind, mut on, mut withdrawn) = (DateKind::Exact, None, false);
            let mut words = part.split_whitespace();
            let version: SemVersion = words.next().unwrap().parse().unwrap();
            for word in words {
                match word {
                    "by" => kind = DateKind::NoLaterThan,
                    "announced" => kind = DateKind::Announced,
                    "withdrawn" => withdrawn = true,
                    day => on = Some(date(day)),
                }
            }
            let date = on.map(|on| Dated { on, kind });
            ReleaseFacts {
                stage: version.stage(),
                version,
                date,
                withdrawn,
            }
        })
        .collect()
}
