//! What places mean, case by case: made-up source with what is expected behind each line, against two made-up versions.
//!
//! `//= deprecated X` and `//= removed X` stand behind the line that names X, `~` behind the word for low confidence; a line
//! without a mark expects nothing.

mod judge;
mod rust;
mod rust_hostile;

use judge::{check, judge};

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
            "import styled from '@emotion/styled';\nimport { Comp } from 'p';\nconst Own = styled(Comp)`color: red;`;\nconst a = <Own oldP=\"\" />; //= deprecated CompProps.oldP\n",
            "import { forwardRef, memo } from 'react';\nimport { CompProps } from 'p';\nconst Own = memo(forwardRef((props: CompProps, ref) => null));\nconst a = <Own oldP=\"\" />; //= deprecated CompProps.oldP\n",
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
            "import { Manager } from 'p';\nlet t: Omit<Manager, 'oldProp'>;\n",
            "import { Manager } from 'p';\ntype Either<T> = T extends 'm' ? Manager : T extends 'l' ? Manager[] : string;\nlet m: Either<'m'>;\nlet l: Either<'l'>;\nm.oldProp; //= deprecated Manager.oldProp\nl[0].oldProp; //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\ntype Inner<T> = T extends Array<infer U> ? U : T;\nlet m: Inner<Manager[]>;\nm.oldProp; //= deprecated Manager.oldProp\nlet n: Inner<Manager>;\nn.oldProp; //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nfunction same<P>(of: { props: P; name: string }): P { return of.props; }\nsame({ props: Manager.getInstance(), name: '' }).oldProp; //= deprecated Manager.oldProp\n",
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
            // It says that it is none, as what stands in for the real thing in tests mostly does.
            "import { take } from 'p';\nconst h = { oldKey: 1 } as any;\ntake(h);\ntake({ oldKey: 1 } as any);\n",
            "import { Comp } from 'p';\nComp.defaultProps.oldP = ''; //= deprecated CompProps.oldP\n",
            "import { Manager } from 'p';\nconst m = Manager.getInstance();\nm.strings.OldKey = 'x'; //= deprecated Strings.OldKey\nm.strings['OldKey']; //= deprecated Strings.OldKey\nm.strings.Kept;\n",
            "import { Manager } from 'p';\nconst m = Manager.getInstance();\nm.strings = { ...m.strings, OldKey: 'x' }; //= deprecated Strings.OldKey\n",
            "import { configure } from 'p';\nconfigure({ oldSetting: 'x', kept: '' }); //= deprecated Config.oldSetting\n",
        ],
        "main.tsx",
    );
}

#[test]
fn lists_are_lists_whatever_they_hold() {
    check(
        &[
            "function f(x: any[]) { x.oldie(); } //= deprecated Array.oldie\n",
            "function f(x: Set<any>) { x.oldie(); }\n",
            "import { Manager } from 'p';\nfunction f(x: Set<Manager>) { for (const m of x) m.oldProp; } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nfunction f(x: Map<string, Manager>) { for (const [k, m] of x) m.oldProp; } //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nconst x: any[] = Manager.getInstance().list;\nx[0].oldProp; //= deprecated Manager.oldProp\n",
            "import { Manager } from 'p';\nObject.assign({}, Manager.getInstance()).oldProp; //= deprecated Manager.oldProp\n",
        ],
        "main.tsx",
    );
}

#[test]
fn a_namespace_offers_what_it_exports() {
    check(
        &[
            "import { spaced } from 'p';\nspaced.inner(); //= deprecated spaced.inner\nspaced.fine();\n",
            "import { spaced } from 'p';\nconst { inner } = spaced; //= deprecated spaced.inner\n",
        ],
        "main.tsx",
    );
}

#[test]
fn classes_of_other_packages_hold_what_they_are_made_for() {
    check(
        &[
            "import { Observable } from 'rxjs';\nimport { Payload } from 'p';\nnew Observable<Payload>((to) => to.next({ oldField: '' })); //= deprecated Payload.oldField\n",
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
            "import { Switch } from 'p';\nconst a = <Switch gone=\"\" kept=\"\" disabled aria-label=\"\" data-x=\"\" onClick={f} />; //= removed SwitchProps.gone\n",
            // Whoever writes `any` beside a type knows better than the type.
            "import { Manager } from 'p';\nconst m: Manager | any = {};\nm.oldProp; //= deprecated~ Manager.oldProp\n",
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

/// What decides that nothing of a platform can come into a part of a plugin must know of each of these ways.
#[test]
fn what_comes_into_a_file_by_long_ways_is_met() {
    check(
        &[
            "const P = 'p';\nrequire(P).oldFn(); //= deprecated oldFn\n",
            "require('' + 'p').oldFn(); //= deprecated oldFn\n",
            "const P = `${'p'}`;\nimport(P).then(m => m.oldFn()); //= deprecated oldFn\n",
            "function f(manager) { manager.oldProp; } //= deprecated Manager.oldProp\n",
            "const f = ({ a }, manager) => manager.oldProp; //= deprecated Manager.oldProp\n",
            "Twilio.Flex.oldFn(); //= deprecated~ oldFn\n",
            "require(paths.flex).oldFn();\n",
        ],
        "main.js",
    );
    let across = [
        [
            (
                "main.js",
                "import { NAME } from './b';\nrequire(NAME).oldFn(); //= deprecated oldFn\n",
            ),
            ("b.js", "export const NAME = 'p';\n"),
        ],
        [
            (
                "main.js",
                "import { use } from './b';\nimport { Manager } from 'p';\nuse(Manager.getInstance());\n",
            ),
            (
                "b.js",
                "export function use(it) { it.oldProp; } //= deprecated Manager.oldProp\n",
            ),
        ],
    ];
    for files in across {
        let (found, expected) = judge(&files);
        assert_eq!(found, expected, "left: found, right: marked");
    }
}
