#include "store/bridge.h"

#ifdef GENERATOR_HAS_BRIDGE

namespace generator::bridge {

tl::unexpected<Error> failure(gb_status status, const Text& error) {
  ErrorKind kind = ErrorKind::kInternal;
  switch (status) {
    case GB_INVALID_INPUT:
    case GB_UNSUPPORTED:
      kind = ErrorKind::kInvalidInput;
      break;
    case GB_NOT_FOUND:
      kind = ErrorKind::kNotFound;
      break;
    case GB_DAMAGED:
      kind = ErrorKind::kCorrupt;
      break;
    case GB_IO:
      kind = ErrorKind::kIo;
      break;
    case GB_CONFLICT:
      kind = ErrorKind::kBusy;
      break;
    default:
      break;
  }
  return fail(kind, std::string(error.view()));
}

}  // namespace generator::bridge

#endif  // GENERATOR_HAS_BRIDGE
