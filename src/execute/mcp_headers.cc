#include "execute/mcp_headers.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace generator::execute {
namespace {

bool is_token(std::string_view name) {
  return !name.empty() && name.size() <= 100 && std::ranges::all_of(name, [](char c) {
    return text::is_alpha(c) || text::is_digit(c) || c == '-' || c == '_';
  });
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j)
      out += i + j <= bytes.size() ? kDigits[group >> (18 - 6 * j) & 63] : '=';
  }
  return out;
}

std::string header_value(std::string_view value) {
  const bool is_plain = value == text::trim(value) && !value.starts_with("=?base64?") &&
                        std::ranges::all_of(value, [](char c) { return c >= ' ' && c < 0x7f; });
  return is_plain ? std::string(value) : "=?base64?" + base64(value) + "?=";
}

}  // namespace

void read_header_parameters(json::Value tools, HeaderParameters& out) {
  for (std::size_t i = 0; i < tools.size(); ++i) {
    const auto schema = tools.at(i).find("inputSchema");
    const auto properties = schema ? schema->find("properties") : std::nullopt;
    for (std::size_t j = 0; properties && j < properties->size(); ++j)
      if (const std::string_view header = properties->at(j).text_of("x-mcp-header"); is_token(header))
        out[std::string(tools.at(i).text_of("name"))].emplace_back(properties->key(j), header);
  }
}

std::vector<std::pair<std::string, std::string>> parameter_headers(const HeaderParameters& known,
                                                                   std::string_view tool,
                                                                   std::string_view arguments) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto at = known.find(tool);
  if (at == known.end()) return out;
  const auto document = json::Document::parse(arguments);
  if (!document) return out;
  for (const auto& [property, header] : at->second)
    if (const auto value = document->root().find(property);
        value && (value->is_string() || value->is_number() || value->boolean()))
      out.emplace_back("Mcp-Param-" + header,
                       std::string(value->is_string() ? value->text() : value->raw()));
  return out;
}

std::vector<std::string> stateless_headers(const Outgoing& message) {
  std::vector<std::string> out = {"Mcp-Method: " + header_value(message.method)};
  if (!message.tool.empty()) out.push_back("Mcp-Name: " + header_value(message.tool));
  for (const auto& [name, value] : message.headers) out.push_back(name + ": " + header_value(value));
  return out;
}

}  // namespace generator::execute
