#include "web/routes/long_reads.hpp"

#include <algorithm>
#include <utility>

#include "web/routes/compress.hpp"
#include "web/routes/items.hpp"
#include "web/routes/respond.hpp"
#include "web/routes/snapshot.hpp"

namespace yellowsea::web {
namespace {

ApiParts with_reader(const ApiParts& parts, store::Session& reader) {
  return ApiParts{parts.pack,
                  parts.definitions,
                  reader,
                  parts.writer,
                  parts.people,
                  parts.passwords,
                  parts.throttle,
                  parts.live,
                  parts.clock,
                  parts.options,
                  std::make_shared<PastMoments>(),
                  parts.sign_on};
}

bool asks_for_past(const Request& request) {
  const auto as_of = request.query_value("as_of");
  return as_of && !as_of->empty();
}

}  // namespace

bool is_long_read(const ExtraRoute& route, const Request& request) {
  if (route.looks_back && asks_for_past(request)) return true;
  return std::any_of(route.long_paths.begin(), route.long_paths.end(),
                     [&](const std::string& path) { return request.path.starts_with(path); });
}

LongReads::LongReads(const ApiParts& parts, std::unique_ptr<store::Session> reader, ExtraRoute::Answer answer)
    : reader_(std::move(reader)),
      parts_(with_reader(parts, *reader_)),
      answer_(std::move(answer)),
      queue_(kQueue) {}

Result<void> LongReads::add(const Call& call) {
  if (queue_.add([this, call] { answer(call); })) return {};
  return Failure(Problem{ProblemCode::unavailable,
                         "overloaded",
                         "Too much is being read at this moment.",
                         {},
                         Json{{"retry_after", 2}}});
}

void LongReads::answer(const Call& call) {
  const Snapshot snapshot(parts_.reader);
  if (!snapshot.begun()) return call.reply(problem_response(snapshot.begun().error(), call.language));
  StoreRepository repository(parts_.reader, parts_.pack, parts_.definitions);
  auto response = answer_(parts_, repository, call);
  call.reply(response ? compressed(call.request, std::move(*response))
                      : problem_response(unknown_item(), call.language));
}

}  // namespace yellowsea::web
