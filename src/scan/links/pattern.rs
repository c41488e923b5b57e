//! Names with a `*`, as tools let modules be called: `@/*` for `src/*`.

use std::collections::HashMap;

/// How many patterns of one file count. Nobody writes as many.
pub(super) const MOST: usize = 1_000;

/// Patterns with what each stands for.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns {
    exact: HashMap<String, Vec<String>>,
    /// Those with a `*`: what stands before it, what behind it. The longest before first.
    open: Vec<(String, String, Vec<String>)>,
}

impl Patterns {
    /// Of names and targets, as they are written. A name with more than one `*` is none, as every tool has it; of a name
    /// that stands twice the last counts.
    pub(super) fn of(written: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let mut patterns = Self::default();
        for (name, targets) in written {
            match name.split_once('*') {
                None => drop(patterns.exact.insert(name, targets)),
                Some((_, after)) if after.contains('*') => {}
                Some((before, after)) => {
                    patterns
                        .open
                        .push((before.to_owned(), after.to_owned(), targets));
                }
            }
        }
        // Stable, and reversed first, so that of two that are alike the last is met first.
        patterns.open.reverse();
        patterns
            .open
            .sort_by_key(|(before, _, _)| std::cmp::Reverse(before.len()));
        patterns
    }

    /// What a specifier stands for, in the order in which it is to be tried; `None` if no pattern is of it. One without a
    /// `*` goes before all others, then the one that has most before it.
    pub(super) fn targets(&self, specifier: &str) -> Option<Vec<String>> {
        if let Some(targets) = self.exact.get(specifier) {
            return Some(targets.clone());
        }
        self.open.iter().find_map(|(before, after, targets)| {
            let rest = specifier.strip_prefix(before.as_str())?;
            let middle = rest.strip_suffix(after.as_str())?;
            Some(
                targets
                    .iter()
                    .map(|target| target.replace('*', middle))
                    .collect(),
            )
        })
    }

    /// Whether a specifier is of a pattern that not simply every text is of.
    pub(super) fn is_meant(&self, specifier: &str) -> bool {
        self.exact.contains_key(specifier)
            || self.open.iter().any(|(before, after, _)| {
                !before.is_empty() && specifier.starts_with(before) && specifier.ends_with(after)
            })
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.exact.is_empty() && self.open.is_empty()
    }
}
