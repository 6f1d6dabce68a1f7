// Vectors of texts, from the providers that offer them. Pure, as provider.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/provider.h"

namespace generator {

struct Embeddings {
  std::vector<std::vector<float>> vectors;  // one a text, in their order, each of length 1
  std::int64_t input_tokens = 0;            // as billed; 0 where the provider does not say
};

using Embedded = tl::expected<Embeddings, CallError>;

class Embedder {
 public:
  virtual ~Embedder() = default;
  /// Texts of one request.
  virtual std::size_t most_texts() const = 0;
  /// `texts`: at most `most_texts()` of them, none empty. `dimensions`: 0 for the model's own.
  virtual http::Request encode(std::span<const std::string> texts,
                               std::int64_t dimensions) const = 0;
  /// `texts` of them were asked for. Anything but as many vectors of numbers, all of one size and
  /// none of zeros, is kUnreadable.
  virtual Embedded decode(const http::Response& response, std::size_t texts) const = 0;
};

/// Nothing for a provider without embeddings: Anthropic, the Claude program, the rules.
std::unique_ptr<Embedder> make_embedder(std::string_view provider, const Endpoint& endpoint);

}  // namespace generator
