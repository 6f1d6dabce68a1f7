// Which kinds of fact a question asks for.
#pragma once

#include <cstdint>
#include <string_view>

#include "measure/facts.h"

namespace generator::qa {

/// A set of measure::FactKind.
class FactKinds {
 public:
  constexpr FactKinds() = default;
  constexpr FactKinds(std::initializer_list<measure::FactKind> kinds) {
    for (const auto kind : kinds) bits_ |= bit(kind);
  }
  constexpr bool contains(measure::FactKind kind) const { return (bits_ & bit(kind)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr FactKinds& operator|=(FactKinds other) {
    bits_ |= other.bits_;
    return *this;
  }
  friend constexpr bool operator==(FactKinds, FactKinds) = default;

 private:
  static constexpr std::uint32_t bit(measure::FactKind kind) {
    return 1u << static_cast<unsigned>(kind);
  }
  std::uint32_t bits_ = 0;
};

/// "How many …" asks for numbers, "which function …" for identifiers, "how do I …" for what is
/// typed: commands, flags, identifiers, paths. Read from English question words; a question in
/// another language asks for none.
FactKinds asked_for(std::string_view question);

}  // namespace generator::qa
