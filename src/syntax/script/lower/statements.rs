//! Statements.

use oxc_ast::ast::{
    Declaration, ForStatement, ForStatementInit, ForStatementLeft, Ident, Statement as Tree,
    SwitchStatement, TryStatement, VariableDeclaration,
};
use oxc_span::{GetSpan, Span};

use crate::syntax::script::lower::{Given, Lower};
use crate::syntax::script::{NameKind, NodeId, Pattern, PatternId, Statement};

impl Lower<'_> {
    pub(super) fn statements(&mut self, all: &[Tree<'_>]) -> Vec<Statement> {
        let mut out = Vec::with_capacity(all.len());
        for one in all {
            self.statement(one, &mut out);
        }
        out
    }

    /// The body of something: a block without its braces.
    fn body(&mut self, of: &Tree<'_>) -> Vec<Statement> {
        match of {
            Tree::BlockStatement(block) => self.statements(&block.body),
            other => self.statements(std::slice::from_ref(other)),
        }
    }

    fn statement(&mut self, of: &Tree<'_>, out: &mut Vec<Statement>) {
        match of {
            Tree::ExpressionStatement(one) => {
                let node = self.expression(&one.expression);
                out.push(Statement::Expression(node));
            }
            Tree::BlockStatement(one) => {
                let body = self.statements(&one.body);
                out.push(Statement::Block(body));
            }
            Tree::ReturnStatement(one) => {
                let value = self.optional(one.argument.as_ref());
                self.returned.extend(value);
                out.push(Statement::Return(value));
            }
            Tree::ThrowStatement(one) => {
                let value = self.expression(&one.argument);
                out.push(Statement::Throw(value));
            }
            Tree::IfStatement(one) => {
                let test = self.expression(&one.test);
                let yes = self.body(&one.consequent);
                let no = one.alternate.as_ref();
                let no = no.map_or_else(Vec::new, |no| self.body(no));
                out.push(Statement::If { test, yes, no });
            }
            Tree::SwitchStatement(one) => {
                let made = self.switch(one);
                out.push(made);
            }
            Tree::TryStatement(one) => {
                let made = self.attempt(one);
                out.push(made);
            }
            other => self.repeated(other, out),
        }
    }

    /// Loops, and whatever stands before a statement.
    fn repeated(&mut self, of: &Tree<'_>, out: &mut Vec<Statement>) {
        let made = match of {
            Tree::ForStatement(one) => self.counted(one),
            Tree::ForOfStatement(one) => self.each(&one.left, &one.right, &one.body, false),
            Tree::ForInStatement(one) => self.each(&one.left, &one.right, &one.body, true),
            Tree::WhileStatement(one) => Statement::Loop {
                before: Vec::new(),
                parts: vec![self.expression(&one.test)],
                body: self.body(&one.body),
            },
            Tree::DoWhileStatement(one) => {
                let body = self.body(&one.body);
                Statement::Loop {
                    before: Vec::new(),
                    parts: vec![self.expression(&one.test)],
                    body,
                }
            }
            Tree::WithStatement(one) => Statement::Loop {
                before: Vec::new(),
                parts: vec![self.expression(&one.object)],
                body: self.body(&one.body),
            },
            Tree::LabeledStatement(one) => Statement::Loop {
                before: Vec::new(),
                parts: Vec::new(),
                body: self.body(&one.body),
            },
            other => return self.declaring(other, out),
        };
        out.push(made);
    }

    fn declaring(&mut self, of: &Tree<'_>, out: &mut Vec<Statement>) {
        if let Some(declaration) = of.as_declaration() {
            self.declaration(declaration, of.span(), out);
        } else if let Some(module) = of.as_module_declaration() {
            self.module_declaration(module, out);
        }
    }

    /// A declaration; `whole` is that of its statement, with `export` before it.
    pub(super) fn declaration(
        &mut self,
        of: &Declaration<'_>,
        whole: Span,
        out: &mut Vec<Statement>,
    ) {
        let given = Given {
            doc: Some(whole.start),
            ..Given::default()
        };
        match of {
            Declaration::VariableDeclaration(one) => self.variables(one, whole.start, out),
            Declaration::FunctionDeclaration(one) => {
                let id = self.function(one, given);
                out.push(Statement::Function(id));
            }
            Declaration::ClassDeclaration(one) => {
                let id = self.class(one, given);
                out.push(Statement::Class(id));
            }
            Declaration::TSTypeAliasDeclaration(one) => self.alias(one, whole),
            Declaration::TSInterfaceDeclaration(one) => self.interface(one, whole),
            Declaration::TSEnumDeclaration(one) => self.enumeration(one, whole, out),
            Declaration::TSNamespaceDeclaration(one) => self.namespace(one, out),
            Declaration::TSExternalModuleDeclaration(one) => {
                let statements = one
                    .body
                    .as_deref()
                    .map_or(&[][..], |one| one.body.as_slice());
                self.foreign(statements, out);
            }
            Declaration::TSGlobalDeclaration(one) => self.nested(&one.body.body, out),
            Declaration::TSImportEqualsDeclaration(one) => self.import_equals(one),
        }
    }

    fn variables(&mut self, of: &VariableDeclaration<'_>, start: u32, out: &mut Vec<Statement>) {
        for one in &of.declarations {
            let name = one.id.get_identifier_name();
            let of_statement = self.docs.at(start).is_some() && of.declarations.len() == 1;
            let token = if of_statement { start } else { one.span.start };
            let given = Given {
                name: name.as_ref().map(Ident::as_str),
                doc: Some(token),
                class: None,
            };
            let value = one.init.as_ref().map(|value| self.value(value, given));
            let stated = self.annotation(one.type_annotation.as_deref());
            let ty = stated.or_else(|| self.docs.at(token).and_then(|doc| doc.ty));
            let (pattern, names) = self.binding(&one.id);
            let is_name = matches!(self.script[pattern], Pattern::Name(..));
            for id in names {
                let kind = NameKind::Variable {
                    pattern,
                    value,
                    each: false,
                };
                self.declare(id, kind);
                if value.is_some() {
                    self.initialised(id);
                }
                if is_name && let Some(name) = self.script.names.get_mut(id.0 as usize) {
                    name.ty = name.ty.or(ty);
                }
            }
            out.push(Statement::Variable { pattern, ty, value });
        }
    }

    fn counted(&mut self, one: &ForStatement<'_>) -> Statement {
        let mut before = Vec::new();
        match &one.init {
            None => {}
            Some(ForStatementInit::VariableDeclaration(variables)) => {
                self.variables(variables, variables.span.start, &mut before);
            }
            Some(other) => {
                let node = other.as_expression().map(|one| self.expression(one));
                before.extend(node.map(Statement::Expression));
            }
        }
        let parts: Vec<NodeId> = [&one.test, &one.update]
            .into_iter()
            .flatten()
            .map(|one| self.expression(one))
            .collect();
        let body = self.body(&one.body);
        Statement::Loop {
            before,
            parts,
            body,
        }
    }

    fn each(
        &mut self,
        left: &ForStatementLeft<'_>,
        right: &oxc_ast::ast::Expression<'_>,
        body: &Tree<'_>,
        keys: bool,
    ) -> Statement {
        let value = self.expression(right);
        let pattern = self.each_pattern(left, value, keys);
        Statement::Each {
            pattern,
            value,
            keys,
            body: self.body(body),
        }
    }

    fn each_pattern(
        &mut self,
        left: &ForStatementLeft<'_>,
        value: NodeId,
        keys: bool,
    ) -> PatternId {
        if let ForStatementLeft::VariableDeclaration(one) = left
            && let Some(first) = one.declarations.first()
        {
            let (pattern, names) = self.binding(&first.id);
            for id in names {
                // A key is a text that nothing is known of.
                let kind = NameKind::Variable {
                    pattern,
                    value: (!keys).then_some(value),
                    each: !keys,
                };
                self.declare(id, kind);
                self.initialised(id);
            }
            return pattern;
        }
        let Some(target) = left.as_assignment_target() else {
            let node = self.node(crate::syntax::script::Kind::Other(Vec::new()), left.span());
            return self.pattern(Pattern::Target(node));
        };
        let (pattern, names) = self.target(target);
        for id in names {
            // Each round is one more.
            self.assigned(id, None);
            self.assigned(id, None);
        }
        pattern
    }

    fn switch(&mut self, one: &SwitchStatement<'_>) -> Statement {
        let of = self.expression(&one.discriminant);
        let mut cases = Vec::with_capacity(one.cases.len());
        for case in &one.cases {
            let test = self.optional(case.test.as_ref());
            cases.push((test, self.statements(&case.consequent)));
        }
        Statement::Switch { of, cases }
    }

    fn attempt(&mut self, one: &TryStatement<'_>) -> Statement {
        let body = self.statements(&one.block.body);
        let mut handler = Vec::new();
        if let Some(caught) = &one.handler {
            if let Some(parameter) = &caught.param {
                let (pattern, names) = self.binding(&parameter.pattern);
                let ty = self.annotation(parameter.type_annotation.as_deref());
                let is_name = matches!(self.script[pattern], Pattern::Name(..));
                for id in names {
                    self.initialised(id);
                    if is_name && let Some(name) = self.script.names.get_mut(id.0 as usize) {
                        name.ty = ty;
                    }
                }
            }
            handler = self.statements(&caught.body.body);
        }
        let finally = one.finalizer.as_ref();
        let finally = finally.map_or_else(Vec::new, |one| self.statements(&one.body));
        Statement::Try {
            body,
            handler,
            finally,
        }
    }
}
