//! Macros: their names, and what they are given.

use crate::domain::document::scan::Confidence;
use crate::domain::surface::paths::{Space, Thing};
use crate::scan::rust::scope::Def;
use crate::scan::rust::ty::Ty;
use crate::scan::rust::visit::Visit;
use crate::scan::uses::Site;
use crate::syntax::rust::code::{Macro, Path};

/// Macros of the standard library that give back a text.
const TEXTS: &[&str] = &[
    "format",
    "concat",
    "stringify",
    "env",
    "include_str",
    "file",
    "module_path",
];

/// Other macros of the standard library, and those that others made after them: what they are given is code that runs.
const STANDARD: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "dbg",
    "eprint",
    "eprintln",
    "format",
    "format_args",
    "matches",
    "panic",
    "print",
    "println",
    "thread_local",
    "todo",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
    "try",
    "assert_matches",
    "const_format",
    "lazy_static",
    "join",
    "pin",
    "ready",
    "cfg_if",
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "log",
    "bail",
    "ensure",
    "anyhow",
];

impl<'w> Visit<'_, 'w> {
    /// How sure it is that what a macro is given is code.
    pub(super) fn trust(&self, path: &Path) -> Confidence {
        let name = path.segments.last().map_or("", |one| &*one.name.text);
        let names: Vec<&str> = path.segments.iter().map(|one| &*one.name.text).collect();
        if STANDARD.contains(&name) || TEXTS.contains(&name) {
            return Confidence::High;
        }
        match self
            .world
            .resolve(self.node, &names, path.absolute, Space::Macro)
        {
            Some(found) if matches!(found.defs.last(), Some(Def::Own(_) | Def::Outside(_))) => {
                Confidence::High
            }
            _ if self.world.has_rules(name) => Confidence::High,
            _ => Confidence::Medium,
        }
    }

    /// Takes note of the name of a macro.
    pub(super) fn macro_path(&mut self, path: &Path) {
        let names: Vec<&str> = path.segments.iter().map(|one| &*one.name.text).collect();
        let found = self
            .world
            .resolve(self.node, &names, path.absolute, Space::Macro);
        if let Some(found) = found.filter(|found| found.defs.len() == names.len()) {
            let last = found.defs.last();
            if matches!(last, Some(Def::Outside(one)) if matches!(one.thing, Thing::Declaration { .. }))
            {
                self.defs(path, &found, Site::Name);
            }
        }
    }

    /// A macro that is called: what it is given, and what it is worth.
    pub(super) fn called(&mut self, call: &'w Macro, expected: &Ty) -> Ty {
        if call.path.segments.is_empty() {
            self.at_most(Confidence::Low, |visit| visit.inputs(&call.inputs));
            return Ty::Unknown;
        }
        self.macro_path(&call.path);
        let confidence = self.trust(&call.path);
        let name = call.path.segments.last().map_or("", |one| &*one.name.text);
        let mut worth = Vec::new();
        self.at_most(confidence, |visit| {
            for one in &call.inputs {
                worth.push(visit.input(one));
            }
        });
        match name {
            name if TEXTS.contains(&name) => self.world.made("string::String", Vec::new()),
            "vec" => {
                let of = worth.into_iter().find(Ty::is_known);
                let wanted = self.item_of(expected);
                self.world.made("vec::Vec", vec![of.unwrap_or(wanted)])
            }
            "dbg" | "pin" | "try" => worth.pop().unwrap_or_default(),
            "matches" => self.world.made("primitive::bool", Vec::new()),
            "panic" | "todo" | "unimplemented" | "unreachable" | "bail" => Ty::Never,
            name if STANDARD.contains(&name) => Ty::unit(),
            _ => Ty::Unknown,
        }
    }
}
