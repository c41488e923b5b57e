//! A package's history as bytes: what the binary keeps, before compression.
//!
//! Facts and sets of versions are written once each and named by number.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::api::versions::VersionSet;
use crate::domain::api::{ApiHistory, Fact, ReadVersion};
use crate::domain::surface::encoding::EncodingError;

/// Raised when the form changes; bytes of another form are refused.
const FORM: u8 = 1;

/// The numbers of a fact and of a set, and the fact's signature between them.
type Row = (u32, u64, u32);

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

/// As [`Flat`], with the texts of symbols where they lie: there are tens of thousands.
#[derive(Deserialize)]
struct Borrowed<'a> {
    package: String,
    versions: Vec<ReadVersion>,
    facts: Vec<Fact>,
    sets: Vec<VersionSet>,
    #[serde(borrow)]
    symbols: Vec<(u32, &'a str, Vec<Row>)>,
}

/// The history as bytes: equal histories give equal bytes.
///
/// # Errors
/// None in practice: the encoder only fails on types that cannot be encoded.
pub fn encode(history: &ApiHistory) -> Result<Vec<u8>, EncodingError> {
    let (mut facts, mut sets) = (BTreeMap::new(), BTreeMap::new());
    for (fact, set) in history.symbols.values().flatten() {
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

/// The history that [`encode`] made the bytes from.
///
/// # Errors
/// Bytes of another form, or damaged ones.
pub fn decode(bytes: &[u8]) -> Result<ApiHistory, EncodingError> {
    let (form, rest) = bytes.split_first().unwrap_or((&0, &[]));
    if *form != FORM {
        return Err(EncodingError::Form(*form));
    }
    let flat: Borrowed<'_> = postcard::from_bytes(rest)?;
    let damaged = || EncodingError::Damaged(postcard::Error::DeserializeBadEncoding);
    let mut symbols = Vec::with_capacity(flat.symbols.len());
    let mut symbol = String::new();
    for (shared, rest, rows) in flat.symbols {
        let shared = shared as usize;
        if !symbol.is_char_boundary(shared) {
            return Err(damaged());
        }
        symbol.truncate(shared);
        symbol.push_str(rest);
        let mut observed = Vec::with_capacity(rows.len());
        for (fact, signature, set) in rows {
            let fact = flat.facts.get(fact as usize).ok_or_else(damaged)?;
            let set = flat.sets.get(set as usize).ok_or_else(damaged)?;
            let fact = Fact {
                signature,
                ..fact.clone()
            };
            observed.push((fact, set.clone()));
        }
        observed.sort();
        symbols.push((symbol.clone(), observed));
    }
    // They are in order, which a map that is made of all at once makes use of.
    let symbols: BTreeMap<_, _> = symbols.into_iter().collect();
    Ok(ApiHistory {
        package: flat.package,
        versions: flat.versions,
        symbols,
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
