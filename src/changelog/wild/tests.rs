use std::fmt::Write as _;

use crate::changelog::wild::source::{LONGEST_TEXT, Source};
use crate::changelog::wild::{Wild, WildStream, read, read_source};
use crate::domain::entry::is_valid_id;
use crate::domain::problem::Severity;
use crate::domain::version::Scheme;

pub(super) fn ui() -> WildStream {
    WildStream {
        id: "ui".to_owned(),
        scheme: Scheme::Semver,
    }
}

#[test]
fn real_files() {
    let Some(list) = option_env!("WILD_FILES") else {
        return;
    };
    for f in list.split(':') {
        #[expect(clippy::disallowed_methods)]
        let t = std::fs::read_to_string(f).unwrap();
        let w = read(&t, f, &ui());
        let n: usize = w.releases.iter().map(|r| r.entries.len()).sum();
        let dated = w.releases.iter().filter(|r| r.date.is_some()).count();
        println!(
            "== {f}\n{} releases ({dated} dated), {n} entries, unreleased {:?}, unplaced {}, {:?} sum {}",
            w.releases.len(),
            w.unreleased.as_ref().map(|r| r.entries.len()),
            w.unplaced.len(),
            w.lines,
            w.lines.sum()
        );
        assert_eq!(w.lines.sum(), w.lines.total);
        assert_eq!(read_source(&Source::new(&t), f, &ui()).1, 0);
        for p in &w.problems {
            println!("{p}");
        }
        for u in &w.unplaced {
            println!(
                "U {}:{} [{}] {} | {:?}",
                u.at.line,
                u.at.column,
                u.heading.as_deref().unwrap_or(""),
                u.why,
                u.text.raw().chars().take(100).collect::<String>()
            );
        }
        if option_env!("WILD_FULL").is_some() {
            for r in &w.releases {
                println!(
                    "R {} {:?} {:?} {:?} {:?}",
                    r.place, r.date, r.state, r.title, r.description
                );
                for e in &r.entries {
                    println!(
                        "  {} {}{} {:?}",
                        e.id,
                        e.kind,
                        if e.breaking { "!" } else { "" },
                        e.text.raw()
                    );
                }
            }
        }
    }
}
