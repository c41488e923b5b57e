//! Documents made for tests of writers: an odd one, a hostile one, a long one.

use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::document::notes::tests::blank;
use crate::domain::document::notes::{
    AnnouncedCorrection, Coverage, Cut, Excluded, NotesDocument, NotesEntry, NotesRelease, Span,
};
use crate::domain::entry::{Correction, Entry, EntryKind, SettingChange, SettingValue};
use crate::domain::markdown::{Block, Inline};
use crate::domain::release::{Place, State};
use crate::domain::text::Untrusted;
use crate::domain::version::Version;

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn release(version: &str, date: Option<&str>) -> NotesRelease {
    NotesRelease {
        stream: "app".to_owned(),
        stream_name: "App".into(),
        place: Place::Version(Version::parse_any(version).unwrap()),
        date: date.map(|date| Dated::exact(day(date))),
        ..blank()
    }
}

fn paragraph(text: &str) -> Vec<Block> {
    vec![Block::Paragraph(vec![Inline::Text(text.into())])]
}

fn entry(id: &str, kind: EntryKind, text: &str) -> NotesEntry {
    NotesEntry {
        entry: Entry::new(id, kind, text),
        blocks: paragraph(text),
        stands_in: None,
        first_in: None,
        takes_back: None,
    }
}

fn correction() -> Correction {
    Correction {
        former: "It is on.".into(),
        reason: Some("It was not".into()),
        date: None,
        announced_in: Some("app/1.1.0".to_owned()),
        sources: Vec::new(),
    }
}

fn document_of(releases: Vec<NotesRelease>) -> NotesDocument {
    let entries_in = releases.iter().map(|one| one.entries.len()).sum();
    NotesDocument {
        withheld: Vec::new(),
        audience: None,
        as_of: day("2026-06-15"),
        platform_id: "acme".to_owned(),
        platform: "Acme".into(),
        span: Span::default(),
        releases,
        excluded: Vec::new(),
        folded: 0,
        cut: None,
        remarks: Vec::new(),
        coverage: vec![Coverage {
            stream: "app".to_owned(),
            name: "App".into(),
            from: None,
            until: Some(day("2026-06-01")),
            complete: Some(false),
            continued_at: None,
            note: None,
        }],
        entries_in,
    }
}

/// Every part that notes can have.
pub(crate) fn document() -> NotesDocument {
    let mut fragment = release("9.9.9", None);
    fragment.place = Place::Unreleased("next".to_owned());
    fragment
        .entries
        .push(entry("later", EntryKind::Added, "What comes next."));

    let mut newer = release("1.1.0", Some("2024-05-01"));
    newer.title = Some("Spring".into());
    newer.summary = Some("A *short* summary.".into());
    newer.prereleases = vec!["1.1.0-beta.1".to_owned(), "1.1.0-rc.1".to_owned()];
    let mut breaking = entry("gone", EntryKind::Removed, "`old()` is gone.");
    breaking.entry.breaking = true;
    breaking.entry.impact = Some("Calls fail".into());
    breaking.entry.action = Some("Call `new()`".into());
    breaking.first_in = Some("app/1.1.0-beta.1".to_owned());
    let mut default = entry("limit", EntryKind::Default, "The limit is higher.");
    let mut setting = SettingChange::new("app.limit");
    setting.new = SettingValue::Known(20.into());
    default.entry.settings.push(setting);
    default.takes_back = Some("app/1.0.0".to_owned());
    let mut ported = entry("port", EntryKind::Fixed, "A back-port.");
    ported.stands_in = Some("app/0.9.0".to_owned());
    newer.entries = vec![
        breaking,
        ported,
        default,
        entry("known", EntryKind::KnownIssue, "It is slow."),
    ];
    newer.corrections.push(AnnouncedCorrection {
        entry: "start".to_owned(),
        release: "app/1.0.0".to_owned(),
        kind: EntryKind::Added,
        text: "It is off.".into(),
        blocks: paragraph("It is off."),
        correction: correction(),
    });

    let mut older = release("1.0.0", Some("2024-01-10"));
    older.date = Some(Dated {
        on: day("2024-01-10"),
        kind: DateKind::NoLaterThan,
    });
    older.state = State::Withdrawn;
    older.withdrawn = Some("it loses data".into());
    let mut start = entry("start", EntryKind::Added, "It is off.");
    start.entry.corrections.push(correction());
    older.entries.push(start);

    let undated = release("0.9.0", None);
    let mut document = document_of(vec![newer, older, fragment, undated]);
    document.excluded = vec![
        Excluded {
            id: "secret".to_owned(),
            why: "for partners, not for public".to_owned(),
        },
        Excluded {
            id: "undone".to_owned(),
            why: "taken back by `redone`".to_owned(),
        },
    ];
    document.folded = 1;
    document.remarks = vec!["No data before 2018.".to_owned()];
    document.cut = Some(Cut {
        max_chars: 500,
        releases: vec![("app/0.9.0".to_owned(), 3)],
        grave: 1,
        excluded: 2,
        whole: "forewarn notes".into(),
    });
    document
}

/// What would act in a page, a feed, a terminal or a parser if it were not made plain.
pub(crate) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "]]>",
    "-->",
    "--!>",
    "\u{0}\u{1b}[2J\u{7}\u{9b}31m",
    "\u{202e}desrever\u{2066}",
    "\u{fffe}\u{ffff}\u{feff}",
    "## [9.9.9] - 2020-01-01",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;&amp;\"'",
    "```\nopen",
    "[x]: javascript:alert(1)",
];

/// Hostile words in every place that text from outside can stand.
pub(crate) fn hostile() -> NotesDocument {
    let all: Untrusted = HOSTILE.join(" ").into();
    let mut one = release("1.0.0", Some("2024-01-10"));
    one.stream_name = all.clone();
    one.title = Some(all.clone());
    one.summary = Some(all.clone());
    one.withdrawn = Some(all.clone());
    one.state = State::Withdrawn;
    one.description = Some(all.clone());
    one.description_blocks = vec![Block::Html(all.clone())];
    one.unplaced = vec![(Some(all.clone()), all.clone())];
    for (idx, text) in HOSTILE.iter().enumerate() {
        let mut made = entry(&format!("e{idx}"), EntryKind::Changed, text);
        made.entry.breaking = idx % 2 == 0;
        made.entry.impact = Some(all.clone());
        made.entry.sources = vec![all.clone()];
        made.blocks = vec![
            Block::Html((*text).into()),
            Block::Paragraph(vec![
                Inline::Html((*text).into()),
                Inline::Link {
                    target: "javascript:alert(1)".into(),
                    text: vec![Inline::Text((*text).into())],
                },
                Inline::Image {
                    target: "https://example.org/spy.png".into(),
                    alt: vec![Inline::Code((*text).into())],
                },
            ]),
            Block::Code {
                language: Some((*text).into()),
                text: (*text).into(),
            },
        ];
        one.entries.push(made);
    }
    let huge = "w".repeat(5000);
    one.entries
        .push(entry("huge", EntryKind::Added, huge.as_str()));
    let mut deep = Block::Paragraph(vec![Inline::Text("deepest".into())]);
    for _ in 0..60 {
        deep = Block::List {
            start: None,
            items: vec![vec![deep]],
        };
    }
    let mut nested = entry("deep", EntryKind::Added, "deep");
    nested.blocks = vec![deep];
    one.entries.push(nested);
    one.entries.push(entry("empty", EntryKind::Added, ""));
    let mut document = document_of(vec![one]);
    document.platform = all;
    document.remarks = vec![HOSTILE.join(" ")];
    document.excluded = vec![Excluded {
        id: HOSTILE.join(" "),
        why: HOSTILE.join(" "),
    }];
    document
}

/// 500 releases of `per_release` entries each.
pub(crate) fn long(per_release: usize) -> NotesDocument {
    let releases = (0..500u32)
        .map(|number| {
            let mut one = release(&format!("{}.{}.0", number / 50, number % 50), None);
            let on = day("2010-01-01").plus_days(i32::try_from(number * 7).unwrap());
            one.date = Some(Dated::exact(on));
            one.entries = (0..per_release)
                .map(|idx| {
                    let kind = EntryKind::ALL[idx % EntryKind::ALL.len()];
                    entry(
                        &format!("e-{number}-{idx}"),
                        kind,
                        "The `Component` keeps its state when it is taken out and put back again.",
                    )
                })
                .collect();
            one
        })
        .rev()
        .collect();
    document_of(releases)
}
