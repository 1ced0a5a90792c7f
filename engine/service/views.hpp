// Items, events and kinds as the JSON that callers see: only what they may see. Pure; any thread.
#pragma once

#include <string>

#include "engine/machine/evaluate.hpp"
#include "engine/machine/event.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/pack.hpp"

namespace yellowsea {

// An item as in the contract. `base` is the address of the API, "/api/v1".
Json item_view(const machine::Item& item, const Pack& pack, const Caller& caller, Instant now);
// The same for a sight that is known already: the public's, or all of it for the program's own commands.
Json item_view(const machine::Item& item, const Pack& pack, Sight sight, Instant now);
// One entry of an item's history.
Json event_view(const machine::Event& event, std::int64_t seq, Instant recorded_at, const machine::Item& item,
                Sight sight);
// A message of the live stream.
Json live_view(std::int64_t seq, const machine::Event& event, const machine::Item& item);
// The pack, for user interfaces: kinds, roles, organisations; fields, events and states in the order of their
// file.
OrderedJson meta_view(const Pack& pack);

// The sentence for a refusal in one of the languages (English if it has none there).
std::string refusal_sentence(const machine::Definition* definition, const std::string& rule,
                             const std::string& language);
// Title of an event or a kind in a language, or its name.
std::string title_in(const Json& titles, const std::string& language, const std::string& fallback);

}  // namespace yellowsea
