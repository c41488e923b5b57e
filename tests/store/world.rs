//! A folder for one test, with the systems and databases in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use forewarn::app::history::Whereabouts;
use forewarn::changelog::folder;
use forewarn::domain::changelog::Changelog;
use forewarn::domain::problem::Severity;
use forewarn::domain::tree::Found;
use forewarn::store::{Author, Hit, Journal, Selection, Store};
use forewarn::system::System;
use rusqlite::Connection;
use tempfile::TempDir;

pub(crate) struct World {
    folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("work")).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Works in `work`, keeps its data in `data`.
    pub(crate) fn system(&self) -> System {
        let data = self.path("data");
        System::made(
            "2026-11-20T09:00:00Z",
            &[
                ("XDG_DATA_HOME", data.to_str().unwrap()),
                ("USER", "tester"),
            ],
            &self.path("work"),
        )
    }

    pub(crate) fn own_database(&self) -> PathBuf {
        self.path("data/forewarn/forewarn.db")
    }

    pub(crate) fn db(&self, below: &str) -> Whereabouts {
        Whereabouts {
            db: Some(self.path(below)),
            ..Whereabouts::default()
        }
    }

    pub(crate) fn write(&self, below: &str, content: impl AsRef<[u8]>) {
        self.system()
            .write_atomically(&self.path(below), content.as_ref())
            .unwrap();
    }

    pub(crate) fn read(&self, below: &str) -> Vec<u8> {
        self.system().read(&self.path(below), u64::MAX).unwrap()
    }

    pub(crate) fn read_text(&self, below: &str) -> String {
        String::from_utf8(self.read(below)).unwrap()
    }

    /// Every file below a folder with its bytes, hidden ones too.
    pub(crate) fn files(&self, below: &str) -> BTreeMap<String, Vec<u8>> {
        fn walk(folder: &Path, root: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
            for item in std::fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    walk(&path, root, files);
                } else {
                    let name = path
                        .strip_prefix(root)
                        .unwrap()
                        .to_str()
                        .unwrap()
                        .to_owned();
                    #[expect(
                        clippy::disallowed_methods,
                        reason = "a test looks at the files that are there"
                    )]
                    files.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
        let mut files = BTreeMap::new();
        let root = self.path(below);
        if root.exists() {
            walk(&root, &root, &mut files);
        }
        files
    }

    /// A database with the sample in it.
    pub(crate) fn database(&self, below: &str, journal: Journal) -> PathBuf {
        let path = self.path(below);
        let mut store = Store::open_or_create(&path, journal).unwrap();
        store.sync(&sample(), &author(), &[]).unwrap();
        path
    }
}

/// The names of files.
pub(crate) fn names(files: &BTreeMap<String, Vec<u8>>) -> Vec<&str> {
    files.keys().map(String::as_str).collect()
}

pub(crate) fn author() -> Author {
    Author {
        name: "tester".to_owned(),
        at: "2026-11-20T09:00:00Z".to_owned(),
        reason: Some("a test".to_owned()),
    }
}

/// Past every rule of forewarn: for looking, tampering and locking.
#[expect(
    clippy::disallowed_methods,
    reason = "a test does what forewarn never would"
)]
pub(crate) fn raw(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

/// A small changelog from these files beside a `streams.toml` with the streams `ui` and `backend`.
pub(crate) fn changelog(files: &[(&str, &str)]) -> Changelog {
    let streams = "format = 1\nplatform = \"acme\"\n\n[[stream]]\nid = \"ui\"\nscheme = \"semver\"\n\n[[stream]]\nid = \
                   \"backend\"\nscheme = \"date\"\n";
    let mut found = BTreeMap::from([("streams.toml".to_owned(), Found::File(streams.into()))]);
    found.extend(
        files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Found::File((*text).into()))),
    );
    let (changelog, problems) = folder::read("changelog", &found);
    assert!(
        problems
            .iter()
            .all(|problem| problem.severity < Severity::Error),
        "{problems:?}"
    );
    changelog
}

pub(crate) const UI_1_0_0: &str = "+++\ndate = 2026-01-02\ntitle = \"The first\"\n\n[entry.logout]\nimpact = \"Agents have to sign in \
                                   again.\"\n\n[[setting]]\nentry = \"logout\"\nid = \"enforce-logout\"\nold = false\nnew = \
                                   true\n+++\n\n## Added\n\n- A queue filter. {#queue-filter}\n\n## Defaults\n\n- Enforce Logout is on. \
                                   {#logout}\n";

pub(crate) fn sample() -> Changelog {
    changelog(&[
        ("ui/1.0.0.md", UI_1_0_0),
        (
            "ui/1.1.0.md",
            "+++\ndate = 2026-02-03\n+++\n\n## Fixed\n\n- The queue filter keeps its place. {#filter-place}\n",
        ),
        (
            "backend/2026-01-05.md",
            "## Changed\n\n- **Breaking:** Queues have names. {#queue-names}\n",
        ),
        (
            "features.toml",
            "[[feature]]\nid = \"vdi\"\nname = \"Virtual desktops\"\n\n[[feature.event]]\nstage = \"beta\"\nlabel = \"public beta\"\n",
        ),
    ])
}

/// What `store` holds of the platform `acme`.
pub(crate) fn held(store: &Store) -> Changelog {
    store.load("acme", Selection::All).unwrap()
}

/// What `verify` finds, each with the name of its check before it.
pub(crate) fn findings(store: &Store) -> Vec<String> {
    store
        .verify()
        .unwrap()
        .into_iter()
        .flat_map(|check| {
            check
                .problems
                .into_iter()
                .map(move |problem| format!("{}: {problem}", check.name))
        })
        .collect()
}

/// What a search finds with nothing hidden, and how many there are in all.
pub(crate) fn find(store: &Store, platform: &str, query: &str, limit: usize) -> (Vec<Hit>, usize) {
    let hits = store
        .search(platform, query, &BTreeSet::new(), limit)
        .unwrap();
    (hits.hits, hits.total)
}
