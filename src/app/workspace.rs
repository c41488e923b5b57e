//! Workspaces: a folder with `forewarn.toml`, whose `changelog/` files are the record.

pub(crate) mod fleet;
pub(crate) mod git;
pub(crate) mod lint;
pub(crate) mod scan;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::app::FILE_LIMIT;
use crate::changelog::folder;
use crate::domain::changelog::Changelog;
use crate::domain::problem::{Problem, Severity};
use crate::domain::tree::Found;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::policy::schema::Policy;
use crate::store::sha256;
use crate::system::System;

pub(crate) const CONFIG: &str = "forewarn.toml";
const SCHEMA: i64 = 1;

/// What `forewarn.toml` says.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// The folder of changelog files.
    pub(crate) changelog: PathBuf,
    pub(crate) policy: Policy,
    /// The accounts file, if the configuration names one.
    pub(crate) accounts: Option<PathBuf>,
    /// The file of waivers, if the configuration names one.
    pub(crate) waivers: Option<PathBuf>,
    /// The file of what configurations have to look like, if the configuration names one.
    pub(crate) configuration: Option<PathBuf>,
    /// The file of what warnings look like at run time, if the configuration names one.
    pub(crate) evidence: Option<PathBuf>,
    /// The file of what plugins look like, if the configuration names one.
    pub(crate) conventions: Option<PathBuf>,
    /// Things in the configuration that are not known.
    pub(crate) warnings: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Config {
    schema: i64,
    changelog: Option<String>,
    policy: Option<String>,
    accounts: Option<String>,
    waivers: Option<String>,
    configuration: Option<String>,
    evidence: Option<String>,
    conventions: Option<String>,
    /// Read by [`scan`], which needs no workspace.
    scan: Option<toml::Table>,
    /// Read by [`lint`].
    lint: Option<toml::Table>,
    /// Read by [`git`].
    #[serde(rename = "git")]
    _git: Option<toml::Value>,
    #[serde(rename = "fragment")]
    _fragment: Option<toml::Value>,
    /// Read by [`fleet`], which needs none either.
    plugin: Option<toml::Value>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

impl Workspace {
    /// The workspace that `start` lies in, if any.
    pub(crate) fn find(system: &System, start: &Path) -> Result<Option<Self>, Error> {
        let start = system.absolute(start);
        for root in start.ancestors() {
            if system.is_file(&root.join(CONFIG))
                && let Some(workspace) = Self::read(system, root)?
            {
                return Ok(Some(workspace));
            }
        }
        Ok(None)
    }

    /// `None` if the file only says how plugins are scanned, and which there are: then nobody keeps a changelog there.
    fn read(system: &System, root: &Path) -> Result<Option<Self>, Error> {
        let path = root.join(CONFIG);
        let bytes = system.read_regular(&path, FILE_LIMIT)?;
        let text = String::from_utf8(bytes)
            .map_err(|_not_utf8| Error::new(format!("{} is not UTF-8", path.display())))?;
        let config: Config = toml::from_str(&text).map_err(|error| {
            Error::new(format!("{} cannot be read", path.display()))
                .because(error)
                .hint(format!("a smallest one is `schema = {SCHEMA}`"))
        })?;
        if config.schema > SCHEMA {
            let message = format!(
                "{}: schema {} is newer than this forewarn's {SCHEMA}",
                path.display(),
                config.schema
            );
            return Err(Error::new(message).hint("install a newer forewarn"));
        }
        let changelog = root.join(config.changelog.as_deref().unwrap_or("changelog"));
        let names_nothing = config.changelog.is_none() && config.policy.is_none();
        let is_for_plugins =
            config.scan.is_some() || config.plugin.is_some() || config.lint.is_some();
        if is_for_plugins && names_nothing && !system.is_dir(&changelog) {
            return Ok(None);
        }
        let mut warnings: Vec<String> = config
            .unknown
            .keys()
            .map(|key| format!("{}: there is no key `{key}`", path.display()))
            .collect();
        let policy = match &config.policy {
            None => Policy::flex(),
            Some(name) => {
                let path = root.join(name);
                let bytes = system.read_regular(&path, FILE_LIMIT)?;
                let text = String::from_utf8(bytes)
                    .map_err(|_not_utf8| Error::new(format!("{} is not UTF-8", path.display())))?;
                let (policy, unknown) = Policy::from_toml(&text)
                    .map_err(|error| Error::new(format!("{}: {error}", path.display())))?;
                warnings.extend(
                    unknown
                        .iter()
                        .map(|key| format!("{}: {key}", path.display())),
                );
                policy
            }
        };
        Ok(Some(Self {
            root: root.to_owned(),
            changelog,
            policy,
            accounts: config.accounts.map(|name| root.join(name)),
            waivers: config.waivers.map(|name| root.join(name)),
            configuration: config.configuration.map(|name| root.join(name)),
            evidence: config.evidence.map(|name| root.join(name)),
            conventions: config.conventions.map(|name| root.join(name)),
            warnings,
        }))
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.root.join(".forewarn").join("forewarn.db")
    }

    /// Where a text is kept aside that was to be written to a file below the changelog folder.
    pub(crate) fn kept(&self, path: &str) -> PathBuf {
        let name = path.replace('/', "-");
        self.root.join(".forewarn").join("kept").join(name)
    }

    /// What stands for the lock that one process at a time holds while it writes here.
    pub(crate) fn lock(&self) -> PathBuf {
        self.root.join(CONFIG)
    }

    /// The files of the changelog folder as they stand.
    pub(crate) fn files(&self, system: &System) -> Result<BTreeMap<String, Found>, Error> {
        system.tree(&self.changelog, FILE_LIMIT).map_err(|error| {
            Error::from(error).hint(format!(
                "{} says that the changelog is kept there",
                self.root.join(CONFIG).display()
            ))
        })
    }

    /// Reads the files.
    ///
    /// # Errors
    /// If a file has an error: then nothing should be built on any.
    pub(crate) fn read_changelog(
        &self,
        system: &System,
        files: &BTreeMap<String, Found>,
    ) -> Result<(Changelog, Vec<Problem>), Error> {
        let shown = self
            .changelog
            .strip_prefix(system.cwd())
            .unwrap_or(&self.changelog);
        let (changelog, problems) = folder::read(&shown.to_string_lossy(), files);
        sound(problems).map(|problems| (changelog, problems))
    }
}

/// Everything that speaks against the `forewarn.toml` of a folder: what each command says that needs a part of it.
pub fn objections(system: &System, folder: &Path) -> Vec<Error> {
    let parts = [
        Workspace::read(system, folder).map(drop),
        scan::ScanSettings::above(system, folder, Some(folder)).map(drop),
        lint::LintSettings::above(system, folder).map(drop),
        git::GitSettings::of(system, folder).map(drop),
        fleet::FleetFile::find(system, folder).map(drop),
    ];
    parts.into_iter().filter_map(Result::err).collect()
}

/// The text of a configuration file, and how it is named to who runs forewarn here.
///
/// # Errors
/// If it cannot be read, is no regular file or not UTF-8.
fn text_of(system: &System, file: &Path) -> Result<(String, String), Error> {
    let shown = file.strip_prefix(system.cwd()).unwrap_or(file);
    let shown = shown.to_string_lossy().into_owned();
    let bytes = system.read_regular(file, FILE_LIMIT)?;
    let text = String::from_utf8(bytes)
        .map_err(|_not_utf8| Error::new(format!("{shown} is not UTF-8")))?;
    Ok((text, shown))
}

/// Refuses the first key that is not known.
fn known<'a>(
    mut given: impl Iterator<Item = &'a String>,
    known: &[&str],
    at: &str,
) -> Result<(), Error> {
    let Some(key) = given.find(|key| !known.contains(&key.as_str())) else {
        return Ok(());
    };
    let near = nearest_in_words(&nearest(key, known.iter().copied(), 1));
    let hint = near.unwrap_or_else(|| format!("there are {}", known.join(", ")));
    Err(Error::new(format!("{at}: there is no key `{key}`")).hint(hint))
}

/// Passes problems on unless one is an error.
pub(crate) fn sound(problems: Vec<Problem>) -> Result<Vec<Problem>, Error> {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .count();
    if errors == 0 {
        return Ok(problems);
    }
    let what = if errors == 1 {
        "1 error".to_owned()
    } else {
        format!("{errors} errors")
    };
    Err(Error::problems(
        format!("the changelog has {what}; nothing was changed"),
        problems,
    )
    .hint("`forewarn export --reference` prints the page that describes the format"))
}

/// Hash of every file by path: what tells an edited file from one that was already read.
pub(crate) fn hashes(files: &BTreeMap<String, Found>) -> BTreeMap<String, String> {
    files
        .iter()
        .filter_map(|(path, found)| match found {
            Found::File(bytes) => Some((path.clone(), sha256(bytes))),
            _ => None,
        })
        .collect()
}
