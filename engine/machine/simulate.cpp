#include "engine/machine/simulate.hpp"

#include <algorithm>

#include "engine/machine/permission.hpp"
#include "engine/machine/simulate_invariants.hpp"
#include "engine/machine/simulate_parts.hpp"

namespace yellowsea::machine {
namespace {

constexpr const char* item_id = "simulated";
constexpr std::size_t most_broken = 100;
constexpr int tries_to_open = 20;

class Run {
 public:
  Run(const Surroundings& surroundings, const DefinitionPtr& definition, const SimulationOptions& options,
      std::size_t number, Guide& guide, Seen& seen, SimulationReport& report)
      : surroundings_(surroundings),
        definition_(definition),
        options_(options),
        number_(number),
        guide_(guide),
        seen_(seen),
        report_(report),
        random_(options.seed * 0x100000001b3U + number),
        hints_{*parse_instant("2026-01-01T00:00:00Z"), {}},
        world_(surroundings, *definition, item_id, random_, hints_) {
    hints_.now += std::chrono::hours(random_.below(365 * 24));
    for (const auto& [organisation, zone] : options.zone_of_organisation)
      organisations_.push_back(organisation);
    if (organisations_.empty()) organisations_ = {"one", "two"};
  }

  void run() {
    if (!open()) {
      ++report_.never_opened;
      return;
    }
    for (std::size_t step = 0; step < options_.steps && !item_.done; ++step) {
      const AbstractStep* guided = random_.chance(60) ? guide_.next(item_) : nullptr;
      if (guided != nullptr && guided->trigger == Trigger::timer) {
        to_timer(guided->event);
      } else if (guided != nullptr && guided->event.find("(any)") == std::string::npos &&
                 !guided->event.empty() && guided->trigger != Trigger::done) {
        post(guided->event);
      } else {
        anything();
      }
      if (ended_) return;
    }
  }

 private:
  bool open() {
    const auto sender =
        execute(world_, surroundings_,
                Command{sender_kind, sender_kind, "open", Json::object(), std::nullopt, hints_.now, {}});
    if (!sender) return false;
    const EventDefinition* opening = definition_->event("open");
    const Json* schema = opening != nullptr && opening->data ? &*opening->data
                         : definition_->fields               ? &*definition_->fields
                                                             : nullptr;
    for (int i = 0; i < tries_to_open; ++i) {
      Json fields = schema == nullptr ? Json::object() : random_value(*schema, random_, with_organisations());
      if (!fields.is_object()) fields = Json::object();
      OverlayRepository overlay(world_);
      const auto events =
          execute(overlay, surroundings_,
                  Command{definition_->kind, item_id, "open", fields, std::nullopt, hints_.now, {}});
      if (!events) {
        if (events.error().rule == "endless_loop")
          break_invariant("the machine never comes to rest at its start");
        if (ended_) return true;
        continue;
      }
      item_.kind = definition_->kind;
      item_.id = item_id;
      item_.definition = definition_;
      replayed_ = item_;
      accept(overlay, *events);
      return true;
    }
    return false;
  }

  DataHints with_organisations() {
    DataHints hints = hints_;
    for (const Json* schema : {definition_->fields ? &*definition_->fields : nullptr}) {
      if (schema == nullptr || !schema->is_object()) continue;
      const Json properties = schema->value("properties", Json::object());
      for (const auto& [name, property] : properties.items()) {
        const std::string type = property.is_object() ? property.value("type", std::string()) : "";
        if (!scoped(name)) continue;
        for (const std::string& organisation : organisations_) {
          hints.values[name].push_back(type == "array" ? Json::array({organisation}) : Json(organisation));
        }
      }
    }
    return hints;
  }

  // True if some `by` counts organisations in that field.
  bool scoped(const std::string& field) const {
    const std::string path = "/fields/" + field;
    return definition_->zone_organisation == path ||
           std::any_of(
               definition_->events.begin(), definition_->events.end(), [&](const EventDefinition& event) {
                 return std::any_of(event.by.begin(), event.by.end(),
                                    [&](const Permission& permission) { return permission.scope == path; });
               });
  }

  void anything() {
    const std::size_t what = random_.below(10);
    if (what < 2 && !item_.timers.empty()) {
      const auto due =
          std::min_element(item_.timers.begin(), item_.timers.end(),
                           [](const Timer& left, const Timer& right) { return left.due < right.due; });
      move_to(due->due);
    } else if (what < 4) {
      move_to(hints_.now + std::chrono::minutes(random_.below(what == 2 ? 24 * 60 : 120 * 24 * 60)));
    } else {
      const auto names = event_names();
      if (!names.empty()) post(random_.pick(names));
    }
  }

  std::vector<std::string> event_names() const {
    std::vector<std::string> names;
    for (const EventDefinition& event : definition_->events) {
      if (event.name != "open") names.push_back(event.name);
    }
    for (const State& state : definition_->states) {
      for (const auto& on : state.on) {
        const bool plain = on.descriptor.find('*') == std::string::npos && !is_reserved(on.descriptor);
        if (plain && definition_->event(on.descriptor) == nullptr) names.push_back(on.descriptor);
      }
    }
    names.emplace_back("event.that.nobody.knows");
    return names;
  }

  void to_timer(const std::string& event) {
    for (const Timer& timer : item_.timers) {
      const State& state = definition_->state(timer.state);
      if (state.after[static_cast<std::size_t>(timer.after)].event != event) continue;
      return move_to(timer.due);
    }
    anything();
  }

  void move_to(Instant until) {
    if (until < hints_.now) until = hints_.now;
    hints_.now = until;
    const auto moved =
        advance(world_, surroundings_, until, [&](const std::vector<Event>& events) { note(events); });
    if (!moved) {
      break_invariant("timers: " + moved.error().detail);
      ended_ = true;
    }
  }

  std::optional<Actor> actor_for(const EventDefinition* event) {
    Actor actor{"simulated", "", random_.pick(organisations_)};
    if (event == nullptr || !event->has_by || event->by.empty() || random_.chance(10)) {
      if (random_.chance(30)) return std::nullopt;
      if (event != nullptr && !event->by.empty()) actor.role = "nobody";
      return actor;
    }
    const Permission& permission = random_.pick(event->by);
    if (!permission.roles.empty()) actor.role = random_.pick(permission.roles);
    if (permission.scope.empty()) return actor;
    Scope scope;
    scope.fields = &item_.fields;
    const Json allowed = value_at(scope, permission.scope);
    if (allowed.is_string()) actor.organisation = allowed.get<std::string>();
    if (allowed.is_array() && !allowed.empty()) {
      const Json& one = allowed[random_.below(allowed.size())];
      if (one.is_string()) actor.organisation = one.get<std::string>();
    }
    return actor;
  }

  void post(const std::string& type) {
    const EventDefinition* event = definition_->event(type);
    DataHints hints = hints_;
    hints.values = values_for(*definition_, type, item_.fields);
    Json data =
        event != nullptr && event->data ? random_value(*event->data, random_, hints) : free_data(hints);
    if (!data.is_object()) data = Json::object();
    Command command{definition_->kind, item_id, type, std::move(data), actor_for(event), hints_.now, {}};
    if (event != nullptr && event->internal) {
      command = Command{sender_kind,  sender_kind, type, Json{{"id", item_id}, {"data", command.data}},
                        std::nullopt, hints_.now,  {}};
    }
    OverlayRepository overlay(world_);
    const auto events = execute(overlay, surroundings_, command);
    if (events) {
      accept(overlay, *events);
    } else {
      refuse(events.error());
    }
  }

  // Data of an event without schema: what its guards look for.
  Json free_data(const DataHints& hints) {
    Json data = Json::object();
    for (const auto& [name, values] : hints.values) {
      if (!values.empty() && random_.chance(80)) data[name] = random_.pick(values);
    }
    return data;
  }

  void refuse(const Problem& problem) {
    ++report_.refused;
    const ItemPtr kept = world_.find(definition_->kind, item_id);
    for (const std::string& fault : refusal_faults(item_, *kept)) break_invariant(fault);
    if (problem.rule == "endless_loop" || problem.rule == "endless_cascade") {
      break_invariant("the macrostep never ends: " + problem.detail);
      ended_ = true;
    }
  }

  void accept(const OverlayRepository& overlay, const std::vector<Event>& events) {
    for (const ItemPtr& changed : overlay.changed()) world_.put(changed);
    note(events);
  }

  void note(const std::vector<Event>& events) {
    for (const Event& event : events) {
      if (event.kind != definition_->kind || event.id != item_id) continue;
      ++report_.accepted;
      if (event.timer) ++report_.timers;
      const std::string label =
          event.timer ? "after " + event.timer->delay + " in " + event.timer->state : event.type;
      way_.push_back(label);
      const Told told = told_by(event.log);
      for (const StateIndex state : told.entered) {
        const auto index = static_cast<std::size_t>(state);
        ++seen_.states[index];
        if (seen_.reached[index] && seen_.ways[index].size() <= way_.size()) continue;
        seen_.reached[index] = true;
        seen_.ways[index] = way_;
      }
      for (const TransitionIndex index : told.taken) ++seen_.transitions[static_cast<std::size_t>(index)];
      guide_.note(told);
      const Item before = replayed_;
      replayed_ = evolve(std::move(replayed_), event);
      for (const std::string& fault : step_faults(before, event, replayed_)) break_invariant(fault);
      for (const std::string& fault : configuration_faults(replayed_)) break_invariant(fault);
    }
    const ItemPtr kept = world_.find(definition_->kind, item_id);
    if (kept == nullptr) return;
    item_ = *kept;
    for (const std::string& fault : replay_faults(item_, replayed_)) break_invariant(fault);
    for (const std::string& fault : snapshot_faults(item_)) break_invariant(fault);
  }

  void break_invariant(const std::string& what) {
    if (report_.broken.size() < most_broken) report_.broken.push_back({number_, what, way_});
    ended_ = true;
  }

  const Surroundings& surroundings_;
  const DefinitionPtr definition_;
  const SimulationOptions& options_;
  const std::size_t number_;
  Guide& guide_;
  Seen& seen_;
  SimulationReport& report_;
  Random random_;
  DataHints hints_;
  SimulatedWorld world_;
  std::vector<std::string> organisations_;
  Item item_;
  Item replayed_;
  std::vector<std::string> way_;
  bool ended_ = false;
};

Surroundings surroundings_of(const DefinitionPtr& telling, const SimulationOptions& options) {
  Surroundings surroundings;
  surroundings.zone_of_organisation = options.zone_of_organisation;
  for (const DefinitionPtr& other : options.context.pack) surroundings.definitions[other->kind] = other;
  for (const DefinitionPtr& known : options.context.pack) {
    for (const std::string& kind : made_kinds(*known)) {
      if (surroundings.definition(kind) == nullptr) surroundings.definitions[kind] = stub_of(kind);
    }
  }
  for (const std::string& kind : made_kinds(*telling)) {
    if (surroundings.definition(kind) == nullptr) surroundings.definitions[kind] = stub_of(kind);
  }
  surroundings.definitions[telling->kind] = telling;
  surroundings.definitions[sender_kind] = sender_for(*telling);
  return surroundings;
}

}  // namespace

SimulationReport simulate(const Definition& definition, std::string_view text,
                          const SimulationOptions& options) {
  SimulationReport report;
  report.kind = definition.kind;
  report.seed = options.seed;
  report.runs = options.runs;
  const DefinitionPtr telling = telling_definition(definition, text);
  const AbstractMachine machine(definition);
  const EventSources sources(definition, options.context);
  const Exploration exploration = explore(machine, sources);
  Seen seen{std::vector<std::size_t>(definition.states.size()),
            std::vector<std::size_t>(definition.transitions.size()),
            std::vector<std::vector<std::string>>(definition.states.size()),
            std::vector<bool>(definition.states.size())};
  if (telling != nullptr) {
    const Surroundings surroundings = surroundings_of(telling, options);
    Guide guide(definition, exploration);
    for (std::size_t number = 1; number <= options.runs; ++number) {
      Run(surroundings, telling, options, number, guide, seen, report).run();
    }
  }
  fill_coverage(definition, text, exploration, seen, report);
  return report;
}

}  // namespace yellowsea::machine
