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

mod visible;

use std::io::{self, Write};

use serde::Serialize;

/// Pretty-printed with a final line end. What is not seen, or would move a terminal, is escaped: the values are the same.
///
/// # Errors
/// Those of the writer.
pub fn write(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let form = visible::Visible::default();
    let mut writer = serde_json::Serializer::with_formatter(&mut *out, form);
    document.serialize(&mut writer).map_err(io::Error::from)?;
    writeln!(out)
}
