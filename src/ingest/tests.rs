//! Whole archives, from bytes to packages.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, Header};

use super::*;

fn packed(files: &[(&str, &str)], compression: Compression) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (path, content) in files {
        let mut header = Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        builder
            .append_data(&mut header, path, content.as_bytes())
            .unwrap();
    }
    let mut encoder = GzEncoder::new(Vec::new(), compression);
    encoder.write_all(&builder.into_inner().unwrap()).unwrap();
    encoder.finish().unwrap()
}

const NPM: (&str, &str) = ("package/package.json", r#"{"name":"a","version":"1.0.0"}"#);
const CRATE: &str = "[package]\nname = \"a\"\nversion = \"1.0.0\"\n";

#[test]
fn one_content_has_one_fingerprint() {
    let types = ("package/index.d.ts", "export {};");
    let script = ("package/index.js", "");
    let one = packed(&[NPM, types, script], Compression::best());
    let other = packed(&[types, NPM], Compression::none());
    let one = read_archive("a.tgz", one.as_slice()).unwrap();
    let other = read_archive("b.tgz", other.as_slice()).unwrap();
    assert_eq!((one.skipped, other.skipped), (1, 0));
    assert_eq!(one.fingerprint(), other.fingerprint());
}

#[test]
fn the_language_is_that_of_the_name_and_else_of_the_manifest() {
    let both = packed(
        &[
            ("a-1.0.0/package.json", NPM.1),
            ("a-1.0.0/Cargo.toml", CRATE),
            ("a-1.0.0/src/lib.rs", ""),
            ("a-1.0.0/index.d.ts", "export {};"),
        ],
        Compression::fast(),
    );
    let krate = read_archive("a-1.0.0.crate", both.as_slice()).unwrap();
    assert_eq!(
        (krate.language, krate.files.len(), krate.skipped),
        (Language::Rust, 2, 2)
    );
    let npm = read_archive("a.tgz", both.as_slice()).unwrap();
    assert_eq!(
        (npm.language, npm.files.len(), npm.skipped),
        (Language::TypeScript, 2, 2)
    );
    let plain = packed(&[("a-1.0.0/Cargo.toml", CRATE)], Compression::fast());
    let krate = read_archive("a.tar.gz", plain.as_slice()).unwrap();
    assert_eq!(krate.language, Language::Rust);
}

#[test]
fn what_is_in_the_wrong_place_is_told() {
    let elsewhere = packed(&[("b-1.0.0/Cargo.toml", CRATE)], Compression::fast());
    let error = read_archive("a.crate", elsewhere.as_slice())
        .unwrap_err()
        .render();
    assert!(error.contains("in a folder `a-1.0.0`"), "{error}");
    let nothing = packed(&[("package/README.md", "")], Compression::fast());
    let error = read_archive("a.tgz", nothing.as_slice())
        .unwrap_err()
        .render();
    assert!(
        error.contains("neither a package.json nor a Cargo.toml"),
        "{error}"
    );
    let bare = packed(&[("package.json", NPM.1)], Compression::fast());
    let error = read_archive("a.tgz", bare.as_slice()).unwrap_err().render();
    assert!(error.contains("neither a package.json"), "{error}");
}
