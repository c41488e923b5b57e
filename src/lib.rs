//! forewarn: release notes that know what they will break.
//!
//! This crate is a program, not a library: its modules are public so that tests, benches and fuzz
//! targets reach them, with no promise of a stable API. ARCHITECTURE.md tells how they fit.

pub mod app;
pub mod bundle;
pub mod cancel;
pub mod changelog;
pub mod cli;
pub mod domain;
pub mod error;
pub mod exit;
pub mod ingest;
pub mod policy;
pub mod report;
pub mod scan;
pub mod store;
pub mod syntax;
pub mod system;
pub mod tui;
