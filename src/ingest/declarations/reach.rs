//! Leaving out what nothing leads to.
//!
//! A module keeps what it exports, and of the rest what that refers to, on and on. As no other module can name what is
//! not exported, each module is looked at by itself. What is global is all kept.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use crate::domain::surface::types::Target;
use crate::domain::surface::walk::in_declaration;
use crate::domain::surface::{Declaration, Exported, Module, ModuleId};

/// Drops the declarations of all modules that nothing can reach.
pub(super) fn keep_reachable(modules: &mut BTreeMap<ModuleId, Module>) {
    let mut all: Vec<(&ModuleId, &mut Module)> = modules.iter_mut().collect();
    all.par_iter_mut().for_each(|(id, module)| {
        if !id.0.ends_with("#global") {
            keep(id, module);
        }
    });
}

fn first(name: &str) -> &str {
    name.split_once('.').map_or(name, |(first, _)| first)
}

fn keep(id: &ModuleId, module: &mut Module) {
    let mut by_name: HashMap<&str, Vec<&Declaration>> = HashMap::new();
    for one in &module.declarations {
        by_name.entry(first(&one.name)).or_default().push(one);
    }
    let mut rest: Vec<String> = module
        .exports
        .iter()
        .filter_map(|export| match &export.what {
            Exported::Own(name) => Some(first(name).to_owned()),
            _ => None,
        })
        .collect();
    let mut kept: HashSet<String> = HashSet::new();
    while let Some(name) = rest.pop() {
        if kept.contains(&name) {
            continue;
        }
        for declaration in by_name.get(name.as_str()).into_iter().flatten() {
            let mut found = Vec::new();
            in_declaration(declaration, &mut |target| {
                if let Target::Declared { module, name } = target
                    && module == id
                {
                    found.push(first(name).to_owned());
                }
            });
            rest.append(&mut found);
        }
        kept.insert(name);
    }
    module
        .declarations
        .retain(|one| kept.contains(first(&one.name)));
}
