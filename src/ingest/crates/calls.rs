//! Macros that are called where items or members stand: what they come to is added to the module.
//!
//! In this order: macros by example of the same crate, expanded; `cfg_if!` (all of whose branches count) and others that are
//! known; and any whose argument is items itself, as wrappers that only add a condition are. The rest is a gap, because it may define
//! what is not seen here.

use crate::domain::surface::{GapKind, Member};
use crate::ingest::crates::files::{self, Place, Wanted};
use crate::ingest::crates::world::World;
use crate::syntax::rust::record::{Call, Item, ItemKind};
use crate::syntax::rust::{Reader, expand, fragment, known};

/// How often what a macro came to may call macros again.
const DEEPEST: usize = 128;

/// Calls that are expanded in one crate.
const MOST: usize = 20_000;

/// Macros that define nothing that others can name.
const HARMLESS: &[&str] = &[
    "compile_error",
    "const_assert",
    "const_assert_eq",
    "assert_impl_all",
    "assert_not_impl_any",
    "assert_eq_size",
    "global_asm",
    "doctest",
];

/// Expands all calls, and what comes out of them, and reads the modules that these name.
pub(super) fn expand(world: &mut World, reader: &Reader) {
    let mut left = MOST;
    for depth in 0..=DEEPEST {
        let mut wanted = Vec::new();
        let mut any = false;
        for at in 0..world.nodes.len() {
            let calls = take(world, at);
            any |= !calls.is_empty();
            for call in calls {
                if depth == DEEPEST || left == 0 {
                    gap(world, at, &call, "it leads to too many calls");
                    continue;
                }
                left -= 1;
                one(world, at, &call, &mut wanted);
            }
            members(world, at);
        }
        files::read(world, reader, wanted);
        if !any {
            break;
        }
    }
}

/// The calls among the items of a module, taken out of it.
fn take(world: &mut World, at: usize) -> Vec<Call> {
    let Some(node) = world.nodes.get_mut(at) else {
        return Vec::new();
    };
    let (calls, rest): (Vec<Item>, Vec<Item>) = std::mem::take(&mut node.items)
        .into_iter()
        .partition(|one| matches!(one.kind, ItemKind::Call(_)));
    node.items = rest;
    let calls = calls.into_iter().filter_map(|one| match one.kind {
        ItemKind::Call(call) => Some(call),
        _ => None,
    });
    calls.collect()
}

fn gap(world: &mut World, at: usize, call: &Call, why: &str) {
    let Some(file) = world.nodes.get(at).map(|one| one.file.clone()) else {
        return;
    };
    let message = format!(
        "`{}!` may define what is not seen: {why}",
        call.path.join("::")
    );
    world.gap(GapKind::Unplaced, &file, call.line, message);
}

fn one(world: &mut World, at: usize, call: &Call, wanted: &mut Vec<Wanted>) {
    let name = call.path.last().map_or("", String::as_str);
    let found: Result<Vec<Item>, String> = match items_of(world, at, call, name) {
        Err(why) => {
            // A wrapper's argument is items; `$` and the like do not parse, so little is taken for what it is not.
            let argument = fragment(&call.text, call.line)
                .ok()
                .filter(|items| !items.is_empty());
            argument.ok_or(why)
        }
        found => found,
    };
    match found {
        Ok(mut items) => {
            for item in &mut items {
                condition(item, call.cfg.as_deref());
            }
            if let Some(place) = place(world, at) {
                files::add(world, &place, items, wanted, 0);
            }
        }
        Err(_) if HARMLESS.contains(&name) => {}
        Err(why) => gap(world, at, call, &why),
    }
}

fn items_of(world: &World, at: usize, call: &Call, name: &str) -> Result<Vec<Item>, String> {
    let own = expanded(world, at, call, name, None);
    let node = world.nodes.get(at).filter(|_| own.is_err());
    let package = node
        .and_then(|node| world.crates.get(node.krate))
        .map(|krate| krate.package);
    let first = package.is_some_and(|package| {
        let mut requires = package.requires.iter();
        requires.any(|one| {
            one.name == "bitflags"
                && one
                    .range
                    .trim_start_matches(['^', '=', ' '])
                    .starts_with('1')
        })
    });
    match known::items(name, &call.text, call.line, first).filter(|_| own.is_err()) {
        Some(found) => found.map_err(|refusal| refusal.message),
        None => own,
    }
}

/// What a call of one of the crate's own macros comes to.
fn expanded(
    world: &World,
    at: usize,
    call: &Call,
    name: &str,
    wrap: Option<&str>,
) -> Result<Vec<Item>, String> {
    let unknown = || "it is not a macro of this crate".to_owned();
    let node = world.nodes.get(at).ok_or_else(unknown)?;
    let krate = world.crates.get(node.krate).ok_or_else(unknown)?;
    let known = krate.rules.get(name).ok_or_else(unknown)?;
    let here = node.id.path();
    // The definition that stands nearest: in the module itself before the call, then in one around it, then any.
    let nearest = known.iter().max_by_key(|one| {
        let around = one.module.is_empty()
            || here == one.module
            || here.starts_with(&format!("{}::", one.module));
        let before = one.module != here || one.line <= call.line;
        (
            around && before,
            if around { one.module.len() } else { 0 },
            one.line,
        )
    });
    let rules = nearest.ok_or_else(unknown)?;
    expand::call(&rules.text, &call.text, call.line, wrap).map_err(|refusal| refusal.message)
}

/// Where the items of a module stand, for modules that a macro's text names.
fn place(world: &World, at: usize) -> Option<Place> {
    let node = world.nodes.get(at)?;
    Some(Place {
        node: at,
        krate: node.krate,
        file: node.file.clone(),
        folder: node.folder.clone(),
        above: node.above.clone(),
    })
}

fn condition(item: &mut Item, outer: Option<&str>) {
    let Some(outer) = outer else { return };
    let joined = match item.cfg.take() {
        Some(own) => format!("all({outer}, {own})"),
        None => outer.to_owned(),
    };
    if let ItemKind::Declared { declaration, .. } = &mut item.kind {
        declaration.cfg = Some(joined.clone());
    }
    item.cfg = Some(joined);
}

/// Macros that are called within traits and implementations.
fn members(world: &mut World, at: usize) {
    let Some(node) = world.nodes.get_mut(at) else {
        return;
    };
    let mut items = std::mem::take(&mut node.items);
    for item in &mut items {
        for _ in 0..DEEPEST {
            let (calls, wrap) = match &mut item.kind {
                ItemKind::Declared { calls, .. } => (std::mem::take(calls), "trait T"),
                ItemKind::Implementation(one) => (std::mem::take(&mut one.calls), "impl T"),
                _ => break,
            };
            if calls.is_empty() {
                break;
            }
            for call in calls {
                let name = call.path.last().map_or("", String::as_str);
                let own = expanded(world, at, &call, name, Some(wrap));
                let argument = || fragment(&format!("{wrap} {{ {} }}", call.text), call.line);
                match own.or_else(|why| argument().map_err(|_refusal| why)) {
                    Ok(found) => found
                        .into_iter()
                        .for_each(|one| merge(item, one, call.cfg.as_deref())),
                    Err(why) => gap(world, at, &call, &why),
                }
            }
        }
    }
    if let Some(node) = world.nodes.get_mut(at) {
        items.append(&mut node.items);
        node.items = items;
    }
}

fn merge(into: &mut Item, from: Item, cfg: Option<&str>) {
    let conditional = |members: Vec<Member>| {
        members.into_iter().map(|mut member| {
            member.cfg = member.cfg.or_else(|| cfg.map(str::to_owned));
            member
        })
    };
    match (&mut into.kind, from.kind) {
        (
            ItemKind::Declared {
                declaration, calls, ..
            },
            ItemKind::Declared {
                declaration: more,
                calls: again,
                ..
            },
        ) => {
            declaration.members.extend(conditional(more.members));
            calls.extend(again);
        }
        (ItemKind::Implementation(one), ItemKind::Implementation(more)) => {
            one.members.extend(conditional(more.members));
            one.calls.extend(more.calls);
        }
        _ => {}
    }
}
