//! Drafts of the commits of a git repository: one fragment for each commit that tells readers something, once.
//!
//! An import only adds. What it made is known again by the commit that stands at each entry, so that nobody's edits are touched;
//! the one thing that it takes out is a draft as it made it, whose commit a later one takes back.

mod plan;
mod range;

use crate::app::history::{Whereabouts, named_database};
use crate::app::import::stream_for;
use crate::app::target::{Commit, ForeignFormat, Target};
use crate::app::workspace::Workspace;
use crate::app::workspace::git::GitSettings;
use crate::cancel::Cancel;
use crate::domain::document::git::{CommitRange, GitImportDocument, SCHEMA};
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::scan::commits::Repository;
use crate::store::Author;
use crate::system::System;

use plan::Plan;

const WITHOUT: &str = "`forewarn entry new` writes an entry without git";

/// Which commits to read, and where their drafts go.
#[derive(Clone, Debug, Default)]
pub struct GitRequest {
    /// `A..B`; `None`: what came after the last tag that names a release.
    pub range: Option<String>,
    /// `None`: the platform's first semantic one.
    pub stream: Option<String>,
    pub dry_run: bool,
}

/// Whether a source stands for the repository of the current folder, with the range that it names: `git`, `git:A..B`.
pub fn git_source(source: &str) -> Option<Option<&str>> {
    if source == "git" {
        return Some(None);
    }
    let range = source.strip_prefix("git:")?;
    // `git://host/…` is an address.
    (!range.starts_with("//")).then_some(Some(range))
}

/// Makes drafts of commits. After an error nothing is changed.
///
/// # Errors
/// No repository, no such revisions, no range to be found, no place where drafts belong, files with errors.
pub fn import_git(
    system: &System,
    whereabouts: &Whereabouts,
    request: &GitRequest,
) -> Result<GitImportDocument, Error> {
    let workspace = Workspace::find(system, system.cwd())?;
    let is_named = named_database(system, whereabouts).is_some();
    let settings = match &workspace {
        Some(workspace) if !is_named => GitSettings::of(system, &workspace.root)?,
        _ if is_named => GitSettings::default(),
        _ => {
            return Err(Error::new(
                "drafts of commits go into a changelog of yours, and this folder is in no workspace",
            )
            .hint("`forewarn init NAME` makes one here; --db FILE names a database"));
        }
    };
    let target = Target::find(system, whereabouts, None, request.dry_run)?;
    let stream = stream_for(target.before(), request.stream.as_deref())?;
    let never = Cancel::default();
    let repository = Repository::at(system, system.cwd(), &never, WITHOUT)?;
    let range = range::resolve(
        &repository,
        request.range.as_deref(),
        target.before(),
        stream,
    )?;
    let commits = repository.log(range.from_commit.as_deref(), &range.to_commit)?;
    let plan = Plan::new(target.before(), stream, &settings.types, &commits);
    let messages = repository.named(&plan.wanted())?;
    let planned = plan.carry_out(&messages, &system.now());
    let mut remarks: Vec<Untrusted> = target
        .notices
        .iter()
        .map(|one| Untrusted::from(one.as_str()))
        .collect();
    if commits.is_empty() {
        remarks.extend(nothing(&repository, &range)?);
    }
    if !planned.drafts.is_empty() || !planned.taken_out.is_empty() {
        let commit = Commit {
            author: Author {
                name: crate::scan::changed::user(system).unwrap_or_else(|| system.user()),
                at: system.now(),
                reason: Some(format!("import git {}", shown(&range))),
            },
            dry_run: request.dry_run,
            foreign: ForeignFormat::Keep,
            backup: true,
        };
        target.commit(system, &commit, &planned.merged)?;
    }
    Ok(GitImportDocument {
        schema: SCHEMA,
        target: Untrusted::from(target.describe()),
        stream: stream.id.clone(),
        range,
        read: commits.len(),
        made: planned.made,
        already: planned.already,
        left_out: planned.left_out,
        parts_left_out: planned.parts_left_out,
        drafts: planned.drafts,
        taken_out: planned.taken_out,
        dry_run: request.dry_run,
        remarks,
    })
}

fn shown(range: &CommitRange) -> String {
    let from = range.from.as_ref().map_or("", Untrusted::raw);
    format!("{from}..{}", range.to.raw())
}

/// Why no commit is in a range.
fn nothing(repository: &Repository<'_>, range: &CommitRange) -> Result<Option<Untrusted>, Error> {
    let (Some(from), Some(name)) = (&range.from_commit, &range.from) else {
        return Ok(None);
    };
    let to = range.to.raw();
    let why = if *from == range.to_commit {
        format!("{} and {to} are the same commit", name.raw())
    } else if repository.is_ancestor(&range.to_commit, from)? {
        format!(
            "{} has all that {to} has; {to}..{} is the other way round",
            name.raw(),
            name.raw()
        )
    } else {
        return Ok(None);
    };
    Ok(Some(Untrusted::from(why)))
}
