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

std::vector<Diagnostic> analyse(const Definition& definition, std::string_view text,
                                const AnalysisContext& context) {
  const SourceMap source(definition, text);
  const EventSources events(definition, context);
  const AbstractMachine machine(definition);
  const Exploration exploration = explore(machine, events);
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

}  // namespace yellowsea::machine
