#include "web/routes/stand_ins.hpp"

#include <algorithm>
#include <memory>

#include "engine/service/stand_ins.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

Response not_signed_in(const std::string& language) {
  return problem_response(
      {ProblemCode::unauthenticated, "not_signed_in", "Sign in first.", {}, Json::object()}, language);
}

Json named(const store::PersonRow& person) { return Json{{"user", person.user}, {"name", person.name}}; }

Json named(store::Session& session, std::int64_t id) {
  const auto person = session.person(id);
  return person ? named(*person) : Json(nullptr);
}

// Whoever works for the same organisation, with the roles they have there.
Json colleagues(store::Session& session, const Caller& caller) {
  Json all = Json::array();
  for (const store::PersonRow& person : session.people()) {
    if (person.disabled) continue;
    Json roles = Json::array();
    for (const auto& [role, organisation] : person.roles) {
      if (organisation == caller.organisation) roles.push_back(role);
    }
    if (roles.empty()) continue;
    all.push_back(named(person));
    all.back()["roles"] = std::move(roles);
  }
  return all;
}

Json stand_in_json(store::Session& session, const StandIn& one, CivilDate today) {
  return Json{{"person", named(session, one.person)}, {"role", one.role},
              {"stand_in", named(session, one.by)},   {"from", format_date(one.from)},
              {"until", format_date(one.until)},      {"now", holds(one, today)}};
}

// What the body says, as three texts; a member that is missing or no text is an empty one, which is refused
// with its pointer.
struct Named {
  std::string user;
  std::string from;
  std::string until;
};

Result<Named> read_body(const Request& request) {
  const auto body = json_body(request);
  if (!body) return Failure(body.error());
  if (!body->is_object()) return fail(ProblemCode::malformed, "stand_in", "the body must be an object");
  std::vector<FieldError> errors;
  for (const auto& [name, value] : body->items()) {
    if (name != "stand_in" && name != "from" && name != "until")
      errors.push_back({"/" + name, "unknown_field", "There is no such field."});
  }
  if (!errors.empty()) {
    return Failure(
        Problem{ProblemCode::invalid, "schema", "The data do not fit.", std::move(errors), Json::object()});
  }
  const auto text = [&](const char* name) {
    const Json value = body->value(name, Json());
    return value.is_string() ? value.get<std::string>() : std::string();
  };
  return Named{text("stand_in"), text("from"), text("until")};
}

// Written within a transaction of the writer; answered when it is stored.
void write(const ApiParts& parts, Call& call, std::function<Result<void>(store::Session&, Instant)> work) {
  auto outcome = std::make_shared<Result<void>>();
  auto submitted = parts.writer.submit(
      {[outcome, work = std::move(work)](WriterContext& context) {
         *outcome = work(context.recorder.session(), context.now);
       },
       [outcome, reply = call.reply, language = call.language](const Result<void>& committed) {
         const Result<void>& told = committed ? *outcome : committed;
         reply(told ? Response{204, {{"cache-control", "no-store"}}, {}, {}}
                    : problem_response(told.error(), language));
       }});
  if (!submitted) call.reply(problem_response(submitted.error(), call.language));
}

}  // namespace

std::optional<Response> read_stand_ins(const ApiParts& parts, const Call& call) {
  if (call.segments != std::vector<std::string>{"stand-ins"}) return std::nullopt;
  const Caller& caller = call.caller;
  if (!caller.signed_in()) return not_signed_in(call.language);
  Json items = Json::array();
  Json own = nullptr;
  if (!caller.organisation.empty()) {
    const CivilDate today = today_at(parts.pack, caller.organisation, call.now);
    for (const StandIn& one : stand_ins(parts.reader, parts.pack, caller.organisation, call.now)) {
      Json json = stand_in_json(parts.reader, one, today);
      if (one.person == caller.person && one.role == caller.role) own = json;
      items.push_back(std::move(json));
    }
  }
  Json posts = Json::array();
  for (const Post& post : stood_in_by(parts.reader, parts.pack, caller, call.now))
    posts.push_back(Json{{"role", post.role}, {"organisation", post.organisation}});
  return json_response(
      200,
      Json{{"own", std::move(own)},
           {"items", std::move(items)},
           {"standing_in", std::move(posts)},
           {"colleagues", caller.organisation.empty() ? Json::array() : colleagues(parts.reader, caller)}});
}

bool write_stand_ins(const ApiParts& parts, Call& call) {
  if (call.segments != std::vector<std::string>{"stand-ins", "own"}) return false;
  const std::string& method = call.request.method;
  if (method != "PUT" && method != "DELETE") return false;
  if (!call.caller.signed_in()) {
    call.reply(not_signed_in(call.language));
    return true;
  }
  if (method == "DELETE") {
    write(parts, call, [caller = call.caller](store::Session& session, Instant) -> Result<void> {
      end_stand_in(session, caller);
      return {};
    });
    return true;
  }
  const auto body = read_body(call.request);
  if (!body) {
    call.reply(problem_response(body.error(), call.language));
    return true;
  }
  write(parts, call,
        [&pack = parts.pack, caller = call.caller, body = *body](store::Session& session, Instant now) {
          return name_stand_in(session, pack, caller, body.user, body.from, body.until, now);
        });
  return true;
}

}  // namespace yellowsea::web
