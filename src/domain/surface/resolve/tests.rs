//! Modules of bare names: what a name leads to.

use super::*;
use crate::domain::surface::{DeclarationKind, Language};

fn id(name: &str) -> ModuleId {
    ModuleId(name.to_owned())
}

fn export(name: &str, what: Exported) -> Export {
    Export {
        name: name.to_owned(),
        what,
        notes: Notes::default(),
        cfg: None,
        line: 0,
    }
}

fn own(name: &str) -> Export {
    export(name, Exported::Own(name.to_owned()))
}

fn from(name: &str, module: &str, there: &str) -> Export {
    export(
        name,
        Exported::From {
            module: id(module),
            name: there.to_owned(),
        },
    )
}

fn star(module: &str) -> Export {
    export("", Exported::All(Origin::Module(id(module))))
}

fn declared(name: &str) -> Declaration {
    Declaration {
        name: name.to_owned(),
        kind: DeclarationKind::Interface,
        generics: Vec::new(),
        extends: Vec::new(),
        implements: Vec::new(),
        members: Vec::new(),
        ty: None,
        notes: Notes::default(),
        cfg: None,
        line: 1,
    }
}

fn surface(modules: Vec<(&str, Vec<&str>, Vec<Export>)>) -> Surface {
    Surface {
        language: Language::TypeScript,
        package: "npm:x".to_owned(),
        version: "1.0.0".to_owned(),
        members: Vec::new(),
        requires: Vec::new(),
        root: None,
        modules: modules
            .into_iter()
            .map(|(name, declarations, exports)| {
                let declarations = declarations.into_iter().map(declared).collect();
                (
                    id(name),
                    Module {
                        declarations,
                        exports,
                    },
                )
            })
            .collect(),
        tags: Vec::new(),
        said: Vec::new(),
        gaps: Vec::new(),
    }
}

fn found(surface: &Surface, module: &str, name: &str) -> String {
    match resolve(surface, &id(module), name) {
        Resolution::Own { module, name } => format!("{}:{name}", module.0),
        Resolution::Namespace(module) => format!("module {}", module.0),
        Resolution::Foreign { package, path } => format!("{package} {path}"),
        Resolution::Missing => "missing".to_owned(),
    }
}

#[test]
fn re_exports_are_followed_to_the_declaration() {
    let surface = surface(vec![
        (
            "a",
            vec![],
            vec![from("X", "b", "Y"), star("c"), from("Z", "gone", "Z")],
        ),
        ("b", vec![], vec![from("Y", "c", "default")]),
        (
            "c",
            vec!["C", "D"],
            vec![export("default", Exported::Own("C".to_owned())), own("D")],
        ),
    ]);
    assert_eq!(found(&surface, "a", "X"), "c:C");
    assert_eq!(found(&surface, "a", "D"), "c:D");
    assert_eq!(found(&surface, "a", "default"), "missing");
    assert_eq!(found(&surface, "a", "Z"), "missing");
    assert_eq!(found(&surface, "gone", "Z"), "missing");
    let names: Vec<String> = exported_names(&surface, &id("a")).into_keys().collect();
    assert_eq!(names, ["D", "X", "Z"]);
}

#[test]
fn an_explicit_export_beats_stars_and_the_first_star_counts() {
    let surface = surface(vec![
        ("a", vec!["X"], vec![star("b"), star("c"), own("X")]),
        ("b", vec!["X", "Y"], vec![own("X"), own("Y")]),
        ("c", vec!["Y"], vec![own("Y")]),
    ]);
    assert_eq!(found(&surface, "a", "X"), "a:X");
    assert_eq!(found(&surface, "a", "Y"), "b:Y");
}

#[test]
fn cycles_end() {
    let surface = surface(vec![
        (
            "a",
            vec!["A"],
            vec![star("b"), own("A"), from("loop", "b", "loop")],
        ),
        (
            "b",
            vec!["B"],
            vec![star("a"), own("B"), from("loop", "a", "loop")],
        ),
        ("self", vec![], vec![star("self"), from("x", "self", "x")]),
    ]);
    assert_eq!(found(&surface, "a", "B"), "b:B");
    assert_eq!(found(&surface, "b", "A"), "a:A");
    assert_eq!(found(&surface, "a", "loop"), "missing");
    assert_eq!(found(&surface, "self", "x"), "missing");
    assert_eq!(found(&surface, "self", "y"), "missing");
    assert_eq!(exported_names(&surface, &id("b")).len(), 3);
}

#[test]
fn long_chains_need_no_stack() {
    let names: Vec<String> = (0..20_000).map(|at| format!("m{at:05}")).collect();
    let mut modules: Vec<(&str, Vec<&str>, Vec<Export>)> = names
        .windows(2)
        .map(|pair| (pair[0].as_str(), vec![], vec![star(&pair[1])]))
        .collect();
    modules.push((names.last().unwrap(), vec!["X"], vec![own("X")]));
    let surface = surface(modules);
    assert_eq!(found(&surface, "m00000", "X"), "m19999:X");
}

#[test]
fn namespaces_and_members_are_followed() {
    let surface = surface(vec![
        (
            "a",
            vec!["N", "N.X"],
            vec![
                own("N"),
                export("n", Exported::Namespace(id("b"))),
                export("N.Y", Exported::Own("N.X".to_owned())),
                export("N.Z", Exported::Own("N.Z".to_owned())),
            ],
        ),
        ("b", vec!["B"], vec![own("B")]),
    ]);
    assert_eq!(found(&surface, "a", "n"), "module b");
    assert_eq!(found(&surface, "a", "n.B"), "b:B");
    assert_eq!(found(&surface, "a", "N.X"), "a:N.X");
    assert_eq!(found(&surface, "a", "N.Y"), "a:N.X");
    assert_eq!(found(&surface, "a", "N.Z"), "missing");
    let names: Vec<String> = exported_names(&surface, &id("a")).into_keys().collect();
    assert_eq!(names, ["N", "n"]);
}

#[test]
fn what_is_assigned_to_the_exports_gives_its_members() {
    let surface = surface(vec![
        (
            "a",
            vec!["f", "f.Options"],
            vec![export("export=", Exported::Own("f".to_owned()))],
        ),
        (
            "b",
            vec![],
            vec![from("Opts", "a", "Options"), from("whole", "a", "default")],
        ),
    ]);
    assert_eq!(found(&surface, "a", "Options"), "a:f.Options");
    assert_eq!(found(&surface, "b", "Opts"), "a:f.Options");
    assert_eq!(found(&surface, "b", "whole"), "a:f");
    let names: Vec<String> = exported_names(&surface, &id("a")).into_keys().collect();
    assert_eq!(names, ["Options"]);
}

#[test]
fn what_is_foreign_stays_foreign() {
    let foreign = |path: &str| Exported::Foreign {
        package: "react".to_owned(),
        path: path.to_owned(),
    };
    let surface = surface(vec![(
        "a",
        vec![],
        vec![
            export("X", foreign("X")),
            export("ns", foreign("")),
            export(
                "",
                Exported::All(Origin::Foreign {
                    package: "redux".to_owned(),
                    path: String::new(),
                }),
            ),
        ],
    )]);
    assert_eq!(found(&surface, "a", "X"), "react X");
    assert_eq!(found(&surface, "a", "ns.Y"), "react Y");
    assert_eq!(found(&surface, "a", "Store"), "redux Store");
    assert_eq!(exported_names(&surface, &id("a")).len(), 2);
}
