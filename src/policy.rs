//! The release policy: pure functions of (data, policy, date).
//!
//! The rules are those of the platform's page "How We Release Flex"; the numbers in them are
//! settings of a policy file. Nothing here reads a file or a clock.

pub mod accounts;
pub mod checkup;
pub mod defaults;
pub mod deprecations;
pub mod features;
#[cfg(test)]
mod fixture;
pub mod forecast;
pub mod gate;
pub mod hosted;
pub mod lifecycle;
pub mod lint;
pub mod phases;
pub mod schema;
pub mod workflow;
