// Signs the log while the server runs: on a thread and a session of its own, off the write path, at most once
// a second, and only if something was added. What it signed last can be asked from any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/ledger/checkpoint.hpp"
#include "engine/service/witness_client.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

// A signed checkpoint, ready to be served. Immutable.
struct PublishedCheckpoint {
  ledger::SignedNote note;
  std::string text;  // of the note
  ledger::Checkpoint checkpoint;
};

// A witness that is asked, and the last checkpoint that it is known to have cosigned.
struct WitnessState {
  ledger::VerifierKey key;
  std::string organisation;   // whose it is; "" if nobody says
  std::uint64_t size = 0;     // of that checkpoint; 0: none since the server began
  std::uint64_t seconds = 0;  // when, since 1970, as the witness says
};

class LedgerSigner {
 public:
  LedgerSigner(std::unique_ptr<store::Session> reader, std::filesystem::path folder, ledger::SignerKey key);
  LedgerSigner(const LedgerSigner&) = delete;
  LedgerSigner& operator=(const LedgerSigner&) = delete;

  // Asks these witnesses for cosignatures; before start().
  void cosigned_by(WitnessClient witnesses);
  // Signs what is there, on the calling thread; before start(). Errors: those of seal().
  Result<void> sign_now();
  void start();

  // Not null after sign_now().
  std::shared_ptr<const PublishedCheckpoint> published() const;
  // In the order of the configuration. Any thread.
  std::vector<WitnessState> witnesses() const;
  const ledger::VerifierKey& key() const { return verifier_; }

 private:
  void run(const std::stop_token& stop);
  void ask_witnesses();
  Result<std::vector<Digest>> consistency_proof(std::uint64_t from, std::uint64_t to);
  void publish(ledger::SignedNote note, ledger::Checkpoint checkpoint);
  // Under the lock.
  void note_cosignatures();

  std::unique_ptr<store::Session> reader_;
  const std::filesystem::path folder_;
  const ledger::SignerKey key_;
  const ledger::VerifierKey verifier_;
  std::optional<WitnessClient> witnesses_;
  mutable std::mutex mutex_;
  std::shared_ptr<const PublishedCheckpoint> published_;
  std::vector<WitnessState> witness_states_;
  std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace yellowsea
