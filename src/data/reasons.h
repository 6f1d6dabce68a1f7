// The one list of reasons why something did not become a row. Reports, rejects and tests use these
// codes.
#pragma once

#include <array>
#include <string_view>

namespace generator::reasons {

struct Reason {
  std::string_view code;
  std::string_view meaning;
};

// Chunks left out before any question is asked.
inline constexpr std::string_view kShortChunk = "short_chunk";
inline constexpr std::string_view kBoilerplateChunk = "boilerplate_chunk";
inline constexpr std::string_view kNothingToAsk = "nothing_to_ask";
// Replies.
inline constexpr std::string_view kUnreadableReply = "unreadable_reply";
inline constexpr std::string_view kCutReply = "cut_reply";
inline constexpr std::string_view kRefusedByModel = "refused_by_model";
inline constexpr std::string_view kContextTooLong = "context_too_long";
inline constexpr std::string_view kCallFailed = "call_failed";
// Questions and answers.
inline constexpr std::string_view kNotStandAlone = "not_stand_alone";
inline constexpr std::string_view kDanglingReference = "dangling_reference";
inline constexpr std::string_view kUnknownUnit = "unknown_unit";
inline constexpr std::string_view kAnswerTooShort = "answer_too_short";
inline constexpr std::string_view kAnswerTooLong = "answer_too_long";
inline constexpr std::string_view kMalformedQuestion = "malformed_question";
inline constexpr std::string_view kGivesAnswerAway = "gives_answer_away";
inline constexpr std::string_view kNeedsOnePassage = "needs_one_passage";
inline constexpr std::string_view kOffPassage = "off_passage";
inline constexpr std::string_view kOtherSection = "other_section";
inline constexpr std::string_view kRepeatedAnswer = "repeated_answer";
inline constexpr std::string_view kTooFewTurns = "too_few_turns";
inline constexpr std::string_view kWrongLanguage = "wrong_language";
inline constexpr std::string_view kRepeatedQuestion = "repeated_question";
inline constexpr std::string_view kNearDuplicate = "near_duplicate";
inline constexpr std::string_view kAmbiguousQuestion = "ambiguous_question";
inline constexpr std::string_view kSurplus = "surplus";
inline constexpr std::string_view kSeedRow = "seed_row";
// Rewriting.
inline constexpr std::string_view kFactAdded = "fact_added";
inline constexpr std::string_view kFactLost = "fact_lost";
inline constexpr std::string_view kRestatesQuestion = "restates_question";
inline constexpr std::string_view kNotRewritten = "not_rewritten";
inline constexpr std::string_view kNotRefined = "not_refined";
inline constexpr std::string_view kLowSupport = "low_support";
// Chains of thought.
inline constexpr std::string_view kNoReasoning = "no_reasoning";
inline constexpr std::string_view kStepCount = "step_count";
inline constexpr std::string_view kUnsupportedStep = "unsupported_step";
inline constexpr std::string_view kCircularStep = "circular_step";
inline constexpr std::string_view kRepeatedStep = "repeated_step";
inline constexpr std::string_view kLeadsElsewhere = "leads_elsewhere";
inline constexpr std::string_view kNoMajority = "no_majority";
// Rows of tool use.
inline constexpr std::string_view kUnknownTool = "unknown_tool";
inline constexpr std::string_view kMalformedCall = "malformed_call";
inline constexpr std::string_view kPlaceholder = "placeholder";
inline constexpr std::string_view kBadArguments = "bad_arguments";
inline constexpr std::string_view kNotExecuted = "not_executed";
inline constexpr std::string_view kErrorAsSuccess = "error_as_success";
inline constexpr std::string_view kInventedArgument = "invented_argument";
inline constexpr std::string_view kWrongOrder = "wrong_order";
inline constexpr std::string_view kNoPath = "no_path";
inline constexpr std::string_view kWrongCase = "wrong_case";
// Judging.
inline constexpr std::string_view kUnsupported = "unsupported";
inline constexpr std::string_view kVoidRating = "void_rating";
inline constexpr std::string_view kBelowThreshold = "below_threshold";
inline constexpr std::string_view kBelowTurnThreshold = "below_turn_threshold";
inline constexpr std::string_view kNotSatisfied = "not_satisfied";
inline constexpr std::string_view kBelowReasoningThreshold = "below_reasoning_threshold";
inline constexpr std::string_view kAnsweredByPassage = "answered_by_passage";
inline constexpr std::string_view kBelowTopShare = "below_top_share";
inline constexpr std::string_view kOffTopic = "off_topic";
inline constexpr std::string_view kUnreadableRow = "unreadable_row";
// Export.
inline constexpr std::string_view kNotExportable = "not_exportable";
inline constexpr std::string_view kNoWorseAnswer = "no_worse_answer";
inline constexpr std::string_view kSameAnswer = "same_answer";
inline constexpr std::string_view kSmallMargin = "small_margin";
inline constexpr std::string_view kLengthRatio = "length_ratio";
inline constexpr std::string_view kNoPassage = "no_passage";
inline constexpr std::string_view kNeedsContext = "needs_context";
inline constexpr std::string_view kUncitedSentence = "uncited_sentence";

inline constexpr std::array kAll = {
    Reason{kShortChunk, "the chunk has too little text to ask about"},
    Reason{kBoilerplateChunk,
           "the chunk is navigation, a licence, a table of contents or another frame"},
    Reason{kNothingToAsk, "no question was found that the chunk answers"},
    Reason{kUnreadableReply, "the model's reply could not be read, even after asking again"},
    Reason{kCutReply, "the reply was cut at max_tokens, and again at twice as much"},
    Reason{kRefusedByModel, "the model refused to answer"},
    Reason{kContextTooLong,
           "the request does not fit the model's context, or a limit of tokens a minute, not even "
           "with half a passage; smaller chunks do (--chunk-tokens)"},
    Reason{kCallFailed, "the provider could not be reached or kept failing"},
    Reason{kNotStandAlone, "the question makes sense only beside its source"},
    Reason{kDanglingReference, "the answer points to something that is not in it"},
    Reason{kUnknownUnit, "the reply cites a unit number that the chunk does not have"},
    Reason{kAnswerTooShort, "the answer has fewer words than --answer-words asks for"},
    Reason{kAnswerTooLong, "the answer has more words than --answer-words allows"},
    Reason{kMalformedQuestion, "the question is cut, empty, or no question"},
    Reason{kGivesAnswerAway, "the question contains its own answer"},
    Reason{kNeedsOnePassage,
           "it was asked for from two passages, and one of them alone supports the whole answer"},
    Reason{kOffPassage, "the question is about something that its answer does not speak of"},
    Reason{kOtherSection, "a later turn of the conversation is about another section than its first"},
    Reason{kRepeatedAnswer, "a later turn of the conversation answers what an earlier one has"},
    Reason{kTooFewTurns, "the conversation has fewer turns than --turns asks for"},
    Reason{kWrongLanguage, "the question or the written answer is not in the language asked for"},
    Reason{kRepeatedQuestion, "the same question was already kept"},
    Reason{kNearDuplicate, "another pair that was kept says nearly the same"},
    Reason{
        kAmbiguousQuestion,
        "the same question has other answers in other documents, and neither headings nor source "
        "tell what each is about"},
    Reason{kSurplus, "more pairs than were asked for, in all or of one passage"},
    Reason{kSeedRow, "the pair repeats one of the user's seeds"},
    Reason{kFactAdded, "the rewritten answer has a fact that the original has not"},
    Reason{kFactLost, "the rewritten answer lost a fact that the question asks for"},
    Reason{kRestatesQuestion, "the rewritten answer begins with the question, said once more"},
    Reason{kNotRewritten, "the answer was not rewritten and --require-rewrite is set"},
    Reason{kNotRefined, "nothing better was made of the refused pair"},
    Reason{kLowSupport,
           "less of the answer than --min-support stands in its source, or a number or name of it "
           "does not"},
    Reason{kNoReasoning, "no reasoning was found that leads to the answer"},
    Reason{kStepCount, "the reasoning has fewer steps than --min-steps or more than --max-steps"},
    Reason{kUnsupportedStep,
           "a step of the reasoning says what neither the passage nor an earlier step says"},
    Reason{kCircularStep, "a step of the reasoning is the answer itself, or the question again"},
    Reason{kRepeatedStep, "a step of the reasoning repeats another one"},
    Reason{kLeadsElsewhere, "the steps of the reasoning do not lead to the answer"},
    Reason{kNoMajority, "most of the --samples of the reasoning do not lead to the answer"},
    Reason{kUnknownTool, "a tool is called that was not offered"},
    Reason{kMalformedCall, "a call cannot be read, or there is neither a call nor an answer"},
    Reason{kPlaceholder, "an argument is a placeholder whose value was never put in"},
    Reason{kBadArguments, "the arguments are not what the tool's input schema asks for"},
    Reason{kNotExecuted, "a call has no result"},
    Reason{kErrorAsSuccess, "the result is an error, and the row passes it as success"},
    Reason{kInventedArgument,
           "an argument names something that neither the instruction nor an earlier result names"},
    Reason{kWrongOrder,
           "a call comes before what it needs was opened or made, or after that was closed or deleted"},
    Reason{kNoPath, "the search found no calls that do what the instruction asks for"},
    Reason{kWrongCase, "the row does not show the case that it was made for"},
    Reason{kUnsupported, "the judge finds the answer not supported by the passage"},
    Reason{kVoidRating, "the judge obeyed a line among the data, so that its rating says nothing"},
    Reason{kBelowThreshold, "the judge's total is below --threshold"},
    Reason{kBelowTurnThreshold,
           "the last message of the row is not good enough to be trained on (--turn-threshold)"},
    Reason{kNotSatisfied, "the row does not do what was asked, as --strict or --min-score want it"},
    Reason{kBelowReasoningThreshold,
           "the judge's mark for the reasoning is below --reasoning-threshold"},
    Reason{kAnsweredByPassage,
           "the row says that none of its passages answers the question, and one of them may"},
    Reason{kBelowTopShare, "the total is not in the share that --keep-top keeps"},
    Reason{kOffTopic, "the pair does not belong to --topic"},
    Reason{kUnreadableRow, "the row of the input is not an example"},
    Reason{kNotExportable, "the export format cannot hold the row without changing what it says"},
    Reason{kNoWorseAnswer,
           "no answer is known that is worse than the row's, and no fault in it can be proved"},
    Reason{kSameAnswer, "the worse answer is the better one in the same words, or another pair's"},
    Reason{kSmallMargin, "the ratings of the two answers are less than --margin apart"},
    Reason{kLengthRatio, "the two answers differ more in length than --length-ratio allows"},
    Reason{kNoPassage, "the passage that --context shows with the row is not known"},
    Reason{kNeedsContext,
           "the question is unanswerable from its passages alone, and no --context shows them"},
    Reason{kUncitedSentence,
           "a sentence of the answer stands in none of the passages that --citations could name"},
};

}  // namespace generator::reasons
