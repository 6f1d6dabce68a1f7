//! `protoc` as far as prost's build scripts call it, over the pure Rust compiler `protox`.
//!
//! The Lance crates compile their .proto files while they are built and look for a `protoc` binary
//! to do it. This one is built first (seconds), so that no system package is needed and the
//! generated code does not depend on which version a distribution has.
//!
//! Understood: `-o FILE`, `-I DIR`, and the files; other options are accepted and ignored.

use std::path::PathBuf;
use std::process::ExitCode;

use prost_types::FileDescriptorSet;
use protox::prost::Message;

fn compile(args: &[String]) -> Result<(), String> {
    let mut output = None;
    let mut includes = Vec::new();
    let mut files = Vec::new();
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "-o" => output = rest.next().map(PathBuf::from),
            "-I" => includes.extend(rest.next().map(PathBuf::from)),
            option if option.starts_with('-') => {}
            file => files.push(PathBuf::from(file)),
        }
    }
    let output = output.ok_or("no -o FILE")?;
    // protoc wants `-I` to hold the file; prost adds the folders of what it compiles.
    let set: FileDescriptorSet =
        protox::compile(&files, &includes).map_err(|error| error.to_string())?;
    std::fs::write(&output, set.encode_to_vec()).map_err(|error| error.to_string())
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.iter().any(|arg| arg == "--version") {
        println!("libprotoc 29.0");
        return ExitCode::SUCCESS;
    }
    match compile(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("protoc (protox): {error}");
            ExitCode::FAILURE
        }
    }
}
