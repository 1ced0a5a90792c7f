// What belongs to the person who is signed in: GET /api/v1/session, form drafts (/api/v1/drafts/KEY), notices
// (/api/v1/notices).
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

std::optional<Response> read_personal(const ApiParts& parts, const Call& call);
// PUT and DELETE of drafts; false if the path is another. Answers through call.reply.
bool write_personal(const ApiParts& parts, Call& call);

}  // namespace yellowsea::web
