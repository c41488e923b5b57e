//! What a platform says of its plugins: what they are called by convention, what its runtime hands them.
//!
//! The built-in platform's file is part of the binary; nothing of it is code.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::app::deprecations::Catalogue;
use crate::bundle;
use crate::domain::deprecation::SymbolKind;
use crate::domain::surface::{Language, Surface};
use crate::error::Error;
use crate::ingest::package::{Entry, Package};
use crate::ingest::{crates, declarations};
use crate::scan::rust::Helper;
use crate::scan::script::conventions::{Conventions, Meaning, Parameter};
use crate::scan::script::named::{Children, NamedBy, Names, Root};
use crate::scan::script::world::{Known, Role};

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
    #[serde(default)]
    member: Vec<Member>,
    /// What the properties of components are that say nothing of them.
    props: Option<String>,
    /// Functions that give back the component that they are given.
    #[serde(default)]
    wrapper: Vec<Wrapper>,
    contract: Option<Contract>,
    #[serde(default)]
    named: Vec<NamedCall>,
    #[serde(default)]
    root: Vec<NamedRoot>,
    #[serde(default)]
    children: Vec<NamedChildren>,
    #[serde(default)]
    value: Vec<NamedValue>,
    /// What the names of CSS classes start with.
    #[serde(default)]
    classes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    path: String,
    is: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapper {
    of: String,
    props: Option<String>,
}

/// Calls that are given a name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedCall {
    of: Vec<String>,
    #[serde(default)]
    argument: usize,
    kind: SymbolKind,
    /// How the record writes the name that `{}` stands for.
    path: Option<String>,
    #[serde(default)]
    affixes: Vec<String>,
    payload: Option<usize>,
    listener: Option<usize>,
}

/// Types whose members are names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedRoot {
    is: String,
    kind: SymbolKind,
    #[serde(default)]
    path: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedChildren {
    through: String,
    add: Vec<String>,
    remove: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedValue {
    of: String,
    kind: SymbolKind,
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

/// The file on derives, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Derives {
    attribute: Vec<Derive>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Derive {
    package: String,
    names: Vec<String>,
    #[serde(default)]
    own: Vec<String>,
    #[serde(default)]
    field: Vec<String>,
    #[serde(default)]
    variant: Vec<String>,
    #[serde(default, rename = "type")]
    item: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contract {
    declarations: String,
}

/// What is known of plugins, apart from the packages that they build on.
pub(super) struct Platform {
    /// The package whose plugins the platform's file is about, if it is one of those asked for.
    package: Option<String>,
    pub(super) conventions: Conventions,
    /// What the platform's runtime hands to plugins.
    contract: Option<Surface>,
    /// The language's library and packages that many plugins use.
    library: Option<Surface>,
}

impl Platform {
    /// For plugins that use these packages, with their registries.
    ///
    /// # Errors
    /// If a file of the platform cannot be read; the built-in one can, as a test shows.
    pub(super) fn of(packages: &[String]) -> Result<Self, Error> {
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
            let members = written.member.into_iter();
            conventions.members = members.map(|one| (one.path, meaning(&one.is))).collect();
            conventions.props = written.props.as_deref().map(meaning);
            let wrappers = written.wrapper.into_iter();
            conventions.wrappers = wrappers
                .map(|one| (one.of, one.props.as_deref().map(meaning)))
                .collect();
            conventions.names = Names {
                calls: written.named.into_iter().map(call).collect(),
                roots: written.root.into_iter().map(root).collect(),
                children: written.children.into_iter().map(children).collect(),
                values: (written.value.into_iter())
                    .map(|one| (one.of, one.kind))
                    .collect(),
                classes: written.classes,
                ..Names::default()
            };
        }
        let contract = written.contract.filter(|_| is_meant);
        Ok(Self {
            package: written.package.filter(|_| is_meant),
            conventions,
            contract: contract.map(|one| surface("contract", &one.declarations)),
            library: Some(surface("known", bundle::KNOWN)),
        })
    }

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
        let Some(own) = &self.package else {
            return;
        };
        if let Some(index) = packages.iter().position(|package| package == own) {
            self.conventions.names.package = index;
            self.conventions.names.recorded = catalogue.recorded(own);
        }
    }
}

/// `package#Type`, or a package as an object.
fn meaning(written: &str) -> Meaning {
    let (specifier, ty) = written.split_once('#').unwrap_or((written, ""));
    Meaning {
        specifier: specifier.to_owned(),
        ty: ty.to_owned(),
    }
}

fn call(named: NamedCall) -> NamedBy {
    NamedBy {
        of: named.of,
        argument: named.argument,
        kind: named.kind,
        path: named.path.unwrap_or_else(|| "{}".to_owned()),
        affixes: named.affixes,
        payload: named.payload,
        listener: named.listener,
    }
}

fn root(named: NamedRoot) -> Root {
    let is = meaning(&named.is);
    Root {
        specifier: is.specifier,
        ty: is.ty,
        kind: named.kind,
        path: named.path,
    }
}

fn children(named: NamedChildren) -> Children {
    Children {
        through: named.through,
        add: named.add,
        remove: named.remove,
    }
}

fn parameter(named: Named) -> Parameter {
    Parameter {
        name: named.name,
        of: named.of,
        index: named.index,
        is: meaning(&named.is),
    }
}

/// What the attributes mean that derives read.
///
/// # Errors
/// If the built-in file cannot be read; it can, as a test shows.
pub(super) fn helpers() -> Result<Vec<Helper>, Error> {
    let written: Derives = toml::from_str(bundle::DERIVES)
        .map_err(|error| Error::new("the file on derives cannot be read").because(error))?;
    let made = |one: Derive| Helper {
        package: one.package,
        names: one.names,
        own: one.own,
        field: one.field,
        variant: one.variant,
        item: one.item,
    };
    Ok(written.attribute.into_iter().map(made).collect())
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
        let platform = Platform::of(&["npm:@twilio/flex-ui".to_owned()]).unwrap();
        assert!(!platform.conventions.parameters.is_empty());
        for known in platform.known() {
            assert_eq!(known.surface.gaps, [], "{}", known.surface.package);
        }
        let roles: Vec<Role> = platform.known().map(|known| known.role).collect();
        assert_eq!(roles, [Role::Contract, Role::Library]);
    }
}
