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

/// What a reader has to know of ends that the changelog does not tell of.
pub(super) fn remarks(headers: &Changelog, going: &Move) -> Vec<String> {
    let Some(package) = &going.stream.package else {
        return Vec::new();
    };
    let (from, to) = going.ends();
    [from, to]
        .into_iter()
        .filter(|end| headers.release(&going.stream.id, &end.to_string()).is_none())
        .map(|end| {
            format!(
                "The changelog has no release {end}: what it brought beyond the API of {package} is not known here."
            )
        })
        .collect()
}
