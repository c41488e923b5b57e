export declare namespace Space {
    const Item: number;
    interface Item2 {
        again: Item2;
        outer: Item;
    }
    namespace Inner.Deeper {
        type X = Item2 | Space.Item2 | Y;
        type Y = string;
    }
    import Short = Inner.Deeper;
    export import Long = Inner.Deeper;
    type Z = Short.X | Long.Y;
}
export interface Item {
    space: Space.Inner.Deeper.X;
    long: Space.Long.X;
}
export declare class Sub {
    static Nested: typeof Sub;
}
export declare namespace Sub {
    interface Options {
        sub: Sub;
    }
}
export declare namespace Some {
    interface Kept {
        a: NotKept;
    }
    interface NotKept {
        a: string;
    }
    export { Kept, NotKept as Other };
}
export type UsesSome = Some.Kept | Some.Other | Sub.Options;
