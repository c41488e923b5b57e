//! Running another program to its end: no shell, no input, limits on time and output.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::{Environment, System};

/// How often a running program is looked at: seldom enough to cost nothing, often enough that nobody waits for it.
const PAUSE: Duration = Duration::from_millis(20);

/// How long output is waited for after a program has ended: what it started itself may keep the pipe open.
const GRACE: Duration = Duration::from_secs(2);

/// What is to be run.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// A name without a folder; it is looked for in `PATH`.
    pub program: &'a str,
    pub arguments: &'a [String],
    pub folder: &'a Path,
    /// Variables that are set beside those of the environment.
    pub variables: &'a [(&'a str, &'a str)],
    /// Bytes of each of the two outputs beyond which it is ended.
    pub output: usize,
    /// Time after which it is ended.
    pub patience: Duration,
}

/// How a program ended, and what it wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Whether it said that all went well.
    pub success: bool,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

/// Why a program did not run to its end.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    #[error("`{program}` was not found in PATH")]
    NotFound { program: String },
    #[error("`{program}` could not be run")]
    Failed {
        program: String,
        #[source]
        source: io::Error,
    },
    #[error("`{program}` did not finish within {seconds} s and was ended")]
    Slow { program: String, seconds: u64 },
    #[error("`{program}` wrote more than {limit} bytes and was ended")]
    Talkative { program: String, limit: usize },
    #[error("`{program}` was ended, because the work was cancelled")]
    Cancelled { program: String },
}

/// One output of the program, as far as it was read.
enum Output {
    Whole(Vec<u8>),
    TooLong,
    Broken(io::Error),
}

impl System {
    /// Runs a program and waits for it. `stop` is asked again and again whether to end it.
    ///
    /// # Errors
    /// If it is not there, cannot be started, or had to be ended. That it failed by itself is an answer, not an error.
    pub fn run(&self, run: &Run<'_>, stop: &dyn Fn() -> bool) -> Result<Ran, ProcessError> {
        let program = || run.program.to_owned();
        let found = self
            .program(run.program)
            .ok_or_else(|| ProcessError::NotFound { program: program() })?;
        let failed = |source| ProcessError::Failed {
            program: program(),
            source,
        };
        let mut child = spawn(&mut self.command(&found, run)).map_err(failed)?;
        let stdout = child.stdout.take().map(|pipe| collect(pipe, run.output));
        let stderr = child.stderr.take().map(|pipe| collect(pipe, run.output));
        let mut outputs = [stdout, stderr].map(Waiting::new);
        let status = wait(&mut child, run, stop, &mut outputs);
        if status.is_err() {
            // It may have ended in this moment, and then there is nothing to end.
            drop(child.kill());
            drop(child.wait());
        }
        let status = status?;
        let [stdout, stderr] = outputs;
        Ok(Ran {
            success: status.success(),
            stdout: stdout.finish(run)?,
            stderr: stderr.finish(run)?,
        })
    }

    /// Where a program is, by the folders of `PATH`. Folders that are not absolute are passed over: what lies in the
    /// working directory is never run.
    fn program(&self, name: &str) -> Option<PathBuf> {
        let path = self.var("PATH")?;
        let suffixes: &[&str] = if cfg!(windows) {
            &[".exe", ".cmd"]
        } else {
            &[""]
        };
        std::env::split_paths(&path)
            .filter(|folder| folder.is_absolute())
            .flat_map(|folder| {
                suffixes
                    .iter()
                    .map(move |suffix| folder.join(format!("{name}{suffix}")))
            })
            .find(|file| is_executable(file))
    }

    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn command(&self, program: &Path, run: &Run<'_>) -> Command {
        let mut command = Command::new(program);
        command
            .args(run.arguments)
            .current_dir(run.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Environment::Fixed(variables) = &self.environment {
            command.env_clear().envs(variables);
        }
        command.envs(run.variables.iter().copied());
        command
    }
}

/// Starts a program. One that was written in this moment, by an update or by a test, is busy and soon is not.
fn spawn(command: &mut Command) -> io::Result<Child> {
    const ATTEMPTS: u32 = 10;
    for _ in 1..ATTEMPTS {
        match command.spawn() {
            Err(error) if error.kind() == io::ErrorKind::ExecutableFileBusy => thread::sleep(PAUSE),
            other => return other,
        }
    }
    command.spawn()
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(file)
        .is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.is_file()
}

/// Reads a pipe on a thread of its own, so that a program that fills one never waits for the other.
fn collect(mut pipe: impl Read + Send + 'static, limit: usize) -> Receiver<Output> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let output = match (&mut pipe).take(limit as u64 + 1).read_to_end(&mut bytes) {
            Err(error) => Output::Broken(error),
            Ok(_) if bytes.len() > limit => Output::TooLong,
            Ok(_) => Output::Whole(bytes),
        };
        // Nobody listens any more if the program had to be ended.
        drop(sender.send(output));
    });
    receiver
}

/// An output that is being read, or was.
struct Waiting {
    receiver: Option<Receiver<Output>>,
    output: Option<Output>,
}

impl Waiting {
    fn new(receiver: Option<Receiver<Output>>) -> Self {
        Self {
            receiver,
            output: None,
        }
    }

    fn is_too_long(&mut self) -> bool {
        if self.output.is_none() {
            self.output = self
                .receiver
                .as_ref()
                .and_then(|receiver| receiver.try_recv().ok());
        }
        matches!(self.output, Some(Output::TooLong))
    }

    fn finish(self, run: &Run<'_>) -> Result<Vec<u8>, ProcessError> {
        let program = || run.program.to_owned();
        let output = match (self.output, self.receiver) {
            (Some(output), _) => Ok(output),
            (None, Some(receiver)) => receiver.recv_timeout(GRACE),
            (None, None) => Err(RecvTimeoutError::Disconnected),
        };
        match output {
            Ok(Output::Whole(bytes)) => Ok(bytes),
            Ok(Output::TooLong) => Err(ProcessError::Talkative {
                program: program(),
                limit: run.output,
            }),
            Ok(Output::Broken(source)) => Err(ProcessError::Failed {
                program: program(),
                source,
            }),
            Err(_still_open) => Err(ProcessError::Failed {
                program: program(),
                source: io::Error::other("its output has no end"),
            }),
        }
    }
}

fn wait(
    child: &mut Child,
    run: &Run<'_>,
    stop: &dyn Fn() -> bool,
    outputs: &mut [Waiting],
) -> Result<ExitStatus, ProcessError> {
    let program = || run.program.to_owned();
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) => {}
            Err(source) => {
                return Err(ProcessError::Failed {
                    program: program(),
                    source,
                });
            }
        }
        if outputs.iter_mut().any(Waiting::is_too_long) {
            return Err(ProcessError::Talkative {
                program: program(),
                limit: run.output,
            });
        }
        if begun.elapsed() > run.patience {
            return Err(ProcessError::Slow {
                program: program(),
                seconds: run.patience.as_secs(),
            });
        }
        if stop() {
            return Err(ProcessError::Cancelled { program: program() });
        }
        thread::sleep(PAUSE);
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn sh(script: &str, patience: Duration, output: usize) -> Result<Ran, ProcessError> {
        let system = System::made(
            "2026-01-01T00:00:00Z",
            &[("PATH", "relative:/usr/bin:/bin"), ("GIVEN", "yes")],
            Path::new("/"),
        );
        system.run(
            &Run {
                program: "sh",
                arguments: &["-c".to_owned(), script.to_owned()],
                folder: Path::new("/"),
                variables: &[("ADDED", "too")],
                output,
                patience,
            },
            &|| false,
        )
    }

    const LONG: Duration = Duration::from_secs(30);

    #[test]
    fn what_a_program_writes_and_how_it_ends_is_told() {
        let ran = sh("echo $GIVEN$ADDED; pwd; echo no >&2; exit 3", LONG, 100).unwrap();
        assert!(!ran.success);
        assert_eq!(ran.stdout, b"yestoo\n/\n");
        assert_eq!(ran.stderr, b"no\n");
        assert!(
            sh("read x; [ -z \"$x\" ]", LONG, 100).unwrap().success,
            "no input"
        );
    }

    #[test]
    fn a_program_that_goes_too_far_is_ended() {
        let begun = Instant::now();
        let slow = sh("sleep 20", Duration::from_millis(100), 100);
        assert!(matches!(slow, Err(ProcessError::Slow { .. })), "{slow:?}");
        let loud = sh("while :; do echo aaaaaaaaaaaaaaaa; done", LONG, 1000);
        assert!(
            matches!(loud, Err(ProcessError::Talkative { limit: 1000, .. })),
            "{loud:?}"
        );
        assert!(begun.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let system = System::made(
            "2026-01-01T00:00:00Z",
            &[("PATH", "/nowhere")],
            Path::new("/"),
        );
        let run = Run {
            program: "npm",
            arguments: &[],
            folder: Path::new("/"),
            variables: &[],
            output: 10,
            patience: LONG,
        };
        let error = system.run(&run, &|| false).unwrap_err();
        assert_eq!(error.to_string(), "`npm` was not found in PATH");
    }
}
