// A row of the event table, as a damaged or foreign database may hold it. The input is body and private part,
// with a NUL between them. What can be read can also be applied to an item.
#include "engine/machine/parse.hpp"
#include "engine/service/record.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace {

yellowsea::machine::Item item_before() {
  using namespace yellowsea::machine;
  static const DefinitionPtr definition =
      parse_definition(
          R"({"format": "yellowsea.workflow/1", "id": "commitment", "path": "commitments", "version": 1,
                           "machine": {"id": "commitment", "initial": "a",
                             "states": {"a": {"after": {"P1D": "b"}}, "b": {"type": "final"}}}})")
          .definition;
  Item item;
  item.kind = "commitment";
  item.id = "one";
  item.definition = definition;
  item.fields = yellowsea::Json{{"progress", {"first"}}, {"title", "text"}};
  return item;
}

}  // namespace

void fuzz_one(std::string_view input) {
  using namespace yellowsea;
  const auto cut = input.find('\0');
  store::EventRow row;
  row.seq = 1;
  row.kind = "commitment";
  row.id = "one";
  row.version = 1;
  row.type = "start";
  row.body = std::string(input.substr(0, cut));
  if (cut != std::string_view::npos) row.secret = std::string(input.substr(cut + 1));
  const auto event = decode_event(row, [](const std::string&) { return std::optional<std::string>("text"); });
  if (!event) return require(!event.error().detail.empty(), "a refusal has a sentence");
  const auto item = machine::evolve(item_before(), *event);
  require(item.fields.is_object(), "an item's fields are an object");
  if (event->change.machine.contains("fields")) return;
  for (const auto& [name, list] : event->change.appended.items())
    require(item.fields.at(name).size() >= list.size(), "what is appended is in its list");
}
