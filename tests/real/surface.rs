//! Surfaces of published packages, against what TypeScript's compiler says of the same files.
//!
//! `FOREWARN_SURFACES` names a folder with one folder for each case: `package` as it was published, member packages in
//! `node_modules` beside it, and `truth.json` as `tests/foreign/surface.mjs … --names` prints it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use forewarn::domain::surface::notice::{Notes, Notice, Source, Strength};
use forewarn::domain::surface::resolve::{Resolution, exported_names};
use forewarn::domain::surface::types::{Named, Target, Type};
use forewarn::domain::surface::{Declaration, Language, Member, ModuleId, Surface};
use forewarn::ingest::declarations::{Folded, surface};
use forewarn::ingest::package::{Entry, Package};
use serde_json::Value;

#[expect(
    clippy::disallowed_methods,
    reason = "the folder is given from outside"
)]
fn cases() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        if folder.join("truth.json").is_file() && folder.join("package").is_dir() {
            found.push(folder.to_owned());
            return;
        }
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "package") {
                walk(&path, found);
            }
        }
    }
    let folder = std::env::var("FOREWARN_SURFACES").expect("FOREWARN_SURFACES names the cases");
    let mut found = Vec::new();
    walk(Path::new(&folder), &mut found);
    assert!(!found.is_empty(), "no case in {folder}");
    // A made package has what published ones happen to lack.
    let made = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/surfaces");
    walk(&made, &mut found);
    found.sort();
    found
}

#[expect(clippy::disallowed_methods, reason = "a test reads its input")]
fn content(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&content(path)).unwrap()
}

/// A package from an unpacked folder, its manifest read as far as this test needs it.
fn package(folder: &Path) -> Package {
    fn walk(folder: &Path, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if path.is_dir() {
                walk(&path, root, files);
            } else if name.ends_with(".d.ts") || name.ends_with("package.json") {
                files.insert(name, content(&path));
            }
        }
    }
    let manifest = json(&folder.join("package.json"));
    let mut files = BTreeMap::new();
    walk(folder, folder, &mut files);
    Package {
        language: Language::TypeScript,
        name: manifest["name"].as_str().unwrap().to_owned(),
        version: manifest["version"].as_str().unwrap().to_owned(),
        requires: Vec::new(),
        entry: Entry {
            root: manifest["types"].as_str().map(str::to_owned),
            deep: true,
            ..Entry::default()
        },
        files,
        skipped: 0,
        gaps: Vec::new(),
    }
}

struct Case {
    name: String,
    truth: Value,
    package: Package,
    members: Vec<Package>,
}

impl Case {
    fn new(folder: &Path) -> Self {
        let beside = folder.join("node_modules");
        let mut members = Vec::new();
        for scope in beside.read_dir().into_iter().flatten() {
            for item in scope.unwrap().path().read_dir().unwrap() {
                members.push(package(&item.unwrap().path()));
            }
        }
        let parent = folder.parent().unwrap().file_name().unwrap();
        Self {
            name: format!(
                "{} {}",
                parent.to_str().unwrap(),
                folder.file_name().unwrap().to_str().unwrap()
            ),
            truth: json(&folder.join("truth.json")),
            package: package(&folder.join("package")),
            members,
        }
    }

    fn folded(&self) -> Vec<Folded<'_>> {
        self.members
            .iter()
            .map(|one| Folded {
                name: &one.name,
                range: &one.version,
                package: Some(one),
            })
            .collect()
    }

    /// What the compiler says that a name in a file means; of a name that another file adds, what it means there.
    fn meanings(&self, file: &str, name: &str) -> BTreeSet<&str> {
        let here = told(&self.truth["names"][file], name);
        if !here.is_empty() {
            return here;
        }
        let files = self.truth["names"].as_object().unwrap();
        files.values().flat_map(|file| told(file, name)).collect()
    }

    fn surface(&self) -> Surface {
        surface(&self.package, &self.folded())
    }
}

fn told<'a>(file: &'a Value, name: &str) -> BTreeSet<&'a str> {
    let all = file[name].as_array();
    all.map_or_else(BTreeSet::new, |all| {
        all.iter().filter_map(Value::as_str).collect()
    })
}

/// A module as the truth names its file.
fn file_of(module: &ModuleId) -> String {
    let path = module.0.split('#').next().unwrap();
    format!("{path}.d.ts")
}

#[test]
fn root_exports_are_those_of_the_compiler() {
    for folder in cases() {
        let case = Case::new(&folder);
        let began = Instant::now();
        let surface = case.surface();
        let took = began.elapsed();
        let ours = exported_names(&surface, surface.root.as_ref().unwrap());
        let theirs = case.truth["roots"].as_object().unwrap();
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        let mut wrong = Vec::new();
        for name in names {
            match (ours.get(name), theirs.get(name)) {
                (Some(Resolution::Own { module, .. }), Some(files)) => {
                    let file = Value::from(file_of(module));
                    if !files.as_array().unwrap().contains(&file) {
                        wrong.push(format!("{name}: in {file}, not {files}"));
                    }
                }
                (Some(_), Some(files)) if files.as_array().unwrap().is_empty() => {}
                (Some(Resolution::Namespace(_)), Some(_)) => {}
                (ours, theirs) => wrong.push(format!("{name}: {ours:?}, not {theirs:?}")),
            }
        }
        println!(
            "{}: {} root exports, TypeScript {}; {} modules, {} gaps, {} ms",
            case.name,
            ours.len(),
            theirs.len(),
            surface.modules.len(),
            surface.gaps.len(),
            took.as_millis()
        );
        assert!(wrong.is_empty(), "{}: {}", case.name, wrong.join("\n"));
    }
}

#[test]
fn deprecated_declarations_are_those_of_the_compiler() {
    for folder in cases() {
        let case = Case::new(&folder);
        let ours: Vec<String> = surface(&case.package, &case.folded())
            .tags
            .iter()
            .map(|one| format!("{}:{}", one.module, one.line))
            .collect();
        let theirs: Vec<String> = case.truth["flagged"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| {
                let file = one["file"].as_str().unwrap();
                format!("{}:{}", file.trim_end_matches(".d.ts"), one["line"])
            })
            .collect();
        println!(
            "{}: {} tagged, TypeScript {}",
            case.name,
            ours.len(),
            theirs.len()
        );
        let (ours, theirs): (BTreeSet<_>, BTreeSet<_>) =
            (ours.into_iter().collect(), theirs.into_iter().collect());
        let wrong: Vec<_> = ours.symmetric_difference(&theirs).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", case.name);
    }
}

/// Every name in every type, with what it is bound to as the truth writes it.
fn names(surface: &Surface) -> BTreeMap<String, BTreeMap<String, BTreeSet<String>>> {
    let mut found: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (id, module) in &surface.modules {
        let of_file = found.entry(file_of(id)).or_default();
        for one in &module.declarations {
            in_declaration(one, &mut |named| {
                of_file
                    .entry(named.written.clone())
                    .or_default()
                    .insert(word(&named.target));
            });
        }
    }
    found
}

fn word(target: &Target) -> String {
    match target {
        Target::Parameter => "parameter".to_owned(),
        Target::Declared { module, name } => format!("declared {} {name}", file_of(module)),
        Target::Module(module) => format!("module {}", file_of(module)),
        Target::Foreign { package, path } => format!("foreign {package} {path}"),
        Target::Global => "library".to_owned(),
        Target::Missing => "missing".to_owned(),
    }
}

fn in_declaration(one: &Declaration, see: &mut impl FnMut(&Named)) {
    let generics = one
        .generics
        .iter()
        .flat_map(|one| one.bounds.iter().chain(&one.default));
    for ty in generics
        .chain(&one.extends)
        .chain(&one.implements)
        .chain(&one.ty)
    {
        in_type(ty, see);
    }
    in_members(&one.members, see);
}

fn in_members(members: &[Member], see: &mut impl FnMut(&Named)) {
    for ty in members.iter().filter_map(|one| one.ty.as_ref()) {
        in_type(ty, see);
    }
}

fn in_type(ty: &Type, see: &mut impl FnMut(&Named)) {
    match ty {
        Type::Named(named) | Type::TypeOf(named) => {
            see(named);
            named.arguments.iter().for_each(|ty| in_type(ty, see));
        }
        Type::Array(of) | Type::Operator { of, .. } => in_type(of, see),
        Type::Tuple(items) => items.iter().for_each(|item| in_type(&item.ty, see)),
        Type::Union(types) | Type::Intersection(types) | Type::Template { types, .. } => {
            for ty in types {
                in_type(ty, see);
            }
        }
        Type::Function(one) | Type::Constructor(one) => {
            let generics = one
                .generics
                .iter()
                .flat_map(|one| one.bounds.iter().chain(&one.default));
            let parameters = one.parameters.iter().filter_map(|one| one.ty.as_ref());
            for ty in generics
                .chain(parameters)
                .chain(&one.returns)
                .chain(&one.receiver)
            {
                in_type(ty, see);
            }
        }
        Type::Object(members) => in_members(members, see),
        Type::Mapped(one) => {
            for ty in [&one.keys].into_iter().chain(&one.rename).chain(&one.ty) {
                in_type(ty, see);
            }
        }
        Type::Conditional(one) => {
            for ty in [&one.check, &one.extends, &one.yes, &one.no] {
                in_type(ty, see);
            }
        }
        Type::Indexed { of, by } => {
            in_type(of, see);
            in_type(by, see);
        }
        Type::Infer {
            bound: Some(ty), ..
        }
        | Type::Predicate { ty: Some(ty), .. } => {
            in_type(ty, see);
        }
        _ => {}
    }
}

/// Whether what a name is bound to says what the compiler says. Foreign packages are not installed for it, and what
/// comes out of an unresolved type is unresolved too.
fn agrees(name: &str, ours: &str, theirs: &BTreeSet<&str>) -> bool {
    let is_member = ours.starts_with("declared ") && ours.ends_with(name) && name.contains('.');
    theirs.contains(ours)
        // A member of a variable whose type is foreign is of no type for the compiler.
        || (is_member && theirs.contains("unresolved"))
        || ((ours.starts_with("foreign ") || ours == "missing" || ours == "library")
            && theirs.contains("unresolved"))
}

#[test]
fn names_in_types_mean_what_the_compiler_says() {
    for folder in cases() {
        let case = Case::new(&folder);
        let surface = case.surface();
        let (mut right, mut wrong) = (0, Vec::new());
        for (file, written) in names(&surface) {
            // Of what is bundled, the compiler reads only what something names.
            if case.truth["names"][&file].is_null() {
                continue;
            }
            for (name, targets) in written {
                let theirs = case.meanings(&file, &name);
                for target in targets {
                    if agrees(&name, &target, &theirs) {
                        right += 1;
                    } else {
                        wrong.push(format!("{file}: {name} is {target}, not {theirs:?}"));
                    }
                }
            }
        }
        println!("{}: {right} names agree, {} differ", case.name, wrong.len());
        wrong.iter().take(40).for_each(|one| println!("  {one}"));
        assert!(wrong.is_empty(), "{}", case.name);
    }
}

/// Everything that the authors say of a symbol in other ways than by a tag that compilers read, with its place.
fn soft(surface: &Surface) -> Vec<(String, Notice)> {
    let mut found = Vec::new();
    let mut see = |at: String, notes: &Notes| {
        let told = notes
            .notices
            .iter()
            .filter(|one| one.strength != Strength::Declared);
        found.extend(told.map(|one| (at.clone(), one.clone())));
    };
    for (id, module) in &surface.modules {
        for one in &module.declarations {
            see(format!("{} {}", id.0, one.name), &one.notes);
            for member in &one.members {
                see(
                    format!("{} {}.{}", id.0, one.name, member.name),
                    &member.notes,
                );
            }
        }
        for one in &module.exports {
            see(format!("{} export {}", id.0, one.name), &one.notes);
        }
    }
    found
}

/// From 2.0 on, 28 names in a list of exports carry the comment `// deprecated in 2.0`.
#[test]
fn comments_beside_exports_are_found() {
    for folder in cases() {
        let case = Case::new(&folder);
        let told = soft(&case.surface());
        let beside = told
            .iter()
            .filter(|(_, one)| one.source == Source::Comment && one.since.as_deref() == Some("2.0"))
            .count();
        println!(
            "{}: {} soft or suspect, {beside} beside exports",
            case.name,
            told.len()
        );
        for (at, one) in &told {
            println!(
                "  {at}:{} {:?} {:?} {:?}",
                one.line, one.strength, one.source, one.replacements
            );
        }
        let is_second = case.package.version.starts_with("2.");
        assert_eq!(beside, if is_second { 28 } else { 0 }, "{}", case.name);
    }
}
