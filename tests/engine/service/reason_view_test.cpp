#include "engine/service/reason_view.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/service/reason_texts.hpp"

namespace yellowsea {
namespace {

std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '\'', '"');
  return text;
}

const char* const title = "{'en':'Sum','ja':'金額','zh':'金额','ko':'금액'}";

// A pack of bills, each with notes, in which one event has the guard that is asked about.
std::shared_ptr<const Pack> pack_with(const std::string& guard) {
  const std::string bill =
      "{'format':'yellowsea.workflow/1','id':'bill','version':1,'rules':{'told':{'en':'As told.','ja':'"
      "規則どおり。'}},"
      "'title':{'en':'Bill','ja':'請求書','zh':'账单','ko':'청구서'},'fields':{'type':'object','properties':{"
      "'sum':{'x-title':" +
      std::string(title) +
      "},'kind':{'x-title':{'en':'Kind','ja':'種類','zh':'种类','ko':'종류'},'enum':['big','small'],'x-enum-"
      "titles':{"
      "'big':{'en':'Large','ja':'大','zh':'大额','ko':'대형'}}},"
      "'paid':{'x-title':{'en':'Paid'},'type':'boolean'},'due':{'x-title':{'en':'Due date'}},"
      "'sent':{'x-title':{'en':'Sent on'}},'shop':{'x-title':{'en':'Shop'},'x-widget':'organisation'},"
      "'hidden':{'x-title':{'en':'Hidden'},'x-visibility':'internal'},'tags':{'x-title':{'en':'Marks'}}}},"
      "'events':{'pay':{'by':[{'roles':['clerk'],'scope':'/fields/shop'}]},'hide':{'by':[{'roles':['clerk'],"
      "'scope':'/fields/hidden'}]}},"
      "'machine':{'initial':'open','states':{'open':{'tags':['public'],'meta':{'title':{'en':'Open','ja':'"
      "未払い',"
      "'zh':'未付','ko':'미납'}},'on':{'pay':{'target':'done','guard':" +
      guard +
      "},'hide':'done'}},'done':{'meta':{'title':{'en':'Done','ja':'済み','zh':'已付','ko':'완납'}},"
      "'on':{'reopen':'open'}}}}}";
  const std::string note =
      "{'format':'yellowsea.workflow/"
      "1','id':'note','version':1,'title':{'en':'Note'},'machine':{'initial':'new',"
      "'states':{'new':{'meta':{'title':{'en':'New'}},'tags':['fresh'],'on':{'read':'old'}},'old':{'meta':{"
      "'title':{'en':'Old'}}}}}}";
  const std::string organisations =
      "[{'id':'corner','kind':'shop','shop':{'en':'the Counter'},'names':{'en':'Corner "
      "Shop','ja':'角の店','zh':'街角店','ko':'모퉁이 "
      "가게'}},"
      "{'id':'mall','kind':'shop','names':{'en':'Mall'}}]";
  const std::string roles =
      "[{'id':'clerk','title':{'en':'Clerk','ja':'店員','zh':'店员','ko':'점원'},'organisations':'shop'},"
      "{'id':'CEO','title':{'en':'CEO'},'organisations':'shop'},{'id':'guest','title':{'en':'Guest'},'writes'"
      ":false}]";
  const auto pack = Pack::from_files({{"workflows/bill.json", quoted(bill)},
                                      {"workflows/note.json", quoted(note)},
                                      {"config/organisations.json", quoted(organisations)},
                                      {"config/roles.json", quoted(roles)}});
  INFO((pack ? std::string() : pack.error().detail));
  REQUIRE(pack);
  return *pack;
}

Caller somebody(const char* role, const char* organisation) {
  Caller caller;
  caller.person = 1;
  caller.user = "u";
  caller.role = role;
  caller.organisation = organisation;
  return caller;
}

struct Asked {
  std::string guard = "{'type':'present','params':{'path':'/fields/none'}}";
  std::string fields = "{'shop':'corner','kind':'small','paid':false,'due':'2030-01-01','tags':['a']}";
  std::string event = "pay";
  Caller caller = somebody("clerk", "corner");
  std::string language = "en";

  Json reasons() const {
    const auto pack = pack_with(guard);
    machine::MemoryRepository repository;
    const Instant now = *parse_instant("2026-01-01T00:00:00Z");
    const auto open = [&](const std::string& kind, const std::string& id, const std::string& with) {
      REQUIRE(
          machine::execute(repository, pack->surroundings(),
                           {kind, id, "open", Json::parse(quoted(with)), std::nullopt, now, std::nullopt}));
    };
    open("bill", "b", fields);
    open("note", "n1", "{'bill':'b'}");
    open("note", "n2", "{'bill':'b'}");
    std::optional<machine::Actor> actor;
    if (caller.signed_in()) actor = machine::Actor{caller.user, caller.role, caller.organisation};
    const machine::ItemPtr item = repository.find("bill", "b");
    const auto possibility = machine::possibility(repository, pack->surroundings(), *item, event,
                                                  {actor, caller.role != "guest"}, now);
    return reasons_view(possibility.reasons, ReasonReader{*pack, caller, *item, event, language});
  }

  std::string sentences() const {
    std::string all;
    for (const Json& reason : reasons())
      all += (all.empty() ? "" : " | ") + reason.at("sentence").get<std::string>();
    return all;
  }
};

std::string said(const std::string& guard, const std::string& language = "en") {
  Asked asked;
  asked.guard = guard;
  asked.language = language;
  return asked.sentences();
}

std::string no(const std::string& guard) { return "{'type':'not','params':{'of':" + guard + "}}"; }
std::string at(const std::string& type, const std::string& params) {
  return "{'type':'" + type + "','params':{" + params + "}}";
}

}  // namespace

TEST_CASE("a guard without a sentence of its own gets one from the titles", "[reasons]") {
  CHECK(said(at("present", "'path':'/fields/sum'")) == "“Sum” must be given first.");
  CHECK(said(no(at("present", "'path':'/fields/kind'"))) == "“Kind” must not be given yet.");
  CHECK(said(at("equals", "'path':'/fields/kind','value':'big'")) == "“Kind” must be “Large”.");
  CHECK(said(at("equals", "'path':'/fields/paid','value':true")) == "“Paid” must be “yes”.");
  CHECK(said(at("equals", "'path':'/fields/sum','value':12")) == "“Sum” must be 12.");
  CHECK(said(at("equals", "'path':'/fields/shop','value':'mall'")) == "“Shop” must be “Mall”.");
  CHECK(said(at("equals", "'path':'/fields/kind','other':'/fields/sum'")) == "“Kind” must be “Sum”.");
  CHECK(said(no(at("equals", "'path':'/fields/shop','other':'/actor/organisation'"))) ==
        "“Shop” must not be your organisation.");
  CHECK(said(at("contains", "'path':'/fields/tags','value':'b'")) == "“Marks” must contain “b”.");
  CHECK(said(no(at("contains", "'path':'/fields/tags','value':'a'"))) == "“Marks” must not contain “a”.");
  CHECK(said(at("in", "'state':'done'")) == "This is possible only in the state “Done”; now it is “Open”.");
  CHECK(said(no(at("in", "'state':'open'"))) == "This is not possible in the state “Open”.");
}

TEST_CASE("a moment that must come is named by its field", "[reasons]") {
  CHECK(said(at("before", "'path':'/fields/due','other':'/now'")) == "“Due date” must have passed.");
  CHECK(said(at("before", "'path':'/fields/due','other':'/now','add':'P1Y2M14D'")) ==
        "1 year 2 months 14 days must have passed since “Due date”.");
  CHECK(said(no(at("before", "'path':'/now','other':'/fields/due'"))) == "“Due date” must have passed.");
  CHECK(said(at("before", "'path':'/fields/sent','other':'/now'")) == "“Sent on” must be given first.");
  CHECK(said(at("before", "'path':'/fields/due','other':'/fields/sent'")) ==
        "“Due date” must come before “Sent on”.");
}

TEST_CASE("items that must be or must not be are named by their kind and states", "[reasons]") {
  const std::string of_bill = "'kind':'note','match':{'bill':'/item/id'}";
  CHECK(said(at("no_linked", of_bill)) == "There must be no note any more.");
  CHECK(said(at("no_linked", of_bill + ",'having':{'state':['new','old']}")) ==
        "There must be no note in the state “New” or “Old” any more.");
  CHECK(said(at("no_linked", of_bill + ",'having':{'not_tag':'read'}")) == "There must be no note any more.");
  CHECK(said(at("some_linked", of_bill + ",'having':{'not_tag':'fresh'}")) ==
        "There must be at least one note that is not yet “New”.");
  CHECK(said(at("every_linked", of_bill + ",'must':{'state':'old'}")) == "Every note must first be “Old”.");
  CHECK(said(no(at("some_linked", of_bill + ",'having':{'tag':'fresh'}"))) ==
        "There must be no note in the state “New” any more.");
}

TEST_CASE("several that would do are one sentence; a rule's sentence comes first", "[reasons]") {
  const std::string sum = at("present", "'path':'/fields/sum'");
  const std::string big = at("equals", "'path':'/fields/kind','value':'big'");
  CHECK(said(at("any", "'of':[" + sum + "," + big + "]")) ==
        "One of these is needed: “Sum” must be given first; or: “Kind” must be “Large”.");
  CHECK(said(at("all", "'of':[" + sum + "," + big + "]")) ==
        "“Sum” must be given first. | “Kind” must be “Large”.");
  CHECK(said(at("any", "'rule':'told','of':[" + sum + "," + big + "]")) == "As told.");
  CHECK(said(at("any", "'rule':'told','of':[" + sum + "," + big + "]"), "ja") == "規則どおり。");
  // A rule that says nothing in a language says it in English.
  CHECK(said(at("any", "'rule':'told','of':[" + sum + "," + big + "]"), "ko") == "As told.");
}

TEST_CASE("the four languages say it each in its own way", "[reasons]") {
  const std::string both = at("all", "'of':[" + at("present", "'path':'/fields/sum'") + "," +
                                         at("equals", "'path':'/fields/kind','value':'big'") + "]");
  CHECK(said(both, "ja") == "先に「金額」が必要です。 | 「種類」が「大」でなければなりません。");
  CHECK(said(both, "zh") == "须先填写“金额”。 | “种类”须为“大额”。");
  CHECK(said(both, "ko") == "먼저 ‘금액’ 항목이 있어야 합니다. | ‘종류’ 항목이 ‘대형’이어야 합니다.");
  Asked asked;
  asked.event = "reopen";
  asked.language = "ko";
  CHECK(asked.sentences() == "‘완납’ 상태에서만 할 수 있습니다(현재: ‘미납’).");
}

TEST_CASE("who may, and for whom", "[reasons]") {
  Asked asked;
  asked.guard = at("present", "'path':'/fields/shop'");
  CHECK(asked.sentences().empty());
  asked.caller.organisation = "mall";
  CHECK(asked.sentences() == "Here this is for the Counter to do; you act for Mall.");
  CHECK(asked.reasons().at(0).at("organisations") == Json::array({"corner"}));
  asked.caller.role = "CEO";
  CHECK(asked.sentences() ==
        "Only the clerk may do this; you act as the CEO. | Here this is for the Counter to do; you act for "
        "Mall.");
  asked.caller = Caller{};
  CHECK(asked.sentences() == "Only the clerk may do this; you are not signed in.");
  asked.event = "reopen";
  CHECK(asked.reasons().at(0).at("sentence") == "Sign in first.");
  asked.caller = somebody("guest", "");
  CHECK(asked.reasons().at(0).at("sentence") == "You act as the guest, a role that only reads.");
}

TEST_CASE("what the caller may not see is not told", "[reasons]") {
  Asked asked;
  asked.event = "hide";
  asked.fields = "{'hidden':'mall','shop':'corner'}";
  const Json whole = asked.reasons().at(0);
  // Whoever is signed in reads a kind without `read` rules whole; the public does not.
  CHECK(whole.at("organisations") == Json::array({"mall"}));
  CHECK(whole.at("sentence") == "Here this is for Mall to do; you act for Corner Shop.");
  asked.fields = "{'shop':'corner'}";
  CHECK(asked.sentences() == "This is for the organisation in “Hidden” to do, and none is given yet.");
  asked.guard = at("no_linked", "'kind':'note','match':{'bill':'/item/id'}");
  asked.event = "pay";
  CHECK(asked.reasons().at(0).at("items") == Json::array({"n1", "n2"}));
  asked.caller = Caller{};
  const Json seen = asked.reasons().at(1);
  CHECK_FALSE(seen.contains("items"));
  CHECK(seen.at("kind") == "note");
}

TEST_CASE("holes are filled once, and every phrase is there in four languages", "[reasons]") {
  CHECK(phrase("present", "en", {{"field", "{value}"}, {"value", "x"}}) == "{value} must be given first.");
  CHECK(phrase("present", "fr", {{"field", "x"}}) == "x must be given first.");
  CHECK(any_of({}, "en").empty());
  CHECK(any_of({"a"}, "en") == "a");
  CHECK(any_of({"a", "b", "c"}, "en") == "a, b or c");
  CHECK(any_of({"a", "b", "c"}, "ja") == "a、bまたはc");
  CHECK(any_of({"a", "b", "c"}, "zh") == "a、b或c");
  CHECK(any_of({"a", "b", "c"}, "ko") == "a, b 또는 c");
  CHECK(inside("Mayor", "en") == "mayor");
  CHECK(inside("CSO", "en") == "CSO");
  CHECK(inside("Mayor", "ja") == "Mayor");
  CHECK(clause("So it is.") == "So it is");
  CHECK(clause("そうです。") == "そうです");
}

}  // namespace yellowsea
