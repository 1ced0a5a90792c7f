#include "web/routes/own_access.hpp"

#include <algorithm>
#include <charconv>

#include "engine/base/text.hpp"
#include "engine/service/audit.hpp"
#include "engine/service/second_factor.hpp"
#include "web/routes/identity.hpp"
#include "web/routes/respond.hpp"
#include "web/routes/submit.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t kMostTokens = 50;
constexpr std::int64_t kMostTokenDays = 365;
constexpr std::size_t kSessionId = 16;  // so much of a session's hash names it

Json time_json(std::int64_t at) { return format_instant(Instant(std::chrono::milliseconds(at))); }

AuditBy by(const Call& call) { return {call.caller.person, call.request.remote}; }

Response done() { return Response{204, {{"cache-control", "no-store"}}, {}, {}}; }

Problem nothing() { return {ProblemCode::not_found, "unknown", "There is none.", {}, Json::object()}; }

Response sessions(const ApiParts& parts, const Call& call) {
  Json items = Json::array();
  for (const auto& row : parts.people.living_sessions(parts.reader, call.caller.person)) {
    items.push_back(Json{{"id", row.token_hash.substr(0, kSessionId)},
                         {"current", row.token_hash == call.caller.session_hash},
                         {"role", row.role},
                         {"organisation", row.organisation},
                         {"created_at", time_json(row.created_at)},
                         {"used_at", time_json(row.used_at)},
                         {"remote", row.remote},
                         {"agent", row.agent}});
  }
  return json_response(200, Json{{"items", std::move(items)}, {"next", nullptr}});
}

void end_session(const ApiParts& parts, Call& call) {
  const auto ended = std::make_shared<std::string>();
  submit_and_answer(
      parts, call.reply, call.language,
      [caller = call.caller, id = call.segments[1], who = by(call), language = call.language,
       ended](WriterContext& context) {
        store::Session& session = context.recorder.session();
        for (const auto& row : session.sessions_of(caller.person)) {
          if (row.token_hash.substr(0, kSessionId) != id) continue;
          session.remove_session(row.token_hash);
          audit(session, context.now, AuditType::session_ended, who, caller.person);
          *ended = row.token_hash;
          return done();
        }
        return problem_response(nothing(), language);
      },
      [&live = parts.live, ended] { live.end_session(*ended); });
}

Json token_json(const store::TokenRow& row) {
  return Json{{"id", row.id},
              {"name", row.name},
              {"role", row.role},
              {"organisation", row.organisation},
              {"read_only", row.read_only},
              {"kinds", row.kinds},
              {"created_at", time_json(row.created_at)},
              {"expires_at", row.expires_at ? time_json(*row.expires_at) : Json()}};
}

bool counts(const store::TokenRow& row, const Call& call) {
  return row.person == call.caller.person && !row.revoked &&
         (!row.expires_at || *row.expires_at > call.now.time_since_epoch().count());
}

Response tokens(const ApiParts& parts, const Call& call) {
  Json items = Json::array();
  for (const auto& row : parts.reader.tokens()) {
    if (counts(row, call)) items.push_back(token_json(row));
  }
  return json_response(200, Json{{"items", std::move(items)}, {"next", nullptr}});
}

// {"name", "days", "read_only", "kinds"}; the token acts in the role that the person acts in now.
Result<NewToken> read_token(const Call& call) {
  const auto body = json_body(call.request);
  if (!body) return Failure(body.error());
  NewToken wanted;
  auto name = text_member(*body, "name");
  if (!name) return Failure(name.error());
  const Json days = body->value("days", Json(90));
  if (!days.is_number_integer() || days.get<std::int64_t>() < 1 ||
      days.get<std::int64_t>() > kMostTokenDays) {
    const std::string detail = "A token is good for 1 to 365 days.";
    return Failure(
        Problem{ProblemCode::invalid, "days", detail, {{"/days", "days", detail}}, Json::object()});
  }
  const Json read_only = body->value("read_only", Json(true));
  const Json kinds = body->value("kinds", Json::array());
  const bool texts = kinds.is_array() && kinds.size() <= 100 &&
                     std::all_of(kinds.begin(), kinds.end(), [](const Json& one) { return one.is_string(); });
  if (!read_only.is_boolean() || !texts)
    return fail(ProblemCode::malformed, "type", "'read_only' is true or false, 'kinds' a list of names");
  wanted.user = call.caller.user;
  wanted.name = std::move(*name);
  wanted.role = call.caller.role;
  wanted.organisation = call.caller.organisation;
  wanted.expires_at = call.now + std::chrono::hours(24) * days.get<std::int64_t>();
  wanted.read_only = read_only.get<bool>();
  for (const Json& kind : kinds) wanted.kinds.push_back(kind.get<std::string>());
  return wanted;
}

void add_token(const ApiParts& parts, Call& call) {
  if (refused_without_password(call)) return;
  auto wanted = read_token(call);
  if (!wanted) return call.reply(problem_response(wanted.error(), call.language));
  submit_and_answer(
      parts, call.reply, call.language, [parts, call, wanted = std::move(*wanted)](WriterContext& context) {
        store::Session& session = context.recorder.session();
        const auto all = session.tokens();
        const auto own =
            std::count_if(all.begin(), all.end(), [&](const auto& row) { return counts(row, call); });
        if (static_cast<std::size_t>(own) >= kMostTokens) {
          return problem_response({ProblemCode::refused, "tokens", "Too many.", {}, Json::object()},
                                  call.language);
        }
        const auto token = parts.people.add_token(session, wanted);
        if (!token) return problem_response(token.error(), call.language);
        const store::TokenRow row = session.tokens().back();
        audit(
            session, context.now, AuditType::token_made, by(call), call.caller.person,
            Json{{"token", row.id}, {"name", row.name}, {"read_only", row.read_only}, {"kinds", row.kinds}});
        Json answer = token_json(row);
        answer["token"] = *token;
        return json_response(201, answer);
      });
}

void revoke_token(const ApiParts& parts, Call& call) {
  const auto ended = std::make_shared<std::string>();
  submit_and_answer(
      parts, call.reply, call.language,
      [parts, call, ended](WriterContext& context) {
        store::Session& session = context.recorder.session();
        for (const auto& row : session.tokens()) {
          if (std::to_string(row.id) != call.segments[1] || !counts(row, call)) continue;
          if (auto revoked = parts.people.revoke_token(session, row.id); !revoked)
            return problem_response(revoked.error(), call.language);
          audit(session, context.now, AuditType::token_revoked, by(call), call.caller.person,
                Json{{"token", row.id}});
          *ended = row.token_hash;
          return done();
        }
        return problem_response(nothing(), call.language);
      },
      [&live = parts.live, ended] { live.end_token(*ended); });
}

// {"current", "password"}: checked and hashed on the password's thread; all sessions of the person end.
void change_password(const ApiParts& parts, Call& call) {
  const auto body = json_body(call.request);
  if (!body) return call.reply(problem_response(body.error(), call.language));
  const auto current = text_member(*body, "current");
  const auto wanted = text_member(*body, "password");
  if (!current || !wanted)
    return call.reply(problem_response((current ? wanted : current).error(), call.language));
  const auto attempt = parts.people.look_up(parts.reader, call.caller.user);
  if (auto admitted = parts.throttle.admit(attempt.user, call.now); !admitted)
    return call.reply(problem_response(admitted.error(), call.language));
  const Roles roles = parts.people.roles_of(parts.reader, call.caller);
  auto submitted = parts.passwords.submit([parts, call, attempt, roles, current = *current,
                                           wanted = *wanted] {
    const auto verdict = verify_password(attempt.stored, current, attempt.cost);
    if (verdict.right) parts.throttle.succeeded(attempt.user);
    const auto prepared = verdict.right ? parts.people.prepare(call.caller.user, wanted, roles)
                                        : prepare_password("", "nobody's password", PasswordCost::standard);
    if (!prepared) return call.reply(problem_response(prepared.error(), call.language));
    submit_and_answer(
        parts, call.reply, call.language,
        [parts, call, attempt, verdict, password = *prepared](WriterContext& context) {
          store::Session& session = context.recorder.session();
          const auto ended = parts.people.change_password(session, call.caller, attempt, verdict, password);
          if (!ended) return problem_response(ended.error(), call.language);
          audit(session, context.now, AuditType::password_changed, by(call), call.caller.person);
          Response response = done();
          response.headers.emplace_back("set-cookie", ended_session_cookie(call.request));
          return response;
        },
        [&live = parts.live, person = call.caller.person, right = verdict.right] {
          if (right) live.end_person(person);
        });
  });
  if (submitted) return;
  parts.throttle.withdraw(attempt.user);
  call.reply(problem_response(submitted.error(), call.language));
}

Response second_factor(const ApiParts& parts, const Call& call) {
  const auto factor = parts.reader.second_factor(call.caller.person);
  return json_response(200, Json{{"active", factor && factor->active},
                                 {"recovery_codes", parts.reader.recovery_codes(call.caller.person)},
                                 {"required", parts.options.second_factor}});
}

std::string installation_name(const Pack& pack) {
  const Json& settings = pack.configuration("yellowsea");
  if (!settings.is_object()) return "yellowsea";
  return settings.value("name", Json::object()).value("en", std::string("yellowsea"));
}

void begin_factor(const ApiParts& parts, Call& call) {
  if (refused_without_password(call)) return;
  submit_and_answer(parts, call.reply, call.language, [parts, call](WriterContext& context) {
    const auto begun = begin_second_factor(context.recorder.session(), call.caller.person, call.caller.user,
                                           installation_name(parts.pack));
    if (!begun) return problem_response(begun.error(), call.language);
    return json_response(201, Json{{"secret", begun->secret}, {"address", begun->address}});
  });
}

void activate_factor(const ApiParts& parts, Call& call) {
  if (refused_without_password(call)) return;
  const auto body = json_body(call.request);
  const auto code = body ? text_member(*body, "code") : Result<std::string>(Failure(body.error()));
  if (!code) return call.reply(problem_response(code.error(), call.language));
  if (auto admitted = parts.throttle.admit("code/" + call.caller.user, call.now); !admitted)
    return call.reply(problem_response(admitted.error(), call.language));
  submit_and_answer(parts, call.reply, call.language, [parts, call, code = *code](WriterContext& context) {
    store::Session& session = context.recorder.session();
    const auto codes = activate_second_factor(session, call.caller.person, code, context.now);
    if (!codes) return problem_response(codes.error(), call.language);
    parts.throttle.succeeded("code/" + call.caller.user);
    audit(session, context.now, AuditType::second_factor_on, by(call), call.caller.person);
    return json_response(200, Json{{"recovery_codes", *codes}});
  });
}

void end_factor(const ApiParts& parts, Call& call) {
  if (refused_without_password(call)) return;
  submit_and_answer(parts, call.reply, call.language, [call](WriterContext& context) {
    store::Session& session = context.recorder.session();
    session.remove_second_factor(call.caller.person);
    audit(session, context.now, AuditType::second_factor_off, by(call), call.caller.person);
    return done();
  });
}

}  // namespace

std::optional<Response> read_own_access(const ApiParts& parts, const Call& call) {
  if (call.segments.size() != 1) return std::nullopt;
  const std::string& name = call.segments[0];
  if (name != "sessions" && name != "tokens" && name != "second-factor") return std::nullopt;
  if (!call.caller.signed_in()) return not_signed_in(call.language);
  if (call.caller.by_token) {
    return problem_response({ProblemCode::forbidden, "people_only", "Not for tokens.", {}, Json::object()},
                            call.language);
  }
  if (name == "sessions") return sessions(parts, call);
  if (name == "tokens") return tokens(parts, call);
  return second_factor(parts, call);
}

bool write_own_access(const ApiParts& parts, Call& call) {
  using Route = void (*)(const ApiParts&, Call&);
  struct Known {
    std::string_view name;
    std::size_t segments;
    std::string_view method;
    Route route;
  };
  static constexpr Known known[] = {
      {"sessions", 2, "DELETE", end_session},     {"tokens", 1, "POST", add_token},
      {"tokens", 2, "DELETE", revoke_token},      {"password", 1, "PUT", change_password},
      {"second-factor", 1, "POST", begin_factor}, {"second-factor", 1, "PUT", activate_factor},
      {"second-factor", 1, "DELETE", end_factor}};
  for (const Known& one : known) {
    if (call.segments.empty() || call.segments[0] != one.name || call.segments.size() != one.segments ||
        call.request.method != one.method)
      continue;
    if (!refused_without_person(call)) one.route(parts, call);
    return true;
  }
  return false;
}

}  // namespace yellowsea::web
