// How a diligent person brings each item to an outcome.
#include <algorithm>

#include "tests/rounds/world.hpp"

namespace yellowsea::rounds {
namespace {

Json reason() { return Json{{"reason", "Said in public."}}; }

// Collects what may be done to one item.
class Ways {
 public:
  Ways(const World& world, const Item& item) : world_(world), item_(item) {}

  std::vector<Deed> take() {
    if (item_.kind == "problem_report") report();
    if (item_.kind == "action_plan") plan();
    if (item_.kind == "memorandum") memorandum();
    if (item_.kind == "commitment") commitment();
    if (item_.kind == "round") round();
    return std::move(ways_);
  }

 private:
  void way(const std::string& state, const std::string& type, const Actor& actor,
           Json data = Json::object()) {
    if (item_.in_state(state)) ways_.push_back({item_.kind, item_.id, type, std::move(data), actor});
  }

  void report() {
    const Actor own = chamber(text_field(item_, "chamber"));
    way("needs_information", "answer", own);
    way("submitted", "accept", secretariat());
    way("submitted", "decline", secretariat(), reason());
    way("draft", "withdraw", own);
  }

  void plan() {
    const std::string city = text_field(item_, "city");
    way("assigned", "take_on", officer(city));
    way("exploring", "refuse", mayor(city), reason());
    way("drafting", "refuse", mayor(city), reason());
    way("mayor_review", "return", mayor(city), Json{{"note", "Not yet."}});
    way("consultation", "endorse", chamber(text_field(item_, "chamber")));
    way("referred", "close_referral", mayor(city), reason());
  }

  void memorandum() {
    way("drafting", "open_for_signature", secretariat());
    if (!item_.in_state("signing")) return;
    const bool nobody = item_.fields.value("signed", Json::array()).empty();
    const Json pending = item_.fields.value("pending", Json::array());
    if (nobody) {
      for (const Json& city : item_.fields.at("members")) way("signing", "sign", mayor(city));
    }
    for (const Json& city : pending)
      way("signing", "record_absence", secretariat(), Json{{"city", city}, {"reason", "Absent."}});
    way("signing", "enter_into_force", secretariat(), Json{{"date", today(world_)}, {"place", "Ulsan"}});
  }

  void commitment() {
    way("delivery.awaiting_verification", "verify", chamber(text_field(item_, "chamber")));
    way("delivery.awaiting_evaluation", "decide", evaluator(), Json{{"fulfilled", true}});
    if (!is_settled(item_)) way("delivery", "close_unfulfilled", secretariat(), reason());
    if (!item_.fields.contains("grade")) way("delivery", "assess", evaluator(), Json{{"grade", "limited"}});
  }

  void round() {
    way("announced", "open_survey", secretariat());
    way("surveying", "close_survey", secretariat());
    way("planning", "open_signing", secretariat(), Json{{"publish_gaps", true}});
    way("implementing", "begin_review", secretariat(),
        Json{{"meeting_on", today(world_)}, {"place", "Ulsan"}});
    way("reviewing", "close", secretariat());
  }

  const World& world_;
  const Item& item_;
  std::vector<Deed> ways_;
};

}  // namespace

std::vector<Deed> ways_on(const World& world, const Item& item) { return Ways(world, item).take(); }

bool bring_to_an_end(World& world, int deeds, const World::Happened& happened) {
  static const std::vector<std::string> order{"problem_report", "action_plan", "memorandum", "commitment",
                                              "round"};
  for (int left = deeds; left > 0; --left) {
    if (all_settled(world)) return true;
    bool done = false;
    for (const std::string& kind : order) {
      for (const ItemPtr& item : world.all(kind)) {
        if (done) break;
        for (const Deed& deed : ways_on(world, *item)) {
          if ((done = world.does(deed, happened))) break;
        }
      }
    }
    if (done) continue;
    // Only time helps: a deadline that has to pass.
    const auto next = world.next_timer();
    world.wait_until(
        next ? std::max(*next, world.now + std::chrono::hours(24)) : world.now + std::chrono::hours(24 * 30),
        happened);
  }
  return all_settled(world);
}

}  // namespace yellowsea::rounds
