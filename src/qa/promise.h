// Which chunks promise good pairs, from what they and their like have given so far.
//
// A chunk's pass rate is estimated as a Beta distribution. Its prior is the rate of its group
// (document and kind of chunk), whose own prior is the rate of all; so a chunk that was never asked
// is judged by its like, and one that was asked more and more by itself. Which chunks to ask next is
// a bandit's choice: the expected rate and, in early rounds, a share of its deviation, so that what
// is least known is tried before the best known is used up (upper confidence bounds: Auer,
// Cesa-Bianchi and Fischer, Machine Learning 47, 2002).
#pragma once

#include <cstdint>
#include <vector>

namespace generator::qa {

class Promise {
 public:
  struct Rate {
    double mean = 0;
    double deviation = 0;
  };

  /// The next chunk, in order of their positions from 0; `group`: any number below 2^32 that its
  /// like have, too. Holds 8 bytes a chunk and 16 a group.
  void add(std::uint32_t group);
  /// Of `asked` pairs that were asked of the chunk `kept` are good; kept <= asked.
  void hear(std::uint64_t position, std::int64_t asked, std::int64_t kept);

  /// The share of good pairs among those that would be asked of the chunk now.
  Rate of(std::uint64_t position) const;

  std::int64_t asked() const { return all_.asked; }
  std::int64_t kept() const { return all_.kept; }

 private:
  struct Count {
    std::int64_t asked = 0, kept = 0;
  };
  struct Chunk {
    std::uint32_t group = 0;
    std::uint16_t asked = 0, kept = 0;
  };
  double rate_of_all() const;
  double rate_of(const Count& group) const;

  std::vector<Chunk> chunks_;
  std::vector<Count> groups_;
  Count all_;
};

}  // namespace generator::qa
