// Signing in by an identity provider: POST /api/v1/sign-on/PROVIDER begins it and says where the browser
// goes, POST /api/v1/sign-on/finish ends it with what the browser brought back. With /link behind PROVIDER,
// who is signed in links their account, or (DELETE) undoes it; GET /api/v1/sign-on says what is linked.
// /sign-on is where providers send browsers to.
#pragma once

#include <optional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

// What comes without knowing who calls, as signing in does; false if the path is another.
bool sign_on(const ApiParts& parts, Call& call);
std::optional<Response> read_sign_on(const ApiParts& parts, const Call& call);
bool write_sign_on(const ApiParts& parts, Call& call);

// GET /sign-on: on to the page in the language that the sign-in was begun in.
std::optional<Response> sign_on_return(const ApiParts& parts, const Call& call);

}  // namespace yellowsea::web
