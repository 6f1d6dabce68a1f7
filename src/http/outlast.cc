#include "http/outlast.h"

#include "base/result.h"

namespace generator {

std::exception_ptr outlast(Loop& loop, const std::function<bool()>& finished) noexcept {
  std::exception_ptr first;
  const auto keep = [&] {
    if (!first) first = std::current_exception();
  };
  while (!finished()) {
    try {
      loop.run_until(finished);
    } catch (const Fatal&) {
      keep();
      break;
    } catch (const std::exception&) {
      keep();
    }
  }
  return first;
}

}  // namespace generator
