//! The rules of the house, checked on the source itself.

mod files;
mod layers;
