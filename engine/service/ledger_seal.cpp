#include "engine/service/ledger_seal.hpp"

#include "engine/service/durable_file.hpp"
#include "engine/service/ledger_key.hpp"
#include "engine/service/ledger_tree.hpp"

namespace yellowsea {
namespace {

namespace fs = std::filesystem;

Result<std::optional<ledger::Checkpoint>> kept_values(const fs::path& folder) {
  const auto note = kept_checkpoint(folder);
  if (!note) return Failure(note.error());
  if (!*note) return std::optional<ledger::Checkpoint>();
  auto checkpoint = ledger::read_checkpoint((*note)->text);
  if (!checkpoint) return Failure(checkpoint.error());
  return std::optional(std::move(*checkpoint));
}

Result<void> goes_on_from(store::Session& session, const ledger::Checkpoint& kept, const fs::path& folder) {
  const auto size = static_cast<std::uint64_t>(session.last_seq());
  const std::string file = (folder / checkpoint_file).string();
  if (size < kept.size) {
    return fail(
        ProblemCode::refused, "behind_checkpoint",
        "the database has " + std::to_string(size) + " events, but this installation has signed a log of " +
            std::to_string(kept.size) + " (" + file +
            "): it is older than what others have seen; restore a later backup, or, if there is none, "
            "'yellowsea restore FILE --behind-checkpoint'");
  }
  if (tree_of(session, kept.size).root() != kept.root) {
    return fail(
        ProblemCode::refused, "forked",
        "the first " + std::to_string(kept.size) +
            " events of the database are not those that this installation has signed (" + file +
            "): it was edited, or belongs to another installation; 'yellowsea ledger verify' says more, "
            "then restore a backup");
  }
  return {};
}

// The root of all entries, those above the kept checkpoint hashed again from their bytes.
Result<Digest> rehashed_root(store::Session& session, std::uint64_t trusted) {
  ledger::Frontier frontier = tree_of(session, trusted).frontier();
  Result<void> right;
  session.each_event(static_cast<std::int64_t>(trusted), session.last_seq(), [&](const store::EventRow& row) {
    const Digest leaf = ledger::leaf_hash(row.entry);
    if (leaf != digest_of(row.leaf)) {
      right =
          fail(ProblemCode::refused, "damaged",
               "event " + std::to_string(row.seq) + " of " + row.kind + " '" + row.id +
                   "' is not what its leaf was made of: nothing is signed; run 'yellowsea ledger verify'");
      return false;
    }
    frontier.append(leaf);
    return true;
  });
  if (!right) return Failure(right.error());
  return frontier.root();
}

fs::path put_aside(const fs::path& file, const std::string& suffix, std::error_code& error) {
  fs::path aside = file.string() + suffix;
  fs::rename(file, aside, error);
  return aside;
}

}  // namespace

Result<std::optional<ledger::SignedNote>> kept_checkpoint(const fs::path& folder) {
  const fs::path file = folder / checkpoint_file;
  std::error_code error;
  if (!fs::exists(file, error)) return std::optional<ledger::SignedNote>();
  const auto text = read_whole_file(file, ledger::max_note_bytes);
  if (!text) return Failure(text.error());
  auto note = ledger::read_note(*text);
  if (!note) {
    Problem problem = note.error();
    problem.detail = file.string() + ": " + problem.detail;
    return Failure(std::move(problem));
  }
  return std::optional(std::move(*note));
}

Result<void> check_against_checkpoint(store::Session& session, const fs::path& folder) {
  const auto kept = kept_values(folder);
  if (!kept) return Failure(kept.error());
  if (!*kept) return {};
  return goes_on_from(session, **kept, folder);
}

Result<ledger::SignedNote> seal(store::Session& session, const fs::path& folder,
                                const ledger::SignerKey& key) {
  const FileLock lock(folder / "checkpoint.lock");
  if (!lock.held())
    return fail(ProblemCode::unavailable, "file_write",
                (folder / "checkpoint.lock").string() + ": cannot be locked");
  auto note = kept_checkpoint(folder);
  if (!note) return Failure(note.error());
  std::uint64_t trusted = 0;
  if (*note) {
    const auto kept = ledger::open_checkpoint(**note, key.verifier());
    if (!kept) return Failure(kept.error());
    // Another process may have signed what this snapshot does not have yet.
    if (static_cast<std::uint64_t>(session.last_seq()) <= kept->size) {
      if (static_cast<std::uint64_t>(session.last_seq()) == kept->size) {
        if (auto same = goes_on_from(session, *kept, folder); !same) return Failure(same.error());
      }
      return **note;
    }
    if (auto same = goes_on_from(session, *kept, folder); !same) return Failure(same.error());
    trusted = kept->size;
  }
  const auto root = rehashed_root(session, trusted);
  if (!root) return Failure(root.error());
  const ledger::Checkpoint checkpoint{key.name, static_cast<std::uint64_t>(session.last_seq()), *root};
  auto sealed = ledger::sign_checkpoint(checkpoint, key);
  if (auto kept = replace_file(folder / checkpoint_file, to_text(sealed)); !kept)
    return Failure(kept.error());
  return sealed;
}

Result<void> keep_cosignatures(const fs::path& folder, const ledger::SignedNote& note) {
  const FileLock lock(folder / "checkpoint.lock");
  const auto kept = kept_checkpoint(folder);
  if (!kept) return Failure(kept.error());
  if (!*kept || (*kept)->text != note.text) return {};
  return replace_file(folder / checkpoint_file, to_text(note));
}

Result<void> begin_new_log(const fs::path& folder, const std::string& date) {
  const auto kept = kept_values(folder);
  if (!kept) return Failure(kept.error());
  if (!*kept) return {};
  const std::string suffix = ".until-" + std::to_string((*kept)->size);
  std::error_code error;
  put_aside(folder / checkpoint_file, suffix, error);
  if (!error && has_ledger_key(folder)) put_aside(folder / ledger_key_file, suffix, error);
  if (error) return fail(ProblemCode::unavailable, "file_write", folder.string() + ": " + error.message());
  const auto key = make_key_file(folder / ledger_key_file, (*kept)->origin + "/restored-" + date,
                                 ledger::KeyKind::ed25519);
  return key ? Result<void>() : Failure(key.error());
}

}  // namespace yellowsea
