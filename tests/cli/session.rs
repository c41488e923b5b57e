//! The program on a terminal of its own: what is typed, what is shown.

use std::io::{Read as _, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::run::World;

/// Longer than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A run on a terminal of its own.
pub(crate) struct Session {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    written: Arc<Mutex<Vec<u8>>>,
    terminal: Box<dyn MasterPty + Send>,
}

impl Session {
    /// Starts the program with its words separated by spaces, on a terminal of 80 by 24.
    pub(crate) fn start(world: &World, line: &str, environment: &[(&str, &str)]) -> Self {
        Self::sized(world, line, environment, (80, 24))
    }

    /// The same on a terminal of so many columns and rows.
    pub(crate) fn sized(
        world: &World,
        line: &str,
        environment: &[(&str, &str)],
        (cols, rows): (u16, u16),
    ) -> Self {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        words.extend(["--as-of", "2026-06-15"]);
        let program = env!("CARGO_BIN_EXE_forewarn");
        Self::of(world, (program, &words), environment, (cols, rows))
    }

    /// Another program, with its words.
    pub(crate) fn of(
        world: &World,
        (program, words): (&str, &[&str]),
        environment: &[(&str, &str)],
        (cols, rows): (u16, u16),
    ) -> Self {
        let size = PtySize {
            rows,
            cols,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.cwd(world.work());
        command.env("HOME", world.home());
        command.env("USER", "tester");
        command.env("PATH", "/usr/bin:/bin");
        command.env("TERM", "xterm-256color");
        for (name, value) in environment {
            command.env(name, value);
        }
        command.args(words);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(
            rows.try_into().unwrap(),
            cols.try_into().unwrap(),
            200,
        )));
        let shown = Arc::clone(&screen);
        let written: Arc<Mutex<Vec<u8>>> = Arc::default();
        let kept = Arc::clone(&written);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The end of the program ends the terminal, as an error on some systems.
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                kept.lock().unwrap().extend(&bytes[..read]);
                shown.lock().unwrap().process(&bytes[..read]);
            }
        });
        Self {
            child,
            keys,
            screen,
            written,
            terminal: pair.master,
        }
    }

    /// Whether the terminal was told something: a sequence that shows nothing.
    pub(crate) fn is_told(&self, sequence: &str) -> bool {
        String::from_utf8_lossy(&self.written.lock().unwrap()).contains(sequence)
    }

    /// Waits until the terminal was told something.
    pub(crate) fn hears(&self, sequence: &str) {
        let since = Instant::now();
        while !self.is_told(sequence) {
            assert!(since.elapsed() < PATIENCE, "{sequence:?} was not written");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Waits until the screen shows something.
    pub(crate) fn sees(&self, text: &str) {
        let since = Instant::now();
        while !self.text().contains(text) {
            assert!(
                since.elapsed() < PATIENCE,
                "`{text}` was not shown:\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn types(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits for a question, then answers it.
    pub(crate) fn answers(&mut self, question: &str, keys: &str) {
        self.sees(question);
        self.types(keys);
    }

    pub(crate) fn resize(&self, (cols, rows): (u16, u16)) {
        let size = PtySize {
            rows,
            cols,
            ..PtySize::default()
        };
        self.screen
            .lock()
            .unwrap()
            .screen_mut()
            .set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
        self.terminal.resize(size).unwrap();
    }

    /// What a program has taken of the terminal and not given back.
    pub(crate) fn taken(&self) -> Vec<&'static str> {
        let screen = self.screen.lock().unwrap();
        let screen = screen.screen();
        let mouse = screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
        [
            (screen.alternate_screen(), "the other screen"),
            (screen.hide_cursor(), "the cursor"),
            (mouse, "the mouse"),
            (screen.bracketed_paste(), "what is pasted"),
        ]
        .into_iter()
        .filter_map(|(is_taken, what)| is_taken.then_some(what))
        .collect()
    }

    /// Sends a signal by its name.
    #[expect(clippy::disallowed_methods, reason = "a test stops the program")]
    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap();
        let line = format!("kill -{name} {id}");
        let status = std::process::Command::new("sh")
            .args(["-c", &line])
            .status();
        assert!(status.unwrap().success(), "{line}");
    }

    /// Waits for its end; the exit code.
    pub(crate) fn code(&mut self) -> u32 {
        let since = Instant::now();
        let code = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status.exit_code();
            }
            assert!(since.elapsed() < PATIENCE, "it goes on:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        };
        // What was written last may still be on its way.
        std::thread::sleep(Duration::from_millis(100));
        code
    }

    /// What is on the screen at the end, and the exit code.
    pub(crate) fn ends(mut self, world: &World) -> String {
        let code = self.code();
        let lines: Vec<String> = self
            .text()
            .lines()
            .map(|line| line.trim_end().to_owned())
            .collect();
        let text = lines.join("\n");
        let root = world.home().parent().unwrap().to_str().unwrap().to_owned();
        // A path may be broken at the edge of the screen.
        let text = text.replace(&root, "[folder]");
        format!("{}\nexit {code}\n", text.trim())
    }
}
