//! What a platform says of its plugins: what they are called by convention, what its runtime hands them.
//!
//! The built-in platform's file is part of the binary; nothing of it is code.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::bundle;
use crate::domain::surface::{Language, Surface};
use crate::error::Error;
use crate::ingest::declarations;
use crate::ingest::package::{Entry, Package};
use crate::scan::script::conventions::{Conventions, Parameter};

/// The file, as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    package: Option<String>,
    #[serde(default)]
    strings: Vec<String>,
    #[serde(default)]
    global: Vec<Global>,
    #[serde(default)]
    parameter: Vec<Named>,
    contract: Option<Contract>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Global {
    name: String,
    is: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    #[serde(default)]
    of: Vec<String>,
    index: Option<u32>,
    is: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contract {
    declarations: String,
}

/// What is known of plugins, apart from the packages that they build on.
pub(super) struct Platform {
    pub(super) conventions: Conventions,
    /// The language's library and packages that many plugins use; the runtime's contract.
    pub(super) known: Vec<Surface>,
}

impl Platform {
    /// For plugins that use these packages, with their registries.
    ///
    /// # Errors
    /// If a file of the platform cannot be read; the built-in one can, as a test shows.
    pub(super) fn of(packages: &[String]) -> Result<Self, Error> {
        let mut known = vec![surface("known", bundle::KNOWN)];
        let written: Written = toml::from_str(bundle::PLUGINS).map_err(|error| {
            Error::new("the platform's file on plugins cannot be read").because(error)
        })?;
        let mut conventions = Conventions::default();
        let is_meant = written
            .package
            .as_ref()
            .is_some_and(|package| packages.contains(package));
        if is_meant {
            conventions.globals = written
                .global
                .into_iter()
                .map(|global| (global.name, global.is))
                .collect();
            conventions.strings = written.strings;
            conventions.parameters = written.parameter.into_iter().map(parameter).collect();
            if let Some(contract) = written.contract {
                known.insert(0, surface("contract", &contract.declarations));
            }
        }
        Ok(Self { conventions, known })
    }
}

fn parameter(named: Named) -> Parameter {
    let (specifier, ty) = named.is.split_once('#').unwrap_or((&named.is, ""));
    Parameter {
        name: named.name,
        of: named.of,
        index: named.index,
        specifier: specifier.to_owned(),
        ty: ty.to_owned(),
    }
}

/// Declarations as a surface.
pub(super) fn surface(name: &str, text: &str) -> Surface {
    let package = Package {
        language: Language::TypeScript,
        name: name.to_owned(),
        version: "0.0.0".to_owned(),
        requires: Vec::new(),
        entry: Entry {
            root: Some("index.d.ts".to_owned()),
            deep: true,
            ..Entry::default()
        },
        files: BTreeMap::from([("index.d.ts".to_owned(), text.as_bytes().to_vec())]),
        skipped: 0,
        gaps: Vec::new(),
    };
    declarations::surface(&package, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_platform_can_be_read() {
        let platform = Platform::of(&["npm:@twilio/flex-ui".to_owned()]).unwrap();
        assert!(!platform.conventions.parameters.is_empty());
        for surface in &platform.known {
            assert_eq!(surface.gaps, [], "{}", surface.package);
            let names: Vec<&str> = surface.modules.keys().map(|id| id.0.as_str()).collect();
            eprintln!("{} {names:?}", surface.package);
        }
        assert_eq!(platform.known.len(), 2);
    }
}
