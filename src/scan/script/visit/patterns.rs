//! What is taken apart: each key is a member of the value.

use std::rc::Rc;

use crate::scan::script::members::Lookup;
use crate::scan::script::ty::Ty;
use crate::scan::script::visit::Visit;
use crate::scan::uses::Site;
use crate::syntax::script::{Kind, NodeId, Pattern, PatternId};

impl<'w> Visit<'_, 'w> {
    /// `exports.name = platform.symbol`: the left side passes the symbol on.
    fn pass_on(&mut self, target: PatternId, value: NodeId) {
        let script = self.inference.script(self.file);
        let Pattern::Target(target) = &script[target] else {
            return;
        };
        let is_exports = match &script[*target].kind {
            Kind::Member { of, .. } => match &script[*of].kind {
                Kind::Global(name) => name == "exports",
                Kind::Member { of, name, .. } => {
                    name == "exports"
                        && matches!(&script[*of].kind, Kind::Global(name) if name == "module")
                }
                _ => false,
            },
            _ => false,
        };
        let at = script[*target].at;
        let end = script[value].at.end;
        let mut places = self.places.iter_mut().rev();
        let place = places.find(|place| place.site != Site::Text);
        if let Some(place) = place.filter(|_| is_exports)
            && place.at.end == end
        {
            place.passed_on_at = Some(at);
        }
    }

    pub(super) fn pattern(&mut self, id: PatternId, of: &Ty<'w>) {
        let script = self.inference.script(self.file);
        match &script[id] {
            Pattern::Name(..) => {}
            Pattern::Object { properties, rest } => {
                for property in properties {
                    let name = match (&property.name, property.computed) {
                        (Some(name), _) => Some(name.as_str().into()),
                        (None, Some(key)) => {
                            self.node(key, &Ty::Unknown);
                            match self.inference.node(self.file, key) {
                                Ty::Text(key) => Some(key),
                                _ => None,
                            }
                        }
                        (None, None) => None,
                    };
                    let lookup = name.as_ref().map_or(Lookup::Unknown, |name: &Rc<str>| {
                        self.inference.member(of, name)
                    });
                    self.record(property.name_at, Site::Binding, &lookup);
                    let ty = match &name {
                        Some(name) => {
                            self.named_member(of, name, property.name_at);
                            self.inference.ty_of(of, name, lookup)
                        }
                        None => Ty::Unknown,
                    };
                    self.pattern(property.value, &ty);
                }
                if let Some(rest) = rest {
                    self.pattern(*rest, of);
                }
            }
            Pattern::Array { items, rest } => {
                for (index, item) in items.iter().enumerate() {
                    let Some(item) = item else { continue };
                    let ty = match of {
                        Ty::Tuple(parts) => parts.get(index).cloned().unwrap_or_default(),
                        of => self.inference.element(of),
                    };
                    self.pattern(*item, &ty);
                }
                if let Some(rest) = rest {
                    self.pattern(*rest, of);
                }
            }
            Pattern::Default { pattern, value } => {
                self.node(*value, of);
                self.pattern(*pattern, of);
            }
            Pattern::Target(node) => self.node(*node, &Ty::Unknown),
        }
    }

    /// `target = value`: the target says what is expected, and is taken apart by what the value is.
    pub(super) fn assign(&mut self, target: PatternId, value: NodeId) {
        let script = self.inference.script(self.file);
        let expected = match &script[target] {
            Pattern::Target(node) => self.inference.node(self.file, *node),
            Pattern::Name(name, _) => script[*name]
                .ty
                .map_or(Ty::Unknown, |_| self.inference.name(self.file, *name)),
            _ => Ty::Unknown,
        };
        let of = match &script[target] {
            Pattern::Name(..) | Pattern::Target(_) => Ty::Unknown,
            _ if self.takes_still(target) => Ty::Unknown,
            _ => self.inference.node(self.file, value),
        };
        self.pattern(target, &of);
        self.node(value, &expected);
        self.pass_on(target, value);
    }
}
