// A model whose answers, delays and failures a test writes down.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "http/loop.h"
#include "model/model.h"

namespace generator::testing {

/// Answers each request by a function, after a delay on the loop's time.
class ScriptedModel final : public Model {
 public:
  struct Reply {
    Result<Completion> result;
    std::int64_t delay_ms = 0;
    bool never = false;  // no call back at all
  };
  using Script =
      std::function<Reply(const ChatRequest&, int call)>;  // `call` counts all calls from 0

  ScriptedModel(Loop& loop, const Clock& clock, Script script)
      : loop_(loop), clock_(clock), script_(std::move(script)) {}

  void complete(const ChatRequest& request, OnDone on_done) override {
    Reply reply = script_(request, calls_++);
    ++in_flight_;
    most_in_flight_ = std::max(most_in_flight_, in_flight_);
    if (reply.never) return;
    loop_.after(reply.delay_ms, [this, epoch = epoch_, result = std::move(reply.result),
                                 told = std::move(on_done)]() mutable {
      --in_flight_;
      if (epoch != epoch_) return;
      if (result) result->unix_ms = clock_.unix_ms();
      told(std::move(result));
    });
  }
  std::string identity() const override { return identity_; }
  void abandon() override { ++epoch_; }

  using Fronts = std::vector<Digest> (*)(const ChatRequest&);
  std::vector<Digest> written_fronts(const ChatRequest& request) const override {
    return fronts_ == nullptr ? std::vector<Digest>() : fronts_(request);
  }
  void set_fronts(Fronts fronts) { fronts_ = fronts; }
  void set_identity(std::string identity) { identity_ = std::move(identity); }
  int calls() const { return calls_; }
  int most_in_flight() const { return most_in_flight_; }

 private:
  Loop& loop_;
  const Clock& clock_;
  Script script_;
  Fronts fronts_ = nullptr;
  std::string identity_ = "scripted/one";
  int calls_ = 0, in_flight_ = 0, most_in_flight_ = 0, epoch_ = 0;
};

inline Completion completion(std::string content, std::int64_t tokens = 10) {
  Completion out;
  out.message.role = Role::kAssistant;
  out.message.content = std::move(content);
  out.usage.input = tokens;
  out.usage.output = tokens;
  out.model = "scripted";
  return out;
}

}  // namespace generator::testing
