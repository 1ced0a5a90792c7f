// Reads a definition file into its compiled form, or says at which place of the file it can't. Pure; any
// thread.
#pragma once

#include <string_view>
#include <vector>

#include "engine/machine/definition.hpp"
#include "engine/machine/diagnostic.hpp"

namespace yellowsea::machine {

struct Parsed {
  DefinitionPtr definition;  // null if there is an error
  std::vector<Diagnostic> diagnostics;
};

Parsed parse_definition(std::string_view text);

}  // namespace yellowsea::machine
