//! Fields that a class makes by assigning them: `this.x = …`.

use rustc_hash::FxHashMap as HashMap;

use crate::scan::script::infer::Inference;
use crate::syntax::script::{ClassId, Kind, NodeId, Pattern, Script};

/// The values that are assigned to a field of `this`, by class and name.
pub(super) type Fields = HashMap<(ClassId, String), Vec<NodeId>>;

impl Inference<'_> {
    /// The values that a class of a file assigns to a field.
    pub(super) fn field_values(
        &self,
        (file, class, name): &(usize, ClassId, String),
    ) -> Vec<NodeId> {
        let mut fields = self.fields.borrow_mut();
        let fields = fields
            .entry(*file)
            .or_insert_with(|| of_script(self.script(*file)));
        fields
            .get(&(*class, name.clone()))
            .cloned()
            .unwrap_or_default()
    }
}

fn of_script(script: &Script) -> Fields {
    let mut fields = Fields::default();
    if script.classes.is_empty() {
        return fields;
    }
    for node in &script.nodes {
        let Kind::Assign { target, value, .. } = &node.kind else {
            continue;
        };
        let Pattern::Target(target) = &script[*target] else {
            continue;
        };
        let Kind::Member { of, name, .. } = &script[*target].kind else {
            continue;
        };
        if script[*of].kind != Kind::This {
            continue;
        }
        // The innermost class around it.
        let around = script
            .classes
            .iter()
            .enumerate()
            .filter(|(_, class)| class.at.start <= node.at.start && node.at.end <= class.at.end)
            .min_by_key(|(_, class)| class.at.end - class.at.start);
        if let Some((index, _)) = around {
            let class = ClassId(u32::try_from(index).unwrap_or(u32::MAX));
            fields
                .entry((class, name.clone()))
                .or_default()
                .push(*value);
        }
    }
    fields
}
