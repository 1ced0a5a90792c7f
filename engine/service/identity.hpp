// Ids of items: which are allowed, and how one is made from the fields of a new item. Pure but for the
// repository that is asked which ids are taken; the thread that owns the repository.
#pragma once

#include <string>
#include <string_view>

#include "engine/machine/definition.hpp"
#include "engine/machine/repository.hpp"

namespace yellowsea {

// What may follow [A-Za-z0-9] in an id are up to 99 of [A-Za-z0-9._~-]: safe in an address and in a file
// name. Kinds are looked up in the pack and may also have '_'.
bool is_item_id(std::string_view text);

// The text as a part of an id: letters keep their case, everything outside [A-Za-z0-9._-] becomes one '-'.
std::string id_part(std::string_view text);

// The id of a new item, by the definition's `identity`: the values at its paths, joined. If one of them is
// absent or leaves nothing, KIND-NUMBER with the next order number. An id that is taken gets -2, -3 … added.
std::string item_id_for(const machine::Definition& definition, const Json& fields,
                        machine::Repository& repository);

}  // namespace yellowsea
