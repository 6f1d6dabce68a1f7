#include "cli/options.h"

namespace generator::cli {
namespace {

// clang-format off
constexpr Option kOptions[] = {
  // What is written
  {"--output", "", 'o', "PATH", "", "", kOutput, "where the result goes; `-` is standard output. Beside it stands PATH.run/ with the ledger, the passages and the report"},
  {"--format", "", 'f', "FORMAT", "chatml", "export.format", kExport, "chatml (trl), sharegpt, parquet or preference; of questions and answers also alpaca and jsonl; of rows of tool use also openai, axolotl, xlam and functiongemma"},
  {"--shape", "", 0, "SHAPE", "dpo", "export.shape", kPreference, "with -f preference: dpo or kto (TRL), openai, sharegpt, sharegpt-kto, alpaca, alpaca-kto (LLaMA-Factory) or vertex (Gemini)"},
  {"--origins", "", 0, "LIST", "", "export.origins", kPreference, "where the worse answers come from: refused_rewrite, low_rated, planted_fault, separated by commas (default: all)"},
  {"--rejected", "", 0, "FILE", "", "", kPreference, "rejects to find worse answers in; may be given several times (default: those beside FILE and beside what it was made from)", true},
  {"--twins", "", 0, "N", "1", "export.twins", kPreference, "twins with a planted fault of a row at most"},
  {"--length-ratio", "", 0, "LEAST:MOST", "0.7:1.4", "export.length_ratio", kPreference, "characters of the rejected answer, by those of the chosen one; other pairs are left out"},
  {"--margin", "", 0, "X", "1", "export.margin", kPreference, "how far the judge's totals of a low-rated answer and the kept one are apart at least"},
  {"--system-prompt", "", 0, "TEXT", "", "export.system_prompt", kExport, "a system message for every row; @FILE reads it from a file. Several, with `---` alone in a line between them, are dealt out to the rows by --seed"},
  {"--context", "", 0, "WHAT", "none", "export.context", kExport, "what a row shows before its question: none; passage, the one that answers it (both of a multi-hop row); passages:K, that one among others that are near the question and do not answer it, shuffled by --seed"},
  {"--citations", "", 0, "", "", "export.citations", kExport, "with --context: each sentence of an answer ends with the numbers of the shown passages that say it, as [2]; a row with a sentence that none of them says is left out"},
  {"--tool-arguments", "", 0, "FORM", "", "export.tool_arguments", kExport, "of rows of tool use, with chatml, axolotl and preference: arguments as object or as string (default: what the format's readers expect)"},
  {"--split", "", 0, "TRAIN:VALIDATION", "", "export.split", kExport, "for example 0.9:0.1; by document section, so that no passage stands on both sides"},
  {"--cot-style", "", 0, "STYLE", "", "export.cot_style", kExport, "how reasoning is exported: reasoning_content, think, text, tasks (two rows a pair, `[label]` and `[rationale]` before the question, with `task` and `weight`) or none (default: what the format's readers expect)"},
  {"--rationale-weight", "", 0, "X", "1", "export.rationale_weight", kExport, "with --cot-style tasks: the weight of a rationale's row; a label's is 1"},

  // What is read
  {"--include", "", 0, "GLOB", "", "input.include", kChunks, "only documents whose path matches; may be given several times", true},
  {"--exclude", "", 0, "GLOB", "", "input.exclude", kChunks, "no documents whose path matches; may be given several times", true},
  {"--where", "", 0, "COLUMN=VALUE", "", "input.where", kChunks, "only chunks whose column has this value, e.g. language=c; may be given several times", true},
  {"--table", "", 0, "NAME", "", "input.table", kChunks, "a table of the LanceDB; may be given several times (default: every table of chunks)", true},
  {"--max-chunks", "", 0, "N", "", "input.max_chunks", kChunks, "stop reading after N chunks"},
  {"--chunk-tokens", "", 0, "MIN:MAX", "512:1024", "input.chunk_tokens", kChunks, "size of a chunk in o200k_base tokens"},
  {"--keep-all", "", 0, "", "", "", kChunks, "keep licence headers, CI files and lock files, which are left out by default"},
  {"--source", "", 0, "PATH", "", "", kPassages, "a LanceDB or folder to find the rows' passages in, where FILE.run/ does not have them"},

  // Who is asked, and how
  {"--provider", "", 0, "NAME", "", "llm.provider", kAsking | kExplain, "who answers: ollama, openai, vllm, anthropic, gemini, claude, or offline (rules, no key, no network)"},
  {"--model", "", 0, "NAME", "", "", kAsking | kProviders | kExplain, "the provider's model"},
  {"--concurrency", "--workers", 0, "N", "", "llm.concurrency", kAsking, "requests in flight (default: by provider, 4 for ollama)"},
  {"--seed", "", 0, "N", "0", "llm.seed", kAsking | kExport | kToolExecute, "same seed, same bytes"},
  {"--attempts", "", 0, "N", "3", "llm.attempts", kAsking, "how often an unreadable reply is asked for again, in all"},
  {"--keep-going", "", 0, "", "", "", kAsking, "go on although a local model's first 20 replies say that it is too small, or the judge fails its --audit"},
  {"--ledger", "", 0, "DIR", "", "", kAsking | kCost | kBatches | kExplain, "where replies are kept (default: OUTPUT.run/ledger)"},
  {"--wait", "", 0, "", "", "llm.wait", kAsking, "sleep while a quota of the day is used up, then go on"},
  {"--batch", "", 0, "", "", "", kSpending, "ask through the provider's batch endpoint (openai, anthropic, gemini): half the price, answers within a day. The command waits for them; after Ctrl-C the same command goes on, also days later"},
  {"--replay", "", 0, "", "", "", kAsking, "answer from the ledger alone; no call is made"},
  {"--prompts", "", 0, "DIR", "", "prompts", kAsking | kPrompts | kExplain | kExport, "a folder of prompts that replace the built-in ones of the same name"},
  {"--prompt-set", "", 0, "SET", "auto", "prompt_set", kAsking | kPrompts | kExplain, "auto, full, or small (for small models: short prompts, one thing a call)"},

  // What it costs
  {"--budget", "", 0, "USD", "", "", kSpending | kToolSpending | kCompare, "spend at most so much in all that this ledger holds; what a call can cost at most is set aside before it is sent. Exit code 4 when it is reached; a higher one goes on"},
  {"--dry-run", "", 0, "", "", "", kSpending | kToolSpending, "ask nothing: render the requests, count their tokens, say what they would cost and take, and show the first ones whole"},
  {"--preview", "", 0, "N", "", "", kSpending | kToolSpending, "really do N chunks (or pairs, or rows), spread over the input, and forecast pass rate, cost and time for all; the whole run does not pay for them again"},
  {"--yes", "", 0, "", "", "", kSpending | kToolSpending, "do not ask before more than 1 USD, or half an hour on a model of one's own"},
  {"--prices", "", 0, "FILE", "", "prices", kAsking | kCost | kProviders | kExplain, "prices of models, in front of the built-in ones (see configs/prices.yaml)"},
  {"--release", "", 0, "", "", "", kCost, "calls that never ended, as after a crash, no longer count as spent"},

  // generate
  {"--target-pairs", "", 0, "N", "", "generation.target_pairs", kGenerate | kGenerateCot | kToolGenerate, "pairs to make in all, shared out over the chunks; what is refused is asked for again, of other passages. `pipeline` counts those that the judge keeps, and makes them in rounds"},
  {"--candidates", "", 0, "N", "", "generation.candidates", kPipeline, "pairs to ask for instead of pairs to keep, shared out over the chunks"},
  {"--max-candidates", "", 0, "N", "", "generation.max_candidates", kPipeline, "with --target-pairs: pairs to ask for at most, over all rounds"},
  {"--n-pairs", "", 0, "K", "", "generation.n_pairs_per_chunk", kGenerate | kGenerateCot, "pairs to ask of each chunk (default: by its length)"},
  {"--question-mix", "", 0, "MIX", "", "generation.question_mix", kGenerate, "how many questions of which kind, as weights: how-to=3,concept=2,reason=1 (also comparison, troubleshooting, api). An aim: a chunk that bears none of a kind is asked another (default: as the source gives)"},
  {"--multi-hop", "", 0, "SHARE", "0", "generation.multi_hop", kGenerate, "ask this share of the pairs, 0 to 1, for questions that take two passages of a document, or neighbours by vector; what one passage supports alone is refused"},
  {"--turns", "", 0, "MIN:MAX", "", "generation.turns", kGenerate, "make conversations of so many questions on one section, e.g. 2:5: later ones lean on what was said before. Where pairs are counted, each counts as one"},
  {"--unanswerable", "", 0, "SHARE", "0", "generation.unanswerable", kGenerate, "make this share of the rows, 0 to 1, unanswerable: a true question beside passages that are near it and proved not to answer it, and an answer that says so (`data.refusals` in config.yaml has its words). No model is asked for them; `pipeline` has its judge look at them"},
  {"--mode", "", 0, "MODE", "backtranslation", "generation.mode", kGenerate, "backtranslation (answers are copied from the text) or write (the model writes them and cites)"},
  {"--answer-words", "", 0, "MIN:MAX", "30:250", "data.answer_words", kGenerate | kRefine, "length of an answer in words"},
  {"--min-support", "", 0, "SHARE", "0.8", "data.min_support", kGenerate | kEnrich | kRefine | kCurate | kPreference, "how much of a rewritten or written answer must stand in its passage, sentence by sentence; and no number, name or denial that does not. 0: whatever the model says"},

  // enrich
  {"--require-rewrite", "", 0, "", "", "enrich.require_rewrite", kEnrich, "drop pairs whose answer could not be rewritten"},

  // generate-cot and enhance-cot
  {"--min-steps", "", 0, "N", "2", "cot.min_steps", kCot, "fewest steps of a reasoning"},
  {"--max-steps", "", 0, "N", "5", "cot.max_steps", kCot, "most steps of a reasoning"},
  {"--verify", "", 0, "", "", "cot.verify", kCot, "have the answer derived anew from the steps alone, one more call a pair; steps that lead elsewhere are asked for again, then the pair is left out"},
  {"--samples", "", 0, "K", "1", "cot.samples", kCot, "have each question answered K times in all; a pair stays where most of them come to its answer"},

  // curate
  {"--threshold", "", 0, "X", "7.0", "curate.threshold", kCurate | kAgreement | kToolJudge, "keep pairs rated X or better, of 10"},
  {"--reasoning-threshold", "", 0, "X", "7.0", "curate.reasoning_threshold", kCurate, "of rows with reasoning, keep those whose reasoning is rated X or better, whatever the answer's rating"},
  {"--keep-top", "", 0, "SHARE", "", "curate.keep_top", kCurate, "keep this share of the best rated instead, e.g. 0.25"},
  {"--topic", "", 0, "TEXT", "", "curate.topic", kCurate | kAgreement, "keep only what belongs to this topic"},
  {"--weights", "", 0, "LIST", "", "curate.weights", kCurate | kAgreement, "weights of the criteria, e.g. clarity=1,accuracy=2,usefulness=1,difficulty=0; with --sweep it may be given several times", true},
  {"--against", "", 0, "FILE", "", "curate.against", kCurate, "drop pairs that say what a row of FILE says; may be given several times", true},
  {"--keep-duplicates", "", 0, "", "", "", kCurate, "take pairs as they are: keep those that repeat others, exactly or nearly, questions whose answers contradict each other, and questions that make sense only beside their source"},
  {"--keep-ratings", "", 0, "", "", "", kCurate, "use the ratings that rows already have; ask only for the others"},
  {"--judge-provider", "", 0, "NAME", "", "", kCurate | kCompare, "who judges, where another is to than who answers the rest (in config.yaml: stages.judge.provider); with several --judge-model once for all, or one for each", true},
  {"--judge-model", "", 0, "NAME", "", "", kCurate | kCompare, "the judge's model (in config.yaml: stages.judge.model). Given several times, as many judges rate each pair, one after the other, and the median of each mark counts", true},
  {"--judge-batch", "", 0, "K", "1", "curate.judge_batch", kCurate, "rate up to K pairs of one passage in a call: fewer tokens, and marks that may lean on each other"},
  {"--votes", "", 0, "K", "1", "curate.votes", kCurate, "ask the judge K times about each pair, and take the median of each mark"},
  {"--audit", "", 0, "SHARE", "", "curate.audit", kCurate, "first find out whether the judge can be trusted, on this share of the pairs, 20 at least: asked twice, in both orders, with padded, wrong and easy answers. A judge below the bar stops the run"},
  {"--sweep", "", 0, "", "", "", kSweep, "ask nobody and write nothing: show how many of the rows that are rated already would be kept at 100 settings, ten thresholds by ten weightings"},
  {"--thresholds", "", 0, "LIST", "", "", kSweep, "with --sweep: these thresholds instead, e.g. 6,7,7.5"},
  {"--json", "", 0, "", "", "", kSweep | kAgreement | kExplain | kCompare | kToolParse | kToolDeps, "JSON instead of a table; `curate` has one with --sweep, `tool-parse` with --report"},

  // refine
  {"--rounds", "", 0, "N", "2", "refine.rounds", kRefine, "how often a pair goes back at most"},

  // compare
  {"--pairs", "", 0, "N", "100", "compare.pairs", kCompare, "items of every two sets to put before the judge, drawn by --seed; each is asked about twice, in both orders. 0: none"},

  // label and judge-agreement
  {"--labels", "", 0, "FILE", "", "", kLabels, "where the labels stand (default: FILE.labels.jsonl)"},

  // tools
  {"--report", "", 0, "", "", "", kToolParse, "show every tool that was understood, and what was changed or dropped, with place and reason; -o may be left away then"},
  {"--tag", "", 0, "TAG", "", "", kTools, "only operations with this tag; may be given several times", true},
  {"--path", "", 0, "PATH", "", "", kTools, "only operations of this path, `*` for any text: '/pets*'; of tools without a path their name. May be given several times", true},
  {"--method", "", 0, "METHOD", "", "", kTools, "only operations of this method: get, post, ...; may be given several times", true},
  {"--limit", "", 0, "N", "", "", kTools, "at most N tools, the first ones"},

  // tool-deps
  {"--dot", "", 0, "", "", "", kToolDeps, "the graph for Graphviz"},
  {"--mermaid", "", 0, "", "", "", kToolDeps, "the graph for Mermaid"},
  {"--chain", "", 0, "LIST", "", "", kToolDeps, "can these tools be called in this order? 'open_file,list_keys,close_file'. Says where each required argument comes from, or what is wrong. May be given several times", true},
  {"--given", "", 0, "LIST", "", "", kToolDeps, "with --chain: arguments that come from outside, as from an instruction: 'path,pipeline_id'"},

  {"--confirm", "", 0, "", "", "", kToolDeps, "have a model confirm each edge, with its confidence: one request an edge. Replies are kept in OUTPUT.run/ledger or in --ledger DIR, so that nothing is paid twice"},
  {"--min-confidence", "", 0, "X", "0.5", "tools.min_confidence", kToolDeps, "with --confirm: leave out edges whose confidence is below X, 0 to 1; they are named with the reason"},

  // tool-curate
  {"--tools", "", 0, "SPEC", "", "", kToolRows, "the tools that were offered, where the rows do not have them: a description as for `tool-parse`"},

  {"--no-judge", "", 0, "", "", "", kToolCurate, "check form and execution alone; nobody is asked"},
  {"--turn-threshold", "", 0, "X", "5.0", "tools.turn_threshold", kToolJudge, "a message of the assistant rated below X stays in the row and is not trained on (weight 0)"},

  // tool-evaluate
  {"--strict", "", 0, "", "", "", kToolEvaluate, "keep only rows that do all that was asked"},
  {"--min-score", "", 0, "SHARE", "", "", kToolEvaluate, "keep only rows that do at least this share of what was asked"},
  {"--report-only", "", 0, "", "", "", kToolEvaluate, "keep every row, with its outcome"},

  // tool-generate
  {"--single-step", "", 0, "", "", "", kToolGenerate, "rows with one step of calls only (default: the share that the tools' dependencies suggest)"},
  {"--multi-step", "", 0, "", "", "", kToolGenerate, "rows with several steps only"},
  {"--steps", "", 0, "MIN:MAX", "2:4", "tools.steps", kToolGenerate, "tools that a row with several steps takes"},
  {"--chain-ratio", "", 0, "SHARE", "0", "tools.chain_ratio", kToolGenerate, "of rows with several steps, those that are made chain first (ToolGrad): the instruction is written last"},
  {"--style-mix", "", 0, "LIST", "", "tools.style_mix", kToolGenerate, "shares of simple, multiple, parallel, parallel_multiple and multi_turn: 'multiple=60,multi_turn=40'"},
  {"--case-mix", "", 0, "LIST", "call=85,abstention=5,missing_argument=5,error_recovery=5", "tools.case_mix", kToolGenerate, "shares of call, abstention (no tool fits), missing_argument (it asks back) and error_recovery"},
  {"--doc-mix", "", 0, "LIST", "", "tools.doc_mix", kToolGenerate, "shares of rows whose `tools` are given as they are, absent, or another tool's (other): 'given=90,absent=5,other=5'"},
  {"--offer", "", 0, "N", "8", "tools.offer", kToolGenerate, "tools that a row offers at most: those that it needs, and others that are near"},
  {"--cover-edges", "", 0, "SHARE", "", "tools.cover_edges", kToolGenerate, "plan rows of several steps along edges of the graph that no row shows yet, until this share is shown; where it is not reached the report names what is missing, and why"},
  {"--max-nodes", "", 0, "N", "16", "tools.max_nodes", kToolGenerate, "calls that the search of a turn tries at most"},
  {"--model-replies", "", 0, "", "", "", kToolGenerate, "let the model write what simulated tools reply whose description shows neither the fields of a result nor an example; rows name these tools in `replies_by_model`"},
  {"--keep-branches", "", 0, "", "", "", kToolGenerate, "keep what the search tried in vain as `dead_ends` of the row, for preference pairs"},

  // tool-execute
  {"--calls", "", 0, "FILE", "", "", kToolExecute, "the calls, JSON a line: {\"name\", \"arguments\"}, or a list of these: a session of its own, which begins with the world as it was. `-` is standard input"},
  {"--call", "", 0, "CALL", "", "", kToolExecute, "a call by hand: 'open_file {\"path\": \"/data/a.h5\"}'. May be given several times: one session", true},
  {"--world", "", 0, "FILE", "", "", kToolExecute | kToolGenerate, "what there is, in JSON or YAML: a list of things under the name of each kind (default: made from the specification and --seed)"},
  {"--record", "", 0, "FILE", "", "", kTools | kToolExecute | kToolGenerate, "replies of real tools, JSON a line: {\"name\", \"arguments\", \"result\"}, as `tool-execute` writes them: results that the description does not tell are learned from them, and in a simulated world the same call is answered so"},
  {"--error-rate", "", 0, "SHARE", "0", "", kToolExecute | kToolGenerate, "let this share of calls fail for a while (time-out, 429, 503), by seed"},
  {"--latency", "", 0, "MS", "0", "", kToolExecute | kToolGenerate, "about how long a call takes; told in the result, never waited for"},
  {"--server", "", 0, "URL", "", "", kToolExecute | kToolGenerate, "carry out the operations of an OpenAPI description for real, at this address, as far as --allow goes"},
  {"--allow", "", 0, "NAME", "", "", kToolExecute | kToolGenerate, "a tool that may be called for real, with SPEC mcp:… or --server; `*` or the server's name: all that are not destructive; `read-only`: all that say they only read, and GET. May be given several times", true},
  {"--allow-destructive", "", 0, "NAME", "", "", kToolExecute, "a tool that may be called for real although it can destroy things; it has to be given to --allow, too. May be given several times", true},
  {"--reset", "", 0, "COMMAND", "", "", kToolExecute | kToolGenerate, "run this before each session of real calls, to put back what the server works on; as you, without limits. Quotes keep words together, no shell is asked"},
  {"--call-timeout", "", 0, "SECONDS", "30", "", kToolExecute | kToolGenerate, "how long a real call may take; the server of mcp:COMMAND is ended with one that takes longer"},
  {"--max-output", "", 0, "BYTES", "1048576", "", kToolExecute | kToolGenerate, "how much of a real call's result is kept"},

  // live servers
  {"--pass-env", "", 0, "NAME", "", "", kLiveTools, "with mcp:COMMAND: an environment variable that the server gets, besides PATH and LANG. May be given several times", true},
  {"--folder", "", 0, "DIR", "", "", kLiveTools, "with mcp:COMMAND: a folder whose copy the server starts in, a fresh one each time (default: an empty one)"},
  {"--allow-read", "", 0, "PATH", "", "", kLiveTools, "with mcp:COMMAND: a file or folder that the server may read besides the system's, its program's and those that COMMAND names. May be given several times", true},
  {"--allow-net", "", 0, "", "", "", kLiveTools, "with mcp:COMMAND: let the server use the network"},
  {"--require-sandbox", "", 0, "LEVEL", "", "", kLiveTools, "with mcp:COMMAND: refuse to start a server that is held back less than this: limits, landlock or bubblewrap (docs/execution.md)"},
  {"--header", "", 0, "HEADER", "", "", kLiveTools, "with mcp:URL and --server: a header of every request, 'NAME: TEXT'; {VARIABLE} in it is the environment's, and is shown nowhere: 'Authorization: Bearer {MY_TOKEN}'. May be given several times", true},
  {"--query", "", 0, "NAME=TEXT", "", "", kLiveTools, "with mcp:URL and --server: a parameter of every request's address, as --header: 'api_key={MY_KEY}'. May be given several times", true},
  {"--allow-address", "", 0, "ADDRESS", "", "", kLiveTools, "with mcp:URL and --server: an address, or a range of them (10.0.0.0/8), that may be spoken to although it is no public one. May be given several times", true},
  {"--pins", "", 0, "FILE", "", "", kLiveTools, "with mcp:…: where the hashes of the server's tools are kept (default: OUTPUT.run/tool-pins.json); tools that changed since are refused"},
  {"--accept-changes", "", 0, "", "", "", kLiveTools, "with mcp:…: take tools that changed since they were pinned"},

  // prompts and inspect
  {"--chunk", "", 0, "ID", "", "", kPrompts, "the chunk to try the prompt on (default: the first)"},
  {"--rows", "", 0, "N", "3", "", kInspect, "how many rows to show in full, spread over the file"},

  // explain
  {"--chunks", "", 0, "FILE", "", "", kExplain, "a chunks.jsonl to find the passage in, where FILE.run/ does not have it"},

  // providers
  {"--check", "", 0, "NAME", "", "", kProviders, "ask this provider one tiny question; shows time, tokens and price"},

  // batch
  {"--all", "", 0, "", "", "", kBatches, "cancel every batch that has not ended"},

  // Everywhere
  {"--config", "", 0, "FILE", "", "", kEvery, "settings (default: config.yaml in this folder, where there is one)"},
  {"--trust-config", "", 0, "", "", "", kEvery, "let the config.yaml found in this folder set addresses, commands and variables"},
  {"--quiet", "", 'q', "", "", "", kEvery, "no progress, only errors and the last line"},
  {"--verbose", "", 'v', "", "", "", kEvery, "say more of what is done"},
  {"--help", "", 'h', "", "", "", kEvery, "this help"},
};
// clang-format on

}  // namespace

std::span<const Option> options() { return kOptions; }

const Option* find_option(std::string_view name) {
  for (const Option& option : kOptions) {
    if (name == option.name || (!option.alias.empty() && name == option.alias)) return &option;
    if (option.letter != 0 && name.size() == 2 && name[0] == '-' && name[1] == option.letter)
      return &option;
  }
  return nullptr;
}

std::string environment_name(const Option& option) {
  std::string out = "GENERATOR_";
  for (const char c : option.name.substr(2))
    out += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out;
}

}  // namespace generator::cli
