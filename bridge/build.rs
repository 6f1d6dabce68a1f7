//! Packs the vocabulary: bpe-openai carries it as 32 MB of ready tables, which compress to half.

use std::path::PathBuf;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let tables = rmp_serde::to_vec(&bpe_openai::o200k_base().bpe).expect("the tables");
    let packed = zstd::bulk::compress(&tables, 12).expect("packed tables");
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").expect("OUT_DIR"));
    std::fs::write(folder.join("o200k_base.zst"), packed).expect("a file in OUT_DIR");
    std::fs::write(folder.join("o200k_base.size"), format!("{}", tables.len())).expect("a file");
}
