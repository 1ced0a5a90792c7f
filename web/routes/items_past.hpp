// Lists as they were at a past instant (`as_of`): from the log, in memory.
#pragma once

#include <vector>

#include "web/routes/api.hpp"

namespace yellowsea::web {

// What the query finds among the items of that moment that the caller may read (its `readers`, limit and
// cursor do not count), in its order. What is overdue is asked at that time.
std::vector<machine::ItemPtr> past_items(Moment& moment, const store::ListQuery& query, const Caller& caller,
                                         const Pack& pack);
// A page of it, as lists answer.
Response list_past_items(const ApiParts& parts, const store::ListQuery& query, Moment& moment,
                         const Call& call);

}  // namespace yellowsea::web
