//! What was seen at run time, beside what a scan finds in the source.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::document::evidence::{Beside, BesideSymbol, EvidenceDocument, Seen, Shows};
use crate::domain::document::scan::{Finding, ScannedPlugin};
use crate::domain::text::Untrusted;

/// Sorts symbols into those that were seen only, found and seen, and found only. `findings` are those of a scan, each with
/// its plugin; the groups are in the order of the symbols. A warning that may mean several symbols counts for each of them
/// that was found, and is marked.
pub fn beside<'a>(
    findings: impl IntoIterator<Item = (&'a ScannedPlugin, &'a Finding)>,
    evidence: &EvidenceDocument,
) -> Beside {
    let mut found: BTreeMap<&str, Found<'_>> = BTreeMap::new();
    for (plugin, finding) in findings {
        let one = found.entry(finding.symbol.as_str()).or_default();
        one.findings += 1;
        one.plugins
            .insert((plugin.path.as_str(), plugin.root.as_str()));
    }
    let mut seen: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
    let mut beside = Beside::default();
    for one in &evidence.seen {
        let symbols = one.symbols.iter().map(|meant| meant.symbol.raw());
        let hits: Vec<&str> = symbols
            .filter(|symbol| found.contains_key(symbol))
            .collect();
        if hits.is_empty() {
            beside.seen_only.push(seen_only(one, evidence));
        }
        for symbol in hits {
            seen.entry(symbol).or_default().push(one);
        }
    }
    for (symbol, one) in &found {
        let sightings = seen.get(symbol).map_or(&[][..], Vec::as_slice);
        let row = BesideSymbol {
            symbol: Untrusted::from(*symbol),
            findings: one.findings,
            plugins: one.plugins.len(),
            count: sightings.iter().map(|seen| seen.count).sum(),
            first: sightings.iter().filter_map(|seen| seen.first).min(),
            last: sightings.iter().filter_map(|seen| seen.last).max(),
            ambiguous: sightings.iter().any(|seen| seen.ambiguous),
            shows: shows(symbol, evidence),
        };
        if sightings.is_empty() {
            beside.never_seen.push(row);
        } else {
            beside.found_and_seen.push(row);
        }
    }
    beside.seen_only.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    beside
}

/// What a scan found of one symbol.
#[derive(Default)]
struct Found<'a> {
    findings: usize,
    plugins: BTreeSet<(&'a str, &'a str)>,
}

fn seen_only(seen: &Seen, evidence: &EvidenceDocument) -> BesideSymbol {
    let symbol = match &seen.symbols[..] {
        [only] => only.symbol.clone(),
        _ => seen.subject.clone(),
    };
    BesideSymbol {
        findings: 0,
        plugins: 0,
        count: seen.count,
        first: seen.first,
        last: seen.last,
        ambiguous: seen.ambiguous,
        shows: shows(symbol.raw(), evidence),
        symbol,
    }
}

fn shows(symbol: &str, evidence: &EvidenceDocument) -> Shows {
    evidence
        .shows
        .get(symbol)
        .copied()
        .unwrap_or(Shows::NotKnown)
}
