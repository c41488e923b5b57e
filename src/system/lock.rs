//! One writer at a time, over all processes of a machine.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

use super::{FileError, System, failed};

/// How long until a lock that is held is asked for again.
const PAUSE: Duration = Duration::from_millis(10);

/// Held until it is dropped, or its process ends in whatever way.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl System {
    /// Takes the lock that a file or folder stands for, which is only opened for it. `None` if another process holds it for longer
    /// than `patience`. It keeps nobody from reading or writing who does not ask for it.
    ///
    /// # Errors
    /// If there is nothing, or it cannot be opened or locked.
    pub fn lock(&self, path: &Path, patience: Duration) -> Result<Option<Lock>, FileError> {
        let full = self.absolute(path);
        let file = File::open(&full).map_err(failed("lock", path))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(Lock { _file: file })),
                Err(TryLockError::Error(error)) => return Err(failed("lock", path)(error)),
                Err(TryLockError::WouldBlock) if began.elapsed() < patience => {
                    std::thread::sleep(PAUSE);
                }
                Err(TryLockError::WouldBlock) => return Ok(None),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_held_by_one_at_a_time() {
        let system = System::made("2026-01-01T00:00:00Z", &[], Path::new("/"));
        let scratch = system.scratch().unwrap();
        let path = scratch.path();
        let none = Duration::ZERO;
        let first = system.lock(path, none).unwrap();
        assert!(first.is_some());
        assert!(system.lock(path, none).unwrap().is_none());
        drop(first);
        assert!(system.lock(path, none).unwrap().is_some());
    }
}
