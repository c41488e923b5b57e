export * from "./cycle-a";
export interface FromB {
    a: FromA;
}
import { FromA } from "./cycle-a";
export interface Tuple {
    clash: string;
}
