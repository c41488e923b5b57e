//! What the binary embeds: the built-in platform's history as a read-only SQLite image.
//!
//! The image is made from `changelog/` by this crate's own code (`forewarn dev generate`), committed,
//! and checked current by a test. It opens in place: nothing is unpacked, copied or written.

/// The platform that forewarn knows without being told.
pub const PLATFORM: &str = "flex";

/// The version of the forewarn whose content the image is.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The image's bytes, as a SQLite file.
pub fn image() -> &'static [u8] {
    include_bytes!("../assets/flex.db")
}
