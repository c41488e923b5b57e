//! `yarn.lock` of yarn 1: blocks headed by all the requests that got one version.

use std::collections::BTreeMap;

use super::{Answer, Asked};

/// Versions by request: `@twilio/flex-ui@^1.0.0`.
#[derive(Debug, Default)]
pub(super) struct Lock(BTreeMap<String, String>);

impl Lock {
    pub(super) fn parse(text: &str) -> Self {
        let mut versions = BTreeMap::new();
        let mut requests: Vec<&str> = Vec::new();
        for line in text.lines() {
            if let Some(value) = line.strip_prefix("  version ") {
                let version = value.trim().trim_matches('"');
                for request in requests.drain(..) {
                    versions.insert(request.to_owned(), version.to_owned());
                }
            } else if !line.starts_with([' ', '#'])
                && let Some(head) = line.trim_end().strip_suffix(':')
            {
                requests = head
                    .split(", ")
                    .map(|request| request.trim().trim_matches('"'))
                    .collect();
            }
        }
        Self(versions)
    }

    pub(super) fn version(&self, importer: &str, asked: &Asked) -> Option<Answer> {
        let requested = asked
            .ranges
            .iter()
            .find_map(|range| self.0.get(&format!("{}@{range}", asked.name)));
        if let Some(version) = requested {
            return Some(Answer {
                version: version.clone(),
                knows: true,
            });
        }
        let of_package = self
            .0
            .iter()
            .filter(|(request, _)| requested_package(request) == asked.package)
            .map(|(_, version)| version.as_str());
        super::only_or_accepted(of_package, asked).map(|version| Answer {
            version,
            knows: importer.is_empty(),
        })
    }
}

/// The package that a request gets: `flex@npm:@twilio/flex-ui@^1` gets `@twilio/flex-ui`.
pub(super) fn requested_package(request: &str) -> &str {
    let (name, range) = split(request);
    match range.strip_prefix("npm:") {
        // `name@npm:^1`, as later yarns write, is no alias.
        Some(alias) if alias.get(1..).is_some_and(|rest| rest.contains('@')) => split(alias).0,
        _ => name,
    }
}

/// Name and range of a request; the `@` of a scope is no separator.
fn split(request: &str) -> (&str, &str) {
    let at = request
        .match_indices('@')
        .map(|(at, _)| at)
        .find(|at| *at > 0);
    at.and_then(|at| Some((request.get(..at)?, request.get(at + 1..)?)))
        .unwrap_or((request, ""))
}
