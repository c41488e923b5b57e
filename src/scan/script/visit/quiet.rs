//! What need not be gone over where only what files give to functions is wanted.

use crate::scan::script::visit::Visit;
use crate::syntax::script::{Attribute, Element, Kind, NodeId, Pattern, PatternId};

impl Visit<'_, '_> {
    pub(super) const fn is_quiet(&self) -> bool {
        self.is_quiet
    }

    /// Whether going over an expression quietly does nothing, whatever is expected of it.
    pub(super) fn is_still(&self, id: NodeId) -> bool {
        let script = self.inference.script(self.file);
        let mut at = id;
        loop {
            match &script[at].kind {
                Kind::Name(_)
                | Kind::Global(_)
                | Kind::Text(_)
                | Kind::Number(_)
                | Kind::Boolean(_)
                | Kind::Null
                | Kind::This
                | Kind::Super => return self.is_quiet,
                Kind::Template { parts, .. } if parts.is_empty() => return self.is_quiet,
                Kind::Member { of, .. }
                | Kind::NonNull(of)
                | Kind::Const(of)
                | Kind::Await(of)
                | Kind::Spread(of)
                | Kind::Unary { of, .. } => at = *of,
                _ => return false,
            }
        }
    }

    /// Whether taking a value apart quietly does nothing, whatever the value is.
    pub(super) fn takes_still(&self, id: PatternId) -> bool {
        let all = |items: &[Option<PatternId>]| {
            let mut items = items.iter().flatten();
            items.all(|item| self.takes_still(*item))
        };
        let rest = |rest: &Option<PatternId>| rest.is_none_or(|rest| self.takes_still(rest));
        match &self.inference.script(self.file)[id] {
            Pattern::Name(..) => self.is_quiet,
            Pattern::Object {
                properties,
                rest: last,
            } => {
                let mut parts = properties.iter();
                parts.all(|part| part.computed.is_none() && self.takes_still(part.value))
                    && rest(last)
                    && self.is_quiet
            }
            Pattern::Array { items, rest: last } => all(items) && rest(last) && self.is_quiet,
            Pattern::Default { pattern, value } => {
                self.is_still(*value) && self.takes_still(*pattern)
            }
            Pattern::Target(node) => self.is_still(*node),
        }
    }

    /// Whether the properties of an element's component make no difference.
    pub(super) fn holds_still(&self, element: &Element) -> bool {
        let mut attributes = element.attributes.iter();
        let attributes = attributes.all(|one| match one {
            Attribute::Named { value, .. } => value.is_none_or(|value| self.is_still(value)),
            Attribute::Spread(of) => self.is_still(*of),
        });
        attributes && element.children.iter().all(|child| self.is_still(*child)) && self.is_quiet
    }

    /// Whether a call is given nothing that could learn from it; second, whether it is given a text.
    pub(super) fn gives_literals(&self, arguments: &[NodeId]) -> (bool, bool) {
        let script = self.inference.script(self.file);
        let mut has_text = false;
        let all = arguments.iter().all(|one| match &script[*one].kind {
            Kind::Text(_) => {
                has_text = true;
                true
            }
            Kind::Number(_) | Kind::Boolean(_) | Kind::Null => true,
            _ => false,
        });
        (all && self.is_quiet, has_text)
    }
}
