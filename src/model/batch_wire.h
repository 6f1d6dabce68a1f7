// What the batch endpoints' wire formats have in common.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/batch.h"

namespace generator::wire {

/// The headers that `provider` sends with every request, its key included.
http::Headers headers_of(const Provider& provider);
/// A POST with a JSON body.
http::Request post(std::string url, http::Headers headers, std::string body);

/// The body of a response with status 200; else the error, as `provider` reads it.
FromBatch<json::Document> read_json(const http::Response& response, const Provider& provider);

using ReadBatchStatus = BatchStatus (*)(json::Value);

/// One batch. Errors: as read_json; no id that can stand in a path, which `id_field` should hold.
FromBatch<BatchStatus> read_batch(const http::Response& response, const Provider& provider,
                                  std::string_view id_field, ReadBatchStatus read);
/// {"data":[batch…],"has_more"}; the next page begins after the last id of this one. Errors: as
/// read_json; no `data`.
FromBatch<BatchPage> read_page(const http::Response& response, const Provider& provider,
                               ReadBatchStatus read);

/// Whether an id of a provider can stand in a path: letters, digits, '-', '_', '.' and '/', and no
/// "..".
bool is_path(std::string_view id);

/// `text` in a URL's query.
std::string escaped(std::string_view text);

/// "2026-11-25T09:10:25.5Z" in milliseconds since 1970; 0 for anything else. Fractions are left
/// out.
std::int64_t time_ms(std::string_view text);
/// A count that is a number, or a text of digits as protobuf writes 64 bits; 0 for anything else.
std::int64_t number_of(json::Value value);

/// A result that the provider did not get to: it is asked again.
BatchResult not_done(std::string_view id, std::string_view why);
/// A result as the provider would have answered the request alone.
BatchResult result(std::string_view id, int status, std::string_view body,
                   const Provider& provider);

/// Reads a line at a time, blank ones left away. Errors: what is wrong with the first line that is
/// no JSON object: it was cut.
FromBatch<std::vector<BatchResult>> read_lines(const http::Response& response,
                                               const std::function<BatchResult(json::Value)>& read);

}  // namespace generator::wire
