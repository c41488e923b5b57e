//! The symbols of a surface, as users write them: one list, stable, in the order of their paths.
//!
//! A path is what a user writes from the package's root: an export by its exported name, a member as `Owner.member`. A
//! member that a container inherits is a symbol of the container too, because code that names it through the
//! container breaks when it goes; [`Symbol::declared_by`] then says whose it is. So a member keeps its path when the
//! declaration that it comes from is renamed or split. What only an import of a deeper module reaches begins with
//! that module: `src/state/Queues#QueueState`.

mod crates;
mod declarations;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::domain::deprecation::SymbolKind;
use crate::domain::surface::notice::{Notes, Notice, Strength};
use crate::domain::surface::{Language, Said, Surface};

/// All symbols of one version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Reachable from the package's root, by path.
    pub root: BTreeMap<String, Symbol>,
    /// Reachable only by importing a deeper module, by path. Members are listed where something is said of them.
    pub deep: BTreeMap<String, Symbol>,
}

/// One thing that users can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    pub kind: SymbolKind,
    /// Overloads, merged declarations, a static and an instance member of one name: each is a form. Never empty.
    pub forms: Vec<Form>,
    /// The symbol by whose name the declaration is listed, where that is another: the base that declares the member,
    /// or the same export under another name.
    pub declared_by: Option<String>,
    /// Of the export itself.
    pub notes: Notes,
}

/// One declaration of a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// `class`, `method`, `static getter`, `field` …; `foreign` for what another package declares.
    pub word: String,
    /// The declared type, as [`super::render`] writes it; of a class or an interface what it extends. `None` if not
    /// stated.
    pub ty: Option<String>,
    pub optional: bool,
    pub notes: Notes,
    /// The condition under which it exists.
    pub cfg: Option<String>,
    /// The module that declares it, the name of the declaration there, and the 1-based line.
    pub module: String,
    pub declared: String,
    pub line: u32,
}

impl Symbol {
    /// Whether it is declared deprecated: the export itself, or all of its forms.
    pub fn is_deprecated(&self) -> bool {
        self.notes.deprecated().is_some()
            || self
                .forms
                .iter()
                .all(|form| form.notes.deprecated().is_some())
    }

    /// Whether only some of its forms are declared deprecated.
    pub fn is_partly_deprecated(&self) -> bool {
        !self.is_deprecated()
            && self
                .forms
                .iter()
                .any(|form| form.notes.deprecated().is_some())
    }

    /// All that is said of it being deprecated, the strongest first, without repetition.
    pub fn notices(&self) -> Vec<&Notice> {
        let mut seen = BTreeSet::new();
        let mut notices: Vec<&Notice> = std::iter::once(&self.notes)
            .chain(self.forms.iter().map(|form| &form.notes))
            .flat_map(|notes| &notes.notices)
            .filter(|notice| {
                seen.insert((
                    notice.strength,
                    notice.source,
                    notice.since.clone(),
                    notice.replacements.clone(),
                    notice.text.clone(),
                ))
            })
            .collect();
        notices.sort_by_key(|notice| notice.strength);
        notices
    }

    /// Whether the authors say that it is not for others: all forms are `@private` or hidden.
    pub fn is_private(&self) -> bool {
        let hidden = |notes: &Notes| notes.private || notes.ignored;
        hidden(&self.notes) || self.forms.iter().all(|form| hidden(&form.notes))
    }

    /// Whether something is said of it, at any strength.
    pub fn is_noted(&self) -> bool {
        !self.notices().is_empty()
    }

    /// Whether a notice in prose or a comment is all there is.
    pub fn is_soft(&self) -> bool {
        !self.is_deprecated()
            && !self.is_partly_deprecated()
            && self
                .notices()
                .iter()
                .any(|notice| notice.strength == Strength::Soft)
    }

    /// The declared types, one for each form, without repetition: what tells whether the symbol changed.
    pub fn signature(&self) -> String {
        let mut forms: Vec<String> = self
            .forms
            .iter()
            .map(|form| {
                format!(
                    "{}{}{}",
                    form.word,
                    if form.optional { "?" } else { "" },
                    form.ty
                        .as_ref()
                        .map_or_else(String::new, |ty| format!(": {ty}"))
                )
            })
            .collect();
        forms.sort();
        forms.dedup();
        forms.join(" | ")
    }
}

/// Of several names under which one declaration is exported, which it is listed by: its own, else the shortest, else the
/// first that was met.
pub fn is_better_name(name: &str, best: &str, declared: &str) -> bool {
    name == declared || best != declared && name.len() < best.len()
}

/// Names by which a platform's surface is read more closely than its types say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conventions {
    /// Exported types whose members are templates of texts: `Strings`.
    pub strings: Vec<String>,
}

/// The symbols of a surface.
pub fn outline(surface: &Surface, conventions: &Conventions) -> Outline {
    let mut outline = match surface.language {
        Language::TypeScript => declarations::outline(surface, conventions),
        Language::Rust => crates::outline(surface),
    };
    outline.add(&surface.said);
    outline
}

impl Outline {
    /// Adds what is said of symbols elsewhere; a path that leads to none is passed over.
    pub fn add(&mut self, said: &[Said]) {
        for one in said {
            if let Some(symbol) = self.root.get_mut(&one.symbol) {
                symbol.notes.notices.push(one.notice.clone());
            }
        }
    }
}
