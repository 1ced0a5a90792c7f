// Small definitions for the tests of the machine: written as JSON with single quotes, so that they can be
// read.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/machine/interpreter.hpp"
#include "engine/machine/parse.hpp"

namespace yellowsea::machine {

inline std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

inline Json json_of(const std::string& text) { return Json::parse(quoted(text)); }

// A definition with this machine; `more` are further members of the definition, each with a comma behind it.
inline DefinitionPtr definition_of(const std::string& machine, const std::string& more = "",
                                   const std::string& kind = "thing") {
  const Parsed parsed = parse_definition(quoted("{'format':'yellowsea.workflow/1','id':'" + kind +
                                                "','version':1," + more + "'machine':" + machine + "}"));
  for (const Diagnostic& diagnostic : parsed.diagnostics) UNSCOPED_INFO(to_text("definition", diagnostic));
  REQUIRE(parsed.definition != nullptr);
  return parsed.definition;
}

inline Instant at(const std::string& text) {
  const auto instant = parse_instant(text);
  REQUIRE(instant);
  return *instant;
}

// One item, moved by hand: no timers fire by themselves.
struct Bench {
  explicit Bench(DefinitionPtr definition, const std::string& fields = "{}") {
    item.kind = definition->kind;
    item.id = "one";
    item.definition = std::move(definition);
    item.fields = json_of(fields);
    last = start(item, context());
  }

  StepContext context() const {
    StepContext step;
    step.now = now;
    step.data = &data;
    step.actor = &actor;
    return step;
  }

  bool take(const std::string& event, const std::string& with = "{}") {
    data = json_of(with);
    return moved([&](Item& copy) { return machine::take(copy, event, context()); });
  }

  // Fires the timer of that state and key, which must be there.
  bool fire(const std::string& state, const std::string& key) {
    const auto found = std::find_if(item.timers.begin(), item.timers.end(), [&](const Timer& timer) {
      const State& owner = item.definition->state(timer.state);
      return owner.path == state && owner.after[static_cast<std::size_t>(timer.after)].key == key;
    });
    REQUIRE(found != item.timers.end());
    const Timer timer = *found;
    now = timer.due;
    return moved([&](Item& copy) { return machine::fire(copy, timer, context()); });
  }

  // On a copy, as everybody does who goes on after an endless loop.
  template <class Step>
  bool moved(Step step) {
    Item copy = item;
    last = step(copy);
    if (last.refusal.by != "endless_loop") item = std::move(copy);
    return last.accepted;
  }

  std::string states() const {
    std::string all;
    for (const std::string& path : configuration(item)) all += (all.empty() ? "" : " ") + path;
    return all;
  }

  std::string log() const {
    std::string all;
    for (const std::string& line : last.log) all += (all.empty() ? "" : " ") + line;
    return all;
  }

  Item item;
  Instant now = at("2026-01-01T00:00:00Z");
  Json data = Json::object();
  Json actor = Json::object();
  StepResult last;
};

// An action that writes a line.
inline std::string log_of(const std::string& line) {
  return "{'type':'log','params':{'message':'" + line + "'}}";
}

}  // namespace yellowsea::machine
