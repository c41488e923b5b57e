//! What plugins of a platform are called by convention, as [`crate::domain::conventions`] has it.

use crate::domain::conventions::{Conventions, Meaning, Parameter};
use crate::domain::document::scan::Confidence;
use crate::scan::script::infer::Inference;
use crate::scan::script::ty::{Home, Instance, Ty};
use crate::scan::script::world::Found;
use crate::syntax::script::{Function, FunctionId, Pattern, Script};
use std::rc::Rc;

impl Conventions {
    /// What a parameter of a function is by its name; `None` if no convention speaks of it.
    pub(super) fn of_parameter(
        &self,
        script: &Script,
        function: &Function,
        index: u32,
    ) -> Option<&Meaning> {
        let parameter = function.parameters.get(index as usize)?;
        let name = match &script[parameter.pattern] {
            Pattern::Name(name, _) => script[*name].text.as_str(),
            // `mapStateToProps = ({ flex }) => …`: nothing but the function tells.
            Pattern::Object { .. } => "*",
            _ => return None,
        };
        let own = function.name.as_deref().unwrap_or_default();
        let fits = |one: &&Parameter| {
            let by_name = one.name == name || one.name == "*";
            by_name
                && (one.of.is_empty() || one.of.iter().any(|of| of == own))
                && one.index.is_none_or(|there| there == index)
        };
        if let Some(one) = self.parameters.iter().find(fits) {
            return Some(&one.is);
        }
        // What is called as components are is one, and its properties come first.
        let is_component = index == 0 && own.starts_with(|first: char| first.is_uppercase());
        self.props.as_ref().filter(|_| is_component)
    }
}

impl<'w> Inference<'w> {
    /// What a parameter is by its name; never surer than medium.
    pub(super) fn by_convention(&self, file: usize, of: FunctionId, index: u32) -> Ty<'w> {
        let script = self.script(file);
        let meaning = self.conventions.of_parameter(script, &script[of], index);
        meaning.map_or(Ty::Unknown, |meaning| self.conventional(meaning))
    }

    /// What a member is whose declaration does not say; `None` for all others.
    pub(super) fn member_by_convention(&self, path: &str) -> Option<Ty<'w>> {
        let mut members = self.conventions.members.iter();
        let (_, is) = members.find(|(member, _)| member == path)?;
        Some(self.conventional(is))
    }

    pub(super) fn conventional(&self, one: &Meaning) -> Ty<'w> {
        let Some((package, module)) = self.world.module(&one.specifier) else {
            return Ty::Unknown;
        };
        let ty = if one.ty.is_empty() {
            Ty::Module(package, module)
        } else {
            match self.world.export(package, module, &one.ty) {
                Found::Declared(package, module, name) => Ty::Instance(Rc::new(Instance {
                    home: Home::Package(package, module),
                    name,
                    arguments: Vec::new(),
                    called: None,
                })),
                _ => return Ty::Unknown,
            }
        };
        ty.weak(Confidence::Medium)
    }
}
