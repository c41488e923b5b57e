//! What is wrong with a template, where, and what to do about it.

use std::error::Error as StdError;
use std::fmt;

use minijinja::ErrorKind;

use super::{OwnTemplate, names, view};
use crate::domain::words::nearest;

/// A template that could not be read or filled.
#[derive(Debug, PartialEq, Eq)]
pub struct TemplateError {
    file: String,
    line: Option<usize>,
    what: String,
    /// The line itself.
    text: Option<String>,
    hint: String,
}

impl TemplateError {
    pub(super) fn new(error: &minijinja::Error, own: &OwnTemplate<'_>) -> Self {
        // An error within an included template or a block is the cause of the one around it.
        let mut innermost = error;
        while let Some(cause) =
            StdError::source(innermost).and_then(|cause| cause.downcast_ref::<minijinja::Error>())
        {
            innermost = cause;
        }
        let file = innermost.name().unwrap_or(own.path).to_owned();
        let line = innermost.line();
        let source = if file == own.path {
            Some(own.text)
        } else {
            super::built_in(&file)
        };
        let text = line
            .and_then(|line| source?.lines().nth(line.checked_sub(1)?))
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty());
        let what = match innermost.detail() {
            Some(detail) => format!("{}: {detail}", innermost.kind()),
            None => innermost.kind().to_string(),
        };
        Self {
            file,
            line,
            what,
            text,
            hint: hint(innermost),
        }
    }

    /// What to do next.
    pub fn hint(&self) -> &str {
        &self.hint
    }

    /// The line that is wrong, as it stands in the template.
    pub fn line_text(&self) -> Option<&str> {
        self.text.as_deref()
    }
}

fn hint(error: &minijinja::Error) -> String {
    const LISTED: &str =
        "`forewarn notes --print-template reference` lists what a template can use";
    match error.kind() {
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude => {
            let names: Vec<&str> = names().collect();
            format!(
                "a template can use the built-in ones only: {}",
                names.join(", ")
            )
        }
        ErrorKind::SyntaxError | ErrorKind::BadEscape => {
            "a template is Jinja: {{ value }}, {% for x in y %} .. {% endfor %}, {# comment #}; `forewarn notes \
             --print-template markdown` prints one that works"
                .to_owned()
        }
        ErrorKind::UndefinedError => match nearest_name(error) {
            Some(name) => format!("did you mean {name}? {LISTED}"),
            None => format!("{LISTED}; a value that is not known is none, and never undefined"),
        },
        _ => LISTED.to_owned(),
    }
}

/// The name that is most like the one that is undefined.
fn nearest_name(error: &minijinja::Error) -> Option<&'static str> {
    let (_, rest) = error.detail()?.split_once('`')?;
    let (path, _) = rest.split_once('`')?;
    let name = path.rsplit('.').next()?;
    let known = view::NAMES.iter().copied().flatten().copied();
    nearest(name, known, 1)
        .first()
        .copied()
        .filter(|near| *near != name)
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}", self.what)
    }
}

impl StdError for TemplateError {}
