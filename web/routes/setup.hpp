// POST /api/v1/first-administrator: the one-time address of an installation that has no people yet is
// claimed.
#pragma once

#include "web/routes/api.hpp"

namespace yellowsea::web {

// False if the path is another. Answers through call.reply.
bool write_setup(const ApiParts& parts, Call& call);

}  // namespace yellowsea::web
