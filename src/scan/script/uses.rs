//! What a plugin uses: the places of a run with the version in use, joined with those of a run with the target.
//!
//! A symbol that a place resolves to in the one and that its container lacks in the other is gone. One whose container
//! is not known in the target any more is gone with something before it, which is a place of its own: nothing is said
//! of it here.

use rayon::prelude::*;
use rustc_hash::FxHashMap as HashMap;

use crate::domain::conventions::Conventions;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::Confidence;
use crate::domain::surface::notice::Notice;
use crate::scan::script::infer::Inference;
use crate::scan::script::members::{Symbol, What};
use crate::scan::script::parts::{Entrances, parts};
use crate::scan::script::visit::{Answer, Place, Visit};
use crate::scan::script::world::{File, Known, World};
use crate::scan::uses::{Kind, Site, Then, Undecided, Use, Uses};
use crate::syntax::on_deep_stacks;
use crate::syntax::script::Span;

/// Goes over files with the packages at both ends, in one order. Without others at the far end both runs are the same.
pub fn runs(
    files: &[File],
    (from, to): (&[Known<'_>], Option<&[Known<'_>]>),
    conventions: &Conventions,
) -> (Run, Run) {
    let Some(to) = to else {
        let one = run(files, from, conventions);
        return (one.clone(), one);
    };
    on_deep_stacks(|| {
        rayon::join(
            || run(files, from, conventions),
            || run(files, to, conventions),
        )
    })
}

/// What one set of packages gives, bound to none of them any more.
#[derive(Clone)]
pub struct Run {
    /// By file.
    places: Vec<Vec<Summary>>,
    /// Whether a module was looked for that no root leads to.
    pub deep: bool,
}

/// Goes over files with packages.
pub fn run(files: &[File], known: &[Known<'_>], conventions: &Conventions) -> Run {
    // The walk descends into every expression.
    on_deep_stacks(|| {
        let inference = Inference::new(World::new(known.to_vec(), files), conventions);
        let entrances = Entrances::of(&inference.world, conventions);
        let mut places = vec![Vec::new(); files.len()];
        for part in parts(files).iter() {
            let mut of_part = part.iter().map(|index| &files[*index]);
            if let Some(entrances) = &entrances
                && !of_part.any(|file| entrances.lead_to(file))
            {
                continue;
            }
            // What files give to the functions of others is known after all were gone over once.
            for index in part {
                Visit::learn(&inference, *index);
            }
            inference.forget(part);
            for index in part.iter().filter(|index| !files[**index].is_generated) {
                places[*index] = summaries(Visit::file(&inference, *index));
            }
            inference.leave(part);
        }
        Run {
            places,
            deep: inference.world.deep.get(),
        }
    })
}

/// What becomes in one run of what another one met: both of the same files, with the packages in one order.
pub fn joined(before: &Run, after: Run, conventions: &Conventions) -> Uses {
    let mut uses = Uses {
        deep: before.deep || after.deep,
        ..Uses::default()
    };
    let found: Vec<Uses> = before
        .places
        .par_iter()
        .zip(after.places)
        .enumerate()
        .filter(|(_, (before, after))| !before.is_empty() || !after.is_empty())
        .map(|(file, (before, after))| join(file, conventions.names.package, before, after))
        .collect();
    for one in found {
        uses.uses.extend(one.uses);
        uses.undecided.extend(one.undecided);
        uses.references += one.references;
    }
    uses
}

/// A place without anything that is bound to its run.
#[derive(Clone, Debug)]
struct Summary {
    at: Span,
    site: Site,
    confidence: Confidence,
    guarded: bool,
    is_test: bool,
    imported_at: Option<Span>,
    passed_on_at: Option<Span>,
    answer: Answered,
}

#[derive(Clone, Debug)]
enum Answered {
    Symbol(Box<Named>),
    Recorded(SymbolKind, String),
    Missing,
    Other,
    Unknown,
}

/// A symbol, as far as it says what it is in both runs.
#[derive(Clone, Debug)]
struct Named {
    package: usize,
    path: String,
    what: Kind,
    nameless: bool,
    deep: Option<String>,
    deprecated: Option<Notice>,
    spared: bool,
}

fn summaries(places: Vec<Place<'_>>) -> Vec<Summary> {
    places
        .into_iter()
        .map(|place| Summary {
            at: place.at,
            site: place.site,
            confidence: place.confidence,
            guarded: place.guarded,
            is_test: place.is_test,
            imported_at: place.imported_at,
            passed_on_at: place.passed_on_at,
            answer: match place.answer {
                Answer::Symbol(symbol) => answered(&symbol),
                Answer::Recorded { kind, path } => Answered::Recorded(kind, path.to_string()),
                Answer::Missing(_) => Answered::Missing,
                Answer::Other => Answered::Other,
                Answer::Unknown => Answered::Unknown,
            },
        })
        .collect()
}

fn answered(symbol: &Symbol<'_>) -> Answered {
    let deprecated = symbol.is_deprecated().then(|| {
        symbol
            .exported
            .as_ref()
            .and_then(|notes| notes.deprecated().cloned())
            .or_else(|| {
                symbol
                    .notes
                    .iter()
                    .find_map(|notes| notes.deprecated().cloned())
            })
    });
    Answered::Symbol(Box::new(Named {
        package: symbol.package,
        path: symbol.path.to_string(),
        nameless: matches!(symbol.what, What::Member { owner } if owner.is_empty()),
        what: match symbol.what {
            What::Export => Kind::Export,
            What::Member { .. } => Kind::Member,
            What::EnumMember => Kind::EnumMember,
            What::Module => Kind::Module,
        },
        deep: symbol.deep.map(|module| module.0.clone()),
        deprecated: deprecated.flatten(),
        spared: symbol.is_spared(),
    }))
}

fn join(file: usize, package: usize, before: &[Summary], after: Vec<Summary>) -> Uses {
    let mut then: HashMap<(Span, Site), Summary> = after
        .into_iter()
        .map(|one| ((one.at, one.site), one))
        .collect();
    let mut joined = Uses::default();
    for one in before {
        let after = then.remove(&(one.at, one.site));
        if let Answered::Recorded(kind, path) = &one.answer {
            joined.references += 1;
            joined
                .uses
                .push(recorded(file, one, package, (*kind, path)));
            continue;
        }
        let Answered::Symbol(named) = &one.answer else {
            if matches!(one.answer, Answered::Unknown) {
                let (at, site) = (one.at, one.site);
                joined.undecided.push(Undecided { file, at, site });
            }
            joined
                .uses
                .extend(after.and_then(|after| only_then(file, &after)));
            continue;
        };
        joined.references += 1;
        let is_form = after.as_ref().is_some_and(|after| {
            after.imported_at.is_none() && matches!(after.answer, Answered::Symbol(_))
        });
        let then = match after.map(|after| after.answer) {
            Some(Answered::Symbol(named)) if named.spared => Then::Spared,
            Some(Answered::Symbol(named)) => Then::There {
                deprecated: named.deprecated,
            },
            Some(Answered::Missing) => Then::Gone,
            Some(Answered::Other | Answered::Recorded(..)) => Then::Other,
            Some(Answered::Unknown) if named.what == Kind::Module => Then::Gone,
            Some(Answered::Unknown) | None => Then::Unknown,
        };
        let mut made = made(file, one, named, then);
        made.imported_at = made.imported_at.filter(|_| !is_form);
        joined.uses.push(made);
    }
    // What the version in use does not have, or cannot tell, and the target deprecates.
    let rest = then.into_values();
    joined
        .uses
        .extend(rest.filter_map(|after| only_then(file, &after)));
    joined.uses.sort_by_key(|one| (one.at, one.site));
    joined.undecided.dedup_by_key(|one| one.at);
    settle(&mut joined.uses);
    joined
}

fn recorded(file: usize, place: &Summary, package: usize, (kind, path): (SymbolKind, &str)) -> Use {
    let named = Named {
        package,
        path: path.to_owned(),
        what: Kind::Recorded(kind),
        nameless: false,
        deep: None,
        deprecated: None,
        spared: false,
    };
    made(file, place, &named, Then::Recorded)
}

fn only_then(file: usize, after: &Summary) -> Option<Use> {
    let Answered::Symbol(named) = &after.answer else {
        return None;
    };
    let deprecated = Some(named.deprecated.clone()?);
    Some(made(file, after, named, Then::There { deprecated }))
}

fn made(file: usize, place: &Summary, named: &Named, then: Then) -> Use {
    Use {
        file,
        at: place.at,
        site: place.site,
        confidence: place.confidence,
        guarded: place.guarded || place.is_test,
        package: named.package,
        symbol: named.path.clone(),
        what: named.what,
        nameless: named.nameless,
        deep: named.deep.clone(),
        then,
        imported_at: place.imported_at,
        passed_on_at: place.passed_on_at,
        notes: Vec::new(),
        test_code: false,
    }
}

/// One place says one thing of a symbol, however many ways lead to it.
fn settle(uses: &mut Vec<Use>) {
    uses.dedup_by(|b, a| a.at == b.at && a.symbol == b.symbol);
}
