//! Chooses the reader that a fuzz target runs. The readers themselves are in `readers/`, where a test of the program
//! finds them too.

#[path = "../readers/all.rs"]
pub mod readers;

use std::path::PathBuf;
use std::sync::OnceLock;

use readers::Reader;

/// The environment variable that names the reader.
const READER: &str = "FUZZ_READER";

/// The environment variable that names a file for the input that is being read: what overruns the stack leaves no other trace.
const LAST: &str = "FUZZ_LAST";

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
    static LAST_FILE: OnceLock<Option<PathBuf>> = OnceLock::new();
    if let Some(file) = LAST_FILE.get_or_init(|| std::env::var_os(LAST).map(PathBuf::from)) {
        std::fs::write(file, bytes).expect("the file for the last input can be written");
    }
    (reader.run)(bytes);
}
