#include "world/reply_place.h"

#include <fmt/format.h>

#include <algorithm>

#include "tool/schema.h"
#include "world/reply.h"
#include "world/schema_check.h"
#include "world/values.h"

namespace generator::world {
namespace {

// "Default is 5" of an argument that was not given.
bool take_default(const Moment& moment, std::string& out, const Place& place) {
  const std::string wanted = plain_name(place.name);
  for (const PlannedParameter& parameter : moment.plan.parameters) {
    if (plain_name(parameter.name) != wanted) continue;
    for (const std::string_view sign :
         {"Default is ", "default is ", "Defaults to ", "defaults to "}) {
      const std::size_t at = parameter.description.find(sign);
      if (at == std::string::npos) continue;
      const std::string_view rest =
          std::string_view(parameter.description).substr(at + sign.size());
      const std::string number(
          rest.starts_with("zero") ? "0" : rest.substr(0, rest.find_first_not_of("0123456789")));
      const auto value = json::Document::parse(number);
      if (number.empty() || !value || !fits_leaf(place.schema, value->root())) continue;
      out += number;
      return true;
    }
  }
  return false;
}

// What was put into the cell that the call names, or at this place of a matrix.
bool take_cell(const Moment& moment, std::string& out, const Place& place) {
  std::string cell = place.path.empty() ? moment.cell() : std::string();
  if (const std::size_t column = place.scope.rfind('#');
      place.path.ends_with("[][]") && column != std::string::npos) {
    const std::size_t row = place.scope.rfind('#', column - 1);
    if (row == std::string::npos) return false;
    int first = 0;
    for (const Plan& plan : moment.known.plans) first = std::max(first, plan.first_coordinate);
    cell = fmt::format("{},{}", std::atoi(place.scope.c_str() + row + 1) + first,
                       std::atoi(place.scope.c_str() + column + 1) + first);
  }
  const std::string* value = cell.empty() ? nullptr : moment.in_cell(cell);
  if (value == nullptr) return false;
  const auto document = json::Document::parse(*value);
  if (!document || !fits_leaf(place.schema, document->root())) return false;
  out += *value;
  return true;
}

bool is_message(const Moment& moment, const Place& place, std::string& message) {
  const std::string plain = plain_name(place.name);
  if (tool::type_of(place.schema) != "string" || place.schema.find("format")) return false;
  if (plain != "message" && plain != "detail") return false;
  message = deed_message(moment);
  return true;
}

}  // namespace

bool take_argument(const Moment& moment, std::string& out, const Place& place) {
  if (place.name.empty() || place.depth > 2 || moment.plan.kind_at.contains(place.path + "[]"))
    return false;
  if (place.thing != nullptr && (!moment.subject || place.thing->find(place.name) != nullptr))
    return false;
  if (place.path.find("[]") != std::string::npos) return false;
  const auto argument = moment.argument_like(plain_name(place.name));
  if (!argument) return take_default(moment, out, place);
  if (!fits_leaf(place.schema, *argument)) return false;
  out += argument->raw();
  return true;
}

void fill_leaf(const Moment& moment, std::string& out, const Place& place) {
  if (take_cell(moment, out, place)) return;
  if (place.thing != nullptr && !place.name.empty()) {
    out += field_value(moment, *place.thing, place.name, place.schema);
    return;
  }
  if (place.name.empty() && moment.subject) {
    const std::string own =
        std::string(moment.plan.deed.noun()) + (moment.plan.deed.is_of_many ? "s" : "");
    out += field_value(moment, *moment.subject, own.empty() ? "value" : own, place.schema);
    return;
  }
  if (std::string message; is_message(moment, place, message)) {
    out += json::quote(message);
    return;
  }
  out += leaf_value(
      place.schema, {place.name, moment.plan.kind},
      field_seed(moment.seed, place.scope + place.path.substr(0, place.path.rfind('.') + 1),
                 plain_name(place.name)));
}

bool is_unsaid(const Moment& moment, const Place& place, const std::string& name) {
  if (place.thing == nullptr || !place.thing->is_made || place.thing->find(name) != nullptr)
    return false;
  for (const Plan& plan : moment.known.plans) {
    if (plan.deed.kind != tool::DeedKind::kCreate || plan.kind != place.thing->kind) continue;
    for (const PlannedParameter& parameter : plan.parameters)
      if (plain_name(parameter.name) == plain_name(name)) return true;
  }
  return false;
}

}  // namespace generator::world
