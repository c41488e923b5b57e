//! What is encoded comes back, whole or in part, and nothing else does.

use super::*;
use crate::domain::surface::notice::Notes;
use crate::domain::surface::{Export, Exported};

fn export(name: &str, what: Exported) -> Export {
    Export {
        name: name.to_owned(),
        what,
        notes: Notes::default(),
        cfg: None,
        line: 1,
    }
}

fn surface() -> Surface {
    let id = |path: &str| ModuleId::new(None, path);
    let from = |path: &str| Exported::From {
        module: id(path),
        name: "x".to_owned(),
    };
    let module = |exports: Vec<Export>| Module {
        declarations: Vec::new(),
        exports,
    };
    Surface {
        language: Language::TypeScript,
        package: "npm:a".to_owned(),
        version: "1.0.0".to_owned(),
        members: Vec::new(),
        requires: Vec::new(),
        root: Some(id("index")),
        modules: BTreeMap::from([
            (id("deep"), module(vec![export("y", from("other"))])),
            (id("index"), module(vec![export("x", from("other"))])),
            (
                id("other"),
                module(vec![export("x", Exported::Own("x".to_owned()))]),
            ),
        ])
        .into(),
        tags: Vec::new(),
        said: Vec::new(),
        gaps: Vec::new(),
    }
}

#[test]
fn what_is_encoded_comes_back() {
    let surface = surface();
    let bytes = encode(&surface).unwrap();
    assert_eq!(decode(&bytes).unwrap(), surface);
    assert_eq!(encode(&decode(&bytes).unwrap()).unwrap(), bytes);
}

#[test]
fn what_only_deep_imports_reach_can_be_left_out() {
    let found = decode_reachable(&encode(&surface()).unwrap()).unwrap();
    let modules: Vec<&str> = found.modules.keys().map(|id| id.0.as_str()).collect();
    assert_eq!(modules, ["index", "other"]);
}

#[test]
fn bytes_that_are_cut_or_of_another_form_are_errors() {
    let bytes = encode(&surface()).unwrap();
    for cut in 0..bytes.len() {
        assert!(decode(bytes.split_at(cut).0).is_err(), "cut at {cut}");
    }
    let mut other = bytes;
    other[0] = 9;
    assert!(matches!(decode(&other), Err(EncodingError::Form(9))));
}

#[test]
fn a_directory_that_counts_wrong_is_an_error_or_ends_where_it_ends() {
    // An empty surface that says that its roots lead to as many modules as can be said.
    let endless = [&[2; 1][..], &[0; 9], &[0xff, 0xff, 0xff, 0xff, 0x0f, 0]].concat();
    assert!(decode_reachable(&endless).unwrap().modules.is_empty());
    let found = decode_lazily(endless.into(), false).unwrap();
    assert!(found.modules.is_empty());
    // Two empty modules of one name: each takes two bytes.
    let twice = [&[2; 1][..], &[0; 9], &[2, 2, 0, 2, 0, 2], &[0; 4]].concat();
    assert!(decode(&twice).is_err());
    assert!(decode_lazily(twice.into(), true).is_err());
}

#[test]
fn modules_can_be_decoded_when_they_are_asked_for() {
    let bytes = encode(&surface()).unwrap();
    assert_eq!(
        decode_lazily(bytes.clone().into(), true).unwrap(),
        surface()
    );
    let found = decode_lazily(bytes.clone().into(), false).unwrap();
    assert_eq!(found, decode_reachable(&bytes).unwrap());
    assert!(!found.modules.is_damaged());
    for cut in 0..bytes.len() {
        let found = decode_lazily(bytes.split_at(cut).0.to_vec().into(), true);
        assert!(found.is_err(), "cut at {cut}");
    }
    // The bytes of the last module are the last ones.
    let mut damaged = bytes;
    *damaged.last_mut().unwrap() = 0xff;
    let found = decode_lazily(damaged.into(), true).unwrap();
    assert!(!found.modules.is_damaged());
    assert_eq!(found.modules.values().count(), 3);
    assert!(found.modules.is_damaged());
}
