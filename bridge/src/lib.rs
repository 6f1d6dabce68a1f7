//! What only crates keep well, behind a C interface: Lance tables, Parquet files, exact token
//! counts, outlines of source code, JSON Schema. The contract is `include/generator_bridge.h`;
//! one module here is one section there.
//!
//! Lance is used through its lower crates (table, file, io) without DataFusion: reading needs the
//! latest manifest, its fragments and deletion files; writing needs data files, a transaction and
//! the crate's own commit handler. `docs/decisions/0001-bridge.md` has the measurements.

/// Scans allocate and free large buffers on several threads, which the C library's allocator keeps:
/// with this one a scan of 10^6 rows peaks at 257 MB in place of 499, and takes a third less time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod failure;
pub mod ffi;
pub mod lance_columns;
pub mod lance_commit;
pub mod lance_fragments;
pub mod lance_scan;
pub mod lance_table;
#[cfg(test)]
mod lance_tests;
pub mod lance_values;
pub mod lance_write;
pub mod outline;
pub mod parquet_file;
mod pieces;
pub mod runtime;
pub mod schema;
pub mod tokens;
