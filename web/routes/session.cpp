#include "web/routes/session.hpp"

#include "web/routes/identity.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

// A sign-in on its way: request → password worker → writer → answer.
struct SignIn {
  ApiParts parts;
  Request request;
  std::string language;
  Reply reply;
  SignInAttempt attempt;
  PasswordVerdict verdict;
  Response answer;
};

Problem missing(const std::string& field) {
  return {ProblemCode::malformed,
          "missing",
          "the body must be {\"user\", \"password\"}: '" + field + "' is missing",
          {},
          Json::object()};
}

void finish(const std::shared_ptr<SignIn>& sign_in) {
  auto submitted = sign_in->parts.writer.submit(
      {[sign_in](WriterContext& context) {
         auto signed_in =
             sign_in->parts.people.sign_in(context.recorder.session(), sign_in->attempt, sign_in->verdict);
         if (!signed_in) {
           sign_in->answer = problem_response(signed_in.error(), sign_in->language);
           return;
         }
         sign_in->parts.throttle.succeeded(sign_in->attempt.user);
         sign_in->answer = json_response(200, session_json(signed_in->caller, signed_in->roles));
         sign_in->answer.headers.emplace_back("set-cookie",
                                              session_cookie(sign_in->request, signed_in->token));
       },
       [sign_in](const Result<void>& committed) {
         sign_in->reply(committed ? std::move(sign_in->answer)
                                  : problem_response(committed.error(), sign_in->language));
       }});
  if (!submitted) sign_in->reply(problem_response(submitted.error(), sign_in->language));
}

void submit_and_answer(const ApiParts& parts, const Call& call,
                       std::function<Response(WriterContext&)> work) {
  auto answer = std::make_shared<Response>();
  auto submitted = parts.writer.submit(
      {[answer, work = std::move(work)](WriterContext& context) { *answer = work(context); },
       [answer, reply = call.reply, language = call.language](const Result<void>& committed) {
         reply(committed ? std::move(*answer) : problem_response(committed.error(), language));
       }});
  if (!submitted) call.reply(problem_response(submitted.error(), call.language));
}

Response not_signed_in(const std::string& language) {
  return problem_response(
      {ProblemCode::unauthenticated, "not_signed_in", "Sign in first.", {}, Json::object()}, language);
}

void sign_out(const ApiParts& parts, Call& call) {
  submit_and_answer(parts, call,
                    [parts, caller = call.caller, request = call.request](WriterContext& context) {
                      parts.people.sign_out(context.recorder.session(), caller);
                      parts.live.end_session(caller.session_hash);
                      Response response{204, {{"cache-control", "no-store"}}, {}, {}};
                      response.headers.emplace_back("set-cookie", ended_session_cookie(request));
                      return response;
                    });
}

void choose_role(const ApiParts& parts, Call& call) {
  const auto body = json_body(call.request);
  if (!body) return call.reply(problem_response(body.error(), call.language));
  const bool fits = body->is_object() && body->contains("role") && body->at("role").is_string();
  if (!fits) return call.reply(problem_response(missing("role"), call.language));
  const std::string organisation = body->contains("organisation") && body->at("organisation").is_string()
                                       ? body->at("organisation").get<std::string>()
                                       : "";
  submit_and_answer(
      parts, call,
      [parts, caller = call.caller, role = body->at("role").get<std::string>(), organisation,
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
  for (const char* name : {"user", "password"}) {
    if (!body->is_object() || !body->contains(name) || !body->at(name).is_string())
      return call.reply(problem_response(missing(name), call.language));
  }
  auto attempt = parts.people.look_up(parts.reader, body->at("user").get<std::string>());
  if (auto admitted = parts.throttle.admit(attempt.user, call.now); !admitted) {
    return call.reply(problem_response(admitted.error(), call.language));
  }
  auto stored = attempt.stored;
  const auto cost = attempt.cost;
  auto state = std::make_shared<SignIn>(
      SignIn{parts, call.request, call.language, call.reply, std::move(attempt), {}, {}});
  auto submitted = parts.passwords.verify(std::move(stored), body->at("password").get<std::string>(), cost,
                                          [state](PasswordVerdict verdict) {
                                            state->verdict = std::move(verdict);
                                            finish(state);
                                          });
  if (!submitted) {
    parts.throttle.withdraw(state->attempt.user);
    call.reply(problem_response(submitted.error(), call.language));
  }
}

bool write_session(const ApiParts& parts, Call& call) {
  const auto& segments = call.segments;
  if (segments.empty() || segments.front() != "session") return false;
  const bool acting = segments.size() == 2 && segments[1] == "acting" && call.request.method == "PUT";
  const bool ending = segments.size() == 1 && call.request.method == "DELETE";
  if (!acting && !ending) return false;
  if (!call.caller.signed_in() || call.caller.by_token) {
    call.reply(not_signed_in(call.language));
  } else if (ending) {
    sign_out(parts, call);
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
