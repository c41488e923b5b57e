//! Reading gzip as `gzip -d` does: several members in a row are one text, and what follows the last is no matter.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// The next two bytes of `reader`, without taking them; fewer at its end, and at the end of its buffer.
pub(super) fn peek(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    reader
        .fill_buf()
        .map(|buffer| buffer.iter().take(2).copied().collect())
}

/// Whether gzip begins here, as far as `start` tells.
pub(super) fn begins(start: &[u8]) -> bool {
    matches!(start, [0x1f] | [0x1f, 0x8b])
}

/// Unpacks gzip. A sum that does not match, and an end within a member, are errors.
pub(super) struct Gunzip<R> {
    /// `None` at the end.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Gunzip<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            member: Some(GzDecoder::new(reader)),
        }
    }
}

impl<R: BufRead> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while let Some(member) = &mut self.member {
            let count = member.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            if let Some(mut rest) = self.member.take().map(GzDecoder::into_inner)
                && begins(&peek(&mut rest)?)
            {
                self.member = Some(GzDecoder::new(rest));
            }
        }
        Ok(0)
    }
}
