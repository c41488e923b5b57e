//! Archives made to be awkward, each read and each refused in words.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, Header};

use super::*;

const SMALL: Limits = Limits {
    unpacked: 1024 * 1024,
    file: 1000,
    wanted: 2000,
    members: 20,
    ratio: 50,
    unguarded: 64 * 1024,
};

fn header(kind: EntryType, size: u64, name: &[u8]) -> Header {
    let mut header = Header::new_ustar();
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    // `set_path` refuses what these tests are about.
    header.as_ustar_mut().unwrap().name[..name.len()].copy_from_slice(name);
    header.set_cksum();
    header
}

fn tar_of(members: &[(EntryType, &[u8], &[u8])]) -> Vec<u8> {
    let mut builder = Builder::new(Vec::new());
    for (kind, name, content) in members {
        builder
            .append(&header(*kind, content.len() as u64, name), *content)
            .unwrap();
    }
    builder.into_inner().unwrap()
}

fn files(members: &[(&str, &str)]) -> Vec<u8> {
    let members: Vec<_> = members
        .iter()
        .map(|(name, content)| (EntryType::Regular, name.as_bytes(), content.as_bytes()))
        .collect();
    tar_of(&members)
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn is_text(path: &str) -> bool {
    path.ends_with("txt")
}

fn read_small(bytes: &[u8]) -> Result<Files, Error> {
    read("a.tgz", bytes, &is_text, &SMALL)
}

fn refused(bytes: &[u8], expected: &str) {
    let text = read_small(bytes).expect_err(expected).render();
    assert!(text.contains(expected), "{expected}: {text}");
    assert!(text.starts_with("error: a.tgz "), "{text}");
    assert!(text.contains("\n  "), "without a next step: {text}");
}

#[test]
fn wanted_files_are_read_and_others_counted() {
    let plain = files(&[
        ("package/a.txt", "one"),
        ("./package//b/c.txt", "two"),
        ("package/d.bin", "three"),
        ("beside.txt", "four"),
    ]);
    let packed = gz(&plain);
    let read = read_small(&packed).unwrap();
    let names: Vec<&str> = read.files.keys().map(String::as_str).collect();
    assert_eq!(names, ["a.txt", "b/c.txt"]);
    assert_eq!(read.files["b/c.txt"], b"two");
    assert_eq!(read.skipped, 2);
    assert_eq!(read.root.as_deref(), Some("package"));
    assert_eq!(
        read_small(&plain).unwrap(),
        read,
        "a plain tar holds the same"
    );
    // A source may give a byte at a time, and gzip may come in members with something after the last.
    let (first, second) = plain.split_at(700);
    let mut members = gz(first);
    members.extend(gz(second));
    members.extend(b"trailing");
    assert_eq!(
        super::read("a.tgz", Slow(&members), &is_text, &SMALL).unwrap(),
        read
    );
}

struct Slow<'a>(&'a [u8]);

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(1);
        self.0.read(&mut buffer[..count])
    }
}

#[test]
fn folders_and_long_names_are_no_matter() {
    let long = format!("package/{}/a.txt", "d".repeat(300));
    let mut builder = Builder::new(Vec::new());
    builder
        .append(&header(EntryType::Directory, 0, b"package/"), io::empty())
        .unwrap();
    let mut plain = Header::new_gnu();
    plain.set_size(1);
    plain.set_entry_type(EntryType::Regular);
    builder.append_data(&mut plain, &long, &b"x"[..]).unwrap();
    builder
        .append_pax_extensions([("path", b"package/pax.txt".as_slice()), ("mtime", b"1")])
        .unwrap();
    builder
        .append(&header(EntryType::Regular, 1, b"package/short"), &b"y"[..])
        .unwrap();
    let read = read_small(&gz(&builder.into_inner().unwrap())).unwrap();
    assert_eq!(read.files.len(), 2);
    assert_eq!(read.files["pax.txt"], b"y");
}

#[test]
fn a_place_outside_of_the_root_is_refused() {
    for (name, expected) in [
        ("package/../../a.txt", "may lead out of the package"),
        ("..", "may lead out of the package"),
        ("/etc/a.txt", "is an absolute path"),
        ("C:/a.txt", "is an absolute path"),
        ("package\\..\\a.txt", "is not allowed in a path"),
    ] {
        refused(
            &gz(&files(&[("package/ok.txt", "x"), (name, "x")])),
            expected,
        );
    }
    let odd = tar_of(&[(EntryType::Regular, b"package/\xff.txt", b"x")]);
    refused(&odd, "is not UTF-8");
    // A path of an extension record is no better than one of a header.
    let mut builder = Builder::new(Vec::new());
    builder
        .append_pax_extensions([("path", b"package/../../a.txt".as_slice())])
        .unwrap();
    builder
        .append(&header(EntryType::Regular, 1, b"package/a.txt"), &b"x"[..])
        .unwrap();
    refused(&builder.into_inner().unwrap(), "may lead out");
}

#[test]
fn anything_but_files_and_folders_is_refused() {
    for (kind, expected) in [
        (EntryType::Symlink, "a symbolic link"),
        (EntryType::Link, "a hard link"),
        (EntryType::Char, "a device"),
        (EntryType::Block, "a device"),
        (EntryType::Fifo, "a pipe"),
        (EntryType::GNUSparse, "a sparse file"),
        (EntryType::new(b'V'), "a member of an unknown kind"),
    ] {
        refused(&tar_of(&[(kind, b"package/unwanted.bin", b"")]), expected);
    }
}

#[test]
fn a_file_that_is_too_large_is_a_gap_and_the_rest_is_read() {
    let large = "x".repeat(1001);
    let read = read_small(&files(&[("p/large.txt", &large), ("p/a.txt", "a")])).unwrap();
    assert_eq!(read.files.len(), 1);
    assert_eq!(read.skipped, 1);
    assert_eq!(read.gaps[0].kind, GapKind::Unreadable);
    assert_eq!(read.gaps[0].at, "large.txt");
}

#[test]
fn limits_of_the_whole_are_errors() {
    let text = "x".repeat(900);
    let three: Vec<(&str, &str)> = vec![("p/a.txt", &text), ("p/b.txt", &text), ("p/c.txt", &text)];
    refused(
        &files(&three),
        "holds more than 2000 bytes of files that are to be read",
    );
    let names: Vec<String> = (0..21).map(|n| format!("p/{n}.bin")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    refused(&files(&many), "holds more than 20 members");
    let bomb = "x".repeat(200_000);
    refused(
        &gz(&files(&[("p/a.bin", &bomb)])),
        "more than 50 times its size",
    );
    let big = "x".repeat(1024 * 1024 - 1000);
    refused(
        &files(&[("p/a.bin", &big)]),
        "unpacks to more than 1048576 bytes",
    );
}

/// The member is refused by what its header says, before any of it is read.
#[test]
fn ten_gigabytes_that_are_claimed_are_not_waited_for() {
    let ten = 10 * 1024 * 1024 * 1024_u64;
    let mut bytes = header(EntryType::Regular, ten, b"p/a.txt")
        .as_bytes()
        .to_vec();
    bytes.extend([0; 1024]);
    refused(&bytes, "claims 10737418240 bytes for `p/a.txt`");
    let mut builder = Builder::new(Vec::new());
    builder
        .append_pax_extensions([("size", b"10737418240".as_slice())])
        .unwrap();
    builder
        .append(&header(EntryType::Regular, 1, b"p/a.txt"), &b"x"[..])
        .unwrap();
    refused(&builder.into_inner().unwrap(), "claims 10737418240 bytes");
    let record = header(EntryType::XHeader, 900_000_000, b"p/x");
    refused(record.as_bytes(), "an extension record of 900000000 bytes");
}

#[test]
fn sizes_beyond_all_numbers_are_refused() {
    let mut header = Header::new_gnu();
    header.set_size(u64::MAX);
    header.set_cksum();
    assert!(read_small(header.as_bytes()).is_err());
    header.as_old_mut().size = [0xff; 12];
    header.set_cksum();
    assert!(read_small(header.as_bytes()).is_err());
}

/// Whatever byte of an archive is changed, it is read or refused, and nothing worse.
#[test]
fn a_changed_byte_is_no_reason_to_panic() {
    let long = format!("p/{}/b.txt", "d".repeat(200));
    let mut builder = Builder::new(Vec::new());
    builder
        .append_pax_extensions([("path", b"p/pax.txt".as_slice())])
        .unwrap();
    builder
        .append(&header(EntryType::Regular, 3, b"p/a.txt"), &b"abc"[..])
        .unwrap();
    let mut plain = Header::new_gnu();
    plain.set_size(1);
    builder.append_data(&mut plain, &long, &b"x"[..]).unwrap();
    let tar = builder.into_inner().unwrap();
    for whole in [tar.clone(), gz(&tar)] {
        for at in 0..whole.len() {
            for byte in [b'7', 0xff] {
                let mut changed = whole.clone();
                changed[at] = byte;
                drop(read_small(&changed));
            }
        }
    }
    // The sum of a header would hide most of that; with the sums set right again, what stands behind is reached.
    for at in (0..512).filter(|at| !(148..156).contains(at)) {
        for byte in [b'7', 0xff] {
            let mut changed = tar.clone();
            changed[1024 + at] = byte;
            let mut sum = Header::from_byte_slice(&changed[1024..1536]).clone();
            sum.set_cksum();
            changed[1024..1536].copy_from_slice(sum.as_bytes());
            drop(read_small(&changed));
        }
    }
}

#[test]
fn two_sizes_are_refused() {
    let mut builder = Builder::new(Vec::new());
    builder
        .append_pax_extensions([("size", b"2".as_slice())])
        .unwrap();
    builder
        .append(&header(EntryType::Regular, 1, b"p/a.txt"), &b"x"[..])
        .unwrap();
    refused(
        &builder.into_inner().unwrap(),
        "gives two sizes for `p/a.txt`",
    );
}

#[test]
fn one_file_twice_is_an_error_if_it_differs() {
    let same = files(&[("a/x.txt", "1"), ("b/x.txt", "1")]);
    let read = read_small(&same).unwrap();
    assert_eq!((read.files.len(), read.root), (1, None));
    refused(
        &files(&[("a/x.txt", "1"), ("b/x.txt", "2")]),
        "holds `x.txt` twice",
    );
}

#[test]
fn what_is_broken_or_something_else_is_told() {
    refused(b"", "is empty");
    refused(b"PK\x03\x04 and so on", "ends too early");
    refused(&[b'x'; 600], "is no package archive that can be read");
    refused(&[0; 1024], "holds no files");
    refused(&gz(b""), "holds no files");
    let noise: Vec<u8> = (0..2000_u32).map(|n| (n * n % 251) as u8).collect();
    let whole = gz(&tar_of(&[(EntryType::Regular, b"p/a.bin", &noise)]));
    for length in [5, 100, whole.len() / 2, whole.len() - 1] {
        refused(&whole[..length], "ends too early");
    }
    let mut spoilt = whole;
    let at = spoilt.len() - 6;
    spoilt[at] ^= 1;
    refused(&spoilt, "is no package archive that can be read");
    let tar = files(&[("p/a.txt", "some text")]);
    refused(&tar[..515], "ends too early");
    refused(&tar[..100], "ends too early");
}

/// A million members are refused after the limit, in bounded memory: the source makes them as they are read.
#[test]
fn a_million_members_end_at_the_limit() {
    let one = header(EntryType::Regular, 0, b"p/a.bin");
    let mut made = 0_usize;
    let source = Endless {
        block: one.as_bytes().to_vec(),
        at: 0,
        made: &mut made,
    };
    let error = read("a.tgz", source, &is_text, &LIMITS).unwrap_err();
    assert_eq!(error.to_string(), "a.tgz holds more than 200000 members");
    assert!(made < 201_000, "{made}");
}

struct Endless<'a> {
    block: Vec<u8>,
    at: usize,
    made: &'a mut usize,
}

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = buffer.len().min(self.block.len() - self.at);
        buffer[..count].copy_from_slice(&self.block[self.at..self.at + count]);
        self.at += count;
        if self.at == self.block.len() {
            self.at = 0;
            *self.made += 1;
        }
        Ok(count)
    }
}
