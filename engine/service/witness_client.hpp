// Asks a log's witnesses to cosign its checkpoints (C2SP tlog-witness). Blocks while it asks; one thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/base/http_exchange.hpp"
#include "engine/ledger/checkpoint.hpp"

namespace yellowsea {

struct WitnessAddress {
  ledger::VerifierKey key;
  std::string url;           // of the witness; "/add-checkpoint" is below it
  std::string organisation;  // whose it is; "" if nobody says
};

class WitnessClient {
 public:
  // The consistency proof from an older size to the checkpoint's.
  using Prove = std::function<Result<std::vector<Digest>>(std::uint64_t old_size)>;

  WitnessClient(std::vector<WitnessAddress> witnesses, HttpExchange exchange);

  // The checkpoint with the cosignatures that it has and those that witnesses add now; what does not verify
  // is left out. Failures are told on standard error, each witness's once until it answers again.
  ledger::SignedNote cosigned(ledger::SignedNote note, const Prove& prove);
  // Whether every witness has cosigned it.
  bool is_complete(const ledger::SignedNote& note) const;
  std::vector<WitnessAddress> addresses() const;

 private:
  struct Known {
    WitnessAddress address;
    std::uint64_t size = 0;  // what the witness cosigned last, as far as we know
    bool failing = false;
  };
  Result<ledger::NoteSignature> ask(Known& witness, const ledger::SignedNote& note, std::uint64_t size,
                                    const Prove& prove);

  std::vector<Known> witnesses_;
  HttpExchange exchange_;
};

}  // namespace yellowsea
