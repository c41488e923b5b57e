//! An answer of `impact` with every part, for the tests of its writers.

use crate::domain::date::{Date, DateKind};
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::document::evidence::{Beside, BesideSymbol, Shows};
use crate::domain::document::fleet::PluginImpact;
use crate::domain::document::impact::{
    ApiCounts, Asked, Effort, Ends, FeatureMove, ImpactDocument, Item, ItemKind, Phase, Reason,
    SettingMove, Stop, SymbolFacts, Touched, VersionImpact,
};
use crate::domain::document::notes::{Coverage, Excluded};
use crate::domain::document::scan::{Confidence, ScannedPlugin};
use crate::domain::document::versions::{Bounds, EndSource, LineStatus, Status};
use crate::domain::entry::{AppliesTo, EntryKind, SettingValue};
use crate::domain::feature::{FeatureStage, Phase as RollOut};
use crate::domain::release::Stage;
use crate::domain::text::Untrusted;
use crate::report::scan_made;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "most of what is made is there, and need not be"
)]
fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn item(id: &str, kind: ItemKind, phase: Phase, reason: Reason) -> Item {
    Item {
        id: id.to_owned(),
        kind,
        phase,
        reason,
        title: Untrusted::from(format!("What {id} is")),
        release: some("ui/2.0.0"),
        entry_kind: None,
        breaking: false,
        symbol: None,
        action: None,
        findings: 0,
        plugins: 0,
        why: format!("Why it is {reason}."),
    }
}

fn symbol(facts: SymbolFacts, phase: Phase, reason: Reason) -> Item {
    let kind = if facts.kind == SymbolKind::NpmDependency {
        ItemKind::Dependency
    } else {
        ItemKind::Symbol
    };
    let mut item = item(
        &format!("{}:{}", facts.kind, facts.symbol),
        kind,
        phase,
        reason,
    );
    item.title = Untrusted::from(facts.symbol.as_str());
    item.symbol = Some(facts);
    item
}

/// One symbol for each reason, status and kind; together they have every word.
fn symbols() -> Vec<Item> {
    let phases = [Phase::Before, Phase::During, Phase::After, Phase::News];
    let mut items = Vec::new();
    for (index, reason) in Reason::ALL.iter().enumerate() {
        let status = SymbolStatus::ALL[index % SymbolStatus::ALL.len()];
        let name = format!("Made.by{index}");
        let mut facts = SymbolFacts::new(&name, SymbolKind::Member, status);
        facts.was = (index % 2 == 0).then(|| SymbolStatus::ALL[index % SymbolStatus::ALL.len()]);
        facts.effort = Effort::ALL[index % Effort::ALL.len()];
        facts.replacement = (facts.effort != Effort::None).then(|| format!("Other.by{index}"));
        facts.replacement_since = facts.replacement.as_ref().map(|_| "1.9.0".to_owned());
        items.push(symbol(facts, phases[index % 4], *reason));
    }
    for kind in SymbolKind::ALL {
        let mut facts = SymbolFacts::new(format!("of-{kind}"), *kind, SymbolStatus::Removed);
        facts.gone = some("after 1.9.0, by 2.0.0");
        items.push(symbol(facts, Phase::During, Reason::NoReplacement));
    }
    items
}

fn line(line: &str, status: Status) -> LineStatus {
    let bounds = Bounds {
        not_before: Some(day("2020-01-01")),
        no_later_than: Some(day("2020-12-31")),
    };
    LineStatus {
        line: line.parse().unwrap(),
        latest: crate::domain::version::Version::parse_any(&format!("{line}.0")).unwrap(),
        released: Some(day("2020-06-01")),
        date_kind: Some(DateKind::Exact),
        status,
        superseded_on: Some(day("2021-01-01")),
        end_of_life: Some(day("2021-07-31")),
        end_of_life_source: Some(EndSource::Published),
        computed_end_of_life: Some(day("2021-07-31")),
        hosted: Some(true),
        computed_unrounded: Some(day("2021-07-01")),
        superseded_by: None,
        latest_released: Some(day("2020-06-01")),
        end_of_life_bounds: Some(bounds),
        reason: some("because"),
        superseded_patches: Vec::new(),
        released_bounds: Some(bounds),
        superseded_bounds: Some(bounds),
    }
}

/// A line of which next to nothing is known.
fn unknown(name: &str) -> LineStatus {
    let bounds = Bounds {
        not_before: None,
        no_later_than: None,
    };
    LineStatus {
        latest_released: None,
        hosted: None,
        end_of_life_bounds: Some(bounds),
        ..line(name, Status::Unknown)
    }
}

fn settings() -> Vec<SettingMove> {
    let known = |value: i64| SettingValue::Known(serde_json::json!(value));
    let touched = |old: SettingValue, new: SettingValue| Touched {
        entry: "limit-raised".to_owned(),
        release: "service/2020-02-01".to_owned(),
        old,
        new,
    };
    let mut settings = vec![SettingMove {
        id: "made.limit".to_owned(),
        name: Some("Limit".into()),
        unit: Some("seconds".into()),
        from: known(30),
        to: known(30),
        applies_to: Some(AppliesTo::All),
        automatic: Some(true),
        is_back: true,
        touched: vec![touched(known(30), known(60)), touched(known(60), known(30))],
    }];
    for whom in AppliesTo::ALL {
        settings.push(SettingMove {
            id: format!("made.for-{whom}"),
            name: None,
            unit: None,
            from: SettingValue::Unknown,
            to: known(1),
            applies_to: Some(*whom),
            automatic: (*whom != AppliesTo::All).then_some(false),
            is_back: false,
            touched: vec![touched(SettingValue::Unknown, known(1))],
        });
    }
    settings.push(SettingMove {
        applies_to: None,
        automatic: None,
        id: "made.for-nobody-said".to_owned(),
        ..settings[1].clone()
    });
    settings
}

fn features() -> Vec<FeatureMove> {
    let mut features = Vec::new();
    for (index, stage) in FeatureStage::ALL.iter().enumerate() {
        features.push(FeatureMove {
            id: format!("made-{stage}"),
            name: Untrusted::from(format!("Made {stage}")),
            from: (index > 0).then(|| FeatureStage::ALL[index - 1]),
            to: Some(*stage),
            phase: Some(RollOut::ALL[index % RollOut::ALL.len()]),
            moved_in: vec!["ui/2.0.0".to_owned(), "2020-02-01".to_owned()],
        });
    }
    features.push(FeatureMove {
        id: "made-last".to_owned(),
        name: "Made last".into(),
        from: Some(FeatureStage::Ended),
        to: None,
        phase: None,
        moved_in: Vec::new(),
    });
    features
}

fn versions() -> Vec<VersionImpact> {
    let row = |stream: &str, version: &str, stage| VersionImpact {
        stream: stream.to_owned(),
        version: version.to_owned(),
        date: Some(day("2020-06-01")),
        date_kind: Some(DateKind::Exact),
        stage,
        withdrawn: None,
        entries: 3,
        breaking: 1,
        removed_symbols: 2,
        findings: 4,
    };
    let mut rows: Vec<VersionImpact> = Stage::ALL
        .iter()
        .enumerate()
        .map(|(index, stage)| row("ui", &format!("2.{index}.0"), *stage))
        .collect();
    for (row, kind) in rows.iter_mut().zip(DateKind::ALL) {
        row.date_kind = Some(*kind);
    }
    rows[0].date = None;
    rows[0].date_kind = None;
    rows[1].withdrawn = Some("It **lost** calls.".into());
    rows.push(row("service", "2020-02-01", Stage::Ga));
    rows.push(row("service", "2020-03-01", Stage::Ga));
    rows
}

fn plugin(name: &str, owner: Option<&str>, scanned: ScannedPlugin) -> PluginImpact {
    let graded = (0..scanned.findings.len())
        .map(|index| {
            let version = (index % 2 == 0).then(|| "2.0.0".to_owned());
            (Effort::ALL[index % Effort::ALL.len()], version)
        })
        .collect();
    PluginImpact {
        name: name.to_owned(),
        owner: owner.map(str::to_owned),
        problem: None,
        graded,
        scanned: Some(scanned),
    }
}

/// With plugins, and with every part.
pub(super) fn all() -> ImpactDocument {
    let mut document = without_plugins();
    let scanned = scan_made::document().plugins;
    let mut plugins: Vec<PluginImpact> = scanned
        .into_iter()
        .enumerate()
        .map(|(index, one)| {
            let name = one.name.clone();
            let mut made = plugin(&name, (index == 0).then_some("the first team"), one);
            if let Some(scanned) = &mut made.scanned {
                scanned.unresolved_places = None;
                for finding in &mut scanned.findings {
                    finding.comes_with = some("2.0.0");
                }
            }
            made
        })
        .collect();
    plugins.push(PluginImpact {
        name: "plugins/\u{202e}gone".to_owned(),
        owner: None,
        scanned: None,
        problem: some("there is nothing at plugins/gone"),
        graded: Vec::new(),
    });
    document.plugins = Some(plugins);
    let beside = |symbol: &str, shows, ambiguous: bool| BesideSymbol {
        symbol: symbol.into(),
        findings: 2,
        plugins: 1,
        count: 120,
        first: (!ambiguous).then(|| day("2020-11-01")),
        last: (!ambiguous).then(|| day("2020-12-01")),
        ambiguous,
        shows,
    };
    document.evidence = Some(Beside {
        seen_only: vec![beside("Actions.on", Shows::Always, true)],
        found_and_seen: vec![beside("Actions.off", Shows::IfLogged, false)],
        never_seen: vec![beside("Actions.emit", Shows::NotKnown, false)],
    });
    document.without = vec!["Actions.replaceAction".to_owned()];
    document.asked = Asked {
        streams: vec!["service".to_owned()],
        audience: some("staff"),
        min_confidence: Some(Confidence::Medium),
    };
    document.incomplete = vec!["the plugins of part 2/2 are missing.".to_owned()];
    document
}

/// An item of every kind.
fn items() -> Vec<Item> {
    let mut items = symbols();
    for (index, kind) in EntryKind::ALL.iter().enumerate() {
        let phase = Phase::ALL[index % Phase::ALL.len()];
        let mut entry = item(
            &format!("made-{kind}"),
            ItemKind::Entry,
            phase,
            Reason::Breaking,
        );
        entry.entry_kind = Some(*kind);
        entry.breaking = index % 2 == 0;
        entry.title = Untrusted::from("Calls `held` are <b>kept</b> \u{1b}[31mred");
        entry.action = (index % 3 == 0).then(|| Untrusted::from("Use `hold`."));
        items.push(entry);
    }
    items.push(item(
        "made.limit",
        ItemKind::Setting,
        Phase::Before,
        Reason::Automatic,
    ));
    items.push(item(
        "made-ended",
        ItemKind::Feature,
        Phase::Before,
        Reason::Ends,
    ));
    let mut react = SymbolFacts::new("react", SymbolKind::NpmDependency, SymbolStatus::Changed);
    react.ranges = Some((some("^16.5.2"), some("^17.0.0")));
    react.effort = Effort::Rename;
    react.replacement = some("^17.0.0");
    items.push(symbol(react, Phase::During, Reason::RangesApart));
    let mut told = SymbolFacts::new(
        "Manager.chatClient",
        SymbolKind::Member,
        SymbolStatus::Overdue,
    );
    told.was = Some(SymbolStatus::Deprecated);
    told.removal = some("3.0.0");
    told.disputed = vec!["the guide says 2.0; the package has it".into()];
    told.entries = vec!["made-deprecated".to_owned()];
    let mut told = symbol(told, Phase::After, Reason::Overdue);
    told.findings = 3;
    told.plugins = 2;
    items.push(told);
    items.sort_by_key(|item| (item.phase, item.kind));
    items
}

/// The change log's side only.
pub(super) fn without_plugins() -> ImpactDocument {
    let items = items();
    ImpactDocument {
        as_of: day("2020-12-31"),
        platform: "Acme".into(),
        stream: "ui".to_owned(),
        stream_name: "UI".into(),
        package: some("npm:@acme/ui"),
        from: "1.9.0".to_owned(),
        to: "2.4.0".to_owned(),
        reverse: false,
        items,
        settings: settings(),
        features: features(),
        api: ApiCounts {
            removed: 40,
            moved: 3,
            changed: 2,
            deprecated: 5,
            deprecated_before: 6,
            added: 7,
            unjudged: 8,
            missing: some("no surface is known"),
        },
        per_version: versions(),
        ends: Ends {
            from: Some(line("1.9", Status::Maintained)),
            to: Some(line("2.4", Status::Supported)),
        },
        stops: vec![Stop {
            version: "2.1.0".to_owned(),
            why: "Here 2 symbols that go later and what replaces them are both there.".to_owned(),
            symbols: 2,
        }],
        plugins: None,
        evidence: None,
        without: Vec::new(),
        excluded: ["a", "b", "c", "d"]
            .map(|id| Excluded {
                id: id.to_owned(),
                why: "it was taken back".to_owned(),
            })
            .to_vec(),
        withheld: 2,
        remarks: vec!["2.1.0 on the way was withdrawn.".to_owned()],
        coverage: vec![Coverage {
            stream: "ui".to_owned(),
            name: "UI".into(),
            from: Some(day("2018-01-01")),
            until: Some(day("2020-12-01")),
            complete: Some(false),
            continued_at: Some("https://example.org/after".into()),
            note: Some("with gaps".into()),
        }],
        entries_in: 12,
        asked: Asked::default(),
        incomplete: Vec::new(),
        cancelled: false,
    }
}

/// The same version at both ends.
pub(super) fn nothing() -> ImpactDocument {
    ImpactDocument {
        to: "1.9.0".to_owned(),
        items: Vec::new(),
        settings: Vec::new(),
        features: Vec::new(),
        api: ApiCounts::default(),
        per_version: Vec::new(),
        ends: Ends {
            from: Some(unknown("1.9")),
            to: None,
        },
        stops: Vec::new(),
        excluded: Vec::new(),
        withheld: 0,
        remarks: Vec::new(),
        coverage: vec![Coverage {
            stream: "ui".to_owned(),
            name: "UI".into(),
            from: None,
            until: None,
            complete: None,
            continued_at: None,
            note: None,
        }],
        package: None,
        ..without_plugins()
    }
}
