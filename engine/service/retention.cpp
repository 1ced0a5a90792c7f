#include "engine/service/retention.hpp"

#include "engine/service/attachments.hpp"
#include "engine/service/people.hpp"

namespace yellowsea {

void forget_what_is_old(store::Session& session, Instant now, const Retention& retention) {
  const auto before = [&](std::chrono::milliseconds age) { return (now - age).time_since_epoch().count(); };
  remove_unused_attachments(session, now, kFilesInSweep);
  session.remove_sessions(before(People::kLongestSession), kRowsInSweep);
  session.remove_audit(before(retention.access_log), kRowsInSweep);
}

}  // namespace yellowsea
