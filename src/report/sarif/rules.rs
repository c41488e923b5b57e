//! The rules as descriptors. All stand in every run, used or not, so that an index is the same everywhere.

use crate::domain::rule::{Rule, RulePage};
use crate::report::words::scan::Level;

use super::log::{Configuration, Description, Descriptor, Help, RuleProperties};

/// Every rule, in the order of its words.
pub(super) fn all() -> Vec<Descriptor> {
    Rule::ALL.iter().map(|rule| descriptor(*rule)).collect()
}

/// Where [`all`] has a rule.
pub(super) fn index(rule: Rule) -> usize {
    rule as usize
}

/// SARIF's word for a level.
pub(super) fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn descriptor(rule: Rule) -> Descriptor {
    let page = rule.page();
    let level = level(rule);
    Descriptor {
        id: rule.as_str(),
        name: Some(name_of(rule.as_str())),
        short_description: Description::new(page.title),
        full_description: Description::new(page.means),
        help: Some(help(&page)),
        default_configuration: Some(Configuration { level: word(level) }),
        properties: Some(RuleProperties {
            precision: precision(rule),
            severity: match level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Note => "recommendation",
            },
            tags: vec!["api", "deprecation", "maintainability", "upgrade"],
        }),
    }
}

/// `RemovedApi`: hosts take a name without blanks.
pub(super) fn name_of(id: &str) -> String {
    id.split('-')
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        })
        .collect()
}

/// What a result of the rule is unless its status says otherwise.
fn level(rule: Rule) -> Level {
    match rule {
        Rule::RemovedApi
        | Rule::MovedApi
        | Rule::ChangedApi
        | Rule::OverdueApi
        | Rule::DependencyRange => Level::Error,
        Rule::ScheduledRemoval | Rule::DeprecatedApi | Rule::DeepImport | Rule::StringApi => {
            Level::Warning
        }
        Rule::SoftDeprecated => Level::Note,
    }
}

/// How often a result of the rule is right: a path that is written out is certain, a name within a text is not.
fn precision(rule: Rule) -> &'static str {
    match rule {
        Rule::DeepImport | Rule::DependencyRange => "very-high",
        Rule::StringApi | Rule::SoftDeprecated => "medium",
        _ => "high",
    }
}

fn help(page: &RulePage) -> Help {
    let RulePage {
        means,
        what_to_do,
        exit,
        next,
        ..
    } = *page;
    Help {
        text: format!("{means}\n\n{what_to_do}\n\n{exit}\n\nMore: {next}"),
        markdown: format!(
            "## What it means\n\n{means}\n\n## What to do\n\n{what_to_do}\n\n## The exit code\n\n{exit}\n\n## More\n\n`{next}`\n"
        ),
    }
}
