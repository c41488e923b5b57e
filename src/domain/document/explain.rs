//! What `explain` answers.

use crate::domain::date::Date;
use crate::domain::document::api::LifeDocument;
use crate::domain::document::deprecations::SymbolState;
use crate::domain::lint::LintRule;
use crate::domain::markdown::Block;
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
    /// What a problem of a lint rule means, with its page laid out.
    LintRule {
        as_of: Date,
        rule: LintRule,
        page: Vec<Block>,
    },
}
