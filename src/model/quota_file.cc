#include "model/quota_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"

namespace generator {
namespace {

void write_amounts(json::Writer& out, const Amounts& amounts) {
  for (const std::int64_t amount : amounts.of) out.integer(amount);
}

std::int64_t count(json::Value value) {
  return std::clamp<std::int64_t>(value.integer().value_or(0), 0, std::int64_t{1} << 53);
}

std::int64_t count(json::Value object, std::string_view name) {
  const auto value = object.find(name);
  return value ? count(*value) : 0;
}

Amounts read_amounts(json::Value array, std::size_t from) {
  Amounts out;
  for (std::size_t i = 0; i < kMeasures && from + i < array.size(); ++i)
    out.of[i] = count(array.at(from + i));
  return out;
}

Amounts read_amounts(json::Value object, std::string_view name) {
  const auto array = object.find(name);
  return array ? read_amounts(*array, 0) : Amounts{};
}

constexpr std::string_view kCheckKey = ",\"check\":\"";  // the last field: of all before it

/// The line's end as it must be.
std::string end_of(std::string_view text) {
  return fmt::format("{}{:016x}\"}}\n", kCheckKey, checksum(text));
}

bool is_whole(std::string_view text) {
  const std::size_t at = text.rfind(kCheckKey);
  return at != std::string_view::npos && text.substr(at) == end_of(text.substr(0, at));
}

}  // namespace

bool is_whole_quota_file(const std::string& path) {
  const auto text = read_file(path);
  return text && is_whole(*text);
}

QuotaFile read_quota_file(const std::string& path) {
  const auto text = read_file(path);
  if (!text || !is_whole(*text)) return {};
  const auto document = json::Document::parse(*text);
  if (!document) return {};
  const json::Value root = document->root();
  QuotaFile out;
  out.learned.per_minute = read_amounts(root, "per_minute");
  out.learned.requests_per_day = count(root, "requests_per_day");
  out.written_ms = count(root, "written_ms");
  out.ahead = read_amounts(root, "ahead");
  out.day_requests = count(root, "day_requests");
  out.day_ends_unix_ms = count(root, "day_ends_unix_ms");
  const auto window = root.find("window");
  for (std::size_t i = 0; window && i < window->size(); ++i) {
    const std::int64_t ms = window->at(i).size() == 0 ? 0 : count(window->at(i).at(0));
    if (!out.window.empty() && ms < out.window.back().ms) return {};
    out.window.push_back({ms, read_amounts(window->at(i), 1)});
  }
  return out;
}

Status write_quota_file(const std::string& path, const QuotaFile& file) {
  std::string text;
  json::Writer out(text);
  out.begin_object();
  out.key("per_minute").begin_array();
  write_amounts(out, file.learned.per_minute);
  out.end_array().field("requests_per_day", file.learned.requests_per_day);
  out.field("written_ms", file.written_ms).key("window").begin_array();
  for (const Limiter::Spent& spent : file.window) {
    out.begin_array().integer(spent.ms);
    write_amounts(out, spent.cost);
    out.end_array();
  }
  out.end_array().key("ahead").begin_array();
  write_amounts(out, file.ahead);
  out.end_array().field("day_requests", file.day_requests);
  out.field("day_ends_unix_ms", file.day_ends_unix_ms);
  text += end_of(text);
  const std::string part = path + ".part";
  std::ofstream stream(part, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  std::error_code error;
  if (stream) std::filesystem::rename(part, path, error);
  if (!stream || error)
    return fail(ErrorKind::kIo,
                fmt::format("{}: cannot be written{}{}", path, error ? ": " : "; is the disk full?",
                            error ? error.message() : ""));
  return {};
}

}  // namespace generator
