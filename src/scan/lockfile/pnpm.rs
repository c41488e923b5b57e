//! `pnpm-lock.yaml`, of the versions 5 to 9: what each package of the repository imports.

use std::collections::BTreeMap;

use super::{Answer, Asked, yaml};

const SECTIONS: [&str; 3] = ["dependencies", "devDependencies", "optionalDependencies"];

/// What is locked, by importer (`.`, `packages/a`) and name.
#[derive(Debug, Default)]
pub(super) struct Lock(BTreeMap<String, BTreeMap<String, String>>);

impl Lock {
    pub(super) fn parse(text: &str) -> Self {
        let mut lock = Self::default();
        let tops = ["importers", SECTIONS[0], SECTIONS[1], SECTIONS[2]];
        yaml::scalars(text, &tops, &mut |path, value| {
            let (importer, rest) = match path {
                [top, importer, rest @ ..] if top == "importers" => (importer.as_str(), rest),
                // Of a repository with one package.
                rest => (".", rest),
            };
            let name = match rest {
                [section, name] if SECTIONS.contains(&section.as_str()) => name,
                [section, name, key]
                    if SECTIONS.contains(&section.as_str()) && key == "version" =>
                {
                    name
                }
                _ => return,
            };
            if let Some(version) = version(value) {
                lock.0
                    .entry(importer.to_owned())
                    .or_default()
                    .insert(name.clone(), version);
            }
        });
        lock
    }

    pub(super) fn version(&self, importer: &str, asked: &Asked) -> Option<Answer> {
        let importer = if importer.is_empty() { "." } else { importer };
        let version = self.0.get(importer)?.get(&asked.name)?;
        Some(Answer {
            version: version.clone(),
            knows: true,
        })
    }
}

/// The version in what pnpm writes: `1.2.3`, `1.2.3_react@16.5.2`, `1.2.3(react@16.5.2)`, and for an alias
/// `/name/1.2.3_…`, `/name@1.2.3(…)`, `name@1.2.3(…)`. `None` for what is linked.
fn version(value: &str) -> Option<String> {
    if value.starts_with("link:") || value.starts_with("file:") {
        return None;
    }
    let bare = value.split('(').next()?.trim();
    let (path, bare) = match bare.strip_prefix('/') {
        Some(path) => (true, path),
        None => (false, bare),
    };
    // A peer's name may hold `@` and `/`; a version before it never holds `_`, but a name may.
    let cut = |text: &str| text.split('_').next().map(str::to_owned);
    if bare.starts_with(|c: char| c.is_ascii_digit()) && !path {
        return cut(bare);
    }
    let scope = usize::from(bare.starts_with('@'));
    let after_name = bare.get(scope..)?;
    if let Some((_, version)) = after_name
        .split_once('@')
        .filter(|(name, _)| name.matches('/').count() <= scope)
    {
        return cut(version);
    }
    // Version 5: `name/1.2.3`, `@scope/name/1.2.3`.
    let version = bare.split('/').nth(1 + scope)?;
    cut(version)
}

#[cfg(test)]
mod tests {
    #[test]
    fn versions_are_found_in_all_spellings() {
        for (value, expected) in [
            ("1.34.6", Some("1.34.6")),
            ("1.34.6_react@16.5.2", Some("1.34.6")),
            ("1.34.6_@types+react@16", Some("1.34.6")),
            (
                "2.0.0-beta.1(react@16.5.2)(redux@3.7.2)",
                Some("2.0.0-beta.1"),
            ),
            ("/@twilio/flex-ui/1.34.6_react@16.5.2", Some("1.34.6")),
            ("/flex/1.34.6", Some("1.34.6")),
            ("/@twilio/flex-ui@1.34.6(react@16.5.2)", Some("1.34.6")),
            ("@twilio/flex-ui@1.34.6(@a/b@1)", Some("1.34.6")),
            ("flex_ui@1.34.6", Some("1.34.6")),
            ("link:../flex", None),
        ] {
            assert_eq!(super::version(value).as_deref(), expected, "{value}");
        }
    }
}
