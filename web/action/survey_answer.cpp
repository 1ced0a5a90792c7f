// A business's side of the survey: the questions behind a code, its answer, and what became of it.
#include "engine/base/rfc3339.hpp"
#include "engine/service/audience.hpp"
#include "engine/service/record.hpp"
#include "engine/service/views.hpp"
#include "web/action/survey.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

constexpr std::string_view code_header = "x-survey-code";

// A plan or a commitment, as far as everybody may see it.
Json public_part(const machine::ItemPtr& item, const Pack& pack, Instant now) {
  if (item == nullptr || !may_read(Caller{}, *item)) return nullptr;
  const Json view = item_view(*item, pack, Caller{}, now);
  Json part{{"kind", view.at("kind")}, {"id", view.at("id")}, {"configuration", view.at("configuration")}};
  for (const char* name : {"deadline", "overdue"}) {
    if (view.contains(name)) part[name] = view.at(name);
  }
  return part;
}

Json cities_of(const machine::Item& report, const ApiParts& parts, StoreRepository& repository, Instant now) {
  const Json& coverage = parts.pack.configuration("coverage");
  Json cities = Json::array();
  if (!coverage.is_object()) return cities;
  const std::string plan_kind = coverage.value("plan", std::string());
  const std::string city_field = coverage.value("city_field", std::string());
  const Json addressed = report.fields.value(coverage.value("cities", std::string()), Json::array());
  const auto plans =
      repository.select(plan_kind, {{coverage.value("report_field", std::string()), {Json(report.id)}}});
  for (const Json& city : addressed) {
    Json entry{{"city", city}, {"plan", nullptr}, {"commitment", nullptr}};
    for (const machine::ItemPtr& plan : plans) {
      if (plan->fields.value(city_field, Json()) != city) continue;
      entry["plan"] = public_part(plan, parts.pack, now);
      entry["commitment"] = public_part(repository.find("commitment", plan->id), parts.pack, now);
    }
    cities.push_back(std::move(entry));
  }
  return cities;
}

// What the answer supports, as the public sees it; of what is not public only how many there are.
Json outcome(const SurveyPtr& survey, const ApiParts& parts, StoreRepository& repository,
             const store::ResponseRow& response, Instant now) {
  Json reports = Json::array();
  int preparing = 0;
  for (const store::SupportRow& row : parts.reader.supported_by(response.id)) {
    const machine::ItemPtr report = repository.find(survey->rules().item_kind, row.item);
    if (report == nullptr || !may_read(Caller{}, *report)) {
      ++preparing;
      continue;
    }
    const Json view = item_view(*report, parts.pack, Caller{}, now);
    Json entry = public_part(report, parts.pack, now);
    for (const char* name : {"title", "language"}) {
      if (view.at("fields").contains(name)) entry[name] = view.at("fields").at(name);
    }
    entry["cities"] = cities_of(*report, parts, repository, now);
    reports.push_back(std::move(entry));
  }
  return Json{{"reports", std::move(reports)}, {"preparing", preparing}};
}

// The questions as the one who answers needs them.
Json asked(const Json& body) {
  Json questions = Json::array();
  for (Json question : body.value("questions", Json::array())) {
    question.erase("field");
    questions.push_back(std::move(question));
  }
  return questions;
}

Json response_json(const store::ResponseRow& row) {
  return Json{
      {"number", row.number},
      {"state", row.state},
      {"version", row.version},
      {"answers", stored_json(row.answers)},
      {"language", row.language},
      {"submitted_at", row.submitted_at ? Json(format_instant(instant_of(*row.submitted_at))) : Json()}};
}

Json page_json(const SurveyPtr& survey, const ApiParts& parts, StoreRepository& repository,
               Questionnaires& all, const Questionnaires::Opened& opened, Instant now) {
  const Json body = stored_json(opened.questionnaire.body);
  Json json{{"title", body.value("title", Json::object())},
            {"introduction", body.value("introduction", Json::object())},
            {"language", body.value("language", "en")},
            {"questions", asked(body)},
            {"organisation", opened.questionnaire.organisation},
            {"answering", name_of(all.answering(opened.questionnaire))},
            {"shared", opened.invitation.kind == "shared"},
            {"response", nullptr},
            {"outcome", nullptr}};
  const machine::ItemPtr round = repository.find(survey->rules().within_kind, opened.questionnaire.within);
  if (round != nullptr && may_read(Caller{}, *round)) {
    const Json view = item_view(*round, parts.pack, Caller{}, now);
    json["round"] = Json{{"id", round->id}};
    for (const char* name : {"name", "survey_ends"}) {
      if (view.at("fields").contains(name)) json["round"][name] = view.at("fields").at(name);
    }
  }
  if (opened.response) {
    json["response"] = response_json(*opened.response);
    if (opened.response->state != "draft")
      json["outcome"] = outcome(survey, parts, repository, *opened.response, now);
  }
  return json;
}

// The code is in the address of what people open, but never in that of what their browser asks for
// afterwards: addresses end in logs.
std::string code_of(const Call& call) { return std::string(call.request.header(code_header)); }

// What is behind the code; whoever has tried too many that are none waits.
Result<Questionnaires::Opened> open_guarded(const SurveyPtr& survey, Questionnaires& all, const Call& call) {
  if (auto admitted = survey->guesses().check(call.request.remote, call.now); !admitted)
    return Failure(admitted.error());
  auto opened = all.open(code_of(call));
  if (!opened) survey->guesses().count(call.request.remote, call.now);
  return opened;
}

}  // namespace

std::optional<Response> read_answer(const SurveyPtr& survey, const ApiParts& parts,
                                    StoreRepository& repository, const Call& call) {
  if (call.segments.size() != 1) return std::nullopt;
  Questionnaires all(parts.reader, repository, parts.pack, survey->rules());
  const auto opened = open_guarded(survey, all, call);
  if (!opened) return survey->problem(parts, opened.error(), call.language);
  return json_response(200, page_json(survey, parts, repository, all, *opened, call.now));
}

bool write_answer(const SurveyPtr& survey, const ApiParts& parts, Call& call) {
  const auto& segments = call.segments;
  const bool starts = segments.size() == 2 && segments[1] == "start" && call.request.method == "POST";
  const bool drafts = segments.size() == 2 && segments[1] == "draft" && call.request.method == "PUT";
  const bool submits = segments.size() == 1 && call.request.method == "POST";
  if (!starts && !drafts && !submits) return false;
  const auto refuse = [&](const Problem& problem) {
    call.reply(survey->problem(parts, problem, call.language));
    return true;
  };
  const std::string code = code_of(call);
  StoreRepository repository(parts.reader, parts.pack, parts.definitions);
  Questionnaires reading(parts.reader, repository, parts.pack, survey->rules());
  if (auto opened = open_guarded(survey, reading, call); !opened) return refuse(opened.error());
  const auto body = json_body(call.request);
  if (!body) return refuse(body.error());
  if (!body->is_object())
    return refuse({ProblemCode::malformed, "type", "the body must be an object", {}, Json::object()});
  if (starts) {
    if (auto admitted = survey->starts().check(call.request.remote, call.now); !admitted)
      return refuse(admitted.error());
    survey->starts().count(call.request.remote, call.now);
    submit_survey(
        parts, call,
        [survey, parts, code, language = call.language](WriterContext& context, Questionnaires& all) {
          const auto own = all.start(code, context.now);
          return own ? json_response(201, Json{{"code", printed_code(*own)}})
                     : survey->problem(parts, own.error(), language);
        },
        survey);
    return true;
  }
  const Json language = body->value("language", Json());
  submit_survey(
      parts, call,
      [survey, parts, code, submits, answers = body->value("answers", Json()),
       version = integer_member(*body, "version", 0), reader = call.language,
       language = language.is_string() && language.get_ref<const std::string&>().size() <= 8
                      ? language.get<std::string>()
                      : call.language](WriterContext& context, Questionnaires& all) {
        auto row = all.answer(code, answers, language, version, submits, context.now);
        if (row) return json_response(200, response_json(*row));
        Problem problem = row.error();
        for (FieldError& error : problem.fields) error.pointer = "/answers" + error.pointer;
        return survey->problem(parts, problem, reader);
      },
      survey);
  return true;
}

}  // namespace yellowsea::web
