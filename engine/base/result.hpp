// Errors as values: what every operation that can fail returns.
// A Problem is data (a code, a rule, arguments); the sentence a person reads is made at the very edge, in the
// reader's language. Values of this header are immutable in practice and may be used from any thread.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "engine/base/json.hpp"

namespace yellowsea {

// The kinds of failure, in the order in which they are looked for (contract: HTTP errors).
enum class ProblemCode {
  malformed,        // 400
  unauthenticated,  // 401
  not_found,        // 404: unknown, or not to be known
  forbidden,        // 403
  stale,            // 412
  refused,          // 409: the state does not allow it, or a rule refuses it
  invalid,          // 422
  too_large,        // 413
  unsupported,      // 415
  too_many,         // 429
  unavailable,      // 503
  internal          // 500
};

// One wrong place in an input.
struct FieldError {
  std::string pointer;  // JSON Pointer into the input, "" for the whole of it
  std::string rule;     // what is demanded there: "required", "type", "format", "unknown_field", …
  std::string detail;   // English sentence; user interfaces translate by `rule`
  bool operator==(const FieldError&) const = default;
};

struct Problem {
  ProblemCode code = ProblemCode::internal;
  std::string rule;                 // message key: "by", "no_transition", a guard's type or its own `rule`
  std::string detail;               // English sentence for logs and command lines
  std::vector<FieldError> fields;   // for `invalid`
  Json arguments = Json::object();  // what the sentence needs: ids, versions, limits
};

template <class T>
using Result = tl::expected<T, Problem>;

using Failure = tl::unexpected<Problem>;

inline Failure fail(ProblemCode code, std::string rule, std::string detail) {
  return Failure(Problem{code, std::move(rule), std::move(detail), {}, Json::object()});
}

}  // namespace yellowsea
