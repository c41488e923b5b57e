//! Object and array literals, and the keys of whatever has members.

use oxc_ast::ast::{
    ArrayExpression, ArrayExpressionElement, ObjectExpression, ObjectProperty, ObjectPropertyKind,
    PropertyKey, PropertyKind,
};
use oxc_span::GetSpan;

use crate::syntax::script::bound::inside;
use crate::syntax::script::lower::{Given, Lower};
use crate::syntax::script::{Kind, NodeId, Property, Span};
use crate::syntax::typescript::values;

/// What a property or member is found by.
pub(super) enum Key {
    Named(String, Span),
    Computed(NodeId),
}

impl Key {
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name, _) => Some(name),
            Self::Computed(_) => None,
        }
    }
}

impl Lower<'_> {
    pub(super) fn key(&mut self, key: &PropertyKey<'_>) -> Key {
        let at: Span = key.span().into();
        match key {
            PropertyKey::StaticIdentifier(one) => Key::Named(one.name.to_string(), at),
            PropertyKey::PrivateIdentifier(one) => Key::Named(format!("#{}", one.name), at),
            PropertyKey::StringLiteral(one) => Key::Named(one.value.to_string(), inside(at)),
            PropertyKey::NumericLiteral(one) => Key::Named(values::number(one.value), at),
            PropertyKey::TemplateLiteral(one) if one.expressions.is_empty() => {
                let name = one.quasis.iter().map(values::template_text).collect();
                Key::Named(name, inside(at))
            }
            other => Key::Computed(match other.as_expression() {
                Some(one) => self.expression(one),
                None => self.node(Kind::Other(Vec::new()), at),
            }),
        }
    }

    pub(super) fn object(&mut self, object: &ObjectExpression<'_>) -> NodeId {
        let mut properties = Vec::with_capacity(object.properties.len());
        for one in &object.properties {
            properties.push(match one {
                ObjectPropertyKind::ObjectProperty(one) => self.property(one),
                ObjectPropertyKind::SpreadProperty(one) => {
                    Property::Spread(self.expression(&one.argument))
                }
            });
        }
        self.node(Kind::Object(properties), object.span)
    }

    fn property(&mut self, one: &ObjectProperty<'_>) -> Property {
        let key = self.key(&one.key);
        let given = Given {
            name: key.name(),
            doc: Some(one.span.start),
            class: None,
        };
        let value = self.value(&one.value, given);
        match key {
            Key::Computed(key) => Property::Computed { key, value },
            Key::Named(name, name_at) => Property::Named {
                name,
                name_at,
                value,
                shorthand: one.shorthand,
                accessor: one.kind != PropertyKind::Init,
            },
        }
    }

    pub(super) fn array(&mut self, array: &ArrayExpression<'_>) -> NodeId {
        let mut items = Vec::with_capacity(array.elements.len());
        for one in &array.elements {
            items.push(match one {
                ArrayExpressionElement::Elision(_) => None,
                ArrayExpressionElement::SpreadElement(one) => {
                    let of = self.expression(&one.argument);
                    Some(self.node(Kind::Spread(of), one.span))
                }
                other => other.as_expression().map(|one| self.expression(one)),
            });
        }
        self.node(Kind::Array(items), array.span)
    }
}
