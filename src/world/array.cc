#include "world/array.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "base/text.h"
#include "world/values.h"

namespace generator::world {
namespace {

constexpr std::int64_t kShown = 4;        // elements of a dimension
constexpr std::int64_t kShownAlone = 10;  // where there is but one
constexpr std::int64_t kSampled = 512;
constexpr std::int64_t kMostElements = std::int64_t{1} << 50;
constexpr double kMegabyte = 1'048'576.0;

std::int64_t product(const Extent& extent) {
  std::int64_t out = 1;
  for (const std::int64_t length : extent) {
    if (length == 0) return 0;
    out = out > kMostElements / length ? kMostElements : out * length;
  }
  return out;
}

std::optional<Extent> extent_of(std::string_view text) {
  const auto document = json::Document::parse(text);
  if (!document || !document->root().is_array()) return std::nullopt;
  Extent out;
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    const auto length = document->root().at(i).integer();
    if (!length || *length < 0 || *length > kMostElements) return std::nullopt;
    out.push_back(std::max<std::int64_t>(1, *length));
    if (product(out) >= kMostElements) return std::nullopt;
    out.back() = *length;
  }
  return out;
}

std::int64_t bytes_of(std::string_view dtype) {
  std::size_t at = dtype.find_first_of("0123456789");
  if (at == std::string_view::npos) return dtype.starts_with("bool") ? 1 : 8;
  const int number = std::atoi(std::string(dtype.substr(at)).c_str());
  if (dtype.starts_with('S') || dtype.starts_with('|') || dtype.starts_with('<') || number < 8)
    return std::clamp(number, 1, 4096);
  return number / 8;
}

// Coordinates: what the other arrays are measured along.
bool is_axis(std::string_view name) {
  const std::string plain = plain_name(name);
  for (const std::string_view word : text::split(plain, ' '))
    for (const std::string_view axis :
         {"time", "times", "timestamp", "timestamps", "stamps", "latitude", "longitude", "angle",
          "angles", "ids", "index", "depth", "frequency", "wavelength"})
      if (word == axis) return true;
  return false;
}

}  // namespace

double rounded(double value, int decimals) {
  const double scale = std::pow(10.0, decimals);
  return std::round(value * scale) / scale;
}

std::string extent_json(const Extent& extent) {
  return fmt::format("[{}]", fmt::join(extent, ","));
}

std::string extent_tuple(const Extent& extent) {
  return fmt::format("({}{})", fmt::join(extent, ", "), extent.size() == 1 ? "," : "");
}

std::optional<Array> Array::of(const Thing& thing, std::uint64_t seed) {
  const Field* shape = thing.find("shape");
  const Field* dtype = thing.find("dtype");
  if (shape == nullptr || dtype == nullptr) return std::nullopt;
  auto extent = extent_of(shape->json);
  if (!extent) return std::nullopt;
  Array out;
  out.shape_ = std::move(*extent);
  out.dtype_ = text_of_json(dtype->json);
  out.item_bytes_ = bytes_of(out.dtype_);
  out.is_whole_ = text::contains(out.dtype_, "int");
  out.is_truth_ = out.dtype_.starts_with("bool");
  out.is_text_ =
      out.dtype_.starts_with('S') || text::contains(out.dtype_, "str") || out.dtype_ == "object";
  if (const Field* chunks = thing.find("chunks")) out.chunks_ = extent_of(chunks->json);
  const Field* compression = thing.find("compression");
  out.is_compressed_ = compression != nullptr && compression->json != "null";
  out.high_ = out.is_whole_ ? 100 : 1;
  if (const Field* range = thing.find("range"))
    if (const auto document = json::Document::parse(range->json);
        document && document->root().size() == 2) {
      out.low_ = document->root().at(0).number().value_or(0);
      out.high_ = document->root().at(1).number().value_or(1);
    }
  out.is_axis_ = out.shape_.size() == 1 && is_axis(last_part(thing.key()));
  out.seed_ =
      seed_of(seed, thing.key(), thing.inside.empty() ? "" : thing.inside[0].key, "contents");
  return out;
}

std::int64_t Array::elements() const { return product(shape_); }

std::int64_t Array::chunk_bytes() const {
  return (chunks_ ? product(*chunks_) : elements()) * item_bytes_;
}

double Array::megabytes() const { return rounded(static_cast<double>(bytes()) / kMegabyte, 2); }

// A slow wave with some noise: neighbours are alike, as what is measured is.
double Array::number(std::int64_t index) const {
  const double span = std::abs(high_ - low_);
  const auto shown = [&](double value) {
    return is_whole_ ? std::round(value)
                     : rounded(value, span >= 10'000 ? 1
                                      : span >= 10   ? 2
                                      : span >= 0.1  ? 4
                                                     : 6);
  };
  if (is_axis_ && is_whole_) return low_ + static_cast<double>(index);
  if (is_axis_)
    return shown(low_ + span * static_cast<double>(index) /
                            static_cast<double>(std::max<std::int64_t>(1, shape_[0] - 1)));
  const double phase = static_cast<double>(seed_ % 628) / 100.0;
  const std::uint64_t mixed = (seed_ ^ static_cast<std::uint64_t>(index)) * 0x9E3779B97F4A7C15ull;
  const double noise = static_cast<double>((mixed >> 33) % 10'000) / 10'000.0 - 0.5;
  const double unit =
      0.5 + 0.33 * std::sin(phase + static_cast<double>(index) * 0.021) + 0.3 * noise;
  return shown(low_ + unit * (high_ - low_));
}

std::string Array::at(std::int64_t index) const {
  if (is_text_) return json::quote(fmt::format("S{:04}", 1 + index));
  if (is_truth_) return number(index) > low_ + (high_ - low_) * 0.4 ? "true" : "false";
  std::string out;
  json::Writer writer(out);
  if (is_whole_)
    writer.integer(static_cast<std::int64_t>(std::clamp(number(index), -9e15, 9e15)));
  else
    writer.number(number(index));
  return out;
}

void Array::nest(std::string& out, const Extent& start, const Extent& count, std::size_t dimension,
                 std::int64_t offset, bool& is_cut) const {
  const std::int64_t most = shape_.size() == 1 ? kShownAlone : dimension > 1 ? kShown / 2 : kShown;
  const std::int64_t shown = std::min(count[dimension], most);
  is_cut = is_cut || shown < count[dimension];
  out += '[';
  for (std::int64_t i = 0; i < shown; ++i) {
    if (i > 0) out += ',';
    const std::int64_t index = offset * shape_[dimension] + start[dimension] + i;
    if (dimension + 1 == shape_.size())
      out += at(index);
    else
      nest(out, start, count, dimension + 1, index, is_cut);
  }
  out += ']';
}

std::string Array::contents(const Extent& start, const Extent& count, bool& is_cut) const {
  if (shape_.empty()) return at(0);
  std::string out;
  if (shape_.size() > 8) {  // nobody reads these
    is_cut = true;
    return "[]";
  }
  nest(out, start, count, 0, 0, is_cut);
  return out;
}

std::string Array::statistics(const std::vector<std::string>& names, std::int64_t begin,
                              std::int64_t end) const {
  std::vector<double> values;
  const std::int64_t step = std::max<std::int64_t>(1, (end - begin) / kSampled);
  for (std::int64_t i = begin; i < end && std::ssize(values) < kSampled; i += step)
    values.push_back(number(i));
  double sum = 0, squares = 0;
  for (const double value : values) sum += value;
  const double count = std::max<double>(1, static_cast<double>(values.size()));
  const double mean = sum / count;
  for (const double value : values) squares += (value - mean) * (value - mean);
  std::ranges::sort(values);
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (const std::string& name : names) {
    if (name == "count") {
      writer.field(name, end - begin);
      continue;
    }
    if (values.empty() || is_text_) {
      writer.key(name).null();
      continue;
    }
    const double value = name == "mean" || name == "average"   ? mean
                         : name == "std"                       ? std::sqrt(squares / count)
                         : name == "var" || name == "variance" ? squares / count
                         : name == "min"                       ? values.front()
                         : name == "max"                       ? values.back()
                         : name == "median"                    ? values[values.size() / 2]
                         : name == "sum" ? mean * static_cast<double>(end - begin)
                                         : NAN;
    writer.field(name, rounded(value, 4));
  }
  writer.end_object();
  return out;
}

std::vector<std::string> Array::issues() const {
  std::vector<std::string> out;
  const double megabytes = static_cast<double>(bytes()) / kMegabyte;
  if (!chunks_ && megabytes > 8)
    out.push_back(
        fmt::format("{:.1f} MB in one piece without chunking: partial reads are slow", megabytes));
  if (chunks_ && chunk_bytes() < 16 * 1024 && megabytes > 1)
    out.push_back(fmt::format("chunks of {:.1f} KB are small: many reads for little data",
                              static_cast<double>(chunk_bytes()) / 1024));
  if (!is_compressed_ && megabytes > 4) out.push_back("no compression");
  if (shape_.size() > 3)
    out.push_back(fmt::format("{} dimensions: slices cross many chunks", shape_.size()));
  return out;
}

}  // namespace generator::world
