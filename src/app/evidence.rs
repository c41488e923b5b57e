//! What was seen at run time: bringing logs in, telling what they show, and setting that beside what a scan finds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::app::deprecations::{DeprecationsQuery, deprecations};
use crate::app::history::{History, Whereabouts};
use crate::app::import::packages::Target;
use crate::app::rules::{Read, RuleFile};
use crate::app::scan::{ScanRequest, scan};
use crate::bundle;
use crate::cancel::Progress;
use crate::changelog::evidence::read_patterns;
use crate::domain::date::Date;
use crate::domain::document::evidence::{
    Beside, DayCount, EvidenceDocument, Meant, SCHEMA, Seen, SeenCode, Shows,
};
use crate::domain::document::scan::{Confidence, Finding, ScannedPlugin};
use crate::domain::evidence::{Channel, Count, Patterns, Source};
use crate::domain::problem::Problem;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::store::Store;
use crate::system::System;

mod beside;
mod import;

pub use beside::beside;
pub use import::{ImportRequest, import};

/// Where the patterns of warnings are.
const PATTERNS: RuleFile = RuleFile {
    usual: "evidence.toml",
    configured: |workspace| workspace.evidence.clone(),
    built_in: bundle::EVIDENCE,
    what: "what warnings look like at run time, for the platform",
    help: "forewarn evidence --help",
};

/// Which evidence is asked for.
#[derive(Clone, Debug, Default)]
pub struct EvidenceQuery {
    /// The file of patterns, instead of the workspace's or the built-in ones.
    pub patterns: Option<PathBuf>,
    /// Plugins to scan, so that what was seen stands beside what is found; empty: none.
    pub plugins: Vec<PathBuf>,
    /// For that scan, as `scan` takes them.
    pub from: Option<String>,
    pub to: Option<String>,
}

/// An answer with the warnings of its file of patterns.
#[derive(Debug)]
pub struct Listed {
    pub document: EvidenceDocument,
    pub problems: Vec<Problem>,
}

/// What was seen, by symbol; with plugins also how that stands to what a scan of them finds.
///
/// # Errors
/// A platform without patterns, plugins that cannot be scanned.
pub fn list(
    system: &System,
    history: &History,
    query: &EvidenceQuery,
    progress: &dyn Progress,
) -> Result<Listed, Error> {
    let Read { rules, problems } =
        PATTERNS.read(system, history, query.patterns.as_deref(), read_patterns)?;
    let mut document = evidence(history, &rules)?;
    if !query.plugins.is_empty() {
        let request = ScanRequest {
            paths: query.plugins.clone(),
            packages: Vec::new(),
            from: query.from.clone(),
            to: query.to.clone(),
            min_confidence: Some(Confidence::Low),
            only: Vec::new(),
            fail_on: None,
            baseline: None,
            update_baseline: false,
            changed_since: None,
            conventions: None,
            show_unresolved: false,
            cache: true,
            upgrade: None,
        };
        let scanned = scan(system, history, &request, progress)?;
        document.scan_complete = Some(scanned.is_complete());
        document.beside = Some(beside(scanned.findings(), &document));
    }
    Ok(Listed { document, problems })
}

/// What was seen, beside findings; `None` if nothing was ever imported.
///
/// # Errors
/// If the database, the catalogue or the file of patterns cannot be read.
pub(crate) fn beside_findings<'a>(
    system: &System,
    history: &History,
    findings: impl IntoIterator<Item = (&'a ScannedPlugin, &'a Finding)>,
) -> Result<Option<Beside>, Error> {
    let document = kept(system, history)?;
    Ok(document.map(|document| beside(findings, &document)))
}

/// How often each symbol of the catalogue was seen at run time; `None` if nothing was ever imported. A warning that may mean
/// one of several symbols counts for each.
///
/// # Errors
/// If the database, the catalogue or the file of patterns cannot be read.
pub fn counts(
    system: &System,
    history: &History,
) -> Result<Option<BTreeMap<String, usize>>, Error> {
    let Some(document) = kept(system, history)? else {
        return Ok(None);
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for seen in &document.seen {
        for meant in &seen.symbols {
            *counts.entry(meant.symbol.raw().to_owned()).or_default() += seen.count;
        }
    }
    Ok(Some(counts))
}

/// All that is kept, by the usual patterns; `None` if nothing was ever imported.
fn kept(system: &System, history: &History) -> Result<Option<EvidenceDocument>, Error> {
    let kept = history.store.evidence(&history.platform)?;
    if kept.sources.is_empty() {
        return Ok(None);
    }
    let Read { rules, .. } = PATTERNS.read(system, history, None, read_patterns)?;
    evidence(history, &rules).map(Some)
}

/// All that is kept, as the patterns and the catalogue of today explain it.
///
/// # Errors
/// If the database or the catalogue cannot be read.
pub fn evidence(history: &History, patterns: &Patterns) -> Result<EvidenceDocument, Error> {
    let kept = history.store.evidence(&history.platform)?;
    let catalogue = Catalogue::load(history)?;
    let (counts, later): (Vec<Count>, Vec<Count>) = kept
        .counts
        .into_iter()
        .partition(|count| count.day.is_none_or(|day| day <= history.as_of));
    let mut seen: BTreeMap<(String, Vec<Meant>, bool), Vec<Count>> = BTreeMap::new();
    let mut codes: BTreeMap<String, Vec<Count>> = BTreeMap::new();
    for count in counts {
        let sighting = &count.sighting;
        let code = patterns.code_of(&sighting.pattern);
        if let Some(code) = code.filter(|code| code.subject.is_none()) {
            codes.entry(code.code.clone()).or_default().push(count);
            continue;
        }
        let named = match (code, patterns.console_of(&sighting.pattern)) {
            (Some(code), _) => code.symbols.as_slice(),
            (None, Some(line)) => line.symbols.as_slice(),
            (None, None) => &[],
        };
        let symbols = catalogue.meant(&sighting.subject, named);
        let is_ambiguous = named.is_empty() && symbols.len() > 1;
        let key = (sighting.subject.clone(), symbols, is_ambiguous);
        seen.entry(key).or_default().push(count);
    }
    let mut seen: Vec<Seen> = seen
        .into_iter()
        .map(|((subject, symbols, ambiguous), counts)| one(subject, symbols, ambiguous, &counts))
        .collect();
    seen.sort_by_key(|one| std::cmp::Reverse(one.count));
    Ok(EvidenceDocument {
        schema: SCHEMA,
        as_of: history.as_of,
        platform: history.platform.clone(),
        seen,
        codes: codes
            .into_iter()
            .filter_map(|(code, counts)| seen_code(patterns, &code, &counts))
            .collect(),
        sources: kept.sources,
        later: later.iter().map(|count| count.count).sum(),
        logger: patterns.logger.clone(),
        beside: None,
        scan_complete: None,
        shows: shows(patterns, &catalogue),
    })
}

fn one(subject: String, symbols: Vec<Meant>, ambiguous: bool, counts: &[Count]) -> Seen {
    let mut days: BTreeMap<(bool, Option<Date>), usize> = BTreeMap::new();
    for count in counts {
        *days.entry((count.day.is_none(), count.day)).or_default() += count.count;
    }
    let (first, last) = ends(counts);
    let patterns: BTreeSet<&str> = counts
        .iter()
        .map(|one| one.sighting.pattern.as_str())
        .collect();
    Seen {
        ambiguous,
        subject: Untrusted::from(subject),
        symbols,
        patterns: patterns.into_iter().map(str::to_owned).collect(),
        replacement: counts
            .iter()
            .find_map(|one| one.sighting.replacement.as_deref())
            .map(Untrusted::from),
        count: counts.iter().map(|one| one.count).sum(),
        first,
        last,
        days: days
            .into_iter()
            .map(|((_, day), count)| DayCount { day, count })
            .collect(),
    }
}

fn ends(counts: &[Count]) -> (Option<Date>, Option<Date>) {
    let days = || counts.iter().filter_map(|one| one.day);
    (days().min(), days().max())
}

fn seen_code(patterns: &Patterns, code: &str, counts: &[Count]) -> Option<SeenCode> {
    let known = patterns.codes.iter().find(|one| one.code == code)?;
    let (first, last) = ends(counts);
    Some(SeenCode {
        code: known.code.clone(),
        level: known.level,
        product: known.product.clone(),
        what: known.what.clone(),
        count: counts.iter().map(|one| one.count).sum(),
        first,
        last,
    })
}

/// How the use of each symbol shows that a pattern of its own names.
fn shows(patterns: &Patterns, catalogue: &Catalogue) -> BTreeMap<String, Shows> {
    let mut shows: BTreeMap<String, Shows> = BTreeMap::new();
    for line in patterns.console.iter().filter(|line| !line.generic) {
        let by = match line.channel {
            Channel::Console => Shows::Always,
            Channel::Logger => Shows::IfLogged,
        };
        for meant in catalogue.meant(&line.subject, &line.symbols) {
            let entry = shows.entry(meant.symbol.raw().to_owned()).or_insert(by);
            *entry = (*entry).min(by);
        }
    }
    shows
}

/// The symbols that the record or the surfaces say something of, by what warnings call them.
struct Catalogue {
    by_path: BTreeMap<String, Vec<Meant>>,
    by_name: BTreeMap<String, Vec<Meant>>,
}

impl Catalogue {
    fn load(history: &History) -> Result<Self, Error> {
        let query = DeprecationsQuery {
            all: true,
            ..DeprecationsQuery::default()
        };
        let mut catalogue = Self {
            by_path: BTreeMap::new(),
            by_name: BTreeMap::new(),
        };
        for state in deprecations(history, &query)?.symbols {
            let path = state.symbol.raw().to_owned();
            // What only a deep import reaches is the same symbol again.
            if path.contains('#') {
                continue;
            }
            let meant = Meant {
                symbol: state.symbol,
                kind: state.kind,
                stream: state.stream,
                status: state.status,
            };
            let name = path.rsplit('.').next().unwrap_or(&path).to_owned();
            catalogue
                .by_name
                .entry(name)
                .or_default()
                .push(meant.clone());
            catalogue.by_path.entry(path).or_default().push(meant);
        }
        Ok(catalogue)
    }

    /// The symbols that a warning means: those that its pattern names; else the one of that path; else all whose path ends
    /// so.
    fn meant(&self, subject: &str, named: &[String]) -> Vec<Meant> {
        let mut found: Vec<Meant> = Vec::new();
        if named.is_empty() {
            if let Some(exact) = self.by_path.get(subject) {
                found.extend(exact.iter().cloned());
            } else {
                let name = subject.rsplit('.').next().unwrap_or(subject);
                let ending = format!(".{subject}");
                let all = self.by_name.get(name).into_iter().flatten();
                let ends_so = |one: &&Meant| one.symbol.raw().ends_with(&ending);
                found.extend(all.filter(ends_so).cloned());
            }
        }
        for symbol in named {
            found.extend(self.by_path.get(symbol).into_iter().flatten().cloned());
        }
        found.sort();
        found.dedup();
        found
    }
}

/// Forgets sources: all, or those whose name or the beginning of whose id is given. What was forgotten.
///
/// # Errors
/// A name that no source has: the ones there are are named. A database that cannot be written.
pub fn forget(
    system: &System,
    whereabouts: &Whereabouts,
    names: &[String],
    all: bool,
) -> Result<Vec<Source>, Error> {
    let history = History::open(system, whereabouts)?;
    let platform = history.platform.clone();
    let kept = history.store.evidence(&platform)?.sources;
    let is_meant = |source: &Source, name: &str| {
        source.name.raw() == name || name.len() >= 8 && source.id.starts_with(name)
    };
    for name in names {
        if !kept.iter().any(|source| is_meant(source, name)) {
            let mut known: Vec<String> = kept
                .iter()
                .map(|one| one.name.for_terminal_line())
                .collect();
            known.sort();
            let hint = if known.is_empty() {
                "nothing was imported yet".to_owned()
            } else {
                format!("imported: {}", known.join(", "))
            };
            return Err(Error::new(format!("no evidence is from `{name}`")).hint(hint));
        }
    }
    let gone: Vec<Source> = kept
        .into_iter()
        .filter(|source| all || names.iter().any(|name| is_meant(source, name)))
        .collect();
    drop(history);
    if gone.is_empty() {
        return Ok(gone);
    }
    let ids: Vec<String> = gone.iter().map(|source| source.id.clone()).collect();
    let mut target = Target::find(system, whereabouts)?;
    let store: &mut Store = target.store()?;
    store.forget_evidence(&platform, &ids)?;
    Ok(gone)
}
