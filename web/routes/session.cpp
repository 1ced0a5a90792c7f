#include "web/routes/session.hpp"

#include "engine/service/audit.hpp"
#include "web/routes/identity.hpp"
#include "web/routes/respond.hpp"
#include "web/routes/submit.hpp"

namespace yellowsea::web {
namespace {

// A password on its way: request → password worker → writer → answer. For signing in and for giving the
// password again.
struct PasswordCheck {
  ApiParts parts;
  Request request;
  std::string language;
  Reply reply;
  Caller caller;  // the public, where somebody signs in
  SignInAttempt attempt;
  PasswordVerdict verdict;
};

using Finish = std::function<void(const std::shared_ptr<PasswordCheck>&)>;

Response with_cookie(const PasswordCheck& check, const SignedIn& signed_in) {
  Json session = session_json(signed_in.caller, signed_in.roles);
  session["second_factor"] = signed_in.caller.second_factor;
  Response response = json_response(200, session);
  response.headers.emplace_back("set-cookie", session_cookie(check.request, signed_in.token));
  return response;
}

void forget_failures(const PasswordCheck& check) {
  check.parts.throttle.succeeded(check.attempt.user);
  check.parts.throttle.succeeded_from(check.request.remote);
}

// Whose name was tried is written down only if there is such an account: people type passwords into the wrong
// field.
void note_failure(const PasswordCheck& check, WriterContext& context, AuditType type,
                  const Problem& problem) {
  audit(context.recorder.session(), context.now, type, {check.caller.person, check.request.remote},
        check.attempt.person, Json{{"rule", problem.rule}});
}

void finish_sign_in(const std::shared_ptr<PasswordCheck>& check) {
  const auto ended = std::make_shared<std::vector<std::string>>();
  submit_and_answer(
      check->parts, check->reply, check->language,
      [check, ended](WriterContext& context) {
        store::Session& session = context.recorder.session();
        const SignInPlace place{check->request.remote, std::string(check->request.header("user-agent"))};
        auto signed_in =
            check->parts.people.sign_in(session, check->attempt, check->verdict, place, ended.get());
        if (!signed_in) {
          note_failure(*check, context, AuditType::sign_in_failed, signed_in.error());
          return problem_response(signed_in.error(), check->language);
        }
        forget_failures(*check);
        audit(session, context.now, AuditType::signed_in, {signed_in->caller.person, check->request.remote},
              signed_in->caller.person);
        return with_cookie(*check, *signed_in);
      },
      [check, ended] {
        for (const std::string& hash : *ended) check->parts.live.end_session(hash);
      });
}

void finish_confirmation(const std::shared_ptr<PasswordCheck>& check) {
  submit_and_answer(check->parts, check->reply, check->language, [check](WriterContext& context) {
    store::Session& session = context.recorder.session();
    auto renewed = check->parts.people.confirm(session, check->caller, check->attempt, check->verdict);
    if (!renewed) {
      note_failure(*check, context, AuditType::confirmation_failed, renewed.error());
      return problem_response(renewed.error(), check->language);
    }
    forget_failures(*check);
    renewed->caller.second_factor = check->caller.second_factor;
    audit(session, context.now, AuditType::password_confirmed, {check->caller.person, check->request.remote},
          check->caller.person);
    check->parts.live.renew_session(check->caller.session_hash, renewed->caller.session_hash);
    return with_cookie(*check, *renewed);
  });
}

// Slows guessing down, then has the password checked where that holds nobody up.
void check_password_of(const ApiParts& parts, const Call& call, const std::string& user,
                       const std::string& code, std::string password, const Finish& finish) {
  if (auto admitted = parts.throttle.admit_address(call.request.remote, call.now); !admitted)
    return call.reply(problem_response(admitted.error(), call.language));
  auto attempt = parts.people.look_up(parts.reader, user);
  attempt.code = code;
  if (auto admitted = parts.throttle.admit(attempt.user, call.now); !admitted) {
    parts.throttle.succeeded_from(call.request.remote);
    return call.reply(problem_response(admitted.error(), call.language));
  }
  auto stored = attempt.stored;
  const auto cost = attempt.cost;
  auto check = std::make_shared<PasswordCheck>(
      PasswordCheck{parts, call.request, call.language, call.reply, call.caller, std::move(attempt), {}});
  auto submitted = parts.passwords.verify(std::move(stored), std::move(password), cost,
                                          [check, finish](PasswordVerdict verdict) {
                                            check->verdict = std::move(verdict);
                                            finish(check);
                                          });
  if (submitted) return;
  parts.throttle.withdraw(check->attempt.user);
  parts.throttle.succeeded_from(call.request.remote);
  call.reply(problem_response(submitted.error(), call.language));
}

void confirm(const ApiParts& parts, Call& call) {
  const auto body = json_body(call.request);
  if (!body) return call.reply(problem_response(body.error(), call.language));
  auto password = text_member(*body, "password");
  if (!password) return call.reply(problem_response(password.error(), call.language));
  check_password_of(parts, call, call.caller.user, "", std::move(*password), finish_confirmation);
}

void sign_out(const ApiParts& parts, Call& call) {
  submit_and_answer(
      parts, call.reply, call.language,
      [parts, caller = call.caller, request = call.request](WriterContext& context) {
        store::Session& session = context.recorder.session();
        parts.people.sign_out(session, caller);
        audit(session, context.now, AuditType::signed_out, {caller.person, request.remote}, caller.person);
        Response response{204, {{"cache-control", "no-store"}}, {}, {}};
        response.headers.emplace_back("set-cookie", ended_session_cookie(request));
        return response;
      },
      [&live = parts.live, hash = call.caller.session_hash] { live.end_session(hash); });
}

void choose_role(const ApiParts& parts, Call& call) {
  const auto body = json_body(call.request);
  if (!body) return call.reply(problem_response(body.error(), call.language));
  auto role = text_member(*body, "role");
  if (!role) return call.reply(problem_response(role.error(), call.language));
  const std::string organisation = body->contains("organisation") && body->at("organisation").is_string()
                                       ? body->at("organisation").get<std::string>()
                                       : "";
  submit_and_answer(
      parts, call.reply, call.language,
      [parts, caller = call.caller, role = std::move(*role), organisation,
       language = call.language](WriterContext& context) {
        auto chosen = parts.people.choose_role(context.recorder.session(), caller, role, organisation);
        if (!chosen) return problem_response(chosen.error(), language);
        // Live streams see with the eyes of the role that they were opened in.
        parts.live.end_session(caller.session_hash);
        return json_response(
            200, session_json(*chosen, parts.people.roles_of(context.recorder.session(), *chosen)));
      });
}

}  // namespace

void sign_in(const ApiParts& parts, Call& call) {
  if (auto allowed = check_origin(call.request, parts.options.allowed_origins); !allowed) {
    return call.reply(problem_response(allowed.error(), call.language));
  }
  const auto body = json_body(call.request);
  if (!body) return call.reply(problem_response(body.error(), call.language));
  const auto user = text_member(*body, "user");
  if (!user) return call.reply(problem_response(user.error(), call.language));
  auto password = text_member(*body, "password");
  if (!password) return call.reply(problem_response(password.error(), call.language));
  const std::string code = text_member(*body, "code").value_or("");
  check_password_of(parts, call, *user, code, std::move(*password), finish_sign_in);
}

bool write_session(const ApiParts& parts, Call& call) {
  const auto& segments = call.segments;
  if (segments.empty() || segments.front() != "session") return false;
  const std::string& method = call.request.method;
  const bool acting = segments.size() == 2 && segments[1] == "acting" && method == "PUT";
  const bool confirming = segments.size() == 2 && segments[1] == "confirm" && method == "POST";
  const bool ending = segments.size() == 1 && method == "DELETE";
  if (!acting && !ending && !confirming) return false;
  if (!call.caller.signed_in() || call.caller.by_token) {
    call.reply(not_signed_in(call.language));
  } else if (ending) {
    sign_out(parts, call);
  } else if (confirming) {
    confirm(parts, call);
  } else {
    choose_role(parts, call);
  }
  return true;
}

void touch_session(const ApiParts& parts, const Caller& caller) {
  // Nobody waits for it, and nothing is lost if too much is waiting already.
  (void)parts.writer.submit({[people = &parts.people, caller](WriterContext& context) {
                               people->touch(context.recorder.session(), caller);
                             },
                             [](const Result<void>&) {}});
}

}  // namespace yellowsea::web
