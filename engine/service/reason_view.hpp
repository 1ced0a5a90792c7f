// Reasons as callers see them: as data that programs read, and as a sentence in the reader's language, made
// from the workflow's own `rules`, or from titles where it has none. Names only what the caller may see.
// Pure; any thread.
#pragma once

#include <string>

#include "engine/machine/reasons.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/pack.hpp"

namespace yellowsea {

// For whom, and about which event of which item. Does not own.
struct ReasonReader {
  const Pack& pack;
  const Caller& caller;
  const machine::Item& item;
  std::string event;
  std::string language;  // en, ja, zh, ko
};

// {"rule", "by", "cause", "sentence"} and what there is of "items" (ids, all of "kind"), "roles",
// "organisations", "states" (paths), "field" (a JSON Pointer), "when" and "of".
Json reason_view(const machine::Reason& reason, const ReasonReader& reader);
Json reasons_view(const std::vector<machine::Reason>& reasons, const ReasonReader& reader);

std::string reason_sentence(const machine::Reason& reason, const ReasonReader& reader);

}  // namespace yellowsea
