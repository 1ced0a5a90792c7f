// The pack beside a definition file that is checked or simulated: other kinds and roles.
#pragma once

#include <filesystem>
#include <vector>

#include "engine/machine/analysis/analyse.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {

// Of --pack if it is given; else of the folder around `file`, if that is a pack (DIR/workflows/FILE with a
// DIR/config/ beside); else of the built-in pack. `given` are definitions that take the place of the pack's
// of the same kind. Definitions of the pack that do not parse are left out: they are not what is asked about.
machine::AnalysisContext analysis_context(const CommandContext& context, const std::filesystem::path& file,
                                          const std::vector<machine::DefinitionPtr>& given);

}  // namespace yellowsea::web
