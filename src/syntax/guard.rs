//! What bounds the depth of a text before anything descends into it.
//!
//! The parser descends into itself for each bracket, prefix operator, right operand and nested statement, and running
//! out of stack ends the process. Without parsing it cannot be told for certain where a regular expression, a template
//! or the text of an element ends, so brackets that close cannot be told from others. [`levels`] therefore counts what
//! may open a level and nothing that closes one, which is never too low; a text is parsed on a stack that has room for
//! as many. The tree is then walked with a limit ([`is_too_deep`]), for whatever else descends into it; that walk goes
//! along operators of one level in a loop, so that a sum of thousands of texts is read.

use oxc_ast::ast::{
    AssignmentTarget, BinaryExpression, BindingPattern, Expression, JSXElement, JSXFragment,
    JSXMemberExpression, LogicalExpression, Program, Statement, TSImportTypeQualifier,
    TSNamespaceDeclaration, TSType, TSTypeName,
};
use oxc_ast_visit::{Visit, walk};

/// How many levels, closed ones included, there is room for on the stack that a caller is to have.
const COMMON: usize = 60_000;

/// How many there may be at all: those of a bundle of six megabytes.
const MOST: usize = 1_000_000;

/// What a level takes of the stack, more than twice over.
const STACK_OF_LEVEL: usize = 4 * 1024;

/// How deep a tree may be, in steps; an operand to the left is one step, everything else [`STEP`].
const DEEPEST: usize = 16_000;

const STEP: usize = 8;

/// Why a text is not parsed.
pub(super) const TOO_MANY: &str = "more brackets and operators than are read in one file";

/// Why a tree is not read.
pub(super) const TOO_DEEP: &str = "nested too deep";

/// What the tree takes to be gone over, whatever its text.
const STACK: usize = 128 * 1024 * 1024;

/// Runs work that parses a text: here where this thread's stack, which is to have 256 MiB as [`super::on_deep_stacks`]
/// makes it, has room for all levels, else on a thread of its own that has.
///
/// # Errors
/// [`TOO_MANY`], if no stack has room.
pub(super) fn with_room<T: Send>(
    text: &str,
    work: impl FnOnce() -> T + Send,
) -> Result<T, &'static str> {
    let levels = levels(text);
    if levels <= COMMON {
        return Ok(work());
    }
    if levels > MOST {
        return Err(TOO_MANY);
    }
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK + levels * STACK_OF_LEVEL)
            .spawn_scoped(scope, work)
            .ok()
            .and_then(|thread| thread.join().ok())
            .ok_or(TOO_MANY)
    })
}

/// Whether a text needs no more room than a caller has.
pub(super) fn is_common(text: &str) -> bool {
    levels(text) <= COMMON
}

/// How many levels a text opens at most. Takes time in proportion to its length.
fn levels(text: &str) -> usize {
    let bytes = text.as_bytes();
    // None takes less than a byte.
    if bytes.len() <= COMMON {
        return bytes.len();
    }
    let mut levels = 0;
    let mut word = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if byte.is_ascii_lowercase() {
            word += 1;
            continue;
        }
        if word > 0 {
            levels += usize::from(opens(bytes.get(at - word..at).unwrap_or_default()));
            word = 0;
        }
        levels += usize::from(matches!(
            byte,
            b'(' | b'['
                | b'{'
                | b'<'
                | b'!'
                | b'~'
                | b'+'
                | b'-'
                | b'='
                | b'?'
                | b':'
                | b'`'
                | b'@'
                | b'.'
                | b'#'
        ));
        levels += usize::from(*byte == b'*' && bytes.get(at + 1) == Some(&b'*'));
    }
    levels
}

/// Words after which a part begins that may hold the like of itself.
fn opens(word: &[u8]) -> bool {
    matches!(
        word,
        b"abstract"
            | b"assert"
            | b"asserts"
            | b"async"
            | b"await"
            | b"case"
            | b"class"
            | b"declare"
            | b"default"
            | b"delete"
            | b"do"
            | b"else"
            | b"export"
            | b"extends"
            | b"for"
            | b"function"
            | b"if"
            | b"import"
            | b"infer"
            | b"is"
            | b"keyof"
            | b"module"
            | b"namespace"
            | b"new"
            | b"readonly"
            | b"return"
            | b"throw"
            | b"try"
            | b"typeof"
            | b"unique"
            | b"void"
            | b"while"
            | b"with"
            | b"yield"
    )
}

/// Whether a tree is deeper than may be descended into.
pub(super) fn is_too_deep(program: &Program<'_>) -> bool {
    let mut depth = Depth {
        at: 0,
        exceeded: false,
    };
    depth.visit_program(program);
    depth.exceeded
}

struct Depth {
    at: usize,
    exceeded: bool,
}

impl Depth {
    /// Goes down one level, unless the bottom is reached.
    fn below(&mut self, descend: impl FnOnce(&mut Self)) {
        if self.at + STEP > DEEPEST {
            self.exceeded = true;
        }
        if self.exceeded {
            return;
        }
        self.at += STEP;
        descend(self);
        self.at -= STEP;
    }

    /// Goes along the operands of operators that lean to the left.
    fn along(&mut self, first: &Expression<'_>) {
        let from = self.at;
        let mut rest = first;
        loop {
            let (left, right) = match rest {
                Expression::BinaryExpression(one) => (&one.left, &one.right),
                Expression::LogicalExpression(one) => (&one.left, &one.right),
                other => {
                    self.visit_expression(other);
                    break;
                }
            };
            self.visit_expression(right);
            self.at += 1;
            if self.at > DEEPEST {
                self.exceeded = true;
            }
            if self.exceeded {
                break;
            }
            rest = left;
        }
        self.at = from;
    }
}

macro_rules! levels {
    ($($visit:ident by $walk:ident: $of:ident,)+) => {
        $(
            fn $visit(&mut self, it: &$of<'a>) {
                self.below(|depth| walk::$walk(depth, it));
            }
        )+
    };
}

impl<'a> Visit<'a> for Depth {
    levels! {
        visit_expression by walk_expression: Expression,
        visit_statement by walk_statement: Statement,
        visit_ts_type by walk_ts_type: TSType,
        visit_ts_type_name by walk_ts_type_name: TSTypeName,
        visit_ts_namespace_declaration by walk_ts_namespace_declaration: TSNamespaceDeclaration,
        visit_ts_import_type_qualifier by walk_ts_import_type_qualifier: TSImportTypeQualifier,
        visit_binding_pattern by walk_binding_pattern: BindingPattern,
        visit_assignment_target by walk_assignment_target: AssignmentTarget,
        visit_jsx_element by walk_jsx_element: JSXElement,
        visit_jsx_fragment by walk_jsx_fragment: JSXFragment,
        visit_jsx_member_expression by walk_jsx_member_expression: JSXMemberExpression,
    }

    fn visit_binary_expression(&mut self, it: &BinaryExpression<'a>) {
        self.visit_expression(&it.right);
        self.along(&it.left);
    }

    fn visit_logical_expression(&mut self, it: &LogicalExpression<'a>) {
        self.visit_expression(&it.right);
        self.along(&it.left);
    }
}
