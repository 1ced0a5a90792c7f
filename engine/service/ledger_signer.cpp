#include "engine/service/ledger_signer.hpp"

#include <chrono>
#include <condition_variable>
#include <iostream>

#include "engine/service/ledger_seal.hpp"

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
    std::string text = to_text(*note);
    auto published = std::make_shared<const PublishedCheckpoint>(
        PublishedCheckpoint{std::move(*note), std::move(text), std::move(*checkpoint)});
    const std::lock_guard lock(mutex_);
    published_ = std::move(published);
    return {};
  } catch (const store::StoreFailure& failure) {
    reader_->rollback();
    return Failure(failure.problem());
  }
}

void LedgerSigner::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

std::shared_ptr<const PublishedCheckpoint> LedgerSigner::published() const {
  const std::lock_guard lock(mutex_);
  return published_;
}

void LedgerSigner::run(const std::stop_token& stop) {
  std::mutex waiting;
  std::condition_variable_any wake;
  int failures = 0;
  while (true) {
    std::unique_lock lock(waiting);
    wake.wait_for(lock, stop, between_signatures, [] { return false; });
    const auto signed_now = sign_now();
    if (!signed_now && failures++ % failures_between_lines == 0)
      std::cerr << "yellowsea: the log is not signed: " << signed_now.error().detail << '\n';
    if (signed_now) failures = 0;
    if (stop.stop_requested()) return;
  }
}

}  // namespace yellowsea
