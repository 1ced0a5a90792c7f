// Lists as they were at a past instant (`as_of`): from the log, in memory.
#pragma once

#include <string>

#include "web/routes/api.hpp"

namespace yellowsea::web {

// `as_of` is an RFC 3339 instant. The cost grows with the number of events until then.
Response list_past_items(const ApiParts& parts, const machine::Definition& definition,
                         const store::ListQuery& query, const std::string& as_of, const Call& call);

}  // namespace yellowsea::web
