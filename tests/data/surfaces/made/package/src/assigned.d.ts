declare function assigned(options: assigned.Options): void;
declare namespace assigned {
    interface Options {
        a: string;
    }
}
export = assigned;
