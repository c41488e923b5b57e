//! Scanning plugins: which symbols they use, and what becomes of those in the version they move to.

mod platform;
