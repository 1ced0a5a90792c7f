// The commands under `yellowsea workflow`: each is added by a function in a file of its own.
#pragma once

#include "engine/machine/definition.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {

// The definition in a file. Errors: malformed, one line for each of the file's errors, with its place.
Result<machine::DefinitionPtr> read_definition(const std::string& file);

void add_check(CLI::App& workflow, CommandContext& context);
void add_trace(CLI::App& workflow, CommandContext& context);
void add_play(CLI::App& workflow, CommandContext& context);
void add_simulate(CLI::App& workflow, CommandContext& context);
void add_graph(CLI::App& workflow, CommandContext& context);
void add_migrate(CLI::App& workflow, CommandContext& context);

}  // namespace yellowsea::web
