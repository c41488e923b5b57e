//! A made package with surfaces of four versions, and a database that knows it.
//!
//! The file needs nothing but the library, so that another test binary can take it in by its path. The package is
//! `npm:@acme/app`; the change log knows 1.0.1 too, of which there is no surface. Between the versions a getter is declared
//! deprecated, with a claim that is too old, and goes; an export moves, another stays for deep imports only; types change; a
//! function is called deprecated in prose; an overload is.

use std::collections::BTreeMap;
use std::path::Path;

use forewarn::bundle::blocks;
use forewarn::changelog::folder;
use forewarn::domain::api::{ReadVersion, observations};
use forewarn::domain::surface::notice::{Notes, Notice, Source, Strength};
use forewarn::domain::surface::outline::{Conventions, outline};
use forewarn::domain::surface::types::{Named, Parameter, Signature, Target, Type};
use forewarn::domain::surface::{
    Access, Declaration, DeclarationKind, Export, Exported, Gap, GapKind, Language, Member,
    MemberKind, MemberPackage, Module, ModuleId, Surface, encoding,
};
use forewarn::domain::tree::Found;
use forewarn::store::{Author, Journal, ReadPackage, Store};

pub(crate) const PACKAGE: &str = "npm:@acme/app";

pub(crate) const VERSIONS: &[&str] = &["1.0.0", "1.1.0", "2.0.0-beta.1", "2.0.0"];

const STREAMS: &str = "format = 1\nplatform = \"acme\"\nname = \"Acme\"\n\n[[stream]]\nid = \"app\"\nname = \"Acme app\"\nscheme = \
                       \"semver\"\npackage = \"npm:@acme/app\"\ncovers-from = 2020-01-01\ncovers-until = 2026-06-01\n";

/// The change log's files; those without a word on the API only say that there is such a version.
const RELEASES: &[(&str, &str)] = &[
    (
        "app/1.0.0.md",
        "+++\ndate = 2020-01-01\n+++\n\n## Added\n\n- The app. {#app}\n",
    ),
    (
        "app/1.0.1.md",
        "+++\ndate = 2020-02-01\n+++\n\n## Fixed\n\n- A start. {#start}\n",
    ),
    (
        "app/1.1.0.md",
        "+++\ndate = 2020-03-01\n\n[[deprecation]]\nentry = \"chat\"\nsymbol = \"Manager.chatClient\"\nkind = \"member\"\nchange = \
         \"deprecated\"\ndeclared-since = \"1.1.0\"\nreplacement = \"Manager.conversationsClient\"\n\n[[deprecation]]\nentry = \
         \"chat\"\nsymbol = \"Manager.log\"\nkind = \"member\"\nchange = \"deprecated\"\ndeclared-since = \"1.1.0\"\n+++\n\n## \
         Deprecated\n\n- The chat client. {#chat}\n",
    ),
    (
        "app/2.0.0-beta.1.md",
        "+++\ndate = 2020-04-01\n+++\n\n## Added\n\n- Tools. {#tools}\n",
    ),
    (
        "app/2.0.0.md",
        "+++\ndate = 2020-05-01\n\n[[deprecation]]\nentry = \"gone\"\nsymbol = \"Manager.chatClient\"\nkind = \"member\"\nchange = \
         \"removed\"\nremoved = \"2.0.0\"\n+++\n\n## Removed\n\n- The chat client. {#gone}\n",
    ),
];

/// Makes a database with the change log and the surfaces.
pub(crate) fn database(path: &Path) {
    let mut store = change_log(path);
    for version in VERSIONS {
        record(&mut store, &surface(version));
    }
}

/// Makes a database with the change log and without a surface.
pub(crate) fn change_log(path: &Path) -> Store {
    let mut store = Store::open_or_create(path, Journal::Rollback).unwrap();
    let mut files = BTreeMap::from([("streams.toml".to_owned(), Found::File(STREAMS.into()))]);
    files.extend(
        RELEASES
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Found::File((*text).into()))),
    );
    let (changelog, problems) = folder::read("changelog", &files);
    assert!(problems.is_empty(), "{problems:?}");
    let author = Author {
        name: "tester".to_owned(),
        at: "2026-06-01T09:00:00Z".to_owned(),
        reason: None,
    };
    store.sync(&changelog, &author, &[]).unwrap();
    store
}

/// Records a surface as an import does.
pub(crate) fn record(store: &mut Store, surface: &Surface) {
    let outline = outline(surface, &Conventions::default());
    let requires: &[(&str, &str, &str)] = if surface.version.starts_with('1') {
        &[
            ("react", "^16.0.0", "peer"),
            ("left-pad", "^1.0.0", "dependency"),
        ]
    } else {
        &[
            ("react", "^17.0.0", "peer"),
            ("right-pad", "^2.0.0", "dependency"),
        ]
    };
    let read = ReadVersion {
        version: surface.version.clone(),
        fingerprint: format!("made:{}", surface.version),
        members: surface
            .members
            .iter()
            .map(|one| (one.name.clone(), one.version.clone()))
            .collect(),
        exports: u32::try_from(outline.root.len()).unwrap(),
        gaps: u32::try_from(surface.gaps.len()).unwrap(),
        requires: requires
            .iter()
            .map(|(name, range, kind)| {
                ((*name).to_owned(), (*range).to_owned(), (*kind).to_owned())
            })
            .collect(),
    };
    let package = ReadPackage {
        package: surface.package.clone(),
        read,
        source: "made".to_owned(),
        imported: "2026-06-01T09:00:00Z".to_owned(),
        facts: observations(&outline),
        surface: blocks::compress(&encoding::encode(surface).unwrap()).unwrap(),
    };
    store.record_api(&[package], false).unwrap();
}

/// The surface of one of the versions.
pub(crate) fn surface(version: &str) -> Surface {
    let number = VERSIONS.iter().position(|one| *one == version).unwrap();
    let mut modules = BTreeMap::new();
    let mut root = Module::default();
    let mut export = |name: &str, module: &str, declared: &str| {
        root.exports.push(exported(name, module, declared));
    };
    export("Manager", "src/Manager", "Manager");
    export("ChatClient", "src/Manager", "ChatClient");
    export("Theme", "src/Theme", "Theme");
    export("format", "src/format", "format");
    export(
        if number < 2 { "Panel" } else { "SidePanel" },
        "src/Panel",
        "Panel",
    );
    if number < 3 {
        export("legacy", "src/legacy", "legacy");
    }
    if number > 1 {
        export("Tools", "src/Tools", "Tools");
    }
    modules.insert(id("src/index"), root);
    modules.insert(id("src/Manager"), of(vec![manager(number), chat_client()]));
    modules.insert(id("src/Theme"), of(vec![theme(number)]));
    modules.insert(id("src/format"), of(vec![format_function(number)]));
    modules.insert(id("src/Panel"), of(vec![class("Panel", Vec::new())]));
    modules.insert(id("src/legacy"), of(vec![legacy()]));
    if number > 1 {
        let tools = vec![member("pick", MemberKind::Method, Some(call(&[], "void")))];
        modules.insert(id("src/Tools"), of(vec![class("Tools", tools)]));
    }
    Surface {
        language: Language::TypeScript,
        package: PACKAGE.to_owned(),
        version: version.to_owned(),
        members: vec![
            MemberPackage {
                name: "@acme/core".to_owned(),
                range: "^1".to_owned(),
                version: Some("1.4.0".to_owned()),
                root: None,
            },
            MemberPackage {
                name: "@acme/lost".to_owned(),
                range: "^1".to_owned(),
                version: None,
                root: None,
            },
        ],
        requires: Vec::new(),
        root: Some(id("src/index")),
        modules: modules.into(),
        tags: Vec::new(),
        said: Vec::new(),
        gaps: gaps(number),
    }
}

fn gaps(number: usize) -> Vec<Gap> {
    let gap = |kind, line, message: &str| Gap {
        kind,
        at: "src/lost".to_owned(),
        line,
        message: message.to_owned(),
    };
    match number {
        3 => vec![
            gap(GapKind::MissingMember, 0, "@acme/lost could not be had"),
            gap(GapKind::MissingName, 7, "`lost` is not exported"),
        ],
        _ => Vec::new(),
    }
}

fn manager(number: usize) -> Declaration {
    let mut members = vec![member(
        "version",
        MemberKind::Property,
        Some(keyword("string")),
    )];
    if number < 2 {
        let mut client = member(
            "chatClient",
            MemberKind::Getter,
            Some(declared("ChatClient")),
        );
        if number == 1 {
            let mut notice = Notice::new(Strength::Declared, Source::Tag, 12);
            notice.since = Some("1.0.0".to_owned());
            notice.removal = Some("2.0.0".to_owned());
            notice.replacements = vec!["conversationsClient".to_owned(), "Ghost".to_owned()];
            notice.text = Some("Use conversationsClient instead.".to_owned());
            notice.advice = Some("Take the other.".to_owned());
            notice.example = Some("manager.conversationsClient".to_owned());
            notice.link = Some("https://acme.example/chat".to_owned());
            client.notes.notices.push(notice);
        }
        members.push(client);
    }
    if number > 0 {
        members.push(member(
            "conversationsClient",
            MemberKind::Getter,
            Some(declared("ChatClient")),
        ));
    }
    let mut log = member("log", MemberKind::Method, Some(call(&["message"], "void")));
    log.is_static = number < 3;
    members.push(log);
    let mut loud = member(
        "log",
        MemberKind::Method,
        Some(call(&["message", "level"], "void")),
    );
    loud.is_static = number < 3;
    if number > 0 {
        loud.notes
            .notices
            .push(Notice::new(Strength::Declared, Source::Tag, 0));
    }
    members.push(loud);
    class("Manager", members)
}

fn chat_client() -> Declaration {
    declaration(
        "ChatClient",
        DeclarationKind::Interface,
        vec![member(
            "send",
            MemberKind::Method,
            Some(call(&["text"], "void")),
        )],
        None,
    )
}

fn theme(number: usize) -> Declaration {
    let ty = if number == 0 {
        keyword("string")
    } else {
        Type::Union(vec![keyword("string"), keyword("number")])
    };
    let mut colour = member("colour", MemberKind::Property, Some(ty));
    colour.optional = true;
    let mut hidden = member("tokens", MemberKind::Property, None);
    hidden.notes.private = true;
    declaration(
        "Theme",
        DeclarationKind::Interface,
        vec![colour, hidden],
        None,
    )
}

fn format_function(number: usize) -> Declaration {
    let mut format = declaration(
        "format",
        DeclarationKind::Function,
        Vec::new(),
        Some(call(&["text"], "string")),
    );
    if number > 0 {
        let mut notice = Notice::new(Strength::Soft, Source::Prose, 3);
        notice.since = Some("1.1".to_owned());
        notice.replacements = vec!["legacy".to_owned()];
        format.notes.notices.push(notice);
    }
    format
}

fn legacy() -> Declaration {
    declaration(
        "legacy",
        DeclarationKind::Function,
        Vec::new(),
        Some(call(&[], "void")),
    )
}

fn class(name: &str, members: Vec<Member>) -> Declaration {
    declaration(name, DeclarationKind::Class, members, None)
}

fn declaration(
    name: &str,
    kind: DeclarationKind,
    members: Vec<Member>,
    ty: Option<Type>,
) -> Declaration {
    Declaration {
        name: name.to_owned(),
        kind,
        generics: Vec::new(),
        extends: Vec::new(),
        implements: Vec::new(),
        members,
        ty,
        notes: Notes::default(),
        cfg: None,
        line: 1,
    }
}

fn member(name: &str, kind: MemberKind, ty: Option<Type>) -> Member {
    Member {
        name: name.to_owned(),
        kind,
        access: Access::Public,
        is_static: false,
        optional: false,
        readonly: false,
        ty,
        notes: Notes::default(),
        cfg: None,
        line: 2,
    }
}

fn keyword(word: &str) -> Type {
    Type::Keyword(word.to_owned())
}

fn declared(name: &str) -> Type {
    Type::Named(Box::new(Named {
        written: name.to_owned(),
        target: Target::Declared {
            module: id("src/Manager"),
            name: name.to_owned(),
        },
        arguments: Vec::new(),
    }))
}

fn call(parameters: &[&str], returns: &str) -> Type {
    let parameters = parameters
        .iter()
        .map(|name| Parameter {
            name: (*name).to_owned(),
            ty: Some(keyword("string")),
            optional: false,
            rest: false,
        })
        .collect();
    Type::Function(Box::new(Signature {
        parameters,
        returns: Some(keyword(returns)),
        ..Signature::default()
    }))
}

fn id(path: &str) -> ModuleId {
    ModuleId::new(None, path)
}

/// A module that exports what it declares.
fn of(declarations: Vec<Declaration>) -> Module {
    let exports = declarations
        .iter()
        .map(|one| Export {
            name: one.name.clone(),
            what: Exported::Own(one.name.clone()),
            notes: Notes::default(),
            cfg: None,
            line: 1,
        })
        .collect();
    Module {
        declarations,
        exports,
    }
}

fn exported(name: &str, module: &str, declared: &str) -> Export {
    Export {
        name: name.to_owned(),
        what: Exported::From {
            module: id(module),
            name: declared.to_owned(),
        },
        notes: Notes::default(),
        cfg: None,
        line: 1,
    }
}
