export * from "./a";
export { x as y, y as x } from "./a";
export interface S extends S, T<S> { s: S["s"]; }
export type T<U> = U extends T<infer V> ? T<V> : T<T<U>>;
export declare const z: typeof z;
@@ a.d.ts
export * from "./index";
export * from "./a";
import { y } from "./index";
export { y as x };
@@ b/index.d.ts
export * from "..";
