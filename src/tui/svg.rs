//! A frame as a picture: SVG with one text for each run of cells that look alike.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

/// Size of a cell, in units of the picture.
const CELL: (usize, usize) = (9, 18);

const BACKGROUND: &str = "#14161b";
const FOREGROUND: &str = "#d8dce4";

/// The picture of a buffer. Escapes everything that it is made of.
pub fn picture(buffer: &Buffer, title: &str) -> String {
    let (width, height) = (
        usize::from(buffer.area.width),
        usize::from(buffer.area.height),
    );
    let (wide, high) = (width * CELL.0, height * CELL.1);
    let mut out = String::new();
    line(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" font-family=\"ui-monospace, monospace\" font-size=\"15\">\n<title>{}</title>\n<rect width=\"{wide}\" height=\"{high}\" rx=\"6\" fill=\"{BACKGROUND}\"/>",
            escaped(title)
        ),
    );
    for row in 0..height {
        let mut column = 0;
        while column < width {
            let look = look(buffer, column, row);
            let begin = column;
            let mut text = String::new();
            while column < width && self::look(buffer, column, row) == look {
                let symbol = symbol(buffer, column, row);
                text.push_str(symbol);
                column += symbol.width().max(1);
            }
            run(&mut out, (begin, row), column - begin, &text, &look);
        }
    }
    out.push_str("</svg>\n");
    out
}

#[derive(PartialEq)]
struct Look {
    front: &'static str,
    back: &'static str,
    bold: bool,
    dim: bool,
    underlined: bool,
}

fn symbol(buffer: &Buffer, column: usize, row: usize) -> &str {
    let at = |number: usize| u16::try_from(number).unwrap_or_default();
    buffer
        .cell((at(column), at(row)))
        .map_or(" ", ratatui::buffer::Cell::symbol)
}

fn look(buffer: &Buffer, column: usize, row: usize) -> Look {
    let at = |number: usize| u16::try_from(number).unwrap_or_default();
    let style = buffer
        .cell((at(column), at(row)))
        .map(ratatui::buffer::Cell::style)
        .unwrap_or_default();
    let has = |modifier| style.add_modifier.contains(modifier);
    let (mut front, mut back) = (colour(style.fg, FOREGROUND), colour(style.bg, BACKGROUND));
    if has(Modifier::REVERSED) {
        std::mem::swap(&mut front, &mut back);
    }
    Look {
        front,
        back,
        bold: has(Modifier::BOLD),
        dim: has(Modifier::DIM),
        underlined: has(Modifier::UNDERLINED),
    }
}

fn run(out: &mut String, (column, row): (usize, usize), cells: usize, text: &str, look: &Look) {
    let (x, y) = (column * CELL.0, row * CELL.1);
    let wide = cells * CELL.0;
    if look.back != BACKGROUND {
        line(
            out,
            format_args!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{}\" fill=\"{}\"/>",
                CELL.1, look.back
            ),
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let mut more = String::new();
    if look.bold {
        more.push_str(" font-weight=\"bold\"");
    }
    if look.dim {
        more.push_str(" opacity=\"0.6\"");
    }
    if look.underlined {
        more.push_str(" text-decoration=\"underline\"");
    }
    line(
        out,
        format_args!(
            "<text x=\"{x}\" y=\"{}\" fill=\"{}\" textLength=\"{wide}\" lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\"{more}>{}</text>",
            y + 14,
            look.front,
            escaped(text)
        ),
    );
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    use std::fmt::Write as _;
    // Writing to a string does not fail.
    if out.write_fmt(text).is_err() {
        return;
    }
    out.push('\n');
}

fn colour(colour: Option<Color>, none: &'static str) -> &'static str {
    match colour {
        Some(Color::Black) => "#000000",
        Some(Color::Red) => "#e06c75",
        Some(Color::Green) => "#7fbf7f",
        Some(Color::Yellow) => "#e5c07b",
        Some(Color::Blue) => "#61afef",
        Some(Color::Magenta) => "#c678dd",
        Some(Color::Cyan) => "#56b6c2",
        Some(Color::Gray | Color::White) => "#ffffff",
        Some(Color::DarkGray) => "#5c6370",
        Some(Color::LightRed) => "#ff8787",
        Some(Color::LightGreen) => "#a5e075",
        Some(Color::LightYellow) => "#ffd787",
        Some(Color::LightBlue) => "#87c7ff",
        Some(Color::LightMagenta) => "#e0a0ff",
        Some(Color::LightCyan) => "#87e0e0",
        _ => none,
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            one if one.is_control() => out.push(' '),
            one => out.push(one),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn a_picture_holds_every_run_and_escapes_it() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
        buffer.set_string(0, 0, "a<b", Style::new().fg(Color::Red));
        buffer.set_string(4, 1, "漢&", Style::new().add_modifier(Modifier::REVERSED));
        let picture = picture(&buffer, "\"x\"");
        assert!(
            picture.contains("<title>&quot;x&quot;</title>"),
            "{picture}"
        );
        assert!(picture.contains("fill=\"#e06c75\""), "{picture}");
        assert!(picture.contains(">a&lt;b</text>"), "{picture}");
        assert!(picture.contains(">漢&amp;</text>"), "{picture}");
    }
}
