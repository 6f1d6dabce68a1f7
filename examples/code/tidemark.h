/*
 * tidemark.h - the C interface of Tidemark, a time-series store for one machine.
 *
 * Part of the example documents of Generator; MIT licence.
 */
#ifndef TIDEMARK_H
#define TIDEMARK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A store that was opened with tm_open(). Not to be shared between threads without a lock. */
typedef struct tm_store tm_store;

/** One measurement. */
typedef struct tm_point {
  int64_t time;  /**< microseconds since 1970-01-01 UTC */
  double value;  /**< any value; NaN is kept with its exact bits */
} tm_point;

/** What a function of this interface returns. Zero is success; all errors are negative. */
typedef enum tm_status {
  TM_OK = 0,
  TM_IN_USE = -101,       /**< another process has the store open for writing */
  TM_LOG_DAMAGED = -104,  /**< a record in the middle of the write-ahead log fails its checksum */
  TM_OUT_OF_RANGE = -107, /**< a timestamp outside the years 1678 to 2262 */
  TM_NO_SPACE = -122,     /**< the log cannot be appended to */
  TM_TOO_NEW = -130       /**< the store has a newer file format than this library knows */
} tm_status;

/** When the write-ahead log is forced to disk. */
typedef enum tm_sync {
  TM_SYNC_ALWAYS,   /**< before tm_write() returns */
  TM_SYNC_INTERVAL, /**< every 200 ms; the default */
  TM_SYNC_NONE      /**< when the operating system likes */
} tm_sync;

/** Settings for tm_open(). Fill it with tm_options_default() before changing single fields. */
typedef struct tm_options {
  tm_sync sync;
  size_t head_memory; /**< bytes for points that are not yet in a segment; at least 1 MiB */
  int read_only;      /**< not zero: take no lock and refuse all writing */
} tm_options;

/** Fills `options` with the defaults: TM_SYNC_INTERVAL, 256 MiB, writing allowed. */
void tm_options_default(tm_options *options);

/**
 * Opens the store in directory `path` and replays its log.
 *
 * On success `*store` must be closed with tm_close(). On failure `*store` is NULL, and tm_error() has a
 * text that names the file concerned. TM_IN_USE is returned at once; the function never waits for a lock.
 *
 * Replaying takes about one second for each 200 MB of log.
 */
tm_status tm_open(const char *path, const tm_options *options, tm_store **store);

/**
 * Writes `count` points to one series of a bucket.
 *
 * `series` has the form `name{tag="value",...}`; the order of the tags does not matter. The points need not be
 * sorted. If two have the same time, the later one in the array wins. Either all points are written or none:
 * TM_OUT_OF_RANGE is returned before anything was appended to the log.
 *
 * With TM_SYNC_ALWAYS each call costs one disk flush, so write points in groups of a hundred or more.
 */
tm_status tm_write(tm_store *store, const char *bucket, const char *series, const tm_point *points, size_t count);

/**
 * Calls `visit` for each point of `series` with from <= time < to, in order of time.
 *
 * The points are those that were written before the call; points that are written by `visit` itself are not
 * seen. If `visit` returns a value other than zero, reading stops and that value is returned.
 */
int tm_read(tm_store *store, const char *bucket, const char *series, int64_t from, int64_t to,
            int (*visit)(const tm_point *point, void *context), void *context);

/** Writes everything in memory to segments. Afterwards the log is empty and the next tm_open() is fast. */
tm_status tm_flush(tm_store *store);

/** Flushes and closes the store and releases its lock. `store` may be NULL, which does nothing. */
void tm_close(tm_store *store);

/** The text of the last error in this thread; valid until the next call of this interface in this thread. */
const char *tm_error(void);

#ifdef __cplusplus
}
#endif

#endif
