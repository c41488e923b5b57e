//! What the surfaces differ in asks for a greater step than the version made.

use crate::domain::api::diff::Bump;
use crate::domain::lint::LintRule;
use crate::domain::problem::Severity;
use crate::domain::surface::Language;
use crate::policy::lint::step::a_part;
use crate::policy::lint::{Found, Material, Step, counted};

/// Steps of stable versions that break, or add, more than their number says. Only an addition in a patch is milder.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    material
        .steps
        .iter()
        .filter(|step| material.policy.covers(&step.stream))
        .filter(|step| step.needs > step.made && step.from.major() > 0)
        .map(found)
        .collect()
}

fn found(step: &Step) -> Found {
    let message = format!(
        "the surface asks for {}, and {} after {} is {}: {}",
        a_part(step.needs),
        step.to,
        step.from,
        a_part(step.made),
        differences(step)
    );
    let next = match step.needs {
        Bump::Major => format!("{}.0.0", step.from.major() + 1),
        _ => format!("{}.{}.0", step.from.major(), step.from.minor() + 1),
    };
    let or_else = match step.needs {
        Bump::Major => ", or put back what went",
        _ => "",
    };
    let unread = (!step.unread.is_empty())
        .then(|| format!("not read, and between: {}", step.unread.join(", ")));
    let mut one = Found::at(LintRule::BumpTooSmall, &step.stream, step.place(), message)
        .because(unread)
        .advise(format!(
            "number it {next}{or_else}; `forewarn api diff {}..{}` lists the difference",
            step.from, step.to
        ));
    if step.needs < Bump::Major {
        one.milder = Some(Severity::Warning);
    }
    one
}

/// `15 exports and 15 members gone, 2 moved, 3 changed incompatibly`; what was added only where nothing breaks.
fn differences(step: &Step) -> String {
    let separator = Language::of_package(&step.package).separator();
    let gone = |is_export: bool| {
        let is_root = |path: &str| !path.contains(separator);
        let lost = step.removed.iter();
        lost.filter(|one| is_root(&one.symbol) == is_export).count()
    };
    let lead = [(gone(true), "export"), (gone(false), "member")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| counted(count, what))
        .collect::<Vec<_>>()
        .join(" and ");
    let mut parts = Vec::new();
    if !lead.is_empty() {
        parts.push(format!("{lead} gone"));
    }
    for (count, what) in [
        (step.moved.len(), "moved"),
        (step.changed.len(), "changed incompatibly"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    if step.needs < Bump::Major {
        for (count, what) in [
            (step.added.len(), "added"),
            (step.deprecated.len(), "newly deprecated"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
    }
    parts.join(", ")
}
