#include "engine/service/stand_ins.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>

#include "engine/base/json_read.hpp"
#include "engine/service/people.hpp"

namespace yellowsea {
namespace {

std::string key_of(const std::string& organisation) { return "stand_ins/" + organisation; }

Json json_of(const StandIn& one) {
  return Json{{"person", one.person},
              {"role", one.role},
              {"by", one.by},
              {"from", format_date(one.from)},
              {"until", format_date(one.until)}};
}

std::vector<StandIn> stored(store::Session& session, const std::string& organisation) {
  std::vector<StandIn> all;
  const auto text = session.setting(key_of(organisation));
  const Json json = text ? Json::parse(*text, nullptr, false) : Json::array();
  if (!json.is_array()) return all;
  for (const Json& one : json) {
    if (!one.is_object()) continue;
    const auto from = parse_date(one.value("from", std::string()));
    const auto until = parse_date(one.value("until", std::string()));
    if (!from || !until) continue;
    all.push_back({one.value("person", std::int64_t{0}), one.value("role", std::string()),
                   one.value("by", std::int64_t{0}), *from, *until});
  }
  return all;
}

void store_all(store::Session& session, const std::string& organisation, std::vector<StandIn> all) {
  std::sort(all.begin(), all.end(), [](const StandIn& a, const StandIn& b) {
    return std::tie(a.person, a.role) < std::tie(b.person, b.role);
  });
  Json json = Json::array();
  for (const StandIn& one : all) json.push_back(json_of(one));
  session.put_setting(key_of(organisation), to_text(json));
}

void remove_those(store::Session& session, const std::string& organisation,
                  const std::function<bool(const StandIn&)>& gone) {
  std::vector<StandIn> all = stored(session, organisation);
  if (std::erase_if(all, gone) > 0) store_all(session, organisation, std::move(all));
}

bool holds_role(const std::optional<store::PersonRow>& person, const Post& post) {
  return person && !person->disabled &&
         std::find(person->roles.begin(), person->roles.end(), std::pair(post.role, post.organisation)) !=
             person->roles.end();
}

std::vector<FieldError> wrong_days(const std::string& from, const std::string& until, CivilDate today) {
  std::vector<FieldError> errors;
  const auto first = parse_date(from);
  const auto last = parse_date(until);
  if (!first) errors.push_back({"/from", "format", "A date is needed, as in 2012-11-25."});
  if (!last) errors.push_back({"/until", "format", "A date is needed, as in 2012-11-25."});
  if (!first || !last) return errors;
  if (*last < today) {
    errors.push_back({"/until", "stand_in_past", "The last day has passed."});
  } else if (*last < *first) {
    errors.push_back({"/until", "stand_in_order", "The last day is before the first."});
  } else if (add(*first, Duration{false, 0, max_days_away, 0}) < *last) {
    errors.push_back({"/until", "stand_in_long",
                      "Nobody stands in for longer than " + std::to_string(max_days_away) + " days."});
  }
  return errors;
}

}  // namespace

CivilDate today_at(const Pack& pack, const std::string& organisation, Instant now) {
  for (const Organisation& one : pack.organisations()) {
    if (one.id == organisation) return date_in(now, Zone::find(one.zone).value_or(Zone::utc()));
  }
  return date_in(now, Zone::utc());
}

bool holds(const StandIn& one, CivilDate day) { return one.from <= day && day <= one.until; }

std::vector<StandIn> stand_ins(store::Session& session, const Pack& pack, const std::string& organisation,
                               Instant now) {
  const CivilDate today = today_at(pack, organisation, now);
  std::vector<StandIn> all = stored(session, organisation);
  std::erase_if(all, [&](const StandIn& one) {
    const Post post{one.role, organisation};
    return one.until < today || !holds_role(session.person(one.person), post) ||
           !holds_role(session.person(one.by), post);
  });
  return all;
}

Result<void> name_stand_in(store::Session& session, const Pack& pack, const Caller& caller,
                           const std::string& user, const std::string& from, const std::string& until,
                           Instant now) {
  if (!caller.signed_in() || caller.organisation.empty())
    return fail(ProblemCode::forbidden, "by", "nobody stands in for who acts for no organisation");
  std::vector<FieldError> errors = wrong_days(from, until, today_at(pack, caller.organisation, now));
  const auto by = session.person(normal_user(user));
  // The same answer for nobody and for somebody elsewhere: it tells nothing of other organisations' people.
  if (!holds_role(by, {caller.role, caller.organisation})) {
    errors.push_back({"/stand_in", "stand_in_role", "Nobody of that user name holds your role here."});
  } else if (by->id == caller.person) {
    errors.push_back({"/stand_in", "stand_in_self", "Nobody stands in for themselves."});
  }
  if (!errors.empty()) {
    return Failure(Problem{ProblemCode::invalid, "schema", "The stand-in cannot be named so.",
                           std::move(errors), Json::object()});
  }
  std::vector<StandIn> all = stand_ins(session, pack, caller.organisation, now);
  std::erase_if(all,
                [&](const StandIn& one) { return one.person == caller.person && one.role == caller.role; });
  all.push_back({caller.person, caller.role, by->id, *parse_date(from), *parse_date(until)});
  store_all(session, caller.organisation, std::move(all));
  return {};
}

void end_stand_in(store::Session& session, const Caller& caller) {
  remove_those(session, caller.organisation,
               [&](const StandIn& one) { return one.person == caller.person && one.role == caller.role; });
}

std::vector<Post> stood_in_by(store::Session& session, const Pack& pack, const Caller& caller, Instant now) {
  const auto person = session.person(caller.person);
  if (!person) return {};
  std::set<std::string> organisations;
  for (const auto& [role, organisation] : person->roles) organisations.insert(organisation);
  const Post own{caller.role, caller.organisation};
  std::vector<Post> posts;
  for (const std::string& organisation : organisations) {
    const CivilDate today = today_at(pack, organisation, now);
    for (const StandIn& one : stand_ins(session, pack, organisation, now)) {
      const Post post{one.role, organisation};
      if (one.by == caller.person && holds(one, today) && post != own &&
          std::find(posts.begin(), posts.end(), post) == posts.end())
        posts.push_back(post);
    }
  }
  return posts;
}

std::string notices_mark_key(std::int64_t person, const Post& post) {
  return "notices_read/" + std::to_string(person) + "/" + post.role + "@" + post.organisation;
}

void forget_stand_ins_of(store::Session& session, const store::PersonRow& person) {
  std::set<std::string> organisations;
  // Roles may have been taken away since: every organisation of whoever is there is looked through.
  for (const store::PersonRow& each : session.people()) {
    for (const auto& [role, organisation] : each.roles) organisations.insert(organisation);
  }
  for (const std::string& organisation : organisations) {
    remove_those(session, organisation,
                 [&](const StandIn& one) { return one.person == person.id || one.by == person.id; });
  }
}

}  // namespace yellowsea
