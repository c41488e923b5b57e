//! What was observed of each symbol of a package, worked out when it is asked for.
//!
//! A package has tens of thousands of symbols, and most questions are about a few of them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use crate::domain::api::Fact;
use crate::domain::api::versions::VersionSet;

/// A fact with the positions of the versions at which it was observed.
pub type Shown = (Fact, VersionSet);

/// The numbers of a fact and of a set, and the fact's signature between them.
pub(super) type Row = (u32, u64, u32);

/// Symbols in order, each with every fact about it.
#[derive(Clone, Default)]
pub struct Symbols {
    /// Empty as long as they are packed.
    whole: BTreeMap<String, Vec<Shown>>,
    packed: Option<Box<Packed>>,
}

/// Symbols as they were encoded: facts and sets are named by number.
#[derive(Clone)]
struct Packed {
    facts: Vec<Fact>,
    sets: Vec<VersionSet>,
    table: Table,
    /// What was asked for, by position.
    shown: Vec<OnceLock<Vec<Shown>>>,
}

/// The rows of all symbols, one symbol behind the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// All names in order, without anything between them.
    names: String,
    /// Where each symbol's name and its rows end.
    ends: Vec<(usize, usize)>,
    pub(super) rows: Vec<Row>,
    /// The name of the last symbol.
    last: String,
}

impl Table {
    /// Where the name and the rows of a symbol begin.
    fn start(&self, place: usize) -> (usize, usize) {
        place
            .checked_sub(1)
            .map_or((0, 0), |before| self.ends[before])
    }

    fn name(&self, place: usize) -> &str {
        let (start, end) = (self.start(place).0, self.ends[place].0);
        self.names.get(start..end).unwrap_or_default()
    }

    fn rows(&self, place: usize) -> &[Row] {
        &self.rows[self.start(place).1..self.ends[place].1]
    }

    /// Adds the symbol whose rows were just added: its name is the rest behind what it shares with the one before. `false`
    /// if that does not go together.
    pub(super) fn add(&mut self, shared: usize, rest: &str) -> bool {
        if !self.last.is_char_boundary(shared) {
            return false;
        }
        self.last.truncate(shared);
        self.last.push_str(rest);
        self.names.push_str(&self.last);
        self.ends.push((self.names.len(), self.rows.len()));
        true
    }

    /// Whether the names are in order, and the rows as they are to be.
    pub(super) fn is_sound(&self, is_row: impl Fn(&Row) -> bool) -> bool {
        let names = (1..self.ends.len()).all(|place| self.name(place - 1) < self.name(place));
        names && self.rows.iter().all(is_row)
    }

    fn find(&self, symbol: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.name(middle).cmp(symbol) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

impl Packed {
    fn shown(&self, place: usize) -> &[Shown] {
        self.shown[place].get_or_init(|| {
            let rows = self.table.rows(place).iter();
            let mut shown: Vec<Shown> = rows
                .filter_map(|(fact, signature, set)| {
                    let fact = Fact {
                        signature: *signature,
                        ..self.facts.get(*fact as usize)?.clone()
                    };
                    Some((fact, self.sets.get(*set as usize)?.clone()))
                })
                .collect();
            shown.sort();
            shown
        })
    }
}

impl Symbols {
    /// Symbols whose facts are put together when they are asked for. The names are in order.
    pub(super) fn packed(facts: Vec<Fact>, sets: Vec<VersionSet>, table: Table) -> Self {
        let shown = table.ends.iter().map(|_| OnceLock::new()).collect();
        Self {
            whole: BTreeMap::new(),
            packed: Some(Box::new(Packed {
                facts,
                sets,
                table,
                shown,
            })),
        }
    }

    pub fn len(&self) -> usize {
        match &self.packed {
            None => self.whole.len(),
            Some(packed) => packed.shown.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn contains_key(&self, symbol: &str) -> bool {
        match &self.packed {
            None => self.whole.contains_key(symbol),
            Some(packed) => packed.table.find(symbol).is_some(),
        }
    }

    /// All facts about a symbol, in order; `None`: no version has it.
    pub fn get(&self, symbol: &str) -> Option<&[Shown]> {
        match &self.packed {
            None => self.whole.get(symbol).map(Vec::as_slice),
            Some(packed) => Some(packed.shown(packed.table.find(symbol)?)),
        }
    }

    /// The names, in order.
    pub fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match &self.packed {
            None => Box::new(self.whole.keys().map(String::as_str)),
            Some(packed) => {
                let table = &packed.table;
                Box::new((0..table.ends.len()).map(|place| table.name(place)))
            }
        }
    }

    /// All symbols with all that is known of them, in order.
    pub fn iter(&self) -> Box<dyn Iterator<Item = (&str, &[Shown])> + '_> {
        match &self.packed {
            None => {
                let whole = self.whole.iter();
                Box::new(whole.map(|(name, shown)| (name.as_str(), &shown[..])))
            }
            Some(packed) => {
                let places = 0..packed.table.ends.len();
                Box::new(places.map(|place| (packed.table.name(place), packed.shown(place))))
            }
        }
    }

    /// All of it as a map, to be changed.
    pub fn whole(&mut self) -> &mut BTreeMap<String, Vec<Shown>> {
        if let Some(packed) = &self.packed {
            let places = 0..packed.table.ends.len();
            self.whole = places
                .map(|place| {
                    (
                        packed.table.name(place).to_owned(),
                        packed.shown(place).to_vec(),
                    )
                })
                .collect();
            self.packed = None;
        }
        &mut self.whole
    }
}

impl<'a> IntoIterator for &'a Symbols {
    type Item = (&'a str, &'a [Shown]);
    type IntoIter = Box<dyn Iterator<Item = (&'a str, &'a [Shown])> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Symbols {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl Eq for Symbols {}

impl fmt::Debug for Symbols {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}
