// Whatever others wrote stands indented: no text can pass for a heading of the page.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "base/text.h"
#include "report/story.h"

namespace generator::story {
namespace {

std::string shown(std::string_view s) {
  return text::for_terminal(text::replace_all(s, "\n", " "));
}

std::string indented(std::string_view s) {
  std::string out;
  const std::string safe = text::for_terminal(s);
  for (const auto line : text::lines(safe))
    out += line.empty() ? "\n" : fmt::format("    {}\n", line);
  return out.empty() ? "    (empty)\n" : out;
}

class Page {
 public:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }
  void text(std::string_view what, std::string_view body) {
    line("{}:", what);
    out_ += indented(body);
  }
  void head(const std::string& title) { line("\n== {}", title); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void add_row(const Example& row, Page& page) {
  page.head("row");
  for (std::size_t i = 0; i < row.turns().size(); ++i) {
    const QaPair& turn = row.turns()[i];
    if (row.is_conversation()) page.line("turn {}", i + 1);
    page.text("question", turn.question);
    for (const std::string& step : turn.reasoning) page.text("reasoning", step);
    page.text(
        row.answer_form.empty() ? "answer" : fmt::format("answer, {}", shown(row.answer_form)),
        turn.answer);
  }
  std::string rest;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!value.empty())
      rest += fmt::format("{}{}: {}", rest.empty() ? "" : "; ", name, shown(value));
  };
  add("kind", row.kind);
  if (row.multi_hop) add("it takes", "two passages");
  if (row.unanswerable)
    add("unanswerable, shown with", text::join(row.unanswerable->shown, ", "));
  add("model", row.provenance.model);
  add("made", row.provenance.generated_at);
  add("source", row.provenance.source_file);
  if (!rest.empty()) page.line("{}", rest);
  if (row.unanswerable) page.text("true answer", row.unanswerable->true_answer);
  if (!row.extra.empty()) page.text("other fields", row.extra);
}

void add_evidence(const Story& story, const std::string& id, Page& page) {
  std::string ranges;
  for (const Evidence& each : story.row->evidence)
    if (each.chunk_id.empty() || each.chunk_id == id)
      ranges += fmt::format(
          "{}{} to {}{}{}", ranges.empty() ? "" : ", ", each.bytes.begin, each.bytes.end,
          each.required ? " (its facts must stay)" : "",
          story.row->is_conversation() ? fmt::format(" (turn {})", each.turn + 1) : "");
  if (!ranges.empty()) page.line("evidence, between ⟦ and ⟧: bytes {}", ranges);
}

void add_passage(const Story& story, const Chunk& chunk, Page& page) {
  page.head("passage " + shown(chunk.id));
  const std::int64_t last = std::max(chunk.lines.begin, chunk.lines.end - 1);
  page.line("{}, {}{}", shown(chunk.source),
            last == chunk.lines.begin ? fmt::format("line {}", last)
                                      : fmt::format("lines {} to {}", chunk.lines.begin, last),
            chunk.headings.empty() ? "" : ", under " + shown(generator::to_text(chunk.headings)));
  if (!story.row) return page.text("text", chunk.text);
  add_evidence(story, chunk.id, page);
  page.text("text", marked(chunk.text, evidence_in(*story.row, chunk.id)));
}

void add_passages(const Story& story, Page& page) {
  if (story.passage) add_passage(story, *story.passage, page);
  if (story.second_passage) add_passage(story, *story.second_passage, page);
  for (const Chunk& chunk : story.shown) {
    page.head("shown, does not answer: " + shown(chunk.id));
    page.line("{}{}", shown(chunk.source),
              chunk.headings.empty() ? "" : ", under " + shown(generator::to_text(chunk.headings)));
    page.text("text", chunk.text);
  }
  if (story.passage_missing.empty()) return;
  page.head("passage");
  page.line("{}", shown(story.passage_missing));
}

std::string price_text(const Reply& reply) {
  return reply.is_priced ? generator::to_text(reply.cost) + " USD" : "no price is known";
}

void add_reply(const Ask& ask, bool by_rules, Page& page) {
  if (!ask.reply) {
    page.line("no reply: {}", ask.problem.empty() ? "none is known" : shown(ask.problem));
    return;
  }
  const Reply& reply = *ask.reply;
  std::string how;
  if (!by_rules) {
    how = fmt::format(" of {}, {}: {} tokens in{}, {} out, {}", shown(reply.model), shown(reply.at),
                      text::with_commas(reply.input),
                      reply.cached > 0 ? fmt::format(" ({} from the cache)",
                                                     text::with_commas(reply.cached))
                                       : "",
                      text::with_commas(reply.output), price_text(reply));
  }
  if (!reply.end.empty()) how += "; " + reply.end;
  page.text("reply" + how, reply.text);
  if (!reply.repairs.empty())
    page.line("repaired before it was read: {}", shown(text::join(reply.repairs, ", ")));
  if (!ask.problem.empty()) page.text("it could not be used", ask.problem);
}

// Of a request that was sent again only what it has more than the one before.
void add_request(const Ask& ask, const Ask* before, Page& page) {
  const auto same = [](const Message& a, const Message& b) {
    return a.role == b.role && a.content == b.content;
  };
  std::size_t known = 0;
  while (before != nullptr && known < std::min(ask.messages.size(), before->messages.size()) &&
         same(ask.messages[known], before->messages[known]))
    ++known;
  if (known > 0) page.line("(the messages as before)");
  for (std::size_t i = known; i < ask.messages.size(); ++i)
    page.text(generator::to_text(ask.messages[i].role), ask.messages[i].content);
  if (before == nullptr && !ask.schema.empty()) page.text("schema of the reply", ask.schema);
  if (before != nullptr && before->max_tokens != ask.max_tokens)
    page.line("tokens that the reply may have: {} instead of {}", ask.max_tokens,
              before->max_tokens);
}

void add_step(const Step& step, std::size_t number, Page& page) {
  page.head(fmt::format("step {}: {}, by {}", number, step.stage,
                        step.by_rules ? "offline rules"
                                      : shown(fmt::format("{}/{}", step.provider, step.model))));
  for (const std::string& line : step.notes) page.line("{}", shown(line));
  std::map<std::size_t, const Ask*> before;
  for (const Ask& ask : step.asks) {
    if (!ask.why.empty()) page.text("asked again", ask.why);
    if (!step.by_rules) add_request(ask, before[ask.slot], page);
    add_reply(ask, step.by_rules, page);
    before[ask.slot] = &ask;
  }
}

// `row`: the story's own, which need not be told twice.
void add_left(const Left& left, const std::string& row, std::string_view what, Page& page) {
  page.line("{}: {}: {}", what, shown(left.code), shown(left.meaning));
  if (!left.item.empty()) page.line("item: {}", shown(left.item));
  if (!left.detail.empty()) page.text("detail", left.detail);
  if (!left.row.empty() && left.row != row) page.text("row", left.row);
  if (!left.reply.empty()) page.text("last reply", left.reply);
}

void add_versions(const Story& story, Page& page) {
  const bool has_first = story.row && !story.first_answer.empty();
  if (!has_first && story.left.empty() && story.won_against.empty()) return;
  page.head("versions and refusals");
  if (has_first) {
    page.text("answer at first", story.first_answer);
    page.text("answer as it was rewritten", all_answers(*story.row));
  }
  for (const Left& left : story.left)
    add_left(left, story.row_text, left.dropped ? "left out" : "only this version was refused",
             page);
  for (const Left& left : story.won_against)
    page.line("left out because of this row: {}: {}; {}", shown(left.item), shown(left.code),
              shown(left.detail));
}

void add_rating(const Story& story, Page& page) {
  const bool is_rated = story.row && story.row->rating;
  if (!is_rated && story.verdict.what.empty()) return;
  page.head("rating");
  if (is_rated) {
    const Rating& rating = *story.row->rating;
    std::string marks;
    for (const auto& [name, mark] : rating.criteria) marks += fmt::format(", {} {}", name, mark);
    page.line("total {}{}{}", rating.total, shown(marks),
              rating.model.empty() ? "" : "; by " + shown(rating.model));
    if (rating.reasoning_quality) page.line("reasoning {}", *rating.reasoning_quality);
    if (!rating.reasoning_reasons.empty()) page.text("reasoning", rating.reasoning_reasons);
    if (!rating.topic.empty())
      page.line("{} the topic {}", rating.on_topic ? "on" : "off", shown(rating.topic));
    if (!rating.grounded) page.line("judged without its passage");
    page.text("reasons", rating.reasons);
  }
  const Verdict& verdict = story.verdict;
  if (verdict.keep_top)
    page.line("kept is the best {} of all rated rows", *verdict.keep_top);
  else if (verdict.threshold)
    page.line("threshold {}", *verdict.threshold);
  if (!verdict.what.empty()) page.line("{}", shown(verdict.what));
}

void add_cost(const Story& story, Page& page) {
  Usd all;
  std::int64_t calls = 0;
  std::string shared;
  bool is_priced = true;
  for (const Step& step : story.steps) {
    if (step.by_rules) continue;
    for (const Ask& ask : step.asks) calls += ask.reply ? 1 : 0;
    all += step.cost();
    is_priced = is_priced && step.is_priced();
    if (step.rows > 1)
      shared += fmt::format("; those of {} are shared among {} rows", step.stage,
                            step.rows);
  }
  if (story.steps.empty()) return;
  page.head("cost");
  if (calls == 0) return page.line("nothing: no model was asked");
  page.line("{}: {}{}{}", text::counted(calls, "reply", "replies"),
            is_priced || all > Usd{} ? generator::to_text(all) + " USD" : "no price is known",
            !is_priced && all > Usd{} ? " and what has no known price" : "", shared);
}

}  // namespace

std::string to_text(const Story& story) {
  Page page;
  page.line("{}", shown(story.id));
  if (!story.verdict.what.empty()) page.line("{}", shown(story.verdict.what));
  if (!story.found_in.empty())
    page.line("in {}", shown(text::join(story.found_in, ", ")));
  if (!story.rows.empty())
    page.line("rows made from it: {}", shown(text::join(story.rows, ", ")));
  for (const std::string& line : story.notes) page.line("{}", shown(line));
  if (story.row) add_row(*story.row, page);
  add_passages(story, page);
  for (std::size_t i = 0; i < story.steps.size(); ++i) add_step(story.steps[i], i + 1, page);
  add_versions(story, page);
  add_rating(story, page);
  add_cost(story, page);
  return page.take();
}

}  // namespace generator::story
