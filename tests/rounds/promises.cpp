#include "tests/rounds/promises.hpp"

#include <algorithm>

#include "engine/service/views.hpp"
#include "tests/rounds/random_people.hpp"
#include "web/action/coverage_matrix.hpp"

namespace yellowsea::rounds {
namespace {

const Pack& pack() {
  static const auto read = [] {
    const auto files = Pack::read_folder(YELLOWSEA_SOURCE_DIR);
    return Pack::from_files(files.value()).value();
  }();
  return *read;
}

// Every "DRAFT n" in there.
void collect_drafts(const Json& value, std::set<std::string>& found) {
  if (value.is_string() && value.get_ref<const std::string&>().rfind("DRAFT", 0) == 0) found.insert(value);
  if (!value.is_structured()) return;
  for (const Json& inner : value) collect_drafts(inner, found);
}

bool in_any(const Item& item, const std::vector<std::string>& states) {
  return std::any_of(states.begin(), states.end(), [&](const auto& state) { return item.in_state(state); });
}

ItemPtr named(const World& world, const std::string& kind, const std::string& id) {
  for (const ItemPtr& item : world.all(kind)) {
    if (item->id == id) return item;
  }
  return nullptr;
}

bool lists(const Json& list, const Json& element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}

// The date two years later, from the text alone.
std::string two_years_later(const std::string& date) {
  const std::string year = std::to_string(std::stoi(date.substr(0, 4)) + 2);
  return year + (date.substr(4) == "-02-29" ? "-02-28" : date.substr(4));
}

const std::vector<std::string> answered{"referred", "refused",   "adopted",
                                        "annexed",  "committed", "not_committed"};
const std::vector<std::string> on_matrix{"accepted", "resolved", "unresolved", "closed_without_commitment"};

}  // namespace

void Promises::happened(const std::vector<machine::Event>& events) {
  for (const auto& event : events) {
    const ItemPtr before = after_.find(event.kind, event.id);
    Item item;
    if (before != nullptr) {
      item = *before;
    } else {
      item.kind = event.kind;
      item.id = event.id;
      item.definition = surroundings().definition(event.kind);
      item.order = after_.next_order();
    }
    const bool deadline_touched = event.change.fields.contains("deadline");
    item = machine::evolve(std::move(item), event);
    if (event.kind == "commitment") {
      if (event.type == "open") deadlines_[event.id] = text_field(item, "deadline");
      if (event.type != "open" && deadline_touched)
        wrong_ = event.id + ": " + event.type + " moved a deadline";
      if (text_field(item, "deadline") != two_years_later(text_field(item, "in_force_on")))
        wrong_ = event.id + ": the deadline is " + text_field(item, "deadline");
      if (before != nullptr &&
          (before->fields.value("text", Json()) != item.fields.value("text", Json()) ||
           before->fields.value("measures", Json()) != item.fields.value("measures", Json())))
        wrong_ = event.id + ": " + event.type + " changed what was promised";
    }
    if (event.kind == "problem_report" && item.in_state("accepted")) accepted_.insert(event.id);
    if (event.kind == "memorandum" && event.type == "enter_into_force") ++in_force_;
    note_published(event, item);
    if (is_public(item)) {
      const Json seen = event_view(event, 1, event.at, item, Sight::open);
      if (const std::string text = unpublished(seen); !text.empty())
        wrong_ = event.kind + "/" + event.id + " " + event.type + " shows " + text + ": " + seen.dump();
    }
    after_.put(std::make_shared<const Item>(std::move(item)));
  }
}

void Promises::note_published(const machine::Event& event, const Item& item) {
  const bool summary =
      item.kind == "problem_report" && in_any(item, {"accepted", "declined", "closed_without_commitment"});
  const bool shown =
      item.kind == "action_plan" && in_any(item, {"consultation", "adopted", "annexed", "committed"});
  if (summary || shown) {
    for (const char* field : {"title", "description", "text", "measures", "translations"})
      collect_drafts(item.fields.value(field, Json()), published_);
  }
  if (event.type == "translate" && is_public(item)) collect_drafts(event.data, published_);
}

std::string Promises::unpublished(const Json& answer) const {
  if (answer.dump().find(secret) != std::string::npos) return "a secret";
  std::set<std::string> drafts;
  collect_drafts(answer, drafts);
  for (const std::string& draft : drafts) {
    if (!published_.contains(draft)) return draft;
  }
  return "";
}

std::string Promises::public_answers(const World& world) const {
  const Caller everybody;
  for (const ItemPtr& item : world.all()) {
    if (!may_read(everybody, *item)) continue;
    const Json answer = item_view(*item, pack(), everybody, world.now);
    if (const std::string text = unpublished(answer); !text.empty())
      return item->kind + "/" + item->id + " shows " + text + ": " + answer.dump();
  }
  return "";
}

std::string Promises::answered_reports(const World& world) const {
  for (const std::string& id : accepted_) {
    const ItemPtr report = named(world, "problem_report", id);
    const ItemPtr round = named(world, "round", text_field(*report, "round"));
    const bool decided = in_any(*round, {"implementing", "reviewing", "closed"});
    for (const Json& city : report->fields.at("cities")) {
      const std::string plan_id = id + "." + city.get<std::string>();
      const ItemPtr plan = named(world, "action_plan", plan_id);
      if (plan == nullptr) return plan_id + " is not there";
      if (plan->in_state("voided")) return plan_id + " is void, but its city is addressed";
      if (!decided) continue;
      if (!in_any(*plan, {"committed", "not_committed", "refused", "referred"}))
        return plan_id + " has no outcome, but the memorandum is in force";
      if (text_field(*plan, "cause") != "not_in_annex") continue;
      const Json gaps = round->fields.value("gaps", Json::array());
      const bool published = std::any_of(gaps.begin(), gaps.end(),
                                         [&](const Json& gap) { return gap.at("plan") == Json(plan_id); });
      if (!published) return plan_id + " was left out, and no gap says so";
    }
  }
  return "";
}

std::string Promises::signed_plans(const World& world) const {
  std::map<std::string, int> wanted;
  std::map<std::string, int> made;
  for (const ItemPtr& memorandum : world.all("memorandum")) {
    if (!memorandum->in_state("in_force")) continue;
    std::set<std::string> reserved;
    for (const Json& signature : memorandum->fields.at("signatures")) {
      for (const Json& plan : signature.value("reserved", Json::array()))
        reserved.insert(plan.get<std::string>());
    }
    for (const Json& entry : memorandum->fields.at("annex")) {
      if (lists(memorandum->fields.at("signed"), entry.at("city")) && !reserved.contains(entry.at("plan")))
        ++wanted[entry.at("plan")];
    }
  }
  for (const ItemPtr& commitment : world.all("commitment")) ++made[text_field(*commitment, "plan")];
  if (wanted == made) return "";
  return "signed plans are " + Json(wanted).dump() + ", commitments " + Json(made).dump();
}

std::string Promises::numbers(const World& world) const {
  static const auto shape = web::coverage_shape(pack());
  const web::ItemSource source = [&](const std::string& kind,
                                     const std::vector<machine::FieldMatch>& wanted) {
    std::vector<ItemPtr> found;
    for (const ItemPtr& item : world.all(kind)) {
      if (machine::matches(*item, wanted)) found.push_back(item);
    }
    return found;
  };
  for (const ItemPtr& round : world.all("round")) {
    web::CoverageQuery query;
    query.round = round->id;
    const auto matrix = web::coverage_matrix(*shape, query, pack(), Caller{}, source);
    int cells = 0;
    int done = 0;
    for (const ItemPtr& report : world.all("problem_report")) {
      if (text_field(*report, "round") != round->id || !in_any(*report, on_matrix)) continue;
      for (const Json& city : report->fields.at("cities")) {
        ++cells;
        const ItemPtr plan = named(world, "action_plan", report->id + "." + city.get<std::string>());
        if (plan != nullptr && in_any(*plan, answered)) ++done;
      }
    }
    if (matrix.all.cells != cells || matrix.all.answered != done)
      return "coverage of " + round->id + " counts " + std::to_string(matrix.all.answered) + " of " +
             std::to_string(matrix.all.cells) + ", there are " + std::to_string(done) + " of " +
             std::to_string(cells);
  }
  for (const ItemPtr& one : world.all("commitment")) {
    const Zone zone = Zone::find(surroundings().zone_of_organisation.at(text_field(*one, "city"))).value();
    const bool late = format_date(date_in(world.now, zone)) > text_field(*one, "deadline");
    const bool waits =
        in_any(*one, {"delivery.fulfilled", "delivery.lapsed", "delivery.carried_over", "schedule.claimed"});
    if (machine::is_overdue(*one, zone, world.now) != (late && !waits)) return one->id + " is overdue or not";
    if (one->in_state("schedule.overdue") != (late && !waits)) return one->id + ": its clock says otherwise";
  }
  return "";
}

std::string Promises::broken(const World& world) const {
  if (!wrong_.empty()) return wrong_;
  for (const std::string& one :
       {public_answers(world), answered_reports(world), signed_plans(world), numbers(world)}) {
    if (!one.empty()) return one;
  }
  for (const ItemPtr& item : world.all()) {
    const ItemPtr replayed = after_.all(item->kind).empty() ? nullptr : named(world, item->kind, item->id);
    if (replayed == nullptr) return item->id + " is not in its events";
  }
  return "";
}

}  // namespace yellowsea::rounds
