//! A table as an Arrow C stream of chosen columns of plain types.

use std::path::Path as FilePath;
use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use futures::stream::StreamExt;
use tokio::sync::mpsc;

use crate::failure::{Failure, Outcome, Status};
use crate::ffi::{guard, silence_panics, GbSlice, GbText};
use crate::lance_columns::wanted_columns;
use crate::lance_fragments::Scan;
use crate::lance_table::Place;
use crate::runtime::runtime;

/// What the C stream pulls from; decoding runs ahead of it.
pub struct Reader {
    schema: SchemaRef,
    batches: mpsc::Receiver<Outcome<RecordBatch>>,
}

impl Reader {
    pub fn new(directory: &FilePath, table: &str, columns: &str) -> Outcome<Self> {
        let wanted = Arc::new(wanted_columns(columns)?);
        let (sender, batches) = mpsc::channel(1);
        let schema = wanted.clone();
        runtime().block_on(async {
            let place = Place::new(directory, table).await?;
            let scan = Scan::new(place.open().await?, wanted)?;
            let mut stream = scan.batches();
            tokio::spawn(async move {
                while let Some(batch) = stream.next().await {
                    let last = batch.is_err();
                    if sender.send(batch).await.is_err() || last {
                        break;
                    }
                }
            });
            Ok::<(), Failure>(())
        })?;
        Ok(Self { schema, batches })
    }
}

impl Iterator for Reader {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.batches.blocking_recv()? {
                Ok(batch) if batch.num_rows() == 0 => continue,
                Ok(batch) => return Some(Ok(batch)),
                Err(failure) => {
                    return Some(Err(ArrowError::ExternalError(failure.message.into())))
                }
            }
        }
    }
}

impl RecordBatchReader for Reader {
    fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_lance_scan(
    directory: GbSlice,
    table: GbSlice,
    columns_json: GbSlice,
    stream: *mut FFI_ArrowArrayStream,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let directory = unsafe { directory.text("the path of the LanceDB directory") }?;
        let name = unsafe { table.text("the name of the table") }?;
        let columns = unsafe { columns_json.text("the columns") }?;
        let reader = Reader::new(FilePath::new(directory), name, columns)?;
        unsafe { stream.write(FFI_ArrowArrayStream::new(Box::new(reader))) };
        Ok(Status::Ok)
    })
}
