#include "store/tool_listing.h"

#include <fmt/format.h>

#include <iterator>

#include "base/text.h"

namespace generator {
namespace {

std::string shown(std::string_view s) {
  return text::for_terminal(text::replace_all(s, "\n", " "));
}

// "id* (path), limit (query), pet* (body)": arguments in order, `*` for what must be given.
std::string arguments_of(const Tool& tool) {
  const auto document = json::Document::parse(tool.parameters);
  if (!document) return {};
  const auto properties = document->root().find("properties");
  const auto required = document->root().find("required");
  std::string out;
  for (std::size_t i = 0; properties && i < properties->size(); ++i) {
    const std::string_view name = properties->key(i);
    out += (i == 0 ? "" : ", ") + std::string(name);
    for (std::size_t k = 0; required && k < required->size(); ++k)
      if (required->at(k).text() == name) out += '*';
    for (const ArgumentPlace& place : tool.source.places)
      if (place.argument == name) out += fmt::format(" ({})", place.in == "whole_body" ? "body" : place.in);
  }
  return out;
}

std::string summary_of(const Tool& tool) {
  std::string out = fmt::format("  {}", tool.name);
  if (!tool.source.method.empty())
    out += fmt::format("  {} {}", tool.source.method, shown(tool.source.path));
  out += fmt::format("  [{}]", shown(arguments_of(tool)));
  out += tool.output_schema.empty()  ? "  result: unknown"
         : tool.output_is_inferred   ? "  result: from examples"
                                     : "  result: described";
  if (tool.is_deprecated) out += "  deprecated";
  return out + '\n';
}

void write_problem(json::Writer& out, const ToolProblem& problem) {
  out.begin_object().field("effect", to_text(problem.effect));
  if (problem.line > 0) out.field("line", static_cast<std::int64_t>(problem.line));
  if (!problem.pointer.empty()) out.field("pointer", problem.pointer);
  if (!problem.operation.empty()) out.field("operation", problem.operation);
  out.field("message", problem.message).end_object();
}

void write_understood(json::Writer& out, const Tool& tool) {
  out.begin_object().field("name", tool.name);
  if (!tool.source.name.empty()) out.field("described_as", tool.source.name);
  if (!tool.source.method.empty())
    out.field("method", tool.source.method).field("path", tool.source.path);
  out.field("arguments", arguments_of(tool));
  out.field("result", tool.output_schema.empty() ? "unknown"
                      : tool.output_is_inferred  ? "from examples"
                                                 : "described");
  out.end_object();
}

}  // namespace

std::string_view to_text(ToolEffect effect) {
  return effect == ToolEffect::kNote      ? "note"
         : effect == ToolEffect::kChanged ? "changed"
                                          : "dropped";
}

void ToolListing::add_problem(ToolProblem problem) {
  if (problems.size() < kMaxProblems)
    problems.push_back(std::move(problem));
  else
    ++unlisted_problems;
}

std::int64_t ToolListing::dropped() const {
  return described - filtered - static_cast<std::int64_t>(tools.size());
}

std::string to_line(const ToolListing& listing, const ToolProblem& problem) {
  std::string out = shown(listing.file);
  if (problem.line > 0) out += fmt::format(":{}", problem.line);
  out += fmt::format(": {}: ", to_text(problem.effect));
  if (!problem.operation.empty()) out += shown(problem.operation) + ": ";
  out += shown(problem.message);
  if (!problem.pointer.empty()) out += fmt::format(" ({})", shown(problem.pointer));
  return out;
}

std::string tools_as_json(const std::vector<Tool>& tools) {
  std::string out = "{\"tools\":[";
  for (std::size_t i = 0; i < tools.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    json::Writer writer(out);
    write_tool(writer, tools[i]);
  }
  return out + (tools.empty() ? "]}\n" : "\n]}\n");
}

std::string report_as_text(const ToolListing& listing) {
  std::string out = fmt::format("{}: {}", shown(listing.file), listing.format);
  if (!listing.title.empty()) out += fmt::format(", {}", shown(listing.title));
  out += fmt::format("\n{} described, {} understood, {} left out by options, {} dropped\n",
                     listing.described, listing.tools.size(), listing.filtered, listing.dropped());
  if (!listing.tools.empty()) out += "\nunderstood (`*`: must be given):\n";
  for (const Tool& tool : listing.tools) out += summary_of(tool);
  if (!listing.problems.empty()) out += "\nproblems:\n";
  for (const ToolProblem& problem : listing.problems)
    out += "  " + to_line(listing, problem) + '\n';
  if (listing.unlisted_problems > 0)
    out += fmt::format("  and {} more\n", listing.unlisted_problems);
  return out;
}

std::string report_as_json(const ToolListing& listing) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("file", listing.file).field("format", listing.format);
  if (!listing.title.empty()) writer.field("title", listing.title);
  writer.field("described", listing.described);
  writer.field("understood", static_cast<std::int64_t>(listing.tools.size()));
  writer.field("filtered", listing.filtered).field("dropped", listing.dropped());
  writer.key("tools").begin_array();
  for (const Tool& tool : listing.tools) write_understood(writer, tool);
  writer.end_array().key("problems").begin_array();
  for (const ToolProblem& problem : listing.problems) write_problem(writer, problem);
  writer.end_array();
  if (listing.unlisted_problems > 0) writer.field("unlisted_problems", listing.unlisted_problems);
  writer.end_object();
  return out + '\n';
}

}  // namespace generator
