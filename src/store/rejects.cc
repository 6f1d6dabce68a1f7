#include "store/rejects.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/compact_json.h"
#include "base/json.h"
#include "base/text.h"
#include "data/reasons.h"

namespace generator {
namespace {

constexpr std::size_t kMostOfAReply = 16'384;  // characters

}  // namespace

RejectWriter::RejectWriter(OutputFile file)
    : file_(std::move(file)), counts_(reasons::kAll.size(), 0) {}

Result<std::unique_ptr<RejectWriter>> RejectWriter::create(const std::string& path) {
  TRY(OutputFile file, OutputFile::create(path));
  return std::unique_ptr<RejectWriter>(new RejectWriter(std::move(file)));
}

Status RejectWriter::add(std::string_view code, std::string_view detail, std::string_view item,
                         std::string_view row, bool dropped, std::string_view reply) {
  const auto reason = std::find_if(reasons::kAll.begin(), reasons::kAll.end(),
                                   [&](const auto& r) { return r.code == code; });
  if (reason == reasons::kAll.end())
    return fail(ErrorKind::kInternal, fmt::format("no reason `{}` in the list of reasons", code));
  if (dropped) ++counts_[static_cast<std::size_t>(reason - reasons::kAll.begin())];
  ++rows_;
  line_.clear();
  json::Writer out(line_);
  out.begin_object().field("code", code).field("detail", detail).field("item", item);
  out.key("dropped").boolean(dropped).key("row");
  if (row.empty()) {
    out.null();
  } else if (json::Document::parse(row)) {
    out.raw(json::on_one_line(row));
  } else {
    out.string(row);
  }
  out.key("reply");
  if (reply.empty())
    out.null();
  else
    out.string(text::prefix(text::repair_utf8(reply), kMostOfAReply));
  out.end_object();
  line_ += '\n';
  return file_.write(line_);
}

Status RejectWriter::finish() { return file_.commit(); }

std::vector<std::pair<std::string, std::int64_t>> RejectWriter::counts() const {
  std::vector<std::pair<std::string, std::int64_t>> out;
  for (std::size_t i = 0; i < counts_.size(); ++i)
    if (counts_[i] > 0) out.emplace_back(reasons::kAll[i].code, counts_[i]);
  return out;
}

}  // namespace generator
