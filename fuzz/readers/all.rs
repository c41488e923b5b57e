//! Whatever forewarn reads of others, each as a function of bytes that panics where a promise is broken.
//!
//! The fuzz targets run them, and `cargo test --test fuzz` runs them over `fuzz/seeds` and `fuzz/regressions`. They call
//! what the program calls. A reader that takes several files finds them in one text, as [`parts`] says.

mod chance;
mod changelog;
mod held;
mod parts;
mod rust;
mod scripts;
mod settings;
mod surfaces;
mod woven;
mod written;

/// One reader. Its seeds lie in a folder of its name.
#[derive(Clone, Copy)]
pub struct Reader {
    pub name: &'static str,
    pub run: fn(&[u8]),
}

/// Readers that are run by one target, and whose inputs look alike.
#[derive(Clone, Copy)]
pub struct Group {
    pub name: &'static str,
    pub readers: &'static [Reader],
}

const fn reader(name: &'static str, run: fn(&[u8])) -> Reader {
    Reader { name, run }
}

pub const GROUPS: &[Group] = &[
    Group {
        name: "changelog",
        readers: &[
            reader("folder", changelog::folder),
            reader("release", changelog::release),
            reader("front-matter", changelog::front_matter),
            reader("markdown", changelog::markdown),
            reader("keep-a-changelog", changelog::keep_a_changelog),
            reader("commit", changelog::commit),
        ],
    },
    Group {
        name: "surfaces",
        readers: &[
            reader("declarations", surfaces::declarations),
            reader("crate", surfaces::krate),
            reader("archive", surfaces::archive),
            reader("packed", surfaces::packed),
            reader("encoded", surfaces::encoded),
        ],
    },
    Group {
        name: "scripts",
        readers: &[
            reader("script", scripts::script),
            reader("component", scripts::component),
            reader("typed-script", scripts::typed),
            reader("woven-script", scripts::woven),
            reader("comment", scripts::comment),
        ],
    },
    Group {
        name: "rust",
        readers: &[
            reader("rust", rust::code),
            reader("macro", rust::expanded),
            reader("typed-rust", rust::typed),
            reader("woven-rust", rust::woven),
        ],
    },
    Group {
        name: "settings",
        readers: &[
            reader("package-json", settings::package_json),
            reader("cargo-toml", settings::cargo_toml),
            reader("lockfile", settings::lockfile),
            reader("policy", settings::policy),
            reader("configuration", settings::configuration),
            reader("rules", settings::rules),
            reader("accounts", settings::accounts),
            reader("evidence", settings::evidence),
            reader("checkup", settings::checkup),
            reader("search", settings::search),
            reader("baseline", settings::baseline),
            reader("version", settings::version),
        ],
    },
];
