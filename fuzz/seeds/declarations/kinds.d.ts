import * as React from "react";
import { A as B } from "./other";
/** @deprecated use g */
export declare function f<T extends B = any>(a: T, ...r: string[]): a is string;
export declare class C<T> extends Array<T> implements I { private x; static #y; constructor(a: number); get z(): T; set z(v: T); readonly w?: unique symbol; [k: string]: any; }
export interface I { (a: number): void; new (): I; m?(): this; "quoted-name": 1n; }
export declare enum E { A = 1, B = "b", C = A << 2 }
export type M<T> = { readonly [K in keyof T as `x${K & string}`]-?: T[K] extends infer U ? U : never };
export declare namespace N.O { const k: typeof import("./other"); }
declare global { interface Window { w: C<number> } }
declare module "ext" { export const e: E; }
export * from "./other";
export * as ns from "./other";
export { f as default, B };
@@ other.d.ts
export declare abstract class A { protected abstract a(): A | null; }
export = A;
@@ package.json
{"name":"p","version":"1.0.0"}
