//! The rows that go into a table: cells as C passes them, gathered into columns.

use std::sync::Arc;

use arrow_array::builder::{
    FixedSizeListBuilder, Float32Builder, Float64Builder, Int64Builder, StringBuilder,
};
use arrow_array::ArrayRef;
use arrow_schema::{DataType, Field, Schema};
use serde_json::Value;

use crate::failure::{Failure, Outcome};
use crate::ffi::GbSlice;

/// As `gb_value` in the header.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct GbValue {
    pub kind: i32,
    pub integer: i64,
    pub real: f64,
    pub data: *const std::ffi::c_void,
    pub size: usize,
}

pub enum Column {
    Text(StringBuilder),
    Integer(Int64Builder),
    Real(Float64Builder),
    Vector(FixedSizeListBuilder<Float32Builder>, usize),
}

impl Column {
    pub fn new(kind: &DataType) -> Self {
        match kind {
            DataType::Int64 => Self::Integer(Int64Builder::new()),
            DataType::Float64 => Self::Real(Float64Builder::new()),
            DataType::FixedSizeList(item, size) => {
                let builder = FixedSizeListBuilder::new(Float32Builder::new(), *size);
                Self::Vector(builder.with_field(item.clone()), *size as usize)
            }
            _ => Self::Text(StringBuilder::new()),
        }
    }

    /// Returns how many bytes the value took.
    pub fn push(&mut self, value: &GbValue, name: &str) -> Outcome<usize> {
        let bytes =
            || unsafe { GbSlice { data: value.data as *const u8, size: value.size }.bytes() };
        match (self, value.kind) {
            (Self::Text(builder), 0) => builder.append_null(),
            (Self::Integer(builder), 0) => builder.append_null(),
            (Self::Real(builder), 0) => builder.append_null(),
            (Self::Vector(builder, size), 0) => {
                (0..*size).for_each(|_| builder.values().append_value(0.0));
                builder.append(false);
            }
            (Self::Text(builder), 1) => {
                let text = std::str::from_utf8(bytes()).map_err(|error| {
                    let at = error.valid_up_to();
                    Failure::invalid(format!("column `{name}`: the text is not UTF-8 at byte {at}"))
                })?;
                builder.append_value(text);
            }
            (Self::Integer(builder), 2) => builder.append_value(value.integer),
            (Self::Real(builder), 3) => builder.append_value(value.real),
            (Self::Vector(builder, size), 4) => {
                if value.size != *size {
                    let got = value.size;
                    return Err(Failure::invalid(format!(
                        "column `{name}`: a vector of {got} numbers where {size} are wanted"
                    )));
                }
                let numbers =
                    unsafe { std::slice::from_raw_parts(value.data as *const f32, *size) };
                builder.values().append_slice(numbers);
                builder.append(true);
            }
            (_, kind) => {
                return Err(Failure::invalid(format!(
                    "column `{name}` does not hold values of kind {kind}"
                )))
            }
        }
        Ok(8 + if value.kind == 4 {
            value.size * 4
        } else if value.kind == 1 {
            value.size
        } else {
            0
        })
    }

    pub fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(builder) => Arc::new(builder.finish()),
            Self::Integer(builder) => Arc::new(builder.finish()),
            Self::Real(builder) => Arc::new(builder.finish()),
            Self::Vector(builder, _) => Arc::new(builder.finish()),
        }
    }
}

/// `[{"name": …, "type": "utf8" | "int64" | "float64" | "vector", "size": N}, …]`.
pub fn column_schema(json: &str) -> Outcome<Schema> {
    let complain = || {
        let message =
            "columns must be [{\"name\": …, \"type\": utf8|int64|float64|vector, \"size\": N}, …]";
        Failure::invalid(message)
    };
    let value: Value = serde_json::from_str(json).map_err(|_| complain())?;
    let list = value.as_array().filter(|list| !list.is_empty()).ok_or_else(complain)?;
    let mut fields = Vec::with_capacity(list.len());
    for item in list {
        let name = item["name"].as_str().ok_or_else(complain)?;
        let kind = match item["type"].as_str() {
            Some("utf8") => DataType::Utf8,
            Some("int64") => DataType::Int64,
            Some("float64") => DataType::Float64,
            Some("vector") => {
                let size = item["size"].as_i64().filter(|size| (1..=1 << 20).contains(size));
                DataType::new_fixed_size_list(
                    DataType::Float32,
                    size.ok_or_else(complain)? as i32,
                    true,
                )
            }
            _ => return Err(complain()),
        };
        fields.push(Field::new(name, kind, true));
    }
    Ok(Schema::new(fields))
}
