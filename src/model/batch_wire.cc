#include "model/batch_wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "base/text.h"
#include "model/wire.h"

namespace generator::wire {

http::Headers headers_of(const Provider& provider) { return provider.list_models().headers; }

http::Request post(std::string url, http::Headers headers, std::string body) {
  http::Request out;
  out.url = std::move(url);
  out.headers = std::move(headers);
  out.body = std::move(body);
  return out;
}

FromBatch<json::Document> read_json(const http::Response& response, const Provider& provider) {
  if (response.status != 200) return tl::unexpected(provider.decode(response).error());
  auto document = json::Document::parse(response.body);
  if (!document) return tl::unexpected(unreadable(response, "the answer is no JSON"));
  return std::move(*document);
}

FromBatch<BatchStatus> read_batch(const http::Response& response, const Provider& provider,
                                  std::string_view id_field, ReadBatchStatus read) {
  const auto document = read_json(response, provider);
  if (!document) return tl::unexpected(document.error());
  BatchStatus out = read(document->root());
  if (!is_path(out.id))
    return tl::unexpected(
        unreadable(response, fmt::format("the batch has no usable `{}`", id_field)));
  return out;
}

FromBatch<BatchPage> read_page(const http::Response& response, const Provider& provider,
                               ReadBatchStatus read) {
  const auto document = read_json(response, provider);
  if (!document) return tl::unexpected(document.error());
  const json::Value data = at(document->root(), "data");
  if (!data.is_array())
    return tl::unexpected(unreadable(response, "the list of batches has no `data`"));
  BatchPage out;
  for (std::size_t i = 0; i < data.size(); ++i) out.batches.push_back(read(data.at(i)));
  const bool has_more = at(document->root(), "has_more").boolean().value_or(false);
  if (has_more && !out.batches.empty() && is_path(out.batches.back().id))
    out.next = out.batches.back().id;
  return out;
}

bool is_path(std::string_view id) {
  for (const char c : id)
    if (!text::is_alpha(c) && !text::is_digit(c) && c != '-' && c != '_' && c != '.' && c != '/')
      return false;
  return !id.empty() && !text::contains(id, "..");
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_plain =
        text::is_alpha(c) || text::is_digit(c) || c == '-' || c == '_' || c == '.' || c == '~';
    out += is_plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::int64_t time_ms(std::string_view text) {
  std::tm utc{};
  const std::string copy(text);
  const char* end = ::strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%S", &utc);
  if (end == nullptr || (*end != 'Z' && *end != '.' && *end != '+')) return 0;
  return static_cast<std::int64_t>(::timegm(&utc)) * 1000;
}

std::int64_t number_of(json::Value value) {
  if (const auto number = value.integer()) return std::max<std::int64_t>(0, *number);
  std::int64_t out = 0;
  const std::string_view digits = value.text();
  if (digits.size() > 18) return 0;
  for (const char c : digits) {
    if (!text::is_digit(c)) return 0;
    out = 10 * out + (c - '0');
  }
  return out;
}

BatchResult not_done(std::string_view id, std::string_view why) {
  CallError error;
  error.kind = CallError::Kind::kOverloaded;
  error.message = why;
  return {std::string(id), tl::unexpected(std::move(error))};
}

BatchResult result(std::string_view id, int status, std::string_view body,
                   const Provider& provider) {
  const http::Response answer{status, {}, std::string(body)};
  BatchResult out{std::string(id), provider.decode(answer)};
  if (!out.outcome) out.refusal = answer;
  return out;
}

FromBatch<std::vector<BatchResult>> read_lines(
    const http::Response& response, const std::function<BatchResult(json::Value)>& read) {
  std::vector<BatchResult> out;
  std::string_view rest = response.body;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = text::trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    const auto document = json::Document::parse(line);
    if (!document || !document->root().is_object())
      return tl::unexpected(unreadable(response, "a line of the batch's results is no JSON"));
    out.push_back(read(document->root()));
  }
  return out;
}

}  // namespace generator::wire
