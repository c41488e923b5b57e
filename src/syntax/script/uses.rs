//! Every name that is written in a type, and what it means.

use oxc_ast::ast::{
    Expression, IdentifierReference, TSClassImplements, TSImportType, TSImportTypeQualifier,
    TSIndexedAccessType, TSInterfaceHeritage, TSLiteral, TSType, TSTypeName, TSTypeQuery,
    TSTypeQueryExprName, TSTypeReference,
};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::Scoping;

use crate::syntax::script::bound::{inside, resolved};
use crate::syntax::script::{NameId, Part, Span, TypeHead, TypeSite, TypeUse};

/// How the first name of a path is found.
enum Scope<'a> {
    /// By what it was bound to.
    Bound(&'a Scoping),
    /// In a comment, by its text.
    Doc(&'a dyn Fn(&str) -> Option<NameId>),
}

/// Goes over types, and writes down what they name.
pub(super) struct Uses<'a> {
    scope: Scope<'a>,
    /// What is added to each place, for types that were parsed apart from their file.
    shift: u32,
    /// How many bytes stand before the type where it was parsed.
    unshift: u32,
    found: &'a mut Vec<TypeUse>,
}

impl<'a> Uses<'a> {
    /// For types of a parsed file.
    pub(super) const fn new(scoping: &'a Scoping, found: &'a mut Vec<TypeUse>) -> Self {
        Self {
            scope: Scope::Bound(scoping),
            shift: 0,
            unshift: 0,
            found,
        }
    }

    /// For the type of a comment, which begins at `at` and was parsed behind a `prefix` of so many bytes.
    pub(super) const fn of_doc(
        lookup: &'a dyn Fn(&str) -> Option<NameId>,
        at: u32,
        prefix: u32,
        found: &'a mut Vec<TypeUse>,
    ) -> Self {
        Self {
            scope: Scope::Doc(lookup),
            shift: at,
            unshift: prefix,
            found,
        }
    }

    fn place(&self, span: oxc_span::Span) -> Span {
        let moved = |at: u32| at.saturating_sub(self.unshift) + self.shift;
        Span {
            start: moved(span.start),
            end: moved(span.end),
        }
    }

    fn part(&self, name: &str, span: oxc_span::Span) -> Part {
        Part {
            name: name.to_owned(),
            at: self.place(span),
        }
    }

    fn head(&self, name: &IdentifierReference<'_>) -> TypeHead {
        let found = match self.scope {
            Scope::Bound(scoping) => resolved(scoping, name),
            Scope::Doc(lookup) => lookup(&name.name),
        };
        found.map_or(TypeHead::Global, TypeHead::Name)
    }

    /// A path of names; `None` if it begins with `this`.
    fn path(&self, name: &TSTypeName<'_>) -> Option<(TypeHead, Vec<Part>)> {
        let mut parts = Vec::new();
        let mut rest = name;
        let head = loop {
            match rest {
                TSTypeName::IdentifierReference(one) => {
                    parts.push(self.part(&one.name, one.span));
                    break self.head(one);
                }
                TSTypeName::QualifiedName(one) => {
                    parts.push(self.part(&one.right.name, one.right.span));
                    rest = &one.left;
                }
                TSTypeName::ThisExpression(_) => return None,
            }
        };
        parts.reverse();
        Some((head, parts))
    }

    fn import(&self, import: &TSImportType<'_>) -> (TypeHead, Vec<Part>) {
        let mut parts = Vec::new();
        let mut rest = import.qualifier.as_ref();
        while let Some(qualifier) = rest {
            rest = match qualifier {
                TSImportTypeQualifier::Identifier(one) => {
                    parts.push(self.part(&one.name, one.span));
                    None
                }
                TSImportTypeQualifier::QualifiedName(one) => {
                    parts.push(self.part(&one.right.name, one.right.span));
                    Some(&one.left)
                }
            };
        }
        parts.reverse();
        let source = &import.source;
        let at = inside(self.place(source.span));
        (TypeHead::Module(source.value.to_string(), at), parts)
    }

    fn query(&self, query: &TSTypeQuery<'_>) -> Option<(TypeHead, Vec<Part>)> {
        match &query.expr_name {
            TSTypeQueryExprName::TSImportType(import) => Some(self.import(import)),
            other => self.path(other.as_ts_type_name()?),
        }
    }

    /// The path that a type is, keys that it is indexed by included.
    fn path_of(&self, ty: &TSType<'_>) -> Option<(TypeHead, Vec<Part>)> {
        match ty {
            TSType::TSTypeReference(one) => self.path(&one.type_name),
            TSType::TSTypeQuery(one) => self.query(one),
            TSType::TSImportType(one) => Some(self.import(one)),
            TSType::TSParenthesizedType(one) => self.path_of(&one.type_annotation),
            TSType::TSIndexedAccessType(one) => {
                let (head, mut path) = self.path_of(&one.object_type)?;
                path.push(self.keys(&one.index_type).into_iter().next()?);
                Some((head, path))
            }
            _ => None,
        }
    }

    /// The keys that a type lists.
    fn keys(&self, ty: &TSType<'_>) -> Vec<Part> {
        match ty {
            TSType::TSParenthesizedType(one) => self.keys(&one.type_annotation),
            TSType::TSUnionType(one) => one.types.iter().flat_map(|one| self.keys(one)).collect(),
            TSType::TSLiteralType(one) => match &one.literal {
                TSLiteral::StringLiteral(text) => vec![Part {
                    name: text.value.to_string(),
                    at: inside(self.place(text.span)),
                }],
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// The keys that a type is indexed by, or picked by.
    fn keys_of(&mut self, of: &TSType<'_>, keys: &TSType<'_>) {
        let keys = self.keys(keys);
        if keys.is_empty() {
            return;
        }
        if let Some((head, path)) = self.path_of(of) {
            for key in keys {
                let mut path = path.clone();
                path.push(key);
                self.found((head.clone(), path), TypeSite::Key);
            }
        }
    }

    fn found(&mut self, (head, path): (TypeHead, Vec<Part>), how: TypeSite) {
        let how = match self.scope {
            Scope::Bound(_) => how,
            Scope::Doc(_) => TypeSite::Doc,
        };
        self.found.push(TypeUse { head, path, how });
    }
}

impl<'a> Visit<'a> for Uses<'_> {
    fn visit_ts_type_reference(&mut self, it: &TSTypeReference<'a>) {
        // `as const` is no name.
        let path = self.path(&it.type_name);
        if let Some(path) = path.filter(|(_, path)| path.iter().all(|one| one.name != "const")) {
            self.found(path, TypeSite::Type);
        }
        if let Some(arguments) = &it.type_arguments {
            self.visit_ts_type_parameter_instantiation(arguments);
            if let TSTypeName::IdentifierReference(name) = &it.type_name
                // `Omit` leaves a member out, whether or not it is there.
                && name.name == "Pick"
                && let [of, keys] = arguments.params.as_slice()
            {
                self.keys_of(of, keys);
            }
        }
    }

    fn visit_ts_type_query(&mut self, it: &TSTypeQuery<'a>) {
        if let Some(path) = self.query(it) {
            self.found(path, TypeSite::Value);
        }
        if let TSTypeQueryExprName::TSImportType(import) = &it.expr_name
            && let Some(arguments) = &import.type_arguments
        {
            self.visit_ts_type_parameter_instantiation(arguments);
        }
        if let Some(arguments) = &it.type_arguments {
            self.visit_ts_type_parameter_instantiation(arguments);
        }
    }

    fn visit_ts_import_type(&mut self, it: &TSImportType<'a>) {
        let path = self.import(it);
        self.found(path, TypeSite::Type);
        if let Some(arguments) = &it.type_arguments {
            self.visit_ts_type_parameter_instantiation(arguments);
        }
    }

    fn visit_ts_class_implements(&mut self, it: &TSClassImplements<'a>) {
        if let Some(path) = self.path(&it.expression) {
            self.found(path, TypeSite::Heritage);
        }
        if let Some(arguments) = &it.type_arguments {
            self.visit_ts_type_parameter_instantiation(arguments);
        }
    }

    fn visit_ts_interface_heritage(&mut self, it: &TSInterfaceHeritage<'a>) {
        if let Some(path) = self.path(&it.type_name) {
            self.found(path, TypeSite::Heritage);
        }
        if let Some(arguments) = &it.type_arguments {
            self.visit_ts_type_parameter_instantiation(arguments);
        }
    }

    fn visit_ts_indexed_access_type(&mut self, it: &TSIndexedAccessType<'a>) {
        walk::walk_ts_indexed_access_type(self, it);
        self.keys_of(&it.object_type, &it.index_type);
    }

    fn visit_expression(&mut self, it: &Expression<'a>) {
        // Operators lean to the left, thousands of them in a row.
        let mut rest = it;
        loop {
            let (left, right) = match rest {
                Expression::BinaryExpression(one) => (&one.left, &one.right),
                Expression::LogicalExpression(one) => (&one.left, &one.right),
                other => return walk::walk_expression(self, other),
            };
            self.visit_expression(right);
            rest = left;
        }
    }
}
