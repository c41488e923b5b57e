//! The plugin's own modules, classes, functions and objects.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::scan::script::infer::Inference;
use crate::scan::script::members::Lookup;
use crate::scan::script::memo::Settled;
use crate::scan::script::ty::{Env, Home, Ty};
use crate::syntax::script::{
    ClassId, Exported, FunctionId, Imported, Kind, Membership, NameKind, NodeId, Property as Part,
};

/// Re-exports of re-exports.
const LONGEST: usize = 24;

impl<'w> Inference<'w> {
    /// What a file of the plugin exports under a name.
    pub(super) fn own_export(&self, file: usize, name: &str) -> Ty<'w> {
        match self.own_lookup(file, name, 0) {
            Lookup::Found(property) => property.ty,
            _ => Ty::Unknown,
        }
    }

    /// As [`Self::own_export`]; a name that the plugin only passes on is the platform's symbol.
    pub(super) fn own_lookup(&self, file: usize, name: &str, depth: usize) -> Lookup<'w> {
        if depth > LONGEST {
            return Lookup::Unknown;
        }
        let script = self.script(file);
        let export = script.exports.iter().find(|one| one.name == name);
        if let Some(export) = export {
            return match &export.what {
                Exported::Name(id) => match self.script(file)[*id].kind {
                    // Imported here, and passed on.
                    NameKind::Import(import) => {
                        let import = &script.imports[import as usize];
                        match &import.what {
                            Imported::Name(name) => {
                                self.of_specifier_at(file, &import.specifier, name, depth + 1)
                            }
                            _ => Lookup::own(self.name(file, *id)),
                        }
                    }
                    _ => Lookup::own(self.name(file, *id)),
                },
                Exported::Value(node) => {
                    Lookup::own(self.within(file, None, || self.node(file, *node)))
                }
                Exported::From { specifier, name } => {
                    self.of_specifier_at(file, specifier, name, depth + 1)
                }
                // `export * as name from`.
                Exported::All { specifier } => Lookup::own(self.module_value(file, specifier)),
            };
        }
        if name != "export=" {
            for export in script.exports.iter().filter(|one| one.name == "export=") {
                if let Exported::Value(node) = &export.what {
                    let whole = self.within(file, None, || self.node(file, *node));
                    return if name == "default" {
                        Lookup::own(whole)
                    } else {
                        self.member(&whole, name)
                    };
                }
            }
        }
        for export in script.exports.iter().filter(|one| one.name.is_empty()) {
            if let Exported::All { specifier } = &export.what
                && name != "default"
            {
                let found = self.of_specifier_at(file, specifier, name, depth + 1);
                if matches!(found, Lookup::Found(_)) {
                    return found;
                }
            }
        }
        Lookup::Unknown
    }

    fn of_specifier_at(
        &self,
        file: usize,
        specifier: &str,
        name: &str,
        depth: usize,
    ) -> Lookup<'w> {
        match self.world.files[file].links.get(specifier) {
            Some(own) => self.own_lookup(*own, name, depth),
            None => self.of_specifier(file, specifier, name),
        }
    }

    /// A member of a class of the plugin, or of its objects.
    pub(super) fn of_own_class(
        &self,
        file: usize,
        class: ClassId,
        name: &str,
        of_class: bool,
    ) -> Lookup<'w> {
        let script = self.script(file);
        let one = &script[class];
        let member = one
            .members
            .iter()
            .find(|member| member.name.as_deref() == Some(name) && member.is_static == of_class);
        if let Some(member) = member {
            let ty = match (member.ty, member.what) {
                (Some(ty), _) => self.written(&script[ty], &Env::default(), Home::File(file)),
                (None, Membership::Field(Some(value))) => {
                    self.with_this(Ty::OwnInstance(file, class), || self.node(file, value))
                }
                (None, Membership::Field(None)) => self.assigned_field(file, class, name),
                (None, Membership::Method(function)) => Ty::OwnFunction(file, function),
                (None, Membership::Getter(function)) => self.own_returned(file, function),
                (None, Membership::Setter(_)) => Ty::Unknown,
                (None, Membership::Parameter(name)) => self.name(file, name),
            };
            return Lookup::own(ty);
        }
        if name == "props"
            && !of_class
            && let Some(props) = self.untold_props(file, class)
        {
            return Lookup::own(props);
        }
        let base = self.base(file, class, of_class);
        // Asked for once: of classes that extend each other every further time doubles all that follows.
        let found = self.member(&base, name);
        if of_class || !matches!(found, Lookup::Missing(_) | Lookup::Unknown) {
            return found;
        }
        // A field that only the constructor makes (`this.x = …`) is in no list.
        match self.assigned_field(file, class, name) {
            Ty::Unknown if matches!(base, Ty::Unknown) => Lookup::Unknown,
            // An object of the plugin's class may have what nobody declared.
            Ty::Unknown => found,
            ty => Lookup::own(ty),
        }
    }

    /// What a class of the plugin extends: the base's object, or the base itself for statics.
    pub(super) fn base(&self, file: usize, class: ClassId, of_class: bool) -> Ty<'w> {
        let script = self.script(file);
        let one = &script[class];
        let Some(extends) = one.extends else {
            return Ty::Unknown;
        };
        let base = self.within(file, None, || self.node(file, extends));
        if of_class {
            return base;
        }
        let arguments: Vec<Ty<'w>> = one
            .arguments
            .iter()
            .map(|ty| self.written(&script[*ty], &Env::default(), Home::File(file)))
            .collect();
        match base {
            Ty::Value(home, name) => Ty::Instance(Rc::new(crate::scan::script::ty::Instance {
                home,
                name,
                arguments,
                called: None,
            })),
            other => self.constructed(&other),
        }
    }

    pub(super) fn base_of_this(&self) -> Ty<'w> {
        let this = self.this.borrow().last().cloned();
        match this {
            Some(Ty::OwnInstance(file, class)) => self.base(file, class, false),
            Some(Ty::OwnClass(file, class)) => self.base(file, class, true),
            _ => Ty::Unknown,
        }
    }

    /// What is assigned to a field of `this` in the constructor or in a method, if it is one value only.
    fn assigned_field(&self, file: usize, class: ClassId, name: &str) -> Ty<'w> {
        let key = (file, class, name.to_owned());
        let values: Vec<NodeId> = self.field_values(&key);
        match values.as_slice() {
            [] => Ty::Unknown,
            values => self.with_this(Ty::OwnInstance(file, class), || {
                Ty::union(values.iter().map(|value| self.node(file, *value)))
            }),
        }
    }

    /// A member of an object literal.
    pub(super) fn of_own_object(&self, file: usize, node: NodeId, name: &str) -> Lookup<'w> {
        let Kind::Object(parts) = &self.script(file)[node].kind else {
            return Lookup::Unknown;
        };
        let mut open = false;
        // The last one counts.
        for part in parts.iter().rev() {
            match part {
                Part::Named {
                    name: there, value, ..
                } if there == name => return Lookup::own(self.node(file, *value)),
                Part::Named { .. } => {}
                Part::Computed { key, value } => match self.node(file, *key) {
                    Ty::Text(key) if &*key == name => return Lookup::own(self.node(file, *value)),
                    Ty::Text(_) => {}
                    _ => open = true,
                },
                Part::Spread(of) => match self.member(&self.node(file, *of), name) {
                    Lookup::Found(property) => return Lookup::Found(property),
                    Lookup::Missing(_) => {}
                    Lookup::Unknown => open = true,
                },
            }
        }
        if open {
            Lookup::Unknown
        } else {
            Lookup::Missing(None)
        }
    }

    /// What a function of the plugin gives: as annotated, or as its `return` statements say.
    pub(super) fn own_returned(&self, file: usize, function: FunctionId) -> Ty<'w> {
        let key = (file, function);
        match self.returns.borrow().get(&key) {
            Some(Settled::Known(ty)) => return ty.clone(),
            Some(Settled::Busy) => {
                self.memo.doubt();
                return Ty::Unknown;
            }
            Some(Settled::Until(point, ty)) if !self.memo.is_past(*point) => return ty.clone(),
            _ => {}
        }
        self.returns.borrow_mut().insert(key, Settled::Busy);
        let before = self.memo.now();
        let ty = self.bounded(|| self.own_returned_now(file, function));
        // Later it may be known what its parameters are.
        match self.memo.settled(&ty, ty.is_vague(), before) {
            Some(settled) => self.returns.borrow_mut().insert(key, settled),
            None => self.returns.borrow_mut().remove(&key),
        };
        ty
    }

    fn own_returned_now(&self, file: usize, function: FunctionId) -> Ty<'w> {
        let script = self.script(file);
        let one = &script[function];
        let written = one.returns.map_or(Ty::Unknown, |ty| {
            self.written(&script[ty], &Env::default(), Home::File(file))
        });
        written.or_rather(|| self.returned_by_body(file, function))
    }

    /// What a function of the plugin gives by what it returns.
    fn returned_by_body(&self, file: usize, function: FunctionId) -> Ty<'w> {
        let one = &self.script(file)[function];
        if one.is_generator {
            return Ty::Unknown;
        }
        let ty = self.within(file, Some(function), || {
            let values = one.value.iter().chain(&one.returned);
            Ty::union(values.map(|value| self.node(file, *value)))
        });
        match ty {
            Ty::Promise(_) => ty,
            ty if one.is_async => Ty::Promise(Rc::new(ty)),
            ty => ty,
        }
    }

    /// What the type parameters of a function of the plugin stand for in a call.
    pub(super) fn own_bound(
        &self,
        (at, function): (usize, FunctionId),
        file: usize,
        arguments: &[NodeId],
        types: &[Ty<'w>],
    ) -> Env<'w> {
        let script = self.script(at);
        let generics = &script[function].generics;
        if generics.is_empty() {
            return Env::default();
        }
        let mut found: FxHashMap<&'w str, Ty<'w>> = FxHashMap::default();
        for (index, generic) in generics.iter().enumerate() {
            let given = types.get(index).cloned().unwrap_or_default();
            found.insert(&generic.name, given);
        }
        if types.is_empty() {
            for (parameter, argument) in script[function].parameters.iter().zip(arguments) {
                if let Some(ty) = parameter.ty {
                    let given = self.node(file, *argument);
                    self.unify(&script[ty], &given, &mut found);
                }
            }
        }
        let bounds = self.env_of(generics, &[], Home::File(at));
        found.retain(|_, ty| !ty.is_unknown());
        bounds.with(found.into_iter().collect())
    }

    /// What a call of a function of the plugin gives, its type parameters being these.
    pub(super) fn own_result(&self, at: usize, function: FunctionId, env: &Env<'w>) -> Ty<'w> {
        let script = self.script(at);
        match script[function].returns {
            Some(ty) if !script[function].generics.is_empty() => self
                .written(&script[ty], env, Home::File(at))
                .or_rather(|| self.own_returned(at, function)),
            _ => self.own_returned(at, function),
        }
    }

    /// What a function of the plugin expects, as annotated.
    pub(super) fn own_expected(
        &self,
        file: usize,
        function: FunctionId,
        count: usize,
        env: &Env<'w>,
    ) -> Vec<Ty<'w>> {
        let script = self.script(file);
        let parameters = &script[function].parameters;
        (0..count)
            .map(|index| {
                let parameter = parameters
                    .get(index)
                    .or_else(|| parameters.last().filter(|last| last.rest));
                match parameter.and_then(|one| one.ty.map(|ty| (ty, one.rest))) {
                    Some((ty, rest)) => {
                        let ty = self.written(&script[ty], env, Home::File(file));
                        if rest { self.element(&ty) } else { ty }
                    }
                    None => Ty::Unknown,
                }
            })
            .collect()
    }

    pub(super) fn with_this<T>(&self, this: Ty<'w>, work: impl FnOnce() -> T) -> T {
        self.this.borrow_mut().push(this);
        let answer = work();
        self.this.borrow_mut().pop();
        answer
    }
}
