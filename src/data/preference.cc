#include "data/preference.h"

#include <fmt/format.h>

#include <algorithm>

namespace generator {
namespace {

Result<Example> read_side(json::Value row, std::string_view name) {
  const auto side = row.find(name);
  if (!side) return fail(ErrorKind::kInvalidInput, fmt::format("no field `{}`", name));
  return read_example(*side);
}

}  // namespace

std::string said_before(const Example& example) {
  std::string out;
  const auto turns = example.turns();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    out += turns[i].question;
    if (i + 1 < turns.size()) out += "\n\n" + turns[i].answer + "\n\n";
  }
  return out;
}

void write_preference(json::Writer& out, const Preference& pair) {
  out.begin_object().field("origin", to_text(pair.origin)).field("difference", pair.difference);
  out.key("chosen");
  write_example(out, pair.chosen);
  out.key("rejected");
  write_example(out, pair.rejected);
  out.end_object();
}

Result<Preference> read_preference(json::Value row) {
  Preference out;
  const std::string_view origin = row.text_of("origin");
  const auto known = std::ranges::find(kOriginNames, origin);
  if (known == kOriginNames.end())
    return fail(ErrorKind::kInvalidInput, fmt::format("no origin `{}`", origin));
  out.origin = static_cast<Origin>(known - kOriginNames.begin());
  out.difference = row.text_of("difference");
  TRY(out.chosen, read_side(row, "chosen"));
  TRY(out.rejected, read_side(row, "rejected"));
  return out;
}

}  // namespace generator
