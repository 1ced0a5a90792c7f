// Messages of clients of the live stream.
#include "tests/fuzz/fuzz.hpp"
#include "web/routes/live_request.hpp"

void fuzz_one(std::string_view input) {
  const auto request = yellowsea::web::read_live_request(input);
  if (request && request->since) require(*request->since >= 0, "a sequence number is not negative");
}
