#include "tests/rounds/random_people.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace yellowsea::rounds {
namespace {

const std::vector<std::string> roles{"chamber",     "city_officer", "mayor_office",
                                     "secretariat", "evaluator",    "administrator"};

std::string body_of(const std::string& role) {
  if (role == "secretariat") return "secretariat";
  return role == "evaluator" ? "committee" : "";
}

// Events by which much ends are rare, so that there is something to end: one try of so many is made.
int rarity(const std::string& type) {
  static const std::map<std::string, int> tries{
      {"abandon", 150}, {"withdraw", 12},   {"decline", 6},    {"close_survey", 12}, {"open_signing", 14},
      {"readdress", 4}, {"refuse", 5},      {"object", 3},     {"begin_review", 6},  {"assess_central", 3},
      {"translate", 3}, {"open_survey", 1}, {"carry_over", 2}, {"assign_officer", 4}};
  const auto found = tries.find(type);
  return found == tries.end() ? 1 : found->second;
}

// The event that leads on from here towards a kept promise, "" if it is time's or somebody else's turn.
std::string awaited(const Item& item) {
  static const std::vector<std::array<std::string, 3>> table{
      {"problem_report", "draft", "submit"},
      {"problem_report", "submitted", "accept"},
      {"action_plan", "assigned", "take_on"},
      {"action_plan", "exploring", "find_local_solution"},
      {"action_plan", "mayor_review", "approve"},
      {"action_plan", "consultation", "endorse"},
      {"memorandum", "drafting", "open_for_signature"},
      {"commitment", "delivery.pledged", "start"},
      {"commitment", "delivery.in_progress", "report_completion"},
      {"commitment", "delivery.awaiting_verification", "verify"},
      {"commitment", "delivery.awaiting_evaluation", "decide"}};
  if (item.in_state("drafting") && item.kind == "action_plan")
    return item.fields.contains("measures") ? "propose" : "edit";
  if (item.in_state("signing") && item.kind == "memorandum")
    return item.fields.value("pending", Json::array()).empty() ? "enter_into_force" : "sign";
  for (const auto& [kind, state, type] : table) {
    if (item.kind == kind && item.in_state(state)) return type;
  }
  return "";
}

}  // namespace

Actor RandomPeople::anybody() {
  const std::string role = one_of(roles);
  const std::string body = body_of(role);
  return person(role, body.empty() ? one_of(cities_) : body, "user-" + std::to_string(upto(4)));
}

Actor RandomPeople::actor_for(const Item& item, const machine::EventDefinition& event) {
  if (event.by.empty() || upto(12) == 0) return anybody();
  const machine::Permission& rule = one_of(event.by);
  const std::string role = rule.roles.empty() ? one_of(roles) : one_of(rule.roles);
  const std::string body = body_of(role);
  std::string organisation = body.empty() ? one_of(cities_) : body;
  if (rule.scope.rfind("/fields/", 0) == 0) {
    const Json value = item.fields.value(rule.scope.substr(8), Json());
    if (value.is_string()) organisation = value;
    if (value.is_array() && !value.empty()) organisation = one_of(value).get<std::string>();
  }
  return person(role, organisation, organisation + "-" + role + std::to_string(upto(2)));
}

Json RandomPeople::some_cities() {
  Json list = Json::array();
  for (const std::string& city : cities_) {
    if (upto(3) == 0) list.push_back(city);
  }
  if (list.empty()) list.push_back(one_of(cities_));
  return list;
}

std::string RandomPeople::some_id(World& world, const std::string& kind) {
  const auto all = world.all(kind);
  return all.empty() ? "nothing" : one_of(all)->id;
}

Deed RandomPeople::new_report(World& world) {
  const std::string city = one_of(cities_);
  return {"problem_report", "report-" + std::to_string(++number_), "open",
          Json{{"round", some_id(world, "round")},
               {"chamber", city},
               {"cities", some_cities()},
               {"title", text("DRAFT")},
               {"description", text("DRAFT")},
               {"language", "ja"},
               {"businesses_affected", upto(40)},
               {"company", text(secret)},
               {"contact", text(secret)}},
          chamber(upto(20) == 0 ? one_of(cities_) : city)};
}

Json RandomPeople::report_data(const std::string& type, World& world) {
  if (type == "edit") return Json{{"title", text("DRAFT")}, {"company", text(secret)}};
  if (type == "ask") return Json{{"question", text(secret)}};
  if (type == "answer" || type == "appeal") return Json{{"text", text(secret)}};
  if (type == "merge") return Json{{"target", some_id(world, "problem_report")}};
  if (type == "decline") return Json{{"reason", text("Reason")}};
  if (type == "readdress") return Json{{"cities", some_cities()}, {"reason", text("Reason")}};
  if (type == "split")
    return Json{{"title", text("DRAFT")},
                {"cities", some_cities()},
                {"businesses_affected", upto(9)},
                {"businesses_remaining", upto(9)}};
  if (type == "carry_over") return Json{{"round", some_id(world, "round")}};
  if (type == "translate")
    return Json{
        {"field", upto(2) == 0 ? "title" : "description"}, {"language", "ko"}, {"text", text("DRAFT")}};
  return Json::object();
}

Json RandomPeople::plan_data(const std::string& type, World& world) {
  if (type == "edit") {
    Json data{{"text", text("DRAFT")}, {"language", "zh"}};
    const int year = upto(8) == 0 ? 2099 : 2015;
    data["measures"] = Json::array({Json{{"text", text("DRAFT")},
                                         {"department", "Port Office"},
                                         {"test", text("DRAFT")},
                                         {"due", std::to_string(year) + "-10-01"}}});
    return data;
  }
  if (type == "assess_central") return Json{{"ministry", "Customs"}, {"reason", text("Reason")}};
  if (type == "find_local_solution") return Json{{"measure", text("Local")}};
  if (type == "refer")
    return Json{{"ministry", "Customs"}, {"document", text("Letter")}, {"explored", text("Explored")}};
  if (type == "record_reply" || type == "comment") return Json{{"text", text("Said")}};
  if (type == "return") return Json{{"note", text(secret)}};
  if (type == "insist") return Json{{"answer", text("Answer")}};
  if (type == "assign_officer") return Json{{"officer", text(secret)}};
  if (type == "translate")
    return Json{{"field", upto(2) == 0 ? "text" : "measures"}, {"language", "en"}, {"text", text("DRAFT")}};
  if (type == "refuse" || type == "close_referral" || type == "object")
    return Json{{"reason", text("Reason")}};
  (void)world;
  return Json::object();
}

Json RandomPeople::memorandum_data(const std::string& type, const Item& item, World& world) {
  if (type == "edit") return Json{{"text", text("We, the mayors")}};
  if (type == "decline_to_sign" || type == "withdraw") return Json{{"reason", text("Reason")}};
  if (type == "record_absence") {
    const Json pending = item.fields.value("pending", Json::array());
    return Json{{"city", pending.empty() ? Json(one_of(cities_)) : one_of(pending)},
                {"reason", text("Reason")}};
  }
  if (type == "enter_into_force")
    return Json{{"date", upto(6) == 0 ? "2014-01-01" : today(world)}, {"place", "Ulsan"}};
  const Json annex = item.fields.value("annex", Json::array());
  if (type == "sign" && !annex.empty() && upto(2) == 0)
    return Json{{"reserved", Json::array({one_of(annex).at("plan")})}, {"reason", text("Reason")}};
  if (type == "translate") return Json{{"field", "title"}, {"language", "ja"}, {"text", text("Title")}};
  return Json::object();
}

Json RandomPeople::commitment_data(const std::string& type, World& world) {
  static const std::vector<std::string> outlooks{"on_track", "at_risk", "off_track"};
  static const std::vector<std::string> grades{"no_evidence", "not_started", "limited", "complete"};
  if (type == "progress")
    return Json{{"text", text("News")}, {"outlook", one_of(outlooks)}, {"percentage", upto(101)}};
  if (type == "report_completion") return Json{{"evidence", text("Evidence")}};
  if (type == "dispute" || type == "close_unfulfilled") return Json{{"reason", text("Reason")}};
  if (type == "decide") return Json{{"fulfilled", upto(2) == 0}};
  if (type == "carry_over") return Json{{"round", some_id(world, "round")}};
  if (type == "assess") return Json{{"grade", one_of(grades)}};
  if (type == "erratum" || type == "reaffirm") return Json{{"text", text("Said")}};
  if (type == "assign_officer") return Json{{"officer", text(secret)}};
  if (type == "translate") return Json{{"field", "text"}, {"language", "ko"}, {"text", text("Text")}};
  return Json::object();
}

Json RandomPeople::data_for(World& world, const Item& item, const std::string& type) {
  if (upto(40) == 0) return Json{{"nonsense", 1}};
  if (item.kind == "problem_report") return report_data(type, world);
  if (item.kind == "action_plan") return plan_data(type, world);
  if (item.kind == "memorandum") return memorandum_data(type, item, world);
  if (item.kind == "commitment") return commitment_data(type, world);
  if (type == "open_signing") return upto(2) == 0 ? Json::object() : Json{{"publish_gaps", true}};
  if (type == "abandon") return Json{{"reason", text("Reason")}};
  if (type == "begin_review") return Json{{"meeting_on", today(world)}, {"place", "Ulsan"}};
  if (type == "edit") return Json{{"name", text("Round")}};
  if (type == "translate") return Json{{"field", "name"}, {"language", "ja"}, {"text", text("Name")}};
  return Json::object();
}

Deed RandomPeople::deed(World& world) {
  const auto all = world.all();
  if (upto(all.size() < 8 ? 2 : 14) == 0 && all.size() < 50) return new_report(world);
  for (int tries = 0; tries < 20; ++tries) {
    const ItemPtr item = one_of(all);
    // What nothing is expected of any more is seldom looked at.
    if (is_settled(*item) && upto(4) != 0) continue;
    // Often somebody does what the item waits for.
    const std::string type = upto(2) == 0 ? awaited(*item) : "";
    if (const auto* event = type.empty() ? nullptr : item->definition->event(type))
      return {item->kind, item->id, type, data_for(world, *item, type), actor_for(*item, *event)};
    const auto& events = item->definition->events;
    std::vector<const machine::EventDefinition*> known;
    for (const auto& event : events) {
      const bool taken = std::any_of(item->active.begin(), item->active.end(), [&](auto state) {
        const auto& on = item->definition->state(state).on;
        return std::any_of(on.begin(), on.end(),
                           [&](const auto& one) { return one.descriptor == event.name; });
      });
      if ((taken && !event.internal) || upto(60) == 0) known.push_back(&event);
    }
    if (known.empty()) continue;
    const auto& event = *one_of(known);
    if (upto(rarity(event.name)) != 0) continue;
    return {item->kind, item->id, event.name, data_for(world, *item, event.name), actor_for(*item, event)};
  }
  return new_report(world);
}

}  // namespace yellowsea::rounds
