//! What the binary embeds: the built-in platform's history as a read-only SQLite image, and the API surfaces of its
//! packages.
//!
//! Both are made by this crate's own code (`forewarn dev`), committed, and checked by a test. The image opens in place:
//! nothing is unpacked, copied or written. [`blocks`] is the form of the surfaces.

pub mod blocks;

/// The platform that forewarn knows without being told.
pub const PLATFORM: &str = "flex";

/// The version of the forewarn whose content the image is.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The image's bytes, as a SQLite file.
pub fn image() -> &'static [u8] {
    include_bytes!("../assets/flex.db")
}

/// The surfaces of the built-in platform's packages.
pub fn surfaces() -> &'static [u8] {
    include_bytes!("../assets/flex-api.bin")
}

/// Declarations of the language's library and of packages that plugins of many platforms use.
pub const KNOWN: &str = include_str!("../assets/known.d.ts");

/// What Rust's standard library hands on, as source.
pub const KNOWN_RUST: &str = include_str!("../assets/known.rs");

/// What the attributes mean that derive macros of crates read.
pub const DERIVES: &str = include_str!("../assets/derives.toml");

/// What plugins of the built-in platform are called by convention, and what its runtime hands them.
pub const CONVENTIONS: &str = include_str!("../assets/flex-conventions.toml");

/// What the configuration of an account of the built-in platform has to look like.
pub const CONFIGURATION: &str = include_str!("../assets/flex-configuration.toml");

/// What warnings of the built-in platform look like at run time.
pub const EVIDENCE: &str = include_str!("../assets/flex-evidence.toml");
