//! A platform that is a global: `window.Twilio.Flex`.

use crate::domain::document::scan::Confidence;
use crate::scan::script::infer::Inference;
use crate::scan::script::ty::Ty;
use crate::syntax::script::{Kind, NodeId};

/// What holds all globals.
const GLOBAL_OBJECTS: [&str; 4] = ["window", "globalThis", "self", "global"];

impl<'w> Inference<'w> {
    /// `window.Twilio.Flex`, where the conventions say that a platform is global under that name.
    pub(super) fn global_chain(&self, file: usize, id: NodeId) -> Option<Ty<'w>> {
        let root = self.root_of_chain(file, id)?;
        let may_be = |(global, _): &(String, String)| {
            let first = global.split('.').next();
            GLOBAL_OBJECTS.contains(&root) || first == Some(root)
        };
        if !self.conventions.globals.iter().any(may_be) {
            return None;
        }
        let chain = self.chain(file, id, 0)?;
        let chain = GLOBAL_OBJECTS
            .iter()
            .find_map(|root| chain.strip_prefix(root)?.strip_prefix('.'))
            .unwrap_or(&chain);
        let (_, specifier) = self
            .conventions
            .globals
            .iter()
            .find(|(global, _)| global == chain)?;
        let (package, module) = self.world.module(specifier)?;
        Some(Ty::Module(package, module).weak(Confidence::Low))
    }

    /// The global that a chain of members begins with.
    fn root_of_chain(&self, file: usize, id: NodeId) -> Option<&'w str> {
        let script = self.script(file);
        let mut at = id;
        loop {
            match &script[at].kind {
                Kind::Global(name) => return Some(name),
                Kind::Member { of, .. } | Kind::As { of, .. } | Kind::NonNull(of) => at = *of,
                _ => return None,
            }
        }
    }

    /// `a.b.c` of a global, as written; no longer than one that means a platform can be.
    fn chain(&self, file: usize, id: NodeId, depth: usize) -> Option<String> {
        const LONGEST: usize = 8;
        let next = depth + 1;
        match &self.script(file)[id].kind {
            _ if depth > LONGEST => None,
            Kind::Global(name) => Some(name.clone()),
            Kind::Member { of, name, .. } => {
                Some(format!("{}.{name}", self.chain(file, *of, next)?))
            }
            Kind::As { of, .. } | Kind::NonNull(of) => self.chain(file, *of, next),
            _ => None,
        }
    }
}
