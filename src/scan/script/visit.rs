//! Going over a file of a plugin: every place that names something of a platform, and what it is there.
//!
//! The walk goes down with what is expected of each expression, so that a function which is given away knows its
//! parameters, and an object literal its type, before they are looked into.

mod elements;
mod names;
mod patterns;
mod quiet;
mod statements;
mod types;

use std::rc::Rc;

use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::Confidence;
use crate::scan::script::infer::Inference;
use crate::scan::script::members::{Absent, Lookup, Symbol};
use crate::scan::script::ty::{Env, Home, Ty};
use crate::scan::uses::Site;
use crate::syntax::script::{Kind, NameKind, NodeId, Property, Span};

/// What a place is.
#[derive(Clone, Debug)]
pub enum Answer<'w> {
    Symbol(Symbol<'w>),
    /// A name that the record lists, and no declaration shows.
    Recorded {
        kind: SymbolKind,
        path: Rc<str>,
    },
    /// The platform has no such symbol, though all that its container has is known.
    /// `None`: of a type that is put together, so that it has no path.
    Missing(Option<Absent<'w>>),
    /// It is there, and no symbol of a platform: another package's, or the plugin's own.
    Other,
    /// Something of the platform, of which it cannot be told what it is.
    Unknown,
}

/// One place that names something of a platform.
#[derive(Clone, Debug)]
pub struct Place<'w> {
    pub at: Span,
    pub site: Site,
    pub answer: Answer<'w>,
    pub confidence: Confidence,
    /// Only reached where a test says that it is there, or where a failure is caught.
    pub guarded: bool,
    /// It is itself such a test.
    pub is_test: bool,
    /// Where the name is imported that this place is another use of.
    pub imported_at: Option<Span>,
    /// The left side of `exports.name = …`, where it is passed on by that.
    pub passed_on_at: Option<Span>,
}

/// Goes over one file.
pub struct Visit<'a, 'w> {
    pub(super) inference: &'a Inference<'w>,
    pub(super) file: usize,
    pub(super) places: Vec<Place<'w>>,
    /// Paths that are tested to be there where the walk is.
    guards: Vec<Rc<str>>,
    /// How many `try` blocks are around.
    tries: usize,
    /// Where the way was too long, and how often that was so up to here.
    lost: Vec<Span>,
    gave_up: usize,
    /// Whether only what files give to functions is wanted, and no places.
    is_quiet: bool,
}

impl<'a, 'w> Visit<'a, 'w> {
    /// All places of a file, in the order of the text.
    pub fn file(inference: &'a Inference<'w>, file: usize) -> Vec<Place<'w>> {
        let mut visit = Self::new(inference, file, false);
        visit.imports();
        inference.within(file, None, || {
            visit.statements(&inference.script(file).body, &Ty::Unknown);
            visit.exports();
        });
        visit.type_uses();
        for at in std::mem::take(&mut visit.lost) {
            visit.push(at, Site::Lost, Answer::Unknown, Confidence::Low, None);
        }
        visit.places.sort_by_key(|place| (place.at, place.site));
        visit
            .places
            .dedup_by(|a, b| a.at == b.at && a.site == b.site);
        visit.places
    }

    /// Takes note of what a file gives to functions, its own and others'.
    pub fn learn(inference: &'a Inference<'w>, file: usize) {
        let mut visit = Self::new(inference, file, true);
        inference.within(file, None, || {
            visit.statements(&inference.script(file).body, &Ty::Unknown);
        });
    }

    fn new(inference: &'a Inference<'w>, file: usize, is_quiet: bool) -> Self {
        inference.memo.leave();
        Self {
            inference,
            file,
            places: Vec::new(),
            guards: Vec::new(),
            tries: 0,
            is_quiet,
            lost: Vec::new(),
            gave_up: inference.given_up.get(),
        }
    }

    pub(super) fn record(&mut self, at: Span, site: Site, lookup: &Lookup<'w>) {
        if self.is_quiet {
            return;
        }
        let (answer, confidence) = match lookup {
            Lookup::Found(property) => match &property.symbol {
                Some(symbol) => (Answer::Symbol(symbol.clone()), property.confidence),
                None => (Answer::Other, property.confidence),
            },
            Lookup::Missing(absent) => (Answer::Missing(absent.clone()), Confidence::High),
            Lookup::Unknown => return,
        };
        self.push(at, site, answer, confidence, None);
    }

    pub(super) fn push(
        &mut self,
        at: Span,
        site: Site,
        answer: Answer<'w>,
        confidence: Confidence,
        imported_at: Option<Span>,
    ) {
        let path = match &answer {
            Answer::Symbol(symbol) => Some(Rc::clone(&symbol.path)),
            Answer::Missing(absent) => absent.as_ref().map(|absent| Rc::clone(&absent.path)),
            Answer::Recorded { path, .. } => Some(Rc::clone(path)),
            Answer::Other | Answer::Unknown => None,
        };
        let guarded = self.tries > 0 || path.is_some_and(|path| self.guards.contains(&path));
        self.places.push(Place {
            at,
            site,
            answer,
            confidence,
            guarded,
            is_test: false,
            imported_at,
            passed_on_at: None,
        });
    }

    /// One expression, with what is expected where it stands.
    pub(super) fn node(&mut self, id: NodeId, expected: &Ty<'w>) {
        self.node_now(id, expected);
        // The innermost is done first, so that it is the one that is told.
        let gave_up = self.inference.given_up.get();
        if gave_up > self.gave_up {
            self.gave_up = gave_up;
            self.lost.push(self.inference.script(self.file)[id].at);
        }
    }

    fn node_now(&mut self, id: NodeId, expected: &Ty<'w>) {
        let script = self.inference.script(self.file);
        match &script[id].kind {
            Kind::Name(name) => self.name(id, *name),
            Kind::Member {
                of, name, name_at, ..
            } => {
                self.node(*of, &Ty::Unknown);
                if self.is_quiet {
                    return;
                }
                let of = self.inference.node(self.file, *of);
                let lookup = self.inference.member(&of, name);
                self.record(*name_at, Site::Member, &lookup);
                self.named_member(&of, name, *name_at);
            }
            Kind::Index { of, by, .. } => self.index(*of, *by),
            Kind::Call { .. } => self.call(id),
            Kind::Function(function) => self.function(*function, expected),
            Kind::Class(class) => self.class(*class),
            Kind::Object(parts) => {
                let given = self.inference.given_to(self.file, id);
                match given.filter(|_| expected.is_unknown()) {
                    Some(given) => self.object(parts, &given),
                    None => self.object(parts, expected),
                }
            }
            Kind::Array(items) => {
                let expected = self.inference.element(expected);
                for item in items.iter().flatten() {
                    self.node(*item, &expected);
                }
            }
            Kind::Conditional { test, yes, no } => {
                let guards = self.guard(*test);
                self.node(*yes, expected);
                self.guards.truncate(guards);
                self.node(*no, expected);
            }
            Kind::Logical {
                operator,
                left,
                right,
            } => {
                let before = self.guards.len();
                if operator == "&&" {
                    self.guard(*left);
                } else {
                    self.node(*left, expected);
                }
                self.node(*right, expected);
                self.guards.truncate(before);
            }
            Kind::As { of, ty } | Kind::Satisfies { of, ty } => {
                let file = Home::File(self.file);
                let ty = self.inference.written(&script[*ty], &Env::default(), file);
                self.node(*of, &ty);
            }
            Kind::Assign { target, value, .. } => self.assign(*target, *value),
            Kind::Jsx(element) => self.element(element),
            Kind::Const(of) | Kind::NonNull(of) => self.node(*of, expected),
            Kind::Sequence(parts) => {
                for part in parts {
                    self.node(*part, expected);
                }
            }
            Kind::Await(of) | Kind::Spread(of) | Kind::Import(of) | Kind::Unary { of, .. } => {
                self.node(*of, &Ty::Unknown);
            }
            Kind::Binary { left, right, .. } => {
                self.node(*left, &Ty::Unknown);
                self.node(*right, &Ty::Unknown);
            }
            Kind::Template { parts, .. } | Kind::Other(parts) => self.all(parts),
            Kind::Tagged { tag, parts, .. } => self.tagged(*tag, parts),
            Kind::Global(_)
            | Kind::Text(_)
            | Kind::Number(_)
            | Kind::Boolean(_)
            | Kind::Null
            | Kind::This
            | Kind::Super => {}
        }
    }

    pub(super) fn all(&mut self, nodes: &[NodeId]) {
        for node in nodes {
            self.node(*node, &Ty::Unknown);
        }
    }

    /// A use of a name: one that is imported from a platform is a use of its symbol.
    fn name(&mut self, id: NodeId, name: crate::syntax::script::NameId) {
        let script = self.inference.script(self.file);
        let NameKind::Import(import) = script[name].kind else {
            return;
        };
        if self.is_quiet {
            return;
        }
        let lookup = self.import_lookup(import as usize);
        let Lookup::Found(property) = &lookup else {
            if let Lookup::Missing(absent @ Some(_)) = lookup {
                let at = Some(script.imports[import as usize].at);
                let answer = Answer::Missing(absent);
                self.push(script[id].at, Site::Name, answer, Confidence::High, at);
            }
            return;
        };
        if let Some(symbol) = &property.symbol {
            let at = Some(script.imports[import as usize].at);
            let answer = Answer::Symbol(symbol.clone());
            self.push(script[id].at, Site::Name, answer, property.confidence, at);
        }
    }

    /// `of[by]` with a key that is known is a member; the place is that of the key's text.
    fn index(&mut self, of: NodeId, by: NodeId) {
        self.node(of, &Ty::Unknown);
        self.node(by, &Ty::Unknown);
        if self.is_quiet {
            return;
        }
        let script = self.inference.script(self.file);
        let key = self.inference.node(self.file, by);
        let of = self.inference.node(self.file, of);
        match key.strong().0 {
            Ty::Text(key) => {
                let lookup = self.inference.member(&of, key);
                self.record(script[by].at, Site::Member, &lookup);
                self.named_member(&of, key, script[by].at);
            }
            Ty::Unknown | Ty::AnyText if self.inference.is_of_names(&of) => {
                let at = script[by].at;
                self.push(at, Site::Computed, Answer::Unknown, Confidence::Low, None);
            }
            _ => {}
        }
    }

    fn call(&mut self, id: NodeId) {
        let script = self.inference.script(self.file);
        let Kind::Call {
            callee, arguments, ..
        } = &script[id].kind
        else {
            return;
        };
        self.node(*callee, &Ty::Unknown);
        let (is_still, has_text) = self.gives_literals(arguments);
        if is_still {
            if has_text {
                self.flow_to(*callee, arguments);
            }
            return;
        }
        let mut call = self.inference.visited_call(self.file, id);
        self.settle_overload(&call);
        call.expected.resize(arguments.len(), Ty::Unknown);
        self.names_of_call(*callee, arguments, &mut call.expected);
        for (index, argument) in arguments.iter().enumerate() {
            let expected = call.expected.get(index).cloned().unwrap_or_default();
            self.inference.give_object(self.file, *argument, &expected);
            if let Ty::OwnFunction(file, function) = self.inference.node(self.file, *argument) {
                self.inference.give(file, function, &expected);
            }
            self.node(*argument, &expected);
        }
        self.flow_to(*callee, arguments);
    }

    /// A function of the plugin that says nothing of its parameters: here it is seen what they are.
    fn flow_to(&self, callee: NodeId, arguments: &[NodeId]) {
        if let Ty::OwnFunction(file, function) = self.inference.node(self.file, callee).strong().0 {
            self.flow(*file, *function, arguments);
        }
    }

    /// Of several signatures the one that is called decides whether the symbol is deprecated.
    fn settle_overload(&mut self, call: &crate::scan::script::calls::Call<'w>) {
        let mut places = self.places.iter_mut().rev();
        let Some(place) = places.find(|place| place.site != Site::Text) else {
            return;
        };
        let Answer::Symbol(symbol) = &mut place.answer else {
            return;
        };
        if !symbol.is_partly_deprecated() {
            return;
        }
        if let Some(notes) = call.form.as_ref().and_then(|form| form.notes)
            && symbol.notes.iter().any(|one| std::ptr::eq(*one, notes))
        {
            if call.ambiguous {
                place.confidence = Confidence::Low;
                symbol.notes.retain(|notes| notes.deprecated().is_some());
            } else {
                symbol.notes = vec![notes];
                symbol.spared = notes.deprecated().is_none();
                // To import it is to use none of its forms.
                place.imported_at = None;
            }
        }
    }

    /// What is given to a function of the plugin is what its parameters are, unless it says so itself.
    fn flow(&self, file: usize, function: crate::syntax::script::FunctionId, given: &[NodeId]) {
        let parameters = &self.inference.script(file)[function].parameters;
        for (index, (parameter, given)) in parameters.iter().zip(given).enumerate() {
            if parameter.ty.is_some() || parameter.rest {
                continue;
            }
            let ty = self.inference.node(self.file, *given);
            let is_worth_it = matches!(
                ty.strong().0,
                Ty::Module(..) | Ty::Instance(_) | Ty::Value(..) | Ty::Text(_) | Ty::Object { .. }
            );
            if is_worth_it {
                let index = u32::try_from(index).unwrap_or(u32::MAX);
                self.inference
                    .note_parameter(file, function, index, ty.weak(Confidence::Medium));
            }
        }
    }

    /// An object literal where a type is expected: its keys are members of that.
    fn object(&mut self, parts: &[Property], expected: &Ty<'w>) {
        for part in parts {
            match part {
                Property::Named { value, .. } if self.is_still(*value) => {}
                Property::Named {
                    name,
                    name_at,
                    value,
                    ..
                } => {
                    let lookup = self.inference.member(expected, name);
                    self.record(*name_at, Site::Key, &lookup);
                    self.named_member(expected, name, *name_at);
                    if let Lookup::Found(property) = &lookup
                        && let Some(symbol) = &property.symbol
                    {
                        self.named_value(&symbol.path, *value);
                    }
                    let expected = self.inference.ty_of(expected, name, lookup);
                    self.node(*value, &expected);
                }
                Property::Computed { key, value } => {
                    self.node(*key, &Ty::Unknown);
                    let expected = match self.inference.node(self.file, *key) {
                        Ty::Text(key) => self.inference.member_ty(expected, &key),
                        _ => Ty::Unknown,
                    };
                    self.node(*value, &expected);
                }
                Property::Spread(of) => self.node(*of, expected),
            }
        }
    }

    /// Goes over a test; what it finds to be there guards what follows. Gives the number of guards before.
    pub(super) fn guard(&mut self, test: NodeId) -> usize {
        let guards = self.guards.len();
        let places = self.places.len();
        self.node(test, &Ty::Unknown);
        let script = self.inference.script(self.file);
        if !is_test(script, test) {
            return guards;
        }
        for place in self.places.iter_mut().skip(places) {
            let path = match &place.answer {
                Answer::Symbol(symbol) => &symbol.path,
                Answer::Missing(Some(absent)) => &absent.path,
                Answer::Recorded { path, .. } => path,
                Answer::Missing(None) | Answer::Other | Answer::Unknown => continue,
            };
            // What stands on the way to it (`Actions` of `Actions.old`) is tested by nobody.
            if matches!(place.site, Site::Member | Site::Name | Site::Text) {
                self.guards.push(Rc::clone(path));
                place.is_test = true;
            }
        }
        guards
    }

    pub(super) fn import_lookup(&self, import: usize) -> Lookup<'w> {
        use crate::syntax::script::Imported;
        let import = &self.inference.script(self.file).imports[import];
        match &import.what {
            Imported::Name(name) => self
                .inference
                .of_specifier(self.file, &import.specifier, name),
            _ => Lookup::Unknown,
        }
    }
}

/// Whether an expression only asks if something is there: `a.b`, `!!a.b`, `typeof a.b === "function"`, `"b" in a`.
fn is_test(script: &crate::syntax::script::Script, id: NodeId) -> bool {
    match &script[id].kind {
        Kind::Member { .. } | Kind::Name(_) | Kind::Index { .. } => true,
        Kind::Unary { operator, of } => {
            matches!(operator.as_str(), "typeof" | "!") && is_test(script, *of)
        }
        Kind::Binary { left, right, .. } | Kind::Logical { left, right, .. } => {
            is_test(script, *left) || is_test(script, *right)
        }
        _ => false,
    }
}
