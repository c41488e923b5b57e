//! The properties of a component: what its attributes are members of.

use crate::domain::document::scan::Confidence;
use crate::scan::script::infer::Inference;
use crate::scan::script::members::Lookup;
use crate::scan::script::ty::{Home, Ty};
use crate::syntax::script::{ClassId, Imported, Kind, NameKind, NodeId, Property};

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

    /// Takes note of what a component of the plugin is given where it is added to another one.
    pub(super) fn note_props(&self, component: &Ty<'w>, props: Ty<'w>) {
        if props.is_unknown() {
            return;
        }
        match component.strong().0 {
            Ty::OwnClass(file, class) => {
                self.memo.learn();
                let mut all = self.props.borrow_mut();
                let props = match all.remove(&(*file, *class)) {
                    Some(before) => Ty::union([before, props]),
                    None => props,
                };
                all.insert((*file, *class), props);
            }
            Ty::OwnFunction(file, function) => self.note_parameter(*file, *function, 0, props),
            _ => {}
        }
    }

    /// The properties of a component class of the plugin that says nothing of them: what it is given, or what components
    /// have by convention.
    pub(super) fn untold_props(&self, file: usize, class: ClassId) -> Option<Ty<'w>> {
        if !self.script(file)[class].arguments.is_empty() {
            return None;
        }
        // A class of the platform, or of the plugin, says itself what its properties are.
        let is_told = match self.base(file, class, false) {
            Ty::Instance(instance) => match instance.home {
                Home::Package(package, _) => self.world.packages[package].is_platform(),
                Home::File(_) => true,
            },
            Ty::OwnInstance(..) => true,
            _ => false,
        };
        if is_told || self.script(file)[class].extends.is_none() {
            return None;
        }
        let given = self.props.borrow().get(&(file, class)).cloned();
        let by_convention = || Some(self.conventional(self.conventions.props.as_ref()?));
        match (given, by_convention()) {
            (Some(given), Some(other)) => Some(Ty::Intersection([given, other].into())),
            (given, other) => given.or(other),
        }
    }

    /// The component of the plugin that a call gives back, because the platform's function only wraps it.
    pub(super) fn wrapped(
        &self,
        file: usize,
        callee: NodeId,
        arguments: &[NodeId],
    ) -> Option<Ty<'w>> {
        let wrappers = &self.conventions.wrappers;
        let script = self.script(file);
        let (name, [component]) = (
            match &script[callee].kind {
                Kind::Member { name, .. } => name,
                Kind::Name(name) => match script[*name].kind {
                    NameKind::Import(import) => match &script.imports[import as usize].what {
                        Imported::Name(name) => name,
                        _ => return None,
                    },
                    _ => return None,
                },
                _ => return None,
            },
            arguments,
        ) else {
            return None;
        };
        let (_, props) = wrappers.iter().find(|(wrapper, _)| wrapper == name)?;
        let component = self.node(file, *component);
        if !matches!(component.strong().0, Ty::OwnClass(..) | Ty::OwnFunction(..)) {
            return None;
        }
        if let Some(props) = props {
            self.note_props(&component, self.conventional(props));
        }
        Some(component)
    }

    /// Takes note of what an object literal is given to, where that is not where it stands.
    pub(super) fn give_object(&self, file: usize, given: NodeId, expected: &Ty<'w>) {
        if expected.is_unknown() || matches!(self.script(file)[given].kind, Kind::Object(_)) {
            return;
        }
        let given = self.node(file, given);
        self.bounded(|| self.note_object(&given, expected));
    }

    fn note_object(&self, given: &Ty<'w>, expected: &Ty<'w>) {
        // Who writes `as any` says that it is none of that.
        let (Ty::OwnObject(file, node), Confidence::High | Confidence::Medium) = given.strong()
        else {
            return;
        };
        let Kind::Object(parts) = &self.script(*file)[*node].kind else {
            return;
        };
        let before = self
            .objects
            .borrow_mut()
            .insert((*file, *node), expected.clone());
        if before.is_some() {
            return;
        }
        self.memo.learn();
        for part in parts {
            let Property::Named { name, value, .. } = part else {
                continue;
            };
            let lookup: Lookup<'w> = self.member(expected, name);
            let expected = self.ty_of(expected, name, lookup);
            if !expected.is_unknown() {
                let value = self.node(*file, *value);
                self.bounded(|| self.note_object(&value, &expected));
            }
        }
    }

    /// What an object literal is given to elsewhere. Compilers do not look there: what only types say of it is not sure.
    pub(super) fn given_to(&self, file: usize, node: NodeId) -> Option<Ty<'w>> {
        let given = self.objects.borrow().get(&(file, node)).cloned()?;
        Some(given.weak(Confidence::Medium))
    }
}
