// Handing work to the writer's thread, with the answer given after the commit.
#pragma once

#include <functional>

#include "web/routes/api.hpp"

namespace yellowsea::web {

// `work` runs on the writer's thread, within the group's transaction; its answer goes out once that is
// committed, and `after` (may be empty) runs just before. Any thread.
void submit_and_answer(const ApiParts& parts, const Reply& reply, const std::string& language,
                       std::function<Response(WriterContext&)> work, std::function<void()> after = {});

Response not_signed_in(const std::string& language);

// Refuses what only a person who is signed in may do: nobody, tokens. True if it has answered.
bool refused_without_person(const Call& call);
// The same, and who has not given the password within five minutes. True if it has answered.
bool refused_without_password(const Call& call);

// A member of the body that must be a text. Errors: malformed (missing).
Result<std::string> text_member(const Json& body, const std::string& name);

}  // namespace yellowsea::web
