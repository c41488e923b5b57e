//! Files as values: what was found below a folder, and what is to be written there.

/// What stands at a path below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    File(Vec<u8>),
    Folder,
    /// It could not be read, and why.
    Unreadable(String),
}

/// A text file: path below its folder with `/`, and content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    pub path: String,
    pub text: String,
}
