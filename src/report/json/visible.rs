//! JSON that can be looked at: JSON itself escapes no more than the first 32 controls, and a terminal obeys others.

use std::io::{self, Write};

use serde_json::ser::{Formatter, PrettyFormatter};

use crate::domain::text::is_deceptive;

/// Pretty-printed, with whatever is not seen or changes how a line is shown as `\uXXXX`.
#[derive(Default)]
pub(super) struct Visible(PrettyFormatter<'static>);

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let is_escaped = |c: char| c == '\u{7f}' || is_deceptive(c);
        for part in fragment.split_inclusive(is_escaped) {
            let mut seen = part.chars();
            match seen.next_back().filter(|c| is_escaped(*c)) {
                Some(c) => {
                    writer.write_all(seen.as_str().as_bytes())?;
                    let mut units = [0; 2];
                    for unit in c.encode_utf16(&mut units) {
                        write!(writer, "\\u{unit:04x}")?;
                    }
                }
                None => writer.write_all(part.as_bytes())?,
            }
        }
        Ok(())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::report::json::write;

    #[test]
    fn what_is_not_seen_is_escaped_and_the_values_are_the_same() {
        let value = json!({"a\u{202e}b": ["\u{9b}31m \u{7f} \u{1b} caf\u{e9} \u{e0041}x \u{1f600}"], "c": {}, "d": []});
        let mut out = Vec::new();
        write(&value, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "{\n  \"a\\u202eb\": [\n    \"\\u009b31m \\u007f \\u001b caf\u{e9} \\udb40\\udc41x \u{1f600}\"\n  ],\n  \"c\": {},\n  \"d\": []\n}\n"
        );
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
