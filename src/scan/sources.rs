//! The files of a plugin: read, parsed, and linked with each other.
//!
//! What cannot be read or parsed is listed; the others are read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::cancel::Progress;
use crate::domain::document::scan::{Point, Unreadable};
use crate::scan::Why;
use crate::scan::links;
use crate::scan::script::world::File;
use crate::scan::text::{self, Kind, SourceFile};
use crate::scan::walk::Found;
use crate::syntax::on_deep_stacks;
use crate::syntax::script::places::Lines;
use crate::syntax::script::{Dialect, read};
use crate::syntax::typescript::Arena;
use crate::system::System;

/// What was read of a plugin.
pub struct Sources {
    /// By path.
    pub files: Vec<File>,
    /// The text of each file.
    pub texts: Vec<String>,
    pub unreadable: Vec<Unreadable>,
    pub passed_over: Vec<Why>,
}

enum Outcome {
    Read(Box<File>, String, Option<Unreadable>),
    PassedOver(Why),
    Unreadable(Unreadable),
}

impl Sources {
    /// Reads the files of a plugin side by side; each is a step of the progress.
    pub fn read(system: &System, found: &Found, progress: &dyn Progress) -> Self {
        let telling = Mutex::new(());
        let work = || {
            found
                .files
                .par_iter()
                .filter(|_| !progress.cancel().is_raised())
                .map(|source| {
                    let outcome = one(system, source);
                    let _one_at_a_time = telling.lock();
                    progress.step(&source.file);
                    outcome
                })
                .collect::<Vec<_>>()
        };
        let outcomes = on_deep_stacks(work);
        let mut sources = Self {
            files: Vec::new(),
            texts: Vec::new(),
            unreadable: Vec::new(),
            passed_over: Vec::new(),
        };
        for outcome in outcomes {
            match outcome {
                Outcome::Read(file, text, problem) => {
                    sources.files.push(*file);
                    sources.texts.push(text);
                    sources.unreadable.extend(problem);
                }
                Outcome::PassedOver(why) => sources.passed_over.push(why),
                Outcome::Unreadable(problem) => sources.unreadable.push(problem),
            }
        }
        let problems = links::link(system, found, &mut sources.files);
        sources.unreadable.extend(problems);
        sources
    }
}

fn one(system: &System, source: &SourceFile) -> Outcome {
    thread_local! {
        // The arena of a thread is used for one file after another.
        static ARENA: RefCell<Arena> = RefCell::default();
    }
    let text = match text::text(system, source) {
        Ok(text) => text,
        Err(problem) => return Outcome::Unreadable(problem),
    };
    if let Some(why) = text.passed_over {
        return Outcome::PassedOver(why);
    }
    let (script, problem) =
        ARENA.with_borrow_mut(|arena| read(&text.text, dialect(text.kind), arena));
    let problem = problem.map(|problem| Unreadable {
        file: source.file.clone(),
        why: problem.why,
        at: problem.at.map(|at| {
            let (line, column) = Lines::new(&text.text).place(at);
            Point { line, column }
        }),
    });
    let file = File {
        path: source.file.clone(),
        script,
        links: BTreeMap::new(),
        is_test: source.test_code,
    };
    Outcome::Read(Box::new(file), text.text, problem)
}

const fn dialect(kind: Kind) -> Dialect {
    match kind {
        Kind::Ts | Kind::Mts | Kind::Cts => Dialect::TypeScript,
        Kind::Tsx => Dialect::Tsx,
        _ => Dialect::JavaScript,
    }
}
