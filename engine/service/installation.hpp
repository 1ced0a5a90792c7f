// An installation: a folder with the store and its lock, and the pack it runs. Opening it is how every
// command begins. Owned by the composition root; the parts are used as their own headers say.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "engine/calendar/clock.hpp"
#include "engine/service/recorder.hpp"
#include "engine/store/lock_file.hpp"

namespace yellowsea {

class Installation {
 public:
  // How the store is opened: the composition root names the backend.
  using OpenStore = std::function<Result<std::unique_ptr<store::Store>>(const std::filesystem::path& folder)>;

  // Takes the folder's lock, opens the store and loads the definitions. The folder is made if it is missing.
  // Errors: unavailable (locked by another process, unusable folder or store), refused (released_definition;
  // behind_checkpoint, forked: the database contradicts the last signed checkpoint).
  static Result<std::unique_ptr<Installation>> open(const std::filesystem::path& folder,
                                                    std::shared_ptr<const Pack> pack,
                                                    const OpenStore& open_store, Instant now);

  store::Store& store() { return *store_; }
  const Pack& pack() const { return *pack_; }
  const Definitions& definitions() const { return definitions_; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  Installation(std::filesystem::path folder, store::LockFile lock, std::unique_ptr<store::Store> store,
               std::shared_ptr<const Pack> pack)
      : folder_(std::move(folder)),
        lock_(std::move(lock)),
        store_(std::move(store)),
        pack_(std::move(pack)) {}

  std::filesystem::path folder_;
  store::LockFile lock_;
  std::unique_ptr<store::Store> store_;
  std::shared_ptr<const Pack> pack_;
  Definitions definitions_;
};

// Runs `work` in one transaction of the writer: committed if it succeeds, rolled back if it fails or throws.
Result<void> in_transaction(store::Session& writer, const std::function<Result<void>()>& work);

}  // namespace yellowsea
