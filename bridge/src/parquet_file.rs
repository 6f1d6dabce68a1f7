//! Parquet files from and to rows as JSON text, one object a line.
//!
//! The schema is given as JSON by example: `{"id": "string", "messages": [{"role": "string",
//! "content": "string"}], "score": "double"}`; a list has one element, an object is a struct.
//! Fields may be null or absent (they are then null); a field that the schema lacks is an error.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::reader::Decoder;
use arrow_json::writer::LineDelimited;
use arrow_json::{ReaderBuilder, WriterBuilder};
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use serde_json::{json, Map, Value};

use crate::failure::{Failure, Outcome, Status};
use crate::ffi::{borrow, give, guard, hand_over, silence_panics, take_back, GbSlice, GbText};

const BATCH_ROWS: usize = 1024;
const GROUP_BYTES: usize = 64 << 20;

fn data_type(value: &Value) -> Outcome<DataType> {
    match value {
        Value::String(name) => match name.as_str() {
            "string" => Ok(DataType::Utf8),
            "int64" => Ok(DataType::Int64),
            "double" => Ok(DataType::Float64),
            "bool" => Ok(DataType::Boolean),
            other => Err(Failure::invalid(format!(
                "`{other}` is no Parquet type here (string, int64, double, bool)"
            ))),
        },
        Value::Array(items) if items.len() == 1 => {
            Ok(DataType::List(Arc::new(Field::new("item", data_type(&items[0])?, true))))
        }
        Value::Object(members) if !members.is_empty() => Ok(DataType::Struct(fields(members)?)),
        other => Err(Failure::invalid(format!("no Parquet type: {other}"))),
    }
}

fn fields(members: &Map<String, Value>) -> Outcome<Fields> {
    let field = |(name, kind): (&String, &Value)| {
        let kind = data_type(kind).map_err(|failure| failure.about(format!("field `{name}`")))?;
        Ok(Field::new(name, kind, true))
    };
    members.iter().map(field).collect()
}

fn named(kind: &DataType) -> Value {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => json!("string"),
        kind if kind.is_integer() => json!("int64"),
        kind if kind.is_floating() => json!("double"),
        DataType::Boolean => json!("bool"),
        DataType::List(item) | DataType::LargeList(item) => json!([named(item.data_type())]),
        DataType::Struct(fields) => names(fields),
        other => json!(other.to_string()),
    }
}

fn names(fields: &Fields) -> Value {
    let members = fields.iter().map(|field| (field.name().clone(), named(field.data_type())));
    Value::Object(members.collect())
}

pub struct ParquetWriter {
    path: String,
    decoder: Decoder,
    output: Option<ArrowWriter<File>>,
    rows: u64,
}

impl ParquetWriter {
    pub fn open(path: &str, schema: &str) -> Outcome<Self> {
        let members: Map<String, Value> = serde_json::from_str(schema)
            .map_err(|error| Failure::invalid(format!("the schema is no JSON object: {error}")))?;
        let schema = Arc::new(Schema::new(fields(&members)?));
        let decoder = ReaderBuilder::new(schema.clone())
            .with_batch_size(BATCH_ROWS)
            .with_strict_mode(true)
            .build_decoder()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_created_by("generator".to_string())
            .build();
        let file = File::create(path).map_err(|error| Failure::from(error).about(path))?;
        let output = ArrowWriter::try_new(file, schema, Some(properties))?;
        Ok(Self { path: path.to_string(), decoder, output: Some(output), rows: 0 })
    }

    fn written(&mut self) -> Outcome<&mut ArrowWriter<File>> {
        self.output
            .as_mut()
            .ok_or_else(|| Failure::invalid("this writer is finished or has failed"))
    }

    /// Whole rows only: a row may not be split over two calls.
    pub fn rows(&mut self, lines: &[u8]) -> Outcome<()> {
        let pushed = self.push(lines);
        if pushed.is_err() {
            self.output = None;
        }
        pushed
    }

    fn push(&mut self, lines: &[u8]) -> Outcome<()> {
        self.written()?;
        let mut rest = lines;
        while !rest.is_empty() {
            let taken = self.decoder.decode(rest).map_err(|error| self.in_row(error))?;
            rest = &rest[taken..];
            if self.decoder.len() >= BATCH_ROWS || (taken == 0 && !rest.is_empty()) {
                if self.flush()? == 0 {
                    return Err(Failure::invalid(format!("row {}: no JSON object", self.rows + 1)));
                }
            }
        }
        if self.decoder.has_partial_record() {
            let row = self.rows + self.decoder.len() as u64;
            return Err(Failure::invalid(format!("row {row}: the JSON object is cut")));
        }
        Ok(())
    }

    fn in_row(&self, error: arrow_schema::ArrowError) -> Failure {
        Failure::from(error).about(format!(
            "{}, near row {}",
            self.path,
            self.rows + self.decoder.len() as u64
        ))
    }

    fn flush(&mut self) -> Outcome<usize> {
        let batch = match self.decoder.flush() {
            Ok(Some(batch)) => batch,
            Ok(None) => return Ok(0),
            Err(error) => return Err(self.in_row(error)),
        };
        self.rows += batch.num_rows() as u64;
        let path = self.path.clone();
        let output = self.written()?;
        output
            .write(&batch)
            .map_err(|error| Failure::new(Status::Io, error.to_string()).about(&path))?;
        if output.in_progress_size() > GROUP_BYTES {
            output
                .flush()
                .map_err(|error| Failure::new(Status::Io, error.to_string()).about(&path))?;
        }
        Ok(batch.num_rows())
    }

    pub fn finish(&mut self) -> Outcome<Value> {
        self.written()?;
        self.flush()?;
        let output = self.output.take().expect("an open file");
        let complain = |error: String| Failure::new(Status::Io, error).about(&self.path);
        let mut file = output.into_inner().map_err(|error| complain(error.to_string()))?;
        file.flush().and_then(|()| file.sync_all()).map_err(|error| complain(error.to_string()))?;
        Ok(json!({"rows": self.rows}))
    }
}

pub struct ParquetReader {
    path: String,
    description: Value,
    batches: ParquetRecordBatchReader,
}

impl ParquetReader {
    pub fn open(path: &str) -> Outcome<Self> {
        let file = File::open(path).map_err(|error| Failure::from(error).about(path))?;
        let complain = |error: parquet::errors::ParquetError| Failure::from(error).in_file(path);
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(complain)?;
        let schema: SchemaRef = builder.schema().clone();
        let rows = builder.metadata().file_metadata().num_rows();
        let batches = builder.with_batch_size(BATCH_ROWS).build().map_err(complain)?;
        let description = json!({"rows": rows, "schema": names(schema.fields())});
        Ok(Self { path: path.to_string(), description, batches })
    }

    pub fn next_lines(&mut self) -> Outcome<Option<Vec<u8>>> {
        let Some(batch) = self.batches.next() else {
            return Ok(None);
        };
        let batch: RecordBatch = batch.map_err(|error| Failure::from(error).in_file(&self.path))?;
        let mut writer = WriterBuilder::new()
            .with_explicit_nulls(true)
            .build::<_, LineDelimited>(Vec::with_capacity(batch.get_array_memory_size()));
        writer.write(&batch)?;
        writer.finish()?;
        Ok(Some(writer.into_inner()))
    }
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_parquet_writer_open(
    path: GbSlice,
    schema_json: GbSlice,
    writer: *mut *mut ParquetWriter,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let path = unsafe { path.text("the path") }?;
        let schema = unsafe { schema_json.text("the schema") }?;
        unsafe { hand_over(writer, ParquetWriter::open(path, schema)?) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_parquet_writer_rows(
    writer: *mut ParquetWriter,
    lines: GbSlice,
    error: *mut GbText,
) -> i32 {
    guard(error, || {
        unsafe { borrow(writer) }?.rows(unsafe { lines.text("the rows") }?.as_bytes())?;
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_parquet_writer_finish(
    writer: *mut ParquetWriter,
    json: *mut GbText,
    error: *mut GbText,
) -> i32 {
    guard(error, || {
        let written = unsafe { borrow(writer) }?.finish()?;
        unsafe { give(json, written.to_string()) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_parquet_writer_free(writer: *mut ParquetWriter) {
    unsafe { take_back(writer) };
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_parquet_reader_open(
    path: GbSlice,
    reader: *mut *mut ParquetReader,
    json: *mut GbText,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let opened = ParquetReader::open(unsafe { path.text("the path") }?)?;
        unsafe { give(json, opened.description.to_string()) };
        unsafe { hand_over(reader, opened) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_parquet_reader_next(
    reader: *mut ParquetReader,
    lines: *mut GbText,
    error: *mut GbText,
) -> i32 {
    guard(error, || match unsafe { borrow(reader) }?.next_lines()? {
        None => Ok(Status::End),
        Some(batch) => {
            unsafe { give(lines, batch) };
            Ok(Status::Ok)
        }
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_parquet_reader_free(reader: *mut ParquetReader) {
    unsafe { take_back(reader) };
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHEMA: &str = r#"{"id":"string","n":"int64","x":"double","ok":"bool","tags":["string"],
        "messages":[{"role":"string","content":"string"}],"rating":{"total":"double"}}"#;

    fn path(name: &str) -> String {
        let file = format!("bridge-{name}-{}.parquet", std::process::id());
        std::env::temp_dir().join(file).to_string_lossy().into_owned()
    }

    #[test]
    fn rows_come_back_as_they_went() {
        let path = path("rows");
        let mut writer = ParquetWriter::open(&path, SCHEMA).unwrap();
        let rows: Vec<String> = (0..5000)
            .map(|n| {
                json!({"id": format!("é{n}"), "n": n, "x": 0.5, "ok": n % 2 == 0, "tags": ["a", "b"],
                       "messages": [{"role": "user", "content": null}], "rating": {"total": 7.25}})
                .to_string()
            })
            .collect();
        writer.rows(rows[..10].join("\n").as_bytes()).unwrap();
        writer.rows(format!("{}\n", rows[10..].join("\n")).as_bytes()).unwrap();
        assert_eq!(writer.finish().unwrap()["rows"], 5000);
        let mut reader = ParquetReader::open(&path).unwrap();
        assert_eq!(reader.description["rows"], 5000);
        assert_eq!(reader.description["schema"], serde_json::from_str::<Value>(SCHEMA).unwrap());
        let mut lines = Vec::new();
        while let Some(batch) = reader.next_lines().unwrap() {
            lines.extend(batch);
        }
        let back: Vec<String> =
            String::from_utf8(lines).unwrap().lines().map(str::to_string).collect();
        assert_eq!(back, rows);
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_row_that_does_not_fit_is_refused() {
        let path = path("refused");
        for row in [r#"{"id":1}"#, r#"{"other":"a"}"#, r#"{"id":"a""#, "[]", r#"{"messages":"x"}"#]
        {
            let mut writer = ParquetWriter::open(&path, SCHEMA).unwrap();
            let pushed = writer.rows(row.as_bytes()).and_then(|()| writer.finish());
            assert!(pushed.is_err(), "{row}");
            assert!(writer.finish().is_err());
        }
        let mut writer = ParquetWriter::open(&path, SCHEMA).unwrap();
        writer.rows(b"{}").unwrap();
        writer.finish().unwrap();
        let line = ParquetReader::open(&path).unwrap().next_lines().unwrap().unwrap();
        assert!(String::from_utf8(line).unwrap().starts_with(r#"{"id":null,"n":null"#));
        std::fs::write(&path, b"PAR1 nothing PAR1").unwrap();
        let failure = ParquetReader::open(&path).err().unwrap();
        assert!(failure.status == Status::Damaged && failure.message.contains(&path));
        std::fs::remove_file(path).unwrap();
        assert!(ParquetWriter::open("/tmp/x.parquet", r#"{"a":"date"}"#).is_err());
    }
}
