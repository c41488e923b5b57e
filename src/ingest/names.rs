//! Names of packages as the registries themselves take them, and nothing else.
//!
//! A name is handed to npm or cargo on a command line, where other forms mean a git repository, a folder or an address.
//! Those would run code that nobody asked for, or read what no registry has published.

/// Why a text is not the name of a package of a registry.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum NameError {
    #[error(
        "`{0}` is not the name of an npm package: @scope/name or name, of letters, digits and - . _ ~"
    )]
    Npm(String),
    #[error("`{0}` is not the name of a crate: up to 64 letters, digits, - and _")]
    Crate(String),
}

/// The most characters npm takes, scope included.
const NPM_LENGTH: usize = 214;

const CRATE_LENGTH: usize = 64;

/// Names that npm refuses.
const NPM_RESERVED: [&str; 2] = ["node_modules", "favicon.ico"];

/// # Errors
/// [`NameError`] if `name` is none that npm's registry can have. Capitals are legacy, and are taken.
pub fn npm(name: &str) -> Result<(), NameError> {
    let bare = match name.strip_prefix('@') {
        None => Some(name),
        Some(scoped) => scoped
            .split_once('/')
            .filter(|(scope, _)| is_part(scope))
            .map(|(_, bare)| bare),
    };
    // npm takes an unscoped name that ends like an archive for the path of one.
    let is_archive = [".tgz", ".tar", ".tar.gz"]
        .iter()
        .any(|suffix| name.to_ascii_lowercase().ends_with(suffix));
    let is_reserved = NPM_RESERVED
        .iter()
        .any(|reserved| name.eq_ignore_ascii_case(reserved));
    match bare {
        Some(bare) if is_part(bare) && !is_archive && !is_reserved && name.len() <= NPM_LENGTH => {
            Ok(())
        }
        _ => Err(NameError::Npm(name.to_owned())),
    }
}

/// # Errors
/// [`NameError`] if `name` is none that a registry of crates can have.
pub fn krate(name: &str) -> Result<(), NameError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let starts = name
        .bytes()
        .next()
        .is_some_and(|first| first.is_ascii_alphanumeric() || first == b'_');
    if starts && name.len() <= CRATE_LENGTH && name.bytes().all(allowed) {
        Ok(())
    } else {
        Err(NameError::Crate(name.to_owned()))
    }
}

/// A scope, or a name within one. A leading dash would be an option to npm.
fn is_part(part: &str) -> bool {
    let first = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'~';
    let further = |byte: u8| first(byte) || matches!(byte, b'-' | b'.' | b'_');
    let mut bytes = part.bytes();
    bytes.next().is_some_and(first) && bytes.all(further)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_npm_names() {
        for name in [
            "is-number",
            "@twilio/flex-ui",
            "JSONStream",
            "lodash.merge",
            "a",
            "7zip",
        ] {
            assert_eq!(npm(name), Ok(()), "{name}");
        }
        let long = "a".repeat(215);
        for name in [
            "",
            "-g",
            ".",
            "..",
            ".hidden",
            "a/b",
            "@a",
            "@/b",
            "@a/",
            "@a/b/c",
            "@a/.b",
            "a b",
            "a;b",
            "$(a)",
            "a\u{e9}",
            "x.tgz",
            "x.tar.GZ",
            "node_modules",
            "git+ssh:x",
            "a:b",
            "a@1",
            "a\n",
            "~/x",
            &long,
        ] {
            assert!(npm(name).is_err(), "{name}");
        }
    }

    #[test]
    fn only_plain_names_are_crate_names() {
        for name in ["clap", "clap_builder", "proc-macro2", "_x", "2048"] {
            assert_eq!(krate(name), Ok(()), "{name}");
        }
        let long = "a".repeat(65);
        for name in [
            "", "-v", "a.b", "a/b", "a b", "a@1", "\u{e9}", "../a", &long,
        ] {
            assert!(krate(name).is_err(), "{name}");
        }
    }
}
