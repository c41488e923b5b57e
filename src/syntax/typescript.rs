//! One TypeScript declaration file as a record of what it declares, imports and exports.
//!
//! The record is *unbound*: it knows nothing of other files. In its types every [`Named`] is either
//! [`Target::Missing`], a name that scopes have to give a meaning, or [`Target::Foreign`] with a module specifier for a
//! package, which is how `import("./x").A` waits for its module. `ingest::declarations` binds both.
//!
//! Declarations within a namespace are `Namespace.name`, however deep; imports and exports of a namespace's
//! own carry its name before theirs in the same way.
//!
//! [`Named`]: crate::domain::surface::types::Named
//! [`Target::Missing`]: crate::domain::surface::types::Target::Missing
//! [`Target::Foreign`]: crate::domain::surface::types::Target::Foreign

mod comments;
pub(in crate::syntax) mod declarations;
mod exports;
mod members;
pub(in crate::syntax) mod types;
pub(in crate::syntax) mod values;

#[cfg(test)]
mod tests;

use std::cell::RefCell;

use oxc_allocator::Allocator;
use oxc_ast::Comment;
use oxc_parser::Parser;
use oxc_span::SourceType;

use crate::domain::surface::notice::Notes;
use crate::domain::surface::{Declaration, Gap, GapKind};
use crate::syntax::jsdoc::{self, Block};
use crate::syntax::typescript::comments::Comments;
use crate::syntax::{guard, speculation};

/// Files that are larger are not read: the largest published declaration files have a few megabytes.
const LARGEST: usize = 16 * 1024 * 1024;

/// The memory of syntax trees. One is used for many files, one after another.
#[derive(Default)]
pub struct Arena(pub(in crate::syntax) Allocator);

/// What one declaration file says, unbound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileDeclarations {
    /// Whether it is a module: it imports or exports something. What else it declares is global.
    pub is_module: bool,
    pub body: Body,
    /// `declare module "x" { … }`: of a module an addition to another, else a module of that name.
    pub ambient: Vec<Ambient>,
    /// What its `declare global { … }` blocks hold.
    pub global: Body,
    /// `export as namespace X`.
    pub umd: Option<String>,
    /// Every node that TypeScript's parser flags as deprecated, in the order of the text.
    pub tagged: Vec<Tagged>,
    pub gaps: Vec<Gap>,
}

/// The content of a file, or of a `declare module` block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub imports: Vec<Import>,
    pub exports: Vec<Exporting>,
    pub declarations: Vec<Declared>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambient {
    pub specifier: String,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    pub declaration: Declaration,
    /// Whether what contains it exports it: by a modifier, as the default, or implicitly, as in ambient modules and
    /// namespaces without any export declaration.
    pub exported: bool,
}

/// A name that an import introduces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Empty for `import "x"`.
    pub local: String,
    pub what: Imported,
    pub type_only: bool,
    pub line: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// `import { name as … } from`, `import … from` with the name `default`.
    Name { specifier: String, name: String },
    /// `import * as … from`.
    Namespace { specifier: String },
    /// `import … = require("x")`.
    Require { specifier: String },
    /// `import "x"`.
    Nothing { specifier: String },
    /// `import … = A.B`.
    Alias { path: String },
}

/// A name that an export gives to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exporting {
    /// As in [`crate::domain::surface::Export`]: `default`, `export=`, empty for all.
    pub name: String,
    pub what: Exportable,
    pub type_only: bool,
    pub notes: Notes,
    pub line: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exportable {
    /// A name of the file's own scope, dots included.
    Local { path: String },
    /// `export { name as … } from`.
    From { specifier: String, name: String },
    /// `export * from`.
    All { specifier: String },
    /// `export * as … from`.
    Namespace { specifier: String },
}

/// A node with a `@deprecated` of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tagged {
    pub name: String,
    /// Of the tag.
    pub line: u32,
}

/// Reads a declaration file.
///
/// `path` is for messages only; the arena is emptied first. What cannot be read is a gap in the record, which then holds what the parser could recover: a file that is no UTF-8, is larger than
/// 16 MiB or nested too deep holds nothing.
pub fn read(path: &str, content: &[u8], arena: &mut Arena) -> FileDeclarations {
    let refused = |message: &str| FileDeclarations {
        gaps: vec![Gap {
            kind: GapKind::Unreadable,
            at: path.to_owned(),
            line: 0,
            message: message.to_owned(),
        }],
        ..FileDeclarations::default()
    };
    if content.len() > LARGEST {
        return refused("larger than 16 MiB");
    }
    let Ok(text) = std::str::from_utf8(content) else {
        return refused("no UTF-8 text");
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if speculation::of(text) > speculation::MOST {
        return refused(speculation::TOO_MANY);
    }
    guard::with_room(text, || read_here(path, text, arena)).unwrap_or_else(refused)
}

fn read_here(path: &str, text: &str, arena: &mut Arena) -> FileDeclarations {
    arena.0.reset();
    let parsed = Parser::new(&arena.0, text, SourceType::d_ts()).parse();
    let comments = Comments::new(text, &parsed.program.comments);
    let unreadable = |line: u32, message: String| Gap {
        kind: GapKind::Unreadable,
        at: path.to_owned(),
        line,
        message,
    };
    let mut gaps: Vec<Gap> = parsed
        .diagnostics
        .iter()
        .take(1)
        .map(|error| {
            let at = error
                .labels
                .as_ref()
                .first()
                .map_or(0, |label| comments.line(label.offset()));
            unreadable(at, format!("does not parse: {}", error.message))
        })
        .collect();
    if parsed.panicked && gaps.is_empty() {
        gaps.push(unreadable(0, "does not parse".to_owned()));
    }
    if guard::is_too_deep(&parsed.program) {
        gaps = vec![unreadable(0, guard::TOO_DEEP.to_owned())];
        return FileDeclarations {
            gaps,
            ..FileDeclarations::default()
        };
    }
    let reader = Reader {
        path,
        comments,
        tagged: RefCell::default(),
        gaps: RefCell::new(gaps),
    };
    reader.file(&parsed.program)
}

/// Reads the parts of one file.
pub(in crate::syntax) struct Reader<'a> {
    path: &'a str,
    comments: Comments<'a>,
    tagged: RefCell<Vec<Tagged>>,
    gaps: RefCell<Vec<Gap>>,
}

impl<'a> Reader<'a> {
    /// Reads parts of a text that is no declaration file, with its comments in their order.
    pub(in crate::syntax) fn new(text: &'a str, comments: &'a [Comment]) -> Self {
        Self {
            path: "",
            comments: Comments::new(text, comments),
            tagged: RefCell::default(),
            gaps: RefCell::default(),
        }
    }

    /// The 1-based line of an offset.
    pub(in crate::syntax) fn line(&self, offset: u32) -> u32 {
        self.comments.line(offset)
    }

    /// The text between two offsets.
    pub(in crate::syntax) fn text(&self, from: u32, to: u32) -> &'a str {
        self.comments.slice(from, to)
    }

    /// Takes note of a node whose blocks deprecate it.
    fn tagged(&self, blocks: &[Block], name: &str) {
        if let Some(tag) = jsdoc::declares(blocks) {
            self.tagged.borrow_mut().push(Tagged {
                name: name.to_owned(),
                line: tag.line,
            });
        }
    }

    /// Takes note of something that the reader does not take apart.
    fn unplaced(&self, line: u32, message: &str) {
        self.gaps.borrow_mut().push(Gap {
            kind: GapKind::Unplaced,
            at: self.path.to_owned(),
            line,
            message: message.to_owned(),
        });
    }
}
