#include "engine/machine/cascade.hpp"

#include <catch2/catch.hpp>

#include "engine/machine/permission.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

// A pack of two kinds: a parent that makes children and sends them events, and the children.
struct Pack {
  explicit Pack(const std::string& on, const std::string& more = "") {
    const std::string name =
        "'events':{'open':{'by':[{'roles':['clerk','chief']}]},'secret':{'by':[{'roles':['chief'],'scope':'/"
        "fields/city'}]},"
        "'inner':{'internal':true},'strict':{'data':{'type':'object','properties':{'n':{'type':'integer'}},"
        "'required':['n'],'additionalProperties':false}}},";
    surroundings.definitions["parent"] =
        definition_of("{'initial':'a','states':{'a':{'on':{" + on + "}},'b':{}}}", name + more, "parent");
    surroundings.definitions["child"] = definition_of(
        "{'initial':'new','states':{'new':{'on':{'poke':[{'target':'poked','guard':{'type':'not','params':{'"
        "of':{'type':'equals','params':"
        "{'path':'/fields/n','value':3}}}},'actions':{'type':'assign','params':{'path':'/fields/"
        "got','from':'/data/x'}}}],"
        "'back':{'actions':{'type':'send','params':{'to':{'kind':'parent','match':{'id':'/fields/"
        "parent'}},'event':'answered'}}},"
        "'spin':{'actions':{'type':'send','params':{'to':{'kind':'child','match':{'id':'/item/"
        "id'}},'event':'spin'}}}}},"
        "'poked':{}}}",
        "", "child");
  }

  Result<std::vector<Event>> run(const std::string& type, const std::string& data = "{}",
                                 std::optional<Actor> actor = std::nullopt,
                                 std::optional<std::uint64_t> version = std::nullopt,
                                 const std::string& kind = "parent", const std::string& id = "p") {
    OverlayRepository overlay(repository);
    auto events = execute(overlay, surroundings,
                          Command{kind, id, type, json_of(data), std::move(actor), now, version});
    if (!events) return events;
    for (const ItemPtr& item : overlay.changed()) repository.put(item);
    for (const Event& event : *events) replay(event);
    return events;
  }

  // Every event, applied to the item before it, must give the item after it.
  void replay(const Event& event) {
    Item& item = replayed[event.kind + "/" + event.id];
    if (event.version == 1) {
      item.kind = event.kind;
      item.id = event.id;
      item.definition = surroundings.definition(event.kind);
    }
    item = evolve(item, event);
    const ItemPtr stored = repository.find(event.kind, event.id);
    if (stored == nullptr || stored->version != event.version) return;
    CHECK(snapshot_of(item) == snapshot_of(*stored));
    CHECK(item.created_at == stored->created_at);
    CHECK(item.updated_at == stored->updated_at);
  }

  std::string states(const std::string& kind, const std::string& id) {
    const ItemPtr item = repository.find(kind, id);
    return item == nullptr ? "none" : configuration(*item).at(0);
  }

  std::string children() {
    std::string all;
    for (const ItemPtr& item : repository.all("child")) all += item->id + " ";
    return all;
  }

  Surroundings surroundings;
  MemoryRepository repository;
  std::map<std::string, Item> replayed;
  Instant now = at("2026-01-01T00:00:00Z");
};

std::string order_of(const std::vector<Event>& events) {
  std::string all;
  for (const Event& event : events) all += event.kind.substr(0, 1) + "/" + event.id + ":" + event.type + " ";
  return all;
}

const Actor clerk{"u", "clerk", "here"};
const Actor chief{"u", "chief", "here"};
const char* const make_each =
    "{'type':'make','params':{'kind':'child','id':'{/item/id}.{/each}','for_each':'/fields/list',"
    "'fields':{'parent':'/item/id','n':'/each','none':'/data/none'}}}";
const char* const poke_all =
    "{'type':'send','params':{'to':{'kind':'child','match':{'parent':'/item/"
    "id'}},'event':'poke','data':{'x':'/data/x'}}}";

}  // namespace

TEST_CASE("make makes one item for each element, which enters its states at once", "[cascade]") {
  Pack pack(std::string("'go':{'target':'b','actions':[") + make_each + "," + poke_all + "]}");
  REQUIRE(pack.run("open", "{'list':[1,2,3]}"));
  const auto events = pack.run("go", "{'x':'y'}");
  REQUIRE(events);
  // The made items first, then what was sent, first in, first out; an event that is not taken is no error.
  CHECK(order_of(*events) == "p/p:go c/p.1:open c/p.2:open c/p.3:open c/p.1:poke c/p.2:poke ");
  CHECK(pack.repository.find("child", "p.1")->fields == json_of("{'parent':'p','n':1,'got':'y'}"));
  CHECK(pack.states("child", "p.2") == "poked");
  CHECK(pack.states("child", "p.3") == "new");
  CHECK(events->at(4).data == json_of("{'x':'y'}"));
  CHECK_FALSE(events->at(4).actor);
}

TEST_CASE("a refusal in what follows leaves nothing behind", "[cascade]") {
  Pack pack(std::string("'go':{'target':'b','actions':") + make_each + "}");
  REQUIRE(pack.run("open", "{'list':[1,2,1]}"));
  const auto refused = pack.run("go");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().rule == "exists");
  CHECK(pack.states("parent", "p") == "a");
  CHECK(pack.children().empty());
}

TEST_CASE("unless, with, suffix and unless_exists decide whether and as what something is made",
          "[cascade]") {
  const std::string selection = "{'kind':'child','match':{'parent':'/item/id'}}";
  Pack pack(
      "'plain':{'actions':{'type':'make','params':{'kind':'child','id':'c','fields':{'parent':'/item/"
      "id'},'unless_exists':true}}},"
      "'once':{'actions':{'type':'make','params':{'kind':'child','id':'once','unless':" +
      selection +
      "}}},"
      "'next':{'actions':{'type':'make','params':{'kind':'child','id':'c','suffix':true}}},"
      "'copy':{'actions':{'type':'make','params':{'kind':'child','id':'of-{/linked/item/id}','with':" +
      selection + "}}}");
  REQUIRE(pack.run("open"));
  REQUIRE(pack.run("copy"));
  CHECK(pack.children().empty());
  REQUIRE(pack.run("plain"));
  REQUIRE(pack.run("plain"));
  REQUIRE(pack.run("once"));
  REQUIRE(pack.run("next"));
  REQUIRE(pack.run("next"));
  REQUIRE(pack.run("copy"));
  CHECK(pack.children() == "c c-2 c-3 of-c ");
}

TEST_CASE("items that send each other events come back in order; endless ones are refused", "[cascade]") {
  Pack pack(std::string("'go':{'actions':") + make_each + "},'answered':'b'");
  REQUIRE(pack.run("open", "{'list':[1]}"));
  REQUIRE(pack.run("go"));
  const auto answered = pack.run("back", "{}", std::nullopt, std::nullopt, "child", "p.1");
  REQUIRE(answered);
  CHECK(order_of(*answered) == "c/p.1:back p/p:answered ");
  CHECK(pack.states("parent", "p") == "b");
}

TEST_CASE("errors come in the contract's order", "[cascade]") {
  Pack pack(
      "'secret':{},'inner':{},'strict':{'guard':{'type':'equals','params':{'path':'/fields/"
      "city','value':'here'}}}");
  const auto code = [&](const Result<std::vector<Event>>& result) {
    return result ? ProblemCode::internal : result.error().code;
  };
  CHECK(code(pack.run("secret", "{}", clerk)) == ProblemCode::not_found);
  CHECK(code(pack.run("open", "{}", Actor{"u", "guest", "here"})) == ProblemCode::forbidden);
  REQUIRE(pack.run("open", "{'city':'here'}", clerk));
  CHECK(code(pack.run("open", "{}", clerk)) == ProblemCode::refused);
  CHECK(code(pack.run("secret", "{}", clerk, 99)) == ProblemCode::forbidden);
  CHECK(code(pack.run("secret", "{}", Actor{"u", "chief", "there"})) == ProblemCode::forbidden);
  const auto stale = pack.run("other", "{}", chief, 99);
  CHECK(code(stale) == ProblemCode::stale);
  CHECK(stale.error().arguments.at("version") == 1);
  CHECK(code(pack.run("other", "{}", chief, 1)) == ProblemCode::refused);
  CHECK(code(pack.run("inner", "{}", chief)) == ProblemCode::forbidden);
  CHECK(code(pack.run("inner")) == ProblemCode::forbidden);
  CHECK(code(pack.run("xstate.done.state.x")) == ProblemCode::forbidden);
  CHECK(code(pack.run("strict", "{'n':'x'}", chief)) == ProblemCode::invalid);
  REQUIRE(pack.run("strict", "{'n':1}", chief));
  Pack refusing("'strict':{'guard':{'type':'equals','params':{'path':'/fields/city','value':'here'}}}");
  REQUIRE(refusing.run("open", "{'city':'there'}"));
  // A rule that does not look at the data refuses before wrong data are named.
  CHECK(code(refusing.run("strict", "{'n':'x'}")) == ProblemCode::refused);
}

TEST_CASE("why_not says what stands in the way, but not what the data could still say", "[cascade]") {
  Pack pack(
      "'needs':{'guard':{'type':'present','params':{'path':'/data/x'}}},"
      "'never':{'guard':{'type':'equals','params':{'path':'/fields/"
      "city','value':'there','rule':'wrong_city'}}},'secret':{},'inner':{}");
  REQUIRE(pack.run("open", "{'city':'here'}"));
  const ItemPtr item = pack.repository.find("parent", "p");
  const auto why = [&](const std::string& type, const std::optional<Actor>& actor) {
    const auto refusal = why_not(pack.repository, pack.surroundings, *item, type, actor, pack.now);
    return refusal ? refusal->rule : std::string("allowed");
  };
  CHECK(why("needs", clerk) == "allowed");
  CHECK(why("never", clerk) == "wrong_city");
  CHECK(why("secret", clerk) == "by");
  CHECK(why("secret", chief) == "allowed");
  CHECK(why("inner", chief) == "by");
  CHECK(why("unknown", chief) == "no_transition");
}

TEST_CASE("timers fire in due order, one started by another counting from its due time", "[cascade]") {
  Pack pack("'x':{}");
  pack.surroundings.definitions["clock"] = definition_of(
      "{'initial':'a','states':{'a':{'after':{'PT10S':'b'}},'b':{'after':{'PT10S':'c'}},'c':{}}}", "",
      "clock");
  REQUIRE(pack.run("open", "{}", std::nullopt, std::nullopt, "clock", "1"));
  pack.now += std::chrono::seconds(5);
  REQUIRE(pack.run("open", "{}", std::nullopt, std::nullopt, "clock", "2"));
  std::string fired;
  REQUIRE(advance(
      pack.repository, pack.surroundings, at("2026-01-01T00:00:20Z"), [&](const std::vector<Event>& events) {
        for (const Event& event : events) {
          fired += event.id + ":" + event.timer->state + "@" + format_instant(event.at).substr(17, 2) + " ";
          pack.replay(event);
        }
      }));
  CHECK(fired == "1:a@10 2:a@15 1:b@20 ");
  CHECK(pack.states("clock", "2") == "b");
}

TEST_CASE("by asks for a role and the scope; undeclared events are anybody's", "[permission]") {
  Pack pack("'x':{}");
  const auto& definition = *pack.surroundings.definitions.at("parent");
  const Json fields = json_of("{'city':['here','far']}");
  CHECK(may_fire(definition, "secret", fields, Json::object(), chief));
  CHECK_FALSE(may_fire(definition, "secret", fields, Json::object(), clerk));
  CHECK_FALSE(may_fire(definition, "secret", fields, Json::object(), Actor{"u", "chief", "there"}));
  CHECK_FALSE(may_fire(definition, "secret", fields, Json::object(), Actor{"u", "chief", ""}));
  CHECK_FALSE(may_fire(definition, "inner", fields, Json::object(), chief));
  CHECK(may_fire(definition, "undeclared", fields, Json::object(), clerk));
  CHECK(actor_json(std::nullopt) == Json::object());
  CHECK(is_reserved("xstate.after.x"));
  CHECK_FALSE(is_reserved("after"));
}

}  // namespace yellowsea::machine
