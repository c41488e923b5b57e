//! What places mean, case by case: made-up source with what is expected behind each line, against two made-up versions.
//!
//! `//= deprecated X` and `//= removed X` stand behind the line that names X, `~` behind the word for low confidence; a line
//! without a mark expects nothing.

use std::collections::BTreeMap;

use crate::app::scan::platform;
use crate::bundle;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::Confidence;
use crate::scan::script::conventions::{Conventions, Meaning, Parameter};
use crate::scan::script::named::{Children, NamedBy, Names, Root};
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
  strings: Strings;
  theme: Theme;
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
  static invokeAction(name: string, payload?: any): void;
  static replaceAction(name: string, action: (payload: any) => void): void;
  static registerAction(name: string, action: (payload: any) => void): void;
}
export declare function useFlexSelector<R>(selector: (state: AppState) => R): R;
/** @deprecated */ export declare function ovl(a: number): void;
export declare function ovl(a: string): void;
export declare class Sized {
  /** @deprecated */ constructor(a: number);
  constructor(a?: string);
}
export declare class Shape {
  /** @deprecated */ legacy(): void;
  static make(): Shape;
  /** @deprecated */ static stat(): void;
}
export interface Holder {
  /** @deprecated */ oldKey?: number;
  kept?: number;
}
export declare function take(holder: Holder): void;
export interface Strings {
  /** @deprecated */ OldKey: string;
  Kept: string }
export declare namespace ON { function f(): void; }
/** @deprecated */ export declare namespace OldN { function f(): void; }
export declare class DynamicContentStore { add(child: any): void; remove(key: string): void; }
export declare class Panel extends React.Component<{ owner: Manager }> { static Content: DynamicContentStore; static defaultProps: CompProps; }
export declare const Bare: React.ForwardRefExoticComponent<BareProps & React.RefAttributes<any>>;
declare class Inner { static stat(): void; }
type Compound = typeof Inner & {
  /** @deprecated */ Old: any;
};
export declare const Group: Compound;
export interface Theme { kept: string }
export interface Config {
  /** @deprecated */ oldSetting?: string;
  kept?: string }
export declare function configure(config: Config): void;
export declare abstract class FlexPlugin { constructor(name: string); init(flex: typeof import("./index"), manager: Manager): void; }
"#;

/// What only the target has.
const NEW: &str = r"
export interface BareProps { kept: string }
declare global { interface Array<T> { oldie(): T; } }
";

const GONE: &str = r"
export interface BareProps { gone: string; kept: string }
export declare function old(): void;
export interface Extra { gone: string }
";

/// Where names stand in texts, and those that the record has.
fn names() -> Names {
    let of = |names: &[&str]| names.iter().map(|one| (*one).to_owned()).collect();
    let action = NamedBy {
        of: of(&["Actions.invokeAction"]),
        argument: 0,
        kind: SymbolKind::Action,
        path: "{}".to_owned(),
        affixes: Vec::new(),
        payload: Some(1),
        listener: None,
    };
    let registered = NamedBy {
        of: of(&["Actions.replaceAction", "Actions.registerAction"]),
        payload: None,
        listener: Some(1),
        ..action.clone()
    };
    let listened = NamedBy {
        of: of(&["Actions.addListener"]),
        affixes: of(&["before", "after"]),
        ..registered.clone()
    };
    let root = |ty: &str, kind, path: &str| Root {
        specifier: "p".to_owned(),
        ty: ty.to_owned(),
        kind,
        path: path.to_owned(),
    };
    let recorded = [
        (SymbolKind::Action, "Old"),
        (SymbolKind::PayloadField, "New.oldSid"),
        (SymbolKind::StatePath, "state.flex.chat.old"),
        (SymbolKind::ThemeToken, "theme.colors"),
        (SymbolKind::ThemeToken, "theme.calculated.light"),
        (SymbolKind::ComponentName, "Panel.old-child"),
        (SymbolKind::ConfigKey, "gone"),
    ];
    let mut names = Names {
        calls: vec![action, registered, listened],
        roots: vec![
            root("AppState", SymbolKind::StatePath, "state"),
            root("Theme", SymbolKind::ThemeToken, "theme"),
            root("Config", SymbolKind::ConfigKey, ""),
        ],
        children: vec![Children {
            through: "Content".to_owned(),
            add: of(&["add"]),
            remove: of(&["remove"]),
        }],
        ..Names::default()
    };
    for (kind, name) in recorded {
        names
            .recorded
            .entry(kind)
            .or_default()
            .insert(name.to_owned());
    }
    names
}

/// The files of a plugin, by name, with the marks in them; `main` is the one that is judged.
fn judge(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let before = platform::surface("p", &format!("{KEPT}{GONE}"));
    let after = platform::surface("p", &format!("{KEPT}{NEW}"));
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
            is: Meaning {
                specifier: "p".to_owned(),
                ty: "Manager".to_owned(),
            },
        }],
        names: names(),
        ..Conventions::default()
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
                Then::Recorded => "named",
                Then::There {
                    deprecated: Some(_),
                } => "deprecated",
                _ => return None,
            };
            let (name, text) = files[one.file];
            let (line, _) = Lines::new(text).place(one.at.start);
            let low = if one.confidence == Confidence::Low {
                "~"
            } else {
                ""
            };
            Some(format!("{name}:{line} {said}{low} {}", one.symbol))
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
    let judged = cases.iter().map(|case| (case, judge(&[(name, case)])));
    let wrong: Vec<String> = judged
        .filter(|(_, (found, expected))| found != expected)
        .map(|(case, (found, expected))| {
            format!("found {found:?}, marked {expected:?}, in\n{case}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
            "(window as any).Twilio.Flex.oldFn(); //= deprecated~ oldFn\n",
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
            "import { FlexPlugin } from 'p';\nclass X extends FlexPlugin {\n  init(flex: any, manager: any) {\n    manager.oldProp; //= deprecated~ Manager.oldProp\n    flex.oldFn(); //= deprecated~ oldFn\n  }\n}\n",
            "import { Manager } from 'p';\n(Manager.getInstance().strings as any).OldKey; //= deprecated~ Strings.OldKey\n",
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

#[test]
fn aliases_are_followed_and_told_once() {
    check(
        &[
            "import D, { oldFn } from 'p'; //= deprecated oldFn\nconst al = oldFn; //= deprecated oldFn\nal();\n",
            "import * as NS from 'p';\nconst w = { f: NS.oldFn }; //= deprecated oldFn\nw.f();\n",
            "import * as NS from 'p';\nlet d = Math.random() ? NS.oldFn : () => {}; //= deprecated oldFn\nd();\n",
            "import * as NS from 'p';\nlet l;\nl = NS;\nl.oldFn(); //= deprecated oldFn\n",
            "import * as NS from 'p';\nimport A = NS.OldI; //= deprecated OldI\nlet u: A;\n",
            "import * as NS from 'p';\nconst { oldFn: d } = NS; //= deprecated oldFn\nd();\n",
            "const o = { oldFn: 1 };\no.oldFn; // oldFn\nconst s = 'oldFn';\n",
            "import * as p from 'p';\nmodule.exports = { ...p, again: p.oldFn }; //= deprecated oldFn\n",
        ],
        "main.tsx",
    );
}

#[test]
fn a_test_double_is_no_use_and_the_real_module_is_one() {
    check(
        &[
            "jest.mock('p', () => ({ oldFn: () => {} }));\n",
            "jest.requireActual('p').oldFn(); //= deprecated oldFn\n",
        ],
        "main.js",
    );
}

#[test]
fn types_tell_what_is_within_them() {
    check(
        &[
            "import { Manager } from 'p';\nconst { flex: { oldSlice } } = Manager.getInstance().store.getState(); //= deprecated AppState.flex.oldSlice\n",
            "import { Manager } from 'p';\nfunction f(map: Record<string, Manager>) { Object.values(map).forEach(({ oldProp }) => oldProp); } //= deprecated Manager.oldProp\n",
            "import { AppState } from 'p';\nconst f = (s: AppState) => s.flex.oldSlice; //= deprecated AppState.flex.oldSlice\n",
            "import { AppState } from 'p';\ninterface Own { p: AppState }\nconst f = (s: Own) => s.p.flex.oldSlice; //= deprecated AppState.flex.oldSlice\n",
            "import { Manager } from 'p';\nfunction f(m: { oldProp: string } | Manager) { m.oldProp; } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nlet t: Pick<Manager, 'oldProp'>; //= deprecated Manager.oldProp\n",
            "import { Shape } from 'p';\nfunction f(x: Shape) { x.legacy.call(x); } //= deprecated Shape.legacy\n",
            "import { Manager } from 'p';\nfor (const { oldProp } of [Manager.getInstance()]) oldProp; //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nManager.getInstance()!.oldProp; //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nfunction f(m: Manager) { m.legacy = 2; } //= deprecated Manager.legacy\n",
        ],
        "main.tsx",
    );
}

#[test]
fn of_several_signatures_the_one_that_is_meant_counts() {
    check(
        &[
            "import { Sized } from 'p';\nnew Sized('x');\n",
            "import { E } from 'p';\nfunction f(e: E) { switch (e) { case E.B: return 1; } } //= deprecated E.B\n",
        ],
        "main.tsx",
    );
}

#[test]
fn classes_of_the_plugin_have_what_their_bases_have() {
    check(
        &[
            "import { OldC } from 'p'; //= deprecated OldC\nclass X extends OldC {} //= deprecated OldC\n",
            "import { OldI } from 'p'; //= deprecated OldI\nclass X implements OldI { a = ''; } //= deprecated OldI\n",
            "import * as NS from 'p';\nNS.OldN.f(); //= deprecated OldN\nNS.ON.f();\n",
            "import { Shape } from 'p';\nclass X extends Shape {\n  legacy() { //= deprecated Shape.legacy\n    super.legacy(); //= deprecated Shape.legacy\n  }\n}\n",
            "import { Shape } from 'p';\nclass X extends Shape {\n  legacy() {} //= deprecated Shape.legacy\n  own() { this.legacy(); }\n}\n",
            "import { Shape } from 'p';\nclass X extends Shape {}\nX.stat(); //= deprecated Shape.stat\n",
        ],
        "main.tsx",
    );
}

#[test]
fn object_literals_have_the_type_that_is_expected_of_them() {
    check(
        &[
            "import { createElement } from 'react';\nimport { OldC } from 'p'; //= deprecated OldC\ncreateElement(OldC); //= deprecated OldC\n",
            "import { createElement } from 'react';\nimport { Comp } from 'p';\ncreateElement(Comp, { oldP: '' }); //= deprecated CompProps.oldP\n",
            "import { Holder } from 'p';\nconst h: Holder = { oldKey: 1 }; //= deprecated Holder.oldKey\n",
            "import { Holder } from 'p';\nconst h = { oldKey: 1 } satisfies Holder; //= deprecated Holder.oldKey\n",
            "import { Holder } from 'p';\nfunction f(): Holder { return { oldKey: 1 }; } //= deprecated Holder.oldKey\n",
            "import { take } from 'p';\ntake({ oldKey: 1 }); //= deprecated Holder.oldKey\n",
            "import { take } from 'p';\nconst h = { oldKey: 1 }; //= deprecated Holder.oldKey\ntake(h);\n",
            "import { Comp } from 'p';\nComp.defaultProps.oldP = ''; //= deprecated CompProps.oldP\n",
            "import { Manager } from 'p';\nconst m = Manager.getInstance();\nm.strings.OldKey = 'x'; //= deprecated Strings.OldKey\nm.strings['OldKey']; //= deprecated Strings.OldKey\nm.strings.Kept;\n",
            "import { Manager } from 'p';\nconst m = Manager.getInstance();\nm.strings = { ...m.strings, OldKey: 'x' }; //= deprecated Strings.OldKey\n",
            "import { configure } from 'p';\nconfigure({ oldSetting: 'x', kept: '' }); //= deprecated Config.oldSetting\n",
        ],
        "main.tsx",
    );
}

#[test]
fn what_is_not_known_is_not_missing() {
    check(
        &[
            // Only the target adds to the language's own list: items are known as before.
            "import { Manager } from 'p';\nManager.getInstance().list.forEach((m) => { const x = m.other || {}; x.newProp; });\n",
            // However many keys a type is picked by, the last one counts.
            "import { Manager } from 'p';\ntype Many = 'k0' | 'k1' | 'k2' | 'k3' | 'k4' | 'k5' | 'k6' | 'k7' | 'k8' | 'k9' | 'k10' | 'k11' | 'k12' | 'k13' | 'k14' | 'k15' | 'k16' | 'k17' | 'k18' | 'k19' | 'k20' | 'k21' | 'k22' | 'k23' | 'k24' | 'k25' | 'k26' | 'k27' | 'k28' | 'k29' | 'oldProp';\nfunction f(m: Pick<Manager, Many>) {\n  m.oldProp; //= deprecated Manager.oldProp\n}\n",
            "import { Manager } from 'p';\nfunction f(c: any) { const x = c.y || {}; x.newProp; }\n",
            "import { Bare } from 'p';\nconst a = <Bare gone=\"\" kept=\"\" key=\"k\" />; //= removed BareProps.gone\n",
            "import { Group } from 'p';\nGroup.Old; //= deprecated Group.Old\nGroup.stat();\n",
        ],
        "main.tsx",
    );
}

#[test]
fn names_in_texts_count_where_the_platform_takes_them() {
    check(
        &[
            "import { Actions } from 'p';\nActions.invokeAction('Old'); //= named Old\nActions.invokeAction('New');\n",
            "const Actions = { invokeAction(name: string) {} };\nActions.invokeAction('Old');\nconst s = 'Old';\n",
            "import { Actions } from 'p';\nActions.addListener('beforeOld', () => {}); //= named Old\nActions.addListener('afterOld', () => {}); //= named Old\nActions.addListener('Old', () => {});\n",
            "import { Actions } from 'p';\nenum Ev { before = 'before' }\nenum Act { Old = 'Old' }\nActions.addListener(`${Ev.before}${Act.Old}`, () => {}); //= named Old\n",
            "import { Actions } from 'p';\nfunction f(c: boolean, name: string) {\n  Actions.invokeAction(c ? 'Old' : 'New'); //= named Old\n  Actions.invokeAction(name);\n}\n",
            "import { Actions } from 'p';\nActions.replaceAction('Old', () => {}); //= named Old\nActions.registerAction('Own', () => {});\n",
            "import { Actions } from 'p';\nActions.invokeAction('New', { oldSid: 1, kept: 2 }); //= named New.oldSid\nActions.invokeAction('Own', { oldSid: 1 });\n",
            "import { Actions } from 'p';\nconst payload = { oldSid: 1 }; //= named New.oldSid\nActions.invokeAction('New', payload);\n",
            "import { Actions } from 'p';\nActions.addListener('beforeNew', (payload) => {\n  payload.oldSid; //= named New.oldSid\n});\n",
            "import { Actions } from 'p';\nActions.replaceAction('New', ({ oldSid }) => oldSid); //= named New.oldSid\n",
        ],
        "main.tsx",
    );
}

#[test]
fn paths_are_followed_from_the_values_that_they_start_at() {
    check(
        &[
            "import { Manager } from 'p';\nManager.getInstance().store.getState().flex.chat.old; //= named state.flex.chat.old\n",
            "import { Manager } from 'p';\nconst { chat: { old } } = Manager.getInstance().store.getState().flex; //= named state.flex.chat.old\n",
            "import { useFlexSelector } from 'p';\nconst x = useFlexSelector((state) => state.flex.chat).old; //= named state.flex.chat.old\n",
            "import get from 'lodash/get';\nimport { AppState } from 'p';\nconst f = (state: AppState) => get(state, 'flex.chat.old'); //= named~ state.flex.chat.old\n",
            "import _ from 'lodash';\nimport { AppState } from 'p';\nconst f = (state: AppState) => _.get(state, ['flex', 'chat', 'old']); //= named~ state.flex.chat.old\n",
            "const state = { flex: { chat: { old: 1 } } };\nstate.flex.chat.old;\n",
            "import { Theme } from 'p';\nconst f = (theme: Theme) => theme.colors.base; //= named theme.colors\n",
            "import { Theme } from 'p';\nconst f = ({ theme }: { theme: Theme }) => theme.calculated.light; //= named theme.calculated.light\n",
            "import { configure } from 'p';\nconst config = { gone: 1 }; //= named gone\nconfigure(config);\n",
            "import { Panel } from 'p';\nPanel.Content.remove('old-child'); //= named Panel.old-child\nPanel.Content.remove('other');\n",
            "import React from 'react';\nimport { Panel } from 'p';\nclass Own extends React.Component {\n  render() { return this.props.owner.oldProp; } //= deprecated Manager.oldProp\n}\nPanel.Content.add(<Own key=\"own\" />);\n",
        ],
        "main.tsx",
    );
}

#[test]
fn names_are_put_together_across_files() {
    let (found, expected) = judge(&[
        (
            "main.ts",
            "import { Actions } from 'p';\nimport { EVENT, ACTIONS } from './b';\nActions.addListener(`${EVENT}${ACTIONS.old}`, () => {}); //= named Old\n",
        ),
        (
            "b.ts",
            "export const EVENT = 'after';\nexport const ACTIONS = { old: 'Old' };\n",
        ),
    ]);
    assert_eq!(found, expected, "left: found, right: marked");
}
