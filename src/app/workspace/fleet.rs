//! Which plugins a team answers for: the `[[plugin]]` tables of `forewarn.toml`.
//!
//! The file is shared with the repository, so a plugin is added below what stands there, and one is taken out with its own
//! lines only; everything else stays as it was written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::app::FILE_LIMIT;
use crate::app::workspace::CONFIG;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::system::System;

const KEYS: [&str; 3] = ["name", "root", "owner"];
const HEAD: &str = "[[plugin]]";

/// One plugin as it is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Registered {
    pub(crate) name: String,
    /// As it is written.
    pub(crate) root: String,
    pub(crate) owner: Option<String>,
}

/// The file with the plugins.
#[derive(Clone, Debug)]
pub(crate) struct FleetFile {
    pub(crate) file: PathBuf,
    text: String,
    pub(crate) plugins: Vec<Registered>,
}

#[derive(Deserialize)]
struct Top {
    #[serde(default)]
    plugin: Vec<Table>,
    #[serde(flatten)]
    _others: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Table {
    name: String,
    root: String,
    owner: Option<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, toml::Value>,
}

impl FleetFile {
    /// The nearest `forewarn.toml` at or above `start`.
    ///
    /// # Errors
    /// If it cannot be read, or a table of it has a key that is not known, or two have one name.
    pub(crate) fn find(system: &System, start: &Path) -> Result<Option<Self>, Error> {
        let start = system.absolute(start);
        let file = start
            .ancestors()
            .map(|folder| folder.join(CONFIG))
            .find(|file| system.is_file(file));
        file.map(|file| Self::read(system, &file)).transpose()
    }

    fn read(system: &System, file: &Path) -> Result<Self, Error> {
        let shown = file.strip_prefix(system.cwd()).unwrap_or(file).display();
        let bytes = system.read_regular(file, FILE_LIMIT)?;
        let text = String::from_utf8(bytes)
            .map_err(|_not_utf8| Error::new(format!("{shown} is not UTF-8")))?;
        let top: Top = toml::from_str(&text)
            .map_err(|error| Error::new(format!("{shown} cannot be read")).because(error))?;
        let mut plugins: Vec<Registered> = Vec::new();
        for table in top.plugin {
            if let Some(key) = table.unknown.keys().next() {
                let near = nearest_in_words(&nearest(key, KEYS, 1));
                return Err(Error::new(format!("{shown}: {HEAD} has no key `{key}`"))
                    .hint(near.unwrap_or_else(|| format!("there are {}", KEYS.join(", ")))));
            }
            if plugins.iter().any(|one| one.name == table.name) {
                return Err(Error::new(format!(
                    "{shown}: two plugins are called `{}`",
                    table.name
                ))
                .hint("each has a name of its own, by which it is found again"));
            }
            plugins.push(Registered {
                name: table.name,
                root: table.root,
                owner: table.owner,
            });
        }
        Ok(Self {
            file: file.to_owned(),
            text,
            plugins,
        })
    }

    /// The folder that roots are relative to.
    pub(crate) fn folder(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new("."))
    }

    /// A file that is not there yet.
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            file: folder.join(CONFIG),
            text: "schema = 1\n".to_owned(),
            plugins: Vec::new(),
        }
    }

    /// Writes the file with one plugin more.
    ///
    /// # Errors
    /// If the name is taken, or the file cannot be written.
    pub(crate) fn add(&mut self, system: &System, plugin: Registered) -> Result<(), Error> {
        if let Some(there) = self.plugins.iter().find(|one| one.name == plugin.name) {
            return Err(Error::new(format!(
                "`{}` is registered already, at {}",
                plugin.name, there.root
            ))
            .hint("--name gives another name; `forewarn fleet remove NAME` takes one out"));
        }
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let owner = plugin
            .owner
            .as_ref()
            .map_or_else(String::new, |owner| format!("owner = {}\n", quoted(owner)));
        let text = format!(
            "{}\n\n{HEAD}\nname = {}\nroot = {}\n{owner}",
            self.text.trim_end(),
            quoted(&plugin.name),
            quoted(&plugin.root)
        );
        self.plugins.push(plugin);
        self.write(system, text)
    }

    /// Writes the file without a plugin.
    ///
    /// # Errors
    /// If there is none of that name (the nearest are named), if its lines cannot be told from others, or if the file
    /// cannot be written.
    pub(crate) fn remove(&mut self, system: &System, name: &str) -> Result<Registered, Error> {
        let Some(place) = self.plugins.iter().position(|one| one.name == name) else {
            let names = self.plugins.iter().map(|one| one.name.as_str());
            return Err(Error::new(format!("no plugin is called `{name}`"))
                .hints(nearest_in_words(&nearest(name, names, 3)))
                .hint("`forewarn fleet list` lists them"));
        };
        let starts: Vec<usize> = self
            .text
            .split_inclusive('\n')
            .scan(0, |at, line| {
                let start = *at;
                *at += line.len();
                Some((start, line))
            })
            .filter(|(_, line)| line.trim_start().starts_with('['))
            .map(|(start, _)| start)
            .collect();
        let block = |start: &usize| {
            let end = starts.iter().find(|next| *next > start);
            *start..end.copied().unwrap_or(self.text.len())
        };
        let is_meant = |start: &&usize| {
            let text = self.text.get(block(start)).unwrap_or_default();
            let parsed = toml::from_str::<Top>(text).ok();
            parsed.is_some_and(|top| matches!(&top.plugin[..], [one] if one.name == name))
        };
        let Some(range) = starts.iter().find(is_meant).map(block) else {
            return Err(Error::new(format!(
                "the lines of `{name}` cannot be told from others in {}",
                self.file.display()
            ))
            .hint(format!("take its {HEAD} table out by hand")));
        };
        let mut text = self.text.clone();
        text.replace_range(range, "");
        let removed = self.plugins.remove(place);
        self.write(system, format!("{}\n", text.trim_end()))?;
        Ok(removed)
    }

    fn write(&mut self, system: &System, text: String) -> Result<(), Error> {
        system.write_atomically(&self.file, text.as_bytes())?;
        self.text = text;
        Ok(())
    }
}
