//! From the parser's tree, with its scopes, to the record.
//!
//! A value of [`Lower`] goes over the tree once, in the order of the text. Names of the record are the symbols of the
//! tree, known from the start; what each of them is, is filled in where its declaration is met.

mod calls;
mod classes;
mod commonjs;
mod declared;
mod expressions;
mod functions;
mod jsx;
mod modules;
mod objects;
mod patterns;
mod statements;

use oxc_ast::ast::{BindingIdentifier, Program, TSType, TSTypeAnnotation};
use oxc_semantic::{ScopeId, Scoping};

use crate::domain::surface::types::Type;
use crate::syntax::script::bound::{inside, name_of};
use crate::syntax::script::docs::Docs;
use crate::syntax::script::{
    ClassId, FunctionId, Kind, Name, NameId, NameKind, Node, NodeId, Pattern, PatternId, Script,
    Span, TypeId,
};
use crate::syntax::typescript::Reader;

/// How often something is assigned to a name, and what.
#[derive(Clone, Copy, Default)]
struct Writes {
    /// Its declaration with a value included.
    all: u32,
    /// The value of the first `name = value`.
    plain: Option<NodeId>,
    /// Those that are no declaration.
    later: u32,
}

/// What a function or class is given to, and so named by.
#[derive(Clone, Copy, Default)]
struct Given<'b> {
    name: Option<&'b str>,
    /// Where the token begins that a comment speaks of the function before.
    doc: Option<u32>,
    class: Option<ClassId>,
}

pub(super) struct Lower<'a> {
    pub(super) script: Script,
    pub(super) docs: Docs,
    scoping: &'a Scoping,
    reader: Reader<'a>,
    writes: Vec<Writes>,
    /// Which function each scope belongs to that one opens.
    scopes: Vec<Option<FunctionId>>,
    /// The function that is read now.
    function: Option<FunctionId>,
    /// What its `return` statements give.
    returned: Vec<NodeId>,
    /// Names of the pattern that is read now.
    bound: Vec<NameId>,
    /// The path of the namespace that is read now.
    namespace: String,
    /// Whether statements are those of the file itself, whose exports are the file's.
    at_top: bool,
    /// Whether what is declared is of a `declare module`, and so no name of this file.
    is_foreign: bool,
}

impl<'a> Lower<'a> {
    /// Begins a record, with all names in it.
    pub(super) fn new(scoping: &'a Scoping, reader: Reader<'a>) -> Self {
        let mut script = Script::default();
        for symbol in scoping.symbol_ids() {
            let flags = scoping.symbol_flags(symbol);
            let kind = if flags.is_value() || flags.is_import() {
                NameKind::Unknown
            } else {
                NameKind::Type
            };
            let at = scoping.symbol_span(symbol);
            // A member of an enum may be in quotes.
            let is_quoted = reader.text(at.start, at.end).starts_with(['"', '\'', '`']);
            let at: Span = at.into();
            script.names.push(Name {
                text: scoping.symbol_name(symbol).to_owned(),
                at: if is_quoted { inside(at) } else { at },
                kind,
                ty: None,
                assigned: None,
                changes: false,
                within: None,
            });
        }
        Self {
            script,
            docs: Docs::default(),
            scoping,
            reader,
            writes: vec![Writes::default(); scoping.symbols_len()],
            scopes: vec![None; scoping.scopes_len()],
            function: None,
            returned: Vec::new(),
            bound: Vec::new(),
            namespace: String::new(),
            at_top: true,
            is_foreign: false,
        }
    }

    pub(super) fn program(&mut self, program: &Program<'_>) {
        let body = self.statements(&program.body);
        self.script.body = body;
    }

    /// The record, with what could only be told in the end: what happens to each name.
    pub(super) fn finish(mut self) -> Script {
        // A scope comes after the one that holds it.
        for at in 0..self.scopes.len() {
            let scope = ScopeId::from_usize(at);
            if self.scopes[at].is_none()
                && let Some(parent) = self.scoping.scope_parent_id(scope)
                && let Some(within) = self.scopes.get(parent.index())
            {
                self.scopes[at] = *within;
            }
        }
        for symbol in self.scoping.symbol_ids() {
            let scope = self.scoping.symbol_scope_id(symbol);
            let id = name_of(symbol).0 as usize;
            let Some(name) = self.script.names.get_mut(id) else {
                continue;
            };
            name.within = self.scopes.get(scope.index()).copied().flatten();
            let writes = self.writes[id];
            name.changes = writes.all > 1;
            name.assigned = writes.plain.filter(|_| writes.later == 1);
        }
        self.script.type_uses.sort_by_key(|one| {
            let first = one.path.first().map(|part| part.at);
            match (&one.head, first) {
                (super::TypeHead::Module(_, at), _) => *at,
                (_, Some(at)) => at,
                (_, None) => Span::default(),
            }
        });
        self.script.names.shrink_to_fit();
        self.script.nodes.shrink_to_fit();
        self.script
    }

    fn node(&mut self, kind: Kind, at: impl Into<Span>) -> NodeId {
        let id = NodeId(count(self.script.nodes.len()));
        let at = at.into();
        self.script.nodes.push(Node { kind, at });
        id
    }

    fn pattern(&mut self, pattern: Pattern) -> PatternId {
        let id = PatternId(count(self.script.patterns.len()));
        self.script.patterns.push(pattern);
        id
    }

    fn keep(&mut self, ty: Type) -> TypeId {
        let id = TypeId(count(self.script.types.len()));
        self.script.types.push(ty);
        id
    }

    fn ty(&mut self, ty: &TSType<'_>) -> TypeId {
        let ty = self.reader.ty(ty);
        self.keep(ty)
    }

    fn annotation(&mut self, written: Option<&TSTypeAnnotation<'_>>) -> Option<TypeId> {
        written.map(|one| self.ty(&one.type_annotation))
    }

    /// The name that an identifier declares. Without one, which only text that does not parse leads to, there is none.
    fn declared(name: &BindingIdentifier<'_>) -> Option<NameId> {
        name.symbol_id.get().map(name_of)
    }

    /// Says what a name is. Of what several declarations say, a value is more than a namespace, that more than a type.
    fn declare(&mut self, id: NameId, kind: NameKind) {
        let Some(name) = self.script.names.get_mut(id.0 as usize) else {
            return;
        };
        let is_more = match (name.kind, kind) {
            // The last of several functions of one name counts, which is the one with a body.
            (NameKind::Function(_), NameKind::Function(_)) => true,
            (NameKind::Unknown | NameKind::Type | NameKind::Namespace, _) => {
                weight(kind) > weight(name.kind)
            }
            _ => false,
        };
        if is_more {
            name.kind = kind;
        }
    }

    /// Takes note that something is assigned to a name: by its declaration.
    fn initialised(&mut self, id: NameId) {
        if let Some(writes) = self.writes.get_mut(id.0 as usize) {
            writes.all += 1;
        }
    }

    /// Takes note that something is assigned to a name after its declaration: a value as it is, or something else.
    fn assigned(&mut self, id: NameId, plain: Option<NodeId>) {
        if let Some(writes) = self.writes.get_mut(id.0 as usize) {
            writes.all += 1;
            writes.later += 1;
            writes.plain = writes.plain.or(plain);
        }
    }

    /// Takes note of the scope that a function opens.
    fn opens(&mut self, scope: Option<ScopeId>, id: FunctionId) {
        if let Some(scope) = scope
            && let Some(place) = self.scopes.get_mut(scope.index())
        {
            *place = Some(id);
        }
    }
}

const fn weight(kind: NameKind) -> u8 {
    match kind {
        NameKind::Unknown => 0,
        NameKind::Type => 1,
        NameKind::Namespace => 2,
        _ => 3,
    }
}

/// A length as an id. No file that is read has as many of anything as there are ids.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
