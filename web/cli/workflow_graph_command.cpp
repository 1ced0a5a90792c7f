// yellowsea workflow graph: a picture of a definition as SVG, DOT or Mermaid.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "engine/machine/graph/dot.hpp"
#include "engine/machine/graph/mermaid.hpp"
#include "web/cli/workflow_commands.hpp"
#include "web/graph/picture_maker.hpp"

namespace yellowsea::web {
namespace {

struct GraphArguments {
  std::string file;
  std::string format = "svg";
  std::string language = "en";
  std::vector<std::string> states;
};

int draw_file(const CommandContext& context, const GraphArguments& arguments) {
  if (auto there = check_pack_folder(context); !there) return show(there.error());
  const auto definition = read_definition(arguments.file);
  if (!definition) return show(definition.error());
  const auto language = machine::graph::language_of(arguments.language);
  if (!language) return 2;  // CLI11 has refused it
  std::vector<std::string> unknown;
  const auto lit = machine::graph::lit_states(**definition, arguments.states, unknown);
  if (!unknown.empty()) {
    return show(Problem{ProblemCode::malformed,
                        "state",
                        "--state: '" + unknown.front() + "' is no state of " + arguments.file +
                            "; paths look like 'a' or 'a.b', without the machine's own name",
                        {},
                        {}});
  }
  const auto drawing = machine::graph::draw(**definition, *language);
  if (arguments.format == "dot") {
    std::cout << machine::graph::dot_text(drawing, lit, machine::graph::DotLabels::words);
  } else if (arguments.format == "mermaid") {
    std::cout << machine::graph::mermaid_text(drawing, lit);
  } else {
    const auto picture = make_picture(**definition, *language);
    if (!picture) return show(picture.error());
    std::cout << svg_text(**picture, lit);
  }
  return 0;
}

}  // namespace

void add_graph(CLI::App& workflow, CommandContext& context) {
  CLI::App* graph = workflow.add_subcommand("graph", "A picture of a definition, on standard output");
  const auto arguments = std::make_shared<GraphArguments>();
  graph->add_option("FILE", arguments->file, "Definition file")->required();
  graph->add_option("--format", arguments->format, "svg (made with Graphviz), dot or mermaid")
      ->check(CLI::IsMember({"svg", "dot", "mermaid"}))
      ->capture_default_str();
  graph->add_option("--language", arguments->language, "Of the titles: en, ja, zh or ko")
      ->check(CLI::IsMember({"en", "ja", "zh", "ko"}))
      ->capture_default_str();
  graph->add_option("--state", arguments->states, "Path of an active state, to be lit; may be repeated")
      ->type_name("PATH");
  add_pack_option(*graph, context);
  graph->callback([&context, arguments] { context.exit_code = draw_file(context, *arguments); });
}

}  // namespace yellowsea::web
