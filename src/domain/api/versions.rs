//! Sets of versions, as positions in a list.

use serde::{Deserialize, Serialize};

/// Positions of versions in a list: one bit each.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VersionSet(Vec<u64>);

impl VersionSet {
    pub fn of(positions: impl IntoIterator<Item = usize>) -> Self {
        let mut set = Self::default();
        for position in positions {
            set.insert(position);
        }
        set
    }

    pub fn insert(&mut self, position: usize) {
        let word = position / 64;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (position % 64);
    }

    pub fn remove(&mut self, position: usize) {
        if let Some(word) = self.0.get_mut(position / 64) {
            *word &= !(1 << (position % 64));
        }
        self.trim();
    }

    pub fn contains(&self, position: usize) -> bool {
        self.0
            .get(position / 64)
            .is_some_and(|word| word & (1 << (position % 64)) != 0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// In ascending order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(index, word)| {
            (0..64)
                .filter(move |bit| word & (1 << bit) != 0)
                .map(move |bit| index * 64 + bit)
        })
    }

    /// Makes room for a version at `position`: it is not in the set, and those behind it move up by one.
    pub fn open_at(&mut self, position: usize) {
        *self = Self::of(
            self.iter()
                .map(|one| if one >= position { one + 1 } else { one })
                .collect::<Vec<_>>(),
        );
    }

    /// Takes a version out of the list: those behind it move down by one.
    pub fn close_at(&mut self, position: usize) {
        *self = Self::of(
            self.iter()
                .filter(|one| *one != position)
                .map(|one| if one > position { one - 1 } else { one })
                .collect::<Vec<_>>(),
        );
    }

    /// Little-endian, without zero bytes at the end.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.0.iter().flat_map(|word| word.to_le_bytes()).collect();
        while bytes.last() == Some(&0) {
            bytes.pop();
        }
        bytes
    }

    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut set = Self(
            bytes
                .chunks(8)
                .map(|chunk| {
                    chunk.iter().enumerate().fold(0, |word, (index, byte)| {
                        word | u64::from(*byte) << (8 * index)
                    })
                })
                .collect(),
        );
        set.trim();
        set
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::VersionSet;

    proptest! {
        #[test]
        fn a_set_is_its_positions(positions in proptest::collection::btree_set(0usize..300, 0..40)) {
            let set = VersionSet::of(positions.iter().copied());
            prop_assert_eq!(set.iter().collect::<std::collections::BTreeSet<_>>(), positions);
            prop_assert_eq!(VersionSet::from_bytes(&set.to_bytes()), set);
        }

        #[test]
        fn room_that_is_made_and_closed_again_changes_nothing(
            positions in proptest::collection::btree_set(0usize..300, 0..40),
            at in 0usize..300,
        ) {
            let set = VersionSet::of(positions.iter().copied());
            let mut other = set.clone();
            other.open_at(at);
            prop_assert!(!other.contains(at));
            other.close_at(at);
            prop_assert_eq!(other, set);
        }
    }
}
