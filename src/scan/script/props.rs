//! The properties of a component: what its attributes are members of.

use crate::scan::script::infer::Inference;
use crate::scan::script::ty::Ty;

impl<'w> Inference<'w> {
    /// What a component takes: of a class its `props`, of a function its first parameter.
    pub(super) fn props(&self, component: &Ty<'w>) -> Ty<'w> {
        let (component, confidence) = component.strong();
        let props = match component {
            Ty::Unknown | Ty::Primitive => Ty::Unknown,
            Ty::OwnFunction(file, function) => self.parameter(*file, *function, 0),
            Ty::OwnClass(file, class) => self.member_ty(&Ty::OwnInstance(*file, *class), "props"),
            Ty::Union(parts) => parts
                .iter()
                .map(|part| self.props(part))
                .find(|props| !props.is_unknown())
                .unwrap_or_default(),
            component => {
                let object = self.constructed(component);
                match self.member_ty(&object, "props") {
                    Ty::Unknown => self
                        .forms(component)
                        .first()
                        .and_then(|form| {
                            let first = form.signature.parameters.first()?;
                            Some(self.parameter_ty(form, first.ty.as_ref()))
                        })
                        .unwrap_or_default(),
                    props => props,
                }
            }
        };
        props.weak(confidence)
    }
}
