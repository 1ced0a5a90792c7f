#include "web/action/progress.hpp"

#include <algorithm>
#include <map>

#include "engine/service/audience.hpp"
#include "engine/service/item_replay.hpp"
#include "engine/service/organisation_names.hpp"
#include "engine/service/record.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

const std::string kind = "commitment";
const std::string settled = "settled";  // the tag of where a commitment ends
constexpr std::string_view delivery = "delivery.";
// Little follows the event that settles a commitment: it is mostly among the last so many.
constexpr std::int64_t few_events = 8;

struct Question {
  std::string round;
  std::string city;  // empty: all
};

Failure missing_round() {
  return Failure(Problem{ProblemCode::malformed,
                         "parameter",
                         "'round' is missing: the id of a round",
                         {},
                         Json{{"parameter", "round"}}});
}

Result<Question> question_of(const ApiParts& parts, const Call& call) {
  Question question{call.request.query_value("round").value_or(""),
                    call.request.query_value("city").value_or("")};
  if (question.round.empty()) return missing_round();
  if (!question.city.empty())
    question.city = organisation_called(parts.pack, question.city).value_or(question.city);
  return question;
}

std::vector<machine::ItemPtr> commitments(const Question& question, StoreRepository& repository, Moment* past,
                                          const Caller& caller) {
  std::vector<machine::FieldMatch> wanted{{"round", {Json(question.round)}}};
  if (!question.city.empty()) wanted.push_back({"city", {Json(question.city)}});
  std::vector<machine::ItemPtr> found = past == nullptr ? repository.select(kind, wanted) : past->items(kind);
  std::erase_if(found, [&](const auto& item) {
    return (past != nullptr && !machine::matches(*item, wanted)) || !may_read(caller, *item);
  });
  return found;
}

// Since when it is settled: the first of the last events after which it was so. nullopt if it is open.
std::optional<Instant> settled_since(const ApiParts& parts, const machine::Item& item) {
  std::optional<Instant> since;
  if (!item.has_tag(settled)) return since;
  const auto content = [&](const std::string& hash) { return parts.reader.content(hash); };
  for (auto end = static_cast<std::int64_t>(item.version); end > 0; end -= few_events) {
    const std::int64_t after = std::max<std::int64_t>(0, end - few_events);
    const auto rows = parts.reader.history(item.kind, item.id, after, static_cast<std::size_t>(end - after));
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
      const auto event = decode_event(*row, content);
      const auto then = event ? as_after(item, *event, parts.definitions) : std::nullopt;
      if (!then || !then->has_tag(settled)) return since;
      since = event->at;
    }
  }
  return since;
}

std::string text_field(const machine::Item& item, const std::string& field) {
  const auto value = item.fields.find(field);
  return value != item.fields.end() && value->is_string() ? value->get<std::string>() : "";
}

std::string delivery_of(const machine::Item& item) {
  for (const std::string& path : machine::configuration(item)) {
    if (path.starts_with(delivery)) return path;
  }
  return "";
}

class Progress {
 public:
  explicit Progress(const ApiParts& parts) : parts_(parts) {}

  void add(const machine::Item& item) {
    ++total_;
    ++cities_[text_field(item, "city")][delivery_of(item)];
    const std::string begins = text_field(item, "in_force_on");
    if (begins_.empty() || (!begins.empty() && begins < begins_)) begins_ = begins;
    add_deadline(item);
    if (const auto since = settled_since(parts_, item)) ++settled_at_[*since];
  }

  Json view() const {
    Json steps = Json::array();
    int open = total_;
    for (const auto& [at, count] : settled_at_)
      steps.push_back(Json{{"at", format_instant(at)}, {"open", open -= count}});
    const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
    return Json{{"total", total_},         {"open", open},
                {"begins", text(begins_)}, {"deadline", text(deadline_)},
                {"steps", steps},          {"cities", cities_}};
  }

 private:
  void add_deadline(const machine::Item& item) {
    const machine::Surroundings& around = parts_.pack.surroundings();
    const Zone zone = machine::zone_of(item, around.zone_of_organisation, around.zone);
    const auto deadline = machine::deadline_of(item, zone);
    if (!deadline || (last_ && *last_ >= deadline->last)) return;
    last_ = deadline->last;
    deadline_ = format_instant(deadline->last, zone);
  }

  const ApiParts& parts_;
  int total_ = 0;
  std::string begins_;
  std::optional<Instant> last_;
  std::string deadline_;  // the same, where it counts
  std::map<Instant, int> settled_at_;
  std::map<std::string, std::map<std::string, int>> cities_;
};

}  // namespace

std::optional<Response> read_progress(const ApiParts& parts, StoreRepository& repository, const Call& call) {
  if (call.segments != std::vector<std::string>{"progress"}) return std::nullopt;
  if (parts.pack.definition(kind) == nullptr) return std::nullopt;
  const auto question = question_of(parts, call);
  if (!question) return problem_response(question.error(), call.language);
  const auto past = past_asked_for(parts, call);
  if (!past) return problem_response(past.error(), call.language);
  Moment* const then = past->get();
  Progress progress(parts);
  for (const machine::ItemPtr& item : commitments(*question, repository, then, call.caller))
    progress.add(*item);
  Json view = progress.view();
  view["round"] = question->round;
  return json_response(200, view);
}

}  // namespace yellowsea::web
