#include "web/routes/api.hpp"

#include <algorithm>
#include <functional>

#include "engine/base/text.hpp"
#include "engine/service/record.hpp"
#include "engine/service/views.hpp"
#include "web/pages/pages.hpp"
#include "web/routes/accounts.hpp"
#include "web/routes/attachments.hpp"
#include "web/routes/compress.hpp"
#include "web/routes/dashboard.hpp"
#include "web/routes/identity.hpp"
#include "web/routes/items.hpp"
#include "web/routes/long_reads.hpp"
#include "web/routes/own_access.hpp"
#include "web/routes/personal.hpp"
#include "web/routes/picture.hpp"
#include "web/routes/respond.hpp"
#include "web/routes/session.hpp"
#include "web/routes/setup.hpp"
#include "web/routes/sign_on.hpp"
#include "web/routes/snapshot.hpp"
#include "web/routes/stand_ins.hpp"
#include "web/routes/system.hpp"

namespace yellowsea::web {
namespace {

constexpr std::string_view api_prefix = "/api/v1/";

std::vector<std::string> segments_of(const std::string& path) {
  return split(std::string_view(path).substr(api_prefix.size()), '/');
}

Response not_found(std::string_view language) { return problem_response(unknown_item(), language); }

// Whether the caller's token, or a missing second factor, stands in the way of changing anything; what the
// person needs to set one up is left open.
Result<void> check_means(const ApiParts& parts, const Call& call) {
  const std::string first = call.segments.empty() ? "" : call.segments.front();
  if (call.caller.by_token) {
    const auto kind = parts.pack.definition_at_path(first);
    const bool allowed = kind != nullptr          ? People::scope_allows(call.caller, kind->kind)
                         : first == "attachments" ? !call.caller.read_only
                                                  : People::scope_allows(call.caller, "");
    if (!allowed) return fail(ProblemCode::forbidden, "token_scope", "the token was not made for that");
    return {};
  }
  if (!parts.options.second_factor || !call.caller.signed_in() || call.caller.second_factor) return {};
  for (const char* open : {"session", "sessions", "password", "second-factor", "drafts", "notices"}) {
    if (first == open) return {};
  }
  return fail(ProblemCode::forbidden, "second_factor_required", "a second factor is asked for");
}

// Assets are asked for several at once and cost next to nothing; who watches over the server must get
// through.
bool is_limited(std::string_view path) {
  return !path.starts_with("/assets/") && path != "/healthz" && path != "/readyz" && path != "/metrics";
}

RequestKind kind_of(const Call& call) {
  if (is_unsafe(call.request)) return RequestKind::write;
  if (call.request.query_value("q")) return RequestKind::search;
  return call.caller.signed_in() ? RequestKind::read : RequestKind::public_read;
}

// Whether the answer may have to read much; if not, the route is asked on the I/O thread only.
bool may_read_much(const ExtraRoute& route) { return route.looks_back || !route.long_paths.empty(); }

std::optional<Response> first_answer(const std::vector<ExtraRoute>& routes, const ApiParts& parts,
                                     StoreRepository& repository, const Call& call) {
  for (const ExtraRoute& route : routes) {
    if (auto response = route.answer(parts, repository, call)) return response;
  }
  return std::nullopt;
}

}  // namespace

Api::Api(ApiParts parts, std::vector<ExtraRoute> extra, std::vector<ExtraWrite> extra_writes,
         std::unique_ptr<store::Session> long_reader)
    : parts_(std::move(parts)),
      extra_writes_(std::move(extra_writes)),
      pictures_(std::make_unique<PictureMaker>()),
      uploads_(make_uploads()),
      rates_(parts_.options.rates) {
  extra.push_back({read_dashboard, true});
  extra.push_back({read_items, true});
  // Those that stay on the I/O thread come first, and may keep what they have made.
  const auto longer = std::stable_partition(extra.begin(), extra.end(), std::not_fn(may_read_much));
  long_routes_.assign(longer, extra.end());
  extra.erase(longer, extra.end());
  short_routes_ = std::move(extra);
  if (long_reader == nullptr) return;
  long_reads_ = std::make_unique<LongReads>(
      parts_, std::move(long_reader),
      [this](const ApiParts& its_parts, StoreRepository& repository, const Call& call) {
        return read_rest(its_parts, repository, call);
      });
}

Api::~Api() = default;

BodyPlan Api::plan_body(const Request& head) {
  const Snapshot snapshot(parts_.reader);
  return plan_attachment(parts_, uploads_, head);
}

void Api::handle(Request request, Reply reply) {
  Call call;
  call.language = std::string(preferred_language(request.header("accept-language")));
  call.now = parts_.clock.now();
  call.request = std::move(request);
  call.reply = std::move(reply);
  try {
    route(std::move(call));
  } catch (const store::StoreFailure& failure) {
    // The reply that was moved away answers 500 by itself when it is destroyed.
    (void)failure;
  }
}

bool Api::admit(const Call& call, RequestKind kind) {
  const std::string& address = call.request.remote;
  const std::string who =
      call.caller.signed_in() ? "person " + std::to_string(call.caller.person) : "address " + address;
  const auto admitted = rates_.admit(kind, who, address, call.now);
  if (admitted) return true;
  Problem problem = admitted.error();
  problem.detail = refusal_sentence(nullptr, problem.rule, call.language);
  call.reply(problem_response(problem, call.language));
  return false;
}

void Api::route(Call call) {
  const std::string& path = call.request.path;
  if (call.request.method == "OPTIONS")
    return call.reply(Response{204, {{"allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS"}}, {}, {}});
  if (path.rfind(api_prefix, 0) == 0) {
    call.segments = segments_of(path);
    return route_api(std::move(call));
  }
  const bool reads = call.request.method == "GET" || call.request.method == "HEAD";
  if (reads) {
    const Snapshot snapshot(parts_.reader);
    if (is_limited(path) && !admit(call, RequestKind::public_read)) return;
    StoreRepository repository(parts_.reader, parts_.pack, parts_.definitions);
    if (auto response = first_answer(short_routes_, parts_, repository, call))
      return call.reply(compressed(call.request, std::move(*response)));
    if (auto response = read_system(parts_, call))
      return call.reply(compressed(call.request, std::move(*response)));
    if (auto response = sign_on_return(parts_, call)) return call.reply(std::move(*response));
    if (read_later(call)) return;
    if (auto response = read_rest(parts_, repository, call))
      return call.reply(compressed(call.request, std::move(*response)));
  }
  call.reply(not_found(call.language));
}

void Api::route_api(Call call) {
  const Snapshot snapshot(parts_.reader);
  if (!snapshot.begun()) return call.reply(problem_response(snapshot.begun().error(), call.language));
  // Signing in is the one unsafe request that comes without knowing who calls.
  if (call.segments == std::vector<std::string>{"session"} && call.request.method == "POST")
    return sign_in(parts_, call);
  if (call.segments.front() == "sign-on" && call.segments.size() == 2 && is_unsafe(call.request)) {
    if (!admit(call, RequestKind::write)) return;
    if (sign_on(parts_, call)) return;
  }
  auto caller = identify(parts_.reader, parts_.pack, call.request, call.now);
  if (!caller) return call.reply(problem_response(caller.error(), call.language));
  call.caller = std::move(*caller);
  if (!admit(call, kind_of(call))) return;
  const auto allowed = check_csrf(call.request, call.caller, parts_.options.allowed_origins);
  if (!allowed) return call.reply(problem_response(allowed.error(), call.language));
  if (call.caller.touch_due) touch_session(parts_, call.caller);
  if (is_unsafe(call.request)) {
    if (auto able = check_means(parts_, call); !able)
      call.reply(problem_response(able.error(), call.language));
    else if (!write(call))
      call.reply(not_found(call.language));
    return;
  }
  StoreRepository repository(parts_.reader, parts_.pack, parts_.definitions);
  if (answer_picture(parts_, *pictures_, repository, call)) return;
  auto response = read_own(call, repository);
  if (!response && read_later(call)) return;
  if (!response) response = read_rest(parts_, repository, call);
  call.reply(response ? compressed(call.request, std::move(*response)) : not_found(call.language));
}

std::optional<Response> Api::read_own(const Call& call, StoreRepository& repository) {
  if (auto response = read_system(parts_, call)) return response;
  if (auto response = read_personal(parts_, call)) return response;
  if (auto response = read_stand_ins(parts_, call)) return response;
  if (auto response = read_own_access(parts_, call)) return response;
  if (auto response = read_upload(parts_, call)) return response;
  if (auto response = read_sign_on(parts_, call)) return response;
  if (auto response = read_accounts(parts_, call)) return response;
  return first_answer(short_routes_, parts_, repository, call);
}

std::optional<Response> Api::read_rest(const ApiParts& parts, StoreRepository& repository,
                                       const Call& call) const {
  // A pack's own pages first: they say more than what every pack has under the same name.
  if (auto response = first_answer(long_routes_, parts, repository, call)) return response;
  if (!call.segments.empty()) return std::nullopt;
  const auto has_kind = [&](const std::string& path) {
    return parts.pack.definition_at_path(path) != nullptr;
  };
  return serve_page(call.request, {parts.options.hidden_pages, has_kind});
}

bool Api::read_later(const Call& call) {
  if (long_reads_ == nullptr) return false;
  const bool much = std::any_of(long_routes_.begin(), long_routes_.end(),
                                [&](const ExtraRoute& route) { return is_long_read(route, call.request); });
  if (!much) return false;
  if (auto added = long_reads_->add(call); !added) call.reply(problem_response(added.error(), call.language));
  return true;
}

bool Api::write(Call& call) {
  for (const ExtraWrite& extra : extra_writes_) {
    if (extra(parts_, call)) return true;
  }
  return write_setup(parts_, call) || write_session(parts_, call) || write_personal(parts_, call) ||
         write_stand_ins(parts_, call) || write_own_access(parts_, call) || write_sign_on(parts_, call) ||
         write_accounts(parts_, call) || write_attachment(parts_, call) || write_items(parts_, call);
}

std::shared_ptr<LiveHandler> Api::open_live(const Request& request,
                                            std::shared_ptr<LiveConnection> connection, Response& refusal) {
  const Snapshot snapshot(parts_.reader);
  const std::string language(preferred_language(request.header("accept-language")));
  auto caller = identify(parts_.reader, parts_.pack, request, parts_.clock.now());
  if (!caller) {
    refusal = problem_response(caller.error(), language);
    return nullptr;
  }
  // A browser sends its cookie to any site's WebSocket: the page must be our own.
  if (!caller->session_hash.empty()) {
    if (auto allowed = check_origin(request, parts_.options.allowed_origins); !allowed) {
      refusal = problem_response(allowed.error(), language);
      return nullptr;
    }
  }
  if (parts_.live.streams_of(*caller) >= LiveHub::kStreamsOfSession) {
    refusal = problem_response({ProblemCode::too_many,
                                "streams",
                                "Too many pages are open at the same time.",
                                {},
                                Json{{"retry_after", 30}}},
                               language);
    return nullptr;
  }
  return parts_.live.open(std::move(*caller), request.remote, std::move(connection));
}

}  // namespace yellowsea::web
