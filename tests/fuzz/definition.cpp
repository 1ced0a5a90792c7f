// Workflow definitions: parsed, analysed, and run for some events, whatever the file holds.
#include "engine/machine/analysis/analyse.hpp"
#include "engine/machine/interpreter.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

using namespace yellowsea;
using namespace yellowsea::machine;

void run(const DefinitionPtr& definition) {
  Item item;
  item.kind = definition->kind;
  item.id = "one";
  item.definition = definition;
  const Json none = Json::object();
  StepContext context;
  context.now = *parse_instant("2010-11-25T00:00:00Z");
  context.data = context.actor = &none;
  start(item, context);
  for (const auto& [name, index] : definition->index_of_event) {
    Item copy = item;
    if (take(copy, name, context).accepted) item = copy;
    Item same;
    same.definition = definition;
    require(restore_snapshot(same, snapshot_of(item)), "a snapshot fits its definition");
    require(same.active == item.active, "a snapshot keeps the configuration");
  }
}

}  // namespace

void fuzz_one(std::string_view input) {
  const Parsed parsed = check_definition(input);
  for (const Diagnostic& diagnostic : parsed.diagnostics)
    require(diagnostic.place.line >= 1, "a diagnostic has a place");
  if (parsed.definition != nullptr) run(parsed.definition);
}
