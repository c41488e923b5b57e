//! Types of the syntax tree as types of the model, names not bound yet.

use oxc_ast::ast::{
    BindingPattern, FormalParameters, TSImportType, TSImportTypeQualifier, TSLiteral,
    TSMappedTypeModifierOperator, TSQualifiedName, TSThisParameter, TSTupleElement, TSType,
    TSTypeAnnotation, TSTypeName, TSTypeOperatorOperator, TSTypeParameter,
    TSTypeParameterDeclaration, TSTypeParameterInstantiation, TSTypePredicateName, TSTypeQuery,
    TSTypeQueryExprName,
};
use oxc_span::{GetSpan, Span};

use crate::domain::surface::types::{
    Conditional, Generic, Mapped, Modifier, Named, Parameter, Signature, Target, TupleItem, Type,
};
use crate::syntax::typescript::Reader;
use crate::syntax::typescript::values;

impl Reader<'_> {
    /// A type of the syntax tree as one of the model. What the model has no place for is kept as its text.
    pub(in crate::syntax) fn ty(&self, ty: &TSType) -> Type {
        if let Some(word) = keyword(ty) {
            return Type::Keyword(word.to_owned());
        }
        match ty {
            TSType::TSArrayType(one) => Type::Array(Box::new(self.ty(&one.element_type))),
            TSType::TSParenthesizedType(one) => self.ty(&one.type_annotation),
            TSType::TSUnionType(one) => {
                Type::Union(one.types.iter().map(|one| self.ty(one)).collect())
            }
            TSType::TSIntersectionType(one) => {
                Type::Intersection(one.types.iter().map(|one| self.ty(one)).collect())
            }
            TSType::TSLiteralType(one) => self.literal(&one.literal),
            TSType::TSTypeReference(one) => Type::Named(Box::new(Named {
                written: written(&one.type_name),
                target: Target::Missing,
                arguments: self.arguments(one.type_arguments.as_deref()),
            })),
            TSType::TSImportType(one) => self.import(one),
            TSType::TSTypeQuery(one) => self.query(one),
            TSType::TSTypeLiteral(one) => Type::Object(self.signatures(&one.members)),
            TSType::TSTupleType(one) => {
                Type::Tuple(one.element_types.iter().map(|one| self.item(one)).collect())
            }
            TSType::TSIndexedAccessType(one) => Type::Indexed {
                of: Box::new(self.ty(&one.object_type)),
                by: Box::new(self.ty(&one.index_type)),
            },
            TSType::TSFunctionType(one) => Type::Function(Box::new(self.signature(
                one.type_parameters.as_deref(),
                one.this_param.as_deref(),
                &one.params,
                Some(&one.return_type),
            ))),
            TSType::TSConstructorType(one) => Type::Constructor(Box::new(self.signature(
                one.type_parameters.as_deref(),
                None,
                &one.params,
                Some(&one.return_type),
            ))),
            _ => self.rarer_type(ty),
        }
    }

    fn rarer_type(&self, ty: &TSType) -> Type {
        match ty {
            TSType::TSConditionalType(one) => Type::Conditional(Box::new(Conditional {
                check: self.ty(&one.check_type),
                extends: self.ty(&one.extends_type),
                yes: self.ty(&one.true_type),
                no: self.ty(&one.false_type),
            })),
            TSType::TSMappedType(one) => Type::Mapped(Box::new(Mapped {
                parameter: one.key.name.to_string(),
                keys: self.ty(&one.constraint),
                rename: one.name_type.as_ref().map(|one| self.ty(one)),
                ty: one.type_annotation.as_ref().map(|one| self.ty(one)),
                readonly: modifier(one.readonly),
                optional: modifier(one.optional),
            })),
            TSType::TSInferType(one) => Type::Infer {
                name: one.type_parameter.name.name.to_string(),
                bound: one
                    .type_parameter
                    .constraint
                    .as_ref()
                    .map(|one| Box::new(self.ty(one))),
            },
            TSType::TSTypeOperatorType(one) => Type::Operator {
                operator: match one.operator {
                    TSTypeOperatorOperator::Keyof => "keyof",
                    TSTypeOperatorOperator::Unique => "unique",
                    TSTypeOperatorOperator::Readonly => "readonly",
                }
                .to_owned(),
                of: Box::new(self.ty(&one.type_annotation)),
            },
            TSType::TSTemplateLiteralType(one) => {
                let texts: Vec<String> = one
                    .quasis
                    .iter()
                    .map(|one| values::template_text(one))
                    .collect();
                let types = one.types.iter().map(|one| self.ty(one)).collect();
                Type::Template { texts, types }
            }
            TSType::TSTypePredicate(one) => Type::Predicate {
                asserts: one.asserts,
                name: match &one.parameter_name {
                    TSTypePredicateName::Identifier(name) => name.name.to_string(),
                    TSTypePredicateName::This(_) => "this".to_owned(),
                },
                ty: self.boxed(one.type_annotation.as_deref()),
            },
            TSType::TSNamedTupleMember(one) => self.element(&one.element_type).ty,
            // Only JSDoc comments may hold these.
            TSType::JSDocNullableType(one) => self.ty(&one.type_annotation),
            TSType::JSDocNonNullableType(one) => self.ty(&one.type_annotation),
            TSType::JSDocUnknownType(_) => Type::Keyword("any".to_owned()),
            _ => self.unread(ty.span()),
        }
    }

    /// The text of something that is not taken apart.
    pub(super) fn unread(&self, span: Span) -> Type {
        Type::Unread(single_spaced(self.comments.of(span)))
    }

    fn literal(&self, literal: &TSLiteral) -> Type {
        match literal {
            TSLiteral::BooleanLiteral(one) => Type::Literal(one.value.to_string()),
            TSLiteral::NumericLiteral(one) => Type::Literal(values::number(one.value)),
            TSLiteral::BigIntLiteral(one) => Type::Literal(format!("{}n", one.value)),
            TSLiteral::StringLiteral(one) => Type::Literal(values::quoted(&one.value)),
            TSLiteral::TemplateLiteral(one) if one.expressions.is_empty() => {
                let texts: String = one.quasis.iter().map(values::template_text).collect();
                Type::Literal(values::quoted(&texts))
            }
            TSLiteral::UnaryExpression(one) => {
                values::unary(one).unwrap_or_else(|| self.unread(one.span))
            }
            TSLiteral::TemplateLiteral(one) => self.unread(one.span),
        }
    }

    pub(super) fn arguments(&self, arguments: Option<&TSTypeParameterInstantiation>) -> Vec<Type> {
        arguments
            .map_or(&[][..], |one| one.params.as_slice())
            .iter()
            .map(|one| self.ty(one))
            .collect()
    }

    /// `import("x").A.B<T>`: bound to the module's text for now; see [`crate::syntax::typescript`].
    fn import(&self, import: &TSImportType) -> Type {
        Type::Named(Box::new(self.import_name(import)))
    }

    fn import_name(&self, import: &TSImportType) -> Named {
        let mut path = Vec::new();
        let mut rest = import.qualifier.as_ref();
        while let Some(qualifier) = rest {
            match qualifier {
                TSImportTypeQualifier::Identifier(name) => {
                    path.push(name.name.as_str());
                    rest = None;
                }
                TSImportTypeQualifier::QualifiedName(name) => {
                    path.push(name.right.name.as_str());
                    rest = Some(&name.left);
                }
            }
        }
        path.reverse();
        let source = import.source.value.as_str();
        let mut written = format!("import({})", values::quoted(source));
        for part in &path {
            written.push('.');
            written.push_str(part);
        }
        Named {
            written,
            target: Target::Foreign {
                package: source.to_owned(),
                path: path.join("."),
            },
            arguments: self.arguments(import.type_arguments.as_deref()),
        }
    }

    fn query(&self, query: &TSTypeQuery) -> Type {
        let mut named = match &query.expr_name {
            TSTypeQueryExprName::TSImportType(import) => self.import_name(import),
            other => Named {
                written: other.as_ts_type_name().map(written).unwrap_or_default(),
                target: Target::Missing,
                arguments: Vec::new(),
            },
        };
        if query.type_arguments.is_some() {
            named.arguments = self.arguments(query.type_arguments.as_deref());
        }
        Type::TypeOf(Box::new(named))
    }

    fn item(&self, element: &TSTupleElement) -> TupleItem {
        match element {
            TSTupleElement::TSNamedTupleMember(one) => {
                let inner = self.element(&one.element_type);
                TupleItem {
                    name: Some(one.label.name.to_string()),
                    optional: one.optional || inner.optional,
                    ..inner
                }
            }
            TSTupleElement::TSRestType(one) => match &one.type_annotation {
                // `...name: T[]` is a rest around a named member.
                TSType::TSNamedTupleMember(named) => TupleItem {
                    name: Some(named.label.name.to_string()),
                    rest: true,
                    ..self.element(&named.element_type)
                },
                ty => TupleItem {
                    name: None,
                    optional: false,
                    rest: true,
                    ty: self.ty(ty),
                },
            },
            other => self.element(other),
        }
    }

    /// An element without its label.
    fn element(&self, element: &TSTupleElement) -> TupleItem {
        let (optional, rest, ty) = match element {
            TSTupleElement::TSOptionalType(one) => (true, false, self.ty(&one.type_annotation)),
            TSTupleElement::TSRestType(one) => (false, true, self.ty(&one.type_annotation)),
            other => (
                false,
                false,
                other
                    .as_ts_type()
                    .map_or_else(|| self.unread(other.span()), |ty| self.ty(ty)),
            ),
        };
        TupleItem {
            name: None,
            optional,
            rest,
            ty,
        }
    }

    fn boxed(&self, annotation: Option<&TSTypeAnnotation>) -> Option<Box<Type>> {
        annotation.map(|one| Box::new(self.ty(&one.type_annotation)))
    }

    /// The type that an annotation states.
    pub(super) fn annotated(&self, annotation: Option<&TSTypeAnnotation>) -> Option<Type> {
        annotation.map(|one| self.ty(&one.type_annotation))
    }

    pub(in crate::syntax) fn generics(
        &self,
        declared: Option<&TSTypeParameterDeclaration>,
    ) -> Vec<Generic> {
        declared
            .map_or(&[][..], |one| one.params.as_slice())
            .iter()
            .map(|one| self.generic(one))
            .collect()
    }

    fn generic(&self, parameter: &TSTypeParameter) -> Generic {
        Generic {
            name: parameter.name.name.to_string(),
            bounds: parameter
                .constraint
                .iter()
                .map(|one| self.ty(one))
                .collect(),
            default: parameter.default.as_ref().map(|one| self.ty(one)),
        }
    }

    pub(super) fn signature(
        &self,
        generics: Option<&TSTypeParameterDeclaration>,
        this: Option<&TSThisParameter>,
        parameters: &FormalParameters,
        returns: Option<&TSTypeAnnotation>,
    ) -> Signature {
        let mut all: Vec<Parameter> = parameters
            .items
            .iter()
            .map(|one| Parameter {
                name: self.pattern(&one.pattern),
                ty: self.annotated(one.type_annotation.as_deref()),
                optional: one.optional || one.initializer.is_some(),
                rest: false,
            })
            .collect();
        all.extend(parameters.rest.iter().map(|one| Parameter {
            name: self.pattern(&one.rest.argument),
            ty: self.annotated(one.type_annotation.as_deref()),
            optional: false,
            rest: true,
        }));
        Signature {
            generics: self.generics(generics),
            parameters: all,
            returns: self.annotated(returns),
            receiver: this.and_then(|one| self.annotated(one.type_annotation.as_deref())),
        }
    }

    fn pattern(&self, pattern: &BindingPattern) -> String {
        match pattern {
            BindingPattern::BindingIdentifier(name) => name.name.to_string(),
            other => single_spaced(self.comments.of(other.span())),
        }
    }
}

/// A name with dots, as it is meant: without spaces and comments.
pub(in crate::syntax) fn written(name: &TSTypeName) -> String {
    let mut parts = Vec::new();
    let mut rest = Some(name);
    while let Some(name) = rest {
        rest = None;
        match name {
            TSTypeName::IdentifierReference(one) => parts.push(one.name.as_str()),
            TSTypeName::QualifiedName(one) => {
                parts.push(one.right.name.as_str());
                rest = Some(&one.left);
            }
            TSTypeName::ThisExpression(_) => parts.push("this"),
        }
    }
    parts.reverse();
    parts.join(".")
}

/// The same of a qualified name.
pub(super) fn qualified(name: &TSQualifiedName) -> String {
    format!("{}.{}", written(&name.left), name.right.name)
}

/// A text with each run of white space made one space.
pub(super) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const fn modifier(operator: Option<TSMappedTypeModifierOperator>) -> Modifier {
    match operator {
        None => Modifier::Keep,
        Some(TSMappedTypeModifierOperator::True | TSMappedTypeModifierOperator::Plus) => {
            Modifier::Add
        }
        Some(TSMappedTypeModifierOperator::Minus) => Modifier::Remove,
    }
}

const fn keyword(ty: &TSType) -> Option<&'static str> {
    Some(match ty {
        TSType::TSAnyKeyword(_) => "any",
        TSType::TSBigIntKeyword(_) => "bigint",
        TSType::TSBooleanKeyword(_) => "boolean",
        TSType::TSIntrinsicKeyword(_) => "intrinsic",
        TSType::TSNeverKeyword(_) => "never",
        TSType::TSNullKeyword(_) => "null",
        TSType::TSNumberKeyword(_) => "number",
        TSType::TSObjectKeyword(_) => "object",
        TSType::TSStringKeyword(_) => "string",
        TSType::TSSymbolKeyword(_) => "symbol",
        TSType::TSThisType(_) => "this",
        TSType::TSUndefinedKeyword(_) => "undefined",
        TSType::TSUnknownKeyword(_) => "unknown",
        TSType::TSVoidKeyword(_) => "void",
        _ => return None,
    })
}
