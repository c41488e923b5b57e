//! Plain types and the pure rules on them. No I/O, no clock, no environment.

pub mod account;
pub mod api;
pub mod changelog;
pub mod date;
pub mod deprecation;
pub mod document;
pub mod entry;
pub mod feature;
pub mod fingerprint;
pub mod lineage;
pub mod markdown;
pub mod merge;
pub mod problem;
pub mod range;
pub mod release;
pub mod rule;
pub mod surface;
pub mod text;
pub mod tree;
pub mod version;
pub mod when;
pub mod within;
pub mod words;
