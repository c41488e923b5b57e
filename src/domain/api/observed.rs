//! One version with all that answers about it follow from, as bytes to be kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::api::{Fact, ReadVersion};
use crate::domain::surface::{Surface, encoding};

/// Raised when what is kept, or how, changes; bytes of another form are refused.
const FORM: u8 = 1;

/// A version: its surface, and what that shows of each symbol.
#[derive(Clone, Debug)]
pub struct Observed {
    pub version: ReadVersion,
    pub facts: BTreeMap<String, Fact>,
    pub surface: Surface,
}

#[derive(Serialize, Deserialize)]
struct Flat {
    version: ReadVersion,
    facts: BTreeMap<String, Fact>,
    surface: Vec<u8>,
}

impl Observed {
    /// `None` in theory only: the encoder fails on types that cannot be encoded.
    pub fn encode(&self) -> Option<Vec<u8>> {
        let flat = Flat {
            version: self.version.clone(),
            facts: self.facts.clone(),
            surface: encoding::encode(&self.surface).ok()?,
        };
        postcard::to_extend(&flat, vec![FORM]).ok()
    }

    /// What [`Self::encode`] made the bytes from; `None` for any others.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&[FORM])?;
        let (flat, after) = postcard::take_from_bytes::<Flat>(rest).ok()?;
        let surface = encoding::decode(&flat.surface).ok()?;
        after.is_empty().then_some(Self {
            version: flat.version,
            facts: flat.facts,
            surface,
        })
    }
}
