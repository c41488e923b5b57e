//! Statements of a file: imports, exports, and the blocks that hold further statements.

use oxc_ast::ast::{
    ExportAllDeclaration, ExportDefaultDeclaration, ExportDefaultDeclarationKind, ExportSpecifier,
    ImportDeclaration, ImportDeclarationSpecifier, ImportOrExportKind, Program, Statement,
    TSImportEqualsDeclaration, TSModuleReference,
};
use oxc_span::{GetSpan, Span};

use crate::domain::surface::notice::{Notes, Strength};
use crate::domain::surface::types::Type;
use crate::domain::surface::{Declaration, DeclarationKind};
use crate::syntax::jsdoc;
use crate::syntax::typescript::declarations::Place;
use crate::syntax::typescript::{
    Ambient, Body, Declared, Exportable, Exporting, FileDeclarations, Import, Imported, Reader,
    types, values,
};

impl Reader<'_> {
    pub(super) fn file(self, program: &Program) -> FileDeclarations {
        let mut file = FileDeclarations {
            is_module: program.body.iter().any(makes_module),
            ..FileDeclarations::default()
        };
        let mut body = Body::default();
        self.statements(&program.body, "", &mut body, &mut file);
        if file.is_module {
            export_declared(&mut body);
        }
        file.body = body;
        file.tagged = self.tagged.into_inner();
        file.tagged.sort_by_key(|one| one.line);
        file.gaps = self.gaps.into_inner();
        file
    }

    /// Reads the statements of a file or block. `within` is the path of the namespace that they stand in.
    pub(super) fn statements(
        &self,
        statements: &[Statement],
        within: &str,
        body: &mut Body,
        file: &mut FileDeclarations,
    ) {
        let implicit = !statements.iter().any(is_export_declaration);
        for statement in statements {
            let place = Place {
                span: statement.span(),
                within,
                exported: implicit,
            };
            match statement {
                Statement::ImportDeclaration(one) => self.import_declaration(one, body),
                Statement::ExportDeclaration(one) => {
                    let place = Place {
                        exported: true,
                        ..place
                    };
                    self.declaration(&one.declaration, &place, body, file);
                }
                Statement::ExportNamedDeclaration(one) => {
                    let type_only = one.export_kind.is_type();
                    self.specifiers(&one.specifiers, type_only, None, &place, body);
                }
                Statement::ExportFromDeclaration(one) => {
                    let source = Some(one.source.value.as_str());
                    self.specifiers(
                        &one.specifiers,
                        one.export_kind.is_type(),
                        source,
                        &place,
                        body,
                    );
                }
                Statement::ExportAllDeclaration(one) => self.export_all(one, &place, body),
                Statement::ExportDefaultDeclaration(one) => self.export_default(one, &place, body),
                Statement::TSExportAssignment(one) => {
                    self.export_value("export=", &one.expression, &place, body);
                }
                Statement::TSNamespaceExportDeclaration(one) => {
                    file.umd = Some(one.id.name.to_string());
                }
                other => match other.as_declaration() {
                    Some(one) => self.declaration(one, &place, body, file),
                    None => self.other(other),
                },
            }
        }
    }

    // Statements do nothing in a declaration file; TypeScript reports them and goes on.
    fn other(&self, statement: &Statement) {
        if !matches!(statement, Statement::EmptyStatement(_)) {
            self.unplaced(
                self.comments.line(statement.span().start),
                "a statement in a declaration file",
            );
        }
    }

    /// A `declare module "x"` block.
    pub(super) fn ambient(
        &self,
        specifier: &str,
        statements: &[Statement],
        file: &mut FileDeclarations,
    ) {
        let mut body = Body::default();
        self.statements(statements, "", &mut body, file);
        export_declared(&mut body);
        file.ambient.push(Ambient {
            specifier: specifier.to_owned(),
            body,
        });
    }

    fn import_declaration(&self, one: &ImportDeclaration, body: &mut Body) {
        let specifier = one.source.value.to_string();
        let line = self.comments.line(one.span.start);
        let Some(specifiers) = &one.specifiers else {
            body.imports.push(Import {
                local: String::new(),
                what: Imported::Nothing { specifier },
                type_only: false,
                line,
            });
            return;
        };
        for one_of in specifiers {
            let mut type_only = one.import_kind.is_type();
            let specifier = specifier.clone();
            let (local, what) = match one_of {
                ImportDeclarationSpecifier::ImportSpecifier(named) => {
                    type_only |= named.import_kind.is_type();
                    let name = named.imported.name().to_string();
                    (&named.local, Imported::Name { specifier, name })
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(named) => {
                    let name = "default".to_owned();
                    (&named.local, Imported::Name { specifier, name })
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(named) => {
                    (&named.local, Imported::Namespace { specifier })
                }
            };
            body.imports.push(Import {
                local: local.name.to_string(),
                what,
                type_only,
                line,
            });
        }
    }

    /// `import A = B.C`, `import a = require("x")`, each also exported.
    pub(super) fn import_equals(
        &self,
        one: &TSImportEqualsDeclaration,
        place: &Place,
        body: &mut Body,
    ) {
        let what = match &one.module_reference {
            TSModuleReference::ExternalModuleReference(source) => Imported::Require {
                specifier: source.expression.value.to_string(),
            },
            TSModuleReference::IdentifierReference(name) => Imported::Alias {
                path: name.name.to_string(),
            },
            TSModuleReference::QualifiedName(name) => Imported::Alias {
                path: types::qualified(name),
            },
        };
        let local = place.path(&one.id.name);
        let type_only = one.import_kind.is_type();
        let is_exported = self.comments.of(place.span).starts_with("export");
        if is_exported {
            let (notes, blocks) = self.comments.notes(place.span.start, &local);
            self.tagged(&blocks, &local);
            body.exports.push(Exporting {
                name: local.clone(),
                what: Exportable::Local {
                    path: local.clone(),
                },
                type_only,
                notes,
                line: self.comments.line(place.span.start),
            });
        }
        body.imports.push(Import {
            local,
            what,
            type_only,
            line: self.comments.line(place.span.start),
        });
    }

    fn specifiers(
        &self,
        specifiers: &[ExportSpecifier],
        type_only: bool,
        source: Option<&str>,
        place: &Place,
        body: &mut Body,
    ) {
        let of_statement = self.statement_notes(place.span);
        for one in specifiers {
            let name = one.exported.name().to_string();
            let local = one.local.name().to_string();
            let mut notes = self.comments.of_specifier(one.span, &name);
            if notes.deprecated().is_some() {
                self.tagged_notes(&notes, &name);
            } else if notes.notices.is_empty() {
                notes.notices.clone_from(&of_statement.notices);
            }
            body.exports.push(Exporting {
                name: place.path(&name),
                what: match source {
                    Some(source) => Exportable::From {
                        specifier: source.to_owned(),
                        name: local,
                    },
                    // Within a namespace it may stand there, or further out.
                    None => Exportable::Local { path: local },
                },
                type_only: type_only || one.export_kind == ImportOrExportKind::Type,
                notes,
                line: self.comments.line(one.span.start),
            });
        }
    }

    fn tagged_notes(&self, notes: &Notes, name: &str) {
        if let Some(notice) = notes.deprecated() {
            self.tagged.borrow_mut().push(super::Tagged {
                name: name.to_owned(),
                line: notice.line,
            });
        }
    }

    /// What a block before a whole export statement says: TypeScript gives it to none of the names, so it is soft.
    fn statement_notes(&self, span: Span) -> Notes {
        let attached = self.comments.attached(span.start);
        self.tagged(&attached.blocks, "export");
        let mut notes = jsdoc::weakened(jsdoc::notes(&attached.blocks, ""), Strength::Soft);
        // Only tags: what a heading over a list of exports says in prose may mean anything.
        notes
            .notices
            .retain(|one| one.source == crate::domain::surface::notice::Source::Tag);
        notes
    }

    fn export_all(&self, one: &ExportAllDeclaration, place: &Place, body: &mut Body) {
        let specifier = one.source.value.to_string();
        let notes = self.statement_notes(place.span);
        let (name, what) = match &one.exported {
            Some(name) => (name.name().to_string(), Exportable::Namespace { specifier }),
            None => (String::new(), Exportable::All { specifier }),
        };
        body.exports.push(Exporting {
            name,
            what,
            type_only: one.export_kind.is_type(),
            notes,
            line: self.comments.line(one.span.start),
        });
    }

    fn export_default(&self, one: &ExportDefaultDeclaration, place: &Place, body: &mut Body) {
        let place = Place {
            exported: false,
            ..*place
        };
        let declared = match &one.declaration {
            ExportDefaultDeclarationKind::FunctionDeclaration(one) => self.function(one, &place),
            ExportDefaultDeclarationKind::ClassDeclaration(one) => self.class(one, &place),
            ExportDefaultDeclarationKind::TSInterfaceDeclaration(one) => {
                self.interface(one, &place)
            }
            other => {
                if let Some(expression) = other.as_expression() {
                    self.export_value("default", expression, &place, body);
                }
                return;
            }
        };
        let path = declared.name.clone();
        body.declarations.push(Declared {
            declaration: declared,
            exported: false,
        });
        let is_first = !body.exports.iter().any(|one| one.name == "default");
        if is_first {
            self.export_local("default", path, &place, Notes::default(), body);
        }
    }

    /// `export default x`, `export = x`: a name, or a value that then is a declaration of that name.
    fn export_value(
        &self,
        name: &str,
        value: &oxc_ast::ast::Expression,
        place: &Place,
        body: &mut Body,
    ) {
        let (notes, blocks) = self.comments.notes(place.span.start, name);
        self.tagged(&blocks, name);
        if let Some(path) = values::path(value) {
            return self.export_local(name, place.path(&path), place, notes, body);
        }
        let ty = values::literal(value).unwrap_or_else(|| self.unread(value.span()));
        if matches!(ty, Type::Unread(_)) {
            self.unplaced(
                self.comments.line(place.span.start),
                "an expression is exported",
            );
        }
        body.declarations.push(Declared {
            declaration: Declaration {
                ty: Some(ty),
                notes: notes.clone(),
                ..self.blank(name, DeclarationKind::Variable, place)
            },
            exported: false,
        });
        self.export_local(name, name.to_owned(), place, notes, body);
    }

    fn export_local(&self, name: &str, path: String, place: &Place, notes: Notes, body: &mut Body) {
        body.exports.push(Exporting {
            name: place.path(name),
            what: Exportable::Local { path },
            type_only: false,
            notes,
            line: self.comments.line(place.span.start),
        });
    }
}

/// Makes an export of each declared name that is exported where it stands.
fn export_declared(body: &mut Body) {
    let mut seen: std::collections::HashSet<&str> =
        body.exports.iter().map(|one| one.name.as_str()).collect();
    let mut found = Vec::new();
    for one in &body.declarations {
        let name = one.declaration.name.as_str();
        if one.exported && !name.contains('.') && seen.insert(name) {
            found.push(Exporting {
                name: name.to_owned(),
                what: Exportable::Local {
                    path: name.to_owned(),
                },
                type_only: false,
                notes: Notes::default(),
                line: one.declaration.line,
            });
        }
    }
    body.exports.append(&mut found);
    body.exports.sort_by_key(|one| one.line);
}

/// What switches implicit exports off: `hasExportDeclarations` of TypeScript's binder.
fn is_export_declaration(statement: &Statement) -> bool {
    match statement {
        Statement::ExportNamedDeclaration(_)
        | Statement::ExportFromDeclaration(_)
        | Statement::ExportAllDeclaration(_)
        | Statement::TSExportAssignment(_) => true,
        Statement::ExportDefaultDeclaration(one) => one.declaration.as_expression().is_some(),
        _ => false,
    }
}

/// What makes a module of a file: `isAnExternalModuleIndicatorNode` of TypeScript's parser.
fn makes_module(statement: &Statement) -> bool {
    match statement {
        Statement::ImportDeclaration(_)
        | Statement::ExportDeclaration(_)
        | Statement::ExportDefaultDeclaration(_) => true,
        Statement::TSImportEqualsDeclaration(one) => {
            matches!(
                one.module_reference,
                TSModuleReference::ExternalModuleReference(_)
            )
        }
        other => is_export_declaration(other),
    }
}
