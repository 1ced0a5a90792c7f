// Answers: JSON, and problems as RFC 9457 problem+json in the reader's language. Pure; any thread.
#pragma once

#include <string>

#include "engine/base/result.hpp"
#include "engine/machine/definition.hpp"
#include "web/server/http.hpp"

namespace yellowsea::web {

Response json_response(int status, const Json& body);
// `definition` (may be null) has the sentences of a refusal's rule.
Response problem_response(const Problem& problem, std::string_view language,
                          const machine::Definition* definition = nullptr);
int status_of(ProblemCode code);
// 405; `allowed` are the methods that there are.
Response method_not_allowed(const std::string& allowed);

// The body as JSON. Errors: unsupported (Content-Type), malformed (with line and column), too_large.
Result<Json> json_body(const Request& request);

}  // namespace yellowsea::web
