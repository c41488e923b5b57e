//! Functions and their parameters.

use oxc_ast::ast::{
    ArrowFunctionBody, ArrowFunctionExpression, BindingPattern, FormalParameters, Function as Tree,
    TSTypeAnnotation, TSTypeParameterDeclaration,
};
use oxc_semantic::ScopeId;

use crate::syntax::script::docs::Doc;
use crate::syntax::script::lower::{Given, Lower, count};
use crate::syntax::script::{
    Function, FunctionId, NameKind, NodeId, Parameter, Pattern, PatternId, Span, Statement, TypeId,
};

/// What functions of all kinds have.
struct Head<'t, 'b> {
    name: Option<&'b str>,
    at: Span,
    scope: Option<ScopeId>,
    generics: Option<&'b TSTypeParameterDeclaration<'t>>,
    parameters: &'b FormalParameters<'t>,
    returns: Option<&'b TSTypeAnnotation<'t>>,
    is_async: bool,
    is_generator: bool,
    is_arrow: bool,
}

/// Which parameter is meant.
struct Place<'t, 'b> {
    of: FunctionId,
    index: usize,
    pattern: &'b BindingPattern<'t>,
    at: u32,
}

/// What was read before a function began.
struct Outer {
    function: Option<FunctionId>,
    returned: Vec<NodeId>,
    at_top: bool,
}

impl Lower<'_> {
    pub(super) fn function(&mut self, one: &Tree<'_>, given: Given<'_>) -> FunctionId {
        let own = one.id.as_ref().map(|id| id.name.as_str());
        let head = Head {
            name: own.or(given.name),
            at: one.span.into(),
            scope: one.scope_id.get(),
            generics: one.type_parameters.as_deref(),
            parameters: &one.params,
            returns: one.return_type.as_deref(),
            is_async: one.r#async,
            is_generator: one.generator,
            is_arrow: false,
        };
        let (id, outer) = self.begin(&head, given);
        if let Some(name) = one.id.as_ref().and_then(Self::declared) {
            // Overloads come before the one with a body.
            self.declare(name, NameKind::Function(id));
            if one.body.is_some() {
                self.initialised(name);
            }
        }
        let body = one.body.as_ref();
        let body = body.map_or_else(Vec::new, |body| self.statements(&body.statements));
        self.end(id, body, None, outer);
        id
    }

    pub(super) fn arrow(
        &mut self,
        one: &ArrowFunctionExpression<'_>,
        given: Given<'_>,
    ) -> FunctionId {
        let head = Head {
            name: given.name,
            at: one.span.into(),
            scope: one.scope_id.get(),
            generics: one.type_parameters.as_deref(),
            parameters: &one.params,
            returns: one.return_type.as_deref(),
            is_async: one.r#async,
            is_generator: false,
            is_arrow: true,
        };
        let (id, outer) = self.begin(&head, given);
        let (body, value) = match &one.body {
            ArrowFunctionBody::FunctionBody(body) => (self.statements(&body.statements), None),
            other => (
                Vec::new(),
                other.as_expression().map(|one| self.expression(one)),
            ),
        };
        self.end(id, body, value, outer);
        id
    }

    /// Takes a place for a function and reads what stands before its body.
    fn begin(&mut self, head: &Head<'_, '_>, given: Given<'_>) -> (FunctionId, Outer) {
        let id = FunctionId(count(self.script.functions.len()));
        let generics = self.reader.generics(head.generics);
        self.script.functions.push(Function {
            name: head.name.map(str::to_owned),
            at: head.at,
            generics,
            parameters: Vec::new(),
            returns: None,
            body: Vec::new(),
            value: None,
            returned: Vec::new(),
            is_async: head.is_async,
            is_generator: head.is_generator,
            is_arrow: head.is_arrow,
            within: self.function,
            class: given.class,
        });
        let outer = Outer {
            function: self.function.replace(id),
            returned: std::mem::take(&mut self.returned),
            at_top: std::mem::replace(&mut self.at_top, false),
        };
        self.opens(head.scope, id);
        let doc = given
            .doc
            .and_then(|token| self.docs.at(token).cloned())
            .or_else(|| self.docs.at(head.at.start).cloned())
            .unwrap_or_default();
        let parameters = self.parameters(head.parameters, id, &doc);
        let returns = self.annotation(head.returns).or(doc.returns);
        if let Some(made) = self.script.functions.get_mut(id.0 as usize) {
            made.parameters = parameters;
            made.returns = returns;
        }
        (id, outer)
    }

    fn end(&mut self, id: FunctionId, body: Vec<Statement>, value: Option<NodeId>, outer: Outer) {
        let returned = std::mem::replace(&mut self.returned, outer.returned);
        self.function = outer.function;
        self.at_top = outer.at_top;
        if let Some(made) = self.script.functions.get_mut(id.0 as usize) {
            made.body = body;
            made.value = value;
            made.returned = returned;
        }
    }

    fn parameters(
        &mut self,
        parameters: &FormalParameters<'_>,
        of: FunctionId,
        doc: &Doc,
    ) -> Vec<Parameter> {
        let mut made: Vec<Parameter> = Vec::with_capacity(parameters.items.len());
        for one in &parameters.items {
            let place = Place {
                of,
                index: made.len(),
                pattern: &one.pattern,
                at: one.span.start,
            };
            let stated = one.type_annotation.as_deref();
            let (pattern, ty) = self.parameter(&place, stated, doc);
            let pattern = match &one.initializer {
                None => pattern,
                Some(value) => self.with_default(pattern, &one.pattern, value),
            };
            made.push(Parameter {
                pattern,
                ty,
                optional: one.optional,
                rest: false,
            });
        }
        if let Some(one) = &parameters.rest {
            let place = Place {
                of,
                index: made.len(),
                pattern: &one.rest.argument,
                at: one.span.start,
            };
            let stated = one.type_annotation.as_deref();
            let (pattern, ty) = self.parameter(&place, stated, doc);
            made.push(Parameter {
                pattern,
                ty,
                optional: false,
                rest: true,
            });
        }
        made
    }

    fn parameter(
        &mut self,
        place: &Place<'_, '_>,
        stated: Option<&TSTypeAnnotation<'_>>,
        doc: &Doc,
    ) -> (PatternId, Option<TypeId>) {
        let (pattern, names) = self.binding(place.pattern);
        let stated = self.annotation(stated);
        let ty = stated.or_else(|| self.documented(place, doc));
        let kind = NameKind::Parameter {
            of: place.of,
            index: count(place.index),
        };
        let is_name = matches!(self.script[pattern], Pattern::Name(..));
        for id in names {
            self.declare(id, kind);
            self.initialised(id);
            if is_name && let Some(name) = self.script.names.get_mut(id.0 as usize) {
                name.ty = name.ty.or(ty);
            }
        }
        (pattern, ty)
    }

    /// The type that comments give a parameter: one right before it, or a `@param` of its name, or of its position where
    /// it is taken apart and so has none.
    fn documented(&self, place: &Place<'_, '_>, doc: &Doc) -> Option<TypeId> {
        let beside = self.docs.at(place.at).and_then(|doc| doc.ty);
        beside.or_else(|| {
            let found = match place.pattern.get_identifier_name() {
                Some(name) => doc.parameters.iter().find(|(of, _)| *of == name.as_str()),
                None => doc.parameters.get(place.index),
            };
            found.map(|(_, ty)| *ty)
        })
    }
}
