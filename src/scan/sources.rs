//! The files of a plugin: read, parsed, and linked with each other.
//!
//! What cannot be read or parsed is listed; the others are read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::cancel::{Cancel, Progress};
use crate::domain::document::scan::{Point, Unreadable};
use crate::scan::Why;
use crate::scan::cache::hash;
use crate::scan::links;
use crate::scan::rust;
use crate::scan::script::world::{File, shared};
use crate::scan::text::{self, Kind, SourceFile};
use crate::scan::walk::Found;
use crate::syntax::on_deep_stacks;
use crate::syntax::rust::code;
use crate::syntax::script::places::Lines;
use crate::syntax::script::{Dialect, Script, read};
use crate::syntax::typescript::Arena;
use crate::system::System;

/// Files that are read at a time. What is said of each takes more room until it is sorted out, and there may be a million.
const RUN: usize = 1 << 14;

/// The bytes of a plugin's files, in their order; why there are none of some.
pub struct Contents(Vec<Result<Vec<u8>, Box<Unreadable>>>);

impl Contents {
    /// Reads the files side by side. If the work is cancelled, there are none.
    pub fn read(system: &System, found: &Found, cancel: &Cancel) -> Self {
        let read = |source| {
            let is_wanted = !cancel.is_raised();
            is_wanted.then(|| text::bytes(system, &found.folder, source).map_err(Box::new))
        };
        let all: Option<Vec<_>> = found.files.par_iter().map(read).collect();
        Self(all.unwrap_or_default())
    }

    /// The files with a hash of each; `None` if one could not be read.
    pub fn hashes<'f>(&self, found: &'f Found) -> Option<Vec<(&'f SourceFile, [u8; 32])>> {
        if self.0.len() != found.files.len() {
            return None;
        }
        let files = found.files.par_iter().zip(&self.0);
        files
            .map(|(file, bytes)| Some((file, hash(bytes.as_ref().ok()?))))
            .collect()
    }

    /// The text of one file, by its position.
    pub fn text(&self, found: &Found, file: usize) -> Option<String> {
        let bytes = self.0.get(file)?.as_ref().ok()?;
        let text = text::of(found.files.get(file)?, bytes.clone());
        text.ok().map(|text| text.text)
    }
}

/// What was read of a plugin.
pub struct Sources {
    /// By path.
    pub files: Vec<File>,
    /// The text of each file.
    pub texts: Vec<String>,
    /// Of a plugin in Rust what each file holds; else empty.
    pub rust: Vec<rust::File>,
    pub unreadable: Vec<Unreadable>,
    /// By the position of the file among those that were found. What a program wrote in JavaScript or TypeScript is not
    /// among them: it is read.
    pub passed_over: Vec<(usize, Why)>,
}

enum Outcome {
    Read(Box<File>, String, Option<Unreadable>),
    Rust(Box<rust::File>, String),
    PassedOver(Why),
    Unreadable(Unreadable),
}

impl Sources {
    /// Reads the files of a plugin side by side; each is a step of the progress.
    pub fn of(system: &System, found: &Found, contents: Contents, progress: &dyn Progress) -> Self {
        let telling = Mutex::new(());
        let work = |(source, bytes): (&SourceFile, _)| {
            if progress.cancel().is_raised() {
                return None;
            }
            let outcome = one(source, bytes);
            let _one_at_a_time = telling.lock();
            progress.step(&source.file);
            Some(outcome)
        };
        let mut sources = Self {
            files: Vec::with_capacity(found.files.len()),
            texts: Vec::with_capacity(found.files.len()),
            rust: Vec::new(),
            unreadable: Vec::new(),
            passed_over: Vec::new(),
        };
        let mut contents = contents.0.into_iter();
        for (run, files) in found.files.chunks(RUN).enumerate() {
            let contents: Vec<_> = contents.by_ref().take(files.len()).collect();
            let outcomes: Vec<_> =
                on_deep_stacks(|| files.par_iter().zip(contents).map(work).collect());
            for (index, outcome) in outcomes.into_iter().enumerate() {
                if let Some(outcome) = outcome {
                    sources.take(run * RUN + index, outcome);
                }
            }
        }
        if sources.rust.is_empty() {
            let problems = links::link(system, found, &mut sources.files);
            sources.unreadable.extend(problems);
        }
        sources
    }

    fn take(&mut self, index: usize, outcome: Outcome) {
        match outcome {
            Outcome::Read(file, text, problem) => {
                self.files.push(*file);
                self.texts.push(text);
                self.unreadable.extend(problem);
            }
            Outcome::Rust(file, text) => {
                self.files.push(common(&file));
                self.rust.push(*file);
                self.texts.push(text);
            }
            Outcome::PassedOver(why) => self.passed_over.push((index, why)),
            Outcome::Unreadable(problem) => self.unreadable.push(problem),
        }
    }

    /// The files with their texts of which something may be said: not those that a program wrote.
    pub fn told(&self) -> impl Iterator<Item = (&File, &String)> {
        let files = self.files.iter().zip(&self.texts);
        files.filter(|(file, _)| !file.is_generated)
    }

    /// Links the files of a plugin in Rust, for who asks what a change reaches: nothing else does.
    pub fn link_rust(&mut self, found: &Found) {
        let package = found.manifest.as_ref().and_then(|one| one.rust.clone());
        let links = rust::links::links(&self.rust, &package.unwrap_or_default());
        for (file, links) in self.files.iter_mut().zip(links) {
            file.links = links;
        }
    }

    /// Whether a file imports a module within a package.
    pub fn name_deep(&self, package: &str) -> bool {
        use crate::syntax::script::Exported;
        let is_deep = |specifier: &str| {
            specifier
                .strip_prefix(package)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        self.files.iter().any(|file| {
            let mut imports = file.script.imports.iter();
            let mut exports = file.script.exports.iter();
            imports.any(|one| is_deep(&one.specifier))
                || exports.any(|one| match &one.what {
                    Exported::From { specifier, .. } | Exported::All { specifier } => {
                        is_deep(specifier)
                    }
                    _ => false,
                })
        })
    }
}

fn one(source: &SourceFile, bytes: Result<Vec<u8>, Box<Unreadable>>) -> Outcome {
    thread_local! {
        // The arena of a thread is used for one file after another.
        static ARENA: RefCell<Arena> = RefCell::default();
    }
    let text = match bytes
        .map_err(|problem| *problem)
        .and_then(|bytes| text::of(source, bytes))
    {
        Ok(text) => text,
        Err(problem) => return Outcome::Unreadable(problem),
    };
    let is_generated = text.passed_over == Some(Why::Generated) && text.kind != Kind::Rust;
    if let Some(why) = text.passed_over.filter(|_| !is_generated) {
        return Outcome::PassedOver(why);
    }
    if text.kind == Kind::Rust {
        return one_of_rust(source, text.text);
    }
    let (mut script, problem) =
        ARENA.with_borrow_mut(|arena| read(&text.text, dialect(text.kind), arena));
    if is_generated {
        if problem.is_some() {
            return Outcome::PassedOver(Why::Generated);
        }
        script.comments.clear();
    }
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
        script: shared(script),
        links: BTreeMap::new(),
        is_test: source.test_code,
        is_generated,
    };
    Outcome::Read(Box::new(file), text.text, problem)
}

/// A file of Rust; one that does not parse is unreadable as a whole.
fn one_of_rust(source: &SourceFile, text: String) -> Outcome {
    match code::read(&text) {
        Ok(code) => {
            let file = rust::File {
                path: source.file.clone(),
                code,
                is_test: source.test_code,
            };
            Outcome::Rust(Box::new(file), text)
        }
        Err(problem) => Outcome::Unreadable(Unreadable {
            file: source.file.clone(),
            why: problem.why,
            at: problem.at.map(|at| {
                let (line, column) = Lines::characters(&text).place(at);
                Point { line, column }
            }),
        }),
    }
}

/// What answers need of every file.
fn common(file: &rust::File) -> File {
    File {
        path: file.path.clone(),
        script: shared(Script {
            comments: file.code.comments.clone(),
            ..Script::default()
        }),
        links: BTreeMap::new(),
        is_test: file.is_test,
        is_generated: false,
    }
}

const fn dialect(kind: Kind) -> Dialect {
    match kind {
        Kind::Ts | Kind::Mts | Kind::Cts => Dialect::TypeScript,
        Kind::Tsx => Dialect::Tsx,
        _ => Dialect::JavaScript,
    }
}
