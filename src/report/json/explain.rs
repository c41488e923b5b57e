//! `forewarn/explain/v1`: a symbol or a rule, told in sentences.
//!
//! v1: `about` is `symbol` or `rule`. Of a symbol `history` is what `api history` answers; of a rule it is null.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::document::api::LifeDocument;
use crate::domain::document::deprecations::{RemovalSource, SymbolState};
use crate::domain::document::explain::ExplainDocument;
use crate::domain::lint::LintRule;
use crate::domain::problem::Severity;
use crate::domain::rule::Rule;
use crate::report::json::api::{HistoryV1, life};
use crate::report::words;

pub const SCHEMA: &str = "forewarn/explain/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    as_of: Date,
    about: &'static str,
    name: &'a str,
    title: Option<&'a str>,
    sentences: Vec<String>,
    what_to_do: Option<&'a str>,
    exit: Option<&'a str>,
    status: Option<&'static str>,
    removal: Option<String>,
    removal_source: Option<&'static str>,
    history: Option<HistoryV1<'a>>,
    next: Vec<String>,
}

/// Writes the answer of `explain`.
pub fn write(document: &ExplainDocument, out: &mut dyn Write) -> io::Result<()> {
    let answer = match document {
        ExplainDocument::Symbol { life, state } => symbol(life, state.as_deref()),
        ExplainDocument::Rule { as_of, rule } => self::rule(*as_of, *rule),
        ExplainDocument::LintRule { as_of, rule, .. } => lint_rule(*as_of, *rule),
    };
    super::write(&answer, out)
}

fn symbol<'a>(document: &'a LifeDocument, state: Option<&'a SymbolState>) -> Document<'a> {
    Document {
        schema: SCHEMA,
        as_of: document.as_of,
        about: "symbol",
        name: &document.life.symbol,
        title: None,
        sentences: words::explain::sentences(document, state),
        what_to_do: None,
        exit: None,
        status: state.map(|state| state.status.as_str()),
        removal: state
            .and_then(|state| state.removal.as_ref())
            .map(ToString::to_string),
        removal_source: state
            .and_then(|state| state.removal_source)
            .map(RemovalSource::as_str),
        history: Some(life(document)),
        next: words::api::next(document),
    }
}

fn rule(as_of: Date, rule: Rule) -> Document<'static> {
    let page = rule.page();
    Document {
        schema: SCHEMA,
        as_of,
        about: "rule",
        name: rule.as_str(),
        title: Some(page.title),
        sentences: vec![page.means.to_owned()],
        what_to_do: Some(page.what_to_do),
        exit: Some(page.exit),
        status: None,
        removal: None,
        removal_source: None,
        history: None,
        next: vec![page.next.to_owned()],
    }
}

fn lint_rule(as_of: Date, rule: LintRule) -> Document<'static> {
    Document {
        schema: SCHEMA,
        as_of,
        about: "rule",
        name: rule.as_str(),
        title: Some(rule.title()),
        sentences: [rule.section("What it finds"), rule.section("Why")]
            .map(str::to_owned)
            .to_vec(),
        what_to_do: Some(rule.section("What to do")),
        exit: Some(match rule.severity() {
            Severity::Error => {
                "It is an error: the exit code is 1 unless `--fail-on never` is given."
            }
            _ => "It is reported, and the exit code is 0. `--fail-on warning` makes it 1.",
        }),
        status: None,
        removal: None,
        removal_source: None,
        history: None,
        next: vec![format!("forewarn lint --rule {rule}")],
    }
}
