//! What a name that a module exports means: re-exports followed to the declaration.
//!
//! The order is that of TypeScript's checker. A name that a module exports itself beats what its `export *` bring; of
//! several that bring it the first counts (ECMAScript exports such a name not at all, and TypeScript reports it, but
//! goes on with the first); `default` comes through no star; a module that does `export = x` exports the members of `x`.
//! Stars may form cycles: each module is looked into once for each name.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::domain::surface::notice::Notes;
use crate::domain::surface::types::{Target, Type};
use crate::domain::surface::{Declaration, Export, Exported, Module, ModuleId, Origin, Surface};

#[cfg(test)]
mod tests;

/// What a name leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resolution {
    /// Declarations of this surface, by their name where they stand. As in [`Target::Declared`], the name may go on to a
    /// member of one.
    ///
    /// [`Target::Declared`]: crate::domain::surface::types::Target::Declared
    Own {
        module: ModuleId,
        name: String,
    },
    /// A module as a name.
    Namespace(ModuleId),
    Foreign {
        package: String,
        path: String,
    },
    Missing,
}

/// A name that is still to be followed, and what is to be taken of what it leads to.
type Step<'a> = (&'a ModuleId, String, Option<String>);

/// Follows a name that a module exports, or should.
///
/// Takes time in proportion to the modules that have to be looked into. A name with dots is looked up part by part.
pub fn resolve(surface: &Surface, module: &ModuleId, name: &str) -> Resolution {
    let mut visited: HashSet<Step> = HashSet::new();
    let mut foreign = None;
    let mut steps: Vec<Step> = vec![(module, name.to_owned(), None)];
    while let Some((id, name, member)) = steps.pop() {
        let Some(found) = surface.modules.get_key_value(id) else {
            continue;
        };
        if !visited.insert((id, name.clone(), member.clone())) {
            continue;
        }
        if let Some(done) = look_into(
            surface,
            found,
            &name,
            member.as_deref(),
            &mut steps,
            &mut foreign,
        ) {
            return done;
        }
    }
    foreign.unwrap_or(Resolution::Missing)
}

/// Looks for a name in one module: an answer, or further steps.
fn look_into<'a>(
    surface: &'a Surface,
    (id, module): (&'a ModuleId, &'a Module),
    name: &str,
    member: Option<&str>,
    steps: &mut Vec<Step<'a>>,
    foreign: &mut Option<Resolution>,
) -> Option<Resolution> {
    let mut explicit = module
        .exports
        .iter()
        .filter(|one| is_named(one, name))
        .peekable();
    if explicit.peek().is_some() {
        let before = steps.len();
        for export in explicit {
            if let Some(done) = follow((id, module), export, member, steps) {
                return Some(done);
            }
        }
        // What is exported by name is looked for nowhere else.
        return (steps.len() == before).then_some(Resolution::Missing);
    }
    if let Some((first, rest)) = name.split_once('.') {
        steps.push((id, first.to_owned(), Some(joined(rest, member))));
        return None;
    }
    // Steps are taken from the end: what is pushed first is the last resort.
    if name != "default" {
        for export in module.exports.iter().rev() {
            if let Exported::All(origin) = &export.what {
                through_star(surface, origin, name, member, steps, foreign);
            }
        }
    }
    if name != "export=" && module.exports.iter().any(|one| one.name == "export=") {
        // `import x from` a module that does `export =` gives the whole of it.
        let member = if name == "default" {
            member.map(str::to_owned)
        } else {
            Some(joined(name, member))
        };
        steps.push((id, "export=".to_owned(), member));
    }
    None
}

fn is_named(export: &Export, name: &str) -> bool {
    export.name == name && !matches!(export.what, Exported::All(_))
}

/// `a` with `b` behind a dot.
fn joined(name: &str, member: Option<&str>) -> String {
    member.map_or_else(|| name.to_owned(), |member| format!("{name}.{member}"))
}

/// Follows one export that has the name.
fn follow<'a>(
    (id, module): (&'a ModuleId, &'a Module),
    export: &'a Export,
    member: Option<&str>,
    steps: &mut Vec<Step<'a>>,
) -> Option<Resolution> {
    match &export.what {
        Exported::Own(local) => own((id, module), &joined(local, member), steps),
        Exported::From { module, name } => {
            steps.push((module, name.clone(), member.map(str::to_owned)));
            None
        }
        Exported::Namespace(module) => match member {
            None => Some(Resolution::Namespace(module.clone())),
            Some(member) => {
                steps.push((module, member.to_owned(), None));
                None
            }
        },
        Exported::Foreign { package, path } => Some(Resolution::Foreign {
            package: package.clone(),
            path: below(path, member),
        }),
        Exported::All(_) => None,
    }
}

/// A path of a foreign package, and a member of what it means.
fn below(path: &str, member: Option<&str>) -> String {
    match member {
        None => path.to_owned(),
        Some(member) if path.is_empty() || path.ends_with('#') => format!("{path}{member}"),
        Some(member) => format!("{path}.{member}"),
    }
}

/// A name of the module's own scope: a declaration, a member of one, or an alias within a namespace.
fn own<'a>(
    (id, module): (&'a ModuleId, &'a Module),
    name: &str,
    steps: &mut Vec<Step<'a>>,
) -> Option<Resolution> {
    let mut known = name;
    loop {
        if module.named(known).next().is_some() {
            return Some(Resolution::Own {
                module: id.clone(),
                name: name.to_owned(),
            });
        }
        // An alias within a namespace is an export whose name has its path. It is a step, as aliases may go round.
        if known.contains('.') && module.exports.iter().any(|one| one.name == known) {
            let rest = name.get(known.len() + 1..).filter(|rest| !rest.is_empty());
            steps.push((id, known.to_owned(), rest.map(str::to_owned)));
            return None;
        }
        known = known.rsplit_once('.')?.0;
    }
}

fn through_star<'a>(
    surface: &Surface,
    origin: &'a Origin,
    name: &str,
    member: Option<&str>,
    steps: &mut Vec<Step<'a>>,
    foreign: &mut Option<Resolution>,
) {
    match origin {
        Origin::Module(module) => steps.push((module, name.to_owned(), member.map(str::to_owned))),
        Origin::Variants { module, name: of } => {
            let has_it = surface
                .modules
                .get(module)
                .is_some_and(|module| variants(module, of).any(|variant| variant == name));
            if has_it {
                *foreign = Some(Resolution::Own {
                    module: module.clone(),
                    name: format!("{of}{}{name}", surface.language.separator()),
                });
            }
        }
        // What a foreign star brings cannot be known: a name that is nowhere else may come from it.
        Origin::Foreign { package, path } => {
            *foreign = Some(Resolution::Foreign {
                package: package.clone(),
                path: below(path, Some(&joined(name, member))),
            });
        }
    }
}

fn variants<'a>(module: &'a Module, of: &'a str) -> impl Iterator<Item = &'a str> {
    module
        .named(of)
        .flat_map(|one| &one.members)
        .map(|member| member.name.as_str())
}

/// All names that a module exports, those through its stars included, with what they lead to.
///
/// What a star of a foreign package brings cannot be listed.
pub fn exported_names(surface: &Surface, module: &ModuleId) -> BTreeMap<String, Resolution> {
    let mut names = BTreeSet::new();
    let mut visited = HashSet::new();
    let mut rest = vec![(module, true)];
    while let Some((id, is_first)) = rest.pop() {
        let Some(found) = surface.modules.get(id) else {
            continue;
        };
        if !visited.insert(id) {
            continue;
        }
        for export in &found.exports {
            match &export.what {
                Exported::All(Origin::Module(module)) => rest.push((module, false)),
                Exported::All(Origin::Variants { module, name }) => {
                    let module = surface.modules.get(module);
                    names.extend(
                        module
                            .into_iter()
                            .flat_map(|one| variants(one, name).map(str::to_owned)),
                    );
                }
                Exported::All(Origin::Foreign { .. }) => {}
                _ if export.name == "export=" => {
                    names.extend(assigned_names(surface, id));
                }
                // A dot is in the names of what namespaces export.
                _ if export.name.contains('.') || (export.name == "default" && !is_first) => {}
                _ => {
                    names.insert(export.name.clone());
                }
            }
        }
    }
    names
        .into_iter()
        .map(|name| {
            let found = resolve(surface, module, &name);
            (name, found)
        })
        .collect()
}

/// The names of the namespace that a module assigns to its exports.
fn assigned_names(surface: &Surface, module: &ModuleId) -> Vec<String> {
    match resolve(surface, module, "export=") {
        Resolution::Own { module, name } => {
            surface
                .modules
                .get(&module)
                .map_or_else(Vec::new, |module| {
                    let own = module.declarations.iter().map(|one| &one.name);
                    own.chain(module.exports.iter().map(|one| &one.name))
                        .filter_map(|one| one.strip_prefix(&name)?.strip_prefix('.'))
                        .filter(|rest| !rest.contains('.'))
                        .map(str::to_owned)
                        .collect()
                })
        }
        Resolution::Namespace(of) if of != *module => {
            exported_names(surface, &of).into_keys().collect()
        }
        _ => Vec::new(),
    }
}

/// What is said of a name where it is exported and re-exported, on the way to its declaration.
pub fn notes_on_the_way(surface: &Surface, module: &ModuleId, name: &str) -> Notes {
    let mut notes = Notes::default();
    let mut seen = BTreeSet::new();
    let (mut module, mut name) = (module.clone(), name.to_owned());
    while seen.insert((module.clone(), name.clone())) {
        let Some((_, exports)) = exports_of(surface, &module) else {
            break;
        };
        if let Some(export) = exports.iter().find(|one| one.name == name) {
            notes.notices.extend(export.notes.notices.iter().cloned());
            notes.private |= export.notes.private;
            notes.ignored |= export.notes.ignored;
            if notes.since.is_none() {
                notes.since.clone_from(&export.notes.since);
            }
            match &export.what {
                Exported::From {
                    module: next,
                    name: there,
                } => (module, name) = (next.clone(), there.clone()),
                _ => break,
            }
        } else {
            let star = exports.iter().find_map(|export| match &export.what {
                Exported::All(Origin::Module(next)) => {
                    (resolve(surface, next, &name) != Resolution::Missing).then(|| next.clone())
                }
                _ => None,
            });
            match star {
                Some(next) => module = next,
                None => break,
            }
        }
    }
    notes
}

fn exports_of<'s>(surface: &'s Surface, module: &ModuleId) -> Option<(&'s ModuleId, &'s [Export])> {
    let (id, module) = surface.modules.get_key_value(module)?;
    Some((id, &module.exports))
}

/// What is said of a declared name: of a value that is written as the type of another one (`const a: typeof b`, which is how
/// bundlers give something a second name), and of which nothing is said itself, what is said of that one.
pub fn notes_of<'a>(surface: &'a Surface, declaration: &'a Declaration) -> Vec<&'a Notes> {
    /// Names of names of names.
    const FARTHEST: usize = 8;
    let mut own = vec![declaration];
    for _ in 0..FARTHEST {
        let [one] = own.as_slice() else { break };
        let target = match &one.ty {
            Some(Type::TypeOf(named)) if one.notes == Notes::default() => &named.target,
            _ => break,
        };
        let Target::Declared { module, name } = target else {
            break;
        };
        let of = surface.modules.get(module);
        let next: Vec<&Declaration> = of.map_or_else(Vec::new, |of| of.named(name).collect());
        // A type of that name says nothing of the value.
        if next.is_empty() || next.iter().any(|one| std::ptr::eq(*one, declaration)) {
            break;
        }
        own = next;
    }
    own.into_iter().map(|one| &one.notes).collect()
}
