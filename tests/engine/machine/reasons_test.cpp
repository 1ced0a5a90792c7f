#include "engine/machine/reasons.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {
namespace {

const Actor clerk{"u", "clerk", "here"};
const Actor chief{"u", "chief", "here"};

std::string cause_name(Cause cause) {
  switch (cause) {
    case Cause::role:
      return "role";
    case Cause::organisation:
      return "organisation";
    case Cause::itself:
      return "itself";
    case Cause::state:
      return "state";
    case Cause::field:
      return "field";
    case Cause::time:
      return "time";
    case Cause::items:
      return "items";
    case Cause::one_of:
      return "one_of";
    case Cause::all_of:
      return "all_of";
  }
  return "";
}

// "by:rule:cause{what}" for each reason, so that a test shows everything that was said.
std::string text_of(const std::vector<Reason>& reasons, const Definition& definition) {
  std::string text;
  for (const Reason& reason : reasons) {
    text += (text.empty() ? "" : " ") + reason.by + ":" + reason.rule + ":" + cause_name(reason.cause);
    if (reason.negated) text += "!";
    std::string inside;
    for (const std::string& role : reason.roles) inside += role + ",";
    for (const std::string& organisation : reason.organisations) inside += "@" + organisation + ",";
    if (!reason.field.empty()) inside += reason.field + ",";
    for (const StateIndex state : reason.states) inside += "#" + definition.state(state).path + ",";
    for (const ItemPtr& item : reason.items) inside += item->kind + "/" + item->id + ",";
    for (const Origin& origin : reason.origins) {
      inside += origin.definition->kind + ">" + origin.event + (origin.timer ? "timer" : "");
      inside += (origin.state == no_state ? "" : "#" + origin.definition->state(origin.state).path) + ",";
    }
    inside += text_of(reason.of, definition);
    if (!inside.empty()) text += "{" + inside + "}";
  }
  return text;
}

// One item of kind "thing" with these transitions in its state a, and open and closed notes that belong to
// it.
struct Desk {
  explicit Desk(const std::string& on, const std::string& events = "",
                const std::string& fields = "{'city':'here'}", const std::string& more = "'b':{},'c':{}") {
    surroundings.definitions["note"] = definition_of(
        "{'initial':'open','states':{'open':{'on':{'close':{'target':'closed','actions':{'type':'send',"
        "'params':{'to':{'kind':'thing','match':{'id':'/fields/thing'}},'event':'told'}}}},"
        "'after':{'P1D':{'actions':{'type':'send','params':{'to':{'kind':'thing','match':{'id':"
        "'/fields/thing'}},'event':'told'}}}}},'closed':{'tags':['settled']}}}",
        "", "note");
    surroundings.definitions["thing"] =
        definition_of("{'initial':'a','states':{'a':{'on':{" + on + "}}," + more + "}}",
                      "'events':{'open':{}" + events + "},");
    run("thing", "one", "open", fields);
    run("note", "n1", "open", "{'thing':'one'}");
    run("note", "n2", "open", "{'thing':'one'}");
    run("note", "n2", "close", "{}");
    run("note", "n3", "open", "{'thing':'other'}");
  }

  void run(const std::string& kind, const std::string& id, const std::string& type, const std::string& data) {
    REQUIRE(execute(repository, surroundings,
                    Command{kind, id, type, json_of(data), std::nullopt, now, std::nullopt}));
  }

  Possibility ask(const std::string& event, const std::optional<Actor>& actor = clerk, bool writes = true) {
    return possibility(repository, surroundings, *repository.find("thing", "one"), event,
                       Asker{actor, writes}, now);
  }

  std::string why(const std::string& event, const std::optional<Actor>& actor = clerk, bool writes = true) {
    return text_of(ask(event, actor, writes).reasons, *surroundings.definition("thing"));
  }

  std::string leads_to(const std::string& event) {
    std::string paths;
    for (const StateIndex target : ask(event).targets)
      paths += "#" + surroundings.definition("thing")->state(target).path;
    return paths;
  }

  std::string unless(const std::string& event) {
    const Possibility possibility = ask(event);
    CHECK(possibility.allowed());
    return text_of(possibility.conditions, *surroundings.definition("thing"));
  }

  Surroundings surroundings;
  MemoryRepository repository;
  Instant now = at("2026-01-01T00:00:00Z");
};

const std::string notes = "'kind':'note','match':{'thing':'/item/id'}";
std::string guarded(const std::string& event, const std::string& guard) {
  return "'" + event + "':{'target':'b','guard':" + guard + "}";
}

}  // namespace

TEST_CASE("role and organisation are separate reasons, and both are given", "[reasons]") {
  Desk desk("'go':{'target':'b'},'free':{}", ",'go':{'by':[{'roles':['chief'],'scope':'/fields/city'}]}",
            "{'city':['here','near']}");
  CHECK(desk.why("go", chief) == "");
  CHECK(desk.why("go", clerk) == "by:by:role{chief,}");
  CHECK(desk.why("go", Actor{"u", "chief", "far"}) == "by:by:organisation{@here,@near,/fields/city,}");
  CHECK(desk.why("go", Actor{"u", "clerk", "far"}) ==
        "by:by:role{chief,} by:by:organisation{@here,@near,/fields/city,}");
  CHECK(desk.why("go", std::nullopt) == "by:by:role{chief,}");
  // An event without `by` is for whoever may write at all.
  CHECK(desk.why("free") == "");
  CHECK(desk.why("free", clerk, false) == "by:by:role");
  CHECK(desk.why("free", std::nullopt) == "by:by:role");
}

TEST_CASE("of several permissions the one of the asker's role decides on the organisation", "[reasons]") {
  Desk desk("'go':{'target':'b'}",
            ",'go':{'by':[{'roles':['clerk'],'scope':'/fields/city'},{'roles':['chief']}]}",
            "{'city':'near'}");
  CHECK(desk.why("go", clerk) == "by:by:organisation{@near,/fields/city,}");
  CHECK(desk.why("go", Actor{"u", "chief", "far"}) == "");
  // Whoever has none of the roles could have got the one that asks for no organisation.
  CHECK(desk.why("go", Actor{"u", "guest", "far"}) == "by:by:role{clerk,chief,}");
}

TEST_CASE("an event of another state names the states that take it", "[reasons]") {
  Desk desk("'go':{'target':'b'}", ",'back':{'by':[{'roles':['chief']}]}", "{}",
            "'b':{'on':{'back':'a','wide.x':'a'}},'c':{'on':{'*':'a'}}");
  CHECK(desk.why("back") == "by:by:role{chief,} no_transition:no_transition:state{#b,#c,}");
  CHECK(desk.why("wide.x") == "no_transition:no_transition:state{#b,#c,}");
  desk.run("thing", "one", "go", "{}");
  CHECK(desk.why("back", chief) == "");
  CHECK(desk.why("go") == "no_transition:no_transition:state{#a,#c,}");
}

TEST_CASE("where an event leads is said: where it would, or might, depending on its data", "[reasons]") {
  const std::string named = "'guard':{'type':'present','params':{'path':'";
  Desk desk(
      "'go':{'target':'b'},'stay':{},"
      "'ask':[{'target':'b'," +
          named +
          "/data/text'}}},{'target':'c'}],"
          "'pick':[{'target':'b'," +
          named + "/fields/text'}}},{'target':'c'," + named +
          "/fields/city'}}},{'target':'a'}],"
          "'never':{'target':'b'," +
          named + "/fields/text'}}}",
      ",'ask':{'data':{'type':'object','properties':{'text':{'type':'string'}}}}");
  CHECK(desk.leads_to("go") == "#b");
  CHECK(desk.leads_to("stay").empty());
  CHECK(desk.leads_to("ask") == "#b#c");
  CHECK(desk.leads_to("pick") == "#c");
  CHECK(desk.leads_to("never").empty());
  CHECK(desk.leads_to("unknown").empty());
}

TEST_CASE("where an event leads is what selection would take: the innermost, and each region's",
          "[reasons]") {
  Desk desk("'in':'deep.one','split':'both','back':'deep.was'", "", "{}",
            "'deep':{'initial':'one','on':{'go':'b','only':'b'},'states':{'one':{'on':{'go':'two'}},'two':{},"
            "'was':{'type':'history'}}},'both':{'type':'parallel','states':{"
            "'l':{'initial':'x','states':{'x':{'on':{'move':'y'}},'y':{}}},"
            "'r':{'initial':'x','states':{'x':{'on':{'move':'y'}},'y':{}}}}},'b':{}");
  CHECK(desk.leads_to("back") == "#deep");
  const auto moved = [&](const std::string& event) {
    Desk other = desk;
    other.run("thing", "one", event, "{}");
    return other;
  };
  CHECK(moved("in").leads_to("go") == "#deep.two");
  CHECK(moved("in").leads_to("only") == "#b");
  CHECK(moved("split").leads_to("move") == "#both.r.y#both.l.y");
}

TEST_CASE("a finished item takes nothing more", "[reasons]") {
  Desk desk("'end':'over','go':'b'", "", "{}", "'b':{},'over':{'type':'final'}");
  desk.run("thing", "one", "end", "{}");
  CHECK(desk.why("go") == "no_transition:no_transition:state{#a,}");
}

TEST_CASE("every member of a guard that does not hold is a reason", "[reasons]") {
  Desk desk(guarded("go",
                    "{'type':'all','params':{'of':["
                    "{'type':'present','params':{'path':'/fields/text'}},"
                    "{'type':'present','params':{'path':'/fields/city'}},"
                    "{'type':'not','params':{'of':{'type':'present','params':{'path':'/fields/city'}},"
                    "'rule':'no_city'}},"
                    "{'type':'before','params':{'path':'/fields/due','other':'/now','rule':'over'}},"
                    "{'type':'in','params':{'state':'b'}},"
                    "{'type':'no_linked','params':{" +
                        notes + ",'having':{'not_tag':'settled'}}}]}}"),
            "", "{'city':'here','due':'2030-01-01'}");
  CHECK(desk.why("go") ==
        "present:present:field{/fields/text,} not:no_city:field!{/fields/city,} "
        "before:over:time{/fields/due,} in:in:state{#b,} no_linked:no_linked:items{note/n1,}");
}

TEST_CASE("items that stand in the way are named", "[reasons]") {
  Desk desk(
      guarded("none", "{'type':'no_linked','params':{" + notes + "}}") + "," +
      guarded("every", "{'type':'every_linked','params':{" + notes + ",'must':{'state':'closed'}}}") + "," +
      guarded("some", "{'type':'some_linked','params':{'kind':'note','match':{'thing':'/fields/x'}}}") + "," +
      guarded("not_some", "{'type':'not','params':{'of':{'type':'some_linked','params':{" + notes +
                              ",'having':{'state':'closed'}}}}}"));
  CHECK(desk.why("none") == "no_linked:no_linked:items{note/n1,note/n2,}");
  CHECK(desk.why("every") == "every_linked:every_linked:items{note/n1,}");
  CHECK(desk.why("some") == "some_linked:some_linked:items");
  CHECK(desk.why("not_some") == "not:not:items!{note/n2,}");
}

TEST_CASE("of an any one would do; what is inside a not is turned round", "[reasons]") {
  const std::string text = "{'type':'present','params':{'path':'/fields/text'}}";
  const std::string city = "{'type':'present','params':{'path':'/fields/city'}}";
  const std::string wrong =
      "{'type':'equals','params':{'path':'/fields/city','value':'there','rule':'wrong'}}";
  Desk desk(guarded("any", "{'type':'any','params':{'of':[" + text + "," + wrong + "]}}") + "," +
            guarded("not_any", "{'type':'not','params':{'of':{'type':'any','params':{'of':[" + city + "," +
                                   wrong + "]}}}}") +
            "," +
            guarded("not_all", "{'type':'not','params':{'of':{'type':'all','params':{'of':[" + city + "," +
                                   city + "]}},'rule':'both'}}"));
  CHECK(desk.why("any") ==
        "any:any:one_of{present:present:field{/fields/text,} equals:wrong:field{/fields/city,}}");
  CHECK(desk.why("not_any") == "not:not:field!{/fields/city,}");
  CHECK(desk.why("not_all") ==
        "not:both:one_of!{present:present:field!{/fields/city,} present:present:field!{/fields/city,}}");
}

TEST_CASE("the rule of an all names the members that have none", "[reasons]") {
  Desk desk(guarded("go",
                    "{'type':'all','params':{'rule':'ready','of':["
                    "{'type':'present','params':{'path':'/fields/text'}},"
                    "{'type':'present','params':{'path':'/fields/sum'}},"
                    "{'type':'equals','params':{'path':'/fields/city','value':'x','rule':'wrong'}}]}}"));
  CHECK(desk.why("go") == "present:ready:field{/fields/text,} equals:wrong:field{/fields/city,}");
}

TEST_CASE("what the data may still say is no reason; what they can't say is one", "[reasons]") {
  const std::string data = "{'type':'equals','params':{'path':'/data/ok','value':true}}";
  const std::string missing = "{'type':'present','params':{'path':'/fields/text','rule':'text'}}";
  const std::string linked = "{'type':'no_linked','params':{" + notes + "}}";
  const std::string schema =
      ",'closed_data':{'data':{'type':'object','properties':{'no':{'type':'boolean'}},"
      "'additionalProperties':false}},'patterned':{'data':{'type':'object','properties':{},"
      "'patternProperties':{'^o':{}},'additionalProperties':false}}";
  Desk desk(
      guarded("open_data", data) + "," + guarded("closed_data", data) + "," + guarded("patterned", data) +
          "," + guarded("both", "{'type':'all','params':{'of':[" + data + "," + missing + "]}}") + "," +
          guarded("either", "{'type':'all','params':{'of':[{'type':'any','params':{'of':[" + data + "," +
                                linked + "],'rule':'told'}}]}}") +
          "," + guarded("where", "{'type':'some_linked','params':{'kind':'note','match':{'id':'/data/n'}}}"),
      schema);
  CHECK(desk.why("open_data") == "");
  CHECK(desk.why("closed_data") == "equals:equals:field{/data/ok,}");
  CHECK(desk.why("patterned") == "");
  // A member that does not look at the data counts, also behind one that does.
  CHECK(desk.why("both") == "present:text:field{/fields/text,}");
  CHECK(desk.why("where") == "");
  // It may be fired, with data that say so; without them, this stands in the way.
  CHECK(desk.unless("either") == "no_linked:told:items{note/n1,note/n2,}");
  CHECK(desk.unless("open_data") == "");
}

TEST_CASE("several transitions of one event: one of them would do", "[reasons]") {
  const std::string text = "{'target':'b','guard':{'type':'present','params':{'path':'/fields/text'}}}";
  const std::string sum =
      "{'target':'b','guard':{'type':'present','params':{'path':'/fields/sum','rule':'sum'}}}";
  Desk desk("'go':[" + text + "," + sum + "],'twice':[" + sum + "," + sum + "],'free':[" + sum +
            ",{'target':'b'}]");
  CHECK(desk.why("go") ==
        "present:present:one_of{present:present:field{/fields/text,} present:sum:field{/fields/sum,}}");
  CHECK(desk.why("twice") == "present:sum:field{/fields/sum,}");
  CHECK(desk.why("free") == "");
}

TEST_CASE("guards on the actor: reasons for whose event it is, nothing for others", "[reasons]") {
  Desk desk(guarded("go",
                    "{'type':'all','params':{'of':[{'type':'actor','params':{'roles':['chief']}},"
                    "{'type':'contains','params':{'path':'/fields/pending','other':'/actor/organisation',"
                    "'rule':'answered'}}]}}"),
            ",'go':{'by':[{'roles':['clerk','chief']}]}");
  CHECK(desk.why("go", clerk) == "actor:actor:role{chief,} contains:answered:field{/fields/pending,}");
  CHECK(desk.why("go", Actor{"u", "guest", "here"}) == "by:by:role{clerk,chief,}");
}

TEST_CASE("an internal event says what it follows from", "[reasons]") {
  Desk desk("'told':'b'", ",'told':{'internal':true},'alone':{'internal':true}");
  CHECK(desk.why("told", chief) == "by:by:itself{note>close,note>timer#open,}");
  CHECK(desk.why("alone") == "by:by:itself");
}

TEST_CASE("an item knows the events it declares and those that only its machine names", "[reasons]") {
  const Desk desk("'go':'b','odd':'b','*':'c','wild.*':'c','none':[]", ",'told':{'internal':true},'go':{}",
                  "{}", "'b':{'after':{'P1D':'c'}},'c':{}");
  CHECK(known_events(*desk.surroundings.definition("thing")) ==
        std::vector<std::string>{"told", "go", "odd"});
}

TEST_CASE("what is allowed is taken, and what is refused is not", "[reasons]") {
  // Over guards that read no data the answer and the deed must agree.
  const std::vector<std::string> parts{"{'type':'present','params':{'path':'/fields/text'}}",
                                       "{'type':'present','params':{'path':'/fields/city'}}",
                                       "{'type':'no_linked','params':{" + notes + "}}",
                                       "{'type':'in','params':{'state':'a'}}"};
  for (const std::string& left : parts) {
    for (const std::string& right : parts) {
      for (const char* type : {"all", "any"}) {
        const std::string guard =
            std::string("{'type':'") + type + "','params':{'of':[" + left + "," + right + "]}}";
        Desk desk(guarded("go", guard) + "," +
                  guarded("stay", "{'type':'not','params':{'of':" + guard + "}}"));
        for (const char* event : {"go", "stay"}) {
          OverlayRepository overlay(desk.repository);
          const bool taken =
              execute(overlay, desk.surroundings,
                      Command{"thing", "one", event, Json::object(), clerk, desk.now, std::nullopt})
                  .has_value();
          INFO(event << " " << guard);
          CHECK(desk.ask(event).allowed() == taken);
        }
      }
    }
  }
}

}  // namespace yellowsea::machine
