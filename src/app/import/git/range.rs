//! Which commits are meant: a range as it was written, or what came after the last release's tag.

use crate::domain::changelog::Changelog;
use crate::domain::document::git::CommitRange;
use crate::domain::release::Stream;
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::error::Error;
use crate::scan::commits::{Repository, Tag};

/// Resolves `A..B`, `A..` and `..B`; without a range the newest tag of the stream up to `HEAD`.
///
/// # Errors
/// If it is no range, git knows no such revision, or no tag can be meant.
pub(super) fn resolve(
    repository: &Repository<'_>,
    range: Option<&str>,
    changelog: &Changelog,
    stream: &Stream,
) -> Result<CommitRange, Error> {
    let Some(range) = range else {
        return after_last_tag(repository, changelog, stream);
    };
    let written = || {
        Error::new(format!("`{range}` is no range of commits"))
            .hint("a range is A..B, such as v1.4.0..HEAD; ..B begins with the first commit")
    };
    if range.contains("...") {
        return Err(written());
    }
    let (from, to) = range.split_once("..").ok_or_else(written)?;
    let to = if to.is_empty() { "HEAD" } else { to };
    let from_commit = (!from.is_empty())
        .then(|| repository.resolve(from))
        .transpose()?;
    Ok(CommitRange {
        from: (!from.is_empty()).then(|| Untrusted::from(from)),
        from_commit,
        to: Untrusted::from(to),
        to_commit: repository.resolve(to)?,
    })
}

fn after_last_tag(
    repository: &Repository<'_>,
    changelog: &Changelog,
    stream: &Stream,
) -> Result<CommitRange, Error> {
    let head = repository.resolve("HEAD")?;
    let tags = repository.tags(&head)?;
    let give = "give the range: forewarn import git A..B; ..HEAD is the whole history";
    let last = last_release(&tags, changelog, stream).map_err(|several| {
        let names: Vec<&str> = several.iter().map(|tag| tag.name.as_str()).collect();
        Error::new(format!(
            "the tags {} name the same version, and different commits",
            names.join(" and ")
        ))
        .hint(give)
    })?;
    let last = last.ok_or_else(|| {
        Error::new(format!(
            "no tag that HEAD reaches names a version of {}",
            stream.id
        ))
        .hint(give)
    })?;
    Ok(CommitRange {
        from: Some(Untrusted::from(last.name.as_str())),
        from_commit: Some(last.commit.clone()),
        to: Untrusted::from("HEAD"),
        to_commit: head,
    })
}

/// The tag of the newest version; several, if they disagree on the commit.
fn last_release<'t>(
    tags: &'t [Tag],
    changelog: &Changelog,
    stream: &Stream,
) -> Result<Option<&'t Tag>, Vec<&'t Tag>> {
    let named = tags
        .iter()
        .filter_map(|tag| Some((version_of(&tag.name, changelog, stream)?, tag)));
    let mut named: Vec<(Version, &Tag)> = named.collect();
    let Some(newest) = named.iter().map(|(version, _)| version).max().cloned() else {
        return Ok(None);
    };
    named.retain(|(version, _)| *version == newest);
    let tags: Vec<&Tag> = named.into_iter().map(|(_, tag)| tag).collect();
    match tags[..] {
        [first, ..] if tags.iter().all(|tag| tag.commit == first.commit) => Ok(Some(first)),
        _ => Err(tags),
    }
}

/// The version that a tag names: `2.1.0`, `v2.1.0`, `ui-v2.1.0`, `@acme/ui@2.1.0`, `release/2.1.0`. A name before it has to be
/// that of the stream, of its package or of the platform: other tags are of other things.
fn version_of(name: &str, changelog: &Changelog, stream: &Stream) -> Option<Version> {
    let starts = name
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit())
        .map(|(at, _)| at)
        .filter(|at| {
            let before = name.get(..*at).unwrap_or_default();
            before.is_empty() || before.ends_with(['v', 'V', '@', '/', '-', '_'])
        });
    for at in starts {
        let (before, version) = name.split_at_checked(at)?;
        let Ok(version) = Version::parse(stream.scheme, version) else {
            continue;
        };
        let before = before
            .strip_suffix(['v', 'V'])
            .unwrap_or(before)
            .trim_end_matches(['@', '/', '-', '_'])
            .trim_start_matches('@');
        let package = stream.package.as_deref().unwrap_or_default();
        let package = package.split_once(':').map_or(package, |(_, name)| name);
        let package = package.trim_start_matches('@');
        let bare = package.rsplit('/').next().unwrap_or_default();
        let known = [
            "",
            "release",
            "releases",
            "version",
            stream.id.as_str(),
            changelog.platform.id.as_str(),
            package,
            bare,
        ];
        return known
            .iter()
            .any(|known| known.eq_ignore_ascii_case(before))
            .then_some(version);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::version::Scheme;

    fn tags(names: &[(&str, &str)]) -> Vec<Tag> {
        let tag = |(name, commit): &(&str, &str)| Tag {
            name: (*name).to_owned(),
            commit: (*commit).to_owned(),
        };
        names.iter().map(tag).collect()
    }

    #[test]
    fn tags_name_versions_in_many_forms() {
        let changelog = Changelog::new("acme");
        let mut stream = Stream::new("ui", Scheme::Semver);
        stream.package = Some("npm:@acme/panel".to_owned());
        for (name, version) in [
            ("1.2.0", Some("1.2.0")),
            ("v1.2.0-rc.1", Some("1.2.0-rc.1")),
            ("ui-v1.2.0", Some("1.2.0")),
            ("acme/1.2.0", Some("1.2.0")),
            ("@acme/panel@1.2.0", Some("1.2.0")),
            ("panel@1.2.0", Some("1.2.0")),
            ("release-1.2.0", Some("1.2.0")),
            ("api-v1.2.0", None),
            ("v1", None),
            ("build-7", None),
            ("", None),
        ] {
            let found = version_of(name, &changelog, &stream).map(|one| one.to_string());
            assert_eq!(found.as_deref(), version, "{name}");
        }
    }

    #[test]
    fn the_newest_version_counts_and_has_to_be_one_commit() {
        let changelog = Changelog::new("acme");
        let stream = Stream::new("ui", Scheme::Semver);
        let last = |names: &[(&str, &str)]| {
            let tags = tags(names);
            last_release(&tags, &changelog, &stream)
                .map(|tag| tag.map(|tag| tag.name.clone()))
                .map_err(|several| several.len())
        };
        assert_eq!(
            last(&[("v1.9.0", "a"), ("v1.10.0", "b"), ("x", "c")]),
            Ok(Some("v1.10.0".to_owned()))
        );
        assert_eq!(
            last(&[("v1.0.0", "a"), ("ui-1.0.0", "a")]),
            Ok(Some("v1.0.0".to_owned()))
        );
        assert_eq!(last(&[("v1.0.0", "a"), ("ui-1.0.0", "b")]), Err(2));
        assert_eq!(last(&[("other", "a")]), Ok(None));
    }
}
