#include "web/action/openapi_action.hpp"

#include <algorithm>
#include <array>

#include "web/action/pages.hpp"
#include "web/routes/openapi.hpp"
#include "web/routes/openapi_table.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

constexpr const char* json = "application/json";
constexpr const char* csv = "text/csv";
constexpr const char* bytes = "application/octet-stream";

constexpr std::array routes{
    RouteLine{"get", "/api/v1/coverage", "coverage", "Which city has answered which report, and the gaps",
              "round,city,panel,state,gaps,as_of", 200, json, ""},
    RouteLine{"get", "/api/v1/coverage.csv", "coverage_table", "The same as a table",
              "round,city,panel,state,gaps,as_of,lang", 200, csv, ""},
    RouteLine{"get", "/api/v1/progress", "progress",
              "How many of a round's commitments were open since when, and where they stand",
              "round,city,as_of", 200, json, ""},
    RouteLine{"get", "/api/v1/questionnaires", "questionnaires", "The chamber's questionnaires", "round", 200,
              json, ""},
    RouteLine{"post", "/api/v1/questionnaires", "design", "Design a questionnaire for a round", "", 201, json,
              json},
    RouteLine{"get", "/api/v1/questionnaires/suggested", "suggested", "What a questionnaire may begin with",
              "round,language", 200, json, ""},
    RouteLine{"get", "/api/v1/questionnaires/{id}", "questionnaire", "One questionnaire", "", 200, json, ""},
    RouteLine{"put", "/api/v1/questionnaires/{id}", "redesign", "Change a draft", "", 200, json, json},
    RouteLine{"post", "/api/v1/questionnaires/{id}/publish", "publish", "Open it to businesses", "", 200,
              json, json},
    RouteLine{"post", "/api/v1/questionnaires/{id}/close", "close", "Take no more answers", "", 200, json,
              json},
    RouteLine{"post", "/api/v1/questionnaires/{id}/codes", "codes", "Codes for one answer each, shown once",
              "", 201, json, json},
    RouteLine{"get", "/api/v1/questionnaires/{id}/responses", "responses", "What was answered", "after", 200,
              json, ""},
    RouteLine{"get", "/api/v1/questionnaires/{id}/results", "results", "How often what was answered", "", 200,
              json, ""},
    RouteLine{"post", "/api/v1/questionnaires/{id}/reports", "report_from",
              "Make a report that answers support", "", 201, json, json},
    RouteLine{"delete", "/api/v1/questionnaires/{id}/responses/{number}", "erase_answer", "Erase one answer",
              "", 204, "", ""},
    RouteLine{"delete", "/api/v1/questionnaires/{id}/responses/{number}/reports/{report}", "take_away",
              "An answer supports a report no more", "", 204, "", ""},
    RouteLine{"get", "/api/v1/survey", "survey", "The questionnaire behind the code in X-Survey-Code", "",
              200, json, ""},
    RouteLine{"post", "/api/v1/survey", "submit_answer", "Answer it, once", "", 200, json, json},
    RouteLine{"post", "/api/v1/survey/start", "start_answer", "A code of one's own from a shared link", "",
              201, json, json},
    RouteLine{"put", "/api/v1/survey/draft", "keep_answer", "Keep what was answered so far", "", 200, json,
              json},
    RouteLine{"get", "/api/v1/survey-files/{name}", "survey_file",
              "reports, responses, template or responses-template as .csv or .xlsx",
              "round,questionnaire,language", 200, bytes, ""},
    RouteLine{"post", "/api/v1/survey-files/{what}", "survey_import",
              "Import reports or responses from a table, or look at what it would do",
              "round,questionnaire,preview", 200, json, bytes},
    RouteLine{"get", "/feeds/commitments.atom", "feed", "The latest changes of commitments (RFC 4287)",
              "lang", 200, "application/atom+xml", ""},
    RouteLine{"get", "/calendar/{city}.ics", "calendar", "A city's deadlines (RFC 5545)", "lang", 200,
              "text/calendar", ""},
    RouteLine{"get", "/data/register.csv", "register_table", "The public register as a table", "", 200, csv,
              ""},
    RouteLine{"get", "/data/register.json", "register_data", "The public register", "", 200, json, ""},
};

}  // namespace

std::optional<Response> read_action_openapi(const ApiParts& parts, StoreRepository&, const Call& call) {
  if (call.request.path != "/openapi.json") return std::nullopt;
  const auto hidden = hidden_pages(parts.pack);
  if (std::find(hidden.begin(), hidden.end(), "register") != hidden.end()) return std::nullopt;
  Json document = openapi(parts.pack);
  add_routes(document, routes);
  return json_response(200, document);
}

}  // namespace yellowsea::web
