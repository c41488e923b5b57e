#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| forewarn_fuzz::run("rust", bytes));
