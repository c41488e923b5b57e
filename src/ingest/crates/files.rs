//! The module tree: which file each module stands in, read in waves from the crate's root.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::surface::notice::{Notes, Source};
use crate::domain::surface::{GapKind, ModuleId};
use crate::ingest::crates::world::{Rules, World, child};
use crate::syntax::rust::Reader;
use crate::syntax::rust::record::{Item, ItemKind};

/// How deep modules may stand within each other.
const DEEPEST: usize = 64;

/// A module whose items are still to be had from a file.
pub(super) struct Wanted {
    pub id: ModuleId,
    pub krate: usize,
    pub parent: Option<usize>,
    pub notes: Notes,
    pub file: String,
    /// The folder in which its own modules stand.
    pub folder: String,
    /// Files that led here, against a file that is a module of itself.
    pub above: BTreeSet<String>,
}

/// Where items stand that are to be added to a module.
#[derive(Clone)]
pub(super) struct Place {
    pub node: usize,
    pub krate: usize,
    pub file: String,
    pub folder: String,
    pub above: BTreeSet<String>,
}

/// Reads all crates of the family.
pub(super) fn load(world: &mut World, reader: &Reader) {
    let mut wanted = Vec::new();
    for (krate, one) in world.crates.iter().enumerate() {
        let Some(root) = &one.package.entry.root else {
            continue;
        };
        wanted.push(Wanted {
            id: ModuleId::new(one.member.as_deref(), ""),
            krate,
            parent: None,
            notes: Notes::default(),
            file: root.clone(),
            folder: folder_of(root).to_owned(),
            above: BTreeSet::new(),
        });
    }
    read(world, reader, wanted);
}

/// Reads files, and those that they name, until there are no more.
pub(super) fn read(world: &mut World, reader: &Reader, mut wanted: Vec<Wanted>) {
    while !wanted.is_empty() {
        let mut next = Vec::new();
        let krates: BTreeSet<usize> = wanted.iter().map(|one| one.krate).collect();
        for krate in krates {
            let Some(package) = world.crates.get(krate).map(|one| one.package) else {
                continue;
            };
            let contents: BTreeMap<&str, &[u8]> = wanted
                .iter()
                .filter(|one| one.krate == krate)
                .filter_map(|one| package.files.get_key_value(&one.file))
                .map(|(path, content)| (path.as_str(), content.as_slice()))
                .collect();
            let read = reader.files(&contents);
            for one in wanted.iter().filter(|one| one.krate == krate) {
                match read.get(one.file.as_str()) {
                    None => world.gap(
                        GapKind::MissingModule,
                        &one.file,
                        0,
                        "the file is not there".to_owned(),
                    ),
                    Some(Err(refusal)) => {
                        world.node(&one.id, one.krate, one.parent, &one.file);
                        world.gap(
                            GapKind::Unreadable,
                            &one.file,
                            refusal.line,
                            refusal.message.clone(),
                        );
                    }
                    Some(Ok(file)) if file.marks.test => {}
                    Some(Ok(file)) => {
                        enter(world, one, file.items.clone(), &file.marks.notes, &mut next);
                    }
                }
            }
        }
        wanted = next;
    }
}

fn enter(world: &mut World, one: &Wanted, items: Vec<Item>, inner: &Notes, next: &mut Vec<Wanted>) {
    let node = world.node(&one.id, one.krate, one.parent, &one.file);
    if one.parent.is_none()
        && let Some(krate) = world.crates.get_mut(one.krate)
    {
        krate.root = node;
    }
    if let Some(node) = world.nodes.get_mut(node) {
        node.notes = join(&one.notes, inner);
    }
    let mut above = one.above.clone();
    above.insert(one.file.clone());
    let place = Place {
        node,
        krate: one.krate,
        file: one.file.clone(),
        folder: one.folder.clone(),
        above,
    };
    add(world, &place, items, next, 0);
}

/// What is said of a module where it is named and where it stands.
fn join(outer: &Notes, inner: &Notes) -> Notes {
    let mut notes = inner.clone();
    notes.private |= outer.private;
    if notes.deprecated().is_none() {
        notes.notices.extend(outer.notices.iter().cloned());
    }
    notes
}

/// Gives what stands within something deprecated the notice of that, unless it has one of its own.
pub(super) fn inherit(from: &Notes, to: &mut Notes) {
    let Some(notice) = from.deprecated().filter(|_| to.deprecated().is_none()) else {
        return;
    };
    let mut notice = notice.clone();
    notice.source = Source::Inherited;
    to.notices.push(notice);
}

/// Adds items to a module, makes the modules among them, and asks for those that stand in other files.
pub(super) fn add(
    world: &mut World,
    place: &Place,
    items: Vec<Item>,
    next: &mut Vec<Wanted>,
    depth: usize,
) {
    let Some(node) = world.nodes.get_mut(place.node) else {
        return;
    };
    node.folder.clone_from(&place.folder);
    node.above.clone_from(&place.above);
    let (id, notes) = (node.id.clone(), node.notes.clone());
    for mut item in items {
        if let ItemKind::Rules { text, .. } = &item.kind {
            let rules = Rules {
                module: id.path().to_owned(),
                line: item.line,
                text: text.clone(),
            };
            if let Some(krate) = world.crates.get_mut(place.krate) {
                krate
                    .rules
                    .entry(item.name.clone())
                    .or_default()
                    .push(rules);
            }
        }
        if let ItemKind::Module { paths, body } = &mut item.kind {
            let (paths, body) = (std::mem::take(paths), body.take());
            let deep = id.path().split("::").count() >= DEEPEST || depth >= DEEPEST;
            if deep {
                world.gap(
                    GapKind::Unreadable,
                    &place.file,
                    item.line,
                    "modules are nested too deep".to_owned(),
                );
            } else {
                // Deprecation goes down to all that a module holds; being hidden does not.
                let mut child_notes = item.notes.clone();
                inherit(&notes, &mut child_notes);
                item.notes = child_notes.clone();
                module(world, place, &item, (paths, body), next, depth);
            }
        }
        if let Some(node) = world.nodes.get_mut(place.node) {
            node.items.push(item);
        }
    }
}

fn module(
    world: &mut World,
    place: &Place,
    item: &Item,
    (paths, body): (Vec<String>, Option<Vec<Item>>),
    next: &mut Vec<Wanted>,
    depth: usize,
) {
    let Some(node) = world.nodes.get(place.node) else {
        return;
    };
    let id = child(&node.id, &item.name);
    if let Some(items) = body {
        let inner = world.node(&id, place.krate, Some(place.node), &place.file);
        if let Some(node) = world.nodes.get_mut(inner) {
            node.notes = join(&item.notes, &node.notes);
        }
        let folder = paths
            .first()
            .map_or_else(|| item.name.clone(), Clone::clone);
        let place = Place {
            node: inner,
            folder: below(&place.folder, &folder).unwrap_or_default(),
            ..place.clone()
        };
        add(world, &place, items, next, depth + 1);
        return;
    }
    for (file, folder) in candidates(world, place, item, &paths) {
        if place.above.contains(&file) {
            world.gap(
                GapKind::MissingModule,
                &place.file,
                item.line,
                format!("{file} is a module of itself"),
            );
            continue;
        }
        next.push(Wanted {
            id: id.clone(),
            krate: place.krate,
            parent: Some(place.node),
            notes: item.notes.clone(),
            file,
            folder,
            above: place.above.clone(),
        });
    }
}

/// The files that a `mod name;` means, each with the folder of its own modules; a gap where there is none.
fn candidates(
    world: &mut World,
    place: &Place,
    item: &Item,
    paths: &[String],
) -> Vec<(String, String)> {
    let Some(package) = world.crates.get(place.krate).map(|one| one.package) else {
        return Vec::new();
    };
    let is_there = |path: &String| package.files.contains_key(path);
    let mut found: Vec<(String, String)> = Vec::new();
    for path in paths {
        // Relative to the file's own folder, but for a module within one written inline.
        let from = if world
            .nodes
            .get(place.node)
            .is_some_and(|node| stands_in(&node.id, &place.folder, &place.file))
        {
            folder_of(&place.file)
        } else {
            &place.folder
        };
        if let Some(file) = below(from, path).filter(is_there) {
            let folder = folder_of(&file).to_owned();
            found.push((file, folder));
        } else {
            let message = format!(
                "`{}` is to stand in {path:?}, which is not there",
                item.name
            );
            world.gap(GapKind::MissingModule, &place.file, item.line, message);
        }
    }
    let own = if place.folder.is_empty() {
        item.name.clone()
    } else {
        format!("{}/{}", place.folder, item.name)
    };
    let usual = [format!("{own}.rs"), format!("{own}/mod.rs")]
        .into_iter()
        .find(is_there);
    if let Some(file) = usual.filter(|_| paths.is_empty() || found.is_empty()) {
        found.push((file, own));
    } else if paths.is_empty() {
        let message = format!("`mod {};` has no file", item.name);
        world.gap(GapKind::MissingModule, &place.file, item.line, message);
    }
    found
}

/// Whether a module is a file, rather than written inline in one.
fn stands_in(id: &ModuleId, folder: &str, file: &str) -> bool {
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    let last = id.path().rsplit("::").next().unwrap_or_default();
    folder == folder_of(file) || folder == stem || (last.is_empty() && folder.is_empty())
}

pub(super) fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path below a folder, `.` and `..` worked out; `None` if it leaves the package.
fn below(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|one| !one.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}
