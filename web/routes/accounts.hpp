// Accounts for those who administer: /api/v1/accounts, /api/v1/invitations, /api/v1/grants; the log of
// access, /api/v1/audit; and joining by an invitation's link, /api/v1/invitations/accept, for who has no
// account yet. For anybody else these addresses do not exist.
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

std::optional<Response> read_accounts(const ApiParts& parts, const Call& call);
// False if the path is another, or not for the caller. Answers through call.reply.
bool write_accounts(const ApiParts& parts, Call& call);

}  // namespace yellowsea::web
