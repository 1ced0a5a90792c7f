#include "engine/machine/perform.hpp"

#include <catch2/catch.hpp>

#include "engine/base/hash.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

// Performs one action with these parameters on these fields.
struct Performed {
  Performed(const std::string& type, const std::string& params, const std::string& before,
            const std::string& with = "{}")
      : bench(definition_of("{'on':{'go':{'actions':{'type':'" + type + "','params':" + params + "}}}}"),
              before) {
    bench.actor = json_of("{'role':'clerk','organisation':'here'}");
    REQUIRE(bench.take("go", with));
  }
  bool gives(const std::string& expected) const {
    UNSCOPED_INFO(bench.item.fields.dump());
    return bench.item.fields == json_of(expected);
  }
  Bench bench;
};

}  // namespace

TEST_CASE("assign sets a field, an absent source leaves it", "[perform]") {
  CHECK(Performed("assign", "{'path':'/fields/a','value':1}", "{}").gives("{'a':1}"));
  CHECK(Performed("assign", "{'path':'/fields/a/b','from':'/data/x'}", "{}", "{'x':[1]}")
            .gives("{'a':{'b':[1]}}"));
  CHECK(Performed("assign", "{'path':'/fields/a','from':'/data/x'}", "{'a':1}").gives("{'a':1}"));
  CHECK(
      Performed("assign", "{'path':'/fields/a','from':'/now'}", "{}").gives("{'a':'2026-01-01T00:00:00Z'}"));
  CHECK(Performed("assign", "{'path':'/fields/a','from':'/actor/organisation'}", "{}").gives("{'a':'here'}"));
  CHECK(Performed("assign_members", "{'path':'/fields','from':'/data'}", "{'a':1,'b':1}", "{'b':2}")
            .gives("{'a':1,'b':2}"));
  CHECK(Performed("assign_members", "{'path':'/fields/in','from':'/data'}", "{}", "{'b':2}")
            .gives("{'in':{'b':2}}"));
  CHECK(
      Performed("assign_members", "{'path':'/fields','from':'/data'}", "{'a':1,'b':1}", "{'a':null,'c':null}")
          .gives("{'b':1}"));
  CHECK(Performed("clear", "{'path':'/fields/a'}", "{'a':1,'b':2}").gives("{'b':2}"));
}

TEST_CASE("assign_date adds in civil time and keeps a date a date", "[perform]") {
  CHECK(Performed("assign_date", "{'path':'/fields/a','from':'/fields/d','add':'P2Y'}", "{'d':'2024-02-29'}")
            .gives("{'a':'2026-02-28','d':'2024-02-29'}"));
  CHECK(Performed("assign_date", "{'path':'/fields/a','from':'/now','add':'P1M'}", "{}")
            .gives("{'a':'2026-02-01T00:00:00Z'}"));
  CHECK(Performed("assign_date", "{'path':'/fields/a','from':'/fields/none','add':'P1M'}", "{}").gives("{}"));
}

TEST_CASE("lists grow and shrink", "[perform]") {
  CHECK(Performed("append", "{'path':'/fields/l','value':1}", "{}").gives("{'l':[1]}"));
  CHECK(Performed("append", "{'path':'/fields/l','value':1}", "{'l':[1]}").gives("{'l':[1,1]}"));
  CHECK(Performed("append", "{'path':'/fields/l','value':1,'unique':true}", "{'l':[1]}").gives("{'l':[1]}"));
  CHECK(
      Performed("append", "{'path':'/fields/l','from':'/data/x','unique':true}", "{'l':[1]}", "{'x':[1,2,2]}")
          .gives("{'l':[1,2]}"));
  CHECK(Performed("append", "{'path':'/fields/l','from':'/data/x'}", "{'l':[1]}", "{'x':[1,2]}")
            .gives("{'l':[1,[1,2]]}"));
  CHECK(Performed("append", "{'path':'/fields/l','from':'/data/x'}", "{'l':[1]}").gives("{'l':[1]}"));
  CHECK(Performed("append_record",
                  "{'path':'/fields/l','record':{'a':'/data/x','b':{'value':2},'c':'/data/none'}}", "{}",
                  "{'x':1}")
            .gives("{'l':[{'a':1,'b':2}]}"));
  CHECK(Performed("remove", "{'path':'/fields/l','value':1}", "{'l':[1,2,1]}").gives("{'l':[2]}"));
  CHECK(Performed("remove", "{'path':'/fields/l','from':'/data/x'}", "{'l':[1,2,3]}", "{'x':[1,3]}")
            .gives("{'l':[2]}"));
}

TEST_CASE("an element that is there is set and taken away, one that is not stays absent", "[perform]") {
  CHECK(Performed("assign", "{'path':'/fields/l/1','value':9}", "{'l':[1,2]}").gives("{'l':[1,9]}"));
  CHECK(Performed("assign", "{'path':'/fields/l/0/a','value':9}", "{'l':[{'b':1}]}")
            .gives("{'l':[{'a':9,'b':1}]}"));
  for (const std::string gone : {"2", "01", "-", "a", "-1"}) {
    CHECK(Performed("assign", "{'path':'/fields/l/" + gone + "','value':9}", "{'l':[1,2]}")
              .gives("{'l':[1,2]}"));
    CHECK(Performed("clear", "{'path':'/fields/l/" + gone + "'}", "{'l':[1,2]}").gives("{'l':[1,2]}"));
  }
  CHECK(Performed("clear", "{'path':'/fields/l/0'}", "{'l':[1,2]}").gives("{'l':[2]}"));
  CHECK(Performed("add", "{'path':'/fields/l/0/n','value':1}", "{'l':[{'n':1}]}").gives("{'l':[{'n':2}]}"));
}

TEST_CASE("add counts whole numbers and stays within what JSON keeps exactly", "[perform]") {
  CHECK(Performed("add", "{'path':'/fields/n','value':2}", "{}").gives("{'n':2}"));
  CHECK(Performed("add", "{'path':'/fields/n','from':'/data/x'}", "{'n':5}", "{'x':-7}").gives("{'n':-2}"));
  CHECK(Performed("add", "{'path':'/fields/n','from':'/data/x'}", "{'n':5}", "{'x':'1'}").gives("{'n':5}"));
  CHECK(Performed("add", "{'path':'/fields/n','value':1}", "{'n':9007199254740991}")
            .gives("{'n':9007199254740991}"));
}

TEST_CASE("assign_digest hashes the compact list of the values", "[perform]") {
  const Performed performed("assign_digest", "{'path':'/fields/h','of':['/fields/a','/fields/none']}",
                            "{'a':'x'}");
  CHECK(performed.bench.item.fields.at("h") == to_hex(sha256("[\"x\",null]")));
}

TEST_CASE("notices go to roles of organisations, each of a list", "[perform]") {
  const Performed performed("notify",
                            "{'to':['all',{'role':'clerk','organisation':'/fields/"
                            "o'},{'role':'chief','organisation':'/fields/none'}],'message':'m'}",
                            "{'o':['x','y']}");
  const auto& notices = performed.bench.last.notices;
  REQUIRE(notices.size() == 3);
  CHECK(notices.at(0).role == "all");
  CHECK(notices.at(0).organisation.empty());
  CHECK(notices.at(1).organisation == "x");
  CHECK(notices.at(2).organisation == "y");
  CHECK(notices.at(2).message == "m");
}

TEST_CASE("log fills in paths; what concerns other items is only collected", "[perform]") {
  CHECK(
      Performed("log", "{'message':'{/item/id} by {/actor/role}: {/data/n}'}", "{}", "{'n':3}").bench.log() ==
      "one by clerk: 3");
  const Performed performed("make", "{'kind':'k','id':'i'}", "{'a':1}");
  REQUIRE(performed.bench.last.effects.size() == 1);
  CHECK(performed.bench.last.effects.at(0).fields == json_of("{'a':1}"));
  CHECK(actions_json(performed.bench.last) == json_of("[{'type':'make','params':{'kind':'k','id':'i'}}]"));
}

}  // namespace yellowsea::machine
