//! Whether what a notice offers instead exists, and since when.

use crate::domain::api::ApiHistory;
use crate::domain::api::life::{Timeline, life};
use crate::domain::document::api::Replacement;

/// The replacements that a notice on `symbol` names, each looked up in the history.
pub(crate) fn replacements(
    api: &ApiHistory,
    timeline: &Timeline,
    symbol: &str,
    written: &[String],
    separator: &str,
) -> Vec<Replacement> {
    written
        .iter()
        .map(|written| {
            let found = candidates(symbol, written, separator)
                .into_iter()
                .find(|path| api.symbols.contains_key(path));
            let known = found.as_ref().and_then(|path| life(api, timeline, path));
            Replacement {
                written: written.clone(),
                symbol: found,
                gone_after: known
                    .as_ref()
                    .filter(|life| life.gone.is_some())
                    .map(|life| life.last_seen.to_string()),
                since: known.map(|life| life.first_seen),
            }
        })
        .collect()
}

/// The paths that a name beside a symbol can mean, the likeliest first: the path itself, a sibling, the same name with
/// its first letter in upper case (`manager.conversationsClient`), without the package's usual namespace (`Flex.Actions`).
fn candidates(symbol: &str, written: &str, separator: &str) -> Vec<String> {
    let name = written
        .trim()
        .trim_matches(['`', '"', '\'', ' '])
        .trim_end_matches("()")
        .replace('#', separator)
        .replace("::", separator);
    let name = name.split(['(', '<', ' ']).next().unwrap_or_default();
    if name.is_empty() {
        return Vec::new();
    }
    let mut paths = vec![name.to_owned()];
    if let Some((owner, _)) = symbol.rsplit_once(separator) {
        paths.push(format!("{owner}{separator}{name}"));
        if let Some((outer, _)) = owner.rsplit_once(separator) {
            paths.push(format!("{outer}{separator}{name}"));
        }
    }
    if let Some((first, rest)) = name.split_once(separator) {
        if matches!(first, "Flex" | "crate" | "self" | "Self" | "this") {
            paths.push(rest.to_owned());
        }
        if first == "this" || first == "Self" {
            let owner = symbol.rsplit_once(separator).map_or("", |(owner, _)| owner);
            paths.push(format!("{owner}{separator}{rest}"));
        }
        let mut letters = first.chars();
        if let Some(initial) = letters.next().filter(|one| one.is_lowercase()) {
            paths.push(format!(
                "{}{}{separator}{rest}",
                initial.to_uppercase(),
                letters.as_str()
            ));
        }
    }
    paths
}
