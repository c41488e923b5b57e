//! Running the program in a made world: an empty home, a fixed day, nothing of this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder to work in, with a home that is empty.
pub(crate) struct World {
    folder: tempfile::TempDir,
    /// Whether programs of this machine are found: git.
    with_programs: bool,
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("home")).unwrap();
        std::fs::create_dir(folder.path().join("desk")).unwrap();
        Self {
            folder,
            with_programs: false,
        }
    }

    /// With a git repository in the desk.
    pub(crate) fn with_git() -> Self {
        let world = Self {
            with_programs: true,
            ..Self::new()
        };
        world.git(&["init", "-q", "-b", "main"]);
        world
    }

    /// Runs git as somebody on a fixed day, so that hashes are the same everywhere.
    #[expect(clippy::disallowed_methods, reason = "a test makes a repository")]
    pub(crate) fn git(&self, args: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(self.work())
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .env("HOME", self.home())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Ada")
            .env("GIT_AUTHOR_EMAIL", "ada@acme.example")
            .env("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z")
            .env("GIT_COMMITTER_NAME", "Ada")
            .env("GIT_COMMITTER_EMAIL", "ada@acme.example")
            .env("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z")
            .args(args)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {args:?}: {said}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    /// An empty commit with a message; its hash.
    pub(crate) fn commit(&self, message: &str) -> String {
        let flags = ["commit", "-q", "--allow-empty", "--allow-empty-message"];
        self.git(&[&flags[..], &["--cleanup=verbatim", "-m", message]].concat());
        self.git(&["rev-parse", "HEAD"])
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("desk")
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test starts the program and writes its input"
    )]
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_forewarn"));
        command
            .current_dir(self.work())
            .env_clear()
            .env("HOME", self.home())
            .env("USER", "tester")
            // Where a build that counts which lines are reached writes that to.
            .envs(std::env::var_os("LLVM_PROFILE_FILE").map(|path| ("LLVM_PROFILE_FILE", path)));
        if self.with_programs {
            command
                .env("GIT_CONFIG_NOSYSTEM", "1")
                .envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        }
        command
    }

    /// Runs with a fixed day, unless the arguments choose one.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let mut command = self.command();
        if !args.contains(&"--as-of") {
            command.args(["--as-of", "2026-06-15"]);
        }
        let output = command.args(args).output().unwrap();
        Ran {
            code: output.status.code().unwrap(),
            stdout: self.redacted(&output.stdout),
            stderr: self.redacted(&output.stderr),
        }
    }

    /// Paths of this run replaced by what they are.
    fn redacted(&self, bytes: &[u8]) -> String {
        let root = self.folder.path().to_str().unwrap();
        String::from_utf8(bytes.to_vec())
            .unwrap()
            .replace(root, "[folder]")
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a test starts the program and writes its input"
    )]
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let full = self.work().join(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, text).unwrap();
    }

    /// A text file of the desk.
    #[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.work().join(path)).unwrap()
    }

    /// Every file below the folder with its size, to see that nothing was left behind.
    pub(crate) fn listing(&self) -> Vec<(String, u64)> {
        fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, u64)>) {
            for item in std::fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    walk(&path, root, found);
                } else {
                    let name = path
                        .strip_prefix(root)
                        .unwrap()
                        .to_str()
                        .unwrap()
                        .to_owned();
                    found.push((name, path.metadata().unwrap().len()));
                }
            }
        }
        let mut found = Vec::new();
        walk(self.folder.path(), self.folder.path(), &mut found);
        found.sort();
        found
    }
}
