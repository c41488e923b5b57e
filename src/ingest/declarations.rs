//! The API surface of an npm package: its declaration files read, and every name in them bound.
//!
//! 1. `files` parses all files of the package and its members, side by side.
//! 2. `modules` finds the module that a specifier means.
//! 3. `exports` makes the modules with their exports; types are left out.
//! 4. `scopes` says what a name means where it stands, and `bind` does so for every name in every type.
//! 5. `stars` lists what other packages bring that are re-exported whole.
//! 6. `reach` leaves out what no export leads to; `subpaths` adds the import paths that a manifest opens.
//!
//! The rules are those of TypeScript 5.9 for declaration files: what is exported implicitly, what merges, what
//! is global, in which order names are looked up.

mod bind;
mod exports;
mod files;
mod modules;
mod reach;
mod scopes;
mod stars;
mod subpaths;

#[cfg(test)]
mod tests;

pub use stars::name_stars;

use std::collections::BTreeSet;

use crate::domain::surface::{Gap, GapKind, MemberPackage, Surface, Tag};
use crate::ingest::package::Package;

/// A package that is read as part of another.
#[derive(Clone, Copy, Debug)]
pub struct Folded<'a> {
    /// Without its registry: `@twilio/flex-ui-core`.
    pub name: &'a str,
    /// What the manifest of the main package asks for.
    pub range: &'a str,
    /// `None` if it could not be had, which becomes a gap.
    pub package: Option<&'a Package>,
}

/// Reads the surface of a package with its member packages folded in.
///
/// Never fails: what cannot be read or resolved is a gap of the surface. Gaps that the packages bring are taken over.
pub fn surface(package: &Package, members: &[Folded<'_>]) -> Surface {
    crate::syntax::on_deep_stacks(|| read(package, members))
}

fn read(package: &Package, members: &[Folded<'_>]) -> Surface {
    let finder = modules::Finder::new(package, members);
    let files = files::read(&finder);
    let tags = tags(&files);
    let mut gaps: BTreeSet<Gap> = files
        .iter()
        .flat_map(|file| file.record.gaps.iter().cloned())
        .collect();
    gaps.extend(package.gaps.iter().cloned());
    gaps.extend(missing_parts(package, members, &finder));
    let mut world = exports::world(&finder, files);
    let bound = bind::all(&world);
    gaps.extend(std::mem::take(&mut world.gaps));
    let mut modules = world.modules;
    for (module, declarations, found) in bound {
        gaps.extend(found);
        if let Some(module) = modules.get_mut(&module) {
            module.declarations.extend(declarations);
        }
    }
    reach::keep_reachable(&mut modules);
    subpaths::add(&finder, &mut modules);
    let mut requires = package.requires.clone();
    requires.sort();
    Surface {
        language: package.language,
        package: format!("{}{}", package.language.prefix(), package.name),
        version: package.version.clone(),
        members: member_packages(members, &finder),
        requires,
        root: finder.root(None),
        modules: modules.into(),
        tags,
        said: Vec::new(),
        gaps: gaps.into_iter().collect(),
    }
}

fn member_packages(members: &[Folded<'_>], finder: &modules::Finder<'_>) -> Vec<MemberPackage> {
    let mut found: Vec<MemberPackage> = members
        .iter()
        .map(|one| MemberPackage {
            name: one.name.to_owned(),
            range: one.range.to_owned(),
            version: one.package.map(|package| package.version.clone()),
            root: finder.root(Some(one.name)),
        })
        .collect();
    found.sort();
    found
}

/// Members that could not be had, and packages without declarations.
fn missing_parts(
    package: &Package,
    members: &[Folded<'_>],
    finder: &modules::Finder<'_>,
) -> Vec<Gap> {
    let gap = |kind, at: &str, message: String| Gap {
        kind,
        at: at.to_owned(),
        line: 0,
        message,
    };
    let mut gaps = Vec::new();
    if finder.is_empty(None) {
        gaps.push(gap(
            GapKind::NoTypes,
            &package.name,
            "the package has no declaration files".to_owned(),
        ));
    }
    for member in members {
        match member.package {
            None => gaps.push(gap(
                GapKind::MissingMember,
                member.name,
                format!("{} {} could not be had", member.name, member.range),
            )),
            Some(found) => {
                gaps.extend(found.gaps.iter().cloned());
                if finder.is_empty(Some(member.name)) {
                    gaps.push(gap(
                        GapKind::NoTypes,
                        member.name,
                        "the package has no declaration files".to_owned(),
                    ));
                }
            }
        }
    }
    gaps
}

/// Every declaration that TypeScript's parser flags as deprecated: one for each node, whether anything exports it or not.
fn tags(files: &[files::File]) -> Vec<Tag> {
    let mut tags: Vec<Tag> = files
        .iter()
        .flat_map(|file| {
            file.record.tagged.iter().map(|one| Tag {
                module: file.id.clone(),
                line: one.line,
                name: one.name.clone(),
            })
        })
        .collect();
    tags.sort();
    tags
}
