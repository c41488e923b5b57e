//! Files that make the next run faster, and that nobody misses.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::system::{FileError, System, failed, leftover};

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    pub name: String,
    pub size: u64,
    pub changed: std::time::SystemTime,
}

impl System {
    /// Where this user's caches are: `$XDG_CACHE_HOME`, else `%LOCALAPPDATA%`, else `~/.cache`. `None` without a home.
    pub fn cache_home(&self) -> Option<PathBuf> {
        let variable = |name: &str| {
            self.var(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        variable("XDG_CACHE_HOME")
            .or_else(|| variable("LOCALAPPDATA").map(|local| local.join("cache")))
            .or_else(|| variable("HOME").map(|home| home.join(".cache")))
    }

    /// What tells this build of the program from every other: where it is, its size, and when it was made. `None` if that
    /// cannot be asked.
    pub fn build(&self) -> Option<String> {
        let program = std::env::current_exe().ok()?;
        let about = std::fs::metadata(&program).ok()?;
        let made = about
            .modified()
            .ok()?
            .duration_since(std::time::UNIX_EPOCH)
            .ok()?;
        Some(format!(
            "{} {} {}",
            program.display(),
            about.len(),
            made.as_nanos()
        ))
    }

    /// Writes a whole file by atomic rename, making its folders, for this user alone. Unlike
    /// [`write_atomically`](Self::write_atomically) it does not wait until the disk has it: after a loss of power the file
    /// may hold anything, which its reader has to notice.
    ///
    /// # Errors
    /// If the place cannot be written.
    pub fn keep(&self, path: &Path, content: &[u8]) -> Result<(), FileError> {
        let full = self.absolute(path);
        let folder = full.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(failed("create the folder of", path))?;
        let mut file = leftover::builder()
            .tempfile_in(folder)
            .map_err(failed("write", path))?;
        file.write_all(content).map_err(failed("write", path))?;
        file.persist(&full)
            .map_err(|error| failed("write", path)(error.error))?;
        Ok(())
    }

    /// The files directly in a folder, those included that [`keep`](Self::keep) left half-written when it was killed; none
    /// if it cannot be listed.
    pub fn kept(&self, folder: &Path) -> Vec<KeptFile> {
        let Ok(items) = std::fs::read_dir(self.absolute(folder)) else {
            return Vec::new();
        };
        items
            .filter_map(|item| {
                let item = item.ok()?;
                let about = item.metadata().ok().filter(std::fs::Metadata::is_file)?;
                Some(KeptFile {
                    name: item.file_name().into_string().ok()?,
                    size: about.len(),
                    changed: about.modified().ok()?,
                })
            })
            .collect()
    }
}
