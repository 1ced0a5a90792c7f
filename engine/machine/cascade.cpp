#include "engine/machine/cascade.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <utility>

#include "engine/base/schema.hpp"
#include "engine/machine/data_rules.hpp"
#include "engine/machine/interpreter.hpp"
#include "engine/machine/permission.hpp"
#include "engine/machine/timer_count.hpp"

namespace yellowsea::machine {
namespace {

Problem problem_of(const Refusal& refusal) {
  Problem problem;
  problem.code = refusal.by == "by" ? ProblemCode::forbidden : ProblemCode::refused;
  problem.rule = refusal.rule;
  problem.detail = "refused by " + refusal.by;
  problem.arguments["refused_by"] = refusal.by;
  if (!refusal.items.empty()) problem.arguments["items"] = refusal.items;
  return problem;
}

Problem wrong_fields(std::vector<FieldError> errors) {
  Problem problem{ProblemCode::invalid, "schema", "the data do not fit", std::move(errors), Json::object()};
  return problem;
}

// The fields that have another value than before; null for what is gone.
Json changed_fields(const Json& before, const Json& after) {
  Json changed = Json::object();
  for (const auto& [name, value] : after.items()) {
    const auto old = before.find(name);
    if (old == before.end() || *old != value) changed[name] = value;
  }
  for (const auto& [name, value] : before.items()) {
    if (!after.contains(name)) changed[name] = nullptr;
  }
  return changed;
}

Json machine_part(const Item& item) {
  Json snapshot = snapshot_of(item);
  snapshot.erase("fields");
  return snapshot;
}

// The fields to whose lists the actions have appended.
std::set<std::string> appended_fields(const StepResult& result) {
  constexpr std::string_view root = "/fields/";
  std::set<std::string> names;
  for (const Action* action : result.actions) {
    if (action->type != ActionType::append && action->type != ActionType::append_record) continue;
    const std::string path = action->params.value("path", std::string());
    if (path.starts_with(root) && path.find('/', root.size()) == std::string::npos)
      names.insert(path.substr(root.size()));
  }
  return names;
}

bool begins_with(const Json& list, const Json& beginning) {
  return list.is_array() && beginning.is_array() && list.size() > beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), list.begin());
}

// An entry of a list that grows for years costs what it says itself, not all that was said before.
Change change_of(const Item& before, const Item& after, const StepResult& result) {
  Change change{changed_fields(before.fields, after.fields), machine_part(after), Json::object()};
  for (const std::string& name : appended_fields(result)) {
    const auto now = change.fields.find(name);
    const auto old = before.fields.find(name);
    if (now == change.fields.end() || old == before.fields.end() || !begins_with(*now, *old)) continue;
    const auto first_new = now->begin() + static_cast<std::ptrdiff_t>(old->size());
    change.appended[name] = Json::array_t(first_new, now->end());
    change.fields.erase(name);
  }
  return change;
}

struct Sent {
  std::string kind;
  std::string id;
  std::string event;
  Json data;
};

// Does not own `data` and `acting`.
StepContext context_of(Repository& repository, const Surroundings& surroundings, const Item& item,
                       const Json& data, const Json& acting, Instant now) {
  StepContext context;
  context.now = now;
  context.zone = zone_of(item, surroundings.zone_of_organisation, surroundings.zone);
  context.data = &data;
  context.actor = &acting;
  context.repository = &repository;
  return context;
}

class Cascade {
 public:
  Cascade(Repository& repository, const Surroundings& surroundings, Instant now)
      : repository_(repository), surroundings_(surroundings), now_(now) {}

  Result<void> open(const DefinitionPtr& definition, const std::string& id, const Json& fields,
                    const std::optional<Actor>& actor) {
    Item item;
    item.kind = definition->kind;
    item.id = id;
    item.definition = definition;
    item.order = repository_.next_order();
    item.fields = fields;
    const Item before = [&] {
      Item empty = item;
      empty.fields = Json::object();
      return empty;
    }();
    const StepResult result =
        stepped(item, fields, actor, [&](const StepContext& context) { return start(item, context); });
    if (!result.accepted) return Failure(problem_of(result.refusal));
    return settle(before, std::move(item), "open", std::nullopt, fields, actor, result);
  }

  Result<void> take_event(const Item& before, const std::string& type, const Json& data,
                          const std::optional<Actor>& actor) {
    Item item = before;
    const StepResult result =
        stepped(item, data, actor, [&](const StepContext& context) { return take(item, type, context); });
    if (!result.accepted) return Failure(problem_of(result.refusal));
    return settle(before, std::move(item), type, std::nullopt, data, actor, result);
  }

  Result<void> fire_timer(const Item& before, const Timer& timer) {
    Item item = before;
    const State& state = item.definition->state(timer.state);
    const FiredTimer fired{state.path, state.after[static_cast<std::size_t>(timer.after)].key};
    const Json none = Json::object();
    const StepResult result = stepped(item, none, std::nullopt,
                                      [&](const StepContext& context) { return fire(item, timer, context); });
    if (result.refusal.by == "endless_loop") return Failure(problem_of(result.refusal));
    return settle(before, std::move(item), "", fired, none, std::nullopt, result);
  }

  // Delivers what has been sent, first in, first out.
  Result<void> drain() {
    while (!sent_.empty()) {
      const Sent sent = std::move(sent_.front());
      sent_.pop_front();
      const ItemPtr receiver = repository_.find(sent.kind, sent.id);
      if (receiver == nullptr) continue;
      auto taken = take_event(*receiver, sent.event, sent.data, std::nullopt);
      // An event that a receiver does not take is no error; a machine, or items, that never rest are.
      const bool endless =
          !taken && (taken.error().rule == "endless_loop" || taken.error().rule == "endless_cascade");
      if (endless) return taken;
    }
    return {};
  }

  std::vector<Event> take_events() { return std::move(events_); }

 private:
  template <class Step>
  StepResult stepped(const Item& item, const Json& data, const std::optional<Actor>& actor, Step step) {
    const Json acting = actor_json(actor);
    return step(context_of(repository_, surroundings_, item, data, acting, now_));
  }

  Result<void> settle(const Item& before, Item item, const std::string& type, std::optional<FiredTimer> timer,
                      const Json& data, const std::optional<Actor>& actor, const StepResult& result) {
    if (events_.size() >= max_cascade_events) {
      return fail(ProblemCode::refused, "endless_cascade", "items send each other events endlessly");
    }
    // Of what somebody asked for; what follows from it is the definition's own doing.
    if (events_.empty() && !timer) {
      auto errors = check_zone(*item.definition, before.fields, item.fields);
      if (!errors.empty()) return Failure(wrong_fields(std::move(errors)));
    }
    Event event;
    event.kind = item.kind;
    event.id = item.id;
    event.version = before.version + 1;
    event.definition = item.definition->sha256;
    event.definition_version = item.definition->version;
    event.type = type;
    event.timer = std::move(timer);
    event.at = now_;
    event.actor = actor;
    event.data = data;
    event.change = change_of(before, item, result);
    event.notices = result.notices;
    event.log = result.log;
    event.actions = actions_json(result);
    item.version = event.version;
    item.updated_at = now_;
    if (before.version == 0) item.created_at = now_;
    const auto stored = std::make_shared<const Item>(std::move(item));
    repository_.put(stored);
    events_.push_back(std::move(event));
    for (const Effect& effect : result.effects) {
      if (auto done = perform(*stored, effect); !done) return done;
    }
    return {};
  }

  Result<void> perform(const Item& item, const Effect& effect) {
    GuardView view;
    view.item = &item;
    view.repository = &repository_;
    view.scope.fields = &effect.fields;
    view.scope.data = &effect.data;
    view.scope.actor = &effect.actor;
    view.scope.item = ItemName{item.kind, item.id};
    view.scope.now = now_;
    view.scope.zone = zone_of(item, surroundings_.zone_of_organisation, surroundings_.zone);
    const Json& params = effect.action->params;
    const auto once = [&](const GuardView& inner) {
      return effect.action->type == ActionType::make ? make(*effect.action, inner)
                                                     : send(*effect.action, inner);
    };
    if (!params.contains("for_each")) return once(view);
    const Json list = value_at(view.scope, params.at("for_each").get_ref<const std::string&>());
    if (!list.is_array()) return {};
    for (const Json& element : list) {
      GuardView inner = view;
      inner.scope.each = &element;
      if (auto done = once(inner); !done) return done;
    }
    return {};
  }

  Result<void> make(const Action& action, GuardView view) {
    if (action.unless && !select_items(*action.unless, view).empty()) return {};
    ItemPtr linked;
    if (action.selection) {
      const auto selected = select_items(*action.selection, view);
      if (selected.empty()) return {};
      linked = selected.front();
      view.scope.linked_fields = &linked->fields;
      view.scope.linked_item = ItemName{linked->kind, linked->id};
    }
    const std::string kind = action.params.at("kind").get<std::string>();
    std::string id = fill_template(view.scope, action.params.at("id").get_ref<const std::string&>());
    if (action.params.value("suffix", false)) {
      int number = 2;
      while (repository_.find(kind, id + "-" + std::to_string(number)) != nullptr) ++number;
      id += "-" + std::to_string(number);
    }
    const DefinitionPtr definition = surroundings_.definition(kind);
    if (definition == nullptr)
      return fail(ProblemCode::internal, "unknown_kind", "no definition of kind '" + kind + "'");
    if (repository_.find(kind, id) != nullptr) {
      if (action.params.value("unless_exists", false)) return {};
      return fail(ProblemCode::refused, "exists", kind + " '" + id + "' exists already");
    }
    return open(definition, id, members(action.params.value("fields", Json::object()), view.scope),
                std::nullopt);
  }

  Result<void> send(const Action& action, const GuardView& view) {
    const Json data = members(action.params.value("data", Json::object()), view.scope);
    if (!action.selection) return {};
    for (const ItemPtr& receiver : select_items(*action.selection, view)) {
      sent_.push_back(Sent{receiver->kind, receiver->id, action.params.at("event").get<std::string>(), data});
    }
    return {};
  }

  static Json members(const Json& sources, const Scope& scope) {
    Json result = Json::object();
    for (const auto& [name, source] : sources.items()) {
      Json value = value_of(scope, source);
      if (!value.is_null()) result[name] = std::move(value);
    }
    return result;
  }

  Repository& repository_;
  const Surroundings& surroundings_;
  Instant now_;
  std::deque<Sent> sent_;
  std::vector<Event> events_;
};

Result<void> execute_open(Cascade& cascade, Repository& repository, const Surroundings& surroundings,
                          const Command& command) {
  const DefinitionPtr definition = surroundings.definition(command.kind);
  if (definition == nullptr)
    return fail(ProblemCode::not_found, "unknown_kind", "there is no kind '" + command.kind + "'");
  const EventDefinition* opening = definition->event("open");
  if (command.actor && !may_fire(*definition, "open", command.data, command.data, *command.actor)) {
    return Failure(problem_of(Refusal{"by", "by", {}, false}));
  }
  if (repository.find(command.kind, command.id) != nullptr) {
    return fail(ProblemCode::refused, "exists", command.kind + " '" + command.id + "' exists already");
  }
  std::vector<FieldError> errors;
  // A schema of `open` names the fields that whoever opens the item may set; the others are the workflow's
  // own.
  const auto& schema = opening != nullptr && opening->data ? opening->data : definition->fields;
  if (schema) errors = check_schema(*schema, command.data);
  if (!errors.empty()) return Failure(wrong_fields(std::move(errors)));
  if (opening != nullptr && opening->guard) {
    Item item;
    item.kind = command.kind;
    item.id = command.id;
    item.definition = definition;
    item.fields = command.data;
    const Json acting = actor_json(command.actor);
    const auto refusal =
        refusal_to_open(item, context_of(repository, surroundings, item, command.data, acting, command.at));
    if (refusal) return Failure(problem_of(*refusal));
  }
  return cascade.open(definition, command.id, command.data, command.actor);
}

StepResult rehearse(Repository& repository, const Surroundings& surroundings, const Item& item,
                    const std::string& type, const Json& data, const std::optional<Actor>& actor,
                    Instant now) {
  const Json acting = actor_json(actor);
  return would_take(item, type, context_of(repository, surroundings, item, data, acting, now));
}

Result<void> execute_event(Cascade& cascade, Repository& repository, const Surroundings& surroundings,
                           const Command& command) {
  const ItemPtr item = repository.find(command.kind, command.id);
  if (item == nullptr)
    return fail(ProblemCode::not_found, "unknown_item",
                "there is no " + command.kind + " '" + command.id + "'");
  if (command.actor &&
      !may_fire(*item->definition, command.type, item->fields, command.data, *command.actor)) {
    return Failure(problem_of(Refusal{"by", "by", {}, false}));
  }
  if (command.expected_version && *command.expected_version != item->version) {
    Problem problem{ProblemCode::stale, "stale", "the item has changed", {}, Json::object()};
    problem.arguments["version"] = item->version;
    return Failure(std::move(problem));
  }
  const EventDefinition* declared = item->definition->event(command.type);
  if (is_reserved(command.type) || (declared != nullptr && declared->internal && !command.actor)) {
    return Failure(problem_of(Refusal{"by", "by", {}, false}));
  }
  if (declared != nullptr && declared->data) {
    std::vector<FieldError> errors = check_schema(*declared->data, command.data);
    if (errors.empty()) errors = check_beside_item(*declared->data, command.data, item->fields);
    if (!errors.empty()) {
      const StepResult result =
          rehearse(repository, surroundings, *item, command.type, command.data, command.actor, command.at);
      if (!result.accepted && !result.refusal.reads_data) return Failure(problem_of(result.refusal));
      return Failure(wrong_fields(std::move(errors)));
    }
  }
  return cascade.take_event(*item, command.type, command.data, command.actor);
}

}  // namespace

DefinitionPtr Surroundings::definition(const std::string& kind) const {
  const auto found = definitions.find(kind);
  return found == definitions.end() ? nullptr : found->second;
}

Result<std::vector<Event>> execute(Repository& repository, const Surroundings& surroundings,
                                   const Command& command) {
  Cascade cascade(repository, surroundings, command.at);
  auto done = command.type == "open" ? execute_open(cascade, repository, surroundings, command)
                                     : execute_event(cascade, repository, surroundings, command);
  if (done) done = cascade.drain();
  if (!done) return Failure(done.error());
  return cascade.take_events();
}

Result<std::vector<Event>> execute_timer(Repository& repository, const Surroundings& surroundings,
                                         const DueTimer& due) {
  const ItemPtr item = repository.find(due.kind, due.id);
  if (item == nullptr ||
      std::find(item->timers.begin(), item->timers.end(), due.timer) == item->timers.end()) {
    return std::vector<Event>{};
  }
  Cascade cascade(repository, surroundings, due.timer.due);
  auto done = cascade.fire_timer(*item, due.timer);
  if (done) done = cascade.drain();
  if (!done) return Failure(done.error());
  return cascade.take_events();
}

Result<void> advance(Repository& repository, const Surroundings& surroundings, Instant until,
                     const std::function<void(std::vector<Event>)>& done) {
  TimerCount count;
  while (true) {
    const auto due = repository.due_timers(until, 1);
    if (due.empty()) return {};
    if (auto counted = count.count(due.front()); !counted) return counted;
    auto events = execute_timer(repository, surroundings, due.front());
    if (!events) return Failure(events.error());
    done(std::move(*events));
  }
}

std::optional<Refusal> why_not(Repository& repository, const Surroundings& surroundings, const Item& item,
                               const std::string& type, const std::optional<Actor>& actor, Instant now) {
  const Json none = Json::object();
  if (actor && !may_fire(*item.definition, type, item.fields, none, *actor))
    return Refusal{"by", "by", {}, false};
  const StepResult result = rehearse(repository, surroundings, item, type, none, actor, now);
  if (result.accepted || result.refusal.reads_data) return std::nullopt;
  return result.refusal;
}

}  // namespace yellowsea::machine
