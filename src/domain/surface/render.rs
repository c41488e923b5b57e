//! Types as text, in the spelling of their language, always the same for the same type.
//!
//! What is written is the declared type: names as the source writes them, string literals in double quotes, members
//! of object types parted by `; `, no line breaks. Two declarations whose texts are equal have the same declared type.

use crate::domain::surface::types::{
    Conditional, Generic, Mapped, Modifier, Named, Parameter, Signature, TupleItem, Type,
};
use crate::domain::surface::{Access, Language, Member, MemberKind};

/// How tightly what stands around a type binds: inside, a looser type needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Around {
    /// Nothing: any type can stand here.
    Free,
    /// A member of a union, `check extends …`.
    Union,
    /// A member of an intersection.
    Intersection,
    /// The operand of `keyof`, `[]`, `["key"]`, `&`.
    Operand,
}

/// The declared type as text.
pub fn type_text(ty: &Type, language: Language) -> String {
    let mut out = String::new();
    Writer {
        out: &mut out,
        language,
    }
    .ty(ty, Around::Free);
    out
}

/// `(a: A, b?: B) => C`; in Rust `(a: A) -> C`, without the unit.
pub fn signature_text(signature: &Signature, language: Language) -> String {
    let mut out = String::new();
    Writer {
        out: &mut out,
        language,
    }
    .callable(signature, " => ");
    out
}

/// A member as text: `readonly name?: Type`.
pub fn member_text(member: &Member, language: Language) -> String {
    let mut out = String::new();
    Writer {
        out: &mut out,
        language,
    }
    .member(member);
    out
}

struct Writer<'a> {
    out: &'a mut String,
    language: Language,
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn rust(&self) -> bool {
        self.language == Language::Rust
    }

    fn list<T>(&mut self, items: &[T], between: &str, mut each: impl FnMut(&mut Self, &T)) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.put(between);
            }
            each(self, item);
        }
    }

    fn within(&mut self, parentheses: bool, write: impl FnOnce(&mut Self)) {
        if parentheses {
            self.put("(");
        }
        write(self);
        if parentheses {
            self.put(")");
        }
    }

    fn ty(&mut self, ty: &Type, around: Around) {
        match ty {
            Type::Keyword(text) | Type::Literal(text) | Type::Unread(text) => self.put(text),
            Type::Named(named) => self.named(named),
            Type::Array(of) => {
                self.ty(of, Around::Operand);
                self.put("[]");
            }
            Type::Tuple(items) => self.tuple(items),
            Type::Union(types) => self.within(around > Around::Free, |w| {
                w.list(types, " | ", |w, ty| w.ty(ty, Around::Union));
            }),
            Type::Intersection(types) => self.within(around > Around::Union, |w| {
                w.list(types, " & ", |w, ty| w.ty(ty, Around::Intersection));
            }),
            Type::Object(members) => self.object(members),
            Type::Mapped(mapped) => self.mapped(mapped),
            Type::Template { texts, types } => self.template(texts, types),
            _ => self.rest(ty, around),
        }
    }

    fn rest(&mut self, ty: &Type, around: Around) {
        match ty {
            Type::Function(signature) => {
                let prefix = if self.rust() { "fn" } else { "" };
                self.function(prefix, signature, around);
            }
            Type::Constructor(signature) => self.function("new ", signature, around),
            Type::Conditional(conditional) => {
                self.within(around > Around::Free, |w| w.conditional(conditional));
            }
            Type::Infer { name, bound } => {
                self.put("infer ");
                self.put(name);
                if let Some(bound) = bound {
                    self.put(" extends ");
                    self.ty(bound, Around::Union);
                }
            }
            Type::Operator { operator, of } => {
                self.within(around >= Around::Operand, |w| {
                    w.put(operator);
                    w.put(" ");
                    w.ty(of, Around::Intersection);
                });
            }
            Type::Indexed { of, by } => {
                self.ty(of, Around::Operand);
                self.put("[");
                self.ty(by, Around::Free);
                self.put("]");
            }
            Type::TypeOf(named) => self.within(around >= Around::Operand, |w| {
                w.put("typeof ");
                w.named(named);
            }),
            Type::Predicate { asserts, name, ty } => self.predicate(*asserts, name, ty.as_deref()),
            _ => self.rust_only(ty),
        }
    }

    fn rust_only(&mut self, ty: &Type) {
        match ty {
            Type::Reference { mutable, to } => {
                self.put(if *mutable { "&mut " } else { "&" });
                self.ty(to, Around::Operand);
            }
            Type::Pointer { mutable, to } => {
                self.put(if *mutable { "*mut " } else { "*const " });
                self.ty(to, Around::Operand);
            }
            Type::Slice { of, length } => {
                self.put("[");
                self.ty(of, Around::Free);
                if let Some(length) = length {
                    self.put("; ");
                    self.put(length);
                }
                self.put("]");
            }
            Type::Impl(bounds) => {
                self.put("impl ");
                self.list(bounds, " + ", |w, ty| w.ty(ty, Around::Operand));
            }
            Type::Dyn(bounds) => {
                self.put("dyn ");
                self.list(bounds, " + ", |w, ty| w.ty(ty, Around::Operand));
            }
            Type::Binding { name, ty } => {
                self.put(name);
                self.put(" = ");
                self.ty(ty, Around::Free);
            }
            Type::Associated { of, by, name } => {
                if let Some(by) = by {
                    self.put("<");
                    self.ty(of, Around::Free);
                    self.put(" as ");
                    self.ty(by, Around::Free);
                    self.put(">");
                } else {
                    self.ty(of, Around::Operand);
                }
                self.put("::");
                self.put(name);
            }
            _ => {}
        }
    }

    fn named(&mut self, named: &Named) {
        self.put(&named.written);
        if !named.arguments.is_empty() {
            self.put("<");
            self.list(&named.arguments, ", ", |w, ty| w.ty(ty, Around::Free));
            self.put(">");
        }
    }

    fn tuple(&mut self, items: &[TupleItem]) {
        let (open, close) = if self.rust() { ("(", ")") } else { ("[", "]") };
        self.put(open);
        self.list(items, ", ", |w, item| {
            if item.rest {
                w.put("...");
            }
            if let Some(name) = &item.name {
                w.put(name);
                w.put(if item.optional { "?: " } else { ": " });
                w.ty(&item.ty, Around::Free);
                return;
            }
            let around = if item.optional {
                Around::Operand
            } else {
                Around::Free
            };
            w.ty(&item.ty, around);
            if item.optional {
                w.put("?");
            }
        });
        if self.rust() && items.len() == 1 {
            self.put(",");
        }
        self.put(close);
    }

    fn object(&mut self, members: &[Member]) {
        if members.is_empty() {
            return self.put("{}");
        }
        self.put("{ ");
        self.list(members, "; ", Self::member);
        self.put(" }");
    }

    fn member(&mut self, member: &Member) {
        match member.access {
            Access::Public => {}
            Access::Protected => self.put("protected "),
            Access::Private => self.put("private "),
        }
        if member.readonly {
            self.put("readonly ");
        }
        match member.kind {
            MemberKind::Getter => self.put("get "),
            MemberKind::Setter => self.put("set "),
            MemberKind::New => self.put("new "),
            _ => {}
        }
        if let (MemberKind::Index, Some(Type::Function(signature))) = (member.kind, &member.ty) {
            self.put("[");
            self.list(&signature.parameters, ", ", Self::parameter);
            self.put("]: ");
            if let Some(returns) = &signature.returns {
                self.ty(returns, Around::Free);
            }
            return;
        }
        if !matches!(member.kind, MemberKind::Call | MemberKind::New) {
            self.put(&member.name);
        }
        if member.optional {
            self.put("?");
        }
        match &member.ty {
            Some(Type::Function(signature))
                if matches!(
                    member.kind,
                    MemberKind::Method
                        | MemberKind::Call
                        | MemberKind::New
                        | MemberKind::Constructor
                ) =>
            {
                self.callable(signature, ": ");
            }
            Some(ty) => {
                self.put(": ");
                self.ty(ty, Around::Free);
            }
            None => {}
        }
    }

    fn function(&mut self, prefix: &str, signature: &Signature, around: Around) {
        self.within(around > Around::Free && !self.rust(), |w| {
            w.put(prefix);
            w.callable(signature, " => ");
        });
    }

    /// Type parameters, parameters, result.
    fn callable(&mut self, signature: &Signature, arrow: &str) {
        self.generics(&signature.generics);
        self.put("(");
        if let Some(receiver) = &signature.receiver {
            self.put(if self.rust() { "self: " } else { "this: " });
            self.ty(receiver, Around::Free);
            if !signature.parameters.is_empty() {
                self.put(", ");
            }
        }
        self.list(&signature.parameters, ", ", Self::parameter);
        self.put(")");
        if let Some(returns) = &signature.returns {
            if self.rust() {
                if !matches!(returns, Type::Tuple(items) if items.is_empty()) {
                    self.put(" -> ");
                    self.ty(returns, Around::Free);
                }
            } else {
                self.put(arrow);
                self.ty(returns, Around::Free);
            }
        }
    }

    fn generics(&mut self, generics: &[Generic]) {
        if generics.is_empty() {
            return;
        }
        self.put("<");
        self.list(generics, ", ", |w, generic| {
            w.put(&generic.name);
            if !generic.bounds.is_empty() {
                w.put(if w.rust() { ": " } else { " extends " });
                w.list(&generic.bounds, " + ", |w, ty| w.ty(ty, Around::Free));
            }
            if let Some(default) = &generic.default {
                w.put(" = ");
                w.ty(default, Around::Free);
            }
        });
        self.put(">");
    }

    fn parameter(&mut self, parameter: &Parameter) {
        if parameter.rest {
            self.put("...");
        }
        self.put(&parameter.name);
        if parameter.optional {
            self.put("?");
        }
        if let Some(ty) = &parameter.ty {
            if !parameter.name.is_empty() {
                self.put(": ");
            }
            self.ty(ty, Around::Free);
        }
    }

    fn mapped(&mut self, mapped: &Mapped) {
        self.put("{ ");
        self.put(match mapped.readonly {
            Modifier::Keep => "",
            Modifier::Add => "readonly ",
            Modifier::Remove => "-readonly ",
        });
        self.put("[");
        self.put(&mapped.parameter);
        self.put(" in ");
        self.ty(&mapped.keys, Around::Free);
        if let Some(rename) = &mapped.rename {
            self.put(" as ");
            self.ty(rename, Around::Free);
        }
        self.put("]");
        self.put(match mapped.optional {
            Modifier::Keep => "",
            Modifier::Add => "?",
            Modifier::Remove => "-?",
        });
        if let Some(ty) = &mapped.ty {
            self.put(": ");
            self.ty(ty, Around::Free);
        }
        self.put(" }");
    }

    fn conditional(&mut self, conditional: &Conditional) {
        self.ty(&conditional.check, Around::Union);
        self.put(" extends ");
        self.ty(&conditional.extends, Around::Union);
        self.put(" ? ");
        self.ty(&conditional.yes, Around::Free);
        self.put(" : ");
        self.ty(&conditional.no, Around::Free);
    }

    fn template(&mut self, texts: &[String], types: &[Type]) {
        self.put("`");
        for (index, text) in texts.iter().enumerate() {
            self.put(text);
            if let Some(ty) = types.get(index) {
                self.put("${");
                self.ty(ty, Around::Free);
                self.put("}");
            }
        }
        self.put("`");
    }

    fn predicate(&mut self, asserts: bool, name: &str, ty: Option<&Type>) {
        if asserts {
            self.put("asserts ");
        }
        self.put(name);
        if let Some(ty) = ty {
            self.put(" is ");
            self.ty(ty, Around::Free);
        }
    }
}
