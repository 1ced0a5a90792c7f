#include "web/routes/submit.hpp"

#include "web/routes/respond.hpp"

namespace yellowsea::web {

void submit_and_answer(const ApiParts& parts, const Reply& reply, const std::string& language,
                       std::function<Response(WriterContext&)> work, std::function<void()> after) {
  auto answer = std::make_shared<Response>();
  auto submitted = parts.writer.submit(
      {[answer, work = std::move(work)](WriterContext& context) { *answer = work(context); },
       [answer, reply, language, after = std::move(after)](const Result<void>& committed) {
         if (committed && after) after();
         reply(committed ? std::move(*answer) : problem_response(committed.error(), language));
       }});
  if (!submitted) reply(problem_response(submitted.error(), language));
}

Response not_signed_in(const std::string& language) {
  return problem_response(
      {ProblemCode::unauthenticated, "not_signed_in", "Sign in first.", {}, Json::object()}, language);
}

bool refused_without_person(const Call& call) {
  if (!call.caller.signed_in()) {
    call.reply(not_signed_in(call.language));
    return true;
  }
  if (!call.caller.by_token) return false;
  call.reply(problem_response({ProblemCode::forbidden, "people_only", "Not for tokens.", {}, Json::object()},
                              call.language));
  return true;
}

bool refused_without_password(const Call& call) {
  if (refused_without_person(call)) return true;
  if (People::recently_confirmed(call.caller, call.now)) return false;
  call.reply(problem_response(
      {ProblemCode::forbidden, "password_again", "The password again.", {}, Json::object()}, call.language));
  return true;
}

Result<std::string> text_member(const Json& body, const std::string& name) {
  if (body.is_object() && body.contains(name) && body.at(name).is_string())
    return body.at(name).get<std::string>();
  return fail(ProblemCode::malformed, "missing", "the body needs the text '" + name + "'");
}

}  // namespace yellowsea::web
