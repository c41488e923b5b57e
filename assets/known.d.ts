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
  entries(): [K, V][];
  [Symbol.iterator](): [K, V][];
  has(key: K): boolean;
  delete(key: K): boolean;
  size: number;
}
interface Set<T> {
  add(value: T): Set<T>;
  has(value: T): boolean;
  delete(value: T): boolean;
  clear(): void;
  forEach(work: (value: T) => void): void;
  values(): T[];
  [Symbol.iterator](): T[];
  size: number;
}
interface ReadonlySet<T> extends Set<T> {}
interface ReadonlyMap<K, V> extends Map<K, V> {}
interface ObjectConstructor {
  values<T>(of: Record<string, T>): T[];
  keys(of: any): string[];
  assign<T>(target: T): T;
  assign<T, U>(target: T, source: U): T & U;
  assign<T, U, V>(target: T, source: U, next: V, ...more: any[]): T & U & V;
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
  export type ComponentProps<C> = C extends string ? AllHTMLAttributes<any> : C extends ComponentType<infer P> ? P : any;
  export type ComponentPropsWithRef<C> = ComponentProps<C>;
  export type ComponentPropsWithoutRef<C> = ComponentProps<C>;
  // What every element of a page takes, and what some do: which of them makes no difference here.
  export interface HTMLAttributes<T> {
    about: any; accessKey: any; autoCapitalize: any; autoCorrect: any; autoFocus: any; autoSave: any; children: any;
    className: any; color: any; content: any; contentEditable: any; contextMenu: any; dangerouslySetInnerHTML: any;
    datatype: any; defaultChecked: any; defaultValue: any; dir: any; draggable: any; enterKeyHint: any;
    exportparts: any; hidden: any; id: any; inert: any; inlist: any; inputMode: any; is: any; itemID: any;
    itemProp: any; itemRef: any; itemScope: any; itemType: any; key: any; lang: any; nonce: any; part: any;
    placeholder: any; popover: any; popoverTarget: any; popoverTargetAction: any; prefix: any; property: any;
    radioGroup: any; ref: any; rel: any; resource: any; results: any; rev: any; role: any; security: any; slot: any;
    spellCheck: any; style: any; suppressContentEditableWarning: any; suppressHydrationWarning: any; tabIndex: any;
    title: any; translate: any; typeof: any; unselectable: any; vocab: any; "aria-activedescendant": any;
    "aria-atomic": any; "aria-autocomplete": any; "aria-braillelabel": any; "aria-brailleroledescription": any;
    "aria-busy": any; "aria-checked": any; "aria-colcount": any; "aria-colindex": any; "aria-colindextext": any;
    "aria-colspan": any; "aria-controls": any; "aria-current": any; "aria-describedby": any; "aria-description": any;
    "aria-details": any; "aria-disabled": any; "aria-dropeffect": any; "aria-errormessage": any; "aria-expanded": any;
    "aria-flowto": any; "aria-grabbed": any; "aria-haspopup": any; "aria-hidden": any; "aria-invalid": any;
    "aria-keyshortcuts": any; "aria-label": any; "aria-labelledby": any; "aria-level": any; "aria-live": any;
    "aria-modal": any; "aria-multiline": any; "aria-multiselectable": any; "aria-orientation": any; "aria-owns": any;
    "aria-placeholder": any; "aria-posinset": any; "aria-pressed": any; "aria-readonly": any; "aria-relevant": any;
    "aria-required": any; "aria-roledescription": any; "aria-rowcount": any; "aria-rowindex": any;
    "aria-rowindextext": any; "aria-rowspan": any; "aria-selected": any; "aria-setsize": any; "aria-sort": any;
    "aria-valuemax": any; "aria-valuemin": any; "aria-valuenow": any; "aria-valuetext": any; onAbort: any;
    onAbortCapture: any; onAnimationEnd: any; onAnimationEndCapture: any; onAnimationIteration: any;
    onAnimationIterationCapture: any; onAnimationStart: any; onAnimationStartCapture: any; onAuxClick: any;
    onAuxClickCapture: any; onBeforeInput: any; onBeforeInputCapture: any; onBlur: any; onBlurCapture: any;
    onCanPlay: any; onCanPlayCapture: any; onCanPlayThrough: any; onCanPlayThroughCapture: any; onChange: any;
    onChangeCapture: any; onClick: any; onClickCapture: any; onCompositionEnd: any; onCompositionEndCapture: any;
    onCompositionStart: any; onCompositionStartCapture: any; onCompositionUpdate: any;
    onCompositionUpdateCapture: any; onContextMenu: any; onContextMenuCapture: any; onCopy: any; onCopyCapture: any;
    onCut: any; onCutCapture: any; onDoubleClick: any; onDoubleClickCapture: any; onDrag: any; onDragCapture: any;
    onDragEnd: any; onDragEndCapture: any; onDragEnter: any; onDragEnterCapture: any; onDragExit: any;
    onDragExitCapture: any; onDragLeave: any; onDragLeaveCapture: any; onDragOver: any; onDragOverCapture: any;
    onDragStart: any; onDragStartCapture: any; onDrop: any; onDropCapture: any; onDurationChange: any;
    onDurationChangeCapture: any; onEmptied: any; onEmptiedCapture: any; onEncrypted: any; onEncryptedCapture: any;
    onEnded: any; onEndedCapture: any; onError: any; onErrorCapture: any; onFocus: any; onFocusCapture: any;
    onGotPointerCapture: any; onGotPointerCaptureCapture: any; onInput: any; onInputCapture: any; onInvalid: any;
    onInvalidCapture: any; onKeyDown: any; onKeyDownCapture: any; onKeyPress: any; onKeyPressCapture: any;
    onKeyUp: any; onKeyUpCapture: any; onLoad: any; onLoadCapture: any; onLoadStart: any; onLoadStartCapture: any;
    onLoadedData: any; onLoadedDataCapture: any; onLoadedMetadata: any; onLoadedMetadataCapture: any;
    onLostPointerCapture: any; onLostPointerCaptureCapture: any; onMouseDown: any; onMouseDownCapture: any;
    onMouseEnter: any; onMouseLeave: any; onMouseMove: any; onMouseMoveCapture: any; onMouseOut: any;
    onMouseOutCapture: any; onMouseOver: any; onMouseOverCapture: any; onMouseUp: any; onMouseUpCapture: any;
    onPaste: any; onPasteCapture: any; onPause: any; onPauseCapture: any; onPlay: any; onPlayCapture: any;
    onPlaying: any; onPlayingCapture: any; onPointerCancel: any; onPointerCancelCapture: any; onPointerDown: any;
    onPointerDownCapture: any; onPointerEnter: any; onPointerLeave: any; onPointerMove: any;
    onPointerMoveCapture: any; onPointerOut: any; onPointerOutCapture: any; onPointerOver: any;
    onPointerOverCapture: any; onPointerUp: any; onPointerUpCapture: any; onProgress: any; onProgressCapture: any;
    onRateChange: any; onRateChangeCapture: any; onReset: any; onResetCapture: any; onResize: any;
    onResizeCapture: any; onScroll: any; onScrollCapture: any; onScrollEnd: any; onScrollEndCapture: any;
    onSeeked: any; onSeekedCapture: any; onSeeking: any; onSeekingCapture: any; onSelect: any; onSelectCapture: any;
    onStalled: any; onStalledCapture: any; onSubmit: any; onSubmitCapture: any; onSuspend: any; onSuspendCapture: any;
    onTimeUpdate: any; onTimeUpdateCapture: any; onTouchCancel: any; onTouchCancelCapture: any; onTouchEnd: any;
    onTouchEndCapture: any; onTouchMove: any; onTouchMoveCapture: any; onTouchStart: any; onTouchStartCapture: any;
    onTransitionCancel: any; onTransitionCancelCapture: any; onTransitionEnd: any; onTransitionEndCapture: any;
    onTransitionRun: any; onTransitionRunCapture: any; onTransitionStart: any; onTransitionStartCapture: any;
    onVolumeChange: any; onVolumeChangeCapture: any; onWaiting: any; onWaitingCapture: any; onWheel: any;
    onWheelCapture: any;
  }
  export interface AllHTMLAttributes<T> extends HTMLAttributes<T> {
    accept: any; acceptCharset: any; action: any; align: any; allow: any; allowFullScreen: any;
    allowTransparency: any; alt: any; as: any; async: any; autoComplete: any; autoPlay: any; bgcolor: any;
    border: any; capture: any; cellPadding: any; cellSpacing: any; challenge: any; charSet: any; checked: any;
    cite: any; classID: any; colSpan: any; cols: any; controls: any; controlsList: any; coords: any; crossOrigin: any;
    data: any; dateTime: any; decoding: any; default: any; defer: any; disableRemotePlayback: any; disabled: any;
    download: any; encType: any; fetchPriority: any; form: any; formAction: any; formEncType: any; formMethod: any;
    formNoValidate: any; formTarget: any; frameBorder: any; headers: any; height: any; high: any; href: any;
    hrefLang: any; htmlFor: any; httpEquiv: any; imageSizes: any; imageSrcSet: any; integrity: any; keyParams: any;
    keyType: any; kind: any; label: any; list: any; loading: any; loop: any; low: any; manifest: any;
    marginHeight: any; marginWidth: any; max: any; maxLength: any; media: any; mediaGroup: any; method: any; min: any;
    minLength: any; multiple: any; muted: any; name: any; noValidate: any; open: any; optimum: any; pattern: any;
    playsInline: any; poster: any; preload: any; readOnly: any; referrerPolicy: any; required: any; reversed: any;
    rowSpan: any; rows: any; sandbox: any; scope: any; scoped: any; scrolling: any; seamless: any; selected: any;
    shape: any; size: any; sizes: any; span: any; src: any; srcDoc: any; srcLang: any; srcSet: any; start: any;
    step: any; summary: any; target: any; type: any; useMap: any; value: any; width: any; wmode: any; wrap: any;
    onBeforeToggle: any; onBeforeToggleCapture: any; onCancel: any; onClose: any; onToggle: any; onToggleCapture: any;
  }
  export interface DOMAttributes<T> extends HTMLAttributes<T> {}
  export interface AriaAttributes extends HTMLAttributes<any> {}
  export interface HTMLProps<T> extends AllHTMLAttributes<T> {}
  export type DetailedHTMLProps<E, T> = E;
  export interface AnchorHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface AudioHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface BaseHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface BlockquoteHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface ButtonHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface CanvasHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface ColHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface ColgroupHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface DataHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface DelHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface DetailsHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface DialogHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface EmbedHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface FieldsetHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface FormHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface HtmlHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface IframeHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface ImgHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface InputHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface InsHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface KeygenHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface LabelHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface LiHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface LinkHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface MapHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface MediaHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface MenuHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface MetaHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface MeterHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface ObjectHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface OlHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface OptgroupHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface OptionHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface OutputHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface ParamHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface ProgressHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface QuoteHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface ScriptHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface SelectHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface SlotHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface SourceHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface StyleHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface TableHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface TdHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface TextareaHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface ThHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface TimeHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface TrackHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface VideoHTMLAttributes<T> extends AllHTMLAttributes<T> {}
  export interface WebViewHTMLAttributes<T> extends AllHTMLAttributes<T> {}
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
  export function lazy<C>(load: () => Promise<{ default: C }>): C;
  export function forwardRef<T, P>(render: (props: P, ref: T) => any): ForwardRefExoticComponent<P>;
}

declare module "@emotion/styled" {
  export interface Styled<C> { (...styles: any[]): C; attrs(props: any): Styled<C>; withConfig(config: any): Styled<C>; }
  export interface CreateStyled { <C>(component: C, options?: any): Styled<C>; [tag: string]: Styled<any>; }
  const styled: CreateStyled;
  export { styled };
  export default styled;
}
declare module "styled-components" {
  export { default, styled } from "@emotion/styled";
}
declare module "@mui/system" {
  export type CreateMUIStyled<P = any, O = any, T = any> = import("@emotion/styled").CreateStyled;
}
declare module "@mui/types" {
  export type DistributiveOmit<T, K> = T extends any ? Omit<T, K> : never;
  export type Overwrite<T, U> = Omit<T, keyof U> & U;
  export type OverridableStringUnion<T, U = {}> = T;
  export type Simplify<T> = T;
}
declare module "react-redux" {
  export function useSelector<S, R>(selector: (state: S) => R, equal?: any): R;
  export function connect(state?: any, dispatch?: any, merge?: any, options?: any): <C>(component: C) => C;
}
declare module "mobx-react" {
  export function observer<C>(component: C): C;
}
declare module "mobx-react-lite" {
  export { observer } from "mobx-react";
}

declare module "rxjs" {
  export interface Unsubscribable { unsubscribe(): void; }
  export interface Observer<T> { next(value: T): void; error(reason: any): void; complete(): void; }
  export class Subscription { unsubscribe(): void; add(other: any): void; remove(other: any): void; closed: boolean; }
  export class Subscriber<T> extends Subscription { next(value?: T): void; error(reason?: any): void; complete(): void; }
  export class Observable<T> {
    constructor(subscribe?: (subscriber: Subscriber<T>) => any);
    subscribe(next?: (value: T) => void): Subscription;
    subscribe(observer?: Partial<Observer<T>>): Subscription;
    forEach(work: (value: T) => void): Promise<void>;
    toPromise(): Promise<T>;
    pipe(...operators: any[]): Observable<any>;
    source: any;
    operator: any;
    lift: any;
  }
  export class Subject<T> extends Observable<T> { next(value: T): void; error(reason: any): void; complete(): void; asObservable(): Observable<T>; observers: any; closed: boolean; observed: boolean; hasError: boolean; isStopped: boolean; thrownError: any; unsubscribe(): void; }
  export class BehaviorSubject<T> extends Subject<T> { constructor(value: T); value: T; getValue(): T; }
  export class ReplaySubject<T> extends Subject<T> {}
  export class AsyncSubject<T> extends Subject<T> {}
  export function of<T>(...values: T[]): Observable<T>;
  export function from<T>(source: Promise<T>): Observable<T>;
  export function from<T>(source: T[]): Observable<T>;
  export function firstValueFrom<T>(source: Observable<T>): Promise<T>;
  export function lastValueFrom<T>(source: Observable<T>): Promise<T>;
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
