//! JSON Schema, draft 2020-12 unless the schema names another. Patterns run in linear time, so
//! that neither a schema nor a reply that a stranger wrote can stall a run; look-around and
//! back-references are refused when the schema is compiled. References are resolved inside the
//! schema only: nothing is fetched.

use jsonschema::{Draft, PatternOptions, Validator};
use serde_json::{json, Value};

use crate::failure::{Failure, Outcome, Status};
use crate::ffi::{
    borrow_shared, give, guard, hand_over, silence_panics, take_back, GbSlice, GbText,
};

const MOST_PROBLEMS: usize = 64;

pub struct Schema {
    validator: Validator,
}

impl Schema {
    pub fn compile(text: &str) -> Outcome<Self> {
        let schema: Value = serde_json::from_str(text)
            .map_err(|error| Failure::invalid(format!("the schema is not JSON: {error}")))?;
        let named = schema.get("$schema").is_some();
        let mut options = jsonschema::options().with_pattern_options(PatternOptions::regex());
        if !named {
            options = options.with_draft(Draft::Draft202012);
        }
        let validator = options.build(&schema).map_err(|error| {
            let at = error.instance_path().to_string();
            let place = if at.is_empty() { String::new() } else { format!(" at {at}") };
            Failure::invalid(format!("no valid JSON Schema{place}: {error}"))
        })?;
        Ok(Self { validator })
    }

    /// What is wrong with a document, at most 64 problems, in the document's order.
    pub fn problems(&self, text: &str) -> Outcome<Vec<Value>> {
        let value: Value = serde_json::from_str(text)
            .map_err(|error| Failure::invalid(format!("the document is not JSON: {error}")))?;
        let errors = self.validator.iter_errors(&value).take(MOST_PROBLEMS);
        Ok(errors
            .map(|error| {
                json!({"pointer": error.instance_path().to_string(), "message": error.to_string()})
            })
            .collect())
    }
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_schema_compile(
    text: GbSlice,
    schema: *mut *mut Schema,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let text = unsafe { text.text("the schema") }?;
        unsafe { hand_over(schema, Schema::compile(text)?) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_schema_validate(
    schema: *const Schema,
    document: GbSlice,
    problems: *mut GbText,
    error: *mut GbText,
) -> i32 {
    guard(error, || {
        let document = unsafe { document.text("the document") }?;
        let found = unsafe { borrow_shared(schema) }?.problems(document)?;
        unsafe { give(problems, Value::from(found).to_string()) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_schema_free(schema: *mut Schema) {
    unsafe { take_back(schema) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_name_the_place() {
        let schema = Schema::compile(
            r##"{"type":"object","required":["a"],"properties":{"a":{"$ref":"#/$defs/n"},
                "b":{"prefixItems":[{"type":"string"}],"items":false}},"$defs":{"n":{"type":"integer","minimum":1}}}"##,
        )
        .unwrap();
        assert!(schema.problems(r#"{"a":1,"b":["x"]}"#).unwrap().is_empty());
        let problems = schema.problems(r#"{"a":0,"b":["x",2]}"#).unwrap();
        let places: Vec<_> =
            problems.iter().map(|problem| problem["pointer"].as_str().unwrap()).collect();
        assert!(
            places.contains(&"/a") && places.iter().any(|place| place.starts_with("/b")),
            "{problems:?}"
        );
        assert!(schema.problems("{").is_err());
    }

    #[test]
    fn a_schema_that_needs_the_network_or_backtracking_is_refused() {
        assert!(Schema::compile(r#"{"$ref":"http://127.0.0.1:9/x.json"}"#).is_err());
        assert!(Schema::compile(r#"{"pattern":"^(?=a)b"}"#).is_err());
        assert!(Schema::compile(r#"{"type":"nothing"}"#).is_err());
    }

    #[test]
    fn a_hostile_pattern_is_answered_at_once() {
        let schema = Schema::compile(r#"{"type":"string","pattern":"^(a+)+$"}"#).unwrap();
        let text = format!("\"{}!\"", "a".repeat(100_000));
        assert_eq!(schema.problems(&text).unwrap().len(), 1);
    }
}
