//! Several files in one text: each begins with a line `@@ PATH`.
//!
//! What stands before the first such line is a part without a path. Bytes that are no text stay what they are.

/// The most parts of one input; further ones belong to the last.
const MOST: usize = 16;

/// The parts of an input, in order: path and content.
pub(super) fn parts(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut parts: Vec<(String, &[u8])> = Vec::new();
    let mut name = String::new();
    let (mut start, mut at) = (0, 0);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if let Some(path) = line.strip_prefix(b"@@ ")
            && parts.len() + 1 < MOST
        {
            parts.push((name, bytes.get(start..at).unwrap_or_default()));
            name = path_of(path);
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push((name, bytes.get(start..).unwrap_or_default()));
    parts.retain(|(name, content)| !(name.is_empty() && content.is_empty()));
    parts
}

/// The part of a name, if there is one.
pub(super) fn part<'b>(parts: &[(String, &'b [u8])], name: &str) -> Option<&'b [u8]> {
    let found = parts.iter().find(|(one, _)| one == name);
    found.map(|(_, content)| *content)
}

/// A path as a walk over folders gives them: relative, with `/`, and nothing that leads up.
fn path_of(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let names = text
        .trim()
        .split('/')
        .filter(|name| !matches!(*name, "" | "." | "..") && !name.contains('\0'))
        .take(8);
    names
        .collect::<Vec<_>>()
        .join("/")
        .chars()
        .take(120)
        .collect()
}
