export interface Hidden {
    self: Hidden;
}
interface Implicit {
    hidden: Hidden;
}
