// The program's write path, from a command to its commit, on a disk that the test holds in its hand. Owned by
// one thread.
#pragma once

#include "engine/machine/event_line.hpp"
#include "engine/service/writer.hpp"
#include "tests/engine/crash/disk_vfs.hpp"
#include "tests/engine/service/data_place.hpp"

namespace yellowsea::crash {

// What an installation is before its first command: its database on a disk, and what is read of it once.
class NewInstallation {
 public:
  NewInstallation();

  const Disk& disk() const { return disk_; }
  // The database's name. The file is there on the real disk, too, and empty.
  std::string file() const { return (place_->folder / "data.db").string(); }
  const std::filesystem::path& folder() const { return place_->folder; }
  const Pack& pack() const { return *place_->pack; }
  const Definitions& definitions() const { return definitions_; }

 private:
  std::unique_ptr<DataPlace> place_;
  Definitions definitions_;
  Disk disk_;
};

// A disk that counts, and the installation.
const NewInstallation& new_installation();

// The first commands of a round that are accepted, with the time of each.
std::vector<machine::EventLine> commands(std::size_t count);

// Everything the store holds of events and all that is derived of them, as one hash.
std::string digest(store::Session& session);

class WritePath {
 public:
  // The store is opened from the VFS that is registered last. Errors: as open_sqlite's and Writer::prepare's.
  static Result<std::unique_ptr<WritePath>> open();
  WritePath(const WritePath&) = delete;
  WritePath& operator=(const WritePath&) = delete;

  // The answer that the caller gets after the commit. What the command itself is refused for is an error,
  // too.
  Result<void> does(const machine::EventLine& line);
  // True once the writer has asked for the end of the process.
  bool has_ended() const { return ended_; }
  store::Store& store() { return *store_; }

 private:
  explicit WritePath(std::unique_ptr<store::Store> store);

  std::unique_ptr<store::Store> store_;
  ManualClock clock_;
  bool ended_ = false;
  Writer writer_;
};

}  // namespace yellowsea::crash
