//! What is said of API surfaces in the same words by every writer.
//!
//! Nothing here is neutralised: a writer does that with the whole line or cell, in the form that its output needs.

use crate::domain::api::diff::Bump;
use crate::domain::api::life::{Declared, EventKind, Moment};
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::api::{
    DiffDocument, DiffRow, LifeDocument, Replacement, ShowDocument, ShowRow, SurfaceAge,
};
use crate::domain::surface::notice::{Notice, Source, Strength};
use crate::domain::surface::{GapKind, Language};
use crate::report::text::counted;

/// How many versions are named before the rest is counted.
const NAMED: usize = 8;

pub(crate) const fn language(language: Language) -> &'static str {
    match language {
        Language::TypeScript => "typescript",
        Language::Rust => "rust",
    }
}

pub(crate) const fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Declared => "declared",
        Strength::Soft => "soft",
        Strength::Suspect => "suspect",
    }
}

pub(crate) const fn source(source: Source) -> &'static str {
    match source {
        Source::Tag => "tag",
        Source::Attribute => "attribute",
        Source::Inherited => "inherited",
        Source::Comment => "comment",
        Source::Prose => "prose",
        Source::Changelog => "changelog",
    }
}

pub(crate) const fn gap(kind: GapKind) -> &'static str {
    match kind {
        GapKind::NoTypes => "no-types",
        GapKind::Unreadable => "unreadable",
        GapKind::MissingModule => "missing-module",
        GapKind::MissingName => "missing-name",
        GapKind::MissingMember => "missing-member",
        GapKind::Unplaced => "unplaced",
    }
}

/// What happened, as a verb.
pub(crate) const fn event(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Appeared => "appeared",
        EventKind::Returned => "came back",
        EventKind::Removed => "removed",
        EventKind::Hidden => "hidden: only a deep import reaches it",
        EventKind::Deprecated => "declared deprecated",
        EventKind::SoftDeprecated => "called deprecated in prose",
        EventKind::NoLongerDeprecated => "no longer deprecated",
        EventKind::Changed => "its type changed",
    }
}

/// `since 2.0.0`, `since a version after 2.0.3, by 2.1.0`, `since 1.0.0 or before`.
pub(crate) fn since(moment: &Moment) -> String {
    match &moment.after {
        _ if moment.exact => format!("since {}", moment.by),
        Some(after) => format!("since a version after {after}, by {}", moment.by),
        None => format!("since {} or before", moment.by),
    }
}

/// `in 2.0.0`, `after 2.0.3, by 2.1.0`, `by 1.0.0`.
pub(crate) fn moment(moment: &Moment) -> String {
    if moment.exact {
        format!("in {moment}")
    } else {
        moment.to_string()
    }
}

/// `Manager.client, which exists since 2.0.0`, `Chat, which does not exist`.
pub(crate) fn replacement(replacement: &Replacement) -> String {
    let written = match &replacement.symbol {
        Some(symbol) if *symbol != replacement.written => {
            format!("{} ({symbol})", replacement.written)
        }
        _ => replacement.written.clone(),
    };
    let exists = match (&replacement.symbol, &replacement.since) {
        (Some(_), Some(moment)) => format!("exists {}", since(moment)),
        (Some(_), None) => "exists".to_owned(),
        (None, _) => "does not exist".to_owned(),
    };
    match &replacement.gone_after {
        Some(last) => format!("{written}, which {exists} and is gone after {last}"),
        None => format!("{written}, which {exists}"),
    }
}

/// `needs major, is a minor`.
pub(crate) fn bump(document: &DiffDocument) -> String {
    let made = match document.made {
        Bump::None => return "nothing: both ends are the same version".to_owned(),
        made => made,
    };
    let verdict = if document.needs <= document.made {
        ""
    } else if document.is_from_prerelease() {
        " (a pre-release promises nothing to its release)"
    } else {
        " (less than it needs)"
    };
    format!("needs {}, is a {made}{verdict}", document.needs)
}

/// What is said beside a symbol in a list: deprecated, soft, private, whose it is, under which condition.
pub(crate) fn marks(row: &ShowRow) -> Vec<String> {
    let mut marks = Vec::new();
    let first = |strength: Strength| {
        row.notices
            .iter()
            .find(|notice| notice.strength == strength)
            .and_then(|notice| notice.since.as_deref())
    };
    let with = |word: &str, since: Option<&str>| match since {
        Some(since) => format!("{word} {since}"),
        None => word.to_owned(),
    };
    if row.deprecated {
        marks.push(with("deprecated", first(Strength::Declared)));
    } else if row.partly {
        marks.push(with("partly deprecated", first(Strength::Declared)));
    } else if row.soft {
        marks.push(with("soft", first(Strength::Soft)));
    } else if !row.notices.is_empty() {
        marks.push("suspect".to_owned());
    }
    if row.private {
        marks.push("private".to_owned());
    }
    marks.extend(row.declared_by.as_ref().map(|by| format!("from {by}")));
    marks.extend(row.cfg.as_ref().map(|cfg| format!("cfg({cfg})")));
    marks
}

/// The strongest notice on a symbol.
pub(crate) fn strongest(row: &ShowRow) -> Option<&Notice> {
    row.notices.iter().min_by_key(|notice| notice.strength)
}

/// What goes, or comes, with a symbol: `12 members`, `through 3 others`.
pub(crate) fn company(row: &DiffRow) -> Vec<String> {
    let difference = &row.difference;
    let mut company = Vec::new();
    if difference.members > 0 {
        company.push(format!(
            "with {}",
            counted(difference.members, "member", "members")
        ));
    }
    if difference.through > 0 {
        company.push(format!(
            "also through {}",
            counted(difference.through, "other", "others")
        ));
    }
    company
}

/// `never deprecated`, `deprecated since 1.9.0, first seen in 2.0.0`.
pub(crate) fn warned(row: &DiffRow) -> String {
    if !row.ever_deprecated {
        return match &row.first_observed {
            Some(first) => format!(
                "only called deprecated in prose, first seen {}",
                moment(first)
            ),
            None => "never deprecated".to_owned(),
        };
    }
    let declared = row
        .declared_since
        .as_ref()
        .map_or_else(String::new, |since| format!(" since {since}"));
    let seen = row
        .first_observed
        .as_ref()
        .map_or_else(String::new, |first| {
            format!(", first seen {}", moment(first))
        });
    format!("deprecated{declared}{seen}")
}

/// Whether a change of type breaks code.
pub(crate) const fn breaking(breaking: Option<bool>) -> &'static str {
    match breaking {
        Some(true) => "breaks code",
        Some(false) => "breaks nothing",
        None => "not judged",
    }
}

/// The age and the completeness of the data, one sentence each.
pub(crate) fn age(age: &SurfaceAge) -> Vec<String> {
    let newest = age
        .newest_read
        .as_ref()
        .map_or_else(String::new, |newest| format!(", the newest {newest}"));
    let mut said = vec![format!(
        "Data: {}, {} read{newest}; {}.",
        age.package,
        counted(age.read, "version", "versions"),
        age.source
    )];
    if !age.unread.is_empty() {
        let (named, more) = age.unread.split_at(age.unread.len().min(NAMED));
        let more = match more.len() {
            0 => String::new(),
            count => format!(" and {count} more"),
        };
        said.push(format!(
            "Known from the change log only, without a surface: {}{more}.",
            named.join(", ")
        ));
    }
    said
}

/// What a surface holds, and what is missing of it, one sentence each.
pub(crate) fn surface(document: &ShowDocument) -> Vec<String> {
    let counts = &document.counts;
    let mut said = vec![format!(
        "{} {}: {}, {}, {} deprecated ({} with inherited ones), {} soft, {} only by a deep import.",
        document.age.package,
        document.version.version,
        counted(counts.exports, "export", "exports"),
        counted(counts.symbols, "symbol", "symbols"),
        counts.deprecated,
        counted(counts.deprecated_paths, "path", "paths"),
        counts.soft,
        counts.deep,
    )];
    said.push(format!(
        "{} in its declarations, {} in its members'; {} in places where they may not be meant.",
        counted(counts.tags, "tag", "tags"),
        counts.member_tags,
        counts.suspect,
    ));
    if !document.version.members.is_empty() {
        let members: Vec<String> = document
            .version
            .members
            .iter()
            .map(|(name, version)| match version {
                Some(version) => format!("{name} {version}"),
                None => format!("{name} (not to be had)"),
            })
            .collect();
        said.push(format!("With {}.", members.join(", ")));
    }
    if document.filtered > 0 {
        said.push(format!("{} left out by the filters.", document.filtered));
    }
    if !document.gaps.is_empty() {
        said.push(format!(
            "Incomplete: {} could not be read or resolved.",
            counted(document.gaps.len(), "thing", "things")
        ));
        said.extend(document.gaps.iter().take(NAMED).map(|one| {
            let line = if one.line == 0 {
                String::new()
            } else {
                format!(":{}", one.line)
            };
            format!("  {}{line}: {}: {}", one.at, gap(one.kind), one.message)
        }));
        if document.gaps.len() > NAMED {
            said.push(format!("  and {} more", document.gaps.len() - NAMED));
        }
    }
    said
}

/// `a member`, `an enum-member`.
pub(crate) fn a_kind(kind: SymbolKind) -> String {
    let word = kind.as_str();
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {word}")
}

/// How a symbol is deprecated: what the notice claims, when it was first seen, whether the two agree.
pub(crate) fn declared(declared: &Declared, is_soft: bool) -> String {
    let mut text = if is_soft {
        "only prose or a comment calls it deprecated".to_owned()
    } else if declared.partly {
        "some of its forms are deprecated".to_owned()
    } else {
        "deprecated".to_owned()
    };
    if let Some(since) = &declared.since {
        text = if is_soft {
            format!("{text}, since {since} by its own words")
        } else {
            format!("{text}, declared since {since}")
        };
    }
    text = format!("{text}, first seen {}", moment(&declared.first_observed));
    if declared.backdated {
        text.push_str(
            "; the notice is back-dated: versions after the one it names do not carry it",
        );
    }
    text
}

/// The commands that tell more of a symbol.
pub(crate) fn next(document: &LifeDocument) -> Vec<String> {
    let life = &document.life;
    let mut next = Vec::new();
    if let Some(gone) = &life.gone {
        next.push(format!(
            "forewarn api diff {}..{} --package {}",
            life.last_seen, gone.removed_in.by, document.package
        ));
    }
    next.push(format!(
        "forewarn api history {} --package {}",
        life.symbol, document.package
    ));
    let existing = document
        .replacements
        .iter()
        .find_map(|one| one.symbol.as_ref());
    if let Some(symbol) = existing {
        next.push(format!(
            "forewarn explain {symbol} --package {}",
            document.package
        ));
    }
    next
}
