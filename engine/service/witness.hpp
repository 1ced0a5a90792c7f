// A witness of somebody's log (C2SP tlog-witness): cosigns a checkpoint only if it is rightly signed and goes
// on from the one that it cosigned before, so that the log can't show two histories. What it saw is on the
// disk before it signs. Owned by one thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ledger/checkpoint.hpp"

namespace yellowsea {

struct WitnessAnswer {
  int status = 0;  // of HTTP: 200, 400, 403, 404, 409, 422, 500
  std::string media_type;
  std::string body;
  std::string report;  // what the operator has to know: a fork, a rollback, a failed disk; "" if nothing
};

inline constexpr const char* witness_size_type = "text/x.tlog.size";

class Witness {
 public:
  // `state` is made with the first checkpoint; it must be of the same log. Errors: unavailable, malformed,
  // refused (signature, origin), invalid ("witness_key": not of the kind for cosignatures).
  static Result<Witness> open(ledger::SignerKey key, ledger::VerifierKey log, std::filesystem::path state);

  // Answers a request of add-checkpoint. `time`: seconds since 1970.
  WitnessAnswer add_checkpoint(std::string_view request, std::uint64_t time);
  std::uint64_t size() const { return last_ ? last_->size : 0; }

 private:
  Witness(ledger::SignerKey key, ledger::VerifierKey log, std::filesystem::path state)
      : key_(std::move(key)), log_(std::move(log)), state_(std::move(state)) {}

  ledger::SignerKey key_;
  ledger::VerifierKey log_;
  std::filesystem::path state_;
  std::optional<ledger::Checkpoint> last_;
};

// The request that asks for a cosignature: the size that the witness knows, the proof from there, the
// checkpoint.
std::string witness_request(std::uint64_t old_size, const std::vector<Digest>& proof,
                            const ledger::SignedNote& note);

}  // namespace yellowsea
