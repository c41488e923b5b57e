//! Surfaces of published crates, as lists that `tests/foreign/rustdoc.py --compare` holds against rustdoc's.
//!
//! `FOREWARN_CRATES` names unpacked crates, a space between any two; of each the members are given after it, with `+`:
//! `clap-4.6.7+clap_builder-4.6.7`. Lists go to the folder `FOREWARN_LISTS`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Instant;

use forewarn::domain::surface::symbols::symbols;
use forewarn::domain::surface::{Language, Requirement, RequirementKind};
use forewarn::ingest::crates::{Folded, surface};
use forewarn::ingest::package::{Entry, Package};

#[expect(
    clippy::disallowed_methods,
    reason = "the crates are given from outside"
)]
fn files(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            files(&path, root, found);
        } else if path
            .extension()
            .is_some_and(|one| one == "rs" || one == "toml")
        {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            found.insert(name.to_owned(), std::fs::read(&path).unwrap());
        }
    }
}

fn package(folder: &Path) -> Package {
    let mut found = BTreeMap::new();
    files(folder, folder, &mut found);
    let manifest = std::str::from_utf8(&found["Cargo.toml"]).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let mut package = Package {
        language: Language::Rust,
        name: manifest["package"]["name"].as_str().unwrap().to_owned(),
        version: manifest["package"]["version"].as_str().unwrap().to_owned(),
        requires: Vec::new(),
        entry: Entry {
            root: Some("src/lib.rs".to_owned()),
            ..Entry::default()
        },
        files: found,
        skipped: 0,
        gaps: Vec::new(),
    };
    dependencies(&manifest, &mut package);
    for target in manifest
        .get("target")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flatten()
    {
        dependencies(target.1.as_table().unwrap(), &mut package);
    }
    package
}

fn dependencies(table: &toml::Table, package: &mut Package) {
    for (name, value) in table
        .get("dependencies")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flatten()
    {
        let text = |key: &str| value.get(key).and_then(toml::Value::as_str);
        let real = text("package").unwrap_or(name);
        if real != name {
            package.entry.renamed.insert(name.clone(), real.to_owned());
        }
        package.requires.push(Requirement {
            name: real.to_owned(),
            range: text("version").or(value.as_str()).unwrap_or("*").to_owned(),
            kind: RequirementKind::Dependency,
        });
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the crates are given from outside"
)]
fn crates_are_listed() {
    let Ok(crates) = std::env::var("FOREWARN_CRATES") else {
        return;
    };
    let lists =
        std::env::var("FOREWARN_LISTS").expect("FOREWARN_LISTS names the folder of the lists");
    for family in crates.split(' ').filter(|one| !one.is_empty()) {
        let packages: Vec<Package> = family
            .split('+')
            .map(|one| package(Path::new(one)))
            .collect();
        let (root, members) = packages.split_first().unwrap();
        let names: Vec<String> = members
            .iter()
            .map(|one| one.name.replace('-', "_"))
            .collect();
        let members: Vec<Folded> = names
            .iter()
            .zip(members)
            .map(|(name, one)| (name.as_str(), "*", one))
            .collect();
        let started = Instant::now();
        let surface = surface(root, &members);
        let took = started.elapsed();
        let mut list = String::new();
        for one in symbols(&surface) {
            let mark = |is: bool, word: &'static str| if is { word } else { "" };
            let (deprecated, hidden) = (
                mark(one.deprecated, " deprecated"),
                mark(one.hidden, " hidden"),
            );
            let cfg = mark(one.conditional, " cfg");
            writeln!(list, "{} {}{deprecated}{hidden}{cfg}", one.kind, one.path).unwrap();
        }
        let name = format!("{}-{}", root.name, root.version);
        std::fs::write(Path::new(&lists).join(format!("{name}.txt")), list).unwrap();
        let gaps: String = surface.gaps.iter().fold(String::new(), |text, one| {
            text + &format!("{:?} {}:{} {}\n", one.kind, one.at, one.line, one.message)
        });
        std::fs::write(Path::new(&lists).join(format!("{name}.gaps")), gaps).unwrap();
        println!("{name}: {} gaps, {took:?}", surface.gaps.len());
    }
}
