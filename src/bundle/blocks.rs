//! Many versions of a package in little space, each to be had in milliseconds.
//!
//! ```text
//! "forewarn-api 1\n"  length of the index (u32, little-endian)  index (zstd)  blocks
//! ```
//!
//! Versions are grouped in their order. The first of a group is compressed by itself, the others with the first as
//! their dictionary: neighbours differ in little, so a version costs a few kilobytes, and reading one costs
//! decompressing two. Equal content gives equal bytes.

use std::io;

/// What a file of surfaces begins with.
const MAGIC: &[u8] = b"forewarn-api 1\n";

/// Versions that share a dictionary. More make the file smaller and each further from its dictionary.
const GROUP: usize = 8;

/// The strongest of zstd's ordinary levels: written once, read often.
const LEVEL: i32 = 19;

/// No block is larger when unpacked: a damaged length must not become an allocation.
const LARGEST: usize = 256 << 20;

/// A file of surfaces that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BlockError {
    #[error("this is no file of API surfaces")]
    Foreign,
    #[error("the file of API surfaces is damaged")]
    Damaged(#[source] io::Error),
}

/// One package to pack: its history, and its versions in their order.
pub struct Packed {
    pub package: String,
    pub history: Vec<u8>,
    pub versions: Vec<(String, Vec<u8>)>,
}

/// Where one block lies, and what it needs.
struct Block {
    package: String,
    /// Empty for the package's history.
    version: String,
    /// The block that is its dictionary.
    base: Option<u32>,
    start: usize,
    length: usize,
    unpacked: usize,
}

/// A file of surfaces, opened.
pub struct Blocks<'a> {
    index: Vec<Block>,
    data: &'a [u8],
}

/// Makes a file of surfaces.
///
/// # Errors
/// If compression fails, which only a lack of memory makes it do.
pub fn pack(packages: &[Packed]) -> io::Result<Vec<u8>> {
    let (mut index, mut data) = (String::new(), Vec::new());
    let mut count = 0u32;
    let mut add = |package: &str, version: &str, base: Option<u32>, raw: &[u8], packed: &[u8]| {
        use std::fmt::Write as _;
        let base = base.map_or_else(|| "-".to_owned(), |base| base.to_string());
        let line = writeln!(
            index,
            "{package}\t{version}\t{base}\t{}\t{}\t{}",
            data.len(),
            packed.len(),
            raw.len()
        );
        debug_assert!(line.is_ok(), "a String takes all text");
        data.extend_from_slice(packed);
        count += 1;
        count - 1
    };
    for package in packages {
        let history = zstd::bulk::compress(&package.history, LEVEL)?;
        add(&package.package, "", None, &package.history, &history);
        for group in package.versions.chunks(GROUP) {
            let Some(((first, base), others)) = group.split_first() else {
                continue;
            };
            let key = add(
                &package.package,
                first,
                None,
                base,
                &zstd::bulk::compress(base, LEVEL)?,
            );
            let mut compressor = zstd::bulk::Compressor::with_dictionary(LEVEL, base)?;
            for (version, raw) in others {
                let packed = compressor.compress(raw)?;
                add(&package.package, version, Some(key), raw, &packed);
            }
        }
    }
    let index = zstd::bulk::compress(index.as_bytes(), LEVEL)?;
    let mut file = MAGIC.to_vec();
    file.extend(u32::try_from(index.len()).unwrap_or(u32::MAX).to_le_bytes());
    file.extend(index);
    file.extend(data);
    Ok(file)
}

impl<'a> Blocks<'a> {
    /// Opens a file of surfaces; nothing but its index is unpacked.
    ///
    /// # Errors
    /// A file of another kind, or a damaged one.
    pub fn open(file: &'a [u8]) -> Result<Self, BlockError> {
        let rest = file.strip_prefix(MAGIC).ok_or(BlockError::Foreign)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
        let (index, data) = rest
            .split_at_checked(u32::from_le_bytes(*length) as usize)
            .ok_or_else(damaged)?;
        let index = zstd::stream::decode_all(index).map_err(BlockError::Damaged)?;
        let index = String::from_utf8(index).map_err(|_no_text| damaged())?;
        let index = index
            .lines()
            .map(|line| block(line).ok_or_else(damaged))
            .collect::<Result<_, _>>()?;
        Ok(Self { index, data })
    }

    /// The packages that are in it, in order.
    pub fn packages(&self) -> impl Iterator<Item = &str> {
        self.index
            .iter()
            .filter(|block| block.version.is_empty())
            .map(|block| block.package.as_str())
    }

    /// The versions of a package that are in it, in their order.
    pub fn versions<'b>(&'b self, package: &'b str) -> impl Iterator<Item = &'b str> {
        self.index
            .iter()
            .filter(move |block| block.package == package && !block.version.is_empty())
            .map(|block| block.version.as_str())
    }

    /// The bytes of a package's history; `None` if the package is not in it.
    ///
    /// # Errors
    /// A damaged file.
    pub fn history(&self, package: &str) -> Result<Option<Vec<u8>>, BlockError> {
        self.block(package, "")
    }

    /// The bytes of one version's surface; `None` if it is not in it.
    ///
    /// # Errors
    /// A damaged file.
    pub fn surface(&self, package: &str, version: &str) -> Result<Option<Vec<u8>>, BlockError> {
        self.block(package, version)
    }

    fn block(&self, package: &str, version: &str) -> Result<Option<Vec<u8>>, BlockError> {
        self.index
            .iter()
            .find(|block| block.package == package && block.version == version)
            .map(|block| self.unpack(block))
            .transpose()
    }

    fn unpack(&self, block: &Block) -> Result<Vec<u8>, BlockError> {
        let end = block.start.checked_add(block.length).ok_or_else(damaged)?;
        let packed = self.data.get(block.start..end).ok_or_else(damaged)?;
        if block.unpacked > LARGEST {
            return Err(damaged());
        }
        let unpacked = match block.base {
            None => zstd::bulk::decompress(packed, block.unpacked),
            Some(base) => {
                let base = self
                    .index
                    .get(base as usize)
                    .filter(|base| base.base.is_none())
                    .ok_or_else(damaged)?;
                let dictionary = self.unpack(base)?;
                zstd::bulk::Decompressor::with_dictionary(&dictionary)
                    .and_then(|mut one| one.decompress(packed, block.unpacked))
            }
        };
        unpacked.map_err(BlockError::Damaged)
    }
}

/// Compresses one surface for a database.
///
/// # Errors
/// If compression fails, which only a lack of memory makes it do.
pub fn compress(bytes: &[u8]) -> io::Result<Vec<u8>> {
    // Between size and time: an import waits for it.
    zstd::bulk::compress(bytes, 6)
}

/// The bytes that [`compress`] was given.
///
/// # Errors
/// Damaged bytes, or more than 256 MiB of them.
pub fn decompress(bytes: &[u8]) -> Result<Vec<u8>, BlockError> {
    let size = zstd::zstd_safe::get_frame_content_size(bytes)
        .ok()
        .flatten()
        .and_then(|size| usize::try_from(size).ok())
        .filter(|size| *size <= LARGEST)
        .ok_or_else(damaged)?;
    zstd::bulk::decompress(bytes, size).map_err(BlockError::Damaged)
}

fn block(line: &str) -> Option<Block> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [package, version, base, start, length, unpacked] = fields[..] else {
        return None;
    };
    Some(Block {
        package: package.to_owned(),
        version: version.to_owned(),
        base: match base {
            "-" => None,
            base => Some(base.parse().ok()?),
        },
        start: start.parse().ok()?,
        length: length.parse().ok()?,
        unpacked: unpacked.parse().ok()?,
    })
}

fn damaged() -> BlockError {
    BlockError::Damaged(io::ErrorKind::InvalidData.into())
}

#[cfg(test)]
mod tests {
    use super::{Blocks, Packed, compress, decompress, pack};

    fn made() -> Vec<u8> {
        let surface = |n: u8| -> Vec<u8> {
            (0..20_000u32)
                .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
                .chain([n])
                .collect()
        };
        let versions = (0..20u8)
            .map(|n| (format!("1.{n}.0"), surface(n)))
            .collect();
        let one = Packed {
            package: "npm:a".to_owned(),
            history: b"history".to_vec(),
            versions,
        };
        pack(&[one]).unwrap()
    }

    #[test]
    fn every_version_comes_back_and_neighbours_cost_little() {
        let file = made();
        assert!(file.len() < 3 * 20_000 + 20 * 200, "{}", file.len());
        let blocks = Blocks::open(&file).unwrap();
        assert_eq!(blocks.packages().collect::<Vec<_>>(), ["npm:a"]);
        assert_eq!(blocks.versions("npm:a").count(), 20);
        assert_eq!(blocks.history("npm:a").unwrap().unwrap(), b"history");
        for n in 0..20u8 {
            let surface = blocks
                .surface("npm:a", &format!("1.{n}.0"))
                .unwrap()
                .unwrap();
            assert_eq!((surface.len(), surface.last()), (20_001, Some(&n)));
        }
        assert!(blocks.surface("npm:a", "9.9.9").unwrap().is_none());
        assert!(blocks.history("npm:b").unwrap().is_none());
    }

    #[test]
    fn a_damaged_file_is_an_error_at_every_byte_it_is_cut_or_changed() {
        let file = made();
        for cut in (0..file.len()).step_by(997) {
            let (cut, _) = file.split_at(cut);
            if let Ok(blocks) = Blocks::open(cut) {
                let whole = (0..20)
                    .all(|n| matches!(blocks.surface("npm:a", &format!("1.{n}.0")), Ok(Some(_))));
                assert!(!whole);
            }
        }
    }

    #[test]
    fn a_single_surface_is_compressed_and_comes_back() {
        let bytes = b"surface".repeat(1000);
        assert_eq!(decompress(&compress(&bytes).unwrap()).unwrap(), bytes);
        assert!(decompress(b"no such thing").is_err());
    }
}
