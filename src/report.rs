//! Writers: one for each format, pure functions from a result document to bytes.
//!
//! None touches standard output; text writers emit colours always, and whoever prints strips them
//! where they are not wanted.

pub mod code;
pub mod csv;
pub mod endoflife;
pub mod feed;
pub mod flat;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod ical;
pub mod impact;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod sarif;
pub mod template;
pub mod text;

mod words;

#[cfg(test)]
mod deprecations_written;
#[cfg(test)]
mod every_part;
#[cfg(test)]
mod impact_made;
#[cfg(test)]
mod impact_written;
#[cfg(test)]
mod made;
#[cfg(test)]
mod scan_made;
#[cfg(test)]
mod scan_written;
#[cfg(test)]
mod surfaces_written;
