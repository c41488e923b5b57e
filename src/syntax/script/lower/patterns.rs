//! Patterns, of declarations and of assignments.

use oxc_ast::ast::{
    ArrayAssignmentTarget, AssignmentTarget, AssignmentTargetMaybeDefault,
    AssignmentTargetProperty, BindingPattern, Expression, Ident, IdentifierReference,
    ObjectAssignmentTarget, PropertyKey, SimpleAssignmentTarget,
};
use oxc_span::GetSpan;

use crate::syntax::script::bound::resolved;
use crate::syntax::script::lower::objects::Key;
use crate::syntax::script::lower::{Given, Lower};
use crate::syntax::script::{Kind, NameId, NodeId, Pattern, PatternId, PatternProperty};

impl Lower<'_> {
    /// The pattern of a declaration, and the names in it.
    pub(super) fn binding(&mut self, pattern: &BindingPattern<'_>) -> (PatternId, Vec<NameId>) {
        let outer = std::mem::take(&mut self.bound);
        let made = self.binding_part(pattern);
        (made, std::mem::replace(&mut self.bound, outer))
    }

    /// What is assigned to, and the names in it.
    pub(super) fn target(&mut self, target: &AssignmentTarget<'_>) -> (PatternId, Vec<NameId>) {
        let outer = std::mem::take(&mut self.bound);
        let made = self.target_part(target);
        (made, std::mem::replace(&mut self.bound, outer))
    }

    fn binding_part(&mut self, pattern: &BindingPattern<'_>) -> PatternId {
        let made = match pattern {
            BindingPattern::BindingIdentifier(one) => {
                if let Some(id) = Self::declared(one) {
                    self.bound.push(id);
                    Pattern::Name(id, one.span.into())
                } else {
                    let kind = Kind::Global(one.name.to_string());
                    Pattern::Target(self.node(kind, one.span))
                }
            }
            BindingPattern::ObjectPattern(one) => {
                let mut properties = Vec::with_capacity(one.properties.len());
                for one in &one.properties {
                    let key = self.key(&one.key);
                    let value = self.binding_part(&one.value);
                    properties.push(property(key, &one.key, value));
                }
                let rest = one.rest.as_ref();
                let rest = rest.map(|one| self.binding_part(&one.argument));
                Pattern::Object { properties, rest }
            }
            BindingPattern::ArrayPattern(one) => {
                let mut items = Vec::with_capacity(one.elements.len());
                for one in &one.elements {
                    items.push(one.as_ref().map(|one| self.binding_part(one)));
                }
                let rest = one.rest.as_ref();
                let rest = rest.map(|one| self.binding_part(&one.argument));
                Pattern::Array { items, rest }
            }
            BindingPattern::AssignmentPattern(one) => {
                let pattern = self.binding_part(&one.left);
                return self.with_default(pattern, &one.left, &one.right);
            }
        };
        self.pattern(made)
    }

    fn target_part(&mut self, target: &AssignmentTarget<'_>) -> PatternId {
        match target {
            AssignmentTarget::AssignmentTargetIdentifier(one) => self.target_name(one),
            AssignmentTarget::ArrayAssignmentTarget(one) => self.target_array(one),
            AssignmentTarget::ObjectAssignmentTarget(one) => self.target_object(one),
            other => {
                let node = match other.as_simple_assignment_target() {
                    Some(one) => self.simple_target(one),
                    None => self.node(Kind::Other(Vec::new()), other.span()),
                };
                self.pattern(Pattern::Target(node))
            }
        }
    }

    fn target_name(&mut self, name: &IdentifierReference<'_>) -> PatternId {
        let made = match resolved(self.scoping, name) {
            Some(id) => {
                self.bound.push(id);
                Pattern::Name(id, name.span.into())
            }
            None => Pattern::Target(self.reference(name)),
        };
        self.pattern(made)
    }

    fn target_array(&mut self, array: &ArrayAssignmentTarget<'_>) -> PatternId {
        let mut items = Vec::with_capacity(array.elements.len());
        for one in &array.elements {
            items.push(one.as_ref().map(|one| self.target_item(one)));
        }
        let rest = array.rest.as_ref();
        let rest = rest.map(|one| self.target_part(&one.target));
        self.pattern(Pattern::Array { items, rest })
    }

    fn target_object(&mut self, object: &ObjectAssignmentTarget<'_>) -> PatternId {
        let mut properties = Vec::with_capacity(object.properties.len());
        for one in &object.properties {
            properties.push(match one {
                AssignmentTargetProperty::AssignmentTargetPropertyIdentifier(one) => {
                    let name = &one.binding;
                    let pattern = self.target_name(name);
                    let value = match &one.init {
                        None => pattern,
                        Some(init) => self.defaulted(pattern, init, Some(&name.name)),
                    };
                    PatternProperty {
                        name: Some(name.name.to_string()),
                        computed: None,
                        name_at: name.span.into(),
                        value,
                    }
                }
                AssignmentTargetProperty::AssignmentTargetPropertyProperty(one) => {
                    let key = self.key(&one.name);
                    let value = self.target_item(&one.binding);
                    property(key, &one.name, value)
                }
            });
        }
        let rest = object.rest.as_ref();
        let rest = rest.map(|one| self.target_part(&one.target));
        self.pattern(Pattern::Object { properties, rest })
    }

    fn target_item(&mut self, item: &AssignmentTargetMaybeDefault<'_>) -> PatternId {
        match item {
            AssignmentTargetMaybeDefault::AssignmentTargetWithDefault(one) => {
                let pattern = self.target_part(&one.binding);
                let name = match &one.binding {
                    AssignmentTarget::AssignmentTargetIdentifier(name) => Some(name.name.as_str()),
                    _ => None,
                };
                self.defaulted(pattern, &one.init, name)
            }
            other => {
                if let Some(one) = other.as_assignment_target() {
                    self.target_part(one)
                } else {
                    let node = self.node(Kind::Other(Vec::new()), other.span());
                    self.pattern(Pattern::Target(node))
                }
            }
        }
    }

    fn defaulted(
        &mut self,
        pattern: PatternId,
        value: &Expression<'_>,
        name: Option<&str>,
    ) -> PatternId {
        let given = Given {
            name,
            ..Given::default()
        };
        let value = self.value(value, given);
        self.pattern(Pattern::Default { pattern, value })
    }

    /// A pattern with the value that it has where there is none.
    pub(super) fn with_default(
        &mut self,
        pattern: PatternId,
        written: &BindingPattern<'_>,
        value: &Expression<'_>,
    ) -> PatternId {
        let name = written.get_identifier_name();
        self.defaulted(pattern, value, name.as_ref().map(Ident::as_str))
    }

    /// What is assigned to where that is no pattern, as an expression.
    pub(super) fn simple_target(&mut self, target: &SimpleAssignmentTarget<'_>) -> NodeId {
        let at = target.span();
        match target {
            SimpleAssignmentTarget::AssignmentTargetIdentifier(one) => self.reference(one),
            SimpleAssignmentTarget::TSAsExpression(one) => {
                let of = self.expression(&one.expression);
                let ty = self.ty(&one.type_annotation);
                self.node(Kind::As { of, ty }, at)
            }
            SimpleAssignmentTarget::TSTypeAssertion(one) => {
                let of = self.expression(&one.expression);
                let ty = self.ty(&one.type_annotation);
                self.node(Kind::As { of, ty }, at)
            }
            SimpleAssignmentTarget::TSSatisfiesExpression(one) => {
                let of = self.expression(&one.expression);
                let ty = self.ty(&one.type_annotation);
                self.node(Kind::Satisfies { of, ty }, at)
            }
            SimpleAssignmentTarget::TSNonNullExpression(one) => {
                let of = self.expression(&one.expression);
                self.node(Kind::NonNull(of), at)
            }
            other => match other.as_member_expression() {
                Some(member) => self.member(member),
                None => self.node(Kind::Other(Vec::new()), at),
            },
        }
    }
}

fn property(key: Key, written: &PropertyKey<'_>, value: PatternId) -> PatternProperty {
    match key {
        Key::Named(name, name_at) => PatternProperty {
            name: Some(name),
            computed: None,
            name_at,
            value,
        },
        Key::Computed(computed) => PatternProperty {
            name: None,
            computed: Some(computed),
            name_at: written.span().into(),
            value,
        },
    }
}
