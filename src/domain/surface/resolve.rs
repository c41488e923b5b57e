//! What a name that a module exports means: re-exports followed to the declaration.
//!
//! The order is that of TypeScript's checker. A name that a module exports itself beats what its `export *` bring; of
//! several that bring it the first counts (ECMAScript exports such a name not at all, and TypeScript reports it, but
//! goes on with the first); `default` comes through no star; a module that does `export = x` exports the members of `x`.
//! Stars may form cycles: each module is looked into once for each name.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::domain::surface::modules::Shell;
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
type Step<'a> = (&'a ModuleId, Cow<'a, str>, Option<Cow<'a, str>>);

/// Follows a name that a module exports, or should.
///
/// Takes time in proportion to the modules that have to be looked into. A name with dots is looked up part by part.
pub fn resolve(surface: &Surface, module: &ModuleId, name: &str) -> Resolution {
    let (done, foreign) = steps(surface, (module, Cow::Borrowed(name), None), |_| false);
    done.or(foreign).unwrap_or(Resolution::Missing)
}

/// Parts of a path with dots. Modules that assign each other as their exports would make it longer with each step.
const LONGEST: usize = 64;

/// Takes steps from the first until one answers; else there may be a star of a foreign package as the last resort. What
/// `was_taken` is not looked into.
fn steps<'a>(
    surface: &'a Surface,
    first: Step<'a>,
    was_taken: impl Fn(&Step<'a>) -> bool,
) -> (Option<Resolution>, Option<Resolution>) {
    let mut visited: HashSet<Step> = HashSet::default();
    let mut foreign = None;
    let mut steps: Vec<Step> = vec![first];
    // Each module is looked into for a few names at most; more are ways that go round with ever new names.
    let most = surface.modules.len().saturating_mul(8).saturating_add(1024);
    let is_long = |step: &Step| {
        let parts = |text: &str| text.bytes().filter(|one| *one == b'.').count();
        parts(&step.1) + step.2.as_deref().map_or(0, parts) > LONGEST
    };
    while let Some(step) = steps.pop() {
        if visited.len() > most || is_long(&step) {
            continue;
        }
        let Some(found) = surface.modules.shell(step.0) else {
            continue;
        };
        if was_taken(&step) || visited.contains(&step) {
            continue;
        }
        visited.insert(step.clone());
        if let Some(done) = look_into(surface, found, &step, &mut steps, &mut foreign) {
            return (Some(done), None);
        }
    }
    (None, foreign)
}

/// Looks for a name in one module: an answer, or further steps.
fn look_into<'a>(
    surface: &'a Surface,
    (id, module): (&'a ModuleId, Shell<'a>),
    step: &Step<'a>,
    steps: &mut Vec<Step<'a>>,
    foreign: &mut Option<Resolution>,
) -> Option<Resolution> {
    let (_, name, member) = step;
    let member_name = member.as_deref();
    let mut explicit = module
        .exports
        .iter()
        .filter(|one| is_named(one, name))
        .peekable();
    if explicit.peek().is_some() {
        let before = steps.len();
        for export in explicit {
            if let Some(done) = follow((id, module), export, member_name, steps) {
                return Some(done);
            }
        }
        // What is exported by name is looked for nowhere else.
        return (steps.len() == before).then_some(Resolution::Missing);
    }
    if let Some((first, rest)) = name.split_once('.') {
        let rest = joined(rest, member_name);
        steps.push((id, first.to_owned().into(), Some(rest.into())));
        return None;
    }
    // Steps are taken from the end: what is pushed first is the last resort.
    if name != "default" {
        for export in module.exports.iter().rev() {
            if let Exported::All(origin) = &export.what {
                through_star(surface, origin, step, steps, foreign);
            }
        }
    }
    if name != "export=" && module.exports.iter().any(|one| one.name == "export=") {
        // `import x from` a module that does `export =` gives the whole of it.
        let member = if name == "default" {
            member.clone()
        } else {
            Some(joined(name, member_name).into())
        };
        steps.push((id, "export=".into(), member));
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
    (id, module): (&'a ModuleId, Shell<'a>),
    export: &'a Export,
    member: Option<&str>,
    steps: &mut Vec<Step<'a>>,
) -> Option<Resolution> {
    match &export.what {
        Exported::Own(local) => own((id, module), &joined(local, member), steps),
        Exported::From { module, name } => {
            let member = member.map(|member| member.to_owned().into());
            steps.push((module, name.into(), member));
            None
        }
        Exported::Namespace(module) => match member {
            None => Some(Resolution::Namespace(module.clone())),
            Some(member) => {
                steps.push((module, member.to_owned().into(), None));
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
    (id, module): (&'a ModuleId, Shell<'a>),
    name: &str,
    steps: &mut Vec<Step<'a>>,
) -> Option<Resolution> {
    let mut known = name;
    loop {
        if module.declared(known).is_some() {
            return Some(Resolution::Own {
                module: id.clone(),
                name: name.to_owned(),
            });
        }
        // An alias within a namespace is an export whose name has its path. It is a step, as aliases may go round.
        if known.contains('.') && module.exports.iter().any(|one| one.name == known) {
            let rest = name.get(known.len() + 1..).filter(|rest| !rest.is_empty());
            let rest = rest.map(|rest| rest.to_owned().into());
            steps.push((id, known.to_owned().into(), rest));
            return None;
        }
        known = known.rsplit_once('.')?.0;
    }
}

fn through_star<'a>(
    surface: &Surface,
    origin: &'a Origin,
    (_, name, member): &Step<'a>,
    steps: &mut Vec<Step<'a>>,
    foreign: &mut Option<Resolution>,
) {
    match origin {
        Origin::Module(module) => steps.push((module, name.clone(), member.clone())),
        Origin::Variants { module, name: of } => {
            let has_it = surface
                .modules
                .get(module)
                .is_some_and(|module| variants(module, of).any(|variant| variant == name.as_ref()));
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
                path: below(path, Some(&joined(name, member.as_deref()))),
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
    let mut visited = HashSet::default();
    let mut rest = vec![(module, true)];
    while let Some((id, is_first)) = rest.pop() {
        let Some((_, found)) = surface.modules.shell(id) else {
            continue;
        };
        if !visited.insert(id) {
            continue;
        }
        for export in found.exports {
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
                _ if export.name == "export=" => match resolve(surface, id, "export=") {
                    Resolution::Own { module, name } => {
                        names.extend(names_within(surface, &module, &name));
                    }
                    // All that the other module exports, its default included.
                    Resolution::Namespace(of) => {
                        rest.extend(surface.modules.shell(&of).map(|(of, _)| (of, true)));
                    }
                    _ => {}
                },
                // A dot is in the names of what namespaces export.
                _ if export.name.contains('.') || (export.name == "default" && !is_first) => {}
                _ => {
                    names.insert(export.name.clone());
                }
            }
        }
    }
    let stars = Stars::of(surface, module);
    names
        .into_iter()
        .map(|name| {
            let found = stars.as_ref().and_then(|stars| stars.named(&name));
            let found = found.unwrap_or_else(|| resolve(surface, module, &name));
            (name, found)
        })
        .collect()
}

/// The modules that one module's stars lead to, gone over once for all names: [`resolve`] goes over them for each.
struct Stars<'a> {
    surface: &'a Surface,
    /// In the order in which a name is looked for in them.
    order: Vec<&'a ModuleId>,
    places: HashMap<&'a ModuleId, usize>,
    /// The first of them that exports a name itself.
    first: HashMap<&'a str, usize>,
}

impl<'a> Stars<'a> {
    /// `None` if a module assigns its exports: what is looked for then depends on the name.
    fn of(surface: &'a Surface, module: &'a ModuleId) -> Option<Self> {
        let mut stars = Self {
            surface,
            order: Vec::new(),
            places: HashMap::default(),
            first: HashMap::default(),
        };
        let mut rest = vec![module];
        while let Some(id) = rest.pop() {
            let Some((_, found)) = surface.modules.shell(id) else {
                continue;
            };
            let place = stars.order.len();
            match stars.places.entry(id) {
                Entry::Occupied(_) => continue,
                Entry::Vacant(entry) => entry.insert(place),
            };
            stars.order.push(id);
            for export in found.exports.iter().rev() {
                match &export.what {
                    Exported::All(Origin::Module(next)) => rest.push(next),
                    Exported::All(_) => {}
                    _ if export.name == "export=" => return None,
                    _ => {
                        stars.first.entry(&export.name).or_insert(place);
                    }
                }
            }
        }
        Some(stars)
    }

    /// What [`resolve`] says of a name, if the first module that exports it settles that.
    fn named<'n>(&'n self, name: &'n str) -> Option<Resolution> {
        let place = *self.first.get(name)?;
        if name.contains('.') || (name == "default" && place > 0) {
            return None;
        }
        // By then the modules before have been looked into.
        let was_taken = |(id, of, member): &Step<'n>| {
            let is_before = self.places.get(id).is_some_and(|there| *there < place);
            is_before && of == name && member.is_none()
        };
        let first = *self.order.get(place)?;
        let direct = self.direct(first, name, &was_taken);
        direct.or_else(|| steps(self.surface, (first, Cow::Borrowed(name), None), was_taken).0)
    }

    /// The way of most names: exported once, and declared there or a few modules on. `None`: it is not such a way.
    fn direct<'n>(
        &'n self,
        first: &'n ModuleId,
        name: &'n str,
        was_taken: &impl Fn(&Step<'n>) -> bool,
    ) -> Option<Resolution> {
        const LONGEST: usize = 8;
        let (mut id, mut name) = (first, name);
        for _ in 0..LONGEST {
            let (_, module) = self.surface.modules.shell(id)?;
            let mut explicit = module.exports.iter().filter(|one| is_named(one, name));
            match &explicit.next()?.what {
                Exported::Own(local) => {
                    module.declared(local)?;
                    return Some(Resolution::Own {
                        module: id.clone(),
                        name: local.clone(),
                    });
                }
                Exported::From {
                    module,
                    name: there,
                } => {
                    // Of several the later ones come first.
                    if explicit.next().is_some() || was_taken(&(module, Cow::Borrowed(there), None))
                    {
                        return None;
                    }
                    (id, name) = (module, there);
                }
                _ => return None,
            }
        }
        None
    }
}

/// The names of a namespace.
fn names_within(surface: &Surface, module: &ModuleId, name: &str) -> Vec<String> {
    let Some(module) = surface.modules.get(module) else {
        return Vec::new();
    };
    let own = module.declarations.iter().map(|one| &one.name);
    own.chain(module.exports.iter().map(|one| &one.name))
        .filter_map(|one| one.strip_prefix(name)?.strip_prefix('.'))
        .filter(|rest| !rest.contains('.'))
        .map(str::to_owned)
        .collect()
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
    let (id, module) = surface.modules.shell(module)?;
    Some((id, module.exports))
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
