#include "web/routes/accounts.hpp"

#include <algorithm>
#include <charconv>

#include "engine/service/accounts.hpp"
#include "web/routes/identity.hpp"
#include "web/routes/items.hpp"
#include "web/routes/respond.hpp"
#include "web/routes/submit.hpp"
#include "web/sign_on/sign_on.hpp"

namespace yellowsea::web {
namespace {

constexpr std::int64_t kAuditPage = 50;
constexpr std::int64_t kLargestAuditPage = 200;

AuditBy by(const Call& call) { return {call.caller.person, call.request.remote}; }

Response done() { return Response{204, {{"cache-control", "no-store"}}, {}, {}}; }

bool administers(const ApiParts& parts, const Call& call) {
  return acts_in_role_with(parts.pack, call.caller, "administers");
}

Result<std::int64_t> number_of(const std::string& text, const std::string& what) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || number < 1)
    return fail(ProblemCode::malformed, "parameter", "'" + what + "' must be a whole number from 1");
  return number;
}

Response audit_log(const ApiParts& parts, const Call& call) {
  std::int64_t before = 0;
  std::int64_t limit = kAuditPage;
  for (const auto& [name, place] : {std::pair{"before", &before}, std::pair{"limit", &limit}}) {
    const auto text = call.request.query_value(name);
    if (!text) continue;
    const auto number = number_of(*text, name);
    if (!number) return problem_response(number.error(), call.language);
    *place = *number;
  }
  return json_response(
      200, audit_page(parts.reader, before, static_cast<std::size_t>(std::min(limit, kLargestAuditPage))));
}

// [{"role", "organisation"}]
Result<Roles> roles_from(const Json& body) {
  const auto malformed = [] {
    return fail(ProblemCode::malformed, "roles", "'roles' must be a list of {\"role\", \"organisation\"}");
  };
  if (!body.is_object() || !body.contains("roles") || !body.at("roles").is_array()) return malformed();
  Roles roles;
  for (const Json& one : body.at("roles")) {
    const auto role = text_member(one, "role");
    const auto organisation = text_member(one, "organisation");
    if (!role || !organisation) return malformed();
    roles.emplace_back(*role, *organisation);
  }
  return roles;
}

// {"provider", "email"} or {"provider", "subject"}: whom the account will belong to, if anybody outside.
Result<InvitedSignOn> sign_on_from(const ApiParts& parts, const Json& body) {
  const Json asked = body.is_object() ? body.value("sign_on", Json()) : Json();
  if (asked.is_null()) return InvitedSignOn{};
  const auto wrong = [](const char* pointer, const char* rule) {
    const std::string detail = "Name a provider, and the address or the subject that it knows the person by.";
    return Failure(Problem{ProblemCode::invalid, rule, detail, {{pointer, rule, detail}}, Json::object()});
  };
  const Provider* provider = parts.sign_on == nullptr
                                 ? nullptr
                                 : parts.sign_on->provider(text_member(asked, "provider").value_or(""));
  if (provider == nullptr) return wrong("/sign_on/provider", "sign_on_provider");
  const std::string subject = text_member(asked, "subject").value_or("");
  const std::string email = normal_email(text_member(asked, "email").value_or(""));
  if (subject.empty() == email.empty() || subject.size() > 255)
    return wrong("/sign_on/email", "sign_on_email");
  return InvitedSignOn{provider->issuer, subject, email};
}

void post_invitation(const ApiParts& parts, Call& call) {
  if (refused_without_password(call)) return;
  const auto body = json_body(call.request);
  if (!body) return call.reply(problem_response(body.error(), call.language));
  const auto name = text_member(*body, "name");
  const auto roles = roles_from(*body);
  if (!name) return call.reply(problem_response(name.error(), call.language));
  if (!roles) return call.reply(problem_response(roles.error(), call.language));
  const auto sign_on = sign_on_from(parts, *body);
  if (!sign_on) return call.reply(problem_response(sign_on.error(), call.language));
  submit_and_answer(parts, call.reply, call.language,
                    [parts, call, name = *name, roles = *roles, sign_on = *sign_on](WriterContext& context) {
                      const auto made =
                          invite(context.recorder.session(), parts.people, by(call), name, roles, sign_on);
                      if (!made) return problem_response(made.error(), call.language);
                      // Behind the #, so that no proxy's log keeps it.
                      return json_response(201, Json{{"id", made->id},
                                                     {"path", "/" + call.language + "/join#" + made->token},
                                                     {"expires_at", format_instant(made->expires_at)},
                                                     {"waits", made->waits}});
                    });
}

using ById = Result<void> (*)(store::Session&, const People&, const AuditBy&, std::int64_t);

void decide_by_id(const ApiParts& parts, Call& call, ById decide) {
  if (refused_without_password(call)) return;
  const auto id = number_of(call.segments[1], "id");
  if (!id) return call.reply(problem_response(unknown_item(), call.language));
  submit_and_answer(parts, call.reply, call.language,
                    [parts, call, id = *id, decide](WriterContext& context) {
                      const auto decided = decide(context.recorder.session(), parts.people, by(call), id);
                      return decided ? done() : problem_response(decided.error(), call.language);
                    });
}

// {"disabled": true} closes an account, {"roles": […]} gives and takes roles.
void put_account(const ApiParts& parts, Call& call) {
  if (refused_without_password(call)) return;
  const auto body = json_body(call.request);
  if (!body) return call.reply(problem_response(body.error(), call.language));
  const bool closes = body->is_object() && body->contains("disabled") && body->at("disabled").is_boolean();
  const auto roles = closes ? Result<Roles>(Roles{}) : roles_from(*body);
  if (!roles) return call.reply(problem_response(roles.error(), call.language));
  const auto person = std::make_shared<std::int64_t>(0);
  submit_and_answer(
      parts, call.reply, call.language,
      [parts, call, closes, roles = *roles, disabled = closes && body->at("disabled").get<bool>(),
       person](WriterContext& context) {
        store::Session& session = context.recorder.session();
        const std::string& user = call.segments[1];
        if (closes) {
          const auto closed = close_account(session, parts.people, by(call), user, disabled);
          if (!closed) return problem_response(closed.error(), call.language);
          *person = disabled ? *closed : 0;
          return done();
        }
        const auto change = set_roles(session, parts.people, by(call), user, roles);
        if (!change) return problem_response(change.error(), call.language);
        if (!change->taken.empty()) *person = session.person(user)->id;
        return json_response(200, Json{{"given", roles_json(change->given)},
                                       {"asked", roles_json(change->asked)},
                                       {"taken", roles_json(change->taken)}});
      },
      [&live = parts.live, person] { live.end_person(*person); });
}

struct Acceptance {
  std::string token;
  std::string user;
  std::string name;
  std::string password;
};

Result<Acceptance> read_acceptance(const Call& call) {
  const auto body = json_body(call.request);
  if (!body) return Failure(body.error());
  Acceptance acceptance;
  for (const auto& [member, place] :
       {std::pair{"token", &acceptance.token}, std::pair{"user", &acceptance.user},
        std::pair{"name", &acceptance.name}, std::pair{"password", &acceptance.password}}) {
    auto text = text_member(*body, member);
    if (!text) return Failure(text.error());
    *place = std::move(*text);
  }
  return acceptance;
}

// {"token"} alone: what the link offers. With {"user", "name", "password"}: the account is made.
void accept(const ApiParts& parts, Call& call) {
  const auto refuse = [&](const Problem& problem) { call.reply(problem_response(problem, call.language)); };
  if (auto allowed = check_origin(call.request, parts.options.allowed_origins); !allowed)
    return refuse(allowed.error());
  if (auto admitted = parts.throttle.admit_address(call.request.remote, call.now); !admitted)
    return refuse(admitted.error());
  const auto body = json_body(call.request);
  if (!body) return refuse(body.error());
  const auto token = text_member(*body, "token");
  if (!token) return refuse(token.error());
  const auto invitation = invitation_behind(parts.reader, parts.people, *token);
  if (!invitation) return refuse(invitation.error());
  parts.throttle.succeeded_from(call.request.remote);
  if (!body->contains("user")) {
    return call.reply(
        json_response(200, Json{{"name", invitation->name}, {"roles", roles_json(invitation->roles)}}));
  }
  auto acceptance = read_acceptance(call);
  if (!acceptance) return refuse(acceptance.error());
  // Before hashing, which is slow, what would be refused anyway.
  if (auto checked = parts.people.check_account(acceptance->user, acceptance->name, invitation->roles);
      !checked)
    return refuse(checked.error());
  auto submitted = parts.passwords.submit([parts, call, wanted = *acceptance, roles = invitation->roles] {
    const auto prepared = parts.people.prepare(wanted.user, wanted.password, roles);
    if (!prepared) return call.reply(problem_response(prepared.error(), call.language));
    submit_and_answer(parts, call.reply, call.language,
                      [parts, call, wanted, password = *prepared](WriterContext& context) {
                        const auto person = join(context.recorder.session(), parts.people, wanted.token,
                                                 wanted.user, wanted.name, password, by(call));
                        return person ? json_response(201, Json{{"user", wanted.user}})
                                      : problem_response(person.error(), call.language);
                      });
  });
  if (!submitted) refuse(submitted.error());
}

}  // namespace

std::optional<Response> read_accounts(const ApiParts& parts, const Call& call) {
  if (call.segments.size() != 1) return std::nullopt;
  if (call.segments[0] == "accounts" && administers(parts, call))
    return json_response(200, accounts_json(parts.reader, parts.people));
  if (call.segments[0] == "audit" && may_read_audit(parts.pack, call.caller)) return audit_log(parts, call);
  return std::nullopt;
}

bool write_accounts(const ApiParts& parts, Call& call) {
  const auto& segments = call.segments;
  const std::string& method = call.request.method;
  if (segments == std::vector<std::string>{"invitations", "accept"} && method == "POST") {
    accept(parts, call);
    return true;
  }
  if (segments.empty() || !administers(parts, call)) return false;
  const std::string& what = segments[0];
  const bool one = segments.size() == 2 && method == "DELETE";
  const bool confirms = segments.size() == 3 && segments[2] == "confirm" && method == "POST";
  if (what == "invitations" && segments.size() == 1 && method == "POST") {
    post_invitation(parts, call);
  } else if (what == "invitations" && (one || confirms)) {
    decide_by_id(parts, call, one ? take_back_invitation : confirm_invitation);
  } else if (what == "grants" && (one || confirms)) {
    decide_by_id(parts, call, one ? decline_grant : confirm_grant);
  } else if (what == "accounts" && segments.size() == 2 && method == "PUT") {
    put_account(parts, call);
  } else {
    return false;
  }
  return true;
}

}  // namespace yellowsea::web
