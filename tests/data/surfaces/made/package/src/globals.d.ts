import { Kind } from "./kinds";
declare global {
    interface Window {
        made: MadeGlobal;
    }
    interface MadeGlobal {
        kind: Kind;
    }
    namespace MadeSpace {
        type Inside = Outside;
        type Outside = string;
    }
}
declare module "./hidden" {
    interface Hidden {
        added: Kind;
        implicit: Implicit;
    }
    interface Fresh {
        a: Hidden;
    }
}
declare module "foreign" {
    interface Thing {
        kind: Kind;
    }
}
