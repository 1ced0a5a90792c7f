// Who may read what: the one place where reading is decided. Every channel (item, list, count, search,
// history, live stream, export) asks it, or the tokens that it made.
//
// An item has reader tokens, made from its definition's `read` rules and its state: "public", "signed_in",
// "role:ROLE" or "role:ROLE@ORGANISATION". A caller holds tokens, too. A caller may read an item if they
// share one: nothing shared means not to be known (default: deny). Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "engine/machine/item.hpp"
#include "engine/service/caller.hpp"

namespace yellowsea {

// Tokens of an item, sorted.
std::vector<std::string> reader_tokens(const machine::Item& item);
// Tokens that a caller holds, sorted.
std::vector<std::string> tokens_of(const Caller& caller);
bool may_read(const Caller& caller, const machine::Item& item);

// How much of the fields a reader sees.
enum class Sight { nothing, open, internal, confidential };
Sight sight_of(const Caller& caller, const machine::Item& item);
// A property's visibility, from the schema's `x-visibility`.
Sight needed_sight(const Json& schema_properties, const std::string& name);
// The members of `values` that this sight shows. `schema` is an object schema or null.
Json visible_members(const std::optional<Json>& schema, const Json& values, Sight sight);
bool is_public(const machine::Item& item);

}  // namespace yellowsea
