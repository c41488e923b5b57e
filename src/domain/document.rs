//! Result documents: what the use cases return and the writers lay out.
//!
//! They hold facts, not looks. Where their JSON is a format that other programs rely on, its structs
//! are frozen ones: here for [`versions`], [`accounts`] and [`check`], in `report::json` for the others.

pub mod accounts;
pub mod api;
pub mod check;
pub mod checkup;
pub mod defaults;
pub mod deprecations;
pub mod diff;
pub mod edit;
pub mod evidence;
pub mod explain;
pub mod features;
pub mod fleet;
pub mod fragment;
pub mod git;
pub mod impact;
pub mod lint;
pub mod notes;
pub mod overview;
pub mod progress;
pub mod record;
pub mod scan;
pub mod versions;
