//! Importing packages from folders: what is recorded, what is refused, and that order does not matter.

use forewarn::domain::api::{ApiHistory, encoding, observations};
use forewarn::domain::surface::outline::{Conventions, outline};
use forewarn::store::{Journal, Store};

use crate::run::{Ran, World};
use crate::surfaces;

const DATABASE: [&str; 2] = ["--db", "api.db"];

fn package(world: &World, folder: &str, version: &str, declarations: &str) {
    world.write(
        &format!("{folder}/package.json"),
        format!(r#"{{"name": "acme", "version": "{version}", "types": "index.d.ts"}}"#),
    );
    world.write(&format!("{folder}/index.d.ts"), declarations);
}

fn run(world: &World, args: &[&str]) -> Ran {
    world.run(&[args, &DATABASE[..]].concat())
}

fn import(world: &World, folder: &str) -> Ran {
    run(world, &["import", folder])
}

const FIRST: &str = "export declare class Manager {\n    /** @deprecated use `on` */\n    listen(): void;\n    on(name: string): void;\n}\n\
                     export declare const gone: string;\n";
const SECOND: &str = "export declare class Manager {\n    on(name: string): void;\n}\n";

#[test]
fn a_package_is_recorded_once_and_its_versions_are_compared() {
    let world = World::new();
    package(&world, "one", "1.0.0", FIRST);
    package(&world, "two", "2.0.0", SECOND);
    let first = import(&world, "one");
    assert_eq!(first.code, 0, "{}", first.stderr);
    assert!(
        first.stdout.contains("1.0.0  2 exports, 1 deprecated"),
        "{}",
        first.stdout
    );
    assert!(
        first.stdout.contains("1 new, 0 replaced"),
        "{}",
        first.stdout
    );
    let again = import(&world, "one");
    assert_eq!(
        (again.code, again.stdout.contains("nothing changed")),
        (0, true),
        "{}",
        again.stdout
    );
    assert_eq!(import(&world, "two").code, 0);
    let diff = run(
        &world,
        &["api", "diff", "1.0.0..2.0.0", "--package", "npm:acme"],
    );
    assert_eq!(diff.code, 0, "{}", diff.stderr);
    for line in [
        "needs major, is a major",
        "Removed: 2",
        "Manager.listen  member, deprecated",
        "gone  export, never deprecated",
    ] {
        assert!(diff.stdout.contains(line), "{line} in {}", diff.stdout);
    }
}

#[test]
fn other_content_of_a_version_is_refused_unless_it_is_to_replace() {
    let world = World::new();
    package(&world, "one", "1.0.0", FIRST);
    package(&world, "other", "1.0.0", SECOND);
    assert_eq!(import(&world, "one").code, 0);
    let refused = import(&world, "other");
    assert_eq!(refused.code, 2);
    let told = format!("{}{}", refused.stdout, refused.stderr);
    assert!(
        told.contains("npm:acme 1.0.0 is recorded with other content"),
        "{told}"
    );
    assert!(told.contains("--replace"), "{told}");
    let shown = |world: &World| {
        run(
            world,
            &["api", "show", "1.0.0", "--package", "npm:acme", "-q"],
        )
        .stdout
    };
    assert!(shown(&world).contains("Manager.listen"));
    let replaced = run(&world, &["import", "other", "--replace"]);
    assert!(
        replaced.stdout.contains("0 new, 1 replaced"),
        "{}",
        replaced.stdout
    );
    assert!(!shown(&world).contains("Manager.listen"));
}

#[test]
fn bad_packages_are_refused_and_leave_nothing() {
    let world = World::new();
    package(&world, "version", "one", FIRST);
    world.write("empty/package.json", "{}");
    world.write("json/package.json", "{");
    for (source, expected) in [
        ("version", "cannot be placed"),
        ("empty", "name"),
        ("json", "package.json"),
        ("missing.tgz", "there is no"),
        ("npm:git+ssh://example.org/a", "not a plain name"),
        ("npm:../a", "not a plain name"),
        ("npm:a b", "not a plain name"),
        ("crate:-x", "not a plain name"),
        ("npm:acme@;rm", "says no versions"),
    ] {
        let ran = import(&world, source);
        assert_eq!(ran.code, 2, "{source}: {} {}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(expected), "{source}: {}", ran.stderr);
        assert!(!world.work().join("api.db").exists(), "{source}");
    }
}

#[test]
fn a_registry_needs_its_tool() {
    // Nothing of this machine is on the path.
    let ran = import(&World::new(), "npm:acme");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("npm is needed"), "{}", ran.stderr);
    assert!(ran.stderr.contains(".tgz"), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_read_is_a_gap_and_makes_the_import_incomplete() {
    let world = World::new();
    world.write(
        "bare/package.json",
        r#"{"name": "bare", "version": "1.0.0"}"#,
    );
    let bare = import(&world, "bare");
    assert_eq!(bare.code, 3, "{} {}", bare.stdout, bare.stderr);
    assert!(
        bare.stdout.contains("no declaration files"),
        "{}",
        bare.stdout
    );
    let deep = format!(
        "{FIRST}export declare const deep: {}1{};\n",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    package(
        &world,
        "deep",
        "1.0.0",
        "export * from \"./deep\";\nexport declare const here: 1;\n",
    );
    world.write("deep/deep.d.ts", deep);
    let deep = import(&world, "deep");
    assert_eq!(deep.code, 3, "{} {}", deep.stdout, deep.stderr);
    assert!(deep.stdout.contains("nested"), "{}", deep.stdout);
    package(&world, "broken", "2.0.0", "export declare class {{{ \u{0}");
    let broken = import(&world, "broken");
    assert_eq!(broken.code, 3, "{} {}", broken.stdout, broken.stderr);
}

#[test]
fn a_dry_run_writes_nothing() {
    let world = World::new();
    package(&world, "one", "1.0.0", FIRST);
    let ran = run(&world, &["import", "one", "--dry-run"]);
    assert_eq!(
        (ran.code, ran.stdout.contains("nothing written")),
        (0, true),
        "{}",
        ran.stdout
    );
    assert!(!world.work().join("api.db").exists());
}

/// All orders of four versions.
fn orders() -> Vec<Vec<&'static str>> {
    let mut orders = vec![Vec::new()];
    for version in surfaces::VERSIONS {
        orders = orders
            .into_iter()
            .flat_map(|order: Vec<&str>| {
                (0..=order.len()).map(move |at| {
                    let mut order = order.clone();
                    order.insert(at, *version);
                    order
                })
            })
            .collect();
    }
    assert_eq!(orders.len(), 24);
    orders
}

#[test]
fn versions_read_in_any_order_give_the_same_content() {
    let world = World::new();
    let recorded = |order: &[&str]| -> ApiHistory {
        let path = world.work().join(format!("{}.db", order.join("-")));
        let mut store = surfaces::change_log(&path);
        for version in order {
            surfaces::record(&mut store, &surfaces::surface(version));
        }
        drop(store);
        let store = Store::open_or_create(&path, Journal::Rollback).unwrap();
        store.api_history(surfaces::PACKAGE).unwrap()
    };
    let observed = |order: &[&str], like: &ApiHistory| -> ApiHistory {
        let mut history = ApiHistory::new(surfaces::PACKAGE);
        for version in order {
            let read = like
                .versions
                .iter()
                .find(|one| one.version == *version)
                .unwrap();
            let outline = outline(&surfaces::surface(version), &Conventions::default());
            history.observe(read.clone(), observations(&outline));
        }
        history.settle();
        history
    };
    let first = recorded(surfaces::VERSIONS);
    assert_eq!(first.versions.len(), 4);
    let bytes = encoding::encode(&first).unwrap();
    assert_eq!(encoding::decode(&bytes).unwrap(), first);
    for order in orders() {
        let history = recorded(&order);
        assert!(history == first, "{order:?}");
        assert_eq!(encoding::encode(&history).unwrap(), bytes, "{order:?}");
        assert!(observed(&order, &first) == first, "{order:?}");
    }
}
