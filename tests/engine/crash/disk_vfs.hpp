// SQLite on a Disk: while it lives, every connection of this process that is opened without another VFS reads
// and writes there. Records what is done, and fails where it is told to. Locks and shared memory are those of
// one process. Owned by one thread; every connection must be closed before it ends.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <set>

#include "tests/engine/crash/disk.hpp"

namespace yellowsea::crash {

enum class IoError {
  io,           // EIO, at any call
  no_space,     // ENOSPC, where something grows
  short_write,  // half of it is written, then ENOSPC
  no_sync,      // the disk does not confirm
};

struct Fault {
  IoError error = IoError::io;
  std::uint64_t at = 0;  // the call that fails: 1 is the first of those that this error can meet
  bool for_good = false;
};

class DiskVfs {
 public:
  explicit DiskVfs(Disk disk);
  ~DiskVfs();
  DiskVfs(const DiskVfs&) = delete;
  DiskVfs& operator=(const DiskVfs&) = delete;

  const Disk& disk() const { return disk_; }
  // All changes so far, in order.
  const std::vector<DiskStep>& steps() const { return steps_; }
  void forget_steps() { steps_.clear(); }

  void set_fault(const Fault& fault);
  void clear_fault() { fault_.reset(); }
  // How many calls there were since the last set_fault that its error can meet.
  std::uint64_t calls() const { return calls_; }
  bool has_failed() const { return has_failed_; }

 private:
  struct Shared;
  struct OpenFile;
  struct Calls;  // what SQLite calls

  enum class Call { read, write, truncate, sync, size, open, make, remove, access, lock, map };

  void change(DiskStep step);
  // True if this call has to fail.
  bool fails(Call call);
  bool shortens() const;
  Shared& shared(const std::string& file);

  Disk disk_;
  std::vector<DiskStep> steps_;
  std::optional<Fault> fault_;
  std::uint64_t calls_ = 0;
  bool has_failed_ = false;
  std::map<std::string, std::unique_ptr<Shared>> shared_;
  std::string name_;
  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs vfs_{};
};

}  // namespace yellowsea::crash
