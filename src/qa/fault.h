// Why a question or an answer may not become a row.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace generator::qa {

struct Fault {
  std::string_view code;  // of data/reasons.h
  std::string detail;     // what exactly, in words
};

/// A value, or why there is none.
template <class T>
using Checked = tl::expected<T, Fault>;

inline tl::unexpected<Fault> refuse(std::string_view code, std::string detail) {
  return tl::unexpected<Fault>(Fault{code, std::move(detail)});
}

}  // namespace generator::qa
