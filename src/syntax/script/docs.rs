//! The types that JSDoc comments of a JavaScript file state.
//!
//! A type stands in braces behind its tag; some write the name of the parameter before it, some behind. It is parsed as
//! one of TypeScript, so what only JSDoc has (`?T`, `T=`, `*`, `Array.<T>`) is first made such, byte by byte, which keeps
//! every place. Names in it mean what the file's own scope says, or a `@typedef`.

use std::collections::{BTreeMap, HashMap};

use oxc_allocator::Allocator;
use oxc_ast::ast::{Program, Statement};
use oxc_ast_visit::Visit;
use oxc_parser::Parser;
use oxc_semantic::Scoping;
use oxc_span::SourceType;

use crate::domain::surface::notice::Notes;
use crate::domain::surface::types::Type;
use crate::domain::surface::{Access, Declaration, DeclarationKind, Member, MemberKind};
use crate::syntax::guard;
use crate::syntax::script::bound::name_of;
use crate::syntax::script::tags::{Tag, tags};
use crate::syntax::script::uses::Uses;
use crate::syntax::script::{Name, NameId, NameKind, Script, Span, TypeId, TypeUse};
use crate::syntax::typescript::Reader;

/// What stands before a type where it is parsed; `)` behind it.
const PREFIX: &str = "type X=(";

/// What the comment before a token states.
#[derive(Clone, Debug, Default)]
pub(super) struct Doc {
    /// `@type`.
    pub(super) ty: Option<TypeId>,
    /// `@param`, without those of a parameter's properties.
    pub(super) parameters: Vec<(String, TypeId)>,
    pub(super) returns: Option<TypeId>,
}

/// What comments state, by where the token begins that they stand before.
#[derive(Debug, Default)]
pub(super) struct Docs {
    by_token: HashMap<u32, Doc>,
}

impl Docs {
    pub(super) fn at(&self, token: u32) -> Option<&Doc> {
        self.by_token.get(&token)
    }

    /// Reads all comments of a program; types, their uses and what `@typedef` declares are added to the record.
    pub(super) fn read(
        text: &str,
        program: &Program<'_>,
        scoping: &Scoping,
        arena: &Allocator,
        script: &mut Script,
    ) -> Self {
        let mut commented = Vec::new();
        for one in &program.comments {
            let said = text
                .get(one.span.start as usize..one.span.end as usize)
                .unwrap_or_default();
            if one.is_block() && said.starts_with("/**") && said.contains('{') {
                let found = tags(said, one.span.start);
                if !found.is_empty() {
                    commented.push((one.attached_to, found));
                }
            }
        }
        let mut reading = Reading {
            scoping,
            arena,
            script,
            typedefs: BTreeMap::new(),
        };
        for tag in commented.iter().flat_map(|(_, tags)| tags) {
            reading.introduce(tag);
        }
        let lines = Reader::new(text, &program.comments);
        let mut docs = Self::default();
        for (token, tags) in &commented {
            let doc = reading.comment(tags, &lines);
            docs.by_token.insert(*token, doc);
        }
        docs
    }
}

struct Reading<'a> {
    scoping: &'a Scoping,
    arena: &'a Allocator,
    script: &'a mut Script,
    typedefs: BTreeMap<String, NameId>,
}

impl Reading<'_> {
    /// Gives the name of a `@typedef` to the file.
    fn introduce(&mut self, tag: &Tag<'_>) {
        if tag.word != "typedef" || tag.name.is_empty() || self.typedefs.contains_key(tag.name) {
            return;
        }
        let id = NameId(u32::try_from(self.script.names.len()).unwrap_or(u32::MAX));
        self.script.names.push(Name {
            text: tag.name.to_owned(),
            at: tag.name_at,
            kind: NameKind::Type,
            ty: None,
            assigned: None,
            changes: false,
            within: None,
        });
        self.typedefs.insert(tag.name.to_owned(), id);
    }

    fn comment(&mut self, tags: &[Tag<'_>], lines: &Reader<'_>) -> Doc {
        let mut doc = Doc::default();
        let mut typedef: Option<usize> = None;
        for tag in tags {
            let Some(ty) = self.parse(tag.ty, tag.ty_at) else {
                continue;
            };
            let is_rest = tag.ty.trim_start().starts_with("...");
            let ty = if is_rest {
                Type::Array(Box::new(ty))
            } else {
                ty
            };
            match tag.word {
                "type" => doc.ty = Some(self.keep(ty)),
                "param" | "arg" | "argument" if !tag.name.contains('.') => {
                    let ty = self.keep(ty);
                    doc.parameters.push((tag.name.to_owned(), ty));
                }
                "returns" | "return" => doc.returns = Some(self.keep(ty)),
                "typedef" if !tag.name.is_empty() => {
                    typedef = Some(self.script.declared.len());
                    let line = lines.line(tag.name_at.start);
                    self.script.declared.push(alias(tag.name, ty, line));
                }
                "property" | "prop" if !tag.name.contains('.') => {
                    let made = typedef.and_then(|at| self.script.declared.get_mut(at));
                    if let Some(made) = made {
                        add(made, member(tag, ty, lines.line(tag.name_at.start)));
                    }
                }
                _ => {}
            }
        }
        doc
    }

    fn keep(&mut self, ty: Type) -> TypeId {
        let id = TypeId(u32::try_from(self.script.types.len()).unwrap_or(u32::MAX));
        self.script.types.push(ty);
        id
    }

    /// Parses the text of a type, which begins at `at` in the file.
    fn parse(&mut self, text: &str, at: Span) -> Option<Type> {
        let source = format!("{PREFIX}{})", as_typescript(text));
        if !guard::is_common(&source) {
            return None;
        }
        let source = self.arena.alloc_str(&source);
        let parsed = Parser::new(self.arena, source, SourceType::ts()).parse();
        if parsed.panicked || !parsed.diagnostics.is_empty() || guard::is_too_deep(&parsed.program)
        {
            return None;
        }
        let [Statement::TSTypeAliasDeclaration(made)] = parsed.program.body.as_slice() else {
            return None;
        };
        let (scoping, typedefs) = (self.scoping, &self.typedefs);
        let lookup = |name: &str| {
            let declared = scoping.get_root_binding(name.into());
            declared
                .map(name_of)
                .or_else(|| typedefs.get(name).copied())
        };
        let mut found: Vec<TypeUse> = Vec::new();
        let prefix = u32::try_from(PREFIX.len()).unwrap_or(u32::MAX);
        Uses::of_doc(&lookup, at.start, prefix, &mut found).visit_ts_type(&made.type_annotation);
        self.script.type_uses.append(&mut found);
        Some(Reader::new(source, &[]).ty(&made.type_annotation))
    }
}

/// The text of a JSDoc type as one of TypeScript, of the same length.
fn as_typescript(text: &str) -> String {
    // Of a type that goes over several lines each begins with an asterisk.
    let mut bytes: Vec<u8> = text.bytes().collect();
    let mut line_begins = false;
    for byte in &mut bytes {
        match byte {
            b'\n' | b'\r' => line_begins = true,
            b'*' if line_begins => {
                *byte = b' ';
                line_begins = false;
            }
            b' ' | b'\t' => {}
            _ => line_begins = false,
        }
    }
    blank_marks(&mut bytes);
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Takes out the marks before and behind a type that TypeScript does not know.
fn blank_marks(bytes: &mut [u8]) {
    let is_blank = |byte: &u8| byte.is_ascii_whitespace();
    let first = bytes.iter().position(|byte| !is_blank(byte));
    if let Some(at) = first
        && matches!(bytes[at], b'?' | b'!' | b'.')
    {
        for byte in bytes[at..]
            .iter_mut()
            .take_while(|byte| matches!(byte, b'?' | b'!' | b'.'))
        {
            *byte = b' ';
        }
    }
    if let Some(at) = bytes.iter().rposition(|byte| !is_blank(byte))
        && matches!(bytes[at], b'=' | b'!' | b'?')
    {
        bytes[at] = b' ';
    }
    for at in 1..bytes.len() {
        if bytes[at] == b'<' && bytes[at - 1] == b'.' {
            bytes[at - 1] = b' ';
        }
    }
}

fn alias(name: &str, ty: Type, line: u32) -> Declaration {
    Declaration {
        name: name.to_owned(),
        kind: DeclarationKind::Alias,
        generics: Vec::new(),
        extends: Vec::new(),
        implements: Vec::new(),
        members: Vec::new(),
        ty: Some(ty),
        notes: Notes::default(),
        cfg: None,
        line,
    }
}

fn member(tag: &Tag<'_>, ty: Type, line: u32) -> Member {
    Member {
        name: tag.name.to_owned(),
        kind: MemberKind::Property,
        access: Access::Public,
        is_static: false,
        optional: tag.optional,
        readonly: false,
        ty: Some(ty),
        notes: Notes::default(),
        cfg: None,
        line,
    }
}

/// Adds a `@property` to the `@typedef {Object}` before it.
fn add(made: &mut Declaration, member: Member) {
    match &mut made.ty {
        Some(Type::Object(members)) => members.push(member),
        other => *other = Some(Type::Object(vec![member])),
    }
}
