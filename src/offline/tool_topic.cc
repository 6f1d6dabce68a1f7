#include "offline/tool_topic.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_nouns.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

struct Proposed {
  std::string name, description, parameters, returns, example;
};

/// The nouns of a topic, in the singular: "managing hotel bookings" has hotel and booking.
std::vector<std::string> nouns_of(std::string_view topic) {
  std::vector<std::string> out;
  for (const std::string& word : tool::words_of(topic)) {
    const Entry entry = look_up(word);
    const bool is_small = (entry.classes & (kDeterminer | kPreposition | kConjunction | kPronoun |
                                            kGerund | kAdverb)) != 0;
    if (!is_small && word.size() > 2) out.push_back(singular(word));
  }
  return out;
}

std::string text_schema(std::string_view description) {
  return fmt::format(R"({{"type":"string","description":{}}})", json::quote(description));
}

std::string object(const std::string& properties, const std::string& required) {
  return fmt::format(R"({{"type":"object","properties":{{{}}},"required":[{}]}})", properties,
                     required);
}

/// The tools for things of a kind, which lie in things of another where `holder` is not "".
std::vector<Proposed> tools_for(const std::string& kind, const std::string& holder) {
  const std::string id = kind + "_id";
  const std::string many = plural(kind);
  const std::string named = fmt::format(R"("{}":{})", id, text_schema("ID of the " + kind));
  std::string fields = fmt::format(
      R"("name":{},"status":{{"type":"string","enum":["open","active","done"],"description":"Status of the {}"}})",
      text_schema("Name of the " + kind), kind);
  std::string make = fmt::format(R"("name":{})", text_schema("Name of the new " + kind));
  std::string needed = "\"name\"";
  std::string example = fmt::format(R"("name":"{} 12")", capitalized(kind));
  if (!holder.empty()) {
    const std::string held =
        fmt::format(R"("{}_id":{})", holder, text_schema("ID of the " + holder));
    make = held + "," + make;
    fields += "," + held;
    needed = fmt::format("\"{}_id\",{}", holder, needed);
    example = fmt::format(R"("{0}_id":"{0}-01",{1})", holder, example);
  }
  const std::string thing = object(named + "," + fields, "\"" + id + "\",\"name\"");
  const std::string one = fmt::format(R"({{"{}":"{}-01"}})", id, kind);
  const std::string article(indefinite_article(kind));
  return {
      {"create_" + kind, fmt::format("Create a new {}.", kind), object(make, needed), thing,
       "{" + example + "}"},
      {"list_" + many, fmt::format("List all {}.", many),
       object(R"("limit":{"type":"integer","minimum":1,"maximum":100,"description":"Maximum number of results"})", ""),
       object(fmt::format(R"("{}":{{"type":"array","items":{}}})", many, thing), "\"" + many + "\""),
       R"({"limit":10})"},
      {"get_" + kind, fmt::format("Get {} {} by its ID.", article, kind),
       object(named, "\"" + id + "\""), thing, one},
      {"update_" + kind, fmt::format("Update the status of {} {}.", article, kind),
       object(named + fmt::format(
                          R"(,"status":{{"type":"string","enum":["open","active","done"],"description":"New status of the {}"}})",
                          kind),
              "\"" + id + "\",\"status\""),
       thing, fmt::format(R"({{"{}":"{}-01","status":"done"}})", id, kind)},
      {"delete_" + kind, fmt::format("Delete {} {}.", article, kind),
       object(named, "\"" + id + "\""),
       object(R"("success":{"type":"boolean","description":"Whether it is gone"})", "\"success\""),
       one},
  };
}

}  // namespace

Result<std::string> tool_topic(const Inputs& inputs) {
  const std::vector<std::string> nouns = nouns_of(inputs.get("topic"));
  if (nouns.empty())
    return fail(ErrorKind::kInvalidInput,
                fmt::format("offline rules: the topic `{}` names no thing", inputs.get("topic")));
  const std::string& kind = nouns.back();
  const std::string holder =
      nouns.size() > 1 && nouns[nouns.size() - 2] != kind ? nouns[nouns.size() - 2] : "";
  std::vector<Proposed> all = tools_for(kind, holder);
  if (!holder.empty())
    for (Proposed& tool : tools_for(holder, "")) all.push_back(std::move(tool));
  const std::string_view wanted = inputs.get("tools");
  std::size_t most = all.size();
  std::from_chars(wanted.data(), wanted.data() + wanted.size(), most);
  if (all.size() > most) all.resize(most);
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("tools").begin_array();
  for (const Proposed& tool : all)
    writer.begin_object()
        .field("name", tool.name)
        .field("description", tool.description)
        .field("parameters", tool.parameters)
        .field("returns", tool.returns)
        .field("example", tool.example)
        .end_object();
  writer.end_array().end_object();
  return out;
}

}  // namespace generator::offline
