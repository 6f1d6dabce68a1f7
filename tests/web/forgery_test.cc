// Server-side request forgery: no spelling, redirect or name leads to an address that is not public.
// Every connect() of this program is seen, so that an attempt counts, not only what arrives.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "support/http_service.h"
#include "web/exchange.h"

namespace {

std::mutex seen_mutex;
std::set<std::string> seen;  // addresses

}  // namespace

// libcurl's calls come here, too: a program's own symbols come first.
extern "C" int connect(int fd, const sockaddr* address, socklen_t size) {
  if (const auto to = generator::web::address_of(*address)) {
    const std::lock_guard lock(seen_mutex);
    seen.insert(generator::web::to_text(*to));
  }
  return static_cast<int>(::syscall(SYS_connect, fd, address, size));
}

namespace generator::web {
namespace {

using generator::testing::HttpRequest;
using generator::testing::HttpService;
using generator::testing::http_reply;
using generator::testing::json_reply;

constexpr const char* kOutside = "127.0.0.2";  // stands for the public Internet; the only one allowed

struct Parts {
  unsigned a, b, c, d;
  unsigned whole() const { return a << 24 | b << 16 | c << 8 | d; }
};

std::string text(const char* form, auto... values) {
  char out[200];
  std::snprintf(out, sizeof out, form, values...);
  return out;
}

std::string full_width(const std::string& ascii) {
  std::string out;
  for (const char c : ascii) out += c == '.' ? std::string("。") : std::string("\xEF\xBC") + static_cast<char>(c - '0' + 0x90);
  return out;
}

std::vector<std::string> spellings(const Parts& p) {
  const unsigned high = p.a << 8 | p.b, low = p.c << 8 | p.d;
  const std::string plain = text("%u.%u.%u.%u", p.a, p.b, p.c, p.d);
  return {plain,
          plain + ".",
          text("%u", p.whole()),
          text("0x%x", p.whole()),
          text("0X%08X", p.whole()),
          text("0%o", p.whole()),
          text("000000%o", p.whole()),
          text("0x%x.0x%x.0x%x.0x%x", p.a, p.b, p.c, p.d),
          text("0%o.0%o.0%o.0%o", p.a, p.b, p.c, p.d),
          text("0x%x.%u.0%o.%u", p.a, p.b, p.c, p.d),
          text("%u.%u.%u", p.a, p.b, low),
          text("%u.%u", p.a, p.whole() & 0xffffff),
          text("0x%x.%u", p.a, p.whole() & 0xffffff),
          text("%%%x%s", plain[0], plain.c_str() + 1),
          full_width(plain),
          text("%u。%u.%u。%u", p.a, p.b, p.c, p.d),
          text("[::ffff:%u.%u.%u.%u]", p.a, p.b, p.c, p.d),
          text("[::FFFF:%x:%x]", high, low),
          text("[0:0:0:0:0:ffff:%x:%x]", high, low),
          text("[0000:0000:0000:0000:0000:ffff:%04x:%04x]", high, low),
          text("[::%u.%u.%u.%u]", p.a, p.b, p.c, p.d),
          text("[64:ff9b::%u.%u.%u.%u]", p.a, p.b, p.c, p.d),
          text("[64:ff9b::%x:%x]", high, low),
          text("[2002:%x:%x::]", high, low),
          text("[::ffff:0:%u.%u.%u.%u]", p.a, p.b, p.c, p.d)};
}

std::vector<std::string> all_spellings() {
  std::vector<std::string> out = {
      "localhost", "LOCALHOST", "LocalHost.", "a.localhost", "ip6-localhost", "ip6-loopback", "localhost.localdomain",
      "[::1]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::0001]", "[::1%25lo]", "[::]",
      "[0::0]", "[fe80::1]", "[fe80::1%25lo]", "[fd00::1]", "[fc00::1]", "[ff02::1]", "[fec0::1]",
      "good.example@127.0.0.1", "127.0.0.1@good.example", "good.example\\@127.0.0.1", "127.0.0.1#.good.example",
      "127.0.0.1?.good.example", "127.0.0.1%00.good.example", "127.0.0.1%2f.good.example", "loc%61lhost",
      "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "①②⑦.⓪.⓪.①", "127.0.0.1\t", "0", "00", "0x0", "127.1", "127.0.1", "0x7f.1", "017700000001"};
  for (const Parts& p : {Parts{127, 0, 0, 1}, Parts{127, 255, 3, 4}, Parts{10, 0, 0, 1}, Parts{172, 16, 5, 4},
                         Parts{192, 168, 0, 1}, Parts{169, 254, 169, 254}, Parts{100, 64, 1, 1}, Parts{0, 0, 0, 0}})
    for (std::string& one : spellings(p)) out.push_back(std::move(one));
  return out;
}

/// Listeners where a request must not arrive, and one that is allowed and sends us there.
class Forgery : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!outside_.is_open()) GTEST_SKIP() << "this machine has no 127.0.0.2";
    const std::lock_guard lock(seen_mutex);
    seen.clear();
  }
  void TearDown() override {
    EXPECT_EQ(four_.connections(), 0);
    EXPECT_EQ(six_.connections(), 0);
    const std::lock_guard lock(seen_mutex);
    for (const std::string& address : seen)
      EXPECT_TRUE(address == kOutside || special_kind(parse_address(address).value()).empty()) << address;
  }
  std::string there(const std::string& host) const { return "http://" + host + ":" + std::to_string(four_.port()) + "/"; }
  static AddressGuard guard() { return AddressGuard({parse_range(kOutside).value()}); }

  HttpService four_{[](const HttpRequest&) { return json_reply("\"reached\""); }};
  HttpService six_{[](const HttpRequest&) { return json_reply("\"reached\""); }, "::1", four_.port()};
  std::string target_;
  HttpService outside_{[this](const HttpRequest&) {
                         return http_reply("302 Found", "text/plain", "", "Location: " + target_ + "\r\n");
                       },
                       kOutside};
};

TEST_F(Forgery, NoSpellingOfAnAddressLeadsToOneThatIsNotPublic) {
  const auto all = all_spellings();
  EXPECT_GE(all.size(), 200u);
  for (const std::string& host : all) {
    Web web(guard(), {.connect_ms = 2'000});
    const auto response = web.fetch({.url = there(host)}, in_ms(2'500));
    EXPECT_FALSE(response) << host;
  }
}

TEST_F(Forgery, NoRedirectLeadsThere) {
  int followed = 0;
  for (const std::string& host : all_spellings()) {
    target_ = there(host);
    Web web(guard(), {.connect_ms = 2'000});
    const auto response = web.fetch({.url = outside_.url("/")}, in_ms(2'500));
    EXPECT_FALSE(response) << host;
    ++followed;
  }
  EXPECT_EQ(outside_.connections(), followed);
}

TEST_F(Forgery, NoNameThatChangesItsAddressLeadsThere) {
  const std::string port = std::to_string(four_.port());
  for (const char* addresses :
       {"127.0.0.1", "::1", "127.0.0.2,127.0.0.1", "127.0.0.2,::1,127.0.0.1", "::ffff:127.0.0.1", "10.0.0.1",
        "169.254.169.254", "127.0.0.2,10.0.0.1,192.168.0.1", "64:ff9b::7f00:1", "fe80::1", "0.0.0.0"}) {
    Web web(guard(), {.connect_ms = 2'000, .known_names = {"turns.example:" + port + ":" + addresses}});
    const auto response = web.fetch({.url = there("turns.example")}, in_ms(2'500));
    EXPECT_FALSE(response) << addresses;
    EXPECT_EQ(response.error().kind, ErrorKind::kWrongUse) << addresses << ": " << response.error().message;
  }
}

TEST_F(Forgery, ItsOwnMeasureSeesAConnection) {
  Web web(guard());
  target_ = "http://good.example@127.0.0.2/";
  EXPECT_FALSE(web.fetch({.url = outside_.url("/")}, in_ms(2'500)));
  const std::lock_guard lock(seen_mutex);
  EXPECT_TRUE(seen.contains(kOutside));
}

}  // namespace
}  // namespace generator::web
