// The HTTP interface: finds the route of a request, knows who is calling, reads from a snapshot, and hands
// writes to the writer and long reads to their thread. Owned by the composition root. handle() runs on the
// server's I/O thread; answers to writes come from the writer's thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/calendar/clock.hpp"
#include "engine/service/attachments.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/login_throttle.hpp"
#include "engine/service/password_worker.hpp"
#include "engine/service/people.hpp"
#include "engine/service/store_repository.hpp"
#include "engine/service/writer.hpp"
#include "web/routes/live_hub.hpp"
#include "web/routes/past_moments.hpp"
#include "web/routes/rate_limit.hpp"
#include "web/server/http.hpp"

namespace yellowsea::web {

class SignOn;

// A figure that GET /metrics tells besides its own.
struct Gauge {
  std::string name;
  std::string help;
  std::int64_t value = 0;
};

struct ApiOptions {
  std::vector<std::string> allowed_origins;  // besides the request's own
  bool demo = false;
  std::string meta;                         // what GET /api/v1/meta answers, made once
  std::vector<std::string> hidden_pages{};  // of the program's own pages those that the pack has no use for
  std::string upload_folder = "/tmp";       // where files are until they are stored
  bool second_factor = false;               // who changes anything needs one
  RateRules rates{};
  AttachmentLimits attachments{};
  std::function<std::vector<Gauge>()> more_gauges{};
};

// What routes share. All references outlive the Api.
struct ApiParts {
  const Pack& pack;
  const Definitions& definitions;
  store::Session& reader;  // of the thread that answers
  Writer& writer;
  const People& people;
  PasswordWorker& passwords;
  LoginThrottle& throttle;
  LiveHub& live;
  const Clock& clock;
  ApiOptions options;
  std::shared_ptr<PastMoments> past = std::make_shared<PastMoments>();
  SignOn* sign_on = nullptr;  // null: people sign in by password only
};

// One request on its way: what every route sees.
struct Call {
  Request request;
  std::vector<std::string> segments;  // of the path, below /api/v1
  Caller caller;
  std::string language;  // of the reader: en, ja, zh, ko
  Instant now;
  Reply reply;
};

// Routes besides those of every pack (coverage): nullopt if the path is not theirs. Reads only.
struct ExtraRoute {
  using Answer = std::function<std::optional<Response>(const ApiParts&, StoreRepository&, const Call&)>;
  Answer answer;  // on the I/O thread; if it ever reads much, on the thread of long reads too
  // What reads much: requests about an earlier day, and whatever begins with one of these paths.
  bool looks_back = false;
  std::vector<std::string> long_paths{};
};
// The same for writes: false if the path is not theirs. Answers through call.reply.
using ExtraWrite = std::function<bool(const ApiParts&, Call&)>;

class LongReads;
class PictureMaker;
class Uploads;

class Api final : public Application {
 public:
  // `long_reader`: the session for long reads; without one they are answered on the I/O thread too.
  Api(ApiParts parts, std::vector<ExtraRoute> extra, std::vector<ExtraWrite> extra_writes = {},
      std::unique_ptr<store::Session> long_reader = nullptr);
  ~Api() override;
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;
  void handle(Request request, Reply reply) override;
  BodyPlan plan_body(const Request& head) override;
  std::shared_ptr<LiveHandler> open_live(const Request& request, std::shared_ptr<LiveConnection> connection,
                                         Response& refusal) override;

 private:
  void route(Call call);
  void route_api(Call call);
  // What is the caller's own, or always quick.
  std::optional<Response> read_own(const Call& call, StoreRepository& repository);
  // What may have to read much, and pages; on the thread of long reads too, with its parts.
  std::optional<Response> read_rest(const ApiParts& parts, StoreRepository& repository,
                                    const Call& call) const;
  // True if the request reads much: it will be answered, by the thread of long reads.
  bool read_later(const Call& call);
  bool write(Call& call);
  // False if the caller asks too often: then it has been told.
  bool admit(const Call& call, RequestKind kind);

  ApiParts parts_;
  std::vector<ExtraRoute> short_routes_;  // on the I/O thread only
  std::vector<ExtraRoute> long_routes_;   // what may have to read much
  std::vector<ExtraWrite> extra_writes_;
  std::unique_ptr<PictureMaker> pictures_;
  std::shared_ptr<Uploads> uploads_;
  RateLimiter rates_;
  std::unique_ptr<LongReads> long_reads_;  // last: its thread uses what stands above
};

}  // namespace yellowsea::web
