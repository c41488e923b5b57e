//! The changelog files: the bundled ones, and properties over made ones.

mod bundled;
mod hostile;
mod kept;
mod made;
mod markdown;
mod problems;
mod roundtrip;
