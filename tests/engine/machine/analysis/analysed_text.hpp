// Small definitions for the tests of the analysis, and what it says of them.
#pragma once

#include "engine/machine/analysis/analyse.hpp"
#include "tests/engine/machine/machine_text.hpp"

namespace yellowsea::machine {

// A definition that is clean but for what the machine and the further members bring.
inline std::string analysed_text(const std::string& machine, const std::string& more = "") {
  return quoted(
      "{'format':'yellowsea.workflow/"
      "1','id':'thing','version':1,\n'title':{'en':'T','ja':'T','zh':'T','ko':'T'},\n" +
      more + "'machine':\n" + machine + "}");
}

// "SEVERITY RULE POINTER" of everything that is found, in order.
inline std::vector<std::string> findings_in(const std::string& text, const AnalysisContext& context = {}) {
  const Parsed parsed = parse_definition(text);
  for (const Diagnostic& diagnostic : parsed.diagnostics) UNSCOPED_INFO(to_text("definition", diagnostic));
  REQUIRE(parsed.definition != nullptr);
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : analyse(*parsed.definition, text, context)) {
    UNSCOPED_INFO(to_text("definition", diagnostic));
    found.push_back((diagnostic.severity == Severity::error ? "error " : "warning ") + diagnostic.rule + " " +
                    diagnostic.pointer);
  }
  return found;
}

inline std::vector<std::string> findings_of(const std::string& machine, const std::string& more = "",
                                            const AnalysisContext& context = {}) {
  return findings_in(analysed_text(machine, more), context);
}

// The messages alone.
inline std::string messages_of(const std::string& machine, const std::string& more = "",
                               const AnalysisContext& context = {}) {
  const std::string text = analysed_text(machine, more);
  std::string all;
  for (const Diagnostic& diagnostic : check_definition(text, context).diagnostics) {
    all += (all.empty() ? "" : "\n") + to_text("thing.json", diagnostic);
  }
  return all;
}

using Reported = std::vector<std::string>;

// A title in all four languages, as a member with a comma behind it.
inline const std::string titled = "'title':{'en':'T','ja':'T','zh':'T','ko':'T'},";

}  // namespace yellowsea::machine
