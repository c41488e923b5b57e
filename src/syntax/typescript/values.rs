//! Literals and names of members, as the model writes them.

use oxc_ast::ast::UnaryOperator;
use oxc_ast::ast::{Expression, PropertyKey, TemplateElement, UnaryExpression};

use crate::domain::surface::types::Type;

/// A text in double quotes, escaped as JSON is.
pub(in crate::syntax) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for one in text.chars() {
        match one {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// A number by its value: `0x10` and `16` are one.
pub(in crate::syntax) fn number(value: f64) -> String {
    value.to_string()
}

/// The text between a template's types, escapes resolved.
pub(in crate::syntax) fn template_text(element: &TemplateElement) -> String {
    element
        .value
        .cooked
        .as_ref()
        .unwrap_or(&element.value.raw)
        .to_string()
}

/// `-1`, `+1`, `-1n`.
pub(super) fn unary(expression: &UnaryExpression) -> Option<Type> {
    let sign = match expression.operator {
        UnaryOperator::UnaryNegation => "-",
        UnaryOperator::UnaryPlus => "",
        _ => return None,
    };
    match &expression.argument {
        Expression::NumericLiteral(one) => {
            Some(Type::Literal(format!("{sign}{}", number(one.value))))
        }
        Expression::BigIntLiteral(one) => Some(Type::Literal(format!("{sign}{}n", one.value))),
        _ => None,
    }
}

/// The literal type of a constant's value. Only what stands there is taken; nothing is computed.
pub(super) fn literal(expression: &Expression) -> Option<Type> {
    match expression {
        Expression::BooleanLiteral(one) => Some(Type::Literal(one.value.to_string())),
        Expression::NumericLiteral(one) => Some(Type::Literal(number(one.value))),
        Expression::BigIntLiteral(one) => Some(Type::Literal(format!("{}n", one.value))),
        Expression::StringLiteral(one) => Some(Type::Literal(quoted(&one.value))),
        Expression::TemplateLiteral(one) if one.expressions.is_empty() => {
            let text: String = one.quasis.iter().map(template_text).collect();
            Some(Type::Literal(quoted(&text)))
        }
        Expression::UnaryExpression(one) => unary(one),
        Expression::NullLiteral(_) => Some(Type::Keyword("null".to_owned())),
        _ => None,
    }
}

/// A name with dots in an expression: `A.B.C`. `None` for any other expression.
pub(super) fn path(expression: &Expression) -> Option<String> {
    let mut parts = Vec::new();
    let mut rest = expression;
    loop {
        match rest {
            Expression::Identifier(one) => {
                parts.push(one.name.as_str());
                break;
            }
            Expression::StaticMemberExpression(one) => {
                parts.push(one.property.name.as_str());
                rest = &one.object;
            }
            _ => return None,
        }
    }
    parts.reverse();
    Some(parts.join("."))
}

/// The name of a member: that of its property where it is known, `[key]` where only an expression gives it.
pub(super) fn key(key: &PropertyKey, text: &str) -> String {
    match key {
        PropertyKey::StaticIdentifier(one) => one.name.to_string(),
        PropertyKey::PrivateIdentifier(one) => format!("#{}", one.name),
        PropertyKey::StringLiteral(one) => one.value.to_string(),
        PropertyKey::NumericLiteral(one) => number(one.value),
        PropertyKey::TemplateLiteral(one) if one.expressions.is_empty() => {
            one.quasis.iter().map(template_text).collect()
        }
        _ => format!("[{text}]"),
    }
}
