#include "store/outline.h"

#ifdef GENERATOR_HAS_BRIDGE

#include "base/json.h"
#include "store/bridge.h"

namespace generator {
namespace {

class SyntaxOutline final : public SourceOutline {
 public:
  Result<std::vector<OutlineItem>> outline(std::string_view language,
                                           std::string_view source) const override {
    bridge::Text items, error;
    const gb_status status =
        gb_outline(bridge::slice(language), bridge::slice(source), items.out(), error.out());
    if (status == GB_UNSUPPORTED) return fail(ErrorKind::kNotFound, std::string(error.view()));
    if (status != GB_OK) return bridge::failure(status, error);
    TRY(const json::Document document, json::Document::parse(items.view()));
    std::vector<OutlineItem> out;
    const json::Value root = document.root();
    out.reserve(root.size());
    for (std::size_t i = 0; i < root.size(); ++i) {
      const json::Value item = root.at(i);
      const auto number = [&](std::string_view key) {
        const auto field = item.find(key);
        return field ? field->integer().value_or(0) : 0;
      };
      out.push_back({.kind = std::string(item.text_of("kind")),
                     .name = std::string(item.text_of("name")),
                     .bytes = {number("begin"), number("end")},
                     .depth = static_cast<int>(number("depth"))});
    }
    return out;
  }
};

}  // namespace

Result<std::unique_ptr<SourceOutline>> syntax_outline() {
  return std::make_unique<SyntaxOutline>();
}

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
