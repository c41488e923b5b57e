//! Machine formats. Each has structs of its own, frozen within its version: keys are only added.

pub mod api;
pub mod defaults;
pub mod deprecations;
pub mod explain;
pub mod features;
pub mod feed;
pub mod impact;
pub mod notes;
pub mod record;
pub mod scan;

mod ending;

use std::io::{self, Write};

use serde::Serialize;

/// Pretty-printed with a final line end.
pub fn write(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document).map_err(io::Error::from)?;
    writeln!(out)
}
