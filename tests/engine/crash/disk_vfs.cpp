#include "tests/engine/crash/disk_vfs.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace yellowsea::crash {

// What the connections of one file share.
struct DiskVfs::Shared {
  std::map<OpenFile*, int> locks;  // SQLITE_LOCK_* of each
  std::vector<std::unique_ptr<std::string>> regions;
  struct Slot {
    std::set<OpenFile*> readers;
    OpenFile* writer = nullptr;
  };
  std::array<Slot, SQLITE_SHM_NLOCK> slots;
};

struct DiskVfs::OpenFile {
  DiskVfs* vfs = nullptr;
  std::string name;
  bool temporary = false;
};

// Each is called by SQLite, hence nothing may leave it but a result code.
struct DiskVfs::Calls {
  struct Handle {
    sqlite3_file base;
    OpenFile* open;
  };

  static OpenFile& of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file)->open; }
  static DiskVfs& of(sqlite3_vfs* vfs) { return *static_cast<DiskVfs*>(vfs->pAppData); }

  static int close(sqlite3_file* file) {
    auto* handle = reinterpret_cast<Handle*>(file);
    OpenFile* open = handle->open;
    Shared& shared = open->vfs->shared(open->name);
    shared.locks.erase(open);
    for (auto& slot : shared.slots) {
      slot.readers.erase(open);
      if (slot.writer == open) slot.writer = nullptr;
    }
    if (open->temporary) open->vfs->change({DiskStep::Action::remove_durably, open->name});
    delete open;
    handle->open = nullptr;
    return SQLITE_OK;
  }

  static int read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    OpenFile& open = of(file);
    if (open.vfs->fails(Call::read)) return SQLITE_IOERR_READ;
    const std::string* content = open.vfs->disk_.read(open.name);
    if (content == nullptr) return SQLITE_IOERR_READ;
    const auto from = static_cast<std::size_t>(offset);
    const auto wanted = static_cast<std::size_t>(size);
    const std::size_t there = from < content->size() ? std::min(wanted, content->size() - from) : 0;
    if (there > 0) std::memcpy(to, content->data() + from, there);
    std::memset(static_cast<char*>(to) + there, 0, wanted - there);
    return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
  }

  static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    OpenFile& open = of(file);
    DiskStep step{DiskStep::Action::write, open.name, static_cast<std::size_t>(offset),
                  std::string(static_cast<const char*>(from), static_cast<std::size_t>(size))};
    if (open.vfs->fails(Call::write)) {
      if (!open.vfs->shortens())
        return open.vfs->fault_->error == IoError::io ? SQLITE_IOERR_WRITE : SQLITE_FULL;
      step.bytes.resize(step.bytes.size() / 2);
      open.vfs->change(std::move(step));
      return SQLITE_FULL;
    }
    open.vfs->change(std::move(step));
    return SQLITE_OK;
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    OpenFile& open = of(file);
    if (open.vfs->fails(Call::truncate)) return SQLITE_IOERR_TRUNCATE;
    open.vfs->change({DiskStep::Action::truncate, open.name, static_cast<std::size_t>(size)});
    return SQLITE_OK;
  }

  static int sync(sqlite3_file* file, int) {
    OpenFile& open = of(file);
    if (open.vfs->fails(Call::sync)) return SQLITE_IOERR_FSYNC;
    open.vfs->change({DiskStep::Action::sync, open.name});
    return SQLITE_OK;
  }

  static int size(sqlite3_file* file, sqlite3_int64* size) {
    OpenFile& open = of(file);
    if (open.vfs->fails(Call::size)) return SQLITE_IOERR_FSTAT;
    const std::string* content = open.vfs->disk_.read(open.name);
    *size = content == nullptr ? 0 : static_cast<sqlite3_int64>(content->size());
    return SQLITE_OK;
  }

  static int lock(sqlite3_file* file, int wanted) {
    OpenFile& open = of(file);
    if (open.vfs->fails(Call::lock)) return SQLITE_IOERR_LOCK;
    auto& locks = open.vfs->shared(open.name).locks;
    int& mine = locks[&open];
    if (mine >= wanted) return SQLITE_OK;
    for (const auto& [other, held] : locks) {
      if (other == &open) continue;
      const bool stands_in_the_way =
          wanted == SQLITE_LOCK_SHARED ? held >= SQLITE_LOCK_PENDING
                                       : held >= SQLITE_LOCK_RESERVED ||
                                             (wanted == SQLITE_LOCK_EXCLUSIVE && held >= SQLITE_LOCK_SHARED);
      if (stands_in_the_way) return SQLITE_BUSY;
    }
    mine = wanted;
    return SQLITE_OK;
  }

  static int unlock(sqlite3_file* file, int wanted) {
    OpenFile& open = of(file);
    open.vfs->shared(open.name).locks[&open] = wanted;
    return SQLITE_OK;
  }

  static int is_reserved(sqlite3_file* file, int* reserved) {
    OpenFile& open = of(file);
    const auto& locks = open.vfs->shared(open.name).locks;
    *reserved = std::any_of(locks.begin(), locks.end(),
                            [](const auto& lock) { return lock.second >= SQLITE_LOCK_RESERVED; })
                    ? 1
                    : 0;
    return SQLITE_OK;
  }

  static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  static int sector_size(sqlite3_file*) { return 4096; }
  // As SQLite's own for Unix says of every disk: what lies beside a write is not harmed by it.
  static int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

  static int map_region(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
    OpenFile& open = of(file);
    *memory = nullptr;
    if (open.vfs->fails(Call::map)) return SQLITE_IOERR_SHMMAP;
    auto& regions = open.vfs->shared(open.name).regions;
    const auto wanted = static_cast<std::size_t>(region);
    if (regions.size() <= wanted && extend == 0) return SQLITE_OK;
    while (regions.size() <= wanted)
      regions.push_back(std::make_unique<std::string>(static_cast<std::size_t>(size), '\0'));
    *memory = regions[wanted]->data();
    return SQLITE_OK;
  }

  static int lock_region(sqlite3_file* file, int offset, int count, int flags) {
    OpenFile& open = of(file);
    auto& slots = open.vfs->shared(open.name).slots;
    const auto from = slots.begin() + offset;
    const auto to = from + count;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
      std::for_each(from, to, [&](Shared::Slot& slot) {
        slot.readers.erase(&open);
        if (slot.writer == &open) slot.writer = nullptr;
      });
      return SQLITE_OK;
    }
    const bool to_write = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    const bool free = std::all_of(from, to, [&](const Shared::Slot& slot) {
      if (slot.writer != nullptr && slot.writer != &open) return false;
      return !to_write || slot.readers.empty() || (slot.readers.size() == 1 && slot.readers.contains(&open));
    });
    if (!free) return SQLITE_BUSY;
    std::for_each(from, to, [&](Shared::Slot& slot) {
      if (to_write) {
        slot.writer = &open;
      } else {
        slot.readers.insert(&open);
      }
    });
    return SQLITE_OK;
  }

  static void barrier(sqlite3_file*) {}
  static int unmap(sqlite3_file* file, int remove) {
    OpenFile& open = of(file);
    if (remove != 0) open.vfs->shared(open.name).regions.clear();
    return SQLITE_OK;
  }

  static const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods all = [] {
      sqlite3_io_methods m{};
      m.iVersion = 2;
      m.xClose = close;
      m.xRead = read;
      m.xWrite = write;
      m.xTruncate = truncate;
      m.xSync = sync;
      m.xFileSize = size;
      m.xLock = lock;
      m.xUnlock = unlock;
      m.xCheckReservedLock = is_reserved;
      m.xFileControl = control;
      m.xSectorSize = sector_size;
      m.xDeviceCharacteristics = characteristics;
      m.xShmMap = map_region;
      m.xShmLock = lock_region;
      m.xShmBarrier = barrier;
      m.xShmUnmap = unmap;
      return m;
    }();
    return all;
  }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* taken) {
    DiskVfs& disk = of(vfs);
    file->pMethods = nullptr;
    const bool temporary = name == nullptr;
    const std::string path = temporary ? "temporary-" + std::to_string(disk.steps_.size()) : name;
    if (disk.disk_.read(path) == nullptr) {
      // The program makes the database's file itself, on the real disk.
      struct stat real {};
      const bool made = (flags & SQLITE_OPEN_MAIN_DB) != 0 && ::stat(path.c_str(), &real) == 0;
      if ((flags & SQLITE_OPEN_CREATE) == 0 && !made) return SQLITE_CANTOPEN;
      if (disk.fails(Call::make)) return SQLITE_CANTOPEN;
      disk.change({DiskStep::Action::create, path});
    } else if (disk.fails(Call::open)) {
      return SQLITE_CANTOPEN;
    }
    auto* handle = reinterpret_cast<Handle*>(file);
    handle->open = new OpenFile{&disk, path, temporary};
    file->pMethods = &methods();
    if (taken != nullptr) *taken = flags;
    return SQLITE_OK;
  }

  static int remove(sqlite3_vfs* vfs, const char* name, int durably) {
    DiskVfs& disk = of(vfs);
    if (disk.fails(Call::remove)) return SQLITE_IOERR_DELETE;
    if (disk.disk_.read(name) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
    disk.change({durably != 0 ? DiskStep::Action::remove_durably : DiskStep::Action::remove, name});
    return SQLITE_OK;
  }

  static int access(sqlite3_vfs* vfs, const char* name, int flags, int* there) {
    DiskVfs& disk = of(vfs);
    if (disk.fails(Call::access)) return SQLITE_IOERR_ACCESS;
    const std::string* content = disk.disk_.read(name);
    // An empty journal counts as none, as it does in SQLite's own.
    *there = content != nullptr && (flags != SQLITE_ACCESS_EXISTS || !content->empty()) ? 1 : 0;
    return SQLITE_OK;
  }

  static int full_name(sqlite3_vfs*, const char* name, int size, char* full) {
    sqlite3_snprintf(size, full, "%s", name);
    return SQLITE_OK;
  }

  static int randomness(sqlite3_vfs* vfs, int size, char* bytes) {
    return of(vfs).real_->xRandomness(of(vfs).real_, size, bytes);
  }
  static int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
  static int now(sqlite3_vfs* vfs, double* days) { return of(vfs).real_->xCurrentTime(of(vfs).real_, days); }
  static int last_error(sqlite3_vfs*, int, char*) { return 0; }
};

DiskVfs::DiskVfs(Disk disk) : disk_(std::move(disk)) {
  real_ = sqlite3_vfs_find("unix");
  name_ = "disk-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
  vfs_.iVersion = 1;
  vfs_.szOsFile = sizeof(Calls::Handle);
  vfs_.mxPathname = 512;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = Calls::open;
  vfs_.xDelete = Calls::remove;
  vfs_.xAccess = Calls::access;
  vfs_.xFullPathname = Calls::full_name;
  vfs_.xRandomness = Calls::randomness;
  vfs_.xSleep = Calls::sleep;
  vfs_.xCurrentTime = Calls::now;
  vfs_.xGetLastError = Calls::last_error;
  sqlite3_vfs_register(&vfs_, 1);
}

DiskVfs::~DiskVfs() {
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(real_, 1);
}

void DiskVfs::change(DiskStep step) {
  disk_.apply(step);
  steps_.push_back(std::move(step));
}

void DiskVfs::set_fault(const Fault& fault) {
  fault_ = fault;
  calls_ = 0;
  has_failed_ = false;
}

bool DiskVfs::fails(Call call) {
  if (!fault_) return false;
  switch (fault_->error) {
    case IoError::io:
      break;
    case IoError::no_space:
      if (call != Call::write && call != Call::make && call != Call::map) return false;
      break;
    case IoError::short_write:
      if (call != Call::write) return false;
      break;
    case IoError::no_sync:
      if (call != Call::sync) return false;
      break;
  }
  ++calls_;
  const bool met = fault_->for_good ? calls_ >= fault_->at : calls_ == fault_->at;
  has_failed_ = has_failed_ || met;
  return met;
}

bool DiskVfs::shortens() const { return fault_ && fault_->error == IoError::short_write; }

DiskVfs::Shared& DiskVfs::shared(const std::string& file) {
  auto& found = shared_[file];
  if (!found) found = std::make_unique<Shared>();
  return *found;
}

}  // namespace yellowsea::crash
