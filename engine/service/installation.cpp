#include "engine/service/installation.hpp"

#include "engine/service/ledger_seal.hpp"
#include "engine/service/ledger_tree.hpp"

namespace yellowsea {

Result<std::unique_ptr<Installation>> Installation::open(const std::filesystem::path& folder,
                                                         std::shared_ptr<const Pack> pack,
                                                         const OpenStore& open_store, Instant now) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return fail(ProblemCode::unavailable, "folder", folder.string() + ": " + error.message());
  auto lock = store::LockFile::take(folder);
  if (!lock) return Failure(lock.error());
  auto store = open_store(folder);
  if (!store) return Failure(store.error());
  std::unique_ptr<Installation> installation(
      new Installation(folder, std::move(*lock), std::move(*store), std::move(pack)));
  auto loaded = in_transaction(installation->store().writer(), [&]() -> Result<void> {
    auto definitions = Definitions::load(installation->store().writer(), installation->pack(), now, true);
    if (!definitions) return Failure(definitions.error());
    installation->definitions_ = std::move(*definitions);
    complete_tree(installation->store().writer());
    // Nothing may be added to a history that contradicts what was signed.
    return check_against_checkpoint(installation->store().writer(), folder);
  });
  if (!loaded) return Failure(loaded.error());
  return installation;
}

Result<void> in_transaction(store::Session& writer, const std::function<Result<void>()>& work) {
  try {
    if (auto begun = writer.begin(); !begun) return begun;
    auto done = work();
    if (done) done = writer.commit();
    if (!done) writer.rollback();
    return done;
  } catch (const store::StoreFailure& failure) {
    writer.rollback();
    return Failure(failure.problem());
  }
}

}  // namespace yellowsea
