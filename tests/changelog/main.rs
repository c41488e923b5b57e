//! The changelog files: the bundled ones, and properties over made ones.

#![expect(
    clippy::unwrap_used,
    reason = "a test states what it expects by unwrapping"
)]

mod bundled;
mod hostile;
mod kept;
mod made;
mod markdown;
mod problems;
mod roundtrip;
