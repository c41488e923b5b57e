//! Names of CSS classes in the texts of a plugin: selectors in templates, class lists, queries.

use std::collections::BTreeSet;

use crate::domain::conventions::Names;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::Confidence;
use crate::scan::script::source::Span;
use crate::scan::uses::{Kind, Site, Then, Use};
use crate::syntax::script;
use crate::syntax::script::{NodeId, Script};

/// The uses of classes that the record lists, in the texts and templates of a file.
///
/// A name that a dot stands before is a selector; of other texts only those count that hold nothing but names, as lists
/// of classes do.
pub fn classes(file: usize, script: &Script, text: &str, names: &Names) -> Vec<Use> {
    let Some(recorded) = names.recorded.get(&SymbolKind::CssClass) else {
        return Vec::new();
    };
    if !names.classes.iter().any(|prefix| text.contains(prefix)) {
        return Vec::new();
    }
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    let mut uses = Vec::new();
    for node in &script.nodes {
        let parts: &[NodeId] = match &node.kind {
            script::Kind::Text(_) => &[],
            script::Kind::Template { parts, .. } | script::Kind::Tagged { parts, .. } => parts,
            _ => continue,
        };
        let holes: Vec<Span> = parts.iter().map(|part| script[*part].at).collect();
        let Some(slice) = text.get(node.at.start as usize..node.at.end as usize) else {
            continue;
        };
        for (start, name) in tokens(slice) {
            if !recorded.contains(name) || !names.classes.iter().any(|one| name.starts_with(one)) {
                continue;
            }
            let at = span(node.at.start, start, name.len());
            let in_hole = holes
                .iter()
                .any(|hole| hole.start <= at.start && at.end <= hole.end);
            let is_selector = slice
                .get(..start)
                .is_some_and(|before| before.ends_with('.'));
            if in_hole || !(is_selector || is_list(slice)) || !seen.insert(at) {
                continue;
            }
            uses.push(Use {
                file,
                at,
                site: Site::Text,
                confidence: Confidence::High,
                guarded: false,
                package: names.package,
                symbol: name.to_owned(),
                what: Kind::Recorded(SymbolKind::CssClass),
                nameless: false,
                deep: None,
                then: Then::Recorded,
                imported_at: None,
                passed_on_at: None,
                notes: Vec::new(),
                test_code: false,
            });
        }
    }
    uses
}

fn span(base: u32, start: usize, length: usize) -> Span {
    let start = base + u32::try_from(start).unwrap_or(u32::MAX - base);
    Span {
        start,
        end: start + u32::try_from(length).unwrap_or(0),
    }
}

const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

fn is_list(text: &str) -> bool {
    let text = text.trim_matches(['"', '\'', '`']);
    text.bytes()
        .all(|byte| is_of_name(byte) || byte.is_ascii_whitespace())
}

/// The words of a text that can be names of classes, with where they start.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !is_of_name(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && is_of_name(bytes[at]) {
            at += 1;
        }
        let name = text.get(start..at)?;
        (!name.is_empty()).then_some((start, name))
    })
}
