// GET /api/v1/progress?round=: how the commitments of a round go: how many were open since when, and how many
// of each city stand where now. `city` (an id or a name) asks for one city's, `as_of` for how it was. Reads;
// the thread that owns the repository.
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

std::optional<Response> read_progress(const ApiParts& parts, StoreRepository& repository, const Call& call);

}  // namespace yellowsea::web
