//! What a plugin uses: all its modules gone over, and put into the form that answers are made of.

use rustc_hash::FxHashSet as HashSet;

use crate::domain::conventions::Helper;
use crate::domain::document::scan::Confidence;
use crate::domain::surface::Surface;
use crate::domain::surface::notice::{Source, Strength};
use crate::scan::rust::info::{Ends, World};
use crate::scan::rust::judge::Fate;
use crate::scan::rust::made::Made;
use crate::scan::rust::tree::silences;
use crate::scan::rust::visit::{Place, Visit};
use crate::scan::rust::{File, Package};
use crate::scan::uses::{Site, Then, Undecided, Use, Uses};
use crate::syntax::on_deep_stacks;
use crate::syntax::rust::code::Condition;

/// All uses of platforms in the files of a package.
pub fn uses(
    files: &[File],
    package: &Package,
    platforms: &[Ends<'_>],
    standard: &Surface,
    helpers: &[Helper],
) -> Uses {
    on_deep_stacks(|| {
        let made = Made::of(files);
        let all_files: Vec<&File> = files.iter().chain(&made.files).collect();
        let world = World::new((&all_files, &made), package, platforms, standard, helpers);
        all(&world, made.from)
    })
}

/// `files` are the plugin's own: of what macros made of them nobody can see a place.
fn all(world: &World<'_>, files: usize) -> Uses {
    let mut uses = Uses::default();
    // A file may be several modules, in several crates.
    let mut seen = HashSet::default();
    let mut undecided = HashSet::default();
    for node in 0..world.tree.nodes.len() {
        let file = world.tree.nodes[node].file;
        if file >= files {
            continue;
        }
        let met = Visit::module(world, node);
        for place in met.places {
            if seen.insert((file, place.at, place.symbol.clone())) {
                uses.references += usize::from(place.confidence != Confidence::Low);
                uses.uses.extend(made(world, file, place));
            }
        }
        for at in met.undecided {
            if undecided.insert((file, at)) {
                let site = Site::Lost;
                uses.undecided.push(Undecided { file, at, site });
            }
        }
    }
    uses.uses
        .sort_by(|a, b| (a.file, a.at, a.site, &a.symbol).cmp(&(b.file, b.at, b.site, &b.symbol)));
    uses.undecided.sort_by_key(|one| (one.file, one.at));
    uses
}

/// `None` where the author says not to be told.
fn made(world: &World<'_>, file: usize, place: Place) -> Option<Use> {
    let then = match place.fate {
        Fate::There {
            deprecated,
            is_silent,
        } => Then::There {
            deprecated: deprecated.map(|mut notice| {
                if is_silent {
                    notice.strength = Strength::Soft;
                    notice.source = Source::Attribute;
                }
                *notice
            }),
        },
        Fate::Gone => Then::Gone,
        Fate::With | Fate::Unknown => Then::Other,
    };
    let code = &world.files[file].code;
    let node = &world.tree.nodes[place.node];
    if silences(code, place.at, node.is_silenced) && !matches!(then, Then::Gone) {
        return None;
    }
    let holds = |one: &&Condition| one.at.start <= place.at.start && place.at.end <= one.at.end;
    let conditions: Vec<&Condition> = code.conditions.iter().filter(holds).collect();
    let notes = conditions
        .iter()
        .map(|one| format!("only where cfg({}) holds", one.cfg));
    let notes = notes.collect();
    Some(Use {
        file,
        at: place.at,
        site: place.site,
        confidence: place.confidence,
        guarded: false,
        package: usize::from(place.source),
        symbol: place.symbol,
        what: place.what,
        nameless: false,
        deep: None,
        then,
        imported_at: place.imported_at,
        passed_on_at: None,
        notes,
        test_code: node.is_test || conditions.iter().any(|one| one.is_test),
    })
}
