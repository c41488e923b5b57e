//! The symbols of a crate.
//!
//! Every public path of an item is a symbol, because code that is written with it breaks when it goes. Members are listed
//! under the item's first path, the shortest; the other paths name that one as where they are declared.

use std::collections::BTreeMap;

use crate::domain::deprecation::SymbolKind;
use crate::domain::surface::notice::{Notes, Notice, Source, Strength};
use crate::domain::surface::outline::{Form, Outline, Symbol};
use crate::domain::surface::paths::{PublicPath, Reached, Space, Thing, public_paths, space_of};
use crate::domain::surface::render::{signature_text, type_text};
use crate::domain::surface::types::Type;
use crate::domain::surface::{
    Declaration, DeclarationKind, Exported, Language, Member, MemberKind, ModuleId, Surface,
};

pub(super) fn outline(surface: &Surface) -> Outline {
    let mut reader = Reader {
        surface,
        firsts: BTreeMap::new(),
        symbols: BTreeMap::new(),
    };
    for (path, reached) in public_paths(surface) {
        reader.enter(&path, &reached);
    }
    Outline {
        root: reader.symbols,
        deep: BTreeMap::new(),
    }
}

/// A thing, whatever path leads to it: its module, its name there, and the namespace.
type Key = (ModuleId, String, Space);

struct Reader<'s> {
    surface: &'s Surface,
    firsts: BTreeMap<Key, String>,
    symbols: BTreeMap<String, Symbol>,
}

/// What a member belongs to.
struct Of<'a> {
    module: &'a ModuleId,
    name: &'a str,
    /// The path that it was first met by, if this is another.
    first: Option<&'a str>,
    cfg: &'a [String],
}

impl Reader<'_> {
    fn enter(&mut self, path: &PublicPath, reached: &Reached) {
        match &reached.thing {
            Thing::Module(id) => {
                let mut form = form("module", None, id, 0);
                form.notes = self.module_notes(id);
                form.cfg = condition(&reached.cfg, None);
                self.add(&path.path, SymbolKind::Module, form, None, reached);
            }
            Thing::Foreign { package, path: of } => {
                let text = if of.is_empty() {
                    package.clone()
                } else {
                    format!("{package}::{of}")
                };
                let form = form("foreign", Some(text), &ModuleId::default(), 0);
                self.add(&path.path, SymbolKind::Export, form, None, reached);
            }
            Thing::Variant { module, of, name } => {
                let key = (module.clone(), format!("{of}::{name}"), path.space);
                let first = self.first(key, path);
                let found = declarations(self.surface, module, of)
                    .flat_map(|one| &one.members)
                    .find(|one| one.name == *name && one.kind == MemberKind::Variant);
                if let Some(member) = found {
                    let of = Of {
                        module,
                        name: of,
                        first: first.as_deref(),
                        cfg: &reached.cfg,
                    };
                    self.member(&path.path, member, &of);
                }
            }
            Thing::Declaration { module, name } => {
                let key = (module.clone(), name.clone(), path.space);
                let first = self.first(key, path);
                let surface = self.surface;
                for one in declarations(surface, module, name)
                    .filter(|one| space_of(one.kind) == path.space)
                {
                    self.item(path, reached, module, one, first.as_deref());
                }
            }
        }
    }

    /// The path that the thing was first met by; `None` if this is it.
    fn first(&mut self, key: Key, path: &PublicPath) -> Option<String> {
        let first = self.firsts.entry(key).or_insert_with(|| path.path.clone());
        (*first != path.path).then(|| first.clone())
    }

    fn item(
        &mut self,
        path: &PublicPath,
        reached: &Reached,
        module: &ModuleId,
        item: &Declaration,
        first: Option<&str>,
    ) {
        let (word, kind) = words(item.kind);
        let mut form = form(word, item_type(item), module, item.line);
        form.declared.clone_from(&item.name);
        form.notes = item.notes.clone();
        form.cfg = condition(&reached.cfg, item.cfg.as_deref());
        self.add(&path.path, kind, form, first, reached);
        if first.is_none() {
            for member in &item.members {
                let below = format!("{}::{}", path.path, member.name);
                let of = Of {
                    module,
                    name: &item.name,
                    first: None,
                    cfg: &reached.cfg,
                };
                self.member(&below, member, &of);
            }
        }
    }

    fn member(&mut self, path: &str, member: &Member, of: &Of<'_>) {
        let (word, kind) = member_words(member);
        let ty = member.ty.as_ref().map(|ty| match ty {
            Type::Function(signature) => signature_text(signature, Language::Rust),
            ty => type_text(ty, Language::Rust),
        });
        let mut form = form(word, ty, of.module, member.line);
        of.name.clone_into(&mut form.declared);
        form.notes = member.notes.clone();
        form.cfg = condition(of.cfg, member.cfg.as_deref());
        let reached = Reached {
            thing: Thing::Module(ModuleId::default()),
            hidden: false,
            cfg: Vec::new(),
            deprecated: false,
        };
        self.add(path, kind, form, of.first, &reached);
        if let (MemberKind::Variant, Some(Type::Object(fields))) = (member.kind, &member.ty)
            && of.first.is_none()
        {
            for field in fields {
                self.member(&format!("{path}::{}", field.name), field, of);
            }
        }
    }

    fn add(
        &mut self,
        path: &str,
        kind: SymbolKind,
        form: Form,
        first: Option<&str>,
        reached: &Reached,
    ) {
        let symbol = self
            .symbols
            .entry(path.to_owned())
            .or_insert_with(|| Symbol {
                kind,
                forms: Vec::new(),
                declared_by: first.map(str::to_owned),
                notes: Notes::default(),
            });
        symbol.notes.private |= reached.hidden;
        if reached.deprecated && symbol.notes.deprecated().is_none() {
            let notice = Notice::new(Strength::Declared, Source::Attribute, 0);
            symbol.notes.notices.push(notice);
        }
        if !symbol.forms.contains(&form) {
            symbol.forms.push(form);
        }
    }

    /// What is said where the module is declared.
    fn module_notes(&self, id: &ModuleId) -> Notes {
        self.surface
            .modules
            .values()
            .flat_map(|module| &module.exports)
            .find(|export| matches!(&export.what, Exported::Namespace(to) if to == id))
            .map(|export| export.notes.clone())
            .unwrap_or_default()
    }
}

fn declarations<'s>(
    surface: &'s Surface,
    module: &ModuleId,
    name: &'s str,
) -> impl Iterator<Item = &'s Declaration> + use<'s> {
    surface
        .modules
        .get(module)
        .into_iter()
        .flat_map(move |one| one.named(name))
}

fn form(word: &str, ty: Option<String>, module: &ModuleId, line: u32) -> Form {
    Form {
        word: word.to_owned(),
        ty,
        optional: false,
        notes: Notes::default(),
        cfg: None,
        module: module.0.clone(),
        declared: String::new(),
        line,
    }
}

/// All conditions that have to hold, in one.
fn condition(around: &[String], own: Option<&str>) -> Option<String> {
    let all: Vec<&str> = around.iter().map(String::as_str).chain(own).collect();
    match all[..] {
        [] => None,
        [only] => Some(only.to_owned()),
        _ => Some(format!("all({})", all.join(", "))),
    }
}

fn item_type(item: &Declaration) -> Option<String> {
    let text = |ty: &Type| type_text(ty, Language::Rust);
    match (&item.ty, item.kind) {
        (Some(Type::Function(signature)), DeclarationKind::Function) => {
            Some(signature_text(signature, Language::Rust))
        }
        (Some(ty), _) => Some(text(ty)),
        (None, _) if !item.extends.is_empty() => {
            let bounds: Vec<String> = item.extends.iter().map(text).collect();
            Some(bounds.join(" + "))
        }
        _ => None,
    }
}

const fn words(kind: DeclarationKind) -> (&'static str, SymbolKind) {
    match kind {
        DeclarationKind::Function => ("fn", SymbolKind::Function),
        DeclarationKind::Constant => ("const", SymbolKind::Constant),
        DeclarationKind::Variable => ("static", SymbolKind::Constant),
        DeclarationKind::Trait => ("trait", SymbolKind::Trait),
        DeclarationKind::TraitAlias => ("trait alias", SymbolKind::Trait),
        DeclarationKind::Macro => ("macro", SymbolKind::Macro),
        other => (other.word(), SymbolKind::Type),
    }
}

const fn member_words(member: &Member) -> (&'static str, SymbolKind) {
    match member.kind {
        MemberKind::Field | MemberKind::Property => ("field", SymbolKind::Field),
        MemberKind::Variant => ("variant", SymbolKind::Variant),
        MemberKind::AssociatedType => ("type", SymbolKind::Type),
        MemberKind::AssociatedConstant => ("const", SymbolKind::Constant),
        _ if member.is_static => ("fn", SymbolKind::Function),
        _ => ("method", SymbolKind::Method),
    }
}
