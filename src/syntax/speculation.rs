//! What bounds the time of the parser, before it begins.
//!
//! The parser of TypeScript takes each `<` for the begin of type arguments and reads on until they cannot go on, to go back
//! then. Where nothing ends them, each does so for all that follow: a file of sixteen kilobytes takes a quarter of a minute.

/// How much there may be: a second of it or two. What people write comes to some thousands.
pub(super) const MOST: usize = 2_000_000;

/// Why a text is not parsed.
pub(super) const TOO_MANY: &str = "too many `<` that nothing closes";

/// How many `<` are open at each, summed up. Where a bracket closes, at a `;`, `=`, `&&` and `||` none of the same level go
/// on, and a `>` closes one. Quotes and comments are passed over as they mostly are, so that this is an estimate; it takes
/// time in proportion to the length of the text.
pub(super) fn of(text: &str) -> usize {
    let mut count = Count {
        bytes: text.as_bytes(),
        at: 0,
        levels: vec![0],
        open: 0,
        sum: 0,
        no_quotes: 0,
    };
    while let Some(byte) = count.bytes.get(count.at).copied() {
        count.byte(byte);
        count.at += 1;
    }
    count.sum
}

struct Count<'t> {
    bytes: &'t [u8],
    at: usize,
    /// How many are open in each bracket that is; the first is of the text itself.
    levels: Vec<usize>,
    /// In all of them.
    open: usize,
    sum: usize,
    /// Up to where no quote has an end.
    no_quotes: usize,
}

impl Count<'_> {
    fn byte(&mut self, byte: u8) {
        let next = self.peek(1);
        match byte {
            b'<' if !matches!(next, b'/' | b'=') => {
                self.sum += self.open;
                self.open += 1;
                if let Some(here) = self.levels.last_mut() {
                    *here += 1;
                }
            }
            b'>' if self.at == 0 || self.bytes.get(self.at - 1) != Some(&b'=') => {
                if let Some(here) = self.levels.last_mut().filter(|here| **here > 0) {
                    *here -= 1;
                    self.open -= 1;
                }
            }
            b'(' | b'[' | b'{' => self.levels.push(0),
            b')' | b']' | b'}' => {
                self.open -= self.levels.pop().unwrap_or_default();
                if self.levels.is_empty() {
                    self.levels.push(0);
                }
            }
            b';' => self.end(),
            b'=' if next != b'>' => self.end(),
            b'&' | b'|' if next == byte => self.end(),
            b'"' | b'\'' if self.at >= self.no_quotes => self.quoted(byte),
            b'/' => self.remark(next),
            _ => {}
        }
    }

    fn peek(&self, behind: usize) -> u8 {
        self.bytes
            .get(self.at + behind)
            .copied()
            .unwrap_or_default()
    }

    /// None of this level go on.
    fn end(&mut self) {
        if let Some(here) = self.levels.last_mut() {
            self.open -= std::mem::take(here);
        }
    }

    /// Goes to the second quote, if there is one on the line.
    fn quoted(&mut self, quote: u8) {
        let mut at = self.at + 1;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\n' => break,
                b'\\' => at += 1,
                byte if *byte == quote => {
                    self.at = at;
                    return;
                }
                _ => {}
            }
            at += 1;
        }
        self.no_quotes = at;
    }

    /// Goes to the end of a comment, if one begins here.
    fn remark(&mut self, next: u8) {
        let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
        let length = match next {
            b'/' => rest.iter().position(|byte| *byte == b'\n'),
            b'*' => rest
                .windows(2)
                .position(|pair| pair == b"*/")
                .map(|end| end + 2),
            _ => return,
        };
        self.at += length.unwrap_or(rest.len()) + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn what_is_open_is_counted_and_what_is_closed_is_not() {
        let table = [
            ("a<b,a<b,a<b,", 3),
            ("a<b;a<b;a<b;", 0),
            ("if(a<b){x(a<c)}if(a<b){x(a<c)}", 0),
            ("a<b,(a<b),a<b", 2),
            ("<div><a>{c < d}</a></div>", 0),
            ("f<a, {b: c < d}", 1),
            ("x<y && z<w || u<v = t<s => r<q", 1),
            ("a<'<<<<',b<\"<<\", c<d // <<<\n/* <<< */ <", 6),
            ("don't a<b,a<b", 1),
            ("", 0),
            (")]}<>", 0),
        ];
        for (text, expected) in table {
            assert_eq!(of(text), expected, "{text}");
        }
    }

    #[test]
    fn it_is_counted_in_no_time() {
        for part in ["'\\", "/*", "\"", "a<", "(<", "//"] {
            let text = part.repeat(2_000_000);
            let started = std::time::Instant::now();
            of(&text);
            assert!(started.elapsed().as_secs() < 10, "{part}");
        }
    }
}
