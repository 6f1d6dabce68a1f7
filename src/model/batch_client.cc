#include "model/batch_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/files.h"
#include "base/text.h"
#include "model/retry_hint.h"
#include "model/secrets.h"

namespace generator {
namespace {

constexpr int kMostPages = 100;  // of a listing

}  // namespace

BatchClient::BatchClient(std::string identity, std::unique_ptr<BatchProvider> provider,
                         std::unique_ptr<http::Transport> transport, Loop& loop,
                         RetryOptions retries, std::uint64_t seed)
    : identity_(std::move(identity)),
      provider_(std::move(provider)),
      transport_(std::move(transport)),
      loop_(loop),
      retries_(retries),
      random_(seed, "batches of " + identity_) {}

/// One try.
FromBatch<http::Response> BatchClient::send(const http::Request& request) {
  std::optional<tl::expected<http::Response, http::TransportError>> came;
  transport_->send(request, [&](auto response) { came = std::move(response); });
  loop_.run_until([&] { return came || is_interrupted_; });
  CallError error;
  if (!came) {
    transport_->abandon();
    error.message = "interrupted";
    return tl::unexpected(std::move(error));
  }
  if (*came || !came->error().is_unreachable) health_.was_reached = true;
  if (*came) return std::move(**came);
  error.kind =
      came->error().is_permanent ? CallError::Kind::kInvalidRequest : CallError::Kind::kTransport;
  error.message = without_keys(came->error().message, request.headers);
  error.never_sent = came->error().is_unreachable;
  return tl::unexpected(std::move(error));
}

/// Sends until `read` gives something other than an error that may pass.
template <class Read>
auto BatchClient::ask(const http::Request& request, Read read) -> decltype(read(http::Response{})) {
  Tries tries;
  tries.first_sent_ms = loop_.monotonic_ms();
  for (;;) {
    ++tries.sent;
    FromBatch<http::Response> response = send(request);
    CallError error;
    if (response) {
      auto out = read(*response);
      if (out) return out;
      error = std::move(out.error());
      error.message = without_keys(std::move(error.message), request.headers);
      if (const auto hint = retry_after_ms(*response, 0)) error.retry_after_ms = hint;
      if (error.kind == CallError::Kind::kRateLimited) ++tries.refused;
    } else {
      error = std::move(response.error());
    }
    if (is_interrupted_ || !may_try_again(retries_, tries, error, health_))
      return tl::unexpected(std::move(error));
    sleep(retry_delay_ms(retries_, tries, error, health_, random_));
  }
}

FromBatch<std::string> BatchClient::upload(std::string_view name, std::string_view entries) {
  const auto request = provider_->upload(name, entries);
  if (!request) return std::string();
  const auto decode = [this](const http::Response& r) { return provider_->decode_upload(r); };
  std::string file;
  using Rest = FromBatch<std::optional<http::Request>>;
  const Rest rest = ask(*request, [&](const http::Response& r) -> Rest {
    Rest next = provider_->upload_rest(r, entries);
    if (!next || *next) return next;
    FromBatch<std::string> id = decode(r);
    if (!id) return tl::unexpected(std::move(id.error()));
    file = std::move(*id);
    return next;
  });
  if (!rest) return tl::unexpected(rest.error());
  return *rest ? ask(**rest, decode) : FromBatch<std::string>(std::move(file));
}

FromBatch<BatchStatus> BatchClient::begin(std::string_view name, std::string_view entries,
                                          std::string_view file) {
  const http::Request request = provider_->create(name, entries, file);
  FromBatch<http::Response> response = send(request);
  if (!response) return tl::unexpected(std::move(response.error()));
  FromBatch<BatchStatus> out = provider_->decode(*response);
  if (out) return out;
  out.error().message = without_keys(std::move(out.error().message), request.headers);
  if (const auto hint = retry_after_ms(*response, 0)) out.error().retry_after_ms = hint;
  return out;
}

FromBatch<BatchStatus> BatchClient::look(std::string_view id) {
  return ask(provider_->look(id), [this](const http::Response& r) { return provider_->decode(r); });
}

FromBatch<http::Response> BatchClient::cancel(std::string_view id) {
  FromBatch<http::Response> response = send(provider_->cancel(id));
  if (!response || response->status == 200) return response;
  CallError error = provider_->decode(*response).error();
  error.message = without_keys(std::move(error.message), provider_->cancel(id).headers);
  return tl::unexpected(std::move(error));
}

FromBatch<std::vector<BatchStatus>> BatchClient::begun_since(std::int64_t since_unix_ms) {
  std::vector<BatchStatus> out;
  std::string page;
  for (int pages = 0; pages < kMostPages; ++pages) {
    auto got = ask(provider_->list(page),
                   [this](const http::Response& r) { return provider_->decode_list(r); });
    if (!got) return tl::unexpected(std::move(got.error()));
    bool are_older = !got->batches.empty();
    for (BatchStatus& batch : got->batches) {
      const bool is_older = batch.created_unix_ms > 0 && batch.created_unix_ms < since_unix_ms;
      are_older = are_older && is_older;
      if (!is_older) out.push_back(std::move(batch));
    }
    if (are_older || got->next.empty()) break;
    page = std::move(got->next);
  }
  return out;
}

FromBatch<std::vector<BatchResult>> BatchClient::results(const http::Request& request) {
  return ask(request, [this](const http::Response& r) { return provider_->decode_results(r); });
}

void BatchClient::keep_spelling(std::string path) {
  spelling_path_ = std::move(path);
  if (const auto learned = read_file(spelling_path_)) provider_->recall(*learned);
}

Result<bool> BatchClient::learn(int spelling, const http::Response& refusal) {
  if (!provider_->learn(spelling, refusal)) return false;
  if (!spelling_path_.empty()) CHECK_OK(write_file(spelling_path_, provider_->learned()));
  return true;
}

bool BatchClient::may_begin_again(const CallError& error, int sent) {
  Tries tries;
  tries.sent = sent;
  tries.refused = error.kind == CallError::Kind::kRateLimited ? sent : 0;
  if (is_interrupted_ || !may_try_again(retries_, tries, error, health_)) return false;
  sleep(retry_delay_ms(retries_, tries, error, health_, random_));
  return !is_interrupted_;
}

void BatchClient::sleep(std::int64_t ms) {
  bool is_over = false;
  const Loop::Timer timer = loop_.after(ms, [&] { is_over = true; });
  loop_.run_until([&] { return is_over || is_interrupted_; });
  loop_.cancel(timer);
}

Error BatchClient::explain(const CallError& error) const {
  return {ErrorKind::kUnavailable,
          fmt::format("{}: {}{}", identity_, error.message, stop_remedy(error.kind))};
}

}  // namespace generator
