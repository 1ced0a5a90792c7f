#include "engine/service/ledger_signer.hpp"

#include <chrono>
#include <iostream>

#include "engine/base/recurring.hpp"
#include "engine/service/ledger_seal.hpp"
#include "engine/service/ledger_tree.hpp"

namespace yellowsea {
namespace {

constexpr std::chrono::seconds between_signatures{1};

// A failed disk is asked again, but not told of every second.
constexpr int failures_between_lines = 60;

}  // namespace

LedgerSigner::LedgerSigner(std::unique_ptr<store::Session> reader, std::filesystem::path folder,
                           ledger::SignerKey key)
    : reader_(std::move(reader)),
      folder_(std::move(folder)),
      key_(std::move(key)),
      verifier_(key_.verifier()) {}

Result<void> LedgerSigner::sign_now() {
  try {
    if (auto begun = reader_->begin(); !begun) return begun;
    auto note = seal(*reader_, folder_, key_);
    reader_->rollback();
    if (!note) return Failure(note.error());
    auto checkpoint = ledger::read_checkpoint(note->text);
    if (!checkpoint) return Failure(checkpoint.error());
    publish(std::move(*note), std::move(*checkpoint));
    return {};
  } catch (const store::StoreFailure& failure) {
    reader_->rollback();
    return Failure(failure.problem());
  }
}

void LedgerSigner::publish(ledger::SignedNote note, ledger::Checkpoint checkpoint) {
  std::string text = to_text(note);
  auto published = std::make_shared<const PublishedCheckpoint>(
      PublishedCheckpoint{std::move(note), std::move(text), std::move(checkpoint)});
  const std::lock_guard lock(mutex_);
  published_ = std::move(published);
  note_cosignatures();
}

void LedgerSigner::note_cosignatures() {
  if (published_ == nullptr) return;
  for (WitnessState& witness : witness_states_) {
    const auto at = cosigned_at(published_->note, witness.key);
    if (!at) continue;
    witness.size = published_->checkpoint.size;
    witness.seconds = *at;
  }
}

void LedgerSigner::cosigned_by(WitnessClient witnesses) {
  const std::lock_guard lock(mutex_);
  witness_states_.clear();
  for (const WitnessAddress& each : witnesses.addresses())
    witness_states_.push_back({each.key, each.organisation});
  note_cosignatures();
  witnesses_ = std::move(witnesses);
}

std::vector<WitnessState> LedgerSigner::witnesses() const {
  const std::lock_guard lock(mutex_);
  return witness_states_;
}

Result<std::vector<Digest>> LedgerSigner::consistency_proof(std::uint64_t from, std::uint64_t to) {
  try {
    if (auto begun = reader_->begin(); !begun) return Failure(begun.error());
    auto proof = tree_of(*reader_, to).consistency_proof(from);
    reader_->rollback();
    return proof;
  } catch (const store::StoreFailure& failure) {
    reader_->rollback();
    return Failure(failure.problem());
  }
}

void LedgerSigner::ask_witnesses() {
  const auto last = published();
  if (!witnesses_ || last == nullptr || witnesses_->is_complete(last->note)) return;
  const std::uint64_t size = last->checkpoint.size;
  auto note =
      witnesses_->cosigned(last->note, [&](std::uint64_t from) { return consistency_proof(from, size); });
  if (note.signatures.size() == last->note.signatures.size()) return;
  if (const auto kept = keep_cosignatures(folder_, note); !kept)
    std::cerr << "yellowsea: cosignatures are not kept: " << kept.error().detail << '\n';
  publish(std::move(note), last->checkpoint);
}

void LedgerSigner::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

std::shared_ptr<const PublishedCheckpoint> LedgerSigner::published() const {
  const std::lock_guard lock(mutex_);
  return published_;
}

void LedgerSigner::run(const std::stop_token& stop) {
  FailureLog failures("the log is not signed", failures_between_lines);
  while (true) {
    rest_for(stop, between_signatures);
    if (const auto signed_now = sign_now())
      failures.works();
    else
      failures.note(signed_now.error());
    if (stop.stop_requested()) return;
    ask_witnesses();
  }
}

}  // namespace yellowsea
