//! Members of interfaces, classes, object types and enums.

use oxc_ast::ast::{
    Class, ClassElement, Expression, FormalParameters, MethodDefinition, MethodDefinitionKind,
    PropertyDefinition, PropertyKey, TSAccessibility, TSEnumBody, TSEnumMember, TSEnumMemberName,
    TSIndexSignature, TSMethodSignature, TSMethodSignatureKind, TSSignature,
};
use oxc_span::{GetSpan, Span};

use crate::domain::surface::notice::Notes;
use crate::domain::surface::types::{Parameter, Signature, Type};
use crate::domain::surface::{Access, Member, MemberKind};
use crate::syntax::typescript::types::single_spaced;
use crate::syntax::typescript::{Reader, values};

impl Reader<'_> {
    /// A member at a place, with what is said of it, and nothing else set.
    fn member(&self, span: Span, name: String, kind: MemberKind) -> Member {
        Member {
            notes: self.member_notes(span, &name),
            line: self.comments.line(span.start),
            name,
            kind,
            access: Access::Public,
            is_static: false,
            optional: false,
            readonly: false,
            ty: None,
            cfg: None,
        }
    }

    fn member_notes(&self, span: Span, name: &str) -> Notes {
        let (mut notes, blocks) = self.comments.notes(span.start, name);
        self.tagged(&blocks, name);
        if notes.notices.is_empty() {
            notes
                .notices
                .extend(self.comments.comment_behind(span.end, name));
        }
        notes
    }

    fn key(&self, key: &PropertyKey) -> String {
        values::key(key, &single_spaced(self.comments.of(key.span())))
    }

    /// The members of an interface or object type.
    pub(super) fn signatures(&self, signatures: &[TSSignature]) -> Vec<Member> {
        signatures.iter().map(|one| self.in_type(one)).collect()
    }

    fn in_type(&self, signature: &TSSignature) -> Member {
        match signature {
            TSSignature::TSPropertySignature(one) => Member {
                optional: one.optional,
                readonly: one.readonly,
                ty: self.annotated(one.type_annotation.as_deref()),
                ..self.member(one.span, self.key(&one.key), MemberKind::Property)
            },
            TSSignature::TSMethodSignature(one) => self.method(one),
            TSSignature::TSIndexSignature(one) => self.index(one),
            TSSignature::TSCallSignatureDeclaration(one) => Member {
                ty: Some(Type::Function(Box::new(self.signature(
                    one.type_parameters.as_deref(),
                    one.this_param.as_deref(),
                    &one.params,
                    one.return_type.as_deref(),
                )))),
                ..self.member(one.span, "()".to_owned(), MemberKind::Call)
            },
            TSSignature::TSConstructSignatureDeclaration(one) => Member {
                ty: Some(Type::Function(Box::new(self.signature(
                    one.type_parameters.as_deref(),
                    None,
                    &one.params,
                    one.return_type.as_deref(),
                )))),
                ..self.member(one.span, "new()".to_owned(), MemberKind::New)
            },
        }
    }

    fn method(&self, one: &TSMethodSignature) -> Member {
        let signature = self.signature(
            one.type_parameters.as_deref(),
            one.this_param.as_deref(),
            &one.params,
            one.return_type.as_deref(),
        );
        let (kind, ty) = match one.kind {
            TSMethodSignatureKind::Method => (
                MemberKind::Method,
                Some(Type::Function(Box::new(signature))),
            ),
            TSMethodSignatureKind::Get => (MemberKind::Getter, signature.returns),
            TSMethodSignatureKind::Set => (MemberKind::Setter, set_type(signature)),
        };
        Member {
            optional: one.optional,
            ty,
            ..self.member(one.span, self.key(&one.key), kind)
        }
    }

    fn index(&self, one: &TSIndexSignature) -> Member {
        let key = &one.parameter;
        let signature = Signature {
            parameters: vec![Parameter {
                name: key.name.to_string(),
                ty: self.annotated(Some(&key.type_annotation)),
                optional: false,
                rest: false,
            }],
            returns: self.annotated(Some(&one.type_annotation)),
            ..Signature::default()
        };
        Member {
            readonly: one.readonly,
            is_static: one.r#static,
            ty: Some(Type::Function(Box::new(signature))),
            ..self.member(one.span, "[]".to_owned(), MemberKind::Index)
        }
    }

    /// The members of a class, those that its constructor's parameters declare included.
    pub(super) fn in_class(&self, class: &Class) -> Vec<Member> {
        let mut members = Vec::new();
        for element in &class.body.body {
            match element {
                ClassElement::MethodDefinition(one) => {
                    if one.kind == MethodDefinitionKind::Constructor {
                        self.parameter_properties(&one.value.params, &mut members);
                    }
                    members.push(self.class_method(one));
                }
                ClassElement::PropertyDefinition(one) => members.push(self.property(one)),
                ClassElement::AccessorProperty(one) => members.push(Member {
                    access: access(one.accessibility),
                    is_static: one.r#static,
                    ty: self.annotated(one.type_annotation.as_deref()),
                    ..self.member(one.span, self.key(&one.key), MemberKind::Property)
                }),
                ClassElement::TSIndexSignature(one) => members.push(self.index(one)),
                ClassElement::StaticBlock(_) => {}
            }
        }
        members
    }

    fn property(&self, one: &PropertyDefinition) -> Member {
        let stated = self.annotated(one.type_annotation.as_deref());
        let ty = stated.or_else(|| one.value.as_ref().and_then(values::literal));
        Member {
            access: private(&one.key).unwrap_or_else(|| access(one.accessibility)),
            is_static: one.r#static,
            optional: one.optional,
            readonly: one.readonly,
            ty,
            ..self.member(one.span, self.key(&one.key), MemberKind::Property)
        }
    }

    fn class_method(&self, one: &MethodDefinition) -> Member {
        let function = &one.value;
        let signature = self.signature(
            function.type_parameters.as_deref(),
            function.this_param.as_deref(),
            &function.params,
            function.return_type.as_deref(),
        );
        let (kind, name, ty) = match one.kind {
            MethodDefinitionKind::Constructor => (
                MemberKind::Constructor,
                "constructor".to_owned(),
                Some(Type::Function(Box::new(signature))),
            ),
            MethodDefinitionKind::Method => (
                MemberKind::Method,
                self.key(&one.key),
                Some(Type::Function(Box::new(signature))),
            ),
            MethodDefinitionKind::Get => {
                (MemberKind::Getter, self.key(&one.key), signature.returns)
            }
            MethodDefinitionKind::Set => {
                (MemberKind::Setter, self.key(&one.key), set_type(signature))
            }
        };
        Member {
            access: private(&one.key).unwrap_or_else(|| access(one.accessibility)),
            is_static: one.r#static,
            optional: one.optional,
            ty,
            ..self.member(one.span, name, kind)
        }
    }

    /// `constructor(private readonly x: T)` declares `x`. A tag on a parameter marks nothing.
    fn parameter_properties(&self, parameters: &FormalParameters, members: &mut Vec<Member>) {
        for one in &parameters.items {
            if one.accessibility.is_none() && !one.readonly {
                continue;
            }
            if let Some(name) = one.pattern.get_identifier_name() {
                members.push(Member {
                    name: name.to_string(),
                    kind: MemberKind::Property,
                    access: access(one.accessibility),
                    is_static: false,
                    optional: one.optional,
                    readonly: one.readonly,
                    ty: self.annotated(one.type_annotation.as_deref()),
                    notes: Notes::default(),
                    cfg: None,
                    line: self.comments.line(one.span.start),
                });
            }
        }
    }

    /// The variants of an enum with their values.
    ///
    /// Members of an ambient enum that state no value have none, as TypeScript has it: they are computed elsewhere.
    /// Where members count, as in a `const enum`, each goes on from the one before.
    pub(super) fn variants(&self, body: &TSEnumBody, counts: bool) -> Vec<Member> {
        let mut next = counts.then_some(0.0);
        body.members
            .iter()
            .map(|one| {
                let ty = match &one.initializer {
                    None => next.map(|value: f64| Type::Literal(values::number(value))),
                    Some(value) => {
                        Some(values::literal(value).unwrap_or_else(|| self.unread(value.span())))
                    }
                };
                next = match &one.initializer {
                    None => next.map(|value| value + 1.0),
                    Some(Expression::NumericLiteral(one)) if counts => Some(one.value + 1.0),
                    Some(_) => None,
                };
                Member {
                    ty,
                    readonly: true,
                    ..self.member(one.span, self.variant_name(one), MemberKind::Variant)
                }
            })
            .collect()
    }

    fn variant_name(&self, one: &TSEnumMember) -> String {
        match &one.id {
            TSEnumMemberName::Identifier(name) => name.name.to_string(),
            TSEnumMemberName::String(text) | TSEnumMemberName::ComputedString(text) => {
                text.value.to_string()
            }
            TSEnumMemberName::ComputedTemplateString(text) => {
                single_spaced(self.comments.of(text.span))
            }
        }
    }
}

/// The type of a setter's property: that of its parameter.
fn set_type(signature: Signature) -> Option<Type> {
    signature
        .parameters
        .into_iter()
        .next()
        .and_then(|one| one.ty)
}

const fn access(written: Option<TSAccessibility>) -> Access {
    match written {
        None | Some(TSAccessibility::Public) => Access::Public,
        Some(TSAccessibility::Protected) => Access::Protected,
        Some(TSAccessibility::Private) => Access::Private,
    }
}

/// `#name` is private whatever else is written.
const fn private(key: &PropertyKey) -> Option<Access> {
    match key {
        PropertyKey::PrivateIdentifier(_) => Some(Access::Private),
        _ => None,
    }
}
