//! Elements. The closing tag says nothing that the opening one does not.

use oxc_ast::ast::{
    JSXAttribute, JSXAttributeItem, JSXAttributeName, JSXAttributeValue, JSXChild, JSXElement,
    JSXElementName, JSXExpression, JSXFragment, JSXMemberExpression, JSXMemberExpressionObject,
};

use crate::syntax::script::lower::Lower;
use crate::syntax::script::{Attribute, Element, Kind, NodeId, Span, Tag};

impl Lower<'_> {
    pub(super) fn element(&mut self, element: &JSXElement<'_>) -> NodeId {
        let opening = &element.opening_element;
        self.arguments_of_type(opening.type_arguments.as_deref());
        let tag = self.tag(&opening.name);
        let mut attributes = Vec::with_capacity(opening.attributes.len());
        for one in &opening.attributes {
            attributes.push(match one {
                JSXAttributeItem::Attribute(one) => self.attribute(one),
                JSXAttributeItem::SpreadAttribute(one) => {
                    Attribute::Spread(self.expression(&one.argument))
                }
            });
        }
        let made = Element {
            tag: Some(tag),
            attributes,
            children: self.children(&element.children),
        };
        self.node(Kind::Jsx(Box::new(made)), element.span)
    }

    pub(super) fn fragment(&mut self, fragment: &JSXFragment<'_>) -> NodeId {
        let made = Element {
            tag: None,
            attributes: Vec::new(),
            children: self.children(&fragment.children),
        };
        self.node(Kind::Jsx(Box::new(made)), fragment.span)
    }

    fn tag(&mut self, name: &JSXElementName<'_>) -> Tag {
        match name {
            JSXElementName::Identifier(one) => Tag::Intrinsic(one.name.to_string()),
            JSXElementName::NamespacedName(one) => {
                Tag::Intrinsic(format!("{}:{}", one.namespace.name, one.name.name))
            }
            JSXElementName::IdentifierReference(one) => Tag::Component(self.reference(one)),
            JSXElementName::MemberExpression(one) => Tag::Component(self.path(one)),
            JSXElementName::ThisExpression(one) => Tag::Component(self.node(Kind::This, one.span)),
        }
    }

    fn path(&mut self, path: &JSXMemberExpression<'_>) -> NodeId {
        let of = match &path.object {
            JSXMemberExpressionObject::IdentifierReference(one) => self.reference(one),
            JSXMemberExpressionObject::MemberExpression(one) => self.path(one),
            JSXMemberExpressionObject::ThisExpression(one) => self.node(Kind::This, one.span),
        };
        let kind = Kind::Member {
            of,
            name: path.property.name.to_string(),
            name_at: path.property.span.into(),
            optional: false,
        };
        self.node(kind, path.span)
    }

    fn attribute(&mut self, one: &JSXAttribute<'_>) -> Attribute {
        let (name, name_at): (String, Span) = match &one.name {
            JSXAttributeName::Identifier(name) => (name.name.to_string(), name.span.into()),
            JSXAttributeName::NamespacedName(name) => (
                format!("{}:{}", name.namespace.name, name.name.name),
                name.span.into(),
            ),
        };
        let value = match &one.value {
            None => None,
            Some(JSXAttributeValue::StringLiteral(text)) => Some(self.text(text)),
            Some(JSXAttributeValue::ExpressionContainer(one)) => self.contained(&one.expression),
            Some(JSXAttributeValue::Element(one)) => Some(self.element(one)),
            Some(JSXAttributeValue::Fragment(one)) => Some(self.fragment(one)),
        };
        Attribute::Named {
            name,
            name_at,
            value,
        }
    }

    fn contained(&mut self, expression: &JSXExpression<'_>) -> Option<NodeId> {
        expression.as_expression().map(|one| self.expression(one))
    }

    fn children(&mut self, children: &[JSXChild<'_>]) -> Vec<NodeId> {
        let mut made = Vec::new();
        for one in children {
            match one {
                JSXChild::Text(_) => {}
                JSXChild::Element(one) => made.push(self.element(one)),
                JSXChild::Fragment(one) => made.push(self.fragment(one)),
                JSXChild::ExpressionContainer(one) => made.extend(self.contained(&one.expression)),
                JSXChild::Spread(one) => {
                    let of = self.expression(&one.expression);
                    made.push(self.node(Kind::Spread(of), one.span));
                }
            }
        }
        made
    }
}
