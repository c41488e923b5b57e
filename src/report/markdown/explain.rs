//! A symbol or a rule, told in sentences, as a page for GitHub.

use std::io::{self, Write};

use crate::domain::document::api::LifeDocument;
use crate::domain::document::deprecations::SymbolState;
use crate::domain::document::explain::ExplainDocument;
use crate::domain::rule::Rule;
use crate::report::markdown::api::age;
use crate::report::markdown::table::{self, code, list, text};
use crate::report::words;

/// Writes the answer of `explain`: a heading, the sentences, the commands that tell more, and of a symbol the age of the data.
pub fn write(document: &ExplainDocument, out: &mut dyn Write) -> io::Result<()> {
    match document {
        ExplainDocument::Symbol { life, state } => symbol(life, state.as_deref(), out),
        ExplainDocument::Rule { rule, .. } => self::rule(*rule, out),
        // Its page is Markdown, and forewarn's own.
        ExplainDocument::LintRule { rule, .. } => out.write_all(rule.page().as_bytes()),
    }
}

fn symbol(life: &LifeDocument, state: Option<&SymbolState>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", text(&life.life.symbol))?;
    list(&words::explain::sentences(life, state), out)?;
    next(&words::api::next(life), out)?;
    writeln!(out)?;
    age(&life.age, out)
}

fn rule(rule: Rule, out: &mut dyn Write) -> io::Result<()> {
    let page = rule.page();
    writeln!(out, "# {}: {}\n", rule.as_str(), page.title)?;
    // The page is forewarn's own text, in which options stand as code already.
    for paragraph in [page.means, page.what_to_do, page.exit] {
        writeln!(out, "{paragraph}\n")?;
    }
    next(&[page.next.to_owned()], out)
}

/// In a table, where a bar in a name can be escaped within code.
fn next(commands: &[String], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Vec<String>> = commands.iter().map(|command| vec![code(command)]).collect();
    table::write(&["What tells more"], &rows, out)
}
