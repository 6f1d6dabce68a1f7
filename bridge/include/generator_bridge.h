#ifndef GENERATOR_BRIDGE_H_
#define GENERATOR_BRIDGE_H_

/// What only Rust crates keep well, as C: Lance tables, Parquet files, exact token counts,
/// outlines of source code, JSON Schema.
///
/// Rules that hold for every function here:
///  - It returns a gb_status. GB_OK is 0; anything above GB_END is a failure, and then `error`,
///    unless null, receives a text for a person. Output parameters are written on GB_OK only.
///  - gb_slice is borrowed and read only while the call lasts; texts are UTF-8. gb_text is given
///    to the caller, who frees it with gb_text_free, errors too.
///  - A handle is used by one thread at a time; different handles are independent. `_free` takes
///    null, and frees a handle whatever state it is in.
///  - No Rust panic crosses: it becomes GB_INTERNAL.
///  - Threads start at the first Lance call and stay. Do not fork without exec after that.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum gb_status {
  GB_OK = 0,
  GB_END = 1,            // nothing more to read
  GB_INVALID_INPUT = 2,  // what the caller passed cannot be
  GB_NOT_FOUND = 3,      // no such directory, table, column or file
  GB_DAMAGED = 4,        // a file does not hold what it should; the text names it
  GB_UNSUPPORTED = 5,    // well-formed, but not for this program; the text names the feature
  GB_IO = 6,
  GB_CONFLICT = 7,  // it exists already, or another writer was faster
  GB_INTERNAL = 8
} gb_status;

typedef struct gb_slice {
  const char* data;
  size_t size;
} gb_slice;

/// Owned bytes; a NUL follows them and is not counted in `size`.
typedef struct gb_text {
  char* data;
  size_t size;
} gb_text;

void gb_text_free(gb_text* text);

// ---------------------------------------------------------------------------------------------
// Lance: reading
//
// A LanceDB directory holds one folder `<table>.lance` per table.

/// The names of the tables as a JSON array, sorted.
/// Errors: GB_NOT_FOUND if there is no such directory.
gb_status gb_lance_tables(gb_slice directory, gb_text* json, gb_text* error);

/// {"table", "version", "rows", "fragments", "format", "fields": [{"name", "type", "nullable"}]}
/// of the latest version; `rows` does not count deleted rows, `type` is Arrow's name.
/// Errors: GB_NOT_FOUND (the text lists the tables there are), GB_DAMAGED, GB_UNSUPPORTED.
gb_status gb_lance_describe(gb_slice directory, gb_slice table, gb_text* json, gb_text* error);

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

// The Arrow C data interface, as its specification gives it.
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema** children;
  struct ArrowSchema* dictionary;
  void (*release)(struct ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void** buffers;
  struct ArrowArray** children;
  struct ArrowArray* dictionary;
  void (*release)(struct ArrowArray*);
  void* private_data;
};

#endif  // ARROW_C_DATA_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream*, struct ArrowSchema* out);
  int (*get_next)(struct ArrowArrayStream*, struct ArrowArray* out);
  const char* (*get_last_error)(struct ArrowArrayStream*);
  void (*release)(struct ArrowArrayStream*);
  void* private_data;
};

#endif  // ARROW_C_STREAM_INTERFACE

/// Streams chosen columns of the latest version, live rows only, in table order.
///
/// `columns_json` is [{"name": "id", "as": "utf8"}, …]; `as` is one of
///   utf8          Arrow "u": int32 offsets and bytes
///   int64         Arrow "l"
///   float64       Arrow "g"
///   float32_list  Arrow "+l" of "f": int32 offsets into one child of float32
/// Each batch is a struct array ("+s") with those children in that order; any of them may hold
/// nulls (validity bitmap, or none where null_count is 0) and have an `offset`. Values are cast on
/// the other side: a column of Arrow type null gives nulls, large_string and dictionaries give
/// utf8, numbers and times too; a value that does not fit its type ends the stream with an error.
/// A batch has at most 8192 rows and aims at 1 MiB; a few are decoded ahead, so memory does not
/// grow with the table.
///
/// On GB_OK the caller releases `stream` (before its end, if it likes). get_next returns 0 with a
/// released array at the end, and an errno with get_last_error for a file that cannot be read.
/// Errors: GB_NOT_FOUND (no table, no such column: the text lists what is there),
/// GB_INVALID_INPUT (a column that cannot be read as asked), GB_DAMAGED, GB_UNSUPPORTED.
gb_status gb_lance_scan(gb_slice directory, gb_slice table, gb_slice columns_json,
                        struct ArrowArrayStream* stream, gb_text* error);

// ---------------------------------------------------------------------------------------------
// Lance: writing

typedef struct gb_lance_writer gb_lance_writer;

typedef enum gb_write_mode {
  GB_CREATE = 0,   // GB_CONFLICT if the table exists
  GB_REPLACE = 1,  // all rows are replaced by a new version; creates the table if there is none
  GB_APPEND = 2    // creates the table if there is none; else the columns must be the same
} gb_write_mode;

typedef enum gb_value_kind {
  GB_NULL = 0,
  GB_UTF8 = 1,     // data, size: bytes
  GB_INT64 = 2,    // integer
  GB_FLOAT64 = 3,  // real
  GB_VECTOR = 4    // data: float32, size: how many
} gb_value_kind;

/// One cell; borrowed while the call lasts.
typedef struct gb_value {
  int32_t kind;
  int64_t integer;
  double real;
  const void* data;
  size_t size;
} gb_value;

/// `columns_json` is [{"name": "id", "type": "utf8" | "int64" | "float64"}, …, {"name": "vector",
/// "type": "vector", "size": 768}]. Nothing is visible in the table before `finish`.
gb_status gb_lance_writer_open(gb_slice directory, gb_slice table, int32_t mode,
                               gb_slice columns_json, gb_lance_writer** writer, gb_text* error);

/// Adds one row: `count` values in column order. After a failure the writer takes no more.
gb_status gb_lance_writer_row(gb_lance_writer* writer, const gb_value* values, size_t count,
                              gb_text* error);

/// Commits what was added as one version and gives {"version", "rows"}; no rows is a version too.
/// It is on disk when this returns. A process that dies earlier leaves the table as it was.
/// Errors: GB_CONFLICT if another writer committed since `open`; nothing is changed then.
gb_status gb_lance_writer_finish(gb_lance_writer* writer, gb_text* json, gb_text* error);

/// Without a `finish` before, the rows are dropped.
void gb_lance_writer_free(gb_lance_writer* writer);

// ---------------------------------------------------------------------------------------------
// Parquet
//
// A schema is JSON by example, in column order: {"id": "string", "score": "double",
// "messages": [{"role": "string", "content": "string"}]}. Types: string, int64, double, bool, a
// list of one of these in brackets, an object as a struct. Everything may be null.

typedef struct gb_parquet_writer gb_parquet_writer;
typedef struct gb_parquet_reader gb_parquet_reader;

/// Creates or empties the file at `path`. Compression is zstd, level 3.
gb_status gb_parquet_writer_open(gb_slice path, gb_slice schema_json, gb_parquet_writer** writer,
                                 gb_text* error);

/// Adds rows: JSON objects, one a line, whole ones. A field that the schema lacks and a value of
/// another type are GB_INVALID_INPUT; an absent field is null. After a failure no more is taken.
gb_status gb_parquet_writer_rows(gb_parquet_writer* writer, gb_slice lines, gb_text* error);

/// Writes the footer, syncs, and gives {"rows"}. Without it the file is no Parquet file.
gb_status gb_parquet_writer_finish(gb_parquet_writer* writer, gb_text* json, gb_text* error);
void gb_parquet_writer_free(gb_parquet_writer* writer);

/// `json` receives {"rows", "schema"}, the schema as above.
gb_status gb_parquet_reader_open(gb_slice path, gb_parquet_reader** reader, gb_text* json,
                                 gb_text* error);

/// The next rows (at most 1024) as JSON objects, one a line, nulls written out; or GB_END.
gb_status gb_parquet_reader_next(gb_parquet_reader* reader, gb_text* lines, gb_text* error);
void gb_parquet_reader_free(gb_parquet_reader* reader);

// ---------------------------------------------------------------------------------------------
// Tokens: o200k_base, exact; no special tokens. The first call builds tables (tens of ms).

/// Thread-safe.
gb_status gb_tokens_count(gb_slice text, size_t* tokens, gb_text* error);

/// The byte length of a prefix that has at most `limit` tokens and ends between two characters;
/// the longest such, but for a few characters at most. Thread-safe.
gb_status gb_tokens_prefix(gb_slice text, size_t limit, size_t* bytes, gb_text* error);

/// Counts ranges of one text cheaply: O(n) once, then about O(log n) a range. Keeps a copy.
typedef struct gb_tokens_index gb_tokens_index;
gb_status gb_tokens_index_new(gb_slice text, gb_tokens_index** index, gb_text* error);

/// The tokens of text[begin, end) as if it were a text of its own. Thread-safe.
/// Errors: GB_INVALID_INPUT if the range is outside the text or cuts a character.
gb_status gb_tokens_index_count(const gb_tokens_index* index, size_t begin, size_t end,
                                size_t* tokens, gb_text* error);
void gb_tokens_index_free(gb_tokens_index* index);

// ---------------------------------------------------------------------------------------------
// Source code

/// The definitions of a source file in order of `head`:
/// [{"kind", "name", "begin", "head", "end", "depth"}]. `kind` is function, method, class, struct,
/// type, module or macro; bytes [begin, end) are the whole definition with the comments, attributes
/// and decorators right above it, `head` is where it starts itself; `depth` is how many definitions
/// it lies inside. `language` is c, cpp, python, rust, go, java, javascript or shell. Source with
/// syntax errors gives what was understood. Thread-safe.
/// Errors: GB_UNSUPPORTED for another language.
gb_status gb_outline(gb_slice language, gb_slice text, gb_text* json, gb_text* error);

// ---------------------------------------------------------------------------------------------
// JSON Schema: draft 2020-12 unless "$schema" names another

typedef struct gb_schema gb_schema;

/// Patterns run in linear time, so look-around and back-references are refused here, as is a
/// reference to another document. Errors: GB_INVALID_INPUT with the place in the schema.
gb_status gb_schema_compile(gb_slice text, gb_schema** schema, gb_text* error);

/// `problems` receives [{"pointer", "message"}], empty if the document is valid, at most 64.
/// Thread-safe. Errors: GB_INVALID_INPUT if the document is not JSON.
gb_status gb_schema_validate(const gb_schema* schema, gb_slice document, gb_text* problems,
                             gb_text* error);
void gb_schema_free(gb_schema* schema);

#ifdef __cplusplus
}
#endif

#endif  // GENERATOR_BRIDGE_H_
