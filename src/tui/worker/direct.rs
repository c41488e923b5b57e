//! The worker without its thread: for whoever asks and waits, as tests do.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use crate::app::history::Whereabouts;
use crate::cancel::Cancel;
use crate::system::System;
use crate::tui::msg::{Answer, Msg, Question};
use crate::tui::worker::{Current, Worker};

/// Answers questions here and now, as the worker would: what was scanned last is known to those that follow.
pub struct Answers {
    worker: Worker,
    happened: Receiver<Msg>,
}

impl Answers {
    pub fn new(system: Arc<System>, whereabouts: Whereabouts) -> Self {
        let (replies, happened) = channel();
        let cancel: Current = Arc::new(Mutex::new(Cancel::default()));
        Self {
            worker: Worker::new(system, whereabouts, cancel, replies),
            happened,
        }
    }

    /// One answer, waited for.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn answer(&mut self, question: &Question) -> Result<Answer, String> {
        self.worker.answer(question.clone());
        loop {
            match self.happened.recv() {
                Ok(Msg::Answer(asked, answer)) if asked == *question => return answer,
                // How far it is, which nobody looks at here.
                Ok(_) => {}
                Err(_) => return Err("the work ended without an answer".to_owned()),
            }
        }
    }
}
