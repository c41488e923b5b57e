//! From what a plugin uses to findings: what the catalogue says of each symbol at the target.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::app::deprecations::Catalogue;
use crate::app::scan::message;
use crate::app::scan::platform::Platform;
use crate::app::scan::window::Window;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::deprecations::{SymbolState, SymbolStatus};
use crate::domain::document::scan::{
    Confidence, Excerpt, Finding, Point, Related, RelatedAs, ScannedPackage, ScannedPlugin, Status,
};
use crate::domain::fingerprint::{self, fingerprint, line_hashes};
use crate::domain::rule::Rule;
use crate::domain::surface::notice::Strength;
use crate::scan::script::source::Lines;
use crate::scan::script::source::Span;
use crate::scan::script::world::File;
use crate::scan::sources::Sources;
use crate::scan::text;
use crate::scan::uses::Site;
use crate::scan::uses::{Kind, Then, Use, Uses};

/// What the catalogue says of the symbols of one package, at both ends.
struct States {
    before: At,
    after: At,
}

/// What it says at one end: of declared symbols, and of names that only the record has.
struct At {
    declared: BTreeMap<String, SymbolState>,
    recorded: BTreeMap<(SymbolKind, String), SymbolState>,
}

impl At {
    fn of(&self, one: &Use) -> Option<&SymbolState> {
        match one.what {
            Kind::Recorded(kind) => self.recorded.get(&(kind, one.symbol.clone())),
            _ => self.declared.get(&one.symbol),
        }
    }
}

/// What uses were found in, and with what.
pub(super) struct From<'a> {
    pub(super) sources: &'a Sources,
    pub(super) windows: &'a [Window],
    pub(super) platform: &'a Platform,
}

/// Fills in the findings of a plugin. Symbols `without` are taken to be gone, with all that is in them.
pub(super) fn of(
    plugin: &mut ScannedPlugin,
    met: &Uses,
    from: &From<'_>,
    catalogue: &Catalogue<'_>,
    without: &[String],
) {
    let From {
        sources,
        windows,
        platform,
    } = *from;
    let states: Vec<States> = windows
        .iter()
        .enumerate()
        .map(|(index, window)| states(index, window, met, catalogue))
        .collect();
    let mut judged: Vec<Judged<'_>> = Vec::new();
    for one in &met.uses {
        let (Some(window), Some(states)) = (windows.get(one.package), states.get(one.package))
        else {
            continue;
        };
        let assumed = without.iter().any(|gone| is_in(&one.symbol, gone));
        let status = if assumed {
            Some(Status::Removed)
        } else {
            status(one, states, window)
        };
        judged.extend(status.map(|status| Judged {
            one,
            status,
            window,
            states,
            assumed,
        }));
    }
    let made = Making { sources, platform };
    plugin.findings = made.all(&judged);
    for (index, window) in windows.iter().enumerate() {
        plugin.packages.push(ScannedPackage {
            package: window.package.clone(),
            from: window.from.to_string(),
            to: window.to.to_string(),
            detected: window.detected.clone(),
            frontier: None,
            frontier_by: None,
            floor: None,
            floor_by: None,
            references: met.uses.iter().filter(|one| one.package == index).count(),
            newest_known: window.newest_known.clone(),
            imported: window.imported,
            surfaces: window.surfaces,
        });
    }
}

/// Whether a symbol is another one, or in it.
fn is_in(symbol: &str, owner: &str) -> bool {
    symbol
        .strip_prefix(owner)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ':']))
}

fn states(index: usize, window: &Window, met: &Uses, catalogue: &Catalogue<'_>) -> States {
    let mut declared: BTreeSet<&str> = BTreeSet::new();
    let mut recorded: BTreeSet<(SymbolKind, &str)> = BTreeSet::new();
    for one in met.uses.iter().filter(|one| one.package == index) {
        match one.what {
            Kind::Recorded(kind) => {
                recorded.insert((kind, &one.symbol));
            }
            _ => {
                declared.insert(&one.symbol);
            }
        }
    }
    let at = |version| At {
        declared: catalogue.typed(&window.known, version, &declared),
        recorded: catalogue.of_record(&window.package, version, &recorded),
    };
    States {
        before: at(&window.from),
        after: at(&window.to),
    }
}

/// Whether what a symbol is a member of is reachable in the target, and the symbol is not.
fn stays(one: &Use, state: Option<&SymbolState>, window: &Window) -> bool {
    // What the versions show does not tell what a base of another package has. Properties of components mostly come from
    // such bases, and what is nested may have got a name of its own: there somebody has to have said that it went.
    let is_said = state.is_some_and(|state| !state.rows.is_empty());
    let may_come_from_others = one.nameless
        || one.symbol.matches('.').count() > 1
        || state.is_none_or(|state| state.kind == SymbolKind::ComponentProp);
    if !is_said && may_come_from_others {
        return false;
    }
    let api = &window.known.api;
    let Some(position) = api.position(&window.to.to_string()) else {
        return false;
    };
    let there = |path: &str| api.fact(path, position).is_some_and(|fact| fact.root);
    one.symbol
        .rsplit_once('.')
        .is_some_and(|(owner, _)| there(owner) && !there(&one.symbol))
}

/// A use of which something is to be said.
struct Judged<'a> {
    one: &'a Use,
    status: Status,
    window: &'a Window,
    states: &'a States,
    /// Its status is assumed, whatever the target has.
    assumed: bool,
}

/// What becomes of a use: the surfaces say whether it is there, the catalogue what else is known.
fn status(one: &Use, states: &States, window: &Window) -> Option<Status> {
    let state = states.after.of(one);
    let said = state.map(|state| state.status);
    match &one.then {
        Then::Gone => Some(match said {
            Some(SymbolStatus::Moved) => Status::Moved,
            _ => Status::Removed,
        }),
        Then::There {
            deprecated: Some(notice),
        } => Some(match said {
            Some(SymbolStatus::Overdue) => Status::Overdue,
            Some(SymbolStatus::Scheduled) => Status::Scheduled,
            Some(SymbolStatus::Changed) => Status::Changed,
            // Nobody who compiles is told.
            _ if notice.strength == Strength::Soft => Status::Soft,
            _ => Status::Deprecated,
        }),
        // What the versions show of a symbol is shown of any form of it; the record speaks of all.
        Then::Spared if state.is_none_or(|state| state.rows.is_empty()) => None,
        Then::There { deprecated: None } | Then::Spared => match said? {
            SymbolStatus::Changed => Some(Status::Changed),
            SymbolStatus::Overdue => Some(Status::Overdue),
            SymbolStatus::Scheduled => Some(Status::Scheduled),
            SymbolStatus::Deprecated => Some(Status::Deprecated),
            SymbolStatus::Soft => Some(Status::Soft),
            // The surface has it: what the record says is of something else.
            SymbolStatus::Removed | SymbolStatus::Moved => None,
        },
        // Its container takes something from a package that is not known, which might have it; but the record says that it
        // went, and the published versions show that its container stayed.
        Then::Unknown => match said? {
            SymbolStatus::Removed if stays(one, state, window) => Some(Status::Removed),
            SymbolStatus::Moved if stays(one, state, window) => Some(Status::Moved),
            _ => None,
        },
        Then::Recorded => Some(match said? {
            SymbolStatus::Removed => Status::Removed,
            SymbolStatus::Moved => Status::Moved,
            SymbolStatus::Changed => Status::Changed,
            SymbolStatus::Overdue => Status::Overdue,
            SymbolStatus::Scheduled => Status::Scheduled,
            SymbolStatus::Deprecated => Status::Deprecated,
            SymbolStatus::Soft => Status::Soft,
        }),
        Then::Other => None,
    }
}

/// The further places of a use, in its file.
fn related(one: &Use, file: &File) -> Vec<(Span, RelatedAs)> {
    let imported = one.imported_at.filter(|at| *at != one.at);
    let mut places: Vec<(Span, RelatedAs)> = [
        (imported, RelatedAs::Import),
        (one.passed_on_at, RelatedAs::ReExport),
    ]
    .into_iter()
    .filter_map(|(at, by)| Some((at?, by)))
    .collect();
    if one.what == Kind::Module && matches!(one.then, Then::Gone) {
        let uses = file.script.uses_of_module(one.at).into_iter();
        places.extend(uses.map(|at| (at, RelatedAs::Use)));
    }
    places
}

struct Making<'a> {
    sources: &'a Sources,
    platform: &'a Platform,
}

impl Making<'_> {
    fn all(&self, judged: &[Judged<'_>]) -> Vec<Finding> {
        let mut by_file: BTreeMap<usize, Vec<&Judged<'_>>> = BTreeMap::new();
        for one in judged {
            by_file.entry(one.one.file).or_default().push(one);
        }
        let mut findings: Vec<Finding> = by_file
            .into_iter()
            .flat_map(|(file, judged)| self.of_file(file, &judged))
            .collect();
        findings.sort_by(|a, b| (&a.file, a.start, &a.symbol).cmp(&(&b.file, b.start, &b.symbol)));
        findings
    }

    fn of_file(&self, index: usize, judged: &[&Judged<'_>]) -> Vec<Finding> {
        let (file, text) = (&self.sources.files[index], &self.sources.texts[index]);
        let rust = self.sources.rust.get(index);
        let lines = lines_of(&file.path, text);
        let hashes = line_hashes(text);
        // An import is a finding of its own only where nothing else is made of it.
        let used: BTreeSet<Span> = judged
            .iter()
            .filter(|one| one.one.site != Site::Import)
            .filter_map(|one| one.one.imported_at)
            .collect();
        // What is declared is said by its declaration: not once more by the name that the record has for it.
        let declared: BTreeSet<Span> = judged
            .iter()
            .filter(|one| one.one.site != Site::Text)
            .map(|one| one.one.at)
            .collect();
        let mut counts: HashMap<(Vec<String>, String), usize> = HashMap::new();
        let mut findings = Vec::new();
        for one in judged {
            let is_import = one.one.site == Site::Import && used.contains(&one.one.at);
            let is_twice = one.one.site == Site::Text && declared.contains(&one.one.at);
            if is_import || is_twice {
                continue;
            }
            let scope = match rust {
                Some(rust) => named(rust.code.scopes.iter().cloned(), one.one.at),
                None => scope(file, one.one.at),
            };
            let nth = counts
                .entry((scope.clone(), one.one.symbol.clone()))
                .or_default();
            let mut finding = self.finding(one, file, text, &lines);
            let scope: Vec<&str> = scope.iter().map(String::as_str).collect();
            finding.fingerprint = fingerprint(&fingerprint::Use {
                rule: finding.rule,
                package: &finding.package,
                symbol: &finding.symbol,
                file: &finding.file,
                scope: &scope,
                nth: *nth,
            });
            *nth += 1;
            finding.line_hash = hashes
                .get(finding.start.line.saturating_sub(1) as usize)
                .cloned()
                .unwrap_or_default();
            findings.push(finding);
        }
        findings
    }

    fn finding(&self, judged: &Judged<'_>, file: &File, text: &str, lines: &Lines<'_>) -> Finding {
        let one = judged.one;
        let state = judged.states.after.of(one);
        let kind = self.kind(one, state);
        let (start, end) = (point(lines, one.at.start), point(lines, one.at.end));
        let inferred = matches!(one.then, Then::Unknown);
        let confidence = match one.confidence {
            Confidence::High if one.guarded || inferred => Confidence::Medium,
            confidence => confidence,
        };
        let mut told = message::told(judged.status, one, state, judged.window);
        if judged.assumed {
            told.message = format!("{} would be gone", one.symbol);
            told.removed_in = None;
        }
        let related = related(one, file).into_iter().map(|(at, by)| Related {
            file: file.path.clone(),
            start: point(lines, at.start),
            end: point(lines, at.end),
            by,
        });
        Finding {
            rule: rule(kind, judged.status),
            package: judged.window.package.clone(),
            status: judged.status,
            symbol: one.symbol.clone(),
            kind,
            file: file.path.clone(),
            start,
            end,
            confidence,
            declared_since: told.declared_since,
            first_observed: told.first_observed,
            removed_in: told.removed_in,
            removal: told.removal,
            replacement: told.replacement,
            replacement_since: told.replacement_since,
            message: told.message,
            notes: told
                .notes
                .into_iter()
                .chain(one.notes.iter().cloned())
                .collect(),
            new: judged.assumed || !is_old(judged),
            comes_with: None,
            guarded: one.guarded,
            test_code: file.is_test || one.test_code,
            related: related.collect(),
            fingerprint: String::new(),
            line_hash: String::new(),
            excerpt: excerpt(text, one.at),
        }
    }

    fn kind(&self, one: &Use, state: Option<&SymbolState>) -> SymbolKind {
        if let Some(state) = state {
            return state.kind;
        }
        let owner = one.symbol.rsplit_once('.').map_or("", |(owner, _)| owner);
        match one.what {
            Kind::Export => SymbolKind::Export,
            Kind::EnumMember => SymbolKind::EnumMember,
            Kind::Module => SymbolKind::Module,
            Kind::Recorded(kind) => kind,
            Kind::Member
                if self
                    .platform
                    .conventions
                    .strings
                    .iter()
                    .any(|one| one == owner) =>
            {
                SymbolKind::StringTemplate
            }
            Kind::Member if one.site == Site::Attribute => SymbolKind::ComponentProp,
            Kind::Member => SymbolKind::Member,
        }
    }
}

/// Whether the same was to be said at the version in use.
fn is_old(judged: &Judged<'_>) -> bool {
    let before = judged.states.before.of(judged.one);
    match (before, judged.states.after.of(judged.one)) {
        (Some(before), Some(after)) => before.status == after.status,
        _ => false,
    }
}

const fn rule(kind: SymbolKind, status: Status) -> Rule {
    match (kind, status) {
        (SymbolKind::NpmDependency, _) => Rule::DependencyRange,
        (SymbolKind::Module, _) => Rule::DeepImport,
        (
            SymbolKind::Action
            | SymbolKind::Event
            | SymbolKind::PayloadField
            | SymbolKind::Notification
            | SymbolKind::ComponentName
            | SymbolKind::StatePath
            | SymbolKind::ThemeToken
            | SymbolKind::ConfigKey
            | SymbolKind::CssClass
            | SymbolKind::RestEndpoint,
            _,
        ) => Rule::StringApi,
        (_, Status::Removed) => Rule::RemovedApi,
        (_, Status::Moved) => Rule::MovedApi,
        (_, Status::Changed) => Rule::ChangedApi,
        (_, Status::Overdue) => Rule::OverdueApi,
        (_, Status::Scheduled) => Rule::ScheduledRemoval,
        (_, Status::Deprecated) => Rule::DeprecatedApi,
        (_, Status::Soft) => Rule::SoftDeprecated,
    }
}

fn point(lines: &Lines<'_>, byte: u32) -> Point {
    let (line, column) = lines.place(byte);
    Point { line, column }
}

/// The names of the functions and classes around a place, the outermost first.
pub(super) fn scope(file: &File, at: Span) -> Vec<String> {
    let script = &file.script;
    let functions = script
        .functions
        .iter()
        .map(|one| (one.at, one.name.clone().unwrap_or_default()));
    let classes = script
        .classes
        .iter()
        .map(|one| (one.at, one.name.clone().unwrap_or_default()));
    named(functions.chain(classes), at)
}

/// The names of what is around a place, the outermost first.
fn named(scopes: impl Iterator<Item = (Span, String)>, at: Span) -> Vec<String> {
    let holds = |span: Span| span.start <= at.start && at.end <= span.end;
    let mut around: Vec<(Span, String)> = scopes.filter(|(span, _)| holds(*span)).collect();
    around.sort_by_key(|(at, _)| (at.start, std::cmp::Reverse(at.end)));
    around.into_iter().map(|(_, name)| name).collect()
}

/// The lines of a file, with columns as its language counts them.
pub(super) fn lines_of<'t>(path: &str, written: &'t str) -> Lines<'t> {
    match text::Kind::of(path) {
        Some(text::Kind::Rust) => Lines::characters(written),
        _ => Lines::new(written),
    }
}

/// The line of a place; of a very long one a part around it.
pub(super) fn excerpt(text: &str, at: Span) -> Option<Excerpt> {
    const AROUND: usize = 400;
    let (start, end) = (at.start as usize, at.end as usize);
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(start..)?;
    let line_end = start + rest.find(['\n', '\r']).unwrap_or(rest.len());
    let from = floor(text, line_start.max(start.saturating_sub(AROUND)));
    let to = floor(text, line_end.min(end.max(start) + AROUND));
    Some(Excerpt {
        text: text.get(from..to)?.to_owned(),
        start: start - from,
        length: end.min(to).saturating_sub(start),
    })
}

fn floor(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}
