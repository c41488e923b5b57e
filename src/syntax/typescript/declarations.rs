//! Declarations of a file or namespace.

use oxc_ast::ast::{
    BindingPattern, Class, Declaration as Node, Expression, Function, TSEnumDeclaration,
    TSInterfaceDeclaration, TSNamespaceDeclaration, TSNamespaceDeclarationBody,
    TSTypeAliasDeclaration, TSTypeName, TSTypeParameterInstantiation, VariableDeclaration,
    VariableDeclarator,
};
use oxc_span::{GetSpan, Span};

use crate::domain::surface::notice::{Notes, Notice};
use crate::domain::surface::types::{Named, Target, Type};
use crate::domain::surface::{Declaration, DeclarationKind, Member};
use crate::syntax::jsdoc::{self, Block};
use crate::syntax::typescript::types::{single_spaced, written};
use crate::syntax::typescript::{Body, Declared, FileDeclarations, Reader, values};

/// Where a declaration stands.
#[derive(Clone, Copy)]
pub(in crate::syntax) struct Place<'a> {
    /// Of the whole statement, `export` included.
    pub(in crate::syntax) span: Span,
    /// The path of the namespace; empty at the top.
    pub(in crate::syntax) within: &'a str,
    pub(in crate::syntax) exported: bool,
}

impl Place<'_> {
    /// A name of this place, with the namespace before it.
    pub(super) fn path(&self, name: &str) -> String {
        if self.within.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.within)
        }
    }
}

impl Reader<'_> {
    pub(super) fn declaration(
        &self,
        node: &Node,
        place: &Place,
        body: &mut Body,
        file: &mut FileDeclarations,
    ) {
        let declared = match node {
            Node::VariableDeclaration(one) => return self.variables(one, place, body),
            Node::TSNamespaceDeclaration(one) => return self.namespace(one, place, body, file),
            Node::TSImportEqualsDeclaration(one) => return self.import_equals(one, place, body),
            Node::TSExternalModuleDeclaration(one) => {
                let statements = one
                    .body
                    .as_deref()
                    .map_or(&[][..], |one| one.body.as_slice());
                return self.ambient(&one.id.value, statements, file);
            }
            Node::TSGlobalDeclaration(one) => {
                let mut global = std::mem::take(&mut file.global);
                self.statements(&one.body.body, "", &mut global, file);
                file.global = global;
                return;
            }
            Node::FunctionDeclaration(one) => self.function(one, place),
            Node::ClassDeclaration(one) => self.class(one, place),
            Node::TSInterfaceDeclaration(one) => self.interface(one, place),
            Node::TSTypeAliasDeclaration(one) => self.alias(one, place),
            Node::TSEnumDeclaration(one) => self.enumeration(one, place, one.r#const),
        };
        body.declarations.push(Declared {
            declaration: declared,
            exported: place.exported,
        });
    }

    /// A declaration with its name, kind and place.
    pub(super) fn blank(&self, name: &str, kind: DeclarationKind, place: &Place) -> Declaration {
        Declaration {
            name: place.path(name),
            kind,
            generics: Vec::new(),
            extends: Vec::new(),
            implements: Vec::new(),
            members: Vec::new(),
            ty: None,
            notes: Notes::default(),
            cfg: None,
            line: self.comments.line(place.span.start),
        }
    }

    /// Adds what is said of a declaration, and of its members in its own documentation.
    fn noted(&self, mut made: Declaration, place: &Place) -> Declaration {
        let (notes, blocks) = self.comments.notes(place.span.start, &made.name);
        self.tagged(&blocks, &made.name);
        made.notes = notes;
        note_members(&mut made, &blocks);
        made
    }

    pub(in crate::syntax) fn alias(
        &self,
        one: &TSTypeAliasDeclaration,
        place: &Place,
    ) -> Declaration {
        let mut made = self.blank(&one.id.name, DeclarationKind::Alias, place);
        made.generics = self.generics(one.type_parameters.as_deref());
        made.ty = Some(self.ty(&one.type_annotation));
        self.noted(made, place)
    }

    /// `counts`: members without a value count on from the one before, as they do where nothing is ambient.
    pub(in crate::syntax) fn enumeration(
        &self,
        one: &TSEnumDeclaration,
        place: &Place,
        counts: bool,
    ) -> Declaration {
        let mut made = self.blank(&one.id.name, DeclarationKind::Enum, place);
        made.members = self.variants(&one.body, counts);
        self.noted(made, place)
    }

    pub(super) fn function(&self, one: &Function, place: &Place) -> Declaration {
        let name = one.id.as_ref().map_or("default", |id| id.name.as_str());
        let mut made = self.blank(name, DeclarationKind::Function, place);
        made.ty = Some(Type::Function(Box::new(self.signature(
            one.type_parameters.as_deref(),
            one.this_param.as_deref(),
            &one.params,
            one.return_type.as_deref(),
        ))));
        self.noted(made, place)
    }

    pub(super) fn class(&self, one: &Class, place: &Place) -> Declaration {
        let name = one.id.as_ref().map_or("default", |id| id.name.as_str());
        let mut made = self.blank(name, DeclarationKind::Class, place);
        made.generics = self.generics(one.type_parameters.as_deref());
        if let Some(heritage) = &one.heritage {
            made.extends
                .push(self.base(&heritage.expression, heritage.type_arguments.as_deref()));
        }
        made.implements = one
            .implements
            .iter()
            .map(|one| self.heritage(&one.expression, one.type_arguments.as_deref()))
            .collect();
        made.members = self.in_class(one);
        self.noted(made, place)
    }

    pub(in crate::syntax) fn interface(
        &self,
        one: &TSInterfaceDeclaration,
        place: &Place,
    ) -> Declaration {
        let mut made = self.blank(&one.id.name, DeclarationKind::Interface, place);
        made.generics = self.generics(one.type_parameters.as_deref());
        made.extends = one
            .extends
            .iter()
            .map(|one| self.heritage(&one.type_name, one.type_arguments.as_deref()))
            .collect();
        made.members = self.signatures(&one.body.body);
        self.noted(made, place)
    }

    fn base(&self, base: &Expression, arguments: Option<&TSTypeParameterInstantiation>) -> Type {
        match values::path(base) {
            Some(path) => self.named(path, arguments),
            None if matches!(base, Expression::NullLiteral(_)) => Type::Keyword("null".to_owned()),
            None => self.unread(base.span()),
        }
    }

    pub(in crate::syntax) fn heritage(
        &self,
        name: &TSTypeName,
        arguments: Option<&TSTypeParameterInstantiation>,
    ) -> Type {
        self.named(written(name), arguments)
    }

    fn named(&self, written: String, arguments: Option<&TSTypeParameterInstantiation>) -> Type {
        Type::Named(Box::new(Named {
            written,
            target: Target::Missing,
            arguments: self.arguments(arguments),
        }))
    }

    /// `const a: A, b: B`: a block before the statement speaks of all its variables, one before a name of that one.
    fn variables(&self, one: &VariableDeclaration, place: &Place, body: &mut Body) {
        let of_statement = self.comments.attached(place.span.start).blocks;
        self.tagged(&of_statement, "const");
        for declarator in &one.declarations {
            let BindingPattern::BindingIdentifier(id) = &declarator.id else {
                self.unplaced(
                    self.comments.line(declarator.span.start),
                    &format!(
                        "a pattern in place of a name: {}",
                        single_spaced(self.comments.of(declarator.id.span()))
                    ),
                );
                continue;
            };
            let mut made = self.blank(&id.name, DeclarationKind::Variable, place);
            made.line = self.comments.line(id.span.start);
            made.ty = self.variable_type(declarator);
            made.notes = self.variable_notes(declarator, place, &made.name);
            note_members(&mut made, &of_statement);
            body.declarations.push(Declared {
                declaration: made,
                exported: place.exported,
            });
        }
    }

    fn variable_type(&self, declarator: &VariableDeclarator) -> Option<Type> {
        let stated = self.annotated(declarator.type_annotation.as_deref());
        stated.or_else(|| {
            let value = declarator.init.as_ref()?;
            // `const x = E.A` in a declaration file is of that member's type.
            let member = || {
                values::path(value).map(|written| {
                    Type::TypeOf(Box::new(Named {
                        written,
                        target: Target::Missing,
                        arguments: Vec::new(),
                    }))
                })
            };
            values::literal(value)
                .or_else(member)
                .or_else(|| Some(self.unread(value.span())))
        })
    }

    fn variable_notes(&self, declarator: &VariableDeclarator, place: &Place, name: &str) -> Notes {
        let (mut notes, _) = self.comments.notes(place.span.start, name);
        let mut own = self.comments.attached(declarator.span.start);
        own.trailing.append(&mut own.blocks);
        let own = own.trailing;
        if !own.is_empty() {
            self.tagged(&own, name);
            let mut said = jsdoc::notes(&own, name);
            said.notices.append(&mut notes.notices);
            notes = Notes {
                since: said.since.or(notes.since),
                private: said.private || notes.private,
                ignored: said.ignored || notes.ignored,
                notices: said.notices,
            };
        }
        if notes.notices.is_empty() {
            notes
                .notices
                .extend(self.comments.comment_behind(declarator.span.end, name));
        }
        notes
    }

    /// A namespace and all that stands in it.
    fn namespace(
        &self,
        one: &TSNamespaceDeclaration,
        place: &Place,
        body: &mut Body,
        file: &mut FileDeclarations,
    ) {
        let made = self.blank(&one.id.name, DeclarationKind::Namespace, place);
        let path = made.name.clone();
        body.declarations.push(Declared {
            declaration: self.noted(made, place),
            exported: place.exported,
        });
        match &one.body {
            // `namespace A.B { }`: the inner one is exported from the outer one.
            TSNamespaceDeclarationBody::TSNamespaceDeclaration(inner) => {
                let place = Place {
                    span: inner.span,
                    within: &path,
                    exported: true,
                };
                self.namespace(inner, &place, body, file);
            }
            TSNamespaceDeclarationBody::TSModuleBlock(block) => {
                self.statements(&block.body, &path, body, file);
            }
        }
    }
}

/// Gives the `@property x - Deprecated …` lines of a declaration's documentation to its members.
fn note_members(made: &mut Declaration, blocks: &[Block]) {
    let said = jsdoc::member_notices(blocks);
    if said.is_empty() {
        return;
    }
    for (name, notice) in said {
        note(&mut made.members, &name, &notice);
        if let Some(ty) = &mut made.ty {
            note_in_type(ty, &name, &notice);
        }
    }
}

fn note(members: &mut [Member], name: &str, notice: &Notice) {
    for member in members.iter_mut().filter(|one| one.name == name) {
        if member.notes.notices.is_empty() {
            member.notes.notices.push(notice.clone());
        }
    }
}

fn note_in_type(ty: &mut Type, name: &str, notice: &Notice) {
    match ty {
        Type::Object(members) => note(members, name, notice),
        Type::Intersection(types) => {
            for ty in types {
                note_in_type(ty, name, notice);
            }
        }
        _ => {}
    }
}
