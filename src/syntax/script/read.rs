//! From a text to its record: parsed, bound and lowered.

use oxc_ast::ast::Program;
use oxc_ast_visit::Visit;
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_semantic::SemanticBuilder;
use oxc_span::{LabeledSpan, SourceType};

use crate::syntax::script::docs::Docs;
use crate::syntax::script::lower::Lower;
use crate::syntax::script::uses::Uses;
use crate::syntax::script::{Comment, Dialect, Script, Span, Unparsed};
use crate::syntax::typescript::{Arena, Reader};
use crate::syntax::{guard, speculation};

/// Files that are larger are not read: what people write by hand is far smaller.
const LARGEST: usize = 16 * 1024 * 1024;

/// What speaks to forewarn in a comment.
const MARK: &str = "forewarn-";

/// Reads a file.
///
/// The arena is emptied first. What does not parse gives what the parser recovered, which may be nothing, and why. The
/// reader descends into what it reads: it is to be called on a thread with a stack of 256 MiB, as
/// `ingest::declarations::files` makes them; for large files it makes one itself. With that much no text overflows it;
/// what is nested too deep is not read.
pub fn read(text: &str, dialect: Dialect, arena: &mut Arena) -> (Script, Option<Unparsed>) {
    if text.len() > LARGEST {
        return refused("larger than 16 MiB");
    }
    if dialect != Dialect::JavaScript && speculation::of(text) > speculation::MOST {
        return refused(speculation::TOO_MANY);
    }
    guard::with_room(text, || read_here(text, dialect, arena)).unwrap_or_else(refused)
}

fn refused(why: &str) -> (Script, Option<Unparsed>) {
    let why = why.to_owned();
    (Script::default(), Some(Unparsed { why, at: None }))
}

fn read_here(text: &str, dialect: Dialect, arena: &mut Arena) -> (Script, Option<Unparsed>) {
    arena.0.reset();
    let arena = &arena.0;
    let parsed = Parser::new(arena, text, source_type(dialect))
        .with_options(ParseOptions {
            allow_return_outside_function: true,
            ..ParseOptions::default()
        })
        .parse();
    let unparsed = unparsed(&parsed);
    if parsed.panicked {
        return (Script::default(), unparsed);
    }
    let program = arena.alloc(parsed.program);
    if guard::is_too_deep(program) {
        return refused(guard::TOO_DEEP);
    }
    let semantic = SemanticBuilder::new().build(program).semantic;
    let scoping = semantic.scoping();
    let reader = Reader::new(text, &program.comments);
    let mut lower = Lower::new(scoping, reader);
    lower.script.comments = marked(text, program);
    if dialect == Dialect::JavaScript {
        lower.docs = Docs::read(text, program, scoping, arena, &mut lower.script);
    } else {
        let mut uses = Uses::new(scoping, &mut lower.script.type_uses);
        uses.visit_program(program);
    }
    lower.program(program);
    (lower.finish(), unparsed)
}

/// The grammar of a dialect. Whether it is a module shows in the text itself: a plain script may hold what modules
/// may not.
fn source_type(dialect: Dialect) -> SourceType {
    match dialect {
        Dialect::JavaScript => SourceType::unambiguous().with_jsx(true),
        Dialect::TypeScript => SourceType::ts().with_unambiguous(true),
        Dialect::Tsx => SourceType::tsx().with_unambiguous(true),
    }
}

fn unparsed(parsed: &ParserReturn<'_>) -> Option<Unparsed> {
    let first = parsed.diagnostics.iter().next();
    let stated = first.map(|error| Unparsed {
        why: format!("does not parse: {}", error.message),
        at: error.labels.as_ref().first().map(LabeledSpan::offset),
    });
    stated.or_else(|| {
        parsed.panicked.then(|| Unparsed {
            why: "does not parse".to_owned(),
            at: None,
        })
    })
}

/// The comments that speak to forewarn. Those between the children of an element are such of the text, too.
fn marked(text: &str, program: &Program<'_>) -> Vec<Comment> {
    if !text.contains(MARK) {
        return Vec::new();
    }
    program
        .comments
        .iter()
        .filter_map(|one| {
            let inner = one.content_span();
            let said = text.get(inner.start as usize..inner.end as usize)?;
            said.contains(MARK).then(|| Comment {
                text: said.to_owned(),
                at: Span {
                    start: one.span.start,
                    end: one.span.end,
                },
            })
        })
        .collect()
}
