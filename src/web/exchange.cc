#include "web/exchange.h"

#include <curl/curl.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "web/flight.h"
#include "web/url.h"

namespace generator::web {

struct Web::State {
  State(AddressGuard rules, WebOptions limits)
      : guard(std::move(rules)), options(std::move(limits)), multi(curl_multi_init()) {
    if (multi == nullptr) throw Fatal(1, "libcurl: no memory");
  }
  ~State() {
    for (const auto& flight : flights) curl_multi_remove_handle(multi, flight->easy.get());
    flights.clear();
    curl_multi_cleanup(multi);
  }

  void start(Flight& flight) {
    make_ready(flight);
    curl_multi_add_handle(multi, flight.easy.get());
  }
  void drop_abandoned() {
    std::erase_if(flights, [this](const std::unique_ptr<Flight>& flight) {
      if (!flight->exchange.expired()) return false;
      curl_multi_remove_handle(multi, flight->easy.get());
      return true;
    });
  }
  bool land(CURL* easy, CURLcode code);
  bool hear_ends();

  AddressGuard guard;
  WebOptions options;
  CURLM* multi;
  std::vector<std::unique_ptr<Flight>> flights;
};

// Whether its exchange has ended: not where it flies on.
bool Web::State::land(CURL* easy, CURLcode code) {
  const auto at = std::ranges::find_if(flights, [&](const auto& one) { return one->easy.get() == easy; });
  curl_multi_remove_handle(multi, easy);
  if (at == flights.end()) return false;
  Flight& flight = **at;
  const auto exchange = flight.exchange.lock();
  const long status = status_of(flight);
  if (exchange && code == CURLE_OK && is_redirect(status)) {
    if (auto next = redirected(flight, status)) {
      flight.request = std::move(*next);
      ++flight.redirects;
      start(flight);
      return false;
    } else {
      exchange->error = next.error();
    }
  } else if (exchange && code != CURLE_OK) {
    exchange->error = error_of(flight, code);
  }
  if (exchange) {
    exchange->response.status = status;
    exchange->has_begun = exchange->has_ended = true;
  }
  flights.erase(at);
  return true;
}

bool Web::State::hear_ends() {
  bool out = false;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;
    out |= land(message->easy_handle, code);
  }
  return out;
}

std::string_view Response::header(const std::string& name) const {
  const auto at = headers.find(name);
  return at == headers.end() ? std::string_view() : std::string_view(at->second);
}

std::string Response::media_type() const {
  const std::string_view whole = header("content-type");
  return text::to_lower(text::trim(whole.substr(0, whole.find(';'))));
}

Web::Web(AddressGuard guard, WebOptions options)
    : state_(std::make_unique<State>(std::move(guard), std::move(options))) {}
Web::~Web() = default;

std::shared_ptr<Exchange> Web::send(Request request) {
  auto out = std::make_shared<Exchange>();
  if (const Status fine = check_url(request.url); !fine) {
    out->error = fine.error();
    out->has_ended = true;
    return out;
  }
  auto flight = std::make_unique<Flight>(std::move(request), state_->guard, state_->options);
  flight->exchange = out;
  state_->start(*flight);
  state_->flights.push_back(std::move(flight));
  return out;
}

Status Web::wait(Deadline deadline) {
  constexpr std::int64_t kLongestMs = 60'000;
  for (;;) {
    state_->drop_abandoned();
    std::size_t before = 0, after = 0;
    for (const auto& flight : state_->flights) before += flight->heard_bytes;
    int running = 0;
    curl_multi_perform(state_->multi, &running);
    for (const auto& flight : state_->flights) after += flight->heard_bytes;
    if (state_->hear_ends() || after != before || state_->flights.empty()) return {};
    const std::int64_t left = ms_until(deadline);
    if (left == 0) return fail(ErrorKind::kBusy, "the service did not answer in time");
    curl_multi_poll(state_->multi, nullptr, 0, static_cast<int>(std::min(left, kLongestMs)), nullptr);
  }
}

Result<Response> Web::fetch(Request request, Deadline deadline) {
  const auto exchange = send(std::move(request));
  while (!exchange->has_ended) CHECK_OK(wait(deadline));
  if (exchange->error) return tl::unexpected<Error>(*exchange->error);
  return std::move(exchange->response);
}

}  // namespace generator::web
