//! The symbols of TypeScript declarations.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::deprecation::SymbolKind;
use crate::domain::surface::notice::Notes;
use crate::domain::surface::outline::{Conventions, Form, Outline, Symbol, is_better_name};
use crate::domain::surface::render::{signature_text, type_text};
use crate::domain::surface::resolve::{
    Resolution, exported_names, notes_of, notes_on_the_way, resolve,
};
use crate::domain::surface::shape::{Seen, Shape, Shapes};
use crate::domain::surface::types::{Target, Type};
use crate::domain::surface::{
    Access, Declaration, DeclarationKind, Exported, Language, Member, MemberKind, ModuleId, Surface,
};

/// Object types within object types are followed to this depth: `Config.sdkOptions.chat.region`.
const NESTING: usize = 4;

/// Namespaces within namespaces are followed to this depth; a namespace may contain itself.
const NAMESPACES: usize = 4;

pub(super) fn outline(surface: &Surface, conventions: &Conventions) -> Outline {
    let mut reader = Reader {
        surface,
        shapes: Shapes::new(surface),
        conventions,
        props: BTreeSet::new(),
        noted: noted_names(surface),
        names: BTreeMap::new(),
        symbols: BTreeMap::new(),
    };
    let Some(root) = &surface.root else {
        return Outline::default();
    };
    let exports = exported_names(surface, root);
    reader.props = props(surface);
    reader.names = public_names(&exports);
    for (name, resolution) in &exports {
        let notes = export_notes(surface, &reader.noted, root, name);
        reader.export(name, resolution, &notes, 0);
    }
    let root_symbols = std::mem::take(&mut reader.symbols);
    let reached: BTreeSet<(ModuleId, String)> = reader.names.keys().cloned().collect();
    for (id, module) in &surface.modules {
        // What is published within the package is no path that users import.
        if id == root || id.path().starts_with("node_modules/") {
            continue;
        }
        reader.deep_module(id, module.exports.len(), &reached);
    }
    Outline {
        root: root_symbols,
        deep: reader.symbols,
    }
}

/// What is said of an export where it is exported: all notes on the way to the declaration.
fn export_notes(surface: &Surface, noted: &BTreeSet<&str>, module: &ModuleId, name: &str) -> Notes {
    if !noted.contains(name) {
        return Notes::default();
    }
    notes_on_the_way(surface, module, name)
}

/// The names of exports of which something is said, and the names under which they are passed on: few of many.
fn noted_names(surface: &Surface) -> BTreeSet<&str> {
    let exports = || surface.modules.values().flat_map(|module| &module.exports);
    let mut names: BTreeSet<&str> = exports()
        .filter(|export| !export.notes.is_empty())
        .map(|export| export.name.as_str())
        .collect();
    loop {
        let before = names.len();
        for export in exports() {
            if let Exported::From { name, .. } = &export.what
                && names.contains(name.as_str())
            {
                names.insert(&export.name);
            }
        }
        if names.len() == before {
            return names;
        }
    }
}

/// The name under which each exported declaration is listed: its own if it is exported under that, else the shortest,
/// of several the first. `Manager` is what users write, though `ContactCenterManager` is the same class.
fn public_names(exports: &BTreeMap<String, Resolution>) -> BTreeMap<(ModuleId, String), String> {
    let mut names: BTreeMap<(ModuleId, String), String> = BTreeMap::new();
    for (name, resolution) in exports {
        if let Resolution::Own {
            module,
            name: declared,
        } = resolution
        {
            let key = (module.clone(), declared.clone());
            let best = names.entry(key).or_insert_with(|| name.clone());
            if is_better_name(name, best, declared) {
                best.clone_from(name);
            }
        }
    }
    names
}

/// The declarations whose members are the properties of a component: the first argument of what React calls a
/// component, and the type of the first parameter of a function that gives an element.
fn props(surface: &Surface) -> BTreeSet<(ModuleId, String)> {
    let mut props = BTreeSet::new();
    for declaration in surface.modules.values().flat_map(|one| &one.declarations) {
        let types = declaration.extends.iter().chain(&declaration.ty);
        types.for_each(|ty| component_props(ty, &mut props));
    }
    props
}

fn component_props(ty: &Type, props: &mut BTreeSet<(ModuleId, String)>) {
    const COMPONENTS: [&str; 10] = [
        "Component",
        "PureComponent",
        "ComponentClass",
        "ComponentType",
        "FC",
        "FunctionComponent",
        "SFC",
        "StatelessComponent",
        "VFC",
        "ForwardRefExoticComponent",
    ];
    match ty {
        Type::Named(named) => {
            let last = named.written.rsplit('.').next().unwrap_or_default();
            if matches!(named.target, Target::Foreign { .. } | Target::Missing)
                && COMPONENTS.contains(&last)
            {
                for argument in named.arguments.iter().take(1) {
                    named_parts(argument, props);
                }
            }
        }
        Type::Function(signature) => {
            let element = signature.returns.as_ref().is_some_and(|ty| match ty {
                Type::Named(named) => matches!(
                    named.written.as_str(),
                    "JSX.Element" | "React.ReactElement" | "React.JSX.Element" | "ReactElement"
                ),
                _ => false,
            });
            if element && let Some(Some(ty)) = signature.parameters.first().map(|one| &one.ty) {
                named_parts(ty, props);
            }
        }
        Type::Intersection(types) => types.iter().for_each(|ty| component_props(ty, props)),
        _ => {}
    }
}

fn named_parts(ty: &Type, props: &mut BTreeSet<(ModuleId, String)>) {
    match ty {
        Type::Named(named) => {
            if let Target::Declared { module, name } = &named.target {
                props.insert((module.clone(), name.clone()));
            }
            if matches!(named.target, Target::Global) {
                named
                    .arguments
                    .iter()
                    .take(1)
                    .for_each(|ty| named_parts(ty, props));
            }
        }
        Type::Intersection(types) => types.iter().for_each(|ty| named_parts(ty, props)),
        _ => {}
    }
}

struct Reader<'s> {
    surface: &'s Surface,
    shapes: Shapes<'s>,
    conventions: &'s Conventions,
    props: BTreeSet<(ModuleId, String)>,
    noted: BTreeSet<&'s str>,
    names: BTreeMap<(ModuleId, String), String>,
    symbols: BTreeMap<String, Symbol>,
}

impl<'s> Reader<'s> {
    fn add(
        &mut self,
        path: String,
        kind: SymbolKind,
        forms: Vec<Form>,
        declared_by: Option<String>,
    ) {
        if forms.is_empty() {
            return;
        }
        let symbol = self.symbols.entry(path).or_insert_with(|| Symbol {
            kind,
            forms: Vec::new(),
            declared_by,
            notes: Notes::default(),
        });
        for form in forms {
            if !symbol.forms.contains(&form) {
                symbol.forms.push(form);
            }
        }
    }

    fn export(&mut self, path: &str, resolution: &Resolution, notes: &Notes, depth: usize) {
        match resolution {
            Resolution::Own { module, name } => self.declared(path, module, name, depth),
            Resolution::Namespace(module) => {
                let form = Form::new("namespace", None, module);
                self.add(path.to_owned(), SymbolKind::Export, vec![form], None);
                if depth < NAMESPACES {
                    for (name, inner) in exported_names(self.surface, module) {
                        let notes = export_notes(self.surface, &self.noted, module, &name);
                        self.export(&format!("{path}.{name}"), &inner, &notes, depth + 1);
                    }
                }
            }
            Resolution::Foreign { package, path: of } => {
                let from = if of.is_empty() {
                    package.clone()
                } else {
                    format!("{package}#{of}")
                };
                let form = Form::new("foreign", Some(from), &ModuleId::default());
                self.add(path.to_owned(), SymbolKind::Export, vec![form], None);
            }
            Resolution::Missing => {
                let form = Form::new("missing", None, &ModuleId::default());
                self.add(path.to_owned(), SymbolKind::Export, vec![form], None);
            }
        }
        if let Some(symbol) = self.symbols.get_mut(path) {
            symbol.notes = notes.clone();
        }
    }

    fn declared(&mut self, path: &str, module: &ModuleId, name: &str, depth: usize) {
        let found: Vec<(&ModuleId, &Declaration)> =
            self.shapes.declarations(module, name).collect();
        let forms = found
            .iter()
            .map(|(id, one)| {
                let mut form = declaration_form(id, one);
                // Of several forms of what it stands for, it is deprecated only with all of them.
                if let [first, rest @ ..] = notes_of(self.surface, one).as_slice()
                    && rest.iter().all(|one| one.deprecated().is_some())
                {
                    form.notes = (*first).clone();
                }
                form
            })
            .collect();
        let listed = self.names.get(&(module.clone(), name.to_owned()));
        let declared_by = listed.filter(|name| *name != path).cloned();
        self.add(path.to_owned(), SymbolKind::Export, forms, declared_by);
        let is_enum = found
            .iter()
            .any(|(_, one)| one.kind == DeclarationKind::Enum);
        let strings = self.conventions.strings.iter().any(|one| one == path);
        let kind = if is_enum {
            SymbolKind::EnumMember
        } else if strings {
            SymbolKind::StringTemplate
        } else if self.props.contains(&(module.clone(), name.to_owned())) {
            SymbolKind::ComponentProp
        } else {
            SymbolKind::Member
        };
        self.members(
            path,
            self.shapes.instance(module, name),
            kind,
            (module, name),
        );
        self.members(
            path,
            self.shapes.statics(module, name),
            kind,
            (module, name),
        );
        if depth < NAMESPACES
            && found
                .iter()
                .any(|(_, one)| one.kind == DeclarationKind::Namespace)
        {
            self.namespace(path, module, name, depth);
        }
    }

    /// What a `namespace` declares or exports: in its module, under its name.
    fn namespace(&mut self, path: &str, module: &ModuleId, name: &str, depth: usize) {
        let prefix = format!("{name}.");
        let Some(found) = self.surface.modules.get(module) else {
            return;
        };
        let inner = |name: &'s str| -> Option<&'s str> {
            name.strip_prefix(&prefix)
                .filter(|rest| !rest.contains('.'))
        };
        let own: BTreeSet<&str> = (found.declarations.iter())
            .filter_map(|one| inner(&one.name))
            .collect();
        let aliases: BTreeSet<&str> = (found.exports.iter())
            .filter_map(|one| inner(&one.name))
            .filter(|rest| !own.contains(rest))
            .collect();
        for rest in own {
            let name = format!("{prefix}{rest}");
            self.declared(&format!("{path}.{rest}"), module, &name, depth + 1);
        }
        for rest in aliases {
            let name = format!("{prefix}{rest}");
            let means = resolve(self.surface, module, &name);
            let notes = export_notes(self.surface, &self.noted, module, &name);
            self.export(&format!("{path}.{rest}"), &means, &notes, depth + 1);
        }
    }

    fn members(&mut self, path: &str, shape: Shape<'s>, kind: SymbolKind, here: (&ModuleId, &str)) {
        self.nested(path, shape, kind, here, 0);
    }

    fn nested(
        &mut self,
        path: &str,
        shape: Shape<'s>,
        kind: SymbolKind,
        here: (&ModuleId, &str),
        depth: usize,
    ) {
        for (name, seen) in shape.members {
            let seen: Vec<&Seen<'s>> = seen.iter().filter(|one| is_public(one)).collect();
            if seen.is_empty() || name == "prototype" {
                continue;
            }
            let member_path = format!("{path}.{name}");
            let declared_by = self
                .declared_by(path, &seen, here)
                .map(|owner| format!("{owner}.{name}"));
            let forms = seen.iter().map(|one| member_form(one, here.0)).collect();
            self.add(member_path.clone(), kind, forms, declared_by.clone());
            if depth < NESTING && declared_by.is_none() {
                for one in seen {
                    if let Some(inner @ Type::Object(_)) = one.ty.map(without_nothing) {
                        let shape = self.shapes.of(inner, &one.scope);
                        self.nested(&member_path, shape, kind, here, depth + 1);
                    }
                }
            }
        }
    }

    /// The exported container that declares the member, if it is not the one at hand.
    fn declared_by(
        &self,
        path: &str,
        seen: &[&Seen<'s>],
        here: (&ModuleId, &str),
    ) -> Option<String> {
        let (module, name) = seen.first()?.owner?;
        if (module, name) == here {
            return self
                .names
                .get(&(module.clone(), name.to_owned()))
                .filter(|listed| *listed != path && !path.starts_with(&format!("{listed}.")))
                .cloned();
        }
        let owner = self.names.get(&(module.clone(), name.to_owned()))?;
        (owner != path).then(|| owner.clone())
    }

    /// What only an import of this module gives: the module itself, and what it declares and the root does not reach.
    fn deep_module(
        &mut self,
        id: &ModuleId,
        exports: usize,
        reached: &BTreeSet<(ModuleId, String)>,
    ) {
        let mut form = Form::new("module", None, id);
        form.line = 0;
        self.add(id.0.clone(), SymbolKind::Module, vec![form], None);
        if exports == 0 {
            return;
        }
        // What the module itself declares; what it passes on is listed where that is declared.
        let own: Vec<(String, String)> = self
            .surface
            .modules
            .get(id)
            .into_iter()
            .flat_map(|module| &module.exports)
            .filter_map(|export| match &export.what {
                Exported::Own(name) if !export.name.contains('.') => {
                    Some((export.name.clone(), name.clone()))
                }
                _ => None,
            })
            .filter(|(_, name)| !reached.contains(&(id.clone(), name.clone())))
            .collect();
        for (exported, name) in own {
            let path = format!("{id}#{exported}");
            let declarations: Vec<(&ModuleId, &Declaration)> =
                self.shapes.declarations(id, &name).collect();
            let forms = declarations
                .iter()
                .map(|(id, one)| declaration_form(id, one))
                .collect();
            self.add(path.clone(), SymbolKind::Export, forms, None);
            for (module, declaration) in declarations {
                self.noted_members(&path, module, declaration);
            }
        }
    }

    fn noted_members(&mut self, path: &str, module: &ModuleId, declaration: &Declaration) {
        for member in declaration
            .members
            .iter()
            .filter(|one| !one.notes.notices.is_empty())
        {
            let form = own_member_form(member, module);
            self.add(
                format!("{path}.{}", member.name),
                SymbolKind::Member,
                vec![form],
                None,
            );
        }
    }
}

/// `T` of `T | undefined`.
fn without_nothing(ty: &Type) -> &Type {
    if let Type::Union(types) = ty {
        let mut rest = types.iter().filter(|ty| {
            !matches!(ty, Type::Keyword(word) | Type::Literal(word) if word == "null" || word == "undefined")
        });
        if let (Some(only), None) = (rest.next(), rest.next()) {
            return only;
        }
    }
    ty
}

fn is_public(seen: &Seen<'_>) -> bool {
    seen.member
        .is_none_or(|member| member.access == Access::Public && !member.name.starts_with('#'))
}

impl Form {
    fn new(word: &str, ty: Option<String>, module: &ModuleId) -> Self {
        Self {
            word: word.to_owned(),
            ty,
            optional: false,
            notes: Notes::default(),
            cfg: None,
            module: module.0.clone(),
            declared: String::new(),
            line: 0,
        }
    }
}

fn declaration_form(module: &ModuleId, declaration: &Declaration) -> Form {
    let text = |ty: &Type| type_text(ty, Language::TypeScript);
    let list = |types: &[Type]| types.iter().map(text).collect::<Vec<_>>().join(", ");
    let ty = match (&declaration.ty, declaration.kind) {
        (Some(Type::Function(signature)), DeclarationKind::Function) => {
            Some(signature_text(signature, Language::TypeScript))
        }
        (Some(ty), _) => Some(text(ty)),
        (None, _) if !declaration.extends.is_empty() => {
            Some(format!("extends {}", list(&declaration.extends)))
        }
        _ => None,
    };
    Form {
        notes: declaration.notes.clone(),
        declared: declaration.name.clone(),
        line: declaration.line,
        ..Form::new(declaration.kind.word(), ty, module)
    }
}

fn member_form(seen: &Seen<'_>, around: &ModuleId) -> Form {
    let module = seen.owner.map_or(around, |(module, _)| module);
    let mut form = match seen.member {
        Some(member) => own_member_form(member, module),
        None => Form::new(
            "property",
            seen.ty.map(|ty| type_text(ty, Language::TypeScript)),
            module,
        ),
    };
    if let Some((_, owner)) = seen.owner {
        owner.clone_into(&mut form.declared);
    }
    form.optional = seen.optional;
    form
}

fn own_member_form(member: &Member, module: &ModuleId) -> Form {
    let word = match member.kind {
        MemberKind::Method => "method",
        MemberKind::Getter => "getter",
        MemberKind::Setter => "setter",
        MemberKind::Variant => "enum member",
        _ => "property",
    };
    let word = if member.is_static {
        format!("static {word}")
    } else {
        word.to_owned()
    };
    let ty = member.ty.as_ref().map(|ty| match (ty, member.kind) {
        (Type::Function(signature), MemberKind::Method) => {
            signature_text(signature, Language::TypeScript)
        }
        _ => type_text(ty, Language::TypeScript),
    });
    Form {
        optional: member.optional,
        notes: member.notes.clone(),
        cfg: member.cfg.clone(),
        line: member.line,
        ..Form::new(&word, ty, module)
    }
}
