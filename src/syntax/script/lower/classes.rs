//! Classes and their members.

use oxc_ast::ast::{
    Class as Tree, ClassElement, Decorator, FormalParameters, MethodDefinition,
    MethodDefinitionKind, PropertyKey, TSTypeAnnotation,
};
use oxc_span::GetSpan;

use crate::syntax::script::lower::objects::Key;
use crate::syntax::script::lower::{Given, Lower, count};
use crate::syntax::script::{
    Class, ClassId, ClassMember, FunctionId, Membership, NameKind, NodeId, Pattern, Span, Statement,
};

impl Lower<'_> {
    pub(super) fn class(&mut self, one: &Tree<'_>, given: Given<'_>) -> ClassId {
        let id = ClassId(count(self.script.classes.len()));
        let own = one.id.as_ref().map(|id| id.name.as_str());
        let generics = self.reader.generics(one.type_parameters.as_deref());
        self.script.classes.push(Class {
            name: own.or(given.name).map(str::to_owned),
            at: one.span.into(),
            generics,
            extends: None,
            arguments: Vec::new(),
            implements: Vec::new(),
            members: Vec::new(),
            blocks: Vec::new(),
            others: Vec::new(),
        });
        if let Some(name) = one.id.as_ref().and_then(Self::declared) {
            self.declare(name, NameKind::Class(id));
            self.initialised(name);
        }
        let mut body = Body::default();
        self.decorators(&one.decorators, &mut body);
        let heritage = one.heritage.as_ref();
        let extends = heritage.map(|one| self.expression(&one.expression));
        let arguments = heritage.map_or_else(Vec::new, |one| {
            self.arguments_of_type(one.type_arguments.as_deref())
        });
        let mut implements = Vec::new();
        for one in &one.implements {
            let arguments = one.type_arguments.as_deref();
            let ty = self.reader.heritage(&one.expression, arguments);
            implements.push(self.keep(ty));
        }
        for element in &one.body.body {
            self.element_of_class(element, id, &mut body);
        }
        if let Some(made) = self.script.classes.get_mut(id.0 as usize) {
            made.extends = extends;
            made.arguments = arguments;
            made.implements = implements;
            made.members = body.members;
            made.blocks = body.blocks;
            made.others = body.others;
        }
        id
    }

    fn decorators(&mut self, decorators: &[Decorator<'_>], body: &mut Body) {
        for one in decorators {
            body.others.push(self.expression(&one.expression));
        }
    }

    fn element_of_class(&mut self, element: &ClassElement<'_>, class: ClassId, body: &mut Body) {
        match element {
            ClassElement::StaticBlock(one) => {
                let at_top = std::mem::replace(&mut self.at_top, false);
                body.blocks.push(self.statements(&one.body));
                self.at_top = at_top;
            }
            ClassElement::MethodDefinition(one) => self.method(one, class, body),
            ClassElement::PropertyDefinition(one) => {
                self.decorators(&one.decorators, body);
                let key = self.member_key(&one.key, body);
                let stated = one.type_annotation.as_deref();
                let made = self.field(&key, stated, one.value.as_ref(), one.span.start);
                body.members.push(ClassMember {
                    is_static: one.r#static,
                    ..made
                });
            }
            ClassElement::AccessorProperty(one) => {
                self.decorators(&one.decorators, body);
                let key = self.member_key(&one.key, body);
                let stated = one.type_annotation.as_deref();
                let made = self.field(&key, stated, one.value.as_ref(), one.span.start);
                body.members.push(ClassMember {
                    is_static: one.r#static,
                    ..made
                });
            }
            ClassElement::TSIndexSignature(_) => {}
        }
    }

    fn member_key(&mut self, key: &PropertyKey<'_>, body: &mut Body) -> (Option<String>, Span) {
        match self.key(key) {
            Key::Named(name, at) => (Some(name), at),
            Key::Computed(node) => {
                body.others.push(node);
                (None, key.span().into())
            }
        }
    }

    fn field(
        &mut self,
        key: &(Option<String>, Span),
        stated: Option<&TSTypeAnnotation<'_>>,
        value: Option<&oxc_ast::ast::Expression<'_>>,
        start: u32,
    ) -> ClassMember {
        let (name, name_at) = key.clone();
        let stated = self.annotation(stated);
        let ty = stated.or_else(|| self.docs.at(start).and_then(|doc| doc.ty));
        let given = Given {
            name: name.as_deref(),
            doc: Some(start),
            class: None,
        };
        let value: Option<NodeId> = value.map(|one| self.value(one, given));
        ClassMember {
            what: Membership::Field(value),
            name,
            name_at,
            is_static: false,
            ty,
        }
    }

    fn method(&mut self, one: &MethodDefinition<'_>, class: ClassId, body: &mut Body) {
        self.decorators(&one.decorators, body);
        let (name, name_at) = self.member_key(&one.key, body);
        let parameters = &one.value.params;
        for parameter in &parameters.items {
            self.decorators(&parameter.decorators, body);
        }
        if let Some(rest) = &parameters.rest {
            self.decorators(&rest.decorators, body);
        }
        let given = Given {
            name: name.as_deref(),
            doc: Some(one.span.start),
            class: Some(class),
        };
        let id = self.function(&one.value, given);
        let what = match one.kind {
            MethodDefinitionKind::Constructor | MethodDefinitionKind::Method => {
                Membership::Method(id)
            }
            MethodDefinitionKind::Get => Membership::Getter(id),
            MethodDefinitionKind::Set => Membership::Setter(id),
        };
        body.members.push(ClassMember {
            name,
            name_at,
            is_static: one.r#static,
            ty: None,
            what,
        });
        if one.kind == MethodDefinitionKind::Constructor {
            self.parameter_properties(parameters, id, body);
        }
    }

    /// `constructor(private name: T)` makes a member of the parameter.
    fn parameter_properties(
        &mut self,
        parameters: &FormalParameters<'_>,
        id: FunctionId,
        body: &mut Body,
    ) {
        for (index, one) in parameters.items.iter().enumerate() {
            if one.accessibility.is_none() && !one.readonly && !one.r#override {
                continue;
            }
            let Some(made) = self.script[id].parameters.get(index) else {
                continue;
            };
            let pattern = match &self.script[made.pattern] {
                Pattern::Default { pattern, .. } => &self.script[*pattern],
                other => other,
            };
            if let Pattern::Name(name, name_at) = pattern {
                body.members.push(ClassMember {
                    name: Some(self.script[*name].text.clone()),
                    name_at: *name_at,
                    is_static: false,
                    ty: made.ty,
                    what: Membership::Parameter(*name),
                });
            }
        }
    }
}

/// What the body of a class holds.
#[derive(Default)]
struct Body {
    members: Vec<ClassMember>,
    blocks: Vec<Vec<Statement>>,
    others: Vec<NodeId>,
}
