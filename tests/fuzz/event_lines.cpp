// Lists of events: the lines of trace, play and import history.
#include "engine/machine/event_line.hpp"
#include "tests/fuzz/fuzz.hpp"

void fuzz_one(std::string_view input) {
  const auto lines = yellowsea::machine::read_event_lines(input);
  if (lines) return;
  require(!lines.error().detail.empty(), "a refusal has a sentence");
}
