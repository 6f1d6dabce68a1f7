// How the store talks to the bridge: slices in, owned texts out, a status that becomes an Error.
#pragma once

#ifdef GENERATOR_HAS_BRIDGE

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "generator_bridge.h"

namespace generator::bridge {

inline gb_slice slice(std::string_view text) { return {text.data(), text.size()}; }

/// A text that the bridge gave; freed with it.
class Text {
 public:
  Text() = default;
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;
  ~Text() { gb_text_free(&text_); }
  /// Empties it and gives the place to write into.
  gb_text* out() {
    gb_text_free(&text_);
    return &text_;
  }
  std::string_view view() const { return {text_.data, text_.size}; }

 private:
  gb_text text_{};
};

tl::unexpected<Error> failure(gb_status status, const Text& error);

/// Deletes a handle with its own function: `Handle<gb_schema, gb_schema_free>`.
template <class T, void (*free)(T*)>
struct Deleter {
  void operator()(T* handle) const { free(handle); }
};
template <class T, void (*free)(T*)>
using Handle = std::unique_ptr<T, Deleter<T, free>>;

}  // namespace generator::bridge

#endif  // GENERATOR_HAS_BRIDGE
