//! Packages: their archives, what declarations and Rust source declare, and surfaces as bytes.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use forewarn::domain::surface::encoding::{decode, decode_lazily, decode_reachable, encode};
use forewarn::domain::surface::outline::{Conventions, outline};
use forewarn::domain::surface::paths::public_paths;
use forewarn::domain::surface::render::member_text;
use forewarn::domain::surface::{Language, Surface};
use forewarn::ingest::archive::{self, Limits};
use forewarn::ingest::package::Package;
use forewarn::ingest::{claims, crates, declarations as dts, read_archive};

use super::chance::Chance;
use super::held;
use super::parts::parts;
use super::written;

/// So little that going beyond each limit is met with.
const LIMITS: Limits = Limits {
    unpacked: 256 * 1024,
    file: 16 * 1024,
    wanted: 64 * 1024,
    members: 32,
    ratio: 50,
    unguarded: 32 * 1024,
};

/// Declaration files of a package; without a name it is the package's root.
pub(super) fn declarations(bytes: &[u8]) {
    let package = package(Language::TypeScript, "index.d.ts", bytes);
    check(&package, &dts::surface(&package, &[]));
    assert_eq!(
        dts::surface(&package, &[]),
        dts::surface(&package, &[]),
        "two runs differ"
    );
    // A package that is read as a part of itself: what leads from one to the other ends.
    let folded = dts::Folded {
        name: "folded",
        range: "*",
        package: Some(&package),
    };
    check(&package, &dts::surface(&package, &[folded]));
}

/// Source files of a crate; without a name it is the crate's root.
pub(super) fn krate(bytes: &[u8]) {
    let package = package(Language::Rust, "src/lib.rs", bytes);
    let surface = crates::surface(&package, &[]);
    check(&package, &surface);
    assert_eq!(surface, crates::surface(&package, &[]), "two runs differ");
}

/// A package of what an input holds.
pub(super) fn package(language: Language, root: &str, bytes: &[u8]) -> Package {
    let mut files = BTreeMap::new();
    for (path, content) in parts(bytes) {
        let path = if path.is_empty() {
            root.to_owned()
        } else {
            path
        };
        files.insert(path, content.to_vec());
    }
    written::package(language, "p", root, files)
}

/// A surface can be told of, and is the same after it was bytes.
fn check(package: &Package, surface: &Surface) {
    for gap in &surface.gaps {
        assert!(!gap.message.is_empty(), "a gap without words: {gap:?}");
        if let Some(content) = package.files.get(&gap.at) {
            let lines = content
                .split(|byte| *byte == b'\n' || *byte == b'\r')
                .count();
            // Two more end lines for TypeScript.
            let more = String::from_utf8_lossy(content)
                .matches(['\u{2028}', '\u{2029}'])
                .count();
            assert!(
                gap.line as usize <= lines + more,
                "behind {lines} lines: {gap:?}"
            );
        }
    }
    let told = outline(surface, &Conventions::default());
    assert_eq!(
        told,
        outline(surface, &Conventions::default()),
        "two runs differ"
    );
    for (path, symbol) in told.root.iter().chain(&told.deep) {
        assert!(!path.is_empty(), "a symbol without a path");
        // Whatever it is, it can be written.
        drop(symbol.signature());
    }
    drop(public_paths(surface));
    for (_, module) in &surface.modules {
        for member in module.declarations.iter().flat_map(|one| &one.members) {
            drop(member_text(member, surface.language));
        }
    }
    let bytes = encode(surface).unwrap();
    assert_eq!(
        decode(&bytes).unwrap(),
        *surface,
        "another surface after decoding"
    );
    assert_eq!(
        encode(surface).unwrap(),
        bytes,
        "equal surfaces give other bytes"
    );
}

/// Bytes that are said to be an archive, of npm and of cargo.
pub(super) fn archive(bytes: &[u8]) {
    for name in ["p-1.0.0.tgz", "p-1.0.0.crate"] {
        read(name, bytes);
    }
    match archive::read("p.tgz", bytes, &|_| true, &LIMITS) {
        Err(error) => held::error(&error),
        Ok(files) => {
            let held: usize = files.files.values().map(Vec::len).sum();
            assert!(held as u64 <= LIMITS.wanted, "{held} bytes are held");
            assert!(
                files.files.len() <= LIMITS.members,
                "{} files",
                files.files.len()
            );
            for path in files.files.keys() {
                let is_below = path.split('/').all(|name| !matches!(name, "" | "." | ".."));
                assert!(is_below, "a file at {path:?}");
            }
        }
    }
}

fn read(name: &str, bytes: &[u8]) {
    match read_archive(name, bytes) {
        Err(error) => held::error(&error),
        Ok(package) => {
            assert!(
                !package.name.is_empty() && !package.version.is_empty(),
                "{package:?}"
            );
            let surface = match package.language {
                Language::TypeScript => dts::surface(&package, &[]),
                Language::Rust => crates::surface(&package, &[]),
            };
            check(&package, &surface);
            if let Some((_, text)) = package.changelog() {
                drop(claims(&String::from_utf8_lossy(text)));
            }
            assert_eq!(package.fingerprint().len(), 64, "{}", package.fingerprint());
        }
    }
}

/// An archive whose headers are right, around names, kinds and contents that bytes choose.
pub(super) fn packed(bytes: &[u8]) {
    let mut chance = Chance::new(bytes);
    let mut tar = Vec::new();
    while !chance.is_spent() && tar.len() < 512 * 1024 {
        member(&mut chance, &mut tar);
    }
    // The end of an archive is two blocks of nothing; tools differ in what they make of less.
    tar.resize(tar.len() + 512 * chance.below(4), 0);
    archive(&tar);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::new(u32::from(chance.byte() % 10)));
    gzip.write_all(&tar).unwrap();
    archive(&gzip.finish().unwrap());
}

const NAMES: [&str; 16] = [
    "package/package.json",
    "package/index.d.ts",
    "package/src/deep/x.d.ts",
    "package/CHANGELOG.md",
    "p-1.0.0/Cargo.toml",
    "p-1.0.0/src/lib.rs",
    "p-1.0.0/src/a.rs",
    "package/../up.d.ts",
    "/etc/abs.d.ts",
    "package//twice.d.ts",
    "package/./dot.d.ts",
    "package/",
    "package/a\\b.d.ts",
    "other/index.d.ts",
    "package/node_modules/q/index.d.ts",
    "package/package.json/under.d.ts",
];

const CONTENTS: [&str; 8] = [
    "",
    "{\"name\":\"p\",\"version\":\"1.0.0\",\"types\":\"index.d.ts\"}",
    "export declare const a: number;\n/** @deprecated */ export declare function f(): void;\n",
    "export * from './src/deep/x';\n",
    "[package]\nname = \"p\"\nversion = \"1.0.0\"\n",
    "mod a;\n#[deprecated] pub fn f() {}\n",
    "30 path=package/src/long.d.ts\n",
    "# 1.0.0\n\n- `f` is deprecated, use `g`.\n",
];

/// One member: a header with a sum that is right, most of the time, and its content.
fn member(chance: &mut Chance<'_>, tar: &mut Vec<u8>) {
    let kind = *b"000000005LKxgS1237\0\0"
        .get(chance.below(20))
        .unwrap_or(&b'0');
    let name: Vec<u8> = if chance.below(4) == 0 {
        let count = chance.below(120);
        chance.bytes(count).to_vec()
    } else {
        chance.of(&NAMES).as_bytes().to_vec()
    };
    let mut content: Vec<u8> = if chance.below(4) == 0 {
        let count = chance.below(256);
        chance.bytes(count).to_vec()
    } else {
        chance.of(&CONTENTS).as_bytes().to_vec()
    };
    if chance.below(16) == 0 {
        content.resize(content.len() + 1024 * chance.below(40), b' ');
    }
    let mut header = [0_u8; 512];
    let length = name.len().min(100);
    header[..length].copy_from_slice(&name[..length]);
    let size = match chance.below(12) {
        0 => u64::MAX >> chance.below(64),
        1 => content.len() as u64 + 1,
        _ => content.len() as u64,
    };
    let octal = format!("{:011o}", size & 0o77_777_777_777);
    header[124..135].copy_from_slice(octal.as_bytes());
    if chance.below(24) == 0 {
        // A size in base 256, as large files have it.
        header[124] = 0x80;
        header[128..136].copy_from_slice(&size.to_be_bytes());
    }
    header[156] = kind;
    if chance.below(2) == 0 {
        header[257..265].copy_from_slice(b"ustar\x0000");
        if chance.below(8) == 0 {
            let count = chance.below(155);
            let prefix = chance.bytes(count);
            header[345..345 + prefix.len()].copy_from_slice(prefix);
        }
    }
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    let sum = sum + u32::from(chance.below(16) == 1);
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    tar.extend(header);
    tar.extend(&content);
    tar.resize(tar.len().next_multiple_of(512), 0);
}

/// Bytes that are said to be a surface, as a database has them.
pub(super) fn encoded(bytes: &[u8]) {
    if let Ok(surface) = decode(bytes) {
        let again = encode(&surface).unwrap();
        assert_eq!(
            decode(&again).unwrap(),
            surface,
            "another surface after decoding"
        );
    }
    drop(decode_reachable(bytes));
    if let Ok(surface) = decode_lazily(bytes.to_vec().into(), true) {
        for (_, module) in &surface.modules {
            module.exports.iter().for_each(|_| ());
        }
        let is_damaged = surface.modules.is_damaged();
        let whole = decode(bytes);
        assert_eq!(
            is_damaged,
            whole.is_err(),
            "damaged in one way of reading only"
        );
    }
}
