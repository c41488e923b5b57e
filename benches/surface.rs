//! How long it takes until the surface of one version is ready, with no database: the bar is 15 ms.
//!
//! `cargo bench --bench surface`.

use forewarn::bundle::{self, blocks::Blocks};
use forewarn::domain::api::{ApiHistory, encoding as histories};
use forewarn::domain::surface::outline::{Conventions, Outline, outline};
use forewarn::domain::surface::{Surface, encoding};

const PACKAGE: &str = "npm:@twilio/flex-ui";

fn main() {
    divan::main();
}

fn bytes(version: &str) -> Vec<u8> {
    let blocks = Blocks::open(bundle::surfaces()).expect("the bundled surfaces open");
    blocks
        .surface(PACKAGE, version)
        .expect("the bundled surfaces are sound")
        .expect("the version is bundled")
}

#[divan::bench(args = ["1.34.6", "2.9.1", "2.17.1"])]
fn unpack(version: &str) -> Vec<u8> {
    bytes(version)
}

/// What code that imports the package by its name can come upon: what a scan begins with.
#[divan::bench(args = ["1.34.6", "2.9.1", "2.17.1"])]
fn ready(version: &str) -> Surface {
    encoding::decode_reachable(&bytes(version)).expect("the surface is sound")
}

#[divan::bench(args = ["1.34.6", "2.9.1", "2.17.1"])]
fn whole(version: &str) -> Surface {
    encoding::decode(&bytes(version)).expect("the surface is sound")
}

#[divan::bench]
fn list(bencher: divan::Bencher) {
    let surface = whole("2.17.1");
    bencher.bench_local(|| -> Outline { outline(&surface, &Conventions::default()) });
}

#[divan::bench]
fn history() -> ApiHistory {
    let blocks = Blocks::open(bundle::surfaces()).expect("the bundled surfaces open");
    let bytes = blocks
        .history(PACKAGE)
        .expect("the bundled surfaces are sound")
        .expect("the package is bundled");
    histories::decode(&bytes).expect("the history is sound")
}
