// ACTION's own routes in the OpenAPI document. I/O thread.
#pragma once

#include "web/routes/api.hpp"

namespace yellowsea::web {

// GET /openapi.json with ACTION's routes beside the common ones; nullopt for any other path, or another pack.
std::optional<Response> read_action_openapi(const ApiParts& parts, StoreRepository& repository,
                                            const Call& call);

}  // namespace yellowsea::web
