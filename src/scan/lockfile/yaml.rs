//! Mappings of scalars in YAML, as lockfiles are written by machines, and catalogs by people who are careful.
//!
//! This is a reader of lines, and reads blocks only: `key: value`, nested by indentation, with plain or quoted keys and
//! values, and the form `? key` that long keys take. Lists, flow collections and texts of several lines are passed over.
//! That is all of YAML in which a lockfile says what is locked; a whole parser would take longer over the rest of it
//! than the scan over the plugin.

/// Calls `each` with every scalar and the keys that lead to it, from the outermost on. Only mappings below the keys of
/// `tops` are read, or all if that is empty.
pub(super) fn scalars(text: &str, tops: &[&str], each: &mut dyn FnMut(&[String], &str)) {
    let mut indents: Vec<usize> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    // Lines that are deeper than this belong to what is passed over.
    let mut passing: Option<usize> = None;
    let mut long_key: Option<String> = None;
    for line in text.lines() {
        let rest = line.trim_start_matches(' ');
        let indent = line.len() - rest.len();
        let rest = rest.trim_end();
        if rest.is_empty() || rest.starts_with('#') || passing.is_some_and(|than| indent > than) {
            continue;
        }
        passing = None;
        if rest.starts_with("- ") || rest == "-" {
            passing = Some(indent);
            continue;
        }
        if let Some(key) = rest.strip_prefix("? ") {
            long_key = Some(unquoted(key));
            continue;
        }
        let pair = match long_key.take() {
            Some(key) => rest.strip_prefix(':').map(|value| (key, value.trim())),
            None => split(rest),
        };
        let Some((key, value)) = pair else {
            continue;
        };
        while indents.last().is_some_and(|last| *last >= indent) {
            indents.pop();
            path.pop();
        }
        if path.is_empty() && !tops.is_empty() && !tops.contains(&key.as_str()) {
            passing = Some(indent);
            continue;
        }
        if value.is_empty() || value.starts_with('#') {
            indents.push(indent);
            path.push(key);
        } else if value.starts_with(['|', '>', '{', '[']) {
            passing = Some(indent);
        } else {
            path.push(key);
            each(&path, &scalar(value));
            path.pop();
        }
    }
}

/// Key and value of a line.
fn split(line: &str) -> Option<(String, &str)> {
    if let Some(end) = quoted_end(line) {
        let (key, rest) = line.split_at_checked(end)?;
        let value = rest.trim_start().strip_prefix(':')?;
        return Some((unquoted(key), value.trim()));
    }
    if let Some((key, value)) = line.split_once(": ") {
        return Some((key.trim_end().to_owned(), value.trim()));
    }
    line.strip_suffix(':').map(|key| (key.to_owned(), ""))
}

/// One past the closing quote of what begins with one.
fn quoted_end(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut escaped = false;
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = letters.next() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            '\'' if quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == '\'') => {
                letters.next();
            }
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn scalar(value: &str) -> String {
    if let Some(end) = quoted_end(value) {
        return unquoted(value.get(..end).unwrap_or(value));
    }
    let plain = value.split_once(" #").map_or(value, |(value, _)| value);
    plain.trim_end().to_owned()
}

fn unquoted(text: &str) -> String {
    let inner = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(inner) = inner('\'') {
        return inner.replace("''", "'");
    }
    match inner('"') {
        // Names and versions have no other escapes.
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => text.to_owned(),
    }
}
