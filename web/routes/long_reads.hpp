// The thread that answers what reads many rows: an earlier day, which is made from the whole log until then,
// and tables over all items. It reads through a session of its own, so that everybody else is answered
// meanwhile. Owned by the Api; add() is called on the I/O thread.
#pragma once

#include <cstddef>
#include <memory>

#include "engine/base/work_queue.hpp"
#include "web/routes/api.hpp"

namespace yellowsea::web {

// Whether `route` reads much to answer this request.
bool is_long_read(const ExtraRoute& route, const Request& request);

class LongReads {
 public:
  static constexpr std::size_t kQueue = 64;

  // `answer` is called on this object's thread.
  LongReads(const ApiParts& parts, std::unique_ptr<store::Session> reader, ExtraRoute::Answer answer);

  // Answers through call.reply: 404 if `answer` knows nothing of the path. Errors: unavailable (overloaded,
  // with arguments.retry_after in seconds) when too many wait; then the call is not answered.
  Result<void> add(const Call& call);

 private:
  void answer(const Call& call);

  std::unique_ptr<store::Session> reader_;
  ApiParts parts_;  // with this thread's session
  ExtraRoute::Answer answer_;
  WorkQueue queue_;  // last: its thread uses what stands above
};

}  // namespace yellowsea::web
