#include "web/routes/sign_on.hpp"

#include "engine/base/hash.hpp"
#include "engine/service/audit.hpp"
#include "engine/service/sign_on_links.hpp"
#include "web/routes/identity.hpp"
#include "web/routes/respond.hpp"
#include "web/routes/submit.hpp"
#include "web/sign_on/form.hpp"
#include "web/sign_on/sign_on.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kLongestCode = 4096;  // that a provider gives

std::string secret() { return to_base64url(random_bytes(kSecretBytes)); }

// Of the browser that began; no other site's request carries it.
std::string_view cookie_name(const Request& request) {
  return request.secure ? "__Host-yellowsea_sign_on" : "yellowsea_sign_on";
}

std::string browser_cookie(const Request& request, const std::string& value) {
  const long life = value.empty() ? 0 : std::chrono::seconds(kAttemptLife).count();
  return std::string(cookie_name(request)) + "=" + value +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(life) +
         (request.secure ? "; Secure" : "");
}

Failure unknown_attempt() {
  return fail(ProblemCode::unauthenticated, "sign_on_attempt",
              "This sign-in is too old, is finished, or was begun in another browser.");
}

// Somebody on the way back: request → provider's thread → writer → answer.
struct Return {
  ApiParts parts;
  Call call;
  std::string state;
  Attempt attempt;
  std::string code{};  // of the second factor
};
using Coming = std::shared_ptr<Return>;

AuditBy by(const Return& coming, std::int64_t person) { return {person, coming.call.request.remote}; }

Response refuse(const Return& coming, WriterContext& context, const Problem& problem, std::int64_t subject) {
  Json detail{{"rule", problem.rule}, {"provider", coming.attempt.provider}};
  if (problem.arguments.contains("claim")) detail["claim"] = problem.arguments.at("claim");
  audit(context.recorder.session(), context.now, AuditType::sign_in_failed, by(coming, 0), subject, detail);
  return problem_response(problem, coming.call.language);
}

Response link(const Return& coming, WriterContext& context, const Vouched& vouched) {
  store::Session& session = context.recorder.session();
  const std::int64_t person = coming.call.caller.person;
  if (auto linked = link_sign_on(session, person, vouched, context.now); !linked)
    return problem_response(linked.error(), coming.call.language);
  audit(session, context.now, AuditType::sign_on_linked, by(coming, person), person,
        Json{{"provider", coming.attempt.provider}});
  coming.parts.throttle.succeeded_from(coming.call.request.remote);
  Response response = json_response(200, Json{{"linked", true}});
  response.headers.emplace_back("set-cookie", browser_cookie(coming.call.request, ""));
  return response;
}

Response open(const Return& coming, WriterContext& context, const Vouched& vouched,
              std::vector<std::string>& ended) {
  store::Session& session = context.recorder.session();
  const Request& request = coming.call.request;
  const std::int64_t person = person_behind(session, vouched, context.now);
  const SignInPlace place{request.remote, std::string(request.header("user-agent"))};
  auto signed_in =
      coming.parts.people.sign_in_vouched(session, person, vouched.second_factor, coming.code, place, &ended);
  if (!signed_in) {
    if (signed_in.error().rule.starts_with("second_factor")) {
      // The provider's code is spent: only the one-time code is asked for again.
      Attempt again = coming.attempt;
      again.vouched = ProviderIdentity{vouched.issuer, vouched.subject, vouched.email, false};
      coming.parts.sign_on->attempts().put(coming.state, std::move(again));
    }
    return refuse(coming, context, signed_in.error(), person);
  }
  coming.parts.throttle.succeeded_from(request.remote);
  coming.parts.throttle.succeeded("code/" + vouched.subject);
  audit(session, context.now, AuditType::signed_in, by(coming, person), person,
        Json{{"provider", coming.attempt.provider}});
  Json answer = session_json(signed_in->caller, signed_in->roles);
  answer["second_factor"] = signed_in->caller.second_factor;
  Response response = json_response(200, answer);
  response.headers.emplace_back("set-cookie", session_cookie(request, signed_in->token));
  response.headers.emplace_back("set-cookie", browser_cookie(request, ""));
  return response;
}

// `identity` is what the provider said, or why it does not count.
void complete(const Coming& coming, const Result<ProviderIdentity>& identity) {
  const auto ended = std::make_shared<std::vector<std::string>>();
  submit_and_answer(
      coming->parts, coming->call.reply, coming->call.language,
      [coming, identity, ended](WriterContext& context) {
        if (!identity) return refuse(*coming, context, identity.error(), 0);
        const Vouched vouched{identity->issuer, identity->subject, identity->email, identity->second_factor};
        return coming->attempt.session_hash.empty() ? open(*coming, context, vouched, *ended)
                                                    : link(*coming, context, vouched);
      },
      [coming, ended] {
        for (const std::string& hash : *ended) coming->parts.live.end_session(hash);
      });
}

// Who links must still be signed in as when they began.
Result<void> check_same_person(Return& coming) {
  if (coming.attempt.session_hash.empty()) return {};
  const ApiParts& parts = coming.parts;
  auto caller = identify(parts.reader, parts.pack, coming.call.request, coming.call.now);
  if (!caller) return Failure(caller.error());
  coming.call.caller = std::move(*caller);
  if (coming.call.caller.session_hash != coming.attempt.session_hash) return unknown_attempt();
  return check_csrf(coming.call.request, coming.call.caller, parts.options.allowed_origins);
}

// {"state", "code", "iss"?}, {"state", "error"} or, after second_factor_needed, {"state", "second_factor"}.
void finish_with(const Coming& coming, const Json& body) {
  const ApiParts& parts = coming->parts;
  const auto refuse_now = [&](const Problem& problem) {
    coming->call.reply(problem_response(problem, coming->call.language));
  };
  if (coming->attempt.vouched) {
    coming->code = text_member(body, "second_factor").value_or("");
    if (auto admitted = parts.throttle.admit("code/" + coming->attempt.vouched->subject, coming->call.now);
        !admitted) {
      parts.sign_on->attempts().put(coming->state, coming->attempt);
      return refuse_now(admitted.error());
    }
    return complete(coming, *coming->attempt.vouched);
  }
  const std::string code = text_member(body, "code").value_or("");
  if (code.empty() || code.size() > kLongestCode) {
    return complete(coming, fail(ProblemCode::unauthenticated, "sign_on_refused",
                                 "The provider did not let this person sign in."));
  }
  const CodeGrant grant{code, coming->attempt.verifier, coming->attempt.redirect_uri, coming->attempt.nonce,
                        text_member(body, "iss").value_or("")};
  auto submitted = parts.sign_on->submit(coming->attempt.provider, [coming, grant](ProviderClient& client) {
    complete(coming, client.identity(grant));
  });
  if (!submitted) refuse_now(submitted.error());
}

void finish(const ApiParts& parts, Call& call) {
  const auto refuse_now = [&](const Problem& problem) {
    call.reply(problem_response(problem, call.language));
  };
  if (auto allowed = check_origin(call.request, parts.options.allowed_origins); !allowed)
    return refuse_now(allowed.error());
  if (auto admitted = parts.throttle.admit_address(call.request.remote, call.now); !admitted)
    return refuse_now(admitted.error());
  const auto body = json_body(call.request);
  if (!body) return refuse_now(body.error());
  const auto state = text_member(*body, "state");
  if (!state) return refuse_now(state.error());
  const std::string cookie = call.request.cookie(cookie_name(call.request)).value_or("");
  auto attempt = parts.sign_on->attempts().take(*state, cookie, call.now);
  if (!attempt) return refuse_now(unknown_attempt().value());
  const auto coming = std::make_shared<Return>(Return{parts, call, *state, std::move(*attempt)});
  if (auto same = check_same_person(*coming); !same) return refuse_now(same.error());
  finish_with(coming, *body);
}

// Says where the browser goes; `session_hash` of who links, "" to sign in.
void begin(const ApiParts& parts, Call& call, const std::string& provider, const std::string& session_hash) {
  if (auto allowed = check_origin(call.request, parts.options.allowed_origins); !allowed)
    return call.reply(problem_response(allowed.error(), call.language));
  Attempt attempt;
  attempt.provider = provider;
  attempt.nonce = secret();
  attempt.verifier = secret();
  attempt.redirect_uri = std::string(call.request.header("origin")) + "/sign-on";
  attempt.language = call.language;
  attempt.remote = call.request.remote;
  attempt.session_hash = session_hash;
  attempt.began = call.now;
  const std::string cookie = secret();
  attempt.cookie_hash = to_hex(sha256(cookie));
  auto submitted = parts.sign_on->submit(provider, [parts, call, attempt, cookie](ProviderClient& client) {
    const std::string state = secret();
    const auto address =
        client.address(state, attempt.nonce, attempt.verifier, attempt.redirect_uri, attempt.language);
    if (!address) return call.reply(problem_response(address.error(), call.language));
    parts.sign_on->attempts().put(state, attempt);
    Response response = json_response(201, Json{{"address", *address}});
    response.headers.emplace_back("set-cookie", browser_cookie(call.request, cookie));
    call.reply(std::move(response));
  });
  if (!submitted) call.reply(problem_response(submitted.error(), call.language));
}

void unlink(const ApiParts& parts, Call& call, const std::string& issuer) {
  submit_and_answer(parts, call.reply, call.language, [call, issuer](WriterContext& context) {
    store::Session& session = context.recorder.session();
    session.remove_sign_on(call.caller.person, issuer);
    audit(session, context.now, AuditType::sign_on_unlinked, {call.caller.person, call.request.remote},
          call.caller.person, Json{{"provider", call.segments[1]}});
    return Response{204, {{"cache-control", "no-store"}}, {}, {}};
  });
}

}  // namespace

bool sign_on(const ApiParts& parts, Call& call) {
  if (parts.sign_on == nullptr || call.segments.size() != 2 || call.segments[0] != "sign-on" ||
      call.request.method != "POST")
    return false;
  if (call.segments[1] == "finish") {
    finish(parts, call);
  } else {
    begin(parts, call, call.segments[1], "");
  }
  return true;
}

std::optional<Response> read_sign_on(const ApiParts& parts, const Call& call) {
  if (parts.sign_on == nullptr || call.segments != std::vector<std::string>{"sign-on"}) return std::nullopt;
  if (!call.caller.signed_in() || call.caller.by_token) return not_signed_in(call.language);
  const auto links = parts.reader.sign_ons_of(call.caller.person);
  Json items = Json::array();
  for (const Provider& one : parts.sign_on->providers()) {
    const bool linked = std::any_of(links.begin(), links.end(),
                                    [&](const store::SignOnRow& row) { return row.issuer == one.issuer; });
    items.push_back(Json{{"id", one.id}, {"title", one.title}, {"linked", linked}});
  }
  return json_response(200, Json{{"items", std::move(items)}, {"next", nullptr}});
}

bool write_sign_on(const ApiParts& parts, Call& call) {
  const auto& segments = call.segments;
  const std::string& method = call.request.method;
  if (parts.sign_on == nullptr || segments.size() != 3 || segments[0] != "sign-on" || segments[2] != "link" ||
      (method != "POST" && method != "DELETE"))
    return false;
  const Provider* provider = parts.sign_on->provider(segments[1]);
  if (provider == nullptr) return false;
  if (refused_without_password(call)) return true;
  if (method == "DELETE") {
    unlink(parts, call, provider->issuer);
  } else {
    begin(parts, call, provider->id, call.caller.session_hash);
  }
  return true;
}

std::optional<Response> sign_on_return(const ApiParts& parts, const Call& call) {
  if (parts.sign_on == nullptr || call.request.path != "/sign-on") return std::nullopt;
  std::string language =
      parts.sign_on->attempts().language_of(call.request.query_value("state").value_or(""));
  if (language.empty()) language = call.language;
  return Response{303,
                  {{"location", "/" + language + "/sign-on?" + form_text(call.request.query)},
                   {"cache-control", "no-store"}},
                  {},
                  {}};
}

}  // namespace yellowsea::web
