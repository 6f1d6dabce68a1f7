#include "execute/http_transport.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "base/text.h"
#include "execute/json_rpc.h"
#include "execute/mcp_headers.h"
#include "web/url.h"

namespace generator::execute {
namespace {

constexpr std::string_view kEvents = "text/event-stream";
constexpr std::size_t kLongestSession = 1024;

// Visible ASCII, as the protocol wants it: it goes into a header again.
bool is_session(std::string_view text) {
  return !text.empty() && text.size() <= kLongestSession &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

// Those that get no answer.
bool expects_answer(const Outgoing& message) {
  return !message.method.empty() && !message.method.starts_with("notifications/");
}

}  // namespace

struct HttpTransport::Question {
  std::string id;  // raw JSON
  std::shared_ptr<web::Exchange> exchange;
  web::EventStream events;
  int resumptions = 0;
  bool is_answered = false;
  bool is_first = false;  // `initialize`: its reply names the session
};

HttpTransport::HttpTransport(Endpoint endpoint, web::AddressGuard guard, std::size_t longest)
    : endpoint_(std::move(endpoint)), web_(std::move(guard), {.body_bytes = longest}) {}
HttpTransport::~HttpTransport() = default;

void HttpTransport::add_session(web::Request& request) const {
  request.url = endpoint_.url;
  endpoint_.complete(request);
  if (!revision_.empty()) request.headers.push_back("MCP-Protocol-Version: " + revision_);
  if (!session_.empty()) request.credentials.push_back("Mcp-Session-Id: " + session_);
}

web::Request HttpTransport::request_for(const Outgoing& message) const {
  web::Request out;
  out.method = "POST";
  out.headers = {"Content-Type: application/json", "Accept: application/json, text/event-stream"};
  add_session(out);
  if (revision_ == kStatelessRevision && !message.method.empty())
    for (std::string& line : stateless_headers(message)) out.headers.push_back(std::move(line));
  out.body = message.text;
  return out;
}

Status HttpTransport::refused(const web::Response& response) const {
  const std::string host = web::host_of(endpoint_.url);
  if (response.status == 404 && !session_.empty())
    return fail(ErrorKind::kUnavailable, fmt::format("{}: the session is over", host));
  const bool wants_credentials = response.status == 401 || response.status == 403;
  const std::string said =
      text::for_terminal(text::prefix(text::repair_utf8(text::trim(response.body)), 200));
  return fail(ErrorKind::kUnavailable,
              fmt::format("{} answers with status {}{}{}{}", host, response.status,
                          said.empty() ? "" : ": ", said,
                          wants_credentials ? " (--header gives credentials)" : ""));
}

Status HttpTransport::send(const Outgoing& message, Deadline deadline) {
  web::Request request = request_for(message);
  if (!expects_answer(message)) {
    auto response = web_.fetch(std::move(request), deadline);
    if (!response && response.error().kind == ErrorKind::kBusy)
      return fail(ErrorKind::kUnavailable, "the server does not take what it is sent");
    if (!response) return tl::unexpected(response.error());
    return response->status >= 400 ? refused(*response) : Status{};
  }
  auto question = std::make_unique<Question>();
  if (const auto asked = read_rpc(message.text)) question->id = asked->id;
  question->is_first = message.method == "initialize";
  question->exchange = web_.send(std::move(request));
  questions_.push_back(std::move(question));
  return {};
}

// A refusal of nobody's request that comes as the reply to ours is of ours: servers say so before
// they read what number it has.
void HttpTransport::take(Question& question, std::string message) {
  message = endpoint_.without_secrets(std::move(message));
  const auto read = read_rpc(message);
  const bool is_refusal = read && read->kind == RpcKind::kError;
  const bool is_nobodys = is_refusal && read->id == "null";
  if (is_nobodys)
    message = rpc_error(question.id, read->error);
  if (is_nobodys || (read && read->id == question.id && (is_refusal || read->kind == RpcKind::kResult)))
    question.is_answered = true;
  inbox_.push_back(std::move(message));
}

// One message, or a list of them as in 2025-03-26.
Status HttpTransport::take_whole(Question& question, const web::Response& response) {
  const auto document = json::Document::parse(response.body);
  const bool is_message = document && (document->root().is_array() || document->root().find("jsonrpc"));
  if (!is_message && response.status >= 400) return refused(response);
  if (!is_message)
    return fail(ErrorKind::kUnavailable,
                fmt::format("{} answers with something else than JSON-RPC; is an MCP server there?",
                            web::host_of(endpoint_.url)));
  const json::Value root = document->root();
  if (!root.is_array()) take(question, response.body);
  for (std::size_t i = 0; root.is_array() && i < root.size(); ++i)
    take(question, std::string(root.at(i).raw()));
  question.is_answered = true;  // there is no more to come
  return {};
}

void HttpTransport::hear_events(Question& question) {
  for (web::Event& event : question.events.feed(std::exchange(question.exchange->response.body, {})))
    if ((event.type.empty() || event.type == "message") && !event.data.empty())
      take(question, std::move(event.data));
}

// The stream goes on behind its last event, where the server can tell which that was.
Status HttpTransport::resume(Question& question) {
  if (question.events.last_id().empty() || question.resumptions++ >= kResumptions)
    return fail(ErrorKind::kUnavailable, fmt::format("{} ended its reply without an answer",
                                                     web::host_of(endpoint_.url)));
  constexpr std::int64_t kLongestPauseMs = 5'000;
  std::this_thread::sleep_for(std::chrono::milliseconds(
      std::min(question.events.retry_ms().value_or(0), kLongestPauseMs)));
  web::Request request;
  request.headers = {"Accept: text/event-stream", "Last-Event-ID: " + question.events.last_id()};
  add_session(request);
  question.exchange = web_.send(std::move(request));
  return {};
}

Status HttpTransport::hear_end(Question& question) {
  const web::Exchange& exchange = *question.exchange;
  const bool is_stream = exchange.response.media_type() == kEvents;
  if (exchange.error && !(is_stream && exchange.error->kind == ErrorKind::kUnavailable))
    return tl::unexpected<Error>(*exchange.error);
  if (!is_stream || exchange.response.status >= 400) return take_whole(question, exchange.response);
  return resume(question);
}

Status HttpTransport::hear(Question& question) {
  const web::Response& response = question.exchange->response;
  if (!question.exchange->has_begun) return {};
  if (const std::string_view session = response.header("mcp-session-id");
      question.is_first && is_session(session))
    session_ = session;
  if (response.media_type() == kEvents && response.status < 400) hear_events(question);
  if (question.is_answered || !question.exchange->has_ended) return {};
  return hear_end(question);
}

Result<std::string> HttpTransport::receive(Deadline deadline) {
  for (;;) {
    for (const auto& question : questions_) CHECK_OK(hear(*question));
    std::erase_if(questions_, [](const auto& question) { return question->is_answered; });
    if (!inbox_.empty()) {
      std::string out = std::move(inbox_.front());
      inbox_.pop_front();
      return out;
    }
    if (questions_.empty())
      return fail(ErrorKind::kUnavailable,
                  fmt::format("{} does not answer", web::host_of(endpoint_.url)));
    CHECK_OK(web_.wait(deadline));
  }
}

void HttpTransport::close() {
  constexpr std::int64_t kPatienceMs = 1'000;
  if (session_.empty()) return;
  web::Request request;
  request.method = "DELETE";
  add_session(request);
  // A server may have no way to end a session, and then it ends it by itself.
  static_cast<void>(web_.fetch(std::move(request), in_ms(kPatienceMs)));
  session_.clear();
}

}  // namespace generator::execute
