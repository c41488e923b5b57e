//! What the record offers instead of symbols, looked up in what the versions show.

use crate::app::api::{Packages, replacements};
use crate::app::lint::Seen;
use crate::domain::release::Stream;
use crate::domain::surface::Language;
use crate::error::Error;

/// Whether a text is the path of a symbol and nothing else.
fn is_path(text: &str) -> bool {
    let plain = text.trim().trim_matches('`').trim_end_matches("()");
    !plain.is_empty()
        && plain
            .chars()
            .all(|one| one.is_alphanumeric() || "_$.:#".contains(one))
}

impl Seen {
    /// Looks up what the record offers, where it is written as a path and the declarations can show such a thing.
    pub(super) fn offered_in(
        &mut self,
        packages: &Packages<'_>,
        streams: &[&Stream],
    ) -> Result<(), Error> {
        let names = packages.names()?;
        for stream in streams {
            let Some(package) = stream.package.as_ref().filter(|one| names.contains(one)) else {
                continue;
            };
            let known = packages.known(package)?;
            let separator = Language::of_package(package).separator();
            for (position, state) in self.symbols.iter().enumerate() {
                // What the package never showed itself may be offered from elsewhere too.
                let own = state.stream == stream.id && state.observed.is_some();
                let Some(row) = state.rows.last().filter(|_| own) else {
                    continue;
                };
                let is_ours = row
                    .deprecation
                    .package
                    .as_ref()
                    .is_none_or(|one| one == package);
                let Some(text) = row.deprecation.replacement.as_ref().filter(|_| is_ours) else {
                    continue;
                };
                if !is_path(text.raw()) {
                    continue;
                }
                let symbol = state.symbol.raw();
                let written = [text.raw().to_owned()];
                let found = replacements(&known.api, &known.timeline, symbol, &written, separator);
                self.offered
                    .extend(found.into_iter().map(|one| (position, one)));
            }
        }
        Ok(())
    }
}
