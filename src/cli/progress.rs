//! Progress of long work, on standard error, where that is a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cancel::{Cancel, Progress};
use crate::system::System;

/// A line with a bar; nothing where nobody looks at it.
pub(super) struct Bar {
    bar: ProgressBar,
    cancel: Cancel,
}

impl Bar {
    pub(super) fn new(system: &System) -> Self {
        let target = if system.terminal().stderr {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        Self {
            bar: ProgressBar::with_draw_target(None, target),
            cancel: Cancel::default(),
        }
    }
}

impl Progress for Bar {
    fn start(&self, what: &str, total: usize) {
        let style =
            ProgressStyle::with_template("{prefix} [{bar:24}] {pos}/{len} {msg}  {elapsed}");
        if let Ok(style) = style {
            self.bar.set_style(style.progress_chars("=> "));
        }
        self.bar.reset();
        self.bar
            .set_length(u64::try_from(total).unwrap_or(u64::MAX));
        self.bar.set_message(String::new());
        self.bar.set_prefix(what.to_owned());
        self.bar.tick();
    }

    fn step(&self, label: &str) {
        self.bar.set_message(label.to_owned());
        self.bar.inc(1);
    }

    fn done(&self) {
        self.bar.finish_and_clear();
    }

    fn cancel(&self) -> &Cancel {
        &self.cancel
    }
}
