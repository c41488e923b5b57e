//! Plugins woven out of a small grammar: every choice is a byte's, and every name one of the made-up platform or of the
//! plugin itself. What comes out parses, so that what names and values mean is reached.

use std::fmt::Write as _;

use super::chance::Chance;
use super::written::{CRATE, NPM};

/// How deep expressions go, and how many statements there are.
const DEEP: usize = 6;
const MANY: usize = 40;

const EXPORTS: [&str; 28] = [
    "Manager",
    "oldFn",
    "fine",
    "gone",
    "same",
    "keys",
    "pick",
    "over",
    "Comp",
    "Bare",
    "Panel",
    "E",
    "Actions",
    "useFlexSelector",
    "withTheme",
    "Renamed",
    "again",
    "tree",
    "deep",
    "loop",
    "Nested",
    "Gone",
    "Payload",
    "Theme",
    "Tree",
    "Loop",
    "default",
    "missing",
];
const MEMBERS: [&str; 36] = [
    "oldProp",
    "newProp",
    "other",
    "store",
    "strings",
    "theme",
    "legacy",
    "list",
    "byName",
    "pair",
    "maybe",
    "wait",
    "each",
    "getInstance",
    "getState",
    "flex",
    "old",
    "kept",
    "x",
    "value",
    "children",
    "self",
    "up",
    "next",
    "Content",
    "add",
    "remove",
    "addListener",
    "invokeAction",
    "on",
    "B",
    "OldKey",
    "tokens",
    "map",
    "then",
    "lost",
];
const OWN: [&str; 8] = ["a", "b", "c", "manager", "props", "flex", "f", "C"];
const TEXTS: [&str; 8] = [
    "Old",
    "New",
    "beforeOld",
    "old-child",
    "Twilio-Old",
    "oldProp",
    "",
    "list",
];

struct Weaver<'c, 'b> {
    chance: &'c mut Chance<'b>,
    out: String,
}

/// A file of TypeScript with elements.
pub(super) fn script(chance: &mut Chance<'_>) -> String {
    let mut weaver = Weaver {
        chance,
        out: String::new(),
    };
    for _ in 0..=weaver.chance.below(3) {
        weaver.import();
    }
    for _ in 0..MANY {
        if weaver.chance.is_spent() {
            break;
        }
        weaver.statement(DEEP);
    }
    weaver.out
}

impl Weaver<'_, '_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn one(&mut self, all: &[&'static str]) {
        let text = self.chance.of(all);
        self.put(text);
    }

    /// Puts what each letter of a form stands for: an expression, a type, a pattern, a block and the like.
    fn form(&mut self, form: &str, deep: usize) {
        let deep = deep.saturating_sub(1);
        let mut letters = form.chars();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                self.out.push(letter);
                continue;
            }
            match letters.next() {
                Some('e') => self.expression(deep),
                Some('t') => self.ty(deep),
                Some('p') => self.pattern(deep),
                Some('s') => self.statement(deep),
                Some('o') => self.one(&OWN),
                Some('x') => self.one(&EXPORTS),
                Some('m') => self.one(&MEMBERS),
                Some('q') => self.one(&TEXTS),
                _ => {}
            }
        }
    }

    fn import(&mut self) {
        const FORMS: [&str; 12] = [
            "import { %x, %x as %o } from '@';\n",
            "import * as %o from '@';\n",
            "import %o from '@';\n",
            "import %o, { %x } from '@';\n",
            "const { %x, %x: %o } = require('@');\n",
            "import type { %x as %o } from '@';\n",
            "export { %x } from '@';\n",
            "export * from '@';\n",
            "const %o = await import('@');\n",
            "import %o = require('@');\n",
            "const %o = Twilio.Flex;\n",
            "import { %x } from '@/src/deep';\n",
        ];
        let form = self.chance.of(&FORMS).replace('@', NPM);
        self.form(&form, 1);
    }

    fn statement(&mut self, deep: usize) {
        const FORMS: [&str; 26] = [
            "%e;\n",
            "const %p = %e;\n",
            "let %o: %t = %e;\n",
            "var %o = %e, %o = %e;\n",
            "%o = %e;\n",
            "%e.%m = %e;\n",
            "({ %m: %o } = %e);\n",
            "if (%e) { %s } else { %s }\n",
            "for (const %p of %e) { %s }\n",
            "for (const %o in %e) { %s }\n",
            "while (%e) { %s break; }\n",
            "function %o(%p: %t): %t { %s return %e; }\n",
            "async function %o<T>(%o: T, ...%o: %t[]) { %s return await %e; }\n",
            "class %o extends %e { %m = %e; static %m(%p) { %s } get %m() { return this.%m; } constructor() { super(%e); this.%m = %e; } }\n",
            "interface %o extends %x { %m: %t; %m(%o: %t): %t }\n",
            "type %o<T> = %t;\n",
            "enum %o { %m = %e }\n",
            "try { %s } catch (%p) { %s } finally { %s }\n",
            "switch (%e) { case %e: %s break; default: %s }\n",
            "namespace %o { export const %o = %e; }\n",
            "export const %p = %e;\n",
            "export default %e;\n",
            "module.exports = %e;\nexports.%m = %e;\n",
            "// forewarn-ignore-next-line -- %m\n%s",
            "/** @type {%t} @param {%t} %o */\n%s",
            "declare module '%o' { interface %x { %m: %t } }\n",
        ];
        if deep == 0 {
            return self.form("%o;\n", 0);
        }
        let form = self.chance.of(&FORMS);
        self.form(form, deep);
    }

    fn expression(&mut self, deep: usize) {
        const LEAVES: [&str; 8] = ["%x", "%o", "'%q'", "1", "null", "this", "%x", "%o"];
        const FORMS: [&str; 36] = [
            "%e.%m",
            "%e?.%m",
            "%e['%m']",
            "%e[%e]",
            "%e.%m(%e)",
            "%e(%e, %e)",
            "%x.getInstance().%m",
            "new %x(%e)",
            "(%e as %t)",
            "(<T,>(%p: T) => %e)(%e)",
            "(%p => %e)",
            "(async (%p, %o) => { %s return %e; })",
            "(function %o(%p) { %s return %e; })",
            "(%e ? %e : %e)",
            "(%e || %e)",
            "(%e ?? %e)",
            "(%e, %e)",
            "(%o = %e)",
            "{ %m: %e }",
            "[%e, ...%e]",
            "{ ...%e, %o, [%e]: %e, %m(%p) { return %e; } }",
            "(await %e)",
            "`${%e}%q`",
            "%e!",
            "(typeof %e)",
            "Actions.invokeAction('%q', { %m: %e })",
            "Actions.addListener('%q', %p => { %s })",
            "Panel.Content.add(%e, { key: '%q' })",
            "useFlexSelector(%p => %e)",
            "%e.map(%p => %e)",
            "Object.%m(%e)",
            "Promise.resolve(%e).then(%p => %e)",
            "<%x %m={%e} {...%e}>{%e}<%x.%m /></%x>",
            "connect(%e)(%e)",
            "React.memo(%e)",
            "[%e].reduce((%p, %p) => %e, %e)",
        ];
        let form = if deep == 0 {
            self.chance.of(&LEAVES)
        } else {
            self.chance.of(&FORMS)
        };
        // An object at the start of a statement would be a block, and an element has one name at both ends.
        if form.starts_with('{') {
            self.put("(");
            self.form(form, deep);
            return self.put(")");
        }
        if form.starts_with('<') {
            return self.element(deep);
        }
        self.form(form, deep);
    }

    fn element(&mut self, deep: usize) {
        let name = self.chance.of(&EXPORTS);
        let member = self.chance.below(4) == 0;
        let tag = if member {
            format!("{name}.kept")
        } else {
            name.to_owned()
        };
        // No element begins with a small letter but those of the page itself.
        let _ = write!(self.out, "(<{tag}");
        self.form(" %m={%e} {...%e} className='%q'>{%e}", deep);
        let _ = write!(self.out, "</{tag}>)");
    }

    fn pattern(&mut self, deep: usize) {
        const FORMS: [&str; 6] = [
            "%o",
            "{ %m: %o }",
            "{ %m: %p, ...%o }",
            "[%p, , ...%o]",
            "{ %m: %o = %e }",
            "{ [%e]: %o }",
        ];
        let form = if deep == 0 {
            "%o"
        } else {
            self.chance.of(&FORMS)
        };
        self.form(form, deep);
    }

    fn ty(&mut self, deep: usize) {
        const LEAVES: [&str; 6] = ["%x", "any", "string", "'%m'", "%x", "T"];
        const FORMS: [&str; 16] = [
            "%x<%t>",
            "%t[]",
            "(%t | %t)",
            "(%t & %t)",
            "{ %m: %t; [name: string]: %t }",
            "(%o: %t) => %t",
            "%x['%m']",
            "typeof %x.%m",
            "keyof %t",
            "Pick<%t, '%m'>",
            "Omit<%t, '%m'>",
            "ReturnType<%t>",
            "(%t extends infer U ? U : %t)",
            "{ [K in keyof %t]?: %t }",
            "[%t, %t?, ...%t[]]",
            "import('@twilio/flex-ui').%x",
        ];
        let form = if deep == 0 {
            self.chance.of(&LEAVES)
        } else {
            self.chance.of(&FORMS)
        };
        // Arrows bind less than anything around them.
        self.put("(");
        self.form(form, deep);
        self.put(")");
    }
}

const PATHS: [&str; 26] = [
    "old_fn",
    "fine",
    "inner::in_fn",
    "inner::K",
    "inner::kept",
    "silent",
    "Fine",
    "S",
    "S::new",
    "S::make",
    "E::A",
    "E::B",
    "E::C",
    "E::D",
    "get",
    "all",
    "same",
    "ST",
    "Wrap",
    "Builder",
    "gone",
    "Lost::new",
    "lost_mod::a",
    "again::kept",
    "prelude::S",
    "missing::more",
];
const FIELDS: [&str; 20] = [
    "f", "g", "m", "with", "next", "each", "tm", "kept", "ext", "x", "get", "map", "all", "lost",
    "word", "name", "unwrap", "iter", "clone", "old",
];
const TRAITS: [&str; 6] = ["T", "OldT", "Ext", "Clone", "Iterator", "std::ops::Deref"];
const LOCALS: [&str; 8] = ["a", "b", "s", "t", "self", "Own", "m", "X"];

struct Crab<'c, 'b> {
    chance: &'c mut Chance<'b>,
    out: String,
}

/// A file of Rust.
pub(super) fn rust(chance: &mut Chance<'_>) -> String {
    let mut crab = Crab {
        chance,
        out: String::new(),
    };
    for _ in 0..MANY {
        if crab.chance.is_spent() {
            break;
        }
        crab.item(DEEP);
    }
    crab.out
}

impl Crab<'_, '_> {
    fn one(&mut self, all: &[&'static str]) {
        let text = self.chance.of(all);
        self.out.push_str(text);
    }

    fn form(&mut self, form: &str, deep: usize) {
        let deep = deep.saturating_sub(1);
        let mut letters = form.chars();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                self.out.push(letter);
                continue;
            }
            match letters.next() {
                Some('e') => self.expression(deep),
                Some('t') => self.ty(deep),
                Some('p') => self.pattern(deep),
                Some('s') => self.statement(deep),
                Some('i') => self.item(deep),
                Some('l') => {
                    let own: Vec<&'static str> = LOCALS
                        .iter()
                        .copied()
                        .filter(|one| *one != "self")
                        .collect();
                    self.one(&own);
                }
                Some('x') => {
                    if self.chance.below(3) > 0 {
                        let _ = write!(self.out, "{CRATE}::");
                    }
                    self.one(&PATHS);
                }
                Some('m') => self.one(&FIELDS),
                Some('r') => self.one(&TRAITS),
                _ => {}
            }
        }
    }

    fn item(&mut self, deep: usize) {
        const FORMS: [&str; 22] = [
            "fn %l(%p: %t, %l: %t) -> %t { %s %e }\n",
            "use %x;\n",
            "use %x as %l;\n",
            "use dep::{self as %l, inner::*, prelude::*};\n",
            "pub use dep::*;\n",
            "struct %l<X> { %m: %t, %m: Option<X> }\n",
            "struct %l(%t, pub %t);\n",
            "enum %l { %l, %l(%t), %l { %m: %t } }\n",
            "impl %l { fn %m(&self) -> %t { %e } const %l: %t = %e; }\n",
            "impl<X: dep::%r> dep::%r for %l<X> { type Out = %t; fn tm(&self) -> %t { %e } fn kept(&self) {} }\n",
            "impl dep::%r for %t { fn ext(&self) { %s } }\n",
            "impl std::ops::Deref for %l { type Target = %t; fn deref(&self) -> &%t { %e } }\n",
            "impl Iterator for %l { type Item = %t; fn next(&mut self) -> Option<%t> { %e } }\n",
            "trait %l: dep::%r { type %l: dep::%r; fn %m(&self) -> %t { %e } }\n",
            "type %l<X> = %t;\n",
            "static %l: %t = %e;\n",
            "mod %l { use super::*; %i }\n",
            "macro_rules! %l { ($x:expr) => { $x }; ($($t:tt)*) => { %e }; }\n",
            "#[allow(deprecated)]\n%i",
            "#[derive(Clone, dep::%r)]\n#[dep(word, name = \"x\")]\nstruct %l { #[dep(word)] %m: %t }\n",
            "extern crate dep as %l;\n",
            "#[cfg(test)]\nmod %l { %i }\n",
        ];
        if deep == 0 {
            return self.form("fn %l() {}\n", 0);
        }
        let form = self.chance.of(&FORMS);
        self.form(form, deep);
    }

    fn statement(&mut self, deep: usize) {
        const FORMS: [&str; 10] = [
            "let %p = %e;\n",
            "let %l: %t = %e;\n",
            "%e;\n",
            "%i",
            "for %p in %e { %s }\n",
            "if let %p = %e { %s } else { %s }\n",
            "while let %p = %e { %s break; }\n",
            "let Some(%p) = %e else { return %e };\n",
            "%e.%m = %e;\n",
            "%l = %e;\n",
        ];
        if deep == 0 {
            return self.form("%l;\n", 0);
        }
        let form = self.chance.of(&FORMS);
        self.form(form, deep);
    }

    fn expression(&mut self, deep: usize) {
        const LEAVES: [&str; 6] = ["%x", "%l", "1", "self", "%x", "\"{ST}\""];
        const FORMS: [&str; 28] = [
            "%e.%m()",
            "%e.%m(%e)",
            "%e.%m",
            "%x(%e)",
            "%x()",
            "%l(%e)",
            "(|%p| %e)",
            "(move |%p: %t, %l| -> %t { %s %e })",
            "match %e { %p => %e, %p if %e => %e, _ => %e }",
            "(if let %p = %e { %e } else { %e })",
            "(&mut %e)",
            "(*%e)",
            "(%e, %e)",
            "[%e, %e]",
            "vec![%e, %e]",
            "format!(\"{:?} {ST}\", %e)",
            "dep::S { f: %e, ..%e }",
            "dep::E::C { x: %e }",
            "<%t as dep::%r>::tm(&%e)",
            "<%t>::%m(%e)",
            "%e[%e]",
            "(%e as %t)",
            "(%e + %e)",
            "%e?",
            "{ %s %e }",
            "dep::mac!(%e, %e)",
            "%l!(%e)",
            "%e.%m::<%t>(|%p| %e)",
        ];
        let form = if deep == 0 {
            self.chance.of(&LEAVES)
        } else {
            self.chance.of(&FORMS)
        };
        // Blocks and literals of structs mean another thing in a condition.
        self.out.push('(');
        self.form(form, deep);
        self.out.push(')');
    }

    fn pattern(&mut self, deep: usize) {
        const FORMS: [&str; 10] = [
            "%l",
            "_",
            "Some(%p)",
            "(%p, ..)",
            "dep::S { f, g: %p, .. }",
            "dep::E::B",
            "dep::E::D(%p)",
            "&%p",
            "%l @ (dep::E::A | dep::E::C { .. })",
            "[%p, ..]",
        ];
        let form = if deep == 0 {
            "%l"
        } else {
            self.chance.of(&FORMS)
        };
        self.form(form, deep);
    }

    fn ty(&mut self, deep: usize) {
        const LEAVES: [&str; 8] = [
            "dep::S",
            "u8",
            "Self",
            "%l",
            "dep::Fine",
            "dep::Lost",
            "dep::Alias",
            "()",
        ];
        const FORMS: [&str; 14] = [
            "&'static %t",
            "Vec<%t>",
            "Option<Box<%t>>",
            "dep::Wrap<%t>",
            "(%t, %t)",
            "[%t; 2]",
            "impl dep::%r",
            "Box<dyn dep::%r>",
            "<%t as dep::T>::Out",
            "%l<%t>",
            "fn(%t) -> %t",
            "impl Fn(%t) -> %t",
            "std::rc::Rc<%t>",
            "std::collections::HashMap<%t, %t>",
        ];
        let form = if deep == 0 {
            self.chance.of(&LEAVES)
        } else {
            self.chance.of(&FORMS)
        };
        self.form(form, deep);
    }
}
