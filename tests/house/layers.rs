//! Dependencies run downward only, and some crates have one home.
//!
//! ```text
//! main -> cli -> tui -> app -> {scan, ingest, store, bundle, changelog, policy} -> {syntax, domain}
//! cli, tui -> report -> domain
//! system, cancel, error: by all but domain, policy, changelog
//! ```

use std::collections::BTreeSet;
use std::path::Path;

use syn::visit::Visit;

/// What each layer may name of this crate. A layer that is not listed does not exist yet.
const MAY_USE: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    (
        "cli",
        &[
            "app",
            "report",
            "domain",
            "changelog",
            "system",
            "error",
            "exit",
            "cancel",
            "tui",
        ],
    ),
    (
        "tui",
        &["app", "report", "domain", "system", "error", "cancel"],
    ),
    (
        "app",
        &[
            "scan",
            "ingest",
            "store",
            "bundle",
            "changelog",
            "policy",
            "domain",
            "system",
            "cancel",
            "error",
        ],
    ),
    ("scan", &["syntax", "domain", "system", "cancel", "error"]),
    ("ingest", &["syntax", "domain", "system", "cancel", "error"]),
    ("syntax", &["domain"]),
    ("report", &["domain"]),
    ("store", &["domain"]),
    ("bundle", &[]),
    ("changelog", &["domain"]),
    ("policy", &["domain"]),
    ("domain", &[]),
    ("system", &["domain"]),
    ("error", &["domain", "policy", "report", "store", "system"]),
    ("cancel", &[]),
    ("exit", &[]),
];

/// Crates that only one layer may name.
const HOMES: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("pulldown_cmark", &["changelog", "domain"]),
    ("clap", &["cli"]),
    ("diffy", &["changelog"]),
    ("toml_edit", &["changelog"]),
    ("tempfile", &["system"]),
    ("anstream", &["cli"]),
    ("anstyle", &["report"]),
    ("textwrap", &["report"]),
    ("terminal_size", &["system"]),
    ("nodejs_semver", &["domain"]),
    ("regex", &["domain"]),
    ("oxc_allocator", &["syntax"]),
    ("oxc_ast", &["syntax"]),
    ("oxc_ast_visit", &["syntax"]),
    ("oxc_parser", &["syntax"]),
    ("oxc_semantic", &["syntax"]),
    ("oxc_span", &["syntax"]),
    ("syn", &["syntax"]),
    ("proc_macro2", &["syntax"]),
    ("quote", &["syntax"]),
    ("tar", &["ingest"]),
    ("flate2", &["ingest"]),
    ("ignore", &["scan"]),
    ("jsonc_parser", &["scan"]),
    ("zstd", &["bundle"]),
    ("postcard", &["domain"]),
    ("mimalloc", &["main"]),
    ("minijinja", &["report"]),
    ("clap_complete", &["cli"]),
    ("indicatif", &["cli"]),
    ("inquire", &["cli"]),
    ("ratatui", &["tui"]),
    ("ansi_to_tui", &["tui"]),
    ("frizbee", &["tui"]),
    ("signal_hook", &["tui"]),
    ("base64", &["tui"]),
    ("clap_mangen", &["cli"]),
];

/// The paths of all source files, with `/`, relative to `src`.
pub(crate) fn sources() -> Vec<String> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<String>) {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(root).unwrap();
                found.push(below.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found.sort();
    assert!(found.len() > 50, "the walk found only {}", found.len());
    found
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test reads the repository's own files"
)]
pub(crate) fn text_of(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)).unwrap()
}

fn layer(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// Every path of a file by its first two segments, whether in a `use`, a type or an expression.
#[derive(Default)]
struct Paths(BTreeSet<(String, String)>);

impl Paths {
    fn add(&mut self, segments: &[String]) {
        if let [first, second, ..] = segments {
            self.0.insert((first.clone(), second.clone()));
        }
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| {
            let mut path = before.to_vec();
            path.push(name.to_string());
            path
        };
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.add(&with(&name.ident)),
            syn::UseTree::Rename(rename) => self.add(&with(&rename.ident)),
            syn::UseTree::Glob(_) => self.add(before),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|item| self.tree(before, item));
            }
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        self.add(&segments);
        syn::visit::visit_path(self, path);
    }
}

fn paths_of(path: &str) -> BTreeSet<(String, String)> {
    let file = syn::parse_file(&text_of(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut paths = Paths::default();
    paths.visit_file(&file);
    paths.0
}

#[test]
fn dependencies_run_downward_only() {
    let mut wrong = Vec::new();
    for path in sources().iter().filter(|path| *path != "lib.rs") {
        let layer = layer(path);
        let (_, allowed) = MAY_USE
            .iter()
            .find(|(name, _)| *name == layer)
            .unwrap_or_else(|| {
                panic!("src/{layer} is in no layer: add it to ARCHITECTURE.md and to this test")
            });
        for (first, second) in paths_of(path) {
            let is_ours = first == "crate" || first == "forewarn";
            if is_ours && second != layer && !allowed.contains(&second.as_str()) {
                wrong.push(format!("{path} uses {second}"));
            }
        }
    }
    assert!(wrong.is_empty(), "against the layers: {}", wrong.join(", "));
}

#[test]
fn some_crates_have_one_home() {
    let mut wrong = Vec::new();
    for path in sources() {
        let paths = paths_of(&path);
        for (krate, homes) in HOMES {
            if paths.iter().any(|(first, _)| first == krate) && !homes.contains(&layer(&path)) {
                wrong.push(format!("{path} names {krate}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "outside of their homes: {}",
        wrong.join(", ")
    );
}

/// The check can fail: a path like these is found wherever it stands.
#[test]
fn paths_are_found_in_uses_types_and_expressions() {
    let file = syn::parse_file(
        "use crate::{store::Store, domain as d};\nfn f(x: crate::app::X) { let _ = crate::cli::run(x); }",
    )
    .unwrap();
    let mut paths = Paths::default();
    paths.visit_file(&file);
    let seconds: Vec<&str> = paths
        .0
        .iter()
        .filter(|(first, _)| first == "crate")
        .map(|(_, second)| second.as_str())
        .collect();
    assert_eq!(seconds, ["app", "cli", "domain", "store"]);
}
