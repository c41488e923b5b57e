//! Expressions.

use oxc_ast::ast::{
    AssignmentExpression, ChainElement, Expression, IdentifierReference, SimpleAssignmentTarget,
    StringLiteral, TSType, TSTypeName, TemplateLiteral, UpdateExpression,
};
use oxc_span::{GetSpan, Span};

use crate::syntax::script::bound::{inside, resolved};
use crate::syntax::script::lower::{Given, Lower};
use crate::syntax::script::{Kind, NodeId, Pattern, PatternId};
use crate::syntax::typescript::values;

impl Lower<'_> {
    pub(super) fn expression(&mut self, expression: &Expression<'_>) -> NodeId {
        self.value(expression, Given::default())
    }

    pub(super) fn optional(&mut self, expression: Option<&Expression<'_>>) -> Option<NodeId> {
        expression.map(|one| self.expression(one))
    }

    /// An expression that is given to something, which functions and classes are named by.
    pub(super) fn value(&mut self, expression: &Expression<'_>, given: Given<'_>) -> NodeId {
        let at = expression.span();
        match expression {
            Expression::Identifier(one) => self.reference(one),
            Expression::StringLiteral(one) => self.text(one),
            Expression::StaticMemberExpression(_)
            | Expression::ComputedMemberExpression(_)
            | Expression::PrivateFieldExpression(_)
            | Expression::CallExpression(_) => self.chain(expression),
            Expression::ChainExpression(one) => self.chain_element(&one.expression),
            Expression::ArrowFunctionExpression(one) => {
                let id = self.arrow(one, given);
                self.node(Kind::Function(id), at)
            }
            Expression::FunctionExpression(one) => {
                let id = self.function(one, given);
                self.node(Kind::Function(id), at)
            }
            Expression::ClassExpression(one) => {
                let id = self.class(one, given);
                self.node(Kind::Class(id), at)
            }
            Expression::ObjectExpression(one) => self.object(one),
            Expression::ArrayExpression(one) => self.array(one),
            Expression::BinaryExpression(_) | Expression::LogicalExpression(_) => {
                self.operands(expression)
            }
            Expression::AssignmentExpression(one) => self.assignment(one),
            Expression::JSXElement(one) => self.element(one),
            Expression::JSXFragment(one) => self.fragment(one),
            Expression::ParenthesizedExpression(one) => {
                let of = self.value(&one.expression, given);
                let stated = self.docs.at(at.start).and_then(|doc| doc.ty);
                match stated {
                    Some(ty) => self.node(Kind::As { of, ty }, at),
                    None => of,
                }
            }
            Expression::ConditionalExpression(one) => {
                let test = self.expression(&one.test);
                let yes = self.expression(&one.consequent);
                let no = self.expression(&one.alternate);
                self.node(Kind::Conditional { test, yes, no }, at)
            }
            _ => self.rarer(expression, given),
        }
    }

    fn rarer(&mut self, expression: &Expression<'_>, given: Given<'_>) -> NodeId {
        let at = expression.span();
        let kind = match expression {
            Expression::TemplateLiteral(one) => self.template(one),
            Expression::TaggedTemplateExpression(one) => {
                self.arguments_of_type(one.type_arguments.as_deref());
                let tag = self.expression(&one.tag);
                let texts = one.quasi.quasis.iter();
                let texts = texts
                    .map(|one| (values::template_text(one), one.span.into()))
                    .collect();
                let parts = self.expressions(&one.quasi.expressions);
                Kind::Tagged { tag, texts, parts }
            }
            Expression::NewExpression(one) => self.new_call(one),
            Expression::AwaitExpression(one) => Kind::Await(self.expression(&one.argument)),
            Expression::YieldExpression(one) => {
                let of = self.optional(one.argument.as_ref());
                Kind::Other(of.into_iter().collect())
            }
            Expression::UnaryExpression(one) => Kind::Unary {
                operator: one.operator.as_str().to_owned(),
                of: self.expression(&one.argument),
            },
            Expression::UpdateExpression(one) => self.update(one),
            Expression::SequenceExpression(one) => {
                Kind::Sequence(self.expressions(&one.expressions))
            }
            Expression::ImportExpression(one) => {
                if let Some(options) = &one.options {
                    self.expression(options);
                }
                Kind::Import(self.expression(&one.source))
            }
            Expression::PrivateInExpression(one) => Kind::Other(vec![self.expression(&one.right)]),
            Expression::V8IntrinsicExpression(one) => Kind::Other(self.arguments(&one.arguments)),
            Expression::TSInstantiationExpression(one) => {
                self.arguments_of_type(Some(&one.type_arguments));
                return self.expression(&one.expression);
            }
            Expression::TSAsExpression(one) => {
                self.cast(&one.expression, &one.type_annotation, given)
            }
            Expression::TSTypeAssertion(one) => {
                self.cast(&one.expression, &one.type_annotation, given)
            }
            Expression::TSSatisfiesExpression(one) => {
                let of = self.value(&one.expression, given);
                let ty = self.ty(&one.type_annotation);
                Kind::Satisfies { of, ty }
            }
            Expression::TSNonNullExpression(one) => {
                Kind::NonNull(self.value(&one.expression, given))
            }
            other => leaf(other),
        };
        self.node(kind, at)
    }

    pub(super) fn expressions(&mut self, all: &[Expression<'_>]) -> Vec<NodeId> {
        all.iter().map(|one| self.expression(one)).collect()
    }

    pub(super) fn reference(&mut self, name: &IdentifierReference<'_>) -> NodeId {
        let kind = resolved(self.scoping, name)
            .map_or_else(|| Kind::Global(name.name.to_string()), Kind::Name);
        self.node(kind, name.span)
    }

    pub(super) fn text(&mut self, text: &StringLiteral<'_>) -> NodeId {
        self.node(Kind::Text(text.value.to_string()), inside(text.span.into()))
    }

    fn template(&mut self, template: &TemplateLiteral<'_>) -> Kind {
        let texts = template.quasis.iter().map(values::template_text).collect();
        let parts = self.expressions(&template.expressions);
        Kind::Template { texts, parts }
    }

    fn cast(&mut self, of: &Expression<'_>, ty: &TSType<'_>, given: Given<'_>) -> Kind {
        let of = self.value(of, given);
        let is_const = matches!(ty, TSType::TSTypeReference(one)
            if one.type_arguments.is_none()
                && matches!(&one.type_name, TSTypeName::IdentifierReference(name) if name.name == "const"));
        if is_const {
            return Kind::Const(of);
        }
        let ty = self.ty(ty);
        Kind::As { of, ty }
    }

    /// Operators and their operands. They lean to the left, thousands of them in a row where a text is put together,
    /// so this goes along them instead of down.
    fn operands(&mut self, expression: &Expression<'_>) -> NodeId {
        let mut waiting: Vec<(&Expression<'_>, &str, Span, bool)> = Vec::new();
        let mut rest = expression;
        loop {
            rest = match rest {
                Expression::BinaryExpression(one) => {
                    waiting.push((&one.right, one.operator.as_str(), one.span, false));
                    &one.left
                }
                Expression::LogicalExpression(one) => {
                    waiting.push((&one.right, one.operator.as_str(), one.span, true));
                    &one.left
                }
                _ => break,
            };
        }
        let mut left = self.expression(rest);
        for (right, operator, at, is_logical) in waiting.into_iter().rev() {
            let right = self.expression(right);
            let operator = operator.to_owned();
            let kind = if is_logical {
                Kind::Logical {
                    operator,
                    left,
                    right,
                }
            } else {
                Kind::Binary {
                    operator,
                    left,
                    right,
                }
            };
            left = self.node(kind, at);
        }
        left
    }

    fn assignment(&mut self, one: &AssignmentExpression<'_>) -> NodeId {
        let (target, names) = self.target(&one.left);
        let name = self.name_of_target(target);
        let given = Given {
            name: name.as_deref(),
            doc: Some(one.span.start),
            class: None,
        };
        let value = self.value(&one.right, given);
        let operator = one.operator.as_str();
        // Only where a name is all that stands on the left the value is its own.
        let is_plain = operator == "=" && matches!(self.script[target], Pattern::Name(..));
        for id in names {
            self.assigned(id, is_plain.then_some(value));
        }
        if operator == "=" {
            self.common_export(target, value);
        }
        let operator = operator.to_owned();
        let kind = Kind::Assign {
            target,
            operator,
            value,
        };
        self.node(kind, one.span)
    }

    /// The last name of what is assigned to.
    fn name_of_target(&self, target: PatternId) -> Option<String> {
        match &self.script[target] {
            Pattern::Name(id, _) => Some(self.script[*id].text.clone()),
            Pattern::Target(node) => match &self.script[*node].kind {
                Kind::Member { name, .. } | Kind::Global(name) => Some(name.clone()),
                Kind::Index { by, .. } => match &self.script[*by].kind {
                    Kind::Text(name) => Some(name.clone()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }

    fn update(&mut self, one: &UpdateExpression<'_>) -> Kind {
        let of = match &one.argument {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(name) => {
                if let Some(id) = resolved(self.scoping, name) {
                    self.assigned(id, None);
                }
                self.reference(name)
            }
            other => self.simple_target(other),
        };
        let operator = one.operator.as_str().to_owned();
        Kind::Unary { operator, of }
    }

    fn chain_element(&mut self, element: &ChainElement<'_>) -> NodeId {
        match element {
            ChainElement::CallExpression(one) => self.call(one),
            ChainElement::TSNonNullExpression(one) => {
                let of = self.expression(&one.expression);
                self.node(Kind::NonNull(of), one.span)
            }
            other => match other.as_member_expression() {
                Some(member) => self.member(member),
                None => self.node(Kind::Other(Vec::new()), other.span()),
            },
        }
    }
}

/// An expression that holds no other.
fn leaf(expression: &Expression<'_>) -> Kind {
    match expression {
        Expression::BooleanLiteral(one) => Kind::Boolean(one.value),
        Expression::NullLiteral(_) => Kind::Null,
        Expression::NumericLiteral(one) => Kind::Number(values::number(one.value)),
        Expression::BigIntLiteral(one) => Kind::Number(format!("{}n", one.value)),
        Expression::ThisExpression(_) => Kind::This,
        Expression::Super(_) => Kind::Super,
        _ => Kind::Other(Vec::new()),
    }
}
