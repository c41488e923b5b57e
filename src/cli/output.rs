//! Standard output and error: colours, paging, closed pipes.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

use crate::error::Error;
use crate::system::System;

/// How answers are printed.
pub(super) struct Output {
    color: ColorChoice,
    no_pager: bool,
}

impl Output {
    pub(super) fn new(color: ColorChoice, no_pager: bool) -> Self {
        Self { color, no_pager }
    }

    /// Prints an answer: through a pager if it is longer than the terminal, without
    /// colours where they are not wanted. A reader who closes the pipe early has seen enough.
    pub(super) fn print(&self, system: &System, answer: &[u8]) -> Result<(), Error> {
        let rows = system.terminal().size.map(|(_, rows)| usize::from(rows));
        let lines = String::from_utf8_lossy(answer).lines().count();
        let is_long = rows.is_some_and(|rows| lines >= rows);
        if system.terminal().stdout && is_long && !self.no_pager {
            let is_shown = if self.wants_colour() {
                system.page(answer)
            } else {
                system.page(&strip(answer))
            };
            if is_shown {
                return Ok(());
            }
        }
        let stdout = io::stdout().lock();
        let mut stream = AutoStream::new(stdout, self.color);
        match stream.write_all(answer).and_then(|()| stream.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Error::new("standard output cannot be written").because(error))
            }
            _ => Ok(()),
        }
    }

    fn wants_colour(&self) -> bool {
        match self.color {
            ColorChoice::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            choice => choice != ColorChoice::Never,
        }
    }
}

fn strip(text: &[u8]) -> Vec<u8> {
    anstream::adapter::strip_bytes(text).into_vec()
}

/// A line on standard error. If that is gone there is nobody to tell.
pub(super) fn error_line(text: &str) {
    drop(writeln!(anstream::stderr().lock(), "{text}"));
}
