// The interface described as OpenAPI 3.1, made from the pack: every kind's paths, fields and events.
#pragma once

#include "engine/service/pack.hpp"

namespace yellowsea::web {

Json openapi(const Pack& pack);
// A kind may not be called in addresses what the interface itself has there. Errors: malformed ("address"),
// naming the kind.
Result<void> check_addresses(const Pack& pack);

}  // namespace yellowsea::web
