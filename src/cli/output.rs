//! Standard output and error: colours, paging, closed pipes.

use std::io::{self, BufWriter, Write};

use anstream::{AutoStream, ColorChoice};

use crate::error::Error;
use crate::report::text::link::{self, Unlinked};
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

    /// Writes an answer as it is laid out. On a terminal it is laid out first, to see whether it wants a pager; elsewhere a
    /// long one is never whole in memory.
    pub(super) fn write(
        &self,
        system: &System,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        if system.terminal().stdout {
            let mut answer = Vec::new();
            write(&mut answer)
                .map_err(|error| Error::new("the answer could not be laid out").because(error))?;
            return self.print(system, &answer);
        }
        // Colours may be wanted elsewhere too; links are for terminals.
        let stream = Unlinked::new(AutoStream::new(io::stdout().lock(), self.color));
        let watched = Watched {
            stream,
            is_closed: false,
        };
        let mut out = BufWriter::with_capacity(1 << 16, watched);
        let result = write(&mut out).and_then(|()| out.flush());
        // A writer may have wrapped the error; and what is still held must not be tried again.
        let (watched, _held) = out.into_parts();
        if watched.is_closed {
            return Ok(());
        }
        written(result)
    }

    /// Prints an answer: through a pager if it is longer than the terminal, without
    /// colours where they are not wanted. A reader who closes the pipe early has seen enough.
    pub(super) fn print(&self, system: &System, answer: &[u8]) -> Result<(), Error> {
        let rows = system.terminal().size.map(|(_, rows)| usize::from(rows));
        let lines = String::from_utf8_lossy(answer).lines().count();
        let is_long = rows.is_some_and(|rows| lines >= rows);
        if system.terminal().stdout && is_long && !self.no_pager {
            let is_shown = if self.wants_colour() {
                // Pagers of some age show the sequences of links as text.
                system.page(&link::without(answer))
            } else {
                system.page(&strip(answer))
            };
            if is_shown {
                return Ok(());
            }
        }
        let stdout = io::stdout().lock();
        let mut stream = AutoStream::new(stdout, self.color);
        let is_linked = system.terminal().stdout && link::is_known(system.var("TERM").as_deref());
        let unlinked = (!is_linked).then(|| link::without(answer));
        let answer = unlinked.as_deref().unwrap_or(answer);
        written(stream.write_all(answer).and_then(|()| stream.flush()))
    }

    pub(super) fn wants_colour(&self) -> bool {
        match self.color {
            ColorChoice::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
            choice => choice != ColorChoice::Never,
        }
    }
}

/// Takes note of a reader who closed the pipe.
struct Watched<W> {
    stream: W,
    is_closed: bool,
}

impl<W: Write> Watched<W> {
    fn noted<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            self.is_closed |= error.kind() == io::ErrorKind::BrokenPipe;
        }
        result
    }
}

impl<W: Write> Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.stream.write(bytes);
        self.noted(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.stream.flush();
        self.noted(result)
    }
}

/// A reader who closes the pipe early has seen enough.
fn written(result: io::Result<()>) -> Result<(), Error> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new("standard output cannot be written").because(error))
        }
        _ => Ok(()),
    }
}

fn strip(text: &[u8]) -> Vec<u8> {
    anstream::adapter::strip_bytes(text).into_vec()
}

/// A line on standard error. If that is gone there is nobody to tell.
pub(super) fn error_line(text: &str) {
    drop(writeln!(anstream::stderr().lock(), "{text}"));
}
