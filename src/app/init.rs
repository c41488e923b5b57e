//! Setting up a workspace for a platform of one's own.

use std::path::{Path, PathBuf};

use crate::app::workspace::CONFIG;
use crate::changelog::{REFERENCE, folder};
use crate::domain::changelog::Changelog;
use crate::domain::entry::is_valid_id;
use crate::domain::release::{Origin, Stream};
use crate::domain::text::Untrusted;
use crate::domain::tree::TextFile;
use crate::domain::version::Scheme;
use crate::error::Error;
use crate::system::System;

/// A stream as given on the command line: `ID[:semver|date[:PACKAGE]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewStream {
    pub id: String,
    pub scheme: Scheme,
    pub package: Option<String>,
}

impl std::str::FromStr for NewStream {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.splitn(3, ':');
        let id = parts.next().unwrap_or_default().to_owned();
        if !is_valid_id(&id) {
            return Err(format!(
                "`{id}` is not a stream id: use lower-case letters, digits, `-` and `.`"
            ));
        }
        let scheme = match parts.next() {
            None => Scheme::Semver,
            Some(word) => word
                .parse()
                .map_err(|error: crate::domain::words::UnknownWord| error.to_string())?,
        };
        Ok(Self {
            id,
            scheme,
            package: parts.next().map(str::to_owned),
        })
    }
}

/// What is to be set up.
#[derive(Clone, Debug)]
pub struct InitRequest {
    pub root: PathBuf,
    pub platform: String,
    pub name: Option<String>,
    /// Empty: one semantic stream, `main`.
    pub streams: Vec<NewStream>,
}

/// Writes `forewarn.toml`, the release policy and a changelog folder with its reference page.
///
/// # Errors
/// If any of these files is there already: then nothing is written.
pub fn init(system: &System, request: &InitRequest) -> Result<Vec<PathBuf>, Error> {
    if !is_valid_id(&request.platform) {
        return Err(Error::new(format!("`{}` is not a platform id", request.platform))
            .hint("use lower-case letters, digits, `-` and `.`; --name takes the name as people write it"));
    }
    if system.is_file(&request.root) {
        return Err(Error::new(format!(
            "{} is a file; a folder was expected",
            request.root.display()
        )));
    }
    let files = files(request);
    if let Some(file) = files
        .iter()
        .find(|file| system.exists(&request.root.join(&file.path)))
    {
        return Err(Error::new(format!(
            "{} is there already; nothing was written",
            request.root.join(&file.path).display()
        ))
        .hint("run init in another folder, or edit the files that are there"));
    }
    let mut written = Vec::new();
    for file in files {
        let path = request.root.join(&file.path);
        system.write_atomically(&path, file.text.as_bytes())?;
        written.push(path);
    }
    Ok(written)
}

fn files(request: &InitRequest) -> Vec<TextFile> {
    let text = |path: &str, text: String| TextFile {
        path: path.to_owned(),
        text,
    };
    let mut changelog = Changelog::new(request.platform.as_str());
    changelog.platform.name = request.name.as_deref().map(Untrusted::from);
    let default = NewStream {
        id: "main".to_owned(),
        scheme: Scheme::Semver,
        package: None,
    };
    let streams = if request.streams.is_empty() {
        std::slice::from_ref(&default)
    } else {
        &request.streams
    };
    changelog.streams = streams.iter().map(stream).collect();
    let config = "# A forewarn workspace: the files in `changelog` are the record, `.forewarn` holds an index of them.\n\
                  schema = 1\nchangelog = \"changelog\"\npolicy = \"policy.toml\"\n\
                  # For `forewarn checkup`, `forewarn evidence` and `forewarn scan`, whose help describes these files:\n\
                  # configuration = \"configuration.toml\"\n# evidence = \"evidence.toml\"\n\
                  # conventions = \"conventions.toml\"\n";
    let policy = format!(
        "# The platform's release policy. Every number is yours to change.\n{}",
        include_str!("../../assets/policies/flex.toml")
            .lines()
            .filter(
                |line| !line.starts_with("# The release policy of the built-in")
                    && !line.starts_with("source =")
                    && !line.starts_with("streams =")
                    && !line.starts_with("# The streams that")
            )
            .scan(false, |is_cadence, line| {
                *is_cadence = match line {
                    "[cadence]" => true,
                    _ => *is_cadence && !line.starts_with('['),
                };
                Some(if line.starts_with("name =") {
                    format!("name = \"{}\"", request.platform)
                } else if *is_cadence && !line.is_empty() {
                    // A cadence is a statement of one publisher: an example for any other.
                    format!("# {line}")
                } else {
                    line.to_owned()
                })
            })
            .collect::<Vec<_>>()
            .join("\n")
            + "\n"
    );
    let mut files = vec![
        text(CONFIG, config.to_owned()),
        text("policy.toml", policy),
        text("changelog/README.md", REFERENCE.to_owned()),
    ];
    files.extend(
        folder::write(&changelog)
            .into_iter()
            .map(|file| text(&format!("changelog/{}", file.path), file.text)),
    );
    for stream in &changelog.streams {
        files.push(text(
            &format!("changelog/{}/unreleased/.gitkeep", stream.id),
            String::new(),
        ));
    }
    files
}

fn stream(new: &NewStream) -> Stream {
    Stream {
        id: new.id.clone(),
        name: None,
        scheme: new.scheme,
        package: new.package.clone(),
        covers_from: None,
        covers_until: None,
        complete: None,
        continued_at: None,
        note: None,
        sources: Vec::new(),
        origin: Origin::Local,
    }
}

/// A platform id made from a folder's name, for a user who gave none.
pub fn platform_of(root: &Path) -> Option<String> {
    let name = root.file_name()?.to_str()?.to_lowercase();
    let id: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let id = id.trim_matches('-').to_owned();
    is_valid_id(&id).then_some(id)
}
