//! Writing rows into a table: create, replace as a new version, or append.
//!
//! Rows gather in column builders and go to a data file every few megabytes. Nothing of it is
//! visible until [`Writer::finish`] commits; a crash before that leaves the table at its old
//! version and, at worst, files under `data/` that no version names.

use std::path::Path as FilePath;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch};
use arrow_cast::{cast_with_options, CastOptions};
use arrow_schema::{Schema, SchemaRef};
use lance_core::datatypes::Schema as LanceSchema;
use lance_file::version::ConcreteFileVersion;
use lance_file::versions::create_writer;
use lance_file::writer::{FileWriter, FileWriterOptions};
use lance_table::format::{DataFile, Fragment};
use lance_table::transaction::Operation;
use serde_json::{json, Value};

use crate::failure::{Failure, Outcome, Status};
use crate::ffi::{borrow, give, guard, hand_over, silence_panics, take_back, GbSlice, GbText};
use crate::lance_commit::commit;
use crate::lance_table::{Place, Table};
use crate::lance_values::{column_schema, Column, GbValue};
use crate::runtime::runtime;

const BATCH_ROWS: usize = 8192;
const BATCH_BYTES: usize = 8 << 20;
const FILE_ROWS: u64 = 1 << 20;

struct OpenFile {
    writer: FileWriter,
    name: String,
    rows: u64,
}

pub struct Writer {
    /// None: the table does not exist yet.
    table: Option<Table>,
    place: Option<Place>,
    append: bool,
    given: SchemaRef,
    /// What goes to disk: for an appended table its own types and field ids.
    stored: LanceSchema,
    version: ConcreteFileVersion,
    columns: Vec<Column>,
    pending: usize,
    pending_bytes: usize,
    rows: u64,
    file: Option<OpenFile>,
    fragments: Vec<Fragment>,
    /// The first failure; a writer that failed once writes nothing more and cannot commit.
    broken: Option<Failure>,
}

impl Writer {
    pub async fn open(
        directory: &FilePath,
        table: &str,
        mode: i32,
        columns: &str,
    ) -> Outcome<Self> {
        let given = Arc::new(column_schema(columns)?);
        std::fs::create_dir_all(directory)
            .map_err(|error| Failure::from(error).about(directory.display()))?;
        let place = Place::new(directory, table).await?;
        let exists = place.exists();
        if exists && mode == 0 {
            let message = format!("table `{table}` is already in {}", directory.display());
            return Err(Failure::new(Status::Conflict, message));
        }
        if !(0..=2).contains(&mode) {
            return Err(Failure::invalid(format!("no write mode {mode}")));
        }
        let (table, place) = match exists {
            true => (Some(place.open().await?), None),
            false => (None, Some(place)),
        };
        let append = mode == 2 && table.is_some();
        let (stored, version) = match &table {
            Some(table) if append => {
                (appended_schema(table, &given)?, table.manifest.data_storage_format.version)
            }
            _ => (LanceSchema::try_from(given.as_ref())?, ConcreteFileVersion::V2_1),
        };
        if version == ConcreteFileVersion::V1 {
            let message = "the table is in Lance's legacy format v1, which is not written any more";
            return Err(Failure::new(Status::Unsupported, message));
        }
        let columns = given.fields().iter().map(|field| Column::new(field.data_type())).collect();
        Ok(Self {
            table,
            place,
            append,
            given,
            stored,
            version,
            columns,
            pending: 0,
            pending_bytes: 0,
            rows: 0,
            file: None,
            fragments: Vec::new(),
            broken: None,
        })
    }

    fn place(&self) -> &Place {
        self.table.as_ref().map(|table| &table.place).or(self.place.as_ref()).expect("a place")
    }

    pub fn push(&mut self, values: &[GbValue]) -> Outcome<()> {
        if let Some(failure) = &self.broken {
            return Err(failure.clone());
        }
        let pushed = self.push_row(values);
        if let Err(failure) = &pushed {
            self.broken = Some(failure.clone());
        }
        pushed
    }

    fn push_row(&mut self, values: &[GbValue]) -> Outcome<()> {
        if values.len() != self.columns.len() {
            let (got, want) = (values.len(), self.columns.len());
            return Err(Failure::invalid(format!("a row of {got} values for {want} columns")));
        }
        for (at, value) in values.iter().enumerate() {
            self.pending_bytes += self.columns[at].push(value, self.given.field(at).name())?;
        }
        self.pending += 1;
        self.rows += 1;
        if self.pending >= BATCH_ROWS || self.pending_bytes >= BATCH_BYTES {
            runtime().block_on(self.flush())?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Outcome<()> {
        if self.pending == 0 {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.pending) as u64;
        self.pending_bytes = 0;
        let arrays: Vec<ArrayRef> = self.columns.iter_mut().map(Column::finish).collect();
        let batch = self.stored_batch(arrays)?;
        if self.file.is_none() {
            self.file = Some(self.new_file().await?);
        }
        let file = self.file.as_mut().expect("an open file");
        file.writer
            .write_batch(&batch)
            .await
            .map_err(|error| Failure::from(error).about(&file.name))?;
        file.rows += rows;
        if file.rows >= FILE_ROWS {
            self.close_file().await?;
        }
        Ok(())
    }

    fn stored_batch(&self, arrays: Vec<ArrayRef>) -> Outcome<RecordBatch> {
        let schema = Arc::new(Schema::from(&self.stored));
        let options = CastOptions { safe: false, ..Default::default() };
        let mut columns = Vec::with_capacity(arrays.len());
        for field in schema.fields() {
            let array = &arrays[self.given.index_of(field.name())?];
            columns.push(match array.data_type() == field.data_type() {
                true => array.clone(),
                false => cast_with_options(array, field.data_type(), &options)?,
            });
        }
        Ok(RecordBatch::try_new(schema, columns)?)
    }

    async fn new_file(&self) -> Outcome<OpenFile> {
        let name = format!("{}.lance", uuid::Uuid::new_v4().simple());
        let path = self.place().base.clone().join("data").join(name.as_str());
        let output = self.place().store.create(&path).await?;
        let writer =
            create_writer(self.version, output, self.stored.clone(), FileWriterOptions::default())?;
        Ok(OpenFile { writer, name, rows: 0 })
    }

    async fn close_file(&mut self) -> Outcome<()> {
        let Some(mut file) = self.file.take() else {
            return Ok(());
        };
        let summary = file.writer.finish().await?;
        let (ids, at) = file
            .writer
            .field_id_to_column_indices()
            .iter()
            .map(|(id, column)| (*id as i32, *column as i32))
            .unzip();
        let path = self.place().folder.join("data").join(&file.name);
        std::fs::File::open(&path).and_then(|file| file.sync_all())?;
        let size = std::num::NonZero::new(summary.size_bytes);
        // Ids are given when the version is built.
        let mut fragment = Fragment::new(0);
        fragment.physical_rows = Some(summary.num_rows as usize);
        fragment.files.push(DataFile::new(file.name, ids, at, self.version, size, None));
        self.fragments.push(fragment);
        Ok(())
    }

    pub async fn finish(&mut self) -> Outcome<Value> {
        if let Some(failure) = &self.broken {
            return Err(failure.clone());
        }
        self.broken = Some(Failure::invalid("this writer is finished"));
        self.flush().await?;
        self.close_file().await?;
        let fragments = std::mem::take(&mut self.fragments);
        let schema = self.stored.clone();
        let operation = match self.append {
            true => Operation::Append { fragments },
            false => Operation::Overwrite {
                fragments,
                schema,
                config_upsert_values: None,
                initial_bases: None,
            },
        };
        let version = commit(self.place(), self.table.as_ref(), operation, self.version).await?;
        Ok(json!({"version": version, "rows": self.rows}))
    }
}

/// The table's own fields, in its own order; both sides must have the same columns.
fn appended_schema(table: &Table, given: &Schema) -> Outcome<LanceSchema> {
    let stored = &table.manifest.schema;
    let mut have: Vec<&str> = stored.fields.iter().map(|field| field.name.as_str()).collect();
    let mut want: Vec<&str> = given.fields().iter().map(|field| field.name().as_str()).collect();
    have.sort_unstable();
    want.sort_unstable();
    if have != want {
        return Err(Failure::invalid(format!(
            "cannot append to table `{}`: it has the columns {}, the rows have {}",
            table.place.name,
            have.join(", "),
            want.join(", ")
        )));
    }
    Ok(LanceSchema { fields: stored.fields.clone(), metadata: Default::default() })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_lance_writer_open(
    directory: GbSlice,
    table: GbSlice,
    mode: i32,
    columns_json: GbSlice,
    writer: *mut *mut Writer,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let directory = unsafe { directory.text("the path of the LanceDB directory") }?;
        let name = unsafe { table.text("the name of the table") }?;
        let columns = unsafe { columns_json.text("the columns") }?;
        let open = Writer::open(FilePath::new(directory), name, mode, columns);
        unsafe { hand_over(writer, runtime().block_on(open)?) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_lance_writer_row(
    writer: *mut Writer,
    values: *const GbValue,
    count: usize,
    error: *mut GbText,
) -> i32 {
    guard(error, || {
        let values = match count {
            0 => &[],
            _ => unsafe { std::slice::from_raw_parts(values, count) },
        };
        unsafe { borrow(writer) }?.push(values)?;
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_lance_writer_finish(
    writer: *mut Writer,
    json: *mut GbText,
    error: *mut GbText,
) -> i32 {
    guard(error, || {
        let writer = unsafe { borrow(writer) }?;
        let written = runtime().block_on(writer.finish())?;
        unsafe { give(json, written.to_string()) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_lance_writer_free(writer: *mut Writer) {
    let _inside = runtime().enter();
    unsafe { take_back(writer) };
}
