export declare function gone(): Manager;
export interface Extra { gone: string; other: Extra }
export declare class Gone extends Manager { lost(): Gone; }
export interface CompProps { gone?: string }
export interface Theme { gone: string }
export declare namespace Nested { function lost(): void; }
