//! What `forewarn.toml` says of scans: its `[scan]` table.
//!
//! It is a file of the repository that is scanned, so that everybody scans alike; no workspace is needed. A key that is not
//! known is an error: a setting that silently does not hold would be believed to.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::app::FILE_LIMIT;
use crate::app::workspace::CONFIG;
use crate::app::workspace::known;
use crate::domain::document::scan::{Confidence, Status, Threshold};
use crate::error::Error;
use crate::scan::suppress::exceptions::Stated;
use crate::scan::suppress::version;
use crate::system::System;

/// The `[scan]` table of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScanSettings {
    /// The `forewarn.toml`, with links followed.
    pub(crate) file: PathBuf,
    pub(crate) fail_on: Option<Threshold>,
    pub(crate) min_confidence: Option<Confidence>,
    pub(crate) only: Option<Vec<Status>>,
    /// Lies in the folder of the file.
    pub(crate) baseline: Option<PathBuf>,
    /// What says what plugins look like.
    pub(crate) conventions: Option<PathBuf>,
    pub(crate) ignore: Vec<Stated>,
}

/// Everything that stands at the top of a `forewarn.toml`.
const TOP: [&str; 13] = [
    "schema",
    "changelog",
    "policy",
    "accounts",
    "waivers",
    "configuration",
    "conventions",
    "evidence",
    "scan",
    "plugin",
    "lint",
    "git",
    "fragment",
];
const SCAN: [&str; 6] = [
    "fail-on",
    "min-confidence",
    "only",
    "baseline",
    "conventions",
    "ignore",
];
const IGNORE: [&str; 5] = ["symbol", "file", "package", "until", "reason"];

#[derive(Deserialize)]
struct Top {
    scan: Option<Table>,
    #[serde(flatten)]
    others: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Table {
    fail_on: Option<String>,
    min_confidence: Option<Confidence>,
    only: Option<Vec<Status>>,
    baseline: Option<String>,
    conventions: Option<String>,
    #[serde(default)]
    ignore: Vec<Ignore>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Ignore {
    symbol: String,
    file: Option<String>,
    package: Option<String>,
    until: Option<String>,
    reason: Option<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

impl ScanSettings {
    /// The nearest `[scan]` table at or above `folder`, up to `top` if there is one.
    ///
    /// # Errors
    /// If a file on the way cannot be read or says what is not known.
    pub(crate) fn above(
        system: &System,
        folder: &Path,
        top: Option<&Path>,
    ) -> Result<Option<Self>, Error> {
        for place in folder.ancestors() {
            let file = place.join(CONFIG);
            if system.is_file(&file)
                && let Some(settings) = Self::read(system, &file)?
            {
                return Ok(Some(settings));
            }
            if top == Some(place) {
                break;
            }
        }
        Ok(None)
    }

    fn read(system: &System, file: &Path) -> Result<Option<Self>, Error> {
        let shown = file.strip_prefix(system.cwd()).unwrap_or(file).display();
        // It may be a stranger's, and a pipe.
        let bytes = system.read_regular(file, FILE_LIMIT)?;
        let text = String::from_utf8(bytes)
            .map_err(|_not_utf8| Error::new(format!("{shown} is not UTF-8")))?;
        let top: Top = toml::from_str(&text)
            .map_err(|error| Error::new(format!("{shown} cannot be read")).because(error))?;
        known(top.others.keys(), &TOP, &format!("{shown}"))?;
        let Some(table) = top.scan else {
            return Ok(None);
        };
        known(table.unknown.keys(), &SCAN, &format!("{shown}: [scan]"))?;
        let fail_on = table.fail_on.map(|word| word.parse()).transpose();
        let ignore = table.ignore.into_iter().enumerate();
        Ok(Some(Self {
            fail_on: fail_on.map_err(|error| Error::new(format!("{shown}: fail-on: {error}")))?,
            min_confidence: table.min_confidence,
            only: table.only,
            baseline: table
                .baseline
                .map(|name| baseline(system, file, &name))
                .transpose()?,
            conventions: table
                .conventions
                .map(|name| file.parent().unwrap_or(Path::new(".")).join(name)),
            ignore: ignore
                .map(|(index, one)| {
                    let at = format!("{shown}: [[scan.ignore]] {}", index + 1);
                    stated(one, &at)
                })
                .collect::<Result<_, _>>()?,
            file: file.to_owned(),
        }))
    }

    /// The folder of the file.
    pub(crate) fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }
}

fn stated(one: Ignore, at: &str) -> Result<Stated, Error> {
    known(one.unknown.keys(), &IGNORE, at)?;
    let has_reason = one
        .reason
        .is_some_and(|reason| reason.contains(char::is_alphanumeric));
    if !has_reason {
        return Err(Error::new(format!("{at} gives no reason"))
            .hint("say with `reason = \"…\"` why it is right to ignore it"));
    }
    let until = one
        .until
        .map(|written| {
            version(&written).ok_or_else(|| {
                Error::new(format!("{at}: `{written}` is no version"))
                    .hint("write it as until = \"2.0.0\"")
            })
        })
        .transpose()?;
    Ok(Stated {
        symbol: one.symbol,
        file: one.file,
        package: one.package,
        until,
    })
}

/// The file that a configuration names is written with `--update-baseline`. Whoever scans a stranger's repository must not
/// write elsewhere for that.
fn baseline(system: &System, file: &Path, name: &str) -> Result<PathBuf, Error> {
    let folder = file.parent().unwrap_or(Path::new("."));
    let path = folder.join(name);
    let is_below = Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let led_out = |place: &Path| {
        system.real_path(place).is_ok_and(|real| {
            system
                .real_path(folder)
                .is_ok_and(|top| !real.starts_with(top))
        })
    };
    let leads_out = path
        .ancestors()
        .take_while(|place| *place != folder)
        .any(led_out);
    if name.is_empty() || !is_below || leads_out {
        let shown = file.strip_prefix(system.cwd()).unwrap_or(file).display();
        return Err(Error::new(format!(
            "{shown}: the baseline `{name}` does not lie in the folder of that file"
        ))
        .hint("name one in or below that folder, or give it with --baseline"));
    }
    Ok(path)
}
