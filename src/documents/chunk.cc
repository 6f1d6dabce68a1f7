// Where to cut is one shortest path: over all ways to part a document's atoms into chunks of at
// most MAX tokens, the one with the least cost. A chunk below MIN costs much, a cut costs by its
// place (little before a chapter, much inside a block), and an uneven division costs a little, by
// the square of what a chunk lacks to MAX; so sections are merged up to MAX, long ones are divided
// evenly, and a short rest finds a neighbour. With n atoms and chunks of k atoms at most the time
// is O(n k); every token is counted once for its atom and once for its chunk.

#include "documents/chunk.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "documents/atoms.h"

namespace generator::documents {
namespace {

constexpr std::int64_t kEveryChunk = 120;  // fewer chunks are better
constexpr std::int64_t kUneven = 400;  // times the square of the share that a chunk lacks to MAX
constexpr std::int64_t kShort = 1500;  // a chunk below MIN, and more the shorter it is
constexpr std::int64_t kCrossing =
    90;  // for every level that a chunk climbs out of the section that it began in
constexpr std::int64_t kShortLast = 100;  // a document's last chunk below MIN

struct Piece {
  std::size_t begin = 0;  // atoms [begin, end)
  std::size_t end = 0;
};

std::int64_t size_cost(std::int64_t size, bool is_last, const TokenRange& range, std::int64_t max) {
  const double lack = 1.0 - static_cast<double>(size) / static_cast<double>(max);
  std::int64_t cost =
      kEveryChunk + static_cast<std::int64_t>(static_cast<double>(kUneven) * lack * lack);
  if (size < range.min) {
    const std::int64_t share = (range.min - size) * 1000 / range.min;
    cost += is_last ? kShortLast + share / 4 : kShort + share;
  }
  return cost;
}

// The cheapest division of the atoms into pieces of at most `max` tokens.
std::vector<Piece> divide(const std::vector<Atom>& atoms, const TokenRange& range,
                          std::int64_t max) {
  const std::size_t n = atoms.size();
  constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();
  std::vector<std::int64_t> best(n + 1, kNever);
  std::vector<std::size_t> from(n + 1, 0);
  best[0] = 0;
  for (std::size_t end = 1; end <= n; ++end) {
    std::int64_t size = 0;
    int highest = Atom::kNoHeading;  // of the headings inside the chunk
    for (std::size_t begin = end; begin-- > 0;) {
      if (begin + 1 < end) highest = std::min(highest, atoms[begin + 1].level);
      size += atoms[begin].tokens;
      if (size > max && begin + 1 < end) break;  // an atom that cannot be cut stands alone
      if (best[begin] == kNever) continue;
      const std::int64_t cost = best[begin] + (begin == 0 ? 0 : atoms[begin].cost) +
                                size_cost(size, end == n, range, max) +
                                kCrossing * std::max(0, atoms[begin].depth - highest);
      if (cost < best[end]) {
        best[end] = cost;
        from[end] = begin;
      }
      if (size > max) break;
    }
  }
  std::vector<Piece> pieces;
  for (std::size_t end = n; end > 0; end = from[end]) pieces.push_back({from[end], end});
  std::reverse(pieces.begin(), pieces.end());
  return pieces;
}

Span trimmed(std::string_view text, std::int64_t begin, std::int64_t end) {
  while (end > begin && text::is_space(text[static_cast<std::size_t>(end - 1)])) --end;
  while (begin < end && text[static_cast<std::size_t>(begin)] == '\n') ++begin;
  return {begin, end};
}

HeadingPath shared_path(const Atoms& atoms, const Piece& piece) {
  HeadingPath shared = atoms.paths[static_cast<std::size_t>(atoms.atoms[piece.begin].path)];
  for (std::size_t i = piece.begin + 1; i < piece.end; ++i) {
    const HeadingPath& path = atoms.paths[static_cast<std::size_t>(atoms.atoms[i].path)];
    std::size_t same = 0;
    while (same < shared.size() && same < path.size() && shared[same] == path[same]) ++same;
    shared.resize(same);
  }
  return shared;
}

std::string names_in(const Atoms& atoms, const Piece& piece) {
  std::vector<std::string> names;
  for (std::size_t i = piece.begin; i < piece.end && i < atoms.names.size(); ++i)
    for (const std::string& name : atoms.names[i])
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  return text::join(names, ", ");
}

std::string file_name_of(const std::string& source) { return source.substr(source.rfind('/') + 1); }

class Builder {
 public:
  Builder(const Cleaned& document, const TokenRange& range, const TokenCounter& tokens)
      : document_(document), range_(range), tokens_(tokens) {}

  std::vector<Chunk> build(const SourceOutline* outline) {
    const bool is_code = document_.type == DocumentType::kCode;
    atoms_ = is_code ? code_atoms(document_, range_.max, tokens_, outline)
                     : text_atoms(document_, range_.max, tokens_);
    if (atoms_.atoms.empty()) return {};
    // Counts of neighbours do not add up exactly; what they miss is found here and taken off the
    // budget.
    std::int64_t budget = range_.max;
    for (;;) {
      std::vector<Chunk> chunks = write(divide(atoms_.atoms, range_, budget));
      std::int64_t excess = 0;
      for (const Chunk& chunk : chunks) excess = std::max(excess, chunk.tokens - range_.max);
      if (excess == 0 || budget <= range_.max / 2) return chunks;
      budget -= excess + 1;
    }
  }

 private:
  std::vector<Chunk> write(const std::vector<Piece>& pieces) {
    std::vector<Chunk> chunks;
    line_ = 1;
    at_ = 0;
    const std::string_view text = document_.text;
    for (const Piece& piece : pieces) {
      const Span bytes = trimmed(text, atoms_.atoms[piece.begin].bytes.begin,
                                 atoms_.atoms[piece.end - 1].bytes.end);
      if (bytes.begin == bytes.end) continue;
      chunks.push_back(chunk(piece, bytes, chunks.size() + 1));
    }
    return chunks;
  }

  Chunk chunk(const Piece& piece, Span bytes, std::size_t number) {
    Chunk chunk;
    chunk.text = document_.text.substr(static_cast<std::size_t>(bytes.begin),
                                       static_cast<std::size_t>(bytes.end - bytes.begin));
    chunk.bytes = bytes;
    chunk.lines.begin = line_of(bytes.begin);
    chunk.lines.end =
        chunk.lines.begin + std::count(chunk.text.begin(), chunk.text.end(), '\n') + 1;
    chunk.content_hash = digest(chunk.text).hex();
    chunk.source = document_.source;
    chunk.source_type = to_text(document_.type);
    chunk.language = document_.language;
    chunk.kind = document_.type == DocumentType::kCode ? ChunkKind::kCode : ChunkKind::kText;
    chunk.headings = shared_path(atoms_, piece);
    if (const std::string names = names_in(atoms_, piece); !names.empty())
      chunk.headings.push_back(names);
    chunk.tokens = tokens_.count(chunk.text);
    Hasher hasher;
    hasher.add(document_.source).add(static_cast<std::uint64_t>(number)).add(chunk.text);
    chunk.id = file_name_of(document_.source) + ":" + std::to_string(number) + ":" +
               hasher.finish().hex().substr(0, 8);
    return chunk;
  }

  // Offsets are asked for in order.
  std::int64_t line_of(std::int64_t offset) {
    for (; at_ < offset; ++at_)
      if (document_.text[static_cast<std::size_t>(at_)] == '\n') ++line_;
    return line_;
  }

  const Cleaned& document_;
  const TokenRange& range_;
  const TokenCounter& tokens_;
  Atoms atoms_;
  std::int64_t at_ = 0;
  std::int64_t line_ = 1;
};

}  // namespace

Result<TokenRange> token_range(std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto read = [](std::string_view digits) -> std::int64_t {
    if (digits.empty() || digits.size() > 7 ||
        !std::all_of(digits.begin(), digits.end(), text::is_digit))
      return 0;
    return std::stoll(std::string(digits));
  };
  TokenRange range;
  if (colon != std::string_view::npos) {
    range.min = read(text.substr(0, colon));
    range.max = read(text.substr(colon + 1));
  }
  if (colon == std::string_view::npos || range.min <= 0 || range.max < range.min || range.max < 16)
    return fail(ErrorKind::kWrongUse,
                "chunk tokens \"" + std::string(text) +
                    "\" are not MIN:MAX with 0 < MIN <= MAX and MAX >= 16, as in 512:1024");
  return range;
}

std::vector<Chunk> chunks(const Cleaned& document, const TokenRange& range,
                          const TokenCounter& tokens, const SourceOutline* outline) {
  return Builder(document, range, tokens).build(outline);
}

RangeShare range_share(const std::vector<Chunk>& chunks, const TokenRange& range) {
  RangeShare share;
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    if (chunks[i].tokens > range.max) {
      ++share.above;
    } else if (chunks[i].tokens < range.min) {
      ++share.below;
      if (i + 1 == chunks.size() || chunks[i + 1].source != chunks[i].source) ++share.last;
    } else {
      ++share.inside;
    }
  }
  return share;
}

Changes changes(const std::vector<Chunk>& before, const std::vector<Chunk>& now) {
  std::map<std::pair<std::string_view, std::string_view>, std::vector<std::size_t>> stored;
  for (std::size_t i = before.size(); i-- > 0;)
    stored[{before[i].source, before[i].content_hash}].push_back(i);
  Changes found;
  std::vector<bool> is_kept(before.size(), false);
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto same = stored.find({now[i].source, now[i].content_hash});
    if (same == stored.end() || same->second.empty()) {
      found.added.push_back(i);
      continue;
    }
    is_kept[same->second.back()] = true;
    same->second.pop_back();
    found.kept.push_back(i);
  }
  for (std::size_t i = 0; i < before.size(); ++i)
    if (!is_kept[i]) found.removed.push_back(before[i].id);
  return found;
}

}  // namespace generator::documents
