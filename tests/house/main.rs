//! The rules of the house, checked on the source itself.

#![expect(
    clippy::unwrap_used,
    reason = "a test states what it expects by unwrapping"
)]

mod files;
mod layers;
