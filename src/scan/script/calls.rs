//! What a call gives, which of several signatures it means, and what it expects of its arguments.

use std::rc::Rc;

use rustc_hash::FxHashMap as HashMap;

use crate::domain::surface::types::{Parameter, Type};
use crate::domain::surface::{Access, Declaration, DeclarationKind, Member, MemberKind};
use crate::scan::script::infer::Inference;
use crate::scan::script::members::Lookup;
use crate::scan::script::ty::{Env, Form, Home, Instance, Ty};
use crate::scan::script::world::Role;
use crate::syntax::script::{FunctionId, Kind, NodeId, Script};

/// Members of a type that an argument is asked for.
const WANTED: usize = 8;

/// What is known of a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Call<'w> {
    pub(super) result: Ty<'w>,
    /// What each argument is expected to be.
    pub(super) expected: Vec<Ty<'w>>,
    /// The signature that the arguments fit.
    pub(super) form: Option<Form<'w>>,
    /// More than one signature fits, and they are not said the same of.
    pub(super) ambiguous: bool,
}

impl<'w> Inference<'w> {
    /// What the call at a place gives and expects.
    pub(super) fn call(&self, file: usize, id: NodeId) -> Call<'w> {
        let script = self.script(file);
        let Kind::Call {
            callee,
            arguments,
            types,
            new,
            ..
        } = &script[id].kind
        else {
            return Call::default();
        };
        if requires(self.script(file), *callee)
            && let [only] = arguments.as_slice()
        {
            let result = match self.node(file, *only) {
                Ty::Text(text) => self.module_value(file, &text),
                _ => Ty::Unknown,
            };
            return Call {
                result,
                ..Call::default()
            };
        }
        if let Some(component) = self.wrapped(file, *callee, arguments) {
            return Call {
                result: component,
                ..Call::default()
            };
        }
        let callee = self.node(file, *callee);
        let types: Vec<Ty<'w>> = types
            .iter()
            .map(|ty| self.written(&script[*ty], &Env::default(), Home::File(file)))
            .collect();
        if *new {
            self.construct(&callee, file, arguments, &types)
        } else {
            self.call_of(&callee, file, arguments, &types)
        }
    }

    fn call_of(
        &self,
        callee: &Ty<'w>,
        file: usize,
        arguments: &[NodeId],
        types: &[Ty<'w>],
    ) -> Call<'w> {
        let (callee, confidence) = callee.strong();
        let mut call = match callee {
            Ty::OwnFunction(at, function) => {
                let env = self.own_bound((*at, *function), file, arguments, types);
                Call {
                    result: self.own_result(*at, *function, &env),
                    expected: self.own_expected(*at, *function, arguments.len(), &env),
                    ..Call::default()
                }
            }
            Ty::Union(parts) => {
                let mut calls = parts
                    .iter()
                    .map(|part| self.call_of(part, file, arguments, types));
                let Some(mut first) = calls.next() else {
                    return Call::default();
                };
                for other in calls {
                    first.result = Ty::union([first.result, other.result]);
                    if first.expected.is_empty() {
                        first.expected = other.expected;
                    }
                }
                first
            }
            callee => self.fitted(&self.forms(callee), file, arguments, types),
        };
        call.result = call.result.weak(confidence);
        call
    }

    fn construct(
        &self,
        class: &Ty<'w>,
        file: usize,
        arguments: &[NodeId],
        types: &[Ty<'w>],
    ) -> Call<'w> {
        let (class, confidence) = class.strong();
        let mut call = match class {
            Ty::OwnClass(at, id) => Call {
                result: Ty::OwnInstance(*at, *id),
                ..Call::default()
            },
            class => {
                let mut call =
                    self.fitted(&self.constructors(class, types), file, arguments, types);
                if call.result.is_unknown() || matches!(class, Ty::Value(..)) {
                    call.result = self.constructed_with(class, types);
                }
                call
            }
        };
        call.result = call.result.weak(confidence);
        call
    }

    /// An object of a class.
    pub(super) fn constructed(&self, class: &Ty<'w>) -> Ty<'w> {
        self.constructed_with(class, &[])
    }

    fn constructed_with(&self, class: &Ty<'w>, types: &[Ty<'w>]) -> Ty<'w> {
        match class {
            Ty::Value(home, name) => Ty::Instance(Rc::new(Instance {
                home: *home,
                name,
                arguments: types.to_vec(),
                called: None,
            })),
            Ty::OwnClass(file, class) => Ty::OwnInstance(*file, *class),
            Ty::Weak(confidence, class) => self.constructed_with(class, types).weak(*confidence),
            Ty::At(_, class) => self.constructed_with(class, types),
            other => self
                .constructors(other, types)
                .first()
                .map_or(Ty::Unknown, |form| {
                    self.parameter_ty(form, form.signature.returns.as_ref())
                }),
        }
    }

    /// The signatures by which a value can be called.
    pub(super) fn forms(&self, callee: &Ty<'w>) -> Vec<Form<'w>> {
        match callee {
            Ty::Function(forms) => forms.to_vec(),
            Ty::Weak(_, ty) | Ty::At(_, ty) => self.forms(ty),
            Ty::Value(home, name) => self
                .declarations(*home, name)
                .iter()
                .filter(|one| one.kind == DeclarationKind::Function)
                .filter_map(|one| match &one.ty {
                    Some(Type::Function(signature)) => Some(Form {
                        signature,
                        env: Env::default(),
                        home: *home,
                        notes: Some(&one.notes),
                    }),
                    _ => None,
                })
                .collect(),
            Ty::Intersection(parts) | Ty::Union(parts) => {
                parts.iter().flat_map(|part| self.forms(part)).collect()
            }
            other => self.nameless(other, MemberKind::Call),
        }
    }

    /// The signatures by which an object of it is made, with these arguments for the type parameters of a class.
    pub(super) fn constructors(&self, class: &Ty<'w>, types: &[Ty<'w>]) -> Vec<Form<'w>> {
        match class {
            Ty::Constructor(forms) => forms.to_vec(),
            Ty::Weak(_, ty) | Ty::At(_, ty) => self.constructors(ty, types),
            Ty::Intersection(parts) | Ty::Union(parts) => parts
                .iter()
                .flat_map(|part| self.constructors(part, types))
                .collect(),
            Ty::Value(home, name) => self.constructors_of(*home, name, types, 0),
            other => self.nameless(other, MemberKind::New),
        }
    }

    fn constructors_of(
        &self,
        home: Home<'w>,
        name: &'w str,
        types: &[Ty<'w>],
        depth: usize,
    ) -> Vec<Form<'w>> {
        const BASES: usize = 16;
        let mut forms = Vec::new();
        let declared = self.declarations(home, name);
        for one in declared.iter() {
            let members = one.members.iter();
            for member in members.filter(|one| one.kind == MemberKind::Constructor) {
                if let Some(Type::Function(signature) | Type::Constructor(signature)) = &member.ty {
                    forms.push(Form {
                        signature,
                        env: self.env_of(&one.generics, types, home),
                        home,
                        notes: Some(&member.notes),
                    });
                }
            }
        }
        if forms.is_empty() && depth < BASES {
            for one in declared.iter() {
                let env = self.env_of(&one.generics, types, home);
                for base in &one.extends {
                    if let Ty::Instance(base) = self.written(base, &env, home) {
                        let of = &base.arguments;
                        forms.extend(self.constructors_of(base.home, base.name, of, depth + 1));
                    }
                }
            }
        }
        forms
    }

    /// `(…): T` or `new (…): T` among the members of a type.
    fn nameless(&self, of: &Ty<'w>, kind: MemberKind) -> Vec<Form<'w>> {
        let found = |members: &'w [Member], env: &Env<'w>, home: Home<'w>| {
            members
                .iter()
                .filter(|one| one.kind == kind)
                .filter_map(|one| match &one.ty {
                    Some(Type::Function(signature) | Type::Constructor(signature)) => Some(Form {
                        signature,
                        env: env.clone(),
                        home,
                        notes: Some(&one.notes),
                    }),
                    _ => None,
                })
                .collect::<Vec<_>>()
        };
        match of {
            Ty::Object {
                members, env, home, ..
            } => found(members, env, *home),
            Ty::Instance(instance) => {
                let mut forms = Vec::new();
                for one in self.declarations(instance.home, instance.name).iter() {
                    let env = self.env_of(&one.generics, &instance.arguments, instance.home);
                    forms.extend(found(&one.members, &env, instance.home));
                    if one.kind == DeclarationKind::Alias
                        && let Some(ty) = &one.ty
                    {
                        let ty = self.written(ty, &env, instance.home);
                        forms.extend(self.bounded(|| match kind {
                            MemberKind::New => self.constructors(&ty, &[]),
                            _ => self.forms(&ty),
                        }));
                    }
                    for base in &one.extends {
                        let base = self.written(base, &env, instance.home);
                        forms.extend(self.bounded(|| self.nameless(&base, kind)));
                    }
                }
                forms
            }
            _ => Vec::new(),
        }
    }

    /// The call of the first signature that the arguments fit.
    fn fitted(
        &self,
        forms: &[Form<'w>],
        file: usize,
        arguments: &[NodeId],
        types: &[Ty<'w>],
    ) -> Call<'w> {
        let deprecated = |form: &Form<'w>| form.notes.is_some_and(|one| one.deprecated().is_some());
        // One alone is meant whether or not it fits.
        let is_choice = forms.len() > 1;
        let fitting: Vec<&Form<'w>> = forms
            .iter()
            .filter(|form| {
                let takes_types = types.len() <= form.signature.generics.len();
                !is_choice || takes_types && self.fits(form, file, arguments)
            })
            .collect();
        let Some(form) = fitting.first().copied().or(forms.first()) else {
            return Call::default();
        };
        let surely = |one: &&Form<'w>| self.fits_surely(one, file, arguments);
        let ambiguous = fitting.len() > 1
            && !fitting.first().is_some_and(surely)
            && fitting
                .iter()
                .any(|one| deprecated(one) != deprecated(form));
        let env = self.bound(form, file, arguments, types);
        let form = Form {
            env,
            ..form.clone()
        };
        let expected = (0..arguments.len())
            .map(|index| self.expected(&form, index))
            .collect();
        let returns = form.signature.returns.as_ref();
        Call {
            result: self.parameter_ty(&form, returns),
            expected,
            form: Some(form),
            ambiguous,
        }
    }

    /// What a signature expects at a position.
    fn expected(&self, form: &Form<'w>, index: usize) -> Ty<'w> {
        match parameter_at(&form.signature.parameters, index) {
            Some(parameter) if parameter.rest => {
                self.element(&self.parameter_ty(form, parameter.ty.as_ref()))
            }
            Some(parameter) => self.parameter_ty(form, parameter.ty.as_ref()),
            None => Ty::Unknown,
        }
    }

    fn fits(&self, form: &Form<'w>, file: usize, arguments: &[NodeId]) -> bool {
        let script = self.script(file);
        let spread = arguments
            .iter()
            .any(|one| matches!(script[*one].kind, Kind::Spread(_)));
        let parameters = &form.signature.parameters;
        let required = parameters
            .iter()
            .filter(|one| !one.optional && !one.rest)
            .count();
        let open = parameters.last().is_some_and(|one| one.rest);
        // What is spread may be of any length, which only a rest parameter takes.
        if spread {
            return open;
        }
        (required..=parameters.len().max(if open { usize::MAX } else { 0 }))
            .contains(&arguments.len())
            && arguments.iter().enumerate().all(|(index, argument)| {
                let expected = self.expected(form, index);
                self.may_be(&expected, file, *argument)
            })
            && self.fits_end(form, file, arguments)
    }

    /// Whether the last arguments may be what a rest parameter says of the last: `(...all: [...A, Last])`.
    fn fits_end(&self, form: &Form<'w>, file: usize, arguments: &[NodeId]) -> bool {
        let Some(rest) = form.signature.parameters.last().filter(|one| one.rest) else {
            return true;
        };
        let Some(Type::Tuple(items)) = &rest.ty else {
            return true;
        };
        let before = form.signature.parameters.len() - 1;
        let given = arguments.get(before..).unwrap_or_default();
        let needed = items.iter().filter(|one| !one.rest && !one.optional);
        let is_open = items.iter().any(|one| one.rest);
        let last = items.iter().rev().take_while(|one| !one.rest);
        let mut last = last.zip(given.iter().rev());
        needed.count() <= given.len()
            && (!is_open
                || last.all(|(item, argument)| {
                    let expected = self.written(&item.ty, &form.env, form.home);
                    self.may_be(&expected, file, *argument)
                }))
    }

    /// Whether every argument is of a type that tells.
    fn fits_surely(&self, form: &Form<'w>, file: usize, arguments: &[NodeId]) -> bool {
        arguments.iter().enumerate().all(|(index, argument)| {
            !self.node(file, *argument).is_unknown() && !self.expected(form, index).is_unknown()
        })
    }

    /// Whether an argument may be what is expected: no only where it surely is something else.
    fn may_be(&self, expected: &Ty<'w>, file: usize, argument: NodeId) -> bool {
        let kind = &self.script(file)[argument].kind;
        let is_text = matches!(kind, Kind::Text(_) | Kind::Template { .. });
        let is_number = matches!(kind, Kind::Number(_) | Kind::Boolean(_));
        let is_object = matches!(kind, Kind::Object(_) | Kind::Array(_));
        let is_function = matches!(kind, Kind::Function(_));
        match expected {
            Ty::Text(wanted) => match self.node(file, argument) {
                Ty::Text(given) => given == *wanted,
                _ => !(is_number || is_object || is_function),
            },
            Ty::AnyText => !(is_number || is_object || is_function),
            Ty::Primitive => !(is_text || is_object || is_function),
            Ty::Function(_) => !(is_text || is_number || is_object),
            Ty::Object { .. } | Ty::Array(_) => !(is_text || is_number || is_function),
            Ty::Union(parts) => parts.iter().any(|part| self.may_be(part, file, argument)),
            Ty::Instance(instance) => !self.lacks_members(instance, file, argument),
            _ => true,
        }
    }

    /// Whether an argument surely lacks a member that every instance of a class or an interface has.
    fn lacks_members(&self, of: &Instance<'w>, file: usize, argument: NodeId) -> bool {
        if let Home::Package(package, _) = of.home
            && self.world.packages[package].role == Role::Library
        {
            return false;
        }
        let declarations = self.declarations(of.home, of.name);
        let is_shape = |one: &&Declaration| {
            matches!(
                one.kind,
                DeclarationKind::Interface | DeclarationKind::Class
            )
        };
        if declarations.is_empty() || !declarations.iter().all(is_shape) {
            return false;
        }
        let has_to_be = |one: &&Member| {
            let is_named = matches!(one.kind, MemberKind::Property | MemberKind::Method);
            is_named && !one.optional && !one.is_static && one.access == Access::Public
        };
        let members = declarations.iter().flat_map(|one| &one.members);
        let mut wanted = members.filter(has_to_be).take(WANTED).peekable();
        if wanted.peek().is_none() {
            return false;
        }
        match &self.script(file)[argument].kind {
            Kind::Text(_)
            | Kind::Template { .. }
            | Kind::Number(_)
            | Kind::Boolean(_)
            | Kind::Null
            | Kind::Array(_) => true,
            _ => {
                let given = self.node(file, argument);
                wanted.any(|one| self.surely_lacks(&given, &one.name))
            }
        }
    }

    /// Whether all members of a value are known, and a name is none of them.
    fn surely_lacks(&self, given: &Ty<'w>, name: &str) -> bool {
        match given.strong().0 {
            // Fields that only its methods make are in no list.
            Ty::OwnInstance(file, class) => {
                let own = &self.script(*file)[*class];
                own.extends.is_none()
                    && own.others.is_empty()
                    && !matches!(self.member(given, name), Lookup::Found(_))
            }
            given => matches!(self.member(given, name), Lookup::Missing(_)),
        }
    }

    /// What the parameters of a signature stand for in a call.
    fn bound(
        &self,
        form: &Form<'w>,
        file: usize,
        arguments: &[NodeId],
        types: &[Ty<'w>],
    ) -> Env<'w> {
        let generics = &form.signature.generics;
        if generics.is_empty() {
            return form.env.clone();
        }
        let mut found: HashMap<&'w str, Ty<'w>> = HashMap::default();
        for (generic, ty) in generics.iter().zip(types) {
            found.insert(&generic.name, ty.clone());
        }
        if types.is_empty() {
            // What functions give depends on what they are given: they come last.
            for functions in [false, true] {
                for (index, argument) in arguments.iter().enumerate() {
                    let kind = &self.script(file)[*argument].kind;
                    if matches!(kind, Kind::Function(_)) != functions {
                        continue;
                    }
                    if let Some(ty) = parameter_at(&form.signature.parameters, index)
                        .and_then(|parameter| parameter.ty.as_ref())
                    {
                        let env = self.env_with(form, &found);
                        let argument = self.argument(file, *argument, ty, &env, form.home);
                        self.unify(ty, &argument, &mut found);
                    }
                }
            }
        }
        self.env_with(form, &found)
    }

    /// What an argument is; a function that nobody annotated gets its parameters from what it is given to.
    fn argument(
        &self,
        file: usize,
        argument: NodeId,
        ty: &'w Type,
        env: &Env<'w>,
        home: Home<'w>,
    ) -> Ty<'w> {
        let given = self.node(file, argument);
        if let Ty::OwnFunction(at, function) = &given {
            let expected = self.written(ty, env, home);
            self.give(*at, *function, &expected);
        }
        given
    }

    /// Gives a function of the plugin what is expected where it stands.
    pub(super) fn give(&self, file: usize, function: FunctionId, expected: &Ty<'w>) {
        let Some(form) = self.forms(expected).into_iter().next() else {
            return;
        };
        let confidence = expected.strong().1;
        let own = &self.script(file)[function];
        // Where an annotation says what a parameter is, that counts; `any` says nothing.
        for index in 0..own.parameters.len() {
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let ty = self.expected(&form, index as usize).weak(confidence);
            self.note_parameter(file, function, index, ty);
        }
    }

    fn env_with(&self, form: &Form<'w>, found: &HashMap<&'w str, Ty<'w>>) -> Env<'w> {
        let mut bound = Vec::new();
        for generic in &form.signature.generics {
            let ty = match found.get(generic.name.as_str()) {
                Some(ty) => ty.clone(),
                None => match generic.default.as_ref().or(generic.bounds.first()) {
                    Some(ty) => self.written(ty, &form.env.with(bound.clone()), form.home),
                    None => Ty::Unknown,
                },
            };
            bound.push((generic.name.as_str(), ty));
        }
        form.env.with(bound)
    }

    /// What calling a value gives, whatever it is called with.
    pub(super) fn returned(&self, callee: &Ty<'w>) -> Ty<'w> {
        match callee.strong().0 {
            Ty::OwnFunction(file, function) => self.own_returned(*file, *function),
            callee => self.forms(callee).first().map_or(Ty::Unknown, |form| {
                self.parameter_ty(form, form.signature.returns.as_ref())
            }),
        }
    }
}

fn parameter_at(parameters: &[Parameter], index: usize) -> Option<&Parameter> {
    parameters
        .get(index)
        .or_else(|| parameters.last().filter(|last| last.rest))
}

/// Whether a callee gives a module: `require`, and what test runners have in its place.
pub(super) fn requires(script: &Script, callee: NodeId) -> bool {
    match &script[callee].kind {
        Kind::Global(name) => name == "require",
        Kind::Member { of, name, .. } => {
            matches!(name.as_str(), "requireActual" | "requireMock")
                && matches!(&script[*of].kind, Kind::Global(runner) if runner == "jest")
        }
        _ => false,
    }
}
