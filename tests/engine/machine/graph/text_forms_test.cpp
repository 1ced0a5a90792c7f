// DOT, Mermaid, and the room that words take.
#include "engine/machine/graph/block.hpp"
#include "engine/machine/graph/dot.hpp"
#include "engine/machine/graph/mermaid.hpp"
#include "tests/engine/machine/graph/sample.hpp"

namespace yellowsea::machine::graph {
namespace {

bool says(const std::string& text, const std::string& part) {
  UNSCOPED_INFO(text);
  return text.find(part) != std::string::npos;
}

std::string number(const Definition& definition, const std::string& path) {
  return std::to_string(definition.state_by_path.at(path));
}

}  // namespace

TEST_CASE("DOT has clusters, dashed regions, starts, finals, history and what is lit", "[graph]") {
  const auto definition = sample();
  std::vector<std::string> unknown;
  const auto lit = lit_states(*definition, {"work.left.one"}, unknown);
  const std::string dot = dot_text(draw(*definition, Language::en), lit, DotLabels::words);
  const std::string left = number(*definition, "work.left");
  const std::string one = number(*definition, "work.left.one");
  CHECK(says(dot, "digraph \"thing\" {"));
  CHECK(says(dot, "subgraph cluster_" + left + " {"));
  CHECK(says(dot, "style=\"rounded,dashed\";"));
  CHECK(says(dot, "start" + left + " -> s" + one));
  CHECK(says(dot, "label=\"H*\""));
  CHECK(says(dot, "peripheries=2"));
  CHECK(says(
      dot,
      "s" + one +
          " [id=\"state-work.left.one\", label=\"First <&>\\n· ◷ A reminder\", style=\"rounded,filled\""));
  CHECK(says(dot, "Go ahead [1]\\n◷ When the deadline\\nhas passed"));
  CHECK(says(dot, "[1] It must be ready.\\l"));
  CHECK(says(dot, "ltail=cluster_"));
}

TEST_CASE("DOT for the layout holds sizes and no words", "[graph]") {
  const auto definition = sample();
  const std::string dot = dot_text(draw(*definition, Language::ja), {}, DotLabels::spaces);
  CHECK_FALSE(says(dot, "案件"));
  CHECK_FALSE(says(dot, "First"));
  CHECK(says(dot, "fixedsize=true"));
}

TEST_CASE("quotes and backslashes of titles are told from DOT's own", "[graph]") {
  const auto definition =
      definition_of("{'initial':'a','states':{'a':{'meta':{'title':{'en':'say \\\"x\\\" \\\\\\\\ y'}}}}}");
  CHECK(says(dot_text(draw(*definition, Language::en), {}, DotLabels::words), R"(label="say \"x\" \\\\ y")"));
}

TEST_CASE("Mermaid has states inside states, regions, starts, ends, conditions in words and what is lit",
          "[graph]") {
  const auto definition = sample();
  std::vector<std::string> unknown;
  const auto lit = lit_states(*definition, {"work.left.one"}, unknown);
  const std::string text = mermaid_text(draw(*definition, Language::en), lit);
  const std::string one = number(*definition, "work.left.one");
  const std::string two = number(*definition, "work.left.two");
  CHECK(text.rfind("stateDiagram-v2\n", 0) == 0);
  CHECK(says(text, "state \"Left\" as s" + number(*definition, "work.left") + " {"));
  CHECK(says(text, "    --\n"));
  CHECK(says(text, "[*] --> s" + one));
  CHECK(says(text, "s" + number(*definition, "end") + " --> [*]"));
  CHECK(says(text, "s" + one + " --> s" + two + " : Go ahead [It must be ready.]"));
  CHECK(says(text, "\"First #lt;&#gt;<br/>"));
  CHECK(says(text, "class s" + one + " active"));
}

TEST_CASE("lines are no wider than they may be, where words allow it", "[graph]") {
  const std::string english = "Carry over to another round that has not begun";
  for (const std::string& line : wrap(english, 12, 120)) CHECK(text_width(line, 12) <= 120);
  const std::string japanese = "第三者評価委員会に申し立てる。";
  const auto lines = wrap(japanese, 12, 70);
  std::string together;
  for (const std::string& line : lines) {
    CHECK(text_width(line, 12) <= 70 + 12);  // closing punctuation may hang
    CHECK(line.rfind("。", 0) != 0);
    together += line;
  }
  CHECK(lines.size() > 2);
  CHECK(together == japanese);
  CHECK(wrap("한국어는 낱말에서", 12, 60) == std::vector<std::string>{"한국어는", "낱말에서"});
  CHECK(wrap("unbreakable-word-that-is-long", 12, 40).size() == 1);
}

TEST_CASE("squares are wider than letters, so that CJK text has the room that it needs", "[graph]") {
  CHECK(text_width("期限", 10) == Approx(20));
  CHECK(text_width("ii", 10) < text_width("WW", 10));
  CHECK(text_width("가", 10) == Approx(10));
}

}  // namespace yellowsea::machine::graph
