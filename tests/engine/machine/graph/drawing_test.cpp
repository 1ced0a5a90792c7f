#include "engine/machine/graph/drawing.hpp"

#include "tests/engine/machine/graph/sample.hpp"

namespace yellowsea::machine::graph {
namespace {

// "FROM -> TO: LABEL" for each label; a gathering place by its text.
std::vector<std::string> arrows_of(const Drawing& drawing) {
  std::vector<std::string> all;
  for (const Arrow& arrow : drawing.arrows) {
    const std::string from = arrow.from == no_state
                                 ? "(" + drawing.gatherings[arrow.gathering].text + ")"
                                 : drawing.boxes[static_cast<std::size_t>(arrow.from)].title;
    for (const Label& label : arrow.labels)
      all.push_back(from + " -> " + drawing.boxes[static_cast<std::size_t>(arrow.to)].title + ": " +
                    label_text(drawing, label, true));
  }
  return all;
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  for (const std::string& each : all) UNSCOPED_INFO(each);
  return std::find(all.begin(), all.end(), one) != all.end();
}

StateIndex state_at(const Definition& definition, const std::string& path) {
  return definition.state_by_path.at(path);
}

}  // namespace

TEST_CASE("arrows say who or what moves, under which conditions, and whether a state is entered anew",
          "[graph]") {
  const auto definition = sample();
  const Drawing drawing = draw(*definition, Language::en);
  const auto arrows = arrows_of(drawing);
  CHECK(has(arrows, "First <&> -> two: Go ahead [1]"));
  CHECK(has(arrows, "First <&> -> First <&>: Go ahead (otherwise) ↻"));
  CHECK(has(arrows, "First <&> -> two: ◷ When the deadline has passed"));
  CHECK(has(arrows, "At work -> end: When all inside is finished"));
  CHECK(drawing.conditions.front() == "It must be ready.");
}

TEST_CASE("what leads from many states alike to one place begins at a gathering place", "[graph]") {
  const auto definition = sample();
  const auto arrows = arrows_of(draw(*definition, Language::en));
  CHECK(has(arrows, "(From any state that is still open) -> done: Told by others"));
  CHECK(has(arrows, "(From: First <&>, two, three) -> end: Quit"));
  CHECK_FALSE(has(arrows, "two -> done: Told by others"));
}

TEST_CASE("some states, not all open ones, are gathered by name", "[graph]") {
  const auto definition = definition_of(
      "{'initial':'a','states':{'a':{'on':{'x':'z'}},'b':{'on':{'x':'z'}},'c':{'on':{'x':'z'}},'d':{'on':{'y'"
      ":"
      "'z'}},'z':{}}}");
  CHECK(has(arrows_of(draw(*definition, Language::en)), "(From: a, b, c) -> z: x"));
  CHECK(has(arrows_of(draw(*definition, Language::ja)), "(次の状態から：a、b、c) -> z: x"));
}

TEST_CASE("what a state around others does to one inside it is drawn from within", "[graph]") {
  const auto definition = definition_of("{'initial':'a','on':{'stop':'.b'},'states':{'a':{},'b':{}}}");
  CHECK(arrows_of(draw(*definition, Language::en)) == std::vector<std::string>{"(At any time) -> b: stop"});
}

TEST_CASE("what leaves no state is a note: events of people, reminders; no bookkeeping", "[graph]") {
  const auto definition = sample();
  const Drawing drawing = draw(*definition, Language::en);
  const auto notes = [&](StateIndex state) {
    std::vector<std::string> texts;
    for (const Label& note : drawing.boxes[static_cast<std::size_t>(state)].notes)
      texts.push_back(label_text(drawing, note, true));
    return texts;
  };
  CHECK(notes(0) == std::vector<std::string>{"Add a note"});
  CHECK(notes(state_at(*definition, "work.left.one")) == std::vector<std::string>{"◷ A reminder"});
}

TEST_CASE("the legend lists no condition of what is not drawn", "[graph]") {
  const auto definition = definition_of(
      "{'initial':'a','on':{'i':{'guard':{'type':'present','params':{'path':'/fields/"
      "x'}}}},'states':{'a':{}}}",
      "'events':{'i':{'title':{'en':'I'},'internal':true}},");
  CHECK(draw(*definition, Language::en).conditions.empty());
}

TEST_CASE("candidates that one rule refuses with one sentence are told apart by what they compare",
          "[graph]") {
  const auto definition = sample();
  const Drawing drawing = draw(*definition, Language::en);
  CHECK(has(drawing.conditions, "Only if: Mark is Good."));
  CHECK(has(drawing.conditions, "Only if: Mark is Bad."));
  CHECK_FALSE(has(drawing.conditions, "Give a mark."));
}

TEST_CASE("titles and sentences come in the language, else in English, else as names", "[graph]") {
  const auto definition = sample();
  const Drawing drawing = draw(*definition, Language::ja);
  CHECK(drawing.boxes.front().title == "案件");
  CHECK(drawing.boxes[static_cast<std::size_t>(state_at(*definition, "work.left"))].title == "Left");
  CHECK(drawing.boxes[static_cast<std::size_t>(state_at(*definition, "end"))].title == "end");
  CHECK(drawing.conditions.front() == "準備ができていなければなりません。");
  CHECK(has(arrows_of(drawing), "First <&> -> two: ◷ 期限が過ぎたとき"));
}

TEST_CASE("lit are the states at the paths and those around them", "[graph]") {
  const auto definition = sample();
  std::vector<std::string> unknown;
  const auto lit = lit_states(*definition, {"work.left.two", "nowhere", ""}, unknown);
  std::vector<std::string> paths;
  for (const State& state : definition->states) {
    if (lit[static_cast<std::size_t>(state.index)]) paths.push_back(state.path);
  }
  CHECK(paths == std::vector<std::string>{"work", "work.left", "work.left.two"});
  CHECK(unknown == std::vector<std::string>{"nowhere", ""});
}

TEST_CASE("an element's id holds nothing but letters, digits and '.', '-', '_', ':'", "[graph]") {
  const auto definition = definition_of("{'initial':'a b','states':{'a b':{},'ü':{}}}");
  CHECK(element_id(definition->state(1)) == "state-a:20b");
  CHECK(element_id(definition->state(2)) == "state-:c3:bc");
  CHECK(element_id(definition->root()) == "machine");
}

}  // namespace yellowsea::machine::graph
