#include "web/routes/past_moments.hpp"

#include <algorithm>
#include <chrono>

#include "web/routes/api.hpp"

namespace yellowsea::web {
namespace {

// A page asks for the same instant several times: list, filters, titles.
constexpr std::size_t most_kept = 3;
// Timers until then would fire one by one.
constexpr auto furthest_ahead = std::chrono::hours(24 * 366 * 10);

}  // namespace

Result<std::shared_ptr<Moment>> PastMoments::at(const ApiParts& parts, Instant at) {
  const std::int64_t last_seq = parts.reader.last_seq();
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) {
    return kept.at == at && kept.last_seq == last_seq;
  });
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    return kept_.front().moment;
  }
  auto made = moment_of_past(parts.reader, parts.pack, parts.definitions, at);
  if (!made) return Failure(made.error());
  kept_.push_front({at, last_seq, std::shared_ptr<Moment>(std::move(*made))});
  if (kept_.size() > most_kept) kept_.pop_back();
  return kept_.front().moment;
}

Result<std::shared_ptr<Moment>> past_asked_for(const ApiParts& parts, const Call& call) {
  const auto text = call.request.query_value("as_of");
  if (!text || text->empty()) return std::shared_ptr<Moment>();
  const auto wrong = [](const char* why) {
    return Failure(Problem{ProblemCode::malformed,
                           "parameter",
                           "'as_of': " + std::string(why),
                           {},
                           Json{{"parameter", "as_of"}}});
  };
  // In an address "+" means a blank: an offset that somebody did not encode arrives as one.
  std::string time = *text;
  std::replace(time.begin(), time.end(), ' ', '+');
  const auto instant = parse_instant(time);
  if (!instant) return wrong("must be an RFC 3339 time such as 2012-11-26T00:00:00Z");
  if (*instant > call.now + furthest_ahead) return wrong("lies more than ten years ahead");
  return parts.past->at(parts, *instant);
}

}  // namespace yellowsea::web
