// Signing in and out, the password again, and the role to act in: /api/v1/session, /session/confirm,
// /session/acting.
#pragma once

#include "web/routes/api.hpp"

namespace yellowsea::web {

// POST /api/v1/session; answers through call.reply.
void sign_in(const ApiParts& parts, Call& call);
// DELETE /api/v1/session, POST /api/v1/session/confirm, PUT /api/v1/session/acting; false if the path is
// another.
bool write_session(const ApiParts& parts, Call& call);
// Has the time of the session's last use written, without waiting for it.
void touch_session(const ApiParts& parts, const Caller& caller);

}  // namespace yellowsea::web
