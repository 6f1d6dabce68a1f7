#include "store/tokens.h"

#ifdef GENERATOR_HAS_BRIDGE

#include "base/text.h"
#include "store/bridge.h"

namespace generator {
namespace {

class ExactTokenCounter final : public TokenCounter {
 public:
  std::int64_t count(std::string_view text) const override {
    std::size_t tokens = 0;
    if (gb_tokens_count(bridge::slice(text), &tokens, nullptr) == GB_OK)
      return static_cast<std::int64_t>(tokens);
    const std::string repaired = text::repair_utf8(text);
    gb_tokens_count(bridge::slice(repaired), &tokens, nullptr);
    return static_cast<std::int64_t>(tokens);
  }

  std::size_t prefix_within(std::string_view text, std::int64_t tokens) const override {
    std::size_t bytes = 0;
    const std::size_t limit = tokens < 0 ? 0 : static_cast<std::size_t>(tokens);
    if (gb_tokens_prefix(bridge::slice(text), limit, &bytes, nullptr) == GB_OK) return bytes;
    return 0;
  }

  std::string_view name() const override { return "o200k_base"; }
};

}  // namespace

Result<std::unique_ptr<TokenCounter>> exact_token_counter() {
  return std::make_unique<ExactTokenCounter>();
}

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
