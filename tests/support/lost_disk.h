// What a disk holds when the power goes, by the rules of POSIX: the content of a file that was
// synced, the names in a folder that was synced; of all else anything.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"

namespace generator::testing {

/// One note of trace_shim.c.
struct TraceNote {
  enum class Kind : std::uint8_t {
    kOpened = 1,
    kWritten,
    kSynced,
    kFolderSynced,
    kCut,
    kRenamed,
    kLinked,
    kUnlinked,
    kFolderMade
  } kind{};
  std::uint64_t a = 0, b = 0;
  std::string first, second;
  bool is_sync() const { return kind == Kind::kSynced || kind == Kind::kFolderSynced; }
  bool changes_names() const { return kind == Kind::kRenamed || kind == Kind::kUnlinked; }
};
Result<std::vector<TraceNote>> read_trace(const std::string& path);

/// What of the unsynced is lost.
enum class Loss : std::uint8_t {
  kEverything,
  kNothing,
  kData,    // every name is there, no byte that was not synced
  kNames,   // the other way about
  kChance,  // writes lost or torn one by one, of each folder's names the last ones
};

class LostDisk {
 public:
  /// `folder` and all that is in it is durable.
  explicit LostDisk(std::string folder);
  void apply(const TraceNote& note);
  /// What is left now, by absolute path; nothing where it is a folder. Parents come first.
  using Image = std::map<std::string, std::optional<std::string>>;
  Image cut(Loss loss, Random& random) const;
  /// Bytes written and not synced of the file that has this path now.
  std::uint64_t loose_bytes(const std::string& path) const;
  /// All that the program wrote into the file of this path: for what is not the disk's to lose.
  std::string written(const std::string& path) const;

 private:
  struct Change {
    std::uint64_t at = 0;
    std::string bytes;
    bool cuts = false;  // the file ends at `at`
  };
  struct Inode {
    std::string durable;
    std::vector<Change> loose;
  };
  struct Naming {
    enum class Kind : std::uint8_t { kName, kFolder, kRename, kLink, kUnlink } kind{};
    std::string path, to;
    std::size_t inode = 0;
    const std::string& entry() const { return to.empty() ? path : to; }
  };
  using Names = std::map<std::string, std::optional<std::size_t>>;  // nothing: a folder
  static void change(Names& names, const Naming& naming);
  static void change(std::string& content, const Change& change);
  static std::string left(const Inode& inode, Loss loss, Random& random);
  void name(Naming naming);
  const Inode* inode_of(const std::string& path) const;

  std::vector<Inode> inodes_;
  std::map<std::uint64_t, std::size_t> by_number_;
  Names durable_, now_;
  std::vector<Naming> loose_;
};

/// Puts an image where another folder stands: `from` at the front of its paths becomes `to`.
Status write_image(const LostDisk::Image& image, const std::string& from, const std::string& to);

}  // namespace generator::testing
