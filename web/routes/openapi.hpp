// The interface described as OpenAPI 3.1, made from the pack: every kind's paths, fields and events.
#pragma once

#include "engine/service/pack.hpp"

namespace yellowsea::web {

Json openapi(const Pack& pack);

}  // namespace yellowsea::web
