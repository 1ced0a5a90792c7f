// Static analysis of a definition that parses: what cannot run (errors) and what is suspicious (warnings),
// each with its place in the file. Pure; any thread. The rules are listed in workflows/README.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/machine/parse.hpp"

namespace yellowsea::machine {

// What is known beside the definition itself.
struct AnalysisContext {
  // The other definitions of the pack (the analysed one may be among them).
  std::vector<DefinitionPtr> pack;
  // True if `pack` is all there is: then an internal event that nobody sends is one that never comes.
  bool pack_is_whole = false;
  // Roles that exist, with whether they may fire events at all; nullopt if they are not known.
  std::optional<std::map<std::string, bool>> roles;
};

// Errors and warnings in the order of their places. `text` is what the definition was parsed from.
std::vector<Diagnostic> analyse(const Definition& definition, std::string_view text,
                                const AnalysisContext& context);

// Parses and analyses: `definition` is null if there is an error of either.
Parsed check_definition(std::string_view text, const AnalysisContext& context = {});

// The errors for which a program that is to run the definition refuses it: those of the parser, and of the
// analysis all but endless `always` and raised events, which the interpreter itself stops where they come
// about.
std::vector<Diagnostic> what_cannot_run(const Parsed& parsed, std::string_view text,
                                        const AnalysisContext& context = {});

}  // namespace yellowsea::machine
