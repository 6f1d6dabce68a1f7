#include <fmt/format.h>

#include "judge/curation.h"

namespace generator::judge {

void write_report(json::Writer& out, const CurationReport& report) {
  out.begin_object();
  out.field("rated", report.rated).field("kept", report.kept).field("unrated", report.unrated);
  out.field("ungrounded", report.ungrounded).field("retention", report.retention());
  out.key("refused").begin_object();
  for (const auto& [code, count] : report.refused) out.field(code, count);
  out.end_object();
  out.key("averages").begin_object();
  for (const auto& average : report.averages)
    out.key(average.name)
        .begin_object()
        .field("rated", average.rated)
        .field("kept", average.kept)
        .end_object();
  out.end_object();
  out.key("histogram").begin_array();
  for (std::size_t i = 0; i < report.histogram.size(); ++i) {
    const double from = static_cast<double>(i) * CurationReport::kBin;
    out.begin_object().field("from", from).field("to", from + CurationReport::kBin);
    out.field("rated", report.histogram[i]).field("kept", report.kept_histogram[i]).end_object();
  }
  out.end_array();
  out.field("cut", report.cut)
      .field("tied_at_cut", report.tied)
      .field("tie_share", report.tie_share());
  out.key("warnings").begin_array();
  for (const auto& warning : report.warnings) out.string(warning);
  out.end_array().end_object();
}

}  // namespace generator::judge
