//! The two made-up versions, and what is found against what is marked.

use std::collections::BTreeMap;

use crate::app::scan::platform;
use crate::bundle;
use crate::domain::conventions::{Children, Conventions, Meaning, NamedBy, Names, Parameter, Root};
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::scan::Confidence;
use crate::scan::script::source::{Dialect, Lines, read_source};
use crate::scan::script::uses::{joined, runs};
use crate::scan::script::world::{File, Known, Role};
use crate::scan::uses::{Then, Use};

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
/** @deprecated */ declare function inner(): void;
declare const spaced_inner: typeof inner;
declare namespace spaced { export { spaced_inner as inner, fine }; }
export { spaced };
export declare const Switch: React.ForwardRefExoticComponent<SwitchProps & React.RefAttributes<any>>;
export declare abstract class FlexPlugin { constructor(name: string); init(flex: typeof import("./index"), manager: Manager): void; }
"#;

/// What only the target has.
const NEW: &str = r"
export interface BareProps { kept: string }
export interface SwitchProps extends Omit<React.HTMLProps<any>, 'value'> { kept: string }
declare global { interface Array<T> {
  /** @deprecated */ oldie(): T; } }
";

const GONE: &str = r"
export interface BareProps { gone: string; kept: string }
export interface SwitchProps extends Omit<React.HTMLProps<any>, 'value'> { gone: string; kept: string }
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
        is: Meaning {
            specifier: "p".to_owned(),
            ty: ty.to_owned(),
        },
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
pub(super) fn judge(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
    let before = platform::surface("p", &format!("{KEPT}{GONE}"));
    let after = platform::surface("p", &format!("{KEPT}{NEW}"));
    let library = platform::surface("known", bundle::KNOWN);
    let known = |surface, role| Known { surface, role };
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
                script: script.into(),
                links,
                is_test: false,
                is_generated: false,
            }
        })
        .collect();
    let from = [
        known(&before, Role::Platform),
        known(&library, Role::Library),
    ];
    let to = [
        known(&after, Role::Platform),
        known(&library, Role::Library),
    ];
    let (before, after) = runs(&made, (&from, Some(&to)), &conventions);
    let met = joined(&before, after, &conventions);
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
            Some(told(name, line, said, one))
        })
        .collect();
    found.sort();
    (found, marked(files))
}

/// A use as the marks write it.
pub(super) fn told(file: &str, line: u32, said: &str, one: &Use) -> String {
    let low = if one.confidence == Confidence::Low {
        "~"
    } else {
        ""
    };
    format!("{file}:{line} {said}{low} {}", one.symbol)
}

/// What files mark, in order.
pub(super) fn marked(files: &[(&str, &str)]) -> Vec<String> {
    let mut marked: Vec<String> = files
        .iter()
        .flat_map(|(name, text)| {
            text.lines().enumerate().flat_map(move |(index, line)| {
                let marks = line.split("//= ").skip(1);
                marks.map(move |mark| format!("{name}:{} {}", index + 1, mark.trim()))
            })
        })
        .collect();
    marked.sort();
    marked
}

/// Fails with each case in which something else is found than is marked.
pub(super) fn check_with(cases: &[&str], judge: impl Fn(&str) -> (Vec<String>, Vec<String>)) {
    let judged = cases.iter().map(|case| (case, judge(case)));
    let wrong: Vec<String> = judged
        .filter(|(_, (found, expected))| found != expected)
        .map(|(case, (found, expected))| {
            format!("found {found:?}, marked {expected:?}, in\n{case}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

pub(super) fn check(cases: &[&str], name: &str) {
    check_with(cases, |case| judge(&[(name, case)]));
}
