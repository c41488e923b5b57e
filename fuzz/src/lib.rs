//! Chooses the reader that a fuzz target runs. The readers themselves are in `readers/`, where a test of the program
//! finds them too.

#[path = "../readers/all.rs"]
pub mod readers;

use std::sync::OnceLock;

use readers::Reader;

/// The environment variable that names the reader.
const READER: &str = "FUZZ_READER";

/// Runs the reader of a group that the environment names.
///
/// # Panics
/// If it names none of the group, and wherever the reader does not hold what it promises.
pub fn run(group: &str, bytes: &[u8]) {
    static CHOSEN: OnceLock<&Reader> = OnceLock::new();
    let reader = CHOSEN.get_or_init(|| {
        let name = std::env::var(READER).unwrap_or_default();
        let group = readers::GROUPS.iter().find(|one| one.name == group);
        let known = group.map_or(&[][..], |one| one.readers);
        known
            .iter()
            .find(|one| one.name == name)
            .unwrap_or_else(|| {
                let names: Vec<&str> = known.iter().map(|one| one.name).collect();
                panic!("{READER} is one of {}", names.join(", "))
            })
    });
    (reader.run)(bytes);
}
