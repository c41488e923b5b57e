//! The database: opening whatever is there, writing all or nothing, and getting things back.

#![expect(
    clippy::unwrap_used,
    reason = "a test states what it expects by unwrapping"
)]

mod busy;
mod care;
mod image;
mod import;
mod opening;
mod search;
mod workspace;
mod world;
mod writing;
