// Everything that can be proved of a stored ledger, recomputed from the stored bytes: what `ledger verify`
// says. Reads only, also beside a running server; keeps all items in memory. One snapshot, one thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/service/definitions.hpp"
#include "engine/service/pack.hpp"
#include "engine/store/store.hpp"

namespace yellowsea {

struct LedgerFinding {
  std::string where;  // "event 17 of KIND 'ID'", "the tree", "item …"
  std::string what;   // a sentence's rest: "is not …"
};

struct LedgerReport {
  std::int64_t events = 0;
  std::int64_t items = 0;
  std::string root;  // hex
  // Of the kept checkpoint; 0 if nothing was signed, and then a history rewritten as a whole can't be seen.
  std::uint64_t signed_size = 0;
  std::size_t erased_parts = 0;         // that can't be checked any more
  std::size_t found = 0;                // how many findings there are
  std::vector<LedgerFinding> findings;  // the first ones
};

inline constexpr std::size_t max_ledger_findings = 100;

// How far it goes: to the log itself (events, texts, private parts, tree, checkpoint), or also to whether
// each event follows from those before it and whether items and timers are what the events say, which takes
// many times as long.
enum class VerifyDepth { log, everything };

// `folder` holds key and checkpoint; without a key only the checkpoint's root is compared, not its signature.
// Throws store::StoreFailure.
LedgerReport verify_ledger(store::Session& session, const Pack& pack, const Definitions& definitions,
                           const std::filesystem::path& folder, VerifyDepth depth = VerifyDepth::everything);

}  // namespace yellowsea
