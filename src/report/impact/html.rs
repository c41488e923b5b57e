//! What a move does, as one page of HTML that needs nothing else: no script, no font, no image.

use std::io::{self, Write};

use crate::domain::document::impact::ImpactDocument;
use crate::domain::text::Untrusted;
use crate::report::impact::{Detail, Line, Part, Run, Tone, page};

const STYLE: &str = include_str!("../../../assets/templates/impact.css");

/// Writes the answer of `impact`.
pub fn write(document: &ImpactDocument, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let page = page(document, detail);
    let title = escaped(&page.title);
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>"
    )?;
    for part in &page.lead {
        self::part(part, out)?;
    }
    writeln!(out, "</header>\n<main>")?;
    for section in &page.sections {
        let tone = tone(section.tone);
        writeln!(out, "<section{tone}>\n<h2>{}</h2>", escaped(&section.title))?;
        for part in &section.parts {
            self::part(part, out)?;
        }
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

const fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Dim => " class=\"dim\"",
        Tone::Good => " class=\"good\"",
        Tone::Caution => " class=\"caution\"",
        Tone::Bad => " class=\"bad\"",
    }
}

fn part(part: &Part, out: &mut dyn Write) -> io::Result<()> {
    match part {
        Part::Sentence(grave, runs) => {
            writeln!(out, "<p{}>{}</p>", tone(*grave), inline(runs))
        }
        Part::List { title, lines, more } => {
            if !title.is_empty() {
                writeln!(out, "<h3>{}</h3>", escaped(title))?;
            }
            writeln!(out, "<ul>")?;
            for Line { runs, below } in lines {
                write!(out, "<li>{}", inline(runs))?;
                for below in below {
                    write!(out, "<p class=\"dim\">{}</p>", inline(below))?;
                }
                writeln!(out, "</li>")?;
            }
            if *more > 0 {
                writeln!(out, "<li class=\"dim\">{more} more</li>")?;
            }
            writeln!(out, "</ul>")
        }
        Part::Table { head, rows } if rows.is_empty() => {
            debug_assert!(!head.is_empty(), "a table has columns");
            Ok(())
        }
        Part::Table { head, rows } => {
            write!(out, "<div class=\"wide\"><table>\n<thead><tr>")?;
            for title in head {
                write!(out, "<th scope=\"col\">{title}</th>")?;
            }
            writeln!(out, "</tr></thead>\n<tbody>")?;
            for row in rows {
                write!(out, "<tr>")?;
                for cell in row {
                    write!(out, "<td>{}</td>", escaped(cell))?;
                }
                writeln!(out, "</tr>")?;
            }
            writeln!(out, "</tbody>\n</table></div>")
        }
    }
}

fn inline(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            Run::Text(text) => escaped(text),
            Run::Code(text) => format!("<code>{}</code>", escaped(text)),
        })
        .collect()
}

fn escaped(text: &str) -> String {
    Untrusted::from(text).for_html()
}
