// Answers every request by rule, without a model: the labelled baseline that needs no key and no
// network.
#pragma once

#include <string>

#include "base/result.h"
#include "model/chat.h"

namespace generator::offline {

/// "offline-rules/VERSION"; part of the ledger's key, so it changes whenever a rule does.
std::string identity();

/// Answers `request` from its task and inputs alone; the messages are not read. Pure: equal inputs
/// give equal replies, on every machine and from any thread.
///
/// generate: inputs chunk (JSON of data/chunk.h), n_pairs, mode, min_words, max_words,
///   kinds (of question, a line each), asked (questions, a line each).
///   Reply {"pairs":[{"question","kind","units":[n, ...]}, ...]}, units numbered from 1 as in
///   measure/passage.h; in mode "write" also "answer". Fewer pairs than asked where the chunk bears
///   no more.
///   With input second, another chunk: pairs that take both; its units go on with the numbers.
///   With input turns ("2:5"): n_pairs conversations at most, {"conversations":[{"turns":[
///   {"question","kind","units"}, …]}, …]}, of so many turns each.
/// enrich: question, answer, chunk. Reply {"answer"}.
/// judge: question, answer, chunk, topic; of a conversation also turns, a JSON list of
///   {"question","answer"}. Reply
/// {"reasons","clarity","accuracy","usefulness",
///   "difficulty"}, with "on_topic" where a topic is given.
/// judge_reasoning: question, answer, reasoning, chunk. Reply {"reasons","reasoning_quality"}.
/// compare: question_1, answer_1, chunk_1, second_1, and the same with 2. Reply {"reasons",
///   "verdict"}: "1" or "2" by the higher rating (offline/rating.h), or "tie".
/// generate_cot: chunk, n_pairs, min_steps, max_steps, asked. Reply {"pairs":[{"question","kind",
///   "reasoning":[step, ...],"answer"}, ...]} (offline/chains.h).
/// enhance_cot: question, answer, chunk, min_steps, max_steps. Reply {"reasoning":[...]}, empty
///   where no way is known (offline/premises.h).
/// verify_cot: reasoning. Reply {"answer"}: the statements themselves.
/// judge_unanswerable: question, passages (how many), chunk_1, chunk_2, ... Reply {"reasons",
///   "quote","answered_by"} (offline/answered.h).
/// tool_instruct, tool_act, tool_propose, tool_select, tool_write: offline/tool_rules.h.
/// judge_tool_use, evaluate_tool_use: offline/tool_rating.h. tool_topic, tool_edge:
/// offline/tool_topic.h, offline/tool_edge.h.
/// Errors: kInvalidInput for a chunk that cannot be read, kWrongUse for a task without a rule.
Result<Completion> answer(const ChatRequest& request);

}  // namespace generator::offline
