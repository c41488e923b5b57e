//! The life of a symbol as a small timeline.

use std::io::{self, Write};

use crate::domain::api::life::EventKind;
use crate::domain::document::api::LifeDocument;
use crate::report::text::{Width, columns, padded, role, styled, wrapped};
use crate::report::words;

use super::{age, line};

/// Writes the life of a symbol.
pub fn write(document: &LifeDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let life = &document.life;
    let title = format!("{}, {} of {}", life.symbol, life.kind, document.package);
    wrapped(out, width, "", "  ", &styled(role::TITLE, &line(&title)))?;
    let mut where_it_is = Vec::new();
    where_it_is.extend(
        life.declared_by
            .as_ref()
            .map(|by| format!("declared by {by}")),
    );
    if !life.root {
        where_it_is.push("only a deep import reaches it".to_owned());
    }
    if life.private {
        where_it_is.push("marked as not for others".to_owned());
    }
    if !where_it_is.is_empty() {
        wrapped(out, width, "  ", "    ", &line(&where_it_is.join(", ")))?;
    }
    events(document, out)?;
    types(document, width, out)?;
    notices(document, width, out)?;
    said(document, width, out)?;
    age(&document.age, width, out)
}

fn head(title: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", styled(role::TITLE, title))
}

fn events(document: &LifeDocument, out: &mut dyn Write) -> io::Result<()> {
    head("What the versions show", out)?;
    let life = &document.life;
    let whens: Vec<String> = life
        .events
        .iter()
        .map(|one| one.moment.to_string())
        .collect();
    let widest = whens.iter().map(|when| columns(when)).max().unwrap_or(0);
    for (event, when) in life.events.iter().zip(&whens) {
        let look = match event.kind {
            EventKind::Appeared | EventKind::Returned | EventKind::NoLongerDeprecated => role::GOOD,
            EventKind::Removed | EventKind::Hidden => role::BAD,
            EventKind::Deprecated | EventKind::SoftDeprecated | EventKind::Changed => role::CAUTION,
        };
        let word = styled(look, words::api::event(event.kind));
        writeln!(out, "  {}  {word}", padded(&line(when), widest))?;
    }
    let last = match &life.gone {
        Some(gone) => format!(
            "gone since {}, last seen in {}",
            gone.removed_in, life.last_seen
        ),
        None => format!("still there in {}", life.last_seen),
    };
    writeln!(out, "  {}", line(&last))?;
    if let Some(remnant) = &document.remnant {
        writeln!(out, "  a deep import still reaches {}", line(remnant))?;
    }
    Ok(())
}

fn types(document: &LifeDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.types.is_empty() {
        return Ok(());
    }
    head("Its type", out)?;
    for span in &document.types {
        let when = if span.from == span.to {
            span.from.clone()
        } else {
            format!("{} to {}", span.from, span.to)
        };
        wrapped(out, width, "  ", "    ", &styled(role::DIM, &line(&when)))?;
        let signature = if span.signature.is_empty() {
            "not stated"
        } else {
            &span.signature
        };
        wrapped(out, width, "    ", "      ", &line(signature))?;
    }
    Ok(())
}

fn notices(document: &LifeDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let life = &document.life;
    if life.deprecated.is_none() && life.soft.is_none() {
        return Ok(());
    }
    head("What its authors say", out)?;
    for (declared, is_soft) in [(&life.deprecated, false), (&life.soft, true)] {
        let Some(declared) = declared else { continue };
        let mut text = words::api::declared(declared, is_soft);
        text = format!("{text} ({})", words::api::source(declared.notice.source));
        if let Some(removal) = &declared.notice.removal {
            text = format!("{text}, to go in {removal}");
        }
        wrapped(out, width, "  ", "    ", &line(&text))?;
    }
    for one in &document.replacements {
        let text = format!("instead: {}", words::api::replacement(one));
        wrapped(out, width, "  ", "    ", &line(&text))?;
    }
    if document.replacements.is_empty() {
        writeln!(out, "  no replacement is named")?;
    }
    Ok(())
}

fn said(document: &LifeDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.said.is_empty() {
        return Ok(());
    }
    head("What the change log says", out)?;
    for (entry, release, says) in &document.said {
        let text = format!("{release}: {says} ({entry})");
        wrapped(out, width, "  ", "    ", &line(&text))?;
    }
    Ok(())
}
