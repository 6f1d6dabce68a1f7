#include "support/endpoint/tool_script.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "base/text.h"

namespace generator::endpoint {
namespace {

using Json = nlohmann::ordered_json;

struct Needed {
  int turn = 1;
  std::string tool;
  Json arguments = Json::object();
};

// "message 2: get_note note_id=4"
std::vector<Needed> needed_in(std::string_view lines) {
  std::vector<Needed> out;
  for (std::string_view line : text::lines(lines)) {
    Needed one;
    if (line.starts_with("message ")) {
      one.turn = line[8] - '0';
      line = line.substr(line.find(": ") + 2);
    }
    std::size_t at = line.find(' ');
    one.tool = line.substr(0, at);
    while (at != std::string_view::npos && at + 1 < line.size()) {
      const std::size_t equals = line.find('=', at);
      if (equals == std::string_view::npos) break;
      const std::string name(line.substr(at + 1, equals - at - 1));
      // The shortest rest up to a space that is JSON.
      for (std::size_t end = line.find(' ', equals);; end = line.find(' ', end + 1)) {
        const std::string_view value = line.substr(equals + 1, end == std::string_view::npos
                                                                   ? end
                                                                   : end - equals - 1);
        const Json parsed = Json::parse(value, nullptr, false);
        at = end;
        if (!parsed.is_discarded()) {
          one.arguments[name] = parsed;
          break;
        }
        if (end == std::string_view::npos) break;
      }
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::string instruct(const Question& question) {
  const auto needed = needed_in(fenced(question.user, "needed"));
  const std::string_view wish = "Write ";
  const std::size_t at = question.user.rfind(wish);
  const int turns = question.user[at + wish.size()] - '0';
  Json out = Json::array();
  for (int turn = 1; turn <= turns; ++turn) {
    Json calls = Json::array();
    for (const Needed& one : needed)
      if (one.turn == turn) calls.push_back({{"name", one.tool}, {"arguments", one.arguments}});
    out.push_back(fmt::format("Please do this for me: {}", calls.dump()));
  }
  return Json{{"instructions", out}}.dump();
}

std::string act(const Question& question) {
  const std::string_view said = fenced(question.user, "conversation");
  const std::size_t user = said.rfind("user: ");
  const std::string_view turn = said.substr(user);
  const std::size_t begin = turn.find('['), end = turn.find('\n');
  const Json calls = Json::parse(turn.substr(begin, end - begin), nullptr, false);
  std::size_t done = 0;
  for (std::size_t at = turn.find("\ncall: "); at != std::string_view::npos;
       at = turn.find("\ncall: ", at + 1))
    ++done;
  const bool was_tried = !fenced(question.user, "tried").empty();
  Json out{{"thought", "so"}, {"action", "answer"}, {"calls", Json::array()}, {"answer", "It is done."}};
  const bool asks_back = text::contains(turn, "Please do this for me: [{") && calls.is_array() &&
                         done < calls.size();
  if (was_tried) {
    out["action"] = "give_up";
    out["answer"] = "";
  } else if (asks_back) {
    out["action"] = "call";
    out["answer"] = "";
    out["calls"] = Json::array(
        {{{"name", calls[done]["name"]}, {"arguments", calls[done]["arguments"].dump()}}});
  }
  return out.dump();
}

std::string propose(const Question& question) {
  const std::string_view said = fenced(question.user, "conversation");
  Json out = Json::array();
  if (!text::contains(said, "call: "))
    for (const std::string_view line : text::lines(fenced(question.user, "tools"))) {
      const Json tool = Json::parse(line, nullptr, false);
      if (tool.is_discarded()) continue;
      if (tool["parameters"].value("required", Json::array()).empty())
        out.push_back({{"thought", "so"}, {"name", tool["name"]}, {"arguments", "{}"}});
    }
  return Json{{"candidates", out}}.dump();
}

std::string judge(const Question& question) {
  const std::string_view wish = "There are ";
  const std::size_t at = question.user.rfind(wish);
  int count = 0;
  for (std::size_t i = at + wish.size(); text::is_digit(question.user[i]); ++i)
    count = count * 10 + (question.user[i] - '0');
  Json messages = Json::array();
  for (int i = 0; i < count; ++i) messages.push_back({{"reason", "it fits"}, {"score", 9}});
  return Json{{"messages", messages}, {"reasons", "all of it fits"}, {"instruction", 9},
              {"tool_choice", 9},     {"arguments", 9},              {"answer", 8}}
      .dump();
}

std::string evaluate(const Question& question) {
  const std::string_view said = fenced(question.user, "conversation");
  const std::size_t at = said.find("result: ");
  const std::string_view found =
      at == std::string_view::npos ? "It is done" : said.substr(at + 8, said.find('\n', at) - at - 8);
  return Json{{"requirements",
               Json::array({{{"text", "it is done"}, {"evidence", found.substr(0, 60)}, {"met", true}}})}}
      .dump();
}

std::string write(const Question& question) {
  const std::string_view said = fenced(question.user, "conversation");
  Json thoughts = Json::array();
  for (std::size_t at = said.find("call: "); at != std::string_view::npos;
       at = said.find("call: ", at + 1))
    thoughts.push_back("This is wanted.");
  return Json{{"instruction", "Please show me what there is."},
              {"thoughts", thoughts},
              {"answer", "It is shown."}}
      .dump();
}

// What is claimed of a list is true.
std::string confirm(const Question& question) {
  const bool is_edge = text::contains(fenced(question.user, "claim"), "[]");
  return Json{{"reason", "so says the claim"}, {"is_edge", is_edge}, {"confidence", 0.9}}.dump();
}

}  // namespace

std::string_view fenced(std::string_view text, std::string_view label) {
  const std::string open = fmt::format("<{} ", label);
  const std::size_t from = text.find(open);
  if (from == std::string_view::npos) return {};
  const std::size_t begin = text.find('\n', from);
  const std::size_t end = text.find(fmt::format("\n</{} ", label), from);
  if (begin == std::string_view::npos || end == std::string_view::npos || end <= begin) return {};
  return text.substr(begin + 1, end - begin - 1);
}

std::optional<std::string> tool_reply(const Question& question) {
  const Json schema = Json::parse(question.schema, nullptr, false);
  const auto wants = [&](const char* property) {
    return (schema.is_object() && schema.contains("properties") &&
            schema["properties"].contains(property)) ||
           (question.schema.empty() &&
            (text::contains(question.system, fmt::format("{{\"{}\":", property)) ||
             text::contains(question.user, fmt::format("{{\"{}\":", property))));
  };
  if (wants("instructions")) return instruct(question);
  if (wants("action") || (question.schema.empty() && text::contains(question.user, "\"action\": \"call\"")))
    return act(question);
  if (wants("candidates")) return propose(question);
  if (wants("choice") || (question.schema.empty() && text::contains(question.user, "\"choice\": n")))
    return Json{{"reason", "it is the first"}, {"choice", 1}}.dump();
  if (wants("thoughts") || (question.schema.empty() && text::contains(question.user, "\"thoughts\": [")))
    return write(question);
  if (wants("messages")) return judge(question);
  if (wants("requirements")) return evaluate(question);
  if (wants("is_edge")) return confirm(question);
  return std::nullopt;
}

}  // namespace generator::endpoint
