interface Props {
    a: Local;
}
type Local = string;
export default class Standard implements Props {
    a: Local;
}
