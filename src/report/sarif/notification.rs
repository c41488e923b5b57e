//! What is to be said of a run beside its results.

use crate::domain::document::scan::{Point, ScanDocument, ScannedPlugin, Unreadable};
use crate::report::text::counted;
use crate::report::words::scan as words;

use super::log::{Description, Descriptor, DescriptorReference, Notification};
use super::{message, result};

/// A kind of notification: its id, and what it says.
type Kind = (&'static str, &'static str);

const DATA: Kind = ("data", "What was scanned, and how old the data is");
const CANCELLED: Kind = ("cancelled", "The work was cut short");
const MISSING: Kind = ("missing", "Something is missing for a complete answer");
const UNREADABLE: Kind = ("unreadable", "A file could not be read or parsed");
const UNDECIDED: Kind = ("undecided", "Places cannot be decided");
const STALE: Kind = ("stale", "An exception no longer meets anything");
const HELD_BACK: Kind = ("held-back", "Findings that are not among the results");
const LEFT_OUT: Kind = ("left-out", "Results that a host would not take");

/// Every kind.
pub(super) fn all() -> Vec<Descriptor> {
    [
        DATA, CANCELLED, MISSING, UNREADABLE, UNDECIDED, STALE, HELD_BACK, LEFT_OUT,
    ]
    .into_iter()
    .map(|(id, title)| Descriptor::of_notification(id, title))
    .collect()
}

fn note(kind: Kind, level: &'static str, text: &str) -> Notification {
    Notification {
        descriptor: DescriptorReference { id: kind.0 },
        level,
        message: Description::new(message(text)),
        locations: Vec::new(),
    }
}

/// What is to be said of `plugins`, the gravest first; `left_out` results did not fit.
pub(super) fn of(
    document: &ScanDocument,
    plugins: &[&ScannedPlugin],
    left_out: usize,
) -> Vec<Notification> {
    let mut notes = Vec::new();
    if document.cancelled {
        let text = "The work was cut short; what was not reached is not among the results.";
        notes.push(note(CANCELLED, "error", text));
    }
    for plugin in plugins {
        notes.extend(
            plugin
                .missing
                .iter()
                .map(|what| note(MISSING, "error", what)),
        );
        notes.extend(plugin.unreadable.iter().map(|one| unreadable(plugin, one)));
    }
    if left_out > 0 {
        let text = format!(
            "{} left out, the least grave: a host takes no more.",
            counted(left_out, "result is", "results are")
        );
        notes.push(note(LEFT_OUT, "warning", &text));
    }
    for plugin in plugins {
        notes.extend(plugin.stale.iter().map(|one| {
            let at = one
                .at
                .map_or_else(String::new, |at| format!(":{}", at.line));
            note(STALE, "warning", &format!("{}{at}: {}", one.file, one.why))
        }));
        let text = words::undecided(plugin);
        notes
            .extend(text.map(|text| note(UNDECIDED, "note", &format!("{}: {text}.", plugin.name))));
        let held = words::held_back(plugin);
        notes.extend((!held.is_empty()).then(|| {
            note(
                HELD_BACK,
                "note",
                &format!("{}: {}.", plugin.name, held.join(", ")),
            )
        }));
    }
    notes.push(note(DATA, "note", &words::scanned(document)));
    notes
}

fn unreadable(plugin: &ScannedPlugin, one: &Unreadable) -> Notification {
    let text = format!("{} could not be read: {}", one.file, one.why);
    let span = one.at.map(|at: Point| (at, at));
    Notification {
        locations: vec![result::location(plugin, &one.file, span)],
        ..note(UNREADABLE, "error", &text)
    }
}
