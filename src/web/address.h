// Internet addresses, and which of them belong to nobody in particular.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace generator::web {

/// Sixteen bytes in network order; one of version 4 as IPv6 maps it (::ffff:a.b.c.d, RFC 4291).
using Address = std::array<std::uint8_t, 16>;

/// "127.0.0.1", "::1". Other spellings of the same are no addresses here.
std::optional<Address> parse_address(std::string_view text);
/// Nothing where it is of another family.
std::optional<Address> address_of(const sockaddr& socket);
std::string to_text(const Address& address);

/// All addresses that begin with the same bits.
struct AddressRange {
  Address first = {};
  int bits = 128;  // of 128, also of version 4

  bool has(const Address& address) const;
};

/// "10.0.0.0/8", "fd00::/8", "127.0.0.1". Errors: kWrongUse.
Result<AddressRange> parse_range(std::string_view text);

/// What an address is, where it does not belong to the public Internet, as the IANA registries of
/// special-purpose addresses have it (RFC 6890): "loopback", "private", ...; "" where it does. One
/// that carries another inside (mapped, NAT64, 6to4) is what that one is.
std::string_view special_kind(const Address& address);

/// Who may be spoken to: the public Internet, and what a person allowed besides.
class AddressGuard {
 public:
  AddressGuard() = default;
  explicit AddressGuard(std::vector<AddressRange> allowed) : allowed_(std::move(allowed)) {}
  /// Errors: kWrongUse, naming the address, what it is, and the option that allows it.
  Status check(const Address& address) const;

 private:
  std::vector<AddressRange> allowed_;
};

}  // namespace generator::web
