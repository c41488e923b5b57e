//! Exports of `CommonJS`: assignments to `module.exports`, to `exports.name` and to `module.exports.name`.

use crate::syntax::script::lower::Lower;
use crate::syntax::script::{Export, Exported, Kind, NodeId, Pattern, PatternId, Span};

impl Lower<'_> {
    /// Takes note of an assignment that exports.
    pub(super) fn common_export(&mut self, target: PatternId, value: NodeId) {
        let Pattern::Target(node) = self.script[target] else {
            return;
        };
        let Some((of, name, at)) = self.member_of(node) else {
            return;
        };
        let name = if self.is_global(of, "module") && name == "exports" {
            "export="
        } else if self.is_exports(of) {
            name
        } else {
            return;
        };
        let name = name.to_owned();
        self.script.exports.push(Export {
            name,
            what: Exported::Value(value),
            at,
            type_only: false,
        });
    }

    fn is_exports(&self, node: NodeId) -> bool {
        self.is_global(node, "exports")
            || self
                .member_of(node)
                .is_some_and(|(of, name, _)| name == "exports" && self.is_global(of, "module"))
    }

    fn is_global(&self, node: NodeId, name: &str) -> bool {
        matches!(&self.script[node].kind, Kind::Global(global) if global == name)
    }

    /// Of what a node is a member, its name and where that stands.
    fn member_of(&self, node: NodeId) -> Option<(NodeId, &str, Span)> {
        match &self.script[node].kind {
            Kind::Member {
                of, name, name_at, ..
            } => Some((*of, name, *name_at)),
            Kind::Index { of, by, .. } => {
                let key = &self.script[*by];
                match &key.kind {
                    Kind::Text(name) => Some((*of, name, key.at)),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}
