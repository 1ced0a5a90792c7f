// What one event costs: decided and evolved by the engine on a statechart of the pack, and by a table written
// by hand, in the same run. script/benchmark puts XState beside it and prints ratios.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "engine/machine/event.hpp"
#include "engine/machine/interpreter.hpp"
#include "engine/machine/parse.hpp"

namespace yellowsea::machine {
namespace {

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

DefinitionPtr definition_in(const char* variable) {
  const char* path = std::getenv(variable);
  const Parsed parsed = parse_definition(read_text(path == nullptr ? "" : path));
  if (parsed.definition == nullptr) {
    std::cerr << variable << " must name a definition\n";
    std::exit(2);
  }
  return parsed.definition;
}

// The events of STEPS, a JSON list of {"type", "data"}, which bring the item back to where it was.
struct Steps {
  struct Step {
    std::string type;
    Json data;
    EventName name;  // the number of `type`, looked up once as the text comes from outside
  };
  std::vector<Step> before;  // once
  std::vector<Step> cycle;
};

std::vector<Steps::Step> steps_of(const Json& list, const Definition& definition) {
  std::vector<Steps::Step> steps;
  for (const Json& step : list)
    steps.push_back({step.at("type").get<std::string>(), step.value("data", Json::object()), {}});
  for (Steps::Step& step : steps) step.name = event_name(definition, step.type);
  return steps;
}

Steps read_steps(const Definition& definition) {
  const char* path = std::getenv("BENCHMARK_STEPS");
  const Json json = Json::parse(read_text(path == nullptr ? "" : path));
  return {steps_of(json.at("before"), definition), steps_of(json.at("cycle"), definition)};
}

StepContext context_at(Instant now, const Json& data, const Json& actor) {
  StepContext context;
  context.now = now;
  context.zone = Zone::find("Asia/Tokyo").value_or(Zone::utc());
  context.data = &data;
  context.actor = &actor;
  return context;
}

Item started(const DefinitionPtr& definition, const Steps& steps) {
  Item item;
  item.kind = definition->kind;
  item.id = "one";
  item.definition = definition;
  item.fields = Json{{"deadline", "2012-11-25"}, {"city", "kitakyushu"}, {"in_force_on", "2010-11-25"}};
  const Instant now = *parse_instant("2010-11-25T01:00:00Z");
  const Json actor = Json::object();
  start(item, context_at(now, item.fields, actor));
  for (const auto& step : steps.before) {
    if (!take(item, step.type, context_at(now, step.data, actor)).accepted) std::abort();
  }
  return item;
}

void engine(benchmark::State& state, const char* variable) {
  const DefinitionPtr definition = definition_in(variable);
  const Steps steps = read_steps(*definition);
  const Item first = started(definition, steps);
  Item item = first;
  const Json actor{{"role", "city_officer"}, {"organisation", "kitakyushu"}};
  const Json none = Json::object();
  StepContext context = context_at(*parse_instant("2011-03-01T09:00:00+09:00"), none, actor);
  std::size_t next = 0;
  std::size_t cycles = 0;
  for (auto _ : state) {
    const auto& step = steps.cycle[next];
    context.data = &step.data;
    const StepResult result = take(item, step.name, context);
    if (!result.accepted) {
      state.SkipWithError(step.type.c_str());
      break;
    }
    if (++next == steps.cycle.size()) {
      next = 0;
      // The lists in the fields would grow with the run.
      if (++cycles % 16 == 0) item.fields = first.fields;
    }
  }
  state.SetItemsProcessed(state.iterations());
}

// What a table can't be beaten by: state times event, nothing else.
void table(benchmark::State& state) {
  constexpr std::size_t states = 8;
  constexpr std::size_t events = 8;
  std::array<std::array<int, events>, states> next{};
  for (std::size_t s = 0; s < states; ++s) {
    for (std::size_t e = 0; e < events; ++e) next[s][e] = static_cast<int>((s * 5 + e * 3 + 1) % states);
  }
  std::size_t now = 0;
  std::size_t event = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(event);
    now = static_cast<std::size_t>(next[now][event]);
    event = (event + 1) % events;
    benchmark::DoNotOptimize(now);
  }
  state.SetItemsProcessed(state.iterations());
}

// What refusing costs: an event that no state takes now.
void refusal(benchmark::State& state) {
  const DefinitionPtr definition = definition_in("BENCHMARK_MACHINE");
  Item item = started(definition, read_steps(*definition));
  const Json none = Json::object();
  const StepContext context = context_at(*parse_instant("2011-03-01T09:00:00+09:00"), none, none);
  const EventName verify = event_name(*definition, "verify");
  for (auto _ : state) benchmark::DoNotOptimize(take(item, verify, context).accepted);
}

BENCHMARK_CAPTURE(engine, machine, "BENCHMARK_MACHINE");
BENCHMARK_CAPTURE(engine, with_fields, "BENCHMARK_DEFINITION");
BENCHMARK(refusal);
BENCHMARK(table);

}  // namespace
}  // namespace yellowsea::machine

BENCHMARK_MAIN();
