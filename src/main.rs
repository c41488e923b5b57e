//! The program: everything it does is in the library.

use std::process::ExitCode;

// Parsing makes and drops millions of small pieces: a fifth of a scan with the allocator of most systems.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(forewarn::cli::main(std::env::args_os()).code())
}
