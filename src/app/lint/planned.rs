//! What the rules say of an entry before it is written.

use crate::app::edit::{self, Planned};
use crate::app::history::{History, Whereabouts};
use crate::app::lint::places::Places;
use crate::app::lint::{
    LintQuery, OF_STEPS, OF_SYMBOLS, Scope, Seen, Weigh, by_now, inline, root, rules,
};
use crate::app::workspace::lint::LintSettings;
use crate::domain::document::lint::LintProblem;
use crate::domain::lint::LintRule;
use crate::error::Error;
use crate::policy::lint::waivers::hold;
use crate::system::System;

/// What an entry would breach that is about to be written, without what waivers hold back. Only rules are asked that look at
/// nothing but the record: they answer while somebody types.
///
/// # Errors
/// If it would be refused, or the record cannot be read.
pub fn planned(
    system: &System,
    whereabouts: &Whereabouts,
    history: &History,
    what: &Planned,
) -> Result<Vec<LintProblem>, Error> {
    let (changelog, id) = edit::planned(system, whereabouts, what)?;
    let (changelog, later) = by_now(history, changelog);
    let settings = LintSettings::above(system, &root(system, history))?;
    let query = LintQuery::default();
    let mut rules = rules(&settings, &query)?;
    rules.retain(|rule| !needs_more(*rule));
    let scope = Scope::new(&changelog, &later, &query)?;
    let seen = Seen::default();
    let material = seen.material(history, &changelog, &settings);
    let mut found = crate::policy::lint::lint(&material, &rules);
    found.retain(|one| one.entry.as_ref() == Some(&id));
    let mut waivers = inline(&changelog, &scope);
    waivers.extend(settings.ignore.iter().cloned());
    let held = hold(&found, &waivers, history.as_of, &seen.newest, false);
    let places = Places::open(system, history)?;
    let weigh = Weigh {
        settings: &settings,
        rules: &rules,
        places: &places,
    };
    let mut problems = weigh.problems(&changelog, &found, &waivers, &held);
    problems.retain(|one| one.waived.is_none() && one.entry.as_ref() == Some(&id));
    Ok(problems)
}

/// Whether a rule looks at more than the record.
fn needs_more(rule: LintRule) -> bool {
    let of_surfaces = OF_STEPS.contains(&rule) || OF_SYMBOLS.contains(&rule);
    of_surfaces || rule == LintRule::DefaultChain
}
