// GET /api/v1/dashboard: the pack's sections, each with its number and its first items.
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

std::optional<Response> read_dashboard(const ApiParts& parts, StoreRepository& repository, const Call& call);

}  // namespace yellowsea::web
