//! What places mean, case by case: made-up source with what is expected behind each line, against two made-up versions.
//!
//! `//= deprecated X` and `//= removed X` stand behind the line that names X; a line without a mark expects nothing.

use std::collections::BTreeMap;

use crate::app::scan::platform;
use crate::bundle;
use crate::scan::script::conventions::{Conventions, Parameter};
use crate::scan::script::source::{Dialect, Lines, read_source};
use crate::scan::script::uses::{Then, uses};
use crate::scan::script::world::{File, Known};

/// A comment on the line of what stands before it belongs to nothing, as in TypeScript: each has a line of its own.
const KEPT: &str = r#"
import * as React from "react";
import { Store } from "redux";
export interface AppState { flex: {
  /** @deprecated */ oldSlice: number; kept: { x: number } } }
export declare class Manager {
  static getInstance(): Manager;
  /** @deprecated use newProp */ oldProp: number;
  newProp: number;
  other: Manager;
  store: Store<AppState>;
  /** @deprecated */ get legacy(): number;
  set legacy(to: number);
  list: Manager[];
  wait(): Promise<Manager>;
}
/** @deprecated */ export declare function oldFn(): void;
export declare function fine(): void;
/** @deprecated */ export interface OldI { a: string }
/** @deprecated */ export declare class OldC extends React.Component<{ p: string }> { render(): any; }
export interface CompProps {
  /** @deprecated */ oldP?: string;
  kept?: string;
}
export declare const Comp: React.ComponentType<CompProps>;
export declare enum E { A = "a",
  /** @deprecated */ B = "b" }
export interface Payload {
  /** @deprecated */ oldField: string;
}
export declare class Actions {
  /** @deprecated */ static on(event: string): void;
  static addListener(event: string, listener: (payload: Payload) => void): void;
}
export declare function useFlexSelector<R>(selector: (state: AppState) => R): R;
/** @deprecated */ export declare function ovl(a: number): void;
export declare function ovl(a: string): void;
export declare abstract class FlexPlugin { constructor(name: string); init(flex: typeof import("./index"), manager: Manager): void; }
"#;

const GONE: &str = r"
export declare function old(): void;
export interface Extra { gone: string }
";

/// The files of a plugin, by name, with the marks in them; `main` is the one that is judged.
fn judge(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let before = platform::surface("p", &format!("{KEPT}{GONE}"));
    let after = platform::surface("p", KEPT);
    let library = platform::surface("known", bundle::KNOWN);
    let known = |surface, is_platform| Known {
        surface,
        is_platform,
    };
    let conventions = Conventions {
        globals: vec![("Twilio.Flex".to_owned(), "p".to_owned())],
        strings: Vec::new(),
        parameters: vec![Parameter {
            name: "manager".to_owned(),
            of: Vec::new(),
            index: None,
            specifier: "p".to_owned(),
            ty: "Manager".to_owned(),
        }],
    };
    let made: Vec<File> = files
        .iter()
        .map(|(name, text)| {
            let dialect = match name.rsplit('.').next() {
                Some("js") => Dialect::JavaScript,
                _ => Dialect::Tsx,
            };
            let (script, problem) = read_source(text, dialect);
            assert_eq!(problem, None, "{text}");
            let links = files
                .iter()
                .enumerate()
                .map(|(index, (name, _))| {
                    let stem = name.split('.').next().unwrap_or_default();
                    (format!("./{stem}"), index)
                })
                .collect::<BTreeMap<_, _>>();
            File {
                path: (*name).to_owned(),
                script,
                links,
                is_test: false,
            }
        })
        .collect();
    let from = [known(&before, true), known(&library, false)];
    let to = [known(&after, true), known(&library, false)];
    let met = uses(&made, &from, &to, &conventions, false);
    let mut found: Vec<String> = met
        .uses
        .iter()
        .filter_map(|one| {
            let said = match &one.then {
                Then::Gone => "removed",
                Then::There {
                    deprecated: Some(_),
                } => "deprecated",
                _ => return None,
            };
            let (name, text) = files[one.file];
            let (line, _) = Lines::new(text).place(one.at.start);
            Some(format!("{name}:{line} {said} {}", one.symbol))
        })
        .collect();
    let mut expected: Vec<String> = files
        .iter()
        .flat_map(|(name, text)| {
            text.lines().enumerate().flat_map(move |(index, line)| {
                line.split("//= ")
                    .skip(1)
                    .map(move |mark| format!("{name}:{} {}", index + 1, mark.trim()))
            })
        })
        .collect();
    found.sort();
    expected.sort();
    (found, expected)
}

fn check(cases: &[&str], name: &str) {
    for case in cases {
        let (found, expected) = judge(&[(name, case)]);
        assert_eq!(found, expected, "left: found, right: marked, in\n{case}");
    }
}

#[test]
fn names_are_followed_to_their_exports() {
    check(
        &[
            "import { oldFn } from 'p'; //= deprecated oldFn\n",
            "import { oldFn as f } from 'p'; //= deprecated oldFn\nf(); //= deprecated oldFn\n",
            "import { old } from 'p'; //= removed old\nold(); //= removed old\n",
            "import * as NS from 'p';\nNS.oldFn(); //= deprecated oldFn\nNS['oldFn'](); //= deprecated oldFn\n",
            "import * as NS from 'p';\nconst k = 'oldFn';\nNS[k](); //= deprecated oldFn\n",
            "import * as NS from 'p';\nfunction f(k: any) { NS[k](); }\n",
            "import { oldFn } from 'q';\noldFn();\n",
            "import { fine } from 'p';\nfunction g(oldFn: any) { oldFn(); fine(); }\n",
            "import type { OldI as O } from 'p'; //= deprecated OldI\nlet v: O; //= deprecated OldI\n",
            "import * as NS from 'p';\nlet v: NS.OldI; //= deprecated OldI\nlet w: typeof NS.oldFn; //= deprecated oldFn\n",
            "let v: import('p').OldI; //= deprecated OldI\n",
            "export { oldFn as x } from 'p'; //= deprecated oldFn\n",
            "export * from 'p';\n",
            "import { E } from 'p';\nE.B; //= deprecated E.B\nE.A;\nE['B']; //= deprecated E.B\nconst s = 'b';\n",
            "(window as any).Twilio.Flex.oldFn(); //= deprecated oldFn\n",
        ],
        "main.tsx",
    );
}

#[test]
fn common_js_is_read_as_modules_are() {
    check(
        &[
            "const p = require('p');\np.oldFn(); //= deprecated oldFn\nrequire('p').oldFn(); //= deprecated oldFn\n",
            "const { oldFn: q } = require('p'); //= deprecated oldFn\nq();\n",
            "let p;\np = require('p');\np.oldFn(); //= deprecated oldFn\n",
            "import('p').then(m => m.oldFn()); //= deprecated oldFn\n",
            "async function f() { const { oldFn: z } = await import('p'); z(); } //= deprecated oldFn\n",
            "/** @param {import('p').Manager} m */ //\nfunction f(m) { return m.oldProp; } //= deprecated Manager.oldProp\n",
            "/** @type {import('p').Manager} */\nlet m;\nm.oldProp; //= deprecated Manager.oldProp\n",
        ],
        "main.js",
    );
}

#[test]
fn members_are_those_of_the_values_type() {
    check(
        &[
            "import { Manager } from 'p';\nManager.getInstance().oldProp; //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nfunction f(m: Manager) { m?.oldProp; } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nfunction f(x: any) { (x as Manager).oldProp = 1; } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nconst { oldProp: z = 1, ...r } = Manager.getInstance(); //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nconst f = ({ oldProp }: Manager) => oldProp; //= deprecated Manager.oldProp\n",
            "const f = ({ oldProp }: { oldProp: number }) => oldProp;\n",
            "import { Manager } from 'p';\nfor (const m of Manager.getInstance().list) m.oldProp; //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nManager.getInstance().list.map(m => m.oldProp); //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nasync function f(m: Manager) { (await m.wait()).oldProp; } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nfunction f(m: Manager) { m.wait().then(x => x.oldProp); } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nfunction f(m: Manager) { m.legacy; } //= deprecated Manager.legacy\n",
            "import { Manager } from 'p';\nfunction f(r: Record<string, Manager>) { r.x.oldProp; } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nfunction f<T extends Manager>(t: T) { t.oldProp; } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nlet t: Manager['oldProp']; //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nlet t: keyof Manager;\n'oldProp' in Manager.getInstance();\n",
            "import { Manager } from 'p';\nManager.getInstance().store.getState().flex.oldSlice; //= deprecated AppState.flex.oldSlice\n",
            "import { Actions } from 'p';\nActions.on('x'); //= deprecated Actions.on\nconst { on } = Actions; //= deprecated Actions.on\n",
            "import { Extra } from 'p'; //= removed Extra\nfunction f(e: Extra) { e.gone; } //= removed Extra\n",
        ],
        "main.tsx",
    );
}

#[test]
fn functions_know_what_they_are_given() {
    check(
        &[
            "import { useFlexSelector } from 'p';\nuseFlexSelector(s => s.flex.oldSlice); //= deprecated AppState.flex.oldSlice\n",
            "import { FlexPlugin } from 'p';\nclass X extends FlexPlugin {\n  init(flex, manager) {\n    manager.oldProp; //= deprecated Manager.oldProp\n    flex.oldFn(); //= deprecated oldFn\n  }\n}\n",
            "export function helper(manager) { manager.oldProp; } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nfunction helper(m) { m.oldProp; } //= deprecated Manager.oldProp\nhelper(Manager.getInstance());\n",
            "import { ovl } from 'p';\novl(1); //= deprecated ovl\novl('x');\n",
            "import { Actions } from 'p';\nActions.addListener('x', payload => payload.oldField); //= deprecated Payload.oldField\n",
        ],
        "main.tsx",
    );
}

#[test]
fn elements_and_their_attributes_are_symbols() {
    check(
        &[
            "import { OldC } from 'p'; //= deprecated OldC\nconst a = <OldC p=\"x\"></OldC>; //= deprecated OldC\n",
            "import { Comp } from 'p';\nconst a = <Comp oldP=\"x\" />; //= deprecated CompProps.oldP\n",
            "import { Comp } from 'p';\nconst a = <Comp {...{ oldP: 'x' }} kept=\"\" />; //= deprecated CompProps.oldP\n",
        ],
        "main.tsx",
    );
}

#[test]
fn the_plugins_own_modules_pass_names_on() {
    let cases: [&[(&str, &str)]; 2] = [
        &[
            (
                "main.ts",
                "import { oldFn } from './a'; //= deprecated oldFn\noldFn(); //= deprecated oldFn\n",
            ),
            ("a.ts", "export { oldFn } from 'p'; //= deprecated oldFn\n"),
        ],
        &[
            (
                "main.ts",
                "import * as NS from 'p';\nimport { NAMES } from './b';\nNS[NAMES.old](); //= deprecated oldFn\n",
            ),
            ("b.ts", "export const NAMES = { old: 'oldFn' } as const;\n"),
        ],
    ];
    for files in cases {
        let (found, expected) = judge(files);
        assert_eq!(found, expected, "left: found, right: marked");
    }
}
