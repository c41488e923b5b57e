import Flex, { Manager as M, type X } from '@twilio/flex-ui';
import type * as T from './t';
const { a, b: [c = 1, ...d], ...e } = await import('x');
export default class C<T> extends M<T> implements X { static #p = 1; @dec() m?: string; get g() { return this?.m!; } static { f(); } constructor(private q = 1) { super(); } }
export async function* f<T,>(this: C<T>, ...r: T[]): AsyncGenerator<T> { for await (const x of r) yield* [x as const]; }
label: for (;;) { switch (a) { case 1: break label; default: continue label; } }
try { throw new Error(`t${a}u`) } catch { } finally { using z = f(); }
const el = <M.Provider key="k" {...e} on={() => <></>}>{a /* c */}&nbsp;text</M.Provider>;
/** @deprecated x */ type Y<K extends keyof T> = T[K] extends (infer U)[] ? U : `a${K & string}`;
enum E { A = 1 << 2 } declare module 'm' { interface I { (): void } } namespace N { export const n = 1; }
// forewarn-ignore-next-line Manager.x -- a reason
a?.b?.['c']?.(d!) ?? (0, e.f)``; export * as ns from 'y'; export = C; import q = require('q');
