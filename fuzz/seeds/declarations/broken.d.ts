export declare class {
/** @deprecated
export const a: ((((
