interface Scripted {
    a: Other;
}
type Other = string;
declare module "ambient" {
    export interface Ambient {
        a: Scripted;
    }
}
declare module "*.svg" {
    const url: string;
    export default url;
}
