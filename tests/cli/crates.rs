//! A made-up platform of crates whose changelog nobody keeps: what it offers is known from the packages alone.

use crate::run::World;

const OLD: &str = r#"
#[deprecated(note = "use `draw`")]
pub fn paint() {}
pub fn draw() {}
pub struct Canvas { pub width: u16 }
"#;

const NEW: &str = r"
pub fn draw() {}
#[deprecated] pub struct Canvas { pub width: u16 }
";

fn platform() -> World {
    let world = World::new();
    for (version, source) in [("0.1.0", OLD), ("0.2.0", NEW), ("0.2.1", NEW)] {
        let manifest = format!("[package]\nname = \"easel\"\nversion = \"{version}\"\n");
        world.write(&format!("easel-{version}/Cargo.toml"), &manifest);
        world.write(&format!("easel-{version}/src/lib.rs"), source);
    }
    let lay = |args: &[&str]| {
        let ran = world.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
    };
    lay(&[
        "init",
        "easel",
        "--name",
        "Easel",
        "--new-stream",
        "lib:semver:crate:easel",
    ]);
    for version in ["0.1.0", "0.2.0", "0.2.1"] {
        lay(&["import", &format!("easel-{version}")]);
    }
    world.write(
        "plugin/Cargo.toml",
        "[package]\nname = \"stroke\"\nversion = \"1.0.0\"\n\n[dependencies]\neasel = \"0.1\"\n",
    );
    world.write(
        "plugin/src/main.rs",
        "use easel::Canvas;\n\nfn main() {\n    easel::paint();\n    let _ = Canvas { width: 3 };\n}\n",
    );
    world
}

/// An answer up to where its data came from, which ends with the day of the import.
fn told(answer: &str) -> &str {
    let end = ["\nScanned ", "\nDeclarations of "]
        .iter()
        .filter_map(|begin| answer.find(begin))
        .min();
    end.and_then(|end| answer.get(..end)).unwrap_or(answer)
}

#[test]
fn a_move_is_told_where_no_release_is_recorded() {
    let world = platform();
    let ran = world.run(&[
        "impact",
        "0.1.0..0.2.1",
        "--plugin",
        "plugin",
        "--as-of",
        "2026-06-15",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    insta::assert_snapshot!(told(&ran.stdout));
}

#[test]
fn a_manifest_of_cargo_is_held_to_the_target() {
    let world = platform();
    let ran = world.run(&["scan", "plugin", "--from", "0.1.0", "--to", "0.2.1"]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    insta::assert_snapshot!(told(&ran.stdout));
}

#[test]
fn deprecations_are_told_at_a_version_that_only_its_package_shows() {
    let world = platform();
    let ran = world.run(&["deprecations", "--at", "0.2.0", "--as-of", "2026-06-15"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    insta::assert_snapshot!(told(&ran.stdout));
    let unknown = world.run(&["deprecations", "--at", "0.3.0"]);
    assert_eq!(unknown.code, 2);
    insta::assert_snapshot!(unknown.stderr);
}
