//! What plugins of a platform look like: where its objects come to them, what they are called by convention, which calls
//! take names, what its runtime hands them. Data of the platform, not knowledge of the code.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::deprecation::SymbolKind;

/// What a platform says of its plugins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PluginConventions {
    /// The package that they are about, with its registry; `npm:@scope/*` for all of a scope. Empty if nothing but
    /// attributes is described.
    pub package: String,
    pub conventions: Conventions,
    /// Declarations of TypeScript of what the platform's runtime hands to plugins.
    pub contract: Option<String>,
    /// What attributes mean that derives of crates read.
    pub helpers: Vec<Helper>,
}

/// What holds in a scan of plugins in JavaScript or TypeScript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conventions {
    /// Globals that are a package: `Twilio.Flex`, and the package's specifier.
    pub globals: Vec<(String, String)>,
    /// Exported types whose members are templates of texts.
    pub strings: Vec<String>,
    /// What un-annotated parameters of a name are.
    pub parameters: Vec<Parameter>,
    /// What members are whose declarations do not say, by their path.
    pub members: Vec<(String, Meaning)>,
    /// What the properties of a component are that says nothing of them.
    pub props: Option<Meaning>,
    /// Functions that give back the component that they are given, with properties of theirs.
    pub wrappers: Vec<(String, Option<Meaning>)>,
    /// Where names stand in texts.
    pub names: Names,
}

/// `manager` is a `Manager`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// `*`: whatever it is called.
    pub name: String,
    /// Only of functions of these names; empty: of all.
    pub of: Vec<String>,
    /// Only the parameter of this position, counted from 0.
    pub index: Option<u32>,
    pub is: Meaning,
}

/// A type of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The package, as plugins import it.
    pub specifier: String,
    /// The exported type; empty for the package as an object.
    pub ty: String,
}

/// Where the names of a platform stand, and which of them the record speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Position, among the packages of a scan, of the one whose names they are: the scan fills it in.
    pub package: usize,
    pub calls: Vec<NamedBy>,
    pub roots: Vec<Root>,
    pub children: Vec<Children>,
    /// Properties whose values are names, by the path of the property.
    pub values: Vec<(String, SymbolKind)>,
    /// What the names of CSS classes start with.
    pub classes: Vec<String>,
    /// The symbols that the record lists, by kind: the scan fills them in.
    pub recorded: BTreeMap<SymbolKind, BTreeSet<String>>,
}

/// A function that is given a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedBy {
    /// Paths of the function: of its symbol, or below a root.
    pub of: Vec<String>,
    /// The argument that is the name, counted from 0.
    pub argument: usize,
    pub kind: SymbolKind,
    /// How the record writes it; `{}` stands for the text.
    pub path: String,
    /// What may stand before the name: `before` of `beforeSendMessage`.
    pub affixes: Vec<String>,
    /// The argument that holds the payload of what is named.
    pub payload: Option<usize>,
    /// The argument whose first parameter is that payload.
    pub listener: Option<usize>,
}

/// A type whose members are names: `AppState` of the paths of the state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    pub is: Meaning,
    pub kind: SymbolKind,
    /// What the record writes for the value itself; empty: nothing.
    pub path: String,
}

/// How children are added to a component: `Component.Content.add(<Child />)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Children {
    pub through: String,
    /// Methods that are given an element; it gets the properties of the component.
    pub add: Vec<String>,
    /// Methods that are given the key of a child.
    pub remove: Vec<String>,
}

/// What the words of helper attributes mean, which a derive of a crate reads: each is a method of a type, by its path in the crate.
/// The first type counts that has the method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Helper {
    /// With its registry.
    pub package: String,
    pub names: Vec<String>,
    /// Words that mean something else.
    pub own: Vec<String>,
    pub field: Vec<String>,
    pub variant: Vec<String>,
    pub item: Vec<String>,
}

impl PluginConventions {
    /// Whether they are about a package, named with its registry.
    pub fn are_about(&self, package: &str) -> bool {
        match self.package.strip_suffix("/*") {
            Some(scope) => package
                .strip_prefix(scope)
                .is_some_and(|rest| rest.starts_with('/')),
            None => self.package == package,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_may_be_all_packages_of_a_scope() {
        let about = |package: &str, asked: &str| {
            let conventions = PluginConventions {
                package: package.to_owned(),
                ..PluginConventions::default()
            };
            conventions.are_about(asked)
        };
        assert!(about("npm:@acme/app", "npm:@acme/app"));
        assert!(!about("npm:@acme/app", "npm:@acme/app2"));
        assert!(about("npm:@acme/*", "npm:@acme/app"));
        assert!(!about("npm:@acme/*", "npm:@acme"));
        assert!(!about("npm:@acme/*", "npm:@acme2/app"));
        assert!(!about("", "npm:@acme/app"));
    }
}
