//! What `explain` answers.

use crate::domain::date::Date;
use crate::domain::document::api::LifeDocument;
use crate::domain::document::deprecations::SymbolState;
use crate::domain::rule::Rule;

/// The answer of `explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExplainDocument {
    /// The life of a symbol, and its state by the change log and the policy.
    Symbol {
        life: Box<LifeDocument>,
        state: Option<Box<SymbolState>>,
    },
    /// What a finding of a rule means.
    Rule { as_of: Date, rule: Rule },
}
