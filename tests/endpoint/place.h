// The documents that these tests are about, and the command that is built with them.
#pragma once

#include <fmt/format.h>
#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/endpoint/place.h"

namespace generator {

using endpoint::kKey;
using endpoint::kVendors;
using endpoint::Vendor;
using testing::Ended;

inline constexpr int kDocuments = 30;

/// A document with a list of rules and a further section: some 700 tokens.
inline std::string long_document(int number) {
  std::string rules;
  for (int rule = 0; rule < 12; ++rule)
    rules += fmt::format(
        "- Rule {} of the broker {}: a message that was given back {} times is set aside in the "
        "list "
        "of letters that nobody wanted, where an operator may look at it.\n",
        rule, number, rule + 2);
  return endpoint::document(number) + "\n## Rules\n\n" + rules +
         fmt::format(
             "\n## Stopping the broker\n\nTo stop the Acme broker {0} without losing a message of "
             "the `orders{0}` queue, send it the signal that asks for an orderly end, wait until "
             "its "
             "log says that every worker has given its message back, and only then stop the "
             "machine it runs on.\n",
             number);
}

struct Place : endpoint::Place {
  Place(const Vendor& vendor, const std::string& url,
        WriteDocument write_document = &endpoint::document)
      : endpoint::Place(GENERATOR, vendor, url, kDocuments, "", write_document) {}
  /// `more` are further lines of the settings' section `llm`.
  Place(const Vendor& vendor, const std::string& url, int documents, const std::string& more = "",
        WriteDocument write_document = &endpoint::document)
      : endpoint::Place(GENERATOR, vendor, url, documents, more, write_document) {}
  /// `section`: the provider's own lines of the settings.
  Place(std::string_view provider, std::string_view section)
      : endpoint::Place(GENERATOR, provider, section, kDocuments) {}

  /// Any command. `on_begun` is told the process that runs it.
  Ended generator(std::vector<std::string> words,
                  const std::function<void(pid_t)>& on_begun = {}) const {
    testing::Command command = start_words(std::move(words));
    if (on_begun) on_begun(command.pid());
    return command.wait();
  }

  std::string path(const std::string& name) const { return *this / name; }
};

}  // namespace generator
