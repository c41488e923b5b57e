//! Moves that begin, end or pass where only the package is known.

use crate::app::impact::Move;
use crate::domain::changelog::Changelog;
use crate::domain::release::Release;
use crate::domain::version::Version;

/// The range of releases that the changelog tells of within a move, as notes are asked for it: from the newest release that
/// is not after its older end, to the newest that is not after its newer one. `None` if there is none.
pub(super) fn told_range(headers: &Changelog, going: &Move) -> Option<String> {
    let stream = &going.stream.id;
    let newest = |end: &Version| {
        headers
            .releases
            .iter()
            .filter(|release| release.stream == *stream)
            .filter_map(Release::version)
            .filter(|version| *version <= end)
            .max()
    };
    let to = newest(&going.new)?;
    Some(match newest(&going.old) {
        Some(from) => format!("{stream}/{from}..{stream}/{to}"),
        None => format!("..{stream}/{to}"),
    })
}

/// What a reader has to know of versions on the way that the changelog does not tell of.
pub(super) fn remarks(beside: &[Release], going: &Move) -> Vec<String> {
    let mut passed: Vec<&Version> = beside
        .iter()
        .filter(|release| release.stream == going.stream.id)
        .filter_map(Release::version)
        .filter(|version| **version > going.old && **version <= going.new)
        .collect();
    passed.sort();
    let versions = match &passed[..] {
        [] => return Vec::new(),
        [one] => format!("no release {one}: what it"),
        [one, other] => format!("neither {one} nor {other}: what they"),
        [first, .., last] => format!(
            "none of {} versions from {first} to {last}: what they",
            passed.len()
        ),
    };
    let package = going.stream.package.as_deref().unwrap_or_default();
    vec![format!(
        "The changelog has {versions} brought beyond the API of {package} is not known here. `forewarn import CHANGELOG.md` brings it in."
    )]
}
