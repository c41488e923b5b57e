//! Files that a killed process left half-written beside those it was to replace.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

/// What the names of files begin and end with until they are whole.
const TEMPORARY: (&str, &str) = (".forewarn-", ".tmp");

/// So old is none that is still being written.
const OLD: Duration = Duration::from_hours(1);

/// A file to be made, which will be moved to its place when it is whole.
pub(super) fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    builder
}

/// As [`sweep`], of each folder once: who writes a thousand files into it lists it once.
pub(super) fn sweep_once(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let is_new = SWEPT
        .lock()
        .is_ok_and(|mut swept| swept.insert(folder.to_owned()));
    if is_new {
        sweep(folder);
    }
}

/// Takes out of a folder what was left there long ago. That it cannot be done is nobody's loss.
fn sweep(folder: &Path) {
    #[expect(
        clippy::disallowed_methods,
        reason = "a file's age is by the clock that stamped it, not by the day of an answer"
    )]
    let now = SystemTime::now();
    let Ok(items) = std::fs::read_dir(folder) else {
        return;
    };
    for item in items.flatten() {
        let is_ours = item.file_name().to_str().is_some_and(is_temporary);
        let about = item.metadata().ok().filter(std::fs::Metadata::is_file);
        let changed = about.and_then(|about| about.modified().ok());
        let age = changed.and_then(|changed| now.duration_since(changed).ok());
        if is_ours && age.is_some_and(|age| age > OLD) {
            drop(std::fs::remove_file(item.path()));
        }
    }
}

fn is_temporary(name: &str) -> bool {
    let (prefix, suffix) = TEMPORARY;
    let random = name
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_suffix(suffix));
    random.is_some_and(|random| random.bytes().all(|one| one.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_left_long_ago_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let make = |name: &str, age: Duration| {
            let file = std::fs::File::create(folder.path().join(name)).unwrap();
            let now = file.metadata().unwrap().modified().unwrap();
            file.set_modified(now - age).unwrap();
        };
        let day = Duration::from_hours(24);
        make(".forewarn-a1B2c3.tmp", day);
        make(".forewarn-z9z9z9.tmp", Duration::from_mins(1));
        make(".forewarn-config", day * 2);
        make(".forewarn-my-notes.tmp", day);
        make("1.0.0.md", day);
        std::fs::create_dir(folder.path().join(".forewarn-folder.tmp")).unwrap();
        sweep(folder.path());
        let items = std::fs::read_dir(folder.path()).unwrap();
        let mut left: Vec<String> = items
            .map(|item| item.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        let kept = [
            ".forewarn-config",
            ".forewarn-folder.tmp",
            ".forewarn-my-notes.tmp",
            ".forewarn-z9z9z9.tmp",
            "1.0.0.md",
        ];
        assert_eq!(left, kept);
    }
}
