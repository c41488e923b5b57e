//! Leave to go on with a problem: what a waiver meets, until when it holds, and what is wrong with waivers themselves.
//!
//! Ours, all of it: a waiver needs a reason; a day is the last one on which it holds, a version the first with which it no
//! longer does; one that expired silences nothing and is told, and so is one that meets nothing.

use std::collections::BTreeMap;

use crate::domain::date::Date;
use crate::domain::lint::LintRule;
use crate::domain::release::Place;
use crate::domain::version::Version;
use crate::domain::words::nearest;
use crate::policy::lint::Found;

/// When a waiver ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// The last day on which it holds.
    Day(Date),
    /// It holds until this version is out.
    Version(Version),
}

impl Until {
    /// A day or a version.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(day) = text.parse::<Date>() {
            return Some(Self::Day(day));
        }
        let version = Version::parse_any(text).ok()?;
        Some(Self::Version(version))
    }
}

/// A waiver as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiver {
    /// As written: it may be no rule's.
    pub rule: String,
    pub stream: Option<String>,
    pub release: Option<String>,
    pub entry: Option<String>,
    pub symbol: Option<String>,
    /// As written: it may be neither a day nor a version.
    pub until: Option<String>,
    pub reason: Option<String>,
    pub file: String,
    pub line: Option<usize>,
    /// Where it stands in a release file; `None`: in the configuration.
    pub home: Option<(String, Place)>,
}

/// A breach of a waiver itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadWaiver {
    pub rule: LintRule,
    /// Position among the waivers.
    pub waiver: usize,
    pub message: String,
    pub advice: &'static str,
}

/// What waivers come to: for each problem the waiver that silences it, and what is wrong with waivers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// As many as there are problems.
    pub by: Vec<Option<usize>>,
    pub bad: Vec<BadWaiver>,
}

/// Holds waivers against problems. `is_whole` says whether all problems there are were looked for; only then it is known
/// that a waiver meets nothing. `newest` is the newest version that is out, by stream.
pub fn hold(
    found: &[Found],
    waivers: &[Waiver],
    as_of: Date,
    newest: &BTreeMap<String, Version>,
    is_whole: bool,
) -> Held {
    let mut held = Held {
        by: vec![None; found.len()],
        bad: Vec::new(),
    };
    for (idx, waiver) in waivers.iter().enumerate() {
        let rule = match sound(waiver) {
            Ok(rule) => rule,
            Err((message, advice)) => {
                held.bad.push(BadWaiver {
                    rule: LintRule::WaiverInvalid,
                    waiver: idx,
                    message,
                    advice,
                });
                continue;
            }
        };
        let met: Vec<usize> = (0..found.len())
            .filter(|at| meets(waiver, rule, &found[*at]))
            .collect();
        if let Some(why) = expired(waiver, as_of, newest, &met, found) {
            let still = match met.len() {
                0 => "it meets nothing any more".to_owned(),
                1 => "1 problem is told again".to_owned(),
                count => format!("{count} problems are told again"),
            };
            if is_whole || !met.is_empty() {
                held.bad.push(BadWaiver {
                    rule: LintRule::WaiverExpired,
                    waiver: idx,
                    message: format!("the waiver of {rule} {why}; {still}"),
                    advice: "mend what it was for, or give it a new `until` with a reason that still holds",
                });
            }
            continue;
        }
        if met.is_empty() && is_whole {
            held.bad.push(BadWaiver {
                rule: LintRule::WaiverUnused,
                waiver: idx,
                message: format!("the waiver of {rule}{} meets no problem", target(waiver)),
                advice: "take it out; what it was for is mended",
            });
        }
        for at in met {
            held.by[at].get_or_insert(idx);
        }
    }
    held
}

/// The rule of a waiver that can hold.
fn sound(waiver: &Waiver) -> Result<LintRule, (String, &'static str)> {
    let rule = waiver.rule.parse::<LintRule>().map_err(|_unknown| {
        let near = nearest(&waiver.rule, LintRule::WORDS.iter().copied(), 1);
        let near = near
            .first()
            .map_or_else(String::new, |near| format!("; did you mean {near}?"));
        let name = if waiver.rule.is_empty() {
            "no rule".to_owned()
        } else {
            format!("{}, which is no rule", waiver.rule)
        };
        (
            format!("a waiver names {name}{near}"),
            "`forewarn lint --list` lists the rules",
        )
    })?;
    if rule.is_about_waivers() {
        return Err((
            format!("a waiver names {rule}, which cannot be waived"),
            "mend the waiver that the problem is about, or take it out",
        ));
    }
    let has_reason = |reason: &str| reason.contains(char::is_alphanumeric);
    if !waiver.reason.as_deref().is_some_and(has_reason) {
        return Err((
            format!("the waiver of {rule}{} gives no reason", target(waiver)),
            "say why it is right to go on: behind `--` in a comment, as `reason` in forewarn.toml",
        ));
    }
    if let Some(until) = &waiver.until
        && Until::parse(until).is_none()
    {
        return Err((
            format!("the waiver of {rule} ends with {until}, which is neither a day nor a version"),
            "write it as until=2027-01-31 or until=3.0.0",
        ));
    }
    Ok(rule)
}

/// ` of ui/2.10.0`, ` of entry x`: what a waiver is for, where it says so.
fn target(waiver: &Waiver) -> String {
    let parts = [
        ("release", &waiver.release),
        ("entry", &waiver.entry),
        ("symbol", &waiver.symbol),
    ];
    let said: Vec<String> = parts
        .into_iter()
        .filter_map(|(what, name)| Some(format!("{what} {}", name.as_ref()?)))
        .collect();
    if said.is_empty() {
        String::new()
    } else {
        format!(" for {}", said.join(", "))
    }
}

fn meets(waiver: &Waiver, rule: LintRule, found: &Found) -> bool {
    let place = found.place.to_string();
    let release = waiver.release.as_deref().is_none_or(|wanted| {
        wanted == place || wanted.split_once('/') == Some((found.stream.as_str(), place.as_str()))
    });
    let is_symbol = |wanted: &str| {
        found.symbol.as_deref() == Some(wanted)
            || !found.symbols.is_empty() && found.symbols.iter().all(|one| one == wanted)
    };
    found.rule == rule
        && release
        && waiver
            .stream
            .as_ref()
            .is_none_or(|stream| *stream == found.stream)
        && waiver
            .entry
            .as_ref()
            .is_none_or(|entry| found.entry.as_ref() == Some(entry))
        && waiver.symbol.as_deref().is_none_or(is_symbol)
}

/// Why a waiver holds no longer.
fn expired(
    waiver: &Waiver,
    as_of: Date,
    newest: &BTreeMap<String, Version>,
    met: &[usize],
    found: &[Found],
) -> Option<String> {
    match Until::parse(waiver.until.as_deref()?)? {
        Until::Day(day) => (day < as_of).then(|| format!("expired after {day}")),
        Until::Version(version) => {
            let stream = waiver
                .stream
                .as_deref()
                .or_else(|| waiver.home.as_ref().map(|(stream, _)| stream.as_str()))
                .or_else(|| met.first().map(|at| found[*at].stream.as_str()));
            // Without a stream: any whose versions are of that kind.
            let is_out = |stream: &str| {
                let newest = newest.get(stream);
                newest
                    .is_some_and(|newest| newest.scheme() == version.scheme() && *newest >= version)
            };
            let out = match stream {
                Some(stream) => is_out(stream),
                None => newest.keys().any(|stream| is_out(stream)),
            };
            out.then(|| format!("held until {version}, which is out"))
        }
    }
}
