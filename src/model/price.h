// What a model's tokens cost, and what a request can cost at most.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/usd.h"
#include "model/chat.h"

namespace generator {

/// Prices of one token. A kind of token whose price is not known is priced as plain input, which no
/// provider charges less for than a cached token; a written one then counts as input, too, and one
/// written for an hour as two.
struct Rates {
  Usd input;
  Usd output;
  std::optional<Usd> cached;       // read from the provider's prompt cache
  std::optional<Usd> cache_write;  // written to it
  std::optional<Usd> cache_hour;   // written to it for an hour
  Usd hour_write() const { return cache_hour.value_or(2 * input); }  // as Anthropic, who has it
};

/// Prices of one model over time, as its vendor publishes them.
struct Price {
  /// What holds for prompts of more than `above` tokens, for the whole request.
  struct Band {
    std::int64_t above = 0;
    Rates rates;
  };
  struct Period {
    std::string from, until;            // days, "2026-12-31", both included; "": no end
    std::vector<Band> bands;            // by `above`, ascending; the first is above 0
    std::string source;                 // where the prices were read
    std::string checked;                // the day on which they were read
    std::int64_t batch_permille = 500;  // what of it a batch costs
    bool is_of_batches = false;         // these are prices in batches
    const Rates& rates(std::int64_t prompt_tokens) const;
  };
  std::string provider, model;
  std::vector<Period> periods;

  /// What the same costs in batches.
  Price in_batches() const;
  /// The prices of a day ("2026-11-25"); nullptr where none is known for it.
  const Period* on(std::string_view day) const;
};

/// The day of a time, in UTC: "2026-11-25".
std::string day_of(std::int64_t unix_ms);

/// What a reply of that time cost by what the provider reports; nothing where the price of that
/// day is not known. Numbers that cannot be are brought into range: cached and written tokens are
/// parts of the input.
std::optional<Usd> cost(const Price& price, const Usage& usage, std::int64_t unix_ms);
/// What the same reply would have cost more had there been no cache: nothing read from it, nothing
/// written to it. Below 0 where writing cost more than reading saved.
Usd saved_by_cache(const Price& price, const Usage& usage, std::int64_t unix_ms);

/// A bound for the tokens of a request's prompt, whatever the model's vocabulary: no byte-level
/// vocabulary has more tokens than bytes. Besides the text it has room for what chat templates and
/// providers add around messages, tools and schemas.
std::int64_t most_prompt_tokens(const ChatRequest& request);

/// The most tokens that one try of a request can take.
struct TokenBound {
  std::int64_t prompt = 0;
  std::int64_t reply = 0;
};
/// Of one request to an API: every byte a token, the reply as long as `max_tokens`.
TokenBound token_bound(const ChatRequest& request);

/// The most that one try can cost when it is sent at `unix_ms` and ends `within_ms`: its prompt at
/// the dearest input price. Nothing where the price of that day is not known.
std::optional<Usd> worst_case(const Price& price, TokenBound bound, std::int64_t unix_ms,
                              std::int64_t within_ms = 3'600'000);
inline std::optional<Usd> worst_case(const Price& price, const ChatRequest& request,
                                     std::int64_t unix_ms, std::int64_t within_ms = 3'600'000) {
  return worst_case(price, token_bound(request), unix_ms, within_ms);
}

/// What a reply cost: by what the provider reports, else, where it forgot to say what the reply
/// took, the most it can have billed. Nothing where the price of its day is not known.
std::optional<Usd> billed(const Price& price, const Completion& reply, Usd worst);

}  // namespace generator
