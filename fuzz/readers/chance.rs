//! Choices out of bytes: the same bytes choose the same, and none are as good as zeros.

/// Bytes that are left to choose by.
pub(super) struct Chance<'b> {
    bytes: &'b [u8],
}

impl<'b> Chance<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn byte(&mut self) -> u8 {
        let (first, rest) = self.bytes.split_first().unwrap_or((&0, &[]));
        self.bytes = rest;
        *first
    }

    /// A number below `count`, which is not 0.
    pub(super) fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count
    }

    pub(super) fn of<'c, T: ?Sized>(&mut self, all: &[&'c T]) -> &'c T {
        all[self.below(all.len())]
    }

    /// So many of the bytes that are left.
    pub(super) fn bytes(&mut self, count: usize) -> &'b [u8] {
        let (first, rest) = self.bytes.split_at(count.min(self.bytes.len()));
        self.bytes = rest;
        first
    }

    pub(super) const fn is_spent(&self) -> bool {
        self.bytes.is_empty()
    }
}
