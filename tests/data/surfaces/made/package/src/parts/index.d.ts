import { Kind, Tuple as T } from "..";
import { Options } from "../assigned";
import Whole from "../standard";
import core, * as all from "@made/core";
export interface Inner {
    kind: Kind;
    tuple: T;
    options: Options;
    whole: Whole;
    all: all.Deep<all.CoreOld>;
    made: MadeGlobal;
    window: Window;
    space: MadeSpace.Inside;
    scripted: Scripted;
    foreign: import("foreign").Thing;
    ambient: import("ambient").Ambient;
    picture: typeof import("./a.svg");
}
export { Whole as Kept };
