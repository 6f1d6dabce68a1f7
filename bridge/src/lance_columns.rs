//! Which columns a reader wants and as what: found in a table, and cast batch by batch.

use arrow_array::{new_null_array, ArrayRef, BooleanArray, RecordBatch};
use arrow_cast::{can_cast_types, cast_with_options, CastOptions};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use lance_core::datatypes::Schema as LanceSchema;
use serde_json::Value;

use crate::failure::{Failure, Outcome, Status};
use crate::lance_table::Table;

/// The types that cross the border.
pub fn plain_type(name: &str) -> Outcome<DataType> {
    match name {
        "utf8" => Ok(DataType::Utf8),
        "int64" => Ok(DataType::Int64),
        "float64" => Ok(DataType::Float64),
        "float32_list" => Ok(DataType::new_list(DataType::Float32, true)),
        other => Err(Failure::invalid(format!(
            "`{other}` is no column type (utf8, int64, float64, float32_list)"
        ))),
    }
}

/// `[{"name": …, "as": …}, …]` as an Arrow schema.
pub fn wanted_columns(json: &str) -> Outcome<Schema> {
    let complain =
        || Failure::invalid("columns must be [{\"name\": …, \"as\": …}, …], one at least");
    let value: Value = serde_json::from_str(json).map_err(|_| complain())?;
    let list = value.as_array().filter(|list| !list.is_empty()).ok_or_else(complain)?;
    let mut fields: Vec<Field> = Vec::with_capacity(list.len());
    for item in list {
        let name = item["name"].as_str().ok_or_else(complain)?;
        let kind = plain_type(item["as"].as_str().ok_or_else(complain)?)?;
        if fields.iter().any(|field| field.name() == name) {
            return Err(Failure::invalid(format!("column `{name}` is asked for twice")));
        }
        fields.push(Field::new(name, kind, true));
    }
    Ok(Schema::new(fields))
}

/// The part of the table's schema that is wanted, in the wanted order.
pub fn project(table: &Table, wanted: &Schema) -> Outcome<LanceSchema> {
    let all = &table.manifest.schema;
    let mut fields = Vec::with_capacity(wanted.fields().len());
    for want in wanted.fields() {
        let Some(field) = all.fields.iter().find(|field| &field.name == want.name()) else {
            let names: Vec<&str> = all.fields.iter().map(|field| field.name.as_str()).collect();
            let message = format!(
                "no column `{}` in table `{}` (it has: {})",
                want.name(),
                table.place.name,
                names.join(", ")
            );
            return Err(Failure::new(Status::NotFound, message));
        };
        let from = field.data_type();
        if from != DataType::Null && !can_cast_types(&from, want.data_type()) {
            let message = format!(
                "column `{}` of table `{}` is {from}, which cannot be read as {}",
                want.name(),
                table.place.name,
                want.data_type()
            );
            return Err(Failure::invalid(message));
        }
        fields.push(field.clone());
    }
    Ok(LanceSchema { fields, metadata: Default::default() })
}

/// A batch of the wanted columns from what the files held; a column that no file held is null.
pub fn finish_batch(
    wanted: &SchemaRef,
    columns: Vec<Option<ArrayRef>>,
    rows: usize,
    kept: Option<BooleanArray>,
) -> Outcome<RecordBatch> {
    // Not `safe`: a value that has no place in the asked type is an error, never a quiet null.
    let options = CastOptions { safe: false, ..Default::default() };
    let mut cast = Vec::with_capacity(columns.len());
    for (column, field) in columns.into_iter().zip(wanted.fields()) {
        let array = match column {
            None => new_null_array(field.data_type(), rows),
            Some(column) if column.data_type() == field.data_type() => column,
            Some(column) if column.data_type() == &DataType::Null => {
                new_null_array(field.data_type(), rows)
            }
            Some(column) => {
                cast_with_options(&column, field.data_type(), &options).map_err(|error| {
                    Failure::from(error).about(format!("column `{}`", field.name()))
                })?
            }
        };
        cast.push(array);
    }
    let batch = RecordBatch::try_new(wanted.clone(), cast)?;
    match kept {
        None => Ok(batch),
        Some(kept) => Ok(arrow_select::filter::filter_record_batch(&batch, &kept)?),
    }
}
