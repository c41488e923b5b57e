//! How deep a file is nested, told before it is parsed.
//!
//! The parser descends into itself for each level, and running out of stack ends the process. So a scan over the bytes
//! bounds the depth first: within one pair of brackets no syntax is deeper than the tokens since something that
//! ends a sibling (a comma, a semicolon, `|`, `&`, or a line that ends where a member or statement may end). The bound is
//! generous for real files, whose depth is below fifty, and never too low. A quote that may stand within a regular
//! expression could hide brackets; a bare slash, which declarations have no use for, therefore ends the special
//! treatment of quotes and comments.

/// What is refused, in levels of the bound.
pub(super) const LIMIT: usize = 2_000;

/// Why a text is not parsed.
pub(super) const TOO_DEEP: &str = "nested too deep";

/// Whether the text is nested deeper than [`LIMIT`]. Takes time in proportion to its length.
pub(super) fn is_too_deep(text: &str) -> bool {
    Scan::new(text.as_bytes()).goes_too_deep()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    /// The file itself.
    File,
    Bracket,
    Angle,
    /// `${` in a template, which goes on after its `}`.
    Template,
}

struct Level {
    opened: Opened,
    /// Tokens since the last sibling ended.
    tokens: usize,
    /// Those of them that may nest over the members of a union: `?`, `:`, `=>`, `extends`.
    lasting: usize,
    /// Those `?` of them that open a choice: a line does not end what they began.
    choices: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Something that may end a type, statement or member.
    End,
    Brace,
    Other,
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    levels: Vec<Level>,
    /// The sum over all levels.
    depth: usize,
    last: Last,
    newline: bool,
    /// The punctuation before, if no word stands between.
    mark: u8,
    /// After a bare slash: quotes and comments are no longer told apart.
    naive: bool,
}

impl<'a> Scan<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            levels: vec![level(Opened::File)],
            depth: 0,
            last: Last::Other,
            newline: false,
            mark: 0,
            naive: false,
        }
    }

    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn goes_too_deep(mut self) -> bool {
        while self.at < self.bytes.len() {
            self.step();
            if self.depth > LIMIT {
                return true;
            }
        }
        false
    }

    fn step(&mut self) {
        let byte = self.peek(0);
        match byte {
            b'\n' | b'\r' => {
                self.newline = true;
                self.at += 1;
            }
            b' ' | b'\t' => self.at += 1,
            b'/' if !self.naive && self.peek(1) == b'/' => self.skip_line(),
            b'/' if !self.naive && self.peek(1) == b'*' => self.skip_block(),
            b'"' | b'\'' if !self.naive => self.string(byte),
            b'`' if !self.naive => {
                self.token(true);
                self.at += 1;
                self.template();
            }
            b'/' => {
                self.naive = true;
                self.token(false);
                self.at += 1;
            }
            _ if is_word(byte) => self.word(),
            _ => self.punctuation(byte),
        }
    }

    fn skip_line(&mut self) {
        while self.at < self.bytes.len() && !matches!(self.peek(0), b'\n' | b'\r') {
            self.at += 1;
        }
    }

    fn skip_block(&mut self) {
        self.at += 2;
        while self.at < self.bytes.len() && !(self.peek(0) == b'*' && self.peek(1) == b'/') {
            self.newline |= self.peek(0) == b'\n';
            self.at += 1;
        }
        self.at += 2;
    }

    fn string(&mut self, quote: u8) {
        self.token(true);
        self.at += 1;
        while self.at < self.bytes.len() {
            let byte = self.peek(0);
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == quote || matches!(byte, b'\n' | b'\r') {
                break;
            }
        }
        self.last = Last::End;
    }

    /// The texts of a template, up to its end or the next `${`.
    fn template(&mut self) {
        while self.at < self.bytes.len() {
            match self.peek(0) {
                b'\\' => self.at += 2,
                b'`' => {
                    self.at += 1;
                    self.last = Last::End;
                    return;
                }
                b'$' if self.peek(1) == b'{' => {
                    self.at += 2;
                    self.open(Opened::Template);
                    return;
                }
                _ => self.at += 1,
            }
        }
    }

    fn word(&mut self) {
        let start = self.at;
        while is_word(self.peek(0)) {
            self.at += 1;
        }
        let word = &self.bytes[start..self.at];
        self.token(!continues(word));
        if word == b"extends" {
            self.lasting();
        }
        // As a type `void` is whole; as an operator it is not.
        let is_type =
            word == b"void" && matches!(self.mark, b':' | b'>' | b'|' | b'&' | b'<' | b',' | b'(');
        self.last = if wants_more(word) && !is_type {
            Last::Other
        } else {
            Last::End
        };
        self.mark = 0;
    }

    fn punctuation(&mut self, byte: u8) {
        self.mark = byte;
        match byte {
            b'(' | b'[' | b'{' => {
                self.token(true);
                self.open(Opened::Bracket);
            }
            b'<' => {
                self.token(true);
                self.open(Opened::Angle);
            }
            b')' | b']' | b'}' => return self.close(byte),
            b'>' => self.close_angle(),
            b',' | b';' => {
                self.level().choices = 0;
                self.sibling();
            }
            b'|' | b'&' => {
                let level = self.level();
                let gone = level.tokens - level.lasting;
                level.tokens = level.lasting;
                self.depth -= gone;
            }
            b'=' if self.peek(1) == b'>' => {
                self.at += 1;
                self.mark = b'>';
                self.token(false);
                self.lasting();
            }
            b'?' | b':' => {
                self.token(false);
                self.lasting();
                if byte == b'?' && self.is_choice() {
                    self.level().choices += 1;
                }
            }
            _ => self.token(false),
        }
        self.at += 1;
        if byte != b'>' {
            self.last = Last::Other;
        }
    }

    fn level(&mut self) -> &mut Level {
        // The file's own level is never closed.
        if self.levels.is_empty() {
            self.levels.push(level(Opened::File));
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    /// Counts a token; one that may begin a sibling ends the one before, where that may have ended.
    fn token(&mut self, may_begin: bool) {
        let ended = match self.last {
            Last::Brace => true,
            Last::End => self.newline,
            Last::Other => false,
        };
        if ended && may_begin {
            self.sibling();
        }
        self.newline = false;
        self.level().tokens += 1;
        self.depth += 1;
    }

    /// Whether a `?` is none that marks a name as optional.
    fn is_choice(&self) -> bool {
        let rest = self.bytes.get(self.at + 1..).unwrap_or_default();
        let next = rest.iter().find(|byte| !byte.is_ascii_whitespace());
        !next.is_none_or(|byte| matches!(byte, b':' | b')' | b',' | b';' | b']' | b'='))
    }

    fn lasting(&mut self) {
        self.level().lasting += 1;
    }

    fn sibling(&mut self) {
        let level = self.level();
        let gone = level.tokens - level.choices;
        level.tokens = level.choices;
        level.lasting = level.choices;
        self.depth -= gone;
    }

    fn open(&mut self, opened: Opened) {
        self.levels.push(level(opened));
        self.last = Last::Other;
    }

    /// Closes a bracket, and the `<` within it that were none.
    fn close(&mut self, byte: u8) {
        self.at += 1;
        self.newline = false;
        while self.levels.len() > 1 {
            let opened = self.pop();
            if opened == Opened::Template {
                if !self.naive {
                    self.template();
                }
                return;
            }
            if opened == Opened::Bracket {
                break;
            }
        }
        // `if (a)` goes on after its bracket, as do all heads of statements.
        self.last = match byte {
            b')' => Last::Other,
            b'}' => Last::Brace,
            _ => Last::End,
        };
    }

    fn close_angle(&mut self) {
        if self
            .levels
            .last()
            .is_some_and(|last| last.opened == Opened::Angle)
        {
            self.pop();
            self.newline = false;
            self.last = Last::End;
        } else {
            self.token(false);
            self.last = Last::Other;
        }
    }

    fn pop(&mut self) -> Opened {
        let closed = self.levels.pop().unwrap_or_else(|| level(Opened::File));
        self.depth -= closed.tokens;
        closed.opened
    }
}

const fn level(opened: Opened) -> Level {
    Level {
        opened,
        tokens: 0,
        lasting: 0,
        choices: 0,
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\') || byte >= 0x80
}

/// Words that go on with what stands before them.
fn continues(word: &[u8]) -> bool {
    matches!(
        word,
        b"extends"
            | b"implements"
            | b"is"
            | b"as"
            | b"in"
            | b"of"
            | b"instanceof"
            | b"satisfies"
            | b"else"
            | b"from"
            | b"catch"
            | b"finally"
            | b"while"
    )
}

/// Words after which no sibling can begin, even on the next line.
fn wants_more(word: &[u8]) -> bool {
    continues(word)
        || matches!(
            word,
            b"keyof"
                | b"typeof"
                | b"readonly"
                | b"unique"
                | b"infer"
                | b"new"
                | b"asserts"
                | b"await"
                | b"void"
                | b"delete"
                | b"do"
                | b"return"
                | b"yield"
                | b"throw"
                | b"abstract"
                | b"async"
                | b"function"
                | b"class"
                | b"case"
                | b"default"
                | b"if"
                | b"for"
                | b"with"
                | b"try"
                | b"switch"
                | b"export"
                | b"import"
                | b"declare"
                | b"namespace"
                | b"module"
                | b"interface"
                | b"type"
                | b"enum"
                | b"static"
                | b"get"
                | b"set"
                | b"let"
                | b"const"
                | b"var"
                | b"public"
                | b"private"
                | b"protected"
                | b"override"
                | b"accessor"
        )
}
