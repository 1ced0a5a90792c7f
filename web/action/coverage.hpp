// GET /api/v1/coverage?round=: the coverage matrix, report × addressed city, and /api/v1/coverage.csv, the
// same as a table. Parameters besides: city (an id or a name), state (of plans), gaps=true, as_of, and the
// filters of config/coverage.json; for the table also lang, the language of its titles.
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

std::optional<Response> read_coverage(const ApiParts& parts, StoreRepository& repository, const Call& call);

}  // namespace yellowsea::web
