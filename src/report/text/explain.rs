//! A symbol or a rule, told in sentences.

use std::io::{self, Write};

use crate::domain::document::api::LifeDocument;
use crate::domain::document::deprecations::SymbolState;
use crate::domain::document::explain::ExplainDocument;
use crate::domain::markdown::Block;
use crate::domain::rule::Rule;
use crate::report::text::api::{age, line};
use crate::report::text::{Width, blocks, role, styled, wrapped};
use crate::report::words;

/// Writes the answer of `explain`.
pub fn write(document: &ExplainDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    match document {
        ExplainDocument::Symbol { life, state } => symbol(life, state.as_deref(), width, out),
        ExplainDocument::Rule { rule, .. } => self::rule(*rule, width, out),
        ExplainDocument::LintRule { page, .. } => lint_rule(page, width, out),
    }
}

fn symbol(
    life: &LifeDocument,
    state: Option<&SymbolState>,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    wrapped(
        out,
        width,
        "",
        "  ",
        &styled(role::TITLE, &line(&life.life.symbol)),
    )?;
    for sentence in words::explain::sentences(life, state) {
        wrapped(out, width, "  ", "  ", &line(&sentence))?;
    }
    next(&words::api::next(life), out)?;
    age(&life.age, width, out)
}

fn rule(rule: Rule, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let page = rule.page();
    writeln!(
        out,
        "{}: {}",
        styled(role::TITLE, rule.as_str()),
        page.title
    )?;
    for text in [page.means, page.what_to_do, page.exit] {
        writeln!(out)?;
        wrapped(out, width, "  ", "  ", text)?;
    }
    next(&[page.next.to_owned()], out)
}

/// The page as it is written, a section after the other.
fn lint_rule(page: &[Block], width: Width, out: &mut dyn Write) -> io::Result<()> {
    for (idx, block) in page.iter().enumerate() {
        if idx > 0 {
            writeln!(out)?;
        }
        let indent = if matches!(block, Block::Heading { .. }) {
            ""
        } else {
            "  "
        };
        blocks(out, width, indent, indent, std::slice::from_ref(block))?;
    }
    Ok(())
}

fn next(commands: &[String], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    for command in commands {
        writeln!(out, "  {}", styled(role::COMMAND, &line(command)))?;
    }
    Ok(())
}
