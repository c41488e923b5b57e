//! Members and calls.

use oxc_ast::ast::{
    Argument, CallExpression, Expression, MemberExpression, NewExpression,
    TSTypeParameterInstantiation,
};
use oxc_span::GetSpan;

use crate::syntax::script::lower::Lower;
use crate::syntax::script::{Kind, NodeId, TypeId};

impl Lower<'_> {
    pub(super) fn chain(&mut self, expression: &Expression<'_>) -> NodeId {
        match expression {
            Expression::CallExpression(one) => self.call(one),
            other => match other.as_member_expression() {
                Some(member) => self.member(member),
                None => self.node(Kind::Other(Vec::new()), other.span()),
            },
        }
    }

    pub(super) fn member(&mut self, member: &MemberExpression<'_>) -> NodeId {
        let of = self.expression(member.object());
        let kind = match member {
            MemberExpression::StaticMemberExpression(one) => Kind::Member {
                of,
                name: one.property.name.to_string(),
                name_at: one.property.span.into(),
                optional: one.optional,
            },
            MemberExpression::PrivateFieldExpression(one) => Kind::Member {
                of,
                name: format!("#{}", one.field.name),
                name_at: one.field.span.into(),
                optional: one.optional,
            },
            MemberExpression::ComputedMemberExpression(one) => Kind::Index {
                of,
                by: self.expression(&one.expression),
                optional: one.optional,
            },
        };
        self.node(kind, member.span())
    }

    pub(super) fn call(&mut self, one: &CallExpression<'_>) -> NodeId {
        let callee = self.expression(&one.callee);
        let kind = Kind::Call {
            callee,
            types: self.arguments_of_type(one.type_arguments.as_deref()),
            arguments: self.arguments(&one.arguments),
            new: false,
            optional: one.optional,
        };
        self.node(kind, one.span)
    }

    pub(super) fn new_call(&mut self, one: &NewExpression<'_>) -> Kind {
        let callee = self.expression(&one.callee);
        Kind::Call {
            callee,
            types: self.arguments_of_type(one.type_arguments.as_deref()),
            arguments: self.arguments(&one.arguments),
            new: true,
            optional: false,
        }
    }

    pub(super) fn arguments(&mut self, arguments: &[Argument<'_>]) -> Vec<NodeId> {
        let lower = |one: &Argument<'_>| match one {
            Argument::SpreadElement(one) => {
                let of = self.expression(&one.argument);
                self.node(Kind::Spread(of), one.span)
            }
            other => match other.as_expression() {
                Some(one) => self.expression(one),
                None => self.node(Kind::Other(Vec::new()), other.span()),
            },
        };
        arguments.iter().map(lower).collect()
    }

    pub(super) fn arguments_of_type(
        &mut self,
        arguments: Option<&TSTypeParameterInstantiation<'_>>,
    ) -> Vec<TypeId> {
        let all = arguments.map_or(&[][..], |one| one.params.as_slice());
        all.iter().map(|one| self.ty(one)).collect()
    }
}
