//! Findings on dependencies: what the plugin's manifest declares, and what its files import, against what the target needs.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap};

use crate::app::deprecations::Catalogue;
use crate::app::scan::Scan;
use crate::app::scan::findings::{excerpt, scope};
use crate::app::scan::window::Window;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::{Excerpt, Finding, Point, ScannedPlugin, Status};
use crate::domain::fingerprint::{self, fingerprint, line_hashes};
use crate::domain::rule::Rule;
use crate::domain::surface::{Requirement, RequirementKind};
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::scan::dependencies::{Needs, Said, Verdict, Why, package_of};
use crate::scan::manifest::{Manifest, Spec};
use crate::scan::place;
use crate::scan::script::source::Lines;
use crate::scan::script::source::{Exported, Kind, Span, TypeHead};
use crate::scan::script::world::File;
use crate::scan::sources::Sources;
use crate::scan::walk::Found;

/// As much of a manifest is read again as the walk reads.
const LIMIT: u64 = 8 * 1024 * 1024;

/// Adds the findings on dependencies to a plugin.
pub(super) fn of(
    plugin: &mut ScannedPlugin,
    found: &Found,
    sources: &Sources,
    windows: &[Window],
    scan: &Scan<'_, '_>,
) -> Result<(), Error> {
    let catalogue = scan.catalogue()?;
    let ends: Vec<Ends> = windows
        .iter()
        .map(|one| Ends::of(one, catalogue, scan.request.upgrade.is_some()))
        .collect();
    let mut findings = Vec::new();
    let declares = |manifest: &Manifest| {
        let mut dependencies = manifest.dependencies.iter();
        dependencies.any(|one| {
            windows
                .iter()
                .any(|window| window.import() == one.package())
        })
    };
    // A package beside a plugin that has nothing to do with the platform owes it nothing.
    let is_plugin = |manifest: &&Manifest| plugin.references > 0 || declares(manifest);
    if let Some(manifest) = found.manifest.as_ref().filter(is_plugin) {
        // It was there a moment ago; without its text a finding has no excerpt.
        let bytes = scan.system.read_regular(&manifest.path, LIMIT);
        let text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        findings.extend(declared(manifest, &text.unwrap_or_default(), &ends));
    }
    for (file, text) in sources.told() {
        findings.extend(imported(file, text, found.manifest.as_ref(), &ends));
    }
    plugin.findings.append(&mut findings);
    plugin
        .findings
        .sort_by(|a, b| (&a.file, a.start, &a.symbol).cmp(&(&b.file, b.start, &b.symbol)));
    Ok(())
}

/// What the version in use and the target of one package need.
struct Ends {
    /// With its registry.
    package: String,
    from: SemVersion,
    to: SemVersion,
    before: Needs,
    after: Needs,
    /// What the stable versions on the way need, oldest first; empty unless it is asked with which one something comes.
    way: Vec<(SemVersion, Needs)>,
}

impl Ends {
    fn of(window: &Window, catalogue: &Catalogue<'_>, is_upgrade: bool) -> Self {
        let needs = |version: &SemVersion, is_target: bool| {
            let surface = if is_target {
                &window.after
            } else {
                &window.before
            };
            let states = catalogue.untyped(&window.package, version);
            Needs::new(&window.package, version, &surface.requires, &states)
        };
        Self {
            package: window.package.clone(),
            before: needs(&window.from, false),
            after: needs(&window.to, true),
            from: window.from.clone(),
            to: window.to.clone(),
            way: if is_upgrade {
                way(window, catalogue)
            } else {
                Vec::new()
            },
        }
    }

    /// The first version from which on, up to the target, a verdict is the same.
    fn comes_with(
        &self,
        status: Status,
        verdict: impl Fn(&Needs) -> Option<Verdict>,
    ) -> Option<String> {
        let same = |(_, needs): &&(SemVersion, Needs)| {
            verdict(needs).is_some_and(|verdict| verdict.status == status)
        };
        let first = self.way.iter().rev().take_while(same).last();
        first.map(|(version, _)| version.to_string())
    }

    /// The package without its registry.
    fn name(&self) -> &str {
        self.package.split_once(':').map_or("", |(_, name)| name)
    }
}

/// What the manifests of the versions between both ends ask for.
fn way(window: &Window, catalogue: &Catalogue<'_>) -> Vec<(SemVersion, Needs)> {
    let versions = window.known.api.versions.iter();
    let parsed = versions.filter_map(|read| Some((read.version.parse::<SemVersion>().ok()?, read)));
    parsed
        .filter(|(version, _)| *version > window.from && *version <= window.to)
        .filter(|(version, _)| !version.is_prerelease() || *version == window.to)
        .map(|(version, read)| {
            let requires: Vec<Requirement> = read
                .requires
                .iter()
                .filter_map(|(name, range, kind)| {
                    Some(Requirement {
                        name: name.clone(),
                        range: range.clone(),
                        kind: RequirementKind::of_word(kind)?,
                    })
                })
                .collect();
            let states = catalogue.untyped(&window.package, &version);
            let needs = Needs::new(&window.package, &version, &requires, &states);
            (version, needs)
        })
        .collect()
}

/// A place of which something is to be said.
struct Met<'a> {
    ends: &'a Ends,
    verdict: Verdict,
    is_new: bool,
    comes_with: Option<String>,
    name: &'a str,
    /// `None` for an import.
    declared: Option<&'a str>,
    file: &'a str,
    start: Point,
    end: Point,
    excerpt: Option<Excerpt>,
    scope: Vec<String>,
    test_code: bool,
}

fn declared(manifest: &Manifest, text: &str, ends: &[Ends]) -> Vec<Finding> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = place::Lines::new(text);
    let dependencies = manifest.dependencies.iter().filter_map(|one| {
        let range = range(one.spec(), &one.name, manifest)?;
        Some((one.package(), range, one.name_at, one.section.as_str()))
    });
    let engines = manifest.engines.iter().map(|one| {
        (
            one.name.as_str(),
            one.range.as_str(),
            one.name_at,
            "engines",
        )
    });
    let mut met = Vec::new();
    for (name, range, at, section) in dependencies.chain(engines) {
        let verdict = ends.iter().find_map(|ends| {
            let verdict = ends.after.declared(name, range, &ends.before)?;
            Some((ends, verdict))
        });
        let Some((ends, verdict)) = verdict else {
            continue;
        };
        let then = ends.before.declared(name, range, &ends.before);
        let bytes = (lines.byte(at.start), lines.byte(at.end));
        met.push(Met {
            is_new: then.is_none_or(|then| then.status != verdict.status),
            comes_with: ends.comes_with(verdict.status, |needs| {
                needs.declared(name, range, &ends.before)
            }),
            ends,
            verdict,
            name,
            declared: Some(range),
            file: &manifest.file,
            start: at.start,
            end: at.end,
            excerpt: match bytes {
                (Some(start), Some(end)) => span(start, end).and_then(|at| excerpt(text, at)),
                _ => None,
            },
            scope: vec![section.to_owned()],
            test_code: false,
        });
    }
    findings(met, text)
}

/// The range that is meant; `None` for what is no range: a folder, a repository, a package of the same repository.
fn range<'a>(spec: Spec<'a>, name: &str, manifest: &'a Manifest) -> Option<&'a str> {
    match spec {
        Spec::Range(range) | Spec::Alias { range, .. } => Some(range),
        Spec::Catalog(catalog) => {
            let range = manifest.catalogs.get(catalog)?.get(name)?;
            Some(range)
        }
        Spec::Workspace(_) | Spec::Elsewhere(_) => None,
    }
}

fn imported(file: &File, text: &str, manifest: Option<&Manifest>, ends: &[Ends]) -> Vec<Finding> {
    // Of most files nothing is said.
    let lines = LazyCell::new(|| Lines::new(text));
    let mut met = Vec::new();
    let specifiers = specifiers(file, text);
    for (at, specifier) in &specifiers {
        let Some(name) = package_of(specifier) else {
            continue;
        };
        let declared = manifest
            .into_iter()
            .flat_map(|manifest| &manifest.dependencies)
            .find(|one| one.name == name);
        let name = declared.map_or(name, |one| one.package());
        // Of a plugin whose manifest cannot be read nobody knows what it declares.
        let range = declared
            .map(|one| one.range.as_str())
            .or_else(|| manifest.is_none().then_some("*"));
        let verdict = ends.iter().find_map(|ends| {
            let verdict = ends.after.imported(name, range, &ends.before)?;
            Some((ends, verdict))
        });
        let Some((ends, verdict)) = verdict else {
            continue;
        };
        let then = ends.before.imported(name, range, &ends.before);
        met.push(Met {
            is_new: then.is_none_or(|then| then.status != verdict.status),
            comes_with: ends.comes_with(verdict.status, |needs| {
                needs.imported(name, range, &ends.before)
            }),
            ends,
            verdict,
            name,
            declared: None,
            file: &file.path,
            start: point(&lines, at.start),
            end: point(&lines, at.end),
            excerpt: excerpt(text, *at),
            scope: scope(file, *at),
            test_code: file.is_test,
        });
    }
    findings(met, text)
}

/// Every place within quotes that names a module, in the order of the text.
fn specifiers<'a>(file: &'a File, text: &str) -> BTreeSet<(Span, &'a str)> {
    let script = &file.script;
    let mut found: BTreeSet<(Span, &str)> = script
        .imports
        .iter()
        .map(|one| (one.specifier_at, one.specifier.as_str()))
        .collect();
    for export in &script.exports {
        if let Exported::From { specifier, .. } | Exported::All { specifier } = &export.what {
            found.extend(behind(text, export.at, specifier).map(|at| (at, specifier.as_str())));
        }
    }
    for one in &script.type_uses {
        if let TypeHead::Module(specifier, at) = &one.head {
            found.insert((*at, specifier));
        }
    }
    for node in &script.nodes {
        let argument = match &node.kind {
            Kind::Import(argument) => *argument,
            Kind::Call {
                callee, arguments, ..
            } if matches!(&script[*callee].kind, Kind::Global(name) if name == "require") => {
                let Some(first) = arguments.first() else {
                    continue;
                };
                *first
            }
            _ => continue,
        };
        if let Kind::Text(specifier) = &script[argument].kind {
            found.insert((script[argument].at, specifier));
        }
    }
    found
}

/// The specifier of a re-export: the first text of that wording behind the name.
fn behind(text: &str, name: Span, specifier: &str) -> Option<Span> {
    let from = name.start as usize;
    let rest = text.get(from..)?;
    let at = ['"', '\'']
        .iter()
        .filter_map(|quote| rest.find(&format!("{quote}{specifier}{quote}")))
        .min()?;
    span(from + at + 1, from + at + 1 + specifier.len())
}

fn span(start: usize, end: usize) -> Option<Span> {
    Some(Span {
        start: u32::try_from(start).ok()?,
        end: u32::try_from(end).ok()?,
    })
}

fn point(lines: &Lines<'_>, byte: u32) -> Point {
    let (line, column) = lines.place(byte);
    Point { line, column }
}

fn findings(met: Vec<Met<'_>>, text: &str) -> Vec<Finding> {
    if met.is_empty() {
        return Vec::new();
    }
    let hashes = line_hashes(text);
    let mut counts: HashMap<(Vec<String>, String), usize> = HashMap::new();
    met.into_iter()
        .map(|met| {
            let nth = counts
                .entry((met.scope.clone(), met.name.to_owned()))
                .or_default();
            let scope: Vec<&str> = met.scope.iter().map(String::as_str).collect();
            let fingerprint = fingerprint(&fingerprint::Use {
                rule: Rule::DependencyRange,
                package: &met.ends.package,
                symbol: met.name,
                file: met.file,
                scope: &scope,
                nth: *nth,
            });
            *nth += 1;
            let line = met.start.line.saturating_sub(1) as usize;
            let line_hash = hashes.get(line).cloned().unwrap_or_default();
            finding(met, fingerprint, line_hash)
        })
        .collect()
}

fn finding(met: Met<'_>, fingerprint: String, line_hash: String) -> Finding {
    let said = met.ends.after.said(met.name).cloned();
    let of_said = |text: fn(Said) -> Option<String>| said.clone().and_then(text);
    let is_gone = matches!(met.verdict.status, Status::Removed | Status::Moved);
    let is_said = met.verdict.why == Why::Said;
    Finding {
        rule: Rule::DependencyRange,
        package: met.ends.package.clone(),
        status: met.verdict.status,
        symbol: met.name.to_owned(),
        kind: SymbolKind::NpmDependency,
        file: met.file.to_owned(),
        start: met.start,
        end: met.end,
        confidence: met.verdict.confidence,
        message: message(&met),
        notes: notes(&met),
        declared_since: of_said(|said| said.declared_since),
        first_observed: None,
        removed_in: of_said(|said| said.since).filter(|_| is_gone && is_said),
        removal: of_said(|said| said.removal),
        replacement: of_said(|said| said.replacement).filter(|_| is_said),
        replacement_since: of_said(|said| said.replacement_since).filter(|_| is_said),
        new: met.is_new,
        comes_with: met.comes_with,
        guarded: false,
        test_code: met.test_code,
        related: Vec::new(),
        fingerprint,
        line_hash,
        excerpt: met.excerpt,
    }
}

/// What is wrong, in a sentence.
fn message(met: &Met<'_>) -> String {
    let (name, package) = (met.name, met.ends.name());
    let (from, to) = (&met.ends.from, &met.ends.to);
    let declared = met.declared.unwrap_or_default();
    let said = met.ends.after.said(name);
    let since = |since: Option<&str>| since.map_or_else(String::new, |it| format!(" since {it}"));
    match &met.verdict.why {
        Why::Excludes => format!("{name}: the declared range {declared} does not hold {to}"),
        Why::Needs { range, peer } => {
            let since = since(said.and_then(|said| said.needed_since(range)));
            let verb = if *peer { "asks for" } else { "needs" };
            format!("{name}: {package} {to} {verb} {range}{since}; declared {declared}")
        }
        Why::Dropped => {
            format!("{name} came with {package} {from}; {to} does not bring it along")
        }
        Why::Said => {
            let gone = since(said.and_then(|said| said.since.as_deref()));
            let replacement = said.and_then(|said| said.replacement.as_deref());
            match (met.verdict.status, replacement) {
                (Status::Removed, _) => format!("{name} is no part of {package}{gone}"),
                (Status::Moved | Status::Changed, Some(replacement)) => {
                    format!("{replacement} takes the place of {name}{gone}")
                }
                (Status::Moved | Status::Changed, None) => {
                    format!("{name} changed{gone}")
                }
                _ => {
                    let declared = since(said.and_then(|said| said.declared_since.as_deref()));
                    format!("{name} is deprecated{declared}")
                }
            }
        }
    }
}

/// What to do about it, and where it is known from.
fn notes(met: &Met<'_>) -> Vec<String> {
    let (name, to) = (met.ends.name(), &met.ends.to);
    let said = met.ends.after.said(met.name);
    let replacement = said.and_then(|said| said.replacement.as_deref());
    let advice = match (&met.verdict.why, replacement) {
        (Why::Excludes, _) => Some(format!("declare a range that holds {to}")),
        (Why::Needs { range, .. }, _) => Some(format!("declare a range that meets {range}")),
        // Every format names the replacement itself.
        (Why::Said, Some(_)) => None,
        (Why::Said | Why::Dropped, _) => {
            Some("declare it as a dependency of the plugin's own, or do without it".to_owned())
        }
    };
    let mut notes: Vec<String> = advice.into_iter().collect();
    if let Some(removal) = said.and_then(|said| said.removal.as_deref()) {
        notes.push(format!("its removal is announced for {removal}"));
    }
    match (&met.verdict.why, said) {
        // The target itself excludes what the range does not hold.
        (Why::Excludes, _) => {}
        (Why::Needs { range, .. }, Some(said)) if said.needed_since(range).is_some() => {
            notes.push(entries(&said.entries));
        }
        (Why::Said, Some(said)) => notes.push(entries(&said.entries)),
        _ => notes.push(format!("by the package.json of {name} {to}")),
    }
    notes
}

fn entries(ids: &[String]) -> String {
    let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    ids.dedup();
    format!("by the change log: {}", ids.join(", "))
}
