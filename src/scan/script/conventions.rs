//! What plugins of a platform are called by convention: data of the platform, not knowledge of the code.

use crate::domain::document::scan::Confidence;
use crate::scan::script::infer::Inference;
use crate::scan::script::ty::{Home, Instance, Ty};
use crate::scan::script::world::Found;
use crate::syntax::script::{FunctionId, Pattern};
use std::rc::Rc;

/// Conventions of a platform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conventions {
    /// Globals that are a package: `Twilio.Flex`, and the package's specifier.
    pub globals: Vec<(String, String)>,
    /// Exported types whose members are templates of texts.
    pub strings: Vec<String>,
    /// What un-annotated parameters of a name are.
    pub parameters: Vec<Parameter>,
}

/// `manager` is a `Manager`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// `*`: whatever it is called.
    pub name: String,
    /// Only of functions of these names; empty: of all.
    pub of: Vec<String>,
    /// Only the parameter of this position.
    pub index: Option<u32>,
    /// The package, as plugins import it.
    pub specifier: String,
    /// The exported type; empty for the package as an object.
    pub ty: String,
}

impl<'w> Inference<'w> {
    /// What a parameter is by its name; never surer than medium.
    pub(super) fn by_convention(&self, file: usize, of: FunctionId, index: u32) -> Ty<'w> {
        let script = self.script(file);
        let function = &script[of];
        let Some(parameter) = function.parameters.get(index as usize) else {
            return Ty::Unknown;
        };
        let name = match &script[parameter.pattern] {
            Pattern::Name(name, _) => script[*name].text.as_str(),
            // `mapStateToProps = ({ flex }) => …`: nothing but the function tells.
            Pattern::Object { .. } => "*",
            _ => return Ty::Unknown,
        };
        let own = function.name.as_deref().unwrap_or_default();
        let fits = |one: &&Parameter| {
            let by_name = one.name == name || one.name == "*";
            by_name
                && (one.of.is_empty() || one.of.iter().any(|of| of == own))
                && one.index.is_none_or(|there| there == index)
        };
        let Some(one) = self.conventions.parameters.iter().find(fits) else {
            return Ty::Unknown;
        };
        self.conventional(one)
    }

    pub(super) fn conventional(&self, one: &Parameter) -> Ty<'w> {
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
                })),
                _ => return Ty::Unknown,
            }
        };
        ty.weak(Confidence::Medium)
    }
}
