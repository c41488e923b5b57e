//! Puts together what the parts of a fleet came to: documents that `impact --shard K/N --format json` wrote on several
//! machines. The change log's side is worked out anew, so parts that were made with other data are refused.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::app::history::History;
use crate::app::impact::{ImpactQuery, Parts, Plugins, impact};
use crate::cancel::Progress;
use crate::domain::document::fleet::{PluginImpact, Shard};
use crate::domain::document::impact::{Effort, ImpactDocument, SCHEMA};
use crate::domain::document::scan::{
    Confidence, Finding, ScannedPackage, ScannedPlugin, Skipped, Stale, Unreadable,
};
use crate::error::Error;
use crate::system::System;

/// Bytes of one part. A finding takes about 1,500.
const LIMIT: u64 = 1024 * 1024 * 1024;

#[derive(Deserialize)]
struct Document {
    schema: String,
    as_of: String,
    range: Range,
    reverse: bool,
    stream: String,
    plugins: Option<Vec<Plugin>>,
    shard: Option<String>,
    without: Vec<String>,
    asked: Asked,
    cancelled: bool,
    #[serde(default)]
    incomplete: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Range {
    from: String,
    to: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Asked {
    streams: Vec<String>,
    audience: Option<String>,
    min_confidence: Option<Confidence>,
}

#[derive(Deserialize)]
struct Plugin {
    name: String,
    owner: Option<String>,
    problem: Option<String>,
    graded: Vec<Graded>,
    scan: Option<Scan>,
}

#[derive(Deserialize)]
struct Graded {
    effort: Effort,
    version: Option<String>,
}

#[derive(Deserialize)]
struct Scan {
    name: String,
    path: String,
    root: String,
    repository_folder: Option<String>,
    packages: Vec<ScannedPackage>,
    files: Files,
    references: usize,
    unresolved: usize,
    findings: Vec<Finding>,
    ignored: usize,
    unsure: usize,
    stale: Vec<Stale>,
    missing: Vec<String>,
}

#[derive(Deserialize)]
struct Files {
    scanned: usize,
    skipped_by: Vec<Skipped>,
    unreadable: Vec<Unreadable>,
}

/// Everything that parts of one fleet have in common.
#[derive(PartialEq, Eq)]
struct Common {
    as_of: String,
    range: Range,
    reverse: bool,
    stream: String,
    without: Vec<String>,
    asked: Asked,
}

/// Puts parts together to what one run would have come to.
///
/// # Errors
/// A file that is no such document, parts of different questions, a part that is there twice. Parts that are missing make
/// the answer incomplete.
pub fn merge(
    system: &System,
    history: &History,
    files: &[PathBuf],
    progress: &dyn Progress,
) -> Result<ImpactDocument, Error> {
    let mut common: Option<(Common, &PathBuf)> = None;
    let mut shards: BTreeMap<u32, &PathBuf> = BTreeMap::new();
    let mut count = None;
    let mut parts = Parts::default();
    for file in files {
        let document = read(system, file)?;
        let shard = document
            .shard
            .as_deref()
            .map(str::parse::<Shard>)
            .transpose()
            .map_err(|error| Error::new(format!("{}: {error}", file.display())))?
            .ok_or_else(|| {
                Error::new(format!("{} is no part of a fleet", file.display()))
                    .hint("parts are made with `--shard K/N --format json`")
            })?;
        if let Some(other) = shards.insert(shard.index, file) {
            return Err(Error::new(format!(
                "{} and {} are both part {shard}",
                other.display(),
                file.display()
            )));
        }
        if *count.get_or_insert(shard.count) != shard.count {
            return Err(Error::new(format!(
                "{} is part {shard}, and others are of {}",
                file.display(),
                count.unwrap_or_default()
            )));
        }
        let of_this = Common {
            as_of: document.as_of,
            range: document.range,
            reverse: document.reverse,
            stream: document.stream,
            without: document.without,
            asked: document.asked,
        };
        match &common {
            Some((known, first)) if *known != of_this => {
                return Err(Error::new(format!(
                    "{} and {} answer different questions",
                    first.display(),
                    file.display()
                ))
                .hint("parts are made with the same range, day, streams and flags"));
            }
            Some(_) => {}
            None => common = Some((of_this, file)),
        }
        parts.cancelled |= document.cancelled;
        parts.incomplete.extend(document.incomplete);
        let plugins = document.plugins.unwrap_or_default();
        parts.plugins.extend(plugins.into_iter().map(plugin));
    }
    let (Some((common, first)), Some(count)) = (common, count) else {
        return Err(Error::new("no parts are named"));
    };
    if common.as_of != history.as_of.to_string() {
        return Err(Error::new(format!(
            "{} was made as of {}, and this is as of {}",
            first.display(),
            common.as_of,
            history.as_of
        ))
        .hint(format!("--as-of {} puts them together", common.as_of)));
    }
    let missing: Vec<String> = (1..=count)
        .filter(|index| !shards.contains_key(index))
        .map(|index| format!("{index}/{count}"))
        .collect();
    if !missing.is_empty() {
        let what = format!("the plugins of part {} are missing.", missing.join(", "));
        parts.incomplete.push(what);
    }
    parts.without = common.without;
    parts.min_confidence = common.asked.min_confidence;
    let (old, new) = if common.reverse {
        (&common.range.to, &common.range.from)
    } else {
        (&common.range.from, &common.range.to)
    };
    let query = ImpactQuery {
        range: format!("{0}/{old}..{0}/{new}", common.stream),
        streams: common.asked.streams,
        audience: common.asked.audience,
        reverse: common.reverse,
        plugins: Some(Plugins::Parts(parts)),
    };
    impact(system, history, &query, progress)
}

fn read(system: &System, file: &Path) -> Result<Document, Error> {
    let bytes = system.read_regular(file, LIMIT)?;
    let document: Document = serde_json::from_slice(&bytes).map_err(|error| {
        Error::new(format!("{} is no answer of `impact`", file.display()))
            .because(error)
            .hint(
                "parts are made with `forewarn impact RANGE --fleet DIR --shard K/N --format json`",
            )
    })?;
    if document.schema != SCHEMA {
        return Err(Error::new(format!(
            "{} is of the format {}, not {SCHEMA}",
            file.display(),
            document.schema
        )));
    }
    Ok(document)
}

fn plugin(plugin: Plugin) -> PluginImpact {
    PluginImpact {
        name: plugin.name,
        owner: plugin.owner,
        problem: plugin.problem,
        graded: plugin
            .graded
            .into_iter()
            .map(|one| (one.effort, one.version))
            .collect(),
        scanned: plugin.scan.map(scanned),
    }
}

fn scanned(scan: Scan) -> ScannedPlugin {
    ScannedPlugin {
        name: scan.name,
        path: scan.path,
        root: scan.root,
        repository_folder: scan.repository_folder,
        packages: scan.packages,
        scanned: scan.files.scanned,
        skipped: scan.files.skipped_by,
        unreadable: scan.files.unreadable,
        references: scan.references,
        unresolved: scan.unresolved,
        unresolved_places: None,
        looked_at: None,
        findings: scan.findings,
        ignored: scan.ignored,
        baselined: Vec::new(),
        stale: scan.stale,
        unsure: scan.unsure,
        missing: scan.missing,
    }
}
