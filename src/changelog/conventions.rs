//! Reading what plugins of a platform look like: `conventions.toml`.
//!
//! ```toml
//! schema = 1
//! package = "npm:@acme/app"           # what plugins import; npm:@acme/* for all packages of a scope
//! strings = ["Strings"]               # exported types whose members are templates of texts
//! classes = ["Acme-"]                 # what the platform's CSS classes start with
//! props = "acme-plugin#Props"         # what the properties of components are that say nothing of them
//!
//! [[global]]                          # a global that is a package
//! name = "Acme.Desk"
//! is = "@acme/app"
//!
//! [[parameter]]                       # what a parameter is that nobody annotated
//! name = "desk"                       # "*": whatever it is called
//! of = ["mapState"]                   # only of functions of these names
//! index = 0                           # only the first parameter
//! is = "@acme/app#Desk"               # PACKAGE#TYPE, or PACKAGE for the package as an object
//!
//! [[member]]                          # what a member is whose declaration does not say
//! path = "Desk.store"
//! is = "acme-plugin#Store"
//!
//! [[wrapper]]                         # a function that gives back the component that it is given
//! of = "withDesk"
//! props = "@acme/app#DeskProps"       # what it hands to the component
//!
//! [[named]]                           # calls that are given a name of the record
//! of = ["Actions.invoke"]
//! argument = 0                        # which argument is the name
//! kind = "action"                     # the kind of the symbol in the changelog
//! path = "Ids.{}"                     # how the changelog writes it, if not by the name alone
//! affixes = ["before", "after"]       # what may stand before the name
//! payload = 1                         # the argument that holds the payload of what is named
//! listener = 1                        # the argument whose first parameter is that payload
//!
//! [[root]]                            # a type whose members are names of the record
//! is = "@acme/app#State"
//! kind = "state-path"
//! path = "state"                      # what the changelog writes for a value of the type
//!
//! [[value]]                           # a property whose value is a name
//! of = "Theme.base"
//! kind = "theme-token"
//!
//! [[children]]                        # how children are added to a component: Panel.Content.add(<Child />)
//! through = "Content"
//! add = ["add"]
//! remove = ["remove"]
//!
//! [contract]                          # what the platform's runtime hands to plugins, as TypeScript declares it
//! declarations = '''
//! declare module "acme-plugin" {
//!   import { Desk } from "@acme/app";
//!   export abstract class Plugin { start(desk: Desk): void }
//! }
//! '''
//!
//! [[attribute]]                       # of a platform in Rust: attributes that its derives read
//! package = "crate:acme"
//! names = ["acme"]
//! own = ["rename"]                    # words that mean something else
//! field = ["Arg"]                     # types, by their paths, whose methods the other words are
//! variant = ["Command"]
//! type = ["Command"]
//! ```
//!
//! Reading never fails on text: what is wrong is a problem with its place, and unknown keys are warned of.

use crate::changelog::configuration::{all, schema};
use crate::changelog::cursor::{Cursor, Report, parse};
use crate::domain::conventions::{
    Children, Conventions, Helper, Meaning, NamedBy, Names, Parameter, PluginConventions, Root,
};
use crate::domain::deprecation::SymbolKind;
use crate::domain::problem::Problem;

/// Reads the conventions; `file` is what problems call it.
pub fn read_conventions(text: &str, file: &str) -> (PluginConventions, Vec<Problem>) {
    let mut report = Report::new(file, text);
    let table = parse(text, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "the file");
    schema(&mut cursor, &mut report);
    let helpers = all(
        &mut cursor,
        &mut report,
        "attribute",
        "an attribute",
        helper,
    );
    let package = if helpers.is_empty() {
        cursor.required(&mut report, "package")
    } else {
        cursor.string(&mut report, "package")
    };
    if let Some(package) = &package
        && !["npm:", "crate:"]
            .iter()
            .any(|one| package.starts_with(one))
    {
        let message = format!("`package` is written with its registry: `npm:{package}`");
        report.error(cursor.at_key("package"), message);
    }
    let conventions = conventions(&mut cursor, &mut report);
    let is_described = conventions != Conventions::default();
    let contract = cursor
        .table(&mut report, "contract", "the contract")
        .and_then(|mut table| {
            let text = table.required(&mut report, "declarations");
            table.finish(&mut report);
            text
        });
    if package.is_none() && (is_described || contract.is_some()) && !helpers.is_empty() {
        report.error(0, "the file needs `package`: what it describes is about it");
    }
    cursor.finish(&mut report);
    let read = PluginConventions {
        package: package.unwrap_or_default(),
        conventions,
        contract,
        helpers,
    };
    (read, report.into_problems())
}

fn conventions(cursor: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Conventions {
    Conventions {
        globals: all(cursor, report, "global", "a global", |table, report| {
            let (name, is) = (table.required(report, "name"), table.required(report, "is"));
            Some((name?, is?))
        }),
        strings: cursor.strings(report, "strings"),
        parameters: all(cursor, report, "parameter", "a parameter", parameter),
        members: all(cursor, report, "member", "a member", |table, report| {
            let path = table.required(report, "path");
            let is = required_meaning(table, report);
            Some((path?, is?))
        }),
        props: meaning(cursor, report, "props"),
        wrappers: all(cursor, report, "wrapper", "a wrapper", |table, report| {
            let of = table.required(report, "of");
            let props = meaning(table, report, "props");
            Some((of?, props))
        }),
        names: names(cursor, report),
    }
}

fn names(cursor: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Names {
    Names {
        calls: all(cursor, report, "named", "a named call", call),
        roots: all(cursor, report, "root", "a root", |table, report| {
            let is = required_meaning(table, report);
            let kind = kind(table, report);
            let path = table.string(report, "path").unwrap_or_default();
            Some(Root {
                is: is?,
                kind: kind?,
                path,
            })
        }),
        children: all(
            cursor,
            report,
            "children",
            "`[[children]]`",
            |table, report| {
                let through = table.required(report, "through");
                let (add, remove) = (
                    table.strings(report, "add"),
                    table.strings(report, "remove"),
                );
                Some(Children {
                    through: through?,
                    add,
                    remove,
                })
            },
        ),
        values: all(cursor, report, "value", "a value", |table, report| {
            let of = table.required(report, "of");
            let kind = kind(table, report);
            Some((of?, kind?))
        }),
        classes: cursor.strings(report, "classes"),
        ..Names::default()
    }
}

fn parameter(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<Parameter> {
    let name = table.required(report, "name");
    let of = table.strings(report, "of");
    let index = position(table, report, "index");
    let is = required_meaning(table, report);
    Some(Parameter {
        name: name?,
        of,
        index,
        is: is?,
    })
}

fn call(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<NamedBy> {
    let of = table.strings(report, "of");
    if of.is_empty() {
        report.error(
            table.at(),
            "a named call needs `of`: the paths of functions, as `Actions.invoke`",
        );
    }
    let argument = position(table, report, "argument").unwrap_or(0);
    let kind = kind(table, report);
    let path = table
        .string(report, "path")
        .unwrap_or_else(|| "{}".to_owned());
    if !path.contains("{}") {
        report.error(
            table.at_key("path"),
            "`path` has no `{}`, which stands for the name",
        );
    }
    let affixes = table.strings(report, "affixes");
    let payload = position(table, report, "payload");
    let listener = position(table, report, "listener");
    Some(NamedBy {
        of,
        argument: argument as usize,
        kind: kind?,
        path,
        affixes,
        payload: payload.map(|at| at as usize),
        listener: listener.map(|at| at as usize),
    })
}

fn helper(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<Helper> {
    let package = table.required(report, "package");
    let names = table.strings(report, "names");
    if names.is_empty() {
        report.error(
            table.at(),
            "an attribute needs `names`: what it is called in source",
        );
    }
    let own = table.strings(report, "own");
    let field = table.strings(report, "field");
    let variant = table.strings(report, "variant");
    let item = table.strings(report, "type");
    Some(Helper {
        package: package?,
        names,
        own,
        field,
        variant,
        item,
    })
}

/// The position of an argument, counted from 0.
fn position(table: &mut Cursor<'_, '_>, report: &mut Report<'_>, key: &'static str) -> Option<u32> {
    let number = table.integer(report, key)?;
    let position = u32::try_from(number).ok().filter(|at| *at < 256);
    if position.is_none() {
        report.error(
            table.at_key(key),
            format!("`{key}` is {number}, and arguments are counted from 0"),
        );
    }
    position
}

fn kind(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<SymbolKind> {
    table.required(report, "kind")?;
    table.word(report, "kind")
}

fn required_meaning(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<Meaning> {
    table.required(report, "is")?;
    meaning(table, report, "is")
}

/// `package#Type`, or a package as an object.
fn meaning(
    table: &mut Cursor<'_, '_>,
    report: &mut Report<'_>,
    key: &'static str,
) -> Option<Meaning> {
    let written = table.string(report, key)?;
    let (specifier, ty) = written.split_once('#').unwrap_or((written.as_str(), ""));
    if specifier.is_empty() || (ty.is_empty() && written.contains('#')) {
        report.error(
            table.at_key(key),
            format!("`{key}` is written `PACKAGE#TYPE`, or `PACKAGE` for the package as an object"),
        );
        return None;
    }
    Some(Meaning {
        specifier: specifier.to_owned(),
        ty: ty.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let (_, problems) = read_conventions(text, "c.toml");
        problems
            .iter()
            .map(|problem| problem.to_string().lines().next().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn what_is_built_in_is_sound() {
        for (text, has_package) in [
            (include_str!("../../assets/flex-conventions.toml"), true),
            (include_str!("../../assets/derives.toml"), false),
        ] {
            let (read, problems) = read_conventions(text, "built-in.toml");
            assert_eq!(problems, []);
            assert_eq!(!read.package.is_empty(), has_package);
            assert_eq!(read.helpers.is_empty(), has_package);
        }
    }

    #[test]
    fn the_example_says_what_it_describes() {
        let source = include_str!("conventions.rs");
        let (_, after) = source.split_once("//! ```toml\n").unwrap();
        let (example, _) = after.split_once("//! ```\n").unwrap();
        let example: String = example
            .lines()
            .map(|line| line.trim_start_matches("//!").trim_start().to_owned() + "\n")
            .collect();
        let (read, problems) = read_conventions(&example, "example.toml");
        assert_eq!(problems, []);
        let meaning = |specifier: &str, ty: &str| Meaning {
            specifier: specifier.to_owned(),
            ty: ty.to_owned(),
        };
        let conventions = &read.conventions;
        assert_eq!(
            conventions.parameters,
            [Parameter {
                name: "desk".to_owned(),
                of: vec!["mapState".to_owned()],
                index: Some(0),
                is: meaning("@acme/app", "Desk"),
            }],
        );
        assert_eq!(conventions.props, Some(meaning("acme-plugin", "Props")));
        assert_eq!(
            conventions.names.calls[0].affixes,
            ["before", "after"].map(str::to_owned),
        );
        assert_eq!(conventions.names.roots[0].is, meaning("@acme/app", "State"),);
        assert!(read.contract.unwrap().contains("start(desk: Desk)"));
        assert_eq!(read.helpers[0].item, ["Command".to_owned()]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let after = |text: &str| told(&format!("schema = 1\npackage = \"npm:a\"\n{text}"));
        assert_eq!(
            told("schema = 1"),
            ["c.toml:1:1: error: the file needs `package`"]
        );
        assert_eq!(
            told("schema = 1\npackage = \"@acme/app\""),
            ["c.toml:2:11: error: `package` is written with its registry: `npm:@acme/app`"],
        );
        assert_eq!(
            after("[[parameter]]\nname = \"a\""),
            ["c.toml:3:1: error: a parameter needs `is`"],
        );
        assert_eq!(
            after("[[parameter]]\nname = \"a\"\nis = \"#T\"\nindex = -1"),
            [
                "c.toml:6:9: error: `index` is -1, and arguments are counted from 0",
                "c.toml:5:6: error: `is` is written `PACKAGE#TYPE`, or `PACKAGE` for the package as an object",
            ],
        );
        let told_of_kind = after("[[named]]\nof = \"A.b\"\nkind = \"acton\"\npath = \"Ids\"");
        assert!(
            told_of_kind[0]
                .starts_with("c.toml:5:8: error: `kind`: `acton` is not one of export, "),
            "{told_of_kind:?}"
        );
        assert_eq!(
            told_of_kind[1..],
            ["c.toml:6:8: error: `path` has no `{}`, which stands for the name"],
        );
        assert_eq!(
            after("[[named]]\nof = \"A.b\""),
            ["c.toml:3:1: error: a named call needs `kind`"],
        );
        assert_eq!(
            after("[[attribute]]\npackage = \"crate:a\"\nown = [1]"),
            [
                "c.toml:3:1: error: an attribute needs `names`: what it is called in source",
                "c.toml:5:8: error: `own` must be an array of strings, not an integer",
            ],
        );
        assert_eq!(
            after("[contract]\n"),
            ["c.toml:3:1: error: the contract needs `declarations`"]
        );
        assert_eq!(
            told(
                "schema = 1\nstrings = [\"S\"]\n[[attribute]]\npackage = \"crate:a\"\nnames = [\"a\"]"
            ),
            ["c.toml:1:1: error: the file needs `package`: what it describes is about it"],
        );
        assert_eq!(
            after("strngs = []"),
            ["c.toml:3:1: warning: the file has no key `strngs`; it is not kept"],
        );
    }
}
