//! The parts of a plugin: files that lead to each other, and whether anything of a platform can come into them.
//!
//! Between files that no specifier joins nothing flows. So each part is gone over on its own, and one that nothing of a
//! platform can come into needs none of it: helpers of a server beside a plugin, its scripts, its tests.

use rustc_hash::FxHashSet;

use crate::domain::conventions::Conventions;
use crate::scan::script::calls::requires;
use crate::scan::script::world::{File, Role, World};
use crate::syntax::script::{
    Class, Exported, Imported, Kind, NameKind, NodeId, Part, Script, TypeHead,
};

/// The parts of a plugin.
pub(super) struct Parts {
    /// The files by their positions, those of a part behind each other.
    files: Vec<usize>,
    /// Where among them each part ends.
    ends: Vec<usize>,
}

impl Parts {
    /// The files of each part by their positions, in order; the parts in the order of their first files.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[usize]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.files[*start..*end])
    }
}

/// Which files lead to each other. It takes little room for each: there may be a million.
pub(super) fn parts(files: &[File]) -> Parts {
    let mut above: Vec<usize> = (0..files.len()).collect();
    for (index, file) in files.iter().enumerate() {
        for to in file.links.values() {
            let (a, b) = (top(&mut above, index), top(&mut above, *to));
            // The first file of a part stands for it.
            above[a.max(b)] = a.min(b);
        }
    }
    for index in 0..files.len() {
        above[index] = top(&mut above, index);
    }
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|index| above[*index]);
    let ends = order
        .chunk_by(|a, b| above[*a] == above[*b])
        .scan(0, |end, part| {
            *end += part.len();
            Some(*end)
        });
    Parts {
        ends: ends.collect(),
        files: order,
    }
}

fn top(above: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while above[at] != at {
        above[at] = above[above[at]];
        at = above[at];
    }
    at
}

/// The ways by which something of a platform comes into a file that no other file gives it.
pub(super) struct Entrances<'w> {
    /// Packages, their members, and modules that they declare by name.
    modules: Vec<&'w str>,
    globals: FxHashSet<&'w str>,
    /// The last parts of what is a platform by convention: `Flex` of `Twilio.Flex`.
    chains: FxHashSet<&'w str>,
    conventions: &'w Conventions,
}

impl<'w> Entrances<'w> {
    /// `None` if they are everywhere: a platform adds to what the language itself declares.
    pub(super) fn of(world: &World<'w>, conventions: &'w Conventions) -> Option<Self> {
        let (mut modules, mut globals) = (Vec::new(), FxHashSet::default());
        let (libraries, others): (Vec<_>, Vec<_>) = (0..world.packages.len())
            .partition(|package| world.packages[*package].role == Role::Library);
        for package in others {
            modules.extend(world.specifiers(package));
            globals.extend(world.globals_of(package));
        }
        let adds_to_language = libraries
            .into_iter()
            .flat_map(|package| world.globals_of(package))
            .any(|name| globals.contains(name));
        if adds_to_language {
            return None;
        }
        let chains = conventions.globals.iter();
        Some(Self {
            modules,
            globals,
            chains: chains
                .filter_map(|(chain, _)| chain.rsplit('.').next())
                .collect(),
            conventions,
        })
    }

    /// Whether something of a platform can come into a file, but for what others give it. Only `false` is certain.
    pub(super) fn lead_to(&self, file: &File) -> bool {
        let script = &file.script;
        script.imports.iter().any(|one| {
            self.is_module(&one.specifier)
                || matches!(&one.what, Imported::Name(name) if self.is_wrapper(name))
                || matches!(&one.what, Imported::Alias(TypeHead::Global, path) if self.is_global(path))
                || matches!(&one.what, Imported::Alias(TypeHead::Module(module, _), _) if self.is_module(module))
        }) || script.exports.iter().any(|one| match &one.what {
            Exported::From { specifier, .. } | Exported::All { specifier } => {
                self.is_module(specifier)
            }
            Exported::Name(_) | Exported::Value(_) => false,
        }) || script.type_uses.iter().any(|one| match &one.head {
            TypeHead::Module(specifier, _) => self.is_module(specifier),
            TypeHead::Global => self.is_global(&one.path),
            TypeHead::Name(_) => false,
        }) || self.by_convention(script)
            || script
                .nodes
                .iter()
                .any(|node| self.is_entrance(file, &node.kind))
    }

    fn is_entrance(&self, file: &File, kind: &Kind) -> bool {
        match kind {
            Kind::Text(text) => self.is_module(text),
            Kind::Global(name) => {
                let name = name.as_str();
                self.globals.contains(name) || self.chains.contains(name)
            }
            Kind::Member { name, .. } => {
                self.chains.contains(name.as_str()) || self.is_wrapper(name)
            }
            Kind::Import(of) => is_made_of_texts(file, *of),
            Kind::Call {
                callee, arguments, ..
            } => {
                requires(&file.script, *callee)
                    && arguments
                        .first()
                        .is_some_and(|first| is_made_of_texts(file, *first))
            }
            _ => false,
        }
    }

    fn by_convention(&self, script: &Script) -> bool {
        let conventions = self.conventions;
        let says_nothing_of_props =
            |class: &Class| class.extends.is_some() && class.arguments.is_empty();
        conventions.props.is_some() && script.classes.iter().any(says_nothing_of_props)
            || script.functions.iter().any(|function| {
                (0..function.parameters.len()).any(|index| {
                    let index = u32::try_from(index).unwrap_or(u32::MAX);
                    conventions.of_parameter(script, function, index).is_some()
                })
            })
    }

    fn is_module(&self, specifier: &str) -> bool {
        self.modules.iter().any(|name| {
            specifier
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    fn is_global(&self, path: &[Part]) -> bool {
        path.first()
            .is_some_and(|first| self.globals.contains(first.name.as_str()))
    }

    fn is_wrapper(&self, name: &str) -> bool {
        let mut wrappers = self.conventions.wrappers.iter();
        wrappers.any(|(wrapper, _)| wrapper == name)
    }
}

/// Whether a specifier that is worked out may be a text of the plugin's own; one that is written is told by its text,
/// and what is taken of a global or of a package is none.
fn is_made_of_texts(file: &File, id: NodeId) -> bool {
    let script = &file.script;
    let mut at = id;
    loop {
        at = match &script[at].kind {
            Kind::Member { of, .. } | Kind::Index { of, .. } => *of,
            Kind::Call { callee, .. } => *callee,
            Kind::Text(_) | Kind::Global(_) => return false,
            Kind::Name(name) => {
                return match script[*name].kind {
                    NameKind::Import(import) => {
                        let specifier = &script.imports[import as usize].specifier;
                        file.links.contains_key(specifier)
                    }
                    _ => true,
                };
            }
            _ => return true,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(links: &[&[usize]]) -> Vec<File> {
        let file = |to: &&[usize]| File {
            links: to.iter().map(|to| (format!("./{to}"), *to)).collect(),
            ..File::default()
        };
        links.iter().map(file).collect()
    }

    #[test]
    fn files_that_lead_to_each_other_are_one_part() {
        let parts = |links: &[&[usize]]| -> Vec<Vec<usize>> {
            parts(&linked(links)).iter().map(Vec::from).collect()
        };
        assert_eq!(parts(&[]), Vec::<Vec<usize>>::new());
        assert_eq!(parts(&[&[], &[]]), [[0], [1]]);
        assert_eq!(
            parts(&[&[3], &[], &[3], &[0], &[1]]),
            [vec![0, 2, 3], vec![1, 4]],
        );
        assert_eq!(parts(&[&[], &[2], &[0], &[3]]), [vec![0, 1, 2], vec![3]]);
    }
}
