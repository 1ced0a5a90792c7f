// Colleagues and who stands in for them: GET /api/v1/stand-ins, PUT and DELETE /api/v1/stand-ins/own. Reads
// on the I/O thread; what is written is handed to the writer.
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

// nullopt if the path is not theirs.
std::optional<Response> read_stand_ins(const ApiParts& parts, const Call& call);
// False if the path is not theirs. Errors: unauthenticated, malformed, and name_stand_in's.
bool write_stand_ins(const ApiParts& parts, Call& call);

}  // namespace yellowsea::web
