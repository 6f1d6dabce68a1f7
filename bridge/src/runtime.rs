//! The tokio runtime that Lance's asynchronous calls run on: made at first use, kept until the
//! process ends. Two threads decode; more only helps where a table is wide and the disk fast.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};

/// How many batches are decoded at once and ahead of the reader.
pub fn decode_threads() -> usize {
    std::thread::available_parallelism().map_or(2, |count| count.get().clamp(2, 8))
}

pub fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(decode_threads())
            .thread_name("bridge")
            .enable_all()
            .build()
            .expect("threads for the bridge")
    })
}
