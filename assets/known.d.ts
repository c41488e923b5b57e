// What forewarn knows of the language's library and of packages that plugins of many platforms are written with: only as
// much as it takes to follow a value from one place to another. Read with the same reader as any declaration file.

interface Array<T> {
  [index: number]: T;
  at(index: number): T;
  concat(...more: T[]): T[];
  filter(test: (item: T, index: number) => unknown): T[];
  find(test: (item: T, index: number) => unknown): T;
  findLast(test: (item: T, index: number) => unknown): T;
  findIndex(test: (item: T, index: number) => unknown): number;
  every(test: (item: T, index: number) => unknown): boolean;
  some(test: (item: T, index: number) => unknown): boolean;
  forEach(work: (item: T, index: number) => void): void;
  map<U>(work: (item: T, index: number) => U): U[];
  flatMap<U>(work: (item: T, index: number) => U[]): U[];
  reduce<U>(work: (so_far: U, item: T, index: number) => U, start: U): U;
  slice(start?: number, end?: number): T[];
  splice(start: number, count?: number, ...more: T[]): T[];
  sort(order?: (a: T, b: T) => number): T[];
  reverse(): T[];
  pop(): T;
  shift(): T;
  push(...more: T[]): number;
  unshift(...more: T[]): number;
  includes(item: T): boolean;
  indexOf(item: T): number;
  join(separator?: string): string;
  values(): T[];
  length: number;
}
interface Promise<T> {
  then<U>(done: (value: T) => U | Promise<U>, failed?: (reason: any) => any): Promise<U>;
  catch(failed: (reason: any) => any): Promise<T>;
  finally(done: () => void): Promise<T>;
}
interface PromiseConstructor {
  resolve<T>(value: T): Promise<T>;
  reject(reason?: any): Promise<any>;
  all<T>(values: T[]): Promise<T[]>;
}
declare var Promise: PromiseConstructor;
interface Map<K, V> {
  get(key: K): V;
  set(key: K, value: V): Map<K, V>;
  forEach(work: (value: V, key: K) => void): void;
  values(): V[];
  keys(): K[];
  has(key: K): boolean;
  delete(key: K): boolean;
  size: number;
}
interface ReadonlyMap<K, V> extends Map<K, V> {}
interface ObjectConstructor {
  values<T>(of: Record<string, T>): T[];
  keys(of: any): string[];
  assign<T>(target: T, ...sources: any[]): T;
  freeze<T>(of: T): T;
}
declare var Object: ObjectConstructor;

declare module "react" {
  export type ReactNode = any;
  export type ReactElement = any;
  export interface RefObject<T> { current: T; }
  export interface Attributes { key: any; }
  export interface RefAttributes<T> { key: any; ref: any; }
  export interface ClassAttributes<T> { key: any; ref: any; }
  export type PropsWithChildren<P> = P;
  export interface FunctionComponent<P = {}> {
    (props: P): any;
    defaultProps: Partial<P>;
    displayName: string;
    propTypes: any;
    contextTypes: any;
  }
  export interface ComponentClass<P = {}> {
    new (props: P): Component<P>;
    defaultProps: Partial<P>;
    displayName: string;
    propTypes: any;
    contextType: any;
    contextTypes: any;
    childContextTypes: any;
    getDerivedStateFromProps: any;
    getDerivedStateFromError: any;
  }
  export type FC<P = {}> = FunctionComponent<P>;
  export type VFC<P = {}> = FunctionComponent<P>;
  export type SFC<P = {}> = FunctionComponent<P>;
  export type StatelessComponent<P = {}> = FunctionComponent<P>;
  export type ComponentType<P = {}> = ComponentClass<P> | FunctionComponent<P>;
  export interface ForwardRefExoticComponent<P> { (props: P): any; }
  export interface NamedExoticComponent<P> { (props: P): any; }
  export interface MemoExoticComponent<C> { (props: any): any; type: C; }
  export class Component<P = {}, S = {}> {
    constructor(props: P);
    props: P;
    state: S;
    context: any;
    refs: any;
    setState(state: any, done?: () => void): void;
    forceUpdate(done?: () => void): void;
    render(): any;
    componentDidMount(): void;
    componentDidUpdate(before: P, state: S, snapshot?: any): void;
    componentWillUnmount(): void;
    componentDidCatch(error: any, info: any): void;
    shouldComponentUpdate(next: P, state: S, context?: any): boolean;
    getSnapshotBeforeUpdate(before: P, state: S): any;
    componentWillMount(): void;
    componentWillReceiveProps(next: P, context?: any): void;
    componentWillUpdate(next: P, state: S, context?: any): void;
    UNSAFE_componentWillMount(): void;
    UNSAFE_componentWillReceiveProps(next: P, context?: any): void;
    UNSAFE_componentWillUpdate(next: P, state: S, context?: any): void;
  }
  export class PureComponent<P = {}, S = {}> extends Component<P, S> {}
  export interface Context<T> { Provider: FunctionComponent<{ value: T; children?: any }>; Consumer: FunctionComponent<{ children?: (value: T) => any }>; }
  export function createContext<T>(value: T): Context<T>;
  export function createElement<P>(component: FunctionComponent<P> | ComponentClass<P>, props?: P, ...children: any[]): any;
  export function cloneElement<P>(element: any, props?: P, ...children: any[]): any;
  export function useContext<T>(context: Context<T>): T;
  export function useState<S>(start: S | (() => S)): [S, (next: S | ((before: S) => S)) => void];
  export function useRef<T>(start: T): RefObject<T>;
  export function useMemo<T>(make: () => T, on?: any[]): T;
  export function useCallback<T>(callback: T, on?: any[]): T;
  export function useEffect(effect: () => any, on?: any[]): void;
  export function useLayoutEffect(effect: () => any, on?: any[]): void;
  export function memo<C>(component: C, equal?: any): C;
  export function forwardRef<T, P>(render: (props: P, ref: T) => any): ForwardRefExoticComponent<P>;
}

declare module "redux" {
  export type Dispatch<A = any> = (action: any) => any;
  export interface AnyAction { type: any; [key: string]: any; }
  export type Reducer<S = any, A = any> = (state: S, action: A) => S;
  export interface Store<S = any, A = any> {
    dispatch: Dispatch<A>;
    getState(): S;
    subscribe(listener: () => void): () => void;
    replaceReducer(next: Reducer<S, A>): void;
  }
  export function bindActionCreators<T>(creators: T, dispatch: Dispatch): T;
}

declare module "reselect" {
  export function createSelector<S, A, R>(first: (state: S) => A, last: (a: A) => R): (state: S) => R;
  export function createSelector<S, A, B, R>(first: (state: S) => A, second: (state: S) => B, last: (a: A, b: B) => R): (state: S) => R;
}

declare module "events" {
  export class EventEmitter {
    addListener(event: any, listener: (...args: any[]) => void): this;
    on(event: any, listener: (...args: any[]) => void): this;
    once(event: any, listener: (...args: any[]) => void): this;
    off(event: any, listener: (...args: any[]) => void): this;
    removeListener(event: any, listener: (...args: any[]) => void): this;
    removeAllListeners(event?: any): this;
    prependListener(event: any, listener: (...args: any[]) => void): this;
    prependOnceListener(event: any, listener: (...args: any[]) => void): this;
    setMaxListeners(count: number): this;
    getMaxListeners(): number;
    listeners(event: any): any[];
    rawListeners(event: any): any[];
    emit(event: any, ...args: any[]): boolean;
    eventNames(): any[];
    listenerCount(event: any): number;
  }
  export default EventEmitter;
}

declare module "react-router" {
  export interface RouteComponentProps<P = any> { history: any; location: any; match: any; staticContext: any; }
}
declare module "react-router-dom" {
  export { RouteComponentProps } from "react-router";
}
