// The rate is that of the last ten seconds: a resumed run rushes through what the ledger knows, and
// a time left that is reckoned from the whole run would promise the same speed for what is still to
// be paid for.
#include "run/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/text.h"

namespace generator {
namespace {

constexpr std::int64_t kRateWindowMs = 10'000;
constexpr std::int64_t kTerminalEveryMs = 100;
constexpr std::int64_t kPipeEveryMs = 5'000;
constexpr int kBarCells = 20;

std::string counted(std::uint64_t n) { return text::with_commas(static_cast<std::int64_t>(n)); }

std::string rate_text(double rate) {
  if (rate >= 10)
    return fmt::format("{}/s", counted(static_cast<std::uint64_t>(std::llround(rate))));
  if (rate >= 0.1) return fmt::format("{:.1f}/s", rate);
  return fmt::format("{:.1f}/min", rate * 60);
}

std::string short_count(std::int64_t n) {
  if (n < 10'000) return text::with_commas(n);
  if (n < 10'000'000) return fmt::format("{:.1f}k", static_cast<double>(n) / 1e3);
  return fmt::format("{:.1f}M", static_cast<double>(n) / 1e6);
}

std::string place_text(const ProgressView& view) {
  return view.total == 0 ? counted(view.done)
                         : fmt::format("{}/{}", counted(view.done), counted(view.total));
}

std::optional<std::int64_t> time_left_ms(const ProgressView& view) {
  if (view.over || view.total <= view.done || view.rate <= 0) return std::nullopt;
  return static_cast<std::int64_t>(static_cast<double>(view.total - view.done) / view.rate * 1000);
}

/// The facts after the bar, the most wanted first: a narrow terminal loses the last.
std::vector<std::string> facts(const ProgressView& view) {
  std::vector<std::string> out;
  const std::optional<std::int64_t> left = time_left_ms(view);
  if (left) out.push_back(duration_text(*left) + " left");
  if (view.rate > 0) out.push_back(rate_text(view.rate));
  out.push_back(fmt::format("{} {}", view.gives, counted(view.kept)));
  if (view.dropped > 0) out.push_back(fmt::format("dropped {}", counted(view.dropped)));
  if (view.usd) out.push_back(fmt::format("${:.2f}", *view.usd));
  if (view.tokens > 0) out.push_back(short_count(view.tokens) + " tokens");
  if (view.from_ledger > 0) out.push_back(fmt::format("{} from ledger", counted(view.from_ledger)));
  return out;
}

std::string wait_text(const ProgressView& view) {
  const std::int64_t left = view.wait->until_ms - view.elapsed_ms;
  return fmt::format(
      "{}; {}", text::for_terminal(view.wait->reason),
      left > 0 ? fmt::format("next try in {}", duration_text(left)) : "trying again");
}

int terminal_width(std::FILE* stream) {
  winsize size{};
  if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace

std::string progress_bar(const ProgressView& view, int width) {
  std::string line = text::for_terminal(view.stage);
  const auto columns = static_cast<std::size_t>(std::max(0, width));
  if (view.wait)
    return std::string(
        text::prefix(fmt::format("{} {}  {}", line, place_text(view), wait_text(view)), columns));
  if (view.total > 0) {
    const double share =
        std::min(1.0, static_cast<double>(view.done) / static_cast<double>(view.total));
    const auto full = static_cast<std::size_t>(share * kBarCells);
    line += fmt::format(" [{}{}] {}%", std::string(full, '#'), std::string(kBarCells - full, '.'),
                        static_cast<int>(share * 100));
  }
  line += " " + place_text(view);
  for (const std::string& fact : facts(view))
    if (text::length(line) + 2 + text::length(fact) <= columns) line += "  " + fact;
  return std::string(text::prefix(line, columns));
}

std::string progress_line(const ProgressView& view) {
  std::string line = fmt::format("{}: {}", text::for_terminal(view.stage), place_text(view));
  if (view.total > 0) line += fmt::format(" ({}%)", view.done * 100 / view.total);
  if (view.wait) line += ", waiting: " + wait_text(view);
  for (const std::string& fact : facts(view)) line += ", " + fact;
  if (view.over) line += fmt::format(", {}", duration_text(view.elapsed_ms));
  return line;
}

Progress::Mode Progress::mode_for(std::FILE* stream, bool quiet) {
  if (quiet) return Mode::kNone;
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return ::isatty(::fileno(stream)) == 1 && !dumb ? Mode::kTerminal : Mode::kPipe;
}

Progress::Progress(std::FILE* stream, Mode mode, std::string stage, bool is_priced,
                   std::string gives)
    : stream_(stream),
      mode_(mode),
      stage_(std::move(stage)),
      is_priced_(is_priced),
      gives_(std::move(gives)) {}

Progress::~Progress() { clear(); }

ProgressView Progress::view(const RunSummary& summary) {
  history_.emplace_back(summary.elapsed_ms, summary.done);
  while (history_.size() > 2 && history_.front().first < summary.elapsed_ms - kRateWindowMs)
    history_.pop_front();
  ProgressView out;
  const auto [since, before] = history_.front();
  if (summary.elapsed_ms > since)
    out.rate = static_cast<double>(summary.done - before) * 1000 /
               static_cast<double>(summary.elapsed_ms - since);
  out.stage = stage_;
  out.gives = gives_;
  out.done = summary.done;
  out.total = summary.items_total;
  out.kept = summary.kept;
  out.dropped = summary.dropped;
  out.calls = summary.calls;
  out.from_ledger = summary.from_ledger;
  out.tokens = summary.usage.input + summary.usage.output;
  if (is_priced_ && summary.calls > 0) out.usd = (summary.cost + summary.lost).dollars();
  out.elapsed_ms = summary.elapsed_ms;
  out.wait = summary.wait;
  return out;
}

void Progress::draw(const std::string& line) {
  if (mode_ == Mode::kTerminal) {
    std::fputs(("\r" + line + "\x1b[K").c_str(), stream_);
    drawn_ = true;
  } else {
    std::fputs((line + "\n").c_str(), stream_);
  }
  std::fflush(stream_);
}

void Progress::show(const RunSummary& summary) {
  if (mode_ == Mode::kNone) return;
  const ProgressView now = view(summary);
  const std::int64_t every = mode_ == Mode::kTerminal ? kTerminalEveryMs : kPipeEveryMs;
  const std::int64_t since =
      shown_ms_ < 0 && mode_ == Mode::kPipe ? 0 : shown_ms_;  // a pipe hears nothing at once
  const bool is_news = summary.wait && summary.wait->reason != said_reason_;
  if (since >= 0 && summary.elapsed_ms - since < every && !is_news) return;
  if (is_news) said_reason_ = summary.wait->reason;
  shown_ms_ = summary.elapsed_ms;
  draw(mode_ == Mode::kTerminal ? progress_bar(now, terminal_width(stream_) - 1)
                                : progress_line(now));
}

void Progress::finish(const RunSummary& summary) {
  if (mode_ == Mode::kNone) return;
  ProgressView last = view(summary);
  last.over = true;
  last.rate = static_cast<double>(summary.done) * 1000 /
              static_cast<double>(std::max<std::int64_t>(summary.elapsed_ms, 1));
  clear();
  std::fputs((progress_line(last) + "\n").c_str(), stream_);
  std::fflush(stream_);
}

void Progress::clear() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stream_);
  std::fflush(stream_);
  drawn_ = false;
}

}  // namespace generator
