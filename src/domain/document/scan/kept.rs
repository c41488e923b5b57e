//! The answer for one plugin as bytes, to be kept until something that it follows from changes.
//!
//! What is kept is what the files and the versions give, before comments, settings and baselines are held against it;
//! those are read anew every time. No type in it holds the like of itself, so that no bytes make reading them go deep,
//! and no length in them is believed before there are as many bytes.

use serde::{Deserialize, Serialize};

use crate::domain::document::scan::ScannedPlugin;

/// Raised when what is kept, or how, changes; bytes of another form are refused.
const FORM: u8 = 1;

/// A plugin's answer, and what else of its files is needed to go on with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub plugin: ScannedPlugin,
    /// The positions, among the files that were found, of those that were passed over once they were read; in order.
    pub passed_over: Vec<u32>,
    pub comments: Vec<CommentAt>,
}

/// A comment that speaks to forewarn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentAt {
    /// The position of its file among those that were found.
    pub file: u32,
    /// Without its delimiters.
    pub text: String,
    /// Bytes of the file's text.
    pub start: u32,
    pub end: u32,
}

impl Kept {
    /// `None` in theory only: the encoder fails on types that cannot be encoded.
    pub fn encode(&self) -> Option<Vec<u8>> {
        postcard::to_extend(self, vec![FORM]).ok()
    }

    /// What [`Self::encode`] made the bytes from; `None` for any others.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&[FORM])?;
        let (kept, after) = postcard::take_from_bytes::<Self>(rest).ok()?;
        after.is_empty().then_some(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::scan::Status;
    use crate::domain::document::scan::tests::{finding, plugin};

    fn kept() -> Kept {
        Kept {
            plugin: plugin(vec![finding(Status::Removed)]),
            passed_over: vec![1],
            comments: vec![CommentAt {
                file: 0,
                text: "forewarn-ignore-line".to_owned(),
                start: 4,
                end: 30,
            }],
        }
    }

    #[test]
    fn it_comes_back() {
        let bytes = kept().encode().unwrap();
        assert_eq!(Kept::decode(&bytes), Some(kept()));
    }

    #[test]
    fn other_bytes_are_none_and_never_a_panic() {
        let bytes = kept().encode().unwrap();
        for cut in 0..bytes.len() {
            assert_eq!(Kept::decode(bytes.split_at(cut).0), None);
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(Kept::decode(&longer), None);
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7f, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] = value;
                // Whatever it gives: it ends.
                drop(Kept::decode(&changed));
            }
        }
        // A length of nearly all memory.
        let mut huge = vec![FORM];
        huge.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]);
        assert_eq!(Kept::decode(&huge), None);
    }
}
