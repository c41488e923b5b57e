//! forewarn: release notes that know what they will break.

pub mod changelog;
pub mod domain;
pub mod policy;
pub mod store;
