//! JSX and tagged templates.

use crate::domain::surface::types::Type;
use crate::scan::script::ty::Ty;
use crate::scan::script::visit::Visit;
use crate::scan::uses::Site;
use crate::syntax::script::{Attribute, Element, Kind, NodeId, Tag};

impl<'w> Visit<'_, 'w> {
    pub(super) fn element(&mut self, element: &'w Element) {
        let mut props = Ty::Unknown;
        if let Some(Tag::Component(tag)) = &element.tag {
            self.node(*tag, &Ty::Unknown);
            if self.holds_still(element) {
                return;
            }
            let component = self.inference.node(self.file, *tag);
            props = self.inference.props(&component);
        }
        for attribute in &element.attributes {
            match attribute {
                Attribute::Named {
                    name,
                    name_at,
                    value,
                } => {
                    if value.is_none_or(|value| self.is_still(value)) && self.is_quiet() {
                        continue;
                    }
                    let lookup = self.inference.member(&props, name);
                    self.record(*name_at, Site::Attribute, &lookup);
                    self.named_member(&props, name, *name_at);
                    let expected = self.inference.ty_of(&props, name, lookup);
                    if let Some(value) = value {
                        self.node(*value, &expected);
                    }
                }
                Attribute::Spread(of) => self.node(*of, &props),
            }
        }
        let children = self.inference.member_ty(&props, "children");
        for child in &element.children {
            self.node(*child, &children);
        }
    }

    /// `` styled.div`${props => …}` ``: functions among the parts are given what the tag hands them.
    pub(super) fn tagged(&mut self, tag: NodeId, parts: &[NodeId]) {
        self.node(tag, &Ty::Unknown);
        let tag = self.inference.node(self.file, tag);
        let forms = self.inference.forms(&tag);
        let expected = forms.first().map_or(Ty::Unknown, |form| {
            let rest = form.signature.parameters.iter().find(|one| one.rest);
            match rest.and_then(|one| one.ty.as_ref()) {
                Some(Type::Array(of)) => self.inference.written(of, &form.env, form.home),
                Some(ty) => {
                    let ty = self.inference.written(ty, &form.env, form.home);
                    self.inference.element(&ty)
                }
                None => Ty::Unknown,
            }
        });
        let script = self.inference.script(self.file);
        for part in parts {
            if let Kind::Function(function) = script[*part].kind {
                self.inference.give(self.file, function, &expected);
            }
            self.node(*part, &expected);
        }
    }
}
