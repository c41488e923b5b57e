//! Packages of a few made files: names bound, gaps told.

use std::collections::BTreeMap;

use super::*;
use crate::domain::surface::outline::{Conventions, outline};
use crate::domain::surface::resolve::{Resolution, exported_names, resolve};
use crate::domain::surface::types::{Target, Type};
use crate::domain::surface::{Language, ModuleId};
use crate::ingest::package::Entry;

mod outlines;

fn package(name: &str, files: &[(&str, &str)]) -> Package {
    Package {
        language: Language::TypeScript,
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        requires: Vec::new(),
        entry: Entry {
            root: Some("index.d.ts".to_owned()),
            deep: true,
            ..Entry::default()
        },
        files: files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
            .collect(),
        skipped: 0,
        gaps: Vec::new(),
    }
}

fn read(files: &[(&str, &str)]) -> Surface {
    surface(&package("p", files), &[])
}

/// What each root export leads to.
fn roots(surface: &Surface) -> BTreeMap<String, String> {
    exported_names(surface, surface.root.as_ref().unwrap())
        .into_iter()
        .map(|(name, found)| {
            let told = match found {
                Resolution::Own { module, name } => format!("{}:{name}", module.0),
                other => format!("{other:?}"),
            };
            (name, told)
        })
        .collect()
}

/// What the type of an alias is bound to.
fn target(surface: &Surface, module: &str, alias: &str) -> Target {
    let module = &surface.modules[&ModuleId(module.to_owned())];
    let ty = module.named(alias).next().unwrap().ty.clone().unwrap();
    match ty {
        Type::Named(named) | Type::TypeOf(named) => named.target,
        other => panic!("{other:?}"),
    }
}

fn declared(module: &str, name: &str) -> Target {
    Target::Declared {
        module: ModuleId(module.to_owned()),
        name: name.to_owned(),
    }
}

#[test]
fn names_are_bound_over_files() {
    let surface = read(&[
        (
            "index.d.ts",
            "import { A as B } from './lib'; export type X = B; export * from './lib/index.js';",
        ),
        (
            "lib/index.d.ts",
            "export { default as A } from '../a'; export type Y = import('..').X;",
        ),
        ("a.d.ts", "export default class A {}"),
    ]);
    assert_eq!(surface.gaps, []);
    assert_eq!(target(&surface, "index", "X"), declared("a", "A"));
    assert_eq!(target(&surface, "lib/index", "Y"), declared("index", "X"));
    let names: Vec<String> = roots(&surface)
        .into_iter()
        .map(|(name, to)| format!("{name} {to}"))
        .collect();
    assert_eq!(names, ["A a:A", "X index:X", "Y lib/index:Y"]);
}

#[test]
fn what_no_export_leads_to_is_left_out() {
    let surface = read(&[(
        "index.d.ts",
        "interface Base {} interface Other {} export interface A extends Base {} export {};",
    )]);
    let names: Vec<&str> = surface.modules[&ModuleId("index".to_owned())]
        .declarations
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["Base", "A"]);
}

#[test]
fn what_is_missing_is_a_gap() {
    let surface = read(&[
        (
            "index.d.ts",
            "import { No } from './lib'; import { Gone } from './gone';\nexport { Never };\nexport type A = No; export type B = Gone; export type C = import('./away').X;",
        ),
        ("lib.d.ts", "export {};"),
    ]);
    let told: Vec<(GapKind, u32)> = surface
        .gaps
        .iter()
        .map(|one| (one.kind, one.line))
        .collect();
    assert_eq!(
        told,
        [
            (GapKind::MissingModule, 1),
            (GapKind::MissingModule, 3),
            (GapKind::MissingName, 1),
            (GapKind::MissingName, 2),
        ]
    );
    for alias in ["A", "B", "C"] {
        assert_eq!(target(&surface, "index", alias), Target::Missing);
    }
}

#[test]
fn members_are_folded_in() {
    let core = package(
        "@x/core",
        &[
            ("index.d.ts", "export * from './src/deep';"),
            ("src/deep.d.ts", "export interface Deep {}"),
        ],
    );
    let main = package(
        "@x/main",
        &[(
            "index.d.ts",
            "export * from '@x/core'; export type A = import('@x/core/src/deep').Deep; export type B = import('@x/main').A; export type C = import('@x/other/sub').D;",
        )],
    );
    let members = [
        Folded {
            name: "@x/core",
            range: "^1.0.0",
            package: Some(&core),
        },
        Folded {
            name: "@x/gone",
            range: "2",
            package: None,
        },
    ];
    let surface = surface(&main, &members);
    assert_eq!(
        target(&surface, "index", "A"),
        declared("@x/core:src/deep", "Deep")
    );
    assert_eq!(target(&surface, "index", "B"), declared("index", "A"));
    assert_eq!(
        target(&surface, "index", "C"),
        Target::Foreign {
            package: "@x/other".to_owned(),
            path: "/sub#D".to_owned()
        }
    );
    assert_eq!(roots(&surface)["Deep"], "@x/core:src/deep:Deep");
    assert_eq!(surface.members[0].version.as_deref(), Some("1.0.0"));
    assert_eq!(
        surface.members[0].root,
        Some(ModuleId("@x/core:index".to_owned()))
    );
    assert_eq!(surface.gaps.len(), 1);
    assert_eq!(surface.gaps[0].kind, GapKind::MissingMember);
}

#[test]
fn manifests_say_what_can_be_imported() {
    let mut main = package(
        "p",
        &[
            (
                "index.d.ts",
                "export type A = import('p/hooks').H; export type B = import('p/parts/x').X; export type C = import('p/dist/hooks').H;",
            ),
            ("dist/hooks.d.ts", "export interface H {}"),
            ("dist/parts/x.d.ts", "export interface X {}"),
        ],
    );
    main.entry.deep = false;
    main.entry.further = [
        ("./hooks", "./dist/hooks.d.ts"),
        ("./parts/*", "./dist/parts/*.d.ts"),
    ]
    .map(|(path, file)| (path.to_owned(), file.to_owned()))
    .into();
    let surface = surface(&main, &[]);
    assert_eq!(target(&surface, "index", "A"), declared("dist/hooks", "H"));
    assert_eq!(
        target(&surface, "index", "B"),
        declared("dist/parts/x", "X")
    );
    assert_eq!(target(&surface, "index", "C"), Target::Missing);
}

#[test]
fn what_is_global_is_seen_everywhere() {
    let surface = read(&[
        (
            "index.d.ts",
            "export type A = G; export type B = Window; export type C = S; export type D = Nothing; export type E = Promise<string>;",
        ),
        (
            "globals.d.ts",
            "declare global { interface G {} interface Window { a: G } } export {};",
        ),
        ("script.d.ts", "interface S {}"),
    ]);
    assert_eq!(
        target(&surface, "index", "A"),
        declared("globals#global", "G")
    );
    assert_eq!(target(&surface, "index", "B"), Target::Global);
    assert_eq!(
        target(&surface, "index", "C"),
        declared("script#global", "S")
    );
    assert_eq!(target(&surface, "index", "D"), Target::Global);
    assert_eq!(target(&surface, "index", "E"), Target::Global);
}

#[test]
fn additions_go_to_the_module_that_they_name() {
    let surface = read(&[
        ("index.d.ts", "export * from './a'; import './more';"),
        ("a.d.ts", "export interface A { a: string }"),
        (
            "more.d.ts",
            "import { X } from './x'; declare module './a' { interface A { b: X } interface B {} }",
        ),
        ("x.d.ts", "export interface X {}"),
    ]);
    let module = &surface.modules[&ModuleId("a".to_owned())];
    assert_eq!(module.named("A").count(), 2);
    let added = module.named("A").nth(1).unwrap().members[0]
        .ty
        .clone()
        .unwrap();
    assert!(matches!(added, Type::Named(one) if one.target == declared("x", "X")));
    assert_eq!(roots(&surface).into_keys().collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn aliases_that_go_round_end() {
    let surface = read(&[(
        "index.d.ts",
        "import A = B; import B = A; export { A }; export type T = A; export import C = C; export type X = X; export * from './index';",
    )]);
    assert_eq!(target(&surface, "index", "X"), declared("index", "X"));
    assert_eq!(roots(&surface).len(), 4);
}

#[test]
fn type_parameters_hide_what_is_outside() {
    let surface = read(&[(
        "index.d.ts",
        "interface T {} export type A<T> = T; export type B = T; export type C = typeof B; declare const B: string;",
    )]);
    assert_eq!(target(&surface, "index", "A"), Target::Parameter);
    assert_eq!(target(&surface, "index", "B"), declared("index", "T"));
    assert_eq!(target(&surface, "index", "C"), declared("index", "B"));
}

#[test]
fn files_that_cannot_be_read_are_gaps_beside_the_rest() {
    let deep = format!(
        "export type D = {}string{};",
        "(".repeat(100_000),
        ")".repeat(100_000)
    );
    let mut main = package(
        "p",
        &[
            (
                "index.d.ts",
                "export * from './bad'; export * from './deep'; export interface A {}",
            ),
            ("deep.d.ts", &deep),
        ],
    );
    main.files.insert("bad.d.ts".to_owned(), vec![0xff, 0xfe]);
    let surface = surface(&main, &[]);
    assert_eq!(surface.gaps.len(), 2);
    assert!(
        surface
            .gaps
            .iter()
            .all(|one| one.kind == GapKind::Unreadable)
    );
    assert_eq!(roots(&surface).into_keys().collect::<Vec<_>>(), ["A"]);
}

#[test]
fn a_package_without_declarations_is_a_gap() {
    let surface = read(&[("index.js", "module.exports = 1;")]);
    assert_eq!(surface.gaps[0].kind, GapKind::NoTypes);
    assert_eq!(surface.root, None);
}

#[test]
fn files_of_several_kinds_of_module_stay_apart() {
    let surface = read(&[
        ("index.d.ts", "export type A = import('./x.mjs').X;"),
        ("x.d.ts", "export interface X {}"),
        ("x.d.mts", "export interface X {}"),
        ("only.d.cts", "export interface Y {}"),
    ]);
    assert_eq!(target(&surface, "index", "A"), declared("x.mts", "X"));
    assert!(surface.modules.contains_key(&ModuleId("only".to_owned())));
}

#[test]
fn a_namespace_exports_what_stands_around_it() {
    let surface = read(&[(
        "index.d.ts",
        "/** @deprecated */ declare function old(): void;\n\
         declare const n_old: typeof old;\n\
         declare function kept(): void;\n\
         declare namespace n { export { n_old as old, kept }; }\n\
         export { n };",
    )]);
    assert_eq!(surface.gaps, []);
    let symbols = outline(&surface, &Conventions::default()).root;
    let told: Vec<(&str, bool)> = (symbols.iter())
        .map(|(path, one)| {
            let deprecated = one
                .forms
                .iter()
                .any(|form| form.notes.deprecated().is_some());
            (path.as_str(), deprecated)
        })
        .collect();
    assert_eq!(told, [("n", false), ("n.kept", false), ("n.old", true)]);
}

#[test]
fn whole_re_exports_bring_the_names_of_the_other_package() {
    let mut surface = read(&[
        (
            "index.d.ts",
            "export * from 'other'; export * from 'other/deep'; export * from 'unknown'; export interface Own {}",
        ),
        ("only.d.ts", "export * from 'other';"),
    ]);
    let mut other = package(
        "other",
        &[
            (
                "index.d.ts",
                "export interface A {} export interface Own {} export * from './more'; export * from 'third'; export default A;",
            ),
            ("more.d.ts", "export declare class B {}"),
            ("deep.d.ts", "export declare const C: number;"),
        ],
    );
    other.version = "2.0.0".to_owned();
    // They re-export each other.
    let third = package(
        "third",
        &[("index.d.ts", "export type D = 1; export * from 'other';")],
    );
    name_stars(&mut surface, &[&other, &third]);
    let told = roots(&surface);
    assert_eq!(
        told.keys().map(String::as_str).collect::<Vec<_>>(),
        ["A", "B", "C", "D", "Own"]
    );
    assert_eq!(told["Own"], "index:Own");
    assert!(told["D"].contains("third"), "{told:?}");
    let only = surface.modules.keys().find(|id| id.0 == "only").unwrap();
    let missing = resolve(&surface, only, "Missing");
    assert_eq!(missing, Resolution::Missing);
    // What the unknown package brings stays open.
    let root = surface.root.clone().unwrap();
    let open = resolve(&surface, &root, "Missing");
    assert!(
        matches!(open, Resolution::Foreign { ref package, .. } if package == "unknown"),
        "{open:?}"
    );
}

#[test]
fn import_paths_that_the_manifest_opens_lead_to_their_files() {
    let mut opened = package(
        "p",
        &[
            ("index.d.ts", "export declare const a: 1;"),
            (
                "dist/ops/index.d.ts",
                "export declare const b: 1; declare const c: 2; export default c;",
            ),
            ("dist/parts/one.d.ts", "export declare const d: 1;"),
            ("here.d.ts", "export declare const e: 1;"),
        ],
    );
    opened.entry.further = [
        ("./ops", "dist/ops/index.d.ts"),
        ("./parts/*", "dist/parts/*.d.ts"),
        ("./here", "here.d.ts"),
        ("./nowhere", "nowhere.d.ts"),
    ]
    .map(|(path, file)| (path.to_owned(), file.to_owned()))
    .into();
    let surface = surface(&opened, &[]);
    let ids: Vec<&str> = surface.modules.keys().map(|id| id.0.as_str()).collect();
    assert_eq!(
        ids,
        [
            "dist/ops/index",
            "dist/parts/one",
            "here",
            "index",
            "ops",
            "parts/one"
        ]
    );
    let leads_to = |module: &str, name: &str| {
        let module = ModuleId(module.to_owned());
        match resolve(&surface, &module, name) {
            Resolution::Own { module, name } => format!("{}:{name}", module.0),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(leads_to("ops", "b"), "dist/ops/index:b");
    assert_eq!(leads_to("ops", "default"), "dist/ops/index:c");
    assert_eq!(leads_to("parts/one", "d"), "dist/parts/one:d");
}
