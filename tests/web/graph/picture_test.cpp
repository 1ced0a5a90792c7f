// From a definition to SVG, with the real layout program.
#include <atomic>
#include <fstream>
#include <future>
#include <sstream>

#include "engine/machine/graph/block.hpp"
#include "engine/machine/graph/dot.hpp"
#include "tests/engine/machine/graph/sample.hpp"
#include "web/graph/arrange.hpp"
#include "web/graph/picture_maker.hpp"

namespace yellowsea::web {
namespace {

using machine::sample;
using machine::graph::Language;

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t number = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++number;
  return number;
}

bool overlap(const Rectangle& a, const Rectangle& b) {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height &&
         b.top < a.top + a.height;
}

machine::DefinitionPtr built_in(const std::string& name) {
  std::ifstream file(std::string(YELLOWSEA_SOURCE_DIR) + "/workflows/" + name + ".json");
  std::stringstream text;
  text << file.rdbuf();
  auto definition = machine::parse_definition(text.str()).definition;
  REQUIRE(definition != nullptr);
  return definition;
}

const std::vector<std::string> built_in_names{"round", "problem_report", "action_plan", "memorandum",
                                              "commitment"};

}  // namespace

TEST_CASE("a picture has an element for each state, lit by attributes alone", "[picture]") {
  const auto definition = sample();
  const auto picture = make_picture(*definition, Language::en);
  REQUIRE(picture);
  std::vector<std::string> unknown;
  const std::string dark = svg_text(**picture, {});
  const std::string lit = svg_text(
      **picture, machine::graph::lit_states(*definition, {"work.left.one", "work.right.wait"}, unknown));
  for (const machine::State& state : definition->states) {
    CHECK(count(dark, "<g id=\"" + machine::graph::element_id(state) + "\"") == 1);
  }
  CHECK(count(dark, " active\"") == 0);
  CHECK(count(lit, "class=\"state active\"") == 2);
  CHECK(count(lit, "class=\"region active\"") == 2);
  CHECK(lit.find("<g id=\"state-work.left.one\" class=\"state active\"") != std::string::npos);
  CHECK(count(lit, "style=") == 0);
  CHECK(count(lit, "<script") + count(lit, "<style") + count(lit, "href") == 0);
  CHECK(lit.find("First &lt;&amp;&gt;") != std::string::npos);
  CHECK(lit.find("lang=\"en\"") != std::string::npos);
  CHECK(count(lit, "class=\"clock\"") == 2);
  CHECK(count(lit, "class=\"state final\"") == 3);
}

TEST_CASE("every built-in workflow can be drawn: all states are placed, none on another, in four languages",
          "[picture]") {
  for (const std::string& name : built_in_names) {
    const auto definition = built_in(name);
    for (const Language language : {Language::en, Language::ja, Language::zh, Language::ko}) {
      CAPTURE(name, machine::graph::tag_of(language));
      const auto picture = make_picture(*definition, language);
      REQUIRE(picture);
      const auto& places = (*picture)->places;
      for (const machine::State& state : definition->states) {
        const Rectangle& place = places[static_cast<std::size_t>(state.index)];
        CAPTURE(state.path);
        CHECK(place.width > 0);
        CHECK(place.left >= 0);
        CHECK(place.top >= 0);
        CHECK(place.left + place.width <= (*picture)->width);
        CHECK(place.top + place.height <= (*picture)->height);
        for (machine::StateIndex other = state.index + 1;
             other < static_cast<machine::StateIndex>(definition->states.size()); ++other) {
          if (definition->is_descendant(other, state.index)) continue;
          CHECK_FALSE(overlap(place, places[static_cast<std::size_t>(other)]));
        }
      }
    }
  }
}

TEST_CASE("a box is wide enough for its words", "[picture]") {
  const auto definition = built_in("problem_report");
  const auto drawing = machine::graph::draw(*definition, Language::ja);
  const auto picture = make_picture(*definition, Language::ja);
  REQUIRE(picture);
  for (const machine::State& state : definition->states) {
    if (machine::graph::has_inside(state)) continue;
    const auto block = machine::graph::state_block(drawing, state.index);
    CHECK(block.width < (*picture)->places[static_cast<std::size_t>(state.index)].width);
    CHECK(block.height < (*picture)->places[static_cast<std::size_t>(state.index)].height);
  }
}

TEST_CASE("regions stand in document order", "[picture]") {
  const auto definition = built_in("commitment");
  const auto picture = make_picture(*definition, Language::zh);
  REQUIRE(picture);
  const Rectangle* before = nullptr;
  for (const machine::StateIndex region : definition->root().children) {
    const Rectangle& place = (*picture)->places[static_cast<std::size_t>(region)];
    if (before != nullptr) {
      const bool beside = place.left >= before->left + before->width;
      const bool below = place.top >= before->top + before->height;
      CHECK((beside || below));
    }
    before = &place;
  }
}

TEST_CASE("an answer of the layout program that is none is an error", "[picture]") {
  for (const std::string& text : std::vector<std::string>{
           "", "{}", "[]", "{\"bb\":\"0,0,1\"}", R"({"bb":"0,0,9,9","objects":[{"name":"s1"}]})",
           R"({"bb":"0,0,9,9","objects":[],"edges":[{"id":"e0","pos":"1,2 3,4"}]})"}) {
    CAPTURE(text);
    const auto layout = read_layout(text);
    REQUIRE_FALSE(layout);
    CHECK(layout.error().rule == "layout");
  }
}

TEST_CASE("an arrow that was laid out from its end points the right way", "[picture]") {
  const auto layout = read_layout(
      R"({"bb":"0,0,100,50","objects":[],"edges":[{"id":"e0","pos":"s,1,2 3,4 5,6 7,8 9,10","lp":"50,25"}]})");
  REQUIRE(layout);
  const Curve& curve = layout->curves.at("e0");
  CHECK(curve.points.front().x == 9);
  CHECK(curve.points.back().x == 3);
  REQUIRE(curve.tip);
  CHECK(curve.tip->y == 48);
  REQUIRE(curve.label);
  CHECK(curve.label->x == 50);
}

TEST_CASE("a picture is made once, however many ask, and a failure is not asked again at once", "[picture]") {
  std::atomic<int> made = 0;
  PictureMaker maker([&](const machine::Definition&, Language language) -> Result<PicturePtr> {
    ++made;
    if (language == Language::ko) return fail(ProblemCode::unavailable, "program_failed", "as asked");
    return std::make_shared<const Picture>();
  });
  const auto definition = sample();
  const auto ask = [&](Language language) {
    auto promise = std::make_shared<std::promise<bool>>();
    maker.want(definition, language,
               [promise](const Result<PicturePtr>& picture) { promise->set_value(picture.has_value()); });
    return promise->get_future();
  };
  auto first = ask(Language::en);
  auto second = ask(Language::en);
  CHECK(first.get());
  CHECK(second.get());
  CHECK(ask(Language::en).get());
  CHECK(made == 1);
  CHECK(ask(Language::ja).get());
  CHECK(made == 2);
  CHECK_FALSE(ask(Language::ko).get());
  CHECK_FALSE(ask(Language::ko).get());
  CHECK(made == 3);
}

TEST_CASE("more pictures than may wait are refused, those that wait at the end are dropped", "[picture]") {
  std::promise<void> go_on;
  auto gone_on = go_on.get_future().share();
  std::atomic<int> refused = 0;
  std::atomic<int> answered = 0;
  {
    PictureMaker maker([gone_on](const machine::Definition&, Language) -> Result<PicturePtr> {
      gone_on.wait();
      return std::make_shared<const Picture>();
    });
    std::vector<machine::DefinitionPtr> definitions;
    for (int i = 0; i < 80; ++i) {
      auto definition = std::make_shared<machine::Definition>(*sample());
      definition->sha256 = std::to_string(i);
      maker.want(definition, Language::en, [&](const Result<PicturePtr>& picture) {
        if (picture)
          ++answered;
        else if (picture.error().rule == "picture_busy")
          ++refused;
      });
    }
    CHECK(refused >= 80 - 65);
    CHECK(refused < 80);
    go_on.set_value();
  }
  CHECK(answered + refused <= 80);
}

}  // namespace yellowsea::web
