#include "engine/machine/selection.hpp"

#include <catch2/catch.hpp>

#include "engine/machine/step_sets.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {

TEST_CASE("descriptors match by whole words", "[selection]") {
  CHECK(descriptor_matches("a", "a"));
  CHECK_FALSE(descriptor_matches("a", "a.b"));
  CHECK_FALSE(descriptor_matches("a.b", "a"));
  CHECK(descriptor_matches("a.*", "a.b"));
  CHECK(descriptor_matches("a.*", "a.b.c"));
  CHECK(descriptor_matches("a.*", "a"));
  CHECK_FALSE(descriptor_matches("a.*", "ab"));
  CHECK_FALSE(descriptor_matches("a.b.*", "a.c"));
  CHECK(descriptor_matches("*", "anything.at.all"));
}

TEST_CASE("the more specific descriptor comes first whatever the order in the file", "[selection]") {
  const auto definition = definition_of(
      "{'initial':'s','states':{'s':{'on':{'*':'any','a.*':'below_a','a.b.*':'below_ab','a.b':[{'target':'"
      "first','guard':"
      "{'type':'present','params':{'path':'/data/x'}}},'second']}},"
      "'any':{},'below_a':{},'below_ab':{},'first':{},'second':{}}}");
  const auto order = [&](const std::string& event) {
    std::string targets;
    for (const TransitionIndex index : candidates(definition->state(1), event)) {
      targets += definition->state(definition->transition(index).targets.at(0)).key + " ";
    }
    return targets;
  };
  CHECK(order("a.b") == "first second below_ab below_a any ");
  CHECK(order("a.b.c") == "below_ab below_a any ");
  CHECK(order("a.c") == "below_a any ");
  CHECK(order("b") == "any ");
}

TEST_CASE("a transition on the root that names its child leaves only what is inside", "[selection]") {
  const auto definition = definition_of("{'initial':'a','on':{'go':'.b'},'states':{'a':{},'b':{}}}");
  const auto index = candidates(definition->root(), "go").at(0);
  CHECK(exit_set(*definition, {index}, {0, 1}, {}) == StateSet{1});
  CHECK(entry_set(*definition, {index}, {}, {}) == StateSet{2});
}

TEST_CASE("re-entering the root leaves and enters everything", "[selection]") {
  const auto definition =
      definition_of("{'initial':'a','on':{'go':{'target':'.b','reenter':true}},'states':{'a':{},'b':{}}}");
  const auto index = candidates(definition->root(), "go").at(0);
  CHECK(exit_set(*definition, {index}, {0, 1}, {}) == StateSet{0, 1});
  CHECK(entry_set(*definition, {index}, {}, {}) == StateSet{0, 2});
}

TEST_CASE("a machine starts in every region", "[selection]") {
  const auto definition =
      definition_of("{'type':'parallel','states':{'a':{'initial':'y','states':{'x':{},'y':{}}},'b':{}}}");
  CHECK(initial_set(*definition) == StateSet{0, 1, 3, 4});
}

}  // namespace yellowsea::machine
