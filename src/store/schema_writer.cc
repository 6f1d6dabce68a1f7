#include "store/schema_writer.h"

#include <fmt/format.h>

namespace generator {
namespace {

constexpr std::size_t kInlineBytes = 512;             // of a schema that replaces its reference
constexpr std::size_t kInlineTotal = 32u << 20;       // from then on references stay
constexpr std::size_t kTotalBytes = 128u << 20;       // of all that is written
constexpr std::int64_t kMaxSteps = 10'000'000;        // schemas looked at
constexpr int kMaxNesting = 100;               // of schemas inside schemas: bounds the stack
constexpr int kMaxMergeDepth = 16;             // of allOf and references inside allOf

bool is_reference(json::Value schema) {
  const auto field = schema.find("$ref");
  return field && field->is_string();
}

std::string cut_to_type(json::Value target) {
  const std::string_view type = target.text_of("type");
  if (is_schema_type(type)) return fmt::format("{{\"type\":\"{}\"}}", type);
  return target.find("properties") ? "{\"type\":\"object\"}" : "{}";
}

}  // namespace

SchemaWriter::SchemaWriter(const SpecDocument& document, SchemaDialect dialect, SchemaUse use,
                           OnProblem on_problem)
    : document_(document), dialect_(dialect), use_(use), on_problem_(std::move(on_problem)) {}

bool SchemaWriter::is_exhausted(json::Value where) {
  if (++steps_ <= kMaxSteps && bytes_ <= kTotalBytes) return false;
  if (!has_told_)
    on_problem_(where, fmt::format("the schemas come to more than {} MiB or {} steps when written "
                                   "out; from here on they are left empty",
                                   kTotalBytes >> 20, kMaxSteps));
  has_told_ = true;
  return true;
}

SchemaText SchemaWriter::write(json::Value schema) {
  if (schema.kind() == json::Kind::kBool) return {std::string(schema.raw()), {}};
  if (!is_reference(schema)) return written(parts(schema));
  SchemaText target = reference(schema);
  if (dialect_ != SchemaDialect::kOpenApi31 || schema.size() == 1) return target;
  // Since 3.1 what stands beside a reference counts too.
  if (target.definitions.empty()) return written(parts(schema));
  SchemaParts beside;
  for (std::size_t i = 0; i < schema.size(); ++i)
    read_keyword(beside, schema, schema.key(i), schema.at(i));
  beside.all_of.push_back(std::move(target.text));
  beside.add_definitions(target.definitions);
  return written(beside);
}

SchemaText SchemaWriter::written(const SchemaParts& parts) {
  SchemaText out = parts.to_schema();
  bytes_ += out.text.size();
  return out;
}

SchemaParts SchemaWriter::parts(json::Value schema) {
  SchemaParts out;
  if (nesting_ >= kMaxNesting) {
    on_problem_(schema, fmt::format("schemas nested more than {} deep; the innermost are left empty",
                                    kMaxNesting));
    return out;
  }
  ++nesting_;
  Merging merging;
  read_into(out, schema, merging);
  --nesting_;
  return out;
}

void SchemaWriter::read_into(SchemaParts& parts, json::Value schema, Merging& merging) {
  if (is_exhausted(schema)) return;
  if (!schema.is_object()) {
    if (schema.kind() != json::Kind::kBool)
      on_problem_(schema, "a schema must be an object; anything is allowed here instead");
    else if (schema.boolean() == false)
      parts.add_keyword("not", "{}");
    return;
  }
  if (is_reference(schema) && dialect_ != SchemaDialect::kOpenApi31)
    return read_reference(parts, schema, merging);  // what stands beside it does not count
  for (std::size_t i = 0; i < schema.size(); ++i)
    read_keyword(parts, schema, schema.key(i), schema.at(i));
  if (is_reference(schema)) {
    SchemaParts target;
    read_reference(target, schema, merging);
    add(parts, target);
  }
  const auto branches = schema.find("allOf");
  for (std::size_t i = 0; branches && branches->is_array() && i < branches->size(); ++i)
    merge_branch(parts, branches->at(i), merging);
}

// What a reference names becomes part of the schema itself.
void SchemaWriter::read_reference(SchemaParts& parts, json::Value schema, Merging& merging) {
  if (merging.depth >= kMaxMergeDepth) return keep_beside(parts, reference(schema));
  const auto target = document_.resolve(schema);
  if (!target) return on_problem_(schema, target.error().message + "; anything is allowed there instead");
  if (!merging.seen.insert(identity(*target)).second) return;
  ++merging.depth;
  read_into(parts, *target, merging);
  --merging.depth;
}

void SchemaWriter::merge_branch(SchemaParts& parts, json::Value branch, Merging& merging) {
  if (merging.depth >= kMaxMergeDepth) return keep_beside(parts, write(branch));
  SchemaParts other;
  ++merging.depth;
  read_into(other, branch, merging);
  --merging.depth;
  add(parts, other);
}

void SchemaWriter::add(SchemaParts& parts, const SchemaParts& other) {
  if (!parts.merge(other)) keep_beside(parts, other.to_schema());
}

void SchemaWriter::keep_beside(SchemaParts& parts, SchemaText text) {
  parts.all_of.push_back(std::move(text.text));
  parts.add_definitions(text.definitions);
}

SchemaText SchemaWriter::reference(json::Value schema) {
  if (is_exhausted(schema)) return {"{}", {}};
  const auto target = document_.resolve(schema);
  if (!target) {
    on_problem_(schema, target.error().message + "; anything is allowed there instead");
    return {"{}", {}};
  }
  const std::uint32_t number = definition_of(*target, schema.text_of("$ref"));
  if (definitions_[number].state == State::kNew && nesting_ < kMaxNesting / 2)
    write_definition(number);
  const Definition& found = definitions_[number];
  const bool is_whole = found.state == State::kDone && found.schema.definitions.empty() &&
                        found.schema.text.size() <= kInlineBytes && bytes_ <= kInlineTotal;
  SchemaText out = is_whole ? found.schema
                            : SchemaText{fmt::format("{{\"$ref\":\"#/$defs/{}\"}}", found.name), {number}};
  bytes_ += out.text.size();
  return out;
}

std::uint32_t SchemaWriter::definition_of(json::Value target, std::string_view reference) {
  const auto number = static_cast<std::uint32_t>(definitions_.size());
  const auto [entry, is_new] = numbers_.try_emplace(identity(target), number);
  if (!is_new) return entry->second;
  std::string name = definition_name(reference);
  const int before = names_[name]++;
  if (before > 0) name += fmt::format("-{}", before + 1);
  definitions_.push_back({std::move(name), target, State::kNew, {}});
  return number;
}

void SchemaWriter::write_definition(std::uint32_t number) {
  definitions_[number].state = State::kBegun;
  const json::Value target = definitions_[number].target;
  SchemaText text = write(target);
  definitions_[number].schema = std::move(text);
  definitions_[number].state = State::kDone;
}

std::string SchemaWriter::definitions(const std::vector<std::uint32_t>& wanted, std::size_t budget,
                                      int& cut) {
  if (wanted.empty()) return {};
  std::vector<std::uint32_t> queue = wanted;
  std::unordered_set<std::uint32_t> seen(queue.begin(), queue.end());
  std::string out = "\"$defs\":";
  json::Writer writer(out);
  writer.begin_object();
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint32_t number = queue[i];
    if (definitions_[number].state == State::kNew) write_definition(number);
    const Definition& definition = definitions_[number];
    writer.key(definition.name);
    if (out.size() + definition.schema.text.size() > budget) {
      writer.raw(cut_to_type(definition.target));
      ++cut;
      continue;
    }
    writer.raw(definition.schema.text);
    for (const std::uint32_t next : definition.schema.definitions)
      if (seen.insert(next).second) queue.push_back(next);
  }
  writer.end_object();
  return out;
}

}  // namespace generator
