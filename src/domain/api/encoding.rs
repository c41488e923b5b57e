//! A package's history as bytes: what the binary keeps, before compression.
//!
//! Facts and sets of versions are written once each and named by number.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::api::symbols::{Row, Symbols, Table};
use crate::domain::api::versions::VersionSet;
use crate::domain::api::{ApiHistory, Fact, ReadVersion};
use crate::domain::surface::encoding::EncodingError;

/// Raised when the form changes; bytes of another form are refused.
const FORM: u8 = 1;

#[derive(Serialize)]
struct Flat {
    package: String,
    versions: Vec<ReadVersion>,
    /// Facts with their signature left out: it is nearly always another.
    facts: Vec<Fact>,
    sets: Vec<VersionSet>,
    /// The symbol, without as many letters as it shares with the one before; and its facts.
    symbols: Vec<(u32, String, Vec<Row>)>,
}

/// As [`Flat`], with all symbols in one table: there are tens of thousands.
#[derive(Deserialize)]
struct Packed {
    package: String,
    versions: Vec<ReadVersion>,
    facts: Vec<Fact>,
    sets: Vec<VersionSet>,
    symbols: Table,
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(All)
    }
}

/// Reads the list of symbols.
struct All;

impl<'de> Visitor<'de> for All {
    type Value = Table;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("symbols")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut symbols: A) -> Result<Table, A::Error> {
        let mut table = Table::default();
        while symbols.next_element_seed(One(&mut table))?.is_some() {}
        Ok(table)
    }
}

/// Adds one symbol to a table.
struct One<'t>(&'t mut Table);

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_tuple(3, self)
    }
}

impl<'de> Visitor<'de> for One<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a symbol")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<(), A::Error> {
        let lacking = || Error::custom("a symbol lacks a part");
        let shared: u32 = parts.next_element()?.ok_or_else(lacking)?;
        let rest: &str = parts.next_element()?.ok_or_else(lacking)?;
        let rows = Rows(&mut self.0.rows);
        parts.next_element_seed(rows)?.ok_or_else(lacking)?;
        if !self.0.add(shared as usize, rest) {
            return Err(Error::custom("a symbol is cut within a letter"));
        }
        Ok(())
    }
}

/// Adds the rows of one symbol to those of all.
struct Rows<'t>(&'t mut Vec<Row>);

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the rows of a symbol")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(row) = rows.next_element()? {
            self.0.push(row);
        }
        Ok(())
    }
}

/// The history as bytes: equal histories give equal bytes.
///
/// # Errors
/// None in practice: the encoder only fails on types that cannot be encoded.
pub fn encode(history: &ApiHistory) -> Result<Vec<u8>, EncodingError> {
    let (mut facts, mut sets) = (BTreeMap::new(), BTreeMap::new());
    for (fact, set) in history.symbols.iter().flat_map(|(_, shown)| shown) {
        facts.insert(unsigned(fact), 0);
        sets.insert(set.clone(), 0);
    }
    facts
        .values_mut()
        .zip(0u32..)
        .for_each(|(number, next)| *number = next);
    sets.values_mut()
        .zip(0u32..)
        .for_each(|(number, next)| *number = next);
    let mut before = "";
    let mut symbols = Vec::with_capacity(history.symbols.len());
    for (symbol, observed) in &history.symbols {
        let shared = shared(before, symbol);
        let mut rows: Vec<Row> = observed
            .iter()
            .map(|(fact, set)| (facts[&unsigned(fact)], fact.signature, sets[set]))
            .collect();
        rows.sort_unstable();
        let rest = symbol.get(shared..).unwrap_or_default().to_owned();
        symbols.push((u32::try_from(shared).unwrap_or(0), rest, rows));
        before = symbol;
    }
    let flat = Flat {
        package: history.package.clone(),
        versions: history.versions.clone(),
        facts: facts.into_keys().collect(),
        sets: sets.into_keys().collect(),
        symbols,
    };
    Ok(postcard::to_extend(&flat, vec![FORM])?)
}

/// The history that [`encode`] made the bytes from. What was observed of a symbol is put together when it is asked for.
///
/// # Errors
/// Bytes of another form, or damaged ones.
pub fn decode(bytes: &[u8]) -> Result<ApiHistory, EncodingError> {
    let (form, rest) = bytes.split_first().unwrap_or((&0, &[]));
    if *form != FORM {
        return Err(EncodingError::Form(*form));
    }
    let packed: Packed = postcard::from_bytes(rest)?;
    let is_sound = |(fact, _, set): &Row| {
        (*fact as usize) < packed.facts.len() && (*set as usize) < packed.sets.len()
    };
    if !packed.symbols.is_sound(is_sound) {
        let damaged = postcard::Error::DeserializeBadEncoding;
        return Err(EncodingError::Damaged(damaged));
    }
    Ok(ApiHistory {
        package: packed.package,
        versions: packed.versions,
        symbols: Symbols::packed(packed.facts, packed.sets, packed.symbols),
    })
}

fn unsigned(fact: &Fact) -> Fact {
    Fact {
        signature: 0,
        ..fact.clone()
    }
}

/// How many bytes two texts share at their beginning, at the boundary of a character.
fn shared(a: &str, b: &str) -> usize {
    let mut count = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !b.is_char_boundary(count) || !a.is_char_boundary(count) {
        count -= 1;
    }
    count
}
