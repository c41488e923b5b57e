//! Every place lies within the text, every id within the record, and names stand where they are said to stand.

use serde_json::Value;

use crate::syntax::script::tests::sound;
use crate::syntax::script::{
    Attribute, Dialect, Imported, Kind, NameKind, Pattern, Property, Script, Span, TypeHead,
};

/// What a place holds.
fn at(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize)
        .unwrap_or_else(|| panic!("{span:?} is no place in {text:?}"))
}

/// Checks every place and id that there is, of any record.
pub(super) fn check(text: &str, script: &Script) {
    let json = serde_json::to_value(script).unwrap();
    places(text, &json);
    let dumped = super::dump::dump(script);
    assert!(script.names.is_empty() || !dumped.is_empty());
    for name in &script.names {
        at(text, name.at);
        let within = name.within.map(|id| &script[id]);
        assert!(within.is_none_or(|one| one.at.end as usize <= text.len()));
        if let NameKind::Import(position) = name.kind {
            assert!((position as usize) < script.imports.len());
        }
    }
    for (id, node) in script.nodes.iter().enumerate() {
        if let Kind::Member { of, .. } = node.kind {
            assert!((of.0 as usize) < id, "parts come before what they are of");
        }
    }
}

/// Every object with a `start` and an `end` is a place.
fn places(text: &str, value: &Value) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| places(text, one)),
        Value::Object(map) => {
            if let (Some(start), Some(end)) = (map.get("start"), map.get("end")) {
                let number = |of: &Value| u32::try_from(of.as_u64().unwrap()).unwrap();
                let span = Span {
                    start: number(start),
                    end: number(end),
                };
                at(text, span);
            }
            map.values().for_each(|one| places(text, one));
        }
        _ => {}
    }
}

fn expressions_and_patterns_stand(text: &str, script: &Script) {
    let said = |span| at(text, span);
    for node in &script.nodes {
        match &node.kind {
            Kind::Member { name, name_at, .. } => assert_eq!(said(*name_at), name),
            Kind::Global(name) => assert_eq!(said(node.at), name),
            Kind::Name(id) => assert_eq!(said(node.at), script[*id].text),
            Kind::Text(text) if text != "xA" => assert_eq!(said(node.at), text),
            Kind::Tagged { texts, .. } => {
                for (text, at) in texts {
                    assert_eq!(said(*at), text);
                }
            }
            Kind::Object(properties) => {
                for one in properties {
                    if let Property::Named { name, name_at, .. } = one {
                        assert_eq!(said(*name_at), name);
                    }
                }
            }
            _ => {}
        }
    }
    for pattern in &script.patterns {
        match pattern {
            Pattern::Name(id, at) => assert_eq!(said(*at), script[*id].text),
            Pattern::Object { properties, .. } => {
                for one in properties {
                    assert_eq!(said(one.name_at), one.name.as_deref().unwrap());
                }
            }
            _ => {}
        }
    }
}

#[test]
fn names_stand_where_they_are_said_to() {
    let text = "\u{feff}import { old as o, 'q-r' as s } from \"pä\"; /* 😀 */ import A = o.B.C;
        const é = { 'a-b': 1, c: 2, ['d']: 3, ...o }; class K { 'm-n'() {} #p = 1; [`t`] = 2 }
        é.ü?.ö; é['x\\u0041']; const { 'y-z': w, v: [u = 1] } = é; tag`one ${two} three`;
        let n: o.Manager['old']['older'], m: import('mod').X.Y; export { w as zz }; export default é; enum L { 'a-b', c = 1 }";
    let script = sound(text, Dialect::TypeScript);
    let said = |span| at(text, span);
    for name in &script.names {
        assert_eq!(said(name.at), name.text);
    }
    let import = &script.imports[0];
    assert_eq!((said(import.at), said(import.specifier_at)), ("old", "pä"));
    assert_eq!(said(script.imports[1].at), "q-r");
    let Imported::Alias(_, path) = &script.imports[2].what else {
        panic!("an alias")
    };
    let parts: Vec<&str> = path.iter().map(|part| said(part.at)).collect();
    assert_eq!(parts, ["o", "B", "C"]);
    expressions_and_patterns_stand(text, &script);
    for one in &script.classes[0].members {
        assert_eq!(said(one.name_at), one.name.as_deref().unwrap());
    }
    for one in &script.type_uses {
        for part in &one.path {
            assert_eq!(said(part.at), part.name);
        }
        if let TypeHead::Module(specifier, at) = &one.head {
            assert_eq!(said(*at), specifier);
        }
    }
    let exports: Vec<&str> = script.exports.iter().map(|one| said(one.at)).collect();
    assert_eq!(exports, ["w", "default"]);
}

#[test]
fn attributes_and_their_texts_have_places() {
    let text = "<A.B cd=\"e f\" g:h={i}/>;";
    let script = sound(text, Dialect::Tsx);
    let found: Vec<&str> = script
        .nodes
        .iter()
        .flat_map(|node| match &node.kind {
            Kind::Text(_) => vec![at(text, node.at)],
            Kind::Jsx(element) => element
                .attributes
                .iter()
                .filter_map(|one| match one {
                    Attribute::Named { name_at, .. } => Some(at(text, *name_at)),
                    Attribute::Spread(_) => None,
                })
                .collect(),
            _ => Vec::new(),
        })
        .collect();
    assert_eq!(found, ["e f", "cd", "g:h"]);
}

#[test]
fn places_in_comments_are_those_of_the_file() {
    let text = "const Flex = 1;\n/**\n * @param flex { typeof import('@twilio/flex-ui') }\n * @param {Array<\n *   Flex.Manager['store']>} manager\n */\nfunction f(flex, manager) {}\n/** @typedef {Flex.Ä} Öl */";
    let script = sound(text, Dialect::JavaScript);
    let found: Vec<Vec<&str>> = script
        .type_uses
        .iter()
        .map(|one| {
            let head = match &one.head {
                TypeHead::Module(_, span) => Some(at(text, *span)),
                _ => None,
            };
            let parts = one.path.iter().map(|part| at(text, part.at));
            head.into_iter().chain(parts).collect()
        })
        .collect();
    let expected: &[&[&str]] = &[
        &["@twilio/flex-ui"],
        &["Array"],
        &["Flex", "Manager"],
        &["Flex", "Manager", "store"],
        &["Flex", "Ä"],
    ];
    assert_eq!(found, expected);
    assert_eq!(at(text, script.names.last().unwrap().at), "Öl");
}
