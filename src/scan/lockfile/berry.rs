//! `yarn.lock` of yarn 2 and later: YAML, with the repository's own packages in it.

use std::collections::{BTreeMap, BTreeSet};

use super::yarn::requested_package;
use super::{Answer, Asked, yaml};

/// The version of each package of the repository itself, whatever its manifest says.
const LOCAL: &str = "0.0.0-use.local";

#[derive(Debug, Default)]
pub(super) struct Lock {
    /// Versions by request: `@twilio/flex-ui@npm:^1.0.0`.
    versions: BTreeMap<String, String>,
    /// The folders of the repository's own packages.
    workspaces: BTreeSet<String>,
}

/// Whether a `yarn.lock` is of yarn 2 or later.
pub(super) fn is_berry(text: &str) -> bool {
    text.lines().any(|line| line.starts_with("__metadata:"))
}

impl Lock {
    pub(super) fn parse(text: &str) -> Self {
        let mut lock = Self::default();
        yaml::scalars(text, &[], &mut |path, value| {
            let [head, key] = path else {
                return;
            };
            if key != "version" || head == "__metadata" {
                return;
            }
            for request in head.split(", ") {
                match request.split_once("@workspace:") {
                    Some((_, folder)) => drop(lock.workspaces.insert(folder.to_owned())),
                    None if value == LOCAL => {}
                    None => drop(lock.versions.insert(request.to_owned(), value.to_owned())),
                }
            }
        });
        lock
    }

    pub(super) fn version(&self, importer: &str, asked: &Asked) -> Option<Answer> {
        let requested = asked.ranges.iter().find_map(|range| {
            let name = &asked.name;
            self.versions
                .get(&format!("{name}@npm:{range}"))
                .or_else(|| self.versions.get(&format!("{name}@{range}")))
        });
        if let Some(version) = requested {
            return Some(Answer {
                version: version.clone(),
                knows: true,
            });
        }
        let of_package = self
            .versions
            .iter()
            .filter(|(request, _)| requested_package(request) == asked.package)
            .map(|(_, version)| version.as_str());
        super::only_or_accepted(of_package, asked).map(|version| Answer {
            version,
            knows: importer.is_empty() || self.workspaces.contains(importer),
        })
    }
}
