//! Names in texts, where a call or a property takes them.

use std::rc::Rc;

use crate::domain::conventions::NamedBy;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::Confidence;
use crate::scan::script::members::Lookup;
use crate::scan::script::named::{Known, without_affix};
use crate::scan::script::ty::Ty;
use crate::scan::script::visit::{Answer, Visit};
use crate::scan::uses::Site;
use crate::syntax::script::{Kind, NodeId, Span, Tag};

impl<'w> Visit<'_, 'w> {
    pub(super) fn push_name(
        &mut self,
        at: Span,
        kind: SymbolKind,
        path: Rc<str>,
        confidence: Confidence,
    ) {
        if self.is_quiet {
            return;
        }
        let answer = Answer::Recorded { kind, path };
        self.push(at, Site::Text, answer, confidence, None);
    }

    /// A member that the record knows by a path: of the state, of the theme, of a payload.
    pub(super) fn named_member(&mut self, of: &Ty<'w>, name: &str, at: Span) {
        if self.is_quiet {
            return;
        }
        for (kind, path, confidence) in self.inference.named_member(of, name) {
            self.push_name(at, kind, path, confidence);
        }
    }

    /// The names that a call is given; what its payloads are known as changes what is expected of the arguments.
    pub(super) fn names_of_call(
        &mut self,
        callee: NodeId,
        arguments: &[NodeId],
        expected: &mut [Ty<'w>],
    ) {
        for (rule, confidence) in self.inference.named_by(self.file, callee) {
            self.named_argument(rule, confidence, arguments, expected);
        }
        self.children_of_call(callee, arguments);
        self.path_in_text(callee, arguments);
    }

    /// `get(state, "flex.chat")` and `get(state, ["flex", "chat"])`: never surer than low, as nobody checks the text.
    pub(super) fn path_in_text(&mut self, callee: NodeId, arguments: &[NodeId]) {
        let ([of, path] | [of, path, _]) = arguments else {
            return;
        };
        if !self.inference.gets_by_path(self.file, callee) {
            return;
        }
        let script = self.inference.script(self.file);
        let mut at = script[*path].at;
        let parts: Vec<Rc<str>> = match &script[*path].kind {
            Kind::Array(items) => {
                if let Some(Some(last)) = items.last() {
                    at = script[*last].at;
                }
                let items = items.iter().flatten();
                items.filter_map(|item| self.text(*item)).collect()
            }
            _ => match self.text(*path) {
                Some(text) => text.split('.').map(Rc::from).collect(),
                None => return,
            },
        };
        let mut of = self.inference.node(self.file, *of);
        for part in parts {
            let lookup = self.inference.member(&of, &part);
            if let Lookup::Found(property) = &lookup
                && let Some(symbol) = &property.symbol
            {
                let answer = Answer::Symbol(symbol.clone());
                self.push(at, Site::Member, answer, Confidence::Low, None);
            }
            for (kind, path, _) in self.inference.named_member(&of, &part) {
                self.push_name(at, kind, path, Confidence::Low);
            }
            of = self.inference.ty_of(&of, &part, lookup);
        }
    }

    fn text(&self, node: NodeId) -> Option<Rc<str>> {
        match self.inference.node(self.file, node).strong().0 {
            Ty::Text(text) => Some(Rc::clone(text)),
            _ => None,
        }
    }

    fn named_argument(
        &mut self,
        rule: &NamedBy,
        confidence: Confidence,
        arguments: &[NodeId],
        expected: &mut [Ty<'w>],
    ) {
        let Some(argument) = arguments.get(rule.argument) else {
            return;
        };
        if let Kind::Array(items) = &self.inference.script(self.file)[*argument].kind {
            for item in items.iter().flatten() {
                self.named_text(rule, confidence, *item);
            }
            return;
        }
        let Some((name, confidence)) = self.named_text(rule, confidence, *argument) else {
            return;
        };
        let known = |ty: Ty<'w>| {
            let known = Known {
                kind: SymbolKind::PayloadField,
                path: Rc::clone(&name),
            };
            Ty::At(Rc::new(known), Rc::new(ty)).weak(confidence)
        };
        if let Some(slot) = rule.payload.and_then(|at| expected.get_mut(at)) {
            *slot = known(std::mem::take(slot));
        }
        let listener = rule.listener.and_then(|at| arguments.get(at));
        if let Some(listener) = listener
            && let Ty::OwnFunction(file, function) =
                self.inference.node(self.file, *listener).strong().0
        {
            self.inference
                .note_parameter(*file, *function, 0, known(Ty::Unknown));
        }
    }

    /// A text that is a name; gives the name, without what may stand before it.
    fn named_text(
        &mut self,
        rule: &NamedBy,
        confidence: Confidence,
        argument: NodeId,
    ) -> Option<(Rc<str>, Confidence)> {
        let of = self.inference.node(self.file, argument);
        let (Ty::Text(text), sure) = of.strong() else {
            // `c ? "Old" : "New"`: each where it stands.
            if let Kind::Conditional { yes, no, .. } =
                self.inference.script(self.file)[argument].kind
            {
                self.named_text(rule, confidence, yes);
                self.named_text(rule, confidence, no);
            }
            return None;
        };
        let name = without_affix(text, &rule.affixes)?;
        let confidence = confidence.max(sure);
        let path = rule.path.replace("{}", name);
        if self.inference.is_recorded(rule.kind, &path) {
            let at = self.inference.script(self.file)[argument].at;
            self.push_name(at, rule.kind, path.into(), confidence);
        }
        Some((name.into(), confidence))
    }

    /// `Component.Content.add(<Child />)` and `Component.Content.remove("key")`.
    fn children_of_call(&mut self, callee: NodeId, arguments: &[NodeId]) {
        let (Some((component, adds)), Some(first)) = (
            self.inference.children_of(self.file, callee),
            arguments.first(),
        ) else {
            return;
        };
        let script = self.inference.script(self.file);
        if adds {
            if let Kind::Jsx(element) = &script[*first].kind
                && let Some(Tag::Component(tag)) = &element.tag
            {
                let component = self.inference.node(self.file, component);
                let known = Known {
                    kind: SymbolKind::ComponentProp,
                    path: "".into(),
                };
                let props = self.inference.props(&component);
                let props = Ty::At(Rc::new(known), Rc::new(props)).weak(Confidence::Medium);
                let child = self.inference.node(self.file, *tag);
                self.inference.note_props(&child, props);
            }
            return;
        }
        let key = self.inference.node(self.file, *first);
        if let (Ty::Text(key), sure) = key.strong()
            && let Some((name, confidence)) = self.inference.component_name(self.file, component)
        {
            let path = format!("{name}.{key}");
            if self.inference.is_recorded(SymbolKind::ComponentName, &path) {
                let at = script[*first].at;
                let confidence = confidence.max(sure);
                self.push_name(at, SymbolKind::ComponentName, path.into(), confidence);
            }
        }
    }

    /// The value of a property that holds a name.
    pub(super) fn named_value(&mut self, property: &str, value: NodeId) {
        let names = &self.inference.conventions.names;
        let Some((_, kind)) = names.values.iter().find(|(path, _)| path == property) else {
            return;
        };
        let given = self.inference.node(self.file, value);
        if let (Ty::Text(text), confidence) = given.strong()
            && self.inference.is_recorded(*kind, text)
        {
            let at = self.inference.script(self.file)[value].at;
            self.push_name(at, *kind, Rc::clone(text), confidence);
        }
    }
}
