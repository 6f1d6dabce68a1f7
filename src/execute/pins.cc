#include "execute/pins.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace generator::execute {
namespace {

struct Part {
  std::string_view field, shown;
  std::string ToolPin::* hash;
};
constexpr std::size_t kShown = 10;  // changes in a message
const Part kParts[] = {{"description", "description", &ToolPin::description},
                       {"inputSchema", "parameters", &ToolPin::input},
                       {"outputSchema", "results", &ToolPin::output},
                       {"annotations", "annotations", &ToolPin::annotations}};

std::string hash_of(std::string_view name, const Part& part, json::Value tool) {
  const auto value = tool.find(part.field);
  Hasher hasher;
  return hasher.add(name).add(part.field).add(value ? value->raw() : std::string_view{}).finish().hex();
}

const ToolPin* find_pin(const std::vector<ToolPin>& pins, std::string_view name) {
  const auto at = std::ranges::find(pins, name, &ToolPin::name);
  return at == pins.end() ? nullptr : &*at;
}

Result<std::vector<ToolPin>> read_pins(json::Value tools) {
  std::vector<ToolPin> out;
  for (std::size_t i = 0; i < tools.size(); ++i) {
    ToolPin pin;
    pin.name = tools.at(i).text_of("name");
    for (const Part& part : kParts) {
      pin.*part.hash = tools.at(i).text_of(part.field);
      if (!Digest::from_hex(pin.*part.hash))
        return fail(ErrorKind::kInvalidInput,
                    fmt::format("tool {} has no hash `{}`", i + 1, part.field));
    }
    out.push_back(std::move(pin));
  }
  return out;
}

}  // namespace

std::vector<ToolPin> pins_of(std::string_view listing) {
  std::vector<ToolPin> out;
  const auto document = json::Document::parse(listing);
  if (!document) return out;
  const json::Value tools = document->root();
  for (std::size_t i = 0; i < tools.size(); ++i) {
    ToolPin pin;
    pin.name = tools.at(i).text_of("name");
    for (const Part& part : kParts) pin.*part.hash = hash_of(pin.name, part, tools.at(i));
    out.push_back(std::move(pin));
  }
  std::ranges::stable_sort(out, {}, &ToolPin::name);
  return out;
}

std::vector<std::string> pin_changes(const std::vector<ToolPin>& before,
                                     const std::vector<ToolPin>& now) {
  std::vector<std::string> out;
  for (const ToolPin& pin : now) {
    const std::string name = text::for_terminal(pin.name);
    const ToolPin* old = find_pin(before, pin.name);
    std::vector<std::string> parts;
    for (const Part& part : kParts)
      if (old != nullptr && old->*part.hash != pin.*part.hash)
        parts.push_back("its " + std::string(part.shown));
    if (old == nullptr) out.push_back(fmt::format("`{}` is new", name));
    if (!parts.empty())
      out.push_back(fmt::format("`{}`: {} changed", name, text::join(parts, " and ")));
  }
  for (const ToolPin& pin : before)
    if (find_pin(now, pin.name) == nullptr)
      out.push_back(fmt::format("`{}` is gone", text::for_terminal(pin.name)));
  return out;
}

Result<PinFile> PinFile::load(const std::string& path) {
  PinFile out;
  out.path_ = path;
  if (!path_exists(path)) return out;
  TRY(const std::string content, read_file(path));
  const auto document = json::Document::parse(content);
  const auto servers = document ? document->root().find("servers") : std::nullopt;
  if (!servers || !servers->is_array())
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{} is no file of pinned tools", text::for_terminal(path)));
  for (std::size_t i = 0; i < servers->size(); ++i) {
    const auto tools = servers->at(i).find("tools");
    auto pins = read_pins(tools.value_or(json::Value()));
    if (!pins)
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("{}: {}", text::for_terminal(path), pins.error().message));
    out.servers_.push_back({std::string(servers->at(i).text_of("server")), std::move(*pins)});
  }
  return out;
}

const std::vector<ToolPin>* PinFile::find(std::string_view server) const {
  const auto at = std::ranges::find(servers_, server, &Server::name);
  return at == servers_.end() ? nullptr : &at->pins;
}

void PinFile::set(std::string_view server, std::vector<ToolPin> pins) {
  const auto at = std::ranges::find(servers_, server, &Server::name);
  if (at != servers_.end())
    at->pins = std::move(pins);
  else
    servers_.push_back({std::string(server), std::move(pins)});
}

Status PinFile::save() const {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("servers").begin_array();
  for (const Server& server : servers_) {
    writer.begin_object().field("server", server.name).key("tools").begin_array();
    for (const ToolPin& pin : server.pins) {
      writer.begin_object().field("name", pin.name);
      for (const Part& part : kParts) writer.field(part.field, pin.*part.hash);
      writer.end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array().end_object();
  CHECK_OK(make_directories(parent_directory(path_)));
  return write_file(path_, out + "\n");
}

Result<std::vector<std::string>> check_pins(PinFile& file, std::string_view server,
                                            std::string_view listing, bool accepts) {
  std::vector<ToolPin> now = pins_of(listing);
  std::vector<std::string> changes;
  if (const auto* before = file.find(server)) changes = pin_changes(*before, now);
  if (!changes.empty() && !accepts) {
    const std::size_t more = changes.size() - std::min(changes.size(), kShown);
    changes.resize(changes.size() - more);
    return fail(ErrorKind::kWrongUse,
                fmt::format("the server's tools are not what they were: {}{}. Look at them; "
                            "--accept-changes takes them as they are now (pinned in {})",
                            text::join(changes, "; "), more > 0 ? fmt::format("; and {} more", more) : "",
                            file.path()));
  }
  if (file.find(server) == nullptr || !changes.empty()) {
    file.set(server, std::move(now));
    CHECK_OK(file.save());
  }
  return changes;
}

}  // namespace generator::execute
