// What `tool-from-topic` asks.
#pragma once

#include <memory>
#include <string>

#include "cli/session.h"
#include "cli/settings.h"
#include "run/dialogue.h"
#include "trajectory/topic.h"

namespace generator::cli {

/// The topic is the first argument, documents are the others.
class ToolTopic {
 public:
  /// `from_inputs`: no prompt is written. Throws Fatal.
  ToolTopic(const Session& session, const Settings& settings, bool from_inputs);

  const std::string& topic() const { return topic_; }
  /// This outlives it.
  std::unique_ptr<Dialogue> begin() const { return proposal_.begin(topic_, passages_); }

 private:
  std::string topic_, passages_;
  trajectory::TopicProposal proposal_;
};

}  // namespace generator::cli
