#include "web/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/text.h"

namespace generator::web {
namespace {

constexpr Address kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};

bool is_version_4(const Address& address) {
  return std::equal(kMapped.begin(), kMapped.begin() + 12, address.begin());
}

// The four bytes at `at` as an address of version 4.
Address inner(const Address& address, std::size_t at) {
  Address out = kMapped;
  std::copy_n(address.begin() + static_cast<std::ptrdiff_t>(at), 4, out.begin() + 12);
  return out;
}

struct Special {
  const char* range;
  const char* kind;
};

// https://www.iana.org/assignments/iana-ipv4-special-registry and …/iana-ipv6-special-registry, the
// blocks that are not globally reachable, and multicast.
constexpr Special kSpecial[] = {
    {"0.0.0.0/8", "this network's"},  {"10.0.0.0/8", "private"},
    {"100.64.0.0/10", "shared"},      {"127.0.0.0/8", "loopback"},
    {"169.254.0.0/16", "link-local"}, {"172.16.0.0/12", "private"},
    {"192.0.0.0/24", "reserved"},     {"192.0.2.0/24", "documentation"},
    {"192.88.99.0/24", "reserved"},   {"192.168.0.0/16", "private"},
    {"198.18.0.0/15", "benchmark"},   {"198.51.100.0/24", "documentation"},
    {"203.0.113.0/24", "documentation"}, {"224.0.0.0/4", "multicast"},
    {"240.0.0.0/4", "reserved"},      {"::1/128", "loopback"},
    {"::/96", "unspecified or obsolete"}, {"::ffff:0:0:0/96", "unspecified or obsolete"},
    {"64:ff9b:1::/48", "private"},
    {"100::/63", "discard-only"},     {"2001::/23", "reserved"},
    {"2001:db8::/32", "documentation"}, {"3fff::/20", "documentation"},
    {"5f00::/16", "segment-routing"}, {"fc00::/7", "private"},
    {"fe80::/10", "link-local"},      {"fec0::/10", "site-local"},
    {"ff00::/8", "multicast"}};

struct SpecialRange {
  AddressRange range;
  std::string_view kind;
};

const std::vector<SpecialRange>& special_ranges() {
  static const std::vector<SpecialRange> out = [] {
    std::vector<SpecialRange> ranges;
    for (const Special& one : kSpecial) ranges.push_back({parse_range(one.range).value(), one.kind});
    return ranges;
  }();
  return out;
}

bool begins(const Address& address, std::initializer_list<std::uint8_t> bytes) {
  return std::equal(bytes.begin(), bytes.end(), address.begin());
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  const std::string whole(text);
  Address out = kMapped;
  if (::inet_pton(AF_INET, whole.c_str(), out.data() + 12) == 1) return out;
  if (::inet_pton(AF_INET6, whole.c_str(), out.data()) == 1) return out;
  return std::nullopt;
}

std::optional<Address> address_of(const sockaddr& socket) {
  Address out = kMapped;
  if (socket.sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &socket, sizeof four);
    std::memcpy(out.data() + 12, &four.sin_addr, 4);
    return out;
  }
  if (socket.sa_family != AF_INET6) return std::nullopt;
  sockaddr_in6 six{};
  std::memcpy(&six, &socket, sizeof six);
  std::memcpy(out.data(), &six.sin6_addr, out.size());
  return out;
}

std::string to_text(const Address& address) {
  char out[INET6_ADDRSTRLEN] = "";
  if (is_version_4(address))
    ::inet_ntop(AF_INET, address.data() + 12, out, sizeof out);
  else
    ::inet_ntop(AF_INET6, address.data(), out, sizeof out);
  return out;
}

bool AddressRange::has(const Address& address) const {
  for (int bit = 0; bit < bits; ++bit) {
    const auto at = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if ((first[at] & mask) != (address[at] & mask)) return false;
  }
  return true;
}

Result<AddressRange> parse_range(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  const auto wrong = [&] {
    return fail(ErrorKind::kWrongUse,
                fmt::format("`{}` is no address and no range of them; such are 127.0.0.1, "
                            "10.0.0.0/8, ::1, fd00::/8",
                            text::for_terminal(text)));
  };
  if (!address) return wrong();
  AddressRange out{*address, 128};
  if (slash == std::string_view::npos) return out;
  const std::string_view digits = text.substr(slash + 1);
  const int most = is_version_4(*address) ? 32 : 128;
  int bits = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  if (error != std::errc() || end != digits.data() + digits.size() || bits < 0 || bits > most)
    return wrong();
  out.bits = bits + 128 - most;
  return out;
}

std::string_view special_kind(const Address& address) {
  for (const SpecialRange& special : special_ranges())
    if (special.range.has(address)) return special.kind;
  if (begins(address, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))  // NAT64, RFC 6052
    return special_kind(inner(address, 12));
  if (begins(address, {0x20, 0x02})) return special_kind(inner(address, 2));  // 6to4, RFC 3056
  return "";
}

Status AddressGuard::check(const Address& address) const {
  const std::string_view kind = special_kind(address);
  if (kind.empty()) return {};
  if (std::ranges::any_of(allowed_, [&](const AddressRange& range) { return range.has(address); }))
    return {};
  return fail(ErrorKind::kWrongUse,
              fmt::format("{0} is no public address ({1}); it is spoken to only with "
                          "--allow-address {0}",
                          to_text(address), kind));
}

}  // namespace generator::web
