//! From written types to what inference knows: names followed, parameters put in.

use std::rc::Rc;

use crate::domain::document::scan::Confidence;
use crate::domain::surface::shape::is_nothing;
use crate::domain::surface::types::{Generic, Named, Signature, Target, Type};
use crate::domain::surface::{Declaration, DeclarationKind};
use crate::scan::script::infer::Inference;
use crate::scan::script::ty::{Env, Form, Home, Instance, Ty};
use crate::scan::script::world::Found;
use crate::syntax::script::{Imported, NameKind};

/// A group of declarations of one name.
pub(super) type Declared<'w> = (Home<'w>, &'w str);

impl<'w> Inference<'w> {
    /// What a written type is.
    pub(super) fn written(&self, ty: &'w Type, env: &Env<'w>, home: Home<'w>) -> Ty<'w> {
        self.bounded(|| self.written_now(ty, env, home))
    }

    fn written_now(&self, ty: &'w Type, env: &Env<'w>, home: Home<'w>) -> Ty<'w> {
        match ty {
            Type::Keyword(word) => match word.as_str() {
                "any" | "unknown" | "object" => Ty::Unknown,
                "string" => Ty::AnyText,
                "this" => env.get("this").cloned().unwrap_or_default(),
                _ => Ty::Primitive,
            },
            Type::Literal(text) => match text.strip_prefix('"') {
                Some(rest) => Ty::Text(rest.trim_end_matches('"').into()),
                None => Ty::Primitive,
            },
            Type::Named(named) => self.named(ty, named, env, home),
            Type::Array(of) => Ty::array(self.written(of, env, home)),
            Type::Tuple(items) => Ty::Tuple(
                items
                    .iter()
                    .map(|item| self.written(&item.ty, env, home))
                    .collect(),
            ),
            Type::Union(types) => {
                let of = types.iter().filter(|ty| !is_nothing(ty));
                let union = Ty::union(of.map(|ty| self.written(ty, env, home)));
                // `T | any` is `any`: its author knows better.
                let is_any = |ty: &Type| matches!(ty, Type::Keyword(word) if word == "any");
                if types.iter().any(is_any) {
                    union.weak(Confidence::Low)
                } else {
                    union
                }
            }
            Type::Intersection(types) => {
                Ty::Intersection(types.iter().map(|ty| self.written(ty, env, home)).collect())
            }
            Type::Function(signature) => Ty::Function([form(signature, env, home)].into()),
            Type::Constructor(signature) => Ty::Constructor([form(signature, env, home)].into()),
            Type::Object(members) => Ty::Object {
                members,
                env: env.clone(),
                home,
                path: None,
            },
            Type::Operator { operator, of } if operator == "readonly" => {
                self.written(of, env, home)
            }
            Type::TypeOf(named) => self.type_of_named(named, home),
            Type::Indexed { of, by } => self.indexed(of, by, env, home),
            Type::Mapped(_) => Ty::Made {
                ty,
                env: env.clone(),
                home,
            },
            Type::Conditional(of) => self.conditional(of, env, home),
            Type::Template { .. } => Ty::AnyText,
            Type::Predicate { .. } => Ty::Primitive,
            _ => Ty::Unknown,
        }
    }

    /// `Of["key"]`; with any other key, what all members have in common is not looked for.
    fn indexed(&self, of: &'w Type, by: &'w Type, env: &Env<'w>, home: Home<'w>) -> Ty<'w> {
        let of = self.written(of, env, home);
        match self.written(by, env, home) {
            Ty::Text(key) => self.member_ty(&of, &key),
            _ => match of {
                Ty::Array(item) => (*item).clone(),
                _ => Ty::Unknown,
            },
        }
    }

    fn named(&self, ty: &'w Type, named: &'w Named, env: &Env<'w>, home: Home<'w>) -> Ty<'w> {
        if !named.written.contains('.')
            && let Some(bound) = env.get(&named.written)
        {
            return bound.clone();
        }
        let arguments = |this: &Self| -> Vec<Ty<'w>> {
            named
                .arguments
                .iter()
                .map(|ty| this.written(ty, env, home))
                .collect()
        };
        match self.declared_by(named, home) {
            Meant::Declared(home, name) => {
                // An enum's member as a type, or an alias of a value, is what it is of.
                Ty::Instance(Rc::new(Instance {
                    home,
                    name,
                    arguments: arguments(self),
                    called: None,
                }))
            }
            Meant::OwnClass(ty) => ty,
            Meant::Global => match named.written.as_str() {
                "Pick" | "Omit" | "Record" => Ty::Made {
                    ty,
                    env: env.clone(),
                    home,
                },
                _ => self.global_type(named, &arguments(self)),
            },
            Meant::Nothing => Ty::Unknown,
        }
    }

    /// The types of the language's own library.
    fn global_type(&self, named: &'w Named, arguments: &[Ty<'w>]) -> Ty<'w> {
        let first = || arguments.first().cloned().unwrap_or_default();
        match named.written.as_str() {
            "Array" | "ReadonlyArray" | "Iterable" | "IterableIterator" => Ty::array(first()),
            "Promise" | "PromiseLike" => Ty::Promise(Rc::new(first())),
            "Awaited" => first().awaited(),
            "Partial" | "Required" | "Readonly" | "NonNullable" | "ThisType" | "NoInfer"
            | "Exclude" | "Extract" => first(),
            "ReturnType" => self.returned(&first()),
            "InstanceType" => self.constructed(&first()),
            "Parameters" => match first() {
                Ty::Function(forms) => {
                    let form = &forms[0];
                    let parameters = form.signature.parameters.iter();
                    Ty::Tuple(
                        parameters
                            .map(|one| self.parameter_ty(form, one.ty.as_ref()))
                            .collect(),
                    )
                }
                _ => Ty::Unknown,
            },
            "String" => Ty::AnyText,
            "Number" | "Boolean" | "Date" | "RegExp" | "Error" | "Symbol" => Ty::Primitive,
            name => match self.world.global(name) {
                Some((package, module, name)) => Ty::Instance(Rc::new(Instance {
                    home: Home::Package(package, module),
                    name,
                    arguments: arguments.to_vec(),
                    called: None,
                })),
                None => Ty::Unknown,
            },
        }
    }

    /// `typeof name`.
    fn type_of_named(&self, named: &'w Named, home: Home<'w>) -> Ty<'w> {
        match home {
            Home::Package(package, _) => match &named.target {
                Target::Declared { module, name } => self
                    .place(package, module, name)
                    .map_or(Ty::Unknown, |(home, name)| self.value(home, name)),
                Target::Module(module) => self.world.packages[package]
                    .surface
                    .modules
                    .get_key_value(module)
                    .map_or(Ty::Unknown, |(id, _)| Ty::Module(package, id)),
                Target::Foreign {
                    package: foreign,
                    path,
                } => self.found(self.world.foreign(foreign, path)),
                Target::Global => self.global_value(&named.written),
                _ => Ty::Unknown,
            },
            Home::File(file) => {
                if let Target::Foreign { package, path } = &named.target {
                    return self.specified(file, package, path);
                }
                let mut parts = named.written.split('.');
                let head = parts.next().unwrap_or_default();
                let Some(name) = self.top_name(file, head) else {
                    return self.global_value(&named.written);
                };
                let head = self.name(file, name);
                parts.fold(head, |of, part| self.member_ty(&of, part))
            }
        }
    }

    /// The value that a declared name is: for a variable its type.
    pub(super) fn value(&self, home: Home<'w>, name: &'w str) -> Ty<'w> {
        for one in self.declarations(home, name).iter() {
            match one.kind {
                DeclarationKind::Variable | DeclarationKind::Constant => {
                    return match &one.ty {
                        Some(Type::Object(members)) => Ty::Object {
                            members,
                            env: Env::default(),
                            home,
                            path: self.path_of(home, name).map(Into::into),
                        },
                        Some(ty) => {
                            let path = self.path_of(home, name).map(Into::into);
                            let ty = self.written(ty, &Env::default(), home);
                            // What a value is put together of is known under the value's name.
                            let parts = match &ty {
                                Ty::Instance(instance) => self.alias(instance),
                                _ => None,
                            };
                            let parts = parts.filter(|ty| matches!(ty, Ty::Intersection(_)));
                            let ty = parts.unwrap_or(ty).under(path.as_ref());
                            self.called(ty, home, name)
                        }
                        None => Ty::Unknown,
                    };
                }
                DeclarationKind::Class
                | DeclarationKind::Enum
                | DeclarationKind::Namespace
                | DeclarationKind::Function => return Ty::Value(home, name),
                _ => {}
            }
        }
        Ty::Unknown
    }

    /// The value of a class that a platform exports: as users write it, its members are the value's.
    fn called(&self, ty: Ty<'w>, home: Home<'w>, name: &'w str) -> Ty<'w> {
        let (Ty::Instance(instance), Home::Package(package, module)) = (&ty, home) else {
            return ty;
        };
        let Some(exported) = self.world.exported_name(package, module, name) else {
            return ty;
        };
        let of = self.declarations(instance.home, instance.name);
        if of.iter().any(|one| one.kind == DeclarationKind::Class) {
            return Ty::Instance(Rc::new(Instance {
                called: Some(exported.into()),
                ..(**instance).clone()
            }));
        }
        ty
    }

    /// What a found name is as a value.
    pub(super) fn found(&self, found: Found<'w>) -> Ty<'w> {
        match found {
            Found::Declared(package, module, name) => {
                self.value(Home::Package(package, module), name)
            }
            Found::Module(package, module) => Ty::Module(package, module),
            Found::Foreign | Found::Missing => Ty::Unknown,
        }
    }

    fn global_value(&self, written: &str) -> Ty<'w> {
        let mut parts = written.split('.');
        let head = parts.next().unwrap_or_default();
        let Some((package, module, name)) = self.world.global(head) else {
            return Ty::Unknown;
        };
        let head = self.value(Home::Package(package, module), name);
        parts.fold(head, |of, part| self.member_ty(&of, part))
    }

    /// The declarations of a name where it stands.
    pub(super) fn declarations(&self, home: Home<'w>, name: &str) -> Rc<[&'w Declaration]> {
        match home {
            Home::Package(package, module) => self.world.declarations(package, module, name),
            Home::File(file) => self.world.files[file]
                .script
                .declared
                .iter()
                .filter(|one| one.name == name)
                .collect(),
        }
    }

    fn place(
        &self,
        package: usize,
        module: &crate::domain::surface::ModuleId,
        name: &str,
    ) -> Option<Declared<'w>> {
        let surface = self.world.packages[package].surface;
        let (id, module) = surface.modules.get_key_value(module)?;
        let home = Home::Package(package, id);
        let declared = self.world.declarations(package, id, name);
        if let Some(one) = declared.first() {
            return Some((home, &one.name));
        }
        // `Enum.Variant`: the enum.
        let (owner, _) = name.rsplit_once('.')?;
        let one = module.declarations.iter().find(|one| one.name == owner)?;
        Some((home, &one.name))
    }

    /// The declaration that a name in a package's type leads to.
    fn target(&self, package: usize, target: &'w Target) -> Option<Declared<'w>> {
        match target {
            Target::Declared { module, name } => self.place(package, module, name),
            Target::Foreign {
                package: foreign,
                path,
            } => match self.world.foreign(foreign, path) {
                Found::Declared(package, module, name) => {
                    Some((Home::Package(package, module), name))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// What a name in a type means.
    pub(super) fn declared_by(&self, named: &'w Named, home: Home<'w>) -> Meant<'w> {
        match home {
            Home::Package(package, _) => match &named.target {
                Target::Declared { .. } | Target::Foreign { .. } => self
                    .memo
                    .target(named, || self.target(package, &named.target))
                    .map_or(Meant::Nothing, |(home, name)| Meant::Declared(home, name)),
                Target::Global => Meant::Global,
                _ => Meant::Nothing,
            },
            Home::File(file) => self
                .memo
                .meant(named, || self.declared_in_file(named, file)),
        }
    }

    fn declared_in_file(&self, named: &'w Named, file: usize) -> Meant<'w> {
        if let Target::Foreign { package, path } = &named.target {
            return self.type_of_specified(file, package, path);
        }
        let script = &self.world.files[file].script;
        if let Some(one) = script.declared.iter().find(|one| one.name == named.written) {
            return Meant::Declared(Home::File(file), &one.name);
        }
        let (head, rest) = named
            .written
            .split_once('.')
            .map_or((named.written.as_str(), None), |(head, rest)| {
                (head, Some(rest))
            });
        let Some(id) = self.top_name(file, head) else {
            return Meant::Global;
        };
        match script[id].kind {
            NameKind::Class(class) => Meant::OwnClass(Ty::OwnInstance(file, class)),
            NameKind::Import(import) => {
                let import = &script.imports[import as usize];
                let path = match (&import.what, rest) {
                    (Imported::Name(name), None) => name.clone(),
                    (Imported::Name(name), Some(rest)) if name == "default" => rest.to_owned(),
                    (Imported::Name(name), Some(rest)) => format!("{name}.{rest}"),
                    (Imported::All, Some(rest)) => rest.to_owned(),
                    _ => return Meant::Nothing,
                };
                self.type_of_specified(file, &import.specifier, &path)
            }
            _ => Meant::Nothing,
        }
    }

    /// The type that another module has under a path.
    fn type_of_specified(&self, file: usize, specifier: &str, path: &str) -> Meant<'w> {
        if let Some(own) = self.world.files[file].links.get(specifier) {
            return self.type_of_own(*own, path, 0);
        }
        let Some((package, module)) = self.world.module(specifier) else {
            return Meant::Nothing;
        };
        match self.world.export(package, module, path) {
            Found::Declared(package, module, name) => {
                Meant::Declared(Home::Package(package, module), name)
            }
            _ => Meant::Nothing,
        }
    }

    /// The type that a file of the plugin exports under a name.
    fn type_of_own(&self, file: usize, path: &str, depth: usize) -> Meant<'w> {
        use crate::syntax::script::Exported;
        const LONGEST: usize = 24;
        if depth > LONGEST {
            return Meant::Nothing;
        }
        let script = &self.world.files[file].script;
        for export in script.exports.iter().filter(|one| one.name == path) {
            match &export.what {
                Exported::Name(id) => {
                    let name = &script[*id];
                    if let Some(one) = script.declared.iter().find(|one| one.name == name.text) {
                        return Meant::Declared(Home::File(file), &one.name);
                    }
                    match name.kind {
                        NameKind::Class(class) => {
                            return Meant::OwnClass(Ty::OwnInstance(file, class));
                        }
                        NameKind::Import(import) => {
                            let import = &script.imports[import as usize];
                            if let Imported::Name(name) = &import.what {
                                return self.type_of_specified(file, &import.specifier, name);
                            }
                        }
                        _ => {}
                    }
                }
                Exported::From { specifier, name } => {
                    return match self.world.files[file].links.get(specifier) {
                        Some(own) => self.type_of_own(*own, name, depth + 1),
                        None => self.type_of_specified(file, specifier, name),
                    };
                }
                _ => {}
            }
        }
        // An interface may be exported where it is declared.
        if let Some(one) = script.declared.iter().find(|one| one.name == path) {
            return Meant::Declared(Home::File(file), &one.name);
        }
        for export in script.exports.iter().filter(|one| one.name.is_empty()) {
            if let Exported::All { specifier } = &export.what {
                let found = match self.world.files[file].links.get(specifier) {
                    Some(own) => self.type_of_own(*own, path, depth + 1),
                    None => self.type_of_specified(file, specifier, path),
                };
                if !matches!(found, Meant::Nothing) {
                    return found;
                }
            }
        }
        Meant::Nothing
    }

    /// The value that another module has under a path: `typeof import("x").y`.
    pub(super) fn specified(&self, file: usize, specifier: &str, path: &str) -> Ty<'w> {
        let module = self.module_value(file, specifier);
        path.split('.')
            .filter(|part| !part.is_empty())
            .fold(module, |of, part| self.member_ty(&of, part))
    }

    /// The parameters of a declaration, as it is used with these arguments.
    pub(super) fn env_of(
        &self,
        generics: &'w [Generic],
        arguments: &[Ty<'w>],
        home: Home<'w>,
    ) -> Env<'w> {
        let mut bound: Vec<(&'w str, Ty<'w>)> = Vec::with_capacity(generics.len());
        for (index, generic) in generics.iter().enumerate() {
            let ty = match arguments.get(index) {
                Some(argument) => argument.clone(),
                None => match generic.default.as_ref().or(generic.bounds.first()) {
                    Some(ty) => self.written(ty, &Env::of(bound.clone()), home),
                    None => Ty::Unknown,
                },
            };
            bound.push((&generic.name, ty));
        }
        Env::of(bound)
    }

    /// The type of a parameter of a signature.
    pub(super) fn parameter_ty(&self, form: &Form<'w>, ty: Option<&'w Type>) -> Ty<'w> {
        ty.map_or(Ty::Unknown, |ty| self.written(ty, &form.env, form.home))
    }
}

/// What a name in a type means.
#[derive(Clone, Debug)]
pub(super) enum Meant<'w> {
    Declared(Home<'w>, &'w str),
    OwnClass(Ty<'w>),
    /// The language's own library may declare it.
    Global,
    Nothing,
}

pub(super) fn form<'w>(signature: &'w Signature, env: &Env<'w>, home: Home<'w>) -> Form<'w> {
    Form {
        signature,
        env: env.clone(),
        home,
        notes: None,
    }
}
