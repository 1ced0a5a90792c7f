#include "web/action/survey.hpp"

#include <charconv>

#include "web/routes/respond.hpp"

namespace yellowsea::web {

Result<void> AddressLimit::check(const std::string& remote, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = windows_.find(remote);
  if (found == windows_.end() || now - found->second.begun >= window_ || found->second.count < most_)
    return {};
  const auto left =
      std::chrono::duration_cast<std::chrono::seconds>(found->second.begun + window_ - now).count();
  return Failure(Problem{ProblemCode::too_many,
                         "address_limit",
                         "Too many requests from this address; try later.",
                         {},
                         Json{{"retry_after", left + 1}}});
}

void AddressLimit::count(const std::string& remote, Instant now) {
  const std::lock_guard lock(mutex_);
  if (windows_.size() >= max_addresses && !windows_.contains(remote)) {
    std::erase_if(windows_, [&](const auto& entry) { return now - entry.second.begun >= window_; });
    if (windows_.size() >= max_addresses) windows_.erase(windows_.begin());
  }
  Window& window = windows_[remote];
  if (now - window.begun >= window_) window = {now, 0};
  ++window.count;
}

Result<std::shared_ptr<Survey>> Survey::make(const Pack& pack) {
  auto rules = read_questionnaire_rules(pack, configuration);
  if (!rules) return Failure(rules.error());
  if (!*rules) return std::shared_ptr<Survey>();
  std::shared_ptr<Survey> survey(new Survey(std::move(**rules)));
  survey->sentences_.rules =
      pack.configuration(configuration).at("questionnaire").value("rules", Json::object());
  return survey;
}

Response Survey::problem(const ApiParts& parts, const Problem& problem, const std::string& language) const {
  const bool own = sentences_.rules.contains(problem.rule);
  return problem_response(problem, language,
                          own ? &sentences_ : parts.pack.definition(rules_.item_kind).get());
}

ExtraRoute::Answer Survey::read_route() {
  return [self = shared_from_this()](const ApiParts& parts, StoreRepository& repository,
                                     const Call& call) -> std::optional<Response> {
    if (call.segments.empty()) return std::nullopt;
    if (call.segments[0] == "questionnaires") return read_questionnaires(self, parts, repository, call);
    if (call.segments[0] == "survey") return read_answer(self, parts, repository, call);
    if (call.segments[0] == "survey-files") return read_survey_files(self, parts, repository, call);
    return std::nullopt;
  };
}

ExtraWrite Survey::write_route() {
  return [self = shared_from_this()](const ApiParts& parts, Call& call) {
    if (call.segments.empty()) return false;
    if (call.segments[0] == "questionnaires") return write_questionnaires(self, parts, call);
    if (call.segments[0] == "survey-files") return write_survey_files(self, parts, call);
    return call.segments[0] == "survey" && write_answer(self, parts, call);
  };
}

void submit_survey(const ApiParts& parts, const Call& call,
                   std::function<Response(WriterContext&, Questionnaires&)> work, const SurveyPtr& survey) {
  const auto answer = std::make_shared<Response>();
  auto submitted = parts.writer.submit(
      {[answer, survey, &pack = parts.pack, work = std::move(work)](WriterContext& context) {
         Questionnaires questionnaires(context.recorder.session(), context.recorder.repository(), pack,
                                       survey->rules());
         *answer = work(context, questionnaires);
       },
       [answer, reply = call.reply, language = call.language](const Result<void>& committed) {
         reply(committed ? std::move(*answer) : problem_response(committed.error(), language));
       }});
  if (!submitted) call.reply(problem_response(submitted.error(), call.language));
}

std::string_view name_of(Answering answering) {
  switch (answering) {
    case Answering::not_yet:
      return "not_yet";
    case Answering::open:
      return "open";
    case Answering::closed:
      return "closed";
  }
  return "";
}

std::optional<std::int64_t> number_of(const std::string& text) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size() || number < 1) return std::nullopt;
  return number;
}

std::int64_t integer_member(const Json& body, const char* name, std::int64_t otherwise) {
  return body.is_object() && body.contains(name) && body.at(name).is_number_integer()
             ? body.at(name).get<std::int64_t>()
             : otherwise;
}

}  // namespace yellowsea::web
