//! A fleet that is cancelled half-way: what was looked at is told, and that the rest was not.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::app::history::{History, Whereabouts};
use crate::app::impact::{ImpactQuery, Member, Plugins, PluginsQuery, impact};
use crate::cancel::{Cancel, Progress};
use crate::system::System;

const PLUGINS: usize = 8;

/// Raises the flag once so many steps were made.
struct After {
    steps: usize,
    made: AtomicUsize,
    cancel: Cancel,
}

impl Progress for After {
    fn start(&self, _what: &str, _total: usize) {}

    fn step(&self, _label: &str) {
        if self.made.fetch_add(1, Ordering::Relaxed) + 1 >= self.steps {
            self.cancel.raise();
        }
    }

    fn done(&self) {}

    fn cancel(&self) -> &Cancel {
        &self.cancel
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn a_cancelled_fleet_tells_what_was_looked_at() {
    let system = System::made("2026-06-15T00:00:00Z", &[], Path::new("/"));
    let scratch = system.scratch().unwrap();
    for number in 0..PLUGINS {
        let folder = scratch.path().join(format!("plugin-{number}"));
        std::fs::create_dir(&folder).unwrap();
        let manifest = format!(
            "{{\"name\": \"plugin-{number}\", \"version\": \"1.0.0\", \"dependencies\": {{\"@twilio/flex-ui\": \"1.34.6\"}}}}"
        );
        std::fs::write(folder.join("package.json"), manifest).unwrap();
        let source = "import { getBackgroundWithHoverCSS } from '@twilio/flex-ui';\ngetBackgroundWithHoverCSS();\n";
        std::fs::write(folder.join("a.ts"), source).unwrap();
    }
    let history = History::open(&system, &Whereabouts::default()).unwrap();
    let query = ImpactQuery {
        range: "1.34.6..2.0.2".to_owned(),
        streams: Vec::new(),
        audience: None,
        reverse: false,
        plugins: Some(Plugins::Look(PluginsQuery {
            members: vec![Member {
                name: None,
                owner: None,
                path: scratch.path().to_owned(),
            }],
            ..PluginsQuery::default()
        })),
    };
    let looked_at = |steps: usize| {
        let progress = After {
            steps,
            made: AtomicUsize::new(0),
            cancel: Cancel::default(),
        };
        let document = impact(&system, &history, &query, &progress).unwrap();
        let plugins = document.plugins.as_ref().unwrap().len();
        (plugins, document.cancelled, document.is_complete())
    };
    assert_eq!(looked_at(usize::MAX), (PLUGINS, false, true));
    let (plugins, cancelled, complete) = looked_at(3);
    assert!(plugins < PLUGINS, "{plugins}");
    assert!(cancelled && !complete);
    assert!(looked_at(0).1);
}
