#include "tests/engine/machine/analysis/analysed_text.hpp"

namespace yellowsea::machine {
namespace {

const std::string fields =
    "'fields':{'type':'object','properties':{'n':{'type':'integer'},'flag':{'type':'boolean'},'text':{'type':"
    "'string'},"
    "'due':{'type':'string','format':'date'},'at':{'type':'string','format':'date-time'},"
    "'kind':{'type':'string','enum':['red','green']},'names':{'type':'array','items':{'type':'string'}},"
    "'rows':{'type':'array','items':{'type':'object','properties':{'n':{'type':'integer'}},"
    "'additionalProperties':false}}},'additionalProperties':false},";

// What is found with one guard of an event whose data have an integer `x`.
Reported guard(const std::string& text) {
  return findings_of(
      "{'tags':['settled'],'on':{'e':{'guard':" + text + "}}}",
      fields + "'events':{'e':{" + titled +
          "'data':{'type':'object','properties':{'x':{'type':'integer'}},'additionalProperties':false}}},");
}

Reported action(const std::string& text) {
  return findings_of("{'tags':['settled'],'on':{'e':{'actions':" + text + "}}}", fields);
}

const std::string in_guard = "/machine/on/e/guard/params";
const std::string in_action = "/machine/on/e/actions/params";

}  // namespace

TEST_CASE("a path that the schemas do not have is an error, with the name that was meant", "[analysis]") {
  CHECK(guard("{'type':'present','params':{'path':'/fields/rows/0/n'}}") == Reported{});
  CHECK(guard("{'type':'present','params':{'path':'/fields/rows/0/m'}}") ==
        Reported{"error unknown_path " + in_guard + "/path"});
  CHECK(guard("{'type':'present','params':{'path':'/fields/rows/first'}}") ==
        Reported{"error unknown_path " + in_guard + "/path"});
  CHECK(guard("{'type':'present','params':{'path':'/data/y'}}") ==
        Reported{"error unknown_path " + in_guard + "/path"});
  CHECK(guard("{'type':'present','params':{'path':'/actor/rolle'}}") ==
        Reported{"error unknown_path " + in_guard + "/path"});
  CHECK(guard("{'type':'present','params':{'path':'/linked/fields/n'}}") ==
        Reported{"error unknown_path " + in_guard + "/path"});
  CHECK(action("{'type':'clear','params':{'path':'/fields/names2'}}") ==
        Reported{"error unknown_path " + in_action + "/path"});
  CHECK(messages_of("{'tags':['settled'],'exit':{'type':'clear','params':{'path':'/fields/nmaes'}}}", fields)
            .find("the path '/fields/nmaes' leads to nothing: the schema of the fields of 'thing' has no "
                  "'nmaes'; did you "
                  "mean 'names'?") != std::string::npos);
  // A schema that allows more says nothing for certain.
  CHECK(findings_of("{'tags':['settled'],'entry':{'type':'clear','params':{'path':'/fields/y'}}}",
                    "'fields':{'type':'object','properties':{'x':{}}},") ==
        Reported{"warning unknown_path /machine/entry/params/path"});
  CHECK(findings_of("{'tags':['settled'],'entry':{'type':'clear','params':{'path':'/fields/y'}}}") ==
        Reported{});
}

TEST_CASE("timers and `always` bring no data", "[analysis]") {
  CHECK(findings_of("{'tags':['settled'],'after':{'P1D':{'actions':{'type':'assign','params':{'path':'/"
                    "fields/n','from':"
                    "'/data/x'}}}}}") ==
        Reported{"warning unknown_path /machine/after/P1D/actions/params/from"});
}

TEST_CASE("what other parts of a schema may declare is not judged", "[analysis]") {
  const auto clear = [](const std::string& schema, const std::string& path) {
    return findings_of("{'tags':['settled'],'entry':{'type':'clear','params':{'path':'" + path + "'}}}",
                       "'fields':" + schema + ",");
  };
  const Reported unknown{"warning unknown_path /machine/entry/params/path"};
  const Reported nothing{"error unknown_path /machine/entry/params/path"};
  CHECK(clear("{'properties':{'a':{}}}", "/fields/b") == unknown);
  for (const char* more : {"'$ref':'#/$defs/d'", "'allOf':[{}]", "'anyOf':[{}]", "'oneOf':[{}]", "'if':{}",
                           "'dependentSchemas':{}", "'patternProperties':{}"}) {
    const std::string parts = std::string(more) + ",'$defs':{'d':{}}";
    CHECK(clear("{'properties':{'a':{}}," + parts + "}", "/fields/b") == Reported{});
    CHECK(clear("{'properties':{'a':{'properties':{'b':{}}}}," + parts + "}", "/fields/a/c") == Reported{});
  }
  CHECK(clear("{'properties':{'a':{}},'not':{}}", "/fields/b") == unknown);
  // additionalProperties closes, whatever else is said beside it; but what a pattern names is named.
  CHECK(clear("{'properties':{'a':{}},'allOf':[{}],'additionalProperties':false}", "/fields/b") == nothing);
  CHECK(clear("{'properties':{'a':{}},'patternProperties':{'^b':{}},'additionalProperties':false}",
              "/fields/b") == Reported{});
  CHECK(clear("{'properties':{'l':{'prefixItems':[{},{'type':'string'}],'items':{'type':'object',"
              "'additionalProperties':false}}}}",
              "/fields/l/1/x") == nothing);
  CHECK(clear("{'properties':{'l':{'prefixItems':[{'type':'object','properties':{'x':{}}}],'items':{}}}}",
              "/fields/l/0/x") == Reported{});
}

TEST_CASE("values and times that other parts of a schema speak of", "[analysis]") {
  const auto assign = [](const std::string& property, const std::string& value) {
    return findings_of(
        "{'tags':['settled'],'entry':{'type':'assign','params':{'path':'/fields/a','value':" + value + "}}}",
        "'fields':{'properties':{'a':" + property + "},'$defs':{'d':{'type':'integer'}}},");
  };
  CHECK(assign("{'allOf':[{'enum':['x']}]}", "'y'") ==
        Reported{"warning parameter_value /machine/entry/params/value"});
  CHECK(assign("{'allOf':[{'type':'string'}]}", "1") ==
        Reported{"error parameter_type /machine/entry/params/value"});
  // A property alone does not know where its references lead.
  CHECK(assign("{'$ref':'#/$defs/d'}", "'y'") == Reported{});
  CHECK(assign("{'items':{'$ref':'#'}}", "[[]]") == Reported{});
  const auto date = [](const std::string& property) {
    return findings_of(
        "{'tags':['settled'],'entry':{'type':'assign_date','params':{'path':'/fields/a','from':'/now','add':"
        "'P1D'}}}",
        "'fields':{'properties':{'a':" + property + "}},");
  };
  CHECK(date("{'type':'string'}") == Reported{"warning parameter_type /machine/entry/params/path"});
  CHECK(date("{'type':'string','allOf':[{'format':'date-time'}]}") == Reported{});
}

TEST_CASE("guards get values of the types that they compare", "[analysis]") {
  const auto before = [](const std::string& path, const std::string& other) {
    return guard("{'type':'before','params':{'path':'" + path + "','other':'" + other + "'}}");
  };
  CHECK(before("/fields/due", "/now") == Reported{});
  CHECK(before("/fields/at", "/fields/due") == Reported{});
  CHECK(before("/fields/n", "/now") == Reported{"error parameter_type " + in_guard + "/path"});
  CHECK(before("/now", "/fields/flag") == Reported{"error parameter_type " + in_guard + "/other"});
  CHECK(before("/now", "/fields/text") == Reported{"warning parameter_type " + in_guard + "/other"});
  CHECK(guard("{'type':'equals','params':{'path':'/fields/n','value':1}}") == Reported{});
  CHECK(guard("{'type':'equals','params':{'path':'/fields/n','value':'1'}}") ==
        Reported{"error parameter_type " + in_guard + "/value"});
  CHECK(guard("{'type':'equals','params':{'path':'/fields/kind','value':'gren'}}") ==
        Reported{"warning parameter_value " + in_guard + "/value"});
  CHECK(guard("{'type':'equals','params':{'path':'/fields/n','other':'/data/x'}}") == Reported{});
  CHECK(guard("{'type':'equals','params':{'path':'/fields/text','other':'/data/x'}}") ==
        Reported{"error parameter_type " + in_guard + "/other"});
  CHECK(guard("{'type':'equals','params':{'path':'/fields/due','other':'/now'}}") ==
        Reported{"warning parameter_type " + in_guard + "/other"});
  CHECK(guard("{'type':'contains','params':{'path':'/fields/names','value':'a'}}") == Reported{});
  CHECK(guard("{'type':'contains','params':{'path':'/fields/n','value':1}}") ==
        Reported{"error parameter_type " + in_guard + "/path"});
  CHECK(guard("{'type':'contains','params':{'path':'/fields/names','value':1}}") ==
        Reported{"error parameter_type " + in_guard + "/value"});
  CHECK(guard("{'type':'each','params':{'path':'/fields/rows','of':{'type':'equals','params':{'path':'/each/"
              "n','value':1}}}}") == Reported{});
  CHECK(guard("{'type':'each','params':{'path':'/fields/rows','of':{'type':'present','params':{'path':'/each/"
              "m'}}}}") == Reported{"error unknown_path " + in_guard + "/of/params/path"});
  CHECK(guard("{'type':'actor','params':{'scope':'/fields/n'}}") ==
        Reported{"error parameter_type " + in_guard + "/scope"});
}

TEST_CASE("actions write what the fields can hold", "[analysis]") {
  CHECK(action("{'type':'assign','params':{'path':'/fields/at','from':'/now'}}") == Reported{});
  CHECK(action("{'type':'assign','params':{'path':'/fields/due','from':'/now'}}") ==
        Reported{"error parameter_type " + in_action + "/from"});
  CHECK(action("{'type':'assign','params':{'path':'/fields/n','value':'x'}}") ==
        Reported{"error parameter_type " + in_action + "/value"});
  CHECK(action("{'type':'assign','params':{'path':'/fields/kind','value':'blue'}}") ==
        Reported{"warning parameter_value " + in_action + "/value"});
  CHECK(action("{'type':'append','params':{'path':'/fields/names','value':'x'}}") == Reported{});
  CHECK(action("{'type':'append','params':{'path':'/fields/n','value':1}}") ==
        Reported{"error parameter_type " + in_action + "/path"});
  CHECK(action("{'type':'append','params':{'path':'/fields/names','from':'/fields/n'}}") ==
        Reported{"error parameter_type " + in_action + "/from"});
  CHECK(action("{'type':'append_record','params':{'path':'/fields/rows','record':{'n':'/fields/n'}}}") ==
        Reported{});
  CHECK(action("{'type':'append_record','params':{'path':'/fields/rows','record':{'n':'/fields/text'}}}") ==
        Reported{"error parameter_type " + in_action + "/record/n"});
  CHECK(action("{'type':'append_record','params':{'path':'/fields/rows','record':{'m':'/fields/n'}}}") ==
        Reported{"error unknown_path " + in_action + "/record/m"});
  CHECK(action("{'type':'add','params':{'path':'/fields/text','value':1}}") ==
        Reported{"error parameter_type " + in_action + "/path"});
  CHECK(action("{'type':'assign_date','params':{'path':'/fields/due','from':'/fields/due','add':'P1D'}}") ==
        Reported{});
  CHECK(action("{'type':'assign_date','params':{'path':'/fields/due','from':'/fields/at','add':'P1D'}}") ==
        Reported{"error parameter_type " + in_action + "/from"});
}

TEST_CASE("deadlines, zones, delays and scopes point to what they need", "[analysis]") {
  const auto head = [](const std::string& member) {
    return findings_of("{'tags':['settled'],'after':{'d':{}}}",
                       fields + member + "'delays':{'d':{'until':'/fields/due'}},");
  };
  CHECK(head("'deadline':'/fields/at','zone':'/fields/text',") == Reported{});
  CHECK(head("'deadline':'/fields/n',") == Reported{"error parameter_type /deadline"});
  CHECK(head("'deadline':'/fields/dew',") == Reported{"error unknown_path /deadline"});
  CHECK(head("'zone':'/fields/n',") == Reported{"error parameter_type /zone"});
  CHECK(head("'read':[{'scope':'/fields/flag'}],") == Reported{"error parameter_type /read/0/scope"});
  CHECK(findings_of("{'tags':['settled'],'after':{'d':{}}}",
                    fields + "'delays':{'d':{'until':'/fields/n'}},") ==
        Reported{"error parameter_type /delays/d/until"});
}

TEST_CASE("other items are looked at by fields, states and tags that they have", "[analysis]") {
  AnalysisContext context;
  context.pack_is_whole = true;
  context.pack.push_back(
      definition_of("{'initial':'open','states':{'open':{'on':{'hear':'shut'}},'shut':{'tags':['closed']}}}",
                    "'fields':{'type':'object','properties':{'n':{'type':'integer'},'who':{'type':'string'}},"
                    "'additionalProperties':"
                    "false},'events':{'hear':{'data':{'type':'object','properties':{'n':{'type':'integer'}},'"
                    "required':['n'],"
                    "'additionalProperties':false}}},",
                    "other"));
  const auto linked = [&](const std::string& params) {
    return findings_of(
        "{'tags':['settled'],'on':{'e':{'guard':{'type':'some_linked','params':{" + params + "}}}}}", fields,
        context);
  };
  CHECK(linked("'kind':'other','match':{'who':'/fields/text'},'having':{'state':['open'],'tag':'closed'}") ==
        Reported{});
  CHECK(linked("'kind':'othre','match':{'who':'/fields/text'}") ==
        Reported{"warning unknown_kind " + in_guard + "/kind"});
  CHECK(linked("'kind':'other','match':{'whom':'/fields/text'}") ==
        Reported{"error unknown_path " + in_guard + "/match/whom"});
  CHECK(linked("'kind':'other','match':{'n':'/fields/text'}") ==
        Reported{"error parameter_type " + in_guard + "/match/n"});
  CHECK(linked("'kind':'other','match':{'who':'/fields/text'},'having':{'state':['opn']}") ==
        Reported{"error unknown_state " + in_guard + "/having/state/0"});
  CHECK(linked("'kind':'other','match':{'who':'/fields/text'},'having':{'not_tag':'close'}") ==
        Reported{"warning unknown_tag " + in_guard + "/having/not_tag"});
  CHECK(linked("'kind':'other','match':{'who':'/fields/"
               "text'},'having':{'where':{'type':'present','params':{'path':"
               "'/linked/fields/m'}}}") ==
        Reported{"error unknown_path " + in_guard + "/having/where/params/path"});
  const auto sent = [&](const std::string& data) {
    return findings_of(
        "{'tags':['settled'],'on':{'e':{'actions':{'type':'send','params':{'to':{'kind':'other','match':"
        "{'who':'/fields/text'}},'event':'hear','data':{" +
            data + "}}}}}}",
        fields, context);
  };
  CHECK(sent("'n':'/fields/n'") == Reported{});
  CHECK(sent("") == Reported{"warning missing_data " + in_action});
  CHECK(sent("'n':{'value':'x'}") == Reported{"error parameter_type " + in_action + "/data/n/value"});
}

TEST_CASE("states in guards, rules and receivers exist", "[analysis]") {
  CHECK(guard("{'type':'in','params':{'state':'nowhere'}}") ==
        Reported{"error unknown_state " + in_guard + "/state"});
  CHECK(guard("{'type':'present','params':{'path':'/fields/n','rule':'said'}}") ==
        Reported{"warning unknown_rule " + in_guard + "/rule"});
  AnalysisContext context;
  context.roles = std::map<std::string, bool>{{"clerk", true}};
  CHECK(findings_of(
            "{'tags':['settled'],'entry':{'type':'notify','params':{'to':[{'role':'clark'}],'message':'m'}}}",
            "'rules':{'m':{'en':'M','ja':'M','zh':'M','ko':'M'}},",
            context) == Reported{"warning unknown_role /machine/entry/params/to/0/role"});
}

}  // namespace yellowsea::machine
