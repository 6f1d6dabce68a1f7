#include "support/lost_disk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "base/files.h"

namespace generator::testing {
namespace {

using Kind = TraceNote::Kind;

template <class T>
T take(const std::string& bytes, std::size_t& at) {
  T value{};
  if (at + sizeof value > bytes.size()) throw Fatal(1, "a trace ends in the middle of a note");
  std::memcpy(&value, bytes.data() + at, sizeof value);
  at += sizeof value;
  return value;
}

}  // namespace

Result<std::vector<TraceNote>> read_trace(const std::string& path) {
  TRY(const std::string bytes, read_file(path));
  std::vector<TraceNote> notes;
  for (std::size_t at = 0; at < bytes.size();) {
    TraceNote& note = notes.emplace_back();
    note.kind = take<Kind>(bytes, at);
    note.a = take<std::uint64_t>(bytes, at);
    note.b = take<std::uint64_t>(bytes, at);
    const auto first = take<std::uint32_t>(bytes, at), second = take<std::uint32_t>(bytes, at);
    if (at + first + second > bytes.size())
      return fail(ErrorKind::kCorrupt, path + " ends in the middle of a note");
    note.first = bytes.substr(at, first);
    note.second = bytes.substr(at + first, second);
    at += first + second;
  }
  return notes;
}

LostDisk::LostDisk(std::string folder) {
  durable_[folder] = std::nullopt;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_directory()) {
      durable_[entry.path().string()] = std::nullopt;
    } else {
      durable_[entry.path().string()] = inodes_.size();
      inodes_.push_back({read_file(entry.path().string()).value(), {}});
    }
  }
  now_ = durable_;
}

void LostDisk::apply(const TraceNote& note) {
  const auto inode = [&]() -> Inode& { return inodes_.at(by_number_.at(note.a)); };
  switch (note.kind) {
    case Kind::kOpened:
      if ((note.b & 1) != 0) {
        by_number_[note.a] = inodes_.size();
        name({Naming::Kind::kName, note.first, "", inodes_.size()});
        inodes_.emplace_back();
      } else {
        by_number_[note.a] = now_.at(note.first).value();
        inode().loose.push_back({0, "", true});
      }
      return;
    case Kind::kWritten:
      return inode().loose.push_back({note.b, note.first, false});
    case Kind::kCut:
      return inode().loose.push_back({note.b, "", true});
    case Kind::kSynced:
      for (const Change& loose : std::exchange(inode().loose, {})) change(inode().durable, loose);
      return;
    case Kind::kFolderSynced: {
      std::vector<Naming> others;
      for (Naming& naming : std::exchange(loose_, {}))
        if (parent_directory(naming.entry()) == note.first)
          change(durable_, naming);
        else
          others.push_back(std::move(naming));
      loose_ = std::move(others);
      return;
    }
    case Kind::kRenamed:
      return name({Naming::Kind::kRename, note.first, note.second});
    case Kind::kLinked:
      return name({Naming::Kind::kLink, note.first, note.second});
    case Kind::kUnlinked:
      return name({Naming::Kind::kUnlink, note.first, ""});
    case Kind::kFolderMade:
      return name({Naming::Kind::kFolder, note.first, ""});
  }
}

void LostDisk::name(Naming naming) {
  if (naming.kind == Naming::Kind::kRename || naming.kind == Naming::Kind::kLink)
    naming.inode = now_.at(naming.path).value();
  change(now_, naming);
  loose_.push_back(std::move(naming));
}

void LostDisk::change(Names& names, const Naming& naming) {
  switch (naming.kind) {
    case Naming::Kind::kFolder:
      names[naming.path] = std::nullopt;
      return;
    case Naming::Kind::kName:
      names[naming.path] = naming.inode;
      return;
    case Naming::Kind::kRename:
      names.erase(naming.path);
      [[fallthrough]];
    case Naming::Kind::kLink:
      names[naming.to] = naming.inode;
      return;
    case Naming::Kind::kUnlink:
      names.erase(naming.path);
      return;
  }
}

void LostDisk::change(std::string& content, const Change& change) {
  if (change.cuts) return content.resize(change.at);
  if (content.size() < change.at + change.bytes.size())
    content.resize(change.at + change.bytes.size());
  content.replace(change.at, change.bytes.size(), change.bytes);
}

/// The content that is left: of each loose change all, nothing, or a beginning; a later write that
/// is there makes the file as long as it was, zeros where another is lost.
std::string LostDisk::left(const Inode& inode, Loss loss, Random& random) {
  std::string content = inode.durable;
  for (Change loose : inode.loose) {
    bool is_kept = loss == Loss::kNothing || loss == Loss::kNames;
    if (loss == Loss::kChance) {
      is_kept = random.below(3) > 0;
      if (is_kept && !loose.cuts && random.below(2) == 0)
        loose.bytes.resize(random.below(loose.bytes.size() + 1));
    }
    if (is_kept) change(content, loose);
  }
  return content;
}

LostDisk::Image LostDisk::cut(Loss loss, Random& random) const {
  std::map<std::string, std::size_t> pending, kept;  // by folder
  for (const Naming& naming : loose_) ++pending[parent_directory(naming.entry())];
  for (const auto& [folder, count] : pending)
    kept[folder] = loss == Loss::kNothing || loss == Loss::kData ? count
                   : loss == Loss::kChance                       ? random.below(count + 1)
                                                                 : 0;
  Names names = durable_;
  for (const Naming& naming : loose_)
    if (std::size_t& left = kept[parent_directory(naming.entry())]; left > 0) {
      change(names, naming);
      --left;
    }
  Image image;
  for (const auto& [path, inode] : names) {
    const auto parent = names.find(parent_directory(path));
    const bool is_root = path == durable_.begin()->first;
    if (!is_root && (parent == names.end() || !image.contains(parent->first))) continue;
    image[path] = inode ? std::optional(left(inodes_[*inode], loss, random)) : std::nullopt;
  }
  return image;
}

const LostDisk::Inode* LostDisk::inode_of(const std::string& path) const {
  const auto found = now_.find(path);
  return found == now_.end() || !found->second ? nullptr : &inodes_[*found->second];
}

std::uint64_t LostDisk::loose_bytes(const std::string& path) const {
  std::uint64_t bytes = 0;
  if (const Inode* inode = inode_of(path))
    for (const Change& loose : inode->loose) bytes += loose.bytes.size();
  return bytes;
}

std::string LostDisk::written(const std::string& path) const {
  const Inode* inode = inode_of(path);
  if (inode == nullptr) return "";
  std::string content = inode->durable;
  for (const Change& loose : inode->loose) change(content, loose);
  return content;
}

Status write_image(const LostDisk::Image& image, const std::string& from, const std::string& to) {
  for (const auto& [path, content] : image) {
    const std::string place = to + path.substr(from.size());
    if (!content) {
      std::filesystem::create_directories(place);
      continue;
    }
    std::ofstream out(place, std::ios::binary);
    out << *content;
    if (!out.flush()) return fail(ErrorKind::kIo, "cannot write " + place);
  }
  return {};
}

}  // namespace generator::testing
