//! Manifests, lockfiles, policies, rules, accounts, logs, documents, queries, baselines: what stands beside the source.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use forewarn::app::checkup::{CheckupQuery, checkup as hold};
use forewarn::app::history::{History, Whereabouts};
use forewarn::app::search::search as find;
use forewarn::app::versions::versions;
use forewarn::app::workspace::objections;
use forewarn::bundle;
use forewarn::changelog::accounts::{read_accounts, read_waivers, version_or_range};
use forewarn::changelog::configuration::read_rules;
use forewarn::changelog::conventions::read_conventions;
use forewarn::changelog::evidence::read_patterns;
use forewarn::domain::evidence::Patterns;
use forewarn::domain::range::Range;
use forewarn::domain::version::{SemVersion, Version};
use forewarn::ingest::evidence::read as read_log;
use forewarn::ingest::names;
use forewarn::ingest::source::Source;
use forewarn::policy::schema::Policy;
use forewarn::scan::lockfile::{
    Asked, Lockfiles, cargo as crate_lock, catalog_range, installed, newest_match,
};
use forewarn::scan::manifest::{self, Broken, Manifest, Spec, cargo};
use forewarn::scan::place::Lines;
use forewarn::scan::suppress::Pattern;
use forewarn::scan::suppress::baseline::Baseline;
use forewarn::system::{Scratch, System};

use super::held;
use super::parts::{part, parts};

/// What the program finds around it: an empty folder, and the built-in history as of a day.
struct Outside {
    system: System,
    history: History,
    folder: PathBuf,
    /// Removed with everything in it at the end.
    _scratch: Scratch,
}

impl Outside {
    fn new() -> Self {
        let made = |cwd: &Path| System::made("2026-11-20T09:00:00Z", &[], cwd);
        let scratch = made(Path::new("/"))
            .scratch()
            .expect("a place for what is temporary");
        let folder = scratch.path().join("here");
        std::fs::create_dir_all(folder.join("packages/a")).expect("a folder");
        let system = made(&folder);
        let history =
            History::open(&system, &Whereabouts::default()).expect("the built-in history");
        Self {
            system,
            history,
            folder,
            _scratch: scratch,
        }
    }

    /// Writes a file, or takes away what an earlier input left at its place.
    fn put(&self, path: &str, content: Option<&[u8]>) -> PathBuf {
        let path = self.folder.join(path);
        match content {
            Some(content) => {
                let above = path.parent().expect("a file lies in a folder");
                std::fs::create_dir_all(above).expect("a folder");
                std::fs::write(&path, content).expect("a file");
            }
            None => drop(std::fs::remove_file(&path)),
        }
        path
    }
}

fn outside<T>(work: impl FnOnce(&mut Outside) -> T) -> T {
    thread_local! {
        static OUTSIDE: RefCell<Outside> = RefCell::new(Outside::new());
    }
    OUTSIDE.with_borrow_mut(work)
}

/// A manifest says where it ends being one; what it declares stands in it.
fn check_manifest(read: &Result<Manifest, Broken>, text: &str) {
    match read {
        Err(broken) => {
            assert!(!broken.why.is_empty(), "broken without a reason");
            if let Some(at) = broken.at {
                let text = text.trim_start_matches('\u{feff}');
                assert!(Lines::new(text).byte(at).is_some(), "broken at {at:?}");
            }
        }
        Ok(manifest) => {
            for one in &manifest.dependencies {
                drop((
                    one.spec(),
                    one.package(),
                    newest_match(&one.range, &known()),
                ));
                if let Spec::Alias { package, .. } = Spec::of(&one.range) {
                    assert!(one.range.contains(package), "{one:?}");
                }
            }
        }
    }
}

fn known() -> Vec<SemVersion> {
    let texts = [
        "1.0.0",
        "2.0.0-alpha.1",
        "2.3.4",
        "18446744073709551615.0.0",
    ];
    texts
        .iter()
        .map(|text| text.parse().expect("a version"))
        .collect()
}

/// A package.json.
pub(super) fn package_json(bytes: &[u8]) {
    if let Some(text) = held::text(bytes) {
        check_manifest(&held::same(|| manifest::read(text)), text);
    }
}

/// A Cargo.toml, and that of its workspace as a part `workspace`.
pub(super) fn cargo_toml(bytes: &[u8]) {
    let parts = parts(bytes);
    let text = |name| part(&parts, name).and_then(held::text);
    let Some(own) = text("") else {
        return;
    };
    let shared = || text("workspace").and_then(|text| cargo::table(text).ok());
    check_manifest(&held::same(|| cargo::read(own, &shared)), own);
}

/// Files of a repository that say which version is in use, by their names.
pub(super) fn lockfile(bytes: &[u8]) {
    const FILES: [&str; 8] = [
        "npm-shrinkwrap.json",
        "package-lock.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "Cargo.lock",
        "pnpm-workspace.yaml",
        ".yarnrc.yml",
        "package.json",
    ];
    let parts = parts(bytes);
    outside(|outside| {
        for name in FILES {
            outside.put(name, part(&parts, name));
        }
        let installed_at = "node_modules/@twilio/flex-ui/package.json";
        outside.put(installed_at, part(&parts, installed_at));
        let top = outside.folder.clone();
        for folder in [top.clone(), top.join("packages/a")] {
            for (name, range) in [
                ("@twilio/flex-ui", "^2.0.0"),
                ("@twilio/flex-ui", "catalog:"),
                ("flex", "npm:@twilio/flex-ui@~2.3"),
                ("a", "workspace:*"),
                ("dep", "1"),
            ] {
                locked(&outside.system, &folder, &top, name, range);
            }
        }
        for name in FILES {
            outside.put(name, None);
        }
    });
}

fn locked(system: &System, folder: &Path, top: &Path, name: &str, range: &str) {
    let package = match Spec::of(range) {
        Spec::Alias { package, .. } => package,
        _ => name,
    };
    let asked = Asked {
        name: name.to_owned(),
        package: package.to_owned(),
        ranges: vec![range.to_owned()],
    };
    let mut locks = Lockfiles::new(system);
    if let Some(locked) = locks.locked(folder, top, &asked) {
        let version = locked.version.parse::<SemVersion>();
        assert!(version.is_ok(), "{locked:?} is no version");
    }
    drop(locks.detect(folder, top, &asked, &|_| Some("1.0.0".to_owned())));
    for why in locks.broken().values() {
        assert!(!why.is_empty(), "a lockfile broken without a reason");
    }
    drop(crate_lock::detect(
        system,
        (folder, top),
        Some("own"),
        &asked,
    ));
    drop(installed(system, folder, top, name));
    drop(catalog_range(system, folder, top, "default", name));
}

/// A policy file, and what follows from it for every version there is.
pub(super) fn policy(bytes: &[u8]) {
    let Some(text) = held::text(bytes) else {
        return;
    };
    let lines = text.split('\n').count();
    match held::same(|| Policy::from_toml(text)) {
        Err(error) => assert!(!error.to_string().is_empty(), "an error without words"),
        Ok((policy, unknown)) => {
            for key in unknown {
                assert!((1..=lines).contains(&key.line), "{key} of {lines} lines");
            }
            outside(|outside| {
                let usual = std::mem::replace(&mut outside.history.policy, policy);
                let answer = versions(&outside.history, None);
                outside.history.policy = usual;
                if let Err(error) = answer {
                    held::error(&error);
                }
            });
        }
    }
}

/// The configuration of a repository.
pub(super) fn configuration(bytes: &[u8]) {
    outside(|outside| {
        let file = outside.put("configured/forewarn.toml", Some(bytes));
        let folder = file.parent().expect("a file lies in a folder");
        let first = objections(&outside.system, folder);
        first.iter().for_each(held::error);
        let told = |all: &[forewarn::error::Error]| {
            all.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            told(&first),
            told(&objections(&outside.system, folder)),
            "two runs differ"
        );
        outside.put("configured/forewarn.toml", None);
    });
}

/// What a platform says of configurations (`configuration.toml`), of warnings (`evidence.toml`) and of plugins
/// (`conventions.toml`); the first two held against a usual document and a usual log.
pub(super) fn rules(bytes: &[u8]) {
    const DOCUMENT: &[u8] = br#"{"account_sid":"AC0","ui_version":"~2.3","ui_attributes":{"a":{"b":[1,null,"x"]}},"date_created":"2023-05-01T00:00:00Z"}"#;
    const LOG: &[u8] = b"2026-01-02T03:04:05Z Warning! Getter 'a' has been deprecated, please use 'b' instead!\n45600 x is deprecated\n";
    let Some(text) = held::text(bytes) else {
        return;
    };
    let (rules, problems) = read_rules(text, "configuration.toml");
    held::problems(&problems, |_| Some(bytes));
    drop(rules);
    outside(|outside| {
        let path = outside.put("rules.toml", Some(bytes));
        let document = outside.put("document.json", Some(DOCUMENT));
        check_up(outside, vec![document], Some(path));
    });
    let (patterns, problems) = read_patterns(text, "evidence.toml");
    held::problems(&problems, |_| Some(bytes));
    log_of(LOG, &patterns);
    let (_, problems) = held::same(|| read_conventions(text, "conventions.toml"));
    held::problems(&problems, |_| Some(bytes));
}

/// Accounts and waivers.
pub(super) fn accounts(bytes: &[u8]) {
    let Some(text) = held::text(bytes) else {
        return;
    };
    let (_, problems) = held::same(|| {
        let (accounts, problems) = read_accounts(text, "accounts.toml");
        (format!("{accounts:?}"), problems)
    });
    held::problems(&problems, |_| Some(bytes));
    let (_, problems) = held::same(|| read_waivers(text, "waivers.toml"));
    held::problems(&problems, |_| Some(bytes));
}

/// What was seen at run time, in any of the forms that it is exported in.
pub(super) fn evidence(bytes: &[u8]) {
    thread_local! {
        static PATTERNS: Patterns = read_patterns(bundle::EVIDENCE, "evidence.toml").0;
    }
    PATTERNS.with(|patterns| log_of(bytes, patterns));
}

fn log_of(bytes: &[u8], patterns: &Patterns) {
    let read = || {
        let mut records = Vec::new();
        let log = read_log(bytes, &mut |record| records.push(record));
        format!("{log:?} {records:?}")
    };
    assert_eq!(read(), read(), "two runs differ");
    // Values of JSON may share a line; no record comes out of nothing.
    let most = bytes.len() + 1;
    let mut count = 0;
    let log = read_log(bytes, &mut |record| {
        count += 1;
        let texts = || record.texts.iter().map(String::as_str);
        let sighting = patterns.line(texts());
        drop(sighting.or_else(|| patterns.code(record.code.as_deref()?)));
        for text in texts() {
            let _is_suspicious = patterns.is_suspicious(text);
        }
    });
    assert!(count <= most, "{count} records of {} bytes", bytes.len());
    match log {
        Ok(log) => {
            for broken in log.broken {
                assert!(!broken.why.is_empty(), "broken without a reason");
            }
        }
        Err(unreadable) => assert!(
            !unreadable.to_string().is_empty(),
            "unread without a reason"
        ),
    }
}

/// A text that no answer repeats, wherever a document has it.
const SECRET: &str = "zQ7secretTokenK9";

/// Documents of an account, one or several.
pub(super) fn checkup(bytes: &[u8]) {
    outside(|outside| {
        let mut files = Vec::new();
        for (index, (_, content)) in parts(bytes).iter().take(4).enumerate() {
            files.push(outside.put(&format!("documents/{index}.json"), Some(content)));
        }
        check_up(outside, files, None);
    });
}

fn check_up(outside: &Outside, files: Vec<PathBuf>, rules: Option<PathBuf>) {
    let query = CheckupQuery {
        files,
        to: "2.14.0".to_owned(),
        rules,
        ..CheckupQuery::default()
    };
    let told = match hold(&outside.system, &outside.history, &query) {
        Err(error) => {
            held::error(&error);
            error.render()
        }
        Ok(checked) => format!("{:?}", checked.document),
    };
    assert!(
        !told.contains(SECRET),
        "a value of a document is repeated: {told}"
    );
}

/// What somebody types into a search.
pub(super) fn search(bytes: &[u8]) {
    const MOST: usize = 20;
    let Some(text) = held::text(bytes) else {
        return;
    };
    outside(|outside| match find(&outside.history, text, MOST) {
        Err(error) => {
            held::error(&error);
            let has_word = text.chars().any(char::is_alphanumeric);
            assert!(!has_word, "a query with a word fails: {error}");
        }
        Ok(answer) => {
            assert!(answer.found.len() <= MOST.min(answer.total), "{answer:?}");
            let again = find(&outside.history, text, MOST).expect("the query that was answered");
            assert_eq!(again, answer, "two runs differ");
        }
    });
}

/// A baseline of findings.
pub(super) fn baseline(bytes: &[u8]) {
    let Some(text) = held::text(bytes) else {
        return;
    };
    match held::same(|| Baseline::read(text)) {
        Err(error) => assert!(!error.to_string().is_empty(), "an error without words"),
        Ok(baseline) => {
            let written = baseline.write();
            let again = Baseline::read(&written).expect("what was written");
            assert_eq!(again, baseline, "written as\n{written}");
            assert_eq!(again.write(), written, "writing again differs");
            let found: Vec<_> = baseline.entries().cloned().collect();
            let compared = baseline.compare(&found);
            assert!(
                found.iter().all(|entry| compared.meets(entry)),
                "an entry misses itself: {found:?}"
            );
        }
    }
}

/// What names packages, versions and ranges, each on a line of its own.
pub(super) fn version(bytes: &[u8]) {
    let Some(text) = held::text(bytes) else {
        return;
    };
    let lines: Vec<&str> = text.lines().take(8).collect();
    let mut versions: Vec<Version> = Vec::new();
    for line in &lines {
        drop((
            names::npm(line),
            names::krate(line),
            version_or_range(line),
            Pattern::read(line),
        ));
        match Source::parse(line) {
            Ok(_) => {}
            Err(error) => held::error(&error),
        }
        if let Ok(version) = Version::parse_any(line) {
            let again = Version::parse(version.scheme(), &version.to_string());
            assert_eq!(again.as_ref(), Ok(&version), "{version} is another version");
            versions.push(version);
        }
    }
    versions.extend(known().into_iter().map(Version::Semver));
    for line in &lines {
        let ranges = [Range::npm(line), Range::cargo(line), Range::dates(line)];
        for range in ranges.iter().filter_map(|range| range.as_ref().ok()) {
            for version in &versions {
                let _is_within = range.contains(version);
            }
            drop((range.least(), range.meets(range), range.lies_within(range)));
        }
    }
    let mut sorted = versions.clone();
    sorted.sort();
    for pair in sorted.windows(2) {
        assert!(pair[0] <= pair[1], "{} is not before {}", pair[0], pair[1]);
    }
}
