// What a person sees and does of their own access: sessions (/api/v1/sessions), password (/api/v1/password),
// tokens (/api/v1/tokens) and second factor (/api/v1/second-factor). For people who are signed in, not for
// tokens.
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

std::optional<Response> read_own_access(const ApiParts& parts, const Call& call);
// False if the path is another. Answers through call.reply.
bool write_own_access(const ApiParts& parts, Call& call);

}  // namespace yellowsea::web
