import * as React from "react";
import { Store } from "redux";
export interface AppState { flex: {
  /** @deprecated */ old: number; kept: { x: number; list: Manager[] } } }
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
  byName: Record<string, Manager>;
  pair: [Manager, Payload];
  maybe?: Manager | null;
  wait(): Promise<Manager>;
  each<T>(of: T[], what: (one: T, at: number) => Manager): Map<string, T>;
}
/** @deprecated */ export declare function oldFn(): void;
export declare function fine(): void;
export declare function same<T>(of: T): T;
export declare function keys<T extends object, K extends keyof T>(of: T, key: K): T[K];
export declare function pick<T>(of: T): T extends Array<infer U> ? U : T extends Promise<infer U> ? U : never;
export declare function over(a: number): Manager;
/** @deprecated */ export declare function over(a: string): Payload;
export interface CompProps { /** @deprecated */ oldP?: string; kept?: string; manager?: Manager; children?: any }
export declare const Comp: React.ComponentType<CompProps>;
export declare const Bare: React.ForwardRefExoticComponent<CompProps & React.RefAttributes<any>>;
export declare class Panel extends React.Component<{ owner: Manager }> {
  static Content: DynamicContentStore;
  static defaultProps: CompProps;
  /** @deprecated */ oldMethod(): void;
  render(): any;
}
export declare class DynamicContentStore { add(child: any, options?: { key: string }): void; remove(key: string): void; }
export declare enum E { A = "a", /** @deprecated */ B = "b" }
export interface Payload { /** @deprecated */ oldField: string; task: { sid: string; manager: Manager } }
export declare class Actions {
  /** @deprecated */ static on(event: string): void;
  static addListener(event: string, listener: (payload: Payload) => void): void;
  static invokeAction(name: string, payload?: any): Promise<void>;
}
export declare function useFlexSelector<R>(selector: (state: AppState) => R): R;
export declare function withTheme<P>(of: React.ComponentType<P>): React.ComponentType<P>;
export interface Strings { /** @deprecated */ OldKey: string; Kept: string }
export interface Theme { kept: string; name: string; tokens: { [name: string]: Theme } }
export interface Tree<T> extends Base<Tree<T>> { value: T; children: Tree<Tree<T>>[]; }
export interface Base<S> { self: S; /** @deprecated */ up: Base<S>; }
export type Deep<T> = { [K in keyof T]: Deep<T[K]> };
export type Loop<T> = T extends string ? Loop<T> : { next: Loop<Loop<T>> };
export declare const tree: Tree<Manager>;
export declare const deep: Deep<Manager>;
export declare const loop: Loop<Manager>;
export declare namespace Nested { /** @deprecated */ function f(): void; namespace Inner { const g: Manager; } }
export { Manager as Renamed, fine as again };
declare function hidden(): void;
export default Manager;
