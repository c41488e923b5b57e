//! Each construct once, as the record has it.

use crate::syntax::script::Dialect::{self, JavaScript, Tsx, TypeScript};
use crate::syntax::script::tests::dump::dump;
use crate::syntax::script::tests::sound;

/// Snippets of one kind, each with what is read of it.
fn shown(dialect: Dialect, snippets: &[&str]) -> String {
    let mut out = String::new();
    for text in snippets {
        let made = dump(&sound(text, dialect));
        for line in text.lines() {
            out.push_str("> ");
            out.push_str(line);
            out.push('\n');
        }
        out.push_str(&made);
        out.push('\n');
    }
    out
}

#[test]
fn expressions() {
    let shown = shown(
        TypeScript,
        &[
            "a.b?.c[d]?.(1, ...e)?.['f']; this.#g; super_.h!.i;",
            "new A<B>(c); new D; f<G, H>(i); j<K>;",
            "((a && b) || c) ?? d; e + f * g === h;",
            "!a; typeof b; void 0; delete c.d; -1; +e; ~f; g++; --h.i;",
            "a ? b : c; (a, b, c); async () => await a; function* g() { yield a; yield* b; }",
            "1; 0x10; 1_000; 10n; 'a\\n\"'; true; null; /re/g; import.meta; function f() { new.target }",
            "`a${b}c${d}`; tag`x ${y} z`; ``;",
            "import('./lazy'); import(a, { with: {} });",
            "[1, , ...a]; ({ a, b: 1, 'c-d': 2, 3: 4, [e]: 5, ['f']: 6, ...g, h() {}, get i() { return 1 }, set i(v) {} });",
            "a as B; <C>d; e as const; f satisfies G; h!; (i as J).k; (l as any as M)!.n;",
            "a = 1; b += 2; c.d = 3; [e, f.g = 1, ...h] = i; ({ j, k: l, m = 2, [n]: o, ...p } = q); r ??= 1; s! = 2;",
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn statements() {
    let shown = shown(
        TypeScript,
        &[
            "if (a) b; else if (c) { d } else e;",
            "for (let i = 0; i < n; i++) f(i); for (;;) break; while (a) { b } do c; while (d);",
            "for (const [k, v] of Object.entries(o)) k; for (const k in o) k; for (let x, y = o; ;) {} for (a.b of c) ;",
            "async function f() { for await (const x of y) x; }",
            "switch (a) { case 1: b; break; case c: default: d; }",
            "try { a } catch ({ message }) { message } finally { b } try {} catch {}",
            "label: for (;;) continue label; { let a = 1; a } ; debugger;",
            "function f(a) { if (a) { return 1 } for (;;) { return 2 } return; const g = () => { return 3 }; }",
            "throw new Error('x');",
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn functions_and_classes() {
    let shown = shown(
        TypeScript,
        &[
            "function f<T extends U>(this: X, a: T, b?: number, { c, d = 1 }: P = {}, ...r: T[]): r is T { return a }",
            "const f = async (x = () => 1) => x; const { g = () => 1 } = h; let i = class {}; X.prototype.j = function () {}; a['k'] = () => {};",
            "function f(a: string): void; function f(a: number): void; function f(a: any) {}",
            "class A<T> extends B.C<D> implements E, F<T> { a = 1; static b: string; #c; readonly 'd-e' = 2; ['f']; [g] = 3; 5 = 6 }",
            "class A { constructor(private a: X, public readonly b = 1, c: Y) {} get d(): Z { return 1 } set d(v) {} static e() {} async *f() {} static { init() } }",
            "@deco({ a }) class A { @prop() b; @call(c) d(@param e) {} accessor f = 1 }",
            "abstract class A { abstract b(): void; declare c: D; [key: string]: any; e?(): void }",
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn types_and_their_names() {
    let shown = shown(
        TypeScript,
        &[
            "import * as Flex from 'f'; let a: Flex.Manager; let b: typeof Flex.Actions; let c: import('g').H.I<Flex.J>; let d: typeof import('k');",
            "import { M } from 'f'; type A = M['old']; type B = typeof M['k']['l']; type C = M['x' | 'y']; type D = Pick<M, 'z'>; type E = keyof M; type F = import('g').N['o'];",
            "interface A<T> extends B.C<D>, E { f: T; g(h: I): J; new (k: K): L; (m: M): N; [o: string]: O }",
            "type A<T> = T extends infer U ? (x: U) => Q : { [K in keyof T]: T[K] }; let f: <V>(a: V, g: W) => asserts a is X;",
            "let x = y as A; z<B>(<C>w); v satisfies D; class E extends F<G> implements H.I {} function j(k: K): L {}",
            "interface A {} class B {} enum C { D } let a: A, b: B, c: C.D, v: typeof b, g: Array<Promise<A>>;",
            "enum A { B, C = 'c', D = f(), 'e-f' = 1 } const enum G { H = 1, I } declare enum J { K }",
            "namespace A { export interface B { c: D } type D = B; export namespace E { export const f = 1; enum G { H } } } namespace I.J { export type K = A.B }",
            "declare module 'x' { interface Y { z: Z } } declare global { interface Window { w: W } }",
            "let a: 'x' | 1 | `t${B}`; let c: [d: E, f?: G, ...h: I[]]; let j: unique symbol; let k: this is L;",
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn modules() {
    let shown = shown(
        TypeScript,
        &[
            "import a, { b, c as d, type e, 'f-g' as h, default as i } from 'm'; import * as j from 'n'; import 'o'; import type { k } from 'p'; import l, * as m from 'q';",
            "import a = require('m'); import b = a.C.D; import type e = require('n'); import f = G; export import h = a.I;",
            "const a = 1, { b, c: [d] } = e; export { a, b as f, d as default, missing }; export type { T } from 'm';",
            "export { a, b as c, default } from 'm'; export * from 'n'; export * as d from 'o'; export { default as e, type f } from 'p';",
            "export const a = 1, { b } = c; export function d() {} export class E {} export enum F {} export interface G {} export type H = 1; export namespace I { export const j = 1 }",
            "export default function () {}",
            "export default function named() {}",
            "export default class {}",
            "export default interface A {}",
            "const a = 1; export default a;",
            "export default { a: 1, b() {} }",
            "const a = 1; export = a;",
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn common_js() {
    let shown = shown(
        JavaScript,
        &[
            "const a = require('m'); module.exports = a;",
            "module.exports = { b: 1, c() {} };",
            "exports.d = () => 1; module.exports.e = function () {}; exports['f-g'] = 1; module['exports'].h = 2;",
            "exports = module.exports = i;",
            "exports.j = exports.k = void 0;",
            "(function (module, exports) { module.exports = 1; exports.a = 2; })(x, y);",
            "with (a) { b } return 1;",
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn elements() {
    let shown = shown(
        Tsx,
        &[
            "const A = 1; <A b c=\"d &amp; e\" f={g} {...h}>text {i} <j-k/> {/* forewarn-ok: x */} {...l}</A>;",
            "<Flex.X.Y z:w={<></>} v=<u/>><>{}</></Flex.X.Y>;",
            "<div/>; <this.a/>; <T<U>/>; <s:t/>; <a.b/>;",
            "const f = <T,>(x: T) => <p>{x as any}</p>;",
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn documented() {
    let shown = shown(
        JavaScript,
        &[
            "class P {\n  /**\n   * @param flex { typeof import('@twilio/flex-ui') }\n   * @param {Manager|Opts} manager\n   * @param {string} manager.name\n   * @returns {Promise<void>}\n   */\n  async init(flex, manager) {}\n}",
            "/** @typedef {Object} Opts\n * @property {string} name\n * @property {Flex.Manager=} [manager] the manager */\n/** @typedef {import('m').A['b']} B */\n/** @type {Opts} */ let a; /** @type {Array.<?B>} */ export const b = [];",
            "/** @param {...Opts} o @return {*} */ const f = (...o) => 1; const g = function (/** @type {B} */ x) {};",
            "const o = { /** @param {A} a */ m(a) {}, /** @type {B} */ n: 1 }; /** @param {A} x */ X.y = function (x) {};",
            "const a = /** @type {B.C} */ (d), e = /** @type {F} */ (g.h).i; /** not @type {J} */ let k; /* @type {L} */ let m;",
            "/** @param {{ a: A,\n *   b: B }} p\n * @param {[x=1]} q broken { */ function f({ a }, q) {} class C { /** @type {D} */ e = 1 }",
            "import { T } from 'm'; /** @type {T} */ let a; // forewarn-ignore: b\n/** @type {(} */ let c; /** @type { */ let d;",
        ],
    );
    insta::assert_snapshot!(shown);
}
