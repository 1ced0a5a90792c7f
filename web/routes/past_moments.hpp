// Looking back over HTTP: the parameter `as_of` of lists, items, histories, dashboard and coverage. A past
// moment is made from the whole log until then, so the last few are kept. Of one thread.
#pragma once

#include <cstdint>
#include <list>
#include <memory>

#include "engine/service/past.hpp"
#include "web/server/http.hpp"

namespace yellowsea::web {

struct ApiParts;
struct Call;

class PastMoments {
 public:
  // Everything as it was at `at`, as this reader's snapshot of the log tells it. Errors: malformed, refused.
  Result<std::shared_ptr<Moment>> at(const ApiParts& parts, Instant at);

 private:
  struct Kept {
    Instant at;
    std::int64_t last_seq = 0;
    std::shared_ptr<Moment> moment;
  };
  std::list<Kept> kept_;  // latest used first
};

// The moment that the request asks for, or null if it asks for now. Errors: malformed, if `as_of` is no RFC
// 3339 time or lies further ahead than anybody's plans reach.
Result<std::shared_ptr<Moment>> past_asked_for(const ApiParts& parts, const Call& call);

}  // namespace yellowsea::web
