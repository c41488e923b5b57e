//! Who has a member of a name; what operators give.

use crate::domain::surface::paths::Space;
use crate::scan::rust::info::{MemberClass, World, class_of};
use crate::scan::rust::tree::Entry;
use crate::scan::rust::ty::{DeclId, Env, TraitTy, Ty};

impl World<'_> {
    /// What an operator gives for two values.
    pub fn operated(&self, left: &Ty, right: &Ty, by: DeclId) -> Option<Ty> {
        let Ty::Named(decl, args) = left else {
            return None;
        };
        let info = self.info(*decl);
        let env = Env::of(&info.generics, args).with_self(left.clone());
        let own = self.impls_of(*decl).filter_map(|one| one.of.clone());
        let all: Vec<TraitTy> = info
            .implements
            .iter()
            .cloned()
            .chain(own)
            .filter(|one| one.decl == by)
            .collect();
        let fits = |one: &&TraitTy| match (one.args.first().map(|arg| self.subst(arg, &env)), right)
        {
            (None, right) => right == left,
            (Some(Ty::Named(one, _)), Ty::Named(two, _)) => one == *two,
            _ => false,
        };
        let one = all.iter().find(fits).or(match &all[..] {
            [only] => Some(only),
            _ => None,
        })?;
        let output = one.bindings.iter().find(|(name, _)| &**name == "Output")?;
        Some(self.subst(&output.1, &env))
    }

    /// Whether the plugin has a macro of that name.
    pub fn has_rules(&self, name: &str) -> bool {
        let all = self.rules.get_or_init(|| {
            let entries = self.tree.nodes.iter().flat_map(|node| node.entries.iter());
            let is_rules = |(name, space, entry)| {
                let is_rules = space == Space::Macro && matches!(entry, Entry::Item(_));
                is_rules.then(|| Box::from(name))
            };
            entries.filter_map(is_rules).collect()
        });
        all.contains(name)
    }

    /// The type of a package that has a method, by its path there.
    pub fn owner_of_method(&self, package: &str, path: &str, name: &str) -> Option<DeclId> {
        let (source, known) = (0..self.after.len()).find_map(|source| {
            let source = u16::try_from(source).ok()?;
            let known = self.known(source)?;
            (known.surface.package == package).then_some((source, known))
        })?;
        let (reached, space) = known.public(path, Space::Type)?;
        let index = known.group_of(&reached.thing, space)?;
        let Ty::Named(decl, _) = self.applied(DeclId { source, index }, Vec::new(), 0) else {
            return None;
        };
        let info = self.info(decl);
        let mut members = info.members(name);
        members
            .any(|one| one.class == MemberClass::Function)
            .then_some(decl)
    }

    /// Declarations of platforms that have a method of a name.
    pub fn owners_of(&self, name: &str) -> &[DeclId] {
        let all = self.owners.get_or_init(|| {
            let mut all: rustc_hash::FxHashMap<Box<str>, Vec<DeclId>> =
                rustc_hash::FxHashMap::default();
            for source in 0..self.after.len() {
                let source = u16::try_from(source).unwrap_or(u16::MAX);
                let Some(known) = self.known(source) else {
                    continue;
                };
                for (index, group) in known.groups.iter().enumerate() {
                    let decl = DeclId {
                        source,
                        index: u32::try_from(index).unwrap_or(u32::MAX),
                    };
                    for member in group.parts.iter().flat_map(|one| &one.members) {
                        if class_of(member.kind) == MemberClass::Function && !member.is_static {
                            all.entry(member.name.as_str().into())
                                .or_default()
                                .push(decl);
                        }
                    }
                }
            }
            all
        });
        all.get(name).map_or(&[], Vec::as_slice)
    }
}
