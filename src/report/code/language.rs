//! What comments, texts and words of a language look like.

/// A language whose code is shown in its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// JavaScript and TypeScript, with the markup of React.
    Script,
    Json,
    Rust,
    Shell,
    Toml,
    Yaml,
}

/// A mark around a text.
pub(super) struct Quote {
    pub(super) mark: &'static str,
    pub(super) has_escapes: bool,
    /// Whether it may go on in the next line.
    pub(super) has_lines: bool,
}

pub(super) struct Syntax {
    /// What begins a comment that ends with its line.
    pub(super) comment: &'static [&'static str],
    /// Whether it does so only after a blank.
    pub(super) comments_follow_blanks: bool,
    /// What begins and ends a comment of any length.
    pub(super) blocks: Option<(&'static str, &'static str)>,
    pub(super) blocks_nest: bool,
    /// Longer ones first.
    pub(super) quotes: &'static [Quote],
    pub(super) words: &'static [&'static str],
}

const fn quote(mark: &'static str, has_escapes: bool, has_lines: bool) -> Quote {
    Quote {
        mark,
        has_escapes,
        has_lines,
    }
}

const SCRIPT: Syntax = Syntax {
    comment: &["//"],
    comments_follow_blanks: false,
    blocks: Some(("/*", "*/")),
    blocks_nest: false,
    quotes: &[
        quote("\"", true, false),
        quote("'", true, false),
        quote("`", true, true),
    ],
    words: &[
        "abstract",
        "any",
        "as",
        "async",
        "await",
        "boolean",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "declare",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "from",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "keyof",
        "let",
        "namespace",
        "never",
        "new",
        "null",
        "number",
        "of",
        "private",
        "protected",
        "public",
        "readonly",
        "return",
        "satisfies",
        "static",
        "string",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "type",
        "typeof",
        "undefined",
        "unknown",
        "var",
        "void",
        "while",
        "with",
        "yield",
    ],
};

const JSON: Syntax = Syntax {
    comment: &["//"],
    comments_follow_blanks: false,
    blocks: Some(("/*", "*/")),
    blocks_nest: false,
    quotes: &[quote("\"", true, false)],
    words: &["false", "null", "true"],
};

const RUST: Syntax = Syntax {
    comment: &["//"],
    comments_follow_blanks: false,
    blocks: Some(("/*", "*/")),
    blocks_nest: true,
    quotes: &[quote("\"", true, true)],
    words: &[
        "Self", "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else",
        "enum", "extern", "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod",
        "move", "mut", "pub", "ref", "return", "self", "static", "struct", "super", "trait",
        "true", "type", "unsafe", "use", "where", "while",
    ],
};

const SHELL: Syntax = Syntax {
    comment: &["#"],
    comments_follow_blanks: true,
    blocks: None,
    blocks_nest: false,
    quotes: &[quote("\"", true, true), quote("'", false, true)],
    words: &[
        "case", "do", "done", "elif", "else", "esac", "exit", "export", "fi", "for", "function",
        "if", "in", "local", "return", "set", "shift", "then", "until", "while",
    ],
};

const TOML: Syntax = Syntax {
    comment: &["#"],
    comments_follow_blanks: false,
    blocks: None,
    blocks_nest: false,
    quotes: &[
        quote("\"\"\"", true, true),
        quote("'''", false, true),
        quote("\"", true, false),
        quote("'", false, false),
    ],
    words: &["false", "true"],
};

const YAML: Syntax = Syntax {
    comment: &["#"],
    comments_follow_blanks: true,
    blocks: None,
    blocks_nest: false,
    quotes: &[quote("\"", true, true), quote("'", false, true)],
    words: &["false", "no", "null", "off", "on", "true", "yes"],
};

impl Language {
    /// By what follows the fence of a block, or by the ending of a file's name. `None`: it is shown as it is.
    pub fn named(name: &str) -> Option<Self> {
        let word = name
            .trim()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        Some(match word.to_ascii_lowercase().as_str() {
            "js" | "jsx" | "mjs" | "cjs" | "javascript" | "ts" | "tsx" | "mts" | "cts"
            | "typescript" => Self::Script,
            "json" | "jsonc" | "json5" => Self::Json,
            "rs" | "rust" => Self::Rust,
            "sh" | "bash" | "zsh" | "shell" | "console" => Self::Shell,
            "toml" => Self::Toml,
            "yaml" | "yml" => Self::Yaml,
            _ => return None,
        })
    }

    /// By the name of a file.
    pub fn of_file(path: &str) -> Option<Self> {
        path.rsplit_once('.')
            .and_then(|(_, ending)| Self::named(ending))
    }

    pub(super) fn syntax(self) -> &'static Syntax {
        match self {
            Self::Script => &SCRIPT,
            Self::Json => &JSON,
            Self::Rust => &RUST,
            Self::Shell => &SHELL,
            Self::Toml => &TOML,
            Self::Yaml => &YAML,
        }
    }
}
