//! What declares types: interfaces, aliases, enums, and the namespaces around them.

use oxc_ast::ast::{
    BindingIdentifier, Statement as Tree, TSEnumDeclaration, TSInterfaceDeclaration,
    TSNamespaceDeclaration, TSNamespaceDeclarationBody, TSTypeAliasDeclaration,
};

use crate::domain::surface::Declaration;
use crate::syntax::script::lower::Lower;
use crate::syntax::script::{NameId, NameKind, NodeId, Statement};
use crate::syntax::typescript::declarations::Place;

impl Lower<'_> {
    pub(super) fn interface(&mut self, one: &TSInterfaceDeclaration<'_>, start: oxc_span::Span) {
        self.names(&one.id, NameKind::Type);
        let made = self.reader.interface(one, &self.place(start));
        self.declares(made);
    }

    pub(super) fn alias(&mut self, one: &TSTypeAliasDeclaration<'_>, start: oxc_span::Span) {
        self.names(&one.id, NameKind::Type);
        let made = self.reader.alias(one, &self.place(start));
        self.declares(made);
    }

    pub(super) fn enumeration(
        &mut self,
        one: &TSEnumDeclaration<'_>,
        start: oxc_span::Span,
        out: &mut Vec<Statement>,
    ) {
        let id = self.names(&one.id, NameKind::Enum);
        let counts = one.r#const || !one.declare;
        let made = self.reader.enumeration(one, &self.place(start), counts);
        self.declares(made);
        let members = one.body.members.iter();
        let values: Vec<NodeId> = members
            .filter_map(|one| one.initializer.as_ref())
            .map(|one| self.expression(one))
            .collect();
        if let Some(id) = id {
            out.push(Statement::Enum(id, values));
        }
    }

    pub(super) fn namespace(&mut self, one: &TSNamespaceDeclaration<'_>, out: &mut Vec<Statement>) {
        self.names(&one.id, NameKind::Namespace);
        let outer = self.namespace.len();
        if outer > 0 {
            self.namespace.push('.');
        }
        self.namespace.push_str(&one.id.name);
        match &one.body {
            TSNamespaceDeclarationBody::TSNamespaceDeclaration(inner) => self.namespace(inner, out),
            TSNamespaceDeclarationBody::TSModuleBlock(block) => self.nested(&block.body, out),
        }
        self.namespace.truncate(outer);
    }

    /// `declare module "x"`, which declares nothing in this file.
    pub(super) fn foreign(&mut self, statements: &[Tree<'_>], out: &mut Vec<Statement>) {
        let outer = std::mem::replace(&mut self.is_foreign, true);
        self.nested(statements, out);
        self.is_foreign = outer;
    }

    /// A block whose exports are not those of the file.
    pub(super) fn nested(&mut self, statements: &[Tree<'_>], out: &mut Vec<Statement>) {
        let at_top = std::mem::replace(&mut self.at_top, false);
        let body = self.statements(statements);
        self.at_top = at_top;
        if !body.is_empty() {
            out.push(Statement::Block(body));
        }
    }

    fn place(&self, span: oxc_span::Span) -> Place<'_> {
        Place {
            span,
            within: &self.namespace,
            exported: false,
        }
    }

    fn names(&mut self, name: &BindingIdentifier<'_>, kind: NameKind) -> Option<NameId> {
        let id = Self::declared(name)?;
        self.declare(id, kind);
        Some(id)
    }

    fn declares(&mut self, made: Declaration) {
        if !self.is_foreign {
            self.script.declared.push(made);
        }
    }
}
