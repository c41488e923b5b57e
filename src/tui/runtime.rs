//! The loop: what happens goes through `update`, what is to be done is done, and a frame is drawn once for all of it.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use ratatui::crossterm::event::{self, Event, KeyEventKind, MouseButton, MouseEventKind};

use crate::app::history::Whereabouts;
use crate::cancel::Cancel;
use crate::error::Error;
use crate::system::{Opened, System};
use crate::tui::keys::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Msg, Question};
use crate::tui::terminal::Screen;
use crate::tui::update::update;
use crate::tui::worker::{Current, Scanned, Worker, place_of, sources};
use crate::tui::{Doors, kept};

/// How long a word stands at the foot of the screen.
const TOAST: Duration = Duration::from_secs(4);

/// How often it is looked whether something else wrote.
const LOOK: Duration = Duration::from_secs(2);

/// How long leaving waits for what is being written.
const FINISH: Duration = Duration::from_secs(10);

/// How long keys are waited for before it is looked whether another program has the terminal.
const PAUSE: Duration = Duration::from_millis(200);

pub(super) struct Runtime<'a> {
    system: Arc<System>,
    /// What the place is called under which the state is kept.
    place: String,
    doors: &'a Doors<'a>,
    screen: Screen,
    questions: Sender<Question>,
    happened: Receiver<Msg>,
    cancel: Current,
    scanned: Scanned,
    /// While another program has the terminal nothing is read from it.
    paused: Arc<AtomicBool>,
    /// What shows that something else wrote.
    watched: Vec<PathBuf>,
    seen: Vec<Option<SystemTime>>,
    /// Source of the plugins, with when it was changed.
    sources: Vec<(PathBuf, Option<SystemTime>)>,
    /// How much was asked to be written and has no answer.
    writing: usize,
}

impl<'a> Runtime<'a> {
    pub(super) fn start(
        system: Arc<System>,
        whereabouts: &Whereabouts,
        place: String,
        doors: &'a Doors<'a>,
    ) -> io::Result<Self> {
        let (sender, happened) = mpsc::channel();
        let (questions, asked) = mpsc::channel();
        let cancel: Current = Arc::new(Mutex::new(Cancel::default()));
        let worker = Worker::new(
            Arc::clone(&system),
            whereabouts.clone(),
            Arc::clone(&cancel),
            sender.clone(),
        );
        let scanned = worker.scanned();
        std::thread::Builder::new()
            .name("history".to_owned())
            // Scans and surfaces parse what is nested deeply.
            .stack_size(256 * 1024 * 1024)
            .spawn(move || worker.run(&asked))?;
        let paused = Arc::new(AtomicBool::new(false));
        let with_links =
            doors.colour && crate::report::text::link::is_known(system.var("TERM").as_deref());
        let screen = Screen::take(with_links)?;
        input(sender.clone(), Arc::clone(&paused));
        signals(sender, Arc::clone(&paused))?;
        let watched = doors.watched.clone();
        let seen = watched.iter().map(|path| system.changed(path)).collect();
        Ok(Self {
            system,
            place,
            doors,
            screen,
            questions,
            happened,
            cancel,
            scanned,
            paused,
            watched,
            seen,
            sources: Vec::new(),
            writing: 0,
        })
    }

    /// Goes on until somebody leaves.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub(super) fn run(mut self, model: &mut Model) -> Result<(), Error> {
        let gone = |error| Error::new("the terminal cannot be drawn on").because(error);
        let mut effects = update(model, Msg::Start);
        loop {
            for effect in std::mem::take(&mut effects) {
                effects.extend(self.perform(model, effect).map_err(gone)?);
            }
            if !effects.is_empty() {
                continue;
            }
            if model.is_leaving {
                return self.finish();
            }
            self.screen.draw(model).map_err(gone)?;
            effects = match self.next(model) {
                Some(msg) => self.take(model, msg),
                None => return Ok(()),
            };
            // Keys that are held down are all taken before anything is drawn.
            while let Ok(msg) = self.happened.try_recv() {
                effects.extend(self.take(model, msg));
            }
        }
    }

    fn take(&mut self, model: &mut Model, msg: Msg) -> Vec<Effect> {
        if let Msg::Answer(question, _) = &msg {
            self.writing -= usize::from(writes(question));
        }
        update(model, msg)
    }

    /// Waits for what is being written: whoever leaves, or is made to, has asked for it.
    ///
    /// # Errors
    /// What was not written, and why.
    fn finish(&mut self) -> Result<(), Error> {
        let until = Instant::now() + FINISH;
        let mut refused = None;
        while self.writing > 0 {
            let left = until.saturating_duration_since(Instant::now());
            match self.happened.recv_timeout(left) {
                Ok(Msg::Answer(question, answer)) if writes(&question) => {
                    self.writing -= 1;
                    refused = answer.err().or(refused);
                }
                Ok(_) => {}
                Err(_) => {
                    return Err(Error::new(
                        "what was to be written last may not have been: something else took too long",
                    )
                    .hint("`forewarn log` lists what was written"));
                }
            }
        }
        match refused {
            Some(why) => Err(Error::new(format!(
                "what was to be written last was not: {why}"
            ))),
            None => Ok(()),
        }
    }

    /// The next thing that happens. `None`: nothing can happen any more.
    fn next(&mut self, model: &Model) -> Option<Msg> {
        let patience = if model.toast.is_some() { TOAST } else { LOOK };
        loop {
            match self.happened.recv_timeout(patience) {
                Ok(msg) => return Some(msg),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {
                    if self.was_written() {
                        return Some(Msg::Changed);
                    }
                    if model.screen == crate::tui::model::Screen::Plugins && self.source_changed() {
                        return Some(Msg::SourceChanged);
                    }
                    if model.toast.is_some() {
                        return Some(Msg::Quiet);
                    }
                }
            }
        }
    }

    fn was_written(&mut self) -> bool {
        let now: Vec<_> = self
            .watched
            .iter()
            .map(|path| self.system.changed(path))
            .collect();
        let differs = now != self.seen;
        self.seen = now;
        differs
    }

    /// Whether a file changed since it was looked at last. Files that were not looked at before do not count.
    fn source_changed(&mut self) -> bool {
        let files = sources(&self.scanned);
        let now: Vec<_> = files
            .into_iter()
            .map(|path| {
                let changed = self.system.changed(&path);
                (path, changed)
            })
            .collect();
        let differs = now.iter().any(|(path, changed)| {
            let before = self.sources.iter().find(|(other, _)| other == path);
            before.is_some_and(|(_, before)| before != changed)
        });
        self.sources = now;
        differs
    }

    fn perform(&mut self, model: &mut Model, effect: Effect) -> io::Result<Vec<Effect>> {
        match effect {
            Effect::Ask(question) => {
                let is_ours = matches!(question, Question::Act(_));
                self.writing += usize::from(writes(&question));
                // The worker lives as long as this.
                drop(self.questions.send(question));
                if is_ours {
                    self.was_written();
                }
            }
            Effect::Cancel => {
                if let Ok(current) = self.cancel.lock() {
                    current.raise();
                }
            }
            Effect::Copy(text) => {
                use base64::Engine as _;
                let coded = base64::engine::general_purpose::STANDARD.encode(text);
                Screen::raw(&format!("\x1b]52;c;{coded}\x07"))?;
            }
            Effect::Open(link) => {
                let told = match self.system.open_address(&link) {
                    Opened::Started => format!("opened {link}"),
                    Opened::Nothing => format!("no program opens addresses here: {link}"),
                };
                return Ok(crate::tui::update::told(model, told));
            }
            Effect::Edit { id, is_release } => {
                let outcome = self.lent(|doors| (doors.edit)(&id, is_release))?;
                self.was_written();
                return Ok(match outcome {
                    Ok(()) => crate::tui::update::edited(model),
                    Err(error) => crate::tui::update::refused(model, &error.render()),
                });
            }
            Effect::EditSource(place) => {
                let Some((path, line)) = place_of(&self.scanned, place) else {
                    return Ok(crate::tui::update::refused(
                        model,
                        "that finding is no longer there; s scans again",
                    ));
                };
                let system = Arc::clone(&self.system);
                let outcome = self.lent(|_| system.edit_file(&path, line))?;
                if let Err(error) = outcome {
                    return Ok(crate::tui::update::refused(model, &error.to_string()));
                }
            }
            Effect::Keep => kept::keep(&self.system, &self.place, model),
            Effect::Quit => model.is_leaving = true,
        }
        Ok(Vec::new())
    }

    /// Gives the terminal away for a while.
    fn lent<T>(&mut self, run: impl FnOnce(&Doors<'_>) -> T) -> io::Result<T> {
        self.paused.store(true, Ordering::SeqCst);
        // What reads keys looks up at the latest then, and takes none from the other program.
        std::thread::sleep(PAUSE);
        let doors = self.doors;
        let outcome = self.screen.lend(|| run(doors));
        self.paused.store(false, Ordering::SeqCst);
        outcome
    }
}

/// Reads keys and the mouse on a thread of its own.
fn input(sender: Sender<Msg>, paused: Arc<AtomicBool>) {
    std::thread::spawn(move || {
        loop {
            if paused.load(Ordering::SeqCst) {
                std::thread::sleep(PAUSE);
                continue;
            }
            match event::poll(PAUSE) {
                Ok(false) => continue,
                Ok(true) if paused.load(Ordering::SeqCst) => continue,
                Ok(true) => {}
                // The terminal is gone.
                Err(_) => break,
            }
            let Ok(event) = event::read() else {
                break;
            };
            if let Some(msg) = understood(&event)
                && sender.send(msg).is_err()
            {
                return;
            }
        }
        drop(sender.send(Msg::Stop));
    });
}

fn understood(event: &Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(Key::from(*key))),
        Event::Paste(text) => Some(Msg::Paste(text.clone())),
        Event::Resize(width, height) => Some(Msg::Resize(*width, *height)),
        Event::Mouse(mouse) => {
            let (x, y) = (mouse.column, mouse.row);
            match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click { x, y }),
                MouseEventKind::Drag(MouseButton::Left) => Some(Msg::Drag { x, y }),
                MouseEventKind::ScrollDown => Some(Msg::Wheel { x, y, down: true }),
                MouseEventKind::ScrollUp => Some(Msg::Wheel { x, y, down: false }),
                _ => None,
            }
        }
        _ => None,
    }
}

/// SIGTERM, SIGHUP and SIGINT from outside end the app as its own key does.
#[cfg(unix)]
fn signals(sender: Sender<Msg>, paused: Arc<AtomicBool>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            // Meant for the program that has the terminal.
            if signal == SIGINT && paused.load(Ordering::SeqCst) {
                continue;
            }
            if sender.send(Msg::Stop).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Whether a question is a wish to write.
fn writes(question: &Question) -> bool {
    matches!(question, Question::Act(_) | Question::Export { .. })
}

#[cfg(not(unix))]
fn signals(_sender: Sender<Msg>, _paused: Arc<AtomicBool>) -> io::Result<()> {
    Ok(())
}
