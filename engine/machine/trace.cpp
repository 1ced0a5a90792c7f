#include "engine/machine/trace.hpp"

#include <algorithm>
#include <type_traits>

#include "engine/machine/event_line.hpp"
#include "engine/machine/interpreter.hpp"
#include "engine/machine/permission.hpp"

namespace yellowsea::machine {
namespace {

// Zero-time loops of timers are given up after this many at one instant.
constexpr int max_timers_at_once = 10'000;

class Tracer {
 public:
  Tracer(const DefinitionPtr& definition, const TraceOptions& options,
         const std::function<void(const std::string&)>& write)
      : options_(options), write_(write) {
    item_.kind = definition->kind;
    item_.id = definition->kind;
    item_.definition = definition;
  }

  Result<void> run(const std::vector<EventLine>& lines) {
    const Instant begin = lines.empty() ? Instant{} : lines.front().at.value_or(Instant{});
    const bool opens = !lines.empty() && lines.front().type == "open";
    const bool answers_first = !lines.empty() && (opens || !lines.front().type);
    if (opens) item_.fields = lines.front().data;
    item_.created_at = item_.updated_at = begin;
    const Json data = opens ? lines.front().data : Json::object();
    const std::optional<Actor> actor = opens ? lines.front().actor : std::nullopt;
    if (opens && actor && !may_fire(*item_.definition, "open", item_.fields, data, *actor)) {
      return line_failure(lines.front().number, "by", "this actor may not open an item");
    }
    if (opens) {
      if (const auto refusal = guard_against_opening(begin, data, actor))
        return line_failure(lines.front().number, refusal->by,
                            "the guard of 'open' does not hold: " + refusal->rule);
    }
    const StepResult started =
        with_context(begin, data, actor, [&](const StepContext& context) { return start(item_, context); });
    if (!started.accepted)
      return line_failure(opens ? lines.front().number : 1, started.refusal.by,
                          "the machine never comes to rest at its start");
    put(begin, nullptr, nullptr, started);
    if (auto advanced = advance(begin); !advanced) return advanced;
    for (std::size_t i = answers_first ? 1 : 0; i < lines.size(); ++i) {
      const Instant at = lines[i].at.value_or(begin);
      if (auto advanced = advance(at); !advanced) return advanced;
      take_line(lines[i], at);
      if (auto advanced = advance(at); !advanced) return advanced;
    }
    return {};
  }

 private:
  std::optional<Refusal> guard_against_opening(Instant now, const Json& data,
                                               const std::optional<Actor>& actor) {
    return with_context(now, data, actor,
                        [&](const StepContext& context) { return refusal_to_open(item_, context); });
  }

  template <class Step>
  std::invoke_result_t<Step, const StepContext&> with_context(Instant now, const Json& data,
                                                              const std::optional<Actor>& actor, Step step) {
    const Json acting = actor_json(actor);
    StepContext context;
    context.now = now;
    context.zone = zone_of(item_, options_.zone_of_organisation, options_.zone);
    context.data = &data;
    context.actor = &acting;
    return step(context);
  }

  // On a copy, so that an endless loop changes nothing.
  template <class Step>
  StepResult moved(Instant now, const Json& data, const std::optional<Actor>& actor, Step step) {
    Item item = item_;
    const StepResult result =
        with_context(now, data, actor, [&](const StepContext& context) { return step(item, context); });
    if (result.accepted) item_ = std::move(item);
    return result;
  }

  void take_line(const EventLine& line, Instant at) {
    if (!line.type) {
      StepResult moved;
      moved.accepted = true;
      put(at, nullptr, nullptr, moved);
      return;
    }
    StepResult result;
    if (line.actor && !may_fire(*item_.definition, *line.type, item_.fields, line.data, *line.actor)) {
      result.refusal.by = "by";
    } else if (is_reserved(*line.type) || *line.type == "open") {
      result.refusal.by = "no_transition";
    } else {
      result = moved(at, line.data, line.actor,
                     [&](Item& item, const StepContext& context) { return take(item, *line.type, context); });
    }
    if (result.accepted) item_.updated_at = at;
    put(at, *line.type, nullptr, result);
  }

  Result<void> advance(Instant until) {
    Instant last{};
    for (int fired = 0;; ++fired) {
      const auto next = std::min_element(
          item_.timers.begin(), item_.timers.end(), [](const Timer& left, const Timer& right) {
            return std::tie(left.due, left.state, left.after) < std::tie(right.due, right.state, right.after);
          });
      if (next == item_.timers.end() || next->due > until) return {};
      const Timer timer = *next;
      if (timer.due != last) fired = 0;
      if (fired > max_timers_at_once)
        return fail(ProblemCode::refused, "endless_timers", "timers start each other endlessly in zero time");
      last = timer.due;
      const State& state = item_.definition->state(timer.state);
      const Json fired_timer{{"state", state.path},
                             {"delay", state.after[static_cast<std::size_t>(timer.after)].key}};
      const StepResult result =
          moved(timer.due, Json::object(), std::nullopt,
                [&](Item& item, const StepContext& context) { return fire(item, timer, context); });
      if (!result.accepted) remove_where(item_.timers, [&](const auto& each) { return each == timer; });
      put(timer.due, nullptr, fired_timer, result);
    }
  }

  void put(Instant at, const Json& type, const Json& timer, const StepResult& result) {
    OrderedJson line;
    line["at"] = format_instant(at);
    line["type"] = OrderedJson(type);
    line["timer"] = OrderedJson(timer);
    line["accepted"] = result.accepted;
    line["refused_by"] = result.accepted ? OrderedJson(nullptr) : OrderedJson(result.refusal.by);
    line["configuration"] = configuration(item_);
    line["value"] = OrderedJson(state_value(item_));
    line["actions"] = OrderedJson(result.accepted ? actions_json(result) : Json::array());
    line["done"] = item_.done;
    write_(line.dump(-1, ' ', false, OrderedJson::error_handler_t::replace));
  }

  const TraceOptions& options_;
  const std::function<void(const std::string&)>& write_;
  Item item_;
};

}  // namespace

Result<void> trace(const DefinitionPtr& definition, std::string_view lines, const TraceOptions& options,
                   const std::function<void(const std::string&)>& write) {
  const auto read = read_event_lines(lines);
  if (!read) return Failure(read.error());
  return Tracer(definition, options, write).run(*read);
}

}  // namespace yellowsea::machine
