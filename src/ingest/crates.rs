//! The API surface of a crate, read from its source and compiling nothing.
//!
//! [`surface`] follows the modules from the crate's root, resolves imports, binds every name in every type, gives
//! implementations to their types, and keeps what users can reach and what that refers to. Conditions (`cfg`) are
//! kept, not evaluated, so a surface holds what all configurations have together.

mod attach;
mod bind;
mod calls;
mod exports;
mod family;
mod files;
mod prelude;
mod prune;
mod scope;
mod world;

use std::collections::BTreeMap;

use crate::domain::surface::notice::{Notes, Source};
use crate::domain::surface::{
    Gap, GapKind, Language, MemberPackage, Module, ModuleId, Surface, Tag,
};
use crate::ingest::package::Package;
use crate::syntax::rust::Reader;

use crate::ingest::crates::bind::Binder;
pub use crate::ingest::crates::family::members;
use crate::ingest::crates::scope::Scope;
use crate::ingest::crates::world::World;

/// A member package, as its family's root knows it: what its source calls it, the versions its manifest asks for, and
/// the member.
pub type Folded<'a> = (&'a str, &'a str, &'a Package);

/// The surface of a crate with its members folded in.
///
/// It never fails: what cannot be read, found or taken apart is in [`Surface::gaps`].
pub fn surface(package: &Package, members: &[Folded]) -> Surface {
    let reader = Reader::new();
    reader.within(|| build(&reader, package, members))
}

fn build(reader: &Reader, package: &Package, members: &[Folded]) -> Surface {
    let mut world = World::new(package, members);
    files::load(&mut world, reader);
    calls::expand(&mut world, reader);
    world.index();
    let (mut modules, mut gaps) = {
        let binder = Binder::new(Scope::new(&world));
        let mut modules = bind::declarations(&binder);
        exports::fill(&binder, &mut modules);
        attach::implementations(&binder, &mut modules);
        (modules, binder.into_gaps())
    };
    gaps.append(&mut world.gaps);
    gaps.extend(package.gaps.iter().cloned());
    let root = package.entry.root.as_ref().map(|_| ModuleId::default());
    match &root {
        Some(root) => drop(modules.entry(root.clone()).or_default()),
        None => gaps.push(gap(
            GapKind::NoTypes,
            package,
            "the package has no library".to_owned(),
        )),
    }
    let mut surface = Surface {
        language: Language::Rust,
        package: format!("{}{}", Language::Rust.prefix(), package.name),
        version: package.version.clone(),
        members: folded(package, members, &mut gaps),
        requires: package.requires.clone(),
        root,
        tags: tags(&modules),
        said: Vec::new(),
        modules: modules.into(),
        gaps,
    };
    prune::keep_what_is_reached(&mut surface);
    surface.gaps.sort();
    surface.gaps.dedup();
    surface
}

/// Every item and member with an attribute of its own.
fn tags(modules: &BTreeMap<ModuleId, Module>) -> Vec<Tag> {
    let own = |notes: &Notes| {
        notes
            .deprecated()
            .filter(|notice| notice.source == Source::Attribute)
            .map(|notice| notice.line)
    };
    let mut tags = Vec::new();
    for (id, module) in modules {
        let mut add = |name: String, notes: &Notes| {
            tags.extend(own(notes).map(|line| Tag {
                module: id.clone(),
                line,
                name,
            }));
        };
        for export in &module.exports {
            add(export.name.clone(), &export.notes);
        }
        for one in &module.declarations {
            add(one.name.clone(), &one.notes);
            for member in &one.members {
                add(format!("{}::{}", one.name, member.name), &member.notes);
            }
        }
    }
    tags.sort();
    tags
}

fn gap(kind: GapKind, package: &Package, message: String) -> Gap {
    Gap {
        kind,
        at: package.name.clone(),
        line: 0,
        message,
    }
}

/// The members, in the order of their names: those that are there, and those that should be, with a gap for each.
fn folded(package: &Package, given: &[Folded], gaps: &mut Vec<Gap>) -> Vec<MemberPackage> {
    let mut found: BTreeMap<String, MemberPackage> = BTreeMap::new();
    for (_, range, member) in given {
        let one = MemberPackage {
            name: member.name.clone(),
            range: (*range).to_owned(),
            version: Some(member.version.clone()),
            root: Some(ModuleId::new(Some(&member.name), "")),
        };
        found.insert(member.name.clone(), one);
    }
    for (_, name, range) in members(package) {
        found.entry(name.clone()).or_insert_with(|| {
            gaps.push(gap(
                GapKind::MissingMember,
                package,
                format!("{name} {range} is not there"),
            ));
            MemberPackage {
                name,
                range,
                version: None,
                root: None,
            }
        });
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests;
