//! Items: imports, signatures, implementations, attributes.

use std::rc::Rc;

use crate::domain::document::scan::Confidence;
use crate::domain::surface::paths::{Space, Thing};
use crate::scan::rust::bind::{self, Here};
use crate::scan::rust::info::MemberClass;
use crate::scan::rust::judge::Fate;
use crate::scan::rust::members::Hit;
use crate::scan::rust::scope::{Def, Outside};
use crate::scan::rust::ty::{Env, TraitTy, Ty};
use crate::scan::rust::visit::{Place, Visit};
use crate::scan::uses::{Kind, Site};
use crate::syntax::rust::code::{
    Attribute, Fields, Function, Generics, Implementation, Import, Input, ItemId, ItemKind,
    Receiver, Statement, Trait, Visibility,
};

/// What an attribute stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Item,
    Field,
    Variant,
}

impl<'w> Visit<'_, 'w> {
    /// Takes note of what the module imports.
    pub(super) fn imports(&mut self) {
        let code = self.code();
        let node = &self.world.tree.nodes[self.node];
        for id in &node.items {
            let item = &code[*id];
            if let ItemKind::Use(imports) = &item.kind {
                let site = if item.visibility == Visibility::Public {
                    Site::ReExport
                } else {
                    Site::Import
                };
                self.import_tree(imports, site);
            }
        }
    }

    fn import_tree(&mut self, imports: &'w [Import], site: Site) {
        for (at, import) in imports.iter().enumerate() {
            let around = [
                at.checked_sub(1).and_then(|at| imports.get(at)),
                imports.get(at + 1),
            ];
            // A module that several names are taken from is named once for all.
            let shared = around.into_iter().flatten().map(|other| {
                let same = import
                    .path
                    .iter()
                    .zip(&other.path)
                    .take_while(|(one, two)| one.at == two.at);
                same.count()
            });
            self.import(import, site, shared.max().unwrap_or(0));
        }
    }

    fn import(&mut self, import: &Import, site: Site, shared: usize) {
        let names: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
        let mut found: Vec<(Vec<Def>, Option<usize>)> = Vec::new();
        for space in [Space::Type, Space::Value, Space::Macro] {
            let resolved = self
                .world
                .import_path(self.node, &names, (import.absolute, space));
            found.extend(resolved.map(|one| (one.defs, one.root)));
        }
        let Some((defs, root)) = found.iter().max_by_key(|(defs, _)| defs.len()) else {
            return;
        };
        let is_passed_on = root.is_some_and(|file| file != self.file);
        for (at, def) in defs.iter().enumerate().take(shared.min(names.len())) {
            if let Def::Outside(outside) = def
                && matches!(outside.thing, Thing::Module(_))
                && at + 1 < names.len()
                && self.world.fate_of_path(outside) == Fate::Gone
            {
                self.imported(import, at, &[outside], site);
                break;
            }
        }
        let last: Vec<&Rc<Outside>> = found
            .iter()
            .filter(|(defs, _)| defs.len() == names.len())
            .filter_map(|(defs, _)| match defs.last() {
                Some(Def::Outside(outside)) if !outside.path.is_empty() => Some(outside),
                _ => None,
            })
            .collect();
        if last.is_empty() || names.is_empty() {
            return;
        }
        // What the plugin's own modules pass on is said where they import it.
        let is_own = defs
            .iter()
            .take(names.len() - 1)
            .any(|def| matches!(def, Def::Module(_)))
            && !defs
                .iter()
                .take(names.len() - 1)
                .any(|def| matches!(def, Def::Outside(_)));
        let is_glob = import.name.is_none();
        let is_module = matches!(last[0].thing, Thing::Module(_));
        if is_glob && self.world.fate_of_path(last[0]) != Fate::Gone {
            return;
        }
        let is_gone = || self.world.fate_of_path(last[0]) == Fate::Gone;
        if is_own && (is_module || (is_passed_on && is_gone())) {
            return;
        }
        self.imported(import, names.len() - 1, &last, site);
    }

    fn imported(&mut self, import: &Import, at: usize, all: &[&Rc<Outside>], site: Site) {
        let (Some(first), Some(name)) = (all.first(), import.path.get(at)) else {
            return;
        };
        if usize::from(first.source) >= self.world.after.len() {
            return;
        }
        let outsides: Vec<&Outside> = all.iter().map(|one| &***one).collect();
        let fate = self.world.fate_of_import(&outsides);
        let (symbol, what) = self.symbol(first);
        self.met.places.push(Place {
            at: name.at,
            site,
            source: first.source,
            symbol,
            what,
            fate,
            confidence: self.certainty,
            imported_at: Some(name.at),
            node: self.node,
        });
    }

    pub(super) fn item(&mut self, id: ItemId) {
        let item = &self.code()[id];
        self.attributes(&item.attributes, On::Item);
        match &item.kind {
            ItemKind::Function(one) => self.function(one, &Env::default()),
            ItemKind::Struct(generics, fields) | ItemKind::Union(generics, fields) => {
                self.generic(generics, |visit| visit.fields(fields));
            }
            ItemKind::Enum(generics, variants) => self.generic(generics, |visit| {
                for one in variants {
                    visit.attributes(&one.attributes, On::Variant);
                    visit.fields(&one.fields);
                    if let Some(value) = one.discriminant {
                        visit.expr(value, &Ty::Unknown);
                    }
                }
            }),
            ItemKind::Value(ty, value) => {
                let ty = self.ty(*ty);
                if let Some(value) = value {
                    self.scoped(|visit| visit.expr(*value, &ty));
                }
            }
            ItemKind::Alias(generics, ty) => self.generic(generics, |visit| visit.see_type(*ty)),
            ItemKind::Trait(one) => self.declared_trait(id, one),
            ItemKind::Implementation(one) => self.implementation(one),
            ItemKind::Associated(bounds, default) => {
                self.bounds(bounds);
                if let Some(ty) = default {
                    self.see_type(*ty);
                }
            }
            ItemKind::Rules(inputs, _) => self.inputs(inputs),
            ItemKind::Macro(call, _) => {
                self.macro_path(&call.path);
                let confidence = self.trust(&call.path);
                // Items are the module's, and come by themselves.
                let others = call
                    .inputs
                    .iter()
                    .filter(|one| !matches!(one, Input::Items(_)));
                self.at_most(confidence, |visit| {
                    others.for_each(|one| drop(visit.input(one)));
                });
            }
            // Each comes by itself: the module's items, and what is imported.
            ItemKind::Foreign(_)
            | ItemKind::Module { .. }
            | ItemKind::Use(_)
            | ItemKind::ExternCrate(_)
            | ItemKind::Include(_)
            | ItemKind::Other => {}
        }
    }

    /// Runs with the type parameters of an item.
    fn generic(&mut self, generics: &'w Generics, run: impl FnOnce(&mut Self)) {
        let before = self.env.clone();
        self.env = self.rigid(generics);
        self.see_generics(generics);
        run(self);
        self.env = before;
    }

    fn see_generics(&mut self, generics: &'w Generics) {
        for one in &generics.parameters {
            self.bounds(&one.bounds);
            for ty in one.default.iter().chain(&one.constant) {
                self.see_type(*ty);
            }
        }
        for (ty, bounds) in &generics.wheres {
            self.see_type(*ty);
            self.bounds(bounds);
        }
    }

    /// Type parameters as what is known of them: their traits.
    fn rigid(&self, generics: &Generics) -> Env {
        let open = bind::open(generics, self.env.clone());
        let here = Here {
            node: self.node,
            file: self.file,
            env: &open,
        };
        let all = self.world.written_generics(here, generics);
        let mut env = open.clone();
        for one in &all {
            env.set(&one.name, Ty::Bounded(one.bounds.clone().into()));
        }
        // Once more, so that one may be given to another.
        let here = Here { env: &env, ..here };
        let again = self.world.written_generics(here, generics);
        let mut bound = env.clone();
        for one in &again {
            bound.set(&one.name, Ty::Bounded(one.bounds.clone().into()));
        }
        bound
    }

    fn fields(&mut self, fields: &'w Fields) {
        for one in &fields.list {
            self.attributes(&one.attributes, On::Field);
            self.see_type(one.ty);
        }
    }

    /// Attributes that somebody's macros read.
    fn attributes(&mut self, all: &'w [Attribute], on: On) {
        for one in all {
            self.helper(one, on);
            let names: Vec<&str> = one
                .path
                .segments
                .iter()
                .map(|one| &*one.name.text)
                .collect();
            let spaces: &[Space] = if one.is_derive {
                &[Space::Macro, Space::Type]
            } else {
                &[Space::Macro]
            };
            let found = spaces.iter().find_map(|space| {
                let found = self
                    .world
                    .resolve(self.node, &names, one.path.absolute, *space)?;
                (found.defs.len() == names.len()).then_some(found)
            });
            if let Some(found) = found {
                self.defs(&one.path, &found, Site::Attribute);
            }
            self.at_most(Confidence::Medium, |visit| visit.inputs(&one.inputs));
        }
    }

    /// Words of an attribute that stand for methods.
    fn helper(&mut self, one: &Attribute, on: On) {
        let [segment] = &one.path.segments[..] else {
            return;
        };
        let name = &*segment.name.text;
        let helpers = self.world.helpers;
        for helper in helpers
            .iter()
            .filter(|helper| helper.names.iter().any(|one| one == name))
        {
            let paths = match on {
                On::Item => &helper.item,
                On::Field => &helper.field,
                On::Variant => &helper.variant,
            };
            for key in one
                .keys
                .iter()
                .filter(|key| helper.own.iter().all(|own| **own != *key.text))
            {
                let owner = paths
                    .iter()
                    .find_map(|path| self.world.owner_of_method(&helper.package, path, &key.text));
                if let Some(owner) = owner {
                    let hit = Hit::of(owner, &key.text, MemberClass::Function);
                    self.member(key.at, Site::Attribute, &hit);
                }
            }
        }
    }

    pub(super) fn inputs(&mut self, inputs: &'w [Input]) {
        for one in inputs {
            self.input(one);
        }
    }

    /// A part of what a macro is given; what it is worth, if it is an expression.
    pub(super) fn input(&mut self, one: &'w Input) -> Ty {
        match one {
            Input::Expression(id) => return self.expr(*id, &Ty::Unknown),
            Input::Statements(all) => {
                self.scoped(|visit| {
                    for one in all {
                        match one {
                            Statement::Item(item) => visit.loose_item(*item),
                            other => drop(visit.statement(other)),
                        }
                    }
                });
            }
            Input::Items(items) => items.iter().for_each(|item| self.loose_item(*item)),
            Input::Pattern(pat) => self.scoped(|visit| visit.bind(*pat, &Ty::Unknown)),
            Input::Type(ty) => self.see_type(*ty),
            Input::Loose(path) => self.loose(path),
        }
        Ty::Unknown
    }

    /// An item that no module lists, because a macro makes it.
    fn loose_item(&mut self, id: ItemId) {
        if let ItemKind::Use(imports) = &self.code()[id].kind {
            self.import_tree(imports, Site::Import);
        }
        self.item(id);
    }

    /// A function; `env` has the parameters of what is around it.
    pub(super) fn function(&mut self, one: &'w Function, around: &Env) {
        let before = std::mem::replace(&mut self.env, around.clone());
        self.env = self.rigid(&one.generics);
        self.see_generics(&one.generics);
        let mark = std::mem::take(&mut self.locals);
        if let Some(receiver) = one.receiver {
            let itself = self.env.get("Self").cloned().unwrap_or_default();
            let ty = match receiver {
                Receiver::Typed(ty) => self.ty(ty),
                Receiver::Value | Receiver::Reference => itself,
            };
            self.locals.push(("self", ty));
        }
        for (pat, ty) in &one.parameters {
            let ty = self.ty(*ty);
            self.bind(*pat, &ty);
        }
        let returns = one.returns.map_or(Ty::unit(), |ty| self.ty(ty));
        let outer = std::mem::replace(&mut self.returns, returns.clone());
        if let Some(body) = one.body {
            self.expr(body, &returns);
        }
        self.returns = outer;
        self.locals = mark;
        self.env = before;
    }

    fn declared_trait(&mut self, id: ItemId, one: &'w Trait) {
        let Some(decl) = self.world.own_id(self.node, id) else {
            return;
        };
        let before = self.env.clone();
        self.env = self.rigid(&one.generics);
        self.see_generics(&one.generics);
        self.bounds(&one.bounds);
        let args = one.generics.parameters.iter();
        let args = args
            .map(|one| self.env.get(&one.name).cloned().unwrap_or_default())
            .collect();
        let itself = TraitTy {
            decl,
            args,
            bindings: Rc::from([]),
        };
        let env = self.env.clone().with_self(Ty::Bounded(Rc::from([itself])));
        self.env.clone_from(&env);
        self.members(&one.items, &env);
        self.env = before;
    }

    fn members(&mut self, items: &'w [ItemId], env: &Env) {
        for id in items {
            let item = &self.code()[*id];
            if let ItemKind::Function(one) = &item.kind {
                self.attributes(&item.attributes, On::Item);
                self.function(one, env);
            } else {
                self.env.clone_from(env);
                self.item(*id);
            }
        }
    }

    fn implementation(&mut self, one: &'w Implementation) {
        let before = self.env.clone();
        self.env = self.rigid(&one.generics);
        self.see_generics(&one.generics);
        let itself = self.ty(one.target);
        let mut env = self.env.clone().with_self(itself.clone());
        self.env.clone_from(&env);
        if let Some(of) = &one.of {
            self.type_path(of);
            if let Some(of) = self.world.written_trait(self.here(), of, 0) {
                self.overrides(&of, &one.items);
                // Associated types of the trait are those that stand here.
                env.set(&Rc::from("Self"), itself);
            }
        }
        self.members(&one.items, &env);
        self.env = before;
    }

    /// Methods of a platform's trait that the plugin implements.
    fn overrides(&mut self, of: &TraitTy, items: &'w [ItemId]) {
        if !self.world.is_platform(of.decl) || of.decl.is_own() {
            return;
        }
        let info = self.world.info(of.decl);
        for id in items {
            let item = &self.code()[*id];
            let class = match item.kind {
                ItemKind::Function(_) => MemberClass::Function,
                ItemKind::Value(..) => MemberClass::Constant,
                ItemKind::Alias(..) => MemberClass::Type,
                _ => continue,
            };
            if !info.members(&item.name.text).any(|one| one.class == class) {
                continue;
            }
            let fate = self
                .world
                .fate_of_member(of.decl, &item.name.text, class, false);
            // The trait itself is what is gone.
            if fate == Fate::Gone
                && self.world.project_decl(of.decl) == super::super::judge::Projected::Gone
            {
                continue;
            }
            let fate = match fate {
                Fate::There { deprecated, .. } => Fate::There {
                    deprecated,
                    is_silent: true,
                },
                other => other,
            };
            self.met.places.push(Place {
                at: item.name.at,
                site: Site::Override,
                source: of.decl.source,
                symbol: format!("{}::{}", self.world.path_of(of.decl), item.name.text),
                what: Kind::Member,
                fate,
                confidence: self.certainty,
                imported_at: None,
                node: self.node,
            });
        }
    }
}
