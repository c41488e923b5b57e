//! Changelog files to domain values and back.

pub mod ids;
pub mod wild;
