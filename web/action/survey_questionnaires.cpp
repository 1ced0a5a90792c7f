// A chamber's questionnaires: designing, publishing, what was answered, and making reports of it.
#include <map>

#include "engine/base/rfc3339.hpp"
#include "engine/service/record.hpp"
#include "engine/service/views.hpp"
#include "web/action/survey.hpp"
#include "web/routes/items.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t listed = 200;
constexpr std::size_t responses_page = 200;

// `complete`: with the questions, for its own organisation.
Json questionnaire_json(store::Session& session, Questionnaires& questionnaires,
                        const store::QuestionnaireRow& row, bool complete) {
  Json json{
      {"id", row.id},
      {"within", row.within},
      {"organisation", row.organisation},
      {"state", row.state},
      {"answering", name_of(questionnaires.answering(row))},
      {"version", row.version},
      {"created_at", format_instant(instant_of(row.created_at))},
      {"changed_at", format_instant(instant_of(row.changed_at))},
      {"submitted", session.count_responses(row.id, "submitted") + session.count_responses(row.id, "erased")},
      {"drafts", session.count_responses(row.id, "draft")}};
  Json body = stored_json(row.body);
  json["title"] = body.value("title", Json::object());
  if (!complete) return json;
  json["link"] = body.value("link", Json(nullptr));
  body.erase("link");
  json["body"] = std::move(body);
  json["codes"] = session.count_invitations(row.id, "single");
  return json;
}

Json response_json(const store::ResponseRow& row, const std::map<std::int64_t, Json>& supports) {
  const auto found = supports.find(row.id);
  return Json{
      {"number", row.number},
      {"state", row.state},
      {"answers", stored_json(row.answers)},
      {"language", row.language},
      {"on_paper", row.invitation == 0},
      {"submitted_at", row.submitted_at ? Json(format_instant(instant_of(*row.submitted_at))) : Json()},
      {"supports", found == supports.end() ? Json::array() : found->second}};
}

std::map<std::int64_t, Json> supports_of(store::Session& session, std::int64_t questionnaire) {
  std::map<std::int64_t, Json> supports;
  for (const store::SupportRow& row : session.supports_of(questionnaire)) {
    auto& items = supports.try_emplace(row.response, Json::array()).first->second;
    items.push_back(row.item);
  }
  return supports;
}

Response responses(store::Session& session, std::int64_t id, const Call& call) {
  const auto after = call.request.query_value("after");
  const std::int64_t after_number = after ? number_of(*after).value_or(0) : 0;
  const auto supports = supports_of(session, id);
  Json items = Json::array();
  const auto rows = session.responses(id, "", after_number, responses_page);
  for (const store::ResponseRow& row : rows) {
    if (row.state != "draft") items.push_back(response_json(row, supports));
  }
  return json_response(
      200, Json{{"items", std::move(items)},
                {"next", rows.size() == responses_page ? Json(rows.back().number) : Json(nullptr)}});
}

Response results(store::Session& session, const store::QuestionnaireRow& row) {
  AnswerTally tally(stored_json(row.body));
  std::int64_t submitted = 0;
  std::int64_t after = 0;
  while (true) {
    const auto rows = session.responses(row.id, "submitted", after, responses_page);
    for (const store::ResponseRow& response : rows) tally.add(stored_json(response.answers));
    submitted += static_cast<std::int64_t>(rows.size());
    if (rows.size() < responses_page) break;
    after = rows.back().number;
  }
  std::int64_t used = 0;
  for (const auto& [response, items] : supports_of(session, row.id)) used += items.empty() ? 0 : 1;
  return json_response(200, Json{{"submitted", submitted},
                                 {"erased", session.count_responses(row.id, "erased")},
                                 {"drafts", session.count_responses(row.id, "draft")},
                                 {"used", used},
                                 {"questions", tally.json()}});
}

Response list(const SurveyPtr& survey, const ApiParts& parts, Questionnaires& questionnaires,
              const Call& call) {
  const bool own = questionnaires.designs(call.caller);
  if (!own && !questionnaires.counts(call.caller)) return problem_response(unknown_item(), call.language);
  const std::string within = call.request.query_value(survey->rules().within_kind).value_or("");
  Json items = Json::array();
  for (const store::QuestionnaireRow& row :
       parts.reader.questionnaires(own ? call.caller.organisation : "", within, listed)) {
    if (own || row.state != "draft")
      items.push_back(questionnaire_json(parts.reader, questionnaires, row, false));
  }
  return json_response(200, Json{{"items", std::move(items)}, {"next", nullptr}});
}

// GET /questionnaires/suggested?round=&language=
Response suggested(const SurveyPtr& survey, const ApiParts& parts, StoreRepository& repository,
                   Questionnaires& questionnaires, const Call& call) {
  const auto within = call.request.query_value(survey->rules().within_kind);
  const machine::ItemPtr item = within && questionnaires.designs(call.caller)
                                    ? repository.find(survey->rules().within_kind, *within)
                                    : nullptr;
  if (item == nullptr || !may_read(call.caller, *item))
    return problem_response(unknown_item(), call.language);
  const std::string language = call.request.query_value("language").value_or(call.language);
  return json_response(200, suggested_questionnaire(parts.pack, survey->rules(), *item, language));
}

using Work = std::function<Response(WriterContext&, Questionnaires&)>;

// A change of one questionnaire that answers with it.
Work changed(const SurveyPtr& survey, const ApiParts& parts, const Call& call, int status,
             std::function<Result<store::QuestionnaireRow>(WriterContext&, Questionnaires&)> change) {
  return [survey, parts, language = call.language, status, change = std::move(change)](
             WriterContext& context, Questionnaires& questionnaires) {
    const auto row = change(context, questionnaires);
    if (!row) return survey->problem(parts, row.error(), language);
    return json_response(status, questionnaire_json(context.recorder.session(), questionnaires, *row, true));
  };
}

Problem not_signed_in() {
  return {ProblemCode::unauthenticated, "not_signed_in", "Sign in first.", {}, Json::object()};
}

Work invite(const SurveyPtr& survey, const ApiParts& parts, const Call& call, std::int64_t id,
            std::int64_t count) {
  return [survey, parts, caller = call.caller, language = call.language, id, count](
             WriterContext& context, Questionnaires& questionnaires) {
    const auto codes = questionnaires.invite(caller, id, count, context.now);
    if (!codes) return survey->problem(parts, codes.error(), language);
    Json printed = Json::array();
    for (const std::string& code : *codes) printed.push_back(printed_code(code));
    return json_response(201, Json{{"codes", std::move(printed)}});
  };
}

// POST /questionnaires/ID/reports {"responses": [numbers], "item": id of one that is there, "fields": of a
// new one}
Work support(const SurveyPtr& survey, const ApiParts& parts, const Call& call, std::int64_t id,
             const Json& body) {
  std::vector<std::int64_t> numbers;
  const Json listed_numbers = body.value("responses", Json::array());
  for (const Json& number : listed_numbers) {
    if (number.is_number_integer() && number > 0) numbers.push_back(number.get<std::int64_t>());
  }
  const Json item = body.value("item", Json());
  return [survey, parts, caller = call.caller, language = call.language, id, numbers,
          item = item.is_string() ? item.get<std::string>() : std::string(),
          fields = body.value("fields", Json::object())](WriterContext& context,
                                                         Questionnaires& questionnaires) {
    const auto supported = questionnaires.support(context.recorder, caller, id, numbers, item, fields,
                                                  context.now, context.published);
    if (!supported) return survey->problem(parts, supported.error(), language);
    return json_response(item.empty() ? 201 : 200,
                         Json{{"kind", survey->rules().item_kind}, {"id", *supported}});
  };
}

Work withdraw(const SurveyPtr& survey, const ApiParts& parts, const Call& call, std::int64_t id,
              std::int64_t response, const std::string& item) {
  return [survey, parts, caller = call.caller, language = call.language, id, response, item](
             WriterContext& context, Questionnaires& questionnaires) {
    const auto done = questionnaires.withdraw_support(context.recorder, caller, id, response, item,
                                                      context.now, context.published);
    if (!done) return survey->problem(parts, done.error(), language);
    return Response{204, {{"cache-control", "no-store"}}, {}, {}};
  };
}

Work erase(const SurveyPtr& survey, const ApiParts& parts, const Call& call, std::int64_t id,
           std::int64_t response) {
  return [survey, parts, caller = call.caller, language = call.language, id, response](
             WriterContext& context, Questionnaires& questionnaires) {
    const auto row = questionnaires.own(caller, id);
    if (!row) return survey->problem(parts, row.error(), language);
    const auto done = erase_response(context.recorder.session(), id, response, context.now);
    if (!done) return survey->problem(parts, done.error(), language);
    return Response{204, {{"cache-control", "no-store"}}, {}, {}};
  };
}

// The work that a request asks for; none if there is no such route.
Work post_work(const SurveyPtr& survey, const ApiParts& parts, const Call& call, std::int64_t id,
               const Json& body) {
  const std::string& what = call.segments[2];
  const Caller& caller = call.caller;
  if (what == "publish")
    return changed(survey, parts, call, 200, [caller, id](WriterContext& context, Questionnaires& all) {
      return all.publish(caller, id, context.now);
    });
  if (what == "close")
    return changed(survey, parts, call, 200, [caller, id](WriterContext& context, Questionnaires& all) {
      return all.close(caller, id, context.now);
    });
  if (what == "codes") return invite(survey, parts, call, id, integer_member(body, "count", 0));
  if (what == "reports") return support(survey, parts, call, id, body);
  return nullptr;
}

Work work_for(const SurveyPtr& survey, const ApiParts& parts, const Call& call, const Json& body) {
  const auto& segments = call.segments;
  const std::string& method = call.request.method;
  const Caller& caller = call.caller;
  if (segments.size() == 1 && method == "POST") {
    const Json within = body.value(survey->rules().within_kind, Json());
    return changed(survey, parts, call, 201,
                   [caller, within = within.is_string() ? within.get<std::string>() : std::string(),
                    asked = body.value("body", Json())](WriterContext& context, Questionnaires& all) {
                     return all.create(caller, within, asked, context.now);
                   });
  }
  const auto id = segments.size() >= 2 ? number_of(segments[1]) : std::nullopt;
  if (!id) return nullptr;
  if (segments.size() == 2 && method == "PUT")
    return changed(survey, parts, call, 200,
                   [caller, id = *id, version = integer_member(body, "version", 0),
                    asked = body.value("body", Json())](WriterContext& context, Questionnaires& all) {
                     return all.edit(caller, id, version, asked, context.now);
                   });
  if (segments.size() == 3 && method == "POST") return post_work(survey, parts, call, *id, body);
  if (segments.size() < 4 || segments[2] != "responses" || method != "DELETE") return nullptr;
  const auto response = number_of(segments[3]);
  if (!response) return nullptr;
  if (segments.size() == 4) return erase(survey, parts, call, *id, *response);
  return segments.size() == 6 && segments[4] == "reports"
             ? withdraw(survey, parts, call, *id, *response, segments[5])
             : nullptr;
}

}  // namespace

std::optional<Response> read_questionnaires(const SurveyPtr& survey, const ApiParts& parts,
                                            StoreRepository& repository, const Call& call) {
  Questionnaires questionnaires(parts.reader, repository, parts.pack, survey->rules());
  if (!call.caller.signed_in()) return problem_response(not_signed_in(), call.language);
  const auto& segments = call.segments;
  if (segments.size() == 1) return list(survey, parts, questionnaires, call);
  if (segments.size() == 2 && segments[1] == "suggested")
    return suggested(survey, parts, repository, questionnaires, call);
  const auto id = number_of(segments[1]);
  if (!id) return std::nullopt;
  const auto row = questionnaires.own(call.caller, *id);
  if (!row) return survey->problem(parts, row.error(), call.language);
  if (segments.size() == 2)
    return json_response(200, questionnaire_json(parts.reader, questionnaires, *row, true));
  if (segments.size() == 3 && segments[2] == "responses") return responses(parts.reader, *id, call);
  if (segments.size() == 3 && segments[2] == "results") return results(parts.reader, *row);
  return std::nullopt;
}

bool write_questionnaires(const SurveyPtr& survey, const ApiParts& parts, Call& call) {
  Json body = Json::object();
  if (!call.request.body.empty()) {
    const auto read = json_body(call.request);
    if (!read || !read->is_object()) {
      call.reply(problem_response(
          read ? Problem{ProblemCode::malformed, "type", "the body must be an object", {}, Json::object()}
               : read.error(),
          call.language));
      return true;
    }
    body = *read;
  }
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): what a std::function holds it gives up itself
  Work work = work_for(survey, parts, call, body);
  if (!work) return false;
  if (!call.caller.signed_in()) {
    call.reply(problem_response(not_signed_in(), call.language));
    return true;
  }
  submit_survey(parts, call, std::move(work), survey);
  return true;
}

}  // namespace yellowsea::web
