// What tools that read arrays tell: parts of them, statistics, storage, neighbours.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "world/array.h"
#include "world/moment.h"

namespace generator::world {

/// Which part of an array a call asks for, as far as it says.
struct Slice {
  Extent start, count;
};

/// By `start` and `count`, or a slice in the form of Python. Errors: kInvalidInput, what is wrong.
Result<Slice> slice_of(const Moment& moment, const Array& array);

void write_slice(json::Writer& out, const Array& array, const Thing& thing, const Slice& slice);
/// {path, shape, dtype, elements, size_mb}
void write_summary(json::Writer& out, const Array& array, const Thing& thing);
std::vector<std::string> wanted_statistics(const Moment& moment);
/// {path: statistics} of all that the call names.
void write_statistics(json::Writer& out, const Moment& moment);
/// Over all that the call names together.
void write_aggregate(json::Writer& out, const Moment& moment);
/// As by chunks of the size that the call wants.
void write_chunk_statistics(json::Writer& out, const Moment& moment, const Array& array);
/// What to do about reading it so.
void write_recommendations(json::Writer& out, const Array& array, const std::string& pattern);
/// The arrays of `near`, or those that the call lists, each with what `said` (lower case) asks of
/// it, the best one first; without those that are too unlike the call's own. False: there is none.
bool write_array_list(json::Writer& out, const Moment& moment, const std::string& said,
                      const std::vector<Thing>& near);
/// 0 to 1, by shape, type of elements and size.
double similarity(const Array& a, const Thing& thing_a, const Array& b, const Thing& thing_b);
/// 0 to 1: how much there is to look at.
double interest(const Array& array);

}  // namespace generator::world
