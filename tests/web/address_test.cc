// Which addresses belong to the public Internet.
#include "web/address.h"

#include <gtest/gtest.h>

namespace generator::web {
namespace {

TEST(Address, ReadsBothVersionsAndNothingElse) {
  EXPECT_EQ(to_text(parse_address("127.0.0.1").value()), "127.0.0.1");
  EXPECT_EQ(to_text(parse_address("2001:DB8::1").value()), "2001:db8::1");
  for (const char* text : {"", "localhost", "127.1", "0x7f000001", "2130706433", "127.0.0.1:80", "[::1]", "::1%lo"})
    EXPECT_FALSE(parse_address(text)) << text;
}

struct Known {
  const char* address;
  const char* kind;
};

TEST(Address, SpecialOnesAreNamedAsTheirRegistriesDo) {
  for (const Known& known : std::initializer_list<Known>{
           {"127.0.0.1", "loopback"}, {"127.255.255.254", "loopback"}, {"10.0.0.1", "private"},
           {"172.16.0.1", "private"}, {"172.31.255.255", "private"}, {"192.168.1.1", "private"},
           {"169.254.169.254", "link-local"}, {"100.64.0.1", "shared"}, {"0.0.0.0", "this network's"},
           {"224.0.0.1", "multicast"}, {"255.255.255.255", "reserved"}, {"198.18.0.1", "benchmark"},
           {"::1", "loopback"}, {"::", "unspecified or obsolete"}, {"fe80::1", "link-local"},
           {"fd00::1", "private"}, {"fc00::1", "private"}, {"fec0::1", "site-local"},
           {"ff02::1", "multicast"}, {"2001:db8::1", "documentation"}, {"2001:0:1::1", "reserved"},
           {"::ffff:127.0.0.1", "loopback"}, {"::ffff:10.1.2.3", "private"},
           {"::127.0.0.1", "unspecified or obsolete"}, {"::ffff:0:8.8.8.8", "unspecified or obsolete"}, {"64:ff9b::7f00:1", "loopback"},
           {"64:ff9b::a00:1", "private"}, {"64:ff9b:1::1", "private"}, {"2002:7f00:1::", "loopback"},
           {"2002:a00:1::1", "private"}, {"2002:a9fe:a9fe::", "link-local"}})
    EXPECT_EQ(special_kind(parse_address(known.address).value()), known.kind) << known.address;
}

TEST(Address, PublicOnesAreNotSpecial) {
  for (const char* text : {"1.1.1.1", "8.8.8.8", "172.15.255.255", "172.32.0.1", "192.167.255.255", "11.0.0.1",
                           "126.255.255.255", "128.0.0.1", "100.63.255.255", "100.128.0.1", "223.255.255.255",
                           "2606:4700:4700::1111", "2a00::1", "64:ff9b::101:101", "2002:101:101::1", "::ffff:8.8.8.8"})
    EXPECT_EQ(special_kind(parse_address(text).value()), "") << text;
}

TEST(AddressRange, HoldsWhatBeginsWithItsBits) {
  const AddressRange ten = parse_range("10.0.0.0/8").value();
  EXPECT_TRUE(ten.has(parse_address("10.255.0.1").value()));
  EXPECT_FALSE(ten.has(parse_address("11.0.0.0").value()));
  EXPECT_TRUE(parse_range("0.0.0.0/0").value().has(parse_address("9.9.9.9").value()));
  EXPECT_FALSE(parse_range("0.0.0.0/0").value().has(parse_address("2a00::1").value()));
  EXPECT_TRUE(parse_range("fd00::/9").value().has(parse_address("fd7f::1").value()));
  for (const char* text : {"", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "localhost", "10/8"})
    EXPECT_EQ(parse_range(text).error().kind, ErrorKind::kWrongUse) << text;
}

TEST(AddressGuard, LetsPassWhatIsPublicOrAllowedAndSaysTheRemedy) {
  const AddressGuard strict;
  EXPECT_TRUE(strict.check(parse_address("8.8.8.8").value()));
  const Status refused = strict.check(parse_address("::ffff:127.0.0.1").value());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "127.0.0.1 is no public address (loopback); it is spoken to only with --allow-address 127.0.0.1");
  const AddressGuard open({parse_range("127.0.0.0/8").value()});
  EXPECT_TRUE(open.check(parse_address("127.0.0.1").value()));
  EXPECT_FALSE(open.check(parse_address("10.0.0.1").value()));
}

}  // namespace
}  // namespace generator::web
