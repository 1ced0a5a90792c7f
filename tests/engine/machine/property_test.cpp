// Properties that hold for every history of events and for every definition, checked on random ones.
#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "engine/machine/cascade.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

// Every feature of the machine in one definition; events e0 … e6, fields set by data.
DefinitionPtr everything() {
  static const DefinitionPtr definition = definition_of(
      "{'id':'m','initial':'w','on':{'e6':'.done','x.*':{'actions':{'type':'append','params':{'path':'/"
      "fields/l','value':1}}}},'states':{"
      "'w':{'type':'parallel','onDone':'rest','on':{'e5':'rest'},'states':{'h':{'type':'history','history':'"
      "deep'},"
      "'one':{'initial':'a','states':{'a':{'after':{'PT3S':'b'},'on':{'e0':'b','e1':{'target':'a','reenter':"
      "true}}},"
      "'b':{'on':{'e0':'f','e1':[{'target':'a','guard':{'type':'equals','params':{'path':'/data/"
      "n','value':1}}}],'e2':'h'},"
      "'exit':{'type':'assign','params':{'path':'/fields/n','from':'/data/n'}}},'f':{'type':'final'},"
      "'h':{'type':'history','target':'a'}}},"
      "'two':{'initial':'a','states':{'a':{'on':{'e0':'f','e3':{'actions':{'type':'raise','params':{'event':'"
      "e1'}}}},'always':{'target':'c','guard':"
      "{'type':'all','params':{'of':[{'type':'in','params':{'state':'w.one.b'}},{'type':'equals','params':{'"
      "path':'/fields/n','value':2}}]}}}},"
      "'c':{'after':{'PT5S':'a'},'on':{'e2':['#m.w.one.b','#m.w.two.a']}},'f':{'type':'final'}}}}},"
      "'rest':{'on':{'e0':'w','e2':'#m.w.h','e3':'#m.w.one.h','e4':{'target':'rest','reenter':true,"
      "'actions':[{'type':'clear','params':{'path':'/fields/"
      "n'}},{'type':'raise','params':{'event':'loop'}}]},"
      "'e1':{'actions':{'type':'raise','params':{'event':'loop'}}},'loop':{'guard':{'type':'present','params'"
      ":{'path':'/fields/n'}},"
      "'actions':{'type':'raise','params':{'event':'loop'}}}},'after':{'PT7S':'w'}},"
      "'done':{'type':'final'}}}",
      "'events':{'open':{'by':[{'roles':['clerk']}]}},");
  return definition;
}

bool is_legal(const Item& item) {
  if (item.active.empty() || !item.is_active(0)) return false;
  for (const StateIndex index : item.active) {
    const State& state = item.definition->state(index);
    if (state.type == StateType::history) return false;
    if (state.parent != no_state && !item.is_active(state.parent)) return false;
    const auto inside = std::count_if(state.children.begin(), state.children.end(),
                                      [&](StateIndex child) { return item.is_active(child); });
    if (state.type == StateType::compound && inside != 1) return false;
    if (state.type == StateType::parallel && static_cast<std::size_t>(inside) != state.children.size())
      return false;
  }
  for (const Timer& timer : item.timers) {
    if (!item.is_active(timer.state)) return false;
  }
  return !item.done || item.timers.empty();
}

struct Step {
  std::string event;
  int number = 0;
  int seconds = 0;
};

std::vector<Step> any_steps() {
  const auto step = rc::gen::map(
      rc::gen::tuple(rc::gen::elementOf(std::vector<std::string>{"e0", "e0", "e1", "e2", "e3", "e4", "e5",
                                                                 "e5", "e6", "x.y", "loop", "?"}),
                     rc::gen::inRange(0, 4), rc::gen::inRange(0, 6)),
      [](const std::tuple<std::string, int, int>& drawn) {
        return Step{std::get<0>(drawn), std::get<1>(drawn), std::get<2>(drawn)};
      });
  return *rc::gen::container<std::vector<Step>>(step);
}

}  // namespace

TEST_CASE("any history gives legal configurations and comes back from its events; refusals change nothing",
          "[property]") {
  const bool held = rc::check([] {
    Surroundings surroundings;
    surroundings.definitions["thing"] = everything();
    MemoryRepository repository;
    Item replayed;
    replayed.kind = "thing";
    replayed.id = "1";
    replayed.definition = everything();
    const auto record = [&](const std::vector<Event>& events) {
      for (const Event& event : events) {
        RC_ASSERT(event.version == replayed.version + 1);
        replayed = evolve(replayed, event);
      }
      const ItemPtr item = repository.find("thing", "1");
      RC_ASSERT(snapshot_of(replayed) == snapshot_of(*item));
      RC_ASSERT(replayed.version == item->version);
      RC_ASSERT(is_legal(*item));
    };
    Instant now = *parse_instant("2026-01-01T00:00:00Z");
    const auto opened =
        execute(repository, surroundings,
                Command{"thing", "1", "open", Json::object(), std::nullopt, now, std::nullopt});
    RC_ASSERT(opened.has_value());
    record(*opened);
    for (const Step& step : any_steps()) {
      now += std::chrono::seconds(step.seconds);
      RC_ASSERT(advance(repository, surroundings, now, record).has_value());
      const Json before = snapshot_of(*repository.find("thing", "1"));
      const auto taken = execute(
          repository, surroundings,
          Command{"thing", "1", step.event, Json{{"n", step.number}}, std::nullopt, now, std::nullopt});
      if (taken) {
        record(*taken);
      } else {
        RC_ASSERT(snapshot_of(*repository.find("thing", "1")) == before);
      }
    }
  });
  CHECK(held);
}

TEST_CASE("no command, however odd, throws", "[property]") {
  const bool held = rc::check([] {
    Surroundings surroundings;
    surroundings.definitions["thing"] = everything();
    MemoryRepository repository;
    for (int i = 0; i < 5; ++i) {
      const auto text = [] {
        return *rc::gen::oneOf(rc::gen::elementOf(std::vector<std::string>{"thing", "1", "open", "e0", "e4",
                                                                           "xstate.init", "", "*"}),
                               rc::gen::string<std::string>());
      };
      const Json data = *rc::gen::elementOf(std::vector<Json>{Json::object(), Json{{"n", nullptr}},
                                                              Json{{"n", Json::array({1, "x"})}},
                                                              Json{{"", Json::object()}}});
      const Actor actor{text(), text(), text()};
      const auto answer = execute(repository, surroundings,
                                  Command{*rc::gen::arbitrary<bool>() ? "thing" : text(), "1", text(), data,
                                          actor, Instant{}, std::nullopt});
      RC_ASSERT(answer || !answer.error().rule.empty());
    }
  });
  CHECK(held);
}

TEST_CASE("a definition cut or changed anywhere is read or refused with a place, never thrown at",
          "[property]") {
  const std::string whole = quoted(
      "{'format':'yellowsea.workflow/1','id':'t','version':1,'delays':{'d':{'until':'/fields/"
      "x','offset':'P1D'}},'machine':{'initial':'a',"
      "'states':{'a':{'on':{'e':[{'target':'b','guard':{'type':'not','params':{'of':{'type':'present','"
      "params':{'path':'/fields/x'}}}},"
      "'actions':{'type':'make','params':{'kind':'k','id':'i'}}}]},'after':{'d':'b'}},'b':{'type':'history','"
      "target':'a'}}}}");
  const bool held = rc::check([&] {
    std::string text = whole;
    const auto place = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(whole.size())));
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        text.resize(place);
        break;
      case 1:
        text[place] = *rc::gen::elementOf(std::string("{}[]\",:0ntf \\/.#*"));
        break;
      default:
        text.erase(place, static_cast<std::size_t>(*rc::gen::inRange(1, 12)));
    }
    const Parsed parsed = parse_definition(text);
    RC_ASSERT((parsed.definition != nullptr) != has_errors(parsed.diagnostics));
    for (const Diagnostic& diagnostic : parsed.diagnostics) RC_ASSERT(diagnostic.place.line >= 1);
  });
  CHECK(held);
}

}  // namespace yellowsea::machine
