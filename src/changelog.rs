//! Changelog files to domain values and back.
