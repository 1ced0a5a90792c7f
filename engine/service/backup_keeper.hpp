// Makes a backup every so often while the server runs, on a thread of its own, and keeps the newest of them.
// What is to be copied and how it is checked is given by the composition root.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/calendar/clock.hpp"

namespace yellowsea {

struct BackupPlan {
  std::filesystem::path folder;
  std::chrono::hours every{24};
  std::size_t keep = 30;
};

// {"folder": PATH, "every_hours": 1 to 8784, "keep": 1 to 10000}; the last two may be left out. nullopt for
// null. Errors: malformed ("configuration"), naming the member.
Result<std::optional<BackupPlan>> read_backup_plan(const Json& settings);

class BackupKeeper {
 public:
  // Makes a new file of that name that is complete, on the disk and found to be sound; or none.
  using Copy = std::function<Result<void>(const std::string& file)>;

  BackupKeeper(BackupPlan plan, Copy copy, const Clock& clock);
  BackupKeeper(const BackupKeeper&) = delete;
  BackupKeeper& operator=(const BackupKeeper&) = delete;

  // Makes a backup if the newest one is older than the plan says, then removes what is beyond those to keep:
  // never before the new one is good. Returns its file. A clock that was set back makes none until its time
  // comes again. Errors: unavailable (the folder, the copy).
  Result<std::optional<std::filesystem::path>> keep_now();
  void start();

  // When the newest one was made, as its name says; from any thread.
  std::optional<Instant> newest() const;

 private:
  struct Kept {
    Instant at;
    std::filesystem::path file;
  };
  // Oldest first; other files in the folder are nobody's business.
  Result<std::vector<Kept>> kept() const;
  void run(const std::stop_token& stop);

  const BackupPlan plan_;
  const Copy copy_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::optional<Instant> newest_;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace yellowsea
