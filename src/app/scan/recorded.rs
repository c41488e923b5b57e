//! Every name of the record of the built-in platform, written where the platform takes it, is found.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;
use crate::app::history::Whereabouts;
use crate::domain::deprecation::SymbolKind;

const PACKAGE: &str = "npm:@twilio/flex-ui";

/// Names that are no names: the record describes in words what they are about, or no source can hold them.
const DESCRIBED: [&str; 5] = [
    "Flex UI Administrator section",
    "Queues View network connection notification",
    "legacy QueuesStats",
    "legacy dialpad",
    "selectedViewChanged",
];

/// Kinds that a source can name, and that no declaration has to show.
const KINDS: [SymbolKind; 10] = [
    SymbolKind::Action,
    SymbolKind::Event,
    SymbolKind::PayloadField,
    SymbolKind::Notification,
    SymbolKind::ComponentName,
    SymbolKind::StatePath,
    SymbolKind::StringTemplate,
    SymbolKind::ThemeToken,
    SymbolKind::ConfigKey,
    SymbolKind::CssClass,
];

const HEAD: &str = "import * as Flex from '@twilio/flex-ui';\n\
    import styled from '@emotion/styled';\n\
    const manager = Flex.Manager.getInstance();\n\
    const { Actions, Notifications, ChatOrchestrator } = Flex;\n\
    declare const state: Flex.FlexState;\n\
    declare const theme: Flex.Theme;\n";

/// The line that names a symbol as plugins do; `None` for kinds that are in no source of a plugin.
fn line(kind: SymbolKind, symbol: &str) -> Option<String> {
    let parts: Vec<&str> = symbol.split('.').collect();
    let (last, before) = parts.split_last()?;
    let nested = |inner: String| {
        before
            .iter()
            .rev()
            .fold(inner, |inner, key| format!("{{ '{key}': {inner} }}"))
    };
    Some(match kind {
        SymbolKind::Action => format!("Actions.invokeAction('{symbol}');"),
        SymbolKind::PayloadField => {
            format!(
                "Actions.invokeAction('{}', {{ {last}: 1 }});",
                before.join(".")
            )
        }
        SymbolKind::Notification => format!("Notifications.showNotification('{last}');"),
        SymbolKind::Event => match before.first().copied() {
            Some("Chat") => format!("manager.chatClient.on('{last}', () => {{}});"),
            Some("Device") => format!("manager.voiceClient.on('{last}', () => {{}});"),
            Some("state") => format!("{}.on('{last}', () => {{}});", before.join(".")),
            Some("ChatOrchestratorEvent") => {
                format!("ChatOrchestrator.setOrchestrations('completed', ['{last}']);")
            }
            _ => return None,
        },
        SymbolKind::ComponentName => match before.first().copied() {
            Some("AggregatedQueuesDataTiles") => {
                format!("Flex.QueuesStats.AggregatedQueuesDataTiles.Content.remove('{last}');")
            }
            Some(component) => format!("Flex.{component}.Content.remove('{last}');"),
            None => return None,
        },
        SymbolKind::StatePath => format!("state.{symbol};"),
        SymbolKind::StringTemplate => format!("manager.strings['{last}'];"),
        SymbolKind::CssClass => format!("styled.div`.{symbol} {{ color: red; }}`;"),
        SymbolKind::ConfigKey => {
            format!(
                "manager.updateConfig({});",
                nested(format!("{{ '{last}': 1 }}"))
            )
        }
        SymbolKind::ThemeToken => match before.first().copied() {
            Some("theme") => format!("{symbol};"),
            Some("Theme") => format!("theme.{last};"),
            Some(_) => format!("theme.{symbol};"),
            None if last.ends_with("Theme") => {
                format!("manager.updateConfig({{ colorTheme: {{ baseName: '{last}' }} }});")
            }
            None => {
                format!("manager.updateConfig({{ colorTheme: {{ colors: {{ {last}: '' }} }} }});")
            }
        },
        _ => return None,
    })
}

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn found(from: &str, names: &[(SymbolKind, String)]) -> BTreeSet<(SymbolKind, String)> {
    let system = System::made("2026-06-15T00:00:00Z", &[], Path::new("/"));
    let scratch = system.scratch().unwrap();
    let lines: Vec<String> = names
        .iter()
        .filter_map(|(kind, name)| line(*kind, name))
        .collect();
    let source = format!("{HEAD}{}\n", lines.join("\n"));
    std::fs::write(scratch.path().join("a.tsx"), &source).unwrap();
    let system = System::made("2026-06-15T00:00:00Z", &[], scratch.path());
    let history = History::open(&system, &Whereabouts::default()).unwrap();
    let request = ScanRequest {
        paths: vec![".".into()],
        packages: vec![PACKAGE.to_owned()],
        from: Some(from.to_owned()),
        to: Some("2.17.1".to_owned()),
        min_confidence: Some(Confidence::Low),
        only: Vec::new(),
        fail_on: None,
        baseline: None,
        update_baseline: false,
        changed_since: None,
        conventions: None,
        show_unresolved: false,
        cache: false,
        upgrade: None,
    };
    let silent = crate::cancel::Silent::default();
    let document = scan(&system, &history, &request, &silent).unwrap();
    assert_eq!(document.plugins[0].unreadable, []);
    let wanted = names.iter().filter(|(kind, name)| {
        let Some(written) = line(*kind, name) else {
            return false;
        };
        // By its place: a declared name may be told as what it is declared as.
        document.findings().any(|(_, one)| {
            let line = source.lines().nth(one.start.line as usize - 1);
            let last = name.rsplit('.').next();
            let there = one.excerpt.as_ref().map(|excerpt| {
                excerpt
                    .text
                    .chars()
                    .skip(excerpt.start)
                    .take(excerpt.length)
                    .collect::<String>()
            });
            line == Some(&written) && there.as_deref() == last
        })
    });
    wanted.cloned().collect()
}

#[test]
fn every_name_of_the_record_is_found_where_it_is_taken() {
    let system = System::made("2026-06-15T00:00:00Z", &[], Path::new("/"));
    let history = History::open(&system, &Whereabouts::default()).unwrap();
    let catalogue = Catalogue::open(&history).unwrap();
    let names: Vec<(SymbolKind, String)> = catalogue
        .recorded(PACKAGE)
        .into_iter()
        .filter(|(kind, _)| KINDS.contains(kind))
        .flat_map(|(kind, names)| names.into_iter().map(move |name| (kind, name)))
        .filter(|(_, name)| !DESCRIBED.contains(&name.as_str()))
        .collect();
    assert!(names.len() > 140, "{}", names.len());
    // What is declared is looked for in a version that has it.
    let all = ["1.14.1", "1.34.6", "2.1.1", "2.9.0", "2.14.0"]
        .iter()
        .flat_map(|from| found(from, &names))
        .collect::<BTreeSet<_>>();
    let missed: Vec<&(SymbolKind, String)> =
        names.iter().filter(|name| !all.contains(name)).collect();
    assert_eq!(missed, Vec::<&(SymbolKind, String)>::new());
}
