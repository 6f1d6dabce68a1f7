//! Tables written and read back through the same calls that C makes, and hurt in between.

use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use lance_core::utils::deletion::DeletionVector;
use lance_table::io::deletion::write_deletion_file;
use lance_table::transaction::Operation;

use crate::failure::{Failure, Status};
use crate::lance_commit::commit;
use crate::lance_scan::Reader;
use crate::lance_table::{tables, Place};
use crate::lance_values::GbValue;
use crate::lance_write::Writer;
use crate::runtime::runtime;

const COLUMNS: &str = r#"[{"name":"id","type":"utf8"},{"name":"line","type":"int64"},
    {"name":"vector","type":"vector","size":2}]"#;
const WANTED: &str = r#"[{"name":"line","as":"int64"},{"name":"id","as":"utf8"}]"#;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("bridge {name} ü#{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn none() -> GbValue {
    GbValue { kind: 0, integer: 0, real: 0.0, data: std::ptr::null(), size: 0 }
}

fn text(value: &str) -> GbValue {
    GbValue { kind: 1, data: value.as_ptr().cast(), size: value.len(), ..none() }
}

fn vector(value: &[f32]) -> GbValue {
    GbValue { kind: 4, data: value.as_ptr().cast(), size: value.len(), ..none() }
}

fn opened(folder: &Path, mode: i32) -> Result<Writer, Failure> {
    runtime().block_on(Writer::open(folder, "t", mode, COLUMNS))
}

fn push(writer: &mut Writer, from: i64, to: i64) {
    for line in from..to {
        let id = format!("row {line}");
        let id = if line % 7 == 3 { none() } else { text(&id) };
        let numbers = [line as f32, 0.5];
        let line = GbValue { kind: 2, integer: line, ..none() };
        writer.push(&[id, line, vector(&numbers)]).unwrap();
    }
}

fn write(folder: &Path, mode: i32, from: i64, to: i64) -> u64 {
    let mut writer = opened(folder, mode).unwrap();
    push(&mut writer, from, to);
    runtime().block_on(writer.finish()).unwrap()["version"].as_u64().unwrap()
}

fn batches(folder: &Path, columns: &str) -> Result<Vec<RecordBatch>, String> {
    let reader = Reader::new(folder, "t", columns).map_err(|failure| failure.message)?;
    reader.collect::<Result<_, _>>().map_err(|error| error.to_string())
}

fn lines(folder: &Path) -> Vec<i64> {
    let mut lines = Vec::new();
    for batch in batches(folder, WANTED).unwrap() {
        let ids = batch.column(1).as_string::<i32>();
        for (at, line) in batch.column(0).as_primitive::<Int64Type>().values().iter().enumerate() {
            let null = line % 7 == 3;
            assert_eq!(ids.is_null(at), null);
            assert!(null || ids.value(at) == format!("row {line}"));
            lines.push(*line);
        }
    }
    lines
}

fn data_files(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder.join("t.lance/data")).unwrap();
    files.map(|file| file.unwrap().path()).collect()
}

#[test]
fn what_is_written_is_read_in_order_over_versions_and_fragments() {
    let folder = Folder::new("versions");
    assert_eq!(write(&folder.0, 0, 0, 20_000), 1);
    assert_eq!(write(&folder.0, 2, 20_000, 20_010), 2);
    assert_eq!(lines(&folder.0), (0..20_010).collect::<Vec<_>>());
    assert_eq!(write(&folder.0, 1, 5, 9), 3);
    assert_eq!(lines(&folder.0), (5..9).collect::<Vec<_>>());
    assert_eq!(write(&folder.0, 1, 0, 0), 4);
    assert!(lines(&folder.0).is_empty());
    assert_eq!(tables(&folder.0).unwrap(), ["t"]);
}

#[test]
fn vectors_and_missing_values_come_back() {
    let folder = Folder::new("vectors");
    write(&folder.0, 0, 0, 3);
    let columns = r#"[{"name":"vector","as":"float32_list"},{"name":"line","as":"utf8"}]"#;
    let read = batches(&folder.0, columns).unwrap();
    let list = read[0].column(0).as_list::<i32>();
    assert_eq!(list.value(2).as_primitive::<Float32Type>().values().as_ref(), [2.0, 0.5]);
    assert_eq!(read[0].column(1).as_string::<i32>().value(2), "2");
}

#[test]
fn deleted_rows_are_left_out() {
    let folder = Folder::new("deleted");
    write(&folder.0, 0, 0, 10_000);
    runtime().block_on(async {
        let table = Place::new(&folder.0, "t").await.unwrap().open().await.unwrap();
        let mut fragment = table.manifest.fragments[0].clone();
        let gone =
            DeletionVector::from_iter((0..10_000).filter(|row| row % 3 == 0 || *row > 9_000));
        let (base, store) = (&table.place.base, &table.place.store);
        fragment.deletion_file = write_deletion_file(base, 0, 1, &gone, store).await.unwrap();
        let operation = Operation::Delete {
            updated_fragments: vec![fragment],
            deleted_fragment_ids: vec![],
            predicate: "true".to_string(),
        };
        let format = table.manifest.data_storage_format.version;
        commit(&table.place, Some(&table), operation, format).await.unwrap();
        let table = Place::new(&folder.0, "t").await.unwrap().open().await.unwrap();
        assert_eq!(table.rows().await.unwrap(), 6_000);
    });
    assert_eq!(lines(&folder.0), (0..=9_000).filter(|row| row % 3 != 0).collect::<Vec<_>>());
    write(&folder.0, 2, 10_000, 10_001);
    assert_eq!(lines(&folder.0).len(), 6_001);
}

#[test]
fn an_unfinished_write_leaves_the_table_as_it_was() {
    let folder = Folder::new("unfinished");
    write(&folder.0, 0, 0, 5);
    let mut writer = opened(&folder.0, 1).unwrap();
    push(&mut writer, 100, 30_000);
    let inside = runtime().enter();
    drop(writer);
    drop(inside);
    assert_eq!(lines(&folder.0), (0..5).collect::<Vec<_>>());
}

#[test]
fn of_two_writers_the_slower_is_told_and_changes_nothing() {
    let folder = Folder::new("two writers");
    write(&folder.0, 0, 0, 5);
    let mut slow = opened(&folder.0, 2).unwrap();
    push(&mut slow, 5, 6);
    write(&folder.0, 2, 7, 8);
    let failure = runtime().block_on(slow.finish()).unwrap_err();
    assert_eq!(failure.status, Status::Conflict, "{}", failure.message);
    assert_eq!(lines(&folder.0), [0, 1, 2, 3, 4, 7]);
    let failure = opened(&folder.0, 0).err().unwrap();
    assert_eq!(failure.status, Status::Conflict);
}

#[test]
fn a_missing_table_or_column_says_what_is_there() {
    let folder = Folder::new("missing");
    write(&folder.0, 0, 0, 5);
    let failure = Reader::new(&folder.0, "u", WANTED).err().unwrap();
    assert_eq!(failure.status, Status::NotFound);
    assert!(failure.message.contains("no table `u`") && failure.message.contains("it has: t"));
    let failure = batches(&folder.0, r#"[{"name":"x","as":"utf8"}]"#).unwrap_err();
    assert_eq!(failure, "no column `x` in table `t` (it has: id, line, vector)");
    let failure = batches(&folder.0, r#"[{"name":"vector","as":"int64"}]"#).unwrap_err();
    assert!(failure.contains("cannot be read as"), "{failure}");
    let failure = Reader::new(&folder.0.join("none"), "t", WANTED).err().unwrap();
    assert_eq!(failure.status, Status::NotFound);
    assert!(Reader::new(&folder.0, "../t", WANTED).is_err());
}

#[test]
fn rows_of_other_columns_are_not_appended() {
    let folder = Folder::new("columns");
    write(&folder.0, 0, 0, 5);
    let columns = r#"[{"name":"id","type":"utf8"}]"#;
    let open = Writer::open(&folder.0, "t", 2, columns);
    let failure = runtime().block_on(open).err().unwrap();
    assert!(failure.message.contains("it has the columns id, line, vector"), "{}", failure.message);
    let mut writer = opened(&folder.0, 2).unwrap();
    assert!(writer.push(&[text("a")]).is_err());
    assert!(runtime().block_on(writer.finish()).is_err());
}

#[test]
fn a_damaged_file_is_named() {
    let folder = Folder::new("damaged");
    write(&folder.0, 0, 0, 5_000);
    let path = data_files(&folder.0)[0].clone();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let whole = std::fs::read(&path).unwrap();
    for cut in [0, 10, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let failure = batches(&folder.0, WANTED).unwrap_err();
        assert!(failure.contains(&name), "{cut}: {failure}");
    }
    std::fs::remove_file(&path).unwrap();
    let failure = batches(&folder.0, WANTED).unwrap_err();
    assert!(failure.contains(&name), "{failure}");

    let versions = folder.0.join("t.lance/_versions");
    for file in std::fs::read_dir(versions).unwrap() {
        let file = file.unwrap().path();
        if file.extension().is_some_and(|end| end == "manifest") {
            std::fs::write(&file, b"not a manifest at all").unwrap();
        }
    }
    let failure = Reader::new(&folder.0, "t", WANTED).err().unwrap();
    assert_eq!(failure.status, Status::Damaged, "{}", failure.message);
    assert!(failure.message.contains(".manifest"), "{}", failure.message);
}

#[test]
fn flipped_bytes_never_bring_the_process_down() {
    let folder = Folder::new("flipped");
    write(&folder.0, 0, 0, 300);
    let path = data_files(&folder.0)[0].clone();
    let whole = std::fs::read(&path).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 400 + 1) {
        let mut hurt = whole.clone();
        hurt[at] ^= 0x55;
        std::fs::write(&path, &hurt).unwrap();
        let _ = batches(&folder.0, WANTED);
    }
}

#[test]
fn a_directory_may_be_named_by_any_path_to_it() {
    let folder = Folder::new("paths");
    let roundabout = folder.0.join("made").join("..").join("made");
    std::fs::create_dir(folder.0.join("made")).unwrap();
    write(&roundabout, 0, 0, 5);
    std::os::unix::fs::symlink(folder.0.join("made"), folder.0.join("link")).unwrap();
    assert_eq!(lines(&folder.0.join("link")).len(), 5);
    write(&folder.0.join("new").join("deep"), 0, 0, 1);
}

#[test]
fn features_are_refused_by_name() {
    use lance_table::feature_flags::{can_read_dataset, FLAG_FRAGMENT_TREE};
    let bits = FLAG_FRAGMENT_TREE | 1 | (1 << 40);
    let names = crate::lance_table::unsupported_features(bits, can_read_dataset);
    assert_eq!(names, "fragment tree, feature bit 40");
}
