//! Two versions of a made-up platform, as the surfaces that plugins are held against.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use forewarn::bundle;
use forewarn::domain::conventions::{
    Children, Conventions, Meaning, NamedBy, Names, Parameter, Root,
};
use forewarn::domain::deprecation::SymbolKind;
use forewarn::domain::surface::{Language, Surface};
use forewarn::ingest::package::{Entry, Package};
use forewarn::ingest::{crates, declarations};

/// What the made-up platform is called.
pub(super) const NPM: &str = "@twilio/flex-ui";
pub(super) const CRATE: &str = "dep";

/// Declarations, or source, at both ends: what only the version in use has stands in a file of its own.
const KEPT_TS: &str = include_str!("written/kept.d.ts");
const GONE_TS: &str = include_str!("written/gone.d.ts");
const KEPT_RS: &str = include_str!("written/kept.rs.txt");
const GONE_RS: &str = include_str!("written/gone.rs.txt");

/// A package of these files, of which `root` is where it begins.
pub(super) fn package(
    language: Language,
    name: &str,
    root: &str,
    files: BTreeMap<String, Vec<u8>>,
) -> Package {
    Package {
        language,
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        requires: Vec::new(),
        entry: Entry {
            root: Some(root.to_owned()),
            deep: true,
            ..Entry::default()
        },
        files,
        skipped: 0,
        gaps: Vec::new(),
    }
}

/// A package of one file as a surface.
pub(super) fn surface(language: Language, name: &str, text: &[u8]) -> Surface {
    let root = match language {
        Language::TypeScript => "index.d.ts",
        Language::Rust => "src/lib.rs",
    };
    let files = BTreeMap::from([(root.to_owned(), text.to_vec())]);
    let package = package(language, name, root, files);
    match language {
        Language::TypeScript => declarations::surface(&package, &[]),
        Language::Rust => crates::surface(&package, &[]),
    }
}

/// The platform in use, and the target.
pub(super) fn ends(language: Language) -> &'static (Surface, Surface) {
    static SCRIPT: OnceLock<(Surface, Surface)> = OnceLock::new();
    static RUST: OnceLock<(Surface, Surface)> = OnceLock::new();
    let (made, name, kept, gone) = match language {
        Language::TypeScript => (&SCRIPT, NPM, KEPT_TS, GONE_TS),
        Language::Rust => (&RUST, CRATE, KEPT_RS, GONE_RS),
    };
    made.get_or_init(|| {
        let both = format!("{kept}{gone}");
        let of = |text: &str| surface(language, name, text.as_bytes());
        (of(&both), of(kept))
    })
}

/// What the language itself has.
pub(super) fn library(language: Language) -> &'static Surface {
    static SCRIPT: OnceLock<Surface> = OnceLock::new();
    static RUST: OnceLock<Surface> = OnceLock::new();
    let (made, name, text) = match language {
        Language::TypeScript => (&SCRIPT, "known", bundle::KNOWN),
        Language::Rust => (&RUST, "std", bundle::KNOWN_RUST),
    };
    made.get_or_init(|| surface(language, name, text.as_bytes()))
}

/// What the platform says of its plugins.
pub(super) fn conventions() -> &'static Conventions {
    static MADE: OnceLock<Conventions> = OnceLock::new();
    MADE.get_or_init(|| Conventions {
        globals: vec![("Twilio.Flex".to_owned(), NPM.to_owned())],
        strings: vec!["Strings".to_owned()],
        parameters: vec![Parameter {
            name: "manager".to_owned(),
            of: Vec::new(),
            index: None,
            is: meaning("Manager"),
        }],
        members: vec![("Manager.theme".to_owned(), meaning("Theme"))],
        props: Some(meaning("CompProps")),
        wrappers: vec![("withTheme".to_owned(), Some(meaning("CompProps")))],
        names: names(),
    })
}

fn meaning(ty: &str) -> Meaning {
    Meaning {
        specifier: NPM.to_owned(),
        ty: ty.to_owned(),
    }
}

fn names() -> Names {
    let of = |names: &[&str]| {
        names
            .iter()
            .map(|one| (*one).to_owned())
            .collect::<Vec<_>>()
    };
    let action = |of: Vec<String>, payload, listener, affixes| NamedBy {
        of,
        argument: 0,
        kind: SymbolKind::Action,
        path: "{}".to_owned(),
        affixes,
        payload,
        listener,
    };
    let root = |ty: &str, kind, path: &str| Root {
        is: meaning(ty),
        kind,
        path: path.to_owned(),
    };
    let recorded: [(SymbolKind, &str); 6] = [
        (SymbolKind::Action, "Old"),
        (SymbolKind::PayloadField, "New.oldSid"),
        (SymbolKind::StatePath, "state.flex.old"),
        (SymbolKind::ThemeToken, "theme.colors"),
        (SymbolKind::ComponentName, "Panel.old-child"),
        (SymbolKind::CssClass, "Twilio-Old"),
    ];
    let mut known: BTreeMap<SymbolKind, BTreeSet<String>> = BTreeMap::new();
    for (kind, name) in recorded {
        known.entry(kind).or_default().insert(name.to_owned());
    }
    Names {
        package: 0,
        calls: vec![
            action(of(&["Actions.invokeAction"]), Some(1), None, Vec::new()),
            action(
                of(&["Actions.addListener"]),
                None,
                Some(1),
                of(&["before", "after"]),
            ),
        ],
        roots: vec![
            root("AppState", SymbolKind::StatePath, "state"),
            root("Theme", SymbolKind::ThemeToken, "theme"),
        ],
        children: vec![Children {
            through: "Content".to_owned(),
            add: of(&["add"]),
            remove: of(&["remove"]),
        }],
        values: vec![("theme.name".to_owned(), SymbolKind::ThemeToken)],
        classes: of(&["Twilio-"]),
        recorded: known,
    }
}
