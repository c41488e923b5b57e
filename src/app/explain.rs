//! What a symbol or a rule is, told to somebody who met it in a finding.

use crate::app::api::life;
use crate::app::deprecations::{DeprecationsQuery, deprecations};
use crate::app::history::History;
use crate::changelog::markdown;
use crate::domain::document::explain::ExplainDocument;
use crate::domain::lint::LintRule;
use crate::domain::rule::Rule;
use crate::domain::words::nearest;
use crate::error::Error;

/// The page of a rule, or the life of a symbol with its state by the change log and the policy.
///
/// # Errors
/// What is neither: the nearest are named.
pub fn explain(
    history: &History,
    package: Option<&str>,
    what: &str,
) -> Result<ExplainDocument, Error> {
    if let Ok(rule) = what.parse::<Rule>() {
        return Ok(ExplainDocument::Rule {
            as_of: history.as_of,
            rule,
        });
    }
    if let Ok(rule) = what.parse::<LintRule>() {
        return Ok(ExplainDocument::LintRule {
            as_of: history.as_of,
            rule,
            page: markdown::parse(rule.page()),
        });
    }
    let life = life(history, package, what).map_err(|error| {
        let near = nearest(what, Rule::WORDS.iter().chain(LintRule::WORDS).copied(), 2);
        // No symbol is written with a dash; whoever does means a rule.
        if near.is_empty() || !what.contains('-') {
            error
        } else {
            error.hint(format!("or the rule {}?", near.join(" or ")))
        }
    })?;
    let catalogue = deprecations(history, &DeprecationsQuery::default())?;
    let state = catalogue.symbols.into_iter().find(|state| {
        state.symbol.raw() == life.life.symbol && state.package.as_ref() == Some(&life.package)
    });
    Ok(ExplainDocument::Symbol {
        life: Box::new(life),
        state: state.map(Box::new),
    })
}
