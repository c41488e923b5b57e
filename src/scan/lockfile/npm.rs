//! `package-lock.json` and `npm-shrinkwrap.json`, of all versions.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Answer, Asked};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Lock {
    /// By path (`packages/a`, `node_modules/b`): since version 2.
    packages: Option<BTreeMap<String, Entry>>,
    /// By name, where version 1 is read; what is nested in them belongs to other packages.
    dependencies: Option<BTreeMap<String, Entry>>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    version: Option<Word>,
    #[serde(default)]
    link: bool,
    resolved: Option<Word>,
}

/// A text, or whatever else stands there.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Word {
    Text(String),
    Other(IgnoredAny),
}

impl Word {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Other(_) => None,
        }
    }
}

impl Lock {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| format!("it is no lockfile of npm: {error}"))
    }

    pub(super) fn version(&self, importer: &str, asked: &Asked) -> Option<Answer> {
        let Some(packages) = &self.packages else {
            let entry = self.dependencies.as_ref()?.get(&asked.name)?;
            // An alias is written `npm:PACKAGE@VERSION` there.
            let version = entry.version.as_ref()?.text()?;
            let version = match version.strip_prefix("npm:") {
                Some(alias) => alias.rsplit_once('@')?.1,
                None => version,
            };
            return Some(Answer {
                version: version.to_owned(),
                knows: importer.is_empty(),
            });
        };
        let entry = places(importer, &asked.name).find_map(|place| packages.get(&place))?;
        let entry = match entry.resolved.as_ref().and_then(Word::text) {
            Some(target) if entry.link => packages.get(target)?,
            _ => entry,
        };
        Some(Answer {
            version: entry.version.as_ref()?.text()?.to_owned(),
            knows: importer.is_empty() || packages.contains_key(importer),
        })
    }
}

/// Where Node looks for a package, from the innermost folder outwards.
fn places(importer: &str, name: &str) -> impl Iterator<Item = String> {
    let mut folder = (!importer.is_empty()).then_some(importer);
    let inner = std::iter::from_fn(move || {
        let here = folder?;
        folder = here.rsplit_once('/').map(|(outer, _)| outer);
        Some(format!("{here}/node_modules/{name}"))
    });
    inner.chain(std::iter::once(format!("node_modules/{name}")))
}
