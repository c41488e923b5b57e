//! Members of what names and modules are themselves: statics, variants, exports.

use crate::domain::document::scan::Confidence;
use crate::domain::surface::resolve::notes_of;
use crate::domain::surface::types::{Named, Type};
use crate::domain::surface::{DeclarationKind, Member, ModuleId};
use crate::scan::script::infer::Inference;
use crate::scan::script::members::{Absent, Lookup, Property, Symbol, What, has_name};
use crate::scan::script::ty::{Env, Home, Ty};
use crate::scan::script::world::Found;

impl<'w> Inference<'w> {
    /// A member of what a name itself is: a static, a variant, what a namespace exports.
    pub(super) fn of_value(&self, home: Home<'w>, declared: &'w str, name: &str) -> Lookup<'w> {
        let declarations = self.declarations(home, declared);
        let env = Env::default();
        let mut forms = Vec::new();
        let mut bases = Vec::new();
        let (mut variants, mut known) = (false, true);
        for one in declarations.iter() {
            let is_enum = one.kind == DeclarationKind::Enum;
            variants |= is_enum;
            let own = one.members.iter();
            let own = own.filter(|member| (member.is_static || is_enum) && member.name == name);
            let own = own.filter(|member| has_name(member));
            forms.extend(own.map(|one| (one, env.clone())));
            if one.kind == DeclarationKind::Class {
                bases.extend(one.extends.iter());
            }
            // Functions have members of their own, which nobody declares.
            known &= matches!(one.kind, DeclarationKind::Class | DeclarationKind::Enum);
        }
        if !forms.is_empty() {
            let path = self.path_of(home, declared);
            let mut found = self.of_forms(&forms, home, Some(declared), path.as_deref(), name);
            if let Lookup::Found(property) = &mut found
                && variants
            {
                if let Some(symbol) = &mut property.symbol {
                    symbol.what = What::EnumMember;
                }
                property.ty = Self::variant(&forms, property.ty.clone());
            }
            return found;
        }
        // What a namespace holds is declared as `Namespace.name`.
        let inner = format!("{declared}.{name}");
        if let Home::Package(package, module) = home
            && let Some(one) = self.world.declarations(package, module, &inner).first()
        {
            let path = self
                .path_of(home, declared)
                .map(|path| format!("{path}.{name}"));
            let found = Found::Declared(package, module, &one.name);
            return Lookup::Found(self.exported(found, package, path.as_deref(), None));
        }
        // Or exported from it, and declared elsewhere.
        if let Home::Package(package, module) = home
            && let Some(of) = self.world.packages[package].surface.modules.get(module)
            && of.exports.iter().any(|one| one.name == inner)
        {
            let path = self.path_of(home, declared);
            let path = path.map(|path| format!("{path}.{name}"));
            let found = self.world.export(package, module, &inner);
            return Lookup::Found(self.exported(found, package, path.as_deref(), None));
        }
        for base in bases {
            if let Type::Named(named) = base {
                match self.of_base_value(named, home, name) {
                    Lookup::Found(property) => return Lookup::Found(property),
                    Lookup::Unknown => known = false,
                    Lookup::Missing(_) => {}
                }
            } else {
                known = false;
            }
        }
        if known && name != "prototype" && !is_of_every_function(name) {
            return Lookup::Missing(self.absent(home, declared, name));
        }
        Lookup::Unknown
    }

    fn of_base_value(&self, named: &'w Named, home: Home<'w>, name: &str) -> Lookup<'w> {
        match self.declared_by(named, home) {
            super::types::Meant::Declared(home, declared) => self.of_value(home, declared, name),
            _ => Lookup::Unknown,
        }
    }

    /// The text that a member of an enum is, where that is declared.
    fn variant(forms: &[(&'w Member, Env<'w>)], ty: Ty<'w>) -> Ty<'w> {
        match forms.first().and_then(|(member, _)| member.ty.as_ref()) {
            Some(Type::Literal(_)) => ty,
            _ => Ty::Primitive,
        }
    }

    /// An export of a module.
    pub(super) fn of_module(&self, package: usize, module: &'w ModuleId, name: &str) -> Lookup<'w> {
        let found = self.world.export(package, module, name);
        let known = self.world.packages[package];
        let deep = (!self.is_root(package, module)).then_some(module);
        match found {
            Found::Missing => {
                // The types of a module that is no ES module may stand behind `default`.
                if name == "default" {
                    return Lookup::own(Ty::Module(package, module));
                }
                Lookup::Missing(known.is_platform().then(|| Absent {
                    package,
                    path: name.into(),
                    owner: "",
                }))
            }
            found => {
                let mut property = self.exported(found, package, Some(name), deep);
                if known.is_platform()
                    && let Some(symbol) = &mut property.symbol
                {
                    symbol.exported = self.world.export_notes(package, module, name);
                }
                Lookup::Found(property)
            }
        }
    }

    /// What an export is; `path` is how the user wrote it.
    fn exported(
        &self,
        found: Found<'w>,
        package: usize,
        path: Option<&str>,
        deep: Option<&'w ModuleId>,
    ) -> Property<'w> {
        let is_platform = self.world.packages[package].is_platform();
        let notes = match found {
            Found::Declared(package, module, name) => self
                .world
                .declarations(package, module, name)
                .iter()
                .flat_map(|one| notes_of(self.world.packages[package].surface, one))
                .collect(),
            _ => Vec::new(),
        };
        let symbol = path.filter(|_| is_platform).map(|path| Symbol {
            package,
            path: path.into(),
            what: What::Export,
            notes,
            exported: None,
            deep,
            spared: false,
        });
        Property {
            ty: self.found(found),
            symbol,
            confidence: Confidence::High,
        }
    }

    fn is_root(&self, package: usize, module: &ModuleId) -> bool {
        let surface = self.world.packages[package].surface;
        let members = || surface.members.iter().filter_map(|one| one.root.as_ref());
        surface.root.as_ref() == Some(module)
            || members().any(|root| root == module)
            || module.path().contains('#')
    }
}

/// What every function has: nobody declares it.
fn is_of_every_function(name: &str) -> bool {
    matches!(
        name,
        "apply" | "bind" | "call" | "name" | "length" | "toString"
    )
}
