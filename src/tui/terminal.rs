//! The terminal: taken over at the start, given back however the app ends.

use std::io::{self, Stdout, Write};
use std::sync::Once;

use ratatui::Terminal;
use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode, enable_raw_mode,
};

use unicode_width::UnicodeWidthStr as _;

use crate::report::text::link;
use crate::tui::model::Model;
use crate::tui::view::{Link, links, view};

/// A terminal that is the app's while this lives.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    /// The links of the frame that is shown. `None`: the terminal is told of none.
    linked: Option<Vec<Link>>,
}

impl Screen {
    /// Takes the terminal over. With links, it is told where they are.
    ///
    /// # Errors
    /// If it is none, or refuses.
    pub fn take(with_links: bool) -> io::Result<Self> {
        on_panic();
        enter()?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        Ok(Self {
            terminal,
            linked: with_links.then(Vec::new),
        })
    }

    /// Draws a frame. Cells cannot be links, so those that are some are written once more, with their addresses around them.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub(super) fn draw(&mut self, model: &Model) -> io::Result<()> {
        let frame = self.terminal.draw(|frame| view(model, frame))?;
        let Some(before) = self.linked.take() else {
            return Ok(());
        };
        let now = links(model);
        if !before.is_empty() || !now.is_empty() {
            let buffer = frame.buffer.clone();
            relink(self.terminal.backend_mut(), &buffer, &before, &now)?;
        }
        self.linked = Some(now);
        Ok(())
    }

    /// Gives the terminal to another program for as long as `run` takes, and takes it back.
    ///
    /// # Errors
    /// If the terminal refuses.
    pub(super) fn lend<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        leave();
        let outcome = run();
        enter()?;
        self.terminal.clear()?;
        Ok(outcome)
    }

    /// Writes a sequence that is no part of the frame: a title, the clipboard.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub(super) fn raw(sequence: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(sequence.as_bytes())?;
        out.flush()
    }
}

/// Writes the cells of links again: those of the frame before as what they are now, those of this one as links.
fn relink<W: Write>(
    backend: &mut CrosstermBackend<W>,
    buffer: &Buffer,
    before: &[Link],
    now: &[Link],
) -> io::Result<()> {
    for old in before.iter().filter(|old| !now.contains(old)) {
        rewrite(backend, buffer, old)?;
    }
    for new in now {
        write!(backend, "{}", link::begin(&new.target))?;
        rewrite(backend, buffer, new)?;
        write!(backend, "{}", link::close())?;
    }
    Write::flush(backend)
}

fn rewrite<W: Write>(
    backend: &mut CrosstermBackend<W>,
    buffer: &Buffer,
    link: &Link,
) -> io::Result<()> {
    let mut cells = Vec::new();
    let mut x = link.x;
    // What lies right of a wide letter belongs to it.
    while x < link.x.saturating_add(link.width) {
        // The screen may have become smaller.
        let Some(cell) = buffer.cell((x, link.y)) else {
            break;
        };
        cells.push((x, link.y, cell));
        let width = u16::try_from(cell.symbol().width()).unwrap_or(1);
        x = x.saturating_add(width.max(1));
    }
    backend.draw(cells.into_iter())
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        EnableMouseCapture,
        EnableBracketedPaste,
        SetTitle("forewarn")
    )
}

/// Gives the terminal back. Whatever of it fails, the rest is tried: there is nobody to tell.
fn leave() {
    drop(execute!(
        io::stdout(),
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        ratatui::crossterm::cursor::Show
    ));
    drop(disable_raw_mode());
}

/// Has a panic give the terminal back before its message is written, so that it can be read.
fn on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            leave();
            before(info);
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn link(x: u16, width: u16, target: &str) -> Link {
        Link {
            x,
            y: 0,
            width,
            target: target.to_owned(),
        }
    }

    /// What is written for a frame, without moves of the cursor and colours.
    fn written(before: &[Link], now: &[Link]) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, "a 漢字 page", Style::new());
        let mut out = Vec::new();
        relink(&mut CrosstermBackend::new(&mut out), &buffer, before, now).unwrap();
        let written = String::from_utf8(out).unwrap();
        let mut parts = written.split("\u{1b}[");
        let mut shown = parts.next().unwrap().to_owned();
        for part in parts {
            let end = part.find(|one: char| one.is_ascii_alphabetic()).unwrap();
            shown.extend(part.chars().skip(end + 1));
        }
        shown.replace("\u{1b}]8;;", "<").replace("\u{1b}\\", ">")
    }

    #[test]
    fn cells_of_links_are_written_between_their_sequences() {
        let [a, b] = [
            link(2, 4, "https://a.example"),
            link(7, 4, "https://b.example"),
        ];
        let both = "<https://a.example>漢字<><https://b.example>page<>";
        assert_eq!(written(&[], &[a.clone(), b.clone()]), both);
        // What is a link no longer is written as what it is.
        assert_eq!(
            written(&[a, b.clone()], &[b]),
            "漢字<https://b.example>page<>"
        );
        assert_eq!(written(&[link(11, 9, "https://gone.example")], &[]), " ");
    }
}
