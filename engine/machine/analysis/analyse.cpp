#include "engine/machine/analysis/analyse.hpp"

#include <algorithm>

#include "engine/machine/analysis/loop_parts.hpp"
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

// True for delays that can be over as soon as they begin: only they can make timers loop in zero time.
bool may_take_no_time(const Delay& delay) {
  switch (delay.base) {
    case Delay::Base::duration:
      return delay.duration.negative || delay.duration == Duration{};
    case Delay::Base::deadline:
    case Delay::Base::field:
      return true;
  }
  return true;
}

bool timers_may_loop(const Definition& definition) {
  return std::any_of(definition.states.begin(), definition.states.end(), [](const State& state) {
    return std::any_of(state.after.begin(), state.after.end(),
                       [](const After& after) { return may_take_no_time(after.delay); });
  });
}

// Reads and explores a definition once for all rules.
class Analysis {
 public:
  Analysis(const Definition& definition, std::string_view text, const AnalysisContext& context,
           std::size_t configurations)
      : source_(definition, text),
        events_(definition, context),
        machine_(definition),
        exploration_(explore(machine_, events_, configurations)),
        analysed_{definition, source_, context, events_, machine_, exploration_},
        text_(text) {}

  std::vector<Diagnostic> all() {
    check_reachability(analysed_, findings_);
    check_events(analysed_, findings_);
    check_guards(analysed_, findings_);
    check_loops(analysed_, findings_);
    check_values(analysed_, findings_);
    check_names(analysed_, findings_);
    check_titles(analysed_, findings_);
    check_shape(analysed_, findings_);
    return findings_.take(text_);
  }

  // The rules that have errors, but for loops within a macrostep.
  std::vector<Diagnostic> before_running() {
    if (timers_may_loop(analysed_.definition)) check_timer_loops(analysed_, findings_);
    check_values(analysed_, findings_);
    check_names(analysed_, findings_);
    return findings_.take(text_);
  }

 private:
  SourceMap source_;
  EventSources events_;
  AbstractMachine machine_;
  Exploration exploration_;
  Analysed analysed_;
  std::string_view text_;
  Findings findings_;
};

}  // namespace

std::vector<Diagnostic> analyse(const Definition& definition, std::string_view text,
                                const AnalysisContext& context) {
  return Analysis(definition, text, context, max_configurations).all();
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
  auto found = parsed.diagnostics;
  if (parsed.definition != nullptr) {
    const Definition& definition = *parsed.definition;
    const std::size_t configurations = timers_may_loop(definition) ? configurations_before_running : 1;
    found = Analysis(definition, text, context, configurations).before_running();
  }
  std::erase_if(found, [](const Diagnostic& diagnostic) { return diagnostic.severity != Severity::error; });
  return found;
}

}  // namespace yellowsea::machine
