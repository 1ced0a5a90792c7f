// A row of the event table, as a damaged or foreign database may hold it. The input is body and private part,
// with a NUL between them.
#include "engine/service/record.hpp"
#include "tests/fuzz/fuzz.hpp"

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
  if (!event) require(!event.error().detail.empty(), "a refusal has a sentence");
}
