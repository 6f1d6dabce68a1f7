// The documents that these tests are about, and the command that is built with them.
#pragma once

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

struct Place : endpoint::Place {
  Place(const Vendor& vendor, const std::string& url,
        WriteDocument write_document = &endpoint::document)
      : endpoint::Place(GENERATOR, vendor, url, kDocuments, "", write_document) {}
  /// `more` are further lines of the settings' section `llm`.
  Place(const Vendor& vendor, const std::string& url, int documents, const std::string& more = "")
      : endpoint::Place(GENERATOR, vendor, url, documents, more) {}
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
