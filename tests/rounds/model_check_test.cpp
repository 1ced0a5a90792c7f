// The five workflows together, with few cities and reports, explored: from whatever people can make of them,
// somebody can do something that leads everything to an outcome.
//
// A configuration is what the machines are in and what their guards ask of the fields, without times and
// texts; timers fire in their order, at any moment. Every event that a person may fire is tried on every
// item, with each of a few data. Bounds: objections, disputes and questions are told apart up to two,
// mergings and mayors' answers exactly; a report is split only while there are not yet as many as the check
// bears. Breadth first up to a number of configurations; from those at the rim, that are not explored any
// further, a diligent person has to reach the end.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <deque>
#include <set>
#include <unordered_map>

#include "tests/rounds/world.hpp"

namespace yellowsea::rounds {
namespace {

// More in script/check: YELLOWSEA_CONFIGURATIONS=200000.
std::size_t most_configurations() {
  const char* wanted = std::getenv("YELLOWSEA_CONFIGURATIONS");
  return wanted == nullptr ? 2500 : static_cast<std::size_t>(std::max(1, std::atoi(wanted)));
}

std::size_t size_of(const Item& item, const char* field) {
  const auto found = item.fields.find(field);
  return found != item.fields.end() && found->is_array() ? found->size() : 0;
}

// What two worlds have in common that can do the same.
std::string abstracted(const World& world) {
  std::string text;
  for (const ItemPtr& item : world.all()) {
    text += item->kind.substr(0, 1) + item->id + ":";
    for (const std::string& state : machine::configuration(*item)) text += state + ",";
    for (const char* field : {"objections", "disputes", "measures"})
      text += std::to_string(std::min<std::size_t>(size_of(*item, field), 2));
    for (const char* field : {"appealed", "merged_into", "grade", "cities", "pending", "signed", "reserved",
                              "last_editor", "carried_from", "carried_commitments"}) {
      const auto found = item->fields.find(field);
      if (found != item->fields.end()) text += found->dump();
    }
    text += ";";
  }
  return text;
}

// Everything that anybody can do in a world, by the events of the definitions.
class Deeds {
 public:
  Deeds(const World& world, std::size_t most_reports) : world_(world), most_reports_(most_reports) {}

  std::vector<Deed> take() {
    for (const ItemPtr& item : world_.all()) {
      item_ = item.get();
      for (const auto& event : item->definition->events) {
        if (!event.internal && takes(event.name) && !without_effect(event.name)) of_event(event);
      }
    }
    return std::move(deeds_);
  }

 private:
  // What changes neither a state nor what a guard asks for leads nowhere new.
  static bool without_effect(const std::string& type) {
    static const std::set<std::string> names{"translate", "assign_officer", "comment", "record_reply",
                                             "erratum",   "reaffirm",       "progress"};
    return names.contains(type);
  }

  bool takes(const std::string& type) const {
    for (const auto state : item_->active) {
      for (const auto& on : item_->definition->state(state).on) {
        if (on.descriptor == type) return true;
      }
    }
    return false;
  }

  void of_event(const machine::EventDefinition& event) {
    for (const machine::Permission& rule : event.by) {
      for (const std::string& role : rule.roles) {
        for (const std::string& organisation : organisations(role, rule.scope)) {
          for (Json& data : data_of(event.name))
            deeds_.push_back(
                {item_->kind, item_->id, event.name, std::move(data), person(role, organisation)});
        }
      }
    }
  }

  std::vector<std::string> organisations(const std::string& role, const std::string& scope) const {
    if (scope.empty())
      return {role == "evaluator" ? "committee" : role == "secretariat" ? "secretariat" : "busan"};
    const Json value = item_->fields.value(scope.substr(std::string("/fields/").size()), Json());
    if (value.is_string()) return {value.get<std::string>()};
    return value.is_array() ? value.get<std::vector<std::string>>() : std::vector<std::string>{};
  }

  std::vector<Json> data_of(const std::string& type) const {
    const Json reason{{"reason", "Said in public."}};
    if (item_->kind == "round") return round_data(type, reason);
    if (item_->kind == "memorandum") return memorandum_data(type, reason);
    if (type == "carry_over") return other_rounds();
    if (item_->kind == "problem_report") return report_data(type, reason);
    return {promise_data(type, reason)};
  }

  // Of the item's round.
  Json members() const {
    for (const ItemPtr& round : world_.all("round")) {
      if (round->id == text_field(*item_, "round")) return round->fields.at("members");
    }
    return Json::array();
  }

  std::vector<Json> other_rounds() const {
    std::vector<Json> all;
    for (const ItemPtr& round : world_.all("round")) {
      if (round->id != text_field(*item_, "round")) all.push_back(Json{{"round", round->id}});
    }
    return all;
  }

  std::vector<Json> round_data(const std::string& type, const Json& reason) const {
    if (type == "open_signing") return {Json::object(), Json{{"publish_gaps", true}}};
    if (type == "abandon") return {reason};
    if (type == "begin_review") return {Json{{"meeting_on", today(world_)}, {"place", "Ulsan"}}};
    return {Json::object()};
  }

  std::vector<Json> memorandum_data(const std::string& type, const Json& reason) const {
    if (type == "sign") {
      std::vector<Json> all{Json::object()};
      for (const ItemPtr& plan : world_.all("action_plan"))
        all.push_back(Json{{"reserved", Json::array({plan->id})}, {"reason", "Not this one."}});
      return all;
    }
    if (type == "record_absence") {
      std::vector<Json> all;
      for (const Json& city : item_->fields.value("pending", Json::array()))
        all.push_back(Json{{"city", city}, {"reason", "Absent."}});
      return all;
    }
    if (type == "enter_into_force") return {Json{{"date", today(world_)}, {"place", "Ulsan"}}};
    if (type == "decline_to_sign" || type == "withdraw") return {reason};
    return {Json::object()};
  }

  std::vector<Json> report_data(const std::string& type, const Json& reason) const {
    if (type == "merge") {
      std::vector<Json> all;
      for (const ItemPtr& other : world_.all("problem_report")) all.push_back(Json{{"target", other->id}});
      return all;
    }
    if (type == "decline") return {reason};
    if (type == "ask") return {Json{{"question", "Which?"}}};
    const bool splits = type == "split";
    if (splits && world_.all("problem_report").size() >= most_reports_) return {};
    if (splits || type == "readdress") {
      std::vector<Json> all;
      for (const Json& city : members()) {
        Json data{{"cities", Json::array({city})}};
        data[splits ? "title" : "reason"] = "Said.";
        all.push_back(std::move(data));
      }
      return all;
    }
    return {Json::object()};
  }

  static Json promise_data(const std::string& type, const Json& reason) {
    if (type == "edit")
      return Json{{"measures", Json::array({Json{{"text", "Open a desk."},
                                                 {"department", "Port"},
                                                 {"test", "It is open."},
                                                 {"due", "2015-10-01"}}})}};
    if (type == "assess_central") return Json{{"ministry", "Customs"}, {"reason", "A law."}};
    if (type == "find_local_solution") return Json{{"measure", "A pilot."}};
    if (type == "refer")
      return Json{{"ministry", "Customs"}, {"document", "Letter"}, {"explored", "A pilot."}};
    if (type == "return") return Json{{"note", "Not yet."}};
    if (type == "insist") return Json{{"answer", "It is what we can do."}};
    if (type == "report_completion") return Json{{"evidence", "A photograph."}};
    if (type == "assess") return Json{{"grade", "limited"}};
    if (type == "decide") return Json{{"fulfilled", false}};
    if (type == "refuse" || type == "close_referral" || type == "object" || type == "dispute" ||
        type == "close_unfulfilled")
      return reason;
    return Json::object();
  }

  const World& world_;
  std::size_t most_reports_;
  const Item* item_ = nullptr;
  std::vector<Deed> deeds_;
};

// The graph of configurations, with a world that stands for each.
class Exploration {
 public:
  Exploration(World start, std::size_t most_reports) : most_reports_(most_reports) {
    reach(std::move(start));
  }

  void explore(std::size_t most) {
    for (std::size_t at = 0; at < worlds_.size() && worlds_.size() < most; ++at) {
      expand(at);
      explored_ = at + 1;
    }
  }

  // Configurations from which no outcome can be reached; breadth first, so the first is the shortest way off.
  std::vector<std::size_t> stuck() {
    std::vector<bool> good(worlds_.size(), false);
    std::deque<std::size_t> queue;
    for (std::size_t at = 0; at < worlds_.size(); ++at) {
      World world = worlds_[at];
      good[at] = at < explored_ ? all_settled(world) : bring_to_an_end(world, 300);
      if (good[at]) queue.push_back(at);
    }
    std::vector<std::vector<std::size_t>> before(worlds_.size());
    for (std::size_t at = 0; at < next_.size(); ++at) {
      for (const std::size_t to : next_[at]) before[to].push_back(at);
    }
    for (; !queue.empty(); queue.pop_front()) {
      for (const std::size_t from : before[queue.front()]) {
        if (!good[from]) queue.push_back(from);
        good[from] = true;
      }
    }
    std::vector<std::size_t> found;
    for (std::size_t at = 0; at < worlds_.size(); ++at) {
      if (!good[at]) found.push_back(at);
    }
    return found;
  }

  std::size_t reached() const { return worlds_.size(); }
  std::size_t explored() const { return explored_; }
  const World& world(std::size_t at) const { return worlds_[at]; }
  // The most items of a kind in any world.
  std::size_t most_items(const std::string& kind) const {
    std::size_t most = 0;
    for (const World& world : worlds_) most = std::max(most, world.all(kind).size());
    return most;
  }

 private:
  void expand(std::size_t at) {
    next_.resize(at + 1);
    const std::vector<Deed> deeds = Deeds(worlds_[at], most_reports_).take();
    for (const Deed& deed : deeds) {
      World world = worlds_[at];
      if (world.does(deed)) next_[at].push_back(reach(std::move(world)));
    }
    World later = worlds_[at];
    if (const auto due = later.next_timer()) {
      later.wait_until(*due);
      next_[at].push_back(reach(std::move(later)));
    }
  }

  std::size_t reach(World world) {
    const auto [found, is_new] = known_.emplace(abstracted(world), worlds_.size());
    if (is_new) worlds_.push_back(std::move(world));
    return found->second;
  }

  std::size_t most_reports_;
  std::vector<World> worlds_;
  std::vector<std::vector<std::size_t>> next_;
  std::unordered_map<std::string, std::size_t> known_;
  std::size_t explored_ = 0;
};

// A round with so many cities and reports that are submitted, each addressed to every city.
World small_world(std::size_t cities, int reports) {
  static const std::vector<std::string> names{"busan", "dalian"};
  const std::vector<std::string> members(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(cities));
  World world;
  world.now = *parse_instant("2014-05-30T01:00:00Z");
  open_round(world, "x", members, "2014-05-31", "2014-11-20");
  REQUIRE(world.does({"round", "x", "open_survey", Json::object(), secretariat()}));
  for (int i = 0; i < reports; ++i) {
    const std::string id = "r" + std::to_string(i);
    REQUIRE(world.does({"problem_report", id, "open",
                        Json{{"round", "x"}, {"chamber", members.back()}, {"cities", members}, {"title", id}},
                        chamber(members.back())}));
  }
  return world;
}

// A commitment that is overdue and a report whose plan was refused, and another round that either may be
// carried over to.
World late_world() {
  World world = small_world(1, 2);
  const auto deed = [&](const char* kind, const char* id, const char* type, Json data, const Actor& actor) {
    INFO(kind << " " << id << ": " << type);
    REQUIRE(world.does({kind, id, type, std::move(data), actor}));
  };
  const Json none = Json::object();
  const Json measure{
      {"text", "Open a desk."}, {"department", "Port"}, {"test", "It is open."}, {"due", "2015-10-01"}};
  for (const char* report : {"r0", "r1"}) {
    deed("problem_report", report, "submit", none, chamber("busan"));
    deed("problem_report", report, "accept", none, secretariat());
  }
  deed("action_plan", "r0.busan", "take_on", none, officer("busan"));
  deed("action_plan", "r0.busan", "edit", Json{{"measures", Json::array({measure})}}, officer("busan"));
  deed("action_plan", "r0.busan", "propose", none, officer("busan"));
  deed("action_plan", "r0.busan", "approve", none, mayor("busan"));
  deed("action_plan", "r0.busan", "endorse", none, chamber("busan"));
  deed("action_plan", "r1.busan", "take_on", none, officer("busan"));
  deed("action_plan", "r1.busan", "refuse", Json{{"reason", "Said in public."}}, mayor("busan"));
  deed("round", "x", "close_survey", none, secretariat());
  deed("round", "x", "open_signing", none, secretariat());
  deed("memorandum", "x", "open_for_signature", none, secretariat());
  deed("memorandum", "x", "sign", none, mayor("busan"));
  deed("memorandum", "x", "enter_into_force", Json{{"date", today(world)}, {"place", "Ulsan"}},
       secretariat());
  world.wait_days(740);
  open_round(world, "y", {"busan"}, "2016-08-31", "2016-11-20");
  REQUIRE(world.all("commitment").size() == 1);
  REQUIRE(world.all("round").size() == 2);
  return world;
}

// Returns how many reports there are where there are the most.
std::size_t check(const char* what, World start, std::size_t most_reports, std::size_t most) {
  Exploration exploration(std::move(start), most_reports);
  exploration.explore(most);
  const auto stuck = exploration.stuck();
  WARN(what << ": " << exploration.reached() << " configurations reached, " << exploration.explored()
            << " explored, " << stuck.size() << " without a way to an outcome");
  for (std::size_t i = 0; i < std::min<std::size_t>(stuck.size(), 3); ++i)
    FAIL_CHECK(abstracted(exploration.world(stuck[i])));
  return exploration.most_items("problem_report");
}

}  // namespace

TEST_CASE("no configuration of the five workflows is without a way to an outcome", "[rounds][model]") {
  const std::size_t most = most_configurations();
  check("1 city, 1 report", small_world(1, 1), 1, most);
  check("2 cities, 1 report", small_world(2, 1), 1, most);
  check("1 city, 2 reports", small_world(1, 2), 2, most);
  check("2 cities, 2 reports", small_world(2, 2), 2, most);
}

TEST_CASE("nothing that is split or carried over is without a way to an outcome", "[rounds][model]") {
  const std::size_t most = most_configurations() / 2;
  CHECK(check("1 city, 1 report that may be split", small_world(1, 1), 2, most) == 2);
  CHECK(check("2 cities, 1 report that may be split", small_world(2, 1), 2, most) == 2);
  // The commitment's and the refused report's successors.
  CHECK(check("an overdue commitment and a refused report beside another round", late_world(), 2, most) >= 4);
}

}  // namespace yellowsea::rounds
