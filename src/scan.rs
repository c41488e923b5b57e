//! Source of plugins: which plugins there are below a path, what they use of a platform, and their files.
//!
//! [`walk`] finds plugins and lists their files, [`manifest`] reads what they declare with the places of it, [`lockfile`]
//! finds the version that is in use, [`dependencies`] judges what does not go together with a version, [`text`] reads one
//! file, `links` finds which files of a plugin lead to which; [`changed`] asks git what differs from a revision, [`commits`] which commits
//! there are, and [`affected`] tells what a change reaches. [`script`] tells what places in JavaScript and TypeScript mean, [`rust`] what they do
//! in Rust, and [`uses`] is what both give; [`suppress`] tells which findings are silenced. Nothing here knows which versions exist, or executes anything of a plugin.

pub mod affected;
pub mod cache;
pub mod changed;
pub mod commits;
pub mod dependencies;
pub mod ignored;
pub mod links;
pub mod lockfile;
pub mod manifest;
pub mod place;
pub mod rust;
pub mod script;
pub mod sources;
pub mod suppress;
pub mod text;
pub mod uses;
pub mod walk;

mod git;

crate::domain::words::closed_words! {
    /// Why something was passed over. A folder that is passed over counts as one, whatever it holds.
    pub enum Why {
        /// Installed packages: they are not the plugin's own.
        Installed = "node_modules",
        Output = "build output",
        Vendored = "vendored",
        /// Files of types only.
        Declarations = "declarations",
        Minified = "minified",
        Generated = "generated",
        /// By an ignore file.
        Ignored = "ignored",
        Hidden = "hidden",
        /// Symbolic links: what they lead to is scanned at its own place, or is not the plugin's.
        Links = "links",
        /// Pipes, sockets and devices.
        Special = "no regular file",
    }
}
