// The table of the domain's rules: each has a proof, a line of a play file that does what the rule says, or a
// test; and every branch of every workflow, with every guard's yes and no, is in a play file.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>

#include "engine/base/text.hpp"
#include "engine/machine/evaluate.hpp"
#include "engine/machine/event_line.hpp"
#include "tests/rounds/world.hpp"

namespace yellowsea::rounds {
namespace {

const std::filesystem::path here = std::filesystem::path(YELLOWSEA_SOURCE_DIR) / "tests" / "rounds";

// The columns of a line; a column with a comma is in quotation marks.
std::vector<std::string> columns_of(const std::string& line) {
  std::vector<std::string> columns(1);
  bool quoted = false;
  for (const char letter : line) {
    if (letter == '"') {
      quoted = !quoted;
    } else if (letter == ',' && !quoted) {
      columns.emplace_back();
    } else {
      columns.back() += letter;
    }
  }
  return columns;
}

// "KIND EVENT OUTCOME": the event on such an item is refused by that guard ("!any"), or it, or an item of the
// kind that came along (event "*"), is in that state afterwards.
bool does_what_it_says(const Json& line, const Json& answer, const std::vector<std::string>& words) {
  const std::string& kind = words.at(1);
  const std::string& type = words.at(2);
  const std::string& outcome = words.at(3);
  const bool same = line.value("kind", Json()) == Json(kind) && line.at("type") == Json(type);
  if (outcome.front() == '!') return same && answer.at("refused_by") == Json(outcome.substr(1));
  if (type != "*" && (!same || answer.at("accepted") != Json(true))) return false;
  for (const auto& [name, states] : answer.at("changed").items()) {
    const bool meant =
        type == "*" ? name.rfind(kind + "/", 0) == 0 : name == kind + "/" + line.at("key").get<std::string>();
    if (!meant) continue;
    for (const Json& one : states) {
      const std::string state = one;
      if (state == outcome || state.rfind(outcome + ".", 0) == 0) return true;
    }
  }
  return false;
}

// "FILE.jsonl:LINE KIND EVENT OUTCOME"
std::string wrong_with_line(const std::string& proof) {
  const auto words = split(proof, ' ');
  if (words.size() != 4) return "is not FILE:LINE KIND EVENT OUTCOME";
  const auto place = split(words.at(0), ':');
  std::filesystem::path file = here / place.at(0);
  if (place.size() != 2 || !std::filesystem::exists(file)) return "names no play file";
  const auto lines = split(read_text(file), '\n');
  const auto answers = split(read_text(file.replace_extension(".expected.jsonl")), '\n');
  const auto at = static_cast<std::size_t>(std::stoi(place.at(1))) - 1;
  if (at >= lines.size() || lines[at].empty()) return "names no line";
  return does_what_it_says(Json::parse(lines[at]), Json::parse(answers.at(at)), words) ? ""
                                                                                       : "is another line";
}

const std::string& all_tests() {
  static const std::string text = [] {
    std::string all;
    for (const auto& entry : std::filesystem::directory_iterator(here)) {
      if (entry.path().extension() == ".cpp") all += read_text(entry.path());
    }
    return all;
  }();
  return text;
}

// How often each candidate of each state's events was found open or closed, by "KIND STATE EVENT NUMBER".
class GuardCoverage {
 public:
  void look(World& world, const Item& item, const std::string& type,
            const std::optional<machine::FiredTimer>& timer, const Json& data,
            const std::optional<Actor>& actor, Instant at) {
    const Json acting =
        actor ? Json{{"user", actor->user}, {"role", actor->role}, {"organisation", actor->organisation}}
              : Json::object();
    machine::GuardView view;
    view.item = &item;
    view.repository = &world.items;
    view.scope.fields = &item.fields;
    view.scope.data = &data;
    view.scope.actor = &acting;
    view.scope.item = machine::ItemName{item.kind, item.id};
    view.scope.now = at;
    view.scope.zone = machine::zone_of(item, surroundings().zone_of_organisation, surroundings().zone);
    for (const auto state : item.active) {
      for (const auto& on : item.definition->state(state).on) {
        if (on.descriptor == type) judge(item, state, type, on.transitions, view);
      }
      for (const auto& after : item.definition->state(state).after) {
        if (timer && timer->state == item.definition->state(state).path && timer->delay == after.key)
          judge(item, state, "after " + after.key, after.transitions, view);
      }
    }
  }

  // What was never yes, or never no.
  std::vector<std::string> missing() const {
    std::vector<std::string> lacking;
    for (const auto& [kind, definition] : surroundings().definitions) {
      for (const auto& state : definition->states) {
        for (const auto& on : state.on) {
          const bool raised = on.descriptor.rfind("clock.", 0) == 0 ||
                              on.descriptor.rfind("delivery.", 0) == 0 ||
                              on.descriptor.rfind("xstate.", 0) == 0;
          if (!raised)
            want(kind + " " + state.path + " " + on.descriptor, *definition, on.transitions, lacking);
        }
        for (const auto& after : state.after)
          want(kind + " " + state.path + " after " + after.key, *definition, after.transitions, lacking);
      }
    }
    return lacking;
  }

 private:
  template <class Transitions>
  void judge(const Item& item, machine::StateIndex state, const std::string& type,
             const Transitions& transitions, const machine::GuardView& view) {
    std::size_t number = 0;
    for (const auto index : transitions) {
      const auto& guard = item.definition->transitions.at(static_cast<std::size_t>(index)).guard;
      const bool open = !guard || machine::holds(*guard, view);
      seen_.insert(item.kind + " " + item.definition->state(state).path + " " + type + " " +
                   std::to_string(number++) + (open ? " yes" : " no"));
      if (open) return;
    }
  }

  // That nothing of it holds cannot be seen of an event that items send each other, and cannot be of one
  // whose data say which candidate is meant.
  static bool ends_unseen(const machine::Definition& definition, const std::string& place) {
    const std::string type = place.substr(place.rfind(' ') + 1);
    const auto* event = definition.event(type);
    return event != nullptr && (event->internal || type == "progress");
  }

  template <class Transitions>
  void want(const std::string& place, const machine::Definition& definition, const Transitions& transitions,
            std::vector<std::string>& lacking) const {
    for (std::size_t number = 0; number < transitions.size(); ++number) {
      const auto& transition = definition.transitions.at(static_cast<std::size_t>(transitions[number]));
      const std::string name = place + " " + std::to_string(number);
      const bool last = number + 1 == transitions.size();
      if (!seen_.contains(name + " yes")) lacking.push_back(name + " yes");
      if (!transition.guard || (last && ends_unseen(definition, place))) continue;
      if (!seen_.contains(name + " no")) lacking.push_back(name + " no");
    }
  }

  std::set<std::string> seen_;
};

// Events one after the other: each item is looked at as it was before the event.
void cover(const std::filesystem::path& file, GuardCoverage& coverage) {
  World world;
  World before;
  const World::Happened look = [&](const auto& events) {
    for (const auto& event : events) {
      const ItemPtr known = before.items.find(event.kind, event.id);
      Item item;
      if (known != nullptr) {
        item = *known;
        coverage.look(before, item, event.type, event.timer, event.data, event.actor, event.at);
      } else {
        item.kind = event.kind;
        item.id = event.id;
        item.definition = surroundings().definition(event.kind);
        item.order = before.items.next_order();
      }
      before.items.put(std::make_shared<const Item>(machine::evolve(std::move(item), event)));
    }
  };
  const auto lines = machine::read_event_lines(read_text(file)).value();
  for (const auto& line : lines) {
    world.wait_until(line.at.value_or(world.now), look);
    if (!line.type) continue;
    if (world.does({line.kind, line.key, *line.type, line.data, line.actor}, look)) continue;
    if (const ItemPtr item = world.items.find(line.kind, line.key))
      coverage.look(world, *item, *line.type, std::nullopt, line.data, line.actor, world.now);
  }
}

}  // namespace

TEST_CASE("every rule of the domain has a proof that is there", "[rounds]") {
  const auto lines = split(read_text(here / "rules.csv"), '\n');
  REQUIRE(lines.size() > 120);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    const auto columns = columns_of(lines[i]);
    INFO("rules.csv, line " << i + 1 << ": " << lines[i]);
    REQUIRE(columns.size() == 3);
    CHECK_FALSE(columns.at(2).empty());
    for (const std::string& part : split(columns.at(2), '|')) {
      const std::string proof(trim(part));
      INFO(proof);
      if (proof.rfind("test:", 0) == 0) {
        CHECK(all_tests().find("TEST_CASE(\"" + proof.substr(5) + "\"") != std::string::npos);
      } else {
        CHECK(wrong_with_line(proof) == "");
      }
    }
  }
}

TEST_CASE("every guard's yes and no is in a play file", "[rounds]") {
  GuardCoverage coverage;
  for (const auto& file : play_files()) cover(file, coverage);
  for (const std::string& branch : coverage.missing()) FAIL_CHECK(branch);
}

}  // namespace yellowsea::rounds
