#include "qa/context_frame.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace generator::qa {

Result<ContextFrame> ContextFrame::create(const prompt::Template& prompt, bool has_citations) {
  for (const std::string_view name : {"passages", "question"})
    if (std::ranges::find(prompt.holes(), name, &prompt::Hole::name) == prompt.holes().end())
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("{}: it has no hole `{}`, so that the rows would lose it",
                              prompt.file(), name));
  TRY(const auto messages,
      prompt.render({{"passages", "p"}, {"question", "q"}, {"citations", ""}}));
  if (messages.size() != 1 || !prompt.schema().empty())
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{}: of an exported row only `user` is framed; take out `system`, "
                            "`examples` and `schema` (--system-prompt gives a system message)",
                            prompt.file()));
  return ContextFrame(prompt, has_citations);
}

Result<std::string> ContextFrame::around(std::string_view passages,
                                         std::string_view question) const {
  TRY(const auto messages, prompt_->render({{"passages", std::string(passages)},
                                            {"question", std::string(question)},
                                            {"citations", has_citations_ ? "yes" : ""}}));
  return std::string(text::trim_right(messages[0].content));
}

}  // namespace generator::qa
