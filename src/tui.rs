//! The terminal app: a model, what happens to it, and a frame made from it.
//!
//! `update` takes what happened and says what is to be done, `view` draws; both are pure. `runtime` is the loop around them, `worker`
//! answers what is asked of the history on a thread of its own, by the same functions and writers as the command line.

pub mod filter;
pub mod form;
pub mod input;
pub mod keys;
pub mod layout;
pub mod model;
pub mod msg;
pub mod page;
pub mod svg;
pub mod terminal;
pub mod theme;
pub mod update;
pub mod view;

mod fold;
mod kept;
mod lay;
mod runtime;
mod worker;

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::history::Whereabouts;
use crate::error::Error;
use crate::system::System;
use crate::tui::model::Model;
use crate::tui::theme::ThemeName;

pub use worker::Answers;

/// What the command line does for the app.
pub struct Doors<'a> {
    /// An entry, or a release, in the user's editor, with everything that may be asked there.
    pub edit: &'a dyn Fn(&str, bool) -> Result<(), Error>,
    /// Files that change when something else writes to the history.
    pub watched: Vec<PathBuf>,
    /// Whether colours, and links, are wanted at all.
    pub colour: bool,
}

/// Runs the app until somebody leaves it.
///
/// # Errors
/// If there is no terminal to draw on.
pub fn run(
    system: System,
    whereabouts: &Whereabouts,
    place: &str,
    doors: &Doors<'_>,
) -> Result<(), Error> {
    let system = Arc::new(system);
    let today = system.today();
    let size = ratatui::crossterm::terminal::size()
        .map_err(|error| Error::new("this is no terminal to draw on").because(error))?;
    let mut model = Model::new(today, whereabouts.as_of.unwrap_or(today), size);
    let wrong = kept::restore(&system, place, &mut model);
    if !doors.colour {
        model.theme = ThemeName::Plain;
    }
    if let Some(wrong) = wrong.first() {
        update::refused(&mut model, wrong);
    }
    runtime::Runtime::start(system, whereabouts, place.to_owned(), doors)
        .map_err(|error| {
            Error::new("the terminal cannot be taken over")
                .because(error)
                .hint("`forewarn --help` lists what works without one")
        })?
        .run(&mut model)
}
