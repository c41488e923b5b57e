//! A platform of one's own says what its plugins look like.

use serde_json::Value;

use crate::run::{Ran, World};

const FIRST: &str = "export declare class Desk {\n    /** @deprecated use `show` */\n    open(): void;\n    show(): void;\n    store: any;\n}\n\
                     export declare const Actions: { invoke(name: string, payload?: any): void };\n\
                     export interface State { /** @deprecated */ old: string; now: string }\n";
const SECOND: &str = "export declare class Desk {\n    show(): void;\n    store: any;\n}\n\
                      export declare const Actions: { invoke(name: string, payload?: any): void };\n\
                      export interface State { now: string }\n";

/// Nothing in it is annotated.
const PLUGIN: &str = "import { Actions } from 'acme';
import { Plugin } from 'acme-plugin';

export default class Panel extends Plugin {
  start(desk) {
    desk.open();
    return desk.store.getState().old;
  }
}

export const helper = (desk) => desk.open();
export const call = () => Actions.invoke('beforeOldAction');
";

const CONVENTIONS: &str = r#"schema = 1
package = "npm:acme"

[[parameter]]
name = "desk"
of = ["helper"]
is = "acme#Desk"

[[member]]
path = "Desk.store"
is = "acme-plugin#Store"

[[named]]
of = ["Actions.invoke"]
kind = "action"
affixes = ["before"]

[contract]
declarations = '''
declare module "acme-plugin" {
  import { Desk, State } from "acme";
  export abstract class Plugin { start(desk: Desk): void }
  export interface Store { getState(): State }
}
'''
"#;

/// A workspace of another platform, with a plugin of it.
fn world() -> World {
    let world = World::new();
    let ran = world.run(&["init", "acme", "--new-stream", "app:semver:npm:acme"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for (version, declarations) in [("1.0.0", FIRST), ("2.0.0", SECOND)] {
        let manifest =
            format!(r#"{{"name": "acme", "version": "{version}", "types": "index.d.ts"}}"#);
        world.write("package/package.json", manifest);
        world.write("package/index.d.ts", declarations);
        let ran = world.run(&["import", "package"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    world.write(
        "changelog/app/1.0.0.md",
        "+++\ndate = 2026-01-01\nstage = \"ga\"\n\n[[deprecation]]\nentry = \"a\"\nsymbol = \"OldAction\"\nkind = \"action\"\n\
         change = \"deprecated\"\n+++\n\n## Deprecated\n\n- The action is old. {#a}\n",
    );
    world.write(
        "changelog/app/2.0.0.md",
        "+++\ndate = 2026-02-01\nstage = \"ga\"\n+++\n",
    );
    let manifest =
        r#"{ "name": "panel", "version": "1.0.0", "dependencies": { "acme": "1.0.0" } }"#;
    world.write("plugin/package.json", manifest);
    world.write("plugin/panel.js", PLUGIN);
    world
}

fn scan(world: &World, more: &[&str]) -> Ran {
    let line = ["scan", "plugin", "--format", "json", "--fail-on", "never"];
    world.run(&[&line, more].concat())
}

/// What is found in source, as `LINE SYMBOL STATUS`.
fn found(world: &World, more: &[&str]) -> Vec<String> {
    let ran = scan(world, more);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = document["plugins"][0]["findings"].as_array().unwrap();
    let told = |one: &Value| {
        let word = |key: &str| one[key].as_str().unwrap().to_owned();
        format!(
            "{} {} {}",
            one["start"]["line"],
            word("symbol"),
            word("status")
        )
    };
    let of_source = findings.iter().filter(|one| one["file"] == "panel.js");
    of_source.map(told).collect()
}

#[test]
fn a_platform_of_ones_own_says_what_its_plugins_look_like() {
    let world = world();
    assert_eq!(found(&world, &[]), Vec::<String>::new());
    let all = [
        "6 Desk.open removed",
        "7 State.old removed",
        "11 Desk.open removed",
        "12 OldAction overdue",
    ];
    // Beside forewarn.toml: an answer that was kept without it holds no more.
    world.write("conventions.toml", CONVENTIONS);
    assert_eq!(found(&world, &[]), all);
    // Where the configuration says.
    std::fs::remove_file(world.work().join("conventions.toml")).unwrap();
    assert_eq!(found(&world, &[]), Vec::<String>::new());
    world.write("rules/acme.toml", CONVENTIONS);
    let configuration = world.read("forewarn.toml");
    let named = configuration.replace(
        "# conventions = \"conventions.toml\"",
        "conventions = \"rules/acme.toml\"",
    );
    assert_ne!(named, configuration);
    world.write("forewarn.toml", named);
    assert_eq!(found(&world, &[]), all);
    // A file that is named comes first.
    let fewer = CONVENTIONS.replace("of = [\"helper\"]", "of = [\"another\"]");
    world.write("fewer.toml", fewer);
    let rest: Vec<&str> = all
        .into_iter()
        .filter(|one| !one.starts_with("11"))
        .collect();
    assert_eq!(found(&world, &["--conventions", "fewer.toml"]), rest);
}

#[test]
fn without_the_workspace_the_file_is_named() {
    let world = world();
    let ran = world.run(&["versions"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // Somebody else's folder, with the platform's database.
    let theirs = World::new();
    let database = world.work().join(".forewarn/forewarn.db");
    let database = ["--db", database.to_str().unwrap()];
    theirs.write("plugin/package.json", world.read("plugin/package.json"));
    theirs.write("plugin/panel.js", PLUGIN);
    theirs.write("acme.toml", CONVENTIONS);
    assert_eq!(found(&theirs, &database), Vec::<String>::new());
    let named = [&database[..], &["--conventions", "acme.toml"]].concat();
    assert_eq!(found(&theirs, &named).len(), 4);
    theirs.write(
        "plugin/forewarn.toml",
        "schema = 1\n[scan]\nconventions = \"../acme.toml\"\n",
    );
    assert_eq!(found(&theirs, &database).len(), 4);
}

#[test]
fn what_it_says_in_vain_is_told() {
    let world = world();
    let refused = |text: &str| {
        world.write("conventions.toml", text);
        let ran = scan(&world, &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        ran.stderr
    };
    let told = refused(&CONVENTIONS.replace("affixes", "afixes"));
    assert!(
        told.contains("conventions.toml:16:1") && told.contains("did you mean `affixes`"),
        "{told}"
    );
    let told = refused(&CONVENTIONS.replace("kind = \"action\"", "kind = \"actoin\""));
    assert!(told.contains("did you mean `action`"), "{told}");
    let told = refused(&CONVENTIONS.replace("export interface Store {", "export interface {"));
    assert!(told.contains("of the declarations"), "{told}");
    assert!(told.contains("forewarn scan --help"), "{told}");
    assert_eq!(scan(&world, &["--conventions", "nowhere.toml"]).code, 2);
}
