#include "web/routes/setup.hpp"

#include "engine/service/audit.hpp"
#include "web/routes/identity.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

struct Claim {
  ApiParts parts;
  std::string language;
  Reply reply;
  std::string token;
  std::string user;
  std::string name;
  std::string password;
  std::string remote;
  Response answer;
};

std::shared_ptr<Claim> read_claim(const ApiParts& parts, const Call& call, const Json& body) {
  auto claim = std::make_shared<Claim>(
      Claim{parts, call.language, call.reply, {}, {}, {}, {}, call.request.remote, {}});
  for (const auto& [name, place] :
       {std::pair{"token", &claim->token}, std::pair{"user", &claim->user}, std::pair{"name", &claim->name},
        std::pair{"password", &claim->password}}) {
    if (!body.is_object() || !body.contains(name) || !body.at(name).is_string()) return nullptr;
    *place = body.at(name).get<std::string>();
  }
  return claim;
}

void store_claim(const std::shared_ptr<Claim>& claim, const PreparedPassword& password) {
  auto submitted = claim->parts.writer.submit(
      {[claim, password](WriterContext& context) {
         const auto person = claim->parts.people.claim_first_administrator(
             context.recorder.session(), claim->token, claim->user, claim->name, password);
         if (person) {
           audit(context.recorder.session(), context.now, AuditType::first_administrator,
                 {*person, claim->remote}, *person);
         }
         claim->answer = person ? json_response(201, Json{{"user", claim->user}})
                                : problem_response(person.error(), claim->language);
       },
       [claim](const Result<void>& committed) {
         claim->reply(committed ? std::move(claim->answer)
                                : problem_response(committed.error(), claim->language));
       }});
  if (!submitted) claim->reply(problem_response(submitted.error(), claim->language));
}

}  // namespace

bool write_setup(const ApiParts& parts, Call& call) {
  if (call.segments != std::vector<std::string>{"first-administrator"} || call.request.method != "POST")
    return false;
  const auto refuse = [&](const Problem& problem) { call.reply(problem_response(problem, call.language)); };
  if (auto allowed = check_origin(call.request, parts.options.allowed_origins); !allowed)
    return refuse(allowed.error()), true;
  const auto body = json_body(call.request);
  if (!body) return refuse(body.error()), true;
  const auto claim = read_claim(parts, call, *body);
  if (claim == nullptr) {
    refuse({ProblemCode::malformed,
            "missing",
            "the body must be {\"token\", \"user\", \"name\", \"password\"}",
            {},
            Json::object()});
    return true;
  }
  // A wrong link costs no hash.
  if (auto open = parts.people.check_first_administrator(parts.reader, claim->token); !open)
    return refuse(open.error()), true;
  auto submitted = parts.passwords.submit([claim] {
    const People& people = claim->parts.people;
    const auto prepared = people.prepare(claim->user, claim->password, people.first_administrator_roles());
    if (prepared) return store_claim(claim, *prepared);
    claim->reply(problem_response(prepared.error(), claim->language));
  });
  if (!submitted) refuse(submitted.error());
  return true;
}

}  // namespace yellowsea::web
