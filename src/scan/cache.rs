//! Answers that are kept in the user's cache folder, by a hash of everything that they follow from.
//!
//! ```text
//! "forewarn-scan 1\n"  SHA-256 of key and content (32 bytes)  content
//! ```
//!
//! An entry is written whole or not at all, and never changed: its name is its key. What is not exactly as it was written
//! (cut short, damaged, another's, under another name) is as if it was not there. Nothing here is ever an error: without a
//! folder that can be written there is no cache.

use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use crate::system::System;

/// What an entry begins with.
const MAGIC: &[u8] = b"forewarn-scan 1\n";

/// Bytes of one entry: the findings of a very large tree.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Bytes of all entries; when there are more, the oldest go.
const MOST: u64 = 256 * 1024 * 1024;

/// The hash of everything that an answer follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key([u8; 32]);

/// Makes a key of parts; neither their borders nor their order can be confused.
#[derive(Clone, Debug, Default)]
pub struct Parts(Sha256);

impl Parts {
    /// Adds a part by its name.
    pub fn add(&mut self, name: &str, content: &[u8]) {
        for bytes in [name.as_bytes(), content] {
            self.0.update((bytes.len() as u64).to_le_bytes());
            self.0.update(bytes);
        }
    }

    pub fn key(self) -> Key {
        Key(self.0.finalize().into())
    }
}

/// The hash of a content.
pub fn hash(content: &[u8]) -> [u8; 32] {
    Sha256::digest(content).into()
}

/// The user's cache.
#[derive(Clone, Debug)]
pub struct Cache<'a> {
    system: &'a System,
    folder: PathBuf,
    most: u64,
}

impl<'a> Cache<'a> {
    /// `None` where the user has no place for it.
    pub fn open(system: &'a System) -> Option<Self> {
        let folder = system.cache_home()?.join("forewarn").join("scan");
        Some(Self {
            system,
            folder,
            most: MOST,
        })
    }

    fn place(&self, key: &Key) -> PathBuf {
        use std::fmt::Write as _;
        let name = key.0.iter().fold(String::new(), |mut name, byte| {
            write!(name, "{byte:02x}").expect("a String takes all writes");
            name
        });
        self.folder.join(name)
    }

    /// What was kept under a key.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let bytes = self.system.read_regular(&self.place(key), LARGEST).ok()?;
        let rest = bytes.strip_prefix(MAGIC)?;
        let (sum, content) = rest.split_first_chunk::<32>()?;
        (*sum == checksum(key, content)).then(|| content.to_vec())
    }

    /// Keeps something, if that can be done, and makes room for it.
    pub fn put(&self, key: &Key, content: &[u8]) {
        let size = MAGIC.len() + 32 + content.len();
        if size as u64 > LARGEST {
            return;
        }
        let mut bytes = Vec::with_capacity(size);
        bytes.extend(MAGIC);
        bytes.extend(checksum(key, content));
        bytes.extend(content);
        // Who cannot write has no cache.
        if self.system.keep(&self.place(key), &bytes).is_ok() {
            self.make_room();
        }
    }

    /// Removes the oldest entries until there is room for a quarter more. Another process may do the same: what is gone
    /// already is gone.
    fn make_room(&self) {
        let mut kept = self.system.kept(&self.folder);
        let mut size: u64 = kept.iter().map(|one| one.size).sum();
        if size <= self.most {
            return;
        }
        kept.sort_by(|a, b| (a.changed, &a.name).cmp(&(b.changed, &b.name)));
        for one in kept {
            if size <= self.most / 4 * 3 {
                break;
            }
            if self
                .system
                .remove_file(&self.folder.join(&one.name))
                .is_ok()
            {
                size -= one.size;
            }
        }
    }
}

fn checksum(key: &Key, content: &[u8]) -> [u8; 32] {
    let mut sum = Sha256::new();
    sum.update(key.0);
    sum.update(content);
    sum.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::system::Scratch;

    fn key(of: &str) -> Key {
        let mut parts = Parts::default();
        parts.add("of", of.as_bytes());
        parts.key()
    }

    fn scratch() -> Scratch {
        let system = System::made("2026-06-15T00:00:00Z", &[], "/".as_ref());
        system.scratch().unwrap()
    }

    fn at(home: &Path) -> System {
        let home = home.to_str().unwrap();
        System::made("2026-06-15T00:00:00Z", &[("HOME", home)], home.as_ref())
    }

    #[test]
    fn what_is_kept_comes_back_under_its_key_only() {
        let home = scratch();
        let system = at(home.path());
        let cache = Cache::open(&system).unwrap();
        assert_eq!(cache.get(&key("a")), None);
        cache.put(&key("a"), b"answer");
        assert_eq!(cache.get(&key("a")).unwrap(), b"answer");
        assert_eq!(cache.get(&key("b")), None);
        std::fs::copy(cache.place(&key("a")), cache.place(&key("b"))).unwrap();
        assert_eq!(cache.get(&key("b")), None);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "damages an entry")]
    fn an_entry_that_is_not_as_it_was_written_is_none() {
        let home = scratch();
        let system = at(home.path());
        let cache = Cache::open(&system).unwrap();
        cache.put(&key("a"), b"answer");
        let place = cache.place(&key("a"));
        let whole = std::fs::read(&place).unwrap();
        for cut in 0..whole.len() {
            std::fs::write(&place, whole.split_at(cut).0).unwrap();
            assert_eq!(cache.get(&key("a")), None, "{cut}");
        }
        for changed in 0..whole.len() {
            let mut other = whole.clone();
            other[changed] ^= 1;
            std::fs::write(&place, other).unwrap();
            assert_eq!(cache.get(&key("a")), None, "{changed}");
        }
        std::fs::write(&place, whole).unwrap();
        assert_eq!(cache.get(&key("a")).unwrap(), b"answer");
    }

    #[test]
    fn the_oldest_go_when_there_is_too_much() {
        let home = scratch();
        let system = at(home.path());
        let mut cache = Cache::open(&system).unwrap();
        cache.most = 4000;
        for name in ["a", "b", "c", "d", "e"] {
            cache.put(&key(name), &[0; 900]);
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let there: Vec<&str> = ["a", "b", "c", "d", "e"]
            .into_iter()
            .filter(|name| cache.get(&key(name)).is_some())
            .collect();
        assert_eq!(there, ["c", "d", "e"]);
    }

    #[test]
    fn without_a_home_or_a_place_to_write_there_is_none_and_no_error() {
        let nowhere = System::made("2026-06-15T00:00:00Z", &[], "/".as_ref());
        assert!(Cache::open(&nowhere).is_none());
        let system = at("/dev/null".as_ref());
        let cache = Cache::open(&system).unwrap();
        cache.put(&key("a"), b"answer");
        assert_eq!(cache.get(&key("a")), None);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let of = |parts: &[(&str, &str)]| {
            let mut made = Parts::default();
            for (name, content) in parts {
                made.add(name, content.as_bytes());
            }
            made.key()
        };
        assert_ne!(of(&[("a", "b")]), of(&[("ab", "")]));
        assert_ne!(of(&[("a", "b"), ("c", "d")]), of(&[("c", "d"), ("a", "b")]));
        assert_ne!(of(&[("a", "")]), of(&[("a", ""), ("", "")]));
    }
}
