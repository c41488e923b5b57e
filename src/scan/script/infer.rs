//! What an expression is worth: worked out when asked, from declared types, constants and the plugin's own code.
//!
//! Nothing is executed and nothing guessed: where no declaration says what a value is, it is [`Ty::Unknown`]. Cycles
//! give up where they close, long ways after some dozens of steps; how often that happened is counted.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::domain::conventions::Conventions;
use crate::domain::document::scan::Confidence;
use crate::domain::surface::types::Type;
use crate::scan::script::calls::Call;
use crate::scan::script::members::Lookup;
use crate::scan::script::memo::{self, Memo, Settled, Settlements};
use crate::scan::script::ty::{Env, Home, Ty};
use crate::scan::script::world::World;
use crate::syntax::script::{
    ClassId, FunctionId, Imported, Kind, NameId, NameKind, NodeId, Pattern, PatternId, Script,
};

/// Steps within steps.
const DEEPEST: u32 = 60;

/// Answers what values are, for one set of versions.
pub struct Inference<'w> {
    pub world: World<'w>,
    pub(super) conventions: &'w Conventions,
    pub(super) roots: super::named::Roots<'w>,
    /// The last parts of the names of functions that are given names.
    pub(super) named: FxHashSet<&'w str>,
    depth: Cell<u32>,
    /// How often a way was too long.
    pub(super) given_up: Cell<usize>,
    pub(super) memo: Memo<'w>,
    names: RefCell<Settlements<'w>>,
    /// What parameters are where their function is given to somebody who says so.
    parameters: RefCell<FxHashMap<(usize, FunctionId, u32), Ty<'w>>>,
    pub(super) returns: RefCell<FxHashMap<(usize, FunctionId), Settled<'w>>>,
    tops: RefCell<FxHashMap<usize, FxHashMap<&'w str, NameId>>>,
    pub(super) fields: RefCell<FxHashMap<usize, super::fields::Fields>>,
    /// What the properties of a component of the plugin are where it is added to another one.
    pub(super) props: RefCell<FxHashMap<(usize, ClassId), Ty<'w>>>,
    /// What object literals are given to under a name.
    pub(super) objects: RefCell<FxHashMap<(usize, NodeId), Ty<'w>>>,
    /// What `this` is, innermost last.
    pub(super) this: RefCell<Vec<Ty<'w>>>,
}

impl<'w> Inference<'w> {
    pub fn new(world: World<'w>, conventions: &'w Conventions) -> Self {
        Self {
            roots: super::named::roots(&world, &conventions.names),
            named: super::named::last_parts(&conventions.names),
            conventions,
            depth: Cell::new(0),
            given_up: Cell::new(0),
            memo: Memo::default(),
            names: RefCell::new(Settlements::new(world.files.len())),
            parameters: RefCell::default(),
            returns: RefCell::default(),
            tops: RefCell::default(),
            fields: RefCell::default(),
            props: RefCell::default(),
            objects: RefCell::default(),
            this: RefCell::default(),
            world,
        }
    }

    /// Forgets what follows in these files from what parameters are, once more is known of those.
    pub(super) fn forget(&self, files: &[usize]) {
        self.names.borrow_mut().forget(files);
        self.returns.borrow_mut().clear();
        self.memo.learn();
    }

    /// Forgets what is known of files that were gone over: nothing leads to them from those that follow.
    pub(super) fn leave(&self, files: &[usize]) {
        self.names.borrow_mut().forget(files);
        drop(self.returns.take());
        drop(self.parameters.take());
        drop(self.tops.take());
        drop(self.fields.take());
        drop(self.props.take());
        drop(self.objects.take());
    }

    /// Goes one step deeper, if that is not too deep.
    pub(super) fn bounded<T: Default>(&self, step: impl FnOnce() -> T) -> T {
        let depth = self.depth.get();
        if depth > DEEPEST {
            self.given_up.set(self.given_up.get() + 1);
            self.memo.doubt();
            return T::default();
        }
        self.depth.set(depth + 1);
        let answer = step();
        self.depth.set(depth);
        answer
    }

    pub(super) fn script(&self, file: usize) -> &'w Script {
        &self.world.files[file].script
    }

    /// What an expression is worth.
    pub fn node(&self, file: usize, id: NodeId) -> Ty<'w> {
        let work = || self.bounded(|| self.node_now(file, id));
        let is_work = !matches!(
            self.script(file)[id].kind,
            Kind::Name(_)
                | Kind::Global(_)
                | Kind::Text(_)
                | Kind::Number(_)
                | Kind::Boolean(_)
                | Kind::Null
                | Kind::Function(_)
                | Kind::Class(_)
                | Kind::Object(_)
                | Kind::This
                | Kind::Jsx(_)
        );
        let this = memo::this(self.this.borrow().last());
        match this {
            Ok(this) if is_work => self.memo.node((file, id, this), work),
            _ => work(),
        }
    }

    /// What the call at a place gives and expects; what it gives is kept, as whoever goes over the call asks for it next.
    pub(super) fn visited_call(&self, file: usize, id: NodeId) -> Call<'w> {
        let before = self.memo.now();
        let call = self.call(file, id);
        if let Ok(this) = memo::this(self.this.borrow().last()) {
            self.memo.keep((file, id, this), before, &call.result);
        }
        call
    }

    fn node_now(&self, file: usize, id: NodeId) -> Ty<'w> {
        let script = self.script(file);
        match &script[id].kind {
            Kind::Name(name) => self.name(file, *name),
            Kind::Global(name) => self.global_name(name),
            Kind::Text(text) => Ty::Text(text.as_str().into()),
            Kind::Template { texts, parts } => self.template(file, texts, parts),
            Kind::Member { of, name, .. } => match self.global_chain(file, id) {
                Some(ty) => ty,
                None => self.member_ty(&self.node(file, *of), name),
            },
            Kind::Index { of, by, .. } => self.index(file, *of, *by),
            Kind::Call { .. } => self.call(file, id).result,
            Kind::Import(specifier) => match self.node(file, *specifier) {
                Ty::Text(text) => Ty::Promise(Rc::new(self.module_value(file, &text))),
                _ => Ty::Unknown,
            },
            Kind::Await(of) => self.node(file, *of).awaited(),
            Kind::Function(function) => Ty::OwnFunction(file, *function),
            Kind::Class(class) => Ty::OwnClass(file, *class),
            Kind::Object(_) => Ty::OwnObject(file, id),
            Kind::Array(items) => {
                Ty::array(Ty::union(items.iter().flatten().map(
                    |item| match &script[*item].kind {
                        Kind::Spread(of) => self.element(&self.node(file, *of)),
                        _ => self.node(file, *item),
                    },
                )))
            }
            Kind::Conditional { yes, no, .. } => {
                Ty::union([self.node(file, *yes), self.node(file, *no)])
            }
            Kind::Logical {
                operator,
                left,
                right,
            } => match operator.as_str() {
                "&&" => self.node(file, *right),
                _ => Ty::union([self.node(file, *left), self.node(file, *right)]),
            },
            Kind::Binary {
                operator,
                left,
                right,
            } => self.binary(file, operator, *left, *right),
            Kind::Assign { value, .. } => self.node(file, *value),
            Kind::As { of, ty } => {
                let ty = self.written(&script[*ty], &Env::default(), Home::File(file));
                ty.or_rather(|| self.node(file, *of).weak(Confidence::Low))
            }
            Kind::Const(of) | Kind::Satisfies { of, .. } | Kind::NonNull(of) => {
                self.node(file, *of)
            }
            Kind::This => self.this.borrow().last().cloned().unwrap_or_default(),
            Kind::Super => self.base_of_this(),
            Kind::Sequence(parts) => parts
                .last()
                .map_or(Ty::Unknown, |last| self.node(file, *last)),
            Kind::Number(_) | Kind::Boolean(_) | Kind::Null | Kind::Jsx(_) | Kind::Unary { .. } => {
                Ty::Primitive
            }
            // A tag is called with its texts and parts.
            Kind::Tagged { tag, .. } => self.returned(&self.node(file, *tag)),
            Kind::Spread(_) | Kind::Other(_) => Ty::Unknown,
        }
    }

    fn template(&self, file: usize, texts: &[String], parts: &[NodeId]) -> Ty<'w> {
        let mut whole = texts.first().cloned().unwrap_or_default();
        for (part, text) in parts.iter().zip(texts.iter().skip(1)) {
            match self.node(file, *part).strong().0 {
                Ty::Text(value) => whole.push_str(value),
                _ => return Ty::AnyText,
            }
            whole.push_str(text);
        }
        Ty::Text(whole.into())
    }

    fn binary(&self, file: usize, operator: &str, left: NodeId, right: NodeId) -> Ty<'w> {
        if operator != "+" {
            return Ty::Primitive;
        }
        match (self.node(file, left), self.node(file, right)) {
            (Ty::Text(left), Ty::Text(right)) => Ty::Text(format!("{left}{right}").into()),
            (Ty::Text(_) | Ty::AnyText, _) | (_, Ty::Text(_) | Ty::AnyText) => Ty::AnyText,
            _ => Ty::Primitive,
        }
    }

    fn index(&self, file: usize, of: NodeId, by: NodeId) -> Ty<'w> {
        let of = self.node(file, of);
        match self.node(file, by).strong().0 {
            Ty::Text(key) => self.member_ty(&of, key),
            _ => self.element(&of),
        }
    }

    /// What the elements of a list or the values of a record are.
    pub(super) fn element(&self, of: &Ty<'w>) -> Ty<'w> {
        match of {
            Ty::Array(item) => (**item).clone(),
            Ty::Tuple(items) => Ty::union(items.iter().cloned()),
            Ty::Weak(confidence, of) => self.element(of).weak(*confidence),
            Ty::At(_, of) => self.element(of),
            Ty::Union(parts) => Ty::union(parts.iter().map(|part| self.element(part))),
            Ty::Instance(_) | Ty::Object { .. } | Ty::Made { .. } => match self.any_value(of) {
                Ty::Unknown => match self.member(of, "[Symbol.iterator]") {
                    Lookup::Found(property) => {
                        let all = self.returned(&property.ty);
                        self.bounded(|| self.element(&all))
                    }
                    _ => Ty::Unknown,
                },
                value => value,
            },
            _ => Ty::Unknown,
        }
    }

    /// What a name of a file is worth.
    pub fn name(&self, file: usize, id: NameId) -> Ty<'w> {
        match self.names.borrow().get(file, id) {
            Some(Settled::Known(ty)) => return ty.clone(),
            // One that is being worked out just now is not known by itself.
            Some(Settled::Busy) => {
                self.memo.doubt();
                return Ty::Unknown;
            }
            Some(Settled::Until(point, ty)) if !self.memo.is_past(*point) => return ty.clone(),
            _ => {}
        }
        let of = (file, self.script(file).names.len());
        let busy = Some(Settled::Busy);
        self.names.borrow_mut().set(of, id, busy);
        let before = self.memo.now();
        let gave_up = self.given_up.get();
        let ty = self.within(file, self.script(file)[id].within, || {
            self.bounded(|| self.name_now(file, id))
        });
        let unsettled = ty.is_vague()
            && (matches!(self.script(file)[id].kind, NameKind::Parameter { .. })
                || self.given_up.get() != gave_up);
        let settled = self.memo.settled(&ty, unsettled, before);
        self.names.borrow_mut().set(of, id, settled);
        ty
    }

    fn name_now(&self, file: usize, id: NameId) -> Ty<'w> {
        let script = self.script(file);
        let name = &script[id];
        let written = name.ty.map_or(Ty::Unknown, |ty| {
            self.written(&script[ty], &Env::default(), Home::File(file))
        });
        written.or_rather(|| self.name_by_kind(file, id))
    }

    /// What a name is worth by what binds it.
    fn name_by_kind(&self, file: usize, id: NameId) -> Ty<'w> {
        let script = self.script(file);
        let name = &script[id];
        match name.kind {
            NameKind::Import(import) => self.imported(file, import as usize),
            NameKind::Variable {
                pattern,
                value,
                each,
            } => {
                let ty = match (value, name.assigned) {
                    (Some(value), _) if each => self.element(&self.node(file, value)),
                    (Some(value), _) => self.node(file, value),
                    (None, Some(assigned)) => return self.node(file, assigned),
                    (None, None) => return Ty::Unknown,
                };
                let ty = self.taken(file, pattern, id, &ty).unwrap_or_default();
                if name.changes {
                    ty.weak(Confidence::Medium)
                } else {
                    ty
                }
            }
            NameKind::Parameter { of, index } => {
                let ty = self.parameter(file, of, index);
                let function = &script[of];
                let Some(parameter) = function.parameters.get(index as usize) else {
                    return Ty::Unknown;
                };
                self.taken(file, parameter.pattern, id, &ty)
                    .unwrap_or_default()
            }
            NameKind::Function(function) => Ty::OwnFunction(file, function),
            NameKind::Class(class) => Ty::OwnClass(file, class),
            NameKind::Enum => script
                .declared
                .iter()
                .find(|one| one.name == name.text)
                .map_or(Ty::Unknown, |one| Ty::Value(Home::File(file), &one.name)),
            NameKind::Type | NameKind::Namespace | NameKind::Unknown => Ty::Unknown,
        }
    }

    /// What a parameter is: as annotated, as its function is used, or as it is called by convention.
    pub(super) fn parameter(&self, file: usize, of: FunctionId, index: u32) -> Ty<'w> {
        let script = self.script(file);
        let function = &script[of];
        let Some(parameter) = function.parameters.get(index as usize) else {
            return Ty::Unknown;
        };
        let used = || {
            let contextual = self.parameters.borrow().get(&(file, of, index)).cloned();
            contextual
                .unwrap_or_default()
                .or_rather(|| self.by_convention(file, of, index))
        };
        let Some(ty) = parameter.ty else {
            return used();
        };
        let written = &script[ty];
        // `any` says that its author knows better; another type that nobody knows may be the same.
        let doubt = match written {
            Type::Keyword(_) => Confidence::Low,
            _ => Confidence::Medium,
        };
        self.written(written, &self.generics_of(file, of), Home::File(file))
            .or_rather(|| used().weak(doubt))
    }

    /// The type parameters of a function of the plugin, as their bounds.
    fn generics_of(&self, file: usize, function: FunctionId) -> Env<'w> {
        self.env_of(&self.script(file)[function].generics, &[], Home::File(file))
    }

    /// Takes note of what a parameter is where its function is used; a later use that says something else makes it less sure.
    pub(super) fn note_parameter(&self, file: usize, of: FunctionId, index: u32, ty: Ty<'w>) {
        if ty.is_unknown() {
            return;
        }
        let key = (file, of, index);
        let mut parameters = self.parameters.borrow_mut();
        let ty = match parameters.remove(&key) {
            Some(there) if there.holds(&ty) || ty.is_vague() => there,
            Some(there) if there.is_vague() => {
                self.memo.learn();
                ty
            }
            Some(there) => {
                if !there.tells(&ty) {
                    self.memo.learn();
                }
                Ty::union([there, ty])
            }
            None => {
                self.memo.learn();
                ty
            }
        };
        parameters.insert(key, ty);
    }

    /// The part of a value that a pattern gives a name.
    fn taken(
        &self,
        file: usize,
        pattern: PatternId,
        wanted: NameId,
        ty: &Ty<'w>,
    ) -> Option<Ty<'w>> {
        match &self.script(file)[pattern] {
            Pattern::Name(name, _) => (*name == wanted).then(|| ty.clone()),
            Pattern::Object { properties, rest } => properties
                .iter()
                .find_map(|property| {
                    let of = match (&property.name, property.computed) {
                        (Some(name), _) => self.member_ty(ty, name),
                        (None, Some(key)) => match self.node(file, key) {
                            Ty::Text(key) => self.member_ty(ty, &key),
                            _ => Ty::Unknown,
                        },
                        (None, None) => Ty::Unknown,
                    };
                    self.taken(file, property.value, wanted, &of)
                })
                .or_else(|| self.taken(file, (*rest)?, wanted, ty)),
            Pattern::Array { items, rest } => items
                .iter()
                .enumerate()
                .find_map(|(index, item)| {
                    let of = match ty {
                        Ty::Tuple(parts) => parts.get(index).cloned().unwrap_or_default(),
                        ty => self.element(ty),
                    };
                    self.taken(file, (*item)?, wanted, &of)
                })
                .or_else(|| self.taken(file, (*rest)?, wanted, ty)),
            Pattern::Default { pattern, value } => {
                let ty = if ty.is_unknown() {
                    self.node(file, *value)
                } else {
                    ty.clone()
                };
                self.taken(file, *pattern, wanted, &ty)
            }
            Pattern::Target(_) => None,
        }
    }

    fn imported(&self, file: usize, import: usize) -> Ty<'w> {
        let import = &self.script(file).imports[import];
        match &import.what {
            Imported::All => self.module_value(file, &import.specifier),
            Imported::Name(name) => match self.of_specifier(file, &import.specifier, name) {
                Lookup::Found(property) => property.ty,
                _ => Ty::Unknown,
            },
            Imported::Nothing => Ty::Unknown,
            Imported::Alias(head, path) => {
                let crate::syntax::script::TypeHead::Name(head) = head else {
                    return Ty::Unknown;
                };
                let head = self.name(file, *head);
                path.iter()
                    .skip(1)
                    .fold(head, |of, part| self.member_ty(&of, &part.name))
            }
        }
    }

    /// What a module, named in a file, has under a name.
    pub(super) fn of_specifier(&self, file: usize, specifier: &str, name: &str) -> Lookup<'w> {
        if let Some(own) = self.world.files[file].links.get(specifier) {
            return self.own_lookup(*own, name, 0);
        }
        match self.world.module(specifier) {
            Some((package, module)) => {
                self.memo.member(memo::module(package, module), name, || {
                    self.of_module(package, module, name)
                })
            }
            None => Lookup::Unknown,
        }
    }

    /// Whether a value of a platform holds what goes by names: a module, a class, an enum.
    pub(super) fn is_of_names(&self, ty: &Ty<'w>) -> bool {
        use crate::domain::surface::DeclarationKind;
        let is_platform = |package: usize| self.world.packages[package].is_platform();
        match ty.strong().0 {
            Ty::Module(package, _) => is_platform(*package),
            Ty::Value(Home::Package(package, module), name) => {
                is_platform(*package)
                    && self
                        .world
                        .declarations(*package, module, name)
                        .iter()
                        .any(|one| {
                            matches!(one.kind, DeclarationKind::Enum | DeclarationKind::Class)
                        })
            }
            _ => false,
        }
    }

    /// A module as an object: what `import * as`, `require` and `import()` give.
    pub(super) fn module_value(&self, file: usize, specifier: &str) -> Ty<'w> {
        if let Some(own) = self.world.files[file].links.get(specifier) {
            return Ty::OwnModule(*own);
        }
        self.world
            .module(specifier)
            .map_or(Ty::Unknown, |(package, module)| Ty::Module(package, module))
    }

    /// The name at the top of a file.
    pub(super) fn top_name(&self, file: usize, text: &str) -> Option<NameId> {
        let mut tops = self.tops.borrow_mut();
        let tops = tops.entry(file).or_insert_with(|| {
            let names = self.script(file).names.iter().enumerate();
            let top = names.filter(|(_, name)| name.within.is_none());
            let mut found: FxHashMap<&'w str, NameId> = FxHashMap::default();
            for (index, name) in top {
                let id = NameId(u32::try_from(index).unwrap_or(u32::MAX));
                found.entry(&name.text).or_insert(id);
            }
            found
        });
        tops.get(text).copied()
    }

    fn global_name(&self, name: &str) -> Ty<'w> {
        if matches!(name, "undefined" | "NaN" | "Infinity") {
            return Ty::Primitive;
        }
        match self.world.global(name) {
            Some((package, module, name)) => self.value(Home::Package(package, module), name),
            None => Ty::Unknown,
        }
    }

    /// Works something out with `this` being what it is in a function.
    pub(super) fn within<T>(
        &self,
        file: usize,
        function: Option<FunctionId>,
        work: impl FnOnce() -> T,
    ) -> T {
        self.this.borrow_mut().push(self.this_in(file, function));
        let answer = work();
        self.this.borrow_mut().pop();
        answer
    }

    /// What `this` is in a function: the object of its class; an arrow's is that of what it stands in.
    pub(super) fn this_in(&self, file: usize, function: Option<FunctionId>) -> Ty<'w> {
        let script = self.script(file);
        let mut next = function;
        while let Some(id) = next {
            let function = &script[id];
            if let Some(class) = function.class {
                let is_static = script[class].members.iter().any(|member| {
                    use crate::syntax::script::Membership;
                    member.is_static
                        && matches!(member.what, Membership::Method(f) | Membership::Getter(f) | Membership::Setter(f) if f == id)
                });
                return if is_static {
                    Ty::OwnClass(file, class)
                } else {
                    Ty::OwnInstance(file, class)
                };
            }
            if !function.is_arrow {
                return Ty::Unknown;
            }
            next = function.within;
        }
        Ty::Unknown
    }
}
