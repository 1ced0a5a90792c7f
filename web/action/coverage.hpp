// GET /api/v1/coverage?round=: the coverage matrix, report × addressed city. Which kinds and fields it is
// made of is in config/coverage.json.
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

std::optional<Response> read_coverage(const ApiParts& parts, StoreRepository& repository, const Call& call);

}  // namespace yellowsea::web
