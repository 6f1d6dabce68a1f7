#include "tool/order_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "data/reasons.h"
#include "tool/words.h"

namespace generator::tool {
namespace {

constexpr int kMostLevels = 64;       // of a result
constexpr std::size_t kShortest = 4;  // bytes of a name that nothing else is called by chance

/// A call that did not fail.
struct Called {
  const Tool* tool;
  const Meaning* meaning;
  std::size_t place;  // of the tool
  std::size_t turn, step, order;  // steps counted in the turn, and over all turns
  json::Document arguments;
  std::string_view result;
};

std::vector<Called> calls_of(const ToolUse& row, const ToolTable& tools) {
  std::vector<Called> out;
  std::size_t order = 0;
  for (std::size_t turn = 0; turn < row.turns.size(); ++turn)
    for (std::size_t step = 0; step < row.turns[turn].steps.size(); ++step, ++order) {
      const ToolStep& at = row.turns[turn].steps[step];
      for (std::size_t i = 0; i < at.calls.size() && i < at.results.size(); ++i) {
        const Tool* tool = tools.find(at.calls[i].name);
        auto arguments = json::Document::parse(at.calls[i].arguments);
        if (tool == nullptr || !arguments || at.results[i].is_error) continue;
        out.push_back({tool, &tools.meaning(*tool), tools.place(*tool), turn, step, order,
                       std::move(*arguments), at.results[i].content});
      }
    }
  return out;
}

/// Values by which a call names things of that kind; `is_new`: those that it makes.
std::vector<std::string> named(const Called& call, std::string_view noun, bool is_new) {
  std::vector<std::string> out;
  for (const Parameter& parameter : call.meaning->parameters) {
    const bool is_it = parameter.entity.handle != kNoHandle && parameter.entity.is_new == is_new &&
                       has_noun(parameter.entity.nouns, noun);
    const auto value = is_it ? call.arguments.root().find(parameter.path) : std::nullopt;
    if (value && (value->is_string() || value->is_number()))
      out.emplace_back(value->is_string() ? value->text() : value->raw());
  }
  return out;
}

/// The value, or a path's last part, stands in a result as a value of its own.
bool mentions(json::Value result, std::string_view value, int level = 0) {
  if (result.is_string()) return result.text() == value;
  if (result.is_number()) return result.raw() == value;
  for (std::size_t i = 0; level < kMostLevels && i < result.size(); ++i)
    if (mentions(result.at(i), value, level + 1)) return true;
  return false;
}

bool mentions(std::string_view result, const std::string& value) {
  const auto document = json::Document::parse(result);
  const std::string_view last = std::string_view(value).substr(value.rfind('/') + 1);
  return document && (mentions(document->root(), value) || mentions(document->root(), last));
}

/// A thing that has a name may have been built long before.
bool names_something(const Called& call) {
  return std::ranges::any_of(call.meaning->parameters, [&](const Parameter& parameter) {
    return parameter.entity.handle != kNoHandle && call.arguments.root().find(parameter.path);
  });
}

bool share(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& value) {
    return std::ranges::find(b, value) != b.end();
  });
}

class OrderCheck {
 public:
  OrderCheck(std::vector<Called> calls, const ToolTable& tools)
      : calls_(std::move(calls)), order_(tools.order()) {}

  std::optional<Fault> check() const {
    for (const Called& call : calls_) {
      if (auto fault = before_its_opening(call)) return fault;
      if (auto fault = before_its_making(call)) return fault;
      if (auto fault = after_its_end(call)) return fault;
      if (auto fault = told_too_early(call)) return fault;
      if (auto fault = told_too_late(call)) return fault;
    }
    return std::nullopt;
  }

 private:
  static Fault fault(const Called& call, std::string_view why, const Called& other) {
    return {reasons::kWrongOrder, call.turn, call.step,
            fmt::format("`{}` is called {} `{}`", call.tool->name, why, other.tool->name)};
  }

  static bool goes_before(const StateEdge& edge, const Called& first, const Called& later) {
    return edge.from == first.place && edge.to == later.place &&
           edge.reason != StateReason::kCreated;
  }

  // What a description says goes for the whole row, the rest for the turn: a file may have been open
  // before another one is opened.
  std::optional<Fault> before_its_opening(const Called& call) const {
    const Called* missed = nullptr;
    for (const Called& other : calls_)
      for (const StateEdge& edge : order_.state) {
        if (!goes_before(edge, other, call)) continue;
        if (other.order < call.order) return std::nullopt;
        const bool was_built = edge.reason == StateReason::kBuilt && names_something(call);
        const bool counts =
            !was_built && (edge.reason == StateReason::kTold || other.turn == call.turn);
        if (counts && missed == nullptr) missed = &other;
      }
    if (missed == nullptr) return std::nullopt;
    return fault(call, "before", *missed);
  }

  bool is_known_before(const std::string& value, const Called& call) const {
    return std::ranges::any_of(calls_, [&](const Called& other) {
      return other.order < call.order && text::contains(other.result, value);
    });
  }

  std::optional<Fault> before_its_making(const Called& call) const {
    if (call.meaning->deed.kind == DeedKind::kCreate || call.meaning->deed.kind == DeedKind::kDestroy)
      return std::nullopt;
    for (const Called& other : calls_) {
      if (other.meaning->deed.kind != DeedKind::kCreate || other.order < call.order ||
          &other == &call)
        continue;
      const std::string_view noun = other.meaning->deed.noun();
      const std::vector<std::string> made = named(other, noun, true);
      for (const std::string& value : named(call, noun, false))
        if (std::ranges::find(made, value) != made.end() && !is_known_before(value, call) &&
            !is_made(value, noun, call))
          return fault(call, "before the thing is made by", other);
    }
    return std::nullopt;
  }

  // The list has a thing that is only made later.
  std::optional<Fault> told_too_early(const Called& call) const {
    if (call.meaning->deed.kind != DeedKind::kCreate) return std::nullopt;
    const std::string_view noun = call.meaning->deed.noun();
    for (const std::string& value : named(call, noun, true))
      for (const Called& other : calls_)
        if (other.order < call.order && other.meaning->deed.kind == DeedKind::kList &&
            same_noun(other.meaning->deed.noun(), noun) && value.size() >= kShortest &&
            mentions(other.result, value) && !is_made(value, noun, call))
          return fault(call, "after the thing that it makes was listed by", other);
    return std::nullopt;
  }

  // The list has a thing that was deleted before.
  std::optional<Fault> told_too_late(const Called& call) const {
    if (call.meaning->deed.kind != DeedKind::kList) return std::nullopt;
    for (const Called& end : calls_) {
      const std::string_view noun = end.meaning->deed.noun();
      const bool is_gone = end.order < call.order && end.meaning->deed.kind == DeedKind::kDestroy &&
                           same_noun(call.meaning->deed.noun(), noun) && !is_back(end, call);
      for (const std::string& value : named(end, noun, false))
        if (is_gone && mentions(call.result, value))
          return fault(call, "and lists what was deleted by", end);
    }
    return std::nullopt;
  }

  bool is_made(const std::string& value, std::string_view noun, const Called& before) const {
    return std::ranges::any_of(calls_, [&](const Called& other) {
      return other.order < before.order && other.meaning->deed.kind == DeedKind::kCreate &&
             share(named(other, noun, true), {value});
    });
  }

  std::optional<Fault> after_its_end(const Called& call) const {
    for (const Called& end : calls_) {
      if (end.order >= call.order) break;
      const bool is_end = std::ranges::any_of(order_.ends, [&](const EndEdge& edge) {
        return edge.from == end.place && edge.to == call.place;
      });
      if (!is_end) continue;
      const std::string_view noun = end.meaning->deed.noun();
      const bool is_close = end.meaning->deed.kind == DeedKind::kClose;
      if (!is_close && !share(named(end, noun, false), named(call, noun, false))) continue;
      if (!is_back(end, call)) return fault(call, "after", end);
    }
    return std::nullopt;
  }

  /// Opened or made again between the two.
  bool is_back(const Called& end, const Called& call) const {
    return std::ranges::any_of(calls_, [&](const Called& other) {
      if (other.order <= end.order || other.order >= call.order) return false;
      const DeedKind kind = other.meaning->deed.kind;
      const bool fits = end.meaning->deed.kind == DeedKind::kClose ? kind == DeedKind::kOpen
                                                                   : kind == DeedKind::kCreate;
      return fits && same_noun(other.meaning->deed.noun(), end.meaning->deed.noun());
    });
  }

  std::vector<Called> calls_;
  const DependencyGraph& order_;
};

}  // namespace

std::optional<Fault> order_fault(const ToolUse& row, const ToolTable& tools) {
  std::vector<Called> calls = calls_of(row, tools);
  if (calls.size() < 2) return std::nullopt;
  return OrderCheck(std::move(calls), tools).check();
}

}  // namespace generator::tool
