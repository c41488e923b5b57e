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
            let candidates = candidates(symbol, written, separator);
            let there = candidates
                .iter()
                .find(|path| api.symbols.contains_key(path.as_str()))
                .map(|path| (path.clone(), path.clone()));
            let found = there.or_else(|| within(api, &candidates, separator));
            let known = found
                .as_ref()
                .and_then(|(_, known)| life(api, timeline, known));
            let found = found.map(|(path, _)| path);
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

/// The candidate that is a member of a symbol whose own members are not listed (`slotProps.input` beside `InputProps`, where
/// the type of `slotProps` is worked out), and that symbol: there is no more to be known of it.
fn within(api: &ApiHistory, candidates: &[String], separator: &str) -> Option<(String, String)> {
    candidates.iter().find_map(|path| {
        let (owner, _) = path.rsplit_once(separator)?;
        // A type at the top lists what it has.
        owner.rsplit_once(separator)?;
        let below = format!("{owner}{separator}");
        (api.symbols.contains_key(owner) && !api.symbols.keys().any(|one| one.starts_with(&below)))
            .then(|| (path.clone(), owner.to_owned()))
    })
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
