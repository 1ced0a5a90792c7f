#include "engine/machine/evaluate.hpp"

#include <catch2/catch.hpp>

#include "engine/machine/parse_context.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

Guard guard_of(const std::string& text) {
  const OrderedJson json = OrderedJson::parse(quoted(text));
  ParseContext context;
  Guard guard = parse_guard(context, Node{json, ""});
  REQUIRE(context.diagnostics.empty());
  return guard;
}

std::string guard_text(const std::string& type, const std::string& params) {
  return "{'type':'" + type + "','params':{" + params + "}}";
}

// What guards look at in these tests.
struct World {
  Json fields = json_of(
      "{'due':'2026-03-01','list':['a','b'],'n':1,'nothing':null,'city':'here','cities':['here','there']}");
  Json data = json_of("{'n':1,'at':'2026-02-28T20:00:00Z'}");
  Json actor = json_of("{'user':'u','role':'clerk','organisation':'here'}");
  Instant now = at("2026-02-28T12:00:00Z");
  Zone zone = Zone::utc();
  Item item;
  MemoryRepository repository;

  GuardView view() {
    GuardView result;
    result.scope.fields = &fields;
    result.scope.data = &data;
    result.scope.actor = &actor;
    result.scope.now = now;
    result.scope.zone = zone;
    result.item = item.definition == nullptr ? nullptr : &item;
    result.repository = &repository;
    return result;
  }
  bool operator()(const std::string& type, const std::string& params) {
    return holds(guard_of(guard_text(type, params)), view());
  }

  void add(const std::string& id, const std::string& machine_state, const std::string& linked) {
    static const DefinitionPtr definition = definition_of(
        "{'initial':'open','states':{'open':{'tags':['busy']},'closed':{'tags':['settled'],'initial':'x','"
        "states':{'x':{}}}}}",
        "", "other");
    auto made = std::make_shared<Item>();
    made->kind = "other";
    made->id = id;
    made->definition = definition;
    made->order = repository.next_order();
    made->fields = json_of(linked);
    made->active = machine_state == "open" ? StateList{0, 1} : StateList{0, 2, 3};
    repository.put(made);
  }
};

}  // namespace

TEST_CASE("equals, present and contains read fields, data, actor and time", "[evaluate]") {
  World world;
  CHECK(world("equals", "'path':'/fields/n','value':1"));
  CHECK_FALSE(world("equals", "'path':'/fields/n','value':2"));
  CHECK(world("equals", "'path':'/fields/n','other':'/data/n'"));
  CHECK(world("equals", "'path':'/fields/absent','other':'/data/absent'"));
  CHECK_FALSE(world("equals", "'path':'/fields/n','other':'/data/absent'"));
  CHECK(world("equals", "'path':'/now','value':'2026-02-28T12:00:00Z'"));
  CHECK(world("present", "'path':'/fields/n'"));
  CHECK_FALSE(world("present", "'path':'/fields/nothing'"));
  CHECK_FALSE(world("present", "'path':'/fields/absent/deeper'"));
  CHECK(world("contains", "'path':'/fields/list','value':'b'"));
  CHECK_FALSE(world("contains", "'path':'/fields/list','value':'c'"));
  CHECK_FALSE(world("contains", "'path':'/fields/n','value':1"));
}

TEST_CASE("before compares dates and instants, mixed ones by the date in the item's zone", "[evaluate]") {
  World world;
  CHECK_FALSE(world("before", "'path':'/fields/due','other':'/fields/due'"));
  CHECK(world("before", "'path':'/now','other':'/data/at'"));
  CHECK(world("before", "'path':'/data/at','other':'/fields/due'"));
  // In Tokyo that instant is the morning of 1 March already.
  world.zone = *Zone::find("Asia/Tokyo");
  CHECK_FALSE(world("before", "'path':'/data/at','other':'/fields/due'"));
  CHECK(world("before", "'path':'/now','other':'/fields/due'"));
  CHECK_FALSE(world("before", "'path':'/now','other':'/fields/due','add':'P1D'"));
  CHECK_FALSE(world("before", "'path':'/fields/absent','other':'/fields/due'"));
  CHECK_FALSE(world("before", "'path':'/fields/due','other':'/fields/absent'"));
  CHECK_FALSE(world("before", "'path':'/fields/n','other':'/fields/due'"));
}

TEST_CASE("actor asks for a role and an organisation", "[evaluate]") {
  World world;
  CHECK(world("actor", "'roles':['chief','clerk']"));
  CHECK_FALSE(world("actor", "'roles':['chief']"));
  CHECK(world("actor", "'roles':['clerk'],'scope':'/fields/city'"));
  CHECK(world("actor", "'scope':'/fields/cities'"));
  world.actor["organisation"] = "elsewhere";
  CHECK_FALSE(world("actor", "'roles':['clerk'],'scope':'/fields/city'"));
  CHECK_FALSE(world("actor", "'scope':'/fields/cities'"));
  world.actor = Json::object();
  CHECK_FALSE(world("actor", "'roles':['clerk']"));
  CHECK_FALSE(world("actor", "'scope':'/fields/city'"));
}

TEST_CASE("all, any, not and each combine guards", "[evaluate]") {
  World world;
  const std::string yes = guard_text("present", "'path':'/fields/n'");
  const std::string no = guard_text("present", "'path':'/fields/absent'");
  CHECK(world("all", "'of':[" + yes + "," + yes + "]"));
  CHECK_FALSE(world("all", "'of':[" + yes + "," + no + "]"));
  CHECK(world("all", "'of':[]"));
  CHECK(world("any", "'of':[" + no + "," + yes + "]"));
  CHECK_FALSE(world("any", "'of':[" + no + "]"));
  CHECK_FALSE(world("any", "'of':[]"));
  CHECK(world("not", "'of':" + no));
  CHECK_FALSE(world("not", "'of':" + yes));
  const auto element = [](const std::string& value) {
    return guard_text("equals", "'path':'/each','value':" + value);
  };
  CHECK(world("each", "'path':'/fields/absent','of':" + element("1")));
  CHECK_FALSE(world("each", "'path':'/fields/list','of':" + element("'a'")));
  CHECK(world("each", "'path':'/fields/list','of':" + guard_text("present", "'path':'/each'")));
}

TEST_CASE("in asks for an active state, also an outer one", "[evaluate]") {
  World world;
  world.item =
      Bench(definition_of("{'initial':'a','states':{'a':{'initial':'x','states':{'x':{},'y':{}}},'b':{}}}"))
          .item;
  CHECK(world("in", "'state':'a'"));
  CHECK(world("in", "'state':'a.x'"));
  CHECK_FALSE(world("in", "'state':'a.y'"));
  CHECK_FALSE(world("in", "'state':'b'"));
}

TEST_CASE("guards over linked items select by fields, states, tags and a guard", "[evaluate]") {
  World world;
  world.add("1", "open", "{'city':'here','n':1}");
  world.add("2", "closed", "{'city':'here','n':2}");
  world.add("3", "open", "{'city':['there','far']}");
  const std::string mine = "'kind':'other','match':{'city':'/fields/city'}";
  CHECK(world("some_linked", mine));
  CHECK_FALSE(world("no_linked", mine));
  CHECK(world("no_linked", "'kind':'other','match':{'city':'/fields/absent'}"));
  CHECK(world("some_linked", "'kind':'other','match':{'id':'/fields/x'},'having':{'tag':'busy'}") == false);
  CHECK(world("some_linked", mine + ",'having':{'state':'closed'}"));
  CHECK(world("some_linked", mine + ",'having':{'state':['nowhere','closed.x']}"));
  CHECK_FALSE(world("some_linked", mine + ",'having':{'tag':'stopped'}"));
  CHECK_FALSE(world("some_linked", mine + ",'having':{'not_tag':['busy','settled']}"));
  CHECK(world("every_linked", mine + ",'must':{'tag':['busy','settled']}"));
  CHECK_FALSE(world("every_linked", mine + ",'must':{'tag':'settled'}"));
  const std::string same_number =
      "{'where':" + guard_text("equals", "'path':'/linked/fields/n','other':'/data/n'") + "}";
  CHECK(world("some_linked", mine + ",'having':" + same_number));
  CHECK_FALSE(world("every_linked", mine + ",'must':" + same_number));
  const auto guard = guard_of(guard_text("some_linked", "'kind':'other','match':{'city':'/fields/cities'}"));
  const auto selected = select_items(guard.selection, world.view());
  REQUIRE(selected.size() == 3);  // lists share an element; in the order in which they were made
  CHECK(selected.at(0)->id == "1");
  CHECK(selected.at(2)->id == "3");
}

TEST_CASE("a refusal names an all's first false member, any and not by themselves, and who stands in the way",
          "[evaluate]") {
  World world;
  world.add("1", "open", "{'city':'here'}");
  world.add("2", "closed", "{'city':'here'}");
  const std::string no = guard_text("present", "'path':'/fields/absent'");
  const std::string yes = guard_text("present", "'path':'/fields/n'");
  const auto refusal = [&](const std::string& type, const std::string& params) {
    return refusal_of(guard_of(guard_text(type, params)), world.view());
  };
  CHECK(refusal("all", "'of':[" + yes + "," + guard_text("all", "'of':[" + no + "]") + "]").by == "present");
  CHECK(refusal("any", "'of':[" + no + "]").by == "any");
  CHECK(refusal("not", "'of':" + yes).by == "not");
  CHECK(refusal("present", "'path':'/fields/absent','rule':'needed'").rule == "needed");
  CHECK(refusal("all", "'rule':'whole','of':[" + no + "]").rule == "whole");
  CHECK(refusal("all", "'rule':'whole','of':[" +
                           guard_text("present", "'path':'/fields/absent','rule':'inner'") + "]")
            .rule == "inner");
  const std::string mine = "'kind':'other','match':{'city':'/fields/city'}";
  CHECK(refusal("no_linked", mine).items == std::vector<std::string>{"1", "2"});
  CHECK(refusal("every_linked", mine + ",'must':{'tag':'settled'}").items == std::vector<std::string>{"1"});
}

TEST_CASE("whether a guard reads data is seen wherever the path stands", "[evaluate]") {
  const auto reads = [](const std::string& type, const std::string& params) {
    return reads_data(guard_of(guard_text(type, params)));
  };
  CHECK(reads("present", "'path':'/data/x'"));
  CHECK_FALSE(reads("present", "'path':'/fields/x'"));
  CHECK(reads("equals", "'path':'/fields/x','other':'/data/x'"));
  CHECK(reads("not", "'of':" + guard_text("present", "'path':'/data/x'")));
  CHECK(reads("actor", "'scope':'/data/city'"));
  CHECK(reads("some_linked", "'kind':'k','match':{'id':'/data/id'}"));
  CHECK(reads("no_linked", "'kind':'k','match':{'id':'/fields/id'},'having':{'where':" +
                               guard_text("present", "'path':'/data/x'") + "}"));
  CHECK_FALSE(reads("no_linked", "'kind':'k','match':{'id':'/fields/id'}"));
}

TEST_CASE("always guards may read only what is the item's own", "[evaluate]") {
  const auto own = [](const std::string& type, const std::string& params) {
    return reads_only_own_state(guard_of(guard_text(type, params)));
  };
  CHECK(own("present", "'path':'/fields/x'"));
  CHECK(own("in", "'state':'a'"));
  CHECK_FALSE(own("present", "'path':'/data/x'"));
  CHECK_FALSE(own("equals", "'path':'/fields/x','other':'/actor/role'"));
  CHECK_FALSE(own("actor", "'roles':['clerk']"));
  CHECK_FALSE(
      own("any", "'of':[" + guard_text("some_linked", "'kind':'k','match':{'id':'/fields/id'}") + "]"));
}

}  // namespace yellowsea::machine
