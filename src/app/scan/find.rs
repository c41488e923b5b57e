//! The plugins of a scan: what lies in the PATHs, or why there is nothing.

use std::path::Path;

use crate::app::scan::ScanRequest;
use crate::cancel::Progress;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::scan::walk::{Found, Plugins, Wanted, plugins};
use crate::system::System;

/// The plugins, each with the position of its PATH.
///
/// # Errors
/// If there is none, or if a PATH cannot be read; looked at for an upgrade, both are `problems` of that PATH.
pub(super) fn find(
    system: &System,
    request: &ScanRequest,
    wanted: &[Wanted],
    patterns: &[String],
    problems: &mut Vec<(usize, Error)>,
    progress: &dyn Progress,
) -> Result<Vec<(usize, Found)>, Error> {
    let mut found: Vec<(usize, Found)> = Vec::new();
    let mut nothing = Nothing::default();
    for (index, path) in request.paths.iter().enumerate() {
        let before = found.len();
        let mut of_path = Nothing::default();
        match find_in(system, path, wanted, &mut of_path, progress) {
            Ok(more) => found.extend(more.into_iter().map(|plugin| (index, plugin))),
            Err(error) if request.upgrade.is_some() => {
                problems.push((index, error));
                continue;
            }
            Err(error) => return Err(error),
        }
        let is_cut = progress.cancel().is_raised();
        if found.len() == before && request.upgrade.is_some() && !is_cut {
            problems.push((index, of_path.error(patterns)));
        } else {
            nothing.join(of_path);
        }
    }
    if let Some(shard) = request.upgrade.as_ref().and_then(|one| one.shard) {
        found.retain(|(_, plugin)| shard.holds(&plugin.name));
    } else if found.is_empty() && problems.is_empty() && !progress.cancel().is_raised() {
        return Err(nothing.error(patterns));
    }
    Ok(found)
}

/// The plugins in one PATH.
fn find_in(
    system: &System,
    path: &Path,
    wanted: &[Wanted],
    nothing: &mut Nothing,
    progress: &dyn Progress,
) -> Result<Vec<Found>, Error> {
    let mut found = Vec::new();
    for wanted in wanted {
        let mut walked = plugins(system, path, wanted, progress.cancel())?;
        // What could not be read outside of any plugin makes the answer incomplete: a plugin may be in there.
        if let Some(first) = walked.found.first_mut() {
            first.unreadable.append(&mut walked.unreadable);
        }
        nothing.add(&walked);
        found.append(&mut walked.found);
    }
    Ok(found)
}

/// Why there is no plugin to scan.
#[derive(Default)]
struct Nothing {
    /// Packages that would be plugins, but for what their manifests lack.
    passed_over: Vec<String>,
    others: usize,
    unreadable: Vec<String>,
}

impl Nothing {
    fn add(&mut self, walked: &Plugins) {
        let lacking = walked.passed_over.iter();
        self.passed_over
            .extend(lacking.map(|one| shown(&one.root, &one.why)));
        self.others += walked.others;
        let unreadable = walked.unreadable.iter();
        self.unreadable
            .extend(unreadable.map(|one| shown(&one.file, &one.why)));
    }

    fn join(&mut self, mut other: Self) {
        self.passed_over.append(&mut other.passed_over);
        self.others += other.others;
        self.unreadable.append(&mut other.unreadable);
    }

    fn error(self, patterns: &[String]) -> Error {
        let others = match self.others {
            0 => "there is no package".to_owned(),
            1 => "the one package there does not depend on it".to_owned(),
            count => format!("none of the {count} packages there depends on it"),
        };
        let named = patterns.join(", ");
        Error::new(format!("no plugin of {named} was found: {others}"))
            .hints(self.passed_over)
            .hints(self.unreadable)
            .hint(format!(
                "`--package {named}` scans whatever source is there, if --from names the version in use"
            ))
    }
}

/// Names of files are from outside.
fn shown(name: &str, why: &str) -> String {
    Untrusted::new(format!("{name}: {why}")).for_terminal_line()
}
