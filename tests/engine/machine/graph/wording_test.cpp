#include "engine/machine/graph/wording.hpp"

#include "tests/engine/machine/graph/sample.hpp"

namespace yellowsea::machine::graph {
namespace {

Duration duration(const std::string& text) {
  const auto read = parse_duration(text);
  REQUIRE(read);
  return *read;
}

std::string delay(const std::string& offset, Delay::Base base, Language language) {
  Delay value;
  value.base = base;
  value.field = Path("/fields/due");
  if (base == Delay::Base::duration)
    value.duration = duration(offset);
  else if (!offset.empty())
    value.offset = duration(offset);
  return delay_in_words(*sample(), value, language);
}

std::vector<std::string> words(const std::string& guard, Language language = Language::en) {
  const auto definition =
      definition_of("{'initial':'a','states':{'a':{'on':{'go':{'target':'b','guard':" + guard +
                        "}}},'b':{'meta':{'title':{'en':'The end'}}}}}",
                    sample_members);
  return conditions_in_words(*definition, definition->state(1).on.front().transitions, "go", language)
      .front();
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("durations are said in the plural that they have", "[graph]") {
  CHECK(duration_in_words(duration("P1D"), Language::en) == "1 day");
  CHECK(duration_in_words(duration("P60D"), Language::en) == "60 days");
  CHECK(duration_in_words(duration("P2Y6M"), Language::en) == "2 years 6 months");
  CHECK(duration_in_words(duration("P2Y6M"), Language::ja) == "2年6か月");
  CHECK(duration_in_words(duration("PT90M"), Language::ko) == "1시간 30분");
  CHECK(duration_in_words(duration("PT0S"), Language::zh) == "0秒");
}

TEST_CASE("delays are said from where they count", "[graph]") {
  CHECK(delay("P60D", Delay::Base::duration, Language::en) == "After 60 days");
  CHECK(delay("", Delay::Base::deadline, Language::en) == "When the deadline has passed");
  CHECK(delay("P0D", Delay::Base::deadline, Language::en) == "On the day of the deadline");
  CHECK(delay("-P90D", Delay::Base::deadline, Language::en) == "90 days before the deadline");
  CHECK(delay("-P90D", Delay::Base::deadline, Language::ja) == "期限の90日前");
  CHECK(delay("P1D", Delay::Base::field, Language::en) == "1 day after: Due date");
  CHECK(delay("-P1D", Delay::Base::field, Language::ja) == "「期日」の1日前");
  CHECK(delay("", Delay::Base::field, Language::en) == "At: Due date");
}

TEST_CASE("a guard is said in its rule's sentence, each member of `all` by itself", "[graph]") {
  CHECK(
      words("{'type':'all','params':{'of':[{'type':'present','params':{'path':'/fields/due','rule':'ready'}},"
            "{'type':'in','params':{'state':'b'}}]}}") ==
      Words{"It must be ready.", "Only if: The state is “The end”."});
  CHECK(words("{'type':'present','params':{'path':'/fields/due','rule':'ready'}}", Language::ja) ==
        Words{"準備ができていなければなりません。"});
}

TEST_CASE("a guard without a rule is said as what it compares", "[graph]") {
  CHECK(words("{'type':'present','params':{'path':'/fields/due'}}") == Words{"Only if: Due date is given."});
  CHECK(words("{'type':'before','params':{'path':'/fields/due','other':'/now'}}") ==
        Words{"Only if: Due date is earlier than now."});
  CHECK(words("{'type':'not','params':{'of':{'type':'equals','params':{'path':'/data/"
              "is_open','value':true}}}}") == Words{"Only if: Not: is open is yes"});
  CHECK(words("{'type':'any','params':{'of':[{'type':'actor','params':{'roles':['chief_clerk']}},{'type':"
              "'contains','params':{'path':'/data/list','value':3}}]}}") ==
        Words{"Only if: It is done by: chief clerk or list includes 3"});
  CHECK(
      words("{'type':'no_linked','params':{'kind':'other_thing','match':{'id':'/item/id'},'having':{'state':"
            "'x','not_tag':'done'}}}") == Words{"Only if: There is none: other thing (x, Not: done)."});
}

TEST_CASE("every phrase is there in every language", "[graph]") {
  for (int which = 0; which <= static_cast<int>(Phrase::actor); ++which) {
    for (const Language language : {Language::en, Language::ja, Language::zh, Language::ko}) {
      const std::string text = phrase(static_cast<Phrase>(which), language, {"<one>", "<two>"});
      CAPTURE(which, tag_of(language));
      CHECK_FALSE(text.empty());
      CHECK(text.find('{') == std::string::npos);
    }
  }
}

}  // namespace yellowsea::machine::graph
