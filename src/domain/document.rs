//! Result documents: what the use cases return and the writers lay out.
//!
//! Their JSON is a format that other programs rely on: within `v1` keys are only ever added. Each
//! document names its schema in its first key.

pub mod versions;
