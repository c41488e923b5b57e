//! What is said first: what the move is, how it is supported, and what it comes to.

use crate::domain::document::fleet::PluginImpact;
use crate::domain::document::impact::{ImpactDocument, Phase, Reason};
use crate::domain::document::versions::{EndSource, LineStatus, Status as Support};
use crate::report::impact::items::Concern;
use crate::report::impact::{Part, Tone, sentence};
use crate::report::text::counted;

pub(super) fn title(document: &ImpactDocument) -> String {
    let back = if document.reverse { "back " } else { "" };
    // `Twilio Flex` says nothing more where the stream is `Flex UI`.
    let (platform, stream) = (document.platform.raw(), document.stream_name.raw());
    let is_told = platform
        .split_whitespace()
        .any(|word| stream.split_whitespace().any(|other| other == word));
    let name = if is_told {
        stream.to_owned()
    } else {
        format!("{platform} {stream}")
    };
    format!(
        "{name}, {back}from {} to {}, as of {}",
        document.from, document.to, document.as_of
    )
}

pub(super) fn lead(document: &ImpactDocument) -> Vec<Part> {
    let mut parts = Vec::new();
    if document.cancelled {
        parts.push(sentence(
            Tone::Bad,
            "Incomplete: it was cut short. Plugins that had not been looked at are missing.",
        ));
    } else if !document.incomplete.is_empty() {
        let text = format!("Incomplete: {}", document.incomplete.join(" "));
        parts.push(sentence(Tone::Bad, &text));
    } else if !document.is_complete() {
        parts.push(sentence(
            Tone::Bad,
            "Incomplete: not everything could be looked at; what is missing stands with the plugins.",
        ));
    }
    if document.from == document.to {
        parts.push(sentence(
            Tone::Good,
            "Both ends are the same: nothing changes.",
        ));
        return parts;
    }
    parts.push(sentence(verdict_tone(document), &verdict(document)));
    parts.extend(support(document));
    parts.extend(
        document
            .remarks
            .iter()
            .map(|remark| sentence(Tone::Caution, remark)),
    );
    if let Some(why) = &document.api.missing {
        parts.push(sentence(
            Tone::Caution,
            &format!("The API of both ends was not compared: {why}."),
        ));
    }
    parts
}

fn verdict_tone(document: &ImpactDocument) -> Tone {
    let breaks = document
        .plugins
        .iter()
        .flatten()
        .any(|plugin| plugin.breaks() > 0);
    let asks = document.items.iter().any(|item| !item.is_news());
    match (&document.plugins, breaks) {
        (Some(_), true) => Tone::Bad,
        (None, _) if asks => Tone::Caution,
        _ => Tone::Good,
    }
}

/// `It breaks 4 lines in 2 plugins, changes 3 settings, takes away 56 symbols.`
fn verdict(document: &ImpactDocument) -> String {
    let mut parts = Vec::new();
    if let Some(plugins) = &document.plugins {
        let lines: usize = plugins.iter().map(PluginImpact::breaks).sum();
        let hit = plugins.iter().filter(|one| one.breaks() > 0).count();
        parts.push(if lines == 0 {
            format!(
                "breaks nothing in {}",
                counted(plugins.len(), "plugin", "plugins")
            )
        } else {
            format!(
                "breaks {} in {hit} of {}",
                counted(lines, "place", "places"),
                counted(plugins.len(), "plugin", "plugins")
            )
        });
    }
    let settings = document.settings.iter().filter(|one| !one.is_back).count();
    if settings > 0 && !document.reverse {
        parts.push(format!(
            "changes {}",
            counted(settings, "setting", "settings")
        ));
    }
    let api = &document.api;
    if document.reverse {
        let lost = document
            .items
            .iter()
            .filter(|item| item.reason == Reason::Lost)
            .count();
        if lost > 0 {
            parts.push(format!("loses {}", counted(lost, "thing", "things")));
        }
    } else {
        let gone = api.removed + api.moved;
        if gone > 0 {
            parts.push(format!(
                "takes away or moves {}",
                counted(gone, "symbol", "symbols")
            ));
        }
        if api.deprecated > 0 {
            parts.push(format!(
                "deprecates {}",
                counted(api.deprecated, "symbol", "symbols")
            ));
        }
    }
    let concern = Concern::of(document);
    let open = |phase| concern.count(document, phase);
    let phases = format!(
        "{} before it, {} with it, {} after it",
        open(Phase::Before),
        open(Phase::During),
        open(Phase::After)
    );
    let total: usize = [Phase::Before, Phase::During, Phase::After]
        .into_iter()
        .map(open)
        .sum();
    if total == 0 {
        parts.push("asks nothing of anyone".to_owned());
        return format!("The move {}.", parts.join(", "));
    }
    if parts.is_empty() {
        parts.push("takes nothing away".to_owned());
    }
    format!(
        "The move {}. {}: {phases}.",
        parts.join(", "),
        counted(total, "thing to deal with", "things to deal with")
    )
}

fn support(document: &ImpactDocument) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(line) = &document.ends.from {
        let tone = match line.status {
            Support::EndOfLife => Tone::Bad,
            Support::Maintained => Tone::Caution,
            Support::Supported | Support::Unknown => Tone::Plain,
        };
        parts.push(sentence(tone, &supported(line, true)));
    }
    if let Some(line) = &document.ends.to {
        parts.push(sentence(Tone::Plain, &supported(line, false)));
    }
    parts
}

/// `2.14 is maintained until 2026-05-31 (published).`
fn supported(line: &LineStatus, is_deadline: bool) -> String {
    let source = match line.end_of_life_source {
        Some(EndSource::Published) => " (published)",
        Some(EndSource::Computed) => " (by the policy)",
        None => "",
    };
    let name = line.line;
    match (line.status, line.end_of_life) {
        (Support::Supported, _) => format!("{name} is supported."),
        (Support::Maintained, Some(end)) if is_deadline => {
            format!("{name} is maintained until {end}{source}: that is the deadline of the move.")
        }
        (Support::Maintained, Some(end)) => format!("{name} is maintained until {end}{source}."),
        (Support::Maintained, None) => format!("{name} is maintained; until when is not known."),
        (Support::EndOfLife, Some(end)) => {
            format!("{name} is at end-of-life since {end}{source}.")
        }
        (Support::EndOfLife, None) => format!("{name} is at end-of-life."),
        (Support::Unknown, _) => format!("Whether {name} is supported is not known."),
    }
}
