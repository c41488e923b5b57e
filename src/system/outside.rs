//! Other programs of the user that show something: the editor, and what opens addresses.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{FileError, System, failed};

/// What came of showing a text in an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edited {
    /// As it was left.
    Text(String),
    /// The editor said that it failed, or was told to.
    Left,
}

impl System {
    /// Lets the user edit a text: in `$FOREWARN_EDITOR`, `$VISUAL`, `$EDITOR`, else `vi`. `name` is what its file is called.
    ///
    /// # Errors
    /// If no editor can be started, with its name, or what it left cannot be read.
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub fn edit(&self, name: &str, text: &str) -> Result<Edited, FileError> {
        let folder = self.scratch()?;
        let path = folder.path().join(name);
        self.write_atomically(&path, text.as_bytes())?;
        let (program, words) = self.editor();
        let status = Command::new(&program).args(words).arg(&path).status();
        let status = status.map_err(failed("start the editor", Path::new(&program)))?;
        if !status.success() {
            return Ok(Edited::Left);
        }
        let bytes = self.read(&path, EDITED)?;
        Ok(Edited::Text(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// What came of opening an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    Started,
    /// No program for it was found.
    Nothing,
}

impl System {
    /// The user's editor, and what it is started with.
    fn editor(&self) -> (String, Vec<String>) {
        let editor = ["FOREWARN_EDITOR", "VISUAL", "EDITOR"]
            .into_iter()
            .find_map(|variable| self.var(variable))
            .unwrap_or_else(|| "vi".to_owned());
        let mut words = editor.split_whitespace().map(str::to_owned);
        let program = words.next().unwrap_or_else(|| "vi".to_owned());
        (program, words.collect())
    }

    /// Shows a file of the user's in their editor, at a line where the editor is one that is known to take it.
    ///
    /// # Errors
    /// If no editor can be started, with its name.
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub fn edit_file(&self, path: &Path, line: u32) -> Result<(), FileError> {
        let (program, words) = self.editor();
        let name = PathBuf::from(&program);
        let name = name
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let mut command = Command::new(&program);
        command.args(words);
        match name.as_deref().unwrap_or_default() {
            "vi" | "vim" | "nvim" | "nano" | "emacs" | "emacsclient" | "micro" | "kak" | "joe" => {
                command.arg(format!("+{line}")).arg(path);
            }
            "code" | "codium" | "cursor" => {
                command.args(["--goto", &format!("{}:{line}", path.display())]);
            }
            "hx" | "helix" | "subl" | "zed" => {
                command.arg(format!("{}:{line}", path.display()));
            }
            _ => {
                command.arg(path);
            }
        }
        let status = command.status();
        status.map_err(failed("start the editor", Path::new(&program)))?;
        Ok(())
    }

    /// Opens an address with the desktop's own program. The address was checked to be http or https, and no shell sees it.
    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    pub fn open_address(&self, address: &str) -> Opened {
        let openers: &[&str] = if cfg!(target_os = "macos") {
            &["open"]
        } else {
            &["xdg-open", "wslview"]
        };
        for opener in openers {
            let mut command = Command::new(opener);
            command
                .arg(address)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            if let Ok(mut child) = command.spawn() {
                // It is waited for, so that nothing of it is left behind; it lives as long as it likes.
                std::thread::spawn(move || drop::<io::Result<_>>(child.wait()));
                return Opened::Started;
            }
        }
        Opened::Nothing
    }
}

/// No text that an editor leaves is longer, in bytes.
const EDITED: u64 = 16 * 1024 * 1024;
