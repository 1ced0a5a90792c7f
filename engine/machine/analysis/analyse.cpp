#include "engine/machine/analysis/analyse.hpp"

#include <algorithm>

#include "engine/machine/analysis/rules.hpp"

namespace yellowsea::machine {

const Definition* Analysed::kind(const std::string& name) const {
  if (name == definition.kind) return &definition;
  const auto found = std::find_if(context.pack.begin(), context.pack.end(),
                                  [&](const DefinitionPtr& other) { return other->kind == name; });
  return found == context.pack.end() ? nullptr : found->get();
}

std::string state_name(const Definition& definition, StateIndex state) {
  const State& named = definition.state(state);
  return named.path.empty() ? named.key : named.path;
}

namespace {

// Whoever only wants to run a definition does not wait for more.
constexpr std::size_t configurations_before_running = 500;

std::vector<Diagnostic> analyse_up_to(std::size_t configurations, const Definition& definition,
                                      std::string_view text, const AnalysisContext& context) {
  const SourceMap source(definition, text);
  const EventSources events(definition, context);
  const AbstractMachine machine(definition);
  const Exploration exploration = explore(machine, events, configurations);
  const Analysed analysed{definition, source, context, events, machine, exploration};
  Findings findings;
  check_reachability(analysed, findings);
  check_events(analysed, findings);
  check_guards(analysed, findings);
  check_loops(analysed, findings);
  check_values(analysed, findings);
  check_names(analysed, findings);
  check_titles(analysed, findings);
  check_shape(analysed, findings);
  return findings.take(text);
}

}  // namespace

std::vector<Diagnostic> analyse(const Definition& definition, std::string_view text,
                                const AnalysisContext& context) {
  return analyse_up_to(max_configurations, definition, text, context);
}

Parsed check_definition(std::string_view text, const AnalysisContext& context) {
  Parsed parsed = parse_definition(text);
  if (parsed.definition == nullptr) return parsed;
  auto found = analyse(*parsed.definition, text, context);
  parsed.diagnostics.insert(parsed.diagnostics.end(), found.begin(), found.end());
  std::stable_sort(parsed.diagnostics.begin(), parsed.diagnostics.end(),
                   [](const Diagnostic& left, const Diagnostic& right) {
                     return std::pair(left.place.line, left.place.column) <
                            std::pair(right.place.line, right.place.column);
                   });
  if (has_errors(parsed.diagnostics)) parsed.definition = nullptr;
  return parsed;
}

std::vector<Diagnostic> what_cannot_run(const Parsed& parsed, std::string_view text,
                                        const AnalysisContext& context) {
  auto found = parsed.definition == nullptr
                   ? parsed.diagnostics
                   : analyse_up_to(configurations_before_running, *parsed.definition, text, context);
  std::erase_if(found, [](const Diagnostic& diagnostic) {
    return diagnostic.severity != Severity::error || diagnostic.rule == "endless_loop";
  });
  return found;
}

}  // namespace yellowsea::machine
