//! Notes by template: the built-in formats that are templates, and a user's own.
//!
//! The templates are in `assets/templates`, where `README.md` lists what a template can use. A value
//! is made when a template asks for it, so a long history is never in memory twice. No template can
//! read a file or learn the time: a document and a template give the same bytes on any day.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior};

use crate::domain::document::notes::NotesDocument;
use crate::report::feed::Addresses;

mod entry;
mod error;
mod filters;
mod keep;
mod view;

pub use error::TemplateError;
pub use keep::{left_out as left_out_of_keepachangelog, streams as streams_of_keepachangelog};
pub(crate) use view::release_anchor;

/// What a template may use, as a page for people who write one.
pub const REFERENCE: &str = include_str!("../../assets/templates/README.md");

/// The built-in templates by format, file name and text. The last ones are parts that others use.
const BUILT_IN: &[(&str, &str, &str)] = &[
    (
        "markdown",
        "markdown.md.jinja",
        include_str!("../../assets/templates/markdown.md.jinja"),
    ),
    (
        "github",
        "github.md.jinja",
        include_str!("../../assets/templates/github.md.jinja"),
    ),
    (
        "html",
        "html.html.jinja",
        include_str!("../../assets/templates/html.html.jinja"),
    ),
    (
        "atom",
        "atom.xml.jinja",
        include_str!("../../assets/templates/atom.xml.jinja"),
    ),
    (
        "keepachangelog",
        "keepachangelog.md.jinja",
        include_str!("../../assets/templates/keepachangelog.md.jinja"),
    ),
    (
        "feed-item",
        "feed-item.html.jinja",
        include_str!("../../assets/templates/feed-item.html.jinja"),
    ),
];

/// The names that `built_in` knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|(name, ..)| *name)
}

/// The text of a built-in template, by its format or its file name.
pub fn built_in(name: &str) -> Option<&'static str> {
    BUILT_IN
        .iter()
        .find(|(format, file, _)| *format == name || *file == name)
        .map(|(.., text)| *text)
}

/// A template of a user's own.
#[derive(Clone, Copy, Debug)]
pub struct OwnTemplate<'a> {
    /// As errors name it. Its extension decides whether values are escaped for HTML and XML.
    pub path: &'a str,
    pub text: &'a str,
}

/// Writes the notes by a built-in template.
pub fn write(
    name: &str,
    document: &Arc<NotesDocument>,
    addresses: &Addresses,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = built_in(name).unwrap_or_default();
    let own = OwnTemplate { path: name, text };
    render(&own, document, addresses, out).map_err(io::Error::other)
}

/// Writes the notes by a user's template.
///
/// # Errors
/// Where the template is wrong: file, line, and what to do about it.
pub fn write_own(
    own: &OwnTemplate<'_>,
    document: &Arc<NotesDocument>,
    addresses: &Addresses,
    out: &mut dyn Write,
) -> Result<(), TemplateError> {
    render(own, document, addresses, out)
}

fn render(
    own: &OwnTemplate<'_>,
    document: &Arc<NotesDocument>,
    addresses: &Addresses,
    out: &mut dyn Write,
) -> Result<(), TemplateError> {
    let environment = environment();
    let context = view::root(Arc::clone(document), addresses.clone());
    environment
        .template_from_named_str(own.path, own.text)
        .and_then(|template| template.render_captured_to(context, out))
        .map(drop)
        .map_err(|error| TemplateError::new(&error, own))
}

/// The HTML of each release that a feed can hold, in the order of the notes.
pub(crate) fn feed_items(document: &Arc<NotesDocument>) -> io::Result<Vec<String>> {
    let environment = environment();
    let template = environment
        .get_template("feed-item.html.jinja")
        .map_err(io::Error::other)?;
    view::feed_items(Arc::clone(document))
        .into_iter()
        .map(|context| template.render(context).map_err(io::Error::other))
        .collect()
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    // What the syntax is made of is fixed, so building it cannot fail.
    if let Ok(syntax) = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build()
    {
        environment.set_syntax(syntax);
    }
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_debug(true);
    environment.set_loader(|name| Ok(built_in(name).map(str::to_owned)));
    environment.set_auto_escape_callback(|name| {
        if is_markup(name) {
            AutoEscape::Html
        } else {
            AutoEscape::None
        }
    });
    environment.set_formatter(format);
    filters::add(&mut environment);
    environment
}

/// Whether a file of this name holds HTML or XML. `.jinja` and `.j2` at the end do not count.
fn is_markup(name: &str) -> bool {
    if let Some((_, file, _)) = BUILT_IN.iter().find(|(format, ..)| *format == name) {
        return is_markup(file);
    }
    let name = name.to_ascii_lowercase();
    let stem = name
        .strip_suffix(".jinja")
        .or_else(|| name.strip_suffix(".j2"))
        .unwrap_or(&name);
    Path::new(stem).extension().is_some_and(|extension| {
        ["html", "htm", "xhtml", "xml", "atom", "rss", "svg"]
            .iter()
            .any(|one| extension == *one)
    })
}

/// Prints a value: nothing for none, escaped where the template's name asks for it.
fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_none() {
        return Ok(());
    }
    let is_escaped = matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe();
    match value.as_str() {
        Some(text) if is_escaped => out
            .write_str(&filters::escaped_for_html(text))
            .map_err(minijinja::Error::from),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

#[cfg(test)]
mod tests;
