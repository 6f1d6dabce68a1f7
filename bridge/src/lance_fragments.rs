//! Decoding a table's fragments: several ahead of the reader, in order, in bounded memory.
//!
//! Fragments are opened one ahead of where the reader is; the batches of a fragment are decoded
//! on several threads. What waits is a few batches of about 1 MiB, whatever the table's size.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, RecordBatch};
use arrow_schema::SchemaRef;
use futures::stream::{BoxStream, StreamExt};
use futures::Stream;
use lance_core::cache::LanceCache;
use lance_core::datatypes::Schema as LanceSchema;
use lance_core::utils::deletion::DeletionVector;
use lance_encoding::decoder::{DecoderPlugins, FilterExpression, ReadBatchTask};
use lance_file::reader::{FileReader, FileReaderOptions};
use lance_file::version::ConcreteFileVersion;
use lance_file::versions::reader_projection_from_field_ids;
use lance_io::scheduler::{ScanScheduler, SchedulerConfig};
use lance_io::ReadBatchParams;
use lance_table::format::{DataFile, Fragment};
use lance_table::io::deletion::{deletion_file_path, read_deletion_file};

use crate::failure::{Failure, Outcome, Status};
use crate::lance_columns::{finish_batch, project};
use crate::lance_table::Table;
use crate::runtime::decode_threads;

const BATCH_BYTES: u64 = 1 << 20;
const MOST_BATCH_ROWS: u64 = 8192;
const IO_BUFFER_BYTES: u64 = 16 << 20;

/// One data file of a fragment and which of the wanted columns it holds.
struct Part {
    tasks: Pin<Box<dyn Stream<Item = ReadBatchTask> + Send>>,
    columns: Vec<usize>,
    path: String,
}

pub struct Scan {
    table: Table,
    wanted: SchemaRef,
    schema: LanceSchema,
    scheduler: Arc<ScanScheduler>,
    batch_rows: u32,
}

pub type Batches = BoxStream<'static, Outcome<RecordBatch>>;

impl Scan {
    pub fn new(table: Table, wanted: SchemaRef) -> Outcome<Self> {
        let schema = project(&table, &wanted)?;
        let config = SchedulerConfig::new(IO_BUFFER_BYTES);
        let scheduler = ScanScheduler::new(table.place.store.clone(), config);
        let batch_rows = rows_in_a_batch(&table.manifest.fragments);
        Ok(Self { table, wanted, schema, scheduler, batch_rows })
    }

    async fn open_part(
        &self,
        index: usize,
        fragment: &Fragment,
        file: &DataFile,
    ) -> Outcome<Option<Part>> {
        let path = self.table.place.base.clone().join("data").join(file.path.as_str());
        let shown = format!("/{path}");
        let version = file.file_version()?;
        if version == ConcreteFileVersion::V1 {
            let message = format!(
                "{shown} is in Lance's legacy format v1 (rewrite the table with Python lancedb)"
            );
            return Err(Failure::new(Status::Unsupported, message));
        }
        let held = file.schema(&self.schema);
        let held = LanceSchema { fields: self.in_order(held), metadata: Default::default() };
        if held.fields.is_empty() {
            return Ok(None);
        }
        let pairs = file.fields.iter().zip(file.column_indices.iter());
        let columns: BTreeMap<u32, u32> =
            pairs.filter(|(_, at)| **at >= 0).map(|(id, at)| (*id as u32, *at as u32)).collect();
        let projection = reader_projection_from_field_ids(version, &held, &columns)?;
        let open = async {
            let scheduler = self
                .scheduler
                .open_file_with_priority(&path, index as u64, &file.file_size_bytes)
                .await?;
            FileReader::try_open(
                scheduler,
                Some(projection.clone()),
                Arc::<DecoderPlugins>::default(),
                &LanceCache::no_cache(),
                FileReaderOptions::default(),
            )
            .await
        };
        let reader = open.await.map_err(|error| Failure::from(error).in_file(&shown))?;
        let rows = fragment.physical_rows.map(|rows| rows as u64);
        if rows.is_some_and(|rows| rows != reader.num_rows()) {
            let message = format!("{} rows where the table has {rows:?}", reader.num_rows());
            return Err(Failure::new(Status::Damaged, message).in_file(&shown));
        }
        let tasks = reader
            .read_tasks(
                ReadBatchParams::RangeFull,
                self.batch_rows,
                Some(projection),
                FilterExpression::no_filter(),
            )
            .await
            .map_err(|error| Failure::from(error).in_file(&shown))?;
        let positions = held.fields.iter().map(|field| self.position(&field.name)).collect();
        Ok(Some(Part { tasks, columns: positions, path: shown }))
    }

    fn position(&self, name: &str) -> usize {
        self.wanted.index_of(name).unwrap_or_default()
    }

    fn in_order(&self, held: LanceSchema) -> Vec<lance_core::datatypes::Field> {
        let mut fields = held.fields;
        fields.sort_by_key(|field| self.position(&field.name));
        fields
    }

    async fn deletions(&self, fragment: &Fragment) -> Outcome<Option<Arc<DeletionVector>>> {
        let Some(file) = &fragment.deletion_file else {
            return Ok(None);
        };
        let place = &self.table.place;
        let rows = read_deletion_file(fragment.id, file, &place.base, &place.store).await.map_err(
            |error| {
                let path = deletion_file_path(&place.base, fragment.id, file);
                Failure::from(error).in_file(format!("/{path}"))
            },
        )?;
        Ok((!rows.is_empty()).then(|| Arc::new(rows)))
    }

    async fn open_fragment(self: Arc<Self>, index: usize) -> Outcome<Batches> {
        let fragments = self.table.manifest.fragments.clone();
        let fragment = &fragments[index];
        let deleted = self.deletions(fragment).await?;
        let mut parts = Vec::new();
        for file in &fragment.files {
            parts.extend(self.open_part(index, fragment, file).await?);
        }
        let rows = fragment.physical_rows.unwrap_or_default() as u64;
        let start = Cursor { parts, offset: 0, rows };
        let jobs = futures::stream::unfold(start, move |mut cursor| {
            let scan = self.clone();
            let deleted = deleted.clone();
            async move { cursor.next(scan, deleted).await.map(|job| (job, cursor)) }
        });
        Ok(jobs.map(|job| async { run(job).await }).buffered(decode_threads() + 1).boxed())
    }

    pub fn batches(self) -> Batches {
        let count = self.table.manifest.fragments.len();
        let scan = Arc::new(self);
        futures::stream::iter(0..count)
            .map(move |index| scan.clone().open_fragment(index))
            .buffered(2)
            .flat_map(|opened| match opened {
                Ok(batches) => batches,
                Err(failure) => futures::stream::once(async { Err(failure) }).boxed(),
            })
            .boxed()
    }
}

/// About [`BATCH_BYTES`] of data file a batch, from what the manifest says.
fn rows_in_a_batch(fragments: &[Fragment]) -> u32 {
    let rows: u64 =
        fragments.iter().filter_map(|fragment| fragment.physical_rows).sum::<usize>() as u64;
    let files = fragments.iter().flat_map(|fragment| &fragment.files);
    let bytes: u64 = files.filter_map(|file| file.file_size_bytes.get()).map(u64::from).sum();
    if rows == 0 || bytes == 0 {
        return MOST_BATCH_ROWS as u32;
    }
    let each = (bytes / rows).max(1);
    (BATCH_BYTES / each).clamp(64, MOST_BATCH_ROWS) as u32
}

type Job = futures::future::BoxFuture<'static, Outcome<RecordBatch>>;

async fn run(job: Job) -> Outcome<RecordBatch> {
    match tokio::spawn(job).await {
        Ok(outcome) => outcome,
        Err(error) => Err(Failure::new(Status::Damaged, format!("a decoder gave up: {error}"))),
    }
}

/// Where a fragment's reading stands: its files move in step.
struct Cursor {
    parts: Vec<Part>,
    offset: u64,
    rows: u64,
}

impl Cursor {
    async fn next(&mut self, scan: Arc<Scan>, deleted: Option<Arc<DeletionVector>>) -> Option<Job> {
        if self.offset >= self.rows {
            return None;
        }
        let mut count = (self.rows - self.offset).min(scan.batch_rows as u64);
        let mut tasks = Vec::with_capacity(self.parts.len());
        for part in &mut self.parts {
            let Some(task) = part.tasks.next().await else {
                let failure =
                    Failure::new(Status::Damaged, "it ends too early").in_file(&part.path);
                self.rows = 0;
                return Some(Box::pin(async { Err(failure) }));
            };
            count = task.num_rows as u64;
            tasks.push((task.task, part.columns.clone(), part.path.clone()));
        }
        let offset = self.offset;
        self.offset += count;
        Some(Box::pin(async move {
            let mut columns: Vec<Option<ArrayRef>> = vec![None; scan.wanted.fields().len()];
            for (task, positions, path) in tasks {
                let batch = task.await.map_err(|error| Failure::from(error).in_file(&path))?;
                if batch.num_rows() as u64 != count {
                    return Err(Failure::new(Status::Damaged, "its columns differ in length")
                        .in_file(&path));
                }
                for (position, column) in positions.into_iter().zip(batch.columns()) {
                    columns[position] = Some(column.clone());
                }
            }
            let kept = deleted.and_then(|deleted| kept_rows(&deleted, offset, count));
            finish_batch(&scan.wanted, columns, count as usize, kept)
        }))
    }
}

fn kept_rows(deleted: &DeletionVector, offset: u64, count: u64) -> Option<BooleanArray> {
    let kept: Vec<bool> =
        (offset..offset + count).map(|row| !deleted.contains(row as u32)).collect();
    if kept.iter().all(|keep| *keep) {
        return None;
    }
    Some(BooleanArray::from(kept))
}
