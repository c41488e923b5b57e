export * from "./cycle-b";
export interface FromA {
    b: FromB;
}
import { FromB } from "./cycle-b";
