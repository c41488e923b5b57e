//! Imports and exports.

use oxc_ast::ast::{
    Declaration, ExportDefaultDeclaration, ExportDefaultDeclarationKind, ExportFromDeclaration,
    ExportNamedDeclaration, ImportDeclaration, ImportDeclarationSpecifier, ModuleDeclaration,
    ModuleExportName, StringLiteral, TSImportEqualsDeclaration, TSModuleReference, TSTypeName,
};
use oxc_span::GetSpan;

use crate::syntax::script::bound::{inside, resolved};
use crate::syntax::script::lower::{Given, Lower, count};
use crate::syntax::script::{
    Export, Exported, Import, Imported, Kind, NameId, NameKind, NodeId, Part, Span, Statement,
    TypeHead,
};

impl Lower<'_> {
    pub(super) fn module_declaration(
        &mut self,
        of: &ModuleDeclaration<'_>,
        out: &mut Vec<Statement>,
    ) {
        match of {
            ModuleDeclaration::ImportDeclaration(one) => self.import(one),
            ModuleDeclaration::ExportDeclaration(one) => {
                self.declaration(&one.declaration, one.span, out);
                self.export_declared(&one.declaration);
            }
            ModuleDeclaration::ExportNamedDeclaration(one) => self.export_named(one),
            ModuleDeclaration::ExportFromDeclaration(one) => self.export_from(one),
            ModuleDeclaration::ExportAllDeclaration(one) => {
                let (name, at) = match &one.exported {
                    Some(name) => exported(name),
                    None => (String::new(), inside(one.source.span.into())),
                };
                let what = Exported::All {
                    specifier: one.source.value.to_string(),
                };
                self.export(name, what, at, one.export_kind.is_type());
            }
            ModuleDeclaration::ExportDefaultDeclaration(one) => self.export_default(one, out),
            ModuleDeclaration::TSExportAssignment(one) => {
                let node = self.expression(&one.expression);
                out.push(Statement::Expression(node));
                let at = word(one.span, 0, "export");
                self.export("export=".to_owned(), Exported::Value(node), at, false);
            }
            ModuleDeclaration::TSNamespaceExportDeclaration(_) => {}
        }
    }

    fn export(&mut self, name: String, what: Exported, at: Span, type_only: bool) {
        if self.at_top {
            self.script.exports.push(Export {
                name,
                what,
                at,
                type_only,
            });
        }
    }

    fn import(&mut self, one: &ImportDeclaration<'_>) {
        let all_types = one.import_kind.is_type();
        let Some(specifiers) = one.specifiers.as_ref() else {
            let at = inside(one.source.span.into());
            return self.brings(&one.source, Imported::Nothing, None, at, all_types);
        };
        // `import {} from "x"` is for its effects, too.
        if specifiers.is_empty() {
            let at = inside(one.source.span.into());
            self.brings(&one.source, Imported::Nothing, None, at, all_types);
        }
        for specifier in specifiers {
            let (what, local, at, type_only) = match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(one) => {
                    let (name, at) = exported(&one.imported);
                    let type_only = one.import_kind.is_type();
                    (Imported::Name(name), &one.local, at, type_only)
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(one) => {
                    let name = Imported::Name("default".to_owned());
                    (name, &one.local, one.local.span.into(), false)
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(one) => {
                    (Imported::All, &one.local, one.local.span.into(), false)
                }
            };
            let local = Self::declared(local);
            self.brings(&one.source, what, local, at, all_types || type_only);
        }
    }

    fn brings(
        &mut self,
        source: &StringLiteral<'_>,
        what: Imported,
        local: Option<NameId>,
        at: Span,
        type_only: bool,
    ) {
        self.imports(Import {
            specifier: source.value.to_string(),
            specifier_at: inside(source.span.into()),
            what,
            local,
            at,
            type_only,
        });
    }

    fn imports(&mut self, import: Import) {
        if let Some(id) = import.local {
            let position = count(self.script.imports.len());
            self.declare(id, NameKind::Import(position));
            self.initialised(id);
        }
        self.script.imports.push(import);
    }

    pub(super) fn import_equals(&mut self, one: &TSImportEqualsDeclaration<'_>) {
        let local = Self::declared(&one.id);
        let type_only = one.import_kind.is_type();
        let at = one.id.span.into();
        let (head, path) = match &one.module_reference {
            TSModuleReference::ExternalModuleReference(one) => {
                return self.brings(&one.expression, Imported::All, local, at, type_only);
            }
            TSModuleReference::IdentifierReference(one) => {
                let part = part(&one.name, one.span);
                (head(resolved(self.scoping, one)), vec![part])
            }
            TSModuleReference::QualifiedName(one) => {
                let (head, mut path) = self.alias_path(&one.left);
                path.push(part(&one.right.name, one.right.span));
                (head, path)
            }
        };
        self.imports(Import {
            specifier: String::new(),
            specifier_at: Span::default(),
            what: Imported::Alias(head, path),
            local,
            at,
            type_only,
        });
    }

    fn alias_path(&self, name: &TSTypeName<'_>) -> (TypeHead, Vec<Part>) {
        let mut path = Vec::new();
        let mut rest = name;
        let head = loop {
            match rest {
                TSTypeName::IdentifierReference(one) => {
                    path.push(part(&one.name, one.span));
                    break head(resolved(self.scoping, one));
                }
                TSTypeName::QualifiedName(one) => {
                    path.push(part(&one.right.name, one.right.span));
                    rest = &one.left;
                }
                TSTypeName::ThisExpression(_) => break TypeHead::Global,
            }
        };
        path.reverse();
        (head, path)
    }

    /// `export const a = …` and the like.
    fn export_declared(&mut self, of: &Declaration<'_>) {
        let type_only = matches!(
            of,
            Declaration::TSTypeAliasDeclaration(_) | Declaration::TSInterfaceDeclaration(_)
        );
        let names = match of {
            Declaration::VariableDeclaration(one) => one
                .declarations
                .iter()
                .flat_map(|one| one.id.get_binding_identifiers())
                .collect(),
            other => Vec::from_iter(other.id()),
        };
        for name in names {
            if let Some(id) = Self::declared(name) {
                let at = name.span.into();
                self.export(name.name.to_string(), Exported::Name(id), at, type_only);
            }
        }
    }

    fn export_named(&mut self, of: &ExportNamedDeclaration<'_>) {
        for one in &of.specifiers {
            let (name, _) = exported(&one.exported);
            let (_, at) = exported(&one.local);
            let what = match &one.local {
                ModuleExportName::IdentifierReference(local) => {
                    match resolved(self.scoping, local) {
                        Some(id) => Exported::Name(id),
                        None => Exported::Value(self.reference(local)),
                    }
                }
                other => {
                    let kind = Kind::Global(other.name().to_string());
                    Exported::Value(self.node(kind, at))
                }
            };
            let type_only = of.export_kind.is_type() || one.export_kind.is_type();
            self.export(name, what, at, type_only);
        }
    }

    fn export_from(&mut self, of: &ExportFromDeclaration<'_>) {
        for one in &of.specifiers {
            let (name, at) = exported(&one.local);
            let what = Exported::From {
                specifier: of.source.value.to_string(),
                name,
            };
            let type_only = of.export_kind.is_type() || one.export_kind.is_type();
            let (name, _) = exported(&one.exported);
            self.export(name, what, at, type_only);
        }
    }

    fn export_default(&mut self, of: &ExportDefaultDeclaration<'_>, out: &mut Vec<Statement>) {
        let given = Given {
            name: None,
            doc: Some(of.span.start),
            class: None,
        };
        let at = self.default_word(of);
        let (made, what): (Statement, Exported) = match &of.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(one) => {
                let id = self.function(one, given);
                match one.id.as_ref().and_then(Self::declared) {
                    Some(name) => (Statement::Function(id), Exported::Name(name)),
                    None => self.anonymous(Kind::Function(id), one.span.into()),
                }
            }
            ExportDefaultDeclarationKind::ClassDeclaration(one) => {
                let id = self.class(one, given);
                match one.id.as_ref().and_then(Self::declared) {
                    Some(name) => (Statement::Class(id), Exported::Name(name)),
                    None => self.anonymous(Kind::Class(id), one.span.into()),
                }
            }
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(one) => {
                self.interface(one, of.span);
                if let Some(name) = Self::declared(&one.id) {
                    self.export("default".to_owned(), Exported::Name(name), at, true);
                }
                return;
            }
            other => {
                let Some(value) = other.as_expression() else {
                    return;
                };
                let node = self.value(value, given);
                (Statement::Expression(node), Exported::Value(node))
            }
        };
        out.push(made);
        self.export("default".to_owned(), what, at, false);
    }

    fn anonymous(&mut self, kind: Kind, at: Span) -> (Statement, Exported) {
        let node: NodeId = self.node(kind, at);
        (Statement::Expression(node), Exported::Value(node))
    }

    /// The place of `default`.
    fn default_word(&self, of: &ExportDefaultDeclaration<'_>) -> Span {
        let before = self.reader.text(of.span.start, of.declaration.span().start);
        let ahead = before.rfind("default").unwrap_or_default();
        word(of.span, ahead, "default")
    }
}

/// A name of an export with its place, within quotes if it has any.
fn exported(name: &ModuleExportName<'_>) -> (String, Span) {
    let at: Span = name.span().into();
    let at = match name {
        ModuleExportName::StringLiteral(_) => inside(at),
        _ => at,
    };
    (name.name().to_string(), at)
}

fn head(found: Option<NameId>) -> TypeHead {
    found.map_or(TypeHead::Global, TypeHead::Name)
}

fn part(name: &str, span: oxc_span::Span) -> Part {
    Part {
        name: name.to_owned(),
        at: span.into(),
    }
}

/// The place of a word so many bytes into a statement.
fn word(of: oxc_span::Span, ahead: usize, word: &str) -> Span {
    let start = of.start + count(ahead);
    Span {
        start,
        end: (start + count(word.len())).min(of.end),
    }
}
