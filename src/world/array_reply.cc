#include "world/array_reply.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "world/values.h"

namespace generator::world {
namespace {

constexpr std::int64_t kShownChunks = 4;
constexpr std::int64_t kMostChunks = 100'000;

std::optional<std::int64_t> whole(std::string_view text) {
  text = text::trim(text);
  if (text.empty() || text.size() > 15 || text.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoll(std::string(text));
}

Result<Extent> extent_argument(const Moment& moment, std::string_view name, const Array& array) {
  const auto argument = moment.argument(name);
  Extent out;
  if (!argument || argument->is_null()) return out;
  for (std::size_t i = 0; i < argument->size(); ++i) {
    const auto number = argument->at(i).integer();
    if (!number || *number < 0)
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("`{}` must hold whole numbers from 0 on", name));
    out.push_back(*number);
  }
  if (out.size() > array.shape().size())
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`{}` has {}, the dataset has {}", name,
                            text::counted(std::ssize(out), "index", "indices"),
                            text::counted(std::ssize(array.shape()), "dimension")));
  return out;
}

std::string statistic_name(std::string_view name) { return text::to_lower(name); }

}  // namespace

Result<Slice> slice_of(const Moment& moment, const Array& array) {
  TRY(Extent first, extent_argument(moment, "start", array));
  TRY(Extent lengths, extent_argument(moment, "count", array));
  Slice out{std::move(first), std::move(lengths)};
  for (std::size_t i = 0; i < moment.arguments.size(); ++i) {
    const std::string plain = plain_name(moment.arguments.key(i));
    if (!plain.starts_with("slice") || !moment.arguments.at(i).is_string() || array.shape().empty())
      continue;
    const std::string_view spec = moment.arguments.at(i).text();
    const auto ends = text::split(spec.substr(0, spec.find(',')), ':');
    const auto begin =
        text::trim(ends[0]).empty() ? std::optional<std::int64_t>(0) : whole(ends[0]);
    const auto end = ends.size() < 2 || text::trim(ends[1]).empty()
                         ? std::optional(array.shape()[0])
                         : whole(ends[1]);
    if (!begin || !end || *end < *begin)
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("`{}` is no slice such as 0:100", moment.arguments.key(i)));
    out = {{std::min(*begin, array.shape()[0])}, {*end - *begin}};
  }
  for (std::size_t i = 0; i < array.shape().size(); ++i) {
    const std::int64_t length = array.shape()[i];
    if (i >= out.start.size()) out.start.push_back(0);
    if (out.start[i] > 0 && out.start[i] >= length && length > 0)
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("index {} is out of bounds for dimension {} with {} elements",
                              out.start[i], i, length));
    if (i >= out.count.size()) out.count.push_back(length);
    out.count[i] =
        std::clamp<std::int64_t>(out.count[i], 0, length - std::min(length, out.start[i]));
  }
  return out;
}

void write_slice(json::Writer& out, const Array& array, const Thing& thing, const Slice& slice) {
  bool is_cut = false;
  const std::string contents = array.contents(slice.start, slice.count, is_cut);
  out.key("shape").raw(extent_json(slice.count));
  out.key("dtype").raw(thing.find("dtype")->json);
  out.key("data").raw(contents);
  if (is_cut) out.field("note", "only the first elements are shown");
}

void write_summary(json::Writer& out, const Array& array, const Thing& thing) {
  out.begin_object();
  out.field("path", thing.key());
  out.key("shape").raw(extent_json(array.shape()));
  out.key("dtype").raw(thing.find("dtype")->json);
  out.field("elements", array.elements());
  out.field("size_mb", array.megabytes());
  out.end_object();
}

std::vector<std::string> wanted_statistics(const Moment& moment) {
  std::vector<std::string> out;
  for (const std::string_view name : {"stats", "statistics", "metrics"})
    if (const auto wanted = moment.argument(name))
      for (std::size_t i = 0; i < wanted->size(); ++i)
        if (wanted->at(i).is_string() && out.size() < 8)
          out.push_back(statistic_name(wanted->at(i).text()));
  if (out.empty()) out = {"mean", "std", "min", "max"};
  return out;
}

void write_statistics(json::Writer& out, const Moment& moment) {
  out.begin_object();
  for (const Thing& thing : moment.named)
    if (const auto array = Array::of(thing, moment.seed))
      out.key(thing.key()).raw(array->statistics(wanted_statistics(moment), 0, array->elements()));
  out.end_object();
}

void write_aggregate(json::Writer& out, const Moment& moment) {
  std::int64_t elements = 0, datasets = 0;
  double bytes = 0, sum = 0, least = INFINITY, most = -INFINITY;
  for (const Thing& thing : moment.named) {
    const auto array = Array::of(thing, moment.seed);
    if (!array) continue;
    const auto statistics =
        json::Document::parse(array->statistics({"mean", "min", "max"}, 0, array->elements()));
    const auto number = [&](std::string_view name) {
      const auto value = statistics ? statistics->root().find(name) : std::nullopt;
      return value ? value->number().value_or(0) : 0;
    };
    ++datasets;
    elements += array->elements();
    bytes += static_cast<double>(array->bytes());
    sum += number("mean") * static_cast<double>(array->elements());
    least = std::min(least, number("min"));
    most = std::max(most, number("max"));
  }
  out.begin_object().field("datasets", datasets).field("elements", elements);
  if (elements > 0) {
    out.field("mean", rounded(sum / static_cast<double>(elements), 4));
    out.field("min", least).field("max", most);
  }
  out.end_object();
}

void write_chunk_statistics(json::Writer& out, const Moment& moment, const Array& array) {
  const auto asked = [&](std::string_view name, std::int64_t otherwise) {
    const auto argument = moment.argument(name);
    return std::max<std::int64_t>(1,
                                  argument ? argument->integer().value_or(otherwise) : otherwise);
  };
  const std::int64_t size =
      std::min(asked("chunk_size", 1024), std::max<std::int64_t>(1, array.elements()));
  const std::int64_t whole_count = (array.elements() + size - 1) / size;
  const std::int64_t count = std::min({whole_count, asked("max_chunks", 100), kMostChunks});
  out.field("chunk_size", size).field("chunks_processed", count);
  out.field("elements_processed", std::min(array.elements(), count * size));
  out.key("complete").boolean(count == whole_count);
  out.key("chunks").begin_array();
  for (std::int64_t i = 0; i < std::min(count, kShownChunks); ++i) {
    const std::int64_t end = std::min(array.elements(), (i + 1) * size);
    out.begin_object().field("chunk", i).field("elements", end - i * size);
    out.key("statistics").raw(array.statistics({"mean", "min", "max"}, i * size, end));
    out.end_object();
  }
  out.end_array();
  if (count > kShownChunks)
    out.field("note", fmt::format("the first {} chunks are shown", kShownChunks));
}

void write_recommendations(json::Writer& out, const Array& array, const std::string& pattern) {
  out.begin_array();
  const double kilobytes = static_cast<double>(array.chunk_bytes()) / 1024;
  if (array.chunks())
    out.string(fmt::format("Read whole chunks of {} ({:.1f} KB) at a time",
                           extent_tuple(*array.chunks()), kilobytes));
  else
    out.string(
        "The data is stored in one piece; store it in chunks before reading parts of it often");
  if (pattern == "random")
    out.string(
        kilobytes > 256
            ? "Smaller chunks, of 64 to 256 KB, cost random access less"
            : "The chunk cache should hold the chunks that are read most; raise rdcc_nbytes");
  else if (pattern == "batch")
    out.string("Sort the requests by position, and read neighbouring ones together");
  else if (!array.shape().empty())
    out.string(
        fmt::format("Go along the first dimension ({} steps), in which the data lies in order",
                    array.shape()[0]));
  if (array.megabytes() < 16)
    out.string(fmt::format("With {} MB it fits into memory: read it once", array.megabytes()));
  else if (!array.is_compressed())
    out.string("Compression such as gzip level 4 would save reading");
  out.end_array();
}

double similarity(const Array& a, const Thing& thing_a, const Array& b, const Thing& thing_b) {
  double out = 0;
  if (a.shape() == b.shape())
    out += 0.5;
  else if (a.shape().size() == b.shape().size())
    out += 0.3;
  if (thing_a.find("dtype")->json == thing_b.find("dtype")->json) out += 0.3;
  const double small = static_cast<double>(std::min(a.bytes(), b.bytes()));
  const double large =
      static_cast<double>(std::max<std::int64_t>(1, std::max(a.bytes(), b.bytes())));
  return rounded(out + 0.2 * small / large, 2);
}

double interest(const Array& array) {
  double out = 0.3;
  if (array.megabytes() >= 1 && array.megabytes() <= 100) out += 0.4;
  if (array.shape().size() >= 2) out += 0.2;
  return rounded(out + 0.05 * static_cast<double>(std::min<std::size_t>(2, array.shape().size())),
                 2);
}

}  // namespace generator::world
