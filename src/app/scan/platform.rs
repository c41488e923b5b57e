//! What platforms say of their plugins: what they are called by convention, what the runtime hands them.
//!
//! The built-in platform's file is part of the binary, another's lies in its workspace; nothing of it is code.

use std::collections::BTreeMap;
use std::path::Path;

use crate::app::deprecations::Catalogue;
use crate::app::history::History;
use crate::app::rules::RuleFile;
use crate::bundle;
use crate::changelog::conventions::read_conventions;
use crate::domain::conventions::{Conventions, Helper, PluginConventions};
use crate::domain::problem::{Problem, Severity};
use crate::domain::surface::{Language, Surface};
use crate::error::Error;
use crate::ingest::package::{Entry, Package};
use crate::ingest::{crates, declarations};
use crate::scan::script::world::{Known, Role};
use crate::system::System;

/// Where it is said what plugins look like.
const CONVENTIONS: RuleFile = RuleFile {
    usual: "conventions.toml",
    configured: |workspace| workspace.conventions.clone(),
    built_in: bundle::CONVENTIONS,
    what: "what plugins look like, for the platform",
    help: "forewarn scan --help",
};

/// What the user's file says of plugins, beside what is built in.
#[derive(Debug)]
pub(super) struct OwnConventions {
    /// `None` if there is no such file.
    pub(super) own: Option<PluginConventions>,
}

impl OwnConventions {
    /// Reads the file that is named, else the workspace's.
    ///
    /// # Errors
    /// If there is anything that it says in vain: it would be believed to hold.
    pub(super) fn read(
        system: &System,
        history: &History,
        named: Option<&Path>,
    ) -> Result<Self, Error> {
        let read = |text: &str, file: &str| {
            let (read, mut problems) = read_conventions(text, file);
            let contract = read.contract.iter();
            problems.extend(contract.flat_map(|text| gaps(text, file)));
            for problem in &mut problems {
                problem.severity = Severity::Error;
            }
            (read, problems)
        };
        let own = CONVENTIONS.read_own(system, history, named, read)?;
        Ok(Self {
            own: own.map(|own| own.rules),
        })
    }

    /// What is known of plugins that use these packages, named with their registries.
    pub(super) fn platform(&self, packages: &[String]) -> Platform {
        let (built_in, _) = read_conventions(CONVENTIONS.built_in, CONVENTIONS.usual);
        let mut said = self.own.iter().chain([&built_in]);
        let said = said.find(|said| packages.iter().any(|package| said.are_about(package)));
        let said = said.cloned().unwrap_or_default();
        Platform {
            package: packages.iter().position(|package| said.are_about(package)),
            conventions: said.conventions,
            contract: said.contract.map(|text| surface("contract", &text)),
            library: Some(surface("known", bundle::KNOWN)),
        }
    }

    /// What attributes mean that derives read: as the user's file says, else as is known of common crates.
    pub(super) fn helpers(&self) -> Vec<Helper> {
        let own = self.own.iter().flat_map(|own| own.helpers.clone());
        let (known, _) = read_conventions(bundle::DERIVES, "derives.toml");
        own.chain(known.helpers).collect()
    }
}

/// What of declarations cannot be read.
fn gaps(text: &str, file: &str) -> Vec<Problem> {
    let gaps = surface("contract", text).gaps.into_iter();
    gaps.map(|gap| Problem {
        severity: Severity::Error,
        file: file.to_owned(),
        at: None,
        message: format!("line {} of the declarations: {}", gap.line, gap.message).into(),
        hint: None,
    })
    .collect()
}

/// What is known of plugins, apart from the packages that they build on.
pub(super) struct Platform {
    /// Position, among the packages of the scan, of the first that the conventions are about.
    package: Option<usize>,
    pub(super) conventions: Conventions,
    /// What the platform's runtime hands to plugins.
    contract: Option<Surface>,
    /// The language's library and packages that many plugins use.
    library: Option<Surface>,
}

impl Platform {
    /// Without conventions.
    pub(super) fn nothing() -> Self {
        Self {
            package: None,
            conventions: Conventions::default(),
            contract: None,
            library: None,
        }
    }

    /// What is known beside the packages that a scan is about.
    pub(super) fn known(&self) -> impl Iterator<Item = Known<'_>> {
        let known = |surface, role| Known { surface, role };
        let contract = self.contract.iter();
        let contract = contract.map(move |surface| known(surface, Role::Contract));
        let library = self.library.iter();
        contract.chain(library.map(move |surface| known(surface, Role::Library)))
    }

    /// Takes the names of the record for those of the platform; `packages` are those of the scan.
    pub(super) fn know(&mut self, catalogue: &Catalogue<'_>, packages: &[String]) {
        if let Some(index) = self.package
            && let Some(package) = packages.get(index)
        {
            self.conventions.names.package = index;
            self.conventions.names.recorded = catalogue.recorded(package);
        }
    }
}

/// What Rust's standard library hands on.
pub(super) fn standard() -> Surface {
    crate_of("std", bundle::KNOWN_RUST)
}

/// The source of a crate, of one file, as a surface.
pub(super) fn crate_of(name: &str, text: &str) -> Surface {
    let package = Package {
        language: Language::Rust,
        name: name.to_owned(),
        version: "0.0.0".to_owned(),
        requires: Vec::new(),
        entry: Entry {
            root: Some("src/lib.rs".to_owned()),
            ..Entry::default()
        },
        files: BTreeMap::from([("src/lib.rs".to_owned(), text.as_bytes().to_vec())]),
        skipped: 0,
        gaps: Vec::new(),
    };
    crates::surface(&package, &[])
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
        let said = OwnConventions { own: None };
        let platform = said.platform(&["npm:@twilio/flex-ui".to_owned()]);
        assert!(!platform.conventions.parameters.is_empty());
        for known in platform.known() {
            assert_eq!(known.surface.gaps, [], "{}", known.surface.package);
        }
        let roles: Vec<Role> = platform.known().map(|known| known.role).collect();
        assert_eq!(roles, [Role::Contract, Role::Library]);
        assert!(said.helpers().iter().any(|one| one.package == "crate:clap"));
    }

    #[test]
    fn a_file_of_the_user_comes_first() {
        let own = PluginConventions {
            package: "npm:@twilio/*".to_owned(),
            conventions: Conventions {
                strings: vec!["Own".to_owned()],
                ..Conventions::default()
            },
            ..PluginConventions::default()
        };
        let said = OwnConventions { own: Some(own) };
        let packages = ["npm:react", "npm:@twilio/flex-ui"].map(str::to_owned);
        let platform = said.platform(&packages);
        assert_eq!(platform.conventions.strings, ["Own"]);
        assert_eq!(platform.package, Some(1));
        assert_eq!(platform.known().count(), 1);
        assert!(said.platform(&packages[..1]).package.is_none());
    }
}
