//! What the plugin's own macros by example declare, where they are called among items: what they come to is a file of its
//! own, which is part of the module that calls them.
//!
//! Which macro a call means is told by its name alone, so that of several of one name that of the same file counts, and else
//! none. Nobody can see a place in what a macro came to: its uses stand where the macro is defined and where it is called.

use rustc_hash::FxHashMap as HashMap;

use crate::scan::rust::File;
use crate::syntax::rust::code::{Code, ItemId, ItemKind, expanded};

/// How often what a macro came to may call macros again.
const DEEPEST: usize = 8;

/// Calls that are expanded in one plugin.
const MOST: usize = 5_000;

/// Expressions, types and items that all of them may come to.
const LARGEST: usize = 1_000_000;

/// What macros came to.
#[derive(Debug, Default)]
pub struct Made {
    /// How many files the plugin has; those that were made are behind them.
    pub from: usize,
    pub files: Vec<File>,
    /// The position of what a call came to, by the file and the item that it is.
    pub calls: HashMap<(usize, ItemId), usize>,
}

impl Made {
    /// Of a plugin in which no macro is expanded.
    pub fn nothing(files: &[File]) -> Self {
        Self {
            from: files.len(),
            ..Self::default()
        }
    }

    /// Expands what can be expanded. To be called on a deep stack.
    pub fn of(files: &[File]) -> Self {
        let rules = Rules::of(files);
        let mut made = Self::nothing(files);
        if rules.0.is_empty() {
            return made;
        }
        let mut size = 0;
        let mut open: Vec<(usize, usize)> = (0..files.len()).map(|file| (file, file)).collect();
        for _ in 0..DEEPEST {
            let mut next = Vec::new();
            for (file, written_in) in open {
                let calls = match files.get(file) {
                    Some(file) => rules.calls(&file.code, written_in),
                    None => rules.calls(&made.files[file - files.len()].code, written_in),
                };
                for (call, of, rules, given) in calls {
                    if made.files.len() >= MOST || size >= LARGEST {
                        return made;
                    }
                    let Some(code) = expanded(&rules, &given) else {
                        continue;
                    };
                    size += code.exprs.len() + code.types.len() + code.items.len();
                    let at = files.len() + made.files.len();
                    made.calls.insert((file, call), at);
                    made.files.push(File {
                        path: String::new(),
                        code,
                        is_test: files.get(written_in).is_some_and(|one| one.is_test),
                    });
                    next.push((at, of));
                }
            }
            if next.is_empty() {
                break;
            }
            open = next;
        }
        made
    }
}

/// The rules of the plugin's own macros, by name, with the files that define them.
struct Rules<'f>(HashMap<&'f str, Vec<(usize, &'f str)>>);

/// A call: the item, the file whose macros it means, the rules, and what they are given.
type Call = (ItemId, usize, String, String);

impl<'f> Rules<'f> {
    fn of(files: &'f [File]) -> Self {
        let mut all: HashMap<&str, Vec<(usize, &str)>> = HashMap::default();
        for (at, file) in files.iter().enumerate() {
            for item in &file.code.items {
                if let ItemKind::Rules(_, rules) = &item.kind
                    && !rules.is_empty()
                {
                    all.entry(&item.name.text).or_default().push((at, rules));
                }
            }
        }
        Self(all)
    }

    /// The rules that a name means in a file.
    fn get(&self, name: &str, file: usize) -> Option<(usize, &'f str)> {
        let all = self.0.get(name)?;
        let mut own = all.iter().filter(|(at, _)| *at == file);
        match (&all[..], own.next(), own.next()) {
            ([only], ..) => Some(*only),
            (_, Some(own), None) => Some(*own),
            _ => None,
        }
    }

    fn calls(&self, code: &Code, file: usize) -> Vec<Call> {
        let items = code.items.iter().enumerate();
        let call = |(at, item): (usize, &crate::syntax::rust::code::Item)| {
            let ItemKind::Macro(call, given) = &item.kind else {
                return None;
            };
            let name = call.path.segments.last()?;
            let (of, rules) = self.get(&name.name.text, file)?;
            let id = ItemId(u32::try_from(at).ok()?);
            Some((id, of, rules.to_owned(), String::from(&**given)))
        };
        items.filter_map(call).collect()
    }
}
