import { Hidden } from "./hidden";
import type { Deep } from "@made/core";
/** First block. @since 1.0 */
/** @deprecated */
export interface Twice {
    x: string;
}
/** @deprecated in the first */
/** the second */
export interface First {
    x: string;
}

/** @deprecated detached */

export type Detached = string;
export interface Row { /** @deprecated trails */ x: string }
export interface Call {
    /** @deprecated */
    (a: string): void;
    (a: number): void;
    /** @deprecated */
    new (a: string): Call;
    /** @deprecated */
    [key: string]: any;
}
/** {@deprecated x} */
export type Inline = number;
/** @Deprecated */
export type Cased = number;
/** @deprecatedSince 2.0 */
export type Since = number;
// @deprecated
export type Slashed = number;
/* @deprecated */
export type Plain = number;
/** `@deprecated` in code */
export type Coded = number;
/**@deprecated*/
export type Tight = number;
/** @private @deprecated both */
export type Both = number;
export enum Kind {
    A = 0,
    /** @deprecated */
    B = "b",
    C = -1,
}
export declare const enum Counted { A, B, C = 5, D }
export declare abstract class Base<T> implements Twice {
    x: string;
    /** @deprecated */
    protected constructor(a: T);
    static readonly made: unique symbol;
    private hidden;
    #secret: string;
    get value(): T;
    /** @deprecated */
    set value(value: T);
    abstract run<U extends keyof T>(this: Base<T>, key: U, ...rest: T[U][]): asserts key is U;
}
declare const Mixed_base: { new (): Hidden } & typeof Base;
export declare class Mixed extends Mixed_base {
}
export declare function Overloaded(a: string): string;
/** @deprecated */
export declare function Overloaded(a: number, b?: typeof a): number;
/** @deprecated */
export declare const one: string, two: Mapped<Twice>;
export declare const /** @deprecated */ three: string, four: string;
export type Mapped<T> = { readonly [K in keyof T as `get${Capitalize<string & K>}`]-?: T[K] };
export type Unwrapped<T> = T extends Promise<infer U> ? U : T extends (...args: infer A extends any[]) => infer R ? [A, R] : never;
export type Tuple = [first: string, second?: number, ...rest: Kind[]];
export type Member = Kind.A | typeof Kind.B | Deep["value"] | import("./hidden").Hidden | typeof import("./spaces").Sub;
export type Shadow<Kind> = Kind extends string ? Kind : never;
export type Predicate = (x: unknown) => x is Twice;
interface Reached {
    deep: Hidden;
}
export {};
export type Uses = Reached;
interface Unreached {
    a: string;
}
