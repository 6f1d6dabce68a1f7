#include "cli/commands.h"

namespace generator::cli {
namespace {

// clang-format off
constexpr Command kCommands[] = {
  {"pipeline", "INPUT -o FILE",
   "documents or a LanceDB to a training file, in one go",
   "INPUT is a folder or files of documents, a LanceDB directory, or an example file. Documents are cleaned and cut\n"
   "into chunks; questions are asked of each chunk, answers are rewritten and judged, and what is good enough is\n"
   "exported. The same command again costs nothing and changes no byte; after Ctrl-C or a crash it goes on.",
   "generator pipeline docs/ -o training.jsonl --target-pairs 200 --threshold 7.0 --format chatml",
   kEvery | kAsking | kSpending | kChunks | kOutput | kGenerate | kEnrich | kCurate | kExport | kPassages | kPipeline, &run_pipeline},
  {"ingest", "PATH... -o DB",
   "documents and source code to a LanceDB of chunks",
   "Reads Markdown, HTML, text and source code (PDF through pdftotext, DOCX and EPUB through pandoc), cleans them and\n"
   "cuts them along their structure. Text goes to the table `text_chunks`, source code to `code_chunks`. Ingesting\n"
   "again changes only what changed and says what was added, kept and removed.",
   "generator ingest docs/ src/ -o project.lancedb --exclude 'third_party/**'",
   kEvery | kChunks | kOutput, &run_ingest},
  {"generate", "INPUT -o FILE",
   "question-answer pairs from chunks, by instruction backtranslation",
   "Asks for questions to which the text is the answer. The answer is copied word for word from the chunk, with the\n"
   "byte ranges it came from as `evidence`. What was refused stands in FILE's .rejected.jsonl, with the reason.",
   "generator generate project.lancedb -o qa.json --target-pairs 500",
   kEvery | kAsking | kSpending | kChunks | kOutput | kGenerate, &run_generate},
  {"enrich", "FILE -o FILE",
   "answers rewritten: same facts, better form",
   "Rewrites each answer in one house style. A rewrite that adds a fact, or loses one that the question asks for, is\n"
   "refused and the original stays. `original_answer` is kept.",
   "generator enrich qa.json -o enriched.json",
   kEvery | kAsking | kSpending | kOutput | kEnrich | kPassages | kRows, &run_enrich},
  {"generate-cot", "INPUT -o FILE",
   "questions that take reasoning, with steps and answer, from chunks",
   "Asks for questions that several statements of a passage answer together, each with its steps as `reasoning`. A\n"
   "pair whose steps are too few or too many, repeat themselves, run in a circle, say what passage and earlier steps do\n"
   "not say, or lead elsewhere is asked for again with the reason, and then left out.",
   "generator generate-cot project.lancedb -o cot.json --verify",
   kEvery | kAsking | kSpending | kChunks | kOutput | kCot | kGenerateCot, &run_generate_cot},
  {"enhance-cot", "FILE -o FILE",
   "reasoning for pairs that are there",
   "Writes the steps that lead from passage and question to the answer, which stays as it is, byte for byte. The same is\n"
   "checked as by `generate-cot`. A row that has a reasoning which stands is kept as it is, and nobody is asked.",
   "generator enhance-cot qa.json -o cot.json --min-steps 2 --max-steps 5",
   kEvery | kAsking | kSpending | kOutput | kPassages | kRows | kCot, &run_enhance_cot},
  {"resume-cot", "INPUT -o FILE",
   "the interrupted `generate-cot` or `enhance-cot`, continued",
   "The same command again does this, and this is another name for it: the ledger answers what was paid for. INPUT, FILE\n"
   "and options are those of the command that was interrupted; documents and tables go to `generate-cot`, rows to\n"
   "`enhance-cot`.",
   "generator resume-cot project.lancedb -o cot.json",
   kEvery | kAsking | kSpending | kChunks | kOutput | kPassages | kRows | kCot | kGenerateCot, &run_resume_cot},
  {"fix-cot", "FILE -o FILE",
   "rows whose reasoning is missing or does not stand, asked about",
   "`enhance-cot` does this, and this is another name for it: rows whose reasoning stands pass as they are, the others\n"
   "are asked about, and what was paid for before is answered by the ledger.",
   "generator fix-cot theirs.jsonl -o fixed.json",
   kEvery | kAsking | kSpending | kOutput | kPassages | kRows | kCot, &run_fix_cot},
  {"curate", "FILE -o FILE",
   "a model as judge: what is good enough stays",
   "Rates each pair from 1 to 10 for clarity, accuracy, usefulness and difficulty, with reasons, against its passage.\n"
   "What the passage does not support goes, whatever its total. The rest is kept at --threshold or better.\n"
   "--sweep shows, from ratings that are there, what other thresholds and weights would keep (no -o, no call).",
   "generator curate enriched.json -o curated.json --threshold 7.0",
   kEvery | kAsking | kSpending | kOutput | kCurate | kPassages | kRows | kSweep, &run_curate},
  {"refine", "FILE -o FILE",
   "pairs that the judge refused, written again by its reasons",
   "FILE holds rated pairs, such as the run folder's rated.jsonl. Those that are good enough stay; each other one goes\n"
   "back to the model with what the judge said of it, and its new form is checked and judged afresh, for --rounds at\n"
   "most. What is still not good enough, or could not be rewritten, stands in the rejects with the last reason.",
   "generator refine training.jsonl.run/rated.jsonl -o refined.jsonl --rounds 2",
   kEvery | kAsking | kSpending | kOutput | kCurate | kPassages | kRows | kRefine, &run_refine},
  {"label", "FILE",
   "a person's opinion of pairs, a key each",
   "Shows question, answer and passage, without the judge's rating, and waits for a key: k keep, r reject, 1 to 9 and 0\n"
   "for a mark of 10, s skip, u undo, q quit. Each label is kept at once; the same command goes on with the others.",
   "generator label training.jsonl.run/rated.jsonl",
   kEvery | kPassages | kRows | kLabels, &run_label},
  {"judge-agreement", "FILE",
   "how far the judge agrees with a person's labels",
   "Compares the ratings in FILE with its labels: kept or not at --threshold (a mark counts as kept from there on), and\n"
   "totals with marks. Cohen's kappa, Krippendorff's alpha, Spearman's rho; 1 is perfect, 0 is as by chance.",
   "generator judge-agreement training.jsonl.run/rated.jsonl --threshold 7",
   kEvery | kRows | kLabels | kAgreement, &run_judge_agreement},
  {"compare", "FILE FILE...",
   "sets side by side: measured, and judged where they answer the same thing",
   "Shows sizes, lengths, kinds, sources, support, repeats in and between the sets, diversity (compression ratio,\n"
   "distinct-n, MATTR) and ratings. A judge that does not know whose rows they are sees items with the same question or\n"
   "chunk in both orders; a row wins where it wins in both. The winner has an interval (Wilson), or there is none.\n"
   "A request that fails counts for no set, and the exit code is 3. -o FILE writes JSON, with every verdict.",
   "generator compare raw.json curated.json -o comparison.json --pairs 100",
   kEvery | kAsking | kOutput | kPassages | kRows | kCompare, &run_compare},
  {"export", "FILE -o FILE -f FORMAT",
   "pairs in the form that trainers read",
   "Writes ChatML messages (OpenAI, TRL), Alpaca, ShareGPT, JSONL or Parquet, of rows of tool use also Axolotl, xLAM and\n"
   "FunctionGemma; seen by the rows which they are. Reads the result back and compares before it says done.\n"
   "-f preference writes pairs for preference tuning: each row's answer and a worse one, which is\n"
   "a rewriting that was refused, an answer that the judge rated lower, or a twin with one thing in it turned wrong;\n"
   "of tool use the step that was taken, and one that the search tried in its place and gave up.",
   "generator export curated.json -o training.jsonl -f chatml --split 0.9:0.1",
   kEvery | kOutput | kExport | kRows | kPassages | kPreference | kToolRows, &run_export},
  {"tool-parse", "SPEC -o FILE",
   "descriptions of tools to one tool file",
   "SPEC is an OpenAPI 3.0, 3.1 or Swagger 2.0 description, an MCP listing, or tools as OpenAI, Anthropic, Gemini, BFCL\n"
   "or xLAM write them, in JSON or YAML; or Python source with docstrings. Each operation becomes a tool with a name that\n"
   "every provider takes, the schemas of its arguments and result, and where each argument goes in a call. A problem\n"
   "costs the operation that has it, and is said with its line and place. `mcp:COMMAND` starts an MCP server and asks it; `mcp:URL`\n"
   "asks one behind an address.",
   "generator tool-parse petstore.yaml -o tools.json --tag pets --report",
   kEvery | kOutput | kTools | kLiveTools | kToolParse, &run_tool_parse},
  {"tool-deps", "SPEC",
   "which tool's result another tool's argument can come from",
   "Joins fields of results to arguments that mean the same thing, by names, descriptions and the nouns of resources,\n"
   "without a model; and says which tool has to go before which. --confirm has a model look at each edge as well.\n"
   "SPEC as for `tool-parse`, or the file that it wrote.",
   "generator tool-deps tools.json --chain 'open_file,list_keys,get_shape' --given path",
   kEvery | kAsking | kToolSpending | kOutput | kTools | kLiveTools | kToolDeps, &run_tool_deps},
  {"tool-pipeline", "SPEC -o FILE",
   "tools to a training file of verified tool use, in one go",
   "Does what `tool-generate`, the judge of `tool-curate` and `export` do, with one ledger and one report. The same command\n"
   "again costs nothing and changes no byte; after Ctrl-C or a crash it goes on. SPEC as for `tool-parse`.",
   "generator tool-pipeline hdf5_tools.json -o training.jsonl --target-pairs 200 --threshold 7.0 --format chatml",
   kEvery | kAsking | kToolSpending | kOutput | kTools | kLiveTools | kToolGenerate | kToolJudge | kExport, &run_tool_pipeline},
  {"tool-generate", "SPEC -o FILE",
   "rows of tool use: what somebody wants, calls, results, an answer",
   "Plans rows along the graph of `tool-deps`, asks a model for instructions and searches depth first for calls that do\n"
   "what they ask; with --chain-ratio some are made chain first: calls are carried out, and the instruction is written\n"
   "last. Every call is carried out as `tool-execute` does, simulated or for real, and every row that stands has passed the\n"
   "two layers of `tool-curate`. SPEC as for `tool-parse`. What was refused stands in FILE's .rejected.jsonl.",
   "generator tool-generate hdf5_tools.json -o rows.jsonl --target-pairs 200 --case-mix call=85,abstention=5,missing_argument=5,error_recovery=5",
   kEvery | kAsking | kToolSpending | kOutput | kTools | kLiveTools | kToolGenerate, &run_tool_generate},
  {"tool-generate-chain", "SPEC -o FILE",
   "`tool-generate` with every row of several steps made chain first",
   "Proposes calls, carries each of them out, keeps the most useful one, until the chain is long enough; the instruction is\n"
   "written last, from what was really done. The same as `tool-generate --multi-step --chain-ratio 1`.",
   "generator tool-generate-chain hdf5_tools.json -o rows.jsonl --target-pairs 100 --cover-edges 0.8",
   kEvery | kAsking | kToolSpending | kOutput | kTools | kLiveTools | kToolGenerate, &run_tool_generate_chain},
  {"tool-from-topic", "TOPIC [DOCUMENT...] -o FILE",
   "tools for a topic, where there is no specification",
   "Proposes a table of tools that work together: names, parameters, results, examples; checked as any other description of\n"
   "tools is, and written as a tool file. Documents (Markdown or text) say what things are called. --offer N tools.",
   "generator tool-from-topic 'hotel bookings' -o tools.json --offer 10",
   kEvery | kAsking | kToolSpending | kOutput | kToolGenerate, &run_tool_from_topic},
  {"tool-curate", "FILE -o FILE",
   "rows of tool use that hold: form, execution, meaning",
   "Three layers, each a gate. Format: calls can be read, tools exist, arguments fit their schemas, no placeholder is left.\n"
   "Execution: every call has a result, no error passes as success, every argument comes from somewhere. Meaning: a judge\n"
   "sees instruction, calls and results, rates the row and each message; a weak message is masked for training (weight 0).\n"
   "What is refused stands in *.rejected.jsonl with its reason.",
   "generator tool-curate rows.jsonl -o kept.jsonl --tools tools.json --threshold 7.0",
   kEvery | kAsking | kToolSpending | kOutput | kToolRows | kToolJudge | kToolCurate, &run_tool_curate},
  {"tool-evaluate", "FILE -o FILE",
   "whether rows of tool use do what was asked",
   "Draws from each instruction what it asks for, and looks for the evidence that it was done: words of a call, a result\n"
   "or the answer, which really have to stand there. Every row gets its outcome: fully, partially, not_satisfied or\n"
   "execution_failed.",
   "generator tool-evaluate kept.jsonl -o evaluated.jsonl --strict",
   kEvery | kAsking | kToolSpending | kOutput | kToolEvaluate, &run_tool_evaluate},
  {"tool-execute", "SPEC --calls FILE -o OUT.jsonl",
   "calls of tools carried out in a simulated world, or for real",
   "The world follows from the tools: what is created is found again, what is deleted is gone, a list shows what can be\n"
   "read, and what was never listed, made or given is an error reply. Replies fit the tools' schemas, else their\n"
   "examples, else their descriptions. The same seed gives the same bytes; nothing is asked, nothing is run.\n"
   "With SPEC `mcp:COMMAND` or `mcp:URL` an MCP server carries the calls out, with --server URL the service that an OpenAPI\n"
   "description is of, as far as --allow goes (docs/execution.md).",
   "generator tool-execute hdf5_tools.json --call 'open_file {\"path\": \"/data/simulation.h5\"}' --call list_keys",
   kEvery | kOutput | kTools | kLiveTools | kToolExecute, &run_tool_execute},
  {"inspect", "FILE|DB",
   "what is in a file of pairs, a LanceDB or a run",
   "Shows counts, columns, lengths, sources and a few rows in full.",
   "generator inspect training.jsonl --rows 5",
   kEvery | kInspect, &run_inspect},
  {"explain", "FILE ID",
   "one row's whole story: passage, prompts, replies, repairs, rating, cost",
   "FILE is an output or what stands beside it (a rejects file, a file of its run folder); ID names a row, a chunk, or\n"
   "the item of a reject. Shows the row, its passage with the evidence marked, each request about it as it was sent,\n"
   "every reply and why it was asked again, its versions, its rating and what became of it. The settings are those of\n"
   "the run, which its run folder holds, and of the runs that made its input. Nobody is asked, nothing is written.",
   "generator explain training.jsonl 'guide.md:1:cbf1d3ef/48fb7d82'",
   kEvery | kExplain, &run_explain},
  {"prompts", "list | show TASK | eject DIR | try TASK INPUT",
   "the prompts: list, read, copy out, try",
   "`list` names the tasks, `show` prints one, `eject` copies all into DIR to edit (use them with --prompts DIR),\n"
   "`try` renders one on a chunk of INPUT, asks, and prints the rendered prompt and the reply.",
   "generator prompts try generate docs/ --chunk guide.md:0:1f2e3d4c",
   kEvery | kAsking | kChunks | kPrompts, &run_prompts},
  {"providers", "",
   "who can be asked: what is there, what is missing, and what helps",
   "Lists every provider: whether it is reached, its key accepted and its model there, with the remedy. Nothing of that\n"
   "costs anything. --check NAME asks one tiny question and shows how long the answer took and its tokens.",
   "generator providers --check ollama --model qwen3:8b",
   kEvery | kProviders, &run_providers},
  {"ledger", "verify | repair DIR",
   "check every record of a ledger",
   "`verify` reads the whole ledger and names each damaged record by offset; `repair` keeps the undamaged ones, and the\n"
   "old file beside them.",
   "generator ledger verify training.jsonl.run/ledger",
   kEvery, &run_ledger},
  {"cost", "FILE [--release]",
   "what an output's calls cost, from its ledger",
   "FILE is an output, or a ledger. Shows replies, failed calls, tokens and US dollars by stage, model and day, what\n"
   "the providers' caches saved, and calls that never ended: those may have been billed, and count as spent until\n"
   "--release. A reply costs what the price of its day says; where none is known, its tokens alone are counted.",
   "generator cost training.jsonl",
   kEvery | kCost, &run_cost},
  {"batch", "list | cancel OUTPUT",
   "the batches that a run with --batch left at the provider",
   "`list` shows every batch that OUTPUT's ledger knows of, and asks the provider how far the open ones are. `cancel`\n"
   "stops one, by its ID, or with --all every open one. What is answered by then is billed, and kept: the same command\n"
   "as before fetches it, and asks for the rest anew.",
   "generator batch list training.jsonl",
   kEvery | kBatches, &run_batch},
  {"completions", "bash | zsh | fish | man",
   "shell completions and the man page",
   "Prints a completion script, or the man page, made from the same tables as --help.",
   "generator completions bash > ~/.local/share/bash-completion/completions/generator",
   kEvery, &run_completions},
};
// clang-format on

}  // namespace

std::span<const Command> commands() { return kCommands; }

const Command* find_command(std::string_view name) {
  for (const Command& command : kCommands)
    if (command.name == name) return &command;
  return nullptr;
}

bool takes(const Command& command, const Option& option) {
  return (command.groups & option.groups) != 0;
}

}  // namespace generator::cli
