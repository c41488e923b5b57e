//! Platforms that nobody looked at before: what their declarations and their plugins may look like.

use serde_json::Value;

use crate::run::World;

/// Imports versions of the package `acme` into the database `api.db`.
fn import(world: &World, version: &str, manifest: &str, files: &[(&str, &str)]) {
    let folder = format!("acme-{version}");
    let manifest = format!("{{\"name\": \"acme\", \"version\": \"{version}\", {manifest}}}");
    world.write(&format!("{folder}/package.json"), manifest);
    for (path, text) in files {
        world.write(&format!("{folder}/{path}"), text);
    }
    let ran = world.run(&["import", &folder, "--db", "api.db"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
}

/// What is found in the folder `plugin`, of low confidence too, as `FILE:LINE SYMBOL STATUS CONFIDENCE`, without its manifest.
fn found(world: &World) -> Vec<String> {
    let manifest =
        r#"{ "name": "plugin", "version": "1.0.0", "dependencies": { "acme": "1.0.0" } }"#;
    world.write("plugin/package.json", manifest);
    let ran = world.run(&[
        "scan",
        "plugin",
        "--db",
        "api.db",
        "--package",
        "npm:acme",
        "--format",
        "json",
        "--fail-on",
        "never",
        "--min-confidence",
        "low",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let findings = document["plugins"][0]["findings"].as_array().unwrap();
    let told = |one: &Value| {
        let word = |key: &str| one[key].as_str().unwrap().to_owned();
        let line = &one["start"]["line"];
        format!(
            "{}:{line} {} {} {}",
            word("file"),
            word("symbol"),
            word("status"),
            word("confidence")
        )
    };
    let of_source = findings.iter().filter(|one| one["file"] != "package.json");
    of_source.map(told).collect()
}

/// As compilers have it: the first overload that fits, and to name a function is to use none of its forms.
#[test]
fn only_the_overload_that_is_called_counts() {
    let world = World::new();
    let first = "export declare function from<T>(input: T[]): T;
export declare function join(...all: number[]): number;
export declare function take(of: string): void;
export declare function of<T>(value: T): Obs<T>;
export declare function of<A extends readonly unknown[]>(...all: A): Obs<A>;
export declare class Obs<T> { subscribe(o?: { next?: (v: T) => void } | ((v: T) => void)): void; }
";
    let second = "export declare function from<T>(input: T[]): T;
/** @deprecated the second parameter goes */
export declare function from<T>(input: T[], s: object | undefined): T;
export declare function join(all: number[]): number;
/** @deprecated give a list */
export declare function join(...all: number[]): number;
/** @deprecated numbers go */
export declare function take(of: number): void;
export declare function take(of: string): void;
export interface Sched { now(): number; schedule(work: () => void): void }
/** @deprecated */
export declare function of(scheduler: Sched): Obs<never>;
/** @deprecated */
export declare function of<A extends readonly unknown[]>(...all: [...A, Sched]): Obs<A>;
/** @deprecated */
export declare function of<T>(): Obs<T>;
export declare function of<T>(value: T): Obs<T>;
export declare function of<A extends readonly unknown[]>(...all: A): Obs<A>;
export declare class Obs<T> {
  subscribe(o?: { next?: (v: T) => void } | ((v: T) => void)): void;
  /** @deprecated use an observer */
  subscribe(next?: ((v: T) => void) | null, error?: ((e: any) => void) | null): void;
}
";
    import(
        &world,
        "1.0.0",
        "\"types\": \"index.d.ts\"",
        &[("index.d.ts", first)],
    );
    import(
        &world,
        "2.0.0",
        "\"types\": \"index.d.ts\"",
        &[("index.d.ts", second)],
    );
    world.write(
        "plugin/a.ts",
        "import { from, join, take, of, Obs } from 'acme';
from([1]);
from([1], undefined);
join([1]);
join(1, 2);
join(...[1, 2]);
take('x');
take(1);
declare const o: Obs<number>;
o.subscribe();
o.subscribe((v) => v);
o.subscribe({ next: () => 0 });
o.subscribe((v) => v, () => 0);
export const passed = [from, o.subscribe];
of(1); of('a'); of({ type: 'b' }); of([1]);
class Own { name = 'x'; }
of(new Own());
class Clock { now() { return 1; } schedule(work: () => void) {} }
of(new Clock());
of(1, 'a'); of({ type: 'b' }, { type: 'c' });
of(1, new Clock());
of<number>();
",
    );
    assert_eq!(
        found(&world),
        [
            "a.ts:3 from deprecated high",
            "a.ts:5 join deprecated high",
            "a.ts:6 join deprecated high",
            "a.ts:8 take deprecated high",
            "a.ts:13 Obs.subscribe deprecated high",
            "a.ts:19 of deprecated high",
            "a.ts:21 of deprecated high",
            "a.ts:22 of deprecated high",
        ],
    );
}

#[test]
fn import_paths_lie_where_the_manifest_says() {
    let world = World::new();
    let manifest = r#""exports": {
        ".": { "types": "./dist/index.d.ts" },
        "./ops": { "types": "./dist/ops/index.d.ts" },
        "./parts/*": { "types": "./dist/parts/*.d.ts" }
    }"#;
    let root = ("dist/index.d.ts", "export declare const a: 1;");
    let older = "export declare function older(): number; export declare function gone(): number;";
    let old = [
        root,
        ("dist/ops/index.d.ts", older),
        ("dist/parts/b.d.ts", older),
    ];
    import(&world, "1.0.0", manifest, &old);
    let older = "/** @deprecated */ export declare function older(): number;";
    let new = [
        root,
        ("dist/ops/index.d.ts", older),
        ("dist/parts/b.d.ts", older),
    ];
    import(&world, "2.0.0", manifest, &new);
    world.write(
        "plugin/a.ts",
        "import { older, gone } from 'acme/ops';\nolder();\ngone();\nimport * as b from 'acme/parts/b';\nb.gone();\n",
    );
    assert_eq!(
        found(&world),
        [
            "a.ts:2 older deprecated high",
            "a.ts:3 gone removed high",
            "a.ts:5 gone removed high",
        ],
    );
}

/// What a program wrote is not scanned, and what comes through it is known all the same.
#[test]
fn generated_files_are_followed() {
    let world = World::new();
    import(
        &world,
        "1.0.0",
        "\"types\": \"index.d.ts\"",
        &[(
            "index.d.ts",
            "export declare class Desk { close(): void; open(): void }",
        )],
    );
    import(
        &world,
        "2.0.0",
        "\"types\": \"index.d.ts\"",
        &[("index.d.ts", "export declare class Desk { open(): void }")],
    );
    world.write(
        "plugin/index.ts",
        "/* Code generated by a tool. DO NOT EDIT. */\nimport { Desk } from 'acme';\nexport * from './service';\nexport const c = (d: Desk) => d.close();\n",
    );
    world.write(
        "plugin/service.ts",
        "import { Desk } from 'acme';\nexport class Service { get(): Desk { return null!; } }\n",
    );
    world.write(
        "plugin/use.ts",
        "import { Service } from './index';\ndeclare const s: Service;\ns.get().close();\n",
    );
    assert_eq!(found(&world), ["use.ts:3 Desk.close removed high"]);
    // From the answer that was kept as well, with as many files.
    let scan = [
        "scan",
        "plugin",
        "--db",
        "api.db",
        "--package",
        "npm:acme",
        "--fail-on",
        "never",
    ];
    let (first, again) = (world.run(&scan), world.run(&scan));
    assert_eq!(first.stdout, again.stdout);
    assert!(first.stdout.contains("Scanned 2 files"), "{}", first.stdout);
}
