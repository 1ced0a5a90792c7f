// What the installation says of itself: /healthz, /readyz, /metrics, /openapi.json, /api/v1/meta.
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

std::optional<Response> read_system(const ApiParts& parts, const Call& call);

}  // namespace yellowsea::web
